//! How many people stand so, each a link to them.

use super::page;
use crate::domain::StatusFilter;
use crate::locale::number::number;
use crate::ui::pages::admin::users::actions::UserCounts;
use crate::ui::pages::admin::users::texts::texts;
use leptos::prelude::*;

/// A part of all people with nobody in it is left out, unless it is the one shown.
#[component]
pub fn Counters<'a>(
    /// The numbers.
    counts: &'a UserCounts,
    /// Which part is shown, on the page of the list.
    shown: Option<Option<StatusFilter>>,
) -> impl IntoView + use<> {
    let locale = page().0.locale;
    let people = texts(locale);
    let counter = |status: Option<StatusFilter>, count: i64| {
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
    let parts = StatusFilter::ALL.into_iter().filter_map(|status| {
        let count = counts.of(status);
        (count > 0 || shown == Some(Some(status))).then(|| counter(Some(status), count))
    });
    view! {
        <nav class="counters" aria-label=people.parts>
            <ul>{counter(None, counts.all)}{parts.collect_view()}</ul>
        </nav>
    }
}
