//! How an error is answered: a line in the log, a status, a header.

use crate::error::AppError;
use crate::server::password::{self, HashError};
use crate::server::store::StoreError;
use crate::server::store::health::is_without_room;
use axum::http::StatusCode;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;

impl AppError {
    /// Logs `error` once, here, and keeps only a reference to that log line.
    pub fn internal(error: impl Into<anyhow::Error>) -> Self {
        let reference = password::random_hex::<6>();
        let error = format!("{:#}", error.into());
        tracing::error!(reference, error, "request failed ({reference}): {error}");
        Self::Internal { reference }
    }

    /// The HTTP status of the answer.
    pub const fn status(&self) -> StatusCode {
        match self {
            // Not 502: proxies put a page of their own in the place of ours.
            Self::InvalidForm(_) | Self::MailNotTaken { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::MalformedRequest => StatusCode::BAD_REQUEST,
            Self::FormTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::WrongCredentials | Self::LinkNeeded | Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::TooManyTries { .. } | Self::TooManyLivePages => StatusCode::TOO_MANY_REQUESTS,
            Self::PasswordChangeRequired | Self::Forbidden | Self::PasswordNeeded | Self::ForeignOrigin => {
                StatusCode::FORBIDDEN
            }
            Self::OtherLink
            | Self::LastAdmin
            | Self::DoesNotApply
            | Self::ChangedMeanwhile(_)
            | Self::UndoneMeanwhile { .. } => StatusCode::CONFLICT,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::LinkNotValid | Self::LinkIncomplete => StatusCode::GONE,
            Self::OtherHost { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::Busy { .. } | Self::StorageFull => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds for the header `Retry-After`, where waiting helps.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooManyTries { retry_after } | Self::Busy { retry_after } => Some(*retry_after),
            Self::TooManyLivePages | Self::StorageFull => Some(60),
            _ => None,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::MalformedRequest,
            other => Self::internal(other),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) if is_without_room(&cause) => {
                tracing::error!("answered 503: there is no room left on the database's disk");
                Self::StorageFull
            }
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "answered 503: the database does not answer: {error}");
                Self::Busy { retry_after: 5 }
            }
            other => Self::internal(other),
        }
    }
}

impl From<HashError> for AppError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => {
                tracing::warn!("answered 503: {error}");
                Self::Busy { retry_after: u32::try_from(password::QUEUE_TIMEOUT.as_secs()).unwrap_or(5) }
            }
            HashError::Failed(_) => Self::internal(error),
        }
    }
}
