//! What is wrong with a file of people and its rows, and what its columns are called.

use super::number::counted;
use super::problems;
use crate::domain::Locale;
use crate::domain::import::{Column, Doubt, DoubtKind, FileProblem, RowProblem, Wrong};

/// How many rows a file has.
pub fn rows(locale: Locale, rows: i64) -> String {
    match locale {
        Locale::PtBr => counted(locale, rows, "linha", "linhas"),
        Locale::En => counted(locale, rows, "row", "rows"),
    }
}

/// The name of the column that says why a row was rejected, in a file.
pub const fn reason(locale: Locale) -> &'static str {
    match locale {
        Locale::PtBr => "motivo",
        Locale::En => "reason",
    }
}

/// What a column is called.
pub const fn column(locale: Locale, column: Column) -> &'static str {
    match (locale, column) {
        (Locale::PtBr, Column::DisplayName) => "nome",
        (Locale::En, Column::DisplayName) => "name",
        (_, Column::Email) => "e-mail",
        (Locale::PtBr, Column::Role) => "papel",
        (Locale::En, Column::Role) => "role",
        (Locale::PtBr, Column::Locale) => "idioma",
        (Locale::En, Column::Locale) => "language",
        (_, Column::Cpf) => "CPF",
        (Locale::PtBr, Column::TemporaryPassword) => "senha temporária",
        (Locale::En, Column::TemporaryPassword) => "temporary password",
    }
}

/// What is wrong with a row, and what to do about it.
pub fn row_problem(locale: Locale, problem: &RowProblem) -> String {
    use Locale::{En, PtBr};
    let sentence = match (locale, problem.wrong) {
        (_, Wrong::Email(invalid)) => return problems::email(locale, invalid).into_owned(),
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

/// Why a file is refused, and what to do about it.
pub fn file_problem(locale: Locale, problem: &FileProblem) -> String {
    use FileProblem as P;
    use Locale::{En, PtBr};
    match (locale, problem) {
        (PtBr, P::Missing) => "Escolha o arquivo CSV.".to_owned(),
        (En, P::Missing) => "Choose the CSV file.".to_owned(),
        (PtBr, P::TooLarge) => "O arquivo passa de 5 MiB. Divida-o em arquivos menores.".to_owned(),
        (En, P::TooLarge) => "The file is larger than 5 MiB. Split it into smaller files.".to_owned(),
        (PtBr, P::TooManyRows) => "O arquivo passa de 20.000 linhas. Divida-o em arquivos menores.".to_owned(),
        (En, P::TooManyRows) => "The file has more than 20,000 rows. Split it into smaller files.".to_owned(),
        (PtBr, P::NotSent) => "O arquivo não chegou inteiro. Escolha-o e envie de novo.".to_owned(),
        (En, P::NotSent) => "The file did not arrive whole. Choose it and send it again.".to_owned(),
        (PtBr, P::NotText) => "Este arquivo não é CSV. Na planilha, use “Salvar como” e escolha CSV UTF-8.".to_owned(),
        (En, P::NotText) => "This file is not CSV. In the spreadsheet, use “Save as” and choose CSV UTF-8.".to_owned(),
        (PtBr, P::Empty) => {
            "O arquivo não tem pessoas. Preencha uma linha para cada uma abaixo do cabeçalho.".to_owned()
        }
        (En, P::Empty) => "The file has no people. Fill in a row for each beneath the header.".to_owned(),
        (PtBr, P::ColumnMissing { missing, found }) => {
            let missing = column(locale, *missing);
            let found = quoted(found, "a coluna", "as colunas");
            format!(
                "Falta a coluna “{missing}”. Encontramos {found}. A primeira linha do arquivo precisa dar nome às colunas."
            )
        }
        (En, P::ColumnMissing { missing, found }) => {
            let missing = column(locale, *missing);
            let found = quoted(found, "the column", "the columns");
            format!(
                "The column “{missing}” is missing. We found {found}. The first row of the file must name the columns."
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
            "Uma importação não dá poderes nem traz senhas. Apague do arquivo {}.",
            quoted(names, "a coluna", "as colunas")
        ),
        (En, P::ColumnsForbidden(names)) => format!(
            "An import grants no power and brings no passwords. Delete {} from the file.",
            quoted(names, "the column", "the columns")
        ),
        (PtBr, P::QuoteOpen(line)) => {
            format!("As aspas que abrem na linha {line} não fecham. Feche-as ou apague-as e envie de novo.")
        }
        (En, P::QuoteOpen(line)) => format!(
            "The quotation mark that opens at line {line} is never closed. Close it or delete it, and upload again."
        ),
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

/// What a column may change, and how the import deals with it.
pub fn doubt(locale: Locale, doubt: &Doubt) -> String {
    use Locale::{En, PtBr};
    let name = &doubt.column;
    match (locale, doubt.kind) {
        (PtBr, DoubtKind::NamePart) => {
            format!("“{name}” parece ser parte do nome. Juntamos tudo em um nome só: confira abaixo se ficou certo.")
        }
        (En, DoubtKind::NamePart) => {
            format!(
                "“{name}” seems to be part of the name. We put it all into one name: check below whether that is right."
            )
        }
        (PtBr, DoubtKind::HalfName) => {
            format!(
                "“{name}” traz só o primeiro nome, e não achamos o sobrenome. As pessoas ficariam só com o primeiro nome."
            )
        }
        (En, DoubtKind::HalfName) => {
            format!(
                "“{name}” has the first name only, and we found no last name. People would be called by the first name only."
            )
        }
        (PtBr, DoubtKind::SocialName) => format!("Onde “{name}” está preenchido, ele fica no lugar do nome."),
        (En, DoubtKind::SocialName) => format!("Where “{name}” is filled in, it is used instead of the name."),
        (PtBr, DoubtKind::Nickname) => {
            format!(
                "“{name}” pode ser um sobrenome. Ele fica de fora; se fizer parte do nome, dê à coluna o nome “sobrenome”."
            )
        }
        (En, DoubtKind::Nickname) => {
            format!(
                "“{name}” may be a last name. It is left out; if it is part of the name, call the column “last name”."
            )
        }
        (PtBr, DoubtKind::Closed) => {
            format!(
                "“{name}” marca pessoas como excluídas ou bloqueadas. Elas receberiam uma conta mesmo assim: apague essas linhas, se for o caso."
            )
        }
        (En, DoubtKind::Closed) => {
            format!(
                "“{name}” marks people as deleted or blocked. They would get an account all the same: delete those rows if they shouldn't."
            )
        }
    }
}
