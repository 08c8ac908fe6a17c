//! What each letter says, block by block.

mod own_account;
mod registration;
mod security;

use std::net::IpAddr;

use super::{Block, Letter, Occasion, Shown};
use crate::domain::{Locale, Timestamp};
use crate::locale::mail::{MailTexts, Moment};
use crate::locale::time::Zone;
use crate::server::email::{Sender, harmless};

/// What all letters to one person have in common.
pub(super) struct Draft<'a> {
    pub texts: &'static MailTexts,
    pub sender: &'a Sender,
    pub organization: &'a str,
    pub email: &'a str,
    pub zone: &'a Zone,
    pub locale: Locale,
}

impl Draft<'_> {
    /// Subject, preheader, and what stands between greeting and footer.
    pub fn of(&self, letter: &Letter<'_>) -> (String, String, Vec<Block>) {
        match letter {
            Letter::TemporaryPassword { password, link, valid_until, created_by, again } => {
                self.temporary_password((password, link), *valid_until, *created_by, *again)
            }
            Letter::ConfirmRegistration { token, valid_until } => self.confirm_registration(token, *valid_until),
            Letter::AlreadyRegistered => self.already_registered(),
            Letter::PasswordChanged(occasion) => self.password_changed(*occasion),
            Letter::SetPassword { token, valid_until, address } => self.set_password(token, *valid_until, *address),
            Letter::AddressChanged(occasion) => self.address_changed(*occasion),
            Letter::ConfirmAddress { token, valid_until, address } => {
                self.confirm_address(token, *valid_until, *address)
            }
            Letter::OwnAddressChanged { occasion, undo } => self.own_address_changed(*occasion, undo.as_ref()),
            Letter::AddressRestored(occasion) => self.address_restored(*occasion),
            Letter::RoleChanged { role, occasion } => self.role_changed(*role, *occasion),
            Letter::AccountDeleted(occasion) => self.account_deleted(*occasion),
            Letter::ApprovalAsked => self.approval_asked(),
            Letter::RegistrationApproved => self.registration_approved(),
            Letter::RegistrationRefused => self.registration_refused(),
            Letter::NewDevice(occasion) => self.new_device(*occasion),
            Letter::CodeExhausted(occasion) => self.code_exhausted(*occasion),
            Letter::CodesClosed { at, guesses } => self.codes_closed(*at, *guesses),
            Letter::Test => self.test(),
        }
    }

    fn temporary_password(
        &self,
        (password, link): (&str, &str),
        valid_until: Timestamp,
        created_by: Option<&str>,
        again: bool,
    ) -> (String, String, Vec<Block>) {
        let words = &self.texts.temporary_password;
        let creator = created_by.map(harmless::name);
        let contact = self.contact(creator.as_deref());

        let subject = if again { words.subject_again } else { words.subject };
        let why = match (again, &creator) {
            (true, _) => (words.again)(self.organization),
            (false, Some(creator)) => (words.created_by)(creator, self.organization),
            (false, None) => (words.created)(self.organization),
        };

        (
            self.subject(subject),
            (words.preheader)(&self.moment_in_short(valid_until)),
            vec![
                Block::Paragraph(why),
                Block::Step(1, words.open.to_owned(), Some(self.link_to_first_access(link))),
                Block::Step(2, words.enter.to_owned(), Some(Shown::Secret(password.to_owned()))),
                Block::Step(3, words.choose.to_owned(), None),
                Block::Paragraph((words.without_link)(&self.site(), self.email)),
                Block::Paragraph((words.deadline)(&self.moment(valid_until), &contact)),
                Block::Paragraph(self.caution(&contact)),
            ],
        )
    }

    fn set_password(
        &self,
        token: &str,
        valid_until: Timestamp,
        address: Option<IpAddr>,
    ) -> (String, String, Vec<Block>) {
        let words = &self.texts.set_password;
        let address = network(address);
        (
            self.subject(words.subject),
            (words.preheader)(&self.moment_in_short(valid_until)),
            vec![
                Block::Paragraph((words.why)(self.email, self.organization, address.as_deref())),
                Block::Paragraph(words.open.to_owned()),
                Block::Shown(self.link("reset-password", token)),
                Block::Paragraph((words.deadline)(&self.moment(valid_until))),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    fn test(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.test;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.works)(self.organization)),
                Block::Paragraph(words.link.to_owned()),
                Block::Shown(self.link_home()),
                Block::Paragraph(words.nothing_to_do.to_owned()),
                Block::Paragraph(self.caution(&self.contact(None))),
            ],
        )
    }

    /// In words: the moment, and the network address if we know it.
    fn when_and_where(&self, occasion: Occasion) -> (String, Option<String>) {
        (self.moment(occasion.at), network(occasion.address))
    }

    /// A moment with date, hour and zone. To the minute and never later than `time`:
    /// the letter must not promise more than the server keeps.
    fn moment(&self, time: Timestamp) -> String {
        format!("{} ({})", self.moment_in_short(time), self.zone.in_words(self.locale))
    }

    /// The same without the zone, for the preheader.
    fn moment_in_short(&self, time: Timestamp) -> String {
        let time = self.zone.at(time);
        (self.texts.moment_in_short)(Moment {
            year: time.year(),
            month: time.month().unsigned_abs(),
            day: time.day().unsigned_abs(),
            hour: time.hour().unsigned_abs(),
            minute: time.minute().unsigned_abs(),
        })
    }

    fn caution(&self, contact: &str) -> String {
        [self.texts.never_asked, &(self.texts.unexpected)(contact)].join(" ")
    }

    /// Whom the letter tells people to turn to: the address that answers reach,
    /// else the person who created the account, else words for whoever it is.
    fn contact(&self, creator: Option<&str>) -> String {
        match (&self.sender.reply_to, creator) {
            (Some(reply_to), _) => reply_to.email.to_string(),
            (None, Some(creator)) => creator.to_owned(),
            (None, None) => (self.texts.caretakers)(self.organization),
        }
    }

    /// The public address with exactly one `/` at its end, and nothing behind it.
    fn home(&self) -> String {
        let mut url = self.sender.public_url.clone();
        url.set_query(None);
        url.set_fragment(None);
        format!("{}/", url.as_str().trim_end_matches('/'))
    }

    /// An address of ours that works once.
    fn link(&self, path: &str, token: &str) -> Shown {
        let token: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
        Shown::Link(format!("{}{path}?t={token}", self.home()))
    }

    /// The token stands in the fragment: browsers send that to no server, so it
    /// is in no log and no `Referer`. The page posts it.
    fn link_to_first_access(&self, token: &str) -> Shown {
        Shown::Link(format!("{}first-access#t={token}", self.home()))
    }

    /// The public address as people type it.
    fn site(&self) -> String {
        let home = self.home();
        home.split_once("://").map_or(home.as_str(), |(_, site)| site).trim_end_matches('/').to_owned()
    }

    fn link_home(&self) -> Shown {
        Shown::Link(self.home())
    }

    /// At most 60 characters, so that a telephone shows it whole: a long
    /// organization gives way, never the words around it.
    fn subject(&self, words: fn(&str) -> String) -> String {
        const MAX_LENGTH: usize = 60;

        let words_length = words("").chars().count();
        words(&harmless::shortened(self.organization, MAX_LENGTH.saturating_sub(words_length)))
    }
}

/// A network address as people know it: IPv4 also where it came as IPv6.
fn network(address: Option<IpAddr>) -> Option<String> {
    address.map(|address| address.to_canonical().to_string())
}
