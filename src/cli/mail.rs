//! `chaveiro mail`: the mail server and the outbox.

use super::CommandError;
use crate::domain::{DisplayName, EmailAddress, Locale};
use crate::error::{AppError, Field, Problem};
use crate::locale;
use crate::server::config::Config;
use crate::server::mail::{Letter, Mailer, Recipient};

/// The mail server and the outbox.
#[derive(clap::Subcommand)]
pub enum Mail {
    /// Send a mail without a secret, and say at which step it failed if it did.
    Test {
        /// Where to send it.
        #[arg(long)]
        to: String,
    },
}

impl Mail {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        let Self::Test { to } = self;
        let settings = config.checked(false)?;
        let email =
            EmailAddress::parse(&to).map_err(|problem| AppError::field(Field::Email, Problem::Email(problem)))?;
        let display_name = DisplayName::parse(email.local_part())
            .map_err(|problem| AppError::field(Field::DisplayName, Problem::DisplayName(problem)))?;
        let transport = settings.transport.ok_or_else(|| {
            CommandError::Failed(
                "CHAVEIRO_SMTP_URL: no mail server is set; set it, for example to smtps://user@mail.example.org"
                    .to_owned(),
            )
        })?;
        let to = Recipient { email, display_name, locale: settings.default_locale };
        match Mailer::new(settings.sender, transport).send(&to, &Letter::Test).await {
            Ok(accepted) => {
                println!("the mail server took the mail: {}", accepted.answer);
                Ok(())
            }
            Err(error) => Err(CommandError::Failed(format!(
                "failed at step {}: {} {} The mail server's words: {}",
                error.step.as_str(),
                locale::delivery_reason(Locale::En, crate::domain::DeliveryState::Failed, error.step.as_str()),
                locale::delivery_hint(Locale::En, error.step.as_str()),
                error.answer,
            ))),
        }
    }
}
