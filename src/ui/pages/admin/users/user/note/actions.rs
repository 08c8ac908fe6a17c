//! Saving the admins' note about a person.

use crate::domain::three_way::changed;
use crate::domain::{Timestamp, UserId, UserNote};
use crate::error::{AppError, Field, Problem};
use crate::server::store::user_notes::NoteOutcome;
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// Puts `note` in the place of the note about `user`; an empty one takes it away. `shown` is when the one that the
/// form showed was changed, in milliseconds since 1970; 0 where there was none.
#[server(prefix = "", endpoint = "admin/users/note")]
pub async fn note_user(user: String, note: Option<String>, shown: Option<i64>) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    let note = UserNote::parse(&note.unwrap_or_default())
        .map_err(|invalid| AppError::field(Field::Note, Problem::Note(invalid)))?;
    match state.store.set_user_note(&id, &note, shown.map(Timestamp::from_millis), admin.by()).await? {
        NoteOutcome::Done => state.notify(),
        NoteOutcome::NobodyThere => return Err(AppError::NotFound),
        NoteOutcome::ChangedMeanwhile(now) => {
            return Err(AppError::ChangedMeanwhile(vec![changed(Field::Note, &beginning(&now))]));
        }
    }
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
