//! How an account stands, in words: what a row of the list shows, and what
//! changes in it while one looks.

use super::{DeliveryState, UserStatus};
use serde::{Deserialize, Serialize};

/// The part of a row that changes by itself, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveStatus {
    /// Whose.
    pub user_id: String,
    /// Where the account stands.
    pub state: UserStatus,
    /// That, as a word.
    pub state_label: String,
    /// The newest mail with a temporary password; empty when there is none. A
    /// form that names it asks for the next one, once.
    pub mail_id: String,
    /// Where that mail stands.
    pub delivery: Option<DeliveryState>,
    /// That, as a word.
    pub delivery_label: String,
    /// When that changed, in RFC 3339.
    pub changed_at: String,
    /// When that changed, as people write it in a list.
    pub changed_label: String,
    /// When that changed, to the second, with its zone.
    pub changed_exact: String,
    /// Whether the label says how long ago, which a script keeps true.
    pub is_relative: bool,
    /// Why it failed or waits and what happens next, in plain words; empty when all is well.
    pub reason: String,
    /// The mail server's own words, for those who know how to read them.
    pub answer: String,
}
