//! Noting something about a person.

use crate::domain::{UserId, UserNote};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::session;
use crate::ui::response::{request_context, set_location};
use leptos::prelude::*;

/// Puts `note` in the place of the note about `user`; an empty one takes it away. `shown` is when the one that the
/// form showed was changed, in milliseconds since 1970; 0 where there was none.
#[server(prefix = "", endpoint = "admin/users/note")]
pub async fn note_user(user: String, note: Option<String>, shown: Option<i64>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let admin = session::require_admin(&request_context)?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    let note = UserNote::parse(&note.unwrap_or_default())
        .map_err(|invalid| AppError::field(Field::Note, Problem::Note(invalid)))?;
    state.store.find_user(&id).await?.ok_or(AppError::NotFound)?;
    let (now, changed) =
        state.store.find_user_note(&id).await?.map_or((String::new(), 0), |(now, at)| (now, at.as_millis()));
    if shown.is_some_and(|shown| shown != changed) && now != note.as_str() {
        let problem = Problem::ChangedMeanwhile { now: beginning(&now) };
        return Err(AppError::ChangedMeanwhile(vec![FieldError { field: Field::Note, problem }]));
    }
    state.store.set_user_note(&id, &note, admin.by()).await?;
    state.notify();
    set_location(&format!("/admin/users/{id}?notice=noted"));
    Ok(())
}

/// Enough of a note to know it by; the page has it whole.
fn beginning(note: &str) -> String {
    const SHOWN: usize = 60;
    match note.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("“{}…”", &note[..end]),
        None if note.is_empty() => String::new(),
        None => format!("“{note}”"),
    }
}
