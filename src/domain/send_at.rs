//! A time that an admin chooses for mails to leave.

use serde::{Deserialize, Serialize};

/// Why mails cannot be sent at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvalidSendAt {
    /// No date and time.
    Form,
    /// It is over.
    Past,
    /// More than 30 days ahead.
    TooFar,
}
