//! `/setup`: creates the first admin, with the setup link.

use super::actions::check_link;
use crate::error::Field;
use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, LinkToken, NewPassword, PageHeading, SureEmail, TextField, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// Asks who the first administrator is. Without a valid link, says so.
#[component]
pub fn SetupPage() -> impl IntoView {
    let token = query("t");
    let loading = check_link(token.clone());
    when_loaded(loading, move |()| form(token))
}

fn form(token: Option<String>) -> impl IntoView {
    let (_, texts) = page();
    let (setup, form) = (texts.setup, texts.form);
    view! {
        <Frame title=setup.title entry=true>
            <ErrorSummary/>
            <PageHeading title=setup.title lede=setup.lede/>
            <form class="form" method="post" action="/setup" novalidate>
                <LinkToken token/>
                <SureEmail/>
                <TextField field=Field::DisplayName label=form.display_name autocomplete="name" first=true/>
                <TextField field=Field::Email label=form.email autocomplete="username"/>
                <NewPassword field=Field::Password label=form.password name=texts.password.password/>
                <button class="button">{setup.submit}</button>
            </form>
        </Frame>
    }
}
