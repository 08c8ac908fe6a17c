//! Whether anybody else on this machine may read or change what is ours.

use super::{Finding, Severity, Topic};
use crate::cli::language::text;
use crate::domain::Locale;
use crate::server::store::file;
use rustix::process::geteuid;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The bits of a mode: who may do what.
const OTHERS: u32 = 0o007;
const MAY_WRITE: u32 = 0o022;
const STICKY: u32 = 0o1000;

/// Looks at the folder of the database, at the database with its logs and copies, and at the file of the secret key.
pub(super) fn examine(locale: Locale, database: Option<&Path>, key: &Path) -> Finding {
    let mut found = Found { locale, severity: Severity::Ok, words: Vec::new() };
    let mut files = Vec::new();
    if let Some(database) = database {
        found.look_at_folder(file::folder_of(database));
        match file::all_of(database) {
            Ok(all) => files = all,
            Err(error) => {
                let words = text!(
                    locale,
                    "não foi possível listar a pasta de {database}: {error}",
                    "cannot list the folder of {database}: {error}",
                    database = database.display()
                );
                found.add(Severity::Warn, words);
            }
        }
        found.look_at_owners(&files);
    }
    for path in &files {
        found.look_at_file(path, Severity::Fail);
    }
    // Containers mount secrets so that all in them may read.
    found.look_at_file(key, Severity::Warn);
    let words = match (&*found.words, files.len()) {
        ([], 0) => {
            text!(locale, "só este usuário pode ler a chave secreta", "only this user can read the secret key")
        }
        ([], _) => text!(
            locale,
            "só este usuário pode ler o banco de dados, as cópias dele e a chave secreta",
            "only this user can read the database, its copies and the secret key"
        ),
        (words, _) => words.join("; "),
    };
    Finding { about: Topic::Files, verdict: found.severity, words }
}

struct Found {
    locale: Locale,
    severity: Severity,
    words: Vec<String>,
}

impl Found {
    fn add(&mut self, severity: Severity, words: String) {
        if self.severity != Severity::Fail {
            self.severity = severity;
        }
        self.words.push(words);
    }

    fn look_at_folder(&mut self, folder: &Path) {
        let Ok(data) = std::fs::metadata(folder) else { return };
        let shown = folder.display();
        let locale = self.locale;
        match (data.mode() & MAY_WRITE != 0, data.mode() & STICKY != 0) {
            (true, false) => self.add(
                Severity::Fail,
                text!(
                    locale,
                    "outros usuários podem substituir arquivos em {shown}: execute `chmod 700 {shown}`",
                    "other users can replace files in {shown}: run `chmod 700 {shown}`"
                ),
            ),
            (true, true) => self.add(
                Severity::Warn,
                text!(
                    locale,
                    "{shown} é compartilhada por todos os usuários; dê ao banco de dados uma pasta própria (CHAVEIRO_DATA_DIR)",
                    "{shown} is shared by all users; give the database its own folder (CHAVEIRO_DATA_DIR)"
                ),
            ),
            (false, _) => {}
        }
    }

    /// `if_readable`: how bad it is when others may only read.
    fn look_at_file(&mut self, path: &Path, if_readable: Severity) {
        let Ok(data) = std::fs::metadata(path) else { return };
        let (locale, shown) = (self.locale, path.display());
        let (severity, what) = if data.mode() & MAY_WRITE != 0 {
            let words = text!(locale, "outros usuários podem alterar {shown}", "other users can change {shown}");
            (Severity::Fail, words)
        } else if data.mode() & OTHERS != 0 {
            (if_readable, text!(locale, "outros usuários podem ler {shown}", "other users can read {shown}"))
        } else if data.mode() & 0o040 != 0 {
            (Severity::Warn, text!(locale, "o grupo dele pode ler {shown}", "its group can read {shown}"))
        } else {
            return;
        };
        self.add(severity, text!(locale, "{what}: execute `chmod 600 {shown}`", "{what}: run `chmod 600 {shown}`"));
    }

    fn look_at_owners(&mut self, files: &[PathBuf]) {
        let mut owners: Vec<_> =
            files.iter().filter_map(|path| Some((std::fs::metadata(path).ok()?.uid(), path))).collect();
        owners.sort();
        let (locale, us) = (self.locale, geteuid().as_raw());
        match (owners.first(), owners.last()) {
            (Some((one, path)), Some((other, other_path))) if one != other => self.add(
                Severity::Fail,
                text!(
                    locale,
                    "{path} pertence ao usuário {one}, {other_path} ao usuário {other}: o servidor não consegue gravar nos \
                     dois; dê todos ao usuário do servidor (chown)",
                    "{path} belongs to user {one}, {other_path} to user {other}: the server cannot write both; give all to \
                     the user it runs as (chown)",
                    path = path.display(),
                    other_path = other_path.display()
                ),
            ),
            (Some((owner, path)), _) if *owner != us => self.add(
                Severity::Warn,
                text!(
                    locale,
                    "{path} pertence ao usuário {owner}, mas este é o usuário {us}: execute os comandos como o usuário do servidor",
                    "{path} belongs to user {owner}, but this is user {us}: run commands as the user of the server",
                    path = path.display()
                ),
            ),
            _ => {}
        }
    }
}
