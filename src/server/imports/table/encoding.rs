//! Which encoding a file is in: by its marks where it has some, else by how
//! much its words look like words.

mod repaired;

use crate::domain::import::{FileEncoding, FileProblem};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
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

fn read_as(bytes: &[u8], encoding: FileEncoding) -> impl Iterator<Item = char> {
    let upper = upper_half(encoding);
    bytes.iter().map(|byte| if *byte < 128 { char::from(*byte) } else { upper[usize::from(*byte) - 128] })
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
    let mut read = FileEncoding::SINGLE_BYTE.map(|encoding| (plausibility(read_as(bytes, encoding)), encoding));
    // Stable: of equals, the more common.
    read.sort_by_key(|(points, _)| -points);
    let (best, encoding) = read[0];
    let is_close = |points: i64| points * 4 >= best * 3;
    let close: Vec<FileEncoding> = read.iter().filter(|(points, _)| is_close(*points)).map(|read| read.1).collect();
    let alternatives = if close.len() > 1 { close } else { Vec::new() };
    Decoded::of(read_as(bytes, encoding).collect(), encoding, alternatives)
}

/// Points for letters that are where they belong, from all that is not ASCII.
fn plausibility(text: impl Iterator<Item = char>) -> i64 {
    let mut text = text.peekable();
    let (mut earlier, mut before, mut points) = (' ', ' ', 0);
    while let Some(character) = text.next() {
        if !character.is_ascii() {
            points += worth(character, before, earlier, text.peek().copied().unwrap_or(' '));
        }
        (earlier, before) = (before, character);
    }
    points
}

fn worth(character: char, before: char, earlier: char, after: char) -> i64 {
    let is_inside = before.is_alphabetic() && after.is_alphabetic();
    let is_at_word = before.is_alphabetic() || after.is_alphabetic();
    if !character.is_alphabetic() || matches!(character, 'ƒ' | 'ı' | 'µ' | 'π' | 'Ω') {
        return match character {
            'ª' | 'º' | '’' if !before.is_whitespace() => 1,
            '’' | '–' | '—' | '“' | '”' | '‘' | '·' if !is_inside => 0,
            _ if character.is_control() || is_at_word => -4,
            _ => -1,
        };
    }
    // A capital within a word of small letters, or a small one among capitals.
    let is_out_of_case = if character.is_uppercase() {
        before.is_lowercase() || before.is_uppercase() && after.is_lowercase()
    } else {
        after.is_uppercase() || before.is_uppercase() && (earlier.is_uppercase() || earlier.is_lowercase())
    };
    if is_out_of_case {
        return -4;
    }
    let lower = |character: char| character.to_lowercase().next().unwrap_or(character);
    // Names begin with a capital.
    let beginning = i64::from(!before.is_alphabetic() && character.is_lowercase());
    worth_of_letter(lower(character), lower(after), before.is_alphabetic()) - beginning
}

/// How usual a small letter is before the next, most of all in Portuguese.
fn worth_of_letter(letter: char, next: char, is_within_word: bool) -> i64 {
    match letter {
        'ã' if matches!(next, 'o' | 'e' | 'i' | 's') || !next.is_alphabetic() => 4,
        'õ' if next == 'e' => 4,
        'ç' if is_within_word && matches!(next, 'a' | 'o' | 'u' | 'e' | 'i' | 'ã' | 'õ' | 'á' | 'ó' | 'ú' | 'ô') => {
            3
        }
        'ã' | 'õ' | 'ç' => 0,
        'ñ' if matches!(next, 'a' | 'o' | 'u' | 'e' | 'i' | 'ó' | 'á' | 'é' | 'í') => 3,
        'á' if next == 'a' => 0,
        'â' if !next.is_alphabetic() => 0,
        'á' | 'â' | 'é' | 'ê' | 'í' | 'ó' | 'ô' | 'ú' => 3,
        'à' | 'ü' | 'ö' | 'ä' | 'ë' => 2,
        'ï' | 'è' | 'ò' | 'ì' | 'ù' | 'î' | 'û' | 'å' | 'ø' | 'æ' | 'ß' | 'œ' => 1,
        _ => 0,
    }
}
