//! Which password a person may choose. The list of common ones has its own file.

use chaveiro::domain::{About, InvalidOwnPassword, OwnPassword, PasswordPolicy};
use proptest::prelude::*;

const POLICY: PasswordPolicy = PasswordPolicy { min_length: 15 };

const MARIA: About<'_> = About {
    email: "maria.souza@prefeitura.example.org",
    display_name: "Maria Souza",
    names: "Biblioteca Açaí\nChaveiro\ncontas\nescola-aurora",
    temporary_password: "",
};

fn parse(input: &str) -> Result<OwnPassword, InvalidOwnPassword> {
    OwnPassword::parse(input, &POLICY, &About::default())
}

fn parse_for_maria(input: &str) -> Result<OwnPassword, InvalidOwnPassword> {
    OwnPassword::parse(input, &POLICY, &MARIA)
}

/// `OwnPassword` cannot be compared, so that nobody does it in the server.
fn problem(result: Result<OwnPassword, InvalidOwnPassword>) -> Option<InvalidOwnPassword> {
    result.err()
}

#[test]
fn fifteen_code_points_are_long_enough_whatever_they_are() {
    for character in ["a", "é", "e\u{301}", "密", "😀"] {
        let fourteen = character.repeat(14);
        assert_eq!(problem(parse(&fourteen)), Some(InvalidOwnPassword::TooShort { minimum: 15 }), "{character}");
        assert_eq!(problem(parse(&character.repeat(15))), None, "{character}");
    }
}

#[test]
fn the_minimum_comes_from_the_policy() {
    let policy = PasswordPolicy { min_length: 8 };
    let parse = |input| problem(OwnPassword::parse(input, &policy, &About::default()));
    assert_eq!(parse("1234567"), Some(InvalidOwnPassword::TooShort { minimum: 8 }));
    assert_eq!(parse("12345678"), None);
}

#[test]
fn no_kind_of_character_is_demanded() {
    for input in [
        "todas minusculas",
        "TODAS MAIUSCULAS",
        "837194620485720",
        "?!#%&/()=+*-_.:;",
        "tab\tis a character",
        "línea\nline end é",
    ] {
        assert_eq!(parse(input).unwrap().reveal(), input);
    }
}

#[test]
fn spaces_are_kept_everywhere() {
    for input in ["   quinze letras", "quinze letras   ", "q u i n z e   l", "               "] {
        assert_eq!(parse(input).unwrap().reveal(), input);
    }
}

#[test]
fn nothing_typed_is_empty() {
    assert_eq!(problem(parse("")), Some(InvalidOwnPassword::Empty));
}

#[test]
fn no_password_is_truncated() {
    let longest = "ação".repeat(64);
    assert_eq!(longest.chars().count(), OwnPassword::MAX_LENGTH as usize);
    assert_eq!(parse(&longest).unwrap().reveal(), longest);
    let too_long = Some(InvalidOwnPassword::TooLong { maximum: 256 });
    assert_eq!(problem(parse(&format!("{longest}x"))), too_long);

    let largest = "😀".repeat(256);
    assert_eq!(largest.len(), OwnPassword::MAX_INPUT_BYTES);
    assert_eq!(problem(parse(&largest)), None);
    assert_eq!(problem(parse(&format!("{largest}x"))), too_long);
}

/// Otherwise a megabyte would be normalised before it is refused.
#[test]
fn an_input_of_more_than_1024_bytes_is_too_long_before_anything_else() {
    let too_long = Some(InvalidOwnPassword::TooLong { maximum: 256 });
    assert_eq!(problem(parse(&"\0".repeat(1025))), too_long);
    assert_eq!(problem(parse(&"e\u{301}".repeat(342))), too_long);
    assert_eq!(problem(parse(&"a".repeat(1 << 20))), too_long);
}

#[test]
fn what_nobody_types_is_refused() {
    assert_eq!(problem(parse("quinze\0caracteres")), Some(InvalidOwnPassword::ForbiddenCharacter));
    // Pasted along, and typed by nobody.
    for unseen in ['\u{feff}', '\u{200b}', '\u{ad}', '\u{2060}', '\u{2064}'] {
        let pasted = format!("{unseen}quatro janelas e um rio");
        assert_eq!(problem(parse(&pasted)), Some(InvalidOwnPassword::ForbiddenCharacter), "{unseen:?}");
    }
    for typed in
        ["👩\u{200d}🏫 quatro janelas e um rio", "می\u{200c}خواهم quatro janelas", "❤\u{fe0f} quatro janelas e um rio"]
    {
        assert_eq!(problem(parse(typed)), None, "{typed}");
    }
}

#[test]
fn the_same_text_is_the_same_password_from_every_keyboard() {
    let composed = parse("cora\u{e7}\u{e3}o de estudante").unwrap();
    let decomposed = parse("corac\u{327}a\u{303}o de estudante").unwrap();
    assert_eq!(composed.reveal(), decomposed.reveal());
    assert_eq!(*OwnPassword::normalise("corac\u{327}a\u{303}o de estudante"), composed.reveal());
}

/// NFC, not NFKC: NIST SP 800-63B-4 has it so, and `ﬁ` stays what was typed.
#[test]
fn compatibility_characters_are_left_alone() {
    assert_eq!(parse("ﬁm de semana № ²").unwrap().reveal(), "ﬁm de semana № ²");
}

#[test]
fn debug_output_shows_nothing() {
    let shown = format!("{:?}", parse("quinze caracteres").unwrap());
    assert_eq!(shown, "OwnPassword(…)");
}

#[test]
fn little_more_than_ones_name_is_refused() {
    for input in [
        "Maria Souza 2026!!",
        "mariasouzamariasouza",
        "MARIA-SOUZA-20261231",
        "m.a.r.i.a.s.o.u.z.a",
        "souza souza souza",
        "Mária Sóuza 123!",
        "2026!!maria!!2027",
        "maria 8371946204857",
        "minha maria souza",
        "Maria😀😀😀😀😀😀😀😀😀😀",
    ] {
        assert_eq!(problem(parse_for_maria(input)), Some(InvalidOwnPassword::ContainsName), "{input}");
    }
}

#[test]
fn accents_and_case_of_the_name_make_no_difference() {
    let about = About { display_name: "JOÃO Conceição", ..About::default() };
    for input in ["joao conceicao 12", "João Conceição 12", "joa\u{303}o CONCEIC\u{327}A\u{303}O!"] {
        let result = OwnPassword::parse(input, &POLICY, &about);
        assert_eq!(problem(result), Some(InvalidOwnPassword::ContainsName), "{input}");
    }
}

#[test]
fn short_names_count_when_written_together() {
    let about = About { display_name: "Ana Luz", ..About::default() };
    let parse = |input| problem(OwnPassword::parse(input, &POLICY, &about));
    assert_eq!(parse("analuz 2026-2027"), Some(InvalidOwnPassword::ContainsName));
    assert_eq!(parse("banana na luz da lua"), None);
}

#[test]
fn little_more_than_ones_address_is_refused() {
    let about = About { email: "chico77@hotmail.example", ..About::default() };
    for input in
        ["chico77 chico77 1", "hotmail example", "hotmail!!!!!!!!!", "chico77@hotmail.example", "CHICO77-hotmail-2026"]
    {
        let result = OwnPassword::parse(input, &POLICY, &about);
        assert_eq!(problem(result), Some(InvalidOwnPassword::ContainsEmail), "{input}");
    }
}

#[test]
fn little_more_than_the_organization_is_refused() {
    for input in ["biblioteca 2026!", "Biblioteca Acai", "bibliotecaacai1", "abc Biblioteca 1!", "Açaí Açaí Açaí Açaí"]
        .into_iter()
        // This service: its name, and the labels of its host.
        .chain([
            "chaveiro chaveiro",
            "escolaaurora escolaaurora",
            "https://contas.escola-aurora.br",
            "Contas Aurora Escola",
        ])
    {
        assert_eq!(problem(parse_for_maria(input)), Some(InvalidOwnPassword::ContainsOrganization), "{input}");
    }
}

#[test]
fn name_address_and_organization_do_not_make_a_password_together() {
    assert_eq!(problem(parse_for_maria("Maria Biblioteca 2026")), Some(InvalidOwnPassword::ContainsName));
    assert_eq!(problem(parse_for_maria("prefeitura biblioteca")), Some(InvalidOwnPassword::ContainsEmail));
}

#[test]
fn a_passphrase_may_contain_the_name_among_other_things() {
    for input in [
        "maria comprou sete abacaxis",
        "a biblioteca fecha cedo hoje",
        "cavalo bateria grampo certo",
        "xK9-maria-83kd-0a9d-22",
        "prefeitura, ponte, peneira",
    ] {
        assert_eq!(parse_for_maria(input).unwrap().reveal(), input);
    }
}

/// Anybody's: no page must tell whose it is.
#[test]
fn a_cpf_with_little_beside_is_refused() {
    for input in ["52998224725 2026", "529.982.247-25!!!!", "2026 52998224725", "1252998224725 34", "maria 52998224725"]
    {
        assert_eq!(problem(parse(input)), Some(InvalidOwnPassword::Cpf), "{input}");
    }
    // Also among digits that a password manager has chosen.
    for input in ["52998224725 sete barcas", "837194620485720", "52998224720 2026", "830529982247259174620"] {
        assert_eq!(problem(parse(input)), None, "{input}");
    }
}

#[test]
fn the_temporary_password_is_refused_however_it_is_written() {
    let about = About { temporary_password: "Casa-prato-lua-rede", ..About::default() };
    for input in ["casa-prato-lua-rede", "CASAPRATOLUAREDE", "casa prato. lua rede"] {
        let refused = problem(OwnPassword::parse(input, &POLICY, &about));
        assert_eq!(refused, Some(InvalidOwnPassword::SameAsTemporary), "{input}");
    }
    assert_eq!(problem(OwnPassword::parse("casa prato lua redes", &POLICY, &about)), None);
}

#[test]
fn what_is_unknown_forbids_nothing() {
    assert_eq!(problem(parse("Maria Souza 2026!!")), None);
    let about = About { email: "@", display_name: "Ed", names: "...", temporary_password: "-" };
    assert_eq!(problem(OwnPassword::parse("edededededededed", &POLICY, &about)), None);
}

proptest! {
    #[test]
    fn parsing_never_panics(input in any::<String>(), email in any::<String>(), display_name in any::<String>(), organization in any::<String>()) {
        let about =
            About { email: &email, display_name: &display_name, names: &organization, temporary_password: &display_name };
        let _ = OwnPassword::parse(&input, &PasswordPolicy { min_length: 0 }, &about);
    }

    #[test]
    fn an_accepted_password_is_accepted_again_unchanged(input in "\\PC{15,80}") {
        if let Ok(password) = parse(&input) {
            let again = parse(password.reveal()).unwrap();
            prop_assert_eq!(again.reveal(), password.reveal());
        }
    }

    #[test]
    fn the_name_with_digits_and_signs_is_never_a_password(
        before in "[0-9 !?.-]{0,12}",
        name in "(maria|MARIA|Souza|souza|Maria Souza|maria-souza)",
        after in "[0-9]{0,12}[ !?.-]{0,12}",
    ) {
        let result = OwnPassword::parse(&[before, name, after].concat(), &PasswordPolicy { min_length: 1 }, &MARIA);
        prop_assert_eq!(problem(result), Some(InvalidOwnPassword::ContainsName));
    }
}
