//! People by their names, for lists and choices that show nothing else of them.

use super::{Store, StoreError};
use crate::domain::UserId;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A person by name.
#[derive(Clone, Debug)]
pub struct NamedUser {
    /// The person's id.
    pub id: UserId,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
}

impl Store {
    /// The name of one person; `None` when the account is gone.
    pub async fn find_named_user(&self, id: &UserId) -> Result<Option<NamedUser>, StoreError> {
        let row = sqlx::query("SELECT id, display_name, email FROM users WHERE id = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(named_user).transpose()
    }

    /// The administrators, by name; at most `limit`.
    pub async fn list_admins_by_name(&self, limit: i64) -> Result<Vec<NamedUser>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, display_name, email FROM users WHERE role = 'admin' ORDER BY sort_name, id LIMIT $1",
        )
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(named_user).collect()
    }
}

/// Reads what [`NamedUser`] holds.
pub(super) fn named_user(row: &AnyRow) -> Result<NamedUser, StoreError> {
    let id: String = row.try_get("id")?;
    Ok(NamedUser {
        id: UserId::parse(&id).unwrap_or_else(|| UserId::damaged(&id)),
        display_name: row.try_get("display_name")?,
        email: row.try_get("email")?,
    })
}
