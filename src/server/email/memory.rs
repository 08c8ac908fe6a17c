//! Mails that are kept instead of sent, for development mode and tests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::Date;
use serde::Serialize;

use super::envelope::{Addressee, Sender};
use super::letter::Written;
use super::{html, text};
use crate::domain::Timestamp;

/// The newest mails. Clones share them; they are gone when the program ends.
#[derive(Clone, Default)]
pub struct MemoryOutbox(Arc<Mutex<Captured>>);

#[derive(Default)]
struct Captured {
    mails: VecDeque<CapturedMail>,
    last_id: u64,
}

/// A mail that would have been sent.
///
/// The parts are those it was composed of, not read back from `raw`: the server
/// needs no mail parser.
#[derive(Clone, Serialize)]
pub struct CapturedMail {
    /// Counts from 1 and is never used again.
    pub id: u64,
    /// When it was composed, to the second.
    pub at: Timestamp,
    /// The recipient's address.
    pub to: String,
    /// The `From` header, decoded.
    pub from: String,
    /// The subject, decoded.
    pub subject: String,
    /// The text part, decoded, with `\n` at the line ends.
    pub text: String,
    /// The HTML part, decoded, with `\n` at the line ends.
    pub html: String,
    /// All headers in their order, unfolded, not decoded.
    pub headers: Vec<(String, String)>,
    /// What a mail server would have got.
    pub raw: String,
}

/// Without the parts: they hold a password.
impl fmt::Debug for CapturedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapturedMail").field("id", &self.id).field("subject", &self.subject).finish_non_exhaustive()
    }
}

impl MemoryOutbox {
    /// Older mails make room for newer ones.
    pub const CAPACITY: usize = 200;

    /// All mails, the oldest first.
    pub fn list(&self) -> Vec<CapturedMail> {
        self.kept().mails.iter().cloned().collect()
    }

    /// One mail.
    pub fn get(&self, id: u64) -> Option<CapturedMail> {
        self.kept().mails.iter().find(|mail| mail.id == id).cloned()
    }

    /// Forgets all mails.
    pub fn clear(&self) {
        self.kept().mails.clear();
    }

    pub(super) fn keep(&self, to: &Addressee, sender: &Sender, letter: &Written, mail: &Message) {
        let raw = String::from_utf8_lossy(&mail.formatted()).into_owned();
        let mut kept = self.kept();
        kept.last_id += 1;
        let id = kept.last_id;
        kept.mails.push_back(CapturedMail {
            id,
            at: composed_at(mail),
            to: to.email.as_str().to_owned(),
            from: sender.from.to_string(),
            subject: letter.subject.clone(),
            text: text::render(letter),
            html: html::render_for_screen(letter),
            headers: headers(&raw),
            raw,
        });
        if kept.mails.len() > Self::CAPACITY {
            kept.mails.pop_front();
        }
    }

    /// A panic elsewhere leaves the list whole: each change is one push or one pop.
    fn kept(&self) -> MutexGuard<'_, Captured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time of the `Date` header, so that nothing here has to ask the clock.
fn composed_at(mail: &Message) -> Timestamp {
    let date = mail.headers().get::<Date>().map(SystemTime::from);
    let since_1970 = date.and_then(|date| date.duration_since(SystemTime::UNIX_EPOCH).ok());
    Timestamp::from_millis(0).plus(since_1970.unwrap_or_default())
}

fn headers(raw: &str) -> Vec<(String, String)> {
    let (head, _) = raw.split_once("\r\n\r\n").unwrap_or((raw, ""));
    head.replace("\r\n ", " ")
        .replace("\r\n\t", "\t")
        .split("\r\n")
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
