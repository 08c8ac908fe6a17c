//! The hash chain of the audit log: it cannot be rewritten unnoticed.
//!
//! Triggers refuse changes, so that no bug of ours makes any. Someone who has
//! the database file can drop them: therefore each row also holds a keyed hash
//! over itself and the hash of the row before, and the end of the chain is
//! sealed. Without the secret key nobody can repair the chain. What no
//! database can tell from inside is that all of it is an earlier copy of
//! itself: for that a head has to be noted elsewhere.

use super::AuditKey;
use crate::server::store::sql::advisory_lock;
use crate::server::store::{Dialect, Store, StoreError};
use hmac::{Hmac, Mac};
use serde::Serialize;
use sha2::Sha256;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// Run by [`Store::forbid_rewriting_the_audit_log`]. `INSERT OR REPLACE` deletes a row without asking the trigger of
/// deletions: so a number that is taken is refused before.
const SQLITE_TRIGGERS: &str = "CREATE TRIGGER IF NOT EXISTS audit_events_no_update BEFORE UPDATE ON audit_events
     BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
     DROP TRIGGER IF EXISTS audit_events_no_delete;
     CREATE TRIGGER IF NOT EXISTS audit_events_no_early_delete BEFORE DELETE ON audit_events
     WHEN OLD.seq > (SELECT COALESCE(MAX(seq), 0) FROM audit_anchor)
     BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
     CREATE TRIGGER IF NOT EXISTS audit_events_no_replace BEFORE INSERT ON audit_events
     WHEN EXISTS (SELECT 1 FROM audit_events WHERE seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;";

/// Run by [`Store::forbid_rewriting_the_audit_log`]. One start at a time: replacing a function twice at once is an
/// error. And the index over a log of years takes longer than a statement of a request may.
const POSTGRES_TRIGGERS: &str = concat!(
    advisory_lock!(create_audit_log),
    "
 SET LOCAL statement_timeout = 0;
 DO $$ BEGIN
    IF to_regclass('audit_unlinked_places') IS NULL THEN
        CREATE SEQUENCE audit_unlinked_places;
        ALTER TABLE audit_unlinked ALTER COLUMN place SET DEFAULT nextval('audit_unlinked_places');
        CREATE INDEX audit_events_id ON audit_events (id);
    END IF;
 END $$;
 CREATE OR REPLACE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS
 $$ BEGIN RAISE EXCEPTION 'audit_events is append-only'; END $$;
 CREATE OR REPLACE FUNCTION audit_events_refuse_early() RETURNS trigger LANGUAGE plpgsql AS
 $$ BEGIN
    IF OLD.seq > (SELECT COALESCE(MAX(seq), 0) FROM audit_anchor) THEN
        RAISE EXCEPTION 'audit_events is append-only';
    END IF;
    RETURN OLD;
 END $$;
 CREATE OR REPLACE FUNCTION audit_unlinked_refuse_early() RETURNS trigger LANGUAGE plpgsql AS
 $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_events WHERE id = OLD.id) THEN
        RAISE EXCEPTION 'audit_unlinked is append-only';
    END IF;
    RETURN OLD;
 END $$;
 CREATE OR REPLACE TRIGGER audit_unlinked_no_change BEFORE UPDATE ON audit_unlinked
 FOR EACH ROW EXECUTE FUNCTION audit_events_refuse();
 CREATE OR REPLACE TRIGGER audit_unlinked_no_early_delete BEFORE DELETE ON audit_unlinked
 FOR EACH ROW EXECUTE FUNCTION audit_unlinked_refuse_early();
 CREATE OR REPLACE TRIGGER audit_unlinked_no_truncate BEFORE TRUNCATE ON audit_unlinked
 FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse();
 CREATE OR REPLACE TRIGGER audit_events_no_change BEFORE UPDATE ON audit_events
 FOR EACH ROW EXECUTE FUNCTION audit_events_refuse();
 CREATE OR REPLACE TRIGGER audit_events_no_early_delete BEFORE DELETE ON audit_events
 FOR EACH ROW EXECUTE FUNCTION audit_events_refuse_early();
 CREATE OR REPLACE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
 FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse();"
);

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

/// An event as it is stored, but for its place in the chain.
#[derive(Serialize)]
pub(super) struct EventRow {
    pub id: String,
    pub at: i64,
    pub kind: String,
    pub actor: String,
    pub target: Option<String>,
    pub address: Option<String>,
    pub request_id: Option<String>,
    pub detail: Option<String>,
}

impl EventRow {
    /// The columns, as they come from JSON.
    pub(super) const FROM_JSON: &str =
        "value ->> 'id', CAST(value ->> 'at' AS BIGINT), value ->> 'kind', value ->> 'actor',
         value ->> 'target', value ->> 'address', value ->> 'request_id', value ->> 'detail'";

    /// # Errors
    /// When a column holds something else than a program writes there.
    pub(super) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.try_get("id")?,
            at: row.try_get("at")?,
            kind: row.try_get("kind")?,
            actor: row.try_get("actor")?,
            target: row.try_get("target")?,
            address: row.try_get("address")?,
            request_id: row.try_get("request_id")?,
            detail: row.try_get("detail")?,
        })
    }

    /// The hash of the row as number `seq` of the chain, after the one with the hash `previous`.
    pub(super) fn link(&self, key: &AuditKey, seq: i64, previous: &str) -> String {
        self.keyed_hash(key, &seq.to_string(), previous)
    }

    /// The seal of the row before it is in the chain. No link of the chain is the same: those have numbers.
    pub(super) fn seal(&self, key: &AuditKey) -> String {
        self.keyed_hash(key, "unlinked", "")
    }

    fn keyed_hash(&self, key: &AuditKey, place: &str, previous: &str) -> String {
        let at = self.at.to_string();
        keyed_hash(
            key,
            &[
                Some(place),
                Some(previous),
                Some(&self.id),
                Some(&at),
                Some(&self.kind),
                Some(&self.actor),
                self.target.as_deref(),
                self.address.as_deref(),
                self.request_id.as_deref(),
                self.detail.as_deref(),
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

    /// The seal that fits. An earlier end has another, which is nowhere any
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

    /// Whether a first start ended between the tables and the seal, killed for example: there is nothing in the
    /// database that anybody could want to hide.
    pub(in crate::server::store) async fn is_empty_without_seal(&self) -> Result<bool, StoreError> {
        let unsealed = "SELECT 1 FROM audit_head WHERE seal = '' AND hash = '' AND seq = 0
                          AND NOT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM audit_events)
                          AND NOT EXISTS (SELECT 1 FROM audit_unlinked)";
        Ok(sqlx::query(unsealed).fetch_optional(&self.readers).await?.is_some())
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
    /// The two databases write triggers differently, so no migration can do this.
    pub(in crate::server::store) async fn forbid_rewriting_the_audit_log(&self) -> Result<(), StoreError> {
        let triggers = match self.dialect {
            Dialect::Sqlite => SQLITE_TRIGGERS,
            Dialect::Postgres => POSTGRES_TRIGGERS,
        };
        sqlx::raw_sql(triggers).execute(self.writer.without_limits()).await?;
        Ok(())
    }
}
