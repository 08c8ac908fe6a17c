//! `/first-access`: the one page a temporary password opens, by sign-in or by link.
//!
//! Visitors are sent on to `/login`, which takes the token out of the link's
//! fragment and comes back here with it in a cookie.

use super::actions::find_link_owner;
use crate::error::Field;
use crate::server::accounts::FirstAccessLink;
use crate::ui::address::query;
use crate::ui::components::{Code, ErrorSummary, Frame, LinkOwner, NewPassword, PageHeading, Username, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// Asks for an own password.
#[component]
pub fn FirstAccessPage() -> impl IntoView {
    when_loaded(find_link_owner(), show)
}

fn show(link_owner: Option<FirstAccessLink>) -> impl IntoView {
    let (_, texts) = page();
    let words = texts.first_access;
    let is_by_link = link_owner.is_some();
    let owner = link_owner.as_ref().map(|link| link.email.as_str().to_owned());
    view! {
        <Frame title=words.title entry=true>
            <ErrorSummary/>
            <PageHeading title=words.title lede=if is_by_link { words.lede_link } else { words.lede }/>
            <form class="form" method="post" action="/first-access" novalidate>
                {query("next").map(|next| view! { <input type="hidden" name="next" value=next/> })}
                {match link_owner {
                    Some(link) => temporary_password(link).into_any(),
                    None => view! { <Username/> }.into_any(),
                }}
                <NewPassword
                    field=Field::NewPassword
                    label=texts.form.new_password
                    name=texts.password.new_password
                    owner=owner
                    first=!is_by_link
                />
                <button class="button">{words.submit}</button>
            </form>
            {if is_by_link {
                view! { <p><a class="back" href="/forgot-password">{words.another}</a></p> }.into_any()
            } else {
                view! { <p class="hint">{words.not_you}</p> }.into_any()
            }}
        </Frame>
    }
}

/// The address, which the link knows, and the temporary password, which it does not.
fn temporary_password(link: FirstAccessLink) -> impl IntoView {
    let (_, texts) = page();
    let words = texts.first_access;
    view! {
        <LinkOwner email=link.email.as_str().to_owned()/>
        <Code
            field=Field::Password
            label=words.temporary_password
            hint=words.temporary_password_hint
            is_numeric=link.is_numeric
        />
    }
}
