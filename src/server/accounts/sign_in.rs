//! Signing in: counts the try, then compares the password, always with one hash.

use super::{SignedIn, check_typed, signed_in};
use crate::domain::{EmailAddress, OwnPassword, Preset, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::password::{HashError, HashedPassword, PasswordHasher};
use crate::server::rate_limit::{MAX_FAILURES_IN_A_ROW, SIGN_IN_TIME_STEP};
use crate::server::request_context::RequestContext;
use crate::server::store::StoreError;
use crate::server::store::audit::Origin;
use crate::server::store::rate_limit::sign_in::{Attempt, FailedSignIn, Reservation};
use crate::server::store::sign_ins::{CountedSignIn, SignInForm};
use crate::server::store::temporary_passwords::{Guess, OpenTemporaryPassword};
use crate::server::store::users::User;
use std::time::{Duration, Instant};

/// Starts a session for a person who knows the password of `email`; one that this browser had ends.
///
/// A temporary password opens the restricted session; it is not used up by
/// that. Every failure has the same answer after the same work and in steps of
/// [`SIGN_IN_TIME_STEP`], whether the address is unknown, the account disabled or the password
/// wrong. Where the browser is known again, its owner need not wait.
///
/// # Errors
/// [`AppError::WrongCredentials`], or [`AppError::LinkNeeded`] while too many
/// guesses keep short temporary passwords out; [`AppError::TooManyTries`], also for
/// addresses nobody has; [`AppError::InvalidForm`] for what cannot be an
/// address or a password of anybody.
pub async fn sign_in(
    state: &AppState,
    request_context: &RequestContext,
    email: &str,
    password: &str,
) -> Result<SignedIn, AppError> {
    let origin = &request_context.origin;
    let begun = Instant::now();
    let email = EmailAddress::parse(email).map_err(|problem| AppError::field(Field::Email, Problem::Email(problem)))?;
    check_typed(password, Field::Password)?;
    let device = request_context.device_token();
    let known_browser = known_browser(state, &email, device.as_ref()).await?;
    let counted = reserve_sign_in(state, &email, password, known_browser.as_deref(), origin).await?;
    let CountedSignIn { attempt, user: found, guess } = &counted;
    let has_own_password = found.as_ref().is_some_and(|user| user.password_hash.is_some());
    // After too many wrong tries the own password is compared with nothing any more.
    let user = found.as_ref().filter(|_| !(has_own_password && attempt.is_one_too_many()));
    let hash_begun = Instant::now();
    let hasher = match known_browser {
        Some(_) => state.hasher.asked_by_known(origin.address),
        None => state.hasher.asked_from(origin.address),
    };
    let compared = is_password_of(&hasher, user, guess, password).await;
    let hash_time = hash_begun.elapsed();
    let is_right = match compared {
        Ok(is_right) => is_right,
        Err(error) => {
            // Nothing was compared.
            state.store.release_sign_in(&counted).await?;
            return Err(error.into());
        }
    };
    let Some(user) = user.filter(|_| is_right) else {
        let ends_password = has_own_password && attempt.in_a_row == MAX_FAILURES_IN_A_ROW;
        let target = found.as_ref().map(|user| &user.id);
        note_failure(state, &FailedSignIn { target, taken: Some(attempt), guess: Some(guess), ends_password }, origin)
            .await?;
        whole_step_since(begun + hash_time).await;
        // The same for everybody: who guesses learns that short ones are locked, not for whom.
        return Err(if guess.accepts_short_codes { AppError::WrongCredentials } else { AppError::LinkNeeded });
    };
    let signed_in = match &user.password_hash {
        Some(hash) => signed_in::begin_session(state, &user.id, hash, attempt, device, request_context).await?,
        None => signed_in::begin_first_access(state, &user.id, attempt, guess, request_context).await?,
    };
    if request_context.session.is_some() {
        state.notify();
    }
    if let Err(error) = renew_hash(state, &hasher, user, password).await {
        tracing::warn!(user = %user.id.as_str(), %error, "could not upgrade the password hash: {error}; the next sign-in tries again");
    }
    signed_in.ok_or(AppError::WrongCredentials)
}

/// The name of a browser that is known at the account with this address.
async fn known_browser(
    state: &AppState,
    email: &EmailAddress,
    device: Option<&Token>,
) -> Result<Option<String>, AppError> {
    Ok(match device.map(Token::hash) {
        Some(hash) if state.store.is_known_device_at(email, &hash).await? => Some(state.keys.browser(&hash)),
        _ => None,
    })
}

/// Counts a try of `password` at `email`, before anything is compared.
async fn reserve_sign_in(
    state: &AppState,
    email: &EmailAddress,
    password: &str,
    known_browser: Option<&str>,
    origin: &Origin,
) -> Result<CountedSignIn, AppError> {
    let subject = state.keys.failure_subject(email.as_str());
    // Counted apart: wrong tries of others in the same network keep nobody out whose browser is known.
    let network = known_browser.map(str::to_owned).or_else(|| network_of(state, origin));
    let form = SignInForm {
        email,
        subject: &subject,
        network: network.as_deref(),
        is_known_device: known_browser.is_some(),
        guesses_a_day: state.settings.code_guesses_per_day,
    };
    let could_be = |preset: Preset| preset.could_be(&preset.normalise(password));
    reserve_with_retries(state, || state.store.reserve_sign_in(&form, could_be)).await
}

/// Returns a whole number of [`SIGN_IN_TIME_STEP`]s after `begun`.
async fn whole_step_since(begun: Instant) {
    let steps = begun.elapsed().div_duration_f64(SIGN_IN_TIME_STEP).ceil();
    tokio::time::sleep_until((begun + SIGN_IN_TIME_STEP.mul_f64(steps)).into()).await;
}

/// Whether `typed` is the own password of the person, or of who has none a temporary one that `guess` counts. In
/// every case one hash is computed: time does not tell who exists.
async fn is_password_of(
    hasher: &PasswordHasher,
    user: Option<&User>,
    guess: &Guess,
    typed: &str,
) -> Result<bool, HashError> {
    let user_id = user.map(|user| &user.id);
    match user.and_then(|user| user.password_hash.as_ref()) {
        Some(hash) => {
            let hash = std::slice::from_ref(hash);
            hasher.verify(&OwnPassword::normalise(typed), hash, user_id).await
        }
        None => is_temporary_password(hasher, &guess.open, typed, user_id).await,
    }
}

/// Whether `typed` is one of these temporary passwords. One hash is computed, also where there
/// is none of them; a second one only where it reads differently by the presets of two.
async fn is_temporary_password(
    hasher: &PasswordHasher,
    open: &[OpenTemporaryPassword],
    typed: &str,
    user_id: Option<&UserId>,
) -> Result<bool, HashError> {
    let mut readings: Vec<(String, Vec<HashedPassword>)> = Vec::new();
    for OpenTemporaryPassword { preset, hash, .. } in open {
        let reading = preset.normalise(typed);
        match readings.iter_mut().find(|(other, _)| *other == reading) {
            Some((_, hashes)) => hashes.push(hash.clone()),
            None => readings.push((reading, vec![hash.clone()])),
        }
    }
    if readings.is_empty() {
        readings.push((OwnPassword::normalise(typed).to_string(), Vec::new()));
    }
    for (reading, hashes) in &readings {
        if hasher.verify(reading, hashes, user_id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Counts a try, at its address and for its network, before anything is looked at.
pub(super) async fn reserve_attempt(
    state: &AppState,
    subject: &str,
    is_known_device: bool,
    origin: &Origin,
) -> Result<Attempt, AppError> {
    let network = network_of(state, origin);
    reserve_with_retries(state, || state.store.reserve_attempt(subject, network.as_deref(), is_known_device)).await
}

/// The keyed hash under which the attempts from a request's network are counted.
fn network_of(state: &AppState, origin: &Origin) -> Option<String> {
    origin.address.map(|address| state.keys.network(address))
}

/// Calls `reserve` until it has counted the attempt or refuses it.
///
/// Where attempts of the same network are being checked, and would exhaust its limit
/// if all of them were wrong, it waits for them: a whole office signs in at nine.
pub(super) async fn reserve_with_retries<T, R>(state: &AppState, reserve: impl Fn() -> R) -> Result<T, AppError>
where
    R: Future<Output = Result<Reservation<T>, StoreError>>,
{
    for pause in [40, 80, 160, 320, 640, 640, 640, 640, 640, 640] {
        match reserve().await? {
            Reservation::Attempt(taken) => return Ok(taken),
            Reservation::NotBefore(time) => return Err(state.too_many_tries(time)),
            Reservation::AfterOthers => tokio::time::sleep(Duration::from_millis(pause)).await,
        }
    }
    Err(AppError::Busy { retry_after: 5 })
}

/// Releases the attempt when nothing was compared, because the hasher was busy or failed.
pub(super) async fn release_on_error<T>(
    state: &AppState,
    taken: &Attempt,
    outcome: Result<T, AppError>,
) -> Result<T, AppError> {
    if let Err(AppError::Busy { .. } | AppError::Internal { .. }) = &outcome {
        state.store.release_attempt(taken).await?;
    }
    outcome
}

/// Writes a failure down, with nothing that was typed.
pub(super) async fn note_failure(
    state: &AppState,
    failure: &FailedSignIn<'_>,
    origin: &Origin,
) -> Result<(), AppError> {
    if let Some(target) = failure.target.map(UserId::as_str) {
        if failure.ends_password {
            tracing::warn!(user = target, "the password of {target} was wrong too often");
        }
        if failure.guess.is_some_and(Guess::exhausts) {
            tracing::warn!(user = target, "the temporary password of {target} is out of tries on the sign-in page");
        }
    }
    Ok(state.store.insert_failed_sign_in(failure, origin).await?)
}

/// Brings an own password's hash up to today's cost, while its clear text is known.
async fn renew_hash(state: &AppState, hasher: &PasswordHasher, user: &User, password: &str) -> Result<(), AppError> {
    if let Some(old) = user.password_hash.as_ref().filter(|hash| hasher.is_outdated(hash)) {
        let new = hasher.hash(&OwnPassword::normalise(password)).await?;
        state.store.set_renewed_hash(&user.id, old, &new).await?;
    }
    Ok(())
}
