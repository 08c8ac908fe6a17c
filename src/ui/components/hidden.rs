//! Hidden fields of several forms.

use super::submitted;
use crate::domain::EmailAddress;
use crate::error::{Field, Problem};
use crate::server::keys::Token;
use leptos::prelude::*;

/// Names this form: sent twice, by a double click or with the browser's "back", it is known to be the same.
#[component]
pub fn Once() -> impl IntoView {
    view! { <input type="hidden" name="once" value=Token::generate().reveal().to_owned()/> }
}

/// The answer to the question about an address that looks mistyped: sent again, the form says that it is meant.
#[component]
pub fn SureEmail() -> impl IntoView {
    asked_about().map(|email| view! { <input type="hidden" name="sure_email" value=email/> })
}

/// The address that the page asks about now, or that it has asked about before.
fn asked_about() -> Option<String> {
    let form = submitted();
    let is_asked =
        form.field_error(Field::Email).is_some_and(|wrong| matches!(wrong.problem, Problem::EmailMisspelt { .. }));
    let typed = is_asked.then(|| EmailAddress::parse(&form.value(Field::Email)).ok()).flatten();
    typed.map(String::from).or_else(|| form.hidden("sure_email").map(str::to_owned))
}
