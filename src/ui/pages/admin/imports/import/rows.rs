//! The rows of a file before it is confirmed: all of them, page by page, as they were read.

use crate::domain::import::{Column, RowProblem, RowState};
use crate::domain::text_enum::text_enum;
use crate::domain::{Cpf, Role, UserId, UserStatus};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::imports::{OpenRow, OpenRows, open_rows};
use crate::server::store::imports::Import;

/// Rows on a page.
const PAGE_LENGTH: usize = 50;
/// Rows searched for administrators at a time.
const SEARCHED_AT_A_TIME: i64 = 500;

text_enum! {
    /// Which rows; in the order of their tabs, as in addresses.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum RowsFilter {
        /// Those an account is to be made from.
        #[default]
        Ready = "ready",
        /// Those among them that make an administrator.
        Admins = "admins",
        /// Those whose address has an account.
        Known = "known",
        /// Those that cannot be read.
        Wrong = "wrong",
    }
}

/// A page of rows.
#[derive(Clone, Debug)]
pub struct RowsPage {
    /// Which rows.
    pub filter: RowsFilter,
    /// The columns that are read, in their order.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// The line before the first of them; 0 on the first page.
    pub after: i64,
    /// The line after which the next page begins, if there is one.
    pub more_after: Option<i64>,
}

/// A row as it was read.
#[derive(Clone, Debug)]
pub struct RowView {
    /// The line where it begins.
    pub line: i64,
    /// A cell for each column.
    pub cells: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
    /// The account that has its address, and its status.
    pub account: Option<(UserId, UserStatus)>,
}

/// The rows of a file that fit `filter`, after the line `after`.
pub async fn find_rows_page(
    state: &AppState,
    import: &Import,
    filter: RowsFilter,
    after: i64,
) -> Result<RowsPage, AppError> {
    let states = match filter {
        RowsFilter::Ready | RowsFilter::Admins => (RowState::Ready, RowState::Ready),
        RowsFilter::Known => (RowState::Known, RowState::Known),
        RowsFilter::Wrong => (RowState::Wrong, RowState::Refused),
    };
    let limit = match filter {
        RowsFilter::Admins => SEARCHED_AT_A_TIME,
        _ => i64::try_from(PAGE_LENGTH).unwrap_or_default() + 1,
    };
    let mut from = after;
    let mut rows = Vec::new();
    let columns = loop {
        let open = open_rows(state, import, states, from, limit).await?;
        let columns = open.layout.read_columns();
        let is_last = i64::try_from(open.rows.len()).unwrap_or_default() < limit;
        from = open.rows.last().map_or(from, |row| row.line);
        let is_meant = |row: &&OpenRow| filter != RowsFilter::Admins || open.role(row) == Some(Role::Admin);
        rows.extend(open.rows.iter().filter(is_meant).map(|row| row_view(&open, row, &columns)));
        // The file says how many there are: once they are found the rest need not be read.
        let has_all = filter == RowsFilter::Admins && i64::try_from(rows.len()).unwrap_or_default() >= import.admins;
        if filter != RowsFilter::Admins || is_last || has_all || rows.len() > PAGE_LENGTH {
            break columns;
        }
    };
    let has_more = rows.len() > PAGE_LENGTH;
    rows.truncate(PAGE_LENGTH);
    let more_after = rows.last().filter(|_| has_more).map(|row| row.line);
    if let (RowsFilter::Known, Some(first), Some(last)) = (filter, rows.first(), rows.last()) {
        let mut accounts = state.store.list_known_of_import(&import.id, (first.line, last.line)).await?;
        rows.iter_mut().for_each(|row| row.account = accounts.remove(&row.line));
    }
    Ok(RowsPage { filter, columns, rows, after, more_after })
}

fn row_view(open: &OpenRows, row: &OpenRow, columns: &[Column]) -> RowView {
    RowView {
        line: row.line,
        cells: columns.iter().map(|column| shown(*column, open.cell(row, *column))).collect(),
        problems: row.problems.clone(),
        account: None,
    }
}

/// A cell as a page shows it: a CPF without the digits that others need not see.
fn shown(column: Column, cell: String) -> String {
    match column {
        Column::Cpf => Cpf::parse(&cell).map(|cpf| cpf.to_string()).unwrap_or(cell),
        _ => cell,
    }
}
