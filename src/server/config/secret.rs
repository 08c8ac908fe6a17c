//! Settings that nobody may see: from the environment or from a file, never from an argument.

use super::{Config, ConfigError};
use crate::domain::{InvalidLogo, Logo};
use crate::server::appearance;
use crate::server::password::random_hex;
use crate::server::store::file::{folder_of, path_of};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// Fewer bytes could be guessed.
const MIN_KEY_LENGTH: usize = 32;
/// More is no secret but the wrong file.
const MAX_SECRET_FILE_SIZE: u64 = 64 * 1024;

impl Config {
    /// The file of the secret key: the one that the operator names, or that of [`own_key`].
    pub(crate) fn key_file(&self) -> PathBuf {
        let path = |variable| self.path(variable).ok().flatten();
        path("CHAVEIRO_SECRET_KEY_FILE").unwrap_or_else(|| own_key(&path("CHAVEIRO_DATA_DIR").unwrap_or_default()))
    }

    /// Whether the database will be new where the key that the program keeps is not: its file was deleted, or is in
    /// another folder. To be asked before both are opened.
    pub(crate) fn has_lost_database(&self) -> bool {
        /// What is younger may be of another program that starts at the same time.
        const START: Duration = Duration::from_secs(60);
        let is_key_own =
            ["CHAVEIRO_SECRET_KEY", "CHAVEIRO_SECRET_KEY_FILE"].iter().all(|name| self.given(name).is_none());
        let made_at = std::fs::metadata(self.key_file()).and_then(|key| key.modified());
        is_key_own
            && self.missing_database().is_ok_and(|file| file.is_some())
            && made_at.is_ok_and(|made_at| made_at.elapsed().is_ok_and(|age| age > START))
    }

    /// The SQLite file, where there is none yet. Nothing is made: neither it nor a key.
    ///
    /// # Errors
    /// When a setting that its path depends on cannot be used.
    pub fn missing_database(&self) -> Result<Option<PathBuf>, ConfigError> {
        let data_dir = self.path("CHAVEIRO_DATA_DIR")?.unwrap_or_default();
        let url = self.database_url(&data_dir, &mut Vec::new())?;
        let file = path_of(&url).filter(|file| is_absent(file));
        Ok(file.map(|file| std::path::absolute(&file).unwrap_or(file)))
    }
}

/// A secret, cleaned, and which variable it came by.
pub(super) struct Secret {
    pub bytes: Zeroizing<Vec<u8>>,
    pub variable: &'static str,
}

impl Secret {
    /// The secret as text.
    pub fn text(&self) -> Result<Zeroizing<String>, ConfigError> {
        if matches!(self.bytes.as_slice(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
            return Err(ConfigError::new(self.variable, "is in UTF-16; save it as UTF-8"));
        }
        let text = std::str::from_utf8(&self.bytes);
        let text = text.map_err(|_| ConfigError::new(self.variable, "is not UTF-8 text; set it again"))?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

/// The secret in `variable`, or in the file that its twin ending in `_FILE` names; none when neither is given.
/// What is odd about it and accepted all the same is noted down.
pub(super) fn secret(
    config: &Config,
    variable: &'static str,
    notes: &mut Vec<String>,
) -> Result<Option<Secret>, ConfigError> {
    let twin = super::table::setting(&format!("{variable}_FILE")).variable;
    match (config.given(variable), config.path(twin)?) {
        (Some(_), Some(_)) => {
            Err(ConfigError::new(variable, format!("is set twice, directly and with {twin}: keep one")))
        }
        (Some(value), None) => {
            let bytes = Zeroizing::new(value.as_encoded_bytes().to_vec());
            Ok(Some(Secret { bytes: cleaned(variable, &bytes, notes), variable }))
        }
        (None, Some(path)) => read(twin, &path, notes).map(Some),
        (None, None) => Ok(None),
    }
}

/// The secret key: given, or kept in the data directory where it is made at the first start, readable by its owner
/// only. `database` is the SQLite file, which may not be there yet; none with PostgreSQL.
pub(super) fn secret_key(
    config: &Config,
    data_dir: &Path,
    database: Option<&Path>,
    notes: &mut Vec<String>,
) -> Result<Zeroizing<Vec<u8>>, ConfigError> {
    const VARIABLE: &str = "CHAVEIRO_SECRET_KEY";
    let key = match secret(config, VARIABLE, notes)? {
        Some(key) => key,
        None if let Some(database) = database => {
            let path = own_key(data_dir);
            if !path.exists() {
                // A new key beside an old database would only hide that the right one is missing. Of two programs that
                // start at once, the other one may have made both just now.
                if is_written(database) && !path.exists() {
                    return Err(is_missing(&path, database));
                }
                make(&path).map_err(|error| ConfigError::new("CHAVEIRO_DATA_DIR", cannot("make", &path, &error)))?;
            }
            Secret { variable: VARIABLE, ..read("CHAVEIRO_DATA_DIR", &path, notes)? }
        }
        None => {
            return Err(ConfigError::new(
                VARIABLE,
                "is required with PostgreSQL, because all nodes share it: generate one with `openssl rand -base64 32` and set CHAVEIRO_SECRET_KEY_FILE",
            ));
        }
    };
    if key.bytes.len() < MIN_KEY_LENGTH {
        return Err(ConfigError::new(
            key.variable,
            format!(
                "the key has {} bytes but needs {MIN_KEY_LENGTH}: generate one with `openssl rand -base64 32`",
                key.bytes.len()
            ),
        ));
    }
    if key.bytes.trim_ascii().is_empty() {
        return Err(ConfigError::new(
            key.variable,
            "the key is blank: generate one with `openssl rand -base64 32`".to_owned(),
        ));
    }
    Ok(key.bytes)
}

/// The key that the program makes at its first start, in its folder.
fn own_key(data_dir: &Path) -> PathBuf {
    data_dir.join("secret.key")
}

/// Whether there is a database in the file.
fn is_written(database: &Path) -> bool {
    std::fs::metadata(database).is_ok_and(|about| about.is_file() && about.len() > 0)
}

/// Whether there is surely no database in the file: what may not be looked at may be one.
fn is_absent(database: &Path) -> bool {
    match std::fs::metadata(database) {
        Ok(_) => !is_written(database),
        Err(error) => error.kind() != io::ErrorKind::PermissionDenied,
    }
}

fn is_missing(key: &Path, database: &Path) -> ConfigError {
    let (key, database) = (key.display(), database.display());
    ConfigError::new(
        "CHAVEIRO_DATA_DIR",
        format!(
            "the secret key {key} is missing, and the database {database} can only be used with the key it was written \
             with: put that file back, or name it in CHAVEIRO_SECRET_KEY_FILE (to start over with a new key and no \
             accounts, move {database} away)"
        ),
    )
}

/// Reads a secret from a file as containers mount it: read-only, of another owner, behind symbolic links, readable by
/// all. Refused is only what is ours to protect and others can replace.
fn read(variable: &'static str, path: &Path, notes: &mut Vec<String>) -> Result<Secret, ConfigError> {
    let fault = |error: io::Error| ConfigError::new(variable, cannot("read", path, &error));
    let file = std::fs::File::open(path).map_err(fault)?;
    let about = file.metadata().map_err(fault)?;
    if about.is_dir() {
        return Err(ConfigError::new(variable, format!("{} is a folder; give the path of a file", path.display())));
    }
    let (mode, is_ours) = (about.mode() & 0o777, about.uid() == rustix::process::geteuid().as_raw());
    if about.is_file() && is_ours && mode & 0o002 != 0 {
        return Err(ConfigError::new(
            variable,
            format!("everyone on this machine can change {0} (mode {mode:04o}): run `chmod 600 {0}`", path.display()),
        ));
    }
    if about.is_file() && mode & 0o077 != 0 {
        let fix = if is_ours {
            format!("run `chmod 600 {}`", path.display())
        } else {
            "it belongs to another user".to_owned()
        };
        notes.push(format!("{variable}: others can read {} (mode {mode:04o}; {fix})", path.display()));
    }
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(MAX_SECRET_FILE_SIZE + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > MAX_SECRET_FILE_SIZE {
        return Err(ConfigError::new(
            variable,
            format!("{} is larger than 64 KiB; give the path of the file with the secret", path.display()),
        ));
    }
    let bytes = cleaned(variable, &bytes, notes);
    if bytes.is_empty() {
        return Err(ConfigError::new(variable, format!("{} is empty; put the secret in it", path.display())));
    }
    Ok(Secret { bytes, variable })
}

/// Without what editors, shells and consoles put around a secret: a byte order mark, line ends, blanks. One line end
/// is how text files end, and nothing to mention.
fn cleaned(variable: &str, bytes: &[u8], notes: &mut Vec<String>) -> Zeroizing<Vec<u8>> {
    let without_mark = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let line = without_mark.strip_suffix(b"\n").map_or(without_mark, |line| line.strip_suffix(b"\r").unwrap_or(line));
    let without_ends: &[u8] = {
        let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
        &line[..end]
    };
    let clean =
        std::str::from_utf8(without_ends).map_or_else(|_| without_ends.trim_ascii(), |text| text.trim().as_bytes());
    let mut dropped = Vec::new();
    if without_mark.len() < bytes.len() {
        dropped.push("a byte order mark");
    }
    if without_ends.len() < line.len() {
        dropped.push("line ends");
    }
    if clean.len() < without_ends.len() {
        dropped.push("spaces around it");
    }
    if !dropped.is_empty() && !clean.is_empty() {
        notes.push(format!("{variable}: removed {}", dropped.join(" and ")));
    }
    Zeroizing::new(clean.to_vec())
}

fn make(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let key = Zeroizing::new(STANDARD.encode(crate::server::password::random_bytes::<32>()));
    // Written whole beside its place, then put there, never over another's: of two
    // programs that start at once both end up with the same key, and a power cut leaves no half.
    // The draft's name is random: in a container, who was killed and who comes next have one process id.
    let draft = path.with_extension(format!("{}.draft", random_hex::<8>()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let written = file.write_all(key.as_bytes()).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| std::fs::hard_link(&draft, path));
    std::fs::remove_file(&draft)?;
    match placed {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        // A database must not outlive its key: the folder is on the disk before it is used.
        Ok(()) => std::fs::File::open(folder_of(path))?.sync_all(),
    }
}

/// The certificates in a file.
pub(super) fn certificates(variable: &'static str, path: &Path) -> Result<String, ConfigError> {
    let pem =
        std::fs::read_to_string(path).map_err(|error| ConfigError::new(variable, cannot("read", path, &error)))?;
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        let problem = format!("{} has no PEM certificate (-----BEGIN CERTIFICATE-----)", path.display());
        return Err(ConfigError::new(variable, format!("{problem}; give the path of a file that has one")));
    }
    Ok(pem)
}

/// The logo in a file.
pub(super) fn logo(variable: &'static str, path: &Path) -> Result<Logo, ConfigError> {
    let refused = |problem: String| ConfigError::new(variable, problem);
    let file = std::fs::File::open(path).map_err(|error| refused(cannot("read", path, &error)))?;
    let mut bytes = Vec::new();
    let most = InvalidLogo::MAX_BYTES as u64 + 1;
    file.take(most).read_to_end(&mut bytes).map_err(|error| refused(cannot("read", path, &error)))?;
    let invalid =
        |invalid: InvalidLogo| refused(format!("{} {invalid}; give the path of a PNG or WebP image", path.display()));
    appearance::logo::read(&bytes).map_err(invalid)
}

/// Why a file cannot be read or made, and what to do.
pub(super) fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {what} {}: {}", path.display(), crate::server::store::open::in_words(error))
}
