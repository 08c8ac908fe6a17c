//! The heading of a question.

use super::submitted;
use leptos::prelude::*;

/// The heading of a page that is also shown as a dialog. It takes the focus where a button would
/// that cannot be undone: Enter, still held down, must not press it.
#[component]
pub fn QuestionHeading(
    /// The question.
    text: String,
    /// Whether the first control is such a button.
    takes_focus: bool,
) -> impl IntoView {
    let takes_focus = takes_focus && submitted().error.is_none();
    view! { <h1 tabindex=takes_focus.then_some("-1") autofocus=takes_focus>{text}</h1> }
}
