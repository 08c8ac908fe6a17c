//! The CPF and its check digits.

use chaveiro::domain::{Cpf, InvalidCpf};
use proptest::prelude::*;

#[test]
fn a_cpf_is_accepted_with_and_without_its_punctuation() {
    for input in ["52998224725", "529.982.247-25", " 529 982 247 25 ", "529.982.24725", "529982247-25\n"] {
        assert_eq!(Cpf::parse(input).unwrap().digits(), "52998224725", "{input:?}");
    }
    for valid in ["123.456.789-09", "111.444.777-35", "000.000.001-91"] {
        assert!(Cpf::parse(valid).is_ok(), "{valid}");
    }
}

#[test]
fn eleven_digits_are_needed_and_nothing_else() {
    for input in [
        "",
        "5299822472",
        "529982247250",
        "529.982.247-2x",
        "529/982/247-25",
        "+52998224725",
        "５２９９８２２４７２５",
        "52998224725\0",
    ] {
        assert_eq!(Cpf::parse(input), Err(InvalidCpf::WrongLength), "{input:?}");
    }
    assert_eq!(Cpf::parse(&"1".repeat(1 << 20)), Err(InvalidCpf::WrongLength));
}

#[test]
fn eleven_equal_digits_are_nobodys_cpf() {
    for digit in '0'..='9' {
        let input: String = std::iter::repeat_n(digit, 11).collect();
        assert_eq!(Cpf::parse(&input), Err(InvalidCpf::WrongCheckDigits), "{input}");
    }
}

/// Personal data: only `digits` shows all of it.
#[test]
fn only_the_middle_of_a_cpf_is_shown() {
    let cpf = Cpf::parse("529.982.247-25").unwrap();
    assert_eq!(cpf.to_string(), "***.982.247-**");
    assert_eq!(format!("{cpf:?}"), "***.982.247-**");
}

/// The check digits as the Receita Federal explains them, written down a second
/// time: weights 10 … 2 and 11 … 2, remainders below 2 count as 0.
fn with_check_digits(nine: &[u32]) -> String {
    let mut digits = nine.to_vec();
    for first_weight in [10, 11] {
        let sum: u32 = digits.iter().zip((2..=first_weight).rev()).map(|(digit, weight)| digit * weight).sum();
        digits.push(if sum % 11 < 2 { 0 } else { 11 - sum % 11 });
    }
    digits.iter().map(u32::to_string).collect()
}

proptest! {
    #[test]
    fn parsing_never_panics(input in any::<String>()) {
        let _ = Cpf::parse(&input);
    }

    #[test]
    fn the_right_check_digits_are_accepted(nine in prop::collection::vec(0..10_u32, 9)) {
        prop_assume!(nine.iter().any(|digit| *digit != nine[0]));
        let right = with_check_digits(&nine);
        let cpf = Cpf::parse(&right).unwrap();
        prop_assert_eq!(cpf.digits(), &right);
    }

    #[test]
    fn a_wrong_check_digit_is_noticed(
        nine in prop::collection::vec(0..10_u32, 9),
        position in 9..11_usize,
        difference in 1..10_u32,
    ) {
        let mut digits: Vec<u32> =
            with_check_digits(&nine).chars().filter_map(|digit| digit.to_digit(10)).collect();
        digits[position] = (digits[position] + difference) % 10;
        let wrong: String = digits.iter().map(u32::to_string).collect();
        prop_assert_eq!(Cpf::parse(&wrong), Err(InvalidCpf::WrongCheckDigits));
    }
}
