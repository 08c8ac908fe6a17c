//! What people see: pages, components that several pages share, and islands.
//!
//! - `address`: the query and the variable part of a page's address
//! - `app`: the document around every page
//! - `changed_meanwhile`: forms that were open while somebody else changed the same thing
//! - `components`: what several pages share
//! - `islands`: what moves on a page
//! - `kept_form`: a form whose session has ended, and what was typed
//! - `live_topic`, `mail_queue`, `admin_warnings`: what several pages ask the server
//! - `markup`: markup of long lists, written as one text
//! - `page_context`: what every page knows of its request
//! - `page_route`: the address of a page, and the forms on it
//! - `pages`: the list of pages, and a folder for each page: `page` (markup), `actions` (server functions), `texts` (both languages)
//! - `response`: what server functions share
//! - `texts`: the sentences around and in every page
//! - `when_loaded`: a page that waits for the database

#[cfg(feature = "ssr")]
pub mod address;
#[cfg(feature = "ssr")]
pub mod admin_warnings;
#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod changed_meanwhile;
#[cfg(feature = "ssr")]
pub mod components;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod kept_form;
#[cfg(feature = "ssr")]
pub mod live_topic;
#[cfg(feature = "ssr")]
pub mod mail_queue;
#[cfg(feature = "ssr")]
pub mod markup;
#[cfg(feature = "ssr")]
pub mod page_context;
#[cfg(feature = "ssr")]
pub mod page_route;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod response;
#[cfg(feature = "ssr")]
pub mod texts;
#[cfg(feature = "ssr")]
pub mod when_loaded;
