//! Sends letters, through a mail server or into memory.

use super::envelope::{Addressee, Sender};
use super::letter::{self, Letter};
use super::memory::MemoryOutbox;
use super::message;
use super::outcome::{self, Accepted, SendError};
use super::smtp::{self, SmtpSettings};
use super::{html, text};
use crate::domain::Appearance;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Writes letters and hands them to a mail server. Clones share everything.
#[derive(Clone)]
pub struct Mailer {
    sender: Arc<Sender>,
    transport: Arc<Transport>,
    connections: smtp::Connections,
    /// When the mail was taken from the queue.
    taken_at: Option<Instant>,
}

/// How mails leave.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a program has one or two of them")]
pub enum Transport {
    /// Through a mail server.
    Smtp(SmtpSettings),
    /// Not at all: they are kept in memory, where a person or a test reads them.
    Memory(MemoryOutbox),
}

impl Mailer {
    /// A mailer that writes as `sender` and sends through `transport`.
    pub fn new(sender: Sender, transport: Transport) -> Self {
        let connections = smtp::Connections::default();
        Self { sender: Arc::new(sender), transport: Arc::new(transport), connections, taken_at: None }
    }

    /// The same mailer, whose mails have the appearance as of now.
    pub fn with_appearance(&self, appearance: &Appearance) -> Self {
        Self { sender: Arc::new(self.sender.with_appearance(appearance)), ..self.clone() }
    }

    /// The same mailer, for a mail that was taken from the queue at this moment. While the mail server has let nobody in,
    /// it fails as another one did that was tried since then.
    pub fn for_mail_taken_at(&self, moment: Instant) -> Self {
        Self { taken_at: Some(moment), ..self.clone() }
    }

    /// The same mailer, whose attempts end within `limit`, at whatever step they are then.
    pub fn within(&self, limit: Duration) -> Self {
        let transport = match &*self.transport {
            Transport::Smtp(settings) => {
                let mut settings = settings.clone();
                settings.timeouts.attempt = Some(settings.timeouts.attempt.map_or(limit, |own| own.min(limit)));
                Transport::Smtp(settings)
            }
            Transport::Memory(outbox) => Transport::Memory(outbox.clone()),
        };
        Self { transport: Arc::new(transport), ..self.clone() }
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
    /// [`Verdict::Unknown`](super::Verdict::Unknown) may the person have the mail all the same.
    pub async fn send(&self, to: &Addressee, letter: &dyn Letter) -> Result<Accepted, SendError> {
        let written = letter::write(letter, &self.sender, to);
        let mail = message::compose(&self.sender, to, &written)?;

        match &*self.transport {
            Transport::Smtp(settings) => {
                let hello = smtp::client_id(&self.sender.public_url);
                let since = self.taken_at.unwrap_or_else(Instant::now);
                let answer = smtp::send(settings, &hello, &self.connections, since, &mail).await;
                outcome::without_secrets(answer, &settings.secrets(&letter.secrets()))
            }
            Transport::Memory(outbox) => {
                outbox.keep(to, &self.sender, &written, &mail);
                Ok(Accepted { answer: "kept in memory".to_owned() })
            }
        }
    }
}

/// A mail as a person would see it, to be looked at before it leaves.
pub struct Preview {
    /// The subject.
    pub subject: String,
    /// What the inbox shows beside it.
    pub preheader: String,
    /// The text part.
    pub text: String,
    /// The HTML part, its logo inside.
    pub html: String,
}

/// Writes a letter without sending it.
pub fn preview(sender: &Sender, to: &Addressee, letter: &dyn Letter) -> Preview {
    let written = letter::write(letter, sender, to);
    Preview {
        text: text::render(&written),
        html: html::render_for_screen(&written),
        subject: written.subject,
        preheader: written.preheader,
    }
}
