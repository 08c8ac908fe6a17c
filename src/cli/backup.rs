//! `chaveiro backup`: the whole database in one file, while the server runs.

use super::{CommandError, open};
use crate::server::config::Config;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

/// Back up the database to a file while the server runs. SQLite only; for PostgreSQL use `pg_dump`.
///
/// Restore it with `chaveiro restore FILE`. Don't copy it over the database yourself: SQLite's other files would corrupt it.
#[derive(clap::Args)]
pub struct BackupCommand {
    /// The file to create. It must not exist. Keep it apart from the secret key.
    file: PathBuf,
}

impl BackupCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        let state = open(config).await?;
        let file = self.file.display();
        // Made here, so that nobody else on this machine can read it at any moment.
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.file).map_err(|error| {
            CommandError::Failed(format!("cannot create {file}: {error}; choose a file that doesn't exist yet"))
        })?;
        let Some(path) = self.file.to_str() else {
            return Err(CommandError::Failed("the file name is not UTF-8; choose another".to_owned()));
        };
        let written = state.store.write_copy(path).await;
        state.store.close().await;
        match written {
            Ok(true) => {
                println!("backup written to {file}; the secret key is not in it: back it up separately");
                Ok(())
            }
            Ok(false) => {
                let _ = std::fs::remove_file(&self.file);
                Err(CommandError::Failed("this database is PostgreSQL; use pg_dump".to_owned()))
            }
            Err(error) => {
                let _ = std::fs::remove_file(&self.file);
                Err(error.into())
            }
        }
    }
}
