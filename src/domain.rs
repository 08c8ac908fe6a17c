//! Domain types and their rules: what an address, a person, a password *is*.
//!
//! Pure: no clock, no network, no random numbers, no Leptos. The same code runs
//! in the browser, as a hint while someone types, and in the server, where it
//! decides. Whatever comes from outside becomes one of these types by its
//! `parse`, once, and is no `String` any more from there on.
//!
//! In reading order:
//!
//! - `text_enum`, `uuid_id`: how enums with a fixed text, and ids, are declared
//! - [`timestamp`]: a moment, as everything here writes it down
//! - [`unicode`]: one spelling for one text, and what nobody sees of it
//! - [`locale`]: the languages of all texts
//! - [`email_address`]: where a person can be written to
//! - `misspelt_host`: mistyped hosts of the biggest mail providers
//! - [`user`]: who someone is: id, name, role, and how far their account has come
//! - [`field`]: the fields of forms, and what can be wrong with them
//! - `three_way`: a form that was open while somebody else changed the same thing; the server's only
//! - [`user_fields`]: reads what was typed of a person
//! - [`group`]: what groups of people are called
//! - [`cpf`]: the Brazilian taxpayer number, which some want as a first password
//! - [`own_password`]: the password a person chose
//! - [`temporary_password`]: the kinds of temporary passwords
//! - [`words`]: random words
//! - [`password_advice`]: what only the server can say of a new password
//! - [`delivery`]: mails in the queue
//! - `mail_problem`: why a mail server did not take it; the server's only
//! - [`admin_action`]: what an admin can do to an account
//! - [`audit_kind`]: what the audit log records
//! - `audit_detail`: what it adds, in a fixed form; the server's only
//! - [`user_list`]: how a list of people is narrowed down and sorted
//! - [`user_note`]: what admins note about a person
//! - `send_at`: the time that an admin chooses for mails to leave
//! - [`app_address`]: where people, codes and logout tokens of an app are sent
//! - [`app`]: programs that sign people in through us
//! - [`appearance`]: how the site and its mails look
//! - `import`: a file of people; the server's only

pub(crate) mod text_enum;
pub(crate) mod uuid_id;

pub mod timestamp;

pub mod unicode;

pub mod locale;

#[cfg(feature = "ssr")]
pub mod loopback;

pub mod email_address;

#[cfg(feature = "ssr")]
mod misspelt_host;

pub mod user;

pub mod field;

#[cfg(feature = "ssr")]
pub mod three_way;

pub mod user_fields;

pub mod group;

pub mod cpf;

pub mod own_password;

pub mod temporary_password;

pub mod words;

pub mod password_advice;

pub mod delivery;

#[cfg(feature = "ssr")]
pub mod mail_problem;

pub mod admin_action;

#[cfg(feature = "ssr")]
pub mod audit_detail;

pub mod audit_kind;

pub mod user_list;
pub mod user_note;

pub mod app;

pub mod app_address;

pub mod appearance;

#[cfg(feature = "ssr")]
pub mod import;

mod send_at;

pub use admin_action::AdminAction;
pub use app::{
    AppAccess, AppAction, AppDetails, AppId, AppKind, AppSecretId, ClientId, InvalidClientId, SigningAlgorithm,
};
pub use app_address::{AppAddress, InvalidAppAddress};
pub use appearance::{
    AccentColor, Appearance, InvalidAccentColor, InvalidLogo, InvalidMailWords, Logo, MailWords, OwnWords, Placeholder,
};
pub use audit_kind::AuditKind;
pub use cpf::{Cpf, InvalidCpf};
pub use delivery::{DeliveryState, MailId, Purpose};
pub use email_address::{EmailAddress, InvalidEmailAddress};
pub use group::{GroupId, GroupName, GroupSlug, InvalidGroupName, InvalidGroupSlug};
pub use locale::Locale;
#[cfg(feature = "ssr")]
pub use mail_problem::{Blame, MailProblem, STEP_GENERATE};
pub use own_password::{About, InvalidOwnPassword, OwnPassword, PasswordPolicy};
pub use password_advice::PasswordAdvice;
pub use send_at::InvalidSendAt;
pub use temporary_password::{InvalidPreset, Preset, TemporaryPasswordId, WORDS_IN_LIST};
pub use timestamp::Timestamp;
pub use user::{Channel, DisplayName, InvalidDisplayName, NewUser, Role, UserDetails, UserId, UserStatus};
pub use user_list::{SortKey, StatusFilter, TimeRange, UserSort};
pub use user_note::{InvalidUserNote, UserNote};
