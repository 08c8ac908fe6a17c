//! All words people read, in both languages. A missing text does not compile.
//!
//! - `console`: the administrator's pages
//! - `mail`: letters
//! - `number`: numbers, as people write them
//! - `own_account`: the pages of one's own account, beside the first
//! - `pages`: everybody's pages
//! - `problems`: what is wrong with a field, also in the browser
//! - `role`: roles
//! - `status`: states of accounts and deliveries
//! - `time`: dates and hours

#[cfg(feature = "ssr")]
pub mod console;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod number;
#[cfg(feature = "ssr")]
pub mod own_account;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod problems;
#[cfg(feature = "ssr")]
pub mod role;
#[cfg(feature = "ssr")]
pub mod status;
#[cfg(feature = "ssr")]
pub mod time;

#[cfg(feature = "ssr")]
mod en;
#[cfg(feature = "ssr")]
mod pt_br;

pub use problems::problem;
#[cfg(feature = "ssr")]
pub use role::role;
#[cfg(feature = "ssr")]
pub use status::{
    delivery_hint, delivery_reason, delivery_state, delivery_step, mail_not_taken, message, next_try, user_status,
};
