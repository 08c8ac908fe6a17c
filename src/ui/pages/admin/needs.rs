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
    let texts = &texts(locale).needs;
    let people = [
        (StatusFilter::Failed, texts.failed),
        (StatusFilter::Pending, texts.pending),
        (StatusFilter::Expired, texts.expired),
        (StatusFilter::Exhausted, texts.exhausted),
    ];
    let mut items: Vec<AnyView> = people
        .into_iter()
        .filter_map(|(status, words)| {
            let count = overview.counts.of(status);
            let href = format!("/admin/users?status={}", status.as_str());
            (count > 0).then(|| item(href, words(count, &number(locale, count)), texts.see_people))
        })
        .collect();
    items.extend(overview.imports.iter().map(|import| {
        let words = match import.state {
            ImportState::Preview => texts.import_preview,
            ImportState::Paused => texts.import_paused,
            _ => texts.import_running,
        };
        item(format!("/admin/imports/{}", import.id), words(&import.file_name), texts.open_import)
    }));
    let list = if items.is_empty() {
        view! { <p><Icon name="check"/>" "{texts.nothing}</p> }.into_any()
    } else {
        view! { <ul class="rows frame needs">{items}</ul> }.into_any()
    };
    view! {
        <section class="stack stack-s" aria-labelledby="needs">
            <h2 id="needs">{texts.title}</h2>
            {list}
        </section>
    }
}

fn item(href: String, words: String, link: &'static str) -> AnyView {
    view! { <li><span>{words.clone()}</span>" "<a href=href>{link}<span class="visually-hidden">": "{words}</span></a></li> }
        .into_any()
}
