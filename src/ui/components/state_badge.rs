//! How an account or a mail stands, in one word.

use super::{Icon, page};
use crate::domain::{DeliveryState, UserStatus};
use crate::locale;
use crate::ui::islands::{account_look, delivery_look};
use leptos::prelude::*;

/// How an account stands.
#[component]
pub fn StateBadge(
    /// The state.
    state: UserStatus,
) -> impl IntoView {
    let (context, _) = page();
    let (class, icon) = account_look(state);
    view! { <span class=class><Icon name=icon/>{locale::user_status(context.locale, state)}</span> }
}

/// How a mail stands.
#[component]
pub fn DeliveryBadge(
    /// The state.
    state: DeliveryState,
) -> impl IntoView {
    let (context, _) = page();
    let (class, icon) = delivery_look(state);
    view! { <span class=class><Icon name=icon/>{locale::delivery_state(context.locale, state)}</span> }
}
