//! Whether anybody else on this machine may read or change what is ours.

use super::{Finding, Severity};
use crate::server::store::file;
use rustix::process::geteuid;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The bits of a mode: who may do what.
const OTHERS: u32 = 0o007;
const MAY_WRITE: u32 = 0o022;
const STICKY: u32 = 0o1000;

/// Looks at the folder of the database, at the database with its logs and copies, and at the file of the secret key.
pub(super) fn examine(database: Option<&Path>, key: &Path) -> Finding {
    let mut found = Found { severity: Severity::Ok, words: Vec::new() };
    let mut files = Vec::new();
    if let Some(database) = database {
        found.look_at_folder(file::folder_of(database));
        match file::all_of(database) {
            Ok(all) => files = all,
            Err(error) => {
                found.add(Severity::Warn, format!("cannot list the folder of {}: {error}", database.display()));
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
        ([], 0) => "only this user can read the secret key".to_owned(),
        ([], _) => "only this user can read the database, its copies and the secret key".to_owned(),
        (words, _) => words.join("; "),
    };
    Finding { about: "files", verdict: found.severity, words }
}

struct Found {
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
        match (data.mode() & MAY_WRITE != 0, data.mode() & STICKY != 0) {
            (true, false) => {
                self.add(Severity::Fail, format!("other users can replace files in {shown}: run `chmod 700 {shown}`"));
            }
            (true, true) => self.add(
                Severity::Warn,
                format!("{shown} is shared by all users; give the database its own folder (CHAVEIRO_DATA_DIR)"),
            ),
            (false, _) => {}
        }
    }

    /// `if_readable`: how bad it is when others may only read.
    fn look_at_file(&mut self, path: &Path, if_readable: Severity) {
        let Ok(data) = std::fs::metadata(path) else { return };
        let shown = path.display();
        if data.mode() & MAY_WRITE != 0 {
            self.add(Severity::Fail, format!("other users can change {shown}: run `chmod 600 {shown}`"));
        } else if data.mode() & OTHERS != 0 {
            self.add(if_readable, format!("other users can read {shown}: run `chmod 600 {shown}`"));
        } else if data.mode() & 0o040 != 0 {
            self.add(Severity::Warn, format!("its group can read {shown}: run `chmod 600 {shown}`"));
        }
    }

    fn look_at_owners(&mut self, files: &[PathBuf]) {
        let mut owners: Vec<_> =
            files.iter().filter_map(|path| Some((std::fs::metadata(path).ok()?.uid(), path))).collect();
        owners.sort();
        let us = geteuid().as_raw();
        match (owners.first(), owners.last()) {
            (Some((one, path)), Some((other, other_path))) if one != other => self.add(
                Severity::Fail,
                format!(
                    "{} belongs to user {one}, {} to user {other}: the server cannot write both; give all to the user it \
                     runs as (chown)",
                    path.display(),
                    other_path.display()
                ),
            ),
            (Some((owner, path)), _) if *owner != us => self.add(
                Severity::Warn,
                format!(
                    "{} belongs to user {owner}, but this is user {us}: run commands as the user of the server",
                    path.display()
                ),
            ),
            _ => {}
        }
    }
}
