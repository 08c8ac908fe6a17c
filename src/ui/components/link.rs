//! Forms on the pages of mailed links.

use super::{Password, page};
use crate::error::Field;
use crate::server::keys::{Token, link_handle};
use crate::ui::response::request_context;
use leptos::prelude::*;

/// One button, after the person's password where the browser is not known to be theirs. Looking at the page changes
/// nothing: mail gateways open links before people do.
#[component]
pub fn LinkForm(
    /// Where it is sent.
    action: &'static str,
    /// The token in the address.
    token: Option<String>,
    /// What is said before the password; `None` where it is not asked for.
    password_hint: Option<&'static str>,
    /// The button.
    submit: &'static str,
) -> impl IntoView {
    let (_, texts) = page();
    let password = password_hint.map(|hint| {
        view! { <Password field=Field::Password label=texts.form.password hint=hint name=texts.password.password/> }
    });
    view! {
        <form class="form" method="post" action=action novalidate>
            <LinkToken token/>
            {password}
            <button class="button">{submit}</button>
        </form>
    }
}

/// Which link the page of a form was opened with. A browser keeps its token in a cookie, and the form says which token
/// that was; where a program has sent one with a form that was refused, the form has it.
#[component]
pub fn LinkToken(
    /// The token in the address.
    token: Option<String>,
) -> impl IntoView {
    let kept = request_context().1.link_token.as_deref().and_then(Token::parse);
    let (name, value) = match (token, kept) {
        (Some(token), _) => ("t", token),
        (None, Some(kept)) => ("link", link_handle(&kept)),
        (None, None) => return None,
    };
    Some(view! { <input type="hidden" name=name value=value/> })
}
