//! The settings of the mail server.

use super::{Config, ConfigError, parse, secret};
use crate::locale::time::Zone;
use crate::server::email::{Branding, MemoryOutbox, Sender, SmtpSettings, Transport};
use url::Url;

impl Config {
    /// Who the mails come from.
    pub(super) fn sender(&self, public_url: &Url, time_zone: &Zone) -> Result<Sender, ConfigError> {
        Ok(Sender {
            organization: self.read("CHAVEIRO_ORGANIZATION", parse::organization)?,
            from: self.read("CHAVEIRO_MAIL_FROM", parse::mailbox)?,
            reply_to: self.find("CHAVEIRO_MAIL_REPLY_TO", parse::mailbox)?,
            public_url: public_url.clone(),
            time_zone: time_zone.clone(),
            look: Branding::default(),
        })
    }

    /// Where mails go: to the mail server, in development mode into memory; nowhere without one.
    pub(super) fn transport(&self, dev: bool, notes: &mut Vec<String>) -> Result<Option<Transport>, ConfigError> {
        const VARIABLE: &str = "CHAVEIRO_SMTP_URL";
        let password = secret::secret(self, "CHAVEIRO_SMTP_PASSWORD", notes)?;
        let password = password.map(|secret| secret.text()).transpose()?;
        let allow_plaintext = self.is_on("CHAVEIRO_SMTP_ALLOW_PLAINTEXT")?;
        let roots = match self.path("CHAVEIRO_SMTP_CA_FILE")? {
            Some(path) => Some(secret::certificates("CHAVEIRO_SMTP_CA_FILE", &path)?),
            None => None,
        };
        let Some(url) = self.find(VARIABLE, |text| Ok(text.to_owned()))? else {
            return Ok(dev.then(|| Transport::Memory(MemoryOutbox::default())));
        };
        let mut settings = SmtpSettings::parse(&url, password, allow_plaintext)
            .map_err(|problem| ConfigError::new(VARIABLE, problem))?;
        settings.roots = roots;
        // In development the mails stay here, whatever mail server is set: nobody is mailed by accident.
        Ok(Some(if dev { Transport::Memory(MemoryOutbox::default()) } else { Transport::Smtp(settings) }))
    }
}
