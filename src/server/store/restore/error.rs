//! Why a copy of the database could not be put back.

use crate::server::store::StoreError;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why nothing was put back. The database that was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The database is PostgreSQL.
    #[error(
        "this database is PostgreSQL, which has tools of its own: make a copy with pg_dump -Fc, and put it back with pg_restore --clean"
    )]
    Postgres,
    /// A server or another command has the database open.
    #[error("a server or another command uses {0}; stop it first (`fuser {0}` names it), then restore again")]
    InUse(String),
    /// The database's file has other names (hard links): a server that opened it by one of them is not noticed.
    #[error(
        "{0} has another name (a hard link), by which a server may use it; `find / -xdev -samefile {0}` shows both; remove the other one, then restore again"
    )]
    OtherName(String),
    /// The copy, or the place it goes to, cannot be read or written.
    #[error("cannot {0} {path}: {2}", path = .1.display())]
    Io(FileStep, PathBuf, io::Error),
    /// The copy is the database itself.
    #[error("{0} is the database itself; name the copy that is to take its place")]
    Itself(String),
    /// The copy is no database of this program.
    #[error("{0} is no copy of a Chaveiro database ({1}); name a file that `chaveiro backup` has written")]
    InvalidDatabaseFile(String, InvalidDatabaseFile),
    /// The copy is damaged.
    #[error("{0} is damaged ({1}); restore another copy")]
    Damaged(String, String),
    /// The copy cannot be opened by this program with this key.
    #[error("{0} cannot be used: {1}")]
    Store(String, StoreError),
}

/// What could not be done with a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStep {
    /// Read it.
    Read,
    /// Write it.
    Write,
    /// Make the folder.
    MakeFolder,
    /// Lock the database.
    Lock,
    /// Keep the previous database.
    Keep,
    /// Put the copy there.
    Place,
}

impl fmt::Display for FileStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::MakeFolder => "make the folder",
            Self::Lock => "lock",
            Self::Keep => "keep the previous database,",
            Self::Place => "put the copy at",
        })
    }
}

impl FileStep {
    /// The error, as the cause of a failed restore.
    pub(super) fn at(self, path: &Path) -> impl FnOnce(io::Error) -> RestoreError + use<> {
        let path = path.to_owned();
        move |error| RestoreError::Io(self, path, error)
    }
}

/// Why a file is no database of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDatabaseFile {
    /// A folder.
    #[error("it is a folder")]
    Folder,
    /// A pipe or a device.
    #[error("it is no regular file")]
    NoFile,
    /// No SQLite file.
    #[error("it is no SQLite file")]
    NoDatabase,
    /// A database of something else.
    #[error("its tables are missing")]
    NoTables,
}
