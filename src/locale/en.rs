//! English.

pub mod mail;
pub mod pages;
