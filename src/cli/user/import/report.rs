//! What came of a file, for people and for programs.

use super::{ImportCommand, ImportOutcome};
use crate::cli::language::{language, text};
use crate::cli::output::print_line;
use crate::domain::import::{Column, Doubt, FileEncoding, ImportState, RowState};
use crate::domain::{Locale, UserStatus};
use crate::locale::import as words;
use crate::server::clock::rfc3339;
use crate::server::imports::CheckedFile;
use crate::server::store::imports::RowCounts;
use serde_json::json;

/// So many administrators are named.
const ADMINS_SHOWN: usize = 10;

/// How a file was read.
pub(super) struct Reading {
    encoding: FileEncoding,
    not_used: Vec<String>,
    /// The same as people are told.
    ignored: Vec<String>,
    /// Which column the addresses are from, where there are several.
    addresses: Option<String>,
    /// Which sheet of a workbook was read and which were not.
    sheets: Option<String>,
    /// What somebody has to agree to before accounts are made.
    pub(super) questions: Vec<Question>,
    /// Some names as they would be.
    names: Vec<String>,
    /// How many people have an account already, by status.
    known: Vec<(UserStatus, i64)>,
    /// How many administrators it makes.
    admins: usize,
    /// Which, where that is no question.
    made_admins: Option<String>,
    /// Groups that do not exist.
    new_groups: Vec<String>,
}

/// What a person has to look at.
pub(super) enum Question {
    /// What a column means.
    Column(Doubt),
    /// How many administrators it makes, and the first of their addresses.
    Admins(usize, Vec<String>),
    /// The names as another encoding would have them.
    Spelling(FileEncoding, Vec<String>),
}

impl Question {
    fn in_words(&self, locale: Locale) -> String {
        match self {
            Self::Column(doubt) => words::doubt(locale, doubt),
            Self::Admins(count, emails) => words::admins(locale, *count, emails),
            Self::Spelling(encoding, names) => text!(
                locale,
                "Com --encoding {encoding}, os nomes são: {names}.",
                "With --encoding {encoding} the names are: {names}.",
                encoding = encoding.as_str(),
                names = names.join(", ")
            ),
        }
    }
}

impl Reading {
    pub(super) fn of(checked: &CheckedFile) -> Self {
        let layout = &checked.layout;
        let mut questions: Vec<Question> = layout.doubts().iter().cloned().map(Question::Column).collect();
        for (encoding, names) in layout.spellings(checked.rows.iter().map(|row| row.cells.as_slice())) {
            questions.push(Question::Spelling(encoding, names));
        }
        let ready = || checked.rows.iter().filter(|row| row.state == RowState::Ready);
        let admins = ready().filter(|row| row.is_admin).count();
        let mut made_admins = None;
        if admins > 0 {
            let shown = ready().filter(|row| row.is_admin).take(ADMINS_SHOWN);
            let emails = shown.map(|row| layout.text_in(&row.cells, Column::Email)).collect();
            made_admins = Some(Question::Admins(admins, emails));
        }
        // A column that is called as ours says what is meant, as does a list that was exported here.
        if !layout.has_our_role_column() {
            questions.extend(made_admins.take());
        }
        let names = ready().take(3);
        let statuses: Vec<UserStatus> = checked.rows.iter().filter_map(|row| Some(row.account.as_ref()?.1)).collect();
        let count = |status| statuses.iter().filter(|known| **known == status).count();
        let count = |status| (status, i64::try_from(count(status)).unwrap_or(i64::MAX));
        let known = UserStatus::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect();
        Self {
            encoding: layout.encoding,
            not_used: layout.ignored(),
            ignored: layout.ignored_in(language()),
            addresses: layout.addresses_in(language()),
            sheets: words::sheets(language(), &layout.notes),
            questions,
            names: names.map(|row| layout.name_in(&row.cells)).collect(),
            admins,
            made_admins: made_admins.map(|made| made.in_words(language())),
            known,
            new_groups: layout.new_groups.iter().map(|group| group.name.as_str().to_owned()).collect(),
        }
    }

    pub(super) fn questions_in(&self, locale: Locale) -> Vec<String> {
        self.questions.iter().map(|question| question.in_words(locale)).collect()
    }
}

impl ImportCommand {
    /// Prints what came of the file.
    pub(super) fn report(&self, outcome: &ImportOutcome, reading: &Reading) {
        if self.json {
            self.print_json(outcome, reading);
        } else {
            self.print_sentences(outcome, reading);
        }
    }

    fn print_json(&self, outcome: &ImportOutcome, reading: &Reading) {
        let RowCounts { ready, known, deleted, wrong, created, refused } = outcome.counts;
        let state = outcome.state.map(ImportState::as_str);
        let by_state: serde_json::Map<String, serde_json::Value> =
            reading.known.iter().map(|(status, count)| (status.as_str().to_owned(), (*count).into())).collect();
        let report = json!({ "import": outcome.import, "state": state, "dry_run": self.dry_run, "to_create": ready,
                             "created": created, "admins": reading.admins, "already_there": known, "deleted": deleted, "already_there_by_state": by_state,
                             "restored": outcome.restored, "wrong": wrong, "refused": refused,
                             "encoding": reading.encoding.as_str(), "columns_not_used": reading.not_used,
                             "questions": reading.questions_in(Locale::En), "names": reading.names,
                             "new_groups": reading.new_groups, "groups_created": self.makes_groups(),
                             "send_at": outcome.send_at.map(rfc3339) });
        print_line!("{report:#}");
    }

    fn print_sentences(&self, outcome: &ImportOutcome, reading: &Reading) {
        let locale = language();
        print_line!("{}", self.counts(locale, outcome));
        let cannot_sign_in = words::cannot_sign_in(locale, &reading.known);
        if !cannot_sign_in.is_empty() {
            let sentence = locale.pick("têm conta, mas não conseguem entrar", "have an account but can't sign in");
            print_line!("{sentence}: {}", cannot_sign_in.join(" "));
        }
        for sentence in [&reading.sheets, &reading.addresses, &reading.made_admins].into_iter().flatten() {
            print_line!("{sentence}");
        }
        if !reading.ignored.is_empty() {
            print_line!("{}: {}", locale.pick("colunas ignoradas", "ignored columns"), reading.ignored.join(", "));
        }
        if !reading.new_groups.is_empty() {
            let (pt_br, en) = match (self.makes_groups(), self.create_groups) {
                (true, _) => ("grupos criados", "groups created"),
                (false, true) => ("grupos a criar", "groups to create"),
                (false, false) => (
                    "grupos que não existem (ignorados sem --create-groups)",
                    "groups that do not exist (left out without --create-groups)",
                ),
            };
            print_line!("{}: {}", locale.pick(pt_br, en), reading.new_groups.join(", "));
        }
        // Before the questions: one about who has left must not seem to be about these people.
        if !reading.questions.is_empty() {
            let first = locale.pick("nomes nas primeiras linhas", "names in the first rows");
            print_line!("{first}: {}", reading.names.join(", "));
        }
        for question in reading.questions_in(locale) {
            print_line!("{question}");
        }
    }

    /// How many rows became what; what did not happen is left out where it is rare.
    fn counts(&self, locale: Locale, outcome: &ImportOutcome) -> String {
        let RowCounts { ready, known, deleted, wrong, created, refused } = outcome.counts;
        let (restored, rejected) = (outcome.restored, wrong + refused);
        let mut counts = if self.dry_run {
            vec![text!(locale, "a cadastrar: {ready}", "{ready} to create")]
        } else {
            vec![text!(locale, "cadastradas: {created}", "{created} created")]
        };
        if restored > 0 {
            counts.push(text!(locale, "restauradas: {restored}", "{restored} restored"));
        }
        counts.push(text!(locale, "já existiam: {known}", "{known} already existed"));
        if deleted > 0 {
            counts.push(text!(locale, "excluídas: {deleted}", "{deleted} deleted"));
        }
        counts.push(text!(locale, "rejeitadas: {rejected}", "{rejected} rejected"));
        counts.join(", ")
    }
}
