//! Files of rows as downloads, sent as they are read, so that a long one fills no memory.

use super::render::attachment;
use crate::error::AppError;
use crate::server::csv::{BOM, push_row_separated};
use crate::server::store::StoreError;
use axum::body::Body;
use axum::response::Response;
use futures::{Stream, StreamExt as _, TryStreamExt as _};

/// Rows with their names in the first one.
pub(super) const CSV: &str = "text/csv; charset=utf-8; header=present";

/// A download called `file_name`, which begins with `header`: the rows of
/// `batches`, each sent when it was read, with `separator` between their cells.
///
/// When the database fails half-way the connection breaks off, so that nobody
/// takes the part for the whole.
pub fn download(
    file_name: &'static str,
    separator: char,
    header: &[&str],
    batches: impl Stream<Item = Result<Vec<Vec<String>>, StoreError>> + Send + 'static,
) -> Response {
    let mut first = BOM.to_owned();
    push_row_separated(&mut first, separator, header);
    let rest = batches.map_ok(move |rows| {
        let mut text = String::new();
        rows.iter().for_each(|row| push_row_separated(&mut text, separator, row));
        text
    });
    let parts = futures::stream::once(async { Ok(first) }).chain(rest).map_err(AppError::from);
    attachment(Body::from_stream(parts), CSV, file_name)
}
