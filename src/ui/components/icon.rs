//! Icons, from the one file of symbols.

use super::page;
use crate::ui::islands;
use leptos::prelude::*;

/// A picture of `public/icons.svg`. Says nothing to those who do not see it.
#[component]
pub fn Icon(
    /// The name of the picture.
    name: &'static str,
) -> impl IntoView {
    islands::icon(&page().0.assets.path("icons.svg"), name)
}
