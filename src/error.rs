//! Every way a wish can fail, as a closed list that may travel to the browser.

use crate::domain::{InvalidAppAddress, InvalidGroupName, InvalidGroupSlug};
use crate::domain::{InvalidCpf, InvalidDisplayName, InvalidEmailAddress, InvalidOwnPassword, InvalidPreset};
use crate::domain::{Timestamp, UserId};
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
    /// Not a form this program understands: unknown bytes, a field missing, repeated or shaped like a list.
    #[error("the form is incomplete")]
    MalformedRequest,
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
    /// A sensitive act, and the password was last given too long ago.
    #[error("enter your current password to confirm")]
    PasswordNeeded,
    /// Without this account nobody could administer.
    #[error("this is the last admin")]
    LastAdmin,
    /// The account stands so that this cannot be done to it.
    #[error("this doesn't apply to the account's current status")]
    DoesNotApply,
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
    /// More work is waiting than the server may accept.
    #[error("the server is busy, try again in {retry_after} s")]
    Busy {
        /// Seconds after which a new attempt is likely to succeed.
        retry_after: u32,
    },
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

/// One field of a form and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong.
    pub problem: Problem,
}

/// The fields people fill in, by the names the forms use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `display_name`
    DisplayName,
    /// `email`
    Email,
    /// `password`
    Password,
    /// `new_password`
    NewPassword,
    /// `current_password`
    CurrentPassword,
    /// `role`
    Role,
    /// `locale`
    Locale,
    /// `time_zone`
    TimeZone,
    /// `cpf`
    Cpf,
    /// `temporary_password`: the preset
    TemporaryPassword,
    /// `channel`: by mail or in person
    Channel,
    /// `group_name`: what people call a group
    GroupName,
    /// `group_slug`: what programs call it
    GroupSlug,
    /// `groups`: those a person is in
    Groups,
    /// `members`: people to put into a group
    Members,
    /// `home_url`: where people open an app
    HomeUrl,
    /// `redirect_uris`: where it takes codes
    RedirectUris,
    /// `post_logout_uris`: where people go after signing out
    PostLogoutUris,
    /// `initiate_login_uri`: where it begins a sign-in
    InitiateLoginUri,
    /// `backchannel_logout_uri`: where it is told of sessions that ended
    BackchannelLogoutUri,
    /// `client_id`: how an app names itself
    ClientId,
    /// `kind`: whether an app can keep a secret
    Kind,
    /// `access`: who may use an app
    Access,
    /// `algorithm`: what signs its ID tokens
    Algorithm,
    /// `claims_in_id_token`: whether they carry the claims
    ClaimsInIdToken,
}

impl Field {
    /// The `name` of the form field, which is also the `id` of its input.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DisplayName => "display_name",
            Self::Email => "email",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::CurrentPassword => "current_password",
            Self::Role => "role",
            Self::Locale => "locale",
            Self::TimeZone => "time_zone",
            Self::Cpf => "cpf",
            Self::TemporaryPassword => "temporary_password",
            Self::Channel => "channel",
            Self::GroupName => "group_name",
            Self::GroupSlug => "group_slug",
            Self::Groups => "groups",
            Self::Members => "members",
            Self::HomeUrl => "home_url",
            Self::RedirectUris => "redirect_uris",
            Self::PostLogoutUris => "post_logout_uris",
            Self::InitiateLoginUri => "initiate_login_uri",
            Self::BackchannelLogoutUri => "backchannel_logout_uri",
            Self::ClientId => "client_id",
            Self::Kind => "kind",
            Self::Access => "access",
            Self::Algorithm => "algorithm",
            Self::ClaimsInIdToken => "claims_in_id_token",
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Not an address we can write to.
    Email(InvalidEmailAddress),
    /// Another account has this address.
    EmailTaken,
    /// A deleted account, which can be restored, has this address.
    EmailDeleted(Deleted),
    /// The account has this address already.
    EmailUnchanged,
    /// `CHAVEIRO_REGISTRATION_DOMAINS` does not list the address's domain.
    DomainNotAllowed,
    /// Not a name.
    DisplayName(InvalidDisplayName),
    /// Not a password that lasts.
    Password(InvalidOwnPassword),
    /// The current password was not this one.
    WrongCurrentPassword,
    /// The temporary password of the link was not this one.
    WrongTemporaryPassword {
        /// How many tries are left.
        left: u32,
    },
    /// Not a CPF.
    Cpf(InvalidCpf),
    /// Another account has this CPF.
    CpfTaken,
    /// A deleted account, which can be restored, has this CPF.
    CpfDeleted(Deleted),
    /// The preset `cpf` needs one.
    CpfMissing,
    /// Not a preset.
    Preset(InvalidPreset),
    /// A preset the operator has not allowed.
    PresetNotAllowed,
    /// Not a name for a group.
    GroupName(InvalidGroupName),
    /// Not a short name for a group.
    GroupSlug(InvalidGroupSlug),
    /// Another group has this name or short name.
    GroupTaken,
    /// There is no such group any more.
    GroupUnknown,
    /// Not an address of an app; which of several, by its number.
    AppAddress {
        /// From 1; 0 where there is only one.
        line: u32,
        /// What is wrong with it.
        invalid: InvalidAppAddress,
    },
    /// Not a client ID.
    ClientId,
    /// Another app has this client ID.
    ClientIdTaken,
    /// A client secret that is too short, or of an app that has none.
    ClientSecret,
    /// Groups are to be chosen, and none is.
    GroupsMissing,
    /// Nobody has one of these addresses.
    NobodyWith(Vec<String>),
    /// None of the options offered.
    Choice,
}

/// An account that was deleted and can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// Which.
    pub user: UserId,
    /// When it was deleted.
    pub at: Timestamp,
}

impl AppError {
    /// The stable name of the case, for programs: `password_change_required`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidForm(_) => "invalid_form",
            Self::MalformedRequest => "malformed_request",
            Self::WrongCredentials => "wrong_credentials",
            Self::LinkNeeded => "link_needed",
            Self::TooManyTries { .. } => "too_many_attempts",
            Self::NotSignedIn => "not_signed_in",
            Self::PasswordChangeRequired => "password_change_required",
            Self::Forbidden => "forbidden",
            Self::PasswordNeeded => "password_needed",
            Self::LastAdmin => "last_admin",
            Self::DoesNotApply => "does_not_apply",
            Self::NotFound => "not_found",
            Self::LinkNotValid => "link_not_valid",
            Self::LinkIncomplete => "link_incomplete",
            Self::OtherHost { .. } => "other_host",
            Self::Busy { .. } => "busy",
            Self::TooManyLivePages => "too_many_live_pages",
            Self::MailNotTaken { .. } => "mail_not_taken",
            Self::Internal { .. } => "internal",
        }
    }

    /// A form with one wrong field.
    pub fn field(field: Field, problem: Problem) -> Self {
        Self::InvalidForm(vec![FieldError { field, problem }])
    }

    /// What is wrong with the fields; empty unless the form is.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::InvalidForm(fields) => fields,
            _ => &[],
        }
    }
}
