//! The tokens in links of emails.

use crate::error::AppError;
use crate::server::keys::Token;

/// What is stored of the token in a link.
///
/// # Errors
/// [`AppError::LinkNotValid`] when the token is malformed; [`AppError::LinkIncomplete`] when its end is missing.
pub fn link_hash(token: &str) -> Result<String, AppError> {
    match Token::parse(token) {
        Some(token) => Ok(token.hash()),
        None if token.len() < Token::LENGTH => Err(AppError::LinkIncomplete),
        None => Err(AppError::LinkNotValid),
    }
}
