//! `/admin/users/import`, `/admin/imports/{id}`: giving accounts to everybody in a file.

use crate::domain::import::{Column, FileProblem, ImportState, RowProblem, Wrong};
use crate::domain::{DeliveryState, Locale};
use crate::locale::problems;

/// What the pages say.
pub struct ImportTexts {
    /// The title of the page where a file is chosen.
    pub title: &'static str,
    /// What happens with the file.
    pub lede: &'static str,
    /// The label of the file field.
    pub file: &'static str,
    /// What a file may be, at most.
    pub file_hint: &'static str,
    /// The button that has it looked through.
    pub submit: &'static str,
    /// The button while it is being looked through.
    pub submitting: &'static str,
    /// The heading above what a file has to look like.
    pub shape: &'static str,
    /// That: the columns, the optional ones, the separators.
    pub shape_steps: [&'static str; 3],
    /// The link to the template.
    pub template: &'static str,
    /// The heading above what is good to know about spreadsheets.
    pub excel: &'static str,
    /// That.
    pub excel_hints: [&'static str; 3],
    /// The heading above the newest imports.
    pub recent: &'static str,
    /// When there is none yet.
    pub none: &'static str,
    /// What to do about that.
    pub none_hint: &'static str,
    /// How many rows a file has.
    pub rows: fn(i64) -> String,
    /// A file was discarded.
    pub discarded: &'static str,
    /// An import's state, as a word.
    pub state: fn(ImportState) -> &'static str,
    /// Who uploaded it, and when.
    pub by: fn(&str, &str) -> String,
    /// Who did, when it was nobody with an account.
    pub console: &'static str,

    /// Before the file was confirmed.
    pub preview: &'static str,
    /// How many accounts are to be made.
    pub to_create: fn(i64) -> String,
    /// How many addresses have an account.
    pub known: fn(i64) -> String,
    /// How many rows cannot be read.
    pub wrong: fn(i64) -> String,
    /// Columns that nothing is read from.
    pub ignored: fn(&str) -> String,
    /// The button that makes the accounts.
    pub confirm: fn(i64) -> String,
    /// The button while that is asked for.
    pub confirming: &'static str,
    /// The button that forgets the file.
    pub discard: &'static str,
    /// When there is nothing to make.
    pub nothing: &'static str,
    /// The heading where rows make administrators.
    pub admins: &'static str,
    /// How many, and what that means.
    pub admins_body: fn(i64) -> String,
    /// Above the first people to be made.
    pub sample: &'static str,
    /// Which of how many they are.
    pub sample_caption: fn(usize, i64) -> String,

    /// Of how many accounts how many are dealt with: `37 de 120`.
    pub progress: fn(i64, i64) -> String,
    /// The name of the progress bar.
    pub progress_label: &'static str,
    /// Said to those who listen, at every quarter.
    pub said: fn(i64) -> String,
    /// The button that holds it up.
    pub pause: &'static str,
    /// The button that lets it go on.
    pub resume: &'static str,
    /// The button that ends it.
    pub cancel: &'static str,
    /// What ending means.
    pub cancel_hint: &'static str,
    /// One may leave the page.
    pub leave: &'static str,
    /// It stands still.
    pub paused: &'static str,
    /// What that means.
    pub paused_body: &'static str,
    /// It ended before its last row.
    pub cancelled: &'static str,
    /// It was ended by an admin, with so many rows left.
    pub cancelled_body: fn(i64) -> String,
    /// It ended because who confirmed it may no more.
    pub right_lost: fn(i64) -> String,
    /// It was at another point when somebody clicked.
    pub moved_on: &'static str,

    /// The heading of the report.
    pub report: &'static str,
    /// The heading above the accounts.
    pub accounts: &'static str,
    /// The heading above the mails.
    pub mails: &'static str,
    /// What that counts.
    pub mails_hint: &'static str,
    /// Accounts made.
    pub created: &'static str,
    /// Addresses that had one.
    pub skipped: &'static str,
    /// Rows that were rejected.
    pub rejected: &'static str,
    /// Rows not dealt with.
    pub left: &'static str,
    /// How mails stand; without a state, their account is gone.
    pub mail: fn(Option<DeliveryState>) -> &'static str,
    /// The link to the people.
    pub people: &'static str,
    /// The link to the mails.
    pub to_mails: &'static str,
    /// Back to where files are chosen.
    pub again: &'static str,

    /// The heading above rejected rows.
    pub problems: &'static str,
    /// How many are shown, of how many.
    pub problems_caption: fn(i64, i64) -> String,
    /// The column that names the line.
    pub line: &'static str,
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
    /// The header of the template.
    pub template_header: [&'static str; 4],
    /// The example row of the template: name, role, language.
    pub template_example: [&'static str; 3],
}

/// The texts in a language.
pub fn texts(locale: Locale) -> &'static ImportTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// In Brazilian Portuguese.
pub static PT_BR: ImportTexts = ImportTexts {
    title: "Importar pessoas",
    lede: "Envie uma planilha em CSV. Conferimos tudo antes, e nada é criado até você confirmar.",
    file: "Arquivo CSV",
    file_hint: "Até 5 MiB e 20.000 linhas.",
    submit: "Conferir arquivo",
    submitting: "Conferindo…",
    shape: "Como é o arquivo",
    shape_steps: [
        "A primeira linha dá nome às colunas. Nome e e-mail não podem faltar.",
        "Se quiser: papel (membro ou administrador), idioma (português ou inglês), CPF, e senha temporária com o tipo \
         dela, como digits:8. Nunca a senha em si.",
        "Vírgula, ponto e vírgula ou tabulação separam as colunas. Acentos e maiúsculas nos nomes delas não importam.",
    ],
    template: "Baixar modelo",
    excel: "Dicas para o Excel",
    excel_hints: [
        "Salve como “CSV UTF-8 (delimitado por vírgulas)”. O CSV comum do Windows também serve.",
        "Antes de digitar CPFs, formate a coluna como texto: o Excel tira os zeros da frente.",
        "Um arquivo .xlsx não é CSV: use “Salvar como”.",
    ],
    recent: "Últimas importações",
    none: "Ainda não há importações",
    none_hint: "Baixe o modelo, preencha uma linha por pessoa e envie aqui.",
    rows: |rows| counted(rows, "linha", "linhas"),
    discarded: "O arquivo foi descartado. Nenhuma conta foi criada.",
    state: |state| match state {
        ImportState::Preview => "Por confirmar",
        ImportState::Running => "Em andamento",
        ImportState::Paused => "Pausada",
        ImportState::Cancelled => "Cancelada",
        ImportState::Done => "Concluída",
    },
    by: |who, when| format!("Enviado por {who} em {when}"),
    console: "linha de comando",
    preview: "Nada foi criado ainda. Confira e confirme; o arquivo fica guardado por 24 horas.",
    to_create: |rows| counted(rows, "conta a criar", "contas a criar"),
    known: |rows| counted(rows, "já tem conta", "já têm conta"),
    wrong: |rows| counted(rows, "linha com problema", "linhas com problema"),
    ignored: |names| format!("A importação não usa estas colunas, e elas ficam de fora: {names}."),
    confirm: |rows| match rows {
        1 => "Criar 1 conta e enviar a senha".to_owned(),
        rows => format!("Criar {} contas e enviar senhas", with_groups(rows, '.')),
    },
    confirming: "Começando…",
    discard: "Descartar arquivo",
    nothing: "Não há conta a criar deste arquivo.",
    admins: "O arquivo cria administradores",
    admins_body: |rows| match rows {
        1 => "1 linha pede o papel de administrador: essa pessoa vai criar contas para os outros.".to_owned(),
        rows => format!(
            "{} linhas pedem o papel de administrador: essas pessoas vão criar contas para os outros.",
            with_groups(rows, '.')
        ),
    },
    sample: "Quem será criado",
    sample_caption: |shown, rows| match rows {
        1 => "Uma pessoa".to_owned(),
        rows => format!("As primeiras {shown} de {} pessoas", with_groups(rows, '.')),
    },
    progress: |done, planned| format!("{} de {}", with_groups(done, '.'), with_groups(planned, '.')),
    progress_label: "Contas tratadas até agora",
    said: |percent| match percent {
        0 => String::new(),
        100 => "A importação chegou ao fim.".to_owned(),
        percent => format!("A importação está em {percent}%."),
    },
    pause: "Pausar importação",
    resume: "Continuar importação",
    cancel: "Cancelar importação",
    cancel_hint: "Ao cancelar, o que já foi criado fica. Para o resto, envie o arquivo de novo.",
    leave: "Você pode fechar esta página: a importação segue, e este endereço mostra onde ela está.",
    paused: "A importação está pausada",
    paused_body: "Nenhuma conta nova é criada até alguém continuar. Os e-mails das contas já criadas seguem.",
    cancelled: "A importação foi cancelada",
    cancelled_body: |left| match left {
        1 => "1 linha ficou por fazer. Para criar essa conta, envie o arquivo de novo.".to_owned(),
        left => format!(
            "{} linhas ficaram por fazer. Para criar essas contas, envie o arquivo de novo.",
            with_groups(left, '.')
        ),
    },
    right_lost: |left| {
        let left = (PT_BR.cancelled_body)(left);
        format!("Quem a confirmou não administra mais, e ninguém cria contas em nome de quem não pode. {left}")
    },
    moved_on: "Nada mudou: a importação já estava em outro ponto. Veja abaixo onde ela está.",
    report: "Resultado",
    accounts: "Contas",
    mails: "Envios",
    mails_hint: "Os e-mails com as senhas temporárias das contas criadas, no ritmo do servidor de e-mail.",
    created: "Criadas",
    skipped: "Já tinham conta",
    rejected: "Rejeitadas",
    left: "Por fazer",
    mail: |state| match state {
        None => "Conta excluída depois",
        Some(DeliveryState::Queued | DeliveryState::Sending) => "Na fila",
        Some(DeliveryState::Waiting) => "Nova tentativa marcada",
        Some(DeliveryState::Sent) => "Enviados",
        Some(DeliveryState::Failed) => "Falharam",
        Some(DeliveryState::Obsolete) => "Não são mais precisos",
    },
    people: "Ver pessoas",
    to_mails: "Ver envios que falharam",
    again: "Importar outro arquivo",
    problems: "Linhas com problema",
    problems_caption: |shown, rows| match rows {
        1 => "Uma linha".to_owned(),
        rows if shown == rows => format!("{} linhas", with_groups(rows, '.')),
        rows => format!("{shown} de {} linhas, na ordem do arquivo", with_groups(rows, '.')),
    },
    line: "Linha",
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
    template_header: ["nome", "e-mail", "papel", "idioma"],
    template_example: ["Maria Exemplo (apague esta linha)", "membro", "português"],
};

/// In English.
pub static EN: ImportTexts = ImportTexts {
    title: "Import people",
    lede: "Upload a spreadsheet as CSV. We check it first, and nothing is created until you confirm.",
    file: "CSV file",
    file_hint: "Up to 5 MiB and 20,000 rows.",
    submit: "Check file",
    submitting: "Checking…",
    shape: "What the file looks like",
    shape_steps: [
        "The first row names the columns. Name and e-mail must be there.",
        "If you like: role (member or administrator), language (Portuguese or English), CPF, and temporary password \
         with its kind, such as digits:8. Never the password itself.",
        "Comma, semicolon or tab separates the columns. Accents and capitals in their names do not matter.",
    ],
    template: "Download template",
    excel: "Hints for Excel",
    excel_hints: [
        "Save as “CSV UTF-8 (comma delimited)”. The plain CSV of Windows will do as well.",
        "Format the column as text before you fill in CPFs: Excel drops leading zeros.",
        "An .xlsx file is not CSV: use “Save as”.",
    ],
    recent: "Latest imports",
    none: "No imports yet",
    none_hint: "Download the template, fill in a row per person and upload it here.",
    rows: |rows| counted_en(rows, "row", "rows"),
    discarded: "The file was discarded. No account was created.",
    state: |state| match state {
        ImportState::Preview => "To be confirmed",
        ImportState::Running => "Running",
        ImportState::Paused => "Paused",
        ImportState::Cancelled => "Cancelled",
        ImportState::Done => "Done",
    },
    by: |who, when| format!("Uploaded by {who} on {when}"),
    console: "command line",
    preview: "Nothing has been created yet. Check and confirm; the file is kept for 24 hours.",
    to_create: |rows| counted_en(rows, "account to create", "accounts to create"),
    known: |rows| counted_en(rows, "has an account already", "have an account already"),
    wrong: |rows| counted_en(rows, "row with a problem", "rows with a problem"),
    ignored: |names| format!("An import does not use these columns, and they are left out: {names}."),
    confirm: |rows| match rows {
        1 => "Create 1 account and send the password".to_owned(),
        rows => format!("Create {} accounts and send passwords", with_groups(rows, ',')),
    },
    confirming: "Starting…",
    discard: "Discard file",
    nothing: "There is no account to create from this file.",
    admins: "The file makes administrators",
    admins_body: |rows| match rows {
        1 => "1 row asks for the role of administrator: that person will create accounts for others.".to_owned(),
        rows => format!(
            "{} rows ask for the role of administrator: those people will create accounts for others.",
            with_groups(rows, ',')
        ),
    },
    sample: "Who will be created",
    sample_caption: |shown, rows| match rows {
        1 => "One person".to_owned(),
        rows => format!("The first {shown} of {} people", with_groups(rows, ',')),
    },
    progress: |done, planned| format!("{} of {}", with_groups(done, ','), with_groups(planned, ',')),
    progress_label: "Accounts dealt with so far",
    said: |percent| match percent {
        0 => String::new(),
        100 => "The import has come to its end.".to_owned(),
        percent => format!("The import is at {percent}%."),
    },
    pause: "Pause import",
    resume: "Continue import",
    cancel: "Cancel import",
    cancel_hint: "When you cancel, what was created stays. For the rest, upload the file again.",
    leave: "You may close this page: the import goes on, and this address shows where it is.",
    paused: "The import is paused",
    paused_body: "No new account is created until somebody continues. The mails of accounts already created go out.",
    cancelled: "The import was cancelled",
    cancelled_body: |left| match left {
        1 => "1 row was not done. To create that account, upload the file again.".to_owned(),
        left => {
            format!("{} rows were not done. To create those accounts, upload the file again.", with_groups(left, ','))
        }
    },
    right_lost: |left| {
        let left = (EN.cancelled_body)(left);
        format!("Whoever confirmed it is no administrator any more, and nobody creates accounts in such a name. {left}")
    },
    moved_on: "Nothing has changed: the import was at another point already. See below where it is.",
    report: "Result",
    accounts: "Accounts",
    mails: "Mails",
    mails_hint: "The mails with the temporary passwords of the accounts created, at the pace of the mail server.",
    created: "Created",
    skipped: "Had an account already",
    rejected: "Rejected",
    left: "Not done",
    mail: |state| match state {
        None => "Account deleted since",
        Some(DeliveryState::Queued | DeliveryState::Sending) => "Queued",
        Some(DeliveryState::Waiting) => "Will be tried again",
        Some(DeliveryState::Sent) => "Sent",
        Some(DeliveryState::Failed) => "Failed",
        Some(DeliveryState::Obsolete) => "No longer needed",
    },
    people: "See people",
    to_mails: "See mails that failed",
    again: "Import another file",
    problems: "Rows with a problem",
    problems_caption: |shown, rows| match rows {
        1 => "One row".to_owned(),
        rows if shown == rows => format!("{} rows", with_groups(rows, ',')),
        rows => format!("{shown} of {} rows, in the order of the file", with_groups(rows, ',')),
    },
    line: "Line",
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
    template_header: ["name", "e-mail", "role", "language"],
    template_example: ["Mary Example (delete this row)", "member", "English"],
};

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
        (PtBr, P::ColumnMissing(missing)) => {
            let missing = column(locale, *missing);
            format!("Falta a coluna “{missing}”. A primeira linha do arquivo precisa dar nome às colunas.")
        }
        (En, P::ColumnMissing(missing)) => {
            let missing = column(locale, *missing);
            format!("The column “{missing}” is missing. The first row of the file must name the columns.")
        }
        (PtBr, P::ColumnTwice(twice)) => {
            format!("Há duas colunas para “{}”. Deixe só uma delas.", column(locale, *twice))
        }
        (En, P::ColumnTwice(twice)) => {
            format!("There are two columns for “{}”. Keep one of them.", column(locale, *twice))
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

fn quoted(names: &[String], one: &str, several: &str) -> String {
    const SHOWN: usize = 5;
    let mut list: Vec<String> = names.iter().take(SHOWN).map(|name| format!("“{name}”")).collect();
    if names.len() > SHOWN {
        list.push("…".to_owned());
    }
    format!("{} {}", if names.len() == 1 { one } else { several }, list.join(", "))
}

fn counted(count: i64, one: &str, several: &str) -> String {
    format!("{} {}", with_groups(count, '.'), if count == 1 { one } else { several })
}

fn counted_en(count: i64, one: &str, several: &str) -> String {
    format!("{} {}", with_groups(count, ','), if count == 1 { one } else { several })
}

/// `12.345` or `12,345`; a file never has a million rows.
fn with_groups(count: i64, mark: char) -> String {
    if count < 1000 { count.to_string() } else { format!("{}{mark}{:03}", count / 1000, count % 1000) }
}
