//! The address of the page that is rendered: its query and its variable part.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A value of the page's address.
pub fn query(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name)).filter(|value| !value.is_empty())
}

/// All values of a name that the page's address may have several times.
pub fn queries(name: &str) -> Vec<String> {
    use_query_map().with_untracked(|query| query.get_all(name)).unwrap_or_default()
}

/// The variable part of the page's path, `{id}`.
pub fn id() -> String {
    use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default()
}
