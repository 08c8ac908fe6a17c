//! Reading the body of a form and its fields.

use crate::error::AppError;
use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt as _;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A form is at most this large, in bytes (ours: several times the largest that a page of ours sends).
pub const MAX_FORM_SIZE: usize = 64 * 1024;
/// A larger one is read up to here, or to twice what is allowed, to be told so.
const MAX_DRAINED_BYTES: usize = 64 * 1024 * 1024;
/// A form arrives within this time (ours: a slow telephone takes seconds, and a stalled one keeps a connection).
pub const FORM_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);
/// The type of a form's body.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// The names and values of a form.
pub type Fields = Vec<(String, String)>;

/// What a form says in a field; the first, where there are several of the name.
pub fn value<'a>(values: &'a Fields, name: &str) -> Option<&'a str> {
    values.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
}

/// The first value of `name` in the query of an address.
pub(super) fn query_value(parts: &Parts, name: &str) -> Option<String> {
    let mut query = form_urlencoded::parse(parts.uri.query()?.as_bytes());
    query.find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
}

/// Reads a form of at most `largest` bytes: its body, and the fields in it; or
/// the status that says what was wrong with it.
pub(super) async fn read_fields(parts: &Parts, body: Body, largest: usize) -> Result<(Bytes, Fields), StatusCode> {
    if !is_form(&parts.headers) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let body = read(body, largest, FORM_TIMEOUT).await?;
    let (values, is_joined) = parse(&body).ok_or_else(|| AppError::MalformedRequest.status())?;
    let body = if is_joined {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&values).finish().into()
    } else {
        body
    };
    Ok((body, values))
}

/// Reads a body of at most `largest` bytes that has arrived after `slowest`.
///
/// The rest of one that is too large is read as well, within limits: a
/// connection closed over unread bytes would take the answer with it.
pub(super) async fn read(body: Body, largest: usize, slowest: std::time::Duration) -> Result<Bytes, StatusCode> {
    let reading = async {
        let mut body = std::pin::pin!(body);
        let (mut kept, mut length) = (Vec::new(), 0);
        while let Some(frame) = body.frame().await {
            let data = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data().unwrap_or_default();
            length += data.len();
            if length <= largest {
                kept.extend_from_slice(&data);
            } else if length > MAX_DRAINED_BYTES.max(largest.saturating_mul(2)) {
                break;
            }
        }
        if length > largest { Err(StatusCode::PAYLOAD_TOO_LARGE) } else { Ok(Bytes::from(kept)) }
    };
    tokio::time::timeout(slowest, reading).await.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

pub(super) fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(FORM))
}

/// Boxes of a form that have one name: those that are ticked arrive as one value, separated by blanks.
const BOXES: [&str; 1] = ["groups"];

/// The fields of a form, each once and each a plain value; and whether [`BOXES`] were put together.
///
/// `None` for what no form of ours sends: bytes that are no UTF-8, another field
/// twice, a name with brackets (GitLab's CVE-2023-7028 was such a list).
fn parse(body: &[u8]) -> Option<(Fields, bool)> {
    let (mut values, mut is_joined) = (Fields::new(), false);
    // Looked up by hash: looking through all earlier ones would cost a form of many fields seconds.
    let mut places: HashMap<String, usize> = HashMap::new();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[][..]),
        };
        let (name, value) = (decode(name)?, decode(value)?);
        if name.contains(['[', ']']) {
            return None;
        }
        match places.entry(name) {
            Entry::Vacant(new) => {
                values.push((new.key().clone(), value));
                new.insert(values.len() - 1);
            }
            Entry::Occupied(seen) if BOXES.contains(&seen.key().as_str()) => {
                is_joined = true;
                let joined = &mut values[*seen.get()].1;
                joined.push(' ');
                joined.push_str(&value);
            }
            Entry::Occupied(_) => return None,
        }
    }
    Some((values, is_joined))
}

/// Percent-decoding that refuses instead of replacing.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut decoded = [0];
                // Not `from_str_radix`, which takes a sign: `%+5`.
                hex::decode_to_slice([*rest.next()?, *rest.next()?], &mut decoded).ok()?;
                decoded[0]
            }
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}
