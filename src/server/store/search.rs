//! How people are found: by the words of their names and addresses.

use super::audit::{Named, named};
use super::{Store, StoreError};
use crate::domain::{DisplayName, EmailAddress, UserId};
use crate::server::store::transaction::WriteTransaction;
use sqlx::{AssertSqlSafe, Row as _};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// `text` as it is compared: in lower case, without accents ("João" → "joao").
pub fn folded(text: &str) -> String {
    text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase).collect()
}

/// The words of a text, folded: runs of letters and digits, each once.
pub fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let mut words: Vec<String> = folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The words an account is found by, as the index holds them.
pub(super) fn index_words(display_name: &DisplayName, email: &EmailAddress) -> Vec<String> {
    words(&format!("{} {}", display_name.as_str(), email.as_str())).iter().map(hex::encode).collect()
}

/// Words of a question that count; the rest would only slow it down.
const MOST_WORDS: usize = 8;

/// The range of the index that holds the words beginning with `word`: from the
/// first, up to and without the second.
pub fn prefix_range(word: &str) -> (String, String) {
    let from = hex::encode(word);
    // `g` sorts after every hexadecimal digit.
    let to = format!("{from}g");
    (from, to)
}

/// Puts the words an account is found by in the place of earlier ones.
pub(super) async fn set_user_words(
    tx: &mut WriteTransaction,
    id: &UserId,
    display_name: &DisplayName,
    email: &EmailAddress,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM user_words WHERE user_id = $1").bind(id.as_str().to_owned()).execute(&mut **tx).await?;
    insert_user_words(tx, id, display_name, email).await
}

/// Adds the words a new account is found by.
pub(super) async fn insert_user_words(
    tx: &mut WriteTransaction,
    id: &UserId,
    display_name: &DisplayName,
    email: &EmailAddress,
) -> Result<(), StoreError> {
    let words = index_words(display_name, email);
    let rows: Vec<String> = (2..words.len() + 2).map(|number| format!("(${number}, $1)")).collect();
    // Placeholders only; the words themselves are bound.
    let sql = AssertSqlSafe(format!("INSERT INTO user_words (word, user_id) VALUES {}", rows.join(", ")));
    let mut query = sqlx::query(sql).bind(id.as_str().to_owned());
    for word in words {
        query = query.bind(word);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

impl Store {
    /// The people whose name and address have words beginning with all the
    /// words of `text`, by name; at most `limit`. Nobody for a text without words.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_users_by_words(&self, text: &str, limit: i64) -> Result<Vec<Named>, StoreError> {
        let words: Vec<String> = words(text).into_iter().take(MOST_WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let condition = |index: usize| {
            let (from, to) = (2 * index + 2, 2 * index + 3);
            format!("id IN (SELECT user_id FROM user_words WHERE word >= ${from} AND word < ${to})")
        };
        let conditions: Vec<String> = (0..words.len()).map(condition).collect();
        // Placeholders only; the words themselves are bound.
        let sql = AssertSqlSafe(format!(
            "SELECT id, display_name, email FROM users WHERE {} ORDER BY sort_name, id LIMIT $1",
            conditions.join(" AND ")
        ));
        let mut query = sqlx::query(sql).bind(limit);
        for word in &words {
            let (from, to) = prefix_range(word);
            query = query.bind(from).bind(to);
        }
        query.fetch_all(&self.pool).await?.iter().map(named).collect()
    }

    /// Brings accounts from before the console up to date: their words, their
    /// sort key and their standing. Finds nothing to do at every later start.
    pub(super) async fn index_earlier_accounts(&self) -> Result<(), StoreError> {
        let is_due =
            sqlx::query("SELECT id FROM users WHERE sort_name = '' LIMIT 1").fetch_optional(&self.pool).await?;
        if is_due.is_none() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        let rows =
            sqlx::query("SELECT id, display_name, email FROM users WHERE sort_name = ''").fetch_all(&mut *tx).await?;
        for row in &rows {
            let id = super::parsed(row, "users", "id", UserId::parse)?;
            let name = super::parsed(row, "users", "display_name", |name| DisplayName::parse(name).ok())?;
            let email = super::parsed(row, "users", "email", |email| EmailAddress::parse(email).ok())?;
            sqlx::query("UPDATE users SET sort_name = $2 WHERE id = $1")
                .bind(row.try_get::<String, _>("id")?)
                .bind(folded(name.as_str()))
                .execute(&mut *tx)
                .await?;
            set_user_words(&mut tx, &id, &name, &email).await?;
        }
        super::user_status::refresh_all(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }
}
