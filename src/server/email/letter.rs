//! The letters we write, each as a list of blocks.
//!
//! The blocks are the one source of both parts of the mail, so that text and
//! HTML cannot say different things.

mod draft;

use std::net::IpAddr;

use super::{Recipient, Sender, harmless};
use crate::domain::{Role, Timestamp};
use crate::locale::mail::texts;

/// What a mail is about, with what only this one mail knows.
///
/// No `Debug`: some of them carry a secret.
pub enum Letter<'a> {
    /// Carries a temporary password.
    TemporaryPassword {
        /// In clear: the only place outside memory where it will ever stand.
        password: &'a str,
        /// For the link, which is no password by itself.
        link: &'a str,
        /// The moment the server stops taking it.
        valid_until: Timestamp,
        /// The name of who created the account, if a person is to be named.
        created_by: Option<&'a str>,
        /// Whether an earlier one was sent, which no longer works.
        again: bool,
    },
    /// Asks whether the address belongs to who registered with it.
    ConfirmRegistration {
        /// For the link.
        token: &'a str,
        /// The moment the server stops taking it.
        valid_until: Timestamp,
    },
    /// Somebody registered with an address that has an account already.
    AlreadyRegistered,
    /// People who registered wait for the reader to let them in.
    ApprovalAsked,
    /// The reader registered and may come in now.
    RegistrationApproved,
    /// The reader registered and may not come in.
    RegistrationRefused,
    /// The password of the account is another one now.
    PasswordChanged(Occasion),
    /// Brings the link that sets another password.
    SetPassword {
        /// For the link.
        token: &'a str,
        /// The moment the server stops taking it.
        valid_until: Timestamp,
        /// The network address it was asked for from, if known.
        address: Option<IpAddr>,
    },
    /// An administrator has changed the address of the account. The old and the new one get it.
    AddressChanged(Occasion),
    /// Asks whether the account is to have this address.
    ConfirmAddress {
        /// For the link.
        token: &'a str,
        /// The moment the server stops taking it.
        valid_until: Timestamp,
        /// The network address it was asked for from, if known.
        address: Option<IpAddr>,
    },
    /// The owner has changed the address of the account. The old and the new one get it.
    OwnAddressChanged {
        /// When and from where.
        occasion: Occasion,
        /// For the old one: the way back.
        undo: Option<Undo<'a>>,
    },
    /// The earlier address is back. Both get it.
    AddressRestored(Occasion),
    /// The role is another one now.
    RoleChanged {
        /// This one.
        role: Role,
        /// When and from where.
        occasion: Occasion,
    },
    /// The owner has deleted the account.
    AccountDeleted(Occasion),
    /// The account was opened in a browser not seen before.
    NewDevice(Occasion),
    /// Wrong guesses closed the sign-in page to a temporary password; the last was then.
    CodeExhausted(Occasion),
    /// For an administrator: too many guesses closed it to all short ones.
    CodesClosed {
        /// When.
        at: Timestamp,
        /// How many guesses in a day do.
        guesses: i64,
    },
    /// Tries out the mail server.
    Test,
}

/// When something happened, and from where.
#[derive(Clone, Copy)]
pub struct Occasion {
    /// When.
    pub at: Timestamp,
    /// The network address, if known.
    pub address: Option<IpAddr>,
}

/// The way back to an earlier address.
pub struct Undo<'a> {
    /// For the link.
    pub token: &'a str,
    /// The moment the server stops taking it.
    pub valid_until: Timestamp,
}

/// A letter in the words of one language, ready to be set as text or HTML.
pub(super) struct Written {
    /// At most 60 characters, no secret.
    pub subject: String,
    /// What the inbox shows beside the subject, no secret.
    pub preheader: String,
    /// Who writes.
    pub organization: String,
    /// The language tag.
    pub language: &'static str,
    /// How the `To` header names the person.
    pub addressee: Option<String>,
    /// What stands in the letter, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A piece of a letter.
pub(super) enum Block {
    /// The first line.
    Greeting(String),
    /// A paragraph.
    Paragraph(String),
    /// A numbered step, with what it is about below it.
    Step(u8, String, Option<Shown>),
    /// Stands alone.
    Shown(Shown),
    /// The last line.
    Footer(String),
}

/// What stands alone on its line, so that it can be copied whole.
pub(super) enum Shown {
    /// A temporary password.
    Secret(String),
    /// An address to open, in full.
    Link(String),
}

impl Letter<'_> {
    /// What must never show up in an answer or a log.
    pub(super) fn secrets(&self) -> Vec<&str> {
        match self {
            Self::TemporaryPassword { password, link, .. } => vec![password, link],
            Self::ConfirmRegistration { token, .. }
            | Self::SetPassword { token, .. }
            | Self::ConfirmAddress { token, .. } => vec![token],
            Self::OwnAddressChanged { undo, .. } => undo.iter().map(|undo| undo.token).collect(),
            Self::AlreadyRegistered
            | Self::PasswordChanged(_)
            | Self::AddressChanged(_)
            | Self::AddressRestored(_)
            | Self::RoleChanged { .. }
            | Self::AccountDeleted(_)
            | Self::ApprovalAsked
            | Self::RegistrationApproved
            | Self::RegistrationRefused
            | Self::NewDevice(_)
            | Self::CodeExhausted(_)
            | Self::CodesClosed { .. }
            | Self::Test => Vec::new(),
        }
    }

    /// Whether it calls the reader by the name of the account or registration.
    ///
    /// Not where nobody has shown yet that the mailbox is theirs: whoever
    /// registers with a foreign address and "You have won, go to …" for a name
    /// would have us deliver that.
    fn names_the_reader(&self) -> bool {
        !matches!(self, Self::ConfirmRegistration { .. } | Self::AlreadyRegistered | Self::ConfirmAddress { .. })
    }

    /// Puts the letter into the words of the recipient's language.
    pub(super) fn write(&self, sender: &Sender, to: &Recipient) -> Written {
        let texts = texts(to.locale);
        let organization = harmless::one_line(&sender.organization);
        let name = self.names_the_reader().then(|| to.display_name.as_str());
        let greeting =
            name.map_or_else(|| texts.greeting_without_name.to_owned(), |name| (texts.greeting)(&harmless::name(name)));

        let zone = to.time_zone.as_ref().unwrap_or(&sender.time_zone);
        let draft = draft::Draft {
            texts,
            organization: &organization,
            email: to.email.as_str(),
            sender,
            zone,
            locale: to.locale,
        };
        let (subject, preheader, body) = draft.of(self);

        let mut blocks = vec![Block::Greeting(greeting)];
        blocks.extend(body);
        blocks.push(Block::Footer((texts.footer)(&organization)));

        Written {
            subject,
            preheader,
            language: to.locale.as_str(),
            addressee: name.map(harmless::one_line),
            blocks,
            organization,
        }
    }
}
