//! Apps that sign people in through Chaveiro, and their secrets.

/// What [`app`] reads of `apps a`.
macro_rules! app_columns {
    () => {
        "a.id, a.client_id, a.name, a.home_url, a.redirect_uris, a.post_logout_uris, a.initiate_login_uri,
         a.backchannel_logout_uri, a.kind, a.forward_auth_host, a.access, a.claims_in_id_token, a.algorithm, a.created_at"
    };
}

macro_rules! select_app {
    ($($rest:expr),+) => {
        concat!("SELECT ", app_columns!(), " FROM apps a ", $($rest),+)
    };
}

mod access;
mod invited;
mod row;
mod secrets;
mod uses;

pub(super) use access::is_open_to;
pub(super) use invited::set_invited_app;
pub use row::App;
pub use secrets::{AddedSecret, AppSecret, SECRETS_AT_A_TIME};
pub use uses::{AppUse, KnownApp};

use super::audit::{AuditEvent, AuditKind, By};
use super::forward_auth::delete_cookies_of_other_host;
use super::transaction::WriteTransaction;
use super::{Store, StoreError, parsed};
use crate::domain::{AppAccess, AppDetails, AppId, AppKind, ClientId, GroupId, Timestamp, UserId};
use crate::server::store::statement::{Statement, lock_row};
use row::{app, by_name, lines, stored_kind, text};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Executor, Row as _};

/// The app behind a proxy at this host: for each sign-in to one.
pub const FIND_BY_HOST: &str = select_app!("WHERE a.forward_auth_host = $1");

/// The app by its `client_id`: for each request at the provider.
const FIND_BY_CLIENT_ID: &str = select_app!("WHERE a.client_id = $1");

/// An app by name.
pub struct NamedApp {
    /// How it names itself.
    pub client_id: String,
    /// Since when it is here.
    pub created_at: Timestamp,
    /// What people call it.
    pub name: String,
}

/// What came of an edit.
pub enum EditedApp {
    /// It was done.
    Done,
    /// There is no such app any more.
    Gone,
    /// Somebody else has changed the app since it was read.
    ChangedMeanwhile,
}

impl Store {
    /// Adds an app; `secret_hash` is that of its first secret, if it has one. `false` when it is there already.
    ///
    /// # Errors
    /// [`StoreError::ClientIdTaken`], [`StoreError::HostTaken`].
    pub async fn insert_app(
        &self,
        id: &AppId,
        details: &AppDetails,
        secret_hash: Option<&str>,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let insert = sqlx::query(
            "INSERT INTO apps (id, client_id, name, home_url, redirect_uris, post_logout_uris, initiate_login_uri,
                               backchannel_logout_uri, kind, access, claims_in_id_token, algorithm, forward_auth_host,
                               created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(id.as_str().to_owned());
        let done = bind_details(insert, details)
            .bind(self.clock.now().as_millis())
            .bind(by.actor.user().map(|id| id.as_str().to_owned()))
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        set_groups(&mut tx, id, &details.groups).await?;
        if let Some(hash) = secret_hash {
            self.insert_secret_row(&mut tx, id, hash).await?;
        }
        self.insert_app_event(&mut tx, AuditKind::AppCreated, &details.client_id, by, None).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Puts `details` in the place of what the app says, if that is `before`, or whatever it is without that. An app
    /// that is no longer confidential loses its secrets.
    ///
    /// # Errors
    /// [`StoreError::ClientIdTaken`], [`StoreError::HostTaken`].
    pub async fn set_app_details(
        &self,
        id: &AppId,
        before: Option<&AppDetails>,
        details: &AppDetails,
        by: &By,
    ) -> Result<EditedApp, StoreError> {
        let mut tx = self.begin().await?;
        let find = Statement::new("SELECT id FROM apps WHERE id = $1").bind(id.as_str());
        if lock_row(&mut tx, find).await?.is_none() {
            return Ok(EditedApp::Gone);
        }
        if let Some(before) = before {
            let row = sqlx::query(select_app!("WHERE a.id = $1")).bind(id.as_str().to_owned()).fetch_one(&mut *tx);
            let now = app(&row.await?)?;
            if with_groups(&mut *tx, now).await?.details != *before {
                return Ok(EditedApp::ChangedMeanwhile);
            }
        }
        delete_cookies_of_other_host(&mut tx, id, details).await?;
        let update = sqlx::query(
            "UPDATE apps SET client_id = $2, name = $3, home_url = $4, redirect_uris = $5, post_logout_uris = $6,
                             initiate_login_uri = $7, backchannel_logout_uri = $8, kind = $9, access = $10,
                             claims_in_id_token = $11, algorithm = $12, forward_auth_host = $13
             WHERE id = $1",
        )
        .bind(id.as_str().to_owned());
        bind_details(update, details).execute(&mut *tx).await?;
        set_groups(&mut tx, id, &details.groups).await?;
        if details.kind != AppKind::Confidential {
            sqlx::query("UPDATE app_secrets SET ended_at = $2 WHERE app_id = $1 AND ended_at IS NULL")
                .bind(id.as_str().to_owned())
                .bind(self.clock.now().as_millis())
                .execute(&mut *tx)
                .await?;
        }
        self.insert_app_event(&mut tx, AuditKind::AppEdited, &details.client_id, by, None).await?;
        tx.commit().await?;
        Ok(EditedApp::Done)
    }

    /// Removes an app with its secrets and tokens; `false` when it is gone already.
    pub async fn delete_app(&self, id: &AppId, by: &By) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let gone = sqlx::query("DELETE FROM apps WHERE id = $1 RETURNING client_id")
            .bind(id.as_str().to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(gone) = gone else { return Ok(false) };
        let client_id = parsed(&gone, "apps", "client_id", |id| ClientId::parse(id).ok())?;
        self.insert_app_event(&mut tx, AuditKind::AppDeleted, &client_id, by, None).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The app with this id.
    pub async fn find_app(&self, id: &AppId) -> Result<Option<App>, StoreError> {
        let row = sqlx::query(select_app!("WHERE a.id = $1"))
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        self.app_with_groups(row).await
    }

    /// The app that calls itself so.
    pub async fn find_app_by_client_id(&self, client_id: &ClientId) -> Result<Option<App>, StoreError> {
        let row =
            sqlx::query(FIND_BY_CLIENT_ID).bind(client_id.as_str().to_owned()).fetch_optional(&self.readers).await?;
        self.app_with_groups(row).await
    }

    /// The app that is behind a proxy at this host.
    pub async fn find_app_by_host(&self, host: &str) -> Result<Option<App>, StoreError> {
        let row = sqlx::query(FIND_BY_HOST).bind(host.to_owned()).fetch_optional(&self.readers).await?;
        self.app_with_groups(row).await
    }

    async fn app_with_groups(&self, row: Option<AnyRow>) -> Result<Option<App>, StoreError> {
        let Some(row) = row else { return Ok(None) };
        Ok(Some(with_groups(&self.readers, app(&row)?).await?))
    }

    /// All apps, by name.
    pub async fn list_apps(&self) -> Result<Vec<App>, StoreError> {
        let rows = sqlx::query(select_app!("")).fetch_all(&self.readers).await?;
        let mut apps = Vec::with_capacity(rows.len());
        for row in &rows {
            apps.push(with_groups(&self.readers, app(row)?).await?);
        }
        Ok(by_name(apps))
    }

    /// What all apps are called.
    pub async fn list_app_names(&self) -> Result<Vec<NamedApp>, StoreError> {
        let rows = sqlx::query("SELECT client_id, created_at, name FROM apps").fetch_all(&self.readers).await?;
        let names = rows.iter().map(|row| {
            Ok(NamedApp {
                client_id: row.try_get("client_id")?,
                created_at: Timestamp::from_millis(row.try_get("created_at")?),
                name: row.try_get("name")?,
            })
        });
        names.collect()
    }

    /// Writes in the audit log what happened to an app, or to a person at it.
    pub(super) async fn insert_app_event(
        &self,
        tx: &mut WriteTransaction,
        kind: AuditKind,
        client_id: &ClientId,
        by: &By,
        target: Option<&UserId>,
    ) -> Result<(), StoreError> {
        self.insert_event(tx, AuditEvent { kind, by, target, detail: Some(client_id.as_str()) }).await
    }
}

/// Binds what an administrator says of an app, in the order of the columns of both statements that write it.
fn bind_details<'q>(query: Query<'q, Any, AnyArguments>, details: &AppDetails) -> Query<'q, Any, AnyArguments> {
    query
        .bind(details.client_id.as_str().to_owned())
        .bind(details.name.as_str().to_owned())
        .bind(details.home_url.as_str().to_owned())
        .bind(lines(&details.redirect_uris))
        .bind(lines(&details.post_logout_uris))
        .bind(text(details.initiate_login_uri.as_ref()))
        .bind(text(details.backchannel_logout_uri.as_ref()))
        .bind(stored_kind(details.kind))
        .bind(details.access.as_str())
        .bind(i64::from(details.claims_in_id_token))
        .bind(details.algorithm.as_str())
        .bind(details.forward_auth_host())
}

async fn with_groups<'a>(database: impl Executor<'a, Database = Any>, mut app: App) -> Result<App, StoreError> {
    if app.details.access == AppAccess::Groups {
        let rows = sqlx::query("SELECT group_id FROM app_groups WHERE app_id = $1 ORDER BY group_id")
            .bind(app.id.as_str().to_owned())
            .fetch_all(database)
            .await?;
        app.details.groups =
            rows.iter().map(|row| parsed(row, "app_groups", "group_id", GroupId::parse)).collect::<Result<_, _>>()?;
    }
    Ok(app)
}

async fn set_groups(tx: &mut WriteTransaction, id: &AppId, groups: &[GroupId]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM app_groups WHERE app_id = $1").bind(id.as_str().to_owned()).execute(&mut **tx).await?;
    for group in groups {
        // One that was deleted meanwhile is left out.
        sqlx::query(
            "INSERT INTO app_groups (app_id, group_id) SELECT $1, id FROM groups WHERE id = $2
             ON CONFLICT (app_id, group_id) DO NOTHING",
        )
        .bind(id.as_str().to_owned())
        .bind(group.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
