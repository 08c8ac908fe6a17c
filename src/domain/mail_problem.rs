//! Why a mail server did not take a mail, read from the step, the codes and the words.

mod phrases;

use phrases::{
    BLOCK_LISTS, BLOCKED, EXCEEDED, GREYLISTED, LIMITS, MAILBOX_FULL, NO_SUCH_ADDRESS, NOT_OUR_DOMAIN, OTHER_LIMITS,
    RELAY_DENIED, RULES, SENDER, SIGN_IN, UNAVAILABLE,
};

/// Who has to do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// Us: the settings, our name, how much we send. It meets everybody's mail.
    Us,
    /// The one person, or their address.
    Person,
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
    /// Three people's mails were refused in the same way.
    RefusedAlike,
    /// The address is nobody's, or closed.
    Address,
    /// The person's mailbox is full.
    MailboxFull,
    /// An unknown sender is to try again later.
    Greylisted,
    /// The certificate is another server's.
    CertificateName,
    /// Nobody we trust has signed the certificate.
    CertificateIssuer,
    /// The certificate has expired, or is not valid yet.
    CertificateDate,
    /// The certificate, or the file of those to trust, is wrong in another way.
    Certificate,
    /// TLS was spoken to in the clear.
    TlsPort,
    /// What was spoken to with TLS speaks in the clear.
    PlainPort,
    /// The server offers no encryption.
    NoStartTls,
    /// User name and password were not sent: the server takes them in no way that we know.
    NoSignInMethod,
}

impl MailProblem {
    const OURS: [Self; 9] = [
        Self::RefusedAlike,
        Self::CertificateName,
        Self::CertificateIssuer,
        Self::CertificateDate,
        Self::Certificate,
        Self::TlsPort,
        Self::PlainPort,
        Self::NoStartTls,
        Self::NoSignInMethod,
    ];

    /// How the answer begins where the mail server has no words for it, in the
    /// database and at the command line; nothing for what the server says itself.
    pub const fn our_words(self) -> &'static str {
        match self {
            Self::RefusedAlike => "three people in a row were refused alike",
            Self::CertificateName => "the certificate's name is wrong",
            Self::CertificateIssuer => "the certificate's issuer is not known",
            Self::CertificateDate => "the certificate's date is wrong",
            Self::Certificate => "the certificate cannot be verified",
            Self::TlsPort => "this port speaks TLS from the first byte and was spoken to in the clear",
            Self::PlainPort => "this port speaks in the clear and was spoken to with TLS",
            Self::NoStartTls => "the mail server offers no STARTTLS",
            Self::NoSignInMethod => "user name and password were not sent",
            _ => "",
        }
    }

    /// Who has to do something about it.
    pub const fn blame(self) -> Blame {
        match self {
            Self::Address | Self::MailboxFull | Self::Greylisted => Blame::Person,
            _ => Blame::Us,
        }
    }

    /// Whether two answers say the same, but for what differs from mail to mail:
    /// addresses, numbers, names of queues.
    pub fn is_alike(one: &str, other: &str) -> bool {
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
        if let Some(ours) = Self::OURS.into_iter().find(|ours| answer.starts_with(ours.our_words())) {
            return Some(ours);
        }
        let code: u16 = answer.get(..3)?.parse().ok()?;
        if code < 400 {
            return None;
        }
        let reply = Refusal { step, code, status: status(code, answer), words: answer.to_lowercase() };
        reply.without_doubt().or_else(|| reply.by_code()).or_else(|| reply.likely())
    }
}

/// A refusal taken apart.
struct Refusal<'a> {
    step: &'a str,
    code: u16,
    /// Subject and detail of the enhanced code.
    status: Option<(u16, u16)>,
    words: String,
}

impl Refusal<'_> {
    fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.words.contains(phrase))
    }

    /// Whether it stands as a word of its own, and not in the name of a host.
    fn says_word(&self, sought: &[&str]) -> bool {
        let mut words = self.words.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@')));
        words.any(|word| sought.contains(&word.trim_end_matches('.')))
    }

    fn is_at_recipient(&self) -> bool {
        self.step == "recipient"
    }

    /// Before that, `AUTH` and the greeting have codes of their own.
    fn is_after_sign_in(&self) -> bool {
        matches!(self.step, "sender" | "recipient" | "data" | "final_answer")
    }

    /// Phrases that mean one thing, whatever the code.
    fn without_doubt(&self) -> Option<MailProblem> {
        let relay_is_denied = self.says_word(&["relay", "relaying", "relays", "relayed"])
            && self.says(RELAY_DENIED)
            && !self.says(&["relay recipient table"]);
        if self.code < 500 && self.says(GREYLISTED) {
            Some(MailProblem::Greylisted)
        } else if self.says(LIMITS)
            || self.says(&["limit"]) && self.says(EXCEEDED) && !self.says(OTHER_LIMITS)
            // Before a recipient is named, only ours can be meant.
            || self.step == "sender" && self.says(&["quota"])
        {
            Some(MailProblem::Limit)
        } else if relay_is_denied || self.says(NOT_OUR_DOMAIN) {
            Some(MailProblem::Relay)
        } else if self.says(SENDER) {
            Some(MailProblem::Sender)
        } else if self.says(BLOCK_LISTS) || self.says_word(&["rbl", "dnsbl", "sbl", "xbl", "pbl", "css"]) {
            Some(MailProblem::Blocked)
        } else if self.is_after_sign_in() && (matches!(self.code, 530 | 538) || self.says(SIGN_IN)) {
            Some(MailProblem::SignInNeeded)
        } else if self.is_at_recipient() && self.says(NO_SUCH_ADDRESS) {
            Some(MailProblem::Address)
        } else {
            None
        }
    }

    /// What the enhanced code says, or the lack of one.
    fn by_code(&self) -> Option<MailProblem> {
        if !self.is_after_sign_in() {
            return None;
        }
        match self.status? {
            (2, 2) => Some(MailProblem::MailboxFull),
            (1, 7 | 8) => Some(MailProblem::Sender),
            (1 | 2, _) if self.is_at_recipient() => Some(MailProblem::Address),
            (4, 5) | (7, 28) => Some(MailProblem::Limit),
            (7, 20..=24 | 26 | 27 | 60) => Some(MailProblem::Sender),
            (7, 25) => Some(MailProblem::Blocked),
            (7, _) if self.says(BLOCKED) => Some(MailProblem::Blocked),
            (7, _) if self.code < 500 => Some(MailProblem::Limit),
            (7, _) if self.step == "sender" => Some(MailProblem::Sender),
            (7, _) => Some(MailProblem::Policy),
            _ => None,
        }
    }

    fn likely(&self) -> Option<MailProblem> {
        if self.says(MAILBOX_FULL) {
            Some(MailProblem::MailboxFull)
        } else if self.is_at_recipient() && self.says(UNAVAILABLE) {
            Some(MailProblem::Address)
        } else if self.is_after_sign_in() && self.says(BLOCKED) {
            Some(MailProblem::Blocked)
        } else if self.is_after_sign_in() && (self.code == 571 || self.says(RULES)) {
            Some(MailProblem::Policy)
        } else {
            None
        }
    }
}

/// The first enhanced code of the reply's class, wherever it stands: behind the
/// code, in brackets at the end (qmail), in the words of another server.
fn status(code: u16, answer: &str) -> Option<(u16, u16)> {
    let words = answer.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_matches('.'));
    words.into_iter().find_map(|word| {
        let mut numbers = word.split('.').map(str::parse::<u16>);
        let (class, subject, detail) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        (class == code / 100 && subject < 8 && detail < 1000 && numbers.next().is_none()).then_some((subject, detail))
    })
}
