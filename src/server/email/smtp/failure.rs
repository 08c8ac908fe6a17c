//! What a failure means for the mail, and how it is told.

use std::error::Error as _;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::{Response, Severity};

use super::stream;
use crate::server::email::{SendError, Step, Verdict};

/// What an error at `step` means: RFC 5321, 4.2.1, and who is to blame.
pub(super) fn failure(step: Step, error: &Error) -> SendError {
    let is_about_this_mail = matches!(step, Step::Recipient | Step::Data | Step::FinalAnswer);
    let verdict = match error.status() {
        // "Closing transmission channel" says nothing about the mail (4.2.3).
        Some(code) if code.to_string() == "421" => Verdict::Unreachable,
        Some(code) => match (is_about_this_mail, code.severity) {
            (true, Severity::PermanentNegativeCompletion) => Verdict::Refused,
            (true, _) => Verdict::TryAgain,
            (false, Severity::PermanentNegativeCompletion) => Verdict::Misconfigured,
            (false, _) => Verdict::Unreachable,
        },
        None if step == Step::FinalAnswer => Verdict::Unknown,
        None if error.is_client() => Verdict::Misconfigured,
        None if step == Step::Tls && stream::is_bad_tls(error) => Verdict::Misconfigured,
        None => Verdict::Unreachable,
    };
    SendError {
        step,
        verdict,
        answer: match error.status() {
            Some(code) => format!("{code} {}", source(error)),
            None if error.is_response() => "the connection was lost, or what came is not SMTP".to_owned(),
            None => source(error),
        },
    }
}

/// What lies at the bottom of `error`, without lettre's "network error: " before it.
fn source(error: &Error) -> String {
    std::iter::successors(error.source(), |&error| error.source())
        .last()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

/// No answer in time.
pub(super) fn silent(step: Step) -> SendError {
    SendError {
        step,
        verdict: match step {
            Step::FinalAnswer => Verdict::Unknown,
            _ => Verdict::Unreachable,
        },
        answer: "no answer in time".to_owned(),
    }
}

pub(super) fn unreachable(step: Step, answer: &str) -> SendError {
    SendError { step, verdict: Verdict::Unreachable, answer: answer.to_owned() }
}

pub(super) fn misconfigured(step: Step, answer: &str) -> SendError {
    SendError { step, verdict: Verdict::Misconfigured, answer: answer.to_owned() }
}

pub(super) fn in_words(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), words.join(" "))
}
