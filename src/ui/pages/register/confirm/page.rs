//! `/register/confirm`: where the mailed link leads. Looking at it changes
//! nothing: mail gateways open links before people do.

use crate::error::Field;
use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, LinkToken, Password, page};
use crate::ui::pages::register::actions::Confirmation;
use crate::ui::pages::register::actions::find_confirmation;
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
            <div class="stack stack-s">
                <h1>{confirm.title}</h1>
                <p class="lede">{if asks_password { confirm.lede_password } else { confirm.lede }}</p>
            </div>
            <form class="form" method="post" action="/register/confirm" novalidate>
                <LinkToken token/>
                {asks_password.then(|| view! {
                    <Password
                        field=Field::Password
                        label=texts.form.password
                        hint=confirm.password_hint
                        name=texts.password.password
                    />
                })}
                <button class="button">{confirm.submit}</button>
            </form>
        </Frame>
    }
}
