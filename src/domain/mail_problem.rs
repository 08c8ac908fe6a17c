//! Why a mail server did not take a mail, read from the step, the codes and the words.

mod ours;
mod phrases;
mod refusal;

use refusal::{Refusal, status};

/// The step of a mail for which no temporary password could be generated; it began no SMTP dialogue. Stored in this
/// word.
pub const STEP_GENERATE: &str = "draw";

/// Who has to do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// Us: the settings, our name, how much we send. It meets everybody's mail.
    Us,
    /// The one person, or their address.
    Person,
    /// The mail server or the way to it, for the moment: nothing about us or the person is known to be wrong.
    Server,
}

/// Why a mail server did not take a mail, where that can be told.
///
/// The reply's code alone does not say whom a refusal is about. That follows,
/// in this order, from phrases that leave no doubt, from the enhanced code
/// (RFC 3463), and from phrases that are only likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailProblem {
    /// The server carries no mail to other domains for us.
    Relay,
    /// It wants a user name and a password first, or encryption.
    SignInNeeded,
    /// We may not send as our sender address, or it does not prove to be ours.
    Sender,
    /// Our network address is on a block list.
    Blocked,
    /// We send more than we may.
    Limit,
    /// Some other rule about us.
    Policy,
    /// Several people's mails in a row were refused in the same way.
    SimilarRefusals,
    /// The address does not exist, or is closed.
    Address,
    /// The person's mailbox is full.
    MailboxFull,
    /// The person's mailbox takes mail from some people only.
    MembersOnly,
    /// The person gets more mail than their server lets them have just now.
    ReceivesTooMuch,
    /// An unknown sender is to try again later.
    Greylisted,
    /// This mail is to be tried again later, for whatever reason.
    TryLater,
    /// The server accepts no mail at the moment.
    Busy,
    /// The server cannot encrypt just now.
    TlsNotNow,
    /// The mail is larger than the server takes.
    TooBig,
    /// It takes a user name and a password only over an encrypted connection.
    EncryptionNeeded,
    /// The account may not sign in over SMTP, whatever its password.
    SignInDisabled,
    /// The account needs a password made for programs.
    AppPassword,
    /// The server accepts no user names and passwords any more.
    PasswordsRetired,
    /// The account is locked, or its password has expired: its owner has to do something there first.
    AccountLocked,
    /// The server rejects our name in `EHLO`.
    OurName,
    /// No answer, or a broken connection, before the mail could have arrived.
    Lost,
    /// No answer came in time; the same, but for the words.
    NoAnswer,
    /// The server accepts the connection and never greets.
    Silent,
    /// Something answers that is no SMTP server.
    NotSmtp,
    /// The mail was sent, and no answer said whether it was accepted.
    Uncertain,
    /// Our sender's address has other characters than ASCII before the `@`, and the server takes none such.
    AccentedSender,
    /// The certificate is another server's.
    CertificateName,
    /// Nobody we trust has signed the certificate.
    CertificateIssuer,
    /// The certificate has expired, or is not valid yet.
    CertificateDate,
    /// Its key or its signature is of a kind that is no longer trusted.
    CertificateWeak,
    /// The certificate, or the file of those to trust, is wrong in another way.
    Certificate,
    /// We did not encrypt on a port that expects TLS from the start.
    TlsPort,
    /// We began with TLS on a port that does not.
    PlainPort,
    /// The server offers no encryption.
    NoStartTls,
    /// Its encryption is older than what we accept.
    TlsTooOld,
    /// It wants a certificate of ours.
    ClientCertificate,
    /// User name and password were not sent: the server takes them in no way that we know.
    NoSignInMethod,
}

impl MailProblem {
    /// Who has to do something about it.
    pub const fn blame(self) -> Blame {
        match self {
            Self::Address | Self::MailboxFull | Self::MembersOnly | Self::ReceivesTooMuch | Self::Greylisted => {
                Blame::Person
            }
            Self::TryLater
            | Self::Busy
            | Self::TlsNotNow
            | Self::TooBig
            | Self::Lost
            | Self::NoAnswer
            | Self::Silent
            | Self::NotSmtp
            | Self::Uncertain => Blame::Server,
            _ => Blame::Us,
        }
    }

    /// Whether two answers are the same but for what differs from mail to mail:
    /// addresses, numbers, names of queues.
    pub fn is_similar(one: &str, other: &str) -> bool {
        let said = |answer: &str| {
            let words = answer.to_lowercase();
            let is_the_same_for_all = |(place, word): &(usize, &str)| {
                *place == 0 || !word.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '<' | '['))
            };
            let said = words.split_whitespace().enumerate().filter(is_the_same_for_all);
            let said: Vec<String> = said.map(|(_, word)| word.to_owned()).collect();
            let code = answer.get(..3).and_then(|code| code.parse().ok());
            (said, code.and_then(|code| status(code, answer)))
        };
        said(one) == said(other)
    }

    /// Reads what the mail server answered at a step of the SMTP dialogue.
    pub fn read(step: &str, answer: &str) -> Option<Self> {
        if let Some((ours, _)) = Self::ours(answer) {
            return ours.at(step);
        }
        let code: u16 = answer.get(..3)?.parse().ok()?;
        if code < 400 {
            // Neither yes nor no to a mail that has left: 221 ends the connection, no more.
            return (step == "final_answer" && (code == 221 || code / 100 != 2)).then_some(Self::Uncertain);
        }
        Refusal::new(step, code, answer).problem()
    }
}
