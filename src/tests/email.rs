//! The mails: what they say, how they are built, and what each way of failing means.

mod blame;
mod certificates;
mod composition;
mod header_lines;
mod hostile_names;
mod kept_connections;
mod replies;
mod samples;
mod sending;
mod settings;
mod slow_steps;
mod snapshots;

use chaveiro::domain::{DisplayName, EmailAddress, Locale, Timestamp};
use chaveiro::locale::time::Zone;
use chaveiro::server::email::letter::Occasion;
use chaveiro::server::email::{Addressee, CapturedMail, Letter, Mailer, MemoryOutbox, Sender, Transport};
use samples::{Sample, invitation, samples};
use std::net::{IpAddr, Ipv4Addr};

/// 25 November 2026, 14:00:59 in Brasília.
const DEADLINE: Timestamp = Timestamp::from_millis(1_795_626_059_000);

const OCCASION: Occasion = Occasion { at: DEADLINE, address: Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7))) };

fn sender() -> Sender {
    Sender {
        time_zone: Zone::usual(Locale::PtBr),
        from: "Contas <contas@exemplo.org.br>".parse().unwrap(),
        reply_to: Some("Suporte <suporte@exemplo.org.br>".parse().unwrap()),
        organization: "Prefeitura do Exemplo".to_owned(),
        public_url: "https://contas.exemplo.org.br".parse().unwrap(),
        look: Default::default(),
    }
}

fn ada(locale: Locale) -> Addressee {
    Addressee {
        email: EmailAddress::parse("ada@example.org").unwrap(),
        display_name: DisplayName::parse("Ada Conceição").unwrap(),
        locale,
        time_zone: None,
    }
}

/// The mail as development mode would show it.
fn captured(sender: Sender, to: &Addressee, letter: &dyn Letter) -> CapturedMail {
    let outbox = MemoryOutbox::default();
    let mailer = Mailer::new(sender, Transport::Memory(outbox.clone()));
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(mailer.send(to, letter)).unwrap();
    outbox.list().pop().unwrap()
}

/// Each kind of letter in each language.
fn every_mail() -> Vec<(Sample, Addressee, CapturedMail)> {
    let mut mails = Vec::new();
    for locale in Locale::ALL {
        for sample in samples() {
            let to = ada(locale);
            let mail = captured(sender(), &to, &*sample.letter);
            mails.push((sample, to, mail));
        }
    }
    mails
}

/// What the inbox shows beside the subject.
fn preheader(mail: &CapturedMail) -> String {
    let (_, hidden) = mail.html.split_once("<div style=\"display:none").unwrap();
    let (_, hidden) = hidden.split_once('>').unwrap();
    let (preheader, _) = hidden.split_once("&#847;").unwrap();
    html_escape::decode_html_entities(preheader).into_owned()
}

/// The words a person sees in the HTML, one space between them.
fn visible_words(html: &str) -> String {
    let (_, body) = html.split_once("</div>").expect("the preheader comes first");
    let mut words = String::new();
    let mut is_tag = false;
    for character in body.chars() {
        match character {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                words.push(' ');
            }
            _ if is_tag => {}
            _ => words.push(character),
        }
    }
    let words = html_escape::decode_html_entities(&words).into_owned();
    one_space_between(&words)
}

fn one_space_between(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
