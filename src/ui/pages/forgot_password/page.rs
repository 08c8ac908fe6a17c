//! `/forgot-password`: asks for the address that a link to set a new password is mailed to.

use crate::error::Field;
use crate::ui::components::{ErrorSummary, Frame, Once, PageHeading, TextField, page};
use leptos::prelude::*;

/// Asks for the address, or says what comes next.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let (context, _) = page();
    if context.notice.as_deref() == Some("mail-sent") { sent().into_any() } else { form().into_any() }
}

fn form() -> impl IntoView {
    let (_, texts) = page();
    let forgot = texts.forgotten_password;
    view! {
        <Frame title=forgot.title entry=true>
            <ErrorSummary/>
            <PageHeading title=forgot.title lede=forgot.lede/>
            <form class="form" method="post" action="/forgot-password" novalidate>
                <Once/>
                <TextField field=Field::Email label=texts.form.email autocomplete="username" first=true/>
                <button class="button">{forgot.submit}</button>
            </form>
            <p><a class="back" href="/login">{forgot.back}</a></p>
        </Frame>
    }
}

/// The same whether the address is known here or not.
fn sent() -> impl IntoView {
    let (_, texts) = page();
    let forgot = texts.forgotten_password;
    view! {
        <Frame title=forgot.sent_title entry=true>
            <PageHeading title=forgot.sent_title lede=forgot.sent_lede/>
            <ul class="stack stack-s">
                {forgot.sent_what.map(|what| view! { <li>{what}</li> })}
            </ul>
            <p class="hint">{forgot.sent_limit}</p>
            <p class="hint">{forgot.not_arrived}" "<a href="/forgot-password">{forgot.again}</a>"."</p>
            <p><a class="back" href="/login">{forgot.back}</a></p>
        </Frame>
    }
}
