//! A section of the own account.

use leptos::prelude::*;

/// A heading with a sentence under it, and what belongs to it.
#[component]
pub fn Section(
    /// The id of the heading, which also names the section.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// The sentence, where there is one.
    #[prop(into)]
    hint: Option<&'static str>,
    /// The rest.
    children: Children,
) -> impl IntoView {
    view! {
        <section aria-labelledby=id>
            <div class="stack stack-s">
                <h2 id=id>{title}</h2>
                {hint.map(|hint| view! { <p class="muted">{hint}</p> })}
            </div>
            {children()}
        </section>
    }
}
