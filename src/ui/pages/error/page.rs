//! The page shown when something cannot be done: what happened, and what to do next.

use crate::error::AppError;
use crate::locale;
use crate::ui::components::{Frame, page};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// Says what happened and what to do next, with a way home.
#[component]
pub fn ErrorPage(
    /// What happened.
    error: AppError,
) -> impl IntoView {
    let (context, all) = page();
    let texts = all.failure;
    let title = match &error {
        AppError::InvalidForm(_) | AppError::MalformedRequest => texts.malformed,
        AppError::FormTooLarge => texts.too_large,
        AppError::MethodNotAllowed => texts.other_method,
        AppError::WrongCredentials | AppError::LinkNeeded | AppError::NotSignedIn => texts.not_signed_in,
        AppError::PasswordChangeRequired => texts.must_choose,
        AppError::Forbidden => texts.forbidden,
        AppError::PasswordNeeded => texts.password_needed,
        AppError::LastAdmin | AppError::DoesNotApply | AppError::MailNotTaken { .. } => texts.conflict,
        AppError::NotFound => texts.not_found,
        AppError::LinkNotValid => texts.link,
        AppError::LinkIncomplete => texts.link_incomplete,
        AppError::OtherHost { .. } => texts.other_host,
        AppError::TooManyTries { .. } => texts.too_many,
        AppError::Busy { .. } | AppError::TooManyLivePages => texts.busy,
        AppError::Internal { .. } => texts.internal,
    };
    // Someone whose link no longer works can get another.
    let another = (matches!(error, AppError::LinkNotValid | AppError::LinkIncomplete)
        && matches!(context.path.as_str(), "/reset-password" | "/first-access"))
    .then_some(all.forgotten_password.another);
    let message = match &error {
        AppError::LinkNotValid if context.path == "/first-access" => all.first_access_link.dead.to_owned(),
        AppError::LinkNotValid if context.path == "/setup" => all.setup.dead.to_owned(),
        AppError::LinkIncomplete if context.path == "/setup" => {
            format!("{} {}", locale::message(context.locale, &error), all.setup.dead)
        }
        error => locale::message(context.locale, error),
    };
    let may_help = matches!(error, AppError::Busy { .. } | AppError::Internal { .. });
    view! {
        <Frame title=title class="error-page stack">
            <p class="code">{error.status().as_u16()}</p>
            <h1>{title}</h1>
            <p class="lede">{message}</p>
            <div class="actions">
                {may_help.then(|| view! { <a class="button" href="" data-again="">{texts.again}</a> })}
                {another.map(|another| view! { <a class="button" href="/forgot-password">{another}</a> })}
                <a class=if may_help || another.is_some() { "button button-quiet" } else { "button" } href="/">{texts.home}</a>
            </div>
        </Frame>
    }
}

/// The page of an error that came up while a page was made, with its status.
pub fn failed(error: AppError) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(error.status());
    }
    view! { <ErrorPage error=error/> }
}
