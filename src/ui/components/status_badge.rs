//! The status of an account or a mail, in one word.

use super::{Icon, page};
use crate::domain::{DeliveryState, UserStatus};
use crate::locale;
use leptos::prelude::*;

/// The status of an account.
#[component]
pub fn StatusBadge(
    /// The status.
    status: UserStatus,
    /// Whether no email has brought, or will bring, a temporary password.
    #[prop(optional)]
    nothing_sent: bool,
) -> impl IntoView {
    let (class, name) = match status {
        UserStatus::Pending => ("badge badge-warn", "clock"),
        UserStatus::Waiting => ("badge badge-wait", "clock"),
        UserStatus::Failed => ("badge badge-bad", "alert"),
        UserStatus::Invited => ("badge badge-warn", "mail"),
        UserStatus::Expired => ("badge badge-bad", "clock"),
        UserStatus::Exhausted => ("badge badge-bad", "x"),
        UserStatus::Revoked => ("badge badge-bad", "x"),
        UserStatus::Active => ("badge badge-ok", "check"),
        UserStatus::Disabled => ("badge badge-off", "pause"),
        UserStatus::Deleted => ("badge badge-off", "x"),
    };
    let locale = page().0.locale;
    let label = match status {
        UserStatus::Waiting if nothing_sent => locale::status::nothing_sent(locale),
        status => locale::user_status(locale, status),
    };
    view! { <span class=class><Icon name=name/>{label}</span> }
}

/// The state of a mail.
#[component]
pub fn DeliveryBadge(
    /// The state.
    state: DeliveryState,
) -> impl IntoView {
    let (class, name) = match state {
        DeliveryState::Queued => ("badge badge-wait", "queue"),
        DeliveryState::Sending => ("badge badge-wait", "send"),
        DeliveryState::Waiting => ("badge badge-warn", "clock"),
        DeliveryState::Sent => ("badge badge-ok", "check"),
        DeliveryState::Failed => ("badge badge-bad", "alert"),
        DeliveryState::Obsolete => ("badge badge-off", "x"),
    };
    view! { <span class=class><Icon name=name/>{locale::delivery_state(page().0.locale, state)}</span> }
}
