//! Advice about a password that someone is making up, for the script of their page.
//!
//! Everybody may ask, and is told nothing about anybody: what comes back
//! depends on the question alone. Nothing is kept or logged, and nothing of a
//! password is in an address.

use super::form_body;
use super::render::no_store;
use crate::domain::OwnPassword;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::password::common;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use zeroize::Zeroizing;

/// The longest password of a form, each byte of it written as three.
const MAX_ADVICE_REQUEST_SIZE: usize = 3 * OwnPassword::MAX_INPUT_BYTES + 64;

/// Which common passwords have a SHA-256 that begins with `prefix`: of each the
/// rest of its digits, one a line. Which one was meant is not told
/// ([`PREFIX_LENGTH`](crate::domain::password_advice::PREFIX_LENGTH)).
pub async fn listed(request: Request<Body>) -> Response {
    match field(request, "prefix").await.map(|prefix| common::listed_hashes(&prefix)) {
        Ok(Some(hashes)) => no_store(hashes.into_response()),
        Ok(None) => malformed(AppError::MalformedRequest.status()),
        Err(status) => malformed(status),
    }
}

/// What an attacker would make of `password`: a word of [`PasswordAdvice`](crate::domain::PasswordAdvice), or
/// an empty answer when there is too much to do.
pub async fn estimate(State(state): State<AppState>, request: Request<Body>) -> Response {
    let typed = match field(request, "password").await {
        Ok(typed) => typed,
        Err(status) => return malformed(status),
    };
    let password = OwnPassword::normalise(&typed);
    if typed.len() > OwnPassword::MAX_INPUT_BYTES || password.chars().count() > OwnPassword::MAX_LENGTH as usize {
        return malformed(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match state.estimator.advise(password).await {
        Some(advice) => no_store(advice.as_str().into_response()),
        None => no_store(StatusCode::NO_CONTENT.into_response()),
    }
}

/// The one field of a question.
async fn field(request: Request<Body>, name: &str) -> Result<Zeroizing<String>, StatusCode> {
    let (parts, body) = request.into_parts();
    let (_, values) = form_body::read_fields(&parts, body, MAX_ADVICE_REQUEST_SIZE).await?;
    let mut values = values.into_iter().map(|(name, value)| (name, Zeroizing::new(value)));
    match (values.next(), values.next()) {
        (Some((given, value)), None) if given == name && !value.is_empty() => Ok(value),
        _ => Err(AppError::MalformedRequest.status()),
    }
}

fn malformed(status: StatusCode) -> Response {
    let error = AppError::MalformedRequest;
    no_store((status, Json(json!({ "error": error.code(), "message": error.to_string() }))).into_response())
}
