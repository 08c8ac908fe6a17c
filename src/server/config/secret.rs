//! Settings that nobody may see: from the environment or from a file, never from an argument.

use super::ConfigError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use zeroize::Zeroizing;

/// Fewer bytes could be guessed.
const SHORTEST_KEY: usize = 32;

/// The secret in `variable`, or in `file`; none when neither is given.
#[expect(clippy::disallowed_methods, reason = "a secret has no flag, so clap cannot read it")]
pub(super) fn secret(variable: &'static str, file: Option<&Path>) -> Result<Option<Zeroizing<Vec<u8>>>, ConfigError> {
    let direct = match std::env::var(variable) {
        Ok(value) => Some(Zeroizing::new(value)).filter(|value| !value.is_empty()),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => return Err(ConfigError::new(variable, "is not text")),
    };
    match (direct, file) {
        (Some(_), Some(_)) => Err(ConfigError::new(variable, "is given twice, directly and as a file: keep one")),
        (Some(value), None) => Ok(Some(Zeroizing::new(value.as_bytes().to_vec()))),
        (None, Some(path)) => read(variable, path).map(Some),
        (None, None) => Ok(None),
    }
}

pub(super) fn text(variable: &'static str, bytes: &[u8]) -> Result<Zeroizing<String>, ConfigError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ConfigError::new(variable, "is not text"))?;
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The secret key: given, or kept in the data directory where it is made at
/// the first start, readable by its owner only.
pub(super) fn secret_key(
    file: Option<&Path>,
    data_dir: &Path,
    may_be_made: bool,
) -> Result<Zeroizing<Vec<u8>>, ConfigError> {
    const VARIABLE: &str = "CHAVEIRO_SECRET_KEY";
    let key = match secret(VARIABLE, file)? {
        Some(key) => key,
        None if may_be_made => {
            let path = data_dir.join("secret.key");
            if !path.exists() {
                make(&path)
                    .map_err(|error| ConfigError::new(VARIABLE, format!("cannot make {}: {error}", path.display())))?;
            }
            read(VARIABLE, &path)?
        }
        None => {
            return Err(ConfigError::new(
                VARIABLE,
                "must be given with PostgreSQL, since all nodes share it: make one with `openssl rand -base64 32` and set CHAVEIRO_SECRET_KEY_FILE",
            ));
        }
    };
    let key = Zeroizing::new(key.trim_ascii().to_vec());
    if key.len() < SHORTEST_KEY {
        return Err(ConfigError::new(
            VARIABLE,
            format!("has {} bytes, {SHORTEST_KEY} are needed: make one with `openssl rand -base64 32`", key.len()),
        ));
    }
    Ok(key)
}

fn read(variable: &'static str, path: &Path) -> Result<Zeroizing<Vec<u8>>, ConfigError> {
    let cannot = |error: std::io::Error| ConfigError::new(variable, format!("cannot read {}: {error}", path.display()));
    let mode = std::fs::metadata(path).map_err(cannot)?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(ConfigError::new(
            variable,
            format!("everybody on this machine may read {}: run `chmod 600 {}`", path.display(), path.display()),
        ));
    }
    std::fs::read(path).map(Zeroizing::new).map_err(cannot)
}

fn make(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let key = Zeroizing::new(STANDARD.encode(crate::server::password::random_bytes::<32>()));
    // Written whole beside its place, then put there, never over another's: of two
    // programs that start at once both end up with the same key, and a power cut leaves no half.
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(key.as_bytes())?;
    file.sync_all()?;
    let placed = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match placed {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        placed => placed,
    }
}
