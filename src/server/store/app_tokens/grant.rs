//! What a person has let an app have, and the tokens for it.

use crate::domain::{AppId, Timestamp, UserId};
use crate::server::store::{StoreError, parsed};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// What a person has let an app have: tokens are exchanged and renewed, the grant stays.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its id.
    pub grant_id: String,
    /// To which app.
    pub app_id: AppId,
    /// The app's part in the session: the claim `sid`.
    pub app_session_id: String,
    /// The session.
    pub session_hash: String,
    /// The person who signed in.
    pub user_id: UserId,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// What the app wants to find in the ID token.
    pub nonce: Option<String>,
    /// When the person gave the password.
    pub auth_time: Timestamp,
}

impl Grant {
    /// Whether `scope` is among the scopes.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|granted| granted == scope)
    }
}

/// The tokens that are about to be given out.
pub struct GrantTokens<'a> {
    /// SHA-256 of the access token.
    pub access_hash: &'a str,
    /// What it may be used for, where that is less than the grant.
    pub access_scope: Option<&'a str>,
    /// SHA-256 of the refresh token, which only `offline_access` gets.
    pub refresh_hash: Option<&'a str>,
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// It opens userinfo.
    Access,
    /// It renews the others.
    Refresh,
}

/// A token that works.
#[derive(Clone, Debug)]
pub struct LiveToken {
    /// What it is for.
    pub kind: TokenKind,
    /// To which app it was given.
    pub app_id: AppId,
    /// The session it hangs on.
    pub session_hash: String,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// Since when it works.
    pub created_at: Timestamp,
    /// Until when it works; none for as long as its session.
    pub expires_at: Option<Timestamp>,
}

/// Reads a grant from a row of `table`.
pub(in crate::server::store) fn grant(
    row: &AnyRow,
    table: &'static str,
    nonce: Option<String>,
) -> Result<Grant, StoreError> {
    Ok(Grant {
        grant_id: row.try_get("grant_id")?,
        app_id: parsed(row, table, "app_id", AppId::parse)?,
        app_session_id: row.try_get("app_session_id")?,
        session_hash: row.try_get("session_hash")?,
        user_id: parsed(row, table, "user_id", UserId::parse)?,
        scope: row.try_get("scope")?,
        nonce,
        auth_time: Timestamp::from_millis(row.try_get("auth_time")?),
    })
}

pub(super) fn live(row: &AnyRow, kind: TokenKind, expires_at: Option<Timestamp>) -> Result<LiveToken, StoreError> {
    let table = match kind {
        TokenKind::Access => "access_tokens",
        TokenKind::Refresh => "refresh_tokens",
    };
    Ok(LiveToken {
        kind,
        app_id: parsed(row, table, "app_id", AppId::parse)?,
        session_hash: row.try_get("session_hash")?,
        scope: row.try_get("scope")?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
        expires_at,
    })
}
