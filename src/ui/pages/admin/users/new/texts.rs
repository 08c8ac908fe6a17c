//! What `/admin/users/new` says, and the fields it shares with editing.

use crate::domain::{Channel, Locale, Preset, Role};

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static NewUserTexts {
    locale.pick(&PT_BR, &EN)
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
    /// Heads the link to who has the address already.
    pub known: &'static str,
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
    /// When it is generated and who sees it.
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
    pub next_choice: fn(span: &str) -> String,
    /// What the admin sees.
    pub next_watch: &'static str,
}

/// In Portuguese.
pub static PT_BR: NewUserTexts = NewUserTexts {
    title: "Cadastrar pessoa",
    email_hint: "Enviaremos a senha temporária para este e-mail.",
    role: "Papel",
    role_hint: |role| match role {
        Role::Admin => "Gerencia pessoas, e-mails e auditoria.",
        Role::Member => "Acessa só a própria conta.",
    },
    language: "Idioma da pessoa",
    language_hint: "Usado nas páginas e nos e-mails para a pessoa.",
    more: "Mais opções",
    known: "Esta pessoa já tem conta",
    deleted: "Esta pessoa foi excluída e pode ser restaurada",
    deleted_body: "“Restaurar” devolve a conta como era. “Restaurar e enviar” também envia uma senha temporária por e-mail, e a pessoa cria outra senha.",
    cpf_hint: "11 dígitos, com ou sem pontos.",
    temporary_password: "Senha temporária",
    temporary_password_hint: "Gerada na hora do envio. Só a pessoa vê.",
    preset: |preset| match preset {
        Preset::Digits(length) => format!("{length} dígitos"),
        Preset::Alphanumeric(length) => format!("{length} letras e dígitos"),
        Preset::Unambiguous(length) => format!("{length} letras e dígitos sem caracteres parecidos"),
        Preset::Words(words) => format!("{words} palavras"),
        Preset::Cpf => "o CPF da pessoa (não é segredo)".to_owned(),
    },
    preset_default: |preset| format!("Padrão: {preset}"),
    channel_legend: "Como a pessoa recebe a senha temporária",
    channel: |channel| match channel {
        Channel::Mail => ("Por e-mail", "Enviamos assim que você cadastrar a pessoa."),
        Channel::InPerson => {
            ("Em mãos", "Para quem não usa e-mail: você mostra ou imprime a senha com a pessoa presente.")
        }
    },
    confirm_hint: "Necessária só para cadastrar um administrador.",
    submit: "Cadastrar e enviar senha temporária",
    submit_any: "Cadastrar pessoa",
    submitting: "Cadastrando…",
    cancel: "Cancelar",
    next: "O que acontece depois",
    next_mail: "Geramos uma senha temporária e enviamos por e-mail. Só a pessoa vê.",
    next_choice: |span| {
        format!("A pessoa entra e cria a própria senha. A temporária vale por {span} e só pode ser usada uma vez.")
    },
    next_watch: "Você acompanha tudo em Pessoas: na fila, convite enviado, acesso ativo. Se o envio falhar, mostramos o motivo.",
};

/// In English.
pub static EN: NewUserTexts = NewUserTexts {
    title: "Add person",
    email_hint: "We'll send the temporary password to this address.",
    role: "Role",
    role_hint: |role| match role {
        Role::Admin => "Manages people, emails and the audit log.",
        Role::Member => "Can use only their own account.",
    },
    language: "Language",
    language_hint: "Used on pages and in emails to this person.",
    more: "More options",
    known: "This person already has an account",
    deleted: "This person was deleted and can be restored",
    deleted_body: "“Restore” brings the account back as it was. “Restore and send” also emails a temporary password, and the person chooses a new password.",
    cpf_hint: "11 digits, with or without dots.",
    temporary_password: "Temporary password",
    temporary_password_hint: "Generated when the email is sent. Only the person sees it.",
    preset: |preset| match preset {
        Preset::Digits(length) => format!("{length} digits"),
        Preset::Alphanumeric(length) => format!("{length} letters and digits"),
        Preset::Unambiguous(length) => format!("{length} letters and digits without look-alikes"),
        Preset::Words(words) => format!("{words} words"),
        Preset::Cpf => "the person's CPF (not a secret)".to_owned(),
    },
    preset_default: |preset| format!("Default: {preset}"),
    channel_legend: "How the person gets the temporary password",
    channel: |channel| match channel {
        Channel::Mail => ("By email", "We'll send it as soon as you add the person."),
        Channel::InPerson => {
            ("In person", "For people without email: you show or print the password while the person is with you.")
        }
    },
    confirm_hint: "Needed only to add an admin.",
    submit: "Add and send temporary password",
    submit_any: "Add person",
    submitting: "Adding…",
    cancel: "Cancel",
    next: "What happens next",
    next_mail: "We generate a temporary password and email it. Only the person sees it.",
    next_choice: |span| {
        format!("They sign in and choose their own password. The temporary one works for {span} and can be used once.")
    },
    next_watch: "Follow their status under People: queued, invited, active. If delivery fails, we'll show you why.",
};
