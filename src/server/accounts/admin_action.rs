//! What admins do to an account with one click.

use crate::domain::{AdminAction, Role, Timestamp, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::rate_limit::REPEATED_FORM;
use crate::server::session::Admin;
use crate::server::store::administration::{ActionOutcome, Refusal};
use crate::server::store::outbox::Seen;

/// Applies `action` to an account.
///
/// # Errors
/// [`AppError::PasswordNeeded`] as [`AdminAction::asks_for_password`] says; [`AppError::NotFound`],
/// [`AppError::DoesNotApply`], [`AppError::LastAdmin`].
pub async fn apply_action(state: &AppState, admin: &Admin, action: AdminAction, id: &UserId) -> Result<(), AppError> {
    apply_since(state, admin, action, id, None).await
}

/// As [`apply_action`]; with `shown_at`, [`AppError::UndoneMeanwhile`] where the same was done and undone since then.
async fn apply_since(
    state: &AppState,
    admin: &Admin,
    action: AdminAction,
    id: &UserId,
    shown_at: Option<Timestamp>,
) -> Result<(), AppError> {
    let is_confirmed = admin.require_confirmation().is_ok();
    let outcome = match action {
        AdminAction::Resend => return resend(state, admin, id, Seen::Unknown).await,
        AdminAction::Unlock => return unlock(state, admin, id).await,
        other => state.store.apply_admin_action(id, other, shown_at, is_confirmed, admin.by()).await?,
    };
    state.notify();
    match outcome {
        ActionOutcome::Done => Ok(()),
        ActionOutcome::Refused(refusal) => Err(refused_action(refusal)),
    }
}

/// Asks for the admin's own password if `action` needs it for one of these accounts. Called before the first of several
/// is changed, so that the answer is not that some were changed and a password is needed for the rest.
///
/// # Errors
/// [`AppError::PasswordNeeded`].
pub async fn require_confirmation_for(
    state: &AppState,
    admin: &Admin,
    action: AdminAction,
    ids: &[UserId],
) -> Result<(), AppError> {
    let Err(password_needed) = admin.require_confirmation() else { return Ok(()) };
    if !action.asks_for_password(Role::Admin) {
        return Ok(());
    }
    if action.asks_for_password(Role::Member) {
        return if ids.is_empty() { Ok(()) } else { Err(password_needed) };
    }
    let admins = state.store.list_admin_ids().await?;
    if ids.iter().any(|id| admins.contains(id)) { Err(password_needed) } else { Ok(()) }
}

/// Does an action as a form asks for it, which may have been sent twice: the second one finds it done.
/// `shown_at` is when the form was shown.
///
/// # Errors
/// As [`apply_action`]; [`AppError::UndoneMeanwhile`] where the same was done and undone since.
pub async fn apply_action_from_form(
    state: &AppState,
    admin: &Admin,
    action: AdminAction,
    id: &UserId,
    shown_at: Option<Timestamp>,
) -> Result<(), AppError> {
    if action == AdminAction::Resend {
        return resend(state, admin, id, shown_at.map_or(Seen::Unknown, Seen::Until)).await;
    }
    match apply_since(state, admin, action, id, shown_at).await {
        // Restored by another form: what is left to do is to send.
        Err(AppError::DoesNotApply) if action == AdminAction::RestoreAndSend => {
            resend(state, admin, id, shown_at.map_or(Seen::Unknown, Seen::Until)).await
        }
        Err(AppError::DoesNotApply)
            if state.store.was_done_recently(id, action.audit_kind(), &admin.by().actor, REPEATED_FORM).await? =>
        {
            Ok(())
        }
        done => done,
    }
}

async fn resend(state: &AppState, admin: &Admin, id: &UserId, seen: Seen<'_>) -> Result<(), AppError> {
    if state.store.find_user(id).await?.is_none() {
        return Err(AppError::NotFound);
    }
    super::resend_temporary_password(state, admin, id, seen).await.map_err(|error| match error {
        AppError::NotFound => AppError::DoesNotApply,
        other => other,
    })
}

async fn unlock(state: &AppState, admin: &Admin, id: &UserId) -> Result<(), AppError> {
    let account = state.store.find_user_overview(id).await?.ok_or(AppError::NotFound)?;
    if !AdminAction::Unlock.applies_to(account.status) {
        return Err(AppError::DoesNotApply);
    }
    let subject = state.keys.failure_subject(account.user.email.as_str());
    Ok(state.store.set_unlocked(id, &subject, admin.by()).await?)
}

pub(super) fn refused_action(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::NotFound => AppError::NotFound,
        Refusal::DoesNotApply => AppError::DoesNotApply,
        Refusal::LastAdmin => AppError::LastAdmin,
        Refusal::PasswordNeeded => AppError::PasswordNeeded,
        Refusal::UndoneMeanwhile { action, now } => AppError::UndoneMeanwhile { action, now },
    }
}
