//! `/account`: one's own.

use super::when_known;
use crate::api::account::{OwnAccount, OwnSession, own_account};
use crate::components::footer::own_name;
use crate::components::{Badge, Done, ErrorSummary, Frame, Moment, NewPassword, Password, Place, Username, page};
use crate::domain::{Locale, Role};
use crate::error::Field;
use crate::locale::pages::AccountTexts;
use leptos::prelude::*;

/// Own data, password, sessions and language.
#[component]
pub fn AccountPage() -> impl IntoView {
    when_known(own_account(), show)
}

fn show(account: OwnAccount) -> impl IntoView {
    let (context, texts) = page();
    let (own, form) = (&texts.account, &texts.form);
    let role = match context.person.as_ref().is_some_and(|person| person.is_admin) {
        true => Role::Admin,
        false => Role::Member,
    };
    let done = match context.notice.as_deref() {
        Some("password-changed") => Some(own.password_changed),
        Some("password-chosen") => Some(own.password_chosen),
        Some("registered") => Some(own.registered),
        Some("session-ended") => Some(own.session_ended),
        Some("sessions-ended") => Some(own.sessions_ended),
        _ => None,
    };
    let languages = Locale::ALL.map(|locale| {
        view! {
            <option value=locale.as_str() lang=locale.as_str() selected=locale == context.locale>
                {own_name(locale)}
            </option>
        }
    });
    view! {
        <Frame title=own.title place=Place::Account>
            <ErrorSummary/>
            {done.map(|done| view! { <Done>{done}</Done> })}
            <h1>{own.title}</h1>
            <div class="sections">
                <section aria-labelledby="own-data">
                    <div class="stack stack-s">
                        <h2 id="own-data">{own.data}</h2>
                        <p class="muted">{own.data_hint}</p>
                    </div>
                    <dl class="facts">
                        <dt>{form.display_name}</dt><dd>{account.display_name}</dd>
                        <dt>{form.email}</dt><dd>{account.email}</dd>
                        {account.cpf.map(|cpf| view! { <dt>"CPF"</dt><dd>{cpf}</dd> })}
                        <dt>{own.role}</dt><dd>{(texts.users.role_name)(role)}</dd>
                    </dl>
                </section>
                <section aria-labelledby="change-password">
                    <div class="stack stack-s">
                        <h2 id="change-password">{own.password}</h2>
                        <p class="muted">{own.password_hint}</p>
                    </div>
                    <form class="form" method="post" action="/account" novalidate>
                        <Username/>
                        <Password
                            field=Field::CurrentPassword
                            label=own.current_password
                            name=texts.password.current_password
                        />
                        <NewPassword
                            field=Field::NewPassword
                            label=form.new_password
                            name=texts.password.new_password
                        />
                        <button class="button">{own.change_password}</button>
                    </form>
                </section>
                <section aria-labelledby="sessions">
                    <div class="stack stack-s">
                        <h2 id="sessions">{own.sessions}</h2>
                        <p class="muted">{own.sessions_hint}</p>
                    </div>
                    <Sessions sessions=account.sessions/>
                </section>
                <section aria-labelledby="language">
                    <div class="stack stack-s">
                        <h2 id="language">{own.language}</h2>
                        <p class="muted">{own.language_hint}</p>
                    </div>
                    <form class="form" method="post" action="/language">
                        <input type="hidden" name="next" value="/account"/>
                        <div class="field">
                            <label for="locale">{own.language}</label>
                            <select class="input-short" id="locale" name="locale">{languages}</select>
                        </div>
                        <button class="button button-secondary">{own.save_language}</button>
                    </form>
                </section>
            </div>
        </Frame>
    }
}

/// Where the account is open, and how to close it there.
#[component]
fn Sessions(
    /// All of them.
    sessions: Vec<OwnSession>,
) -> impl IntoView {
    let (_, texts) = page();
    let own = &texts.account;
    let has_others = sessions.iter().any(|session| !session.current);
    let rows = sessions.into_iter().map(|session| {
        let name = browser_name(own, &session.agent);
        let is_other = !session.current;
        let what = if is_other { own.last_seen } else { own.since };
        let at = if is_other { session.last_seen_at } else { session.created_at };
        let from = Some(session.address).filter(|address| !address.is_empty());
        view! {
            <li>
                <div>
                    <strong>{name.clone()}</strong>
                    {session.current.then(|| view! { " "<Badge tone="ok" icon="check" word=own.this_session/> })}
                    <span class="sub">{from.map(|address| format!("{address} · "))}{what}" "<Moment at=at/></span>
                </div>
                {is_other.then(|| view! {
                    <form method="post" action="/account/end-session">
                        <input type="hidden" name="session" value=session.id/>
                        <button class="button button-secondary button-small">
                            {own.end_session}" "<span class="visually-hidden">{name}</span>
                        </button>
                    </form>
                })}
            </li>
        }
    });
    view! {
        <div class="stack">
            <ul class="rows frame">{rows.collect_view()}</ul>
            {has_others.then(|| view! {
                <form method="post" action="/account/end-other-sessions">
                    <button class="button button-danger">{own.end_others}</button>
                </form>
            })}
        </div>
    }
}

/// What a browser is called by people, told from what it calls itself. Most
/// claim to be several at once: the first that fits is the true one.
fn browser_name(texts: &AccountTexts, agent: &str) -> String {
    let first_of =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first_of(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first_of(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => (texts.agent)(browser, system),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => system.to_owned(),
        (None, None) => texts.unknown_agent.to_owned(),
    }
}
