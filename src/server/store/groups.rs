//! Groups, and who is in which.

mod members;

pub use members::{GroupMember, Membership};

use super::administration::{Edited, Refusal};
use super::audit::{AuditEvent, AuditKind, By};
use super::search::folded;
use super::{Store, StoreError, parsed};
use crate::domain::{GroupId, GroupName, GroupSlug, Timestamp, UserId};
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// What programs call it.
    pub slug: GroupSlug,
    /// What people call it.
    pub name: GroupName,
    /// When it was made.
    pub created_at: Timestamp,
}

fn group(row: &AnyRow) -> Result<Group, StoreError> {
    Ok(Group {
        id: parsed(row, "groups", "id", GroupId::parse)?,
        slug: parsed(row, "groups", "slug", |slug| GroupSlug::parse(slug).ok())?,
        name: parsed(row, "groups", "name", |name| GroupName::parse(name).ok())?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
    })
}

/// An event about a group, as the log keeps it.
fn event<'a>(kind: AuditKind, by: &'a By, detail: &'a str) -> AuditEvent<'a> {
    AuditEvent { kind, by, target: None, detail: Some(detail) }
}

impl Store {
    /// Makes a group.
    ///
    /// # Errors
    /// [`StoreError::GroupTaken`] when another has this slug, or this name but for case and accents.
    pub async fn insert_group(&self, slug: &GroupSlug, name: &GroupName, by: &By) -> Result<Group, StoreError> {
        self.insert_group_as(GroupId::from(self.clock.new_uuid()), slug, name, by).await
    }

    /// The same with this id, which no other group may have.
    ///
    /// # Errors
    /// As [`Store::insert_group`].
    pub async fn insert_group_as(
        &self,
        id: GroupId,
        slug: &GroupSlug,
        name: &GroupName,
        by: &By,
    ) -> Result<Group, StoreError> {
        let mut tx = self.begin().await?;
        let group = self.insert_group_in(&mut tx, id, slug, name).await?;
        self.insert_event(&mut tx, event(AuditKind::GroupCreated, by, slug.as_str())).await?;
        tx.commit().await?;
        Ok(group)
    }

    /// The row alone; the event is the caller's.
    async fn insert_group_in(
        &self,
        tx: &mut WriteTransaction,
        id: GroupId,
        slug: &GroupSlug,
        name: &GroupName,
    ) -> Result<Group, StoreError> {
        let group = Group { id, slug: slug.clone(), name: name.clone(), created_at: self.clock.now() };
        sqlx::query("INSERT INTO groups (id, slug, name, sort_name, created_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(group.id.as_str().to_owned())
            .bind(slug.as_str().to_owned())
            .bind(name.as_str().to_owned())
            .bind(folded(name.as_str()))
            .bind(group.created_at.as_millis())
            .execute(&mut **tx)
            .await?;
        Ok(group)
    }

    /// The group with this slug.
    pub async fn find_group(&self, slug: &GroupSlug) -> Result<Option<Group>, StoreError> {
        let row = sqlx::query("SELECT id, slug, name, created_at FROM groups WHERE slug = $1")
            .bind(slug.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(group).transpose()
    }

    /// The group with this id.
    pub async fn find_group_by_id(&self, id: &GroupId) -> Result<Option<Group>, StoreError> {
        let row = sqlx::query("SELECT id, slug, name, created_at FROM groups WHERE id = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(group).transpose()
    }

    /// All groups, by name.
    pub async fn list_groups(&self) -> Result<Vec<Group>, StoreError> {
        self.read_cache.groups.get((), self.read_groups()).await
    }

    async fn read_groups(&self) -> Result<Vec<Group>, StoreError> {
        let rows = sqlx::query("SELECT id, slug, name, created_at FROM groups ORDER BY sort_name")
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(group).collect()
    }

    /// All groups, by name, and how many people are in each; the deleted are not counted.
    pub async fn list_groups_with_counts(&self) -> Result<Vec<(Group, i64)>, StoreError> {
        // Few accounts are deleted, and their index finds them: counting all and taking them off
        // looks at no row of `users` otherwise.
        let rows = sqlx::query(
            "SELECT g.id, g.slug, g.name, g.created_at,
                    (SELECT COUNT(*) FROM user_groups m WHERE m.group_id = g.id)
                    - (SELECT COUNT(*) FROM users u JOIN user_groups m ON m.user_id = u.id AND m.group_id = g.id
                       WHERE u.deleted_at IS NOT NULL) AS members
             FROM groups g ORDER BY g.sort_name",
        )
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| Ok((group(row)?, row.try_get("members")?))).collect()
    }

    /// The groups somebody is in, by name.
    pub async fn list_groups_of_user(&self, user_id: &UserId) -> Result<Vec<Group>, StoreError> {
        let rows = sqlx::query(
            "SELECT g.id, g.slug, g.name, g.created_at
             FROM user_groups m JOIN groups g ON g.id = m.group_id WHERE m.user_id = $1 ORDER BY g.sort_name",
        )
        .bind(user_id.as_str().to_owned())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(group).collect()
    }

    /// Gives a group another name; its slug stays. `decide` says which, by the one it has while its row is held.
    ///
    /// # Errors
    /// [`StoreError::GroupTaken`] when another has this name.
    pub async fn set_group_name<E>(
        &self,
        slug: &GroupSlug,
        decide: impl FnOnce(&str) -> Result<GroupName, E>,
        by: &By,
    ) -> Result<Edited<E>, StoreError> {
        let mut tx = self.begin().await?;
        let find = Statement::new("SELECT name FROM groups WHERE slug = $1").bind(slug.as_str());
        let Some(row) = lock_row(&mut tx, find).await? else { return Ok(Edited::Refused(Refusal::NotFound)) };
        let before: String = row.try_get("name")?;
        let name = match decide(&before) {
            Ok(name) => name,
            Err(undecided) => return Ok(Edited::Undecided(undecided)),
        };
        if before == name.as_str() {
            return Ok(Edited::Done);
        }
        sqlx::query("UPDATE groups SET name = $2, sort_name = $3 WHERE slug = $1")
            .bind(slug.as_str().to_owned())
            .bind(name.as_str().to_owned())
            .bind(folded(name.as_str()))
            .execute(&mut *tx)
            .await?;
        let detail = format!("{slug}: {before} → {name}");
        self.insert_event(&mut tx, event(AuditKind::GroupRenamed, by, &detail)).await?;
        tx.commit().await?;
        Ok(Edited::Done)
    }

    /// Deletes a group; its members keep their accounts. With an `id`, only the group with that one: another may have
    /// got the slug since. `false` when there is no such group.
    pub async fn delete_group(&self, slug: &GroupSlug, id: Option<&GroupId>, by: &By) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let gone = sqlx::query("DELETE FROM groups WHERE slug = $1 AND id = COALESCE($2, id)")
            .bind(slug.as_str().to_owned())
            .bind(id.map(|id| id.as_str().to_owned()))
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Ok(false);
        }
        self.insert_event(&mut tx, event(AuditKind::GroupDeleted, by, slug.as_str())).await?;
        tx.commit().await?;
        Ok(true)
    }
}
