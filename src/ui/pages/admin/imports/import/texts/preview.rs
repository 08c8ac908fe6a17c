//! `/admin/imports/{id}`, before the file is confirmed.

use crate::domain::Locale;
use crate::domain::import::FileEncoding;
use crate::locale::number::{counted, number};

/// Before a file is confirmed.
pub struct PreviewTexts {
    /// That nothing has been created yet.
    pub lede: &'static str,
    /// How many accounts are to be made.
    pub to_create: fn(i64) -> String,
    /// How many addresses have an account.
    pub known: fn(i64) -> String,
    /// How many rows cannot be read.
    pub wrong: fn(i64) -> String,
    /// Columns that nothing is read from.
    pub ignored: fn(&str) -> String,
    /// The heading above columns that may change whom the file is about.
    pub doubts: &'static str,
    /// The heading where the encoding is in doubt.
    pub spellings: &'static str,
    /// What to do about it.
    pub spellings_body: &'static str,
    /// The button that reads the file in this encoding.
    pub reread: fn(FileEncoding) -> String,
    /// What is said of the encoding that was taken.
    pub is_read_so: &'static str,
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
}

/// In Portuguese.
pub static PT_BR: PreviewTexts = PreviewTexts {
    lede: "Nada foi criado ainda. Confira e confirme; o arquivo fica guardado por 24 horas.",
    to_create: |rows| counted(Locale::PtBr, rows, "conta a criar", "contas a criar"),
    known: |rows| counted(Locale::PtBr, rows, "já tem conta", "já têm conta"),
    wrong: |rows| counted(Locale::PtBr, rows, "linha com problema", "linhas com problema"),
    ignored: |names| format!("A importação não usa estas colunas, e elas ficam de fora: {names}."),
    doubts: "Confira estas colunas antes de confirmar",
    spellings: "Em qual destas opções os nomes estão certos?",
    spellings_body: "O arquivo não diz como as letras acentuadas foram gravadas. Escolha a opção em que os nomes aparecem certos.",
    reread: |encoding| format!("Usar {}", encoding_name(Locale::PtBr, encoding)),
    is_read_so: "É a que estamos usando.",
    confirm: |rows| match rows {
        1 => "Criar 1 conta e enviar a senha".to_owned(),
        rows => format!("Criar {} contas e enviar senhas", number(Locale::PtBr, rows)),
    },
    confirming: "Começando…",
    discard: "Descartar arquivo",
    nothing: "Não há conta a criar deste arquivo.",
    admins: "O arquivo cria administradores",
    admins_body: |rows| match rows {
        1 => "1 linha pede o papel de administrador: essa pessoa vai criar contas para os outros.".to_owned(),
        rows => format!(
            "{} linhas pedem o papel de administrador: essas pessoas vão criar contas para os outros.",
            number(Locale::PtBr, rows)
        ),
    },
    sample: "Quem será criado",
    sample_caption: |shown, rows| match rows {
        1 => "Uma pessoa".to_owned(),
        rows => format!("As primeiras {shown} de {} pessoas", number(Locale::PtBr, rows)),
    },
};

/// In English.
pub static EN: PreviewTexts = PreviewTexts {
    lede: "Nothing has been created yet. Check and confirm; the file is kept for 24 hours.",
    to_create: |rows| counted(Locale::En, rows, "account to create", "accounts to create"),
    known: |rows| counted(Locale::En, rows, "has an account already", "have an account already"),
    wrong: |rows| counted(Locale::En, rows, "row with a problem", "rows with a problem"),
    ignored: |names| format!("An import does not use these columns, and they are left out: {names}."),
    doubts: "Check these columns before you confirm",
    spellings: "In which of these are the names right?",
    spellings_body: "The file doesn't say how its accented letters were saved. Choose the one in which the names look right.",
    reread: |encoding| format!("Use {}", encoding_name(Locale::En, encoding)),
    is_read_so: "This is the one we are using.",
    confirm: |rows| match rows {
        1 => "Create 1 account and send the password".to_owned(),
        rows => format!("Create {} accounts and send passwords", number(Locale::En, rows)),
    },
    confirming: "Starting…",
    discard: "Discard file",
    nothing: "There is no account to create from this file.",
    admins: "The file makes administrators",
    admins_body: |rows| match rows {
        1 => "1 row asks for the role of administrator: that person will create accounts for others.".to_owned(),
        rows => format!(
            "{} rows ask for the role of administrator: those people will create accounts for others.",
            number(Locale::En, rows)
        ),
    },
    sample: "Who will be created",
    sample_caption: |shown, rows| match rows {
        1 => "One person".to_owned(),
        rows => format!("The first {shown} of {} people", number(Locale::En, rows)),
    },
};

/// Where files in an encoding come from.
const fn encoding_name(locale: Locale, encoding: FileEncoding) -> &'static str {
    match (locale, encoding) {
        (_, FileEncoding::Utf8) => "UTF-8",
        (_, FileEncoding::Utf16) => "UTF-16",
        (_, FileEncoding::Windows1252) => "Windows (1252)",
        (_, FileEncoding::Cp850) => "DOS (850)",
        (Locale::PtBr, FileEncoding::MacRoman) => "Mac antigo (Mac Roman)",
        (Locale::En, FileEncoding::MacRoman) => "old Mac (Mac Roman)",
    }
}
