//! The mail that an admin looks at before it is kept, and sends to themselves.

use crate::domain::{Appearance, DisplayName, EmailAddress, Locale};
use crate::error::AppError;
use crate::server::email::kinds::temporary_password::{Reason, TemporaryPassword};
use crate::server::email::{Addressee, Preview, preview};
use crate::server::keys::Token;
use crate::server::outbox::Tested;
use crate::server::session::Admin;
use crate::server::store::users::User;
use crate::server::{AppState, outbox};
use zeroize::Zeroizing;

/// A mail with a temporary password that does not work.
fn letter(state: &AppState, created_by: &DisplayName) -> TemporaryPassword {
    TemporaryPassword {
        password: Zeroizing::new("000000".to_owned()),
        link: Zeroizing::new("0".repeat(43)),
        valid_until: state.clock.now().plus(state.settings.temporary_password_ttl),
        created_by: Some(created_by.as_str().to_owned()),
        reason: Reason::Created,
    }
}

/// The mail to somebody called `name`.
pub fn write(
    state: &AppState,
    name: &DisplayName,
    created_by: &DisplayName,
    locale: Locale,
    appearance: &Appearance,
) -> Preview {
    let to = Addressee {
        email: EmailAddress::parse("ana.souza@example.org").expect("an address"),
        display_name: name.clone(),
        locale,
        time_zone: None,
    };
    preview(&state.settings.sender.with_appearance(appearance), &to, &letter(state, created_by))
}

/// Sends it to the admin, beside the queue. It counts as a test mail. `form` is the token of the form, with what was
/// typed into it.
///
/// # Errors
/// [`AppError::TooManyTries`]; [`AppError::MailNotTaken`] with the step that failed.
pub async fn send(
    state: &AppState,
    admin: &Admin,
    user: &User,
    locale: Locale,
    appearance: &Appearance,
    form: Option<Token>,
) -> Result<Tested, AppError> {
    let to = Addressee {
        email: user.email.clone(),
        display_name: user.display_name.clone(),
        locale,
        time_zone: user.time_zone.clone(),
    };
    let letter = letter(state, &user.display_name);
    outbox::send_without_queue(state, admin, to, letter, appearance, form).await
}
