//! Chaveiro gives people their accounts.
//!
//! The modules, in reading order; each uses only those before it:
//!
//! - [`domain`]: types and rules. Pure, and the same code in browser and server
//! - [`error`]: every way a request can fail
//! - [`locale`]: the texts that pages, emails and the command line share, in both languages
//! - `server`: what is stored, decided and sent; [`server::accounts`] holds what people and admins can do
//! - [`ui`]: what people see: pages with their server functions and words, components, islands
//! - `web`: connections, access control, and the handlers behind it
//! - `cli`: the commands

// A page is one type as deep as its markup.
#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
pub mod cli;
pub mod domain;
pub mod error;
pub mod locale;
#[cfg(feature = "ssr")]
pub mod server;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod web;

/// Where the browser starts: wakes the islands of the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
