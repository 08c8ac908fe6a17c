//! The apps that the person has signed in to, and how to sign out of one.

use super::actions::KnownToApp;
use super::section::Section;
use crate::ui::components::{Ago, page};
use crate::ui::pages::apps::texts::texts;
use leptos::prelude::*;

/// The apps, the last used first; nothing where there is none.
#[component]
pub fn KnownApps(
    /// The apps the person has signed in to.
    apps: Vec<KnownToApp>,
) -> impl IntoView {
    if apps.is_empty() {
        return None;
    }
    let words = texts(page().0.locale);
    let rows = apps.into_iter().map(|app| {
        view! {
            <li>
                <div>
                    <strong>{app.name.clone()}</strong>
                    <span class="sub">{words.since}" "<Ago at=app.first_used_at/>" · "{words.last}" "<Ago at=app.last_used_at/></span>
                </div>
                <form method="post" action="/account/end-app">
                    <input type="hidden" name="app" value=app.id/>
                    <button class="button button-secondary button-small">
                        {words.end}" "<span class="visually-hidden">{app.name}</span>
                    </button>
                </form>
            </li>
        }
    });
    Some(view! {
        <Section id="known-apps" title=words.known hint=words.known_hint>
            <ul class="rows frame">{rows.collect_view()}</ul>
        </Section>
    })
}
