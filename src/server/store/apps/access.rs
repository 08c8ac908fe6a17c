//! Who may use which app, as the database knows it. For known groups, [`AppDetails::is_open_to`] says the same.
//!
//! [`AppDetails::is_open_to`]: crate::domain::AppDetails::is_open_to

use super::row::by_name;
use super::{App, app};
use crate::domain::{AppAccess, UserId};
use crate::server::store::{Store, StoreError};
use sqlx::{Any, Executor};

/// The person `$1` may use the app `a`.
macro_rules! is_open {
    () => {
        "(a.access = 'everybody' OR EXISTS (
             SELECT 1 FROM app_groups g JOIN user_groups m ON m.group_id = g.group_id
             WHERE g.app_id = a.id AND m.user_id = $1))"
    };
}
pub(super) use is_open;

impl Store {
    /// The apps a person may use, by name.
    pub async fn list_apps_of(&self, user_id: &UserId) -> Result<Vec<App>, StoreError> {
        let rows = sqlx::query(select_app!("WHERE ", is_open!()))
            .bind(user_id.as_str().to_owned())
            .fetch_all(&self.readers)
            .await?;
        Ok(by_name(rows.iter().map(app).collect::<Result<_, _>>()?))
    }

    /// Whether there is an app that a person may use.
    pub async fn has_apps(&self, user_id: &UserId) -> Result<bool, StoreError> {
        let row = sqlx::query(concat!("SELECT 1 AS one FROM apps a WHERE ", is_open!(), " LIMIT 1"))
            .bind(user_id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }

    /// Whether a person may use an app.
    pub async fn is_app_open_to(&self, app: &App, user_id: &UserId) -> Result<bool, StoreError> {
        is_open_to(&self.readers, app, user_id).await
    }
}

/// Whether a person may use an app, asked of a connection or a transaction.
pub(in crate::server::store) async fn is_open_to<'c>(
    executor: impl Executor<'c, Database = Any>,
    app: &App,
    user_id: &UserId,
) -> Result<bool, StoreError> {
    if app.details.access == AppAccess::Everybody {
        return Ok(true);
    }
    let row = sqlx::query(concat!("SELECT 1 AS one FROM apps a WHERE a.id = $2 AND ", is_open!()))
        .bind(user_id.as_str().to_owned())
        .bind(app.id.as_str().to_owned())
        .fetch_optional(executor)
        .await?;
    Ok(row.is_some())
}
