//! What a cell in a column of CPFs says.

use crate::domain::Cpf;
use crate::domain::import::Wrong;
use crate::server::store::search::folded;

/// What people and programs write where there is no CPF; folded, without punctuation.
const NONE: [&str; 42] = [
    "na",
    "n a",
    "nd",
    "n d",
    "sn",
    "s n",
    "ni",
    "n i",
    "null",
    "none",
    "nan",
    "nil",
    "no",
    "undefined",
    "nao",
    "nao ha",
    "nao tem",
    "nao tem cpf",
    "nao possui",
    "nao possui cpf",
    "nao possuo",
    "nao tenho",
    "nao informado",
    "nao informou",
    "nao consta",
    "nao se aplica",
    "not applicable",
    "not available",
    "sem",
    "sem cpf",
    "sem informacao",
    "no cpf",
    "nenhum",
    "isento",
    "isenta",
    "vazio",
    "empty",
    "estrangeiro",
    "estrangeira",
    "estrangeiro a",
    "foreigner",
    "foreign",
];
/// A number lost its zeros in front; with fewer digits it is hardly a CPF.
const MIN_DIGITS: usize = 8;

/// A cell as a CPF is read from it: nothing where it says that there is none, and with the zeros in front that a
/// spreadsheet drops from numbers, where the check digits fit then.
pub(super) fn cpf(text: String) -> String {
    if is_none(&text) {
        return String::new();
    }
    // Programs that know missing numbers only among fractions write all with one.
    let digits = text.strip_suffix(".0").unwrap_or(&text);
    if (MIN_DIGITS..=Cpf::LENGTH).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let padded = format!("{digits:0>length$}", length = Cpf::LENGTH);
        if Cpf::parse(&padded).is_ok() {
            return padded;
        }
    }
    text
}

fn is_none(text: &str) -> bool {
    let folded = folded(text);
    let words: Vec<&str> =
        folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().all(|word| word.bytes().all(|byte| byte == b'0' || byte == b'x')) || NONE.contains(&&*words.join(" "))
}

/// What is wrong with a text of another length than a CPF, more exactly than its parser says it.
pub fn wrong_cpf(text: &str) -> Wrong {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    match u32::try_from(digits) {
        Ok(found) if digits != Cpf::LENGTH && !text.chars().any(char::is_alphabetic) => Wrong::CpfDigits { found },
        _ => Wrong::NoCpf,
    }
}
