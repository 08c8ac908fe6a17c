//! What a person's page shows beside the account: CPF, note and wrong tries, by one statement.

use super::{Store, StoreError};
use crate::domain::{Timestamp, UserId};
use sqlx::Row as _;

/// What a person's page shows beside the account.
#[derive(Clone, Debug)]
pub struct UserExtras {
    /// The CPF, still sealed.
    pub sealed_cpf: Option<String>,
    /// What admins note about the person, and when that was changed.
    pub note: Option<(String, Timestamp)>,
    /// Wrong tries at the address, while they count.
    pub wrong_tries: Option<WrongTries>,
}

/// Wrong tries at an address, while they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongTries {
    /// How many there were.
    pub count: i64,
    /// The next try is accepted from then on.
    pub not_before: Timestamp,
}

impl Store {
    /// The CPF, note and wrong tries of a person; the tries are counted under `subject`. `None` when there is no such
    /// account.
    pub async fn find_user_extras(&self, id: &UserId, subject: &str) -> Result<Option<UserExtras>, StoreError> {
        let row = sqlx::query(
            "SELECT u.cpf_sealed, n.note, n.updated_at AS noted_at, f.failures + f.earlier AS failures, f.not_before
             FROM users u LEFT JOIN user_notes n ON n.user_id = u.id LEFT JOIN sign_in_failures f ON f.subject = $2
             WHERE u.id = $1",
        )
        .bind(id.as_str().to_owned())
        .bind(subject.to_owned())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let time = |column| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.map(Timestamp::from_millis));
        let wrong_tries = row.try_get::<Option<i64>, _>("failures")?.zip(time("not_before")?);
        Ok(Some(UserExtras {
            sealed_cpf: row.try_get("cpf_sealed")?,
            note: row.try_get::<Option<String>, _>("note")?.zip(time("noted_at")?),
            wrong_tries: wrong_tries.map(|(count, not_before)| WrongTries { count, not_before }),
        }))
    }
}
