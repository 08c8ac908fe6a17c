//! A button that copies a text.

use super::{Icon, page};
use leptos::prelude::*;

/// Copies `text`, or what the box `from` holds. Only a script brings it to light, where the browser lets it copy; one
/// for a box comes with the suggestion in it.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(optional, into)]
    text: Option<String>,
    /// The id of the box.
    #[prop(optional)]
    from: Option<&'static str>,
    /// What it copies, in its name.
    #[prop(into)]
    label: String,
    /// Whether it is a line of a menu.
    #[prop(optional)]
    is_line: bool,
) -> impl IntoView {
    let (_, texts) = page();
    // Beside a text a picture is enough, beside a box there is room for words.
    let is_small = from.is_none() && !is_line;
    let class = match (is_line, is_small) {
        (true, _) => "copy",
        (_, true) => "copy button button-quiet",
        (_, false) => "copy button button-secondary",
    };
    let label = if is_small {
        view! { <span class="visually-hidden">{label}</span> }.into_any()
    } else {
        view! { <span>{label}</span> }.into_any()
    };
    view! {
        <button
            type="button"
            class=class
            data-copy=text
            data-copy-from=from
            data-copied=texts.form.copied
            data-refused=texts.form.not_copied
            hidden
        >
            <Icon name="copy"/>{label}<span class="copied" role="status"></span>
        </button>
    }
}
