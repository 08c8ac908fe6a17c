//! Files that are no tables, told by how they begin.

use super::is_blank_or_end;
use crate::domain::import::FileKind;

/// How much of a file is looked at.
const BEGINNING: usize = 2048;

/// What a file is that is no table; nothing for all that may be one.
pub(super) fn detect(bytes: &[u8]) -> Option<FileKind> {
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]);
    let beginning = beginning.trim_start_matches(is_blank_or_end).to_ascii_lowercase();
    let begins = |with: &str| beginning.starts_with(with);
    if begins("%pdf-") {
        Some(FileKind::Pdf)
    } else if begins("{\\rtf") {
        Some(FileKind::Rtf)
    } else if begins("begin:vcard") {
        Some(FileKind::Vcard)
    } else if begins("<") {
        markup(&beginning)
    } else {
        is_json(&beginning).then_some(FileKind::Json)
    }
}

/// Which markup it is, if any: a name may be in angle brackets.
fn markup(beginning: &str) -> Option<FileKind> {
    let is_page = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style", "<center"];
    if beginning.contains("urn:oasis:names:tc:opendocument") {
        Some(FileKind::FlatOds)
    } else if is_page.iter().any(|tag| beginning.contains(tag)) {
        Some(FileKind::Html)
    } else {
        ["<?xml", "<!doctype", "<!--"].iter().any(|tag| beginning.starts_with(tag)).then_some(FileKind::Xml)
    }
}

/// A list or an object, not a name in brackets.
fn is_json(beginning: &str) -> bool {
    let mut marks = beginning.chars().filter(|character| !character.is_whitespace());
    match (marks.next(), marks.next()) {
        (Some('['), Some('{' | '[')) | (Some('{'), Some('"')) => true,
        (Some('['), Some('"')) => beginning.trim_end().ends_with(']'),
        _ => false,
    }
}
