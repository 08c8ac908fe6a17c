//! The rows of a file before it is confirmed, as a table with a tab for each filter.

use super::rows::{RowView, RowsFilter, RowsPage};
use super::texts::ImportTexts;
use crate::domain::Locale;
use crate::domain::import::{Column, ImportId};
use crate::locale::import::{column, remedy, row_problem};
use crate::locale::number::number;
use crate::locale::status::user_status;
use crate::server::store::imports::RowCounts;
use crate::ui::components::page;
use crate::ui::markup::address;
use leptos::prelude::*;

/// The tabs, and a page of the rows of one of them.
#[component]
pub fn Rows(
    /// The import's id.
    import: ImportId,
    /// How many administrators it makes.
    admins: i64,
    /// How many of its rows have each status.
    counts: RowCounts,
    /// The rows.
    shown: RowsPage,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let words = texts.preview;
    let RowsPage { filter: current, columns, rows, after: first_after, more_after } = shown;
    let here = format!("/admin/imports/{import}");
    let address = |filter: RowsFilter, after: i64| match after {
        0 => format!("{here}?rows={}#rows", filter.as_str()),
        after => format!("{here}?rows={}&from={after}#rows", filter.as_str()),
    };
    let locale = page().0.locale;
    let tabs = RowsFilter::ALL.map(|filter| {
        let (label, count) = match filter {
            RowsFilter::Ready => (words.tab_ready, counts.ready),
            RowsFilter::Admins => (words.tab_admins, admins),
            RowsFilter::Known => (words.tab_existing, counts.known + counts.deleted),
            RowsFilter::Wrong => (words.tab_wrong, counts.wrong + counts.refused),
        };
        let is_current = (filter == current).then_some("page");
        (count > 0 || filter == current).then(|| {
            let label = format!("{label} ({})", number(locale, count));
            view! { <li><a href=address(filter, 0) aria-current=is_current>{label}</a></li> }
        })
    });
    let table = if rows.is_empty() {
        view! { <p class="muted">{words.no_rows}</p> }.into_any()
    } else {
        view! { <Table filter=current columns=columns rows=rows texts=texts/> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="rows">
            <h2 id="rows">{words.rows}</h2>
            <nav class="tabs" aria-labelledby="rows"><ul>{tabs}</ul></nav>
            {table}
            <nav class="pager" aria-labelledby="rows">
                <div class="actions">
                    {(first_after > 0).then(|| view! {
                        <a class="button button-secondary" href=address(current, 0)>{texts.problems.first}</a>
                    })}
                    {more_after.map(|after| view! {
                        <a class="button button-secondary" rel="next" href=address(current, after)>{words.next_rows}</a>
                    })}
                </div>
            </nav>
        </section>
    }
}

/// The rows, with the column that only rows of this filter have.
#[component]
fn Table(
    /// Which rows these are.
    filter: RowsFilter,
    /// The columns that were read.
    columns: Vec<Column>,
    /// The rows.
    rows: Vec<RowView>,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let locale = page().0.locale;
    let words = texts.preview;
    let (has_problems, are_known) = (filter == RowsFilter::Wrong, filter == RowsFilter::Known);
    let heads = columns.iter().map(|one| view! { <th scope="col">{column(locale, *one)}</th> }).collect_view();
    let rows = rows.into_iter().map(|row| table_row(row, filter, &columns, locale, texts)).collect_view();
    view! {
        <div class="frame scrolls" tabindex="0" role="region" aria-labelledby="rows">
            <table class="table">
                <caption class="visually-hidden">{words.rows}</caption>
                <thead>
                    <tr>
                        {heads}
                        <th scope="col">{texts.line}</th>
                        {are_known.then(|| view! { <th scope="col">{words.status}</th> })}
                        {has_problems.then(|| view! { <th scope="col">{texts.problems.repair}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn table_row(
    row: RowView,
    filter: RowsFilter,
    columns: &[Column],
    locale: Locale,
    texts: &'static ImportTexts,
) -> impl IntoView + use<> {
    let (has_problems, are_known) = (filter == RowsFilter::Wrong, filter == RowsFilter::Known);
    let problems = row.problems.iter().map(|problem| row_problem(locale, problem)).collect::<Vec<_>>().join(" ");
    let mut cells = row.cells.into_iter().zip(columns);
    // The first column is the name, which no file is without.
    let name = cells.next().map(|(name, _)| name).unwrap_or_default();
    let cells = cells.map(|(cell, one)| {
        let cell = if cell.is_empty() {
            view! { <span class="muted">"–"</span> }.into_any()
        } else if *one == Column::Email {
            // A long one would push the other columns out of sight.
            view! { <span inner_html=address(&cell)></span> }.into_any()
        } else {
            view! { <span>{cell}</span> }.into_any()
        };
        view! { <td data-label=column(locale, *one)>{cell}</td> }
    });
    let cells = cells.collect_view();
    let account = row.account.map(|(id, status)| {
        let remedy = remedy(locale, status).map(|remedy| format!(" – {remedy}"));
        view! { <a href=format!("/admin/users/{id}")>{user_status(locale, status)}</a>{remedy} }
    });
    view! {
        <tr>
            <th scope="row"><strong>{name}</strong></th>
            {cells}
            <td data-label=texts.line><span>{row.line}</span></td>
            {are_known.then(|| view! { <td data-label=texts.preview.status><span>{account}</span></td> })}
            {has_problems.then(|| view! { <td data-label=texts.problems.repair><span>{problems}</span></td> })}
        </tr>
    }
}
