//! Reads passwords that people choose, by the one policy of all endpoints.

use crate::domain::user_fields::UserReading;
use crate::domain::{About, DisplayName, EmailAddress, InvalidOwnPassword, NewUser, OwnPassword};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::password::common::is_common;
use crate::server::store::users::User;

impl AppState {
    /// What a password must not be made of beside its owner's own words: the organization, this program, the host and
    /// each of its labels (OWASP ASVS 5, 6.1.2 and 6.2.11); one a line, as [`About::names`] and the pages take them.
    pub fn password_names(&self) -> String {
        let host = self.settings.public_url.host_str().unwrap_or_default();
        let labels = host.replace('.', "\n");
        format!("{}\nChaveiro\n{host}\n{labels}", self.appearance.shown().appearance.organization)
    }
}

/// Parses a password by the one policy of all endpoints: the rules both halves
/// know, and the list of common ones, which only the server has. It must not be
/// made of what others know of the person: `email`, `display_name`, [`AppState::password_names`]; nor be the
/// temporary one, if that was typed as well.
fn parse(
    state: &AppState,
    typed: &str,
    email: Option<&EmailAddress>,
    display_name: Option<&DisplayName>,
    temporary_password: &str,
    field: Field,
) -> Result<OwnPassword, AppError> {
    let about = About {
        temporary_password,
        email: email.map_or("", EmailAddress::as_str),
        display_name: display_name.map_or("", DisplayName::as_str),
        names: &state.password_names(),
    };
    let password = OwnPassword::parse(typed, &state.settings.password_policy, &about);
    let password = password.map_err(|problem| refused(field, problem))?;
    if is_common(password.reveal()) {
        return Err(refused(field, InvalidOwnPassword::TooCommon));
    }
    Ok(password)
}

/// The password that somebody with an account chooses.
pub(super) fn new_password_of(state: &AppState, user: &User, typed: &str) -> Result<OwnPassword, AppError> {
    new_password_unlike(state, user, typed, "")
}

/// The same from a form that asks for the temporary password as well.
pub(super) fn new_password_unlike(
    state: &AppState,
    user: &User,
    typed: &str,
    temporary_password: &str,
) -> Result<OwnPassword, AppError> {
    parse(state, typed, Some(&user.email), Some(&user.display_name), temporary_password, Field::NewPassword)
}

/// The password of an account that is about to be made.
pub(super) fn first_password(state: &AppState, new_user: &NewUser, typed: &str) -> Result<OwnPassword, AppError> {
    parse(state, typed, Some(&new_user.email), Some(&new_user.display_name), "", Field::Password)
}

/// A person and the password they have chosen, from one form.
///
/// # Errors
/// [`AppError::InvalidForm`] with all that is wrong with both.
pub fn finish_with_password(
    state: &AppState,
    mut reading: UserReading,
    typed: &str,
) -> Result<(NewUser, OwnPassword), AppError> {
    let password = parse(state, typed, reading.email.as_ref(), reading.display_name.as_ref(), "", Field::Password);
    if let Err(error) = &password {
        reading.note_all(error.fields());
    }
    let new_user = reading.finish().map_err(AppError::InvalidForm)?;
    Ok((new_user, password?))
}

/// Refuses what cannot be a password before anything is counted or hashed.
pub(super) fn check_typed(password: &str, field: Field) -> Result<(), AppError> {
    if password.is_empty() {
        return Err(refused(field, InvalidOwnPassword::Empty));
    }
    if password.len() > OwnPassword::MAX_INPUT_BYTES {
        return Err(refused(field, InvalidOwnPassword::TooLong { maximum: OwnPassword::MAX_LENGTH }));
    }
    Ok(())
}

pub(super) fn refused(field: Field, problem: InvalidOwnPassword) -> AppError {
    AppError::field(field, Problem::Password(problem))
}
