//! Who is in which group.

use crate::domain::{AuditKind, GroupId, GroupSlug, UserId};
use crate::server::store::audit::{AuditEvent, By};
use crate::server::store::json::to_json;
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A person in a group, as pages show them.
#[derive(Clone, Debug)]
pub struct GroupMember {
    /// The person's id.
    pub id: UserId,
    /// What they are called.
    pub display_name: String,
    /// Where they are written to.
    pub email: String,
}

/// What becomes of people's membership of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// They are in it from now on.
    Add,
    /// They are not in it any more.
    Remove,
}

impl Store {
    /// At most `limit` people of a group after the first `skip`, by name; not the deleted.
    pub async fn list_group_members(
        &self,
        slug: &GroupSlug,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<GroupMember>, StoreError> {
        let rows = sqlx::query(
            "SELECT u.id, u.display_name, u.email
             FROM groups g JOIN user_groups m ON m.group_id = g.id JOIN users u ON u.id = m.user_id
             WHERE g.slug = $1 AND u.deleted_at IS NULL ORDER BY u.sort_name, u.id LIMIT $2 OFFSET $3",
        )
        .bind(slug.as_str().to_owned())
        .bind(limit)
        .bind(skip)
        .fetch_all(&self.readers)
        .await?;
        let member = |row: &sqlx::any::AnyRow| {
            Ok(GroupMember {
                id: parsed(row, "users", "id", UserId::parse)?,
                display_name: row.try_get("display_name")?,
                email: row.try_get("email")?,
            })
        };
        rows.iter().map(member).collect()
    }

    /// How many people are in a group; the deleted are not counted.
    pub async fn count_group_members(&self, slug: &GroupSlug) -> Result<i64, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM groups g JOIN user_groups m ON m.group_id = g.id WHERE g.slug = $1)
                    - (SELECT COUNT(*) FROM users u JOIN user_groups m ON m.user_id = u.id
                       JOIN groups g ON g.id = m.group_id AND g.slug = $1
                       WHERE u.deleted_at IS NOT NULL) AS members",
        )
        .bind(slug.as_str().to_owned())
        .fetch_one(&self.readers)
        .await?;
        Ok(row.try_get("members")?)
    }

    /// Puts people into a group or takes them out of it; who was so before stays
    /// so without a line in the log. How many changed; `None` when there is no such group.
    pub async fn set_group_members(
        &self,
        slug: &GroupSlug,
        change: Membership,
        people: &[UserId],
        by: &By,
    ) -> Result<Option<usize>, StoreError> {
        let mut tx = self.begin().await?;
        let Some(group_id) = lock_group(&mut tx, slug).await? else { return Ok(None) };
        let mut changed = Vec::new();
        for user_id in people {
            if self.set_membership(&mut tx, change, &group_id, user_id).await? {
                changed.push(user_id);
            }
        }
        let detail = Some(slug.as_str());
        let kind = kind(change);
        let of = |target| AuditEvent { kind, by, target: Some(target), detail };
        let events: Vec<AuditEvent<'_>> = changed.into_iter().map(of).collect();
        if !events.is_empty() {
            self.insert_events(&mut tx, &events).await?;
        }
        let count = events.len();
        drop(events);
        tx.commit().await?;
        Ok(Some(count))
    }

    /// The slugs of the groups that somebody is in; one that this version cannot read is left out.
    pub(in crate::server::store) async fn find_slugs_of_user(
        tx: &mut WriteTransaction,
        user_id: &UserId,
    ) -> Result<BTreeSet<GroupSlug>, StoreError> {
        let rows =
            sqlx::query("SELECT g.slug FROM user_groups m JOIN groups g ON g.id = m.group_id WHERE m.user_id = $1")
                .bind(user_id.as_str().to_owned())
                .fetch_all(&mut **tx)
                .await?;
        let slugs = rows.iter().map(|row| row.try_get::<String, _>("slug")).collect::<Result<Vec<_>, _>>()?;
        Ok(slugs.iter().filter_map(|slug| GroupSlug::parse(slug).ok()).collect())
    }

    /// Puts somebody who is in the groups `before` into those of `after` instead; what changed. Slugs that name no
    /// group (any more) are left out.
    pub(in crate::server::store) async fn set_groups_of_user<'a>(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        before: &'a BTreeSet<GroupSlug>,
        after: &'a BTreeSet<GroupSlug>,
    ) -> Result<Vec<(AuditKind, &'a str)>, StoreError> {
        let mut changes = Vec::new();
        // In their order, as everybody who holds several.
        for slug in after.symmetric_difference(before) {
            let Some(group_id) = lock_group(tx, slug).await? else { continue };
            let change = if before.contains(slug) { Membership::Remove } else { Membership::Add };
            if self.set_membership(tx, change, &group_id, user_id).await? {
                changes.push((kind(change), slug.as_str()));
            }
        }
        Ok(changes)
    }

    /// Puts new people into groups, in the transaction that makes their accounts: who
    /// came into which of those that exist.
    pub(in crate::server::store) async fn insert_groups_of_new_users<'a>(
        &self,
        tx: &mut WriteTransaction,
        people: &[(&'a UserId, &'a BTreeSet<GroupSlug>)],
    ) -> Result<Vec<(&'a UserId, &'a str)>, StoreError> {
        // In their order, as everybody who holds several.
        let slugs: BTreeSet<&GroupSlug> = people.iter().flat_map(|(_, groups)| groups.iter()).collect();
        let mut ids = BTreeMap::new();
        for slug in slugs {
            if let Some(id) = lock_group(tx, slug).await? {
                ids.insert(slug, id);
            }
        }
        let memberships = people.iter().flat_map(|(user_id, groups)| groups.iter().map(|slug| (*user_id, slug)));
        let memberships: Vec<(&UserId, &GroupSlug, &GroupId)> =
            memberships.filter_map(|(user_id, slug)| Some((user_id, slug, ids.get(slug)?))).collect();
        let rows: Vec<_> =
            memberships.iter().map(|(user_id, _, group_id)| (group_id.as_str(), user_id.as_str())).collect();
        let sql = format!(
            "INSERT INTO user_groups (group_id, user_id, added_at) SELECT value ->> 0, value ->> 1, $2 FROM {}",
            self.dialect.json_rows("$1")
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(to_json(&rows)).bind(self.clock.now().as_millis());
        query.execute(&mut **tx).await?;
        Ok(memberships.into_iter().map(|(user_id, slug, _)| (user_id, slug.as_str())).collect())
    }

    /// The slugs of the groups that each of some people is in, by name of the group.
    pub async fn list_groups_of_users(&self, people: &[&UserId]) -> Result<HashMap<String, Vec<String>>, StoreError> {
        let mut groups: HashMap<String, Vec<String>> = HashMap::new();
        if people.is_empty() {
            return Ok(groups);
        }
        let sql = format!(
            "SELECT m.user_id, g.slug FROM user_groups m JOIN groups g ON g.id = m.group_id
             WHERE m.user_id IN (SELECT value FROM {}) ORDER BY g.sort_name",
            self.dialect.json_texts("$1")
        );
        let people: Vec<&str> = people.iter().map(|id| id.as_str()).collect();
        let query = sqlx::query(AssertSqlSafe(sql)).bind(to_json(&people));
        for row in query.fetch_all(&self.readers).await? {
            groups.entry(row.try_get("user_id")?).or_default().push(row.try_get("slug")?);
        }
        Ok(groups)
    }

    /// Whether anything has changed.
    async fn set_membership(
        &self,
        tx: &mut WriteTransaction,
        change: Membership,
        group_id: &GroupId,
        user_id: &UserId,
    ) -> Result<bool, StoreError> {
        match change {
            Membership::Add => self.insert_membership(tx, group_id, user_id).await,
            Membership::Remove => delete_membership(tx, group_id, user_id).await,
        }
    }

    /// `false` when they were in it before, or there is no such person any more.
    async fn insert_membership(
        &self,
        tx: &mut WriteTransaction,
        group_id: &GroupId,
        user_id: &UserId,
    ) -> Result<bool, StoreError> {
        // The WHERE keeps SQLite from reading ON CONFLICT as part of a join.
        let done = sqlx::query(
            "INSERT INTO user_groups (group_id, user_id, added_at)
             SELECT $1, id, $3 FROM users WHERE id = $2 AND deleted_at IS NULL
             ON CONFLICT (group_id, user_id) DO NOTHING",
        )
        .bind(group_id.as_str().to_owned())
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .execute(&mut **tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

const fn kind(change: Membership) -> AuditKind {
    match change {
        Membership::Add => AuditKind::GroupMemberAdded,
        Membership::Remove => AuditKind::GroupMemberRemoved,
    }
}

/// Holds a group's row until the commit, so that it is not deleted meanwhile; its id.
async fn lock_group(tx: &mut WriteTransaction, slug: &GroupSlug) -> Result<Option<GroupId>, StoreError> {
    let find = Statement::new("SELECT id FROM groups WHERE slug = $1").bind(slug.as_str());
    lock_row(tx, find).await?.map(|row| parsed(&row, "groups", "id", GroupId::parse)).transpose()
}

async fn delete_membership(
    tx: &mut WriteTransaction,
    group_id: &GroupId,
    user_id: &UserId,
) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM user_groups WHERE group_id = $1 AND user_id = $2")
        .bind(group_id.as_str().to_owned())
        .bind(user_id.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
