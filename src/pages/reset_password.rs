//! `/reset-password`: where the mailed link leads. Looking at it changes
//! nothing: mail gateways open links before people do.

use super::{query, when_known};
use crate::api::forgotten_password::find_password_link;
use crate::components::{ErrorSummary, Frame, NewPassword, Username, page};
use crate::error::Field;
use crate::locale::forgotten_password::texts;
use leptos::prelude::*;

/// Asks for the new password.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let token = query("t").unwrap_or_default();
    let asked = {
        let token = token.clone();
        async move { find_password_link(&token).await }
    };
    when_known(asked, move |email| form(token, email))
}

fn form(token: String, email: String) -> impl IntoView {
    let (context, common) = page();
    let reset = &texts(context.locale).reset;
    view! {
        <Frame title=reset.title entry=true>
            <ErrorSummary/>
            <div class="stack stack-s">
                <h1>{reset.title}</h1>
                <p class="lede">{reset.lede}</p>
            </div>
            <form class="form" method="post" action="/reset-password" novalidate>
                <input type="hidden" name="t" value=token/>
                <Username email=email/>
                <NewPassword field=Field::NewPassword label=common.form.new_password name=common.password.password/>
                <button class="button">{reset.submit}</button>
            </form>
        </Frame>
    }
}
