//! What an app learns of a person, by the scopes it was given.

use crate::domain::Timestamp;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::store::users::User;
use serde_json::{Map, Value, json};

/// All claims that may be in an ID token or in userinfo.
pub const SUPPORTED: [&str; 19] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "at_hash",
    "acr",
    "amr",
    "sid",
    "name",
    "preferred_username",
    "locale",
    "zoneinfo",
    "updated_at",
    "email",
    "email_verified",
    "groups",
];

/// One factor was shown (ISO/IEC 29115, level 1; OpenID Connect Core 1.0, 2).
pub const ACR: &str = "1";
/// By a password (RFC 8176).
pub const AMR: [&str; 1] = ["pwd"];

/// Who a person is: `sub`, which is the id of the account and never its address, and what the scopes allow.
pub async fn of(state: &AppState, user: &User, scopes: &str) -> Result<Map<String, Value>, AppError> {
    let has = |wanted: &str| scopes.split(' ').any(|scope| scope == wanted);
    let mut claims = Map::new();
    let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    add("sub", json!(user.id.as_str()));
    if has("profile") {
        let zone = user.time_zone.as_ref().unwrap_or(&state.settings.time_zone);
        let changed_at = state.store.find_details_changed_at(&user.id).await?;
        add("name", json!(user.display_name.as_str()));
        add("preferred_username", json!(user.email.as_str()));
        add("locale", json!(user.locale.as_str()));
        add("zoneinfo", json!(zone.name()));
        add("updated_at", json!(changed_at.map_or(0, Timestamp::as_seconds)));
    }
    if has("email") {
        add("email", json!(user.email.as_str()));
        add("email_verified", json!(state.store.is_email_proven(&user.id).await?));
    }
    if has("groups") {
        let groups = state.store.list_groups_of_user(&user.id).await?;
        add("groups", json!(groups.iter().map(|group| group.slug.as_str()).collect::<Vec<_>>()));
    }
    Ok(claims)
}
