//! The address of the database.

use super::parse::{Parsed, Refused};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::Path;
use std::str::FromStr as _;
use url::Url;

/// Reads the address of a database. Its problems never repeat it: it may hold a password.
pub(super) fn database_url(text: &str) -> Parsed<String> {
    let Some((scheme, rest)) = text.split_once(':') else { return Err(must_begin()) };
    let scheme = scheme.to_ascii_lowercase();
    let text = format!("{scheme}:{rest}");
    match scheme.as_str() {
        "sqlite" => sqlite(text),
        "postgres" | "postgresql" => postgres(text),
        _ => Err(must_begin()),
    }
}

fn must_begin() -> Refused {
    "must begin with sqlite:// or postgres://".into()
}

fn sqlite(text: String) -> Parsed<String> {
    let path = text.trim_start_matches("sqlite:").trim_start_matches("//");
    let (path, options) = path.split_once('?').unwrap_or((path, ""));
    if path.is_empty() || path.ends_with('/') || path.contains(":memory:") || options.contains("mode=memory") {
        return Err("doesn't name a file".into());
    }
    if path.starts_with('~') {
        return Err("has a ~, which isn't expanded here: use the full path".into());
    }
    if options.contains("mode=ro") || options.contains("immutable=") {
        return Err("opens the file read-only: remove the part after the question mark".into());
    }
    match SqliteConnectOptions::from_str(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err("has an unknown option after the question mark: remove it".into()),
    }
}

fn postgres(text: String) -> Parsed<String> {
    const RAW: &str = "can't be parsed: if the password contains one of @ : / ? # %, use %40 for @, %3A for :, %2F for /, \
                       %3F for ?, %23 for # and %25 for %";
    if has_raw_signs(&text) {
        return Err(RAW.into());
    }
    match PgConnectOptions::from_str(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err("has an invalid option after the question mark".into()),
    }
}

/// Whether a password with signs that mean something in an address has torn it apart: its rest, with the `@` that
/// stands before the host, was then taken for a path, a query or a fragment.
fn has_raw_signs(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return true };
    // `user=ana@school` is a query; `x@host/database` is what was torn off.
    let is_torn_off = |query: &str| query.split_once('@').is_some_and(|(before, _)| !before.contains('='));
    url.fragment().is_some()
        || url.path().contains('@')
        || url.query().is_some_and(is_torn_off)
        || has_stray_percent(url.username())
        || has_stray_percent(url.password().unwrap_or_default())
}

/// Whether a `%` is not followed by two hexadecimal digits.
fn has_stray_percent(text: &str) -> bool {
    text.split('%').skip(1).any(|rest| {
        let digits = rest.as_bytes().get(..2).unwrap_or_default();
        digits.len() < 2 || !digits.iter().all(u8::is_ascii_hexdigit)
    })
}

/// The database in the data directory.
pub(super) fn default_url(data_dir: &Path) -> Option<String> {
    let path = data_dir.join("chaveiro.db");
    // The driver decodes the path.
    let path = path.to_str()?.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Some(format!("sqlite://{path}"))
}
