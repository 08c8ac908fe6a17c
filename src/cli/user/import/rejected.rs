//! The rejected rows of a file, written batch by batch.

use crate::cli::CommandError;
use crate::cli::language::{language, text};
use crate::domain::Locale;
use crate::server::AppState;
use crate::server::csv::{BOM, push_row_separated, spreadsheet_separator};
use crate::server::imports::{CheckedFile, Rejected, find_rejected};
use crate::server::store::imports::Import;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Where rejected rows are read from.
pub(super) enum RejectedRows {
    /// A file of which nothing was kept.
    Foreseen(Box<CheckedFile>),
    /// An import; none when it is gone.
    Kept(Option<Import>),
}

impl RejectedRows {
    /// Writes them into `file`, which is made only if there are any, or to standard error. They are in English like
    /// the other files for programs, but separated as the file they come from: people fix them in their spreadsheet.
    pub(super) async fn write(&self, state: &AppState, file: Option<&Path>) -> Result<(), CommandError> {
        let (mut output, mut after): (Option<Box<dyn Write + Send>>, _) = (None, Some(0));
        while let Some(line) = after {
            let next = match self {
                Self::Foreseen(checked) => Rejected::foreseen(checked, Locale::En, line),
                Self::Kept(Some(import)) => find_rejected(state, import, Locale::En, line).await?,
                Self::Kept(None) => return Ok(()),
            };
            after = next.more_after;
            if next.rows.is_empty() {
                continue;
            }
            let separator = next.separator.unwrap_or_else(|| spreadsheet_separator(language()));
            let mut rows = String::new();
            if output.is_none() {
                // Without it Excel takes the file for Windows-1252. Standard error may be a terminal.
                rows.push_str(if file.is_some() { BOM } else { "" });
                push_row_separated(&mut rows, separator, &next.header);
            }
            next.rows.iter().for_each(|row| push_row_separated(&mut rows, separator, row));
            let writing = match &mut output {
                Some(output) => output.write_all(rows.as_bytes()),
                None => open(file).and_then(|opened| output.insert(opened).write_all(rows.as_bytes())),
            };
            writing.map_err(|error| cannot_write(file, &error))?;
        }
        Ok(())
    }
}

/// Looks whether the rows can be written, before accounts are created: not over the file that is imported, which people
/// may have nowhere else.
pub(super) fn check_writable(file: &Path, imported: &Path) -> Result<(), CommandError> {
    let real = |path: &Path| path.canonicalize().ok();
    if real(file).is_some() && real(file) == real(imported) {
        return Err(CommandError::Failed(text!(
            language(),
            "--rejected: {file} é o arquivo a importar; indique outro",
            "--rejected: {file} is the file to import; name another",
            file = file.display()
        )));
    }
    // A link or a pipe of somebody's stays as it is.
    let is_new = file.symlink_metadata().is_err();
    if !is_new && !file.is_file() && !file.is_dir() {
        return Ok(());
    }
    let opened = OpenOptions::new().append(true).create(true).open(file);
    opened.map_err(|error| cannot_write(Some(file), &error))?;
    // It is made only if there are rows for it.
    if is_new { std::fs::remove_file(file).map_err(|error| cannot_write(Some(file), &error)) } else { Ok(()) }
}

fn open(file: Option<&Path>) -> std::io::Result<Box<dyn Write + Send>> {
    Ok(match file {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(std::io::stderr()),
    })
}

fn cannot_write(file: Option<&Path>, error: &std::io::Error) -> CommandError {
    CommandError::Failed(text!(
        language(),
        "não foi possível gravar {file}: {error}",
        "cannot write {file}: {error}",
        file = file.unwrap_or(Path::new("stderr")).display()
    ))
}
