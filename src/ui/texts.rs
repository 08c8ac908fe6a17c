//! What the pages that everybody sees say, which several of them share: the same sentences in every language, or it
//! does not compile. The pages of admins have their own (`texts` in their folders).
//!
//! A sentence with gaps is a function, so nobody can forget a gap or misspell
//! its name. A sentence with a name set apart in the middle comes in pieces.
//!
//! The voice: the person is *você* or *you*, verbs come first, a button is a
//! verb and its object, nothing ends in an exclamation mark.

pub mod form;
pub mod frame;
pub mod password;

use super::pages::account::texts::AccountTexts;
use super::pages::dev::outbox::texts::DevOutboxTexts;
use super::pages::error::texts::ErrorPageTexts;
use super::pages::first_access::link::texts::FirstAccessLinkTexts;
use super::pages::first_access::texts::FirstAccessTexts;
use super::pages::forgot_password::texts::ForgottenPasswordTexts;
use super::pages::login::texts::LoginTexts;
use super::pages::register::confirm::texts::RegisterConfirmTexts;
use super::pages::register::texts::RegisterTexts;
use super::pages::setup::texts::SetupTexts;
use crate::domain::Locale;
use form::FormTexts;
use frame::FrameTexts;
use password::PasswordTexts;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static PageTexts {
    locale.pick(&PT_BR, &EN)
}

/// The sentences in one language.
pub struct PageTexts {
    /// What surrounds the content of every page.
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
    login: &super::pages::login::texts::PT_BR,
    forgotten_password: &super::pages::forgot_password::texts::PT_BR,
    first_access: &super::pages::first_access::texts::PT_BR,
    first_access_link: &super::pages::first_access::link::texts::PT_BR,
    setup: &super::pages::setup::texts::PT_BR,
    register: &super::pages::register::texts::PT_BR,
    register_confirm: &super::pages::register::confirm::texts::PT_BR,
    account: &super::pages::account::texts::PT_BR,
    dev_outbox: &super::pages::dev::outbox::texts::PT_BR,
    failure: &super::pages::error::texts::PT_BR,
};

/// In English.
pub static EN: PageTexts = PageTexts {
    frame: &frame::EN,
    form: &form::EN,
    password: &password::EN,
    login: &super::pages::login::texts::EN,
    forgotten_password: &super::pages::forgot_password::texts::EN,
    first_access: &super::pages::first_access::texts::EN,
    first_access_link: &super::pages::first_access::link::texts::EN,
    setup: &super::pages::setup::texts::EN,
    register: &super::pages::register::texts::EN,
    register_confirm: &super::pages::register::confirm::texts::EN,
    account: &super::pages::account::texts::EN,
    dev_outbox: &super::pages::dev::outbox::texts::EN,
    failure: &super::pages::error::texts::EN,
};
