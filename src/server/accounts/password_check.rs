//! Checking the own password of a person who is known already: signed in, or named by a link.

use super::check_typed;
use super::sign_in::{note_failure, release_on_error, reserve_attempt, reserve_with_retries};
use crate::domain::OwnPassword;
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::password::{HashedPassword, PasswordHasher};
use crate::server::rate_limit::MAX_FAILURES_IN_A_ROW;
use crate::server::session::Session;
use crate::server::store::audit::Origin;
use crate::server::store::rate_limit::sign_in::{Attempt, FailedSignIn};
use crate::server::store::users::User;

/// Checks the own password of who is signed in already; returns its hash. A
/// wrong one counts as a wrong try at signing in.
///
/// Waits follow the wrong tries in this session alone: strangers who fail at an administrator's address, or from the
/// same network, would else keep that administrator from all that asks for the password.
pub(super) async fn check_current_password<'a>(
    state: &AppState,
    session: &'a Session,
    typed: &str,
    origin: &Origin,
) -> Result<&'a HashedPassword, AppError> {
    check_typed(typed, Field::CurrentPassword)?;
    let user = &session.user;
    let hash = user.password_hash.as_ref().ok_or(AppError::PasswordChangeRequired)?;
    let subject = state.keys.failure_subject(&format!("session {}", session.token_hash));
    let browser = state.keys.browser(&session.token_hash);
    let in_session =
        reserve_with_retries(state, || state.store.reserve_attempt(&subject, Some(&browser), false)).await?;
    let compared = async {
        // As from a known browser: it counts, and does not wait.
        let subject = state.keys.failure_subject(user.email.as_str());
        let at_account = reserve_with_retries(state, || state.store.reserve_attempt(&subject, None, true)).await?;
        let hasher = state.hasher.asked_by_known(origin.address);
        compare_own_password(state, &hasher, user, hash, typed, &at_account, origin).await
    };
    if release_on_error(state, &in_session, compared.await).await? {
        state.store.record_success(&in_session).await?;
        Ok(hash)
    } else {
        state.store.record_failure(&in_session).await?;
        Err(AppError::field(Field::CurrentPassword, Problem::WrongCurrentPassword))
    }
}

/// Compares with the own password of a person, whose hash this is. A wrong one counts as a wrong
/// try at signing in.
pub(super) async fn is_own_password(
    state: &AppState,
    user: &User,
    hash: &HashedPassword,
    typed: &str,
    origin: &Origin,
) -> Result<bool, AppError> {
    let subject = state.keys.failure_subject(user.email.as_str());
    let taken = reserve_attempt(state, &subject, false, origin).await?;
    let hasher = state.hasher.asked_from(origin.address);
    compare_own_password(state, &hasher, user, hash, typed, &taken, origin).await
}

/// The same, for a try that was counted at the account.
async fn compare_own_password(
    state: &AppState,
    hasher: &PasswordHasher,
    user: &User,
    hash: &HashedPassword,
    typed: &str,
    taken: &Attempt,
    origin: &Origin,
) -> Result<bool, AppError> {
    let hashes = if taken.is_one_too_many() { &[] } else { std::slice::from_ref(hash) };
    let verified = hasher.verify(&OwnPassword::normalise(typed), hashes, Some(&user.id)).await;
    if !release_on_error(state, taken, verified.map_err(AppError::from)).await? {
        let ends_password = taken.in_a_row == MAX_FAILURES_IN_A_ROW;
        let failure = FailedSignIn { target: Some(&user.id), taken: Some(taken), guess: None, ends_password };
        note_failure(state, &failure, origin).await?;
        return Ok(false);
    }
    state.store.record_success(taken).await?;
    Ok(true)
}
