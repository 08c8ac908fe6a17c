//! The fields of forms, and what can be wrong with what was typed there.

#[cfg(feature = "ssr")]
use super::EmailAddress;
use super::send_at::InvalidSendAt;
use super::text_enum::text_enum;
use super::{DisplayName, InvalidAccentColor, InvalidLogo, InvalidMailWords};
use super::{InvalidAppAddress, InvalidCpf, InvalidDisplayName, InvalidEmailAddress, InvalidGroupName};
use super::{InvalidGroupSlug, InvalidOwnPassword, InvalidPreset, InvalidUserNote, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// One field of a form and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong.
    pub problem: Problem,
}

text_enum! {
    /// The fields people fill in, by the names the forms use, which are also the `id`s of their inputs.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Field {
        /// `display_name`
        DisplayName = "display_name",
        /// `email`
        Email = "email",
        /// `password`
        Password = "password",
        /// `new_password`
        NewPassword = "new_password",
        /// `current_password`
        CurrentPassword = "current_password",
        /// `role`
        Role = "role",
        /// `locale`
        Locale = "locale",
        /// `time_zone`
        TimeZone = "time_zone",
        /// `cpf`
        Cpf = "cpf",
        /// `temporary_password`: the preset
        TemporaryPassword = "temporary_password",
        /// `channel`: by mail or in person
        Channel = "channel",
        /// `group_name`: what people call a group
        GroupName = "group_name",
        /// `group_slug`: what programs call it
        GroupSlug = "group_slug",
        /// `groups`: those a person is in
        Groups = "groups",
        /// `app`: the one a person is invited for
        App = "app",
        /// `members`: people to put into a group
        Members = "members",
        /// `note`: what admins note about a person
        Note = "note",
        /// `home_url`: where people open an app
        HomeUrl = "home_url",
        /// `redirect_uris`: where it takes codes
        RedirectUris = "redirect_uris",
        /// `post_logout_uris`: where people go after signing out
        PostLogoutUris = "post_logout_uris",
        /// `initiate_login_uri`: where it begins a sign-in
        InitiateLoginUri = "initiate_login_uri",
        /// `backchannel_logout_uri`: where it is told of sessions that ended
        BackchannelLogoutUri = "backchannel_logout_uri",
        /// `client_id`: how an app names itself
        ClientId = "client_id",
        /// `kind`: how an app signs people in
        Kind = "kind",
        /// `access`: who may use an app
        Access = "access",
        /// `algorithm`: what signs its ID tokens
        Algorithm = "algorithm",
        /// `claims_in_id_token`: whether they carry the claims
        ClaimsInIdToken = "claims_in_id_token",
        /// `organization_name`: as pages and mails show it
        OrganizationName = "organization_name",
        /// `accent_color`: of buttons and links
        AccentColor = "accent_color",
        /// `logo`: a file
        Logo = "logo",
        /// `send`: whether mails leave now or later
        Send = "send",
        /// `send_at`: when
        SendAt = "send_at",
        /// `introduction_pt_br`: the organization's words in mails
        IntroductionPtBr = "introduction_pt_br",
        /// `signature_pt_br`
        SignaturePtBr = "signature_pt_br",
        /// `introduction_en`
        IntroductionEn = "introduction_en",
        /// `signature_en`
        SignatureEn = "signature_en",
    }
}

impl Field {
    /// Whether it holds a password. A page that shows a refused form again must leave such a field empty, since the answer may
    /// be kept by a browser or a proxy.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Password | Self::NewPassword | Self::CurrentPassword)
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Not an address we can write to.
    Email(InvalidEmailAddress),
    /// Not a time at which mails can leave.
    SendAt(InvalidSendAt),
    /// The address looks like that of a big mail provider but for one slip; sent again, the form says that it is meant.
    EmailMisspelt {
        /// The address that was probably meant.
        meant: String,
    },
    /// The form has added somebody else before; sent again, it adds this person too.
    FormUsed {
        /// Whom it has added.
        display_name: DisplayName,
    },
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
    /// Not a note.
    Note(InvalidUserNote),
    /// Not a password that lasts.
    Password(InvalidOwnPassword),
    /// The current password was not typed, on a form that asks for another one too.
    CurrentPasswordMissing,
    /// The same of the new password.
    NewPasswordMissing,
    /// The same of the temporary password.
    TemporaryPasswordMissing,
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
    /// There is no such app (any more).
    AppUnknown,
    /// The person would not be in a group that may use the app.
    AppClosed,
    /// Not an address of an app; which of several, by its number.
    AppAddress {
        /// From 1; 0 where there is only one.
        line: u32,
        /// What is wrong with it.
        invalid: InvalidAppAddress,
    },
    /// An app without a home page.
    HomeUrlMissing,
    /// An app without an address that codes may be sent to.
    RedirectUriMissing,
    /// Not a client ID.
    ClientId,
    /// Another app has this client ID.
    ClientIdTaken,
    /// Another app is behind a proxy at this host.
    HostTaken,
    /// An app at Chaveiro's own host.
    OwnHost,
    /// A client secret that is too short, or of an app that has none.
    ClientSecret,
    /// Groups are to be chosen, and none is.
    GroupsMissing,
    /// A group is to be chosen, and none is.
    GroupMissing,
    /// Nobody has one of these addresses.
    NobodyWith(Vec<String>),
    /// Not a name for the organization.
    Organization,
    /// Not a color that can be used.
    AccentColor(InvalidAccentColor),
    /// Not a logo.
    Logo(InvalidLogo),
    /// Not words for a mail.
    MailWords(InvalidMailWords),
    /// None of the options offered.
    Choice,
    /// Somebody changed it since the form was shown.
    ChangedMeanwhile {
        /// What it holds now, as readers see it; empty for nothing.
        now: String,
    },
    /// An admin's own account would lose the role; sent again, the form says that it is meant.
    OwnRole,
}

#[cfg(feature = "ssr")]
impl Problem {
    /// The question about an address that looks mistyped, unless `sure` says that it is meant.
    pub fn misspelt_email(email: &EmailAddress, sure: Option<&str>) -> Option<Self> {
        let meant = email.probably_meant().filter(|_| sure != Some(email.as_str()))?;
        Some(Self::EmailMisspelt { meant: meant.into() })
    }
}

/// An account that was deleted and can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// The account's id.
    pub user: UserId,
    /// When it was deleted.
    pub at: Timestamp,
}
