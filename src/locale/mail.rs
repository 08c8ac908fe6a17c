//! What our mails say: the same sentences in every language, or it does not compile.
//!
//! A sentence with gaps is a function, so nobody can forget a gap or misspell
//! its name, and a name like `{organization}` stays what it is.
//!
//! The voice: the person is *você* or *you*, verbs come first, nothing ends in
//! an exclamation mark. No text here may hold a secret; those are shown by
//! `server::email`, alone on their line.

pub mod own_account;

use crate::domain::Locale;

use super::{en, pt_br};

/// The sentences of all mails in `locale`.
pub fn texts(locale: Locale) -> &'static MailTexts {
    match locale {
        Locale::PtBr => &pt_br::mail::MAIL,
        Locale::En => &en::mail::MAIL,
    }
}

/// The sentences of all mails in one language.
pub struct MailTexts {
    /// The first line; the gap is the person's name.
    pub greeting: fn(name: &str) -> String,
    /// The first line of a mail that a stranger may have caused: what the
    /// stranger gave as a name must not reach the owner of the address.
    pub greeting_without_name: &'static str,
    /// A moment with date and hour; the zone is named behind it where there is room.
    pub moment_in_short: fn(Moment) -> String,
    /// Whom to turn to where no contact is set. Fits every gap named `contact`.
    pub caretakers: fn(organization: &str) -> String,
    /// The warning that no honest person asks for a password.
    pub never_asked: &'static str,
    /// For whom the mail comes as a surprise.
    pub unexpected: fn(contact: &str) -> String,
    /// The last line.
    pub footer: fn(organization: &str) -> String,

    /// The mail with the temporary password.
    pub temporary_password: TemporaryPasswordTexts,
    /// The mail that asks whether the address belongs to who typed it.
    pub confirm_registration: ConfirmRegistrationTexts,
    /// The mail to someone whose address was typed again at `/register`.
    pub already_registered: AlreadyRegisteredTexts,
    /// The mail that says a password is another one now.
    pub password_changed: PasswordChangedTexts,
    /// The mail with the link that sets another password.
    pub set_password: SetPasswordTexts,
    /// The mails about changes to one's own account.
    pub own_account: &'static own_account::OwnAccountMailTexts,
    /// The mail about a sign-in from a browser not seen before.
    pub new_device: NewDeviceTexts,
    /// The mail about a temporary password that is out of tries.
    pub code_exhausted: CodeExhaustedTexts,
    /// The mail to administrators about too many guesses.
    pub codes_closed: CodesClosedTexts,
    /// The mail that tells administrators that people wait to be let in.
    pub approval_asked: ApprovalAskedTexts,
    /// The mail to who may come in.
    pub registration_approved: RegistrationApprovedTexts,
    /// The mail to who may not.
    pub registration_refused: RegistrationRefusedTexts,
    /// The mail that tries out the mail server.
    pub test: TestTexts,
}

/// A moment by some clock.
///
/// Plain numbers, so that this module needs no calendar: the browser has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The year, as 2026.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// What the mail with the temporary password says.
pub struct TemporaryPasswordTexts {
    /// The subject of the first one.
    pub subject: fn(organization: &str) -> String,
    /// The subject when an earlier one no longer works.
    pub subject_again: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: fn(until: &str) -> String,
    /// Why the mail came, when we know who created the account.
    pub created_by: fn(creator: &str, organization: &str) -> String,
    /// Why the mail came, when nobody is to be named.
    pub created: fn(organization: &str) -> String,
    /// Why another mail came.
    pub again: fn(organization: &str) -> String,
    /// Step 1, above the link.
    pub open: &'static str,
    /// Step 2, above the password.
    pub enter: &'static str,
    /// Step 3.
    pub choose: &'static str,
    /// For whom the link does not open. The site is no link: the mail has one.
    pub without_link: fn(site: &str, email: &str) -> String,
    /// How long it works, and whom to ask afterwards.
    pub deadline: fn(until: &str, contact: &str) -> String,
}

/// What the mail with the confirmation link says.
pub struct ConfirmRegistrationTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: fn(until: &str) -> String,
    /// Why the mail came.
    pub why: fn(email: &str, organization: &str) -> String,
    /// Above the link.
    pub open: &'static str,
    /// How long the link works.
    pub deadline: fn(until: &str) -> String,
    /// For the owner of an address somebody else has typed.
    pub not_you: &'static str,
}

/// What the mail to someone who has an account already says.
pub struct AlreadyRegisteredTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// Why the mail came.
    pub why: fn(email: &str, organization: &str) -> String,
    /// Above the link.
    pub sign_in: &'static str,
    /// For who no longer knows the password.
    pub forgotten: &'static str,
    /// For the owner of an address somebody else has typed.
    pub not_you: &'static str,
}

/// What the mail about a changed password says.
pub struct PasswordChangedTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened, when, and from which network address if we know it.
    pub what: fn(email: &str, organization: &str, at: &str, address: Option<&str>) -> String,
    /// For who changed it.
    pub it_was_you: &'static str,
    /// Above the steps for who did not.
    pub not_you: &'static str,
    /// Step 1, above the link.
    pub reset: &'static str,
    /// Step 2.
    pub tell: fn(contact: &str) -> String,
    /// Step 3.
    pub elsewhere: &'static str,
}

/// What the mail with the link that sets a password says.
pub struct SetPasswordTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: fn(until: &str) -> String,
    /// Why the mail came, and from which network address it was asked for if we know it.
    pub why: fn(email: &str, organization: &str, address: Option<&str>) -> String,
    /// Above the link.
    pub open: &'static str,
    /// How long the link works.
    pub deadline: fn(until: &str) -> String,
    /// For who did not ask.
    pub not_you: &'static str,
}

/// What the mail about a sign-in from a browser not seen before says.
pub struct NewDeviceTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened, when, and from which network address if we know it.
    pub what: fn(email: &str, organization: &str, at: &str, address: Option<&str>) -> String,
    /// For who signed in.
    pub it_was_you: &'static str,
    /// Above the steps for who did not.
    pub not_you: &'static str,
    /// Step 1, above the link.
    pub change: &'static str,
    /// Step 2.
    pub tell: fn(contact: &str) -> String,
}

/// What the mail about a temporary password that is out of tries says.
pub struct CodeExhaustedTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened, when, and from which network address if we know it.
    pub what: fn(email: &str, organization: &str, at: &str, address: Option<&str>) -> String,
    /// That nobody came in.
    pub safe: &'static str,
    /// Step 1: the link still works.
    pub link: &'static str,
    /// Step 2, above the link: or ask for another.
    pub another: &'static str,
}

/// What the mail to administrators about too many guesses says.
pub struct CodesClosedTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened, when, and at how many guesses.
    pub what: fn(organization: &str, at: &str, guesses: i64) -> String,
    /// What it means for people.
    pub people: &'static str,
    /// Above the link to the log.
    pub do_now: &'static str,
}

/// What the mail about people who wait to be let in says.
pub struct ApprovalAskedTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened.
    pub what: fn(organization: &str) -> String,
    /// Above the link.
    pub look: &'static str,
    /// That there is one such mail, not one for each registration.
    pub once: &'static str,
}

/// What the mail to somebody who was let in says.
pub struct RegistrationApprovedTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened.
    pub what: fn(email: &str, organization: &str) -> String,
    /// Above the link.
    pub sign_in: &'static str,
}

/// What the mail to somebody who was not let in says.
pub struct RegistrationRefusedTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened.
    pub what: fn(email: &str, organization: &str) -> String,
    /// Whom to ask.
    pub questions: fn(contact: &str) -> String,
}

/// What the test mail says.
pub struct TestTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// That it worked.
    pub works: fn(organization: &str) -> String,
    /// Above the link.
    pub link: &'static str,
    /// That there is nothing to do.
    pub nothing_to_do: &'static str,
}
