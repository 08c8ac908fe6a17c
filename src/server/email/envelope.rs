//! Sender and recipient of a mail.

use crate::domain::{AccentColor, Appearance, DisplayName, EmailAddress, Locale, Logo, MailWords};
use crate::locale::time::Zone;
use lettre::message::Mailbox;
use url::Url;

/// Who the mails come from and where they lead: the operator's settings.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The `From` header and, without the name, the envelope's sender.
    pub from: Mailbox,
    /// Where answers go, and whom the texts name as the contact.
    pub reply_to: Option<Mailbox>,
    /// What the people who get the mails know us as.
    pub organization: String,
    /// All links start with it. Never from a request.
    pub public_url: Url,
    /// By whose clock the mails to people say when, unless they have chosen another.
    pub time_zone: Zone,
    /// How the mails look, and the organization's own words in them.
    pub look: Branding,
}

/// The organization's branding of its mails.
#[derive(Clone, Debug, Default)]
pub struct Branding {
    /// The color of the button; none for ours.
    pub accent: Option<AccentColor>,
    /// Above the organization's name.
    pub logo: Option<Logo>,
    /// Introduction and signature.
    pub words: MailWords,
}

impl Sender {
    /// The same sender with the appearance as of now.
    #[must_use]
    pub fn with_appearance(&self, appearance: &Appearance) -> Self {
        let Appearance { organization, accent, logo, words } = appearance.clone();
        Self { organization, look: Branding { accent, logo, words }, ..self.clone() }
    }
}

/// Who a letter is addressed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// Where it goes.
    pub email: EmailAddress,
    /// How it greets them.
    pub display_name: DisplayName,
    /// The language of the whole mail.
    pub locale: Locale,
    /// The time zone they have chosen, if they have.
    pub time_zone: Option<Zone>,
}
