//! Signing in: count the try, then look, always with one hash.

use super::refused;
use crate::domain::{EmailAddress, InvalidOwnPassword, OwnPassword, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::password::HashedPassword;
use crate::server::store::audit::Origin;
use crate::server::store::sessions::{Proof, SessionPurpose};
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
    let target = user.as_ref().map(|user| user.id.clone());
    let Some((user, checked)) = check(state, user, password, &subject).await? else {
        note_failure(state, target.as_ref(), origin).await?;
        return Err(AppError::WrongCredentials);
    };
    let (purpose, proof) = match (&checked, &user.password_hash) {
        (Checked::Own, Some(hash)) => (SessionPurpose::Full, Proof::OwnPassword(hash)),
        _ => (SessionPurpose::FirstAccess, Proof::TemporaryPassword),
    };
    let token = Token::draw();
    if !state.store.insert_session(&token.hash(), &user.id, proof, origin).await? {
        return Err(AppError::WrongCredentials);
    }
    state.store.delete_sign_in_failures(&subject).await?;
    if let Err(error) = renew_hash(state, &user, password).await {
        tracing::warn!(?error, "a hash is renewed another time");
    }
    Ok(SignedIn { token, purpose })
}

/// Which kind of password was right.
enum Checked {
    Own,
    Temporary,
}

/// Compares `password` with what the person has. In every case one hash is
/// computed and, when it is wrong, the database writes as often: neither time
/// nor traffic tells who exists.
async fn check(
    state: &AppState,
    user: Option<User>,
    password: &str,
    subject: &str,
) -> Result<Option<(User, Checked)>, AppError> {
    let own = OwnPassword::normalise(password);
    let Some(user) = user else {
        state.store.set_sign_in_try_seen(subject).await?;
        state.hasher.verify(&own, &[]).await?;
        return Ok(None);
    };
    if let Some(hash) = &user.password_hash {
        state.store.set_sign_in_try_seen(subject).await?;
        let right = state.hasher.verify(&own, std::slice::from_ref(hash)).await?;
        return Ok(right.then_some((user, Checked::Own)));
    }
    let taken = state.store.take_attempt(&user.id).await?;
    if taken.is_empty() {
        state.store.set_sign_in_try_seen(subject).await?;
    }
    let typed = taken.first().map_or_else(|| own.to_string(), |open| open.preset.normalise(password));
    let hashes: Vec<_> = taken.iter().map(|open| open.hash.clone()).collect();
    match state.hasher.verify(&typed, &hashes).await {
        Ok(true) => {
            state.store.set_attempt_given_back(&taken).await?;
            Ok(Some((user, Checked::Temporary)))
        }
        Ok(false) => {
            if taken.iter().any(|open| open.attempts >= open.attempts_allowed) {
                tracing::warn!(
                    user = user.id.as_str(),
                    "the temporary password of {} is out of tries",
                    user.id.as_str()
                );
            }
            Ok(None)
        }
        Err(busy) => {
            // Nothing was compared.
            state.store.set_attempt_given_back(&taken).await?;
            Err(busy.into())
        }
    }
}

/// Checks the own password of who is signed in already. A wrong one counts as a
/// wrong try at signing in.
pub(super) async fn check_current_password(
    state: &AppState,
    user: &User,
    hash: &HashedPassword,
    typed: &str,
    origin: &Origin,
) -> Result<(), AppError> {
    let subject = state.keys.failure_subject(user.email.as_str());
    take_try(state, &subject).await?;
    if !state.hasher.verify(&OwnPassword::normalise(typed), std::slice::from_ref(hash)).await? {
        note_failure(state, Some(&user.id), origin).await?;
        return Err(AppError::field(Field::CurrentPassword, Problem::WrongCurrentPassword));
    }
    Ok(state.store.delete_sign_in_failures(&subject).await?)
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
async fn note_failure(state: &AppState, target: Option<&UserId>, origin: &Origin) -> Result<(), AppError> {
    Ok(state.store.insert_sign_in_failure(target, origin).await?)
}

/// Brings an own password's hash up to today's cost, while its clear text is at hand.
async fn renew_hash(state: &AppState, user: &User, password: &str) -> Result<(), AppError> {
    if let Some(old) = user.password_hash.as_ref().filter(|hash| state.hasher.is_outdated(hash)) {
        let new = state.hasher.hash(&OwnPassword::normalise(password)).await?;
        state.store.set_renewed_hash(&user.id, old, &new).await?;
    }
    Ok(())
}
