//! `/register/confirm`: where the mailed link leads. Looking at it changes
//! nothing: mail gateways open links before people do.

use super::{query, when_known};
use crate::api::register::Confirmation;
use crate::api::register::find_confirmation;
use crate::error::Field;
use crate::ui::components::{ErrorSummary, Frame, Password, page};
use leptos::prelude::*;

/// One button in the browser that registered; elsewhere the password as well.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let token = query("t").unwrap_or_default();
    let asked = {
        let token = token.clone();
        async move { find_confirmation(&token).await }
    };
    when_known(asked, move |confirmation| form(token, confirmation == Confirmation::Password))
}

fn form(token: String, asks_password: bool) -> impl IntoView {
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
                <input type="hidden" name="t" value=token/>
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
