//! What a worker and a kind of mail tell each other: whom a mail is for, and the letter that comes of it.

use super::envelope::Addressee;
use super::letter::form::{Form, FormLetter};
use super::letter::{Letter, Occasion};
use crate::domain::{EmailAddress, Locale, TemporaryPasswordId};
use crate::server::AppState;
use crate::server::store::StoreError;
use crate::server::store::outbox::{Delivery, Recipient};
use crate::server::store::registrations::Registration;
use crate::server::store::users::User;
use futures::future::BoxFuture;
use std::time::Duration;

/// A kind of mail: what the rest of the program has to know of it.
pub struct Kind {
    /// What it is for in a few words, in Portuguese.
    pub pt_br: &'static str,
    /// In English.
    pub en: &'static str,
    /// What helps when one failed for good.
    pub if_failed: IfFailed,
    /// Writes the letter; none when nobody needs it any more.
    pub prepare: for<'a> fn(&'a Order<'a>) -> Preparation<'a>,
}

impl Kind {
    /// What it is for, in a few words.
    pub const fn name(&self, locale: Locale) -> &'static str {
        locale.pick(self.pt_br, self.en)
    }
}

/// A letter that is being written.
pub type Preparation<'a> = BoxFuture<'a, Result<Option<PreparedLetter>, NotPrepared>>;

/// What helps a person whose mail failed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfFailed {
    /// Nothing has to be done: the account does not depend on it.
    OnlyANotice,
    /// An admin sends another.
    Resend,
    /// The person asks for another link.
    AskAgain,
    /// The person registers again.
    RegisterAgain,
}

/// A mail to be written.
pub struct Order<'a> {
    /// What the server knows.
    pub state: &'a AppState,
    /// The mail as it was queued.
    pub delivery: &'a Delivery,
    /// Whom it is for, as of now.
    pub reader: &'a Reader,
}

/// Whom a mail is for.
pub enum Reader {
    /// Somebody with an account.
    User(User),
    /// Somebody whose account is still to be confirmed.
    Registration(Registration),
}

/// A letter that can leave.
pub struct PreparedLetter {
    /// The words of the mail.
    pub letter: Box<dyn Letter>,
    /// Where it goes.
    pub to: Addressee,
    /// The temporary password in it.
    pub password: Option<TemporaryPasswordId>,
}

/// Why a letter could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NotPrepared {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server is busy: try again after this long.
    #[error("too busy to write it now")]
    Later(Duration),
    /// Something is missing that only an admin can supply.
    #[error("{0}")]
    Never(String),
}

impl<'a> Order<'a> {
    /// The account of the reader.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where a mail of this kind goes to a registration.
    pub const fn user(&self) -> Result<&'a User, StoreError> {
        match self.reader {
            Reader::User(user) => Ok(user),
            Reader::Registration(_) => Err(StoreError::Inconsistent { table: "outbox", column: "registration_id" }),
        }
    }

    /// The registration of the reader.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where a mail of this kind goes to an account.
    pub const fn registration(&self) -> Result<&'a Registration, StoreError> {
        match self.reader {
            Reader::Registration(registration) => Ok(registration),
            Reader::User(_) => Err(StoreError::Inconsistent { table: "outbox", column: "user_id" }),
        }
    }

    /// When and where the event of the mail happened.
    pub const fn occasion(&self) -> Occasion {
        Occasion { at: self.delivery.created_at, address: self.delivery.origin }
    }

    /// A letter to the address the mail was queued for.
    pub fn prepared(&self, letter: impl Letter + 'static) -> PreparedLetter {
        let to = match (self.reader, &self.delivery.recipient) {
            (Reader::User(user), Recipient::EarlierAddress(_, email)) => addressee(user, email),
            (Reader::User(user), _) => addressee(user, &user.email),
            (Reader::Registration(registration), _) => Addressee {
                email: registration.email.clone(),
                display_name: registration.display_name.clone(),
                locale: registration.locale,
                time_zone: None,
            },
        };
        PreparedLetter { letter: Box::new(letter), to, password: None }
    }

    /// A letter that needs nothing but when and where it happened.
    pub fn notice(&self, form: &'static Form) -> Preparation<'a> {
        let prepared = self.prepared(FormLetter::new(form).about(self.occasion()));
        Box::pin(std::future::ready(Ok(Some(prepared))))
    }
}

fn addressee(user: &User, email: &EmailAddress) -> Addressee {
    Addressee {
        email: email.clone(),
        display_name: user.display_name.clone(),
        locale: user.locale,
        time_zone: user.time_zone.clone(),
    }
}

impl PreparedLetter {
    /// Sends it to another address.
    #[must_use]
    pub fn to(mut self, email: EmailAddress) -> Self {
        self.to.email = email;
        self
    }

    /// Says which temporary password is in it.
    #[must_use]
    pub fn with_password(mut self, password: TemporaryPasswordId) -> Self {
        self.password = Some(password);
        self
    }
}
