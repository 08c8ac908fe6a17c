//! Opening the database for a command, and closing it again.

use super::CommandError;
use super::language::{language, text};
use crate::server::AppState;
use crate::server::clock::Clock;
use crate::server::config::{Config, Settings};
use crate::server::store::{StoreError, file};

/// What a command does where there is no database.
#[derive(Clone, Copy)]
pub(super) enum MissingDatabase {
    /// Makes it, and the secret key: for commands that may be the first ones.
    Create,
    /// Fails: in the wrong folder, a new database would have nothing to read or change.
    Refuse,
}

/// Runs `command` on the database, beside the server. It is closed whatever comes of the command: SQLite then folds its log
/// back in.
pub(super) async fn with_state<T>(
    config: Config,
    missing: MissingDatabase,
    command: impl AsyncFnOnce(&AppState) -> Result<T, CommandError>,
) -> Result<T, CommandError> {
    if let (MissingDatabase::Refuse, Some(path)) = (missing, config.missing_database()?) {
        let path = path.display();
        return Err(CommandError::NoDatabase(text!(
            language(),
            "não há banco de dados em {path}; confira DATABASE_URL, CHAVEIRO_DATA_DIR e a pasta em que o comando é executado (`chaveiro serve` cria um novo)",
            "there is no database at {path}; check DATABASE_URL, CHAVEIRO_DATA_DIR and the folder the command runs in (`chaveiro serve` makes a new one)"
        )));
    }
    let state = open(config.checked(false)?).await?;
    let outcome = command(&state).await;
    state.store.close().await;
    outcome
}

/// The state for the server, which closes it itself.
pub(super) async fn open(settings: Settings) -> Result<AppState, CommandError> {
    if let Some(path) = file::path_of(&settings.database_url)
        && file::has_foreign_log(&path).unwrap_or(false)
    {
        return Err(StoreError::ForeignLog(path.display().to_string()).into());
    }
    Ok(AppState::open(settings, Clock::system()).await?)
}
