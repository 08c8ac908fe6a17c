//! `/account/email`: another address, asked for.

use super::actions::find_own_email;
use crate::error::Field;
use crate::ui::components::{
    ErrorSummary, Frame, NavItem, Once, PageHeading, Password, SureEmail, TextField, Username, page,
};
use crate::ui::pages::account::own_texts::texts;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// Asks for the new address, and for the password.
#[component]
pub fn EmailPage() -> impl IntoView {
    when_loaded(find_own_email(), form)
}

fn form(email: String) -> impl IntoView {
    let (context, common) = page();
    let words = &texts(context.locale).email;
    view! {
        <Frame title=words.title nav=NavItem::Account>
            <ErrorSummary/>
            <PageHeading title=words.title lede=(words.lede)(&email)/>
            <form class="form" method="post" action="/account/email" novalidate>
                <Once/>
                <SureEmail/>
                <Username/>
                <TextField field=Field::Email label=words.new_email autocomplete="email" first=true/>
                <Password
                    field=Field::CurrentPassword
                    label=common.account.current_password
                    name=common.password.current_password
                />
                <div class="actions">
                    <button class="button">{words.submit}</button>
                    <a class="button button-quiet" href="/account">{words.cancel}</a>
                </div>
            </form>
        </Frame>
    }
}
