//! A session that has just begun, and the browser it began in.

use super::devices::DeviceTokens;
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::password::HashedPassword;
use crate::server::store::audit::Origin;
use crate::server::store::rate_limit::sign_in::Attempt;
use crate::server::store::sessions::SessionPurpose;
use crate::server::store::temporary_passwords::Guess;

/// A session that has just begun.
pub struct SignedIn {
    /// For the cookie.
    pub token: Token,
    /// What it opens.
    pub purpose: SessionPurpose,
    /// Whose it is.
    pub user_id: UserId,
    /// The browser's own cookie, if it is known to the account already; a session of
    /// a temporary password makes none known.
    pub device: Device,
}

/// What an account knows of the browser a session began in.
pub enum Device {
    /// It keeps this cookie.
    Known(Token),
    /// It is still to be made known.
    Unknown {
        /// Whether a mail tells the owner. Not for the account's first session, nor for a form that was
        /// sent twice: there the browser is no other one.
        tells_owner: bool,
    },
}

impl SignedIn {
    /// One that opens the account.
    pub(super) const fn to_account(token: Token, user_id: UserId) -> Self {
        Self { token, purpose: SessionPurpose::Full, user_id, device: Device::Unknown { tells_owner: true } }
    }

    /// The same for an account's first session, and for a form that was sent twice.
    pub(super) const fn quietly(token: Token, user_id: UserId) -> Self {
        Self { token, purpose: SessionPurpose::Full, user_id, device: Device::Unknown { tells_owner: false } }
    }
}

/// Begins the session and makes the browser known, in one transaction; `None` when the account has changed since.
pub(super) async fn begin_session(
    state: &AppState,
    user_id: &UserId,
    hash: &HashedPassword,
    attempt: &Attempt,
    device: Option<Token>,
    origin: &Origin,
) -> Result<Option<SignedIn>, AppError> {
    let (token, tokens) = (Token::generate(), DeviceTokens::new(device));
    let (session, cookies) = (token.hash(), tokens.hashes());
    let begun = state.store.insert_session_of_device(&session, user_id, hash, attempt, &cookies, origin).await?;
    let Some(known) = begun else { return Ok(None) };
    let device = Device::Known(tokens.keep(state, known));
    Ok(Some(SignedIn { token, purpose: SessionPurpose::Full, user_id: user_id.clone(), device }))
}

/// Begins the restricted session of a temporary password; `None` when the account has changed since.
pub(super) async fn begin_first_access(
    state: &AppState,
    user_id: &UserId,
    attempt: &Attempt,
    guess: &Guess,
    origin: &Origin,
) -> Result<Option<SignedIn>, AppError> {
    let token = Token::generate();
    let begun = state.store.insert_first_access_session(&token.hash(), user_id, attempt, guess, origin).await?;
    let device = Device::Unknown { tells_owner: true };
    Ok(begun.then(|| SignedIn { token, purpose: SessionPurpose::FirstAccess, user_id: user_id.clone(), device }))
}
