//! Events that are committed and not yet in the chain, on PostgreSQL.
//!
//! A transaction that adds to the chain holds its end until the commit. If every transaction with an event did, the
//! commits of all nodes would wait in one queue, each waiting for the disk: four writers spent half their time in it
//! where a commit takes three milliseconds. So a transaction only writes its events down here, and what was committed
//! is linked soon afterwards, a thousand at a time. On SQLite one transaction writes at a time anyway, and links its
//! events itself.
//!
//! Until then an event bears a seal of its own, so that none can be added or changed unseen. That one is taken away in
//! this second shows nowhere: the database refuses it, but its owner can switch the refusal off.

use super::AuditKey;
use super::chain::{EventRow, Head};
use crate::server::store::json::to_json;
use crate::server::store::readers::ReadTransaction;
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Dialect, Store, StoreError};
use serde::Serialize;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// Events linked by one transaction.
const MOST: i64 = 1000;

/// Whether an event is in the chain. Not `EXISTS`: for that PostgreSQL may read all of the log, where the statistics of a
/// table that is filled and emptied all the time have it expect many rows.
macro_rules! is_linked {
    () => {
        "(SELECT e.seq FROM audit_events e WHERE e.id = audit_unlinked.id LIMIT 1) IS NOT NULL"
    };
}
/// At most `$2` events after place `$1`. One that is in the chain already was put back by somebody.
pub(in crate::server::store) const ROWS_AFTER: &str = concat!(
    "SELECT place, id, at, kind, actor, target, address, request_id, detail, seal, CASE WHEN ",
    is_linked!(),
    " THEN 1 ELSE 0 END AS is_linked FROM audit_unlinked WHERE place > $1 ORDER BY place LIMIT $2"
);
/// What the chain has, after place `$1` up to `$2`.
pub(in crate::server::store) const DELETE_LINKED: &str =
    concat!("DELETE FROM audit_unlinked WHERE place > $1 AND place <= $2 AND ", is_linked!());

/// An event and the seal it bears until it is in the chain.
#[derive(Serialize)]
struct SealedEvent<'a> {
    #[serde(flatten)]
    event: &'a EventRow,
    seal: String,
}

/// How many events wait to be linked; `None` when one of them is not as a program has written it.
pub(super) async fn count_sealed(tx: &mut ReadTransaction<'_>, key: &AuditKey) -> Result<Option<i64>, StoreError> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = sqlx::query(ROWS_AFTER).bind(after).bind(MOST).fetch_all(&mut **tx).await?;
        let Some(last) = rows.last() else { return Ok(Some(count)) };
        if rows.iter().any(|row| sealed(row, key).is_none()) {
            return Ok(None);
        }
        (count, after) = (count + i64::try_from(rows.len()).unwrap_or(MOST), last.try_get("place")?);
    }
}

/// The event of a row, if a program has written it there.
fn sealed(row: &AnyRow, key: &AuditKey) -> Option<EventRow> {
    let event = EventRow::read(row).ok()?;
    let (seal, is_linked): (String, i32) = (row.try_get("seal").ok()?, row.try_get("is_linked").ok()?);
    (is_linked == 0 && seal == event.seal(key)).then_some(event)
}

impl Store {
    /// Whether events are linked after the commit.
    pub fn links_events_later(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// Writes events down, to be linked after the commit.
    pub(super) async fn insert_unlinked(&self, tx: &mut WriteTransaction, rows: &[EventRow]) -> Result<(), StoreError> {
        let sealed: Vec<_> =
            rows.iter().map(|event| SealedEvent { event, seal: event.seal(&self.audit_key) }).collect();
        let insert = Statement::new(format!(
            "INSERT INTO audit_unlinked (id, at, kind, actor, target, address, request_id, detail, seal)
             SELECT {}, value ->> 'seal' FROM {}",
            EventRow::FROM_JSON,
            self.dialect.json_rows("$1")
        ));
        run_all(tx, [insert.bind(to_json(&sealed))]).await?;
        Ok(())
    }

    /// Links what has been committed into the chain, in the order in which it was written; returns how many.
    ///
    /// An event that no program has written so stays where it is: `verify_audit_log` finds it.
    pub async fn link_events(&self) -> Result<u64, StoreError> {
        let (mut linked, mut after) = (0, i64::MIN);
        if !self.links_events_later() || self.has_no_unlinked().await? {
            return Ok(linked);
        }
        loop {
            let mut tx = self.begin().await?;
            let head = Head::lock(&mut tx).await?;
            let rows = sqlx::query(ROWS_AFTER).bind(after).bind(MOST).fetch_all(&mut *tx).await?;
            let Some(last) = rows.last() else { return Ok(linked) };
            let last: i64 = last.try_get("place")?;
            let events: Vec<_> = rows.iter().filter_map(|row| sealed(row, &self.audit_key)).collect();
            if events.len() < rows.len() {
                tracing::error!("events were added to the audit log from outside; see `chaveiro audit verify`");
            }
            if !events.is_empty() {
                self.insert_links(&mut tx, head, &events).await?;
            }
            sqlx::query(DELETE_LINKED).bind(after).bind(last).execute(&mut *tx).await?;
            tx.commit().await?;
            (linked, after) = (linked + events.len() as u64, last);
        }
    }

    async fn has_no_unlinked(&self) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 AS one FROM audit_unlinked LIMIT 1").fetch_optional(&self.readers).await?;
        Ok(row.is_none())
    }

    /// Links what has been committed, before the log is read. Where that cannot be done, what is linked is shown.
    pub(in crate::server::store) async fn link_events_before_reading(&self) {
        if let Err(error) = self.link_events().await {
            tracing::warn!(%error, "cannot link the latest events of the audit log: {error}");
        }
    }
}
