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
    sure_email().map(|email| view! { <input type="hidden" name="sure_email" value=email/> })
}

/// The address that the page asks about now, or that it has asked about before.
fn sure_email() -> Option<String> {
    let form = submitted();
    let is_question =
        form.field_error(Field::Email).is_some_and(|wrong| matches!(wrong.problem, Problem::EmailMisspelt { .. }));
    let typed = is_question.then(|| EmailAddress::parse(&form.value(Field::Email)).ok()).flatten();
    typed.map(String::from).or_else(|| form.hidden("sure_email").map(str::to_owned))
}
