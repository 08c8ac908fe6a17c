//! How an account or a mail stands, in one word.

use super::page;
use crate::domain::{DeliveryState, Locale, UserStatus};
use crate::locale;
use crate::ui::islands::icon;
use leptos::prelude::*;

/// How an account stands.
#[component]
pub fn StateBadge(
    /// The state.
    state: UserStatus,
) -> impl IntoView {
    let (context, _) = page();
    account_badge(state, locale::user_status(context.locale, state), &context.assets.path("icons.svg"))
}

/// How a mail stands.
#[component]
pub fn DeliveryBadge(
    /// The state.
    state: DeliveryState,
) -> impl IntoView {
    let (context, _) = page();
    delivery_badge(context.locale, state, &context.assets.path("icons.svg"))
}

/// The same outside a page; `icons` is the address of the pictures.
pub fn account_badge(state: UserStatus, label: &'static str, icons: &str) -> impl IntoView + use<> {
    let (class, name) = match state {
        UserStatus::Pending => ("badge badge-warn", "clock"),
        UserStatus::Waiting => ("badge badge-wait", "clock"),
        UserStatus::Invited => ("badge badge-warn", "mail"),
        UserStatus::Expired => ("badge badge-bad", "clock"),
        UserStatus::Exhausted => ("badge badge-bad", "x"),
        UserStatus::Revoked => ("badge badge-bad", "x"),
        UserStatus::Active => ("badge badge-ok", "check"),
        UserStatus::Disabled => ("badge badge-off", "pause"),
        UserStatus::Deleted => ("badge badge-off", "x"),
    };
    view! { <span class=class>{icon(icons, name)}{label}</span> }
}

/// The same outside a page; `icons` is the address of the pictures.
pub fn delivery_badge(locale: Locale, state: DeliveryState, icons: &str) -> impl IntoView + use<> {
    let (class, name) = match state {
        DeliveryState::Queued => ("badge badge-wait", "queue"),
        DeliveryState::Sending => ("badge badge-wait", "send"),
        DeliveryState::Waiting => ("badge badge-warn", "clock"),
        DeliveryState::Sent => ("badge badge-ok", "check"),
        DeliveryState::Failed => ("badge badge-bad", "alert"),
        DeliveryState::Obsolete => ("badge badge-off", "x"),
    };
    view! { <span class=class>{icon(icons, name)}{locale::delivery_state(locale, state)}</span> }
}
