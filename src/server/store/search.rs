//! How people are found: by the words of their names and addresses.

use super::{Store, StoreError};
use crate::domain::unicode::is_default_ignorable;
use crate::domain::{DisplayName, EmailAddress, UserId};
use crate::server::store::json::to_json;
use crate::server::store::pool::Dialect;
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The version of the words and sort names that [`folded`] and [`index_words`] make. Another one
/// makes the next start rewrite those of every account ([`Store::renew_search_index`]).
const INDEX_VERSION: i64 = 1;

/// `text` as it is compared: in lower case, without accents ("João" → "joao"), Latin letters
/// without their strokes ("Łukasz" → "lukasz"), and without what nobody sees.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let visible = text.nfkd().filter(|character| !is_combining_mark(*character) && !is_default_ignorable(*character));
    for character in visible.flat_map(char::to_lowercase) {
        match plain(character) {
            Some(plain) => folded.push_str(plain),
            // Lower case may have brought a mark along: `İ`.
            None if is_combining_mark(character) => {}
            None => folded.push(character),
        }
    }
    folded
}

/// What a letter that Unicode does not decompose is typed as on a keyboard without it.
const fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ł' | 'ƚ' => "l",
        'ø' => "o",
        'đ' | 'ð' | 'ɖ' => "d",
        'ı' | 'ɨ' => "i",
        'ħ' => "h",
        'ŧ' | 'ⱦ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ƀ' => "b",
        'ȼ' => "c",
        'ə' | 'ɇ' => "e",
        'ƒ' => "f",
        'ǥ' => "g",
        'ȷ' | 'ɉ' => "j",
        'ɍ' => "r",
        'ʉ' => "u",
        'ɏ' => "y",
        'ƶ' => "z",
        'ς' => "σ",
        // Apostrophes that count as letters.
        '\u{02B9}'..='\u{02BF}' => "'",
        _ => return None,
    })
}

/// The words of a folded text, in their order: runs of letters and digits, and each emoji on its own.
fn split(folded: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in folded.char_indices() {
        if character.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        words.extend(start.take().map(|start| &folded[start..at]));
        if is_emoji(character) {
            words.push(&folded[at..at + character.len_utf8()]);
        }
    }
    words.extend(start.map(|start| &folded[start..]));
    words
}

/// The blocks of Unicode from Arrows to Miscellaneous Symbols and Arrows, and from Mahjong Tiles to
/// Symbols for Legacy Computing; emoji are in no others but for two signs.
const fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{1F000}'..='\u{1FBFF}')
}

/// Names are found written together up to so many words: "mariadasilva".
const MAX_JOINED_WORDS: usize = 4;
/// From so many words of a name on.
const MAX_JOIN_STARTS: usize = 8;

/// The words an account is found by, each once, as the index holds them: in hexadecimal.
///
/// Beside those of the name, the name written together from each of its words on ("Sant'Anna" →
/// `santanna`). Of the address its words, the last before the `@` together with it (`souza@`),
/// and the host together with it (`@example.org`).
pub fn index_words(display_name: &str, email: &str) -> Vec<String> {
    let name = folded(display_name);
    let name = split(&name);
    let together = (0..name.len().min(MAX_JOIN_STARTS)).map(|from| {
        let to = name.len().min(from + MAX_JOINED_WORDS);
        name[from..to].concat()
    });
    let address = folded(email);
    let (local_part, host) = address.split_once('@').unwrap_or((&address, ""));
    let mut words: Vec<String> = name.iter().map(|word| (*word).to_owned()).chain(together).collect();
    words.extend(before_at(local_part));
    words.extend(split(host).into_iter().map(str::to_owned));
    words.push(format!("@{host}"));
    words.sort_unstable();
    words.dedup();
    words.iter().map(hex::encode).collect()
}

/// The words before an `@`; the last one ends with it.
fn before_at(local_part: &str) -> Vec<String> {
    let mut words: Vec<String> = split(local_part).into_iter().map(str::to_owned).collect();
    if let Some(last) = words.last_mut().filter(|_| local_part.ends_with(char::is_alphanumeric)) {
        last.push('@');
    }
    words
}

/// Words of a question that count; the rest would only slow it down.
const MAX_SEARCH_WORDS: usize = 8;

/// What was typed into a search box, as words that those of [`index_words`] must begin with; at
/// most `MAX_SEARCH_WORDS`. None for a text in which nothing can be searched for.
pub fn search_words(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in folded(typed).split_whitespace() {
        let part = part.strip_prefix("mailto:").unwrap_or(part);
        let Some((local_part, host)) = part.split_once('@') else {
            words.extend(split(part).into_iter().map(str::to_owned));
            continue;
        };
        words.extend(before_at(local_part));
        let host = host.trim_end_matches(|character: char| !character.is_alphanumeric());
        if !host.is_empty() {
            words.push(format!("@{host}"));
        }
    }
    words.sort_unstable();
    words.dedup();
    words.truncate(MAX_SEARCH_WORDS);
    words
}

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
    set_words_of(tx, id.as_str(), display_name.as_str(), email.as_str()).await
}

async fn set_words_of(tx: &mut WriteTransaction, id: &str, display_name: &str, email: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM user_words WHERE user_id = $1").bind(id.to_owned()).execute(&mut **tx).await?;
    let insert = insert_user_words_statement(tx.dialect(), id, display_name, email);
    run_all(tx, [insert]).await?;
    Ok(())
}

/// The statement that adds the words an account is found by.
pub(super) fn insert_user_words_statement(dialect: Dialect, id: &str, display_name: &str, email: &str) -> Statement {
    let words: Vec<_> = index_words(display_name, email).into_iter().map(|word| (word, id)).collect();
    insert_words_statement(dialect, &words)
}

/// The statement that adds words, each with the account that is found by it.
pub(super) fn insert_words_statement(dialect: Dialect, words: &[(String, &str)]) -> Statement {
    let rows = dialect.json_rows("$1");
    let insert = format!("INSERT INTO user_words (word, user_id) SELECT value ->> 0, value ->> 1 FROM {rows}");
    Statement::new(insert).bind(to_json(words))
}

impl Store {
    /// Rewrites the words and the sort name of every account if an earlier version of them
    /// is in the database. Finds nothing to do at every later start.
    pub(super) async fn renew_search_index(&self) -> Result<(), StoreError> {
        let row = sqlx::query("SELECT version FROM search_index").fetch_optional(&self.readers).await?;
        let version: Option<i64> = row.map(|row| row.try_get("version")).transpose()?;
        if version.is_some_and(|version| version >= INDEX_VERSION) {
            return Ok(());
        }
        let mut after = String::new();
        while let Some(last) = self.renew_words_after(&after).await? {
            after = last;
        }
        let mut tx = self.begin().await?;
        if version.is_none() {
            // From before there were admin pages: those accounts have no status yet.
            super::user_status::refresh_all(&mut tx).await?;
        }
        sqlx::query(
            "INSERT INTO search_index (id, version) VALUES ('words', $1) ON CONFLICT (id) DO UPDATE SET version = $1",
        )
        .bind(INDEX_VERSION)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The same for some accounts, in one transaction; the last of them, if there were any.
    async fn renew_words_after(&self, after: &str) -> Result<Option<String>, StoreError> {
        const BATCH: i64 = 500;
        let mut tx = self.begin().await?;
        let rows = sqlx::query("SELECT id, display_name, email FROM users WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after.to_owned())
            .bind(BATCH)
            .fetch_all(&mut *tx)
            .await?;
        let mut last = None;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let (name, email): (String, String) = (row.try_get("display_name")?, row.try_get("email")?);
            sqlx::query("UPDATE users SET sort_name = $2 WHERE id = $1")
                .bind(id.clone())
                .bind(folded(&name))
                .execute(&mut *tx)
                .await?;
            set_words_of(&mut tx, &id, &name, &email).await?;
            last = Some(id);
        }
        tx.commit().await?;
        Ok(last)
    }
}
