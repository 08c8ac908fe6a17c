//! What the pages say: a file for each page, with the same sentences in every
//! language, or it does not compile. `console` has those of the administrator.
//!
//! A sentence with gaps is a function, so nobody can forget a gap or misspell
//! its name. A sentence with a name set apart in the middle comes in pieces.
//!
//! The voice: the person is *você* or *you*, verbs come first, a button is a
//! verb and its object, nothing ends in an exclamation mark.

pub mod account;
pub mod dev_outbox;
pub mod failure;
pub mod first_access;
pub mod first_access_link;
pub mod forgotten_password;
pub mod form;
pub mod frame;
pub mod login;
pub mod password;
pub mod register;
pub mod register_confirm;
pub mod setup;

use crate::domain::Locale;
use account::AccountTexts;
use dev_outbox::DevOutboxTexts;
use failure::ErrorPageTexts;
use first_access::FirstAccessTexts;
use first_access_link::FirstAccessLinkTexts;
use forgotten_password::ForgottenPasswordTexts;
use form::FormTexts;
use frame::FrameTexts;
use login::LoginTexts;
use password::PasswordTexts;
use register::RegisterTexts;
use register_confirm::RegisterConfirmTexts;
use setup::SetupTexts;

/// The sentences of all pages in `locale`.
pub const fn texts(locale: Locale) -> &'static PageTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// The sentences of all pages in one language.
pub struct PageTexts {
    /// What stands around every page.
    pub frame: &'static FrameTexts,
    /// What many forms have.
    pub form: &'static FormTexts,
    /// The password box, and what it says while someone types.
    pub password: &'static PasswordTexts,
    /// `/login`
    pub login: &'static LoginTexts,
    /// `/forgot-password`, `/reset-password`
    pub forgotten_password: &'static ForgottenPasswordTexts,
    /// `/first-access`
    pub first_access: &'static FirstAccessTexts,
    /// What its link says where it cannot lead on.
    pub first_access_link: &'static FirstAccessLinkTexts,
    /// `/setup`
    pub setup: &'static SetupTexts,
    /// `/register`
    pub register: &'static RegisterTexts,
    /// `/register/confirm`
    pub register_confirm: &'static RegisterConfirmTexts,
    /// `/account`
    pub account: &'static AccountTexts,
    /// `/dev/outbox`
    pub dev_outbox: &'static DevOutboxTexts,
    /// The page shown when something cannot be done.
    pub failure: &'static ErrorPageTexts,
}

/// In Portuguese.
pub static PT_BR: PageTexts = PageTexts {
    frame: &frame::PT_BR,
    form: &form::PT_BR,
    password: &password::PT_BR,
    login: &login::PT_BR,
    forgotten_password: &forgotten_password::PT_BR,
    first_access: &first_access::PT_BR,
    first_access_link: &first_access_link::PT_BR,
    setup: &setup::PT_BR,
    register: &register::PT_BR,
    register_confirm: &register_confirm::PT_BR,
    account: &account::PT_BR,
    dev_outbox: &dev_outbox::PT_BR,
    failure: &failure::PT_BR,
};

/// In English.
pub static EN: PageTexts = PageTexts {
    frame: &frame::EN,
    form: &form::EN,
    password: &password::EN,
    login: &login::EN,
    forgotten_password: &forgotten_password::EN,
    first_access: &first_access::EN,
    first_access_link: &first_access_link::EN,
    setup: &setup::EN,
    register: &register::EN,
    register_confirm: &register_confirm::EN,
    account: &account::EN,
    dev_outbox: &dev_outbox::EN,
    failure: &failure::EN,
};
