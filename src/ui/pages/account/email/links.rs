//! `/account/email/confirm` and `/account/email/undo`: where the mailed links
//! lead. Looking at them changes nothing: mail gateways open links before
//! people do.

use super::actions::{find_earlier_email, find_new_email};
use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, LinkToken, page};
use crate::ui::pages::account::own_texts::{LinkTexts, texts};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// One button that makes the new address the account's.
#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let (context, _) = page();
    let token = query("t");
    let loading = find_new_email(token.clone());
    when_loaded(loading, move |email| form("/account/email/confirm", &texts(context.locale).confirm, token, &email))
}

/// One button that restores the earlier address.
#[component]
pub fn UndoEmailPage() -> impl IntoView {
    let (context, _) = page();
    let token = query("t");
    let loading = find_earlier_email(token.clone());
    when_loaded(loading, move |email| form("/account/email/undo", &texts(context.locale).undo, token, &email))
}

fn form(action: &'static str, words: &'static LinkTexts, token: Option<String>, email: &str) -> impl IntoView + use<> {
    let lede = (words.lede)(email);
    let effects = words.effects.map(|effect| view! { <li>{effect}</li> });
    view! {
        <Frame title=words.title entry=true>
            <ErrorSummary/>
            <div class="stack stack-s">
                <h1>{words.title}</h1>
                <p class="lede">{lede}</p>
            </div>
            <ul class="stack stack-s">{effects}</ul>
            <form class="form" method="post" action=action novalidate>
                <LinkToken token/>
                <button class="button">{words.submit}</button>
            </form>
        </Frame>
    }
}
