//! `/apps`: the apps that the signed-in person may use.

use super::actions::{OwnApps, find_own_apps};
use super::texts::texts;
use crate::server::oidc::AppLink;
use crate::ui::components::{Done, Frame, NavItem, page};
use crate::ui::pages::account::page::PASSWORD_CHOSEN;
use crate::ui::pages::admin::apps::texts::texts as app_texts;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// A tile for each.
#[component]
pub fn OwnAppsPage() -> impl IntoView {
    let is_new = page().0.notice.as_deref() == Some(PASSWORD_CHOSEN);
    when_loaded(find_own_apps(is_new), show)
}

/// Leads to the app somebody was invited for.
#[component]
pub fn InvitedApp(
    /// The app.
    app: AppLink,
) -> impl IntoView {
    let words = texts(page().0.locale);
    view! { <p><a class="button" href=app.address>{(words.go_to)(&app.name)}</a></p> }
}

/// There is none, and what to do about it.
#[component]
fn Empty() -> impl IntoView {
    let context = page().0;
    let words = texts(context.locale);
    if context.person.as_ref().is_some_and(|person| person.is_admin) {
        let apps = app_texts(context.locale);
        return view! {
            <p>{words.empty_of_admin}</p>
            <div class="actions"><a class="button button-secondary" href="/admin/apps">{apps.title}</a></div>
        }
        .into_any();
    }
    view! { <p>{words.empty}</p> }.into_any()
}

fn show(OwnApps { apps, invited }: OwnApps) -> impl IntoView {
    let (context, all) = page();
    let words = texts(context.locale);
    let done = match context.notice.as_deref() {
        Some(PASSWORD_CHOSEN) => Some(all.account.password_chosen),
        Some("registered") => Some(all.account.registered),
        _ => None,
    };
    let is_empty = apps.is_empty();
    let tiles = apps.into_iter().map(|app| {
        // The first letter stands for a picture.
        let letter: String = app.name.chars().take(1).flat_map(char::to_uppercase).collect();
        view! {
            <li>
                <a class="tile" href=app.address>
                    <span class="letter" aria-hidden="true">{letter}</span>
                    <span>{app.name}</span>
                </a>
            </li>
        }
    });
    view! {
        <Frame title=words.title nav=NavItem::OwnApps>
            {done.map(|done| view! { <Done>{done}</Done> })}
            {invited.map(|app| view! { <InvitedApp app=app/> })}
            <h1>{words.title}</h1>
            {if is_empty {
                view! { <Empty/> }.into_any()
            } else {
                view! { <ul class="tiles">{tiles.collect_view()}</ul> }.into_any()
            }}
        </Frame>
    }
}
