//! What narrows the list down: the counters above it, the search, the order.

use crate::api::people::{PeopleAddress, PeopleList};
use crate::components::{SearchField, page};
use crate::domain::{PeopleSort, PeopleStatus, Role};
use crate::locale::console::people::texts;
use leptos::prelude::*;

/// How many people stand so, each a link to them. A part with nobody in it is left out.
#[component]
pub fn Counters<'a>(
    /// The list, with the numbers.
    list: &'a PeopleList,
) -> impl IntoView + use<> {
    let people = texts(page().0.locale);
    let shown = list.address.status;
    let counter = |status: Option<PeopleStatus>, count: i64| {
        let name = status.map_or(people.everybody, people.part);
        let href = match status {
            None => "/admin/users".to_owned(),
            Some(status) => format!("/admin/users?status={}", status.as_str()),
        };
        let current = (status == shown).then_some("true");
        view! {
            <li><a href=href aria-current=current>{name}" "<strong>{(people.number)(count)}</strong></a></li>
        }
    };
    let counts = &list.counts;
    let parts = PeopleStatus::ALL.into_iter().filter_map(|status| {
        let count = counts.of(status);
        (count > 0 || shown == Some(status)).then(|| counter(Some(status), count))
    });
    view! {
        <nav class="counters" aria-label=people.parts>
            <ul>{counter(None, counts.all)}{parts.collect_view()}</ul>
        </nav>
    }
}

/// The search. With a script the list follows what one types; without, the button looks.
#[component]
pub fn Filters<'a>(
    /// What is asked for.
    address: &'a PeopleAddress,
) -> impl IntoView + use<> {
    let (context, page_texts) = page();
    let people = texts(context.locale);
    let roles = Role::ALL.map(|role| {
        let is_chosen = address.role == Some(role);
        view! { <option value=role.as_str() selected=is_chosen>{(page_texts.users.role_name)(role)}</option> }
    });
    let orders = PeopleSort::ALL.map(|sort| {
        let value = if sort == PeopleSort::NEWEST { "" } else { sort.as_str() };
        view! { <option value=value selected=sort == address.sort>{(people.sort)(sort)}</option> }
    });
    let status = address.status.map(|status| view! { <input type="hidden" name="status" value=status.as_str()/> });
    view! {
        <form class="filters" role="search" method="get" action="/admin/users" data-instant="people">
            <SearchField name="q" label=people.search hint=people.search_hint value=address.q.clone()/>
            <div class="field">
                <label for="role">{people.role}</label>
                <select id="role" name="role"><option value="">{people.any_role}</option>{roles}</select>
            </div>
            <div class="field">
                <label for="sort">{people.sort_label}</label>
                <select id="sort" name="sort">{orders}</select>
            </div>
            {status}
            <button class="button button-secondary">{people.submit}</button>
        </form>
    }
}
