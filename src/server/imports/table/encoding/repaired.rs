//! Texts that are nearly in UTF-8: with a few bytes of another encoding, or with letters that were encoded twice.

use super::upper_half;
use crate::domain::import::FileEncoding;
use crate::server::imports::table::lines::Lines;

/// UTF-8 with a few bytes that are none: those are read as Windows writes them, and what cannot be read so is lost.
/// Returns their lines, too. `None` where the bytes are more likely in another encoding, unless it
/// `is_sure` that they are not.
pub(super) fn with_strays(bytes: &[u8], is_sure: bool) -> Option<(String, Vec<u32>)> {
    let windows = upper_half(FileEncoding::Windows1252);
    let mut text = String::with_capacity(bytes.len());
    let mut lines = NotedLines::default();
    let (mut letters, mut strays, mut read) = (0_usize, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|character| is_sign_of_utf8(*character)).count();
        lines.pass(chunk.valid());
        text.push_str(chunk.valid());
        let stray = chunk.invalid();
        read += chunk.valid().len() + stray.len();
        if stray.is_empty() {
            continue;
        }
        strays += 1;
        lines.note();
        // A file that was cut within its last letter.
        let is_cut = read == bytes.len() && std::str::from_utf8(stray).is_err_and(|error| error.error_len().is_none());
        if is_cut {
            text.push(char::REPLACEMENT_CHARACTER);
            continue;
        }
        let letter = |byte: &u8| windows.get(usize::from(byte.wrapping_sub(128))).copied().unwrap_or_default();
        let read = stray.iter().map(letter);
        text.extend(read.map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter }));
    }
    // A few more may be strays: what two letters of another encoding are together by chance is rare.
    (is_sure || letters > 0 && letters * 4 >= strays).then_some((text, lines.noted))
}

/// Whether hardly any letters of another encoding are this one together. "É”" in Windows would be "ɔ".
const fn is_sign_of_utf8(character: char) -> bool {
    !character.is_ascii() && !matches!(character, '\u{180}'..='\u{7ff}')
}

/// A text without letters that were encoded twice, `JoÃ£o` for `João`, and the lines where there were some.
pub(super) fn decoded_again(text: String) -> (String, Vec<u32>) {
    if text.is_ascii() {
        return (text, Vec::new());
    }
    let mut repaired = String::new();
    let mut lines = NotedLines::default();
    let (mut copied, mut passed, mut from, mut is_sure) = (0, 0, 0, false);
    while let Some(start) = text[from..].find(|character: char| !character.is_ascii()).map(|at| from + at) {
        let run = &text[start..];
        let run = &run[..run.find(|character: char| character.is_ascii()).unwrap_or(run.len())];
        from = start + run.len();
        if let Some(again) = READ_AS.iter().find_map(|encoding| run_decoded_again(run, *encoding)) {
            lines.pass(&text[passed..start]);
            lines.note();
            repaired.push_str(&text[copied..start]);
            repaired.push_str(&again.text);
            (copied, passed) = (from, start);
            is_sure |= again.is_sure;
        }
    }
    if !is_sure {
        return (text, Vec::new());
    }
    repaired.push_str(&text[copied..]);
    (repaired, lines.noted)
}

/// What UTF-8 is read as by those who write it again.
const READ_AS: [FileEncoding; 3] = FileEncoding::SINGLE_BYTE;

struct Again {
    text: String,
    /// Whether nobody can have meant it as it was.
    is_sure: bool,
}

/// A run of letters outside ASCII, those decoded again that were UTF-8 and were read as `encoding`.
fn run_decoded_again(run: &str, encoding: FileEncoding) -> Option<Again> {
    let table = upper_half(encoding);
    let byte = |character: char| {
        let place = table.iter().position(|known| *known == character)?;
        u8::try_from(place + 128).ok()
    };
    let characters: Vec<char> = run.chars().collect();
    let bytes: Vec<Option<u8>> = characters.iter().map(|character| byte(*character)).collect();
    let mut again = Again { text: String::with_capacity(run.len()), is_sure: false };
    let (mut index, mut is_any) = (0, false);
    while index < characters.len() {
        let decoded = [2, 3].into_iter().find_map(|length| {
            let bytes: Option<Vec<u8>> = bytes.get(index..index + length)?.iter().copied().collect();
            let letter = std::str::from_utf8(&bytes?).ok()?.chars().next()?;
            is_usual(letter, encoding).then_some((letter, length))
        });
        if let Some((letter, length)) = decoded {
            // "MANHÃ”" may also be a word in quotation marks.
            let is_ambiguous =
                |next: &char| matches!(next, '’' | '”' | '“' | '‘' | '–' | '—' | '»' | '«' | 'ª' | 'º' | '\u{a0}');
            again.is_sure |= !characters.get(index + 1).is_some_and(is_ambiguous);
            again.text.push(letter);
            is_any = true;
            index += length;
        } else {
            again.text.push(characters[index]);
            index += 1;
        }
    }
    is_any.then_some(again)
}

/// Whether a letter is one that people write, and what represented it nothing that anybody does.
fn is_usual(letter: char, encoding: FileEncoding) -> bool {
    match letter {
        '\u{a0}'..='ÿ' => true,
        'Ā'..='ſ' | '\u{2010}'..='\u{203a}' | '€' | '™' => encoding == FileEncoding::Windows1252,
        _ => false,
    }
}

/// The lines that were noted while a text is passed.
#[derive(Default)]
struct NotedLines {
    lines: Lines,
    noted: Vec<u32>,
}

impl NotedLines {
    fn pass(&mut self, text: &str) {
        self.lines.pass(text.as_bytes());
    }

    /// Notes the line that was come to, once.
    fn note(&mut self) {
        let line = self.lines.line();
        if self.noted.last() != Some(&line) {
            self.noted.push(line);
        }
    }
}
