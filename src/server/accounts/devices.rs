//! The browsers people sign in with.

use super::SignedIn;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::request_context::RequestContext;

/// Remembers the browser of a person who has just signed in; returns its cookie.
/// A browser not known to this account gets a new one, never one it brought
/// along: somebody else may have put it there.
pub async fn remember_device(
    state: &AppState,
    signed_in: &SignedIn,
    request_context: &RequestContext,
) -> Result<Token, AppError> {
    let user_id = &signed_in.user_id;
    if let Some(token) = request_context.device.as_deref().and_then(Token::parse)
        && state.store.set_device_used(user_id, &token.hash()).await?
    {
        return Ok(token);
    }
    let token = Token::generate();
    state.store.insert_device(user_id, &token.hash(), signed_in.tells_owner, &request_context.origin).await?;
    state.notify();
    Ok(token)
}
