//! What the pages say: the same sentences in every language, or it does not compile.
//!
//! A sentence with gaps is a function, so nobody can forget a gap or misspell
//! its name. A sentence with a name set apart in the middle comes in pieces.
//!
//! The voice: the person is *você* or *you*, verbs come first, a button is a
//! verb and its object, nothing ends in an exclamation mark.

use crate::domain::{Channel, Locale, Preset, Role};

use super::{en, pt_br};

/// The sentences of all pages in `locale`.
pub fn texts(locale: Locale) -> &'static PageTexts {
    match locale {
        Locale::PtBr => &pt_br::pages::PAGES,
        Locale::En => &en::pages::PAGES,
    }
}

/// The sentences of all pages in one language.
pub struct PageTexts {
    /// What stands around every page.
    pub frame: FrameTexts,
    /// What many forms have.
    pub form: FormTexts,
    /// The password box, and what it says while someone types.
    pub password: PasswordTexts,
    /// `/login`
    pub login: LoginTexts,
    /// `/first-access`
    pub first_access: FirstAccessTexts,
    /// `/setup`
    pub setup: SetupTexts,
    /// `/register`
    pub register: RegisterTexts,
    /// `/register/confirm`
    pub confirm: ConfirmTexts,
    /// `/account`
    pub account: AccountTexts,
    /// `/admin/users`
    pub users: UsersTexts,
    /// `/admin/users/new`
    pub new_user: NewUserTexts,
    /// `/dev/outbox`
    pub outbox: OutboxTexts,
    /// The page shown when something cannot be done.
    pub failure: FailureTexts,
}

/// What stands around every page.
pub struct FrameTexts {
    /// The first link of every page.
    pub skip: &'static str,
    /// Names the bar of development mode.
    pub dev_label: &'static str,
    /// What development mode means.
    pub dev: &'static str,
    /// Leads to the captured mails.
    pub dev_link: &'static str,
    /// Names the administrator's navigation.
    pub places: &'static str,
    /// Leads to the overview.
    pub overview: &'static str,
    /// Leads to the list of people.
    pub users: &'static str,
    /// Leads to the form for a new person.
    pub new_user: &'static str,
    /// Leads to the outbox.
    pub mail: &'static str,
    /// Leads to the log.
    pub audit: &'static str,
    /// The button that ends the session.
    pub sign_out: &'static str,
    /// The last line of every page.
    pub about: fn(organization: &str) -> String,
    /// Names the language switch.
    pub language: &'static str,
    /// Names the theme switch.
    pub theme: &'static str,
    /// The theme of the device.
    pub theme_system: &'static str,
    /// Dark on light.
    pub theme_light: &'static str,
    /// Light on dark.
    pub theme_dark: &'static str,
}

/// What many forms have.
pub struct FormTexts {
    /// Before the title of a page whose form was refused, and before a field's error.
    pub error: &'static str,
    /// Heads the error summary.
    pub problem: &'static str,
    /// Heads the banner after something was done.
    pub done: &'static str,
    /// Heads the banner when the server does not answer.
    pub unreachable: &'static str,
    /// That nothing is lost, and what to do.
    pub unreachable_body: &'static str,
    /// Marks a field that may stay empty.
    pub optional: &'static str,
    /// Labels the name.
    pub display_name: &'static str,
    /// Labels the e-mail address.
    pub email: &'static str,
    /// Labels the password.
    pub password: &'static str,
    /// Labels the new password.
    pub new_password: &'static str,
    /// The rule for own passwords, said before the field.
    pub password_rule: fn(minimum: u32) -> String,
    /// Labels the own password where a sensitive act asks for it again.
    pub confirm_password: &'static str,
    /// Why it does.
    pub confirm_password_hint: &'static str,
    /// Names the field that tells password managers whose password it is.
    pub username: &'static str,
}

/// The password box, and what it says while someone types.
pub struct PasswordTexts {
    /// The first word of the button that shows the password.
    pub show: &'static str,
    /// The first word of the button that hides it.
    pub hide: &'static str,
    /// The rest of the button's name.
    pub password: &'static str,
    /// The rest, for the current password beside a new one.
    pub current_password: &'static str,
    /// The rest, for the new password beside the current one.
    pub new_password: &'static str,
    /// Said when it was shown.
    pub shown: &'static str,
    /// Said when it was hidden.
    pub hidden: &'static str,
    /// A rule: the length.
    pub long_enough: fn(minimum: u32) -> String,
    /// A rule: not made of what others know.
    pub not_about_you: &'static str,
    /// A rule only the server can check.
    pub not_common: &'static str,
    /// Before a rule that is kept, for those who do not see its sign.
    pub met: &'static str,
    /// Before a rule that is not.
    pub unmet: &'static str,
    /// One character is missing.
    pub one_missing: &'static str,
    /// Some are missing; `#` stands for how many.
    pub some_missing: &'static str,
    /// Nothing is missing.
    pub good: &'static str,
    /// Advice: the same over and over.
    pub repeats: &'static str,
    /// Advice: along the alphabet, the digits or the keyboard.
    pub sequence: &'static str,
    /// Advice: dates or years.
    pub date: &'static str,
    /// Advice: easy to guess for another reason.
    pub quick: &'static str,
    /// The button that suggests a password.
    pub suggest: &'static str,
    /// Said when it has.
    pub suggested: &'static str,
    /// Said when it could not.
    pub not_suggested: &'static str,
}

/// `/login`
pub struct LoginTexts {
    /// The title.
    pub title: &'static str,
    /// Where one signs in.
    pub lede: fn(organization: &str) -> String,
    /// What to type at the first access.
    pub password_hint: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Before the link to `/register`.
    pub no_account: &'static str,
    /// The link to `/register`.
    pub register: &'static str,
    /// Heads the banner after the session has ended by itself.
    pub session_ended: &'static str,
    /// Its sentence.
    pub session_ended_body: &'static str,
    /// The banner after signing out.
    pub signed_out: &'static str,
}

/// `/first-access`
pub struct FirstAccessTexts {
    /// The title.
    pub title: &'static str,
    /// Why one is here and what happens next.
    pub lede: &'static str,
    /// The same for who came by the link of the mail.
    pub lede_link: &'static str,
    /// The label of the temporary password.
    pub temporary_password: &'static str,
    /// Where it stands.
    pub temporary_password_hint: &'static str,
    /// The way to another temporary password.
    pub another: &'static str,
    /// The button.
    pub submit: &'static str,
    /// For those who did not expect an account.
    pub not_you: &'static str,
}

/// `/setup`
pub struct SetupTexts {
    /// The title.
    pub title: &'static str,
    /// What this address is.
    pub lede: &'static str,
    /// The button.
    pub submit: &'static str,
}

/// `/register`
pub struct RegisterTexts {
    /// The title.
    pub title: &'static str,
    /// What happens next.
    pub lede: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Before the link to `/login`.
    pub have_account: &'static str,
    /// The link to `/login`.
    pub login: &'static str,
    /// The title once the form was accepted.
    pub sent_title: &'static str,
    /// That a mail is on its way.
    pub sent_lede: &'static str,
    /// The steps from there.
    pub sent_steps: [&'static str; 3],
    /// The last step, where an administrator has to let people in.
    pub approval_step: &'static str,
    /// The title when the address is confirmed and an administrator is to decide.
    pub pending_title: &'static str,
    /// That we will write.
    pub pending_lede: &'static str,
    /// That until then nobody gets in.
    pub pending_hint: &'static str,
    /// For those to whom no mail came, before the link.
    pub not_arrived: &'static str,
    /// The link back to the form.
    pub again: &'static str,
}

/// `/register/confirm`
pub struct ConfirmTexts {
    /// The title.
    pub title: &'static str,
    /// What is left to do, in the browser that registered.
    pub lede: &'static str,
    /// What is left to do in another one.
    pub lede_password: &'static str,
    /// Which password is meant.
    pub password_hint: &'static str,
    /// The button.
    pub submit: &'static str,
}

/// `/account`
pub struct AccountTexts {
    /// The title.
    pub title: &'static str,
    /// Heads the own data.
    pub data: &'static str,
    /// Labels the role.
    pub role: &'static str,
    /// Heads the change of the password.
    pub password: &'static str,
    /// What a change does.
    pub password_hint: &'static str,
    /// Labels the current password.
    pub current_password: &'static str,
    /// The button that changes it.
    pub change_password: &'static str,
    /// Heads the sessions.
    pub sessions: &'static str,
    /// What they are.
    pub sessions_hint: &'static str,
    /// Marks the session that looks.
    pub this_session: &'static str,
    /// Before when a session began.
    pub since: &'static str,
    /// Before when it was last used.
    pub last_seen: &'static str,
    /// A browser on a system.
    pub agent: fn(browser: &str, system: &str) -> String,
    /// A browser that does not say what it is.
    pub unknown_agent: &'static str,
    /// The button that ends one session.
    pub end_session: &'static str,
    /// The button that ends the others.
    pub end_others: &'static str,
    /// Heads the language.
    pub language: &'static str,
    /// What it changes.
    pub language_hint: &'static str,
    /// The button that saves it.
    pub save_language: &'static str,
    /// After a change of the password.
    pub password_changed: &'static str,
    /// After the first access.
    pub password_chosen: &'static str,
    /// After a confirmed registration.
    pub registered: &'static str,
    /// After one session was ended.
    pub session_ended: &'static str,
    /// After the others were ended.
    pub sessions_ended: &'static str,
}

/// `/admin/users`
pub struct UsersTexts {
    /// The title.
    pub title: &'static str,
    /// Leads to the form.
    pub new_user: &'static str,
    /// Heads the names.
    pub person: &'static str,
    /// Heads the roles.
    pub role: &'static str,
    /// Heads the states.
    pub state: &'static str,
    /// Heads the deliveries.
    pub delivery: &'static str,
    /// Heads the last sign-ins.
    pub last_sign_in: &'static str,
    /// In place of a time.
    pub never: &'static str,
    /// In place of a delivery.
    pub no_delivery: &'static str,
    /// The button after a failure.
    pub try_again: &'static str,
    /// Opens the question whether to send again.
    pub send_again: &'static str,
    /// What sending again does.
    pub send_again_hint: &'static str,
    /// The button that does it.
    pub send_again_submit: &'static str,
    /// Before the mail server's own words.
    pub answer: &'static str,
    /// What a role is called.
    pub role_name: fn(Role) -> &'static str,
    /// Heads the empty list.
    pub empty: &'static str,
    /// What to do about it.
    pub empty_hint: &'static str,
    /// The button that does it.
    pub empty_submit: &'static str,
    /// Names the pager.
    pub pages: &'static str,
    /// To the page before.
    pub previous: &'static str,
    /// To the page after.
    pub next: &'static str,
    /// Before the name of the person whose account was made.
    pub created_before: &'static str,
    /// After it.
    pub created_after: fn(email: &str) -> String,
    /// Before the name of the person to whom another mail goes.
    pub sent_again_before: &'static str,
    /// After it.
    pub sent_again_after: fn(email: &str) -> String,
    /// After the first administrator's account was made.
    pub set_up: &'static str,
}

/// `/admin/users/new`
pub struct NewUserTexts {
    /// The title.
    pub title: &'static str,
    /// Where the mail goes.
    pub email_hint: &'static str,
    /// Labels the roles.
    pub role: &'static str,
    /// What a role may do.
    pub role_hint: fn(Role) -> &'static str,
    /// Labels the language.
    pub language: &'static str,
    /// What it changes.
    pub language_hint: &'static str,
    /// Opens the rest.
    pub more: &'static str,
    /// How to write a CPF.
    pub cpf_hint: &'static str,
    /// Labels the presets.
    pub temporary_password: &'static str,
    /// When it is drawn and who sees it.
    pub temporary_password_hint: &'static str,
    /// A preset in words.
    pub preset: fn(Preset) -> String,
    /// The preset of the settings.
    pub preset_default: fn(preset: &str) -> String,
    /// Labels the ways the temporary password can take.
    pub channel_legend: &'static str,
    /// A way, and what it means.
    pub channel: fn(Channel) -> (&'static str, &'static str),
    /// When the own password is needed.
    pub confirm_hint: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The button while the form is under way.
    pub submitting: &'static str,
    /// The way back.
    pub cancel: &'static str,
    /// Heads what comes next.
    pub next: &'static str,
    /// What we do.
    pub next_mail: &'static str,
    /// What the person does.
    pub next_choice: fn(hours: u64) -> String,
    /// What the admin sees.
    pub next_watch: &'static str,
}

/// `/dev/outbox`
pub struct OutboxTexts {
    /// The title.
    pub title: &'static str,
    /// How long they stay.
    pub lede: &'static str,
    /// Before the recipient.
    pub to: &'static str,
    /// Heads the empty list.
    pub empty: &'static str,
    /// How to fill it.
    pub empty_hint: &'static str,
    /// Leads there.
    pub empty_link: &'static str,
    /// Names the tabs.
    pub parts: &'static str,
    /// The text part.
    pub text: &'static str,
    /// The HTML part.
    pub html: &'static str,
    /// The headers.
    pub headers: &'static str,
    /// What a mail server would have got.
    pub raw: &'static str,
    /// Names the frame with the HTML part.
    pub html_frame: &'static str,
}

/// The page shown when something cannot be done.
pub struct FailureTexts {
    /// The form or the address cannot be read.
    pub malformed: &'static str,
    /// Not signed in.
    pub not_signed_in: &'static str,
    /// Still with a temporary password.
    pub must_choose: &'static str,
    /// Not allowed.
    pub forbidden: &'static str,
    /// The own password has to be given again.
    pub password_needed: &'static str,
    /// Not as the account stands.
    pub conflict: &'static str,
    /// Nothing here.
    pub not_found: &'static str,
    /// A link that no longer works.
    pub link: &'static str,
    /// Too many tries.
    pub too_many: &'static str,
    /// Too busy.
    pub busy: &'static str,
    /// Our fault.
    pub internal: &'static str,
    /// Leads home.
    pub home: &'static str,
    /// Loads the page again.
    pub again: &'static str,
}
