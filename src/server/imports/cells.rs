//! What a cell says, without what programs and habits put around it.

mod cpf;
mod totals;

pub use cpf::wrong_cpf;
pub use totals::is_footer;
use totals::is_total;

use super::header::{Columns, given_name_first, without_number};
use super::table::UNCALCULATED;
use crate::domain::import::{Column, NotAName, Wrong};
use crate::domain::user::is_invisible;
use crate::domain::{EmailAddress, InvalidEmailAddress};
use crate::server::store::search::folded;
use std::borrow::Cow;

/// The cell of a column on one line, without the space around it and without
/// what cannot be seen at its ends; a name in several columns in one piece.
pub fn cell(columns: &Columns, cells: &[String], column: Column) -> Option<String> {
    let places = columns.places(column);
    let at = |place: usize| text_at(columns, cells, place);
    match (column, places) {
        (_, []) => None,
        (Column::DisplayName, _) => {
            let social = columns.social_name().map(|place| name(at(place))).filter(|name| !is_no_name(name));
            let part = |place: &usize| {
                let mut name = name(at(*place));
                if let Some(rest) = without_number(&name).filter(|_| columns.are_numbered(*place)) {
                    name = rest.to_owned();
                }
                given_name_first(&name).filter(|_| columns.is_surname_first(*place)).unwrap_or(name)
            };
            let whole = || Some(whole_name(places.iter().map(part))).filter(|name| !name.is_empty());
            let from_parts = || whole_name(columns.name_parts().iter().map(|place| name(at(*place))));
            Some(social.or_else(whole).unwrap_or_else(from_parts))
        }
        (Column::Email, [place, ..]) => {
            let mail = address(at(*place));
            let sign_in_name =
                || columns.sign_in_name().map(|place| address(at(place))).filter(|name| is_mailbox(name));
            Some(if mail.is_empty() { sign_in_name().unwrap_or_default() } else { mail })
        }
        (Column::Cpf, [place]) => Some(cpf::cpf(plain(at(*place)))),
        (_, [place]) => Some(plain(at(*place))),
        (_, places) => Some(places.iter().map(|place| plain(at(*place))).fold(String::new(), joined)),
    }
}

/// The cell at a place, without the apostrophe that its whole column has. A single one may begin a name: "'Akau'ola".
fn text_at<'a>(columns: &Columns, cells: &'a [String], place: usize) -> &'a str {
    let cell = cells.get(place).map_or("", String::as_str);
    let unmarked = cell.trim().strip_prefix('\'');
    let unmarked = unmarked.filter(|rest| rest.starts_with(char::is_uppercase) && !rest.ends_with('\''));
    unmarked.filter(|_| columns.is_marked(place)).unwrap_or(cell)
}

/// What a cell says, on one line, without what cannot be seen at its ends and without the apostrophe by which a
/// spreadsheet takes a number or an address for a text, or those around it.
pub fn plain(cell: &str) -> String {
    let cell = without_entities(cell);
    let given = cell.trim_matches(|character: char| {
        character.is_whitespace() || character == '\u{feff}' || is_invisible(character)
    });
    let line = given.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_marked = line.strip_prefix('\'').filter(|rest| {
        rest.starts_with(|first: char| first.is_ascii_digit())
            || rest.starts_with(char::is_uppercase) && rest.ends_with('\'')
            || EmailAddress::parse(rest.trim_end_matches('\'')).is_ok()
    });
    match is_marked {
        Some(rest) => rest.strip_suffix('\'').unwrap_or(rest).trim().to_owned(),
        None => line,
    }
}

/// What a cell says whose letters were written for a web page: `Jos&eacute;`, `O&#39;Neil`.
fn without_entities(cell: &str) -> Cow<'_, str> {
    if cell.contains('&') && cell.contains(';') { html_escape::decode_html_entities(cell) } else { cell.into() }
}

/// The names that a cell may list; none in one whose formula has failed.
pub fn named(columns: &Columns, cells: &[String], place: usize) -> String {
    Some(plain(text_at(columns, cells, place))).filter(|cell| !is_sheet_error(cell)).unwrap_or_default()
}

/// A name without what nobody sees in it, and without quotation marks around the whole of it. What joins letters
/// and emoji stays.
fn name(cell: &str) -> String {
    let mut name = unquoted(without_address(plain(cell)));
    let is_flag = name.contains('\u{1f3f4}');
    name.retain(|character| match character {
        '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => false,
        // Of some flags they are a part.
        '\u{e0000}'..='\u{e007f}' => is_flag,
        _ => true,
    });
    name
}

/// A name without typographic quotation marks around it, which word processors make of plain ones: `“Ana Lima”`.
/// Around a part of it they mark a nickname.
fn unquoted(name: String) -> String {
    let inside = [('“', '”'), ('„', '“'), ('«', '»')].into_iter().find_map(|(open, close)| {
        let inside = name.strip_prefix(open)?.strip_suffix(close)?.trim();
        Some(inside).filter(|inside| !inside.is_empty() && !inside.contains([open, close]))
    });
    inside.map_or_else(|| name.clone(), str::to_owned)
}

/// A name without the address behind it, as programs of mail write both: `"Ana Lima" <ana@example.org>`.
fn without_address(name: String) -> String {
    let in_brackets = [('<', '>'), ('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let (name, address) = name.trim_end_matches([';', ',', ' ']).strip_suffix(close)?.rsplit_once(open)?;
        let is_address = EmailAddress::parse(address.trim()).is_ok();
        Some(name.trim()).filter(|name| is_address && !name.is_empty())
    });
    let Some(rest) = in_brackets else { return name };
    let unquoted = |quote: char| rest.strip_prefix(quote).unwrap_or(rest).strip_suffix(quote).map(str::trim);
    let is_quoted = |quote: char| rest.starts_with(quote) || rest.matches(quote).count() == 1;
    let unquoted = ['"', '\''].into_iter().find_map(|quote| unquoted(quote).filter(|_| is_quoted(quote)));
    unquoted.filter(|name| !name.is_empty()).unwrap_or(rest).to_owned()
}

/// A name put together from its parts. A part that only says there is none is left out.
fn whole_name(parts: impl ExactSizeIterator<Item = String>) -> String {
    if parts.len() == 1 {
        return parts.collect();
    }
    parts.filter(|part| !says_nothing(part)).fold(String::new(), joined)
}

/// A name and its next part, unless the part is in it already: some programs
/// write the whole name beside the surname.
fn joined(name: String, part: String) -> String {
    let as_words = |text: &str| format!(" {} ", folded(text));
    if name.is_empty() {
        part
    } else if part.is_empty() || name.contains(' ') && as_words(&name).contains(&as_words(&part)) {
        name
    } else {
        format!("{name} {part}")
    }
}

/// An address without the separator that programs of mail put behind each, and without the brackets, the quotation marks
/// or the bullet that people put around it.
fn address(cell: &str) -> String {
    const IN_FRONT: [char; 11] = ['"', '“', '”', '«', '‘', '(', '[', '<', '•', '·', ' '];
    const BEHIND: [char; 11] = ['"', '“', '”', '»', '’', ')', ']', '>', ';', '.', ' '];
    let plain = plain(cell);
    let address = plain.trim_end_matches([';', ',', '.', ' ']);
    let bare = address.trim_start_matches(IN_FRONT).trim_end_matches(BEHIND);
    if EmailAddress::parse(address).is_ok() {
        return address.to_owned();
    }
    let is_bare = EmailAddress::parse(bare).is_ok();
    if is_bare { bare } else { said_twice(address).unwrap_or(address) }.to_owned()
}

/// The address that a link and its text both have: `[ana@example.org](mailto:ana@example.org)`, `<a href="mailto:…">…</a>`.
fn said_twice(cell: &str) -> Option<&str> {
    let parts = cell.split(|character: char| character.is_whitespace() || "<>()[]\"':,;|".contains(character));
    let mut addresses = parts.filter(|part| part.contains('@'));
    let first = addresses.next().filter(|first| EmailAddress::parse(first).is_ok())?;
    let mut rest = addresses.peekable();
    (rest.peek().is_some() && rest.all(|other| other.eq_ignore_ascii_case(first))).then_some(first)
}

/// Whether mail can be sent to a name that somebody signs in with: that of a guest only looks like an address.
fn is_mailbox(name: &str) -> bool {
    EmailAddress::parse(name).is_ok() && !name.to_ascii_uppercase().contains("#EXT#")
}

/// Whether a spreadsheet shows that a formula has failed: `#N/D`, `#REF!`, `#NOME?`, `Err:502`, or that there is no room.
pub fn is_sheet_error(cell: &str) -> bool {
    let word = cell.strip_prefix('#').unwrap_or_default();
    let is_code = cell.strip_prefix("Err:").or(cell.strip_prefix("Erro:"));
    let has_no_blank = !word.contains(char::is_whitespace);
    !word.is_empty() && has_no_blank && word.ends_with(['!', '?', '#'])
        || matches!(cell, "#N/A" | "#N/D" | "#N/DISP" | "#N/V" | "#N/B")
        || is_code.is_some_and(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a cell, or a part of a name, is a formula without a value.
pub fn is_uncalculated(text: &str) -> bool {
    text.split(' ').any(|word| word == UNCALCULATED)
}

/// Why a text is no name; nothing where it may be one, or is empty.
pub fn not_a_name(name: &str) -> Option<NotAName> {
    const PLACEHOLDERS: &str = "NULL Null null (null) None undefined NaN nan N/A n/a N/D n/d TRUE True true FALSE False false \
        VERDADEIRO Verdadeiro verdadeiro FALSO Falso falso";
    if name.is_empty() {
        None
    } else if name.split(' ').any(is_sheet_error) {
        Some(NotAName::SheetError)
    } else if has_lost_letter(name) {
        Some(NotAName::LostLetter)
    } else if PLACEHOLDERS.split(' ').any(|placeholder| placeholder == name) {
        Some(NotAName::Placeholder)
    } else if is_total(name) {
        Some(NotAName::Total)
    } else {
        // The letters of a date or a time are none of a name.
        let time = ["T00:00:00", "AM", "PM"].iter().find_map(|end| name.strip_suffix(end));
        let rest = time.filter(|time| time.starts_with(|first: char| first.is_ascii_digit())).unwrap_or(name);
        (!rest.chars().any(char::is_alphabetic)).then_some(NotAName::NoLetter)
    }
}

/// Whether a letter has become what programs write for one that they do not know: `Jo\u{fffd}o`, `Concei??o`.
fn has_lost_letter(name: &str) -> bool {
    let is_beside = |at: usize, mark: &str| {
        let (before, after) = (name[..at].chars().next_back(), name[at + mark.len()..].chars().next());
        [before, after].into_iter().flatten().any(char::is_alphabetic)
    };
    name.contains(char::REPLACEMENT_CHARACTER) || name.match_indices('?').any(|(at, mark)| is_beside(at, mark))
}

/// Whether a part of a name says only that there is none. There are people called Null, None and True.
fn says_nothing(part: &str) -> bool {
    const NOTHING: &str = "NULL null (null) undefined NaN nan N/A n/a N/D n/d";
    NOTHING.split(' ').any(|nothing| nothing == part) || part.chars().all(|character| "-–—.".contains(character))
}

/// Whether the name of a group says only that there is none.
pub fn is_no_group(name: &str) -> bool {
    const NONE: [&str; 13] = [
        "nenhum",
        "nenhuma",
        "none",
        "nenhum grupo",
        "nenhuma turma",
        "sem turma",
        "sem turmas",
        "sem grupo",
        "sem grupos",
        "no group",
        "no groups",
        "no class",
        "no classes",
    ];
    says_nothing(name) || NONE.contains(&folded(name).as_str())
}

/// Whether a whole name says only that there is none.
fn is_no_name(name: &str) -> bool {
    says_nothing(name) || matches!(not_a_name(name), Some(NotAName::Placeholder))
}

/// What is wrong with a text in the place of an address, more exactly than its parser says it.
pub fn wrong_address(text: &str, invalid: InvalidEmailAddress) -> Wrong {
    if matches!(invalid, InvalidEmailAddress::Empty | InvalidEmailAddress::TooLong) {
        return Wrong::Email(invalid);
    }
    let parts = text.split([';', ',', '/', '|', ' ']).filter(|part| part.contains('@'));
    if parts.count() > 1 {
        return Wrong::EmailSeveral;
    }
    // Other signs that look like the one of addresses.
    if let Some(character) = text.chars().find(|character| matches!(character, '＠' | '﹫')) {
        return Wrong::EmailCharacter { character };
    }
    if !text.contains('@') {
        return Wrong::Email(InvalidEmailAddress::Malformed);
    }
    if has_text_behind(text) {
        return Wrong::EmailBeside;
    }
    if let InvalidEmailAddress::Invisible { character: ' ' } = invalid {
        return Wrong::EmailCharacter { character: ' ' };
    }
    if let InvalidEmailAddress::NotAscii { character } = invalid {
        return Wrong::EmailCharacter { character };
    }
    let is_odd = |character: &char| !character.is_ascii() || ",;:()[]\"\\%!".contains(*character);
    match text.chars().find(is_odd) {
        Some(character) if invalid == InvalidEmailAddress::Malformed => Wrong::EmailCharacter { character },
        _ => Wrong::Email(invalid),
    }
}

/// Whether an address is followed by something else: "ana@example.org (casa)". A short word, or one with a dot in it, may
/// be the rest of the address, which without it is somebody else's: "ana@example.co m", "ana@example.com .br".
fn has_text_behind(text: &str) -> bool {
    let label = |text: &str| text.trim_end().ends_with(':');
    let mut words = text.split(' ').skip_while(|word| label(word));
    let is_address = words.next().is_some_and(|first| EmailAddress::parse(first.trim_end_matches([',', ';'])).is_ok());
    let is_text = |word: &str| {
        const LONGEST_ENDING: usize = 3;
        let is_sign = |first: char| !first.is_alphanumeric() && first != '.';
        let may_be_ending = word.chars().count() <= LONGEST_ENDING || word.contains('.');
        word.starts_with(is_sign) || !may_be_ending
    };
    is_address && words.next().is_none_or(is_text)
}
