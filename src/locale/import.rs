//! What is wrong with a file of people and its rows, and what its columns are called.

mod doubts;
mod known;
mod not_read;

pub use doubts::{addresses, admins, doubt, ignored, sheets};
pub use known::{cannot_sign_in, remedy};

use super::number::counted;
use super::problems;
use crate::domain::Locale;
use crate::domain::import::{Column, FileLimits, FileProblem, RowProblem, Wrong};

/// How many rows a file has.
pub fn rows(locale: Locale, rows: i64) -> String {
    match locale {
        Locale::PtBr => counted(locale, rows, "linha", "linhas"),
        Locale::En => counted(locale, rows, "row", "rows"),
    }
}

/// How many rows a file may have.
pub fn rows_at_most(locale: Locale, limits: FileLimits) -> String {
    rows(locale, i64::try_from(limits.rows()).unwrap_or(i64::MAX))
}

/// The name of the column that says why a row was rejected, in a file.
pub const fn reason(locale: Locale) -> &'static str {
    locale.pick("motivo", "reason")
}

/// What a column is called.
pub const fn column(locale: Locale, column: Column) -> &'static str {
    match (locale, column) {
        (Locale::PtBr, Column::DisplayName) => "nome",
        (Locale::En, Column::DisplayName) => "name",
        (Locale::PtBr, Column::Email) => "e-mail",
        (Locale::En, Column::Email) => "email",
        (Locale::PtBr, Column::Role) => "papel",
        (Locale::En, Column::Role) => "role",
        (Locale::PtBr, Column::Locale) => "idioma",
        (Locale::En, Column::Locale) => "language",
        (_, Column::Cpf) => "CPF",
        (Locale::PtBr, Column::TemporaryPassword) => "senha temporária",
        (Locale::En, Column::TemporaryPassword) => "temporary password",
        (Locale::PtBr, Column::Groups) => "grupos",
        (Locale::En, Column::Groups) => "groups",
        (Locale::PtBr, Column::App) => "aplicativo",
        (Locale::En, Column::App) => "app",
    }
}

/// What is wrong with a row, and what to do about it.
pub fn row_problem(locale: Locale, problem: &RowProblem) -> String {
    use Locale::{En, PtBr};
    let sentence = match (locale, problem.wrong) {
        (_, Wrong::Email(invalid)) => return problems::email(locale, invalid).into_owned(),
        (_, Wrong::DisplayName(invalid)) => problems::display_name(locale, invalid),
        (_, Wrong::NotAName(why)) => not_read::name(locale, why),
        (_, Wrong::EmailCharacter { character }) => return problems::email_character(locale, character),
        (PtBr, Wrong::EmailSeveral) => "Há mais de um e-mail nesta célula. Mantenha só um.",
        (En, Wrong::EmailSeveral) => "There's more than one email address in this cell. Keep only one.",
        (PtBr, Wrong::EmailBeside) => "Há mais que um e-mail nesta célula. Mantenha só o e-mail.",
        (En, Wrong::EmailBeside) => "There's more than an email address in this cell. Keep only the address.",
        (_, Wrong::Group(invalid)) => problems::group_name(locale, invalid),
        (PtBr, Wrong::Cells { expected, found }) => {
            return format!(
                "A linha tem {found} colunas e o cabeçalho tem {expected}. Confira os separadores e coloque entre aspas os valores que os contêm."
            );
        }
        (En, Wrong::Cells { expected, found }) => {
            return format!(
                "The row has {found} columns and the header has {expected}. Check the separators and put values that contain them in quotation marks."
            );
        }
        (PtBr, Wrong::EmailTwice { line }) => {
            return format!("Este e-mail já está na linha {line}. Mantenha só uma das linhas.");
        }
        (En, Wrong::EmailTwice { line }) => {
            return format!("This email is already in row {line}. Keep only one of the rows.");
        }
        (PtBr, Wrong::CpfTwice { line }) => {
            return format!("Este CPF já está na linha {line}. Confira qual está certa.");
        }
        (En, Wrong::CpfTwice { line }) => {
            return format!("This CPF is already in row {line}. Check which one is right.");
        }
        (_, Wrong::Cpf(invalid)) => problems::cpf(locale, invalid),
        (_, Wrong::CpfDigits { found }) => return not_read::cpf_digits(locale, found),
        (PtBr, Wrong::NoCpf) => "Isto não é um CPF. Escreva os 11 dígitos ou deixe a célula vazia.",
        (En, Wrong::NoCpf) => "This isn't a CPF. Enter its 11 digits or leave the cell empty.",
        (PtBr, Wrong::AppUnknown) => "Este aplicativo não existe. Escreva o nome ou o client ID, ou deixe vazio.",
        (En, Wrong::AppUnknown) => "This app doesn't exist. Enter its name or client ID, or leave it empty.",
        (PtBr, Wrong::AppClosed) => {
            "A pessoa não teria acesso a este aplicativo. Escreva também um dos grupos dele, ou deixe vazio."
        }
        (En, Wrong::AppClosed) => {
            "The person wouldn't have access to this app. Enter one of its groups as well, or leave it empty."
        }
        (PtBr, Wrong::Uncalculated) => {
            "A célula tem uma fórmula e o arquivo não tem o resultado dela. Abra no Excel ou no LibreOffice, salve e envie de novo."
        }
        (En, Wrong::Uncalculated) => {
            "The cell has a formula, and the file doesn't have its result. Open it in Excel or LibreOffice, save it and upload it again."
        }
        (PtBr, Wrong::Unreadable) => "Não foi possível ler esta linha. Envie o arquivo de novo.",
        (En, Wrong::Unreadable) => "This row couldn't be read. Upload the file again.",
        (PtBr, Wrong::Example) => "Esta é a linha de exemplo do modelo. Apague a linha.",
        (En, Wrong::Example) => "This is the template's example row. Delete it.",
        (PtBr, Wrong::Role) => "Escreva usuário ou administrador, ou deixe vazio para usar o padrão.",
        (En, Wrong::Role) => "Enter user or admin, or leave it empty to use the default.",
        (PtBr, Wrong::Locale) => "Escreva português ou inglês, ou deixe vazio para usar o padrão.",
        (En, Wrong::Locale) => "Enter Portuguese or English, or leave it empty to use the default.",
        (PtBr, Wrong::CpfTaken) => "Este CPF já está em uma conta com outro e-mail. Procure a pessoa na lista.",
        (En, Wrong::CpfTaken) => "This CPF is already in an account with another email. Find the person in the list.",
        (PtBr, Wrong::CpfDeleted) => {
            "Este CPF está em uma conta excluída, com outro e-mail. Procure a pessoa na lista, em “Excluído”, e restaure a conta."
        }
        (En, Wrong::CpfDeleted) => {
            "This CPF is in a deleted account with another email. Find the person in the list, under “Deleted”, and restore the account."
        }
        (PtBr, Wrong::CpfMissing) => "Preencha o CPF. Ele é usado como senha temporária.",
        (En, Wrong::CpfMissing) => "Enter the CPF. It's used as the temporary password.",
        (PtBr, Wrong::Preset(_)) => {
            "Escreva o tipo da senha temporária, como digits:8 ou words:4, ou deixe vazio. Nunca inclua a senha."
        }
        (En, Wrong::Preset(_)) => {
            "Enter the kind of temporary password, such as digits:8 or words:4, or leave it empty. Never include the password."
        }
        (PtBr, Wrong::PresetNotAllowed) => "Este tipo de senha temporária não é permitido. Use outro ou deixe vazio.",
        (En, Wrong::PresetNotAllowed) => {
            "This kind of temporary password isn't allowed. Use another or leave it empty."
        }
    };
    sentence.to_owned()
}

/// Why a file is refused, and what to do about it.
pub fn file_problem(locale: Locale, problem: &FileProblem) -> String {
    use FileProblem as P;
    use Locale::{En, PtBr};
    match (locale, problem) {
        (PtBr, P::Missing) => "Escolha a planilha.".to_owned(),
        (En, P::Missing) => "Choose the spreadsheet.".to_owned(),
        (PtBr, P::TooLarge(limits)) => {
            format!("O arquivo tem mais de {} MiB. Divida em arquivos menores.", limits.mebibytes())
        }
        (En, P::TooLarge(limits)) => {
            format!("The file is larger than {} MiB. Split it into smaller files.", limits.mebibytes())
        }
        (PtBr, P::TooManyRows(limits)) => {
            format!("O arquivo tem mais de {}. Divida em arquivos menores.", rows_at_most(locale, *limits))
        }
        (En, P::TooManyRows(limits)) => {
            format!("The file has more than {}. Split it into smaller files.", rows_at_most(locale, *limits))
        }
        (PtBr, P::NotSent) => "Não recebemos o arquivo inteiro. Escolha o arquivo e envie de novo.".to_owned(),
        (En, P::NotSent) => "We didn't receive the whole file. Choose it and upload it again.".to_owned(),
        (PtBr, P::NotText) => "Não conseguimos ler este arquivo. Salve a planilha como .xlsx, .ods ou CSV UTF-8, sem senha, e envie de novo.".to_owned(),
        (En, P::NotText) => "We can't read this file. Save the spreadsheet as .xlsx, .ods or CSV UTF-8, without a password, and upload it again.".to_owned(),
        (_, P::NotTable(kind)) => not_read::file(locale, *kind),
        (PtBr, P::Empty) => "Não encontramos pessoas no arquivo. A primeira linha deve ter os nomes das colunas (nome e e-mail), e cada linha abaixo dela, uma pessoa.".to_owned(),
        (En, P::Empty) => "We found no people in the file. The first row must have the column names (name and email), and each row below it one person.".to_owned(),
        (PtBr, P::ColumnMissing { missing, found }) => {
            let missing = column(locale, *missing);
            let found = quoted(found, "a coluna", "as colunas");
            format!(
                "Falta a coluna “{missing}”. Encontramos {found}. A primeira linha do arquivo precisa ter os nomes das colunas."
            )
        }
        (En, P::ColumnMissing { missing, found }) => {
            let missing = column(locale, *missing);
            let found = quoted(found, "the column", "the columns");
            format!(
                "The column “{missing}” is missing. We found {found}. The first row of the file must have the column names."
            )
        }
        (PtBr, P::ColumnTwice { column: twice, found }) => {
            format!(
                "Mais de uma coluna serve para “{}”: {}. Deixe só uma delas.",
                column(locale, *twice),
                quoted(found, "a coluna", "as colunas")
            )
        }
        (En, P::ColumnTwice { column: twice, found }) => {
            format!(
                "More than one column fits “{}”: {}. Keep one of them.",
                column(locale, *twice),
                quoted(found, "the column", "the columns")
            )
        }
        (PtBr, P::ColumnsForbidden(names)) => format!(
            "A importação não aceita permissões nem senhas. Apague {} do arquivo.",
            quoted(names, "a coluna", "as colunas")
        ),
        (En, P::ColumnsForbidden(names)) => format!(
            "Imports don't accept permissions or passwords. Delete {} from the file.",
            quoted(names, "the column", "the columns")
        ),
        (PtBr, P::QuoteOpen(line)) => {
            format!("As aspas abertas na linha {line} não foram fechadas. Feche ou apague as aspas e envie de novo.")
        }
        (En, P::QuoteOpen(line)) => {
            format!("The quotation mark opened in line {line} isn't closed. Close or delete it and upload again.")
        }
    }
}

fn quoted(names: &[String], one: &str, several: &str) -> String {
    const SHOWN: usize = 12;
    let mut list: Vec<String> = names.iter().take(SHOWN).map(|name| format!("“{name}”")).collect();
    if names.len() > SHOWN {
        list.push("…".to_owned());
    }
    format!("{} {}", if names.len() == 1 { one } else { several }, list.join(", "))
}
