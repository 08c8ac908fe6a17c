//! Signing in: count the try, then look, always with one hash.

use super::refused;
use crate::domain::{EmailAddress, InvalidOwnPassword, OwnPassword, Timestamp, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::limits::WRONG_IN_A_ROW;
use crate::server::password::HashedPassword;
use crate::server::store::audit::Origin;
use crate::server::store::sessions::{Proof, SessionPurpose};
use crate::server::store::sign_in_failures::{Taken, Try};
use crate::server::store::users::User;
use std::time::Duration;

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
    let taken = take_try(state, &subject, origin).await?;

    let found = state.store.find_user_by_email(&email).await?.filter(|user| !user.disabled);
    let target = found.as_ref().map(|user| user.id.clone());
    let has_own_password = found.as_ref().is_some_and(|user| user.password_hash.is_some());
    // After too many wrong tries the own password is compared with nothing any more.
    let user = found.filter(|_| !(has_own_password && taken.is_one_too_many()));
    let checked = given_back_when_busy(state, &taken, check(state, user, password, &subject).await).await?;
    let Some((user, checked)) = checked else {
        note_failure(state, &taken, target.as_ref(), has_own_password, origin).await?;
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
    state.store.set_try_right(&taken).await?;
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
    let taken = take_try(state, &subject, origin).await?;
    let hashes = if taken.is_one_too_many() { &[] } else { std::slice::from_ref(hash) };
    let verified = state.hasher.verify(&OwnPassword::normalise(typed), hashes).await;
    if !given_back_when_busy(state, &taken, verified.map_err(AppError::from)).await? {
        note_failure(state, &taken, Some(&user.id), true, origin).await?;
        return Err(AppError::field(Field::CurrentPassword, Problem::WrongCurrentPassword));
    }
    Ok(state.store.set_try_right(&taken).await?)
}

/// Counts a try, at its address and for its network, before anything is looked at.
///
/// Where others of the network are being looked at, and would fill its measure
/// if all of them were wrong, it waits for them: a whole office signs in at nine.
pub(super) async fn take_try(state: &AppState, subject: &str, origin: &Origin) -> Result<Try, AppError> {
    let network = origin.address.map(|address| state.keys.network(address));
    for pause in [40, 80, 160, 320, 640, 640, 640, 640, 640, 640] {
        match state.store.take_sign_in_try(subject, network.as_deref()).await? {
            Taken::Try(taken) => return Ok(taken),
            Taken::NotBefore(time) => return Err(too_many(state, time)),
            Taken::AfterOthers => tokio::time::sleep(Duration::from_millis(pause)).await,
        }
    }
    Err(AppError::Busy { retry_after: 5 })
}

/// Says how long to wait until `time`.
pub(super) fn too_many(state: &AppState, time: Timestamp) -> AppError {
    let wait = time.since(state.clock.now()).as_millis().div_ceil(1000).max(1);
    AppError::TooManyTries { retry_after: u32::try_from(wait).unwrap_or(u32::MAX) }
}

/// What was compared with nothing is no try.
pub(super) async fn given_back_when_busy<T>(
    state: &AppState,
    taken: &Try,
    outcome: Result<T, AppError>,
) -> Result<T, AppError> {
    if let Err(AppError::Busy { .. }) = &outcome {
        state.store.set_try_given_back(taken).await?;
    }
    outcome
}

/// Writes a failure down, with nothing that was typed.
async fn note_failure(
    state: &AppState,
    taken: &Try,
    target: Option<&UserId>,
    has_own_password: bool,
    origin: &Origin,
) -> Result<(), AppError> {
    let ends_password = has_own_password && taken.in_a_row == WRONG_IN_A_ROW;
    if let (true, Some(target)) = (ends_password, target) {
        tracing::warn!(user = target.as_str(), "the password of {} was wrong too often", target.as_str());
    }
    Ok(state.store.insert_sign_in_failure(taken, target, ends_password, origin).await?)
}

/// Brings an own password's hash up to today's cost, while its clear text is at hand.
async fn renew_hash(state: &AppState, user: &User, password: &str) -> Result<(), AppError> {
    if let Some(old) = user.password_hash.as_ref().filter(|hash| state.hasher.is_outdated(hash)) {
        let new = state.hasher.hash(&OwnPassword::normalise(password)).await?;
        state.store.set_renewed_hash(&user.id, old, &new).await?;
    }
    Ok(())
}
