//! Files that are no tables, told by how they begin.

use super::is_blank_or_end;
use crate::domain::import::FileKind;

/// How much of a file is looked at.
const BEGINNING: usize = 2048;
/// An archive lists its parts at its end.
const LIST_OF_PARTS: usize = 256 * 1024;

/// What a file is that is no table; nothing for all that may be one.
pub(super) fn detect(bytes: &[u8]) -> Option<FileKind> {
    picture(bytes).or_else(|| office(bytes)).or_else(|| text(bytes))
}

fn picture(bytes: &[u8]) -> Option<FileKind> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let is_webp = begins(b"RIFF") && bytes.get(8..12) == Some(&b"WEBP"[..]);
    let is_heic = bytes.get(4..8) == Some(&b"ftyp"[..]);
    let is_tiff = begins(b"II*\0") || begins(b"MM\0*");
    let is_picture = begins(b"\x89PNG") || begins(b"\xff\xd8\xff") || begins(b"GIF8") || is_webp || is_heic || is_tiff;
    is_picture.then_some(FileKind::Picture)
}

/// Documents of Office in one of its two containers, told by the names of their parts.
fn office(bytes: &[u8]) -> Option<FileKind> {
    let has = |bytes: &[u8], name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let has = |name: &str| has(bytes, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
        return if has("EncryptedPackage") {
            Some(FileKind::Locked)
        } else if has("WordDocument") || has("PowerPoint Document") {
            Some(FileKind::Document)
        } else {
            // What Excel has written since 1997 is read.
            (!has("Workbook") && has("Book")).then_some(FileKind::OldExcel)
        };
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let end = &bytes[bytes.len().saturating_sub(LIST_OF_PARTS)..];
    if has(end, b"xl/workbook.bin") {
        Some(FileKind::BinaryExcel)
    } else if has(end, b"Index/Document.iwa") || has(end, b"Index.zip") {
        Some(FileKind::Numbers)
    } else if has(end, b"word/document.xml")
        || has(end, b"ppt/presentation.xml")
        || has(&bytes[..bytes.len().min(BEGINNING)], b"application/vnd.oasis.opendocument.text")
    {
        Some(FileKind::Document)
    } else {
        None
    }
}

fn text(bytes: &[u8]) -> Option<FileKind> {
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
    } else if beginning.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        // An "XML Spreadsheet 2003", whose `<Table>` is none of HTML.
        Some(FileKind::Xml)
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
