//! What is left to do about a mail that failed for good.

use super::actions::MailRow;
use crate::domain::{DeliveryState, MailProblem, STEP_GENERATE};
use crate::server::email::kinds;
use crate::server::email::order::IfFailed;

/// What is left to do about a mail that failed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Correct the person's address, then send again.
    CheckAddress,
    /// Give the account its CPF, then send again.
    AddCpf,
    /// The person makes room in the mailbox, then send again.
    AskForRoom,
    /// Use another address of the person, or have their organization take mail from outside, then send again.
    AskToBeLetIn,
    /// Send again later: the person receives too much just now.
    Wait,
    /// Do what the mail server's words ask for, then send again.
    ReadAnswer,
    /// Send again, once the mail server answers.
    SendAgain,
    /// Ask the person, and send again if it has not arrived.
    AskWhetherItArrived,
    /// It was a notice: the account does not depend on it, but the address may be wrong.
    OnlyANotice,
    /// The person can ask for another link, at an address that works.
    AskAgain,
    /// The person can register again.
    RegisterAgain,
    /// Another mail has taken its place, or its person does not need it any more, or has another address.
    Nothing,
}

impl Remedy {
    /// What is left to do about a mail that somebody still waits for, which failed at `step` with `answer`.
    pub fn of_missed(step: &str, answer: &str) -> Self {
        match (MailProblem::read(step, answer), step) {
            (_, STEP_GENERATE) => Self::AddCpf,
            (Some(MailProblem::Address), _) => Self::CheckAddress,
            (Some(MailProblem::MailboxFull), _) => Self::AskForRoom,
            (Some(MailProblem::MembersOnly), _) => Self::AskToBeLetIn,
            (Some(MailProblem::ReceivesTooMuch), _) => Self::Wait,
            // Refused with the recipient named, for no reason that can be told.
            (None | Some(MailProblem::TryLater), "recipient") => Self::CheckAddress,
            (Some(MailProblem::Uncertain), _) | (_, "restored") => Self::AskWhetherItArrived,
            (Some(MailProblem::Lost | MailProblem::NoAnswer | MailProblem::Silent), _) => Self::SendAgain,
            (Some(MailProblem::NotSmtp), _) => Self::ReadAnswer,
            _ if MailProblem::server_reply(answer).is_none() && step != "read" => Self::SendAgain,
            _ => Self::ReadAnswer,
        }
    }
}

impl MailRow {
    /// What is left to do about a mail that failed for good.
    pub fn remedy(&self) -> Option<Remedy> {
        if self.mail.state != DeliveryState::Failed {
            return None;
        }
        Some(match kinds::kind(self.mail.purpose).if_failed {
            IfFailed::RegisterAgain => Remedy::RegisterAgain,
            _ if !self.mail.needs_action => Remedy::Nothing,
            IfFailed::OnlyANotice => Remedy::OnlyANotice,
            IfFailed::AskAgain => Remedy::AskAgain,
            IfFailed::Resend => Remedy::of_missed(
                self.mail.step.as_deref().unwrap_or_default(),
                self.mail.last_answer.as_deref().unwrap_or_default(),
            ),
        })
    }
}
