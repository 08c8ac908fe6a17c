//! The own password, given again for a sensitive action.

use crate::domain::InvalidOwnPassword;
use crate::error::{AppError, Field, Problem};
use crate::server::accounts;
use crate::server::flash::Flash;
use crate::ui::response::{AdminRequest, admin_request, own_path, set_location};
use leptos::prelude::*;

/// Checks the signed-in admin's own password, remembers when, and goes on to
/// `next`, an address of ours, which says so; without one to the list of people.
#[server(prefix = "", endpoint = "admin/confirm-password")]
pub async fn confirm_password(current_password: Option<String>, next: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let Some(typed) = current_password.filter(|typed| !typed.is_empty()) else {
        return Err(AppError::field(Field::CurrentPassword, Problem::Password(InvalidOwnPassword::Empty)));
    };
    accounts::confirm_password(&state, &request_context, &typed).await?;
    set_location(&match own_path(next.as_deref()) {
        Some(path) => {
            let path = Flash::strip_all(&path);
            format!("{path}{}notice=confirmed", if path.contains('?') { '&' } else { '?' })
        }
        None => "/admin/users".to_owned(),
    });
    Ok(())
}
