//! One letter of each kind, and of each form of a kind.

use super::{DEADLINE, OCCASION};
use chaveiro::domain::{Purpose, Role};
use chaveiro::server::email::Letter;
use chaveiro::server::email::kinds::temporary_password::{Reason, TemporaryPassword};
use chaveiro::server::email::kinds::{
    account_closed, account_deleted, address_changed, address_restored, already_registered, approval_asked,
    code_exhausted, codes_closed, confirm_address, confirm_registration, new_device, own_address_changed,
    password_changed, password_chosen, registration_approved, registration_refused, role_changed, set_password, test,
};
use chaveiro::server::email::letter::Occasion;
use chaveiro::server::email::letter::form::{Form, FormLetter};

/// Shaped as the token of a link is.
pub const LINK: &str = "q3Jv0uN2b8xWm5kYt1ZcA7hPfL9sRgDeXoBi4nUw6Ey";

/// A letter, and what is to be true of it.
pub struct Sample {
    /// The kind, and what makes this form of it special.
    pub name: &'static str,
    /// None: it leaves beside the queue.
    pub purpose: Option<Purpose>,
    pub letter: Box<dyn Letter>,
    /// Where its one link leads, behind the public address.
    pub path: String,
}

impl Sample {
    /// Whether anybody who knows an address can cause it.
    pub fn is_caused_by_strangers(&self) -> bool {
        matches!(
            self.purpose,
            Some(
                Purpose::ConfirmRegistration
                    | Purpose::AlreadyRegistered
                    | Purpose::ConfirmAddress
                    | Purpose::AccountClosed
            )
        )
    }

    pub fn password(&self) -> Option<&'static str> {
        match self.name {
            "temporary_password" => Some("481516"),
            "temporary_password_reminder" => Some("271828"),
            "temporary_password_again" => Some("23-42-correct-horse"),
            _ => None,
        }
    }
}

pub fn invitation(password: &str) -> TemporaryPassword {
    TemporaryPassword {
        password: password.to_owned().into(),
        link: LINK.to_owned().into(),
        valid_until: DEADLINE,
        created_by: Some("Rui Lima".to_owned()),
        reason: Reason::Created,
    }
}

/// Each at least once: [`every_purpose_has_a_sample`] says which is missing.
pub fn samples() -> Vec<Sample> {
    let again = TemporaryPassword { created_by: None, reason: Reason::Again, ..invitation("23-42-correct-horse") };
    let reminder = TemporaryPassword { reason: Reason::Reminder, ..invitation("271828") };
    let unnamed = TemporaryPassword { created_by: None, ..invitation("481516") };
    let nowhere = Occasion { address: None, ..OCCASION };
    let restored = role_changed::letter(Role::Member, nowhere);
    let first_access = format!("first-access#t={LINK}");
    let sample =
        |name, purpose, letter: Box<dyn Letter>, path: &str| Sample { name, purpose, letter, path: path.to_owned() };
    let notice = |name, purpose, form: &'static Form| {
        sample(name, Some(purpose), Box::new(FormLetter::new(form).about(OCCASION)), form.path)
    };
    let link = |name, purpose, form: &'static Form| {
        let letter = FormLetter::new(form).about(OCCASION).with_link(LINK, DEADLINE);
        sample(name, Some(purpose), Box::new(letter), &format!("{}?t={LINK}", form.path))
    };
    let password = |name, letter: TemporaryPassword| {
        sample(name, Some(Purpose::TemporaryPassword), Box::new(letter), &first_access)
    };
    vec![
        password("temporary_password", invitation("481516")),
        password("temporary_password_unnamed", unnamed),
        password("temporary_password_again", again),
        password("temporary_password_reminder", reminder),
        link("confirm_registration", Purpose::ConfirmRegistration, &confirm_registration::FORM),
        notice("already_registered", Purpose::AlreadyRegistered, &already_registered::FORM),
        notice("password_changed", Purpose::PasswordChanged, &password_changed::FORM),
        notice("password_chosen", Purpose::PasswordChosen, &password_chosen::FORM),
        link("set_password", Purpose::SetPassword, &set_password::FORM),
        notice("address_changed", Purpose::AddressChanged, &address_changed::FORM),
        link("confirm_address", Purpose::ConfirmAddress, &confirm_address::FORM),
        notice("own_address_changed", Purpose::OwnAddressChanged, &own_address_changed::FORM),
        link("own_address_changed_undo", Purpose::OwnAddressChanged, &own_address_changed::FORM_WITH_UNDO),
        notice("address_restored", Purpose::AddressRestored, &address_restored::FORM),
        sample("role_changed", Some(Purpose::RoleChanged), Box::new(role_changed::letter(Role::Admin, OCCASION)), ""),
        sample("role_changed_back", Some(Purpose::RoleChanged), Box::new(restored), ""),
        sample("account_deleted", Some(Purpose::AccountDeleted), Box::new(account_deleted::letter(OCCASION)), ""),
        notice("account_closed", Purpose::AccountClosed, &account_closed::FORM),
        notice("approval_asked", Purpose::ApprovalAsked, &approval_asked::FORM),
        notice("registration_approved", Purpose::RegistrationApproved, &registration_approved::FORM),
        notice("registration_refused", Purpose::RegistrationRefused, &registration_refused::FORM),
        notice("new_device", Purpose::NewDevice, &new_device::FORM),
        notice("code_exhausted", Purpose::CodeExhausted, &code_exhausted::FORM),
        sample(
            "codes_closed",
            Some(Purpose::CodesClosed),
            Box::new(codes_closed::letter(100, OCCASION)),
            codes_closed::FORM.path,
        ),
        sample("test", None, Box::new(test::letter()), ""),
    ]
}

#[test]
fn every_purpose_has_a_sample() {
    let samples = samples();
    for purpose in Purpose::ALL {
        assert!(samples.iter().any(|sample| sample.purpose == Some(purpose)), "{purpose}");
    }
}
