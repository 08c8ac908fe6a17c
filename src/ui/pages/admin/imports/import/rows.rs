//! The rows of a file before it is confirmed: all of them, page by page, as they were read.

use super::texts::ImportTexts;
use crate::domain::import::{Column, RowState};
use crate::domain::text_enum::text_enum;
use crate::domain::{Cpf, Role, UserId, UserStatus};
use crate::error::AppError;
use crate::locale::import::{column, remedy, row_problem};
use crate::locale::number::number;
use crate::locale::status::user_status;
use crate::server::AppState;
use crate::server::imports::{OpenRow, OpenRows, open_rows};
use crate::server::store::imports::{Import, RowCounts};
use crate::ui::components::page;
use leptos::prelude::*;

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
    pub problems: Vec<crate::domain::import::RowProblem>,
    /// The account that has its address, and how it stands.
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

/// The tabs, and a page of the rows of one of them.
#[component]
pub fn Rows(
    /// The import.
    import: String,
    /// How many administrators it makes.
    admins: i64,
    /// How many of its rows have each status.
    counts: RowCounts,
    /// The rows.
    shown: RowsPage,
    /// The texts.
    said: &'static ImportTexts,
) -> impl IntoView {
    let (context, _) = page();
    let (words, locale) = (said.preview, context.locale);
    let here = format!("/admin/imports/{import}");
    let address = |filter: RowsFilter, after: i64| match after {
        0 => format!("{here}?rows={}#rows", filter.as_str()),
        after => format!("{here}?rows={}&from={after}#rows", filter.as_str()),
    };
    let tabs = RowsFilter::ALL.map(|filter| {
        let (label, count) = match filter {
            RowsFilter::Ready => (words.tab_ready, counts.ready),
            RowsFilter::Admins => (words.tab_admins, admins),
            RowsFilter::Known => (words.tab_known, counts.known + counts.deleted),
            RowsFilter::Wrong => (words.tab_wrong, counts.wrong + counts.refused),
        };
        let is_current = (filter == shown.filter).then_some("page");
        (count > 0 || filter == shown.filter).then(|| {
            let label = format!("{label} ({})", number(locale, count));
            view! { <li><a href=address(filter, 0) aria-current=is_current>{label}</a></li> }
        })
    });
    let (has_problems, are_known) = (shown.filter == RowsFilter::Wrong, shown.filter == RowsFilter::Known);
    let heads = shown.columns.iter().map(|one| view! { <th scope="col">{column(locale, *one)}</th> }).collect_view();
    let columns = shown.columns.clone();
    let is_empty = shown.rows.is_empty();
    let rows = shown.rows.into_iter().map(|row| {
        let problems = row.problems.iter().map(|problem| row_problem(locale, problem)).collect::<Vec<_>>().join(" ");
        let mut cells = row.cells.into_iter().zip(&columns);
        // The first column is the name, which no file is without.
        let name = cells.next().map(|(name, _)| name).unwrap_or_default();
        let cells = cells.map(|(cell, one)| {
            let cell = if cell.is_empty() {
                view! { <span class="muted">"–"</span> }.into_any()
            } else {
                view! { <span>{cell}</span> }.into_any()
            };
            view! { <td data-label=column(locale, *one)>{cell}</td> }
        });
        let account = row.account.map(|(id, status)| {
            let remedy = remedy(locale, status).map(|remedy| format!(" – {remedy}"));
            view! { <a href=format!("/admin/users/{id}")>{user_status(locale, status)}</a>{remedy} }
        });
        view! {
            <tr>
                <th scope="row"><strong>{name}</strong></th>
                {cells.collect_view()}
                <td data-label=said.line><span>{row.line}</span></td>
                {are_known.then(|| view! { <td data-label=words.status><span>{account}</span></td> })}
                {has_problems.then(|| view! { <td data-label=said.problems.repair><span>{problems}</span></td> })}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack" aria-labelledby="rows">
            <h2 id="rows">{words.rows}</h2>
            <nav class="tabs" aria-labelledby="rows"><ul>{tabs}</ul></nav>
            {if is_empty {
                view! { <p class="muted">{words.no_rows}</p> }.into_any()
            } else {
                view! {
                    <div class="frame scrolls" tabindex="0" role="region" aria-labelledby="rows">
                        <table class="table">
                            <caption class="visually-hidden">{words.rows}</caption>
                            <thead>
                                <tr>
                                    {heads}
                                    <th scope="col">{said.line}</th>
                                    {are_known.then(|| view! { <th scope="col">{words.status}</th> })}
                                    {has_problems.then(|| view! { <th scope="col">{said.problems.repair}</th> })}
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
                .into_any()
            }}
            <nav class="pager" aria-labelledby="rows">
                <div class="actions">
                    {(shown.after > 0).then(|| view! {
                        <a class="button button-secondary" href=address(shown.filter, 0)>{said.problems.first}</a>
                    })}
                    {shown.more_after.map(|after| view! {
                        <a class="button button-secondary" rel="next" href=address(shown.filter, after)>{words.next_rows}</a>
                    })}
                </div>
            </nav>
        </section>
    }
}
