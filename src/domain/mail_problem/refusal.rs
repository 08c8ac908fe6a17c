//! What a refusal is about, by its codes and its words.

use super::MailProblem;
use super::phrases::limits::{CONNECTIONS, EXCEEDED, LIMITS, OTHER_LIMITS, QUOTA, SENDING};
use super::phrases::recipient::{
    CLOSED, GREYLISTED, LATER, MAILBOX_FULL, MEMBERS_ONLY, NO_SUCH_ADDRESS, OUR_ACCOUNT, OVER_QUOTA, RECEIVING,
    SERVER_RULES, UNAVAILABLE,
};
use super::phrases::sender::{
    ACCOUNT, BLOCK_LISTS, BLOCKED, CLOSED_ACCOUNT, CONTENT, HELO, NOT_OUR_DOMAIN, RELAY_DENIED, RULES, SENDER,
    SUSPENDED, TOO_BIG,
};
use super::phrases::sign_in::{
    ACCOUNT_LOCKED, APP_PASSWORD, ENCRYPTION, FROM_ELSEWHERE, PASSWORDS_RETIRED, SIGN_IN, SIGN_IN_DISABLED, TLS_NOT_NOW,
};

/// A parsed refusal.
pub(super) struct Refusal<'a> {
    step: &'a str,
    code: u16,
    /// Subject and detail of the enhanced code.
    status: Option<(u16, u16)>,
    words: String,
}

impl<'a> Refusal<'a> {
    pub(super) fn new(step: &'a str, code: u16, answer: &str) -> Self {
        Self { step, code, status: status(code, answer), words: answer.to_lowercase() }
    }

    /// What the refusal is about: the certain rules first, the probable ones last.
    pub(super) fn problem(&self) -> Option<MailProblem> {
        self.about_connections()
            .or_else(|| self.at_sign_in())
            .or_else(|| self.about_their_mailbox())
            .or_else(|| self.certain())
            .or_else(|| self.by_code())
            .or_else(|| self.probable())
            .or_else(|| self.for_now())
    }

    fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.words.contains(phrase))
    }

    /// Whether it is a word of its own, and not part of a host name.
    fn says_word(&self, wanted: &[&str]) -> bool {
        let mut words = self.words.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@')));
        words.any(|word| wanted.contains(&word.trim_end_matches('.')))
    }

    fn is_at_recipient(&self) -> bool {
        self.step == "recipient"
    }

    /// Once it has been named, a refusal may be about it: Exchange looks it up only after the final dot.
    fn is_after_recipient(&self) -> bool {
        matches!(self.step, "recipient" | "data" | "final_answer")
    }

    /// Before that, `AUTH` and the greeting have codes of their own.
    fn is_after_sign_in(&self) -> bool {
        matches!(self.step, "sender" | "recipient" | "data" | "final_answer")
    }

    /// Another connection than this one may be free: no limit on how much we send.
    fn about_connections(&self) -> Option<MailProblem> {
        (self.code < 500 && self.says(CONNECTIONS)).then_some(MailProblem::Busy)
    }

    /// What a refusal to `AUTH` is about, other than the user name and the password.
    fn at_sign_in(&self) -> Option<MailProblem> {
        if self.step != "auth" {
            return None;
        }
        let is_disabled = self.status == Some((7, 139)) && !self.says(&["credentials were incorrect"]);
        if self.code == 538 || self.status == Some((7, 11)) || self.says(ENCRYPTION) {
            Some(MailProblem::EncryptionNeeded)
        } else if self.code == 432 {
            // "A password transition is needed" (RFC 4954, 6).
            Some(MailProblem::AccountLocked)
        } else if self.code < 500 {
            None
        } else if self.status == Some((7, 30)) || self.says(PASSWORDS_RETIRED) {
            Some(MailProblem::PasswordsRetired)
        } else if self.says(APP_PASSWORD) {
            Some(MailProblem::AppPassword)
        } else if is_disabled || self.says(SIGN_IN_DISABLED) {
            Some(MailProblem::SignInDisabled)
        } else if matches!(self.status, Some((7, 13 | 14))) || self.says(ACCOUNT_LOCKED) {
            Some(MailProblem::AccountLocked)
        } else if self.says(FROM_ELSEWHERE) {
            Some(MailProblem::Blocked)
        } else {
            None
        }
    }

    /// What the person's mailbox cannot take: limits are named in such answers too, and are not ours.
    fn about_their_mailbox(&self) -> Option<MailProblem> {
        if !self.is_after_recipient() {
            return None;
        }
        match self.status {
            // Exchange Online, for messages from one sender and from all.
            Some((2, 121 | 122)) => Some(MailProblem::ReceivesTooMuch),
            // Exchange, for groups and mailboxes that take mail from some people only.
            Some((7, 12 | 124 | 129 | 130 | 133..=136)) => Some(MailProblem::MembersOnly),
            _ if self.says(MEMBERS_ONLY) && !self.says(SERVER_RULES) => Some(MailProblem::MembersOnly),
            // But "5.2.2 Submission quota exceeded", Exchange's as well, is ours.
            Some((2, 2)) if !self.says(SENDING) => Some(MailProblem::MailboxFull),
            _ if self.says(RECEIVING) && !self.says_full() => Some(MailProblem::ReceivesTooMuch),
            None if self.says_mailbox_full() && !self.says(SENDING) => Some(MailProblem::MailboxFull),
            _ => None,
        }
    }

    fn says_mailbox_full(&self) -> bool {
        self.says(MAILBOX_FULL) || self.says(&["caixa"]) && self.says(&["cheia", "lotada", "sem espaço"])
    }

    fn says_full(&self) -> bool {
        self.says_mailbox_full() || self.says(OVER_QUOTA)
    }

    /// Whether it names a limit that is exceeded, on how much we send.
    fn names_our_limit(&self) -> bool {
        let is_a_limit = self.says(&["limit"]) && !self.says(QUOTA);
        let is_on_sending = self.says(SENDING) && (self.says(&["limit"]) || self.says(QUOTA));
        // "Rate limited because this email is unauthenticated": what counts is why. Exchange names its submission queue
        // in front of any reason.
        if self.says(&["limited because", "sendasdenied"]) {
            return false;
        }
        self.says(LIMITS)
            || self.says(EXCEEDED) && !self.says(OTHER_LIMITS) && (is_a_limit || is_on_sending)
            // Before a recipient is named, only ours can be meant.
            || self.step == "sender" && self.says(QUOTA)
    }

    /// Phrases with one meaning, whatever the code.
    fn certain(&self) -> Option<MailProblem> {
        let relay_is_denied = self.says_word(&["relay", "relaying", "relays", "relayed"])
            && self.says(RELAY_DENIED)
            && !self.says(&["relay recipient table"]);
        // Some say so with a code that is for good, and mean to be tried again all the same.
        if self.says(GREYLISTED) && self.is_after_recipient() {
            Some(MailProblem::Greylisted)
        } else if self.code < 500 && (self.step == "tls" || self.says(TLS_NOT_NOW)) {
            Some(MailProblem::TlsNotNow)
        } else if self.says(HELO) || self.step == "greeting" && matches!(self.code, 501 | 504) {
            Some(MailProblem::OurName)
        } else if self.says(SUSPENDED) {
            Some(MailProblem::Policy)
        } else if self.names_our_limit() {
            Some(MailProblem::Limit)
        } else if self.step == "sender" && self.says_word(ACCOUNT) && self.says(CLOSED_ACCOUNT) {
            Some(MailProblem::Policy)
        } else if relay_is_denied || self.says(NOT_OUR_DOMAIN) {
            Some(MailProblem::Relay)
        } else if self.says(SENDER) {
            Some(MailProblem::Sender)
        } else if self.says(BLOCK_LISTS) || self.says_word(&["rbl", "dnsbl", "sbl", "xbl", "pbl", "css"]) {
            Some(MailProblem::Blocked)
        } else if self.is_after_sign_in()
            && (matches!(self.code, 530 | 535 | 538) || self.says(SIGN_IN) || self.says(ENCRYPTION))
        {
            Some(MailProblem::SignInNeeded)
        } else if self.names_no_address() {
            Some(MailProblem::Address)
        } else {
            None
        }
    }

    /// Whether it says that the address does not exist, or that the person's account is closed.
    fn names_no_address(&self) -> bool {
        let is_policy = matches!(self.status, Some((7, _)));
        // A domain that takes no mail (RFC 7504, 4).
        if self.code == 556 && self.is_after_recipient() {
            return true;
        }
        // Later, a policy may say so of the sender's domain or of its name in the DNS.
        self.says(NO_SUCH_ADDRESS) && (self.is_at_recipient() || self.is_after_recipient() && !is_policy)
            || self.says(CLOSED) && self.is_at_recipient() && !self.says(OUR_ACCOUNT) && !is_policy
    }

    /// What the enhanced code says, or the lack of one.
    fn by_code(&self) -> Option<MailProblem> {
        if !self.is_after_sign_in() {
            return None;
        }
        match self.status? {
            (2, 3) | (3, 4) => Some(MailProblem::TooBig),
            (1, 7 | 8) => Some(MailProblem::Sender),
            (2, 0 | 1) if self.is_after_recipient() && self.says_full() => Some(MailProblem::MailboxFull),
            // A mailbox that is busy is there.
            (2, 0 | 1) if self.code < 500 && self.is_after_recipient() => Some(MailProblem::TryLater),
            (2, 0 | 1) if self.code < 500 => None,
            (1 | 2, _) if self.is_at_recipient() => Some(MailProblem::Address),
            // Later, other details of these subjects may be about the sender or the mail.
            (1, 1..=4 | 6 | 10) | (2, 1) if self.is_after_recipient() => Some(MailProblem::Address),
            // The domain does not exist, or its mail loops.
            (4, 0..=4 | 6 | 14 | 310..=319) if self.code >= 500 && self.is_after_recipient() => {
                Some(MailProblem::Address)
            }
            (3, 1) if self.code >= 500 => Some(MailProblem::Busy),
            // What we said was not understood.
            (5, 2 | 4) if self.code >= 500 && !self.says(UNAVAILABLE) && !self.says(&["invalid address"]) => {
                Some(MailProblem::Policy)
            }
            // The last one is Exchange Online's, for a tenant of whom too much was suspect.
            (4, 5) | (7, 28 | 705) => Some(MailProblem::Limit),
            (7, 23 | 25) if self.says(&["ptr"]) => Some(MailProblem::Blocked),
            // Gmail's, for mails that prove too little of where they are from, and those without encryption.
            (7, 20..=24 | 26 | 27 | 30..=32 | 60) => Some(MailProblem::Sender),
            (7, 29) => Some(MailProblem::Policy),
            (7, 25) => Some(MailProblem::Blocked),
            (7, _) if self.code >= 500 && self.says(CONTENT) => Some(MailProblem::Policy),
            (7, _) if self.says(BLOCKED) => Some(MailProblem::Blocked),
            // Before a recipient is named, these two say no more than "not now, for some rule".
            (7, 0 | 1) if self.code < 500 && self.step == "sender" => None,
            // The same of this mail alone, as filters say it that greylist: "451 4.7.1 Try again later".
            (7, 0 | 1) if self.code == 421 && self.says(LATER) => None,
            (7, 0 | 1) if self.code < 500 && self.says(LATER) => Some(MailProblem::TryLater),
            (7, _) if self.code < 500 => Some(MailProblem::Limit),
            (7, _) if self.step == "sender" => Some(MailProblem::Sender),
            (7, _) => Some(MailProblem::Policy),
            _ => None,
        }
    }

    fn probable(&self) -> Option<MailProblem> {
        if self.is_after_recipient() && self.says_full() {
            Some(MailProblem::MailboxFull)
        } else if self.is_after_recipient()
            && self.says(UNAVAILABLE)
            // Once the mail is there, "mailbox unavailable" is also what a policy says.
            && (self.is_at_recipient() || !self.says(BLOCKED) && !self.says(&["policy"]))
        {
            Some(MailProblem::Address)
        } else if self.is_after_sign_in() && self.says(BLOCKED) {
            Some(MailProblem::Blocked)
        } else if self.is_after_sign_in() && (self.code == 571 || self.says(RULES)) {
            Some(MailProblem::Policy)
        } else if self.is_after_sign_in() && self.says(TOO_BIG) {
            Some(MailProblem::TooBig)
        } else {
            None
        }
    }

    /// A "not now" without a reason: to this mail, or to all of them where none was named
    /// yet or the server closes the connection (421, RFC 5321, 4.2.3).
    fn for_now(&self) -> Option<MailProblem> {
        if self.code >= 500 {
            None
        } else if self.code != 421 && self.is_after_recipient() {
            Some(MailProblem::TryLater)
        } else if self.is_after_sign_in() || matches!(self.step, "greeting" | "tls" | "auth") {
            Some(MailProblem::Busy)
        } else {
            None
        }
    }
}

/// The first enhanced code of the reply's class, wherever it is: behind the
/// code, in brackets at the end (qmail), in the words of another server.
pub(super) fn status(code: u16, answer: &str) -> Option<(u16, u16)> {
    let words = answer.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_matches('.'));
    words.into_iter().find_map(|word| {
        let mut numbers = word.split('.').map(str::parse::<u16>);
        let (class, subject, detail) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        (class == code / 100 && subject < 8 && detail < 1000 && numbers.next().is_none()).then_some((subject, detail))
    })
}
