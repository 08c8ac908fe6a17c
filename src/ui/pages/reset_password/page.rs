//! `/reset-password`: where the mailed link leads, once its token has left the
//! address for a cookie. Looking at it changes nothing: mail gateways open
//! links before people do.

use crate::error::Field;
use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, LinkOwner, LinkToken, NewPassword, PageHeading, page};
use crate::ui::pages::forgot_password::actions::find_password_link;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// Asks for the new password.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let token = query("t");
    let loading = find_password_link(token.clone());
    when_loaded(loading, move |email| form(token, email))
}

fn form(token: Option<String>, email: String) -> impl IntoView {
    let (_, texts) = page();
    let reset = &texts.forgotten_password.reset;
    view! {
        <Frame title=reset.title entry=true>
            <ErrorSummary/>
            <PageHeading title=reset.title lede=reset.lede/>
            <form class="form" method="post" action="/reset-password" novalidate>
                <LinkToken token/>
                <LinkOwner email=email.clone()/>
                <NewPassword
                    field=Field::NewPassword
                    label=texts.form.new_password
                    name=texts.password.new_password
                    owner=Some(email)
                    first=true
                />
                <button class="button">{reset.submit}</button>
            </form>
        </Frame>
    }
}
