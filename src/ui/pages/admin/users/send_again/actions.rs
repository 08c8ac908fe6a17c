//! Sending one person another temporary password.

use crate::domain::UserId;
use crate::error::AppError;
use crate::server::store::outbox::Seen;
use crate::server::{accounts, session};
use crate::ui::response::{go_to, request_context};
use leptos::prelude::*;

/// Sends a fresh temporary password; the earlier one ends when the new mail is
/// taken. `mail` is the newest one the form has seen.
#[server(prefix = "", endpoint = "admin/users/send-again")]
pub async fn resend(user: String, mail: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let admin = session::require_admin(&request_context)?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    let seen = mail.as_deref().filter(|mail| !mail.is_empty()).map_or(Seen::Unknown, Seen::Newest);
    accounts::resend(&state, &admin, &id, seen, &request_context.origin).await?;
    go_to(&format!("/admin/users?notice=sent-again&user={}", id.as_str()));
    Ok(())
}
