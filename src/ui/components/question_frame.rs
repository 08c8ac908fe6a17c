//! The page of a question.

use super::{ErrorSummary, Frame, NavItem, submitted};
use leptos::prelude::*;

/// A page that asks before something is done. With a script it is shown as a dialog of the page before
/// (`public/console.js` looks for `data-question`).
#[component]
pub fn QuestionFrame(
    /// The question.
    title: String,
    /// Where it belongs in the navigation.
    nav: NavItem,
    /// Whether the first control is a button that cannot be undone: the heading takes the focus then, so that Enter,
    /// still held down, does not press it.
    #[prop(optional)]
    takes_focus: bool,
    /// What is under the heading.
    children: Children,
) -> impl IntoView {
    let takes_focus = takes_focus && submitted().error.is_none();
    view! {
        <Frame title=title.clone() nav=nav>
            <ErrorSummary/>
            <div class="stack" data-question="">
                <h1 tabindex=takes_focus.then_some("-1") autofocus=takes_focus>{title}</h1>
                {children()}
            </div>
        </Frame>
    }
}
