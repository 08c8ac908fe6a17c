//! What on the overview needs somebody: each with the one page where it is dealt with.

use super::actions::Overview;
use super::texts::texts;
use crate::domain::StatusFilter;
use crate::domain::import::ImportState;
use crate::locale::number::number;
use crate::ui::components::{Icon, page};
use leptos::prelude::*;

/// The list, or that there is nothing to do.
#[component]
pub fn Needs<'a>(
    /// What the page shows.
    overview: &'a Overview,
) -> impl IntoView + use<> {
    let locale = page().0.locale;
    let said = &texts(locale).needs;
    let people = [
        (StatusFilter::Failed, said.failed),
        (StatusFilter::Pending, said.pending),
        (StatusFilter::Expired, said.expired),
        (StatusFilter::Exhausted, said.exhausted),
    ];
    let mut items: Vec<AnyView> = people
        .into_iter()
        .filter_map(|(status, words)| {
            let count = overview.counts.of(status);
            let href = format!("/admin/users?status={}", status.as_str());
            (count > 0).then(|| item(href, words(count, &number(locale, count)), said.see_people))
        })
        .collect();
    items.extend(overview.imports.iter().map(|import| {
        let words = match import.state {
            ImportState::Preview => said.import_preview,
            ImportState::Paused => said.import_paused,
            _ => said.import_running,
        };
        item(format!("/admin/imports/{}", import.id), words(&import.file_name), said.open_import)
    }));
    let list = if items.is_empty() {
        view! { <p><Icon name="check"/>" "{said.nothing}</p> }.into_any()
    } else {
        view! { <ul class="rows needs">{items}</ul> }.into_any()
    };
    view! {
        <section class="stack stack-s" aria-labelledby="needs">
            <h2 id="needs">{said.title}</h2>
            {list}
        </section>
    }
}

fn item(href: String, words: String, link: &'static str) -> AnyView {
    view! { <li><span>{words.clone()}</span>" "<a href=href>{link}<span class="visually-hidden">": "{words}</span></a></li> }
        .into_any()
}
