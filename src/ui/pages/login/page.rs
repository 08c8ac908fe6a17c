//! `/login`: sign in.

use crate::error::{AppError, Field};
use crate::ui::address::{query, told};
use crate::ui::components::{Banner, Done, ErrorSummary, Frame, Password, TextField, Tone, page, submitted};
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
    let (login, form) = (texts.login, texts.form);
    let (forgotten, link) = (texts.forgotten_password, texts.first_access_link);
    let own = &own_texts::texts(context.locale).section;
    // Whose password was just set by a link.
    let known = told("user").filter(|_| submitted().error.is_none());
    let is_known = known.is_some();
    if let Some(email) = known {
        provide_context(Submitted::suggested(Field::Email, email));
    }
    // A browser that keeps no cookie is told by the address.
    let no_cookie = query("cookies").map(|_| "no-cookie");
    let notice = context.notice.as_deref().or(no_cookie).filter(|_| submitted().error.is_none());
    let not_sent = (notice == Some("not-sent")).then(|| view! { <noscript><p>{login.not_sent}</p></noscript> });
    let ended = match notice {
        Some("not-sent") => login.not_saved,
        Some("password-not-changed") => login.password_not_changed,
        _ => login.session_ended_body,
    };
    let news = match notice {
        Some("session-ended" | "not-sent" | "password-not-changed") => Some(
            view! {
                <div id="session-ended">
                    <Banner tone=Tone::Note icon="clock" heading=login.session_ended>
                        <p>{ended}</p>
                        {not_sent}
                    </Banner>
                </div>
            }
            .into_any(),
        ),
        Some("not-saved") => Some(
            view! {
                <Banner tone=Tone::Warning icon="clock" heading=link.not_saved><p>{link.not_saved_body}</p></Banner>
            }
            .into_any(),
        ),
        Some("already-chosen") => Some(
            view! { <Banner tone=Tone::Note icon="key" heading=link.chosen><p>{link.chosen_body}</p></Banner> }
                .into_any(),
        ),
        Some("link-incomplete") => Some(
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
            .into_any(),
        ),
        Some("no-cookie") => Some(
            view! {
                <Banner tone=Tone::Warning icon="alert" heading=login.no_cookie><p>{login.no_cookie_body}</p></Banner>
            }
            .into_any(),
        ),
        Some("password-reset") => Some(view! { <Done>{forgotten.reset.done}</Done> }.into_any()),
        Some("email-changed") => Some(view! { <Done>{own.email_changed}</Done> }.into_any()),
        Some("email-restored") => Some(view! { <Done>{own.email_restored}</Done> }.into_any()),
        Some("account-deleted") => Some(view! { <Done>{own.deleted}</Done> }.into_any()),
        Some("signed-out") => Some(view! { <Done>{login.signed_out}</Done> }.into_any()),
        _ => None,
    };
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
    // The same for everybody: the address typed may be nobody's.
    let is_refused = matches!(
        submitted().error,
        Some(AppError::WrongCredentials | AppError::LinkNeeded | AppError::TooManyTries { .. })
    );
    view! {
        <Frame title=login.title entry=true>
            <ErrorSummary/>
            {news}
            <Suspense>{first}</Suspense>
            <div class="stack stack-s">
                <h1>{login.title}</h1>
                <p class="lede">{(login.lede)(&context.organization)}</p>
                <Suspense>{waiting}</Suspense>
            </div>
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
                    <button class="button button-secondary" formaction="/forgot-password">{forgotten.send_to_this}</button>
                })}
            </form>
            <p><a class="back" href="/forgot-password">{forgotten.link}</a></p>
            {context.registration.then(|| view! {
                <p>{login.no_account}" "<a href="/register">{login.register}</a></p>
            })}
        </Frame>
    }
}
