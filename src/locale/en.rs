//! English.

pub mod mail;
