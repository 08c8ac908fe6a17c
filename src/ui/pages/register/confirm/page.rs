//! `/register/confirm`: where the mailed link leads.

use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, LinkForm, PageHeading, page};
use crate::ui::pages::register::actions::{Confirmation, find_confirmation};
use crate::ui::pages::register::page::pending;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// One button in the browser that registered; elsewhere the password as well.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let token = query("t");
    let loading = find_confirmation(token.clone());
    when_loaded(loading, move |confirmation| match confirmation {
        Confirmation::Pending => pending().into_any(),
        Confirmation::OneClick | Confirmation::Password => {
            form(token, confirmation == Confirmation::Password).into_any()
        }
    })
}

fn form(token: Option<String>, asks_password: bool) -> impl IntoView {
    let (_, texts) = page();
    let confirm = texts.register_confirm;
    view! {
        <Frame title=confirm.title entry=true>
            <ErrorSummary/>
            <PageHeading title=confirm.title lede=if asks_password { confirm.lede_password } else { confirm.lede }/>
            <LinkForm
                action="/register/confirm"
                token
                password_hint=asks_password.then_some(confirm.password_hint)
                submit=confirm.submit
            />
        </Frame>
    }
}
