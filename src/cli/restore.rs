//! `chaveiro restore`: puts a copy of the database back.

use super::CommandError;
use crate::server::clock::Clock;
use crate::server::config::Config;
use crate::server::keys::Keys;
use crate::server::store::Store;
use std::path::PathBuf;

/// Put a copy that `chaveiro backup` wrote in the place of the database. SQLite only; for PostgreSQL use `pg_restore`.
///
/// Stop the server first. The copy is checked, and the database that was there is kept beside it under another name.
/// Mails that had not left when the copy was made may have left since: they are marked as not sent, and an
/// administrator decides. Everybody has to sign in again.
#[derive(clap::Args)]
pub struct RestoreCommand {
    /// The copy.
    file: PathBuf,

    /// Send the mails that had not left when the copy was made, also if people get them twice, and let imports go on.
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
        println!("restored {}: {} accounts; everybody signs in again", self.file.display(), restored.accounts);
        if let Some(replaced) = restored.replaced {
            println!("the database that was there is kept as {}", replaced.display());
        }
        match restored.held_mails {
            0 => {}
            1 => println!(
                "1 mail had not left when the copy was made, and may have since: send it again from /admin/mail, or with `chaveiro mail retry`"
            ),
            mails => println!(
                "{mails} mails had not left when the copy was made, and may have since: send them again from /admin/mail, or with `chaveiro mail retry`"
            ),
        }
        Ok(())
    }
}
