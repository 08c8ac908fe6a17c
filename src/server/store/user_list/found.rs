//! Who has the words of a search: found by the index of words, before the accounts are looked at.

use super::UserQuery;
use super::plan::{QueryPlan, Source};
use super::sql::{Bound, Where};
use crate::server::store::search::{prefix_range, search_words};
use crate::server::store::user_names::{NamedUser, named_user};
use crate::server::store::{Store, StoreError};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashSet;

/// The accounts that have the words, up to [`QueryPlan::BUDGET`]; once narrowed, those of the list.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Whether more may have the words than [`QueryPlan::BUDGET`] allows to find.
    pub(super) is_cut_short: bool,
    /// How many accounts these are.
    pub(super) total: i64,
    /// Whether these are the accounts of the list, and not only those that have the words.
    pub(super) is_narrowed: bool,
    /// With a space between two.
    ids: String,
}

impl Found {
    fn new(ids: &[&str], is_cut_short: bool, is_narrowed: bool) -> Self {
        Self { is_cut_short, total: ids.len() as i64, is_narrowed, ids: ids.join(" ") }
    }

    pub(super) fn ids_as_json(&self) -> String {
        if self.ids.is_empty() { "[]".to_owned() } else { format!("[\"{}\"]", self.ids.replace(' ', "\",\"")) }
    }
}

/// Who has a word, or a longer one; somebody with several such words as often.
struct WithWord<'a> {
    word: String,
    ids: Vec<&'a str>,
    /// Whether there are more.
    is_cut_short: bool,
}

impl<'a> WithWord<'a> {
    fn new(entries: &'a [String; 2], word: &str, most: i64) -> Self {
        let [same, longer] = entries.each_ref().map(|ids| split(ids).collect::<Vec<_>>());
        let is_cut_short = same.len().max(longer.len()) as i64 > most;
        Self { word: word.to_owned(), ids: [same, longer].concat(), is_cut_short }
    }
}

/// Whose words begin with the word number `place`: those who have the very word, of them those added last, since ids
/// grow with time, and those who have a longer one. Each in one text, which costs less than its rows would one by one.
/// At most so many of each.
fn select_users_of_word(place: usize, word: &str, most: i64, clause: &mut Where) -> String {
    let (from, to) = prefix_range(word);
    let (from, to) = (clause.bind(Bound::Text(from)), clause.bind(Bound::Text(to)));
    format!(
        "SELECT CAST({place} AS BIGINT) AS place,
           (SELECT string_agg(user_id, ' ')
            FROM (SELECT user_id FROM user_words WHERE word = {from} ORDER BY user_id DESC LIMIT {most}) same) AS same,
           (SELECT string_agg(user_id, ' ')
            FROM (SELECT user_id FROM user_words WHERE word > {from} AND word < {to} LIMIT {most}) longer) AS longer"
    )
}

/// Ids with a space between two.
fn split(ids: &str) -> impl Iterator<Item = &str> {
    ids.split(' ').filter(|id| !id.is_empty())
}

impl Store {
    /// The people whose name and address have words beginning with all the words of `text`, by name; at most `limit`.
    /// Nobody for a text without words. Where more than a thousand may have them, some of these.
    pub async fn list_users_by_words(&self, text: &str, limit: i64) -> Result<Vec<NamedUser>, StoreError> {
        let (found, others) = self.find_users_of_words(&mut search_words(text)).await?;
        let Some(found) = found else { return Ok(Vec::new()) };
        let mut clause = Where::empty();
        let ids = clause.bind(Bound::Text(found.ids_as_json()));
        let ids = self.dialect.json_texts(&ids);
        let has_others: String = others.iter().map(|word| format!(" AND {}", clause.has_word("u.id", word))).collect();
        let limit = clause.bind(Bound::Number(limit));
        let sql = AssertSqlSafe(format!(
            "SELECT u.id, u.display_name, u.email FROM {ids} CROSS JOIN users u WHERE u.id = value{has_others}
             ORDER BY u.sort_name, u.id LIMIT {limit}"
        ));
        clause.query(sql, self.dialect).fetch_all(&self.readers).await?.iter().map(named_user).collect()
    }

    /// Who has the rarest of the words, and all others that could be read whole: the rest is given back beside.
    /// Brings the words into the order of how rare they are. Nothing where there are none.
    pub(super) async fn find_users_of_words(
        &self,
        words: &mut [String],
    ) -> Result<(Option<Found>, Vec<String>), StoreError> {
        if words.is_empty() {
            return Ok((None, Vec::new()));
        }
        // One word has no other that would leave some of those who were read out again.
        let most = if words.len() == 1 { QueryPlan::BUDGET } else { QueryPlan::MAX_READ };
        let entries = self.find_entries(words, most).await?;
        let mut found: Vec<WithWord> =
            entries.iter().zip(words.iter()).map(|(entries, word)| WithWord::new(entries, word, most)).collect();
        // A list that was read whole has everyone with the word.
        found.sort_by_key(|with_word| (with_word.is_cut_short, with_word.ids.len()));
        words.iter_mut().zip(&found).for_each(|(word, rarest)| word.clone_from(&rarest.word));
        let mut found = found.into_iter();
        let Some(WithWord { mut ids, mut is_cut_short, .. }) = found.next() else { return Ok((None, Vec::new())) };
        let mut seen = HashSet::with_capacity(ids.len());
        ids.retain(|id| seen.insert(*id));
        let mut others = Vec::new();
        for with_word in found {
            if with_word.is_cut_short {
                others.push(with_word.word);
            } else {
                let with_word: HashSet<&str> = with_word.ids.into_iter().collect();
                ids.retain(|id| with_word.contains(id));
            }
        }
        is_cut_short |= ids.len() as i64 > QueryPlan::BUDGET;
        ids.truncate(QueryPlan::BUDGET as usize);
        Ok((Some(Found::new(&ids, is_cut_short, false)), others))
    }

    /// Leaves of those who have the words whom else the list is about, so that they are read once: the
    /// rows are counted and shown from what is left, a file of them too. `others` are words that were not compared yet.
    pub(super) async fn narrow_found(
        &self,
        query: &UserQuery,
        plan: &QueryPlan,
        others: &[String],
    ) -> Result<Option<Found>, StoreError> {
        let Some(found) = &plan.found else { return Ok(None) };
        let source = plan.source();
        let mut clause = Where::new(query, plan, source, self.dialect, self.clock.now());
        if source == Source::Found {
            for word in others {
                let condition = clause.has_word("w.user_id", word);
                clause.found.push(condition);
            }
            if clause.found.is_empty() && clause.narrowed.is_empty() || found.ids.is_empty() {
                return Ok(Some(Found { is_narrowed: true, ..found.clone() }));
            }
        }
        let sql = AssertSqlSafe(clause.all_ids());
        let row = clause.query(sql, self.dialect).fetch_one(&self.readers).await?;
        let ids: Option<String> = row.try_get("ids")?;
        let ids: Vec<&str> = ids.iter().flat_map(|ids| split(ids)).collect();
        Ok(Some(Found::new(&ids, found.is_cut_short, true)))
    }

    /// Whose words begin with each of the words: who has the very word, and who a longer one; one more than
    /// `most` of each, where there are more.
    async fn find_entries(&self, words: &[String], most: i64) -> Result<Vec<[String; 2]>, StoreError> {
        let mut clause = Where::empty();
        let selects: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(place, word)| select_users_of_word(place, word, most + 1, &mut clause))
            .collect();
        let sql = AssertSqlSafe(selects.join(" UNION ALL "));
        let mut rows = clause.query(sql, self.dialect).fetch_all(&self.readers).await?;
        rows.sort_by_key(|row| row.try_get::<i64, _>("place").unwrap_or_default());
        let ids =
            |row: &AnyRow, column| Ok::<_, StoreError>(row.try_get::<Option<String>, _>(column)?.unwrap_or_default());
        rows.iter().map(|row| Ok([ids(row, "same")?, ids(row, "longer")?])).collect()
    }
}
