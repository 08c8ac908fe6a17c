//! Files of people: what was read of them, and what has become of each row.

mod batch;
mod keep;
mod retention;
mod rows;
mod steps;

pub use batch::{Batch, ImportedUser};
pub use keep::NewImport;
pub(super) use rows::{ROWS_IN_EITHER_STATE, ROWS_IN_STATE};
pub use steps::{ImportStart, ImportStep};

use super::audit::Actor;
use super::lenient::Lenient;
use super::{Store, StoreError, parsed};
use crate::domain::import::{ImportId, ImportState, RowState};
use crate::domain::{DeliveryState, Timestamp, UserId};
use sqlx::any::AnyRow;
use sqlx::{Any, Row as _};

/// A file of people.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// What the file is called.
    pub file_name: String,
    /// How it was read, as JSON.
    pub header: String,
    /// Who uploaded it, or last read it again.
    pub actor: Actor,
    /// In whose name the accounts are made, once somebody has confirmed it.
    pub confirmed_by: Option<Actor>,
    /// Its state.
    pub state: ImportState,
    /// How many rows it has.
    pub total: i64,
    /// From how many of them an account was to be made when the file was checked.
    pub planned: i64,
    /// How many of those make an administrator.
    pub admins: i64,
    /// Whether it was cancelled because who confirmed it is no active administrator any more.
    pub lost_right: bool,
    /// When the mails are to leave, where a time was chosen.
    pub send_at: Option<Timestamp>,
    /// When it was uploaded, or last read again.
    pub created_at: Timestamp,
    /// When it last moved on. Of a preview it rises each time the file is read again.
    pub updated_at: Timestamp,
}

impl Import {
    /// Names what a preview shows: another text once its file was read again.
    pub fn version(&self) -> String {
        self.updated_at.as_millis().to_string()
    }
}

/// One row of a file.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// The line where it begins.
    pub line: i64,
    /// What has become of it.
    pub state: RowState,
    /// Its cells, sealed; empty when they have been forgotten.
    pub cells: String,
    /// What is wrong with it, as JSON; empty when nothing is.
    pub problem: String,
    /// The account that its address has already. Only for storing.
    pub account: Option<UserId>,
}

/// How many rows are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Accounts still to be made.
    pub ready: i64,
    /// Addresses that had an account already, and not a deleted one.
    pub known: i64,
    /// Addresses whose account was deleted and can be restored.
    pub deleted: i64,
    /// Rows that cannot be read.
    pub wrong: i64,
    /// Accounts made.
    pub created: i64,
    /// Rows that could be read, but whose account was not made.
    pub refused: i64,
}

impl RowCounts {
    fn add(&mut self, state: RowState, count: i64) {
        match state {
            RowState::Ready => self.ready += count,
            RowState::Known => self.known += count,
            RowState::Wrong => self.wrong += count,
            RowState::Created => self.created += count,
            RowState::Refused => self.refused += count,
        }
    }
}

/// Selects what [`import`] reads.
/// What [`import`] reads.
macro_rules! import_columns {
    () => {
        "id, file_name, header, actor, confirmed_by, state, total, planned, admins, lost_right, send_at, created_at, updated_at"
    };
}
use import_columns;

macro_rules! select_import {
    ($rest:literal) => {
        concat!("SELECT ", import_columns!(), " FROM imports ", $rest)
    };
}

fn import(row: &AnyRow) -> Result<Import, StoreError> {
    let id = parsed(row, "imports", "id", ImportId::parse)?;
    let mut row = Lenient::new(row);
    Ok(Import {
        id,
        file_name: row.text("file_name").unwrap_or_default(),
        header: row.text("header").unwrap_or_default(),
        actor: row.parsed("actor", actor, |_| Actor::Worker),
        confirmed_by: row.text("confirmed_by").as_deref().and_then(actor),
        // One that cannot be read goes no further.
        state: row.parsed("state", ImportState::parse, |_| ImportState::Cancelled),
        total: row.number("total").unwrap_or_default(),
        planned: row.number("planned").unwrap_or_default(),
        // Where it cannot be told, confirming needs the password.
        admins: row.number("admins").unwrap_or(1),
        lost_right: row.number("lost_right").is_some_and(|lost| lost != 0),
        send_at: row.time("send_at"),
        created_at: row.time("created_at").unwrap_or(Timestamp::from_millis(0)),
        updated_at: row.time("updated_at").unwrap_or(Timestamp::from_millis(0)),
    })
}

/// Imports belong to people and to the command line.
fn actor(text: &str) -> Option<Actor> {
    match text {
        "console" => Some(Actor::Cli),
        id => UserId::parse(id).map(Actor::User),
    }
}

fn import_row(row: &AnyRow) -> Result<ImportRow, StoreError> {
    let line = row.try_get("line")?;
    let mut row = Lenient::new(row);
    Ok(ImportRow {
        line,
        state: row.parsed("state", RowState::parse, |_| RowState::Wrong),
        cells: row.text("cells").unwrap_or_default(),
        problem: row.text("problem").unwrap_or_default(),
        account: None,
    })
}

async fn row_counts<'a>(
    database: impl sqlx::Executor<'a, Database = Any>,
    id: &ImportId,
) -> Result<RowCounts, StoreError> {
    let rows = sqlx::query(
        "SELECT r.state, COUNT(*) AS rows, COUNT(u.deleted_at) AS deleted
         FROM import_rows r LEFT JOIN users u ON u.id = r.user_id AND r.state = 'known'
         WHERE r.import_id = $1 GROUP BY r.state",
    )
    .bind(id.as_str().to_owned())
    .fetch_all(database)
    .await?;
    let mut counts = RowCounts::default();
    for row in &rows {
        let state: String = row.try_get("state")?;
        let (rows, deleted): (i64, i64) = (row.try_get("rows")?, row.try_get("deleted")?);
        counts.add(RowState::parse(&state).unwrap_or(RowState::Wrong), rows - deleted);
        counts.deleted += deleted;
    }
    Ok(counts)
}

impl Store {
    /// The deleted people among those an import found already there, and their lines: at most `limit`, after the line
    /// `after`.
    pub async fn list_deleted_of_import(
        &self,
        id: &ImportId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(i64, UserId)>, StoreError> {
        let rows = sqlx::query(
            "SELECT r.line, u.id FROM import_rows r JOIN users u ON u.id = r.user_id
             WHERE r.import_id = $1 AND r.state = 'known' AND r.line > $2 AND u.deleted_at IS NOT NULL
             ORDER BY r.line LIMIT $3",
        )
        .bind(id.as_str().to_owned())
        .bind(after)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("line")?, parsed(row, "users", "id", UserId::parse)?))).collect()
    }

    /// The import with this id.
    pub async fn find_import(&self, id: &ImportId) -> Result<Option<Import>, StoreError> {
        let row = sqlx::query(select_import!("WHERE id = $1"))
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(import).transpose()
    }

    /// The newest imports, at most `limit`.
    pub async fn list_imports(&self, limit: i64) -> Result<Vec<Import>, StoreError> {
        let rows = sqlx::query(select_import!("ORDER BY created_at DESC, id DESC LIMIT $1"))
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(import).collect()
    }

    /// How many rows of an import are in each state.
    pub async fn find_row_counts(&self, id: &ImportId) -> Result<RowCounts, StoreError> {
        row_counts(&self.readers, id).await
    }

    /// How many of the people an import created have a mail in each state; without
    /// a state: the account is gone.
    pub async fn list_mails_of_import(&self, id: &ImportId) -> Result<Vec<(Option<DeliveryState>, i64)>, StoreError> {
        let rows = sqlx::query(
            "SELECT u.mail_state AS state, COUNT(*) AS mails
             FROM import_rows r LEFT JOIN users u ON u.id = r.user_id
             WHERE r.import_id = $1 AND r.state = 'created' GROUP BY u.mail_state",
        )
        .bind(id.as_str().to_owned())
        .fetch_all(&self.readers)
        .await?;
        let mut mails = Vec::new();
        for row in &rows {
            let state: Option<String> = row.try_get("state")?;
            mails.push((state.as_deref().and_then(DeliveryState::parse), row.try_get("mails")?));
        }
        Ok(mails)
    }
}
