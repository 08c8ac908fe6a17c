//! The kinds of mail, one file each: its words in both languages, its letter, and how that is prepared.
//!
//! A new kind is a row in [`Purpose`], a file here with its line below, and the
//! function of the store that queues it.

pub mod account_closed;
pub mod account_deleted;
pub mod address_changed;
pub mod address_restored;
pub mod already_registered;
pub mod approval_asked;
pub mod code_exhausted;
pub mod codes_closed;
pub mod confirm_address;
pub mod confirm_registration;
pub mod new_device;
pub mod own_address_changed;
pub mod password_changed;
pub mod password_chosen;
pub mod registration_approved;
pub mod registration_refused;
pub mod reminder;
pub mod role_changed;
pub mod set_password;
pub mod temporary_password;
pub mod test;

use super::order::Kind;
use crate::domain::{Locale, Purpose};

/// What there is to know of a kind of mail.
pub const fn kind(purpose: Purpose) -> &'static Kind {
    match purpose {
        Purpose::TemporaryPassword => &temporary_password::KIND,
        Purpose::ConfirmRegistration => &confirm_registration::KIND,
        Purpose::AlreadyRegistered => &already_registered::KIND,
        Purpose::PasswordChanged => &password_changed::KIND,
        Purpose::PasswordChosen => &password_chosen::KIND,
        Purpose::AddressChanged => &address_changed::KIND,
        Purpose::SetPassword => &set_password::KIND,
        Purpose::ApprovalAsked => &approval_asked::KIND,
        Purpose::RegistrationApproved => &registration_approved::KIND,
        Purpose::RegistrationRefused => &registration_refused::KIND,
        Purpose::NewDevice => &new_device::KIND,
        Purpose::CodeExhausted => &code_exhausted::KIND,
        Purpose::CodesClosed => &codes_closed::KIND,
        Purpose::ConfirmAddress => &confirm_address::KIND,
        Purpose::OwnAddressChanged => &own_address_changed::KIND,
        Purpose::AddressRestored => &address_restored::KIND,
        Purpose::RoleChanged => &role_changed::KIND,
        Purpose::AccountDeleted => &account_deleted::KIND,
        Purpose::AccountClosed => &account_closed::KIND,
    }
}

/// What a mail is for, in a few words.
pub const fn name(purpose: Purpose, locale: Locale) -> &'static str {
    kind(purpose).name(locale)
}
