//! Brazilian Portuguese.

pub mod mail;
