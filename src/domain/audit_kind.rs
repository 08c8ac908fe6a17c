//! The kinds of things that happen, as the log names them.

use crate::domain::text_enum::text_enum;

text_enum! {
    /// What happened. The words are what `chaveiro audit` and the log print.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum AuditKind {
        /// The first administrator was made, or one from the command line.
        AdminCreated = "admin_created",
        /// An account was made, and the mail for it queued.
        UserCreated = "user_created",
        /// Somebody filled in the form to register.
        RegistrationAsked = "registration_asked",
        /// Somebody registered and confirmed.
        UserRegistered = "user_registered",
        /// A temporary password was generated and its hash stored.
        TemporaryPasswordGenerated = "temporary_password_drawn",
        /// The mail server took a mail.
        MailAccepted = "mail_accepted",
        /// A mail was given up.
        MailFailed = "mail_failed",
        /// Another temporary password was asked for.
        TemporaryPasswordRequested = "temporary_password_requested",
        /// An admin ended the temporary password.
        TemporaryPasswordRevoked = "temporary_password_revoked",
        /// A temporary password was shown to an admin, to be handed over in person.
        TemporaryPasswordRevealed = "temporary_password_revealed",
        /// An admin ended the own password; a temporary one follows.
        PasswordRequired = "password_required",
        /// A session began.
        SignedIn = "signed_in",
        /// A password was not accepted.
        SignInFailed = "sign_in_failed",
        /// An own password was blocked, after a hundred wrong tries in a row.
        PasswordBlocked = "password_blocked",
        /// Too many guesses closed the sign-in page to short temporary passwords.
        CodesClosed = "codes_closed",
        /// A signed-in person gave their password again, for a sensitive action.
        PasswordConfirmed = "password_confirmed",
        /// The first own password was chosen.
        PasswordChosen = "password_chosen",
        /// An own password took the place of another.
        PasswordChanged = "password_changed",
        /// Somebody asked for a new password.
        PasswordForgotten = "password_forgotten",
        /// A password was set by a mailed link.
        PasswordReset = "password_reset",
        /// A person ended a session.
        SignedOut = "signed_out",
        /// A person ended other sessions of theirs.
        SessionsEnded = "sessions_ended",
        /// An admin changed name, language or CPF.
        UserEdited = "user_edited",
        /// An admin changed the address.
        AddressChanged = "address_changed",
        /// Somebody asked for another address, still to be confirmed.
        AddressChangeAsked = "address_change_asked",
        /// Somebody took that back before it was confirmed.
        AddressChangeCanceled = "address_change_canceled",
        /// An earlier address was restored by the mailed link.
        AddressRestored = "address_restored",
        /// Somebody downloaded what is known of them.
        OwnDataExported = "own_data_exported",
        /// An admin changed the note about a person.
        UserNoted = "user_noted",
        /// An admin changed the role.
        RoleChanged = "role_changed",
        /// An admin disabled the account.
        UserDisabled = "user_disabled",
        /// An admin enabled the account.
        UserEnabled = "user_enabled",
        /// An admin deleted the account.
        UserDeleted = "user_deleted",
        /// An admin undid the deletion.
        UserRestored = "user_restored",
        /// A deleted account's time to be restored ran out; it is gone.
        UserErased = "user_erased",
        /// An admin approved a registration.
        RegistrationApproved = "registration_approved",
        /// An admin refused a registration.
        RegistrationRefused = "registration_refused",
        /// An admin unlocked an account: its wrong tries were reset.
        UserUnlocked = "user_unlocked",
        /// An admin paused the outbox.
        MailPaused = "mail_paused",
        /// An admin resumed the outbox.
        MailResumed = "mail_resumed",
        /// An admin had mails tried again.
        MailRetried = "mail_retried",
        /// An admin sent a test mail.
        MailTested = "mail_tested",
        /// The mail server did not take a test mail.
        MailTestFailed = "mail_test_failed",
        /// An admin confirmed the import of a file of people.
        ImportStarted = "import_started",
        /// An admin paused an import.
        ImportPaused = "import_paused",
        /// An admin resumed an import.
        ImportResumed = "import_resumed",
        /// An admin, or the loss of their role, ended an import.
        ImportCancelled = "import_cancelled",
        /// An import came to its end.
        ImportFinished = "import_finished",
        /// The database was restored from a copy.
        DatabaseRestored = "database_restored",
        /// An admin made a group.
        GroupCreated = "group_created",
        /// An admin gave a group another name.
        GroupRenamed = "group_renamed",
        /// An admin said which app the people of a group are invited for.
        GroupAppSet = "group_app_set",
        /// An admin deleted a group.
        GroupDeleted = "group_deleted",
        /// An admin put somebody into a group.
        GroupMemberAdded = "group_member_added",
        /// An admin took somebody out of a group.
        GroupMemberRemoved = "group_member_removed",
        /// An admin exported the list of people.
        UsersExported = "users_exported",
        /// An admin downloaded the rejected rows of an import.
        RejectedRowsExported = "rejected_rows_exported",
        /// An admin exported the audit log.
        AuditExported = "audit_exported",
        /// An admin added an app.
        AppCreated = "app_created",
        /// An admin changed an app.
        AppEdited = "app_edited",
        /// An admin removed an app.
        AppDeleted = "app_deleted",
        /// An admin added a client secret to an app.
        AppSecretAdded = "app_secret_added",
        /// An admin ended a client secret.
        AppSecretEnded = "app_secret_ended",
        /// A person signed in to an app.
        AppSignedIn = "app_signed_in",
        /// A person may not use the app they wanted to sign in to.
        AppRefused = "app_refused",
        /// A person was signed out of an app, because they asked for it.
        AppSignInEnded = "app_sign_in_ended",
        /// A code or a refresh token was used twice: the tokens that came of it have ended.
        AppTokensRevoked = "app_tokens_revoked",
        /// A logout token could not be delivered to an app.
        AppLogoutFailed = "app_logout_failed",
        /// A reminder with another temporary password was queued for somebody who has not signed in.
        ReminderQueued = "reminder_queued",
        /// An admin changed how the site and its mails look.
        AppearanceChanged = "appearance_changed",
        /// A key that signs ID tokens was made.
        SigningKeyAdded = "signing_key_added",
        /// Events older than `CHAVEIRO_AUDIT_RETENTION` were removed.
        AuditPruned = "audit_pruned",
    }
}
