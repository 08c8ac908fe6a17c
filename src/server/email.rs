//! Mails: what they say and how they leave.
//!
//! In reading order:
//!
//! - [`letter`]: the letters, each a list of blocks, in the person's language
//! - `text`, `html`: the two parts of the mail, both made from these blocks
//! - `message`: the headers and parts put together
//! - [`smtp`]: the way out, step by step, each with its own time limit
//! - [`memory`]: the other way, for development mode and tests
//!
//! Nothing here is ever logged, not even at the finest level: a mail holds a
//! password. lettre's `tracing` feature prints whole mails and stays off.

mod harmless;
mod header;
mod html;
pub mod letter;
pub mod memory;
mod message;
mod outcome;
pub mod smtp;
mod text;

use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox;
use url::Url;

use crate::domain::{DisplayName, EmailAddress, Locale};
use crate::locale::time::Zone;

pub use letter::Letter;
pub use memory::{CapturedMail, MemoryOutbox};
pub use outcome::{Accepted, SendError, Step, Verdict};
pub use smtp::{Encryption, InvalidSmtpUrl, SmtpSettings, Timeouts};

/// Writes letters and hands them to a mail server. Clones share everything.
#[derive(Clone)]
pub struct Mailer {
    sender: Arc<Sender>,
    transport: Arc<Transport>,
    idle: smtp::IdleConnections,
}

/// Who the mails come from and where they lead: the operator's settings.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The `From` header and, without the name, the envelope's sender.
    pub from: Mailbox,
    /// Where answers go, and whom the texts name as the contact.
    pub reply_to: Option<Mailbox>,
    /// What the people who get the mails know us as.
    pub organization: String,
    /// All links start with it. Never from a request.
    pub public_url: Url,
    /// By whose clock the mails to people say when, unless they have chosen another.
    pub time_zone: Zone,
}

/// How mails leave.
#[derive(Clone)]
pub enum Transport {
    /// Through a mail server.
    Smtp(SmtpSettings),
    /// Not at all: they are kept in memory, where a person or a test reads them.
    Memory(MemoryOutbox),
}

/// Who a letter is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Where it goes.
    pub email: EmailAddress,
    /// How it greets them.
    pub display_name: DisplayName,
    /// The language of the whole mail.
    pub locale: Locale,
    /// The time zone they have chosen, if they have.
    pub time_zone: Option<Zone>,
}

impl Mailer {
    /// A mailer that writes as `sender` and sends through `transport`.
    pub fn new(sender: Sender, transport: Transport) -> Self {
        Self { sender: Arc::new(sender), transport: Arc::new(transport), idle: smtp::IdleConnections::default() }
    }

    /// The same mailer, whose attempts end within `limit`, at whatever step they are then.
    pub fn within(&self, limit: Duration) -> Self {
        let transport = match &*self.transport {
            Transport::Smtp(settings) => {
                let mut settings = settings.clone();
                settings.timeouts.attempt = settings.timeouts.attempt.min(limit);
                Transport::Smtp(settings)
            }
            Transport::Memory(outbox) => Transport::Memory(outbox.clone()),
        };
        Self { sender: Arc::clone(&self.sender), transport: Arc::new(transport), idle: self.idle.clone() }
    }

    /// Whether the mail server lets us in: everything up to the point where a
    /// mail would be handed over.
    ///
    /// # Errors
    /// [`SendError::step`] says where it did not.
    pub async fn reach(&self) -> Result<(), SendError> {
        match &*self.transport {
            Transport::Smtp(settings) => {
                let reached = smtp::reach(settings, &smtp::client_id(&self.sender.public_url)).await;
                outcome::without_secrets(reached, &settings.secrets(&[])).map(|_| ())
            }
            Transport::Memory(_) => Ok(()),
        }
    }

    /// Sends one letter, once.
    ///
    /// `Ok` means the mail server has taken it over with the answer to the
    /// final dot (RFC 5321, 4.2.5). Each call makes a new `Message-ID`: a second
    /// try carries another password, and the receiving side must not take it
    /// for a copy of the first.
    ///
    /// # Errors
    /// [`SendError::verdict`] says what to do next. Only after
    /// [`Verdict::Unknown`] may the person have the mail all the same.
    pub async fn send(&self, to: &Recipient, letter: &Letter<'_>) -> Result<Accepted, SendError> {
        let written = letter.write(&self.sender, to);
        let mail = message::compose(&self.sender, to, &written)?;

        match &*self.transport {
            Transport::Smtp(settings) => {
                let hello = smtp::client_id(&self.sender.public_url);
                let answer = smtp::send(settings, &hello, &self.idle, &mail).await;
                outcome::without_secrets(answer, &settings.secrets(&letter.secrets()))
            }
            Transport::Memory(outbox) => {
                outbox.keep(to, &self.sender, &written, &mail);
                Ok(Accepted { answer: "kept in memory".to_owned() })
            }
        }
    }
}
