//! What every email must be, to any recipient.

use std::collections::HashSet;

use chaveiro::domain::{Locale, Timestamp};
use chaveiro::server::email::kinds::temporary_password::TemporaryPassword;
use chaveiro::server::email::kinds::{password_changed, test};
use chaveiro::server::email::letter::Occasion;
use chaveiro::server::email::letter::form::FormLetter;
use chaveiro::server::email::{CapturedMail, Letter, Mailer, MemoryOutbox, Transport};
use mail_parser::{MessageParser, MimeHeaders as _};

use super::{ada, captured, every_mail, invitation, one_space_between, preheader, sender, visible_words};

fn header<'a>(mail: &'a CapturedMail, name: &str) -> &'a str {
    let values: Vec<&str> =
        mail.headers.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect();
    let [value] = values.as_slice() else {
        panic!("{name} stands {} times in the mail", values.len());
    };
    value
}

/// M1
#[test]
fn a_mail_has_a_text_part_first_and_an_html_part_second() {
    for (_, _, mail) in every_mail() {
        let parsed = MessageParser::default().parse(&mail.raw).unwrap();
        assert_eq!(parsed.root_part().content_type().unwrap().subtype(), Some("alternative"));

        let parts: Vec<_> = parsed.parts.iter().skip(1).collect();
        let types: Vec<_> = parts
            .iter()
            .map(|part| part.content_type().unwrap())
            .map(|found| (found.subtype().unwrap(), found.attribute("charset").unwrap()))
            .collect();
        assert_eq!(types, [("plain", "utf-8"), ("html", "utf-8")]);

        let unix = |part: std::borrow::Cow<'_, str>| part.replace("\r\n", "\n");
        assert_eq!(unix(parsed.body_text(0).unwrap()), mail.text);
        assert_eq!(unix(parsed.body_html(0).unwrap()), mail.html);
    }
}

/// M1
#[test]
fn both_parts_say_the_same_in_the_same_order() {
    for (_, _, mail) in every_mail() {
        let html = visible_words(&mail.html);
        let mut rest = html.as_str();
        for paragraph in mail.text.split("\n\n") {
            let words = one_space_between(paragraph);
            let words =
                words.strip_prefix(['1', '2', '3']).and_then(|words| words.strip_prefix(". ")).unwrap_or(&words);
            // The text part has a colon where the HTML has a button.
            let words = words.replace(": https://", " https://");
            let (_, after) = rest.split_once(&words).unwrap_or_else(|| panic!("{words:?} is missing in {rest:?}"));
            rest = after;
        }
        assert_eq!(rest.trim(), "", "the HTML says more than the text");
    }
}

/// M2, M3
#[test]
fn the_headers_name_sender_and_recipient_and_mark_the_mail_as_automatic() {
    let mut ids = HashSet::new();
    for (_, to, mail) in every_mail() {
        assert_eq!(header(&mail, "From"), "Contas <contas@exemplo.org.br>");
        assert_eq!(header(&mail, "Reply-To"), "Suporte <suporte@exemplo.org.br>");
        assert!(header(&mail, "To").contains("ada@example.org"));
        assert!(header(&mail, "Date").ends_with("+0000"));
        assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
        assert_eq!(header(&mail, "X-Auto-Response-Suppress"), "All");
        assert_eq!(header(&mail, "Content-Language"), to.locale.as_str());

        let id = header(&mail, "Message-ID").to_owned();
        assert!(id.starts_with('<') && id.ends_with("@exemplo.org.br>"), "{id}");
        assert!(ids.insert(id), "two mails with one Message-ID");

        assert!(!mail.headers.iter().any(|(name, _)| name.starts_with("List-")));
        assert!(mail.at > Timestamp::from_millis(1_700_000_000_000));
    }
}

/// M3
#[test]
fn the_html_loads_nothing() {
    for (_, _, mail) in every_mail() {
        for loader in ["<img", "<script", "<link", "<iframe", "url(", "src=", "@import", "@font-face"] {
            assert!(!mail.html.contains(loader), "{loader}");
        }
    }
}

/// M4
#[test]
fn the_subject_is_short_names_the_organization_and_holds_no_secret() {
    for (sample, _, mail) in every_mail() {
        let subject =
            MessageParser::default().parse(&mail.raw).and_then(|parsed| parsed.subject().map(str::to_owned)).unwrap();
        assert_eq!(subject, mail.subject);
        assert!(subject.chars().count() <= 60, "{subject}");
        assert!(subject.ends_with(" – Prefeitura do Exemplo"), "{subject}");
        assert!(!subject.contains("URGENTE") && !subject.contains('!'), "{subject}");
        if let Some(password) = sample.password() {
            assert!(!subject.contains(password));
        }
    }
}

#[test]
fn a_long_organization_is_cut_in_the_subject_only() {
    let long = "Instituto Federal de Educação, Ciência e Tecnologia do Sudeste do Exemplo";
    for locale in Locale::ALL {
        let mut sender = sender();
        sender.organization = long.to_owned();
        let mail = captured(sender, &ada(locale), &invitation("481516"));
        assert!(mail.subject.chars().count() <= 60, "{}", mail.subject);
        assert!(mail.subject.contains('…'), "{}", mail.subject);
        assert!(one_space_between(&mail.text).contains(long));
    }
}

/// M5
#[test]
fn the_preheader_adds_to_the_subject_and_holds_no_secret() {
    for (sample, _, mail) in every_mail() {
        let preheader = preheader(&mail);
        assert!((40..=90).contains(&preheader.chars().count()), "{preheader}");
        assert_ne!(preheader, mail.subject);
        if let Some(password) = sample.password() {
            assert!(!preheader.contains(password));
        }
    }
}

/// M6: a button, and its address in full below.
#[test]
fn there_is_exactly_one_link_and_it_is_shown_in_full() {
    for (sample, _, mail) in every_mail() {
        let link = format!("https://contas.exemplo.org.br/{}", sample.path);
        assert_eq!(mail.text.matches("://").count(), 1);
        assert!(mail.text.lines().any(|line| line.trim() == link), "{}", mail.text);
        assert_eq!(mail.html.matches("href=").count(), 1);
        assert!(mail.html.contains(&format!("href=\"{link}\"")));
        let (_, below) = mail.html.split_once("</a></p>").expect("a button");
        assert!(below.contains(&format!(">{link}</p>")), "{}: the address is not below the button", sample.name);
    }
}

#[test]
fn the_public_address_may_have_a_path_and_any_number_of_slashes_at_its_end() {
    for (public_url, shown) in [
        ("https://a.example", "https://a.example/"),
        ("https://a.example/", "https://a.example/"),
        ("https://a.example/keys", "https://a.example/keys/"),
        ("https://a.example/keys//", "https://a.example/keys/"),
        ("http://localhost:3000/?x=1#y", "http://localhost:3000/"),
    ] {
        let mut sender = sender();
        sender.public_url = public_url.parse().unwrap();
        let mail = captured(sender, &ada(Locale::En), &test::letter());
        assert!(mail.text.lines().any(|line| line == shown), "{}", mail.text);
    }
}

/// M8
#[test]
fn the_invitation_says_who_why_and_what_to_do_in_three_steps() {
    for (locale, who) in [
        (Locale::PtBr, "Rui Lima (Prefeitura do Exemplo) criou uma conta para você."),
        (Locale::En, "Rui Lima created your Prefeitura do Exemplo account."),
    ] {
        let mail = captured(sender(), &ada(locale), &invitation("481516"));
        assert!(mail.text.contains(who), "{}", mail.text);
        let steps: Vec<&str> = mail.text.lines().filter(|line| line.starts_with(char::is_numeric)).collect();
        assert_eq!(steps.iter().map(|step| &step[..3]).collect::<Vec<_>>(), ["1. ", "2. ", "3. "]);
    }
}

/// Below the password: until when, and that it works once.
#[test]
fn the_deadline_is_right_below_the_password_in_both_parts() {
    for (locale, words) in [
        (Locale::PtBr, "Válida até 25/11/2026 às 14h00 (horário de Brasília). Só pode ser usada uma vez."),
        (Locale::En, "Valid until November 25, 2026 at 2:00 PM (Brasília time). It can be used only once."),
    ] {
        let mail = captured(sender(), &ada(locale), &invitation("481516"));
        for part in [one_space_between(&mail.text), visible_words(&mail.html)] {
            assert!(part.contains(&format!("481516 {words}")), "{part}");
        }
    }
}

#[test]
fn without_a_contact_address_the_creator_or_the_organization_is_named() {
    let mut sender = sender();
    sender.reply_to = None;
    let text = |letter: &dyn Letter| one_space_between(&captured(sender.clone(), &ada(Locale::En), letter).text);
    assert!(text(&invitation("481516")).contains("Request a new one on the sign-in page or contact Rui Lima."));
    let changed = text(&FormLetter::new(&password_changed::FORM));
    assert!(changed.contains("tell the team that manages Prefeitura do Exemplo accounts"), "{changed}");
}

/// M9: the letter never promises more than the server keeps.
#[test]
fn the_deadline_is_in_words_with_the_zone_and_rounded_down_to_the_minute() {
    for (millis, portuguese, english) in [
        (1_795_626_000_000, "25/11/2026 às 14h00 ", "November 25, 2026 at 2:00 PM "),
        (1_795_626_059_999, "25/11/2026 às 14h00 ", "November 25, 2026 at 2:00 PM "),
        (1_795_626_060_000, "25/11/2026 às 14h01 ", "November 25, 2026 at 2:01 PM "),
        (1_772_330_399_000, "28/02/2026 às 22h59 ", "February 28, 2026 at 10:59 PM "),
    ] {
        let letter = TemporaryPassword { valid_until: Timestamp::from_millis(millis), ..invitation("481516") };
        let text = |locale| one_space_between(&captured(sender(), &ada(locale), &letter).text);
        assert!(text(Locale::PtBr).contains(&format!("{portuguese}(horário de Brasília)")));
        assert!(text(Locale::En).contains(&format!("{english}(Brasília time)")));
    }
}

/// M10
#[test]
fn every_mail_says_that_nobody_asks_for_the_password() {
    for (_, to, mail) in every_mail() {
        let warning = match to.locale {
            Locale::PtBr => "Nunca pedimos sua senha por e-mail, mensagem ou telefone.",
            Locale::En => "We never ask for your password by email, message or phone.",
        };
        assert!(one_space_between(&mail.text).contains(warning));
    }
}

/// M11, M12
#[test]
fn the_html_is_small_and_names_its_language_and_both_color_schemes() {
    for (_, to, mail) in every_mail() {
        assert!(mail.html.contains(&format!("<html lang=\"{}\"", to.locale.as_str())));
        assert!(mail.html.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
        assert!(mail.html.len() < 30_000, "{} bytes", mail.html.len());
        assert_eq!(mail.html.matches("<table").count(), mail.html.matches("<table role=\"presentation\"").count());
    }
}

/// M15
#[test]
fn a_password_that_was_sent_again_says_that_the_earlier_one_is_dead() {
    let mails = every_mail();
    for (_, to, mail) in mails.iter().filter(|(sample, ..)| sample.name == "temporary_password_again") {
        let words = match to.locale {
            Locale::PtBr => "A que você recebeu antes não funciona mais.",
            Locale::En => "The one you received before no longer works.",
        };
        assert!(one_space_between(&mail.text).contains(words));
    }
}

/// M15
#[test]
fn a_changed_password_is_reported_with_time_and_origin() {
    let report = |address: Option<&str>| {
        let address = address.map(|address| address.parse().unwrap());
        let letter = FormLetter::new(&password_changed::FORM).about(Occasion { at: super::DEADLINE, address });
        one_space_between(&captured(sender(), &ada(Locale::En), &letter).text)
    };
    let at = "was changed on November 25, 2026 at 2:00 PM (Brasília time)";
    assert!(report(Some("203.0.113.7")).contains(&format!("{at}, from the IP address 203.0.113.7.")));
    assert!(report(Some("::ffff:203.0.113.7")).contains("address 203.0.113.7."));
    assert!(report(None).contains(&format!("{at}. If it was you")));
}

/// Anybody can type a foreign address and any name at `/register`; were the
/// name in the mail, our server would carry strangers' advertisements.
#[test]
fn a_mail_that_a_stranger_can_cause_does_not_repeat_the_name() {
    for (sample, _, mail) in every_mail() {
        let is_caused_by_strangers = sample.is_caused_by_strangers();
        assert_eq!(mail.text.contains("Conceição"), !is_caused_by_strangers);
        assert_eq!(mail.html.contains("Conceição"), !is_caused_by_strangers);
        if is_caused_by_strangers {
            assert_eq!(header(&mail, "To"), "ada@example.org");
        }
    }
}

#[tokio::test]
async fn the_memory_keeps_the_newest_two_hundred_mails_under_their_numbers() {
    let outbox = MemoryOutbox::default();
    let mailer = Mailer::new(sender(), Transport::Memory(outbox.clone()));
    for _ in 0..MemoryOutbox::CAPACITY + 3 {
        let accepted = mailer.send(&ada(Locale::En), &test::letter()).await.unwrap();
        assert_eq!(accepted.answer, "kept in memory");
    }

    let mails = outbox.list();
    assert_eq!(mails.len(), MemoryOutbox::CAPACITY);
    assert_eq!(mails.first().unwrap().id, 4);
    assert_eq!(outbox.get(203).unwrap().to, "ada@example.org");
    assert!(outbox.get(3).is_none());

    outbox.clear();
    assert!(outbox.list().is_empty());
    mailer.send(&ada(Locale::En), &test::letter()).await.unwrap();
    assert_eq!(outbox.list().first().unwrap().id, 204);
}

#[test]
fn debug_output_of_a_captured_mail_has_no_contents() {
    let mail = captured(sender(), &ada(Locale::En), &invitation("481516"));
    assert!(!format!("{mail:?}").contains("481516"));
    let json = serde_json::to_value(&mail).unwrap();
    assert!(json["text"].as_str().unwrap().contains("481516"));
}
