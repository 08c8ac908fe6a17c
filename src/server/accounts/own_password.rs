//! Reads passwords that people choose, by the one policy of all endpoints.

use crate::domain::user_fields::UserReading;
use crate::domain::{About, DisplayName, EmailAddress, InvalidOwnPassword, OwnPassword};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::appearance::Shown;
use crate::server::password::common::is_common;

/// Parses a password by the one policy of all endpoints: the rules both halves
/// know, and the list of common ones, which only the server has.
pub(super) fn own_password(
    state: &AppState,
    typed: &str,
    about: &About<'_>,
    field: Field,
) -> Result<OwnPassword, AppError> {
    let password =
        OwnPassword::parse(typed, &state.settings.password_policy, about).map_err(|problem| refused(field, problem))?;
    if is_common(password.reveal()) {
        return Err(refused(field, InvalidOwnPassword::TooCommon));
    }
    Ok(password)
}

/// Reads a new own password beside the other fields of a form, so that all that is wrong is
/// reported at once.
pub fn read_own_password(state: &AppState, reading: &mut UserReading, typed: &str) -> Option<OwnPassword> {
    let shown = state.appearance.shown();
    let about = About {
        email: reading.email.as_ref().map_or("", EmailAddress::as_str),
        display_name: reading.display_name.as_ref().map_or("", DisplayName::as_str),
        organization: &shown.appearance.organization,
    };
    match own_password(state, typed, &about, Field::Password) {
        Ok(password) => Some(password),
        Err(error) => {
            reading.note_all(error.fields());
            None
        }
    }
}

/// What others know of a person, which their password must not be made of.
pub(super) fn about<'a>(shown: &'a Shown, email: &'a EmailAddress, display_name: &'a DisplayName) -> About<'a> {
    let organization = &shown.appearance.organization;
    About { email: email.as_str(), display_name: display_name.as_str(), organization }
}

/// Refuses what can be nobody's password before anything is counted or hashed.
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
