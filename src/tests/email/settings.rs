//! Which addresses of a mail server are taken, and what is said about the others.

use chaveiro::server::email::{Encryption, InvalidSmtpUrl, SmtpSettings};
use zeroize::Zeroizing;

fn parse(url: &str) -> Result<SmtpSettings, InvalidSmtpUrl> {
    SmtpSettings::parse(url, None, false)
}

fn parse_with_password(url: &str) -> Result<SmtpSettings, InvalidSmtpUrl> {
    SmtpSettings::parse(url, Some(Zeroizing::new("correct horse".to_owned())), false)
}

#[test]
fn an_address_says_host_port_and_encryption() {
    for (url, host, port, encryption) in [
        ("smtps://mail.example.org", "mail.example.org", 465, Encryption::Implicit),
        ("smtps://mail.example.org:10465/", "mail.example.org", 10465, Encryption::Implicit),
        ("smtps://MAIL.example.org?tls=required", "mail.example.org", 465, Encryption::Implicit),
        ("smtp://mail.example.org?tls=required", "mail.example.org", 587, Encryption::StartTlsRequired),
        ("smtp://mail.example.org:25?tls=required", "mail.example.org", 25, Encryption::StartTlsRequired),
        ("smtp://localhost", "localhost", 25, Encryption::None),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Encryption::None),
        ("smtp://[::1]:1025", "::1", 1025, Encryption::None),
    ] {
        let settings = parse(url).unwrap();
        assert_eq!((settings.host.as_str(), settings.port, settings.encryption), (host, port, encryption), "{url}");
        assert!(settings.credentials.is_none());
    }
}

#[test]
fn the_user_name_may_be_an_address_or_be_percent_encoded() {
    for (url, user) in [
        ("smtps://ada@mail.example.org", "ada"),
        ("smtps://ada@example.org@mail.example.org", "ada@example.org"),
        ("smtps://ada%40example.org@mail.example.org", "ada@example.org"),
        ("smtps://ada+tag%2Fx@mail.example.org", "ada+tag/x"),
        ("smtps://jo%C3%A3o@mail.example.org", "joão"),
    ] {
        let (found, password) = parse_with_password(url).unwrap().credentials.unwrap();
        assert_eq!((found.as_str(), password.as_str()), (user, "correct horse"));
    }
}

#[test]
fn mail_in_the_clear_stays_on_this_machine_unless_the_operator_insists() {
    for url in ["smtp://mail.example.org", "smtp://10.0.0.7:25", "smtp://localhost.example.org"] {
        assert!(matches!(parse(url), Err(InvalidSmtpUrl::Plaintext(_))), "{url}");
        let settings = SmtpSettings::parse(url, None, true).unwrap();
        assert_eq!(settings.encryption, Encryption::None);
    }
}

#[test]
fn what_is_wrong_is_said_in_one_sentence_that_says_how_to_mend_it() {
    for (url, mend) in [
        ("mail.example.org", "write it as smtps://"),
        ("smtps://", "write it as smtps://"),
        ("smtps://mail server", "write it as smtps://"),
        ("https://mail.example.org", "must start with smtps:// or smtp://"),
        ("smtps://ada:hunter2@mail.example.org", "set CHAVEIRO_SMTP_PASSWORD"),
        ("smtps://ada@mail.example.org", "set CHAVEIRO_SMTP_PASSWORD"),
        ("smtp://mail.example.org", "add ?tls=required"),
        ("smtp://mail.example.org?tls=opportunistic", "only ?tls=required is known"),
        ("smtp://mail.example.org?tls=required&x=1", "only ?tls=required is known"),
        ("smtps://mail.example.org/inbox", "remove /inbox"),
        ("smtp://127.0.0.1:0", "has port 0: write its real one"),
        ("smtps://mail.example.org:0", "has port 0: write its real one"),
        ("smtps://a%zz@mail.example.org", "write it as smtps://"),
        ("smtps://a%@mail.example.org", "write it as smtps://"),
    ] {
        let message = parse(url).unwrap_err().to_string();
        assert!(message.contains(mend), "{url}: {message}");
        assert!(!message.contains('\n') && !message.contains("hunter2"), "{message}");
    }
    assert_eq!(parse_with_password("smtps://mail.example.org").unwrap_err(), InvalidSmtpUrl::UserMissing);
}

#[test]
fn debug_output_of_the_settings_has_no_password() {
    let settings = parse_with_password("smtps://ada@mail.example.org").unwrap();
    assert!(!format!("{settings:?}").contains("horse"));
}
