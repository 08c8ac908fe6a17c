//! The CPF, the number under which the Receita Federal knows a person in Brazil.

use std::fmt;

/// A CPF whose two check digits are right, without its punctuation.
///
/// Personal data: `Display` and `Debug` mask it, and it has no `Serialize`, so
/// that it comes into no page, log or answer by accident. Code that needs the
/// digits says so with [`Cpf::digits`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cpf(String);

/// Why a text is not a [`Cpf`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
pub enum InvalidCpf {
    /// Not eleven digits, or something else between them.
    #[error("a CPF has 11 digits")]
    WrongLength,
    /// The last two digits do not follow from the first nine, or all eleven are the same.
    #[error("the CPF is invalid: check its digits")]
    WrongCheckDigits,
}

impl Cpf {
    /// In digits.
    pub const LENGTH: usize = 11;

    /// Takes `123.456.789-09` and `12345678909`, and leaves out white space.
    ///
    /// Eleven equal digits pass the arithmetic, but are issued to nobody and
    /// are what people type to get past a form.
    pub fn parse(input: &str) -> Result<Self, InvalidCpf> {
        let mut digits = String::with_capacity(Self::LENGTH);
        for character in input.chars() {
            match character {
                '0'..='9' if digits.len() < Self::LENGTH => digits.push(character),
                '.' | '-' => {}
                _ if character.is_whitespace() => {}
                _ => return Err(InvalidCpf::WrongLength),
            }
        }
        let is_valid = digits.as_bytes().try_into().map(is_valid).map_err(|_| InvalidCpf::WrongLength)?;
        if is_valid { Ok(Self(digits)) } else { Err(InvalidCpf::WrongCheckDigits) }
    }

    /// The eleven digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// Whether these ASCII digits are a CPF.
pub(super) fn is_valid(digits: &[u8; Cpf::LENGTH]) -> bool {
    let is_one_digit = digits.iter().all(|digit| *digit == digits[0]);
    !is_one_digit && has_check_digit(digits, 9) && has_check_digit(digits, 10)
}

/// Whether the digit at `position` follows from those before it: their sum,
/// weighted `position + 1` down to 2, times ten, modulo eleven, where ten counts
/// as zero (Receita Federal, module 11).
fn has_check_digit(digits: &[u8; Cpf::LENGTH], position: usize) -> bool {
    let (mut sum, mut weight) = (0, position + 1);
    for digit in digits.iter().take(position) {
        sum += usize::from(digit - b'0') * weight;
        weight -= 1;
    }
    usize::from(digits[position] - b'0') == sum * 10 % 11 % 10
}

impl fmt::Display for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***.")?;
        f.write_str(self.0.get(3..6).unwrap_or_default())?;
        f.write_str(".")?;
        f.write_str(self.0.get(6..9).unwrap_or_default())?;
        f.write_str("-**")
    }
}

impl fmt::Debug for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
