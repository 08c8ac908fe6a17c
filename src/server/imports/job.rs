//! Makes the accounts of imports that were confirmed, beside everything else.

use super::open::opened;
use super::person::Known;
use super::{Layout, person};
use crate::domain::UserId;
use crate::domain::import::{Column, ImportId, ImportState, RowProblem, RowState, Wrong};
use crate::server::AppState;
use crate::server::background::Poller;
use crate::server::store::StoreError;
use crate::server::store::imports::{Batch, Import, ImportedUser};
use std::time::Duration;

/// Rows of one transaction.
const BATCH: i64 = 100;
/// An import is kept from other processes for this long, and again at each batch;
/// after a crash it goes on when the time is over.
const LEASE: Duration = Duration::from_secs(15);
/// A change has the job look for an import, but not more often.
const MIN_INTERVAL: Duration = Duration::from_millis(100);
/// It polls this often without a notification.
const MAX_INTERVAL: Duration = Duration::from_secs(1);
/// Between two batches: SQLite lets those in who wait for its one lock.
const PAUSE_BETWEEN_BATCHES: Duration = Duration::from_millis(10);
/// After a failure of the database.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// Carries imports out until the program ends.
pub async fn carry_out_until_shutdown(state: AppState) {
    let changes = state.changes.subscribe();
    let mut poller = Poller { changes, at_most_every: MIN_INTERVAL, at_least_every: MAX_INTERVAL };
    while !state.shutdown.is_cancelled() {
        poller.mark_unchanged();
        match carry_out_next(&state).await {
            Ok(None) => poller.wait(&state.shutdown).await,
            Ok(Some(_)) => tokio::time::sleep(PAUSE_BETWEEN_BATCHES).await,
            Err(error) => {
                tracing::error!(%error, "an import could not go on: {error}");
                state.shutdown.run_until_cancelled(tokio::time::sleep(AFTER_FAILURE)).await;
            }
        }
    }
}

/// Does one batch of one running import; [`None`] when there is none.
///
/// # Errors
/// When the database does not answer. The import goes on when its lease ends.
pub async fn carry_out_next(state: &AppState) -> Result<Option<Batch>, StoreError> {
    let Some(import) = state.store.take_import(LEASE).await? else { return Ok(None) };
    let people = next_people(state, &import).await?;
    let batch = state.store.insert_batch(&import, &people).await?;
    state.notify();
    match batch {
        Batch::Finished => tracing::info!(import = %import.id, "import {} is done", import.id),
        Batch::RightLost => tracing::warn!(
            import = %import.id,
            "import {} is cancelled: who confirmed it is no active administrator any more",
            import.id
        ),
        Batch::Made(_) | Batch::Stopped => {}
    }
    Ok(Some(batch))
}

/// Carries one import out to its end, for the command line. Another process
/// may be at it too; then this one waits for it.
pub async fn carry_out(state: &AppState, id: &ImportId) -> Result<(), StoreError> {
    while state.store.find_import(id).await?.is_some_and(|import| import.state == ImportState::Running) {
        if carry_out_next(state).await?.is_none() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    Ok(())
}

/// The next rows that are ready, read again: the operator may have changed what is allowed.
async fn next_people(state: &AppState, import: &Import) -> Result<Vec<ImportedUser>, StoreError> {
    let layout = Layout::from_stored(&import.header);
    let cpf_taken = [RowProblem { column: Some(Column::Cpf), wrong: Wrong::CpfTaken }];
    let cpf_taken = serde_json::to_string(&cpf_taken).unwrap_or_default();
    let rows = state.store.find_rows(&import.id, (RowState::Ready, RowState::Ready), 0, BATCH).await?;
    let known = Known::load(&state.store).await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        let cells = opened(&state.keys, &import.id, row.line, &row.cells);
        let read = match &layout.columns {
            Some(columns) if !cells.is_empty() => person::read(&state.settings, &known, columns, &cells),
            // Kept under another key, or by a version that reads headers otherwise.
            _ => Err(vec![RowProblem { column: None, wrong: Wrong::Unreadable }]),
        };
        let id = UserId::from(state.clock.new_uuid());
        let cpf = read.as_ref().ok().and_then(|person| person.cpf.as_ref());
        let cpf = cpf.map(|cpf| state.keys.seal_cpf(cpf, &id));
        people.push(ImportedUser { line: row.line, id, read, cpf, cpf_taken: cpf_taken.clone() });
    }
    Ok(people)
}
