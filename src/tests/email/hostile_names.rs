//! Whatever people and organizations are called, the mail stays a mail.

use chaveiro::domain::{DisplayName, Locale};
use chaveiro::server::email::Addressee;
use chaveiro::server::email::kinds::temporary_password::{Reason, TemporaryPassword};
use mail_parser::MessageParser;
use proptest::prelude::*;

use super::{ada, captured, invitation, sender};

const INVISIBLE: [char; 4] = ['\u{202e}', '\u{2066}', '\u{2028}', '\0'];
const HEADERS: [&str; 10] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Language",
    "Reply-To",
    "MIME-Version",
];

/// Pieces that have broken mails somewhere, and any characters at all.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\nBcc: eve@evil.example\r\n"),
        Just("\n.\n"),
        Just("\r.\r"),
        Just("\u{85}\u{2028}\u{0}"),
        Just("\"<eve@evil.example>, \""),
        Just("=?utf-8?b?DQpCY2M6?="),
        Just("<a href=http://evil.example>x</a>"),
        Just("</td></table><script>"),
        Just("&lt;&#847;&"),
        Just("{{7*7}} {organization} %s"),
        Just("http://evil.example"),
        Just("www.evil.example"),
        Just("\\\""),
        Just("(x) [y]: ;,@"),
        Just("\u{202e}\u{2066}"),
        Just("👩‍👩‍👧‍👦 שלום ﷽ ạ̷̛"),
        Just("   "),
    ]
    .prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![3 => piece, 1 => any::<String>(), 1 => "[a-zà-ú]{1,200}"], 0..8)
        .prop_map(|pieces| pieces.concat())
}

/// Names are narrower: `DisplayName` refuses what no name contains.
fn hostile_name() -> impl Strategy<Value = DisplayName> {
    hostile_text().prop_map(|text| {
        let name: String = text.chars().take(DisplayName::MAX_LENGTH).collect();
        let visible: String = name.chars().filter(|character| !character.is_control()).collect();
        DisplayName::parse(&name)
            .or_else(|_| DisplayName::parse(&visible))
            .or_else(|_| DisplayName::parse("\"<O'Hara & Söhne>\\\", ; (x) http://evil.example"))
            .unwrap()
    })
}

fn locale() -> impl Strategy<Value = Locale> {
    prop::sample::select(Locale::ALL.to_vec())
}

fn assert_is_well_formed(raw: &str) {
    assert!(raw.is_ascii());
    for line in raw.split("\r\n") {
        assert!(!line.contains(['\r', '\n']), "a bare CR or LF: {line:?}");
        assert!(line.len() <= 998, "a line of {} octets", line.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// M13, G06, G07
    #[test]
    fn no_name_breaks_a_line_adds_a_header_or_becomes_markup(
        name in hostile_name(),
        creator in hostile_text(),
        organization in hostile_text(),
        locale in locale(),
        reason in prop::sample::select(vec![Reason::Created, Reason::Again, Reason::Reminder]),
    ) {
        let to = Addressee { display_name: name.clone(), ..ada(locale) };
        let mut sender = sender();
        sender.organization = organization;
        let letter = TemporaryPassword { created_by: Some(creator), reason, ..invitation("k7m-q2x") };
        let mail = captured(sender, &to, &letter);
        assert_is_well_formed(&mail.raw);

        let parsed = MessageParser::default().parse(&mail.raw).unwrap();
        let headers: Vec<&str> = parsed.headers_raw().map(|(name, _)| name).collect();
        prop_assert_eq!(&headers[..HEADERS.len()], &HEADERS[..]);
        prop_assert_eq!(&headers[HEADERS.len()..], &["Content-Type"]);
        let recipients: Vec<_> = parsed.to().unwrap().iter().collect();
        prop_assert_eq!(recipients.len(), 1);
        prop_assert_eq!(recipients[0].address(), Some("ada@example.org"));
        prop_assert_eq!(parsed.parts.len(), 3);
        prop_assert_eq!(&parsed.body_text(0).unwrap().replace("\r\n", "\n"), &mail.text);
        prop_assert_eq!(&parsed.body_html(0).unwrap().replace("\r\n", "\n"), &mail.html);

        prop_assert!(mail.subject.chars().count() <= 60);
        prop_assert_eq!(mail.html.matches("href=").count(), 1 + mail.html.matches("&lt;a href=").count());
        prop_assert_eq!(mail.html.matches("<a ").count(), 1);
        prop_assert!(!mail.html.contains("<script"));
        prop_assert!(!mail.text.contains("{{49}}"));
        prop_assert!(!mail.text.contains(INVISIBLE));
        let lines = mail.text.lines().filter(|line| line.trim_matches(' ') == "k7m-q2x");
        prop_assert_eq!(lines.count(), 1);
    }

    /// G07: mail programs make links of what looks like one.
    #[test]
    fn an_address_in_a_persons_name_does_not_look_like_a_link(name in hostile_name()) {
        let to = Addressee { display_name: name.clone(), ..ada(Locale::En) };
        let letter = TemporaryPassword { created_by: Some(name.as_str().to_owned()), ..invitation("k7m-q2x") };
        let mail = captured(sender(), &to, &letter);
        for part in [&mail.text, &mail.html] {
            prop_assert!(!part.contains("evil.example"));
            prop_assert!(!part.contains("//evil"));
        }
    }

    /// M7
    #[test]
    fn the_password_is_on_a_line_of_its_own_and_is_copied_exactly(
        password in "[A-Za-z0-9]([A-Za-z0-9=._-]{4,62})[A-Za-z0-9]",
        locale in locale(),
    ) {
        let mail = captured(sender(), &ada(locale), &invitation(&password));
        let lines: Vec<&str> = mail.text.lines().filter(|line| line.contains(&password)).collect();
        prop_assert_eq!(lines.len(), 1);
        prop_assert_eq!(lines[0].trim_start_matches(' '), &password);

        let (_, code) = mail.html.split_once("<code").unwrap();
        let (attributes, code) = code.split_once('>').unwrap();
        let (code, _) = code.split_once("</code>").unwrap();
        prop_assert_eq!(code, &password);
        prop_assert!(attributes.contains("monospace") && attributes.contains("user-select:all"));

        let parsed = MessageParser::default().parse(&mail.raw).unwrap();
        let text = parsed.body_text(0).unwrap().into_owned();
        prop_assert!(text.lines().any(|line| line.trim_start_matches(' ') == password));
        assert_is_well_formed(&mail.raw);
    }
}
