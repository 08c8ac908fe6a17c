//! Rate limits kept in the database: attempts are counted before they are checked.

mod mail;
pub(in crate::server::store) mod network;
pub mod sign_in;
