//! `/register`: self-registration.

use crate::error::Field;
use crate::ui::components::{ErrorSummary, Frame, NewPassword, Once, PageHeading, SureEmail, TextField, page};
use leptos::prelude::*;

/// The form, or what to do once it was accepted.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let (context, _) = page();
    match context.notice.as_deref() {
        Some("mail-sent") => sent().into_any(),
        Some("pending") => pending().into_any(),
        _ => form().into_any(),
    }
}

fn form() -> impl IntoView {
    let (context, texts) = page();
    let (register, form) = (texts.register, texts.form);
    let lede = if context.registration_approval { register.lede_approval } else { register.lede };
    view! {
        <Frame title=register.title entry=true>
            <ErrorSummary/>
            <PageHeading title=register.title lede=lede/>
            <form class="form" method="post" action="/register" novalidate>
                <Once/>
                <SureEmail/>
                <TextField field=Field::DisplayName label=form.display_name autocomplete="name" first=true/>
                <TextField field=Field::Email label=form.email autocomplete="username"/>
                <NewPassword field=Field::Password label=form.password name=texts.password.password/>
                <button class="button">{register.submit}</button>
            </form>
            <p>{register.have_account}" "<a href="/login">{register.login}</a></p>
        </Frame>
    }
}

/// The same whether the address is known here or not.
fn sent() -> impl IntoView {
    let (context, texts) = page();
    let register = texts.register;
    let [open, follow, confirm] = register.sent_steps;
    let steps = [open, follow, if context.registration_approval { register.approval_step } else { confirm }];
    view! {
        <Frame title=register.sent_title entry=true>
            <PageHeading title=register.sent_title lede=register.sent_lede/>
            <ol class="steps">
                {steps.map(|step| view! { <li><p>{step}</p></li> })}
            </ol>
            <p class="hint">{texts.forgotten_password.sent_limit}</p>
            <p class="hint">{register.not_arrived}" "<a href="/register">{register.again}</a>"."</p>
        </Frame>
    }
}

/// The address is confirmed; an administrator decides.
pub fn pending() -> impl IntoView {
    let (_, texts) = page();
    let register = texts.register;
    view! {
        <Frame title=register.pending_title entry=true>
            <PageHeading title=register.pending_title lede=register.pending_lede/>
            <p class="hint">{register.pending_hint}</p>
            <p><a class="back" href="/login">{texts.forgotten_password.back}</a></p>
        </Frame>
    }
}
