//! Errors as apps read them.

/// An error that goes back to the app (RFC 6749, 4.1.2.1 and 5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthError {
    /// `error`
    pub error: &'static str,
    /// `error_description`, for the app's developer.
    pub description: &'static str,
}

impl OAuthError {
    pub(super) const fn new(error: &'static str, description: &'static str) -> Self {
        Self { error, description }
    }
}
