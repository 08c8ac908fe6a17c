//! Which encoding a file is in: by its marks where it has some, else by how
//! much its words look like words.

mod plausibility;
mod repaired;

use crate::domain::import::{FileEncoding, FileProblem};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use plausibility::plausibility;
use std::sync::LazyLock;

/// A file's text.
pub struct Decoded {
    /// The text.
    pub text: String,
    /// How it was read.
    pub encoding: FileEncoding,
    /// What else it may be, the most likely first; empty when there is no doubt.
    pub alternatives: Vec<FileEncoding>,
    /// Lines with bytes that are not in this encoding.
    pub stray_lines: Vec<u32>,
    /// Lines with letters that were encoded twice.
    pub twice_encoded_lines: Vec<u32>,
}

impl Decoded {
    const fn of(text: String, encoding: FileEncoding, alternatives: Vec<FileEncoding>) -> Self {
        Self { text, encoding, alternatives, stray_lines: Vec::new(), twice_encoded_lines: Vec::new() }
    }
}

/// The upper half of code page 850.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Reads the bytes of a file, in `wanted` where somebody has said so.
///
/// # Errors
/// [`FileProblem::NotText`].
pub fn decode(mut bytes: Vec<u8>, wanted: Option<FileEncoding>) -> Result<Decoded, FileProblem> {
    let surely = |text: String, encoding| Decoded::of(text, encoding, Vec::new());
    let marked = Encoding::for_bom(&bytes);
    if let Some((encoding, _)) = marked.filter(|(encoding, _)| *encoding != UTF_8) {
        return Ok(surely(whole(encoding, &bytes)?, FileEncoding::Utf16));
    }
    if let Some((_, length)) = marked {
        bytes.drain(..length);
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return Ok(surely(whole(encoding, &bytes)?, FileEncoding::Utf16));
    }
    // No text in any of the others has a NUL; every spreadsheet or picture has.
    if bytes.contains(&0) {
        return Err(FileProblem::NotText);
    }
    let is_marked = marked.is_some();
    if let Some(wanted) = wanted.filter(|wanted| !is_marked && FileEncoding::SINGLE_BYTE.contains(wanted)) {
        return Ok(surely(read_as(&bytes, wanted).collect(), wanted));
    }
    match (String::from_utf8(bytes), wanted) {
        // Who says that it is UTF-8 has seen it.
        (Ok(text), Some(_)) => Ok(surely(text, FileEncoding::Utf8)),
        (Ok(text), None) => {
            let (text, twice_encoded_lines) = repaired::decoded_again(text);
            Ok(Decoded { twice_encoded_lines, ..surely(text, FileEncoding::Utf8) })
        }
        (Err(error), _) => {
            let is_sure = is_marked || wanted == Some(FileEncoding::Utf8);
            match (repaired::with_strays(error.as_bytes(), is_sure), wanted) {
                (Some((text, stray_lines)), _) => Ok(Decoded { stray_lines, ..surely(text, FileEncoding::Utf8) }),
                (None, Some(_)) => Err(FileProblem::NotText),
                (None, None) => Ok(most_likely(error.as_bytes())),
            }
        }
    }
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, FileProblem> {
    let (text, _, malformed) = encoding.decode(bytes);
    if malformed || text.contains('\0') { Err(FileProblem::NotText) } else { Ok(text.into_owned()) }
}

/// Nearly every other byte of a text in a Latin alphabet is a NUL in UTF-16.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let units = bytes.len() / 2;
    if !bytes.len().is_multiple_of(2) || units < 4 {
        return None;
    }
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, high) if high * 5 >= units * 4 => Some(UTF_16LE),
        (high, 0) if high * 5 >= units * 4 => Some(UTF_16BE),
        _ => None,
    }
}

/// The letters of the bytes from 128 on.
fn upper_half(encoding: FileEncoding) -> &'static [char] {
    fn of(encoding: &'static Encoding) -> Vec<char> {
        let bytes: Vec<u8> = (128..=255).collect();
        encoding.decode_without_bom_handling(&bytes).0.chars().collect()
    }
    static CODE_PAGE_850: LazyLock<Vec<char>> = LazyLock::new(|| CP850.chars().collect());
    static MAC_ROMAN: LazyLock<Vec<char>> = LazyLock::new(|| of(MACINTOSH));
    static WINDOWS: LazyLock<Vec<char>> = LazyLock::new(|| of(WINDOWS_1252));
    match encoding {
        FileEncoding::Cp850 => &CODE_PAGE_850,
        FileEncoding::MacRoman => &MAC_ROMAN,
        _ => &WINDOWS,
    }
}

fn letter(byte: u8, upper: &[char]) -> char {
    if byte < 128 { char::from(byte) } else { upper.get(usize::from(byte) - 128).copied().unwrap_or_default() }
}

fn read_as(bytes: &[u8], encoding: FileEncoding) -> impl Iterator<Item = char> {
    let upper = upper_half(encoding);
    bytes.iter().map(|byte| letter(*byte, upper))
}

/// `text`, read as `from`, read as `to` instead; [`None`] when it was not read as `from`.
pub fn reread(text: &str, from: FileEncoding, to: FileEncoding) -> Option<String> {
    let (from, to) = (upper_half(from), upper_half(to));
    let other = |character: char| match from.iter().position(|known| *known == character) {
        _ if character.is_ascii() => Some(character),
        Some(place) => Some(to[place]),
        None => None,
    };
    text.chars().map(other).collect()
}

/// The single-byte encoding in which the words look most like words, and the
/// others that are close.
fn most_likely(bytes: &[u8]) -> Decoded {
    let mut read = FileEncoding::SINGLE_BYTE.map(|encoding| (plausibility(bytes, upper_half(encoding)), encoding));
    // Stable: of equals, the more common.
    read.sort_by_key(|(points, _)| -points);
    let (best, encoding) = read[0];
    let is_close = |points: i64| points * 4 >= best * 3;
    let mut close: Vec<FileEncoding> = read.iter().filter(|(points, _)| is_close(*points)).map(|read| read.1).collect();
    // The one that most files are in is always among the choices.
    if close.len() > 1 && !close.contains(&FileEncoding::Windows1252) {
        close.push(FileEncoding::Windows1252);
    }
    let alternatives = if close.len() > 1 { close } else { Vec::new() };
    Decoded::of(read_as(bytes, encoding).collect(), encoding, alternatives)
}
