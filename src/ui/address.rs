//! The address of the page that is rendered.

use crate::ui::page_context::PageContext;
use leptos::prelude::expect_context;
use std::sync::Arc;

/// The address of a page, in its parts.
#[derive(Clone, Debug, Default)]
pub struct PageAddress {
    /// The path, without the query.
    pub path: String,
    /// The query, without its question mark, as it came.
    pub query: String,
    /// The variable part of the path, `{id}`; empty where it has none.
    pub id: String,
}

impl PageAddress {
    /// The parts of `path_and_query`, whose variable part is `id`.
    pub fn new(path_and_query: &str, id: &str) -> Self {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        Self { path: path.to_owned(), query: query.to_owned(), id: id.to_owned() }
    }

    /// All values of a name in the query, in their order.
    pub fn values(&self, name: &str) -> impl Iterator<Item = String> {
        form_urlencoded::parse(self.query.as_bytes())
            .filter(move |(given, _)| given == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// A value of the page's address, the last of several; none where it is empty.
pub fn query(name: &str) -> Option<String> {
    expect_context::<PageAddress>().values(name).last().filter(|value| !value.is_empty())
}

/// All values of a name that the page's address may have several times.
pub fn queries(name: &str) -> Vec<String> {
    expect_context::<PageAddress>().values(name).collect()
}

/// A part of what has just been done, which this page says once.
pub fn flash_value(name: &str) -> Option<String> {
    expect_context::<Arc<PageContext>>().flash.as_ref()?.value(name)
}

/// The variable part of the page's path, `{id}`.
pub fn id() -> String {
    expect_context::<PageAddress>().id
}
