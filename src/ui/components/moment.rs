//! Moments, for people and for programs.

use super::page;
use crate::domain::Timestamp;
use crate::locale;
use leptos::prelude::*;

/// When something happened.
#[component]
pub fn Moment(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let (context, _) = page();
    let machine = jiff::Timestamp::from_second(at.as_seconds()).map(|at| at.to_string()).unwrap_or_default();
    view! { <time datetime=machine>{locale::time::moment(context.locale, at)}</time> }
}
