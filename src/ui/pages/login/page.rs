//! `/login`: sign in.

use crate::error::{AppError, Field};
use crate::ui::address::{flash_value, query};
use crate::ui::components::{
    Banner, Done, ErrorSummary, Frame, Once, PageHeading, Password, TextField, Tone, page, submitted,
};
use crate::ui::page_context::Submitted;
use crate::ui::pages::account::own_texts;
use crate::ui::pages::oauth::actions::find_waiting_app;
use crate::ui::pages::oauth::texts::texts as oauth_texts;
use crate::ui::pages::setup::actions::is_without_admin;
use leptos::prelude::*;

/// Asks for the e-mail address and the password, own or temporary.
#[component]
pub fn LoginPage() -> impl IntoView {
    let (context, texts) = page();
    let login = texts.login;
    // Whose password was just set by a link.
    let known = flash_value("user").filter(|_| submitted().error.is_none());
    let is_known = known.is_some();
    if let Some(email) = known {
        provide_context(Submitted::suggested(Field::Email, email));
    }
    let first = Suspend::new(async move {
        is_without_admin().await.then(|| {
            view! { <Banner tone=Tone::Note icon="key" heading=texts.setup.title><p>{texts.setup.first}</p></Banner> }
        })
    });
    let locale = context.locale;
    let waiting = Suspend::new(async move {
        let app = find_waiting_app(query("next")).await;
        app.map(|app| view! { <p class="hint">{(oauth_texts(locale).waiting)(&app)}</p> })
    });
    view! {
        <Frame title=login.title entry=true>
            <ErrorSummary/>
            {notice()}
            <Suspense>{first}</Suspense>
            <PageHeading title=login.title lede=(login.lede)(&context.organization)>
                <Suspense>{waiting}</Suspense>
            </PageHeading>
            <SignInForm is_known=is_known/>
            <p><a class="back" href="/forgot-password">{texts.forgotten_password.link}</a></p>
            {context.registration.then(|| view! {
                <p>{login.no_account}" "<a href="/register">{login.register}</a></p>
            })}
        </Frame>
    }
}

#[component]
fn SignInForm(
    /// Whether the page knows whose password is asked for.
    is_known: bool,
) -> impl IntoView {
    let (_, texts) = page();
    let (login, form) = (texts.login, texts.form);
    // The same for everybody: the address typed may be nobody's.
    let is_refused = matches!(
        submitted().error,
        Some(AppError::WrongCredentials | AppError::LinkNeeded | AppError::TooManyTries { .. })
    );
    view! {
        <form class="form" method="post" action="/login" novalidate>
            {query("next").map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <TextField field=Field::Email label=form.email autocomplete="username" first=!is_known/>
            <Password
                field=Field::Password
                label=form.password
                hint=login.password_hint
                name=texts.password.password
                first=is_known
            />
            <button class="button">{login.submit}</button>
            {is_refused.then(|| view! {
                <Once/>
                <button class="button button-secondary" formaction="/forgot-password">
                    {texts.forgotten_password.send_to_this}
                </button>
            })}
        </form>
    }
}

/// What led here, if the page was not simply opened; nothing beside a refused form.
fn notice() -> Option<AnyView> {
    if submitted().error.is_some() {
        return None;
    }
    let (context, texts) = page();
    let (login, link) = (texts.login, texts.first_access_link);
    let own = &own_texts::texts(context.locale).section;
    let banner = |tone, icon, heading, body| {
        view! { <Banner tone=tone icon=icon heading=heading><p>{body}</p></Banner> }.into_any()
    };
    let done = |sentence| view! { <Done>{sentence}</Done> }.into_any();
    // A browser that keeps no cookie is told by the address.
    let no_cookie = query("cookies").map(|_| "no-cookie");
    Some(match context.notice.as_deref().or(no_cookie)? {
        "session-ended" => session_ended(login.session_ended_body, None),
        "not-sent" => session_ended(login.not_saved, Some(login.not_sent)),
        "kept" => session_ended(login.not_saved, Some(login.kept)),
        "password-not-changed" => session_ended(login.password_not_changed, None),
        "not-saved" => banner(Tone::Warning, "clock", link.not_saved, link.not_saved_body),
        "already-chosen" => banner(Tone::Note, "key", link.chosen, link.chosen_body),
        "link-incomplete" => link_incomplete(),
        "no-cookie" => banner(Tone::Warning, "alert", login.no_cookie, login.no_cookie_body),
        "password-reset" => done(texts.forgotten_password.reset.done),
        "email-changed" => done(own.email_changed),
        "email-restored" => done(own.email_restored),
        "account-deleted" => done(own.deleted),
        "signed-out" => done(login.signed_out),
        _ => return None,
    })
}

/// What became of a form whose session has ended; `unscripted` is for browsers without scripts, which cannot keep it.
fn session_ended(body: &'static str, unscripted: Option<&'static str>) -> AnyView {
    let heading = page().1.login.session_ended;
    view! {
        <div id="session-ended">
            <Banner tone=Tone::Note icon="clock" heading=heading>
                <p>{body}</p>
                {unscripted.map(|sentence| view! { <noscript><p>{sentence}</p></noscript> })}
            </Banner>
        </div>
    }
    .into_any()
}

/// The token of the link did not arrive: its end is missing, or nothing here could read it.
fn link_incomplete() -> AnyView {
    let link = page().1.first_access_link;
    view! {
        <div class="scripted">
            <Banner tone=Tone::Note icon="key" heading=link.incomplete>
                <p>{link.incomplete_body}</p>
                <p>{link.incomplete_instead}</p>
            </Banner>
        </div>
        <noscript>
            <Banner tone=Tone::Note icon="key" heading=link.unreadable>
                <p>{link.unreadable_body}</p>
                <p>{link.unreadable_instead}</p>
            </Banner>
        </noscript>
    }
    .into_any()
}
