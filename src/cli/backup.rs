//! `chaveiro backup`: the whole database in one file, while the server runs.

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use crate::cli::output::print_line;
use crate::server::AppState;
use crate::server::config::Config;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

/// Back up the database to a file while the server runs. SQLite only; for PostgreSQL use `pg_dump`.
///
/// Restore it with `chaveiro restore FILE`. Don't copy it over the database yourself: SQLite's other files would
/// corrupt it.
#[derive(clap::Args)]
pub struct BackupCommand {
    /// The file to create. It must not exist. Keep it apart from the secret key.
    file: PathBuf,
}

impl BackupCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        with_state(config, MissingDatabase::Refuse, async |state| self.write(state).await).await
    }

    async fn write(&self, state: &AppState) -> Result<(), CommandError> {
        let file = self.file.display();
        // Made here, so that nobody else on this machine can read it at any moment.
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.file).map_err(|error| {
            let remedy = if error.kind() == ErrorKind::AlreadyExists {
                language().pick("escolha um arquivo que ainda não existe", "choose a file that doesn't exist yet")
            } else {
                language().pick(
                    "confira se a pasta existe e pode ser gravada",
                    "check that its folder exists and can be written",
                )
            };
            CommandError::Failed(text!(
                language(),
                "não foi possível criar {file}: {error}; {remedy}",
                "cannot create {file}: {error}; {remedy}"
            ))
        })?;
        let Some(path) = self.file.to_str() else {
            let words = language().pick(
                "o nome do arquivo não está em UTF-8; escolha outro",
                "the file name is not UTF-8; choose another",
            );
            return Err(CommandError::Failed(words.to_owned()));
        };
        match state.store.write_copy(path).await {
            Ok(true) => {
                let done = text!(
                    language(),
                    "backup gravado em {file}; a chave secreta não está nele: faça o backup dela separadamente",
                    "backup written to {file}; the secret key is not in it: back it up separately"
                );
                print_line!("{done}");
                Ok(())
            }
            Ok(false) => {
                let _ = std::fs::remove_file(&self.file);
                let words = language()
                    .pick("este banco de dados é PostgreSQL; use pg_dump", "this database is PostgreSQL; use pg_dump");
                Err(CommandError::Failed(words.to_owned()))
            }
            Err(error) => {
                let _ = std::fs::remove_file(&self.file);
                Err(error.into())
            }
        }
    }
}
