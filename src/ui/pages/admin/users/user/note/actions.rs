//! Noting something about a person.

use crate::domain::{UserId, UserNote};
use crate::error::{AppError, Field, Problem};
use crate::server::session;
use crate::ui::response::{go_to, request_context};
use leptos::prelude::*;

/// Puts `note` in the place of the note about `user`; an empty one takes it away.
#[server(prefix = "", endpoint = "admin/users/note")]
pub async fn note_user(user: String, note: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let admin = session::require_admin(&request_context)?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    let note = UserNote::parse(&note.unwrap_or_default())
        .map_err(|invalid| AppError::field(Field::Note, Problem::Note(invalid)))?;
    state.store.find_user(&id).await?.ok_or(AppError::NotFound)?;
    state.store.set_user_note(&id, &note, admin.by()).await?;
    state.notify();
    go_to(&format!("/admin/users/{id}?notice=noted"));
    Ok(())
}
