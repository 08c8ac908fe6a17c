//! What a cell of LibreOffice holds beside the text that it shows.

use super::super::UNCALCULATED;
use super::attribute;
use quick_xml::events::BytesStart;

/// The value of a cell, as far as it is told apart from its text.
#[derive(Default)]
pub(super) struct Value {
    /// A number without any format.
    number: Option<String>,
    /// Anything else.
    other: Option<String>,
    /// Whether it is a formula that has no value.
    is_uncalculated: bool,
}

impl Value {
    /// What the attributes of a cell say (OpenDocument 1.3, part 3, 19.385).
    pub(super) fn of(tag: &BytesStart<'_>) -> Self {
        let kind = attribute(tag, "office:value-type");
        let is_number = kind.as_deref() == Some("float");
        let other = match kind.as_deref() {
            Some("string") => attribute(tag, "office:string-value"),
            Some("date") => attribute(tag, "office:date-value"),
            _ => None,
        };
        let is_uncalculated = kind.is_none() && attribute(tag, "table:formula").is_some();
        Self { number: attribute(tag, "office:value").filter(|_| is_number), other, is_uncalculated }
    }

    /// What the cell says. It shows a number in its format: `52.998.224.725,00`, `5,30E+10`, or `###` where it has no
    /// room. The digits of the number with zeros in front and points between them say more than the number does, and so do
    /// words in its format: `Turma 5`.
    pub(super) fn or_shown(self, shown: String) -> String {
        match self.number {
            Some(number) if !has_words(&shown) && !is_number_written_out(&shown, &number) => number,
            _ if shown.is_empty() && self.is_uncalculated => UNCALCULATED.to_owned(),
            _ if shown.is_empty() => self.other.unwrap_or_default(),
            _ => shown,
        }
    }
}

/// Whether a text has letters that are not the E of an exponent.
fn has_words(shown: &str) -> bool {
    let is_exponent = |text: &str| text.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit());
    let exponent = shown.rsplit_once('E').filter(|(_, text)| !text.is_empty() && is_exponent(text));
    exponent.map_or(shown, |(digits, _)| digits).chars().any(char::is_alphabetic)
}

/// Whether a text has the digits of a number and nothing besides but zeros in front and marks between them.
fn is_number_written_out(shown: &str, number: &str) -> bool {
    let is_mark = |character: char| matches!(character, '.' | '-' | '/' | ' ' | '\u{a0}' | '(' | ')' | '+');
    let digits: String = shown.chars().filter(|character| !is_mark(*character)).collect();
    let plain = |digits: &str| digits.trim_start_matches('0').to_owned();
    digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() && plain(&digits) == plain(number)
}
