//! The page shown when something cannot be done: what happened, and what to do next.

use crate::error::AppError;
use crate::locale;
use crate::ui::components::error_summary::with_link;
use crate::ui::components::{Frame, page, submitted};
use crate::ui::kept_form::{KeptForm, KeptFormPage};
use crate::ui::page_context::PageContext;
use crate::ui::texts::PageTexts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// Says what happened and what to do next, with a way home.
#[component]
pub fn ErrorPage(
    /// What happened.
    error: AppError,
) -> impl IntoView {
    if let Some(kept) = use_context::<KeptForm>() {
        return view! { <KeptFormPage kept=kept/> }.into_any();
    }
    let (context, all) = page();
    let texts = all.failure;
    let title = match &error {
        AppError::InvalidForm(_) | AppError::ChangedMeanwhile(_) | AppError::MalformedRequest => texts.malformed,
        AppError::FormTooLarge => texts.too_large,
        AppError::MethodNotAllowed => texts.other_method,
        AppError::WrongCredentials | AppError::LinkNeeded | AppError::NotSignedIn => texts.not_signed_in,
        AppError::PasswordChangeRequired => texts.must_choose,
        AppError::Forbidden => texts.forbidden,
        AppError::PasswordNeeded => texts.password_needed,
        AppError::LastAdmin
        | AppError::DoesNotApply
        | AppError::UndoneMeanwhile { .. }
        | AppError::MailNotTaken { .. } => texts.conflict,
        AppError::NotFound => texts.not_found,
        AppError::LinkNotValid => texts.link,
        AppError::LinkIncomplete => texts.link_incomplete,
        AppError::OtherHost { .. } => texts.other_host,
        AppError::ForeignOrigin | AppError::OtherLink => texts.foreign_origin,
        AppError::TooManyTries { .. } => texts.too_many,
        AppError::Busy { .. } | AppError::TooManyLivePages => texts.busy,
        AppError::StorageFull => texts.storage_full,
        AppError::Internal { .. } => texts.internal,
    };
    let may_help = matches!(error, AppError::Busy { .. } | AppError::StorageFull | AppError::Internal { .. });
    let dead = dead_link(&error, &context, all);
    let message = dead.as_ref().map_or_else(|| locale::message(context.locale, &error), |dead| dead.message.clone());
    let another = dead.as_ref().and_then(|dead| dead.another);
    let home = match dead {
        Some(_) if context.person.is_none() => texts.sign_in,
        _ => texts.home,
    };
    view! {
        <Frame title=title class="error-page stack">
            <h1>{title}</h1>
            <p class="lede">{with_link(&message, &all.forgotten_password.ask, "/forgot-password")}</p>
            <div class="actions">
                {may_help.then(|| view! { <a class="button" href="" data-again="">{texts.again}</a> })}
                {another.map(|(label, href)| view! { <a class="button" href=href>{label}</a> })}
                <a class=if may_help || another.is_some() { "button button-quiet" } else { "button" } href="/">{home}</a>
            </div>
            <details class="why">
                <summary>{texts.details}</summary>
                <p>{texts.code}" "{error.status().as_u16()}</p>
            </details>
        </Frame>
    }
    .into_any()
}

/// The texts of the page for a mailed link that no longer works.
struct LinkError {
    /// What may be so, and what to do in each case.
    message: String,
    /// The button that leads to another link, where one can be had.
    another: Option<(&'static str, &'static str)>,
}

/// None where the error is another one, or the page has nothing of its own to say.
fn dead_link(error: &AppError, context: &PageContext, all: &'static PageTexts) -> Option<LinkError> {
    let is_cut = match error {
        AppError::LinkNotValid => false,
        AppError::LinkIncomplete => true,
        _ => return None,
    };
    let (texts, forgotten) = (all.failure, all.forgotten_password);
    let over = &texts.over;
    let cut = || locale::message(context.locale, &AppError::LinkIncomplete);
    let is_signed_in = context.person.is_some();
    let (message, another) = match context.path.as_str() {
        "/setup" => (if is_cut { all.setup.cut } else { all.setup.dead }.to_owned(), None),
        "/reset-password" if is_cut => (cut(), Some((forgotten.another, "/forgot-password"))),
        "/reset-password" => {
            (not_saved(over.reset_password, texts.not_saved), Some((forgotten.another, "/forgot-password")))
        }
        "/first-access" => {
            let message = if is_cut { cut() } else { not_saved(all.first_access_link.dead, texts.not_saved) };
            (message, Some((forgotten.another_password, "/forgot-password")))
        }
        _ if is_cut => (cut(), None),
        "/register/confirm" if is_signed_in => (over.signed_in.to_owned(), Some((texts.account, "/account"))),
        "/register/confirm" => {
            let message = if context.registration_approval { over.registration_approval } else { over.registration };
            (message.to_owned(), Some((all.register.register_again, "/register")))
        }
        "/account/email/confirm" if is_signed_in => (over.own_new_email.to_owned(), Some((texts.account, "/account"))),
        "/account/email/confirm" => (over.new_email.to_owned(), None),
        "/account/email/undo" => (over.undo.to_owned(), None),
        _ => return None,
    };
    Some(LinkError { message, another })
}

/// Who has sent a password with the link has to know what became of it.
fn not_saved(message: &'static str, not_saved: &'static str) -> String {
    if submitted().error.is_some() { format!("{message} {not_saved}") } else { message.to_owned() }
}

/// The page of an error that came up while a page was made, with its status.
pub fn failed(error: AppError) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(error.status());
    }
    view! { <ErrorPage error=error/> }
}
