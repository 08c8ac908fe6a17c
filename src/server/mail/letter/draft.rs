//! What each letter says, block by block.

mod own_account;

use std::net::IpAddr;

use jiff::tz::TimeZone;

use super::{Block, Letter, Occasion, Shown};
use crate::domain::Timestamp;
use crate::locale::mail::{MailTexts, Moment};
use crate::server::mail::{Sender, harmless};

/// What all letters to one person have in common.
pub(super) struct Draft<'a> {
    pub texts: &'static MailTexts,
    pub sender: &'a Sender,
    pub organization: &'a str,
    pub email: &'a str,
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
            Letter::PasswordChanged { at, address } => self.password_changed(*at, *address),
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
            Letter::NewDevice { at, address } => self.new_device(*at, *address),
            Letter::CodeExhausted { at, address } => self.code_exhausted(*at, *address),
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
        let until = moment(valid_until);

        let subject = if again { words.subject_again } else { words.subject };
        let why = match (again, &creator) {
            (true, _) => (words.again)(self.organization),
            (false, Some(creator)) => (words.created_by)(creator, self.organization),
            (false, None) => (words.created)(self.organization),
        };

        (
            self.subject(subject),
            (words.preheader)(&(self.texts.moment_in_short)(until)),
            vec![
                Block::Paragraph(why),
                Block::Step(1, words.open.to_owned(), Some(self.link_to_first_access(link))),
                Block::Step(2, words.enter.to_owned(), Some(Shown::Secret(password.to_owned()))),
                Block::Step(3, words.choose.to_owned(), None),
                Block::Paragraph((words.without_link)(&self.site(), self.email)),
                Block::Paragraph((words.deadline)(&(self.texts.moment)(until), &contact)),
                Block::Paragraph(self.caution(&contact)),
            ],
        )
    }

    fn confirm_registration(&self, token: &str, valid_until: Timestamp) -> (String, String, Vec<Block>) {
        let words = &self.texts.confirm_registration;
        let until = moment(valid_until);

        (
            self.subject(words.subject),
            (words.preheader)(&(self.texts.moment_in_short)(until)),
            vec![
                Block::Paragraph((words.why)(self.email, self.organization)),
                Block::Paragraph(words.open.to_owned()),
                Block::Shown(self.link("register/confirm", token)),
                Block::Paragraph((words.deadline)(&(self.texts.moment)(until))),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    fn already_registered(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.already_registered;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.why)(self.email, self.organization)),
                Block::Paragraph(words.sign_in.to_owned()),
                Block::Shown(self.link_home()),
                Block::Paragraph((words.forgotten)(&self.contact(None))),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    fn password_changed(&self, at: Timestamp, address: Option<IpAddr>) -> (String, String, Vec<Block>) {
        let words = &self.texts.password_changed;
        let at = (self.texts.moment)(moment(at));
        let address = address.map(|address| address.to_canonical().to_string());
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization, &at, address.as_deref())),
                Block::Paragraph(words.it_was_you.to_owned()),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Step(1, (words.tell)(&self.contact(None)), None),
                Block::Step(2, words.elsewhere.to_owned(), None),
                Block::Step(3, words.look.to_owned(), Some(self.link_home())),
                Block::Paragraph(self.texts.never_asked.to_owned()),
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
        let until = moment(valid_until);
        let address = address.map(|address| address.to_canonical().to_string());
        (
            self.subject(words.subject),
            (words.preheader)(&(self.texts.moment_in_short)(until)),
            vec![
                Block::Paragraph((words.why)(self.email, self.organization, address.as_deref())),
                Block::Paragraph(words.open.to_owned()),
                Block::Shown(self.link("reset-password", token)),
                Block::Paragraph((words.deadline)(&(self.texts.moment)(until))),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    /// Names neither address: each of the two readers knows only their own for sure.
    fn address_changed(&self, occasion: Occasion) -> (String, String, Vec<Block>) {
        let words = &self.texts.address_changed;
        let at = (self.texts.moment)(moment(occasion.at));
        let address = occasion.address.map(|address| address.to_canonical().to_string());
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.organization, &at, address.as_deref())),
                Block::Paragraph(words.expected.to_owned()),
                Block::Paragraph((words.not_you)(&self.contact(None))),
                Block::Shown(self.link_home()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    fn new_device(&self, at: Timestamp, address: Option<IpAddr>) -> (String, String, Vec<Block>) {
        let words = &self.texts.new_device;
        let at = (self.texts.moment)(moment(at));
        let address = address.map(|address| address.to_canonical().to_string());
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization, &at, address.as_deref())),
                Block::Paragraph(words.it_was_you.to_owned()),
                Block::Paragraph(words.not_you.to_owned()),
                Block::Step(1, words.change.to_owned(), Some(self.link_home())),
                Block::Step(2, (words.tell)(&self.contact(None)), None),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    fn code_exhausted(&self, at: Timestamp, address: Option<IpAddr>) -> (String, String, Vec<Block>) {
        let words = &self.texts.code_exhausted;
        let at = (self.texts.moment)(moment(at));
        let address = address.map(|address| address.to_canonical().to_string());
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization, &at, address.as_deref())),
                Block::Paragraph(words.safe.to_owned()),
                Block::Step(1, words.link.to_owned(), None),
                Block::Step(2, words.another.to_owned(), Some(Shown::Link(format!("{}forgot-password", self.home())))),
                Block::Paragraph(self.caution(&self.contact(None))),
            ],
        )
    }

    fn codes_closed(&self, at: Timestamp, guesses: i64) -> (String, String, Vec<Block>) {
        let words = &self.texts.codes_closed;
        let at = (self.texts.moment)(moment(at));
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.organization, &at, guesses)),
                Block::Paragraph(words.people.to_owned()),
                Block::Paragraph(words.do_now.to_owned()),
                Block::Shown(Shown::Link(format!("{}admin/audit?kind=sign_in_failed", self.home()))),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    /// Names nobody: what strangers gave as names must not be delivered by us.
    fn approval_asked(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.approval_asked;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.organization)),
                Block::Paragraph(words.look.to_owned()),
                Block::Shown(Shown::Link(format!("{}admin/users?status=pending", self.home()))),
                Block::Paragraph(words.once.to_owned()),
                Block::Paragraph(self.texts.never_asked.to_owned()),
            ],
        )
    }

    fn registration_approved(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.registration_approved;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization)),
                Block::Paragraph(words.sign_in.to_owned()),
                Block::Shown(self.link_home()),
                Block::Paragraph(self.caution(&self.contact(None))),
            ],
        )
    }

    fn registration_refused(&self) -> (String, String, Vec<Block>) {
        let words = &self.texts.registration_refused;
        (
            self.subject(words.subject),
            words.preheader.to_owned(),
            vec![
                Block::Paragraph((words.what)(self.email, self.organization)),
                Block::Paragraph((words.questions)(&self.contact(None))),
                Block::Shown(self.link_home()),
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

/// What the clocks of Brasília show, to the minute and never later than `time`:
/// the letter must not promise more than the server keeps.
fn moment(time: Timestamp) -> Moment {
    let zone = TimeZone::get("America/Sao_Paulo").expect("the time zones are part of the program");
    let time = jiff::Timestamp::from_millisecond(time.as_millis()).unwrap_or(jiff::Timestamp::MAX).to_zoned(zone);
    Moment {
        year: time.year(),
        month: time.month().unsigned_abs(),
        day: time.day().unsigned_abs(),
        hour: time.hour().unsigned_abs(),
        minute: time.minute().unsigned_abs(),
    }
}
