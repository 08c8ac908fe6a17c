//! What can be a person's name, and what would harm the places where it is shown.

use chaveiro::domain::{DisplayName, InvalidDisplayName};
use proptest::prelude::*;

fn parse(input: &str) -> Result<DisplayName, InvalidDisplayName> {
    DisplayName::parse(input)
}

#[test]
fn names_of_all_the_world_are_accepted_as_they_are() {
    for name in [
        "Maria",
        "João d'Ávila Conceição",
        "Nguyễn Thị Minh Khai",
        "李小龍",
        "محمد بن سلمان",
        "Зоя Ивановна",
        "Ana-Lúcia O'Neill, PhD (IME)",
        "X Æ A-12",
        "<a href=http://evil>x</a>",
        "{{7*7}}",
        "=1+1",
        "Família 👩‍👩‍👧‍👦 Souza",
        "क्षत्रिय",
    ] {
        assert_eq!(parse(name).map(String::from).as_deref(), Ok(name));
    }
}

#[test]
fn a_name_is_trimmed_and_has_single_spaces() {
    assert_eq!(parse("  Maria   de\u{a0}\u{3000}Souza ").unwrap().as_str(), "Maria de Souza");
}

#[test]
fn a_name_is_the_same_from_every_keyboard() {
    let composed = parse("Jo\u{e3}o").unwrap();
    let decomposed = parse("Joa\u{303}o").unwrap();
    assert_eq!(composed, decomposed);
    assert_eq!(decomposed.as_str(), "Jo\u{e3}o");
}

#[test]
fn what_only_says_where_a_line_may_break_is_left_out() {
    assert_eq!(parse("\u{200b}Ma\u{ad}ria\u{200b} \u{2060} de Souza\u{200b}").unwrap().as_str(), "Maria de Souza");
    // These change what is seen.
    for name in ["\u{1f469}\u{200d}\u{1f4bb} Ana", "\u{646}\u{200c}\u{627}"] {
        assert_eq!(parse(name).unwrap().as_str(), name);
    }
}

#[test]
fn what_nobody_could_see_is_empty() {
    for input in [
        "",
        " ",
        "\u{a0}\u{2003}",
        "\u{200b}",
        "\u{200d}\u{200c} \u{ad}",
        "\u{2060}",
        "\u{3164}",
        "\u{2800}",
        "\u{fe0f}",
    ] {
        assert_eq!(parse(input), Err(InvalidDisplayName::Empty), "{input:?}");
    }
}

/// A line end in a name would end a mail header; a bidirectional control would
/// turn the text around it.
#[test]
fn control_characters_are_refused_at_any_position() {
    let c0_del_and_c1 = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    let separators = '\u{2028}'..='\u{2029}';
    let bidi =
        ['\u{61c}', '\u{200e}', '\u{200f}'].into_iter().chain('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    for control in c0_del_and_c1.chain(separators).chain(bidi).chain(['\u{feff}']) {
        for name in
            [format!("{control}Maria"), format!("Ma{control}ria"), format!("Maria{control}"), format!("{control}")]
        {
            assert_eq!(parse(&name), Err(InvalidDisplayName::ForbiddenCharacter), "{name:?}");
        }
    }
}

#[test]
fn two_hundred_code_points_are_enough_for_a_name() {
    for character in ["a", "é", "e\u{301}", "李", "😀"] {
        assert!(parse(&character.repeat(200)).is_ok(), "{character}");
        assert_eq!(parse(&character.repeat(201)), Err(InvalidDisplayName::TooLong), "{character}");
    }
    let spaces = " ".repeat(300);
    assert_eq!(parse(&format!("{spaces}Maria{spaces}Souza{spaces}")).unwrap().as_str(), "Maria Souza");
    assert_eq!(parse(&format!("{} b", "a".repeat(199))), Err(InvalidDisplayName::TooLong));
    assert!(InvalidDisplayName::TooLong.to_string().contains(&DisplayName::MAX_LENGTH.to_string()));
}

#[test]
fn json_is_parsed_again() {
    let name: DisplayName = serde_json::from_str(r#""  Maria  Souza ""#).unwrap();
    assert_eq!(serde_json::to_string(&name).unwrap(), r#""Maria Souza""#);
    assert!(serde_json::from_str::<DisplayName>(r#""a\r\nBcc: b""#).is_err());
}

proptest! {
    #[test]
    fn an_accepted_name_is_one_short_visible_line_and_parses_to_itself(
        input in prop_oneof![any::<String>(), "\\PC{0,210}", "[ a-zà-ü\u{300}-\u{30f}\u{a0}]{0,40}"]
    ) {
        if let Ok(name) = parse(&input) {
            let text = name.as_str();
            prop_assert!((1..=DisplayName::MAX_LENGTH).contains(&text.chars().count()));
            prop_assert_eq!(text.trim(), text);
            prop_assert!(!text.contains("  "));
            prop_assert!(!text.chars().any(char::is_control));
            prop_assert!(text.chars().all(|character| character == ' ' || !character.is_whitespace()));
            prop_assert_eq!(parse(&name.to_string()), Ok(name.clone()));
        }
    }
}
