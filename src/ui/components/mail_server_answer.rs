//! What the mail server said.

use super::page;
use crate::locale::mail_problem::{MailAnswer, detail_label, mail_answer};
use leptos::prelude::*;

/// The mail server's own words, for those who know how to read them, or a detail of ours, which
/// is not called its answer; nothing where there is neither.
#[component]
pub fn MailServerAnswer(
    /// As it is stored.
    answer: String,
    /// What opens the mail server's words.
    label: &'static str,
) -> impl IntoView {
    let locale = page().0.locale;
    let (label, answer) = match mail_answer(locale, &answer)? {
        MailAnswer::Server(answer) => (label, answer),
        // A heading of its own, where what it names comes after it elsewhere.
        MailAnswer::Detail(detail) => (detail_label(locale).trim_end_matches(':'), detail),
    };
    Some(view! {
        <details class="why">
            <summary>{label}</summary>
            <div><code>{answer}</code></div>
        </details>
    })
}
