//! What `EmailAddress::parse` accepts, what it refuses, and that mail can be sent to it.

use chaveiro::domain::{EmailAddress, InvalidEmailAddress, Locale};
use chaveiro::locale::problems;
use lettre::message::{Mailbox, Message, header};
use proptest::prelude::*;

fn parse(input: &str) -> Result<EmailAddress, InvalidEmailAddress> {
    EmailAddress::parse(input)
}

#[test]
fn an_address_is_trimmed_and_lower_cased() {
    let address = parse("  Maria.Souza@Example.ORG\n").unwrap();
    assert_eq!(address.as_str(), "maria.souza@example.org");
    assert_eq!(address.local_part(), "maria.souza");
    assert_eq!(address.host(), "example.org");
    assert_eq!(address.to_string(), "maria.souza@example.org");
}

#[test]
fn one_person_has_one_address_however_it_is_typed() {
    let spellings = ["bob@x.de", "Bob@X.de", "BOB@x.DE", " bob@x.de "];
    assert!(spellings.iter().all(|spelling| parse(spelling) == parse("bob@x.de")));
    assert_ne!(parse("bob+work@x.de"), parse("bob@x.de"));
    assert_ne!(parse("b.ob@x.de"), parse("bob@x.de"));
}

#[test]
fn ordinary_addresses_are_accepted() {
    for input in [
        "a@b.co",
        "o'brien@example.ie",
        "first.last+tag@sub.example.com.br",
        "#$&'*+-/=?^_`{|}~@example.org",
        "-@example.org",
        "1@1.x1",
        "joao@xn--caf-dma.example",
        "x@3com.com",
        "user@a-b.c-d.museum",
    ] {
        assert_eq!(parse(input).map(String::from).as_deref(), Ok(input));
    }
}

#[test]
fn nothing_but_white_space_is_empty() {
    for input in ["", " ", "\t\r\n", "\u{a0}\u{3000}"] {
        assert_eq!(parse(input), Err(InvalidEmailAddress::Empty), "{input:?}");
    }
}

#[test]
fn what_two_parsers_could_read_differently_is_malformed() {
    for input in [
        // shape
        "plain",
        "@",
        "@example.org",
        "maria@",
        "a@b@c.org",
        "a@@b.org",
        "a@b.org,c@d.org",
        "a@b.org;c@d.org",
        "a b@c.org",
        "a@b .org",
        "a@b.org x",
        "a:b@c.org",
        // quotes, comments, escapes, folds
        "\"a\"@b.org",
        "\"evil@x.example x\"@app.example",
        "\"a b\"@c.org",
        "a(comment)@b.org",
        "a@b.org(comment)",
        "a\\@b@c.org",
        "a@b.org\r\nBcc: c@d.org",
        "a\r\n @b.org",
        "a\0@b.org",
        "a@b.org\0",
        // dots
        ".a@b.org",
        "a.@b.org",
        "a..b@c.org",
        "a@.b.org",
        "a@b.org.",
        "a@b..org",
        "a@.",
        "a@b.",
        // source routes
        "a%b.org@c.org",
        "b.org!a@c.org",
        "a!@b.org",
        "@a.org:b@c.org",
        "a@b.org%c.org",
        // hosts
        "a@localhost",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        "a@[IPv6:::1]",
        "a@1.2",
        "a@b.123",
        "a@-b.org",
        "a@b-.org",
        "a@b.-org",
        "a@b.org-",
        "a@b_c.org",
        "a@b*.org",
        "a@b.org/",
        "a@b.org:25",
        "a@b.org#x",
        "a@*.org",
        // outside ASCII
        "joão@example.org",
        "a@exämple.org",
        "a@example.рф",
        "a\u{200b}@b.org",
        "ａ@b.org",
        "a＠b.org",
        "a@b。org",
        "a@b.\u{212a}org",
    ] {
        let refused = parse(input);
        let is_refused = matches!(
            refused,
            Err(InvalidEmailAddress::Malformed
                | InvalidEmailAddress::Invisible { .. }
                | InvalidEmailAddress::NotAscii { .. })
        );
        assert!(is_refused, "{input:?}: {refused:?}");
    }
}

/// Seen: "Enter a complete email address", of one with an accent.
#[test]
fn an_impossible_character_in_an_address_is_named() {
    for (input, character, pt_br, en) in [
        (
            "joão@example.org",
            'ã',
            "“ã”, e endereços de e-mail não têm acentos",
            "“ã”, and email addresses have no accents",
        ),
        ("João <joão@example.org>", 'ã', "não têm acentos", "no accents"),
        ("a@exämple.org", 'ä', "“ä”", "“ä”"),
        ("\u{430}na@example.org", '\u{430}', "(U+0430), que não é aceito", "(U+0430), which isn't accepted"),
        ("o’brien@example.ie", '’', "“’” (U+2019)", "“’” (U+2019)"),
    ] {
        let refused = parse(input).unwrap_err();
        assert_eq!(refused, InvalidEmailAddress::NotAscii { character }, "{input}");
        for (locale, words) in [(Locale::PtBr, pt_br), (Locale::En, en)] {
            assert!(problems::email(locale, refused).contains(words), "{input}: {}", problems::email(locale, refused));
        }
    }
    for input in ["joão", "joão@", "@joão.org", "joão@localhost", "joão@a@b.org"] {
        assert_eq!(parse(input), Err(InvalidEmailAddress::Malformed), "{input}");
    }
}

#[test]
fn what_is_pasted_along_with_an_address_does_not_count() {
    for input in [
        "\u{200B}maria@example.org",
        "maria@example.org\u{200B}",
        "\u{FEFF}maria@example.org\u{2060}",
        "\u{A0}maria@example.org\u{202F}",
        "\u{202A}maria@example.org\u{202C}",
        "\u{AD}maria@example.org\u{AD}\n",
        "\u{2800}maria@example.org\u{3164}",
        "mailto:maria@example.org",
        "MailTo:Maria@Example.org?subject=Ol%C3%A1",
        "<maria@example.org>",
        "< mailto:maria@example.org >",
        "Maria Souza <maria@example.org>",
        "\"Souza, Maria\" <maria@example.org>\u{200B}",
        "maria@example.org <maria@example.org>",
    ] {
        assert_eq!(parse(input).map(String::from).as_deref(), Ok("maria@example.org"), "{input:?}");
    }
}

#[test]
fn what_nobody_sees_inside_an_address_is_named() {
    for (input, character, pt_br, en) in [
        ("ma\u{200B}ria@example.org", '\u{200B}', "um espaço de largura zero (U+200B)", "a zero-width space (U+200B)"),
        ("maria@exam\u{AD}ple.org", '\u{AD}', "um hífen invisível (U+00AD)", "a soft hyphen (U+00AD)"),
        ("maria@\u{A0}example.org", '\u{A0}', "um espaço inseparável (U+00A0)", "a no-break space (U+00A0)"),
        ("maria souza@example.org", ' ', "um espaço. ", "a space. "),
        ("maria\t@example.org", '\t', "uma tabulação", "a tab"),
        (
            "Maria <ma\u{FE0F}ria@example.org>",
            '\u{FE0F}',
            "um caractere invisível (U+FE0F)",
            "an invisible character (U+FE0F)",
        ),
    ] {
        let refused = parse(input).unwrap_err();
        assert_eq!(refused, InvalidEmailAddress::Invisible { character }, "{input:?}");
        for (locale, name) in [(Locale::PtBr, pt_br), (Locale::En, en)] {
            let sentence = problems::email(locale, refused);
            assert!(sentence.contains(name), "{sentence}");
        }
    }
}

#[test]
fn the_limits_of_the_standards_are_kept_to_the_octet() {
    let label = "a".repeat(63);
    let local_part = "a".repeat(64);
    assert!(parse(&format!("{local_part}@{label}.org")).is_ok());
    assert_eq!(parse(&format!("{local_part}a@b.org")), Err(InvalidEmailAddress::Malformed));
    assert_eq!(parse(&format!("a@{label}a.org")), Err(InvalidEmailAddress::Malformed));

    let host = format!("{label}.{label}.{label}");
    let longest = format!("{}@{host}", "a".repeat(EmailAddress::MAX_LENGTH - host.len() - 1));
    assert_eq!(longest.len(), 254);
    assert!(parse(&longest).is_ok());
    assert!(parse(&format!("   {longest}   ")).is_ok(), "white space does not count");
    assert_eq!(parse(&format!("a{longest}")), Err(InvalidEmailAddress::TooLong));
    assert_eq!(parse(&"a".repeat(1 << 20)), Err(InvalidEmailAddress::TooLong));
    assert!(InvalidEmailAddress::TooLong.to_string().contains(&EmailAddress::MAX_LENGTH.to_string()));
}

/// `Debug` is what gets into logs.
#[test]
fn a_log_line_shows_only_the_first_letter_and_the_host() {
    let address = parse("maria@example.org").unwrap();
    assert_eq!(address.masked(), "m***@example.org");
    assert_eq!(format!("{address:?}"), "m***@example.org");
    assert_eq!(parse("m@example.org").unwrap().masked(), "m***@example.org");
}

#[test]
fn json_carries_the_plain_text_and_is_parsed_again() {
    let address = parse("Maria@example.org").unwrap();
    let json = serde_json::to_string(&address).unwrap();
    assert_eq!(json, r#""maria@example.org""#);
    assert_eq!(serde_json::from_str::<EmailAddress>(&json).unwrap(), address);
    assert!(serde_json::from_str::<EmailAddress>(r#""a@b@c""#).is_err());
}

/// Something that parses rather often.
fn almost_an_address() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]{1,66}@[a-zA-Z0-9.-]{1,70}\\.[a-z0-9-]{1,4}"
}

/// Always parses.
fn an_address() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9#$&'*+/=?^_`{|}~-]{1,30}(\\.[a-z0-9#$&'*+/=?^_`{|}~-]{1,10}){0,3}@([a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?\\.){1,4}[a-z]{1,10}"
}

/// As the mail sender writes it: in a header and in the envelope.
fn assert_lettre_can_write_to(address: &EmailAddress) {
    let theirs: lettre::Address = address.as_str().parse().expect("an address for the envelope");
    assert_eq!((theirs.user(), theirs.domain()), (address.local_part(), address.host()));

    let mailbox: Mailbox = address.as_str().parse().expect("a mailbox for the header");
    assert_eq!(mailbox, Mailbox::new(None, theirs.clone()));
    let named: Mailbox = format!("Maria <{address}>").parse().expect("a mailbox with a name");
    assert_eq!(named.email, theirs);

    let mail = Message::builder()
        .from(mailbox.clone())
        .to(mailbox)
        .header(header::ContentType::TEXT_PLAIN)
        .body(String::from("x"))
        .expect("a mail");
    assert_eq!(mail.envelope().to(), [theirs]);
    let written = String::from_utf8(mail.formatted()).expect("a mail in ASCII");
    let unfolded = written.replace("\r\n ", " ");
    assert!(unfolded.contains(&format!("To: {address}\r\n")), "{written}");
}

proptest! {
    #[test]
    fn parsing_never_panics(input in any::<String>()) {
        let _ = parse(&input);
    }

    #[test]
    fn what_has_the_shape_is_accepted_and_lettre_can_write_to_it(input in an_address()) {
        let address = parse(&input).unwrap();
        prop_assert_eq!(address.as_str(), input.to_lowercase());
        assert_lettre_can_write_to(&address);
    }

    #[test]
    fn whatever_is_accepted_has_one_at_sign_and_lettre_can_write_to_it(
        input in prop_oneof![almost_an_address(), any::<String>(), "\\PC{0,10}@\\PC{1,10}\\.\\PC{1,5}"]
    ) {
        if let Ok(address) = parse(&input) {
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
            prop_assert!(address.as_str().is_ascii());
            prop_assert!(address.as_str().len() <= EmailAddress::MAX_LENGTH);
            prop_assert_eq!([address.local_part(), address.host()].join("@"), address.as_str());
            assert_lettre_can_write_to(&address);
        }
    }

    #[test]
    fn an_accepted_address_parses_to_itself(input in an_address()) {
        let address = parse(&input).unwrap();
        prop_assert_eq!(parse(&address.to_string()), Ok(address));
    }

    #[test]
    fn one_more_at_sign_spoils_any_address(input in an_address(), position in any::<prop::sample::Index>()) {
        let mut input = input;
        let position = position.index(input.len() + 1);
        input.insert(position, '@');
        prop_assert_eq!(parse(&input), Err(InvalidEmailAddress::Malformed));
    }
}
