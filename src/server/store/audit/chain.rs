//! The log cannot be rewritten unseen.
//!
//! Triggers refuse changes, so that no bug of ours makes any. Someone who has
//! the database file can drop them: therefore each row also holds a keyed hash
//! over itself and the hash of the row before, and the end of the chain is
//! sealed. Without the secret key nobody can repair the chain. What no
//! database can tell from inside is that all of it is an earlier copy of
//! itself: for that a head has to be noted elsewhere.

use super::AuditKey;
use crate::server::store::{Dialect, Store, StoreError};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// HMAC-SHA-256 over `parts`, in hexadecimal.
///
/// Length before content, so that no two lists can be taken for each other; a
/// missing value is not an empty one.
pub(super) fn keyed_hash(key: &AuditKey, parts: &[Option<&str>]) -> String {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.0.as_slice()).expect("any key length will do");
    for part in parts {
        mac.update(&part.map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
        mac.update(part.unwrap_or_default().as_bytes());
    }
    hex::encode(mac.finalize().into_bytes())
}

/// What one row's hash is made of: all that it says, and the row before.
pub(super) struct Link<'a> {
    pub seq: i64,
    pub previous: &'a str,
    pub id: &'a str,
    pub at: i64,
    pub kind: &'a str,
    pub actor: &'a str,
    pub target: Option<&'a str>,
    pub address: Option<&'a str>,
    pub request_id: Option<&'a str>,
    pub detail: Option<&'a str>,
}

impl Link<'_> {
    pub(super) fn hash(&self, key: &AuditKey) -> String {
        let (seq, at) = (self.seq.to_string(), self.at.to_string());
        keyed_hash(
            key,
            &[
                Some(seq.as_str()),
                Some(self.previous),
                Some(self.id),
                Some(at.as_str()),
                Some(self.kind),
                Some(self.actor),
                self.target,
                self.address,
                self.request_id,
                self.detail,
            ],
        )
    }
}

/// The end of the chain.
pub(super) struct Head {
    pub seq: i64,
    pub hash: String,
    pub before_chain: i64,
    pub seal: String,
}

impl Head {
    pub(super) const SELECT: &str = "SELECT seq, hash, before_chain, seal FROM audit_head";

    pub(super) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.try_get("seq")?,
            hash: row.try_get("hash")?,
            before_chain: row.try_get("before_chain")?,
            seal: row.try_get("seal")?,
        })
    }

    /// The seal that fits. An earlier end has another, which stands nowhere any
    /// more: so the last rows cannot be cut off unseen.
    pub(super) fn sealed(&self, key: &AuditKey) -> String {
        let (seq, before_chain) = (self.seq.to_string(), self.before_chain.to_string());
        keyed_hash(key, &[Some("head"), Some(&seq), Some(&self.hash), Some(&before_chain)])
    }

    pub(super) fn is_sealed(&self, key: &AuditKey) -> bool {
        self.seal == self.sealed(key)
    }
}

impl Store {
    /// Whether the database still has no chain, because its schema is of an
    /// earlier version or there is none yet.
    pub(in crate::server::store) async fn has_no_chain(&self) -> Result<bool, StoreError> {
        let tables = match self.dialect {
            Dialect::Sqlite => "SELECT 1 FROM sqlite_master WHERE name = 'audit_head'",
            Dialect::Postgres => {
                "SELECT 1 FROM pg_tables WHERE schemaname = CURRENT_SCHEMA() AND tablename = 'audit_head'"
            }
        };
        Ok(sqlx::query(tables).fetch_optional(&self.readers).await?.is_none())
    }

    /// Seals the beginning of a chain that was laid out just now. A seal that is
    /// missing at any other time was taken away.
    pub(in crate::server::store) async fn seal_new_chain(&self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query(Head::SELECT).fetch_one(&mut *tx).await?;
        sqlx::query("UPDATE audit_head SET seal = $1 WHERE seal = '' AND hash = '' AND seq = before_chain")
            .bind(Head::read(&row)?.sealed(&self.audit_key))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Has the database refuse to change, remove or replace what is in the log, but for removing
    /// what the anchor of the retention says is past.
    ///
    /// The two databases write triggers differently, so no migration can. SQLite's `INSERT OR REPLACE` deletes a row without asking the trigger of
    /// deletions: so a number that is taken is refused before.
    pub(in crate::server::store) async fn forbid_rewriting_the_audit_log(&self) -> Result<(), StoreError> {
        let triggers = match self.dialect {
            Dialect::Sqlite => {
                "CREATE TRIGGER IF NOT EXISTS audit_events_no_update BEFORE UPDATE ON audit_events
                 BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
                 DROP TRIGGER IF EXISTS audit_events_no_delete;
                 CREATE TRIGGER IF NOT EXISTS audit_events_no_early_delete BEFORE DELETE ON audit_events
                 WHEN OLD.seq > (SELECT COALESCE(MAX(seq), 0) FROM audit_anchor)
                 BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
                 CREATE TRIGGER IF NOT EXISTS audit_events_no_replace BEFORE INSERT ON audit_events
                 WHEN EXISTS (SELECT 1 FROM audit_events WHERE seq = NEW.seq)
                 BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;"
            }
            Dialect::Postgres => {
                // One start at a time: replacing a function twice at once is an error.
                "DO $$ BEGIN PERFORM pg_advisory_xact_lock(4711); END $$;
                 CREATE OR REPLACE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'audit_events is append-only'; END $$;
                 CREATE OR REPLACE FUNCTION audit_events_refuse_early() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN
                    IF OLD.seq > (SELECT COALESCE(MAX(seq), 0) FROM audit_anchor) THEN
                        RAISE EXCEPTION 'audit_events is append-only';
                    END IF;
                    RETURN OLD;
                 END $$;
                 CREATE OR REPLACE TRIGGER audit_events_no_change BEFORE UPDATE ON audit_events
                 FOR EACH ROW EXECUTE FUNCTION audit_events_refuse();
                 CREATE OR REPLACE TRIGGER audit_events_no_early_delete BEFORE DELETE ON audit_events
                 FOR EACH ROW EXECUTE FUNCTION audit_events_refuse_early();
                 CREATE OR REPLACE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
                 FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse();"
            }
        };
        sqlx::raw_sql(triggers).execute(&self.writer).await?;
        Ok(())
    }
}
