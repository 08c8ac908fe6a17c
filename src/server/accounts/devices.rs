//! The browsers people sign in with.

use super::{Device, SignedIn};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::request_context::RequestContext;
use crate::server::store::devices::{DeviceCookies, DeviceKnown};

/// The cookie a browser brought, and the one it gets where that is not known to the account: never one it
/// brought along, which somebody else may have put there.
pub(super) struct DeviceTokens {
    brought: Option<Token>,
    new: Token,
}

impl DeviceTokens {
    pub(super) fn new(brought: Option<Token>) -> Self {
        Self { brought, new: Token::generate() }
    }

    pub(super) fn hashes(&self) -> DeviceCookies {
        DeviceCookies { brought: self.brought.as_ref().map(Token::hash), new: self.new.hash() }
    }

    /// The one to keep. Wakes the delivery where it is the new one: there may be a mail about it.
    pub(super) fn keep(self, state: &AppState, known: DeviceKnown) -> Token {
        match (known, self.brought) {
            (DeviceKnown::Before, Some(brought)) => brought,
            (DeviceKnown::Before | DeviceKnown::FromNowOn, _) => {
                state.notify();
                self.new
            }
        }
    }
}

/// Remembers the browser of a person who has just signed in; returns its cookie.
pub async fn remember_device(
    state: &AppState,
    signed_in: SignedIn,
    request_context: &RequestContext,
) -> Result<Token, AppError> {
    let notifies_owner = match signed_in.device {
        Device::Known(token) => return Ok(token),
        Device::Unknown { notifies_owner } => notifies_owner,
    };
    let tokens = DeviceTokens::new(request_context.device_token());
    let origin = &request_context.origin;
    let known = state.store.insert_device(&signed_in.user_id, &tokens.hashes(), notifies_owner, origin).await?;
    Ok(tokens.keep(state, known))
}
