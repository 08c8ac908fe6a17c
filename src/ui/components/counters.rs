//! How many people have each status, each a link to them.

use super::page;
use crate::domain::{Locale, StatusFilter};
use crate::locale;
use crate::locale::number::number;
use crate::ui::markup::Markup;
use crate::ui::pages::admin::users::actions::UserCounts;
use crate::ui::pages::admin::users::address::UserListAddress;
use crate::ui::pages::admin::users::texts::texts;
use leptos::prelude::*;
use serde_json::json;

/// A part of all people with nobody in it is left out, unless it is the one shown.
#[component]
pub fn Counters<'a>(
    /// The numbers.
    counts: &'a UserCounts,
) -> impl IntoView + use<> {
    let mut out = Markup::default();
    push_counters(&mut out, page().0.locale, counts, None);
    view! { <div inner_html=out.into_string()></div> }
}

/// Writes the counters as markup; `list` is what is shown, on the page of the list. Its search and filters go along to the
/// other parts, and meanwhile the numbers, which are those of all people, are left out.
pub fn push_counters(out: &mut Markup, locale: Locale, counts: &UserCounts, list: Option<&UserListAddress>) {
    let shown = list.map(|list| list.status);
    let all = UserListAddress::read(|_| Vec::new());
    let address = list.unwrap_or(&all);
    let is_narrowed = !address.q.is_empty() || address.has_filters();
    let people = texts(locale);
    out.raw("<nav class=\"counters\" id=\"counters\"").attribute("aria-label", Some(people.parts)).raw("><ul>");
    let parts = StatusFilter::ALL.into_iter().map(|status| (Some(status), counts.of(status)));
    for (status, count) in std::iter::once((None, counts.all)).chain(parts) {
        if status.is_some() && count == 0 && shown != Some(status) {
            continue;
        }
        let word = status.map_or("all", StatusFilter::as_str);
        out.raw("<li><a href=\"").text(&address.of_status(status)).raw("\"");
        out.raw(" data-count=\"").raw(word).raw("\"");
        out.raw(if shown == Some(status) { " aria-current=\"true\">" } else { ">" }).text(name(locale, status));
        if !is_narrowed {
            out.raw(" <strong>").text(&number(locale, count)).raw("</strong>");
        }
        out.raw("</a></li>");
    }
    out.raw("</ul></nav>");
}

/// A part is called as the state of those in it.
fn name(locale: Locale, part: Option<StatusFilter>) -> &'static str {
    match part.map(StatusFilter::state) {
        None => texts(locale).everybody,
        Some(None) => texts(locale).never,
        Some(Some(state)) => locale::user_status(locale, state),
    }
}

/// The numbers as the JSON of a live event.
pub fn counters_event(counts: &UserCounts) -> String {
    let parts = StatusFilter::ALL.into_iter().map(|status| (status.as_str(), counts.of(status)));
    let numbers: serde_json::Map<_, _> = std::iter::once(("all", counts.all))
        .chain(parts)
        .map(|(part, count)| (part.to_owned(), json!(count)))
        .collect();
    json!({ "counts": numbers }).to_string()
}
