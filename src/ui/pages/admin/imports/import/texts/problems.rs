//! `/admin/imports/{id}`: the rejected rows.

use crate::domain::Locale;
use crate::locale::number::number;

/// The rejected rows.
pub struct ProblemsTexts {
    /// The heading above rejected rows.
    pub title: &'static str,
    /// How many are shown, of how many.
    pub caption: fn(i64, i64) -> String,
    /// The column that names the column.
    pub column: &'static str,
    /// The column that shows the value.
    pub value: &'static str,
    /// The column that says what to do.
    pub repair: &'static str,
    /// The whole row, where no single column is wrong.
    pub whole_row: &'static str,
    /// An empty value.
    pub empty: &'static str,
    /// The link to the file of rejected rows.
    pub download: &'static str,
    /// What that is good for.
    pub download_hint: &'static str,
    /// The link to the next rows.
    pub next: &'static str,
    /// The link to the first rows.
    pub first: &'static str,
}

/// In Portuguese.
pub static PT_BR: ProblemsTexts = ProblemsTexts {
    title: "Linhas com problema",
    caption: |shown, rows| match rows {
        1 => "1 linha".to_owned(),
        rows if shown == rows => format!("{} linhas", number(Locale::PtBr, rows)),
        rows => format!("{shown} de {} linhas, na ordem do arquivo", number(Locale::PtBr, rows)),
    },
    column: "Coluna",
    value: "Valor",
    repair: "O que fazer",
    whole_row: "A linha inteira",
    empty: "(vazio)",
    download: "Baixar linhas rejeitadas",
    download_hint: "Baixe estas linhas em CSV, com o motivo na primeira coluna. Corrija e envie só esse arquivo.",
    next: "Próximas",
    first: "Voltar ao começo",
};

/// In English.
pub static EN: ProblemsTexts = ProblemsTexts {
    title: "Rows with a problem",
    caption: |shown, rows| match rows {
        1 => "1 row".to_owned(),
        rows if shown == rows => format!("{} rows", number(Locale::En, rows)),
        rows => format!("{shown} of {} rows, in file order", number(Locale::En, rows)),
    },
    column: "Column",
    value: "Value",
    repair: "What to do",
    whole_row: "The whole row",
    empty: "(empty)",
    download: "Download rejected rows",
    download_hint: "Download these rows as CSV, with the reason in the first column. Fix these rows and upload that file only.",
    next: "Next",
    first: "Back to the start",
};
