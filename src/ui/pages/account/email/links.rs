//! `/account/email/confirm` and `/account/email/undo`: where the mailed links lead.

use super::actions::{find_earlier_email, find_new_email};
use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, LinkForm, PageHeading, page};
use crate::ui::pages::account::own_texts::{LinkTexts, texts};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// One button that makes the new address the account's, where that is signed in; elsewhere the password as well. The page
/// does not say whose account it is: its reader may be a stranger.
#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let (context, _) = page();
    let token = query("t");
    let loading = find_new_email(token.clone());
    when_loaded(loading, move |new| {
        form("/account/email/confirm", &texts(context.locale).confirm, token, new.email.as_str(), new.asks_password)
    })
}

/// One button that restores the earlier address.
#[component]
pub fn UndoEmailPage() -> impl IntoView {
    let (context, _) = page();
    let token = query("t");
    let loading = find_earlier_email(token.clone());
    when_loaded(loading, move |email| form("/account/email/undo", &texts(context.locale).undo, token, &email, false))
}

fn form(
    action: &'static str,
    words: &'static LinkTexts,
    token: Option<String>,
    email: &str,
    asks_password: bool,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let confirm = &texts(context.locale).confirm_password;
    let lede = (words.lede)(email);
    let effects = words.effects.map(|effect| view! { <li>{effect}</li> });
    view! {
        <Frame title=words.title entry=true>
            <ErrorSummary/>
            <PageHeading title=words.title lede=lede>
                {asks_password.then(|| view! { <p>{confirm.why}</p> })}
            </PageHeading>
            <ul class="stack stack-s">{effects}</ul>
            <LinkForm action token password_hint=asks_password.then_some(confirm.hint) submit=words.submit/>
        </Frame>
    }
}
