//! Who has the words of a search: found by the index of words, before the accounts are looked at.

use super::UserQuery;
use super::plan::{QueryPlan, Source};
use super::sql::{Bound, Where};
use crate::server::store::search::prefix_range;
use crate::server::store::{Store, StoreError};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashSet;

/// The accounts that have the words, up to [`QueryPlan::BUDGET`]; once narrowed, those of the list.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// How often words begin with the rarest of those searched for; not counted beyond [`QueryPlan::BUDGET`].
    pub(super) entries: i64,
    /// How many accounts have the words.
    pub(super) with_words: i64,
    /// How many accounts these are.
    pub(super) total: i64,
    /// Whether these are the accounts of the list, and not only those that have the words.
    pub(super) is_narrowed: bool,
    /// With a space between two.
    ids: String,
}

impl Found {
    fn new(entries: i64, ids: &[&str]) -> Self {
        let total = ids.len() as i64;
        Self { entries, with_words: total, total, is_narrowed: false, ids: ids.join(" ") }
    }

    pub(super) fn ids_as_json(&self) -> String {
        if self.ids.is_empty() { "[]".to_owned() } else { format!("[\"{}\"]", self.ids.replace(' ', "\",\"")) }
    }
}

/// Whose words begin with the word number `place`: those who have the very word, of them those added last, since ids
/// grow with time, and those who have a longer one. Each in one text, which costs less than its rows would one by one.
fn select_users_of_word(place: usize, word: &str, clause: &mut Where) -> String {
    let (from, to) = prefix_range(word);
    let (from, to) = (clause.bind(Bound::Text(from)), clause.bind(Bound::Text(to)));
    let most = QueryPlan::BUDGET + 1;
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
    /// Who has the rarest of the words, and all others that do not have more entries than the budget allows: those are
    /// given back beside. Brings the words into the order of how rare they are. Nothing where there are none.
    pub(super) async fn find_users_of_words(
        &self,
        words: &mut [String],
    ) -> Result<(Option<Found>, Vec<String>), StoreError> {
        if words.is_empty() {
            return Ok((None, Vec::new()));
        }
        let found = self.find_entries(words).await?;
        let mut found: Vec<(Vec<&str>, String)> = found
            .iter()
            .zip(words.iter())
            .map(|([same, longer], word)| {
                let entries = split(same).chain(split(longer)).take(QueryPlan::BUDGET as usize + 1);
                (entries.collect(), word.clone())
            })
            .collect();
        found.sort_by_key(|(ids, _)| ids.len());
        words.iter_mut().zip(&found).for_each(|(word, (_, rarest))| word.clone_from(rarest));
        let mut found = found.into_iter();
        let Some((mut ids, _)) = found.next() else { return Ok((None, Vec::new())) };
        let entries = ids.len() as i64;
        ids.truncate(QueryPlan::BUDGET as usize);
        let mut seen = HashSet::with_capacity(ids.len());
        ids.retain(|id| seen.insert(*id));
        let mut others = Vec::new();
        for (with_word, word) in found {
            if with_word.len() as i64 > QueryPlan::BUDGET {
                others.push(word);
            } else {
                let with_word: HashSet<&str> = with_word.into_iter().collect();
                ids.retain(|id| with_word.contains(id));
            }
        }
        Ok((Some(Found::new(entries, &ids)), others))
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
        let source = if plan.is_budgeted() { Source::Found } else { plan.source() };
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
        Ok(Some(Found { is_narrowed: true, with_words: found.with_words, ..Found::new(found.entries, &ids) }))
    }

    /// Whose words begin with each of the words: who has the very word, and who a longer one.
    async fn find_entries(&self, words: &[String]) -> Result<Vec<[String; 2]>, StoreError> {
        let mut clause = Where::empty();
        let selects: Vec<String> =
            words.iter().enumerate().map(|(place, word)| select_users_of_word(place, word, &mut clause)).collect();
        let sql = AssertSqlSafe(selects.join(" UNION ALL "));
        let mut rows = clause.query(sql, self.dialect).fetch_all(&self.readers).await?;
        rows.sort_by_key(|row| row.try_get::<i64, _>("place").unwrap_or_default());
        let ids =
            |row: &AnyRow, column| Ok::<_, StoreError>(row.try_get::<Option<String>, _>(column)?.unwrap_or_default());
        rows.iter().map(|row| Ok([ids(row, "same")?, ids(row, "longer")?])).collect()
    }
}
