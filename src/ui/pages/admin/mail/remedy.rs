//! What is left to do about a mail that failed for good.

use super::actions::MailRow;
use crate::domain::{DeliveryState, MailProblem};
use crate::server::email::kinds;
use crate::server::email::order::IfFailed;

/// What is left to do about a mail that failed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Correct the person's address, then send again.
    CheckAddress,
    /// Give the account its CPF, then send again.
    AddCpf,
    /// Do what the mail server's words ask for, then send again.
    ReadAnswer,
    /// It was a notice: the account does not depend on it, but the address may be wrong.
    OnlyANotice,
    /// The person can ask for another link, at an address that works.
    AskAgain,
    /// The person can register again.
    RegisterAgain,
    /// Another mail has taken its place, or the person has a password.
    Nothing,
}

impl MailRow {
    /// Whether the address may be wrong, where the recipient was refused.
    fn is_about_address(&self) -> bool {
        let answer = self.mail.last_answer.as_deref().unwrap_or_default();
        matches!(MailProblem::read("recipient", answer), None | Some(MailProblem::Address))
    }

    /// What is left to do about a mail that failed for good.
    pub fn remedy(&self) -> Option<Remedy> {
        if self.mail.state != DeliveryState::Failed {
            return None;
        }
        Some(match (kinds::kind(self.mail.purpose).if_failed, self.mail.step.as_deref()) {
            (IfFailed::RegisterAgain, _) => Remedy::RegisterAgain,
            (IfFailed::OnlyANotice, _) => Remedy::OnlyANotice,
            (IfFailed::AskAgain, _) => Remedy::AskAgain,
            (IfFailed::Resend, _) if !self.mail.is_missed => Remedy::Nothing,
            (IfFailed::Resend, Some("recipient")) if self.is_about_address() => Remedy::CheckAddress,
            (IfFailed::Resend, Some("draw")) => Remedy::AddCpf,
            (IfFailed::Resend, _) => Remedy::ReadAnswer,
        })
    }
}
