//! What `/admin/users/new` says, and the fields it shares with editing.

use crate::domain::{Channel, Locale, Preset, Role};

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static NewUserTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// The sentences in one language.
pub struct NewUserTexts {
    /// The title.
    pub title: &'static str,
    /// Where the mail goes.
    pub email_hint: &'static str,
    /// Labels the roles.
    pub role: &'static str,
    /// What a role may do.
    pub role_hint: fn(Role) -> &'static str,
    /// Labels the language.
    pub language: &'static str,
    /// What it changes.
    pub language_hint: &'static str,
    /// Heads the banner where a deleted account has the address or the CPF.
    pub deleted: &'static str,
    /// What its buttons do.
    pub deleted_body: &'static str,
    /// Opens the rest.
    pub more: &'static str,
    /// How to write a CPF.
    pub cpf_hint: &'static str,
    /// Labels the presets.
    pub temporary_password: &'static str,
    /// When it is drawn and who sees it.
    pub temporary_password_hint: &'static str,
    /// A preset in words.
    pub preset: fn(Preset) -> String,
    /// The preset of the settings.
    pub preset_default: fn(preset: &str) -> String,
    /// Labels the ways the temporary password can take.
    pub channel_legend: &'static str,
    /// A way, and what it means.
    pub channel: fn(Channel) -> (&'static str, &'static str),
    /// When the own password is needed.
    pub confirm_hint: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The button where the temporary password may also be handed over.
    pub submit_any: &'static str,
    /// The button while the form is under way.
    pub submitting: &'static str,
    /// The way back.
    pub cancel: &'static str,
    /// Heads what comes next.
    pub next: &'static str,
    /// What we do.
    pub next_mail: &'static str,
    /// What the person does.
    pub next_choice: fn(hours: u64) -> String,
    /// What the admin sees.
    pub next_watch: &'static str,
}

/// In Portuguese.
pub static PT_BR: NewUserTexts = NewUserTexts {
    title: "Cadastrar pessoa",
    email_hint: "Para onde vai a senha temporária.",
    role: "Papel",
    role_hint: |role| match role {
        Role::Admin => "Cria contas para os outros.",
        Role::Member => "Usa a própria conta.",
    },
    language: "Idioma da pessoa",
    language_hint: "Das páginas e do e-mail que ela recebe.",
    more: "Mais opções",
    deleted: "Esta pessoa foi excluída e pode ser restaurada",
    deleted_body: "Restaurar devolve a conta como era. Restaurar e enviar também envia uma senha temporária por e-mail, \
                   com a qual a pessoa escolhe outra senha.",
    cpf_hint: "11 dígitos, com ou sem pontos.",
    temporary_password: "Senha temporária",
    temporary_password_hint: "Sorteada na hora do envio. Ninguém a vê além da pessoa.",
    preset: |preset| match preset {
        Preset::Digits(length) => format!("{length} dígitos"),
        Preset::Alphanumeric(length) => format!("{length} letras e dígitos"),
        Preset::Unambiguous(length) => format!("{length} letras e dígitos fáceis de ler"),
        Preset::Words(words) => format!("{words} palavras"),
        Preset::Cpf => "o CPF da pessoa (não é segredo)".to_owned(),
    },
    preset_default: |preset| format!("Como na configuração: {preset}"),
    channel_legend: "Como a pessoa recebe a senha temporária",
    channel: |channel| match channel {
        Channel::Mail => ("Por e-mail", "Segue logo depois de criar a conta."),
        Channel::InPerson => {
            ("Em mãos", "Para quem não tem caixa de e-mail: você mostra ou imprime a senha com a pessoa presente.")
        }
    },
    confirm_hint: "Só é preciso para criar alguém que administra.",
    submit: "Criar e enviar senha",
    submit_any: "Cadastrar pessoa",
    submitting: "Criando…",
    cancel: "Cancelar",
    next: "O que acontece depois",
    next_mail: "Sorteamos uma senha temporária e a enviamos por e-mail. Só a pessoa a lê.",
    next_choice: |hours| match hours {
        1 => "Ela entra e escolhe uma senha própria. A temporária vale uma hora e uma vez.".to_owned(),
        hours => format!("Ela entra e escolhe uma senha própria. A temporária vale {hours} horas e uma vez."),
    },
    next_watch: "Você acompanha aqui: na fila, enviado, ativa. Se falhar, dizemos por quê.",
};

/// In English.
pub static EN: NewUserTexts = NewUserTexts {
    title: "Add person",
    email_hint: "Where the temporary password goes.",
    role: "Role",
    role_hint: |role| match role {
        Role::Admin => "Creates accounts for others.",
        Role::Member => "Uses their own account.",
    },
    language: "Their language",
    language_hint: "Of the pages, and of the e-mail they receive.",
    more: "More options",
    deleted: "This person was deleted and can be restored",
    deleted_body: "Restore brings the account back as it was. Restore and send also emails a temporary password, with \
                   which the person chooses another password.",
    cpf_hint: "11 digits, with or without dots.",
    temporary_password: "Temporary password",
    temporary_password_hint: "Drawn when the e-mail is sent. Nobody sees it but the person.",
    preset: |preset| match preset {
        Preset::Digits(length) => format!("{length} digits"),
        Preset::Alphanumeric(length) => format!("{length} letters and digits"),
        Preset::Unambiguous(length) => format!("{length} letters and digits that are easy to read"),
        Preset::Words(words) => format!("{words} words"),
        Preset::Cpf => "the person's CPF (not a secret)".to_owned(),
    },
    preset_default: |preset| format!("As in the settings: {preset}"),
    channel_legend: "How the person gets the temporary password",
    channel: |channel| match channel {
        Channel::Mail => ("By e-mail", "It leaves right after the account is created."),
        Channel::InPerson => {
            ("In person", "For whoever has no mailbox: you show or print the password when the person is there.")
        }
    },
    confirm_hint: "Needed only to create an administrator.",
    submit: "Create and send password",
    submit_any: "Add person",
    submitting: "Creating…",
    cancel: "Cancel",
    next: "What happens next",
    next_mail: "We draw a temporary password and e-mail it. Only the person reads it.",
    next_choice: |hours| match hours {
        1 => "They sign in and choose their own. The temporary one works for an hour, and once.".to_owned(),
        hours => format!("They sign in and choose their own. The temporary one works for {hours} hours, and once."),
    },
    next_watch: "You can watch it here: queued, sent, active. If it fails, we say why.",
};
