//! Header lines on the wire: RFC 2047, 2 and RFC 5322, 2.1.1.

use super::{ada, captured, invitation, sender};
use chaveiro::domain::{DisplayName, EmailAddress, Locale};
use chaveiro::server::email::kinds::test;
use chaveiro::server::email::{Addressee, CapturedMail};
use mail_parser::MessageParser;

fn check_lines(mail: &CapturedMail) {
    let (head, _) = mail.raw.split_once("\r\n\r\n").expect("a head");
    for line in head.split("\r\n") {
        assert!(line.is_ascii(), "{line}");
        let is_encoded = line.contains("=?");
        assert!(line.len() <= if is_encoded { 76 } else { 998 }, "{} characters: {line}", line.len());
        for word in line.split_whitespace().filter(|word| word.starts_with("=?")) {
            assert!(word.len() <= 75 && word.ends_with("?="), "{word}");
        }
    }
}

#[test]
fn no_line_with_an_encoded_word_is_longer_than_76_characters_and_names_read_as_they_were() {
    let long_address = format!("{}@{}.example.org", "a".repeat(60), "b".repeat(50));
    let names = [
        "Ada".to_owned(),
        "Ada Conceição".to_owned(),
        "Secretaria Municipal de Educação de São João do Jaguaribe – Gestão Pedagógica".to_owned(),
        "João".repeat(20),
        "ção".repeat(25),
        "日本語の名前がとても長い場合にも行は短くなければならない".to_owned(),
        "🦀 Equipe de Contas 🦀".to_owned(),
        r#"Contas "do" Exemplo (TI), \o/"#.to_owned(),
        "Contas=?utf-8?q?x?=".to_owned(),
        "Setor de Contas e Acessos do Instituto Federal do Exemplo no Sudeste do Brasil".to_owned(),
    ];
    for name in &names {
        for address in ["a@example.org", long_address.as_str()] {
            let mut sender = sender();
            sender.from.name = Some(name.clone());
            sender.from.email = address.parse().unwrap();
            sender.reply_to = Some(sender.from.clone());
            sender.organization = name.clone();
            let to = Addressee { email: EmailAddress::parse(address).unwrap(), ..ada(Locale::PtBr) };
            let to = Addressee { display_name: DisplayName::parse(name).unwrap_or(to.display_name), ..to };
            let mail = captured(sender, &to, &invitation("481516"));
            check_lines(&mail);

            let parsed = MessageParser::default().parse(&mail.raw).unwrap();
            for header in [parsed.from(), parsed.reply_to()] {
                let first = header.unwrap().first().unwrap();
                assert_eq!(first.name(), Some(name.as_str()));
                assert_eq!(first.address(), Some(address));
            }
            assert_eq!(parsed.to().unwrap().first().unwrap().address(), Some(address));
            assert_eq!(parsed.subject(), Some(mail.subject.as_str()));
        }
    }
}

#[test]
fn a_sender_without_a_name_is_an_address() {
    let mut sender = sender();
    sender.from.name = None;
    let mail = captured(sender, &ada(Locale::En), &test::letter());
    assert!(mail.raw.starts_with("From: contas@exemplo.org.br\r\n"), "{}", &mail.raw[..60]);
    check_lines(&mail);
}
