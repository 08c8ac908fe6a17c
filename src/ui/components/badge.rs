//! A badge: a state in one word.

use super::Icon;
use leptos::prelude::*;

/// A small key tag: a picture and a word, never color alone.
#[component]
pub fn Badge(
    /// `ok`, `wait`, `warn`, `bad` or `off`.
    tone: &'static str,
    /// The picture.
    icon: &'static str,
    /// The word.
    #[prop(into)]
    word: String,
) -> impl IntoView {
    view! { <span class=format!("badge badge-{tone}")><Icon name=icon/>{word}</span> }
}
