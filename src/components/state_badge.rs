//! How an account or a mail stands, in one word.

use super::{Icon, page};
use crate::domain::{AccountState, DeliveryState};
use crate::islands::{account_look, delivery_look};
use crate::locale;
use leptos::prelude::*;

/// How an account stands.
#[component]
pub fn StateBadge(
    /// The state.
    state: AccountState,
) -> impl IntoView {
    let (context, _) = page();
    let (class, icon) = account_look(state);
    view! { <span class=class><Icon name=icon/>{locale::account_state(context.locale, state)}</span> }
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
