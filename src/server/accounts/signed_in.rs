//! A session that has just begun, and the browser it began in.

use super::devices::DeviceTokens;
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::password::HashedPassword;
use crate::server::request_context::RequestContext;
use crate::server::store::audit::Origin;
use crate::server::store::rate_limit::sign_in::Attempt;
use crate::server::store::sessions::{NewSession, SessionPurpose};
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
        notifies_owner: bool,
    },
}

impl SignedIn {
    /// One that opens the account.
    pub(super) const fn to_account(token: Token, user_id: UserId) -> Self {
        Self { token, purpose: SessionPurpose::Full, user_id, device: Device::Unknown { notifies_owner: true } }
    }

    /// A session without a mail to its owner: an account's first one, and that of a form that was sent twice.
    pub(super) const fn without_notice(token: Token, user_id: UserId) -> Self {
        Self { token, purpose: SessionPurpose::Full, user_id, device: Device::Unknown { notifies_owner: false } }
    }
}

/// Begins the session in the place of one this browser had, and makes the browser known, in one transaction; `None`
/// when the account has changed since.
pub(super) async fn begin_session(
    state: &AppState,
    user_id: &UserId,
    hash: &HashedPassword,
    attempt: &Attempt,
    device: Option<Token>,
    request_context: &RequestContext,
) -> Result<Option<SignedIn>, AppError> {
    let (token, tokens) = (Token::generate(), DeviceTokens::new(device));
    let (token_hash, cookies) = (token.hash(), tokens.hashes());
    let session = new_session(&token_hash, user_id, request_context);
    let begun = state.store.insert_session_of_device(&session, hash, attempt, &cookies).await?;
    let Some(known) = begun else { return Ok(None) };
    let device = Device::Known(tokens.keep(state, known));
    Ok(Some(SignedIn { token, purpose: SessionPurpose::Full, user_id: user_id.clone(), device }))
}

/// Begins the session of a form that was sent twice, after the same proof as the first time; `None` when the password
/// `hash` is no longer the person's.
pub(super) async fn begin_session_again(
    state: &AppState,
    user_id: &UserId,
    hash: &HashedPassword,
    origin: &Origin,
) -> Result<Option<SignedIn>, AppError> {
    let token = Token::generate();
    let token_hash = token.hash();
    let session = NewSession { token_hash: &token_hash, user_id, replaces: None, origin };
    let is_begun = state.store.insert_session(&session, hash).await?;
    Ok(is_begun.then(|| SignedIn::without_notice(token, user_id.clone())))
}

/// Begins the restricted session of a temporary password; `None` when the account has changed since.
pub(super) async fn begin_first_access(
    state: &AppState,
    user_id: &UserId,
    attempt: &Attempt,
    guess: &Guess,
    request_context: &RequestContext,
) -> Result<Option<SignedIn>, AppError> {
    let token = Token::generate();
    let token_hash = token.hash();
    let session = new_session(&token_hash, user_id, request_context);
    let begun = state.store.insert_first_access_session(&session, attempt, guess).await?;
    let device = Device::Unknown { notifies_owner: true };
    Ok(begun.then(|| SignedIn { token, purpose: SessionPurpose::FirstAccess, user_id: user_id.clone(), device }))
}

fn new_session<'a>(token_hash: &'a str, user_id: &'a UserId, request_context: &'a RequestContext) -> NewSession<'a> {
    let replaces = request_context.session.as_ref().map(|session| (session.token_hash.as_str(), &session.user.id));
    NewSession { token_hash, user_id, replaces, origin: &request_context.origin }
}
