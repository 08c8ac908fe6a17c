//! `/admin/imports/{id}`: the rejected rows.

use crate::domain::Locale;
use crate::domain::import::{RowProblem, Wrong};
use crate::locale::number::number;
use crate::locale::problems;

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
    /// The name of the column that says why, in a file.
    pub reason: &'static str,
}

/// In Portuguese.
pub static PT_BR: ProblemsTexts = ProblemsTexts {
    title: "Linhas com problema",
    caption: |shown, rows| match rows {
        1 => "Uma linha".to_owned(),
        rows if shown == rows => format!("{} linhas", number(Locale::PtBr, rows)),
        rows => format!("{shown} de {} linhas, na ordem do arquivo", number(Locale::PtBr, rows)),
    },
    column: "Coluna",
    value: "Valor",
    repair: "O que fazer",
    whole_row: "A linha inteira",
    empty: "(vazio)",
    download: "Baixar linhas rejeitadas",
    download_hint: "Em CSV, com o motivo na primeira coluna. Corrija as linhas e envie esse arquivo.",
    next: "Próximas",
    first: "Do início",
    reason: "motivo",
};

/// In English.
pub static EN: ProblemsTexts = ProblemsTexts {
    title: "Rows with a problem",
    caption: |shown, rows| match rows {
        1 => "One row".to_owned(),
        rows if shown == rows => format!("{} rows", number(Locale::En, rows)),
        rows => format!("{shown} of {} rows, in the order of the file", number(Locale::En, rows)),
    },
    column: "Column",
    value: "Value",
    repair: "What to do",
    whole_row: "The whole row",
    empty: "(empty)",
    download: "Download rejected rows",
    download_hint: "As CSV, with the reason in the first column. Mend the rows and upload that file.",
    next: "Next",
    first: "From the beginning",
    reason: "reason",
};

/// What is wrong with a row, and what to do about it.
pub fn row_problem(locale: Locale, problem: &RowProblem) -> String {
    use Locale::{En, PtBr};
    let sentence = match (locale, problem.wrong) {
        (_, Wrong::Email(invalid)) => problems::email(locale, invalid),
        (_, Wrong::DisplayName(invalid)) => problems::display_name(locale, invalid),
        (PtBr, Wrong::Cells { expected, found }) => {
            return format!(
                "A linha tem {found} colunas, e o cabeçalho tem {expected}. Confira os separadores e ponha entre aspas \
                 o que os contém."
            );
        }
        (En, Wrong::Cells { expected, found }) => {
            return format!(
                "The row has {found} columns, and the header has {expected}. Check the separators and put what contains \
                 them in quotation marks."
            );
        }
        (PtBr, Wrong::EmailTwice { line }) => return format!("A linha {line} já tem este e-mail. Deixe só uma delas."),
        (En, Wrong::EmailTwice { line }) => return format!("Line {line} has this e-mail already. Keep one of them."),
        (PtBr, Wrong::CpfTwice { line }) => return format!("A linha {line} já tem este CPF. Confira qual está certa."),
        (En, Wrong::CpfTwice { line }) => return format!("Line {line} has this CPF already. Check which is right."),
        (PtBr, Wrong::Cpf(invalid)) => {
            let sentence = problems::cpf(locale, invalid);
            return format!("{sentence} O Excel tira os zeros da frente: formate a coluna como texto.");
        }
        (En, Wrong::Cpf(invalid)) => {
            let sentence = problems::cpf(locale, invalid);
            return format!("{sentence} Excel drops leading zeros: format the column as text.");
        }
        (PtBr, Wrong::Unreadable) => "Não conseguimos mais ler esta linha. Envie o arquivo de novo.",
        (En, Wrong::Unreadable) => "This row can no longer be read. Upload the file again.",
        (PtBr, Wrong::Example) => "É a linha de exemplo do modelo. Apague-a.",
        (En, Wrong::Example) => "This is the example row of the template. Delete it.",
        (PtBr, Wrong::Role) => "Escreva membro ou administrador, ou deixe vazio: fica membro.",
        (En, Wrong::Role) => "Write member or administrator, or leave it empty: it becomes member.",
        (PtBr, Wrong::Locale) => "Escreva português ou inglês, ou deixe vazio.",
        (En, Wrong::Locale) => "Write Portuguese or English, or leave it empty.",
        (PtBr, Wrong::CpfTaken) => "Outra conta, com outro e-mail, já tem este CPF. Procure a pessoa na lista.",
        (En, Wrong::CpfTaken) => "Another account, with another e-mail, has this CPF. Find the person in the list.",
        (PtBr, Wrong::CpfMissing) => "Preencha o CPF: é dele que sai a senha temporária.",
        (En, Wrong::CpfMissing) => "Fill in the CPF: the temporary password is made from it.",
        (PtBr, Wrong::Preset(_)) => {
            "Escreva o tipo da senha temporária, como digits:8 ou words:4, ou deixe vazio. Nunca a senha em si."
        }
        (En, Wrong::Preset(_)) => {
            "Write the kind of temporary password, such as digits:8 or words:4, or leave it empty. Never the password \
             itself."
        }
        (PtBr, Wrong::PresetNotAllowed) => {
            "Este tipo de senha temporária não está permitido aqui. Use outro, ou deixe vazio."
        }
        (En, Wrong::PresetNotAllowed) => {
            "This kind of temporary password is not allowed here. Use another, or leave it empty."
        }
    };
    sentence.to_owned()
}
