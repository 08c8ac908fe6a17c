//! `/apps`: the apps one may use.

use super::actions::{OwnApp, own_apps};
use super::texts::texts;
use crate::ui::components::{Frame, Place, page};
use crate::ui::when_known::when_known;
use leptos::prelude::*;

/// A tile for each.
#[component]
pub fn OwnAppsPage() -> impl IntoView {
    when_known(own_apps(), show)
}

fn show(apps: Vec<OwnApp>) -> impl IntoView {
    let words = texts(page().0.locale);
    let is_empty = apps.is_empty();
    let tiles = apps.into_iter().map(|app| {
        // The first letter stands for a picture.
        let letter: String = app.name.chars().take(1).flat_map(char::to_uppercase).collect();
        view! {
            <li>
                <a class="tile" href=app.url>
                    <span class="letter" aria-hidden="true">{letter}</span>
                    <span>{app.name}</span>
                </a>
            </li>
        }
    });
    view! {
        <Frame title=words.title place=Place::OwnApps>
            <h1>{words.title}</h1>
            {if is_empty {
                view! { <p>{words.empty}</p> }.into_any()
            } else {
                view! { <ul class="tiles">{tiles.collect_view()}</ul> }.into_any()
            }}
        </Frame>
    }
}
