//! The SQLite file and what lies beside it: its write-ahead log, its lock, its copies.

mod log;

pub use log::has_foreign_log;

use super::StoreError;
use crate::domain::Timestamp;
use crate::server::clock::rfc3339;
use rustix::fs::OFlags;
use rustix::io::Errno;
use sqlx::sqlite::SqliteConnectOptions;
use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

/// Copies made before migrations that are kept.
pub const COPIES_KEPT: usize = 3;

/// The file that a database's address names; none for PostgreSQL. Where that is a symbolic link it is the file behind
/// it, beside which SQLite keeps its log: locks and copies belong there too, by whatever name the database is opened.
pub fn path_of(url: &str) -> Option<PathBuf> {
    /// As many as Linux follows.
    const MAX_LINKS: usize = 40;
    let options = url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url).ok())?;
    let mut path = options?.get_filename().to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = std::fs::read_link(&path) else { break };
        path = folder_of(&path).join(target);
    }
    Some(path)
}

/// The address of the database in this file; none where the path is not UTF-8.
pub fn url_of(path: &Path) -> Option<String> {
    // The driver decodes the path.
    let path = path.to_str()?.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Some(format!("sqlite://{path}"))
}

/// A file as it was when it was opened.
#[derive(Clone, Debug)]
pub(super) struct OpenedFile {
    path: PathBuf,
    about: (u64, u64),
}

impl OpenedFile {
    pub(super) fn new(path: PathBuf) -> Option<Self> {
        let about = std::fs::metadata(&path).ok()?;
        Some(Self { about: (about.dev(), about.ino()), path })
    }

    /// Whether its name still leads to it.
    ///
    /// # Errors
    /// [`StoreError::Replaced`]: another file is there, or none, and what is written now is lost with the process.
    pub(super) fn check_in_place(&self) -> Result<(), StoreError> {
        match std::fs::metadata(&self.path) {
            Ok(now) if (now.dev(), now.ino()) != self.about => {
                Err(StoreError::Replaced(self.path.display().to_string()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::Replaced(self.path.display().to_string()))
            }
            // Where nothing can be said of it, the database itself will say what is wrong.
            _ => Ok(()),
        }
    }
}

/// How many names of the file at `path` neither are `path` nor were made by an earlier `keep_beside` with `end`.
pub(super) fn foreign_names(path: &Path, end: &str) -> io::Result<u64> {
    let about = std::fs::symlink_metadata(path)?;
    let bytes = |path: &Path| path.file_name().unwrap_or_default().as_encoded_bytes().to_vec();
    let (name, kept) = (bytes(path), bytes(&beside(path, end)));
    let is_ours = |other: &PathBuf| {
        let is_known = bytes(other) == name || bytes(other).starts_with(&kept);
        is_known && std::fs::symlink_metadata(other).is_ok_and(|other| is_same_file(&other, &about))
    };
    let ours = if about.nlink() == 1 { 1 } else { all_of(path)?.iter().filter(|other| is_ours(other)).count() };
    Ok(about.nlink().saturating_sub(ours as u64))
}

/// Whether two names lead to one file.
pub(super) fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// The path with `end` added to its name.
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Gives the file at `path` a second name: with `end` added, and a number where another file has that name.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep_beside(path: &Path, end: &str) -> io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let kept = beside(path, &if number == 1 { end.to_owned() } else { format!("{end}-{number}") });
        match std::fs::hard_link(path, &kept) {
            Ok(()) => return Ok(kept),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            // A file system without second names: then a copy.
            Err(_) => match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&kept) {
                Ok(mut file) => {
                    let copied = File::open(path).and_then(|mut original| io::copy(&mut original, &mut file));
                    return match copied.and_then(|_| file.sync_all()) {
                        Ok(()) => Ok(kept),
                        Err(error) => {
                            let _ = std::fs::remove_file(&kept);
                            Err(error)
                        }
                    };
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            },
        }
    }
}

/// A time as part of a file's name: `20261128T101500Z`.
pub fn stamp(now: Timestamp) -> String {
    rfc3339(now).replace(['-', ':'], "")
}

/// The database's file and all that begin with its name, so its logs and copies too.
pub fn all_of(path: &Path) -> io::Result<Vec<PathBuf>> {
    let Some(name) = path.file_name() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder_of(path))? {
        let other = entry?.path();
        if other.file_name().is_some_and(|other| other.as_encoded_bytes().starts_with(name.as_encoded_bytes())) {
            found.push(other);
        }
    }
    found.sort();
    Ok(found)
}

/// The folder a file is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where the copy goes that is made before the migrations from `version` on.
pub(super) fn copy_before_migration(path: &Path, version: i64, now: Timestamp) -> PathBuf {
    beside(path, &format!(".before-migration-{}-from-{version:04}", stamp(now)))
}

/// Deletes all copies made before migrations but the newest [`COPIES_KEPT`]: `made`, whatever the clock
/// said, and those whose names have the latest times.
pub(super) fn delete_old_copies(path: &Path, made: &Path) -> io::Result<()> {
    let before_migration = beside(path, ".before-migration-");
    let mut copies = all_of(path)?;
    // Their names begin with the time, so they are in its order.
    copies.retain(|other| {
        other != made
            && other.as_os_str().as_encoded_bytes().starts_with(before_migration.as_os_str().as_encoded_bytes())
    });
    let old = copies.len().saturating_sub(COPIES_KEPT - 1);
    copies[..old].iter().try_for_each(std::fs::remove_file)
}

/// Held while this process uses the database, or while it alone may replace it.
/// The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct DatabaseLock {
    _file: File,
}

impl DatabaseLock {
    /// Shared by all that use the database at `path`. None where the file system
    /// has no locks or cannot be written: then nobody can replace it either.
    ///
    /// # Errors
    /// [`StoreError::BeingRestored`] while [`DatabaseLock::exclusive`] is held, and [`StoreError::CannotOpen`] where
    /// the file belongs to somebody else: they could replace the database without noticing that it is in use.
    pub(super) fn shared(path: &Path) -> Result<Option<Self>, StoreError> {
        let file = match lock_file(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied || is_link(&error) => {
                return Err(StoreError::CannotOpen(format!(
                    "{}.lock cannot be written, so `chaveiro restore` would not notice that the database is in use: {}",
                    path.display(),
                    super::open::in_words(&error)
                )));
            }
            Err(_) => return Ok(None),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Err(StoreError::BeingRestored),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }

    /// Held by one process, while no other uses the database; none while one does.
    ///
    /// # Errors
    /// When the file beside the database cannot be made.
    pub fn exclusive(path: &Path) -> io::Result<Option<Self>> {
        let file = lock_file(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn lock_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = no_links(options.write(true).create(true).truncate(false).mode(0o600)).open(beside(path, ".lock"))?;
    // Made by root beside a service's database it must not keep the service out. Nobody else may, or has to.
    if let Ok(like) = std::fs::metadata(path).or_else(|_| std::fs::metadata(folder_of(path))) {
        let _ = set_owner(&file, &like);
    }
    Ok(file)
}

/// Opens no file by a link: the folder may be a service's, and what root opens in it is given to the service.
pub(super) fn no_links(options: &mut OpenOptions) -> &mut OpenOptions {
    options.custom_flags(i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or_default())
}

fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::LOOP.raw_os_error())
}

/// Gives a file that has no other name the owner of the file that `like` describes.
///
/// # Errors
/// When this user may not.
pub(super) fn set_owner(file: &File, like: &Metadata) -> io::Result<()> {
    let now = file.metadata()?;
    if (now.uid(), now.gid()) == (like.uid(), like.gid()) {
        return Ok(());
    }
    if !now.is_file() || now.nlink() != 1 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    fchown(file, Some(like.uid()), Some(like.gid()))
}
