//! Ending one session of a person.

use crate::domain::UserId;
use crate::error::AppError;
use crate::server::accounts;
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// Ends the session of `user` that the form names. One that has ended already is no error.
#[server(prefix = "", endpoint = "admin/users/end-session")]
pub async fn end_session_of_user(user: String, session: String) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    state.store.find_user(&id).await?.ok_or(AppError::NotFound)?;
    accounts::end_session_of(&state, &admin, &id, &session).await?;
    set_location(&format!("/admin/users/{id}?notice=session-ended"));
    Ok(())
}
