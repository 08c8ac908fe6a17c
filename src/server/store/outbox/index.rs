//! What the indexes of the outbox hold, and what is found by them alone.

use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::store::lenient::Lenient;
use crate::server::store::{Store, StoreError};

/// When a mail is due, or none once it has ended: what the index `outbox_due` holds.
///
/// Index and queries share these expressions word for word. With `state IN (…)`
/// in a query SQLite, which keeps no statistics, reads all unsent mails by
/// their state instead, and a long queue slows everything down.
macro_rules! due_at {
    () => {
        "CASE WHEN state IN ('queued', 'sending', 'waiting') THEN not_before END"
    };
}
/// The same, for mails whose time nobody has chosen: what the index `outbox_ahead` holds.
macro_rules! unplanned_due_at {
    () => {
        "CASE WHEN state IN ('queued', 'sending', 'waiting') AND send_at IS NULL THEN not_before END"
    };
}
/// When a mail was queued that has not ended: what the index `outbox_open` holds.
macro_rules! open_since {
    ($table:literal) => {
        concat!("CASE WHEN ", $table, "state IN ('queued', 'sending', 'waiting') THEN ", $table, "created_at END")
    };
}
/// When a mail is tried again that waits for the mail server's sake: what the index `outbox_held` holds.
macro_rules! held_until {
    () => {
        "CASE WHEN state = 'waiting' AND held_by_server = 1 THEN not_before END"
    };
}
pub(super) use {due_at, held_until, open_since, unplanned_due_at};

pub(in crate::server::store) const FIND_OLDEST_UNSENT: &str =
    concat!("SELECT created_at FROM outbox WHERE ", open_since!(""), " >= 0 ORDER BY ", open_since!(""), " LIMIT 1");
pub(in crate::server::store) const NEWEST_CHANGE: &str =
    "SELECT updated_at FROM outbox WHERE updated_at <= $1 ORDER BY updated_at DESC LIMIT 1";

impl Store {
    /// When some mail last changed.
    pub async fn find_newest_change(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(NEWEST_CHANGE)
            .bind(latest_past(self.clock.now()).as_millis())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.and_then(|row| Lenient::new(&row).time("updated_at")))
    }

    /// When the oldest mail that has not left was queued.
    pub async fn find_oldest_unsent(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(FIND_OLDEST_UNSENT).fetch_optional(&self.readers).await?;
        Ok(row.and_then(|row| Lenient::new(&row).time("created_at")))
    }
}
