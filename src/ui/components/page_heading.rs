//! The heading of a page that has one thing to do.

use leptos::prelude::*;

/// The title, and a sentence that says what the page is for.
#[component]
pub fn PageHeading(
    /// The title.
    #[prop(into)]
    title: String,
    /// The sentence under it.
    #[prop(into)]
    lede: String,
    /// What is said after it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="stack stack-s">
            <h1>{title}</h1>
            <p class="lede">{lede}</p>
            {children.map(|children| children())}
        </div>
    }
}
