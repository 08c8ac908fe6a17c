//! Signing in: count the try, then look, always with one hash.

use super::{VISITOR, refused};
use crate::domain::{EmailAddress, InvalidOwnPassword, OwnPassword, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::store::audit::{AuditEvent, AuditKind, Origin};
use crate::server::store::sessions::{Proof, SessionPurpose};
use crate::server::store::temporary_passwords::OpenTemporaryPassword;
use crate::server::store::users::User;

/// A session that has just begun.
pub struct SignedIn {
    /// For the cookie.
    pub token: Token,
    /// What it opens.
    pub purpose: SessionPurpose,
}

/// Begins a session for whoever knows the password of `email`.
///
/// A temporary password opens the restricted session; it is not used up by
/// that. Every failure has the same answer after the same work, whether the
/// address is unknown, the account disabled or the password wrong.
///
/// # Errors
/// [`AppError::WrongCredentials`]; [`AppError::TooManyTries`], also for
/// addresses nobody has; [`AppError::InvalidForm`] for what cannot be an
/// address or a password of anybody.
pub async fn sign_in(state: &AppState, email: &str, password: &str, origin: &Origin) -> Result<SignedIn, AppError> {
    let email = EmailAddress::parse(email).map_err(|problem| AppError::field(Field::Email, Problem::Email(problem)))?;
    if password.is_empty() {
        return Err(refused(Field::Password, InvalidOwnPassword::Empty));
    }
    if password.len() > OwnPassword::MAX_INPUT_BYTES {
        return Err(refused(Field::Password, InvalidOwnPassword::TooLong { maximum: OwnPassword::MAX_LENGTH }));
    }
    let subject = state.keys.failure_subject(email.as_str());
    take_try(state, &subject).await?;

    let user = state.store.find_user_by_email(&email).await?.filter(|user| !user.disabled);
    let Some(proof) = check(state, user.as_ref(), password).await? else {
        note_failure(state, user.as_ref().map(|user| &user.id), origin).await?;
        return Err(AppError::WrongCredentials);
    };
    let (Some(user), token) = (user, Token::draw()) else { return Err(AppError::WrongCredentials) };
    let purpose = match &proof {
        Checked::Own => SessionPurpose::Full,
        Checked::Temporary(taken) => {
            state.store.set_attempt_given_back(taken).await?;
            SessionPurpose::FirstAccess
        }
    };
    let proof = match (&proof, &user.password_hash) {
        (Checked::Own, Some(hash)) => Proof::OwnPassword(hash),
        _ => Proof::TemporaryPassword,
    };
    if !state.store.insert_session(&token.hash(), &user.id, proof, origin).await? {
        return Err(AppError::WrongCredentials);
    }
    state.store.delete_sign_in_failures(&subject).await?;
    renew_hash(state, &user, password).await?;
    Ok(SignedIn { token, purpose })
}

/// Which kind of password was right.
enum Checked {
    Own,
    Temporary(Vec<OpenTemporaryPassword>),
}

/// Compares `password` with what the person has: one hash in every case.
async fn check(state: &AppState, user: Option<&User>, password: &str) -> Result<Option<Checked>, AppError> {
    let own = OwnPassword::normalise(password);
    match user {
        Some(User { password_hash: Some(hash), .. }) => {
            let right = state.hasher.verify(&own, std::slice::from_ref(hash)).await?;
            Ok(right.then_some(Checked::Own))
        }
        Some(user) => {
            let taken = state.store.take_attempt(&user.id, state.settings.temporary_password_attempts).await?;
            let typed = taken.first().map_or_else(|| own.to_string(), |open| open.preset.normalise(password));
            let hashes: Vec<_> = taken.iter().map(|open| open.hash.clone()).collect();
            let right = state.hasher.verify(&typed, &hashes).await?;
            Ok(right.then_some(Checked::Temporary(taken)))
        }
        None => {
            state.hasher.verify(&own, &[]).await?;
            Ok(None)
        }
    }
}

/// Counts a try before anything is looked at.
pub(super) async fn take_try(state: &AppState, subject: &str) -> Result<(), AppError> {
    match state.store.take_sign_in_try(subject).await? {
        Ok(()) => Ok(()),
        Err(not_before) => {
            let wait = not_before.since(state.clock.now()).as_millis().div_ceil(1000).max(1);
            Err(AppError::TooManyTries { retry_after: u32::try_from(wait).unwrap_or(u32::MAX) })
        }
    }
}

/// Writes a failure down, with nothing that was typed.
pub(super) async fn note_failure(state: &AppState, target: Option<&UserId>, origin: &Origin) -> Result<(), AppError> {
    let event = AuditEvent { kind: AuditKind::SignInFailed, actor: &VISITOR, target, origin, detail: None };
    Ok(state.store.insert_audit_event(event).await?)
}

/// Brings an own password's hash up to today's cost, while its clear text is at hand.
async fn renew_hash(state: &AppState, user: &User, password: &str) -> Result<(), AppError> {
    if let Some(old) = user.password_hash.as_ref().filter(|hash| state.hasher.is_outdated(hash)) {
        let new = state.hasher.hash(&OwnPassword::normalise(password)).await?;
        state.store.set_renewed_hash(&user.id, old, &new).await?;
    }
    Ok(())
}
