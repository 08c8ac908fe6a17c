//! The form that all mails but the one with the temporary password share: what
//! happened, a button, and what else there is to know.

use super::draft::Draft;
use super::{Block, Content, Letter, Occasion};
use crate::domain::{Locale, Timestamp};

/// A mail's words in both languages, and where its button leads.
pub struct Form {
    /// Where the button leads, without a `/` at its beginning.
    pub path: &'static str,
    /// Whether it calls the reader by name; see [`Letter::names_the_reader`].
    pub names_the_reader: bool,
    /// In Portuguese.
    pub pt_br: Texts,
    /// In English.
    pub en: Texts,
}

/// A mail's words in one language. A sentence with gaps is a function, so that
/// nobody can misspell the name of a gap.
pub struct Texts {
    /// The subject without the organization's name, at most 36 characters.
    pub title: &'static str,
    /// 40 to 90 characters that add to the subject.
    pub preheader: fn(&Facts<'_>) -> String,
    /// The paragraphs above the button.
    pub before: &'static [fn(&Facts<'_>) -> String],
    /// The button: verb and object.
    pub button: &'static str,
    /// The paragraphs below the button.
    pub after: &'static [fn(&Facts<'_>) -> String],
}

/// What the gaps are filled with. What a mail does not know is empty.
pub struct Facts<'a> {
    /// Whose site it is.
    pub organization: &'a str,
    /// Where the letter goes.
    pub email: &'a str,
    /// When it happened, with zone.
    pub at: &'a str,
    /// Where from, to follow a sentence: `, from the network address …`.
    pub from: &'a str,
    /// Until when the link works, with zone.
    pub until: &'a str,
    /// The deadline without the zone, for the preheader.
    pub until_in_short: &'a str,
    /// Whom to turn to.
    pub contact: &'a str,
    /// What only this kind of mail knows.
    pub detail: &'a str,
    /// That nobody asks for a password.
    pub never_ask_for_password: &'a str,
    /// Whom to turn to, and what to do if the mail comes as a surprise.
    pub caution: &'a str,
}

/// A line of [`Texts`]: the warning that no honest person asks for a password.
pub fn never_ask_for_password(facts: &Facts<'_>) -> String {
    facts.never_ask_for_password.to_owned()
}

/// A line of [`Texts`]: the same, and what to do for people who did not expect the mail.
pub fn caution(facts: &Facts<'_>) -> String {
    facts.caution.to_owned()
}

/// A mail written by a form.
pub struct FormLetter {
    form: &'static Form,
    occasion: Option<Occasion>,
    link: Option<Link>,
    detail: Option<[String; 2]>,
}

/// A link that works once.
struct Link {
    token: String,
    valid_until: Timestamp,
}

impl FormLetter {
    /// A mail about nothing in particular.
    pub fn new(form: &'static Form) -> Self {
        Self { form, occasion: None, link: None, detail: None }
    }

    /// Tells when something happened and from where.
    pub fn about(self, occasion: Occasion) -> Self {
        Self { occasion: Some(occasion), ..self }
    }

    /// Adds a button that leads to an address that works once.
    pub fn with_link(self, token: &str, valid_until: Timestamp) -> Self {
        Self { link: Some(Link { token: token.to_owned(), valid_until }), ..self }
    }

    /// The same with what only this kind of mail knows, in words.
    pub fn with_detail(self, pt_br: impl Into<String>, en: impl Into<String>) -> Self {
        Self { detail: Some([pt_br.into(), en.into()]), ..self }
    }
}

impl Letter for FormLetter {
    fn write(&self, draft: &Draft<'_>) -> Content {
        let [pt_br, en] = self.detail.as_ref().map_or(["", ""], |[pt_br, en]| [pt_br.as_str(), en.as_str()]);
        let (texts, detail) = match draft.locale {
            Locale::PtBr => (&self.form.pt_br, pt_br),
            Locale::En => (&self.form.en, en),
        };
        let valid_until = self.link.as_ref().map(|link| link.valid_until);
        let contact = draft.contact(None);
        let facts = Facts {
            organization: draft.organization,
            email: draft.email,
            at: &self.occasion.map(|occasion| draft.moment(occasion.at)).unwrap_or_default(),
            from: &draft.from(self.occasion.and_then(|occasion| occasion.address)),
            until: &valid_until.map(|time| draft.moment(time)).unwrap_or_default(),
            until_in_short: &valid_until.map(|time| draft.short_moment(time)).unwrap_or_default(),
            contact: &contact,
            detail,
            never_ask_for_password: draft.never_ask_for_password(),
            caution: &draft.caution(&contact),
        };
        let link = match &self.link {
            Some(link) => draft.link_with_token(self.form.path, &link.token),
            None => draft.link(self.form.path),
        };
        let paragraph = |line: &fn(&Facts<'_>) -> String| Block::Paragraph(line(&facts));
        let mut blocks: Vec<Block> = texts.before.iter().map(paragraph).collect();
        blocks.push(Block::Button { label: texts.button, link });
        blocks.extend(texts.after.iter().map(paragraph));
        Content { title: texts.title, preheader: (texts.preheader)(&facts), blocks }
    }

    fn secrets(&self) -> Vec<&str> {
        self.link.iter().map(|link| link.token.as_str()).collect()
    }

    fn names_the_reader(&self) -> bool {
        self.form.names_the_reader
    }
}
