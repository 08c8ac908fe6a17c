//! What was wrong with a form, all of it, before anything else.

use super::{Icon, page, submitted};
use crate::error::{AppError, Field};
use crate::locale;
use leptos::prelude::*;

/// Why a form was refused; nothing when none was. Takes the focus. A problem
/// of a field leads to the field.
#[component]
pub fn ErrorSummary() -> impl IntoView {
    let (context, texts) = page();
    let error = submitted().error?;
    let item = |field: Option<&'static str>, sentence: String| match field {
        Some(id) => view! { <li><a href=format!("#{id}")>{sentence}</a></li> }.into_any(),
        None => view! { <li>{sentence}</li> }.into_any(),
    };
    let items: Vec<_> = match &error {
        AppError::InvalidForm(fields) => fields
            .iter()
            .map(|wrong| {
                let sentence = locale::problem(context.locale, &wrong.problem);
                item(Some(wrong.field.as_str()), sentence.into_owned())
            })
            .collect(),
        // Where only a password is asked for, it is the password.
        AppError::WrongCredentials | AppError::LinkNeeded => {
            let field = if context.path == "/login" { Field::Email } else { Field::Password };
            vec![item(Some(field.as_str()), locale::message(context.locale, &error))]
        }
        AppError::PasswordNeeded => {
            vec![item(Some(Field::CurrentPassword.as_str()), locale::message(context.locale, &error))]
        }
        AppError::LinkNotValid if context.path == "/login" => {
            vec![item(None, texts.first_access_link.dead.to_owned())]
        }
        _ => vec![item(None, locale::message(context.locale, &error))],
    };
    Some(view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus>
            <Icon name="alert"/>
            <h2>{texts.form.problem}</h2>
            <ul>{items}</ul>
        </div>
    })
}
