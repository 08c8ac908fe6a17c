//! What a failure means for the mail, and how it is described.

use super::line::NoReply;
use super::reply::Reply;
use super::tls;
use crate::domain::{Blame, MailProblem};
use crate::server::email::{SendError, Step, Verdict};
use std::io;

/// What a reply means that is not the one hoped for: its code, the step, and
/// what the enhanced code and the words say of who is to blame.
pub(super) fn refused(step: Step, reply: &Reply) -> SendError {
    let answer = reply.words();
    let is_permanent = reply.code >= 500;
    let problem = MailProblem::read(step.as_str(), &answer);
    let is_about_this_mail = matches!(step, Step::Recipient | Step::Data | Step::FinalAnswer);
    let verdict = match (reply.code, is_about_this_mail) {
        _ if problem.is_some_and(|problem| problem.blame() == Blame::Us) => Verdict::Misconfigured,
        // It is temporary, whatever the code says.
        (_, true) if matches!(problem, Some(MailProblem::Greylisted | MailProblem::ReceivesTooMuch)) => {
            Verdict::TryAgain
        }
        // Neither yes nor no.
        (..400, true) if step == Step::FinalAnswer => Verdict::Unknown,
        (..400, _) => Verdict::Unreachable,
        // "Closing transmission channel" says nothing about the mail (RFC 5321, 4.2.3).
        (421, _) => Verdict::Unreachable,
        (_, true) if is_permanent => Verdict::Refused,
        (_, true) => Verdict::TryAgain,
        (_, false) if is_permanent => Verdict::Misconfigured,
        (_, false) => Verdict::Unreachable,
    };
    SendError { step, verdict, answer }
}

/// No reply, or none that could be read.
pub(super) fn no_reply(step: Step, problem: NoReply) -> SendError {
    match problem {
        NoReply::Lost(error) => lost(step, &error),
        NoReply::NotSmtp(words) => {
            let words: String = words.trim().chars().take(100).collect();
            broken(step, MailProblem::NotSmtp, &words)
        }
        NoReply::Tls if step == Step::FinalAnswer => broken(step, MailProblem::NotSmtp, ""),
        NoReply::Tls => ours(Step::Tls, MailProblem::TlsPort, ""),
    }
}

/// The connection broke.
pub(super) fn lost(step: Step, error: &io::Error) -> SendError {
    if let Some(refused) = tls::refused_on_read(error).filter(|_| matches!(step, Step::Greeting | Step::Tls)) {
        return refused;
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => broken(step, MailProblem::Lost, ""),
        _ => broken(step, MailProblem::Lost, &error.to_string()),
    }
}

/// No answer in time.
pub(super) fn silent(step: Step) -> SendError {
    broken(step, MailProblem::NoAnswer, "")
}

/// After the final dot nobody knows whether the mail arrived (RFC 1047).
fn broken(step: Step, problem: MailProblem, more: &str) -> SendError {
    let verdict = if step == Step::FinalAnswer { Verdict::Unknown } else { Verdict::Unreachable };
    SendError { verdict, ..ours(step, problem, more) }
}

pub(super) fn unreachable(step: Step, answer: &str) -> SendError {
    SendError { step, verdict: Verdict::Unreachable, answer: answer.to_owned() }
}

/// A problem that we found and the server has no words for; ours begin so that
/// [`MailProblem::read`] finds it again.
pub(super) fn ours(step: Step, problem: MailProblem, more: &str) -> SendError {
    let colon = if more.is_empty() { "" } else { ": " };
    let answer = format!("{}{colon}{more}", problem.our_message());
    SendError { step, verdict: Verdict::Misconfigured, answer }
}
