//! The mails: what they say, how they are built, and what each way of failing means.

mod blame;
mod certificates;
mod composition;
mod header_lines;
mod hostile_names;
mod kept_connections;
mod replies;
mod sending;
mod settings;

use chaveiro::domain::{DisplayName, EmailAddress, Locale, Role, Timestamp};
use chaveiro::locale::time::Zone;
use chaveiro::server::email::letter::{Occasion, Undo};
use chaveiro::server::email::{CapturedMail, Letter, Mailer, MemoryOutbox, Recipient, Sender, Transport};
use std::net::{IpAddr, Ipv4Addr};

/// 25 November 2026, 14:00:59 in Brasília.
const DEADLINE: Timestamp = Timestamp::from_millis(1_795_626_059_000);

/// Shaped as the token of a link is.
const LINK: &str = "q3Jv0uN2b8xWm5kYt1ZcA7hPfL9sRgDeXoBi4nUw6Ey";

const OCCASION: Occasion = Occasion { at: DEADLINE, address: Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7))) };

fn sender() -> Sender {
    Sender {
        time_zone: Zone::usual(Locale::PtBr),
        from: "Contas <contas@exemplo.org.br>".parse().unwrap(),
        reply_to: Some("Suporte <suporte@exemplo.org.br>".parse().unwrap()),
        organization: "Prefeitura do Exemplo".to_owned(),
        public_url: "https://contas.exemplo.org.br".parse().unwrap(),
    }
}

fn ada(locale: Locale) -> Recipient {
    Recipient {
        email: EmailAddress::parse("ada@example.org").unwrap(),
        display_name: DisplayName::parse("Ada Conceição").unwrap(),
        locale,
        time_zone: None,
    }
}

fn invitation(password: &str) -> Letter<'_> {
    Letter::TemporaryPassword {
        password,
        link: LINK,
        valid_until: DEADLINE,
        created_by: Some("Rui Lima"),
        again: false,
    }
}

/// One letter of each kind, the first mail sent again included.
fn every_letter() -> Vec<Letter<'static>> {
    vec![
        invitation("481516"),
        Letter::TemporaryPassword {
            password: "23-42-correct-horse",
            link: LINK,
            valid_until: DEADLINE,
            created_by: None,
            again: true,
        },
        Letter::ConfirmRegistration { token: "Zm9v-YmFy_YmF6", valid_until: DEADLINE },
        Letter::AlreadyRegistered,
        Letter::PasswordChanged(OCCASION),
        Letter::SetPassword {
            token: "Zm9v-YmFy_YmF6",
            valid_until: DEADLINE,
            address: Some("203.0.113.7".parse().unwrap()),
        },
        Letter::AddressChanged(OCCASION),
        Letter::ConfirmAddress { token: "Zm9v-YmFy_YmF6", valid_until: DEADLINE, address: OCCASION.address },
        Letter::OwnAddressChanged { occasion: OCCASION, undo: None },
        Letter::OwnAddressChanged {
            occasion: OCCASION,
            undo: Some(Undo { token: "Zm9v-YmFy_YmF6", valid_until: DEADLINE }),
        },
        Letter::AddressRestored(OCCASION),
        Letter::RoleChanged { role: Role::Admin, occasion: OCCASION },
        Letter::RoleChanged { role: Role::Member, occasion: Occasion { address: None, ..OCCASION } },
        Letter::AccountDeleted(OCCASION),
        Letter::ApprovalAsked,
        Letter::RegistrationApproved,
        Letter::RegistrationRefused,
        Letter::NewDevice(OCCASION),
        Letter::CodeExhausted(OCCASION),
        Letter::CodesClosed { at: DEADLINE, guesses: 100 },
        Letter::Test,
    ]
}

/// The mail as development mode would show it.
fn captured(sender: Sender, to: &Recipient, letter: &Letter<'_>) -> CapturedMail {
    let outbox = MemoryOutbox::default();
    let mailer = Mailer::new(sender, Transport::Memory(outbox.clone()));
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(mailer.send(to, letter)).unwrap();
    outbox.list().pop().unwrap()
}

/// Each kind of letter in each language.
fn every_mail() -> Vec<(Letter<'static>, Recipient, CapturedMail)> {
    let mut mails = Vec::new();
    for locale in Locale::ALL {
        for letter in every_letter() {
            let to = ada(locale);
            let mail = captured(sender(), &to, &letter);
            mails.push((letter, to, mail));
        }
    }
    mails
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
