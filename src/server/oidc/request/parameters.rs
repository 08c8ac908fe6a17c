//! The parameters of a request, with duplicates told apart (RFC 6749, 3.1).

use crate::server::oidc::form_encoding::decoded;

/// The parameters of a query, as they came.
pub(super) struct Parameters<'a>(Vec<(String, &'a str)>);

impl<'a> Parameters<'a> {
    pub(super) fn parse(query: &'a str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decoded(name), value)
                })
                .collect(),
        )
    }

    pub(super) fn is_repeated(&self, name: &str) -> bool {
        self.0.iter().filter(|(given, _)| given == name).count() > 1
    }

    /// The value, percent-encoded; none where it is empty (RFC 6749, 3.1).
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.raw(name).map(decoded)
    }
}

/// The query, byte by byte, but for the values of `name`, which `value` replaces.
pub(super) fn with_value(query: &str, name: &str, value: &str) -> String {
    let pairs = query.split('&').map(|pair| {
        let (given, _) = pair.split_once('=').unwrap_or((pair, ""));
        if decoded(given) == name { format!("{name}={value}") } else { pair.to_owned() }
    });
    pairs.collect::<Vec<_>>().join("&")
}
