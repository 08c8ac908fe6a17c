//! The browsers people sign in with.

use super::{Device, SignedIn};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::request_context::RequestContext;
use crate::server::store::devices::{DeviceCookies, DeviceKnown};

/// Remembers the browser of a person who has just signed in; returns its cookie.
/// A browser not known to this account gets a new one, never one it brought
/// along: somebody else may have put it there.
pub async fn remember_device(
    state: &AppState,
    signed_in: SignedIn,
    request_context: &RequestContext,
) -> Result<Token, AppError> {
    let tells_owner = match signed_in.device {
        Device::Known(token) => return Ok(token),
        Device::Unknown { tells_owner } => tells_owner,
    };
    let (brought, new) = (request_context.device.as_deref().and_then(Token::parse), Token::generate());
    let cookies = DeviceCookies { brought: brought.as_ref().map(Token::hash), new: new.hash() };
    let known = state.store.insert_device(&signed_in.user_id, &cookies, tells_owner, &request_context.origin).await?;
    match (known, brought) {
        (DeviceKnown::Before, Some(brought)) => Ok(brought),
        (DeviceKnown::Before | DeviceKnown::FromNowOn, _) => {
            state.notify();
            Ok(new)
        }
    }
}
