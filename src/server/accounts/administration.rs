//! What admins do to accounts that exist.
//!
//! Sensitive acts ask for the admin's own password if it was given too long
//! ago (OWASP ASVS 5.0, 7.5.1). The actions ask, so that no endpoint can forget to.

use super::{sign_in, taken_by};
use crate::domain::{AdminAction, Cpf, Preset, Role, Timestamp, UserDetails, UserId};
use crate::error::AppError;
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::password::TemporaryPassword;
use crate::server::rate_limit::REPEATED_FORM;
use crate::server::request_context::RequestContext;
use crate::server::session::{self, Admin};
use crate::server::store::administration::{CpfChange, Refusal};
use crate::server::store::audit::{AuditEvent, AuditKind};
use crate::server::store::outbox::Seen;
use crate::server::store::users::User;
use crate::server::temporary_password::generate;

/// The signed-in administrator, who has confirmed with `current_password` if
/// one was typed. A wrong one counts as a wrong try at signing in.
///
/// # Errors
/// As [`session::require_admin`]; [`AppError::InvalidForm`] when the password is wrong;
/// [`AppError::TooManyTries`].
pub async fn confirmed_admin(
    state: &AppState,
    request_context: &RequestContext,
    current_password: Option<&str>,
) -> Result<Admin, AppError> {
    let admin = session::require_admin(request_context)?;
    match current_password.filter(|typed| !typed.is_empty()) {
        Some(typed) => {
            confirm_password(state, request_context, typed).await?;
            Ok(admin.with_confirmation())
        }
        None => Ok(admin),
    }
}

/// Checks the signed-in person's own password and remembers when.
///
/// # Errors
/// [`AppError::InvalidForm`] when it is wrong; [`AppError::TooManyTries`].
pub async fn confirm_password(state: &AppState, request_context: &RequestContext, typed: &str) -> Result<(), AppError> {
    let session = session::require_user(request_context)?;
    sign_in::check_current_password(state, &session.user, typed, &request_context.origin).await?;
    state.store.set_session_confirmed(&session.token_hash, &session.user.id, &request_context.origin).await?;
    Ok(())
}

/// Does `act` to an account.
///
/// # Errors
/// [`AppError::PasswordNeeded`] for sensitive acts; [`AppError::NotFound`],
/// [`AppError::DoesNotApply`], [`AppError::LastAdmin`].
pub async fn act(state: &AppState, admin: &Admin, act: AdminAction, id: &UserId) -> Result<(), AppError> {
    if act.is_sensitive() {
        admin.require_confirmation()?;
    }
    let outcome = match act {
        AdminAction::Resend => return resend(state, admin, id, Seen::Unknown).await,
        AdminAction::Unlock => return unlock(state, admin, id).await,
        other => state.store.set_by_act(id, other, admin.by()).await?,
    };
    state.notify();
    outcome.map_err(refused_act)
}

/// The same for a form, which may have been sent twice: the second one finds done what it asks for.
/// `asked` is when the form was shown.
///
/// # Errors
/// As [`act`].
pub async fn act_by_form(
    state: &AppState,
    admin: &Admin,
    action: AdminAction,
    id: &UserId,
    asked: Option<Timestamp>,
) -> Result<(), AppError> {
    if action == AdminAction::Resend {
        return resend(state, admin, id, asked.map_or(Seen::Unknown, Seen::Until)).await;
    }
    match act(state, admin, action, id).await {
        Err(AppError::DoesNotApply)
            if state.store.find_done_lately(id, action.audit_kind(), &admin.by().actor, REPEATED_FORM).await? =>
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
    super::resend(state, admin, id, seen).await.map_err(|error| match error {
        AppError::NotFound => AppError::DoesNotApply,
        other => other,
    })
}

async fn unlock(state: &AppState, admin: &Admin, id: &UserId) -> Result<(), AppError> {
    let account = state.store.find_account(id).await?.ok_or(AppError::NotFound)?;
    if !AdminAction::Unlock.fits(account.state) {
        return Err(AppError::DoesNotApply);
    }
    let subject = state.keys.failure_subject(account.user.email.as_str());
    Ok(state.store.set_unlocked(id, &subject, admin.by()).await?)
}

/// What an edit does to the CPF.
pub enum CpfEdit {
    /// It stays as it is.
    Keep,
    /// It is this one now.
    Set(Cpf),
    /// There is none any more.
    Remove,
}

/// Puts `details` in the place of what the account says.
///
/// # Errors
/// [`AppError::PasswordNeeded`] when the address changes or somebody becomes an
/// administrator; [`AppError::InvalidForm`] when the address or the CPF is
/// taken; [`AppError::NotFound`], [`AppError::DoesNotApply`], [`AppError::LastAdmin`].
pub async fn edit(
    state: &AppState,
    admin: &Admin,
    id: &UserId,
    details: &UserDetails,
    cpf: CpfEdit,
) -> Result<(), AppError> {
    let user = state.store.find_user(id).await?.ok_or(AppError::NotFound)?;
    if user.email != details.email || (user.role != Role::Admin && details.role == Role::Admin) {
        admin.require_confirmation()?;
    }
    let sealed = match &cpf {
        CpfEdit::Set(cpf) => Some(state.keys.seal_cpf(cpf, id)),
        CpfEdit::Keep | CpfEdit::Remove => None,
    };
    let change = match (&cpf, &sealed) {
        (CpfEdit::Set(_), Some(sealed)) => CpfChange::Set(sealed),
        (CpfEdit::Remove, _) => CpfChange::Remove,
        _ => CpfChange::Keep,
    };
    let outcome = match state.store.set_user_details(id, details, change, admin.by()).await {
        Ok(outcome) => outcome,
        Err(error) => return Err(taken_by(state, error, &details.email, sealed.as_ref()).await),
    };
    state.notify();
    outcome.map_err(refused_act)
}

/// Sets somebody's time zone, or that they follow the installation's.
///
/// # Errors
/// When the database does not answer.
pub async fn set_time_zone(state: &AppState, admin: &Admin, id: &UserId, zone: Option<&Zone>) -> Result<(), AppError> {
    if state.store.set_time_zone(id, zone).await? {
        let event = AuditEvent { kind: AuditKind::UserEdited, by: admin.by(), target: Some(id), detail: None };
        state.store.insert_audit_event(event).await?;
    }
    Ok(())
}

/// A temporary password, on its way from an admin's hand to a person's.
pub struct HandedOver {
    /// Whose.
    pub user: User,
    /// In clear: shown once.
    pub password: TemporaryPassword,
    /// When it stops working; a full minute.
    pub valid_until: Timestamp,
}

/// Generates a temporary password to hand over in person. It is
/// shown once, to the admin, and the audit log records it. All earlier ones end.
///
/// # Errors
/// [`AppError::NotFound`] where the operator has not allowed it, or there is no
/// such account; [`AppError::PasswordNeeded`]; [`AppError::DoesNotApply`].
pub async fn hand_over(state: &AppState, admin: &Admin, id: &UserId) -> Result<HandedOver, AppError> {
    if !state.settings.allow_handover {
        return Err(AppError::NotFound);
    }
    admin.require_confirmation()?;
    let user = state.store.find_user(id).await?.ok_or(AppError::NotFound)?;
    // Never the CPF: a slip of paper with it would be no secret at all.
    let preset = match state.settings.preset {
        Preset::Cpf => Preset::Digits(6),
        preset => preset,
    };
    let generated = generate(state, &user, preset, None, None).await?;
    let stored = state.store.insert_secret_in_person(id, &generated.to_store(None), admin.by()).await?;
    state.notify();
    if !stored {
        return Err(AppError::DoesNotApply);
    }
    Ok(HandedOver { user, password: generated.password, valid_until: generated.valid_until })
}

pub(super) fn refused_act(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::NotFound => AppError::NotFound,
        Refusal::DoesNotApply => AppError::DoesNotApply,
        Refusal::LastAdmin => AppError::LastAdmin,
    }
}
