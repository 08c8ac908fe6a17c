//! The tokens in links of emails.

use crate::domain::EmailAddress;
use crate::error::AppError;
use crate::server::keys::Token;

/// What is stored of the token in a link.
///
/// # Errors
/// [`AppError::LinkNotValid`] when it is none; [`AppError::LinkIncomplete`] when its end is missing.
pub fn link_hash(token: &str) -> Result<String, AppError> {
    match Token::parse(token) {
        Some(token) => Ok(token.hash()),
        None if token.len() < Token::LENGTH => Err(AppError::LinkIncomplete),
        None => Err(AppError::LinkNotValid),
    }
}

/// Whether the page that sent a form showed the `owner` of its link: another
/// link, opened in another tab meanwhile, may have taken its place in the cookie.
pub(super) fn require_shown(shown: Option<&str>, owner: &EmailAddress) -> Result<(), AppError> {
    if shown.is_none_or(|shown| shown == owner.as_str()) { Ok(()) } else { Err(AppError::LinkNotValid) }
}
