//! Rejected rows, as a file that can be fixed and uploaded again: why in the
//! first column, then the cells as they were.

use super::header::Columns;
use super::{CheckedFile, CheckedRow, Layout, OpenRow, open_rows};
use crate::domain::import::{RowProblem, RowState};
use crate::domain::{Locale, audit_detail};
use crate::error::AppError;
use crate::locale::import as words;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::audit::{AuditEvent, AuditKind};
use crate::server::store::imports::Import;

/// Rows at a time.
const BATCH: i64 = 1000;

/// Some rejected rows.
pub struct Rejected {
    /// What separates the cells of the file they come from; nothing in a workbook.
    pub separator: Option<char>,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows, each with its reason.
    pub rows: Vec<Vec<String>>,
    /// The line after which more may come; `None` at the end.
    pub more_after: Option<i64>,
}

impl Rejected {
    /// Leaves out the column in which an earlier import has said why.
    fn new<'a>(
        locale: Locale,
        layout: &Layout,
        rows: impl Iterator<Item = (&'a [RowProblem], &'a [String])>,
        more_after: Option<i64>,
    ) -> Self {
        let earlier_reason = layout.columns.as_ref().and_then(Columns::reason);
        let with = |first: String, cells: &[String]| -> Vec<String> {
            let kept = cells.iter().enumerate().filter(|(index, _)| Some(*index) != earlier_reason);
            std::iter::once(first).chain(kept.map(|(_, cell)| cell.clone())).collect()
        };
        let reason = |problems: &[RowProblem]| -> String {
            let reasons: Vec<String> = problems.iter().map(|problem| words::row_problem(locale, problem)).collect();
            reasons.join(" ")
        };
        Self {
            separator: layout.separator,
            header: with(words::reason(locale).to_owned(), &layout.names),
            rows: rows.map(|(problems, cells)| with(reason(problems), cells)).collect(),
            more_after,
        }
    }

    /// The next of a file of which nothing is kept yet, after the line `after`.
    pub fn foreseen(checked: &CheckedFile, locale: Locale, after: i64) -> Self {
        let from = checked.rows.partition_point(|row| i64::from(row.line) <= after);
        let wrong = checked.rows[from..].iter().filter(|row| row.state == RowState::Wrong);
        let batch: Vec<&CheckedRow> = wrong.take(usize::try_from(BATCH).unwrap_or(usize::MAX)).collect();
        let more_after = batch.last().map(|row| i64::from(row.line));
        Self::new(locale, &checked.layout, batch.into_iter().map(|row| (&*row.problems, &*row.cells)), more_after)
    }
}

/// The first rejected rows of an import that an admin takes away as a file, and [`find_rejected`] the rest. Like the list
/// of people they leave only after the password was given, and the log says who took them. A CPF in them is whole: one
/// with a wrong digit is there to be corrected.
///
/// # Errors
/// [`AppError::NotFound`] where there are none; [`AppError::PasswordNeeded`]; or when the database does not answer.
pub async fn export_rejected(
    state: &AppState,
    admin: &Admin,
    import: &Import,
    locale: Locale,
) -> Result<Rejected, AppError> {
    let first = find_rejected(state, import, locale, 0).await?;
    if first.rows.is_empty() {
        return Err(AppError::NotFound);
    }
    admin.require_confirmation()?;
    let counts = state.store.find_row_counts(&import.id).await?;
    let detail = format!("import {}: {}", import.id, audit_detail::rows(counts.wrong + counts.refused, false));
    let event =
        AuditEvent { kind: AuditKind::RejectedRowsExported, by: admin.by(), target: None, detail: Some(&detail) };
    state.store.insert_audit_event(event).await?;
    Ok(first)
}

/// The next rejected rows of an import, after the line `after`. Rows whose cells
/// have been forgotten are left out.
pub async fn find_rejected(
    state: &AppState,
    import: &Import,
    locale: Locale,
    after: i64,
) -> Result<Rejected, StoreError> {
    let open = open_rows(state, import, (RowState::Wrong, RowState::Refused), after, BATCH).await?;
    let kept = open.rows.iter().filter(|row| !row.cells.is_empty());
    let rows = kept.map(|OpenRow { problems, cells, .. }| (&**problems, &**cells));
    Ok(Rejected::new(locale, &open.layout, rows, open.rows.last().map(|row| row.line)))
}
