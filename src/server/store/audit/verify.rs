//! Whether the log is as it was written: a walk along its chain, to the sealed end.

use super::AuditKey;
use super::chain::{EventRow, Head};
use super::retention::Anchor;
use super::unlinked;
use crate::domain::text_enum::text_enum;
use crate::server::store::readers::ReadTransaction;
use crate::server::store::{Dialect, Store, StoreError};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// Rows read at a time.
const BATCH: i64 = 5000;

/// At most `$2` rows of the log after number `$1`, with all that their hashes are made of.
pub(super) const ROWS_AFTER: &str =
    "SELECT seq, id, at, kind, actor, target, address, request_id, detail, hash FROM audit_events
     WHERE seq > $1 ORDER BY seq LIMIT $2";

/// The number of the first row up to `$1`: where the log begins after that, nobody has written one.
const FIRST_UP_TO: &str = "SELECT MIN(seq) AS seq FROM audit_events WHERE seq <= $1";

/// How the log was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every row is as it was written, and none is missing.
    Intact {
        /// How many rows are chained.
        events: i64,
        /// The number of the last row, 0 when there is none.
        head_seq: i64,
        /// Its hash, empty when no row is chained.
        head_hash: String,
        /// How many rows were written by a version that did not chain them, so that nothing is known of them.
        before_chain: i64,
        /// How many older rows were removed because of their age.
        removed: i64,
        /// How many more rows are written and not chained yet.
        unlinked: i64,
    },
    /// The row that was noted elsewhere has been removed because of its age.
    NotedRemoved {
        /// The number of the oldest row.
        first: i64,
    },
    /// It was changed from outside.
    Broken {
        /// The first row where that shows.
        seq: i64,
        /// What is wrong there.
        why: Broken,
    },
}

text_enum! {
    /// What is wrong with a row.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Broken {
        /// The row is not there.
        Missing = "missing",
        /// The row, its place, or its hash is not as it was written; or the log was written under another secret key.
        Changed = "changed",
        /// No program has written this row: it is after the end, or before the beginning.
        Added = "added",
        /// This is not where the log ended: rows after it were taken away.
        NotTheEnd = "not_the_end",
        /// Rows before this one have hashes, or lack them, although the seal says otherwise; or nothing was ever
        /// sealed.
        NotTheBeginning = "not_the_beginning",
        /// The row's hash is not the one that was noted elsewhere.
        NotAsNoted = "not_as_noted",
    }
}

/// The number and hash of a row, as noted outside the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The number.
    pub seq: i64,
    /// The hash.
    pub hash: String,
}

impl ChainHead {
    /// Reads `SEQ:HASH`.
    pub fn parse(text: &str) -> Option<Self> {
        let (seq, hash) = text.trim().split_once(':')?;
        let seq = seq.parse().ok().filter(|seq| *seq > 0)?;
        (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .then(|| Self { seq, hash: hash.to_ascii_lowercase() })
    }
}

/// How far a walk along the chain has come.
pub(super) struct Walk<'a> {
    key: &'a AuditKey,
    before_chain: i64,
    noted: Option<&'a ChainHead>,
    removed: i64,
    pub(super) seq: i64,
    pub(super) hash: String,
}

impl<'a> Walk<'a> {
    /// Begins after the events that were removed because of their age.
    pub(super) fn from(key: &'a AuditKey, anchor: &Anchor, before_chain: i64) -> Self {
        let hash = anchor.hash.clone();
        Self { key, before_chain, noted: None, removed: anchor.seq, seq: anchor.seq, hash }
    }

    /// Takes the next row; or says what is wrong and where.
    pub(super) fn step(&mut self, row: &AnyRow) -> Result<Option<Chain>, StoreError> {
        let next = self.seq + 1;
        let broken = |seq, why| Ok(Some(Chain::Broken { seq, why }));
        // No version writes anything else than numbers and texts.
        let (Ok(seq), Ok(hash)) = (row.try_get::<i64, _>("seq"), row.try_get::<String, _>("hash")) else {
            return broken(next, Broken::Changed);
        };
        if seq != next {
            return broken(next, Broken::Missing);
        }
        let expected = if seq <= self.before_chain {
            String::new()
        } else {
            let Ok(row) = EventRow::read(row) else { return broken(seq, Broken::Changed) };
            row.link(self.key, seq, &self.hash)
        };
        if hash != expected {
            let why = if seq <= self.before_chain { Broken::NotTheBeginning } else { Broken::Changed };
            return broken(seq, why);
        }
        if self.noted.is_some_and(|noted| noted.seq == seq && noted.hash != hash) {
            return broken(seq, Broken::NotAsNoted);
        }
        (self.seq, self.hash) = (seq, hash);
        Ok(None)
    }

    /// Compares the last row with the end of the chain.
    fn end(self, head: &Head, unlinked: i64) -> Chain {
        let broken = |seq, why| Chain::Broken { seq, why };
        if self.seq < head.seq {
            return broken(self.seq + 1, Broken::Missing);
        }
        if self.seq > head.seq {
            return broken(head.seq + 1, Broken::Added);
        }
        if self.hash != head.hash || !head.is_sealed(self.key) {
            let why = if head.seal.is_empty() { Broken::NotTheBeginning } else { Broken::NotTheEnd };
            return broken(self.seq.max(1), why);
        }
        if self.noted.is_some_and(|noted| noted.seq > self.seq) {
            return broken(self.seq + 1, Broken::Missing);
        }
        Chain::Intact {
            events: self.seq - self.before_chain.max(self.removed),
            head_seq: self.seq,
            head_hash: self.hash,
            before_chain: (self.before_chain - self.removed).max(0),
            removed: self.removed,
            unlinked,
        }
    }
}

impl Store {
    /// Walks along the whole log and says whether it is as it was written.
    /// `noted` is an earlier head from elsewhere: it must still be in it. Rows
    /// that are not chained yet are looked at as well, and stay so.
    pub async fn verify_audit_log(&self, noted: Option<&ChainHead>) -> Result<Chain, StoreError> {
        // One snapshot of all rows and the head, despite concurrent writes.
        let mut tx = self.begin_reading().await?;
        let Some(row) = sqlx::query(Head::SELECT).fetch_optional(&mut *tx).await? else {
            return Ok(Chain::Broken { seq: 1, why: Broken::NotTheBeginning });
        };
        let head = Head::read(&row)?;
        let anchor = sqlx::query(Anchor::SELECT).fetch_optional(&mut *tx).await?;
        let anchor = anchor.as_ref().map(Anchor::read).transpose()?;
        let Some(anchor) = anchor.filter(|anchor| anchor.is_sealed(&self.audit_key)) else {
            return Ok(Chain::Broken { seq: 1, why: Broken::NotTheBeginning });
        };
        if noted.is_some_and(|noted| noted.seq < anchor.seq) {
            return Ok(Chain::NotedRemoved { first: anchor.seq + 1 });
        }
        if noted.is_some_and(|noted| noted.seq == anchor.seq && noted.hash != anchor.hash) {
            return Ok(Chain::Broken { seq: anchor.seq, why: Broken::NotAsNoted });
        }
        let before = sqlx::query(FIRST_UP_TO).bind(anchor.seq).fetch_one(&mut *tx).await?;
        if let Some(seq) = before.try_get("seq")? {
            return Ok(Chain::Broken { seq, why: Broken::Added });
        }
        let mut walk = Walk { noted, ..Walk::from(&self.audit_key, &anchor, head.before_chain) };
        loop {
            let rows = sqlx::query(ROWS_AFTER).bind(walk.seq).bind(BATCH).fetch_all(&mut *tx).await?;
            if rows.is_empty() {
                return Ok(match unlinked::count_sealed(&mut tx, &self.audit_key).await? {
                    Some(unlinked) => walk.end(&head, unlinked),
                    None => Chain::Broken { seq: head.seq + 1, why: Broken::Added },
                });
            }
            for row in &rows {
                if let Some(broken) = walk.step(row)? {
                    return Ok(broken);
                }
            }
        }
    }

    /// Begins a transaction that sees one state of the database.
    async fn begin_reading(&self) -> Result<ReadTransaction<'_>, StoreError> {
        Ok(self
            .readers
            .begin_with(match self.dialect {
                Dialect::Sqlite => "BEGIN",
                Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            })
            .await?)
    }
}
