//! Files of rows as downloads, sent as they are read, so that a long one fills no memory.

use super::render::attachment;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::csv::{BOM, push_row_separated};
use crate::server::session::{self, Session};
use crate::server::store::StoreError;
use axum::body::Body;
use axum::response::Response;
use futures::{Stream, StreamExt as _, TryStreamExt as _};

/// Rows with their names in the first one.
pub(super) const CSV: &str = "text/csv; charset=utf-8; header=present";

/// Some rows of a file.
type Rows = Vec<Vec<String>>;

/// `batches` for as long as `session` is an administrator's: who reads slowly would else be given people who were added
/// long after.
pub(super) fn while_admin(
    state: &AppState,
    session: &Session,
    batches: impl Stream<Item = Result<Rows, StoreError>> + Send + 'static,
) -> impl Stream<Item = Result<Rows, AppError>> + Send + 'static {
    let (state, session) = (state.clone(), session.clone());
    batches.map_err(AppError::from).and_then(move |rows| {
        let (state, session) = (state.clone(), session.clone());
        async move { session::require_still_admin(&state, &session.token_hash).await.map(|()| rows) }
    })
}

/// A download called `file_name`, which begins with `header`: the rows of
/// `batches`, each sent when it was read, with `separator` between their cells.
///
/// When the database fails half-way the connection breaks off, so that nobody
/// takes the part for the whole.
pub fn download<E: Into<AppError> + Send + 'static>(
    file_name: &'static str,
    separator: char,
    header: &[&str],
    batches: impl Stream<Item = Result<Rows, E>> + Send + 'static,
) -> Response {
    let mut first = BOM.to_owned();
    push_row_separated(&mut first, separator, header);
    let rest = batches.map_ok(move |rows| {
        let mut text = String::new();
        rows.iter().for_each(|row| push_row_separated(&mut text, separator, row));
        text
    });
    let parts = futures::stream::once(async { Ok(first) }).chain(rest).map_err(Into::<AppError>::into);
    attachment(Body::from_stream(parts), CSV, file_name)
}
