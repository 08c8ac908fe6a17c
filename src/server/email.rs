//! Emails: their kinds, their composition, and the SMTP dialogue.
//!
//! In reading order:
//!
//! - [`kinds`]: the kinds of mail, one file each: words, letter, and what is looked up for it
//! - [`order`]: what a worker and a kind of mail tell each other
//! - [`letter`]: letters, each a list of blocks, and the form that most of them share
//! - `text`, `html`: the two parts of the mail, both made from these blocks
//! - `message`: the headers and parts put together
//! - [`mailer`]: sends them
//! - [`smtp`]: the way out, step by step, each with its own time limit
//! - [`memory`]: the other way, for development mode and tests
//!
//! Nothing here is ever logged, not even at the finest level: a mail holds a
//! password. lettre's `tracing` feature prints whole mails and stays off.

pub mod envelope;
mod harmless;
mod header;
mod html;
pub mod kinds;
pub mod letter;
pub mod mailer;
pub mod memory;
mod message;
pub mod order;
mod outcome;
pub mod smtp;
mod text;

pub use envelope::{Addressee, Branding, Sender};
pub use letter::Letter;
pub use mailer::{Mailer, Preview, Transport, preview};
pub use memory::{CapturedMail, MemoryOutbox};
pub use outcome::{Accepted, SendError, Step, Verdict};
pub use smtp::{Encryption, InvalidSmtpUrl, MAX_CONNECTIONS, SmtpSettings, Timeouts};
