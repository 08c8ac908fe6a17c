//! Every way a request can fail, as a closed list that may travel to the browser.

pub use crate::domain::field::{Deleted, Field, FieldError, Problem};

use crate::domain::{AdminAction, InvalidOwnPassword, UserStatus};
use serde::{Deserialize, Serialize};

/// Why the server did not do what it was asked: the complete list.
///
/// The words people read for each case are in [`crate::locale`], in both
/// languages. Nothing an operator needs but a person must not see fits in here;
/// that goes to the log under the `reference` of [`AppError::Internal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Some fields hold what cannot be accepted; each says why.
    #[error("some fields are invalid")]
    InvalidForm(Vec<FieldError>),
    /// Fields that were changed in the form, and elsewhere since the form was shown; each says what it holds now.
    #[error("this was changed meanwhile")]
    ChangedMeanwhile(Vec<FieldError>),
    /// Not a form this program understands: unknown bytes, a field missing, repeated or shaped like a list.
    #[error("the form is incomplete")]
    MalformedRequest,
    /// A form larger than any of ours.
    #[error("the form is too large")]
    FormTooLarge,
    /// An address that takes forms, and shows nothing.
    #[error("this address doesn't take the method")]
    MethodNotAllowed,
    /// The one answer to every failed sign-in, whatever was wrong.
    #[error("wrong email or password")]
    WrongCredentials,
    /// The same, while too many guesses keep short temporary passwords out of the sign-in page.
    #[error("wrong email or password; for now, short temporary passwords work only with the link in the email")]
    LinkNeeded,
    /// Too many wrong tries; the number says after how many seconds the next one is looked at.
    #[error("too many tries, wait {retry_after} s")]
    TooManyTries {
        /// Seconds until the next try.
        retry_after: u32,
    },
    /// No session, or one that has ended.
    #[error("sign in first")]
    NotSignedIn,
    /// Signed in with a temporary password, which opens one page only.
    #[error("choose your own password first")]
    PasswordChangeRequired,
    /// Signed in, but not for this.
    #[error("this is for admins only")]
    Forbidden,
    /// A sensitive action, and the password was last given too long ago.
    #[error("enter your current password to confirm")]
    PasswordNeeded,
    /// Without this account nobody could administer.
    #[error("this is the last admin")]
    LastAdmin,
    /// The account has a status that rules this out.
    #[error("this doesn't apply to the account's current status")]
    DoesNotApply,
    /// The same was done, and undone, since the form was shown: whether it is still wanted is to be asked again.
    #[error("this was done and undone since the form was shown")]
    UndoneMeanwhile {
        /// What was done.
        action: AdminAction,
        /// The status of the account by now.
        now: UserStatus,
    },
    /// Nothing is at this address.
    #[error("not found")]
    NotFound,
    /// A link of ours that was used, has expired, or never existed.
    #[error("this link no longer works")]
    LinkNotValid,
    /// A link of ours whose end was cut off.
    #[error("this link is incomplete")]
    LinkIncomplete,
    /// A request for a name that is not this site's.
    #[error("this site has another address: {address}")]
    OtherHost {
        /// The site's own.
        address: String,
    },
    /// A form about a link in whose place the browser has opened another since.
    #[error("another link was opened in this browser since; open the one in the email again")]
    OtherLink,
    /// A form that another site has sent, or whose browser does not say where it is from.
    #[error("this form was not sent from our own pages; open the page here and send it again")]
    ForeignOrigin,
    /// More work is waiting than the server may accept.
    #[error("the server is busy, try again in {retry_after} s")]
    Busy {
        /// Seconds after which a new attempt is likely to succeed.
        retry_after: u32,
    },
    /// There is no room left on the database's disk.
    #[error("there is no room left on the server's disk; nothing was saved")]
    StorageFull,
    /// As many pages are kept up to date as there may be, for this session or in all.
    #[error("too many pages are open; close some")]
    TooManyLivePages,
    /// The mail server did not take a test mail.
    #[error("the mail server didn't accept the email, at step {step}")]
    MailNotTaken {
        /// The step of the SMTP dialogue.
        step: String,
        /// Whether it will never take it.
        refused: bool,
        /// The mail server's words, or ours where it had none.
        answer: String,
    },
    /// Our fault; the log holds the rest under this reference.
    #[error("something went wrong on the server; report reference {reference}")]
    Internal {
        /// Finds the line in the log.
        reference: String,
    },
}

impl AppError {
    /// The stable name of the case, for programs: `password_change_required`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidForm(_) => "invalid_form",
            Self::ChangedMeanwhile(_) => "changed_meanwhile",
            Self::MalformedRequest => "malformed_request",
            Self::FormTooLarge => "form_too_large",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::WrongCredentials => "wrong_credentials",
            Self::LinkNeeded => "link_needed",
            Self::TooManyTries { .. } => "too_many_attempts",
            Self::NotSignedIn => "not_signed_in",
            Self::PasswordChangeRequired => "password_change_required",
            Self::Forbidden => "forbidden",
            Self::PasswordNeeded => "password_needed",
            Self::LastAdmin => "last_admin",
            Self::DoesNotApply => "does_not_apply",
            Self::UndoneMeanwhile { .. } => "undone_meanwhile",
            Self::NotFound => "not_found",
            Self::LinkNotValid => "link_not_valid",
            Self::LinkIncomplete => "link_incomplete",
            Self::OtherHost { .. } => "other_host",
            Self::OtherLink => "other_link",
            Self::ForeignOrigin => "foreign_origin",
            Self::StorageFull => "storage_full",
            Self::Busy { .. } => "busy",
            Self::TooManyLivePages => "too_many_live_pages",
            Self::MailNotTaken { .. } => "mail_not_taken",
            Self::Internal { .. } => "internal",
        }
    }

    /// The same form, where nothing was typed into the password `field` either: all that is wrong is said at once.
    #[must_use]
    pub fn and_empty(self, field: Field, typed: &str) -> Self {
        match self {
            Self::InvalidForm(mut wrong) if typed.is_empty() && wrong.iter().all(|other| other.field != field) => {
                // In the order of the fields: a new password comes after the one it replaces.
                let place = wrong.iter().position(|other| other.field == Field::NewPassword).unwrap_or(wrong.len());
                wrong.insert(place, FieldError { field, problem: Problem::Password(InvalidOwnPassword::Empty) });
                Self::InvalidForm(wrong)
            }
            other => other,
        }
    }

    /// Of a form that asks for two passwords: says of an empty one which it is. `Field::Password` is the temporary one.
    #[must_use]
    pub fn naming_passwords(self) -> Self {
        let Self::InvalidForm(mut wrong) = self else { return self };
        for empty in wrong.iter_mut().filter(|wrong| wrong.problem == Problem::Password(InvalidOwnPassword::Empty)) {
            empty.problem = match empty.field {
                Field::CurrentPassword => Problem::CurrentPasswordMissing,
                Field::NewPassword => Problem::NewPasswordMissing,
                _ => Problem::TemporaryPasswordMissing,
            };
        }
        Self::InvalidForm(wrong)
    }

    /// A form with one wrong field.
    pub fn field(field: Field, problem: Problem) -> Self {
        Self::InvalidForm(vec![FieldError { field, problem }])
    }

    /// What is wrong with the fields; empty unless it is about some.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::InvalidForm(fields) | Self::ChangedMeanwhile(fields) => fields,
            _ => &[],
        }
    }
}
