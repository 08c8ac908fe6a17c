//! An app as its row keeps it.

use crate::domain::{
    AppAccess, AppAddress, AppDetails, AppId, AppKind, ClientId, DisplayName, SigningAlgorithm, Timestamp,
};
use crate::server::store::search::folded;
use crate::server::store::{StoreError, parsed};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// An app as it is stored.
#[derive(Clone, Debug)]
pub struct App {
    /// Its id.
    pub id: AppId,
    /// What an administrator says of it.
    pub details: AppDetails,
    /// Since when it is here.
    pub created_at: Timestamp,
}

pub(super) fn app(row: &AnyRow) -> Result<App, StoreError> {
    let optional = |column| -> Result<_, StoreError> {
        Ok(row.try_get::<Option<String>, _>(column)?.map(AppAddress::from_stored))
    };
    let lines = |column| -> Result<_, StoreError> {
        let text: String = row.try_get(column)?;
        Ok(text.lines().map(|line| AppAddress::from_stored(line.to_owned())).collect())
    };
    let is_behind_proxy = row.try_get::<Option<String>, _>("forward_auth_host")?.is_some();
    let kind = if is_behind_proxy { AppKind::ForwardAuth } else { parsed(row, "apps", "kind", AppKind::parse)? };
    let details = AppDetails {
        client_id: parsed(row, "apps", "client_id", |id| ClientId::parse(id).ok())?,
        name: parsed(row, "apps", "name", |name| DisplayName::parse(name).ok())?,
        home_url: AppAddress::from_stored(row.try_get("home_url")?),
        redirect_uris: lines("redirect_uris")?,
        post_logout_uris: lines("post_logout_uris")?,
        initiate_login_uri: optional("initiate_login_uri")?,
        backchannel_logout_uri: optional("backchannel_logout_uri")?,
        kind,
        access: parsed(row, "apps", "access", AppAccess::parse)?,
        groups: Vec::new(),
        claims_in_id_token: row.try_get::<i64, _>("claims_in_id_token")? != 0,
        algorithm: parsed(row, "apps", "algorithm", SigningAlgorithm::parse)?,
    };
    Ok(App {
        id: parsed(row, "apps", "id", AppId::parse)?,
        details,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
    })
}

/// Apps in the order of their names as people read them, which databases do not agree on.
pub(super) fn by_name(mut apps: Vec<App>) -> Vec<App> {
    apps.sort_by_cached_key(|app| (folded(app.details.name.as_str()), app.id.as_str().to_owned()));
    apps
}

pub(super) fn lines(addresses: &[AppAddress]) -> String {
    addresses.iter().map(AppAddress::as_str).collect::<Vec<_>>().join("\n")
}

pub(super) fn text(address: Option<&AppAddress>) -> Option<String> {
    address.map(|address| address.as_str().to_owned())
}

/// The column `kind` knows no third one: see the migration of `forward_auth_host`.
pub(super) const fn stored_kind(kind: AppKind) -> &'static str {
    match kind {
        AppKind::Confidential => AppKind::Confidential.as_str(),
        AppKind::Public | AppKind::ForwardAuth => AppKind::Public.as_str(),
    }
}
