//! An authorization request that was posted: it goes on by `GET`, without the ID token in it.

use super::parameters::{Parameters, without_value};

/// A request that was posted, and the ID token taken out of it.
#[derive(Debug)]
pub struct Posted {
    /// The rest, byte by byte. The name `id_token_hint` stays: given twice, it is refused later.
    pub query: String,
    /// `id_token_hint`
    pub token: Option<String>,
    /// Which app asks.
    pub client_id: Option<String>,
}

impl Posted {
    /// Takes the ID token out of a form.
    pub fn parse(form: &str) -> Self {
        let parameters = Parameters::parse(form);
        Self {
            query: without_value(form, "id_token_hint"),
            token: parameters.value("id_token_hint"),
            client_id: parameters.value("client_id"),
        }
    }
}
