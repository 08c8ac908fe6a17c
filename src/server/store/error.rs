//! Why the database did not do what it was asked, and whether trying again helps.

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another account has this address.
    #[error("another account has this address")]
    EmailTaken,
    /// Another account has this CPF.
    #[error("another account has this CPF")]
    CpfTaken,
    /// Another account has this identifier.
    #[error("another account has this identifier")]
    IdTaken,
    /// Another group has this name or this slug.
    #[error("another group has this name")]
    GroupTaken,
    /// Another app has this client ID.
    #[error("another app has this client ID")]
    ClientIdTaken,
    /// Another app is behind a proxy at this host.
    #[error("another app has this host")]
    HostTaken,
    /// Locked, out of connections, out of room, or away: a later try may succeed.
    #[error("the database does not answer: {0}")]
    Unavailable(sqlx::Error),
    /// The database is newer than this program.
    #[error(
        "the database was written by a newer version of Chaveiro (its migration {0} is unknown here): start that version, or restore a backup made before the upgrade"
    )]
    Newer(i64),
    /// `chaveiro restore` is putting a copy in its place.
    #[error("`chaveiro restore` is putting another database in its place; try again when it is done")]
    BeingRestored,
    /// The log beside the database is another one's.
    #[error(
        "{0}-wal was not written for {0}: a copy was laid over the database, and SQLite would mix the two; put the copy back with `chaveiro restore COPY`, or move {0}-wal and {0}-shm away to use {0} as it is"
    )]
    ForeignLog(String),
    /// The database's file was moved, deleted or replaced under the running program.
    #[error(
        "{0} was moved, deleted or replaced while this program uses it, and what it writes is in the file that was there: stop it, then use `chaveiro restore`"
    )]
    Replaced(String),
    /// A database of an earlier version could not be copied before its migrations.
    #[error(
        "this version has to change the database, and no copy could be made first at {0}: {1}; make room there, then start again"
    )]
    NoCopy(String, String),
    /// The secret key is not the one this database was first opened with.
    #[error(
        "the secret key is not the key the database was written with, so no password could be checked: put that one back (CHAVEIRO_SECRET_KEY, the file that CHAVEIRO_SECRET_KEY_FILE names, or else secret.key in the data directory)"
    )]
    OtherKey,
    /// There is no connection, and why, in words that name the place and say what to do.
    #[error("{0}")]
    CannotOpen(String),
    /// A row holds what no version of this program writes.
    #[error("{table}.{column} holds an impossible value")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// Anything else.
    #[error(transparent)]
    Database(sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
}

impl StoreError {
    /// What a later try may fix. It is remembered, so that `/readyz` checks whether writing works.
    fn unavailable(error: sqlx::Error) -> Self {
        super::health::note_failure(&error);
        Self::Unavailable(error)
    }

    /// Whether one row is at fault, not the database: it holds what cannot be read.
    pub const fn is_about_a_row(&self) -> bool {
        matches!(
            self,
            Self::Inconsistent { .. } | Self::Database(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
        )
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => {
                // SQLite names the column, PostgreSQL the constraint.
                let message = database.message();
                let names = |words: [&str; 2]| words.iter().any(|words| message.contains(words));
                if names(["users.email", "users_email_key"]) {
                    Self::EmailTaken
                } else if names(["users.cpf_index", "users_cpf_index_key"]) {
                    Self::CpfTaken
                } else if names(["apps.client_id", "apps_client_id_key"]) {
                    Self::ClientIdTaken
                } else if names(["apps.forward_auth_host", "apps_forward_auth_host"]) {
                    Self::HostTaken
                } else if names(["users.id", "users_pkey"]) || names(["groups.id", "groups_pkey"]) {
                    Self::IdTaken
                } else if names(["groups.slug", "groups_slug_key"])
                    || names(["groups.sort_name", "groups_sort_name_key"])
                {
                    Self::GroupTaken
                } else {
                    Self::Database(error)
                }
            }
            sqlx::Error::Database(database) if database.code().is_some_and(|code| is_transient_code(&code)) => {
                Self::unavailable(error)
            }
            // Of the two last the connection is to blame, which the pool then gives up.
            sqlx::Error::PoolTimedOut
            | sqlx::Error::Io(_)
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed
            | sqlx::Error::InvalidSavePointStatement => Self::unavailable(error),
            _ => Self::Database(error),
        }
    }
}

/// Whether a driver's code means a temporary state: SQLite's result
/// code (its low byte), or PostgreSQL's SQLSTATE (Appendix A of its manual).
fn is_transient_code(code: &str) -> bool {
    const CONNECTION: &str = "08";
    const RESOURCES: &str = "53";
    const SYSTEM: &str = "58";
    if code.len() != 5 {
        // SQLITE_BUSY, _LOCKED, _NOMEM, _READONLY, _INTERRUPT, _IOERR, _FULL, _CANTOPEN: after most
        // of them SQLite has already ended the transaction (see `pool.rs`).
        return code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5..=10 | 13 | 14));
    }
    code.starts_with(CONNECTION)
        || code.starts_with(RESOURCES)
        || code.starts_with(SYSTEM)
        // read-only, serialization, deadlock, lock and statement time-outs, shutting down or starting
        || matches!(code, "25006" | "40001" | "40P01" | "55P03" | "57014" | "57P01" | "57P02" | "57P03")
}
