//! The rows that were rejected: where, what, and what to do.

use super::texts::ImportTexts;
use super::view::{ImportView, ProblemRow};
use crate::locale::import::{column, row_problem};
use crate::ui::components::{Icon, page};
use leptos::prelude::*;

/// A table of rejected rows, a page of them; nothing when there are none.
#[component]
pub fn Problems(
    /// The import.
    view: ImportView,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let words = texts.problems;
    let rejected = view.counts.wrong + view.counts.refused;
    let here = format!("/admin/imports/{}", view.import.id);
    let next = view.more_after.map(|after| format!("{here}?after={after}#problems"));
    let is_first = rejected == view.shown || view.more_after.is_some() && view.problems.is_empty();
    (rejected > 0).then(|| {
        let rows = view.problems.into_iter().map(|row| view! { <Row row=row texts=texts/> });
        view! {
            <section class="stack" aria-labelledby="problems">
                <div class="page-head">
                    <h2 id="problems">{words.title}</h2>
                    <Download here=here.clone() label=words.download/>
                </div>
                <p class="muted">{words.download_hint}</p>
                <div class="frame">
                    <table class="table">
                        <caption>{(words.caption)(view.shown, rejected)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{texts.line}</th>
                                <th scope="col">{words.column}</th>
                                <th scope="col">{words.value}</th>
                                <th scope="col">{words.repair}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
                <nav class="pager" aria-labelledby="problems">
                    <div class="actions">
                        {(!is_first).then(|| view! {
                            <a class="button button-secondary" href=format!("{here}#problems")>{words.first}</a>
                        })}
                        {next.map(|next| view! {
                            <a class="button button-secondary" rel="next" href=next>{words.next}</a>
                        })}
                    </div>
                </nav>
            </section>
        }
    })
}

/// Takes these rows away as a file; first to the password when it is due.
#[component]
fn Download(
    /// The address of the import.
    here: String,
    /// What it is called.
    label: &'static str,
) -> impl IntoView {
    let is_confirmed = page().0.person.as_ref().is_some_and(|person| person.confirmed);
    let label = view! { <Icon name="file"/>{label} };
    if is_confirmed {
        view! { <a class="button button-secondary" href=format!("{here}/rejected.csv")>{label}</a> }.into_any()
    } else {
        let path = format!("/admin/confirm-password?next={here}");
        view! { <a class="button button-secondary" href=path data-dialog>{label}</a> }.into_any()
    }
}

#[component]
fn Row(
    /// What is wrong.
    row: ProblemRow,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts.problems;
    let name = row.problem.column.map_or(words.whole_row, |which| column(context.locale, which));
    let value = if row.value.is_empty() {
        view! { <span class="muted">{words.empty}</span> }.into_any()
    } else {
        view! { <code>{row.value}</code> }.into_any()
    };
    view! {
        <tr>
            <th scope="row"><strong>{texts.line}" "{row.line}</strong></th>
            <td data-label=words.column><span>{name}</span></td>
            <td data-label=words.value>{value}</td>
            <td data-label=words.repair><span>{row_problem(context.locale, &row.problem)}</span></td>
        </tr>
    }
}
