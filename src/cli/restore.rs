//! `chaveiro restore`: puts a copy of the database back.

use super::CommandError;
use crate::server::clock::Clock;
use crate::server::config::Config;
use crate::server::keys::Keys;
use crate::server::store::Store;
use std::path::PathBuf;

/// Restore the database from a file written by `chaveiro backup`. SQLite only; for PostgreSQL use `pg_restore`.
///
/// Stop the server first. The backup is checked, and the current database is kept under another name. Emails that were queued in the backup are marked as failed, because they may have been sent since then; an admin can resend them. Everyone has to sign in again.
#[derive(clap::Args)]
pub struct RestoreCommand {
    /// The backup file.
    file: PathBuf,

    /// Send the emails that were queued in the backup, even if people get them twice, and continue imports.
    #[arg(long)]
    resume_mails: bool,
}

impl RestoreCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        let settings = config.checked(false)?;
        let keys = Keys::derive(&settings.secret_key);
        let url = &settings.database_url;
        let restored =
            Store::restore(url, &self.file, Clock::system(), keys.mark(), keys.audit(), self.resume_mails).await;
        let restored = restored.map_err(|error| CommandError::Failed(error.to_string()))?;
        println!("restored {}: {} accounts; everyone has to sign in again", self.file.display(), restored.accounts);
        if let Some(replaced) = restored.replaced {
            println!("the previous database is kept as {}", replaced.display());
        }
        match restored.held_mails {
            0 => {}
            1 => println!(
                "1 email was queued in the backup and may have been sent since then: resend it from /admin/mail or with `chaveiro mail retry`"
            ),
            mails => println!(
                "{mails} emails were queued in the backup and may have been sent since then: resend them from /admin/mail or with `chaveiro mail retry`"
            ),
        }
        Ok(())
    }
}
