//! What narrows the list down: the counters above it, the search, the order.

use super::actions::UserListAddress;
use super::texts::texts;
use crate::domain::{Role, UserSort};
use crate::locale::role as role_name;
use crate::ui::components::{SearchField, page};
use leptos::prelude::*;

/// The search. With a script the list follows what one types; without, the button looks.
#[component]
pub fn Filters<'a>(
    /// What is asked for.
    address: &'a UserListAddress,
) -> impl IntoView + use<> {
    let locale = page().0.locale;
    let filters = texts(locale).filters;
    let roles = Role::ALL.map(|role| {
        let is_chosen = address.role == Some(role);
        view! { <option value=role.as_str() selected=is_chosen>{role_name(locale, role)}</option> }
    });
    let orders = UserSort::ALL.map(|sort| {
        let value = if sort == UserSort::NEWEST { "" } else { sort.as_str() };
        view! { <option value=value selected=sort == address.sort>{(filters.sort)(sort)}</option> }
    });
    let status = address.status.map(|status| view! { <input type="hidden" name="status" value=status.as_str()/> });
    view! {
        <form class="filters" role="search" method="get" action="/admin/users" data-instant="people">
            <SearchField name="q" label=filters.search hint=filters.search_hint value=address.q.clone()/>
            <div class="field">
                <label for="role">{filters.role}</label>
                <select id="role" name="role"><option value="">{filters.any_role}</option>{roles}</select>
            </div>
            <div class="field">
                <label for="sort">{filters.sort_label}</label>
                <select id="sort" name="sort">{orders}</select>
            </div>
            {status}
            <button class="button button-secondary">{filters.submit}</button>
        </form>
    }
}
