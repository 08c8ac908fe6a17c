//! Brazilian Portuguese.

pub mod mail;
pub mod pages;
