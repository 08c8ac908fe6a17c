//! What was wrong with a form, all of it, before anything else.

use super::{Icon, page, submitted};
use crate::error::{AppError, Field};
use crate::locale;
use crate::ui::pages::account::own_texts;
use leptos::prelude::*;

/// Why a form was refused; nothing when none was. Takes the focus. A problem
/// of a field leads to the field; what else can be done is said beside that link, with one of its own.
#[component]
pub fn ErrorSummary(
    /// What else there is to say of it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (context, texts) = page();
    let error = submitted().error?;
    let item = |field: Option<&'static str>, sentence: String| match field {
        Some(id) => view! { <li><a href=format!("#{id}")>{sentence}</a></li> }.into_any(),
        None => view! { <li>{sentence}</li> }.into_any(),
    };
    let items: Vec<_> = match &error {
        AppError::InvalidForm(fields) | AppError::ChangedMeanwhile(fields) => fields
            .iter()
            .map(|wrong| {
                let sentence = locale::problem(context.locale, &context.time_zone, &wrong.problem);
                item(Some(wrong.field.as_str()), sentence.into_owned())
            })
            .collect(),
        AppError::WrongCredentials | AppError::LinkNeeded => vec![wrong_credentials(&error)],
        AppError::TooManyTries { retry_after } if context.path == "/register" => {
            let wait = locale::message::wait(context.locale, *retry_after);
            vec![item(None, (texts.register.too_many)(&wait))]
        }
        AppError::PasswordNeeded => {
            vec![item(Some(Field::CurrentPassword.as_str()), locale::message(context.locale, &error))]
        }
        AppError::LinkNotValid if context.path == "/login" => {
            let dead = with_link(texts.first_access_link.dead, &texts.forgotten_password.ask, "/forgot-password");
            vec![view! { <li>{dead}</li> }.into_any()]
        }
        _ => vec![item(None, locale::message(context.locale, &error))],
    };
    Some(view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus>
            <Icon name="alert"/>
            <h2>{texts.form.problem}</h2>
            <ul>{items}</ul>
            {children.map(|children| children())}
        </div>
    })
}

/// A refused sign-in, or a link confirmed with another password than the account's.
fn wrong_credentials(error: &AppError) -> AnyView {
    let (context, texts) = page();
    // Where only a password is asked for, it is the password.
    let (sentences, field, phrases, leads_to) = match context.path.as_str() {
        "/register/confirm" => {
            let wrong = texts.register_confirm.wrong_password.to_owned();
            (wrong, Field::Password, std::slice::from_ref(&texts.register.again), "/register")
        }
        "/account/email/confirm" => {
            let wrong = own_texts::texts(context.locale).confirm_password.wrong.to_owned();
            (wrong, Field::Password, [].as_slice(), "")
        }
        path => {
            let field = if path == "/login" { Field::Email } else { Field::Password };
            let message = locale::message(context.locale, error);
            (message, field, texts.forgotten_password.ask.as_slice(), "/forgot-password")
        }
    };
    let (wrong, advice) = sentences.split_once(". ").unwrap_or((&sentences, ""));
    view! {
        <li><a href=format!("#{}", field.as_str())>{wrong.to_owned()}"."</a>" "{with_link(advice, phrases, leads_to)}</li>
    }
    .into_any()
}

/// `text`, in which the first of these phrases that it has is a link.
pub fn with_link(text: &str, phrases: &[&'static str], href: &'static str) -> AnyView {
    let found = phrases.iter().find_map(|phrase| Some((text.split_once(phrase)?, *phrase)));
    match found {
        Some(((before, after), phrase)) => {
            view! { {before.to_owned()}<a href=href>{phrase}</a>{after.to_owned()} }.into_any()
        }
        None => text.to_owned().into_any(),
    }
}
