//! The kinds of things that happen, as the log names them.

/// What happened. The words are what `chaveiro audit` and the log print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditKind {
    /// The first administrator was made, or one from the command line.
    AdminCreated,
    /// An account was made, and the mail for it queued.
    UserCreated,
    /// Somebody filled in the form to register.
    RegistrationAsked,
    /// Somebody registered and confirmed.
    UserRegistered,
    /// A temporary password was generated and its hash stored.
    TemporaryPasswordDrawn,
    /// The mail server took a mail.
    MailAccepted,
    /// A mail was given up.
    MailFailed,
    /// Another temporary password was asked for.
    TemporaryPasswordRequested,
    /// An admin ended the temporary password.
    TemporaryPasswordRevoked,
    /// A temporary password was shown to an admin, to be handed over in person.
    TemporaryPasswordRevealed,
    /// An admin ended the own password; a temporary one follows.
    PasswordRequired,
    /// A session began.
    SignedIn,
    /// A password was not accepted.
    SignInFailed,
    /// After a hundred wrong tries in a row an own password opens nothing any more.
    PasswordBlocked,
    /// Too many guesses closed the sign-in page to short temporary passwords.
    CodesClosed,
    /// A signed-in person gave their password again, for a sensitive act.
    PasswordConfirmed,
    /// The first own password was chosen.
    PasswordChosen,
    /// An own password took the place of another.
    PasswordChanged,
    /// Somebody asked for a new password.
    PasswordForgotten,
    /// A password was set by a mailed link.
    PasswordReset,
    /// A person ended a session.
    SignedOut,
    /// A person ended other sessions of theirs.
    SessionsEnded,
    /// An admin changed name, language or CPF.
    UserEdited,
    /// An admin changed the address.
    AddressChanged,
    /// Somebody asked for another address, still to be confirmed.
    AddressChangeAsked,
    /// An earlier address is back, by the mailed link.
    AddressRestored,
    /// A copy of the database took its place.
    DatabaseRestored,
    /// Somebody downloaded what is known of them.
    OwnDataExported,
    /// An admin changed the role.
    RoleChanged,
    /// An admin disabled the account.
    UserDisabled,
    /// An admin enabled the account.
    UserEnabled,
    /// An admin deleted the account.
    UserDeleted,
    /// An admin undid the deletion.
    UserRestored,
    /// A deleted account's time to be restored ran out; it is gone.
    UserErased,
    /// An admin let somebody in who registered.
    RegistrationApproved,
    /// An admin turned somebody away who registered.
    RegistrationRefused,
    /// An admin forgot the wrong tries.
    UserUnlocked,
    /// An admin paused the outbox.
    MailPaused,
    /// An admin let the outbox go on.
    MailResumed,
    /// An admin had mails tried again.
    MailRetried,
    /// An admin sent a test mail.
    MailTested,
    /// An admin confirmed the import of a file of people.
    ImportStarted,
    /// An admin paused an import.
    ImportPaused,
    /// An admin let an import go on.
    ImportResumed,
    /// An admin, or the loss of their role, ended an import.
    ImportCancelled,
    /// An import came to its end.
    ImportFinished,
    /// An admin made a group.
    GroupCreated,
    /// An admin gave a group another name.
    GroupRenamed,
    /// An admin deleted a group.
    GroupDeleted,
    /// An admin put somebody into a group.
    GroupMemberAdded,
    /// An admin took somebody out of a group.
    GroupMemberRemoved,
    /// An admin took the list of people away as a file.
    UsersExported,
    /// An admin took the log away as a file.
    AuditExported,
    /// An admin added an app.
    AppCreated,
    /// An admin changed an app.
    AppEdited,
    /// An admin removed an app.
    AppDeleted,
    /// An admin added a client secret to an app.
    AppSecretAdded,
    /// An admin ended a client secret.
    AppSecretEnded,
    /// A person signed in to an app.
    AppSignedIn,
    /// A person may not use the app they wanted to sign in to.
    AppRefused,
    /// A person was signed out of an app, at their wish.
    AppSignInEnded,
    /// A code or a refresh token was used twice: the tokens that came of it have ended.
    AppTokensRevoked,
    /// An app could not be told that a session has ended.
    AppLogoutFailed,
    /// A key that signs ID tokens was made.
    SigningKeyAdded,
}

impl AuditKind {
    /// All kinds.
    pub const ALL: [Self; 64] = [
        Self::AdminCreated,
        Self::UserCreated,
        Self::RegistrationAsked,
        Self::UserRegistered,
        Self::TemporaryPasswordDrawn,
        Self::MailAccepted,
        Self::MailFailed,
        Self::TemporaryPasswordRequested,
        Self::TemporaryPasswordRevoked,
        Self::TemporaryPasswordRevealed,
        Self::PasswordRequired,
        Self::SignedIn,
        Self::SignInFailed,
        Self::PasswordBlocked,
        Self::CodesClosed,
        Self::PasswordConfirmed,
        Self::PasswordChosen,
        Self::PasswordChanged,
        Self::PasswordForgotten,
        Self::PasswordReset,
        Self::SignedOut,
        Self::SessionsEnded,
        Self::UserEdited,
        Self::AddressChanged,
        Self::AddressChangeAsked,
        Self::AddressRestored,
        Self::OwnDataExported,
        Self::RoleChanged,
        Self::UserDisabled,
        Self::UserEnabled,
        Self::UserDeleted,
        Self::UserRestored,
        Self::UserErased,
        Self::RegistrationApproved,
        Self::RegistrationRefused,
        Self::UserUnlocked,
        Self::MailPaused,
        Self::MailResumed,
        Self::MailRetried,
        Self::MailTested,
        Self::ImportStarted,
        Self::ImportPaused,
        Self::ImportResumed,
        Self::ImportCancelled,
        Self::ImportFinished,
        Self::DatabaseRestored,
        Self::GroupCreated,
        Self::GroupRenamed,
        Self::GroupDeleted,
        Self::GroupMemberAdded,
        Self::GroupMemberRemoved,
        Self::UsersExported,
        Self::AuditExported,
        Self::AppCreated,
        Self::AppEdited,
        Self::AppDeleted,
        Self::AppSecretAdded,
        Self::AppSecretEnded,
        Self::AppSignedIn,
        Self::AppRefused,
        Self::AppSignInEnded,
        Self::AppTokensRevoked,
        Self::AppLogoutFailed,
        Self::SigningKeyAdded,
    ];

    /// How the log writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AdminCreated => "admin_created",
            Self::UserCreated => "user_created",
            Self::RegistrationAsked => "registration_asked",
            Self::UserRegistered => "user_registered",
            Self::TemporaryPasswordDrawn => "temporary_password_drawn",
            Self::MailAccepted => "mail_accepted",
            Self::MailFailed => "mail_failed",
            Self::TemporaryPasswordRequested => "temporary_password_requested",
            Self::TemporaryPasswordRevoked => "temporary_password_revoked",
            Self::TemporaryPasswordRevealed => "temporary_password_revealed",
            Self::PasswordRequired => "password_required",
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::PasswordBlocked => "password_blocked",
            Self::CodesClosed => "codes_closed",
            Self::PasswordConfirmed => "password_confirmed",
            Self::PasswordChosen => "password_chosen",
            Self::PasswordChanged => "password_changed",
            Self::PasswordForgotten => "password_forgotten",
            Self::PasswordReset => "password_reset",
            Self::SignedOut => "signed_out",
            Self::SessionsEnded => "sessions_ended",
            Self::UserEdited => "user_edited",
            Self::AddressChanged => "address_changed",
            Self::AddressChangeAsked => "address_change_asked",
            Self::AddressRestored => "address_restored",
            Self::OwnDataExported => "own_data_exported",
            Self::RoleChanged => "role_changed",
            Self::UserDisabled => "user_disabled",
            Self::UserEnabled => "user_enabled",
            Self::UserDeleted => "user_deleted",
            Self::UserRestored => "user_restored",
            Self::UserErased => "user_erased",
            Self::RegistrationApproved => "registration_approved",
            Self::RegistrationRefused => "registration_refused",
            Self::UserUnlocked => "user_unlocked",
            Self::MailPaused => "mail_paused",
            Self::MailResumed => "mail_resumed",
            Self::MailRetried => "mail_retried",
            Self::MailTested => "mail_tested",
            Self::ImportStarted => "import_started",
            Self::ImportPaused => "import_paused",
            Self::ImportResumed => "import_resumed",
            Self::ImportCancelled => "import_cancelled",
            Self::ImportFinished => "import_finished",
            Self::DatabaseRestored => "database_restored",
            Self::GroupCreated => "group_created",
            Self::GroupRenamed => "group_renamed",
            Self::GroupDeleted => "group_deleted",
            Self::GroupMemberAdded => "group_member_added",
            Self::GroupMemberRemoved => "group_member_removed",
            Self::UsersExported => "users_exported",
            Self::AuditExported => "audit_exported",
            Self::AppCreated => "app_created",
            Self::AppEdited => "app_edited",
            Self::AppDeleted => "app_deleted",
            Self::AppSecretAdded => "app_secret_added",
            Self::AppSecretEnded => "app_secret_ended",
            Self::AppSignedIn => "app_signed_in",
            Self::AppRefused => "app_refused",
            Self::AppSignInEnded => "app_sign_in_ended",
            Self::AppTokensRevoked => "app_tokens_revoked",
            Self::AppLogoutFailed => "app_logout_failed",
            Self::SigningKeyAdded => "signing_key_added",
        }
    }

    /// The inverse of [`AuditKind::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}
