//! How an attempt to send can end.

use crate::domain::text_enum::text_enum;
use std::fmt;

/// The mail server has taken the mail over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What it said after the final dot: one line, at most 500 characters.
    pub answer: String,
}

/// The mail did not leave, or nobody knows whether it did.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mail was not sent: {verdict} at {step}: {answer}")]
pub struct SendError {
    /// How far the attempt came.
    pub step: Step,
    /// What follows from it.
    pub verdict: Verdict,
    /// The mail server's words, or ours where it had none: one line, at most 500
    /// characters, never a part of the mail and never a secret.
    pub answer: String,
}

impl SendError {
    /// The step that people are shown. A server that answers the final dot with
    /// anything but yes has not taken the mail: nobody is to read that it may have arrived.
    pub fn outward_step(&self) -> Step {
        match (self.step, self.verdict) {
            (Step::FinalAnswer, Verdict::TryAgain | Verdict::Unreachable | Verdict::Misconfigured) => Step::Data,
            (step, _) => step,
        }
    }

    /// Whether the server did not let us in: it may not want another connection of ours just now.
    pub(super) fn is_refused_connection(&self) -> bool {
        self.verdict == Verdict::Unreachable && matches!(self.step, Step::Connect | Step::Greeting | Step::Auth)
    }

    /// Whether the connection has ended, or nobody answers on it, before the mail can have been taken.
    pub(super) fn is_lost_before_the_dot(&self) -> bool {
        let is_closed = self.answer.starts_with("421");
        self.step < Step::FinalAnswer && (is_closed || self.verdict == Verdict::Unreachable)
    }
}

text_enum! {
    /// The steps of an attempt, in order.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Step {
        /// From the mail server's name to its addresses.
        NameLookup = "name_lookup",
        /// The TCP connection.
        Connect = "connect",
        /// The server's greeting and its answer to `EHLO`.
        Greeting = "greeting",
        /// `STARTTLS`, the handshake and the certificate.
        Tls = "tls",
        /// `AUTH`.
        Auth = "auth",
        /// `MAIL FROM`.
        Sender = "sender",
        /// `RCPT TO`.
        Recipient = "recipient",
        /// `DATA` and the mail, up to the final dot.
        Data = "data",
        /// The answer to the final dot.
        FinalAnswer = "final_answer",
    }
}

/// What follows from a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The server will never take this mail: 5xx to the recipient or the mail.
    Refused,
    /// The server does not take this mail now: 4xx to the recipient or the mail.
    TryAgain,
    /// No mail gets through at the moment: no answer in time, the connection lost
    /// before the final dot, 4xx before the recipient was named, 421 at any time.
    Unreachable,
    /// No mail will get through until something about us changes: 5xx before the
    /// recipient was named, no encryption, a wrong certificate; at any step a refusal
    /// that is about us (relaying, our sender address, a block list, a limit on what
    /// we send). Pause the queue.
    Misconfigured,
    /// The final dot has left and no answer came back (RFC 1047).
    Unknown,
}

impl Verdict {
    /// Whether the person may have the mail in spite of the error, so that the
    /// password in it must go on working.
    pub const fn may_have_arrived(self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// As in the log and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::TryAgain => "try_again",
            Self::Unreachable => "unreachable",
            Self::Misconfigured => "misconfigured",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The answer's words made fit for the database and an admin's eyes.
///
/// Mail servers quote what they refuse. Should one quote a secret, it is
/// replaced before anybody gets to see the answer.
pub(super) fn without_secrets(outcome: Result<String, SendError>, secrets: &[String]) -> Result<Accepted, SendError> {
    match outcome {
        Ok(answer) => Ok(Accepted { answer: clean(&answer, secrets) }),
        Err(error) => Err(SendError { answer: clean(&error.answer, secrets), ..error }),
    }
}

fn clean(answer: &str, secrets: &[String]) -> String {
    const MAX_LENGTH: usize = 500;

    let mut answer = answer.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        answer = answer.replace(secret.as_str(), "[…]");
    }
    super::harmless::one_line(&answer).chars().take(MAX_LENGTH).collect()
}
