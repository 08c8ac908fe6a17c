//! `chaveiro user import`: accounts for everybody in a file.

mod rejected;
mod report;

use super::CommandError;
use crate::cli::language::{language, text};
use crate::cli::output::print_line;
use crate::domain::import::{FileEncoding, FileLimits, FileProblem, ImportAction, ImportId, ImportState, RowState};
use crate::domain::{GroupSlug, InvalidSendAt, Timestamp};
use crate::locale::import as words;
use crate::locale::problems::send_at as send_at_problem;
use crate::locale::time::deadline;
use crate::server::AppState;
use crate::server::imports::{self, CheckedFile, Confirmation, NotRead};
use crate::server::session::Admin;
use crate::server::store::imports::RowCounts;
use clap::builder::PossibleValuesParser;
use rejected::RejectedRows;
use report::Reading;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Add people from a spreadsheet: CSV, .xlsx, .xls or .ods (CHAVEIRO_IMPORT_ROWS says how many rows); the running server
/// emails the temporary passwords.
///
/// The first row has the column names: name (or first and last name) and email are required; role, language, CPF,
/// groups, app (its client ID) and temporary password (its kind) are optional. Other columns are ignored and listed.
/// People who already have an account are skipped. Rejected rows go to standard error, as CSV with the reason; the exit
/// status is then non-zero.
#[derive(clap::Args)]
pub struct ImportCommand {
    /// The spreadsheet; `-` for standard input.
    file: PathBuf,
    /// Show what would be created, without creating it.
    #[arg(long)]
    dry_run: bool,
    /// Create the accounts even if columns, the encoding or who is to be an admin are uncertain.
    #[arg(long)]
    yes: bool,
    /// Create the groups in the file that don't exist. Without it, they are left out and listed.
    #[arg(long)]
    create_groups: bool,
    /// The file's encoding, if it can't be detected.
    #[arg(long, value_parser = PossibleValuesParser::new(FileEncoding::ALL.map(FileEncoding::as_str)))]
    encoding: Option<String>,
    /// Create the accounts now and send the emails at this time, at most 30 days ahead: 2026-11-30T08:00, in the time
    /// zone of CHAVEIRO_TIME_ZONE, or with an offset.
    #[arg(long, value_name = "TIME")]
    send_at: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// What to do with people in the file who were deleted in the last 30 days. Without a choice they are skipped, and
    /// the exit status is non-zero.
    #[arg(long, value_enum, value_name = "CHOICE")]
    deleted: Option<DeletedChoice>,
    /// Write rejected rows to this file instead of standard error.
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
}

/// What becomes of deleted people in a file.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DeletedChoice {
    /// Skip them.
    Skip,
    /// Restore their accounts as they were.
    Restore,
    /// Restore their accounts and email temporary passwords.
    RestoreAndSend,
}

/// What came of a file.
struct ImportOutcome {
    import: Option<ImportId>,
    state: Option<ImportState>,
    counts: RowCounts,
    restored: i64,
    /// When the emails of the new accounts leave, if later.
    send_at: Option<Timestamp>,
}

impl ImportCommand {
    pub(super) async fn run(self, state: &AppState) -> Result<(), CommandError> {
        let send_at = self.send_at(state)?;
        let checked = self.check(state).await?;
        let reading = Reading::of(&checked);
        if !(self.dry_run || self.yes || reading.questions.is_empty()) {
            return Err(CommandError::Failed(text!(
                language(),
                "{questions}\nNada foi criado. Confira com --dry-run e, se estiver certo, use --yes.",
                "{questions}\nNothing was created. Check with --dry-run, then use --yes if it's right.",
                questions = reading.questions_in(language()).join("\n")
            )));
        }
        let (outcome, rejected) = if self.dry_run {
            (foreseen(&checked), RejectedRows::Foreseen(Box::new(checked)))
        } else {
            self.carry_out(state, checked, send_at).await?
        };
        self.report(&outcome, &reading);
        let written = rejected.write(state, self.rejected.as_deref()).await;
        if let (None, RejectedRows::Kept(Some(import))) = (&outcome.import, &rejected) {
            // Nothing of it was to be done.
            imports::apply_action(state, &Admin::from_cli(), ImportAction::Discard, &import.id).await?;
        }
        written?;
        if let Some(at) = outcome.send_at.filter(|_| !self.json) {
            let at = deadline(language(), &state.settings.time_zone, at);
            print_line!(
                "{}",
                text!(language(), "os e-mails serão enviados em {at}", "the emails will be sent on {at}")
            );
        }
        self.conclude(&outcome)
    }

    /// When the emails are to leave, if later.
    fn send_at(&self, state: &AppState) -> Result<Option<Timestamp>, CommandError> {
        let Some(text) = &self.send_at else { return Ok(None) };
        let at = imports::parse_send_at(text, &state.settings.time_zone, state.clock.now());
        at.map(Some).map_err(|invalid| {
            let example = if invalid == InvalidSendAt::Form { " (2026-11-30T08:00)" } else { "" };
            CommandError::Failed(format!("--send-at: {}{example}", send_at_problem(language(), invalid)))
        })
    }

    async fn check(&self, state: &AppState) -> Result<CheckedFile, CommandError> {
        let bytes = read(&self.file, state.settings.import_limits)?;
        if let Some(file) = &self.rejected {
            rejected::check_writable(file, &self.file)?;
        }
        let encoding = self.encoding.as_deref().and_then(FileEncoding::parse);
        imports::check_file(state, bytes, encoding).await.map_err(|not_read| match not_read {
            NotRead::File(problem) => CommandError::Failed(words::file_problem(language(), &problem)),
            NotRead::Other(error) => error.into(),
        })
    }

    /// Fails where rows were left out.
    fn conclude(&self, outcome: &ImportOutcome) -> Result<(), CommandError> {
        let RowCounts { ready, wrong, refused, deleted, .. } = outcome.counts;
        if deleted > 0 && self.deleted != Some(DeletedChoice::Skip) {
            return Err(CommandError::Failed(missing_deleted_choice(deleted)));
        }
        match outcome.state {
            Some(ImportState::Done) | None if wrong + refused == 0 => Ok(()),
            Some(ImportState::Done) | None => Err(CommandError::Failed(text!(
                language(),
                "rejeitadas: {rows}",
                "rejected: {rows}",
                rows = words::rows(language(), wrong + refused)
            ))),
            Some(_) => Err(CommandError::Failed(text!(
                language(),
                "a importação terminou antes do fim; linhas não processadas: {ready}",
                "the import ended early; {ready} rows weren't processed"
            ))),
        }
    }

    const fn makes_groups(&self) -> bool {
        self.create_groups && !self.dry_run
    }

    /// The same steps as on the page, one after the other.
    async fn carry_out(
        &self,
        state: &AppState,
        checked: CheckedFile,
        send_at: Option<Timestamp>,
    ) -> Result<(ImportOutcome, RejectedRows), CommandError> {
        let cli = Admin::from_cli();
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let new_groups = checked.layout.new_groups.iter().map(|group| group.slug.clone());
        let chosen: BTreeSet<GroupSlug> = new_groups.filter(|_| self.create_groups).collect();
        let id = imports::keep(state, &cli, &name, checked).await?;
        let started = match imports::confirm(state, &cli, &id, None, &chosen, send_at).await? {
            Confirmation::Started { .. } => true,
            Confirmation::DoesNotApply => false,
            Confirmation::PreviewChanged => return Err(CommandError::Failed(changed_meanwhile())),
        };
        if started {
            imports::carry_out(state, &id).await?;
        }
        let before = state.store.find_row_counts(&id).await?.deleted;
        if let Some(restore) = self.deleted.and_then(DeletedChoice::action) {
            while !imports::apply_action(state, &cli, restore, &id).await? {}
        }
        let counts = state.store.find_row_counts(&id).await?;
        let restored = before - counts.deleted;
        let import = state.store.find_import(&id).await?;
        let send_at = import.as_ref().and_then(|import| import.send_at).filter(|_| counts.created > 0);
        let state = import.as_ref().filter(|_| started).map(|import| import.state);
        let outcome = ImportOutcome { import: started.then_some(id), state, counts, restored, send_at };
        Ok((outcome, RejectedRows::Kept(import)))
    }
}

impl DeletedChoice {
    const fn action(self) -> Option<ImportAction> {
        match self {
            Self::Skip => None,
            Self::Restore => Some(ImportAction::Restore),
            Self::RestoreAndSend => Some(ImportAction::RestoreAndSend),
        }
    }
}

/// That an admin changed how the file is read on its page, between the check and the start.
fn changed_meanwhile() -> String {
    let sentence = language().pick(
        "um administrador alterou as opções do arquivo durante a importação; nenhuma conta foi criada; execute de novo",
        "an admin changed the file's options during the import; no account was created; run it again",
    );
    sentence.to_owned()
}

/// That people in the file were deleted and got nothing, and what can be done.
fn missing_deleted_choice(deleted: i64) -> String {
    let who = match deleted {
        1 => language().pick(
            "pessoa do arquivo foi excluída nos últimos 30 dias e foi ignorada",
            "person in the file was deleted in the last 30 days and was skipped",
        ),
        _ => language().pick(
            "pessoas do arquivo foram excluídas nos últimos 30 dias e foram ignoradas",
            "people in the file were deleted in the last 30 days and were skipped",
        ),
    };
    text!(
        language(),
        "{deleted} {who}; execute de novo com --deleted restore, ou --deleted restore-and-send para também enviar senhas \
         temporárias por e-mail, ou --deleted skip",
        "{deleted} {who}; run it again with --deleted restore, or --deleted restore-and-send to mail temporary passwords as well, \
         or --deleted skip"
    )
}

fn read(file: &Path, limits: FileLimits) -> Result<Vec<u8>, CommandError> {
    let cannot = |error| crate::cli::cannot_read(file, &error);
    let most = u64::try_from(limits.bytes()).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let opened: Box<dyn Read> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(cannot)?)
    };
    // A pipe or a device says nothing of how much it holds.
    opened.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() > limits.bytes() {
        return Err(CommandError::Failed(words::file_problem(language(), &FileProblem::TooLarge(limits))));
    }
    Ok(bytes)
}

/// What would become of a file, without a line in the database.
fn foreseen(checked: &CheckedFile) -> ImportOutcome {
    let count = |state| checked.rows.iter().filter(|row| row.state == state).count();
    let count = |state| i64::try_from(count(state)).unwrap_or(i64::MAX);
    let deleted = checked.rows.iter().filter(|row| row.is_deleted()).count();
    let deleted = i64::try_from(deleted).unwrap_or(i64::MAX);
    let counts = RowCounts {
        ready: count(RowState::Ready),
        known: count(RowState::Known) - deleted,
        deleted,
        wrong: count(RowState::Wrong),
        created: 0,
        refused: 0,
    };
    ImportOutcome { import: None, state: None, counts, restored: 0, send_at: None }
}
