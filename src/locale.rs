//! All words people read, in both languages. A missing text does not compile.
//!
//! The texts of a page are beside the page, in `ui/pages`; here is what several modules say.
//!
//! - `audit_kind`: what the audit log records
//! - `delivery`: what became of a mail, and why
//! - `import`: what is wrong with a file of people
//! - `mail_problem`: why a mail server did not take a mail, and what to do
//! - `message`: what an error tells people
//! - `nothing_mailed`: why somebody asked for a mail and none was sent
//! - `number`: numbers, as people write them
//! - `problems`: what is wrong with a field, also in the browser
//! - `role`: roles
//! - `status`: the status of an account
//! - `time`: dates and hours

#[cfg(feature = "ssr")]
pub mod audit_kind;
#[cfg(feature = "ssr")]
pub mod delivery;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod mail_problem;
#[cfg(feature = "ssr")]
pub mod message;
#[cfg(feature = "ssr")]
pub mod nothing_mailed;
#[cfg(feature = "ssr")]
pub mod number;
pub mod problems;
#[cfg(feature = "ssr")]
pub mod role;
#[cfg(feature = "ssr")]
pub mod status;
#[cfg(feature = "ssr")]
pub mod time;

#[cfg(feature = "ssr")]
pub use delivery::{
    delivery_hint, delivery_reason, delivery_state, delivery_step, mail_not_taken, next_try, sent_later,
};
#[cfg(feature = "ssr")]
pub use message::message;
#[cfg(feature = "ssr")]
pub use problems::problem;
#[cfg(feature = "ssr")]
pub use role::role;
#[cfg(feature = "ssr")]
pub use status::user_status;

/// A label in the middle of a sentence: "Delivery failed" as "delivery failed".
#[cfg(feature = "ssr")]
pub fn in_sentence(label: &str) -> String {
    let mut characters = label.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
