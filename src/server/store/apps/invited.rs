//! The app that somebody is invited for: where they go once they have a password.

use super::access::is_open;
use super::{App, app};
use crate::domain::{AppId, GroupSlug, UserId};
use crate::server::store::administration::{Edited, Refusal};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};
use sqlx::{Any, Executor};

/// Says for which app somebody is invited. One that was deleted meanwhile is none.
pub(in crate::server::store) async fn set_invited_app(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    app_id: Option<&AppId>,
) -> Result<(), StoreError> {
    if let Some(app_id) = app_id {
        sqlx::query("UPDATE users SET app_id = (SELECT id FROM apps WHERE id = $2) WHERE id = $1")
            .bind(user_id.as_str().to_owned())
            .bind(app_id.as_str().to_owned())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

impl Store {
    /// The app that a person was invited for; else the one of a group of theirs, the first by name. None
    /// that they may not use.
    pub async fn find_invited_app(&self, user_id: &UserId) -> Result<Option<App>, StoreError> {
        let row = sqlx::query(select_app!(
            "JOIN (SELECT u.app_id AS app_id, '' AS place FROM users u WHERE u.id = $1
                   UNION ALL
                   SELECT g.app_id, g.sort_name FROM user_groups m JOIN groups g ON g.id = m.group_id
                   WHERE m.user_id = $1 AND g.app_id IS NOT NULL) c ON c.app_id = a.id
             WHERE ",
            is_open!(),
            " ORDER BY c.place, a.id LIMIT 1"
        ))
        .bind(user_id.as_str().to_owned())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(app).transpose()
    }

    /// Says which app the people of a group are invited for, unless it is so already; `check` says whether it may be,
    /// by the app they are invited for while the group's row is held.
    pub async fn set_group_app<E>(
        &self,
        slug: &GroupSlug,
        app: Option<&App>,
        check: impl FnOnce(Option<&App>) -> Result<(), E>,
        by: &By,
    ) -> Result<Edited<E>, StoreError> {
        let mut tx = self.begin().await?;
        let find = Statement::new("SELECT id FROM groups WHERE slug = $1").bind(slug.as_str());
        if lock_row(&mut tx, find).await?.is_none() {
            return Ok(Edited::Refused(Refusal::NotFound));
        }
        let before = find_app_of_group(&mut *tx, slug).await?;
        if before.as_ref().map(|app| &app.id) == app.map(|app| &app.id) {
            return Ok(Edited::Done);
        }
        if let Err(undecided) = check(before.as_ref()) {
            return Ok(Edited::Undecided(undecided));
        }
        sqlx::query("UPDATE groups SET app_id = (SELECT id FROM apps WHERE id = $2) WHERE slug = $1")
            .bind(slug.as_str().to_owned())
            .bind(app.map(|app| app.id.as_str().to_owned()))
            .execute(&mut *tx)
            .await?;
        let client_id = app.map_or("none", |app| app.details.client_id.as_str());
        let detail = format!("{slug} app {client_id}");
        let event = AuditEvent { kind: AuditKind::GroupAppSet, by, target: None, detail: Some(&detail) };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Edited::Done)
    }

    /// The app that the people of a group are invited for.
    pub async fn find_app_of_group(&self, slug: &GroupSlug) -> Result<Option<App>, StoreError> {
        find_app_of_group(&self.readers, slug).await
    }
}

async fn find_app_of_group<'a>(
    database: impl Executor<'a, Database = Any>,
    slug: &GroupSlug,
) -> Result<Option<App>, StoreError> {
    let row = sqlx::query(select_app!("JOIN groups g ON g.app_id = a.id WHERE g.slug = $1"))
        .bind(slug.as_str().to_owned())
        .fetch_optional(database)
        .await?;
    row.as_ref().map(app).transpose()
}
