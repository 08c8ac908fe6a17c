//! What all letters to one person have in common: facts, links, and the sentences no mail is without.

use crate::domain::{Locale, Timestamp};
use crate::locale::time::{self, Zone};
use crate::server::email::envelope::Sender;
use crate::server::email::harmless;
use std::net::IpAddr;

/// Facts about the reader and the sender, and the words that several letters share.
pub struct Draft<'a> {
    /// The language of the letter.
    pub locale: Locale,
    /// By whose clock it says when.
    pub zone: &'a Zone,
    /// Whose site it is, on one line.
    pub organization: &'a str,
    /// Where the letter goes.
    pub email: &'a str,
    /// The operator's settings.
    pub sender: &'a Sender,
}

impl Draft<'_> {
    /// One of two wordings.
    pub const fn words(&self, pt_br: &'static str, en: &'static str) -> &'static str {
        self.locale.pick(pt_br, en)
    }

    /// The first line.
    pub(super) fn greeting(&self, name: Option<&str>) -> String {
        match (self.locale, name.map(harmless::name)) {
            (Locale::PtBr, Some(name)) => format!("Olá, {name}."),
            (Locale::PtBr, None) => "Olá.".to_owned(),
            (Locale::En, Some(name)) => format!("Hello {name},"),
            (Locale::En, None) => "Hello,".to_owned(),
        }
    }

    /// The last line.
    pub(super) fn footer(&self) -> String {
        format!("{} · {}", self.organization, self.words("mensagem automática", "automatic message"))
    }

    /// `title – organization` in at most 60 characters, so that a telephone shows
    /// it whole: a long organization gives way, never the words before it.
    pub(super) fn subject(&self, title: &str) -> String {
        const MAX_LENGTH: usize = 60;
        let room = MAX_LENGTH.saturating_sub(title.chars().count() + " – ".chars().count());
        format!("{title} – {}", harmless::shortened(self.organization, room))
    }

    /// A moment with date, hour and zone, never later than `time`: the letter
    /// must not promise more than the server keeps.
    pub fn moment(&self, time: Timestamp) -> String {
        time::deadline(self.locale, self.zone, time)
    }

    /// A moment with date and hour, for the preheader.
    pub fn short_moment(&self, time: Timestamp) -> String {
        time::moment(self.locale, self.zone, time)
    }

    /// Where from, to follow a sentence: IPv4 also where it came as IPv6; nothing when unknown.
    pub fn from(&self, address: Option<IpAddr>) -> String {
        let words = self.words("a partir do endereço IP", "from the IP address");
        address.map_or_else(String::new, |address| format!(", {words} {}", address.to_canonical()))
    }

    /// The warning that no honest person asks for a password.
    pub const fn never_ask_for_password(&self) -> &'static str {
        self.words(
            "Nunca pedimos sua senha por e-mail, mensagem ou telefone.",
            "We never ask for your password by email, message or phone.",
        )
    }

    /// The same, and what to do for people who did not expect the mail.
    pub fn caution(&self, contact: &str) -> String {
        let unexpected = match self.locale {
            Locale::PtBr => format!("Se você não esperava esta mensagem, ignore-a e avise {contact}."),
            Locale::En => format!("If you weren't expecting this message, ignore it and tell {contact}."),
        };
        [self.never_ask_for_password(), &unexpected].join(" ")
    }

    /// Whom the letter tells people to turn to: the address that answers reach,
    /// else the person who created the account, else the organization in general.
    pub fn contact(&self, creator: Option<&str>) -> String {
        match (&self.sender.reply_to, creator, self.locale) {
            (Some(reply_to), _, _) => reply_to.email.to_string(),
            (None, Some(creator), _) => creator.to_owned(),
            (None, None, Locale::PtBr) => format!("a equipe que cuida das contas ({})", self.organization),
            (None, None, Locale::En) => format!("the team that manages {} accounts", self.organization),
        }
    }

    /// The public address with exactly one `/` at its end, and nothing behind it.
    fn home(&self) -> String {
        let mut url = self.sender.public_url.clone();
        url.set_query(None);
        url.set_fragment(None);
        format!("{}/", url.as_str().trim_end_matches('/'))
    }

    /// An address of ours; `path` has no `/` at its beginning.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.home())
    }

    /// An address of ours that works once.
    pub fn link_with_token(&self, path: &str, token: &str) -> String {
        let token: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
        format!("{}{path}?t={token}", self.home())
    }

    /// The public address as people type it.
    pub fn site(&self) -> String {
        let home = self.home();
        home.split_once("://").map_or(home.as_str(), |(_, site)| site).trim_end_matches('/').to_owned()
    }
}
