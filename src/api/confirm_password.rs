//! The own password, given again for a sensitive act.

use super::{asked, go_to, own_path};
use crate::domain::InvalidOwnPassword;
use crate::error::{AppError, Field, Problem};
use crate::server::{accounts, session};
use leptos::prelude::*;

/// Checks the signed-in admin's own password, remembers when, and goes on to
/// `next`, an address of ours; without one to the list of people.
#[server(prefix = "", endpoint = "admin/confirm-password")]
pub async fn confirm_password(current_password: Option<String>, next: Option<String>) -> Result<(), AppError> {
    let (state, visit) = asked();
    session::require_admin(&visit)?;
    let Some(typed) = current_password.filter(|typed| !typed.is_empty()) else {
        return Err(AppError::field(Field::CurrentPassword, Problem::Password(InvalidOwnPassword::Empty)));
    };
    accounts::confirm_password(&state, &visit, &typed).await?;
    go_to(own_path(next.as_deref()).unwrap_or("/admin/users"));
    Ok(())
}
