//! An authorization request that was posted: it goes on by `GET`, without the ID token in it.

use super::parameters::{Parameters, with_value};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::oidc::hint::Hint;

/// A posted request as a query, byte by byte, with whom its ID token is about in the place of the token. The name
/// `id_token_hint` stays as often as it was given: given twice, it is refused later.
pub async fn as_query(state: &AppState, form: &str) -> Result<String, AppError> {
    Ok(match Parameters::parse(form).value("id_token_hint") {
        Some(token) => with_value(form, "id_token_hint", &Hint::read(state, &token).await?.without_token()),
        None => form.to_owned(),
    })
}
