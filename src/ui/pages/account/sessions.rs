//! The open sessions of the own account, and how to end them.

use super::actions::OwnSession;
use super::texts::AccountTexts;
use crate::locale::time::exact;
use crate::ui::components::{Ago, Badge, page};
use leptos::prelude::*;

/// Where the account is open, and how to close it there.
#[component]
pub fn Sessions(
    /// The open sessions.
    sessions: Vec<OwnSession>,
) -> impl IntoView {
    let (context, texts) = page();
    let own = texts.account;
    let has_others = sessions.iter().any(|session| !session.current);
    let rows = sessions.into_iter().map(|session| {
        let name = browser_name(own, &session.agent);
        let is_other = !session.current;
        let what = if is_other { own.last_seen } else { own.since };
        let at = if is_other { session.last_seen_at } else { session.created_at };
        // Several browsers of one kind: only the time tells their buttons apart.
        let exactly = exact(context.locale, &context.time_zone, at);
        let from = Some(session.address).filter(|address| !address.is_empty());
        view! {
            <li>
                <div>
                    <strong>{name.clone()}</strong>
                    {session.current.then(|| view! { " "<Badge tone="ok" icon="check" word=own.this_session/> })}
                    <span class="sub">{from.map(|address| format!("{address} · "))}{what}" "<Ago at=at/></span>
                </div>
                {is_other.then(|| view! {
                    <form method="post" action="/account/end-session">
                        <input type="hidden" name="session" value=session.id/>
                        <button class="button button-secondary button-small">
                            {own.end_session}" "<span class="visually-hidden">{format!("{name}, {what} {exactly}")}</span>
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
pub fn browser_name(texts: &AccountTexts, agent: &str) -> String {
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
