//! The button that tries one mail again, on the pages that show it.

use super::actions::QueueTab;
use super::texts::texts;
use crate::domain::{DeliveryState, MailId, UserId};
use crate::ui::components::page;
use leptos::prelude::*;

/// The page that has the button, which is shown again.
#[derive(Clone)]
pub enum RetriedFrom {
    /// A list of mails.
    List(QueueTab),
    /// The person it is for.
    Person(UserId),
}

/// Whether a mail waits for a time that need not be awaited. While an admin has paused the mails none leaves.
pub const fn can_be_retried_now(state: DeliveryState, is_paused: bool) -> bool {
    matches!(state, DeliveryState::Waiting) && !is_paused
}

/// Tries a mail again, or sends one for later at once.
#[component]
pub fn RetryButton(
    /// Which.
    mail: MailId,
    /// Its state.
    state: DeliveryState,
    /// Whether an admin has chosen a time for it.
    is_for_later: bool,
    /// To whom, for those who hear one button after the other.
    #[prop(optional_no_strip)]
    name: Option<String>,
    /// The page it is on.
    from: RetriedFrom,
) -> impl IntoView {
    let words = texts(page().0.locale).table;
    let label = match state {
        _ if is_for_later => words.send_now,
        DeliveryState::Waiting => words.retry_now,
        _ => words.retry,
    };
    let (field, value) = match from {
        RetriedFrom::List(tab) => ("show", tab.as_str().to_owned()),
        RetriedFrom::Person(id) => ("user", id.to_string()),
    };
    let name = name.map(|name| view! { <span class="visually-hidden">": "{name}</span> });
    view! {
        <form method="post" action="/admin/mail/retry">
            <input type="hidden" name="mail" value=mail.to_string()/>
            <input type="hidden" name=field value=value/>
            <button class="button button-secondary button-small">{label}{name}</button>
        </form>
    }
}
