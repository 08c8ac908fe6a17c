//! What `/admin/users/{id}` says.

use crate::domain::{AdminAction, AuditKind, Locale, Purpose, Role};
use crate::locale::audit_kind::audit_kind;
use crate::locale::mail_purpose::mail_purpose;

/// The sentences of the page in `locale`.
pub const fn texts(locale: Locale) -> &'static UserTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// `/admin/users/{id}`
pub struct UserTexts {
    /// Leads back to the list.
    pub back: &'static str,
    /// Leads to the form that changes the account.
    pub edit: &'static str,
    /// Leads to the question before a temporary password is handed over.
    pub hand_over: &'static str,
    /// Heads what comes next.
    pub next: &'static str,
    /// A mail is in the queue or leaving.
    pub mail_leaves: &'static str,
    /// A mail was given up: what to do.
    pub mail_failed: &'static str,
    /// Nothing was sent, and nothing will be.
    pub nothing_sent: &'static str,
    /// The same, where a temporary password can be handed over.
    pub nothing_sent_in_person: &'static str,
    /// Until when the temporary password works.
    pub valid_until: fn(time: &str) -> String,
    /// Until when it worked.
    pub expired_at: fn(time: &str) -> String,
    /// It is out of tries.
    pub exhausted: &'static str,
    /// It was ended.
    pub revoked: &'static str,
    /// Its owner registered and waits to be let in.
    pub pending: &'static str,
    /// The account is in its owner's hands.
    pub in_use: &'static str,
    /// Nobody comes in.
    pub disabled: &'static str,
    /// Since when it is deleted and until when it can be restored.
    pub deleted: fn(at: &str, until: &str) -> String,
    /// After too many wrong tries in a row.
    pub password_blocked: &'static str,
    /// After wrong tries, when the next one is looked at.
    pub locked_until: fn(hour: &str) -> String,
    /// Names the row of what can be done.
    pub acts: &'static str,
    /// Heads the facts.
    pub facts: &'static str,
    /// Labels the language.
    pub language: &'static str,
    /// In place of a CPF.
    pub no_cpf: &'static str,
    /// Labels how the account came to be.
    pub created: &'static str,
    /// Before who made it.
    pub by: &'static str,
    /// Heads the mails.
    pub mails: &'static str,
    /// What they are.
    pub mails_hint: &'static str,
    /// In place of mails.
    pub no_mails: &'static str,
    /// Where a notice went that did not go to the account's address.
    pub to: fn(email: &str) -> String,
    /// How often a mail was tried.
    pub attempts: fn(attempts: i64) -> String,
    /// Opens the mail server's own words.
    pub raw_answer: &'static str,
    /// Heads the sessions.
    pub sessions: &'static str,
    /// How many there are and when the newest was used, before the time.
    pub open_sessions: fn(count: usize) -> String,
    /// In place of sessions.
    pub no_sessions: &'static str,
    /// Heads the log.
    pub timeline: &'static str,
    /// What it is.
    pub timeline_hint: &'static str,
    /// In place of events.
    pub no_events: &'static str,
    /// Leads to earlier events.
    pub earlier: &'static str,
    /// Leads back to the latest events.
    pub latest: &'static str,
    /// Before the network address.
    pub from: &'static str,
    /// The person themselves.
    pub themselves: &'static str,
    /// Whose account is gone.
    pub gone: &'static str,
    /// At the command line.
    pub console: &'static str,
    /// Who held the set-up address.
    pub setup: &'static str,
    /// Who is not signed in.
    pub visitor: &'static str,
    /// The program.
    pub program: &'static str,
    /// After the account was edited.
    pub saved: &'static str,
    /// After the account was made, without a mail.
    pub created_in_person: &'static str,
    /// After an act.
    pub done: fn(AdminAction, name: &str) -> String,
    /// A role, in the middle of a sentence.
    pub role: fn(Role) -> &'static str,
    /// A change from one role to another.
    pub role_change: fn(before: &str, after: &str) -> String,
    /// Came in with a temporary password.
    pub signed_in_first: &'static str,
    /// Made without a mail.
    pub made_in_person: &'static str,
    /// The mail server took a mail.
    pub mail_accepted: fn(mail: &str) -> String,
    /// A mail was given up.
    pub mail_given_up: fn(mail: &str) -> String,
}

/// What happened, in a sentence.
pub fn event(locale: Locale, kind: AuditKind, detail: Option<&str>, purpose: Option<Purpose>) -> String {
    let texts = texts(locale);
    let role = |text: &str| Role::parse(text).map(texts.role);
    match (kind, detail, purpose) {
        (AuditKind::MailAccepted, _, Some(purpose)) => (texts.mail_accepted)(mail_purpose(locale, purpose)),
        (AuditKind::MailFailed, _, Some(purpose)) => (texts.mail_given_up)(mail_purpose(locale, purpose)),
        (AuditKind::SignedIn, Some("first_access"), _) => texts.signed_in_first.to_owned(),
        (AuditKind::UserCreated, Some("in person"), _) => texts.made_in_person.to_owned(),
        (AuditKind::RoleChanged, Some(detail), _) => {
            let change = detail.split_once(" → ").and_then(|(before, after)| Some((role(before)?, role(after)?)));
            change.map_or_else(
                || audit_kind(locale, kind).to_owned(),
                |(before, after)| (texts.role_change)(before, after),
            )
        }
        _ => audit_kind(locale, kind).to_owned(),
    }
}

/// In Brazilian Portuguese.
pub static PT_BR: UserTexts = UserTexts {
    back: "Pessoas",
    edit: "Editar",
    hand_over: "Entregar em mãos",
    next: "O que vem agora",
    mail_leaves: "Uma senha temporária está na fila e segue por e-mail em instantes.",
    mail_failed: "O envio não deu certo e não será repetido. Corrija o que for preciso e envie outra senha.",
    nothing_sent: "Nenhuma senha temporária está a caminho. Envie uma quando quiser.",
    nothing_sent_in_person: "Nenhuma senha temporária está a caminho. Envie uma por e-mail ou entregue em mãos.",
    valid_until: |time| format!("A senha temporária vale até {time}. Falta a pessoa entrar e escolher a própria."),
    expired_at: |time| format!("A senha temporária valeu até {time} e não foi usada a tempo. Envie outra."),
    exhausted: "As tentativas na página de entrada acabaram. O link do e-mail com a senha temporária ainda abre a conta; \
                ou envie outra.",
    revoked: "A senha temporária foi revogada: ninguém entra com ela. Envie outra quando quiser.",
    pending: "Cadastrou-se e confirmou o e-mail. Ninguém entra nesta conta até que você aprove o cadastro.",
    in_use: "A pessoa tem senha própria. Nada a fazer.",
    disabled: "Ninguém entra nesta conta até que seja reativada.",
    deleted: |at, until| format!("Foi excluída em {at}; pode ser restaurada até {until}. Depois some de vez."),
    password_blocked: "Depois de cem tentativas erradas a senha não abre mais a conta, até que a pessoa crie outra por “esqueci \
                       a senha” ou você desbloqueie.",
    locked_until: |hour| {
        format!(
            "Houve muitas tentativas erradas neste endereço: a próxima só é olhada às {hour}, ou já, se você desbloquear."
        )
    },
    acts: "O que você pode fazer",
    facts: "Dados",
    language: "Idioma",
    no_cpf: "Não informado",
    created: "Criada",
    by: "por",
    mails: "E-mails",
    mails_hint: "As mensagens mais recentes a esta pessoa e o que o servidor de e-mail disse delas.",
    no_mails: "Nenhuma mensagem foi enviada a esta pessoa.",
    to: |email| format!("para {email}"),
    attempts: |attempts| match attempts {
        1 => "1 tentativa".to_owned(),
        attempts => format!("{attempts} tentativas"),
    },
    raw_answer: "Resposta do servidor de e-mail",
    sessions: "Sessões",
    open_sessions: |count| match count {
        1 => "1 sessão aberta, usada pela última vez em".to_owned(),
        count => format!("{count} sessões abertas, usadas pela última vez em"),
    },
    no_sessions: "Nenhuma sessão aberta.",
    timeline: "Histórico",
    timeline_hint: "Tudo o que aconteceu com esta conta, o mais novo primeiro.",
    no_events: "Nada mais antigo foi registrado.",
    earlier: "Mais antigos",
    latest: "Voltar aos mais novos",
    from: "a partir de",
    themselves: "a própria pessoa",
    gone: "alguém cuja conta não existe mais",
    console: "linha de comando",
    setup: "quem abriu o endereço de instalação",
    visitor: "alguém que não entrou",
    program: "o programa",
    saved: "As mudanças foram salvas.",
    created_in_person: "A conta foi criada e nenhum e-mail foi enviado. Com a pessoa à sua frente, entregue a senha \
                        temporária em mãos.",
    done: |act, name| match act {
        AdminAction::Resend => {
            format!(
                "Outra senha temporária para {name} está na fila. A anterior deixa de funcionar quando a nova sair."
            )
        }
        AdminAction::Revoke => format!("A senha temporária de {name} foi revogada."),
        AdminAction::RequirePassword => {
            format!("A senha de {name} não funciona mais. Uma senha temporária segue por e-mail.")
        }
        AdminAction::Disable => format!("A conta de {name} foi desativada e suas sessões terminaram."),
        AdminAction::Enable => format!("A conta de {name} foi reativada."),
        AdminAction::Delete => {
            format!("A conta de {name} foi excluída. Ela pode ser restaurada por {} dias.", AdminAction::GRACE_DAYS)
        }
        AdminAction::Restore => format!("A conta de {name} foi restaurada."),
        AdminAction::RestoreAndSend => {
            format!("A conta de {name} foi restaurada, e uma senha temporária está na fila de envio.")
        }
        AdminAction::Unlock => format!("A conta de {name} foi desbloqueada: a próxima tentativa é olhada já."),
        AdminAction::Approve => format!("O cadastro de {name} foi aprovado. O aviso segue por e-mail."),
        AdminAction::Refuse => format!("O cadastro de {name} foi recusado. O aviso segue por e-mail."),
    },
    role: |role| match role {
        Role::Admin => "administrador",
        Role::Member => "membro",
    },
    role_change: |before, after| format!("Papel alterado de {before} para {after}"),
    signed_in_first: "Entrou com a senha temporária",
    made_in_person: "Conta criada, para entrega em mãos",
    mail_accepted: |mail| format!("{mail}: o servidor de e-mail aceitou a mensagem"),
    mail_given_up: |mail| format!("{mail}: o envio foi abandonado"),
};

/// In English.
pub static EN: UserTexts = UserTexts {
    back: "People",
    edit: "Edit",
    hand_over: "Hand over in person",
    next: "What comes next",
    mail_leaves: "A temporary password is queued and leaves by e-mail in a moment.",
    mail_failed: "The e-mail could not be sent and is not tried again. Mend what is wrong and send another password.",
    nothing_sent: "No temporary password is on its way. Send one when you like.",
    nothing_sent_in_person: "No temporary password is on its way. Send one by e-mail or hand one over in person.",
    valid_until: |time| {
        format!("The temporary password works until {time}. The person has yet to sign in and choose their own.")
    },
    expired_at: |time| format!("The temporary password worked until {time} and was not used in time. Send another."),
    exhausted: "There are no tries left on the sign-in page. The link in the mail with the temporary password still opens \
                the account; or send another.",
    revoked: "The temporary password was revoked: nobody gets in with it. Send another when you like.",
    pending: "Registered and confirmed the e-mail address. Nobody gets into this account until you approve it.",
    in_use: "The person has a password of their own. There is nothing to do.",
    disabled: "Nobody gets into this account until it is enabled.",
    deleted: |at, until| format!("It was deleted on {at} and can be restored until {until}. After that it is gone."),
    password_blocked: "After a hundred wrong tries the password no longer opens the account, until the person creates \
                       another by “forgot password” or you unlock it.",
    locked_until: |hour| {
        format!(
            "There were many wrong tries at this address: the next one is looked at from {hour}, or at once if you unlock it."
        )
    },
    acts: "What you can do",
    facts: "Details",
    language: "Language",
    no_cpf: "Not given",
    created: "Created",
    by: "by",
    mails: "E-mails",
    mails_hint: "The latest e-mails to this person and what the mail server said about them.",
    no_mails: "No e-mail was sent to this person.",
    to: |email| format!("to {email}"),
    attempts: |attempts| match attempts {
        1 => "1 try".to_owned(),
        attempts => format!("{attempts} tries"),
    },
    raw_answer: "The mail server's answer",
    sessions: "Sessions",
    open_sessions: |count| match count {
        1 => "1 open session, last used".to_owned(),
        count => format!("{count} open sessions, last used"),
    },
    no_sessions: "No open sessions.",
    timeline: "History",
    timeline_hint: "Everything that happened to this account, newest first.",
    no_events: "Nothing earlier was logged.",
    earlier: "Earlier",
    latest: "Back to the latest",
    from: "from",
    themselves: "the person",
    gone: "somebody whose account is gone",
    console: "command line",
    setup: "whoever opened the set-up address",
    visitor: "somebody not signed in",
    program: "the program",
    saved: "The changes were saved.",
    created_in_person: "The account was created and no e-mail was sent. With the person before you, hand over the \
                        temporary password.",
    done: |act, name| match act {
        AdminAction::Resend => {
            format!(
                "Another temporary password for {name} is queued. The earlier one stops working when the new one leaves."
            )
        }
        AdminAction::Revoke => format!("The temporary password of {name} was revoked."),
        AdminAction::RequirePassword => {
            format!("The password of {name} no longer works. A temporary password follows by e-mail.")
        }
        AdminAction::Disable => format!("The account of {name} was disabled and their sessions ended."),
        AdminAction::Enable => format!("The account of {name} was enabled."),
        AdminAction::Delete => {
            format!("The account of {name} was deleted. It can be restored for {} days.", AdminAction::GRACE_DAYS)
        }
        AdminAction::Restore => format!("The account of {name} was restored."),
        AdminAction::RestoreAndSend => {
            format!("The account of {name} was restored, and a temporary password is queued.")
        }
        AdminAction::Unlock => format!("The account of {name} was unlocked: the next try is looked at at once."),
        AdminAction::Approve => format!("The registration of {name} was approved. An e-mail says so."),
        AdminAction::Refuse => format!("The registration of {name} was refused. An e-mail says so."),
    },
    role: |role| match role {
        Role::Admin => "administrator",
        Role::Member => "member",
    },
    role_change: |before, after| format!("Role changed from {before} to {after}"),
    signed_in_first: "Signed in with the temporary password",
    made_in_person: "Account created, to be handed over in person",
    mail_accepted: |mail| format!("{mail}: the mail server took the e-mail"),
    mail_given_up: |mail| format!("{mail}: given up"),
};
