//! `/admin/imports/{id}`, before the file is confirmed.

use crate::domain::Locale;
use crate::domain::import::FileEncoding;
use crate::locale::number::{counted, number};

/// Before a file is confirmed.
pub struct PreviewTexts {
    /// That nothing has been created yet.
    pub lede: &'static str,
    /// The heading where somebody confirmed a preview that had changed since it was shown.
    pub changed: &'static str,
    /// What that means and what to do.
    pub changed_body: &'static str,
    /// How many accounts are to be made.
    pub to_create: fn(i64) -> String,
    /// How many addresses have an account.
    pub known: fn(i64) -> String,
    /// How many addresses are of deleted accounts.
    pub deleted: fn(i64) -> String,
    /// The heading above those who have an account and cannot sign in.
    pub cannot_sign_in: &'static str,
    /// The status of the account of a row.
    pub status: &'static str,
    /// That the import leaves them alone.
    pub existing_unchanged: &'static str,
    /// How many rows cannot be read.
    pub wrong: fn(i64) -> String,
    /// What becomes of them.
    pub left_out: fn(i64) -> String,
    /// Columns that nothing is read from.
    pub ignored: fn(&str) -> String,
    /// The heading above what may change whom the file is about.
    pub doubts: &'static str,
    /// The heading where the encoding is in doubt.
    pub spellings: &'static str,
    /// What to do about it.
    pub spellings_body: &'static str,
    /// The button that reads the file in this encoding.
    pub reread: fn(FileEncoding) -> String,
    /// What is said of the encoding that was taken.
    pub is_read_so: &'static str,
    /// Heads the choice of when the mails leave.
    pub send: &'static str,
    /// At once.
    pub send_now: &'static str,
    /// At a time that is chosen.
    pub send_later: &'static str,
    /// That time.
    pub send_at: &'static str,
    /// By which clock, and what it means.
    pub send_at_hint: fn(&str) -> String,
    /// Heads the groups that do not exist.
    pub new_groups: &'static str,
    /// What ticking does.
    pub new_groups_hint: &'static str,
    /// That the file names more than are listed.
    pub more_groups: &'static str,
    /// Ticks all.
    pub all_groups: &'static str,
    /// The button that makes the accounts. When their mails leave is chosen above it.
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
    /// Names what rows get that name no role or language.
    pub defaults: &'static str,
    /// Labels the role.
    pub default_role: &'static str,
    /// Labels the language.
    pub default_locale: &'static str,
    /// The button.
    pub apply_defaults: &'static str,
    /// Heads the rows.
    pub rows: &'static str,
    /// The rows an account is to be made from.
    pub tab_ready: &'static str,
    /// Those of administrators.
    pub tab_admins: &'static str,
    /// Those of people who have an account.
    pub tab_existing: &'static str,
    /// Those that cannot be read.
    pub tab_wrong: &'static str,
    /// There are none.
    pub no_rows: &'static str,
    /// Leads to the next page.
    pub next_rows: &'static str,
}

/// In Portuguese.
pub static PT_BR: PreviewTexts = PreviewTexts {
    lede: "Nenhuma conta foi criada ainda. Confira e confirme. Guardamos o arquivo por 24 horas.",
    changed: "A prévia mudou",
    changed_body: "Depois que você abriu a página, as opções deste arquivo foram alteradas em outra aba ou por outro administrador. Nada foi criado. Confira a prévia de novo antes de confirmar.",
    to_create: |rows| counted(Locale::PtBr, rows, "conta a criar", "contas a criar"),
    known: |rows| counted(Locale::PtBr, rows, "pessoa já tem conta", "pessoas já têm conta"),
    deleted: |rows| counted(Locale::PtBr, rows, "conta excluída", "contas excluídas"),
    cannot_sign_in: "Há pessoas que têm conta, mas não conseguem entrar",
    status: "Situação",
    existing_unchanged: "Quem já tem conta fica como está: o arquivo não muda nome, grupos nem aplicativo dessas pessoas.",
    wrong: |rows| counted(Locale::PtBr, rows, "linha com problema", "linhas com problema"),
    left_out: |rows| match rows {
        1 => "1 linha com problema fica de fora: nenhuma conta é criada para ela.".to_owned(),
        rows => format!(
            "{} linhas com problema ficam de fora: nenhuma conta é criada para elas.",
            number(Locale::PtBr, rows)
        ),
    },
    ignored: |names| format!("Colunas ignoradas: {names}."),
    doubts: "Confira antes de confirmar",
    spellings: "Em qual opção os nomes estão certos?",
    spellings_body: "O arquivo não informa a codificação das letras acentuadas. Escolha a opção em que os nomes aparecem certos.",
    reread: |encoding| format!("Usar {}", encoding_name(Locale::PtBr, encoding)),
    is_read_so: "Opção em uso.",
    send: "Enviar os e-mails",
    send_now: "Agora",
    send_later: "Mais tarde",
    send_at: "Data e hora do envio",
    send_at_hint: |zone| {
        let zone =
            zone.strip_prefix("horário").map_or_else(|| format!("Horário: {zone}"), |city| format!("Horário{city}"));
        format!(
            "{zone}, até 30 dias à frente. As contas são criadas agora; a senha temporária começa a valer no envio."
        )
    },
    new_groups: "Grupos que ainda não existem",
    new_groups_hint: "Criamos os selecionados. Quem está em um grupo não selecionado é cadastrado sem ele.",
    more_groups: " O arquivo tem mais grupos do que cabem aqui; os demais ficam de fora.",
    all_groups: "Selecionar todos",
    confirm: |rows| format!("Criar {}", counted(Locale::PtBr, rows, "conta", "contas")),
    confirming: "Iniciando…",
    discard: "Descartar arquivo",
    nothing: "Este arquivo não tem contas a criar.",
    admins: "O arquivo cria administradores",
    admins_body: |rows| match rows {
        1 => "1 pessoa do arquivo será administradora: ela poderá gerenciar pessoas, e-mails e auditoria.".to_owned(),
        rows => format!(
            "{} pessoas do arquivo serão administradoras: elas poderão gerenciar pessoas, e-mails e auditoria.",
            number(Locale::PtBr, rows)
        ),
    },
    defaults: "Para as linhas sem papel ou idioma",
    default_role: "Papel",
    default_locale: "Idioma",
    apply_defaults: "Aplicar ao arquivo",
    rows: "Linhas do arquivo",
    tab_ready: "A criar",
    tab_admins: "Administradores",
    tab_existing: "Já têm conta",
    tab_wrong: "Com problema",
    no_rows: "Nenhuma linha aqui.",
    next_rows: "Próximas linhas",
};

/// In English.
pub static EN: PreviewTexts = PreviewTexts {
    lede: "No accounts have been created yet. Check and confirm. We keep the file for 24 hours.",
    changed: "The preview has changed",
    changed_body: "After you opened the page, this file's options were changed in another tab or by another admin. Nothing was created. Check the preview again before you confirm.",
    to_create: |rows| counted(Locale::En, rows, "account to create", "accounts to create"),
    known: |rows| counted(Locale::En, rows, "person already has an account", "people already have an account"),
    deleted: |rows| counted(Locale::En, rows, "deleted account", "deleted accounts"),
    cannot_sign_in: "Some people have an account but can't sign in",
    status: "Status",
    existing_unchanged: "People who already have an account stay as they are: the file doesn't change their name, groups or app.",
    wrong: |rows| counted(Locale::En, rows, "row with a problem", "rows with a problem"),
    left_out: |rows| match rows {
        1 => "1 row with a problem is left out: no account is created for it.".to_owned(),
        rows => {
            format!("{} rows with a problem are left out: no accounts are created for them.", number(Locale::En, rows))
        }
    },
    ignored: |names| format!("Ignored columns: {names}."),
    doubts: "Check before you confirm",
    spellings: "Which option shows the names correctly?",
    spellings_body: "The file doesn't say how its accented letters are encoded. Choose the option that shows the names correctly.",
    reread: |encoding| format!("Use {}", encoding_name(Locale::En, encoding)),
    is_read_so: "In use.",
    send: "Send the emails",
    send_now: "Now",
    send_later: "Later",
    send_at: "Date and time to send",
    send_at_hint: |zone| {
        format!(
            "{zone}, up to 30 days ahead. Accounts are created now; the temporary password becomes valid when it's sent."
        )
    },
    new_groups: "Groups that don't exist yet",
    new_groups_hint: "We create the selected ones. People in a group you don't select are added without it.",
    more_groups: " The file has more groups than fit here; the rest are left out.",
    all_groups: "Select all",
    confirm: |rows| format!("Create {}", counted(Locale::En, rows, "account", "accounts")),
    confirming: "Starting…",
    discard: "Discard file",
    nothing: "This file has no accounts to create.",
    admins: "The file creates admins",
    admins_body: |rows| match rows {
        1 => "1 person in the file will be an admin and can manage people, emails and the audit log.".to_owned(),
        rows => format!(
            "{} people in the file will be admins and can manage people, emails and the audit log.",
            number(Locale::En, rows)
        ),
    },
    defaults: "For rows without a role or language",
    default_role: "Role",
    default_locale: "Language",
    apply_defaults: "Apply to file",
    rows: "Rows of the file",
    tab_ready: "To create",
    tab_admins: "Admins",
    tab_existing: "Already have an account",
    tab_wrong: "With a problem",
    no_rows: "No rows here.",
    next_rows: "Next rows",
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
