//! Letters: what a mail says, as a list of blocks.
//!
//! The blocks are the one source of both parts of the mail, so that text and
//! HTML cannot say different things.

pub mod draft;
pub mod form;

use super::envelope::{Addressee, Sender};
use super::harmless;
use crate::domain::appearance::filled;
use crate::domain::{AccentColor, Logo, Placeholder, Timestamp};
use draft::Draft;
use std::net::IpAddr;

/// What a mail says. Each kind of mail has its own, in [`super::kinds`].
///
/// No `Debug`: some of them carry a secret.
pub trait Letter: Send + Sync {
    /// Puts it into the words of the reader's language.
    fn write(&self, draft: &Draft<'_>) -> Content;

    /// What must never show up in an answer or a log.
    fn secrets(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Whether it calls the reader by the name of the account or registration.
    ///
    /// Not before somebody has proved that the mailbox is theirs: otherwise a stranger
    /// who registers with another person's address and "You have won, go to …" as the
    /// name would have us deliver that.
    fn names_the_reader(&self) -> bool {
        true
    }

    /// Whether the organization's introduction belongs in it: to those who get their account.
    fn takes_introduction(&self) -> bool {
        false
    }
}

/// The words of a letter between greeting and footer.
pub struct Content {
    /// The subject without the organization's name. No secret.
    pub title: &'static str,
    /// 40 to 90 characters that the inbox shows beside the subject. No secret.
    pub preheader: String,
    /// The content of the letter, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A piece of a letter.
pub enum Block {
    /// The first line.
    Greeting(String),
    /// A paragraph.
    Paragraph(String),
    /// A numbered step, with what belongs to it below.
    Step(u8, String, Vec<Self>),
    /// A link as a button, with its address in full below.
    Button {
        /// What it does: verb and object.
        label: &'static str,
        /// Where it leads.
        link: String,
    },
    /// A temporary password, alone on its line, so that it can be copied whole.
    Secret(String),
    /// A remark about what is above it.
    Note(String),
    /// A paragraph of the organization's own, with line ends in it.
    Own(String),
    /// The last line.
    Footer(String),
}

/// When something happened, and from where.
#[derive(Clone, Copy)]
pub struct Occasion {
    /// When it happened.
    pub at: Timestamp,
    /// The network address, if known.
    pub address: Option<IpAddr>,
}

/// A letter in the words of one language, ready to be set as text or HTML.
pub(super) struct Written {
    /// At most 60 characters, no secret.
    pub subject: String,
    /// What the inbox shows beside the subject, no secret.
    pub preheader: String,
    /// Who writes.
    pub organization: String,
    /// The language tag.
    pub language: &'static str,
    /// How the `To` header names the person.
    pub addressee: Option<String>,
    /// The content of the letter, from top to bottom.
    pub blocks: Vec<Block>,
    /// Its color; none for ours.
    pub accent: Option<AccentColor>,
    /// Above who writes.
    pub logo: Option<Logo>,
}

/// Puts a letter into the words of the addressee's language.
pub(super) fn write(letter: &dyn Letter, sender: &Sender, to: &Addressee) -> Written {
    let organization = harmless::one_line(&sender.organization);
    let zone = to.time_zone.as_ref().unwrap_or(&sender.time_zone);
    let draft = Draft { locale: to.locale, zone, organization: &organization, email: to.email.as_str(), sender };
    let name = letter.names_the_reader().then(|| to.display_name.as_str());
    let content = letter.write(&draft);

    let own = sender.look.words.of(to.locale);
    let paragraphs = |text: &str| own_paragraphs(text, &draft, name);
    let mut blocks = vec![Block::Greeting(draft.greeting(name))];
    if letter.takes_introduction() {
        blocks.extend(paragraphs(&own.introduction));
    }
    blocks.extend(content.blocks);
    blocks.extend(paragraphs(&own.signature));
    blocks.push(Block::Footer(draft.footer()));
    Written {
        subject: draft.subject(content.title),
        preheader: content.preheader,
        language: to.locale.as_str(),
        addressee: name.map(harmless::one_line),
        accent: sender.look.accent,
        logo: sender.look.logo.clone(),
        blocks,
        organization,
    }
}

/// The organization's words with their gaps filled, a block for each paragraph.
///
/// Who is not to be called by name (see [`Letter::names_the_reader`]) is called by the address.
fn own_paragraphs(text: &str, draft: &Draft<'_>, name: Option<&str>) -> Vec<Block> {
    let fill = |placeholder| match placeholder {
        Placeholder::Name => name.map_or_else(|| draft.email.to_owned(), harmless::name),
        Placeholder::Email => draft.email.to_owned(),
        Placeholder::Organization => draft.organization.to_owned(),
        Placeholder::Site => draft.site(),
    };
    let lines = |paragraph: &str| {
        paragraph.lines().map(|line| harmless::one_line(&filled(line, fill))).collect::<Vec<_>>().join("\n")
    };
    text.split("\n\n").map(lines).filter(|lines| !lines.is_empty()).map(Block::Own).collect()
}
