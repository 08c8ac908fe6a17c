//! Throttling: rate limits kept in the database, whose attempts are counted before they are checked.

mod mail;
pub(in crate::server::store) mod network;
pub mod requests;
pub mod sign_in;
