//! The interactive parts of pages, compiled to WebAssembly. One file per island.
//!
//! Every page is whole without them: the server renders what they show first,
//! and the browser brings them to life later, or never. They are compiled for
//! both, and their words come along with the page, so that a bundle carries
//! one language and no page.
//!
//! A bundle has to stay small: no floats, few types, and in the newcomer's no JSON.

#[cfg(any(feature = "ssr", feature = "hydrate-admin"))]
pub mod checked_field;
#[cfg(any(feature = "ssr", feature = "hydrate-newcomer"))]
pub mod new_password_field;

#[cfg(any(feature = "ssr", feature = "hydrate-admin"))]
pub use checked_field::CheckedField;
#[cfg(any(feature = "ssr", feature = "hydrate-newcomer"))]
pub use new_password_field::NewPasswordField;

use leptos::prelude::*;

/// A picture of `public/icons.svg`, whose address is `sprite`. Says nothing to
/// those who do not see it.
pub fn icon(sprite: &str, name: &str) -> impl IntoView + use<> {
    view! { <svg class="icon" aria-hidden="true"><use_ href=joined(sprite, "#", name)></use_></svg> }
}

/// Three texts as one; `format!` would weigh more.
fn joined(first: &str, second: &str, third: &str) -> String {
    let mut text = String::with_capacity(first.len() + second.len() + third.len());
    text.push_str(first);
    text.push_str(second);
    text.push_str(third);
    text
}
