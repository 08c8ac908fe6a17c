//! How many people stand so, each a link to them.

use super::page;
use crate::api::people::PeopleCounts;
use crate::domain::PeopleStatus;
use crate::locale::console::people::texts;
use crate::locale::number::number;
use leptos::prelude::*;

/// A part of all people with nobody in it is left out, unless it is the one shown.
#[component]
pub fn Counters<'a>(
    /// The numbers.
    counts: &'a PeopleCounts,
    /// Which part is shown, on the page of the list.
    shown: Option<Option<PeopleStatus>>,
) -> impl IntoView + use<> {
    let locale = page().0.locale;
    let people = texts(locale);
    let counter = |status: Option<PeopleStatus>, count: i64| {
        let name = status.map_or(people.everybody, people.part);
        let href = match status {
            None => "/admin/users".to_owned(),
            Some(status) => format!("/admin/users?status={}", status.as_str()),
        };
        let current = (shown == Some(status)).then_some("true");
        view! {
            <li><a href=href aria-current=current>{name}" "<strong>{number(locale, count)}</strong></a></li>
        }
    };
    let parts = PeopleStatus::ALL.into_iter().filter_map(|status| {
        let count = counts.of(status);
        (count > 0 || shown == Some(Some(status))).then(|| counter(Some(status), count))
    });
    view! {
        <nav class="counters" aria-label=people.parts>
            <ul>{counter(None, counts.all)}{parts.collect_view()}</ul>
        </nav>
    }
}
