//! The kinds of temporary password: how they are written, what they are worth,
//! and how what people type is read.

use std::collections::HashSet;

use chaveiro::domain::{InvalidPreset, Preset, WORDS_IN_LIST};
use proptest::prelude::*;

const WORD_LISTS: [&str; 2] = [include_str!("../../public/words_pt_br.txt"), include_str!("../../public/words_en.txt")];

fn any_preset() -> impl Strategy<Value = Preset> {
    prop_oneof![
        (6..=64_u8).prop_map(Preset::Digits),
        (4..=64_u8).prop_map(Preset::Alphanumeric),
        (4..=64_u8).prop_map(Preset::Unambiguous),
        (2..=16_u8).prop_map(Preset::Words),
        Just(Preset::Cpf),
    ]
}

#[test]
fn the_default_is_six_digits() {
    assert_eq!(Preset::default(), Preset::Digits(6));
    assert_eq!(Preset::default().to_string(), "digits:6");
}

#[test]
fn every_kind_has_one_spelling() {
    for (written, preset) in [
        ("digits:6", Preset::Digits(6)),
        ("digits:64", Preset::Digits(64)),
        ("alphanumeric:10", Preset::Alphanumeric(10)),
        ("unambiguous:12", Preset::Unambiguous(12)),
        ("words:4", Preset::Words(4)),
        ("cpf", Preset::Cpf),
    ] {
        assert_eq!(Preset::parse(written), Ok(preset));
        assert_eq!(preset.to_string(), written);
    }
}

#[test]
fn other_spellings_are_unknown() {
    for written in [
        "",
        "foo",
        "foo:6",
        "digits",
        "digits:",
        "digits:-6",
        "digits:+6",
        "digits:06 ",
        "digits:06",
        "digits: 6",
        " digits:6",
        "digits:6\n",
        "digits:6:6",
        "digits-6",
        "Digits:6",
        "digits:six",
        "digits:6.0",
        "digits:0x6",
        "digits:٦",
        ":6",
        "cpf:11",
        "cpf ",
        "CPF",
        "alnum:8",
        "strong-20",
    ] {
        assert_eq!(Preset::parse(written), Err(InvalidPreset::Unknown), "{written:?}");
    }
}

#[test]
fn less_than_six_digits_worth_is_too_weak() {
    for written in
        ["digits:0", "digits:4", "digits:5", "alphanumeric:0", "alphanumeric:3", "unambiguous:3", "words:0", "words:1"]
    {
        assert_eq!(Preset::parse(written), Err(InvalidPreset::TooWeak), "{written}");
    }
    for written in ["digits:6", "alphanumeric:4", "unambiguous:4", "words:2"] {
        assert!(Preset::parse(written).is_ok(), "{written}");
    }
}

#[test]
fn what_nobody_would_type_is_too_long() {
    for written in [
        "digits:65",
        "alphanumeric:65",
        "unambiguous:255",
        "digits:256",
        "digits:1000000",
        "digits:99999999999999999999999999",
        "words:17",
    ] {
        assert_eq!(Preset::parse(written), Err(InvalidPreset::TooLong), "{written}");
    }
    for written in ["digits:64", "alphanumeric:64", "unambiguous:64", "words:16"] {
        assert!(Preset::parse(written).is_ok(), "{written}");
    }
}

/// The figures of the README.
#[test]
fn entropy_is_length_times_the_bits_of_one_choice() {
    let bits = |written| Preset::parse(written).unwrap().entropy_bits();
    let is_about = |bits: f64, expected: f64| (bits - expected).abs() < 0.05;
    assert!(is_about(bits("digits:6"), 19.9));
    assert!(is_about(bits("digits:8"), 26.6));
    assert!(is_about(bits("alphanumeric:10"), 59.5));
    assert!(is_about(bits("unambiguous:10"), 58.3));
    assert!(is_about(bits("words:4"), 44.0));
}

/// Others know it. Anything but zero would be a promise.
#[test]
fn the_temporary_password_cpf_has_no_entropy() {
    assert_eq!(Preset::Cpf.entropy_bits().to_bits(), 0.0_f64.to_bits());
}

#[test]
fn an_alphabet_has_each_character_once() {
    for (preset, size) in [
        (Preset::Digits(6), 10),
        (Preset::Alphanumeric(8), 62),
        (Preset::Unambiguous(8), 57),
        (Preset::Words(4), 27),
        (Preset::Cpf, 10),
    ] {
        let alphabet = preset.alphabet();
        let different: HashSet<char> = alphabet.chars().collect();
        assert_eq!((alphabet.len(), different.len()), (size, size), "{preset}");
        assert!(alphabet.is_ascii());
    }
}

#[test]
fn unambiguous_is_alphanumeric_without_five() {
    let unambiguous = Preset::Unambiguous(8).alphabet();
    let missing: String =
        Preset::Alphanumeric(8).alphabet().chars().filter(|character| !unambiguous.contains(*character)).collect();
    assert_eq!(missing, "01IOl");
}

#[test]
fn a_list_has_2048_different_short_plain_words_in_order() {
    for list in WORD_LISTS {
        let words: Vec<&str> = list.lines().collect();
        assert_eq!(words.len(), WORDS_IN_LIST);
        assert!(words.is_sorted_by(|word, next| word < next), "sorted, and none twice");
        for word in words {
            assert!((4..=8).contains(&word.len()), "{word}");
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
        }
    }
}

#[test]
fn digits_may_be_typed_in_groups() {
    for preset in [Preset::Digits(6), Preset::Cpf] {
        for typed in [
            "012345",
            " 012345\n",
            "012 345",
            "012-345",
            "012.345",
            "0 1 2 3 4 5",
            "012\u{a0}345",
            "\t012345",
            "012\u{2013}345",
            "０１２３４５",
            "\u{200b}012345",
            "\u{feff}0\u{ad}12345",
            "«012345»",
            "“012345”",
            "'012345'",
            "012345\0",
            "012\u{2800}345",
            "´012345´",
        ] {
            assert_eq!(preset.normalise(typed), "012345", "{typed:?}");
        }
    }
    assert_eq!(Preset::Cpf.normalise("529.982.247-25"), "52998224725");
}

/// Leaving out what is not a digit would give guesses away: `0x1y2…` is no code.
#[test]
fn other_characters_between_digits_are_not_left_out() {
    for typed in ["012345x", "o12345", "012,345", "012/345", "٠١٢٣٤٥", "012+345"] {
        assert_eq!(Preset::Digits(6).normalise(typed), typed);
    }
}

#[test]
fn white_space_between_characters_is_left_out_and_case_counts() {
    for preset in [Preset::Alphanumeric(8), Preset::Unambiguous(8)] {
        assert_eq!(preset.normalise(" aB3d EfG7\r\n"), "aB3dEfG7");
        assert_eq!(preset.normalise("aB3d-EfG7"), "aB3dEfG7");
        assert_eq!(preset.normalise("“ａB3d\u{2011}Ef\u{200d}G7”"), "aB3dEfG7");
    }
}

#[test]
fn words_may_be_typed_with_spaces_and_capitals() {
    for typed in [
        "cavalo-bateria-grampo",
        "cavalo bateria grampo",
        " Cavalo  BATERIA\tgrampo\n",
        "cavalo - bateria -- grampo",
        "-cavalo-bateria-grampo-",
        "cavalo\u{2013}bateria\u{2014}grampo",
        "cavalo\u{a0}bateria\u{2011}grampo",
        "“Cavalo-bateria-grampo”",
        "\u{feff}cava\u{ad}lo-bateria-grampo\u{200b}",
        "ｃａｖａｌｏ bateria grampo",
    ] {
        assert_eq!(Preset::Words(3).normalise(typed), "cavalo-bateria-grampo", "{typed:?}");
    }
}

#[test]
fn what_has_another_length_or_alphabet_could_not_have_been_generated() {
    for (preset, could_be, could_not) in [
        (Preset::Digits(6), ["012345", "999999"], ["01234", "0123456", "01234x", "", "quatro janelas"]),
        (Preset::Cpf, ["52998224725", "00000000000"], ["5299822472", "529982247250", "5299822472x", "", "x"]),
        (Preset::Unambiguous(8), ["aB3dEfG7", "22222222"], ["aB3dEfG", "aB3dEfG70", "aB3dEfG0", "", "aB3d EfG"]),
        (Preset::Words(2), ["cavalo-bateria", "a-b"], ["cavalo", "cavalo-bateria-grampo", "cavalo-b4teria", "", "-"]),
    ] {
        assert!(could_be.iter().all(|text| preset.could_be(text)), "{preset}");
        assert!(could_not.iter().all(|text| !preset.could_be(text)), "{preset}");
    }
}

#[test]
fn json_carries_the_spelling_and_is_parsed_again() {
    assert_eq!(serde_json::to_string(&Preset::Words(4)).unwrap(), r#""words:4""#);
    assert_eq!(serde_json::from_str::<Preset>(r#""cpf""#).unwrap(), Preset::Cpf);
    assert!(serde_json::from_str::<Preset>(r#""digits:5""#).is_err());
}

proptest! {
    #[test]
    fn parsing_never_panics(input in prop_oneof![any::<String>(), "(digits|alphanumeric|unambiguous|words|cpf):[0-9+ -]{0,30}"]) {
        let _ = Preset::parse(&input);
    }

    #[test]
    fn every_preset_parses_from_its_own_spelling(preset in any_preset()) {
        prop_assert_eq!(Preset::parse(&preset.to_string()), Ok(preset));
    }

    #[test]
    fn an_accepted_preset_is_spelled_as_it_was_typed(input in "(digits|alphanumeric|unambiguous|words):[0-9]{1,3}") {
        if let Ok(preset) = Preset::parse(&input) {
            prop_assert_eq!(preset.to_string(), input);
            prop_assert!(preset.entropy_bits() >= 1_000_000_f64.log2());
        }
    }

    /// What was generated is what the check compares with, so reading must not change it.
    #[test]
    fn what_is_generated_is_read_as_it_is(preset in any_preset(), choices in prop::collection::vec(any::<prop::sample::Index>(), 1..17)) {
        let words: Vec<&str> = WORD_LISTS[0].lines().collect();
        let alphabet: Vec<char> = preset.alphabet().chars().collect();
        let generated = match preset {
            Preset::Words(_) => choices.iter().map(|choice| *choice.get(&words)).collect::<Vec<_>>().join("-"),
            _ => choices.iter().map(|choice| *choice.get(&alphabet)).collect(),
        };
        prop_assert!(generated.chars().all(|character| preset.alphabet().contains(character)));
        prop_assert_eq!(preset.normalise(&generated), generated);
    }

    #[test]
    fn reading_twice_is_reading_once(preset in any_preset(), typed in prop_oneof![any::<String>(), "[0-9a-zA-Z .-]{0,20}"]) {
        let once = preset.normalise(&typed);
        prop_assert_eq!(preset.normalise(&once), once);
    }
}
