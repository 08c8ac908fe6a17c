//! `/account/delete`: asks before a person deletes their own account.

use super::actions::find_deletable_account;
use crate::error::Field;
use crate::ui::components::{ErrorSummary, Frame, NavItem, PageHeading, Password, Username, page};
use crate::ui::pages::account::own_texts::texts;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// Says what happens, and asks for the password.
#[component]
pub fn DeleteAccountPage() -> impl IntoView {
    when_loaded(find_deletable_account(), form)
}

fn form(email: String) -> impl IntoView {
    let (context, common) = page();
    let words = &texts(context.locale).deletion;
    let effects = words.effects.map(|effect| view! { <li>{effect}</li> });
    view! {
        <Frame title=words.title nav=NavItem::Account>
            <ErrorSummary/>
            <PageHeading title=words.title lede=(words.lede)(&email)/>
            <ul class="stack stack-s">{effects}</ul>
            <form class="form" method="post" action="/account/delete" novalidate>
                <Username/>
                <Password
                    field=Field::CurrentPassword
                    label=common.account.current_password
                    name=common.password.current_password
                />
                <div class="actions">
                    <button class="button button-danger">{words.submit}</button>
                    <a class="button button-quiet" href="/account">{words.cancel}</a>
                </div>
            </form>
        </Frame>
    }
}
