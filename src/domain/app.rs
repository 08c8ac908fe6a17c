//! Programs that sign people in through Chaveiro: OpenID Connect clients.

use super::{AppAddress, DisplayName, GroupId};
use crate::domain::text_enum::text_enum;
use crate::domain::uuid_id::uuid_id;
use serde::{Deserialize, Serialize};
use std::fmt;

uuid_id! {
    /// Identifies an app in the database and in addresses; apps know themselves by their [`ClientId`].
    pub struct AppId;
}

uuid_id! {
    /// Names one of an app's secrets, without the secret.
    pub struct AppSecretId;
}

/// How an app names itself in a request: `client_id`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(String);

/// A text that is not a [`ClientId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("a client ID has 1 to 100 letters, digits and the characters . _ ~ -")]
pub struct InvalidClientId;

impl ClientId {
    /// In characters (ours: some programs make theirs of a long host name).
    pub const MAX_LENGTH: usize = 100;

    /// Takes the characters that need no escaping in an address and in HTTP Basic (RFC 3986, 2.3).
    ///
    /// # Errors
    /// [`InvalidClientId`].
    pub fn parse(input: &str) -> Result<Self, InvalidClientId> {
        let fits = (1..=Self::MAX_LENGTH).contains(&input.len())
            && input.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'-'));
        if fits { Ok(Self(input.to_owned())) } else { Err(InvalidClientId) }
    }

    /// As in requests.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_enum! {
    /// How an app signs people in, and whether it can keep a secret (RFC 6749, 2.1).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub enum AppKind {
        /// It runs on a server.
        Confidential = "confidential",
        /// It runs in browsers or on people's devices, and has no secret.
        Public = "public",
        /// It has no sign-in of its own: a proxy in front of it asks who somebody is.
        ForwardAuth = "forward-auth",
    }
}

/// What an administrator does to an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppAction {
    /// Gives it another secret.
    Rotate,
    /// Ends the secret with this id.
    EndSecret(AppSecretId),
    /// Deletes it.
    Delete,
}

impl AppAction {
    /// Reads what a form says.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "rotate" => Some(Self::Rotate),
            "delete" => Some(Self::Delete),
            _ => text.strip_prefix("end:").and_then(AppSecretId::parse).map(Self::EndSecret),
        }
    }
}

/// As forms say it.
impl fmt::Display for AppAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rotate => f.write_str("rotate"),
            Self::EndSecret(id) => write!(f, "end:{id}"),
            Self::Delete => f.write_str("delete"),
        }
    }
}

text_enum! {
    /// Who may use an app.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub enum AppAccess {
        /// Everybody with an account.
        Everybody = "everybody",
        /// The members of its groups.
        Groups = "groups",
    }
}

text_enum! {
    /// What signs the ID tokens of an app (RFC 7518, 3.1).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub enum SigningAlgorithm {
        /// RSA with SHA-256: what every client understands.
        Rs256 = "RS256",
        /// ECDSA on P-256 with SHA-256: shorter.
        Es256 = "ES256",
    }
}

/// What an administrator says of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppDetails {
    /// How it names itself.
    pub client_id: ClientId,
    /// What people call it.
    pub name: DisplayName,
    /// Where people open it.
    pub home_url: AppAddress,
    /// Where codes may be sent.
    pub redirect_uris: Vec<AppAddress>,
    /// Where people may be sent after signing out.
    pub post_logout_uris: Vec<AppAddress>,
    /// Where a sign-in begins that the app did not begin itself (OpenID Connect Core, 4).
    pub initiate_login_uri: Option<AppAddress>,
    /// Where logout tokens are sent (OpenID Connect Back-Channel Logout 1.0).
    pub backchannel_logout_uri: Option<AppAddress>,
    /// How it signs people in.
    pub kind: AppKind,
    /// Who may use it.
    pub access: AppAccess,
    /// The groups that may, where `access` is [`AppAccess::Groups`].
    pub groups: Vec<GroupId>,
    /// Whether the ID token has the claims of the scopes, not only userinfo.
    pub claims_in_id_token: bool,
    /// What signs its ID tokens.
    pub algorithm: SigningAlgorithm,
}

impl AppDetails {
    /// Where "Go to the app" leads: to where a sign-in begins, or to its home page.
    pub fn start_url(&self) -> &AppAddress {
        self.initiate_login_uri.as_ref().unwrap_or(&self.home_url)
    }

    /// Whether somebody who is in the groups with these ids may use it.
    pub fn is_open_to<'a>(&self, groups: impl IntoIterator<Item = &'a GroupId>) -> bool {
        match self.access {
            AppAccess::Everybody => true,
            AppAccess::Groups => groups.into_iter().any(|group| self.groups.contains(group)),
        }
    }

    /// The host of an app that a proxy signs people in to.
    pub fn forward_auth_host(&self) -> Option<String> {
        (self.kind == AppKind::ForwardAuth).then(|| self.home_url.host()).flatten()
    }
}
