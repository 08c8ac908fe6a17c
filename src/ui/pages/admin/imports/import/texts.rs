//! `/admin/users/import`, `/admin/imports/{id}`: giving accounts to everybody in a file.

pub mod deleted;
pub mod preview;
pub mod problems;
pub mod report;

use crate::domain::Locale;
use crate::domain::import::ImportState;
use crate::locale::number::counted;
use crate::ui::pages::admin::users::import::texts::{self as upload, UploadTexts};
use deleted::DeletedTexts;
use preview::PreviewTexts;
use problems::ProblemsTexts;
use report::ReportTexts;

/// What the pages say.
pub struct ImportTexts {
    /// How many rows a file has.
    pub rows: fn(i64) -> String,
    /// An import's state, as a word.
    pub state: fn(ImportState) -> &'static str,
    /// Who uploaded it, and when.
    pub by: fn(&str, &str) -> String,
    /// Who did, when it was nobody with an account.
    pub command_line: &'static str,
    /// It was at another point when somebody clicked.
    pub moved_on: &'static str,
    /// After the password was confirmed.
    pub confirmed: &'static str,
    /// So many groups were made for it.
    pub groups_made: fn(i64) -> String,
    /// Back to where files are chosen.
    pub again: &'static str,
    /// The column that names the line.
    pub line: &'static str,
    /// Where a file is chosen.
    pub upload: &'static UploadTexts,
    /// Before a file is confirmed.
    pub preview: &'static PreviewTexts,
    /// While accounts are made, and what has become of them.
    pub report: &'static ReportTexts,
    /// Deleted people among the rows.
    pub deleted: &'static DeletedTexts,
    /// The rejected rows.
    pub problems: &'static ProblemsTexts,
}

/// The texts in a language.
pub fn texts(locale: Locale) -> &'static ImportTexts {
    locale.pick(&PT_BR, &EN)
}

/// In Portuguese.
pub static PT_BR: ImportTexts = ImportTexts {
    rows: |rows| counted(Locale::PtBr, rows, "linha", "linhas"),
    state: |state| match state {
        ImportState::Preview => "Aguardando confirmação",
        ImportState::Running => "Em andamento",
        ImportState::Paused => "Pausada",
        ImportState::Cancelled => "Cancelada",
        ImportState::Done => "Concluída",
    },
    by: |who, when| format!("Arquivo enviado por {who} em {when}"),
    command_line: "linha de comando",
    moved_on: "A importação já tinha avançado e nada mudou. Veja abaixo em que etapa ela está.",
    confirmed: "Senha confirmada. Agora você pode continuar.",
    groups_made: |count| format!("{}.", counted(Locale::PtBr, count, "grupo criado", "grupos criados")),
    again: "Importar outro arquivo",
    line: "Linha",
    upload: &upload::PT_BR,
    preview: &preview::PT_BR,
    report: &report::PT_BR,
    deleted: &deleted::PT_BR,
    problems: &problems::PT_BR,
};

/// In English.
pub static EN: ImportTexts = ImportTexts {
    rows: |rows| counted(Locale::En, rows, "row", "rows"),
    state: |state| match state {
        ImportState::Preview => "Awaiting confirmation",
        ImportState::Running => "Running",
        ImportState::Paused => "Paused",
        ImportState::Cancelled => "Canceled",
        ImportState::Done => "Done",
    },
    by: |who, when| format!("Uploaded by {who} on {when}"),
    command_line: "command line",
    moved_on: "The import had already moved on and nothing changed. See its current state below.",
    confirmed: "Password confirmed. You can continue now.",
    groups_made: |count| format!("{}.", counted(Locale::En, count, "group created", "groups created")),
    again: "Import another file",
    line: "Row",
    upload: &upload::EN,
    preview: &preview::EN,
    report: &report::EN,
    deleted: &deleted::EN,
    problems: &problems::EN,
};
