//! Files of rows as downloads, sent as they are read, so that a long one fills no memory.

use super::render::no_store;
use crate::error::AppError;
use crate::server::csv::{BOM, push_row};
use crate::server::store::StoreError;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures::{Stream, StreamExt as _, TryStreamExt as _};

/// A download called `file_name`, which begins with `header`: the rows of
/// `batches`, each sent when it was read.
///
/// When the database fails half-way the connection breaks off, so that nobody
/// takes the part for the whole.
pub fn download(
    file_name: &'static str,
    header: &[&str],
    batches: impl Stream<Item = Result<Vec<Vec<String>>, StoreError>> + Send + 'static,
) -> Response {
    let mut first = BOM.to_owned();
    push_row(&mut first, header);
    let rest = batches.map_ok(|rows| {
        let mut text = String::new();
        rows.iter().for_each(|row| push_row(&mut text, row));
        text
    });
    let parts = futures::stream::once(async { Ok(first) }).chain(rest).map_err(AppError::from);
    let mut response = no_store(Body::from_stream(parts).into_response());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{file_name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
