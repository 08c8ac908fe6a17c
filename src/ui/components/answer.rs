//! What the mail server said.

use leptos::prelude::*;

/// The mail server's own words, for those who know how to read them; nothing
/// where there are none.
#[component]
pub fn Answer(
    /// The words.
    answer: String,
    /// What opens them.
    label: &'static str,
) -> impl IntoView {
    (!answer.is_empty()).then(|| {
        view! {
            <details class="why">
                <summary>{label}</summary>
                <div><code>{answer}</code></div>
            </details>
        }
    })
}
