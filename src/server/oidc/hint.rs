//! Whom an app means: `id_token_hint`, an ID token that we issued before (OpenID Connect Core 1.0, 3.1.2.1).
//!
//! The token itself holds a name and an address, so it is put into no address of ours. Where a form
//! brought it, whom it is about goes on to the `GET`: in the address, or, to sign somebody out, in the signed cookie
//! of [`Flash`].

use super::{issuer, signing_keys};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::flash::Flash;
use crate::server::request_context::RequestContext;
use form_urlencoded::Serializer;

/// What the cookie names. `Flash::take` signs whatever an address says of other names, which anybody may write.
const SUBJECT: &str = "subject";
const CLIENT_ID: &str = "client_id";
/// Comes before the subject where that replaces a token.
const SHORT: &str = "sub:";
/// Replaces a token that is not ours; no user has this ID.
const UNREADABLE: &str = "-";

/// What an `id_token_hint` says. The token may be old.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Whom it is about.
    Person {
        /// The claim `sub`.
        subject: String,
        /// The claim `aud`: the client ID of the app that it was issued to.
        audience: Option<String>,
    },
    /// None of our keys has signed it, or none that we still have.
    Unreadable,
}

impl Hint {
    /// Reads the token.
    pub async fn read(state: &AppState, token: &str) -> Result<Self, AppError> {
        let claims = signing_keys::verify(state, token).await?.filter(|claims| claims["iss"] == issuer(state));
        let subject = claims.as_ref().and_then(|claims| claims["sub"].as_str());
        let audience = claims.as_ref().and_then(|claims| claims["aud"].as_str());
        Ok(match subject {
            Some(subject) => Self::Person { subject: subject.to_owned(), audience: audience.map(str::to_owned) },
            None => Self::Unreadable,
        })
    }

    /// Whom it is about, if it can be read.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::Person { subject, .. } => Some(subject),
            Self::Unreadable => None,
        }
    }

    /// Reads the token of an authorization request, or what [`Hint::without_token`] has put in its place. Anybody may
    /// write that: there a hint only refuses others, and who wants no refusal leaves it out.
    pub async fn of_request(state: &AppState, value: &str) -> Result<Self, AppError> {
        match value.strip_prefix(SHORT) {
            Some(subject) => Ok(Self::Person { subject: subject.to_owned(), audience: None }),
            None => Self::read(state, value).await,
        }
    }

    /// Whom it is about, without the token; it has only letters, digits, colons and hyphens.
    pub fn without_token(&self) -> String {
        self.subject().map_or_else(|| UNREADABLE.to_owned(), |subject| format!("{SHORT}{subject}"))
    }

    /// What carries it to the `GET` at `path` of the app `client_id`, where it signs somebody out; nothing for what
    /// cannot be read.
    pub fn carried(&self, state: &AppState, path: &str, client_id: &str) -> Option<Flash> {
        let mut pairs = Serializer::new(String::new());
        pairs.append_pair(SUBJECT, self.subject()?).append_pair(CLIENT_ID, client_id);
        Some(Flash::new(state, path, &pairs.finish()))
    }

    /// What was carried to this request, if that was for the app `client_id`.
    pub fn arrived(context: &RequestContext, client_id: &str) -> Option<Self> {
        let flash = context.flash.as_ref().filter(|flash| flash.value(CLIENT_ID).as_deref() == Some(client_id))?;
        Some(Self::Person { subject: flash.value(SUBJECT)?, audience: Some(client_id.to_owned()) })
    }
}
