//! What `/admin/users/{id}` says.

use crate::domain::{AdminAction, AuditKind, Locale, Purpose, Role};
use crate::locale::audit_kind::audit_kind;
use crate::server::email::kinds;
use crate::ui::pages::admin::audit::names::is_about_app;
use crate::ui::pages::admin::mail::remedy::Remedy;

/// The sentences of the page in `locale`.
pub const fn texts(locale: Locale) -> &'static UserTexts {
    locale.pick(&PT_BR, &EN)
}

/// `/admin/users/{id}`
pub struct UserTexts {
    /// Leads back to the list.
    pub back: &'static str,
    /// Leads to the form that changes the account.
    pub edit: &'static str,
    /// Leads to the question before a temporary password is handed over.
    pub hand_over: &'static str,
    /// Leads to the same form, when a mail could not be delivered.
    pub correct_address: &'static str,
    /// Opens the other actions.
    pub more_actions: &'static str,
    /// Copies the address.
    pub copy_email: &'static str,
    /// Copies what programs know the person by.
    pub copy_id: &'static str,
    /// Ends a session, before its name.
    pub end_session: &'static str,
    /// Heads the note about the person.
    pub note: &'static str,
    /// Who reads it.
    pub note_hint: &'static str,
    /// Opens the form where there is no note.
    pub add_note: &'static str,
    /// Opens it where there is one.
    pub edit_note: &'static str,
    /// The button.
    pub save_note: &'static str,
    /// Before when it was changed.
    pub noted_at: &'static str,
    /// After it was changed.
    pub noted: &'static str,
    /// After a session was ended.
    pub session_ended: &'static str,
    /// A mail is in the queue or leaving.
    pub mail_leaves: &'static str,
    /// A mail leaves once mails go on.
    pub mail_paused: &'static str,
    /// A mail leaves at a time that was chosen.
    pub mail_later: fn(&str) -> String,
    /// A mail was given up: what to do.
    pub mail_failed: &'static str,
    /// What to do about it, after the reason.
    pub mail_remedy: fn(Remedy) -> &'static str,
    /// Nothing was sent, and nothing will be.
    pub nothing_sent: &'static str,
    /// Nothing was sent, where a temporary password can be handed over.
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
    pub actions: &'static str,
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
    /// Where a notice went that did not go to the account's address.
    pub to: fn(email: &str) -> String,
    /// How often a mail was tried.
    pub attempts: fn(attempts: i64) -> String,
    /// Opens the mail server's own words.
    pub raw_answer: &'static str,
    /// Heads the sessions.
    pub sessions: &'static str,
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
    /// After its address was changed, to which a temporary password is mailed.
    pub saved_and_sent: &'static str,
    /// After the account was made, without a mail.
    pub created_in_person: &'static str,
    /// After an action.
    pub done: fn(AdminAction, name: &str) -> String,
    /// After the wrong tries were forgotten, where the temporary password does not work any more.
    pub unlocked_without_effect: fn(name: &str) -> String,
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
    /// A mail was not confirmed, or put off, and is sent again.
    pub mail_to_be_retried: fn(mail: &str) -> String,
}

/// What happened, in a sentence.
pub fn event(locale: Locale, kind: AuditKind, detail: Option<&str>, purpose: Option<Purpose>) -> String {
    let texts = texts(locale);
    let role = |text: &str| Role::parse(text).map(texts.role);
    match (kind, detail, purpose) {
        (AuditKind::MailAccepted, _, Some(purpose)) => (texts.mail_accepted)(kinds::name(purpose, locale)),
        (AuditKind::MailFailed, _, Some(purpose)) => (texts.mail_given_up)(kinds::name(purpose, locale)),
        (AuditKind::MailRetried, _, Some(purpose)) => (texts.mail_to_be_retried)(kinds::name(purpose, locale)),
        (AuditKind::SignedIn, Some("first_access"), _) => texts.signed_in_first.to_owned(),
        (AuditKind::UserCreated, Some("in person"), _) => texts.made_in_person.to_owned(),
        (AuditKind::GroupMemberAdded | AuditKind::GroupMemberRemoved, Some(name), _) => {
            format!("{}: {name}", audit_kind(locale, kind))
        }
        (kind, Some(name), _) if is_about_app(kind) => format!("{}: {name}", audit_kind(locale, kind)),
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
    correct_address: "Corrigir o e-mail e reenviar",
    more_actions: "Mais ações",
    copy_email: "Copiar e-mail",
    copy_id: "Copiar ID",
    end_session: "Encerrar",
    note: "Anotação",
    note_hint: "Até 2.000 caracteres. Só administradores veem aqui, mas a pessoa a recebe se baixar os próprios dados.",
    add_note: "Adicionar anotação",
    edit_note: "Editar anotação",
    save_note: "Salvar anotação",
    noted_at: "Alterada",
    noted: "Anotação salva.",
    session_ended: "Sessão encerrada.",
    mail_leaves: "A senha temporária será enviada por e-mail em instantes.",
    mail_paused: "Os envios estão pausados. A senha temporária será enviada por e-mail quando alguém retomar os envios.",
    mail_later: |at| format!("A senha temporária será enviada por e-mail em {at}. Para enviar antes, reenvie."),
    mail_failed: "O e-mail não foi enviado, e não vamos tentar de novo automaticamente.",
    mail_remedy: |remedy| match remedy {
        Remedy::CheckAddress => {
            "Se o e-mail da pessoa estiver errado, corrija-o, e enviaremos outra senha temporária. Se estiver certo, reenvie."
        }
        Remedy::AddCpf => "Preencha o CPF e reenvie a senha temporária.",
        Remedy::AskForRoom => {
            "Peça à pessoa para liberar espaço na caixa de e-mail e reenvie. Se ela tiver outro e-mail, altere-o na conta."
        }
        Remedy::AskToBeLetIn => {
            "Use outro e-mail da pessoa; ou peça à organização dela que aceite mensagens do nosso remetente, e depois reenvie."
        }
        Remedy::Wait => "Reenvie em algumas horas.",
        Remedy::AskWhetherItArrived => "Pergunte à pessoa se o e-mail chegou. Se não chegou, reenvie.",
        _ => "Resolva o problema e reenvie a senha temporária.",
    },
    nothing_sent: "Nenhuma senha temporária foi enviada. Envie uma por e-mail.",
    nothing_sent_in_person: "Nenhuma senha temporária foi enviada. Envie uma por e-mail ou entregue em mãos.",
    valid_until: |time| format!("A senha temporária vale até {time}. Falta a pessoa entrar e criar a própria senha."),
    expired_at: |time| format!("A senha temporária expirou em {time} sem ser usada. Reenvie a senha temporária."),
    exhausted: "A senha temporária foi digitada errada vezes demais na página de entrada, pela pessoa ou por outra. Se ela foi enviada por e-mail e o prazo não terminou, o link do e-mail ainda pode funcionar. Se não, reenvie a senha temporária.",
    revoked: "O convite foi cancelado e a senha temporária não funciona mais. Para convidar de novo, reenvie a senha temporária.",
    pending: "A pessoa fez o cadastro e confirmou o e-mail. Ela só pode entrar depois que você aprovar.",
    in_use: "A pessoa já criou a própria senha. Você não precisa fazer nada.",
    disabled: "A pessoa não consegue entrar enquanto o acesso estiver desativado.",
    deleted: |at, until| {
        format!("Conta excluída em {at}. Você pode restaurá-la até {until}; depois ela é apagada definitivamente.")
    },
    password_blocked: "A senha foi bloqueada após cem tentativas erradas. A pessoa pode criar outra em “Esqueceu a senha?”, ou você pode desbloquear a conta.",
    locked_until: |hour| {
        format!(
            "Muitas tentativas erradas com este e-mail. A pessoa pode tentar de novo às {hour}, ou agora, se você desbloquear."
        )
    },
    actions: "Ações",
    facts: "Dados",
    language: "Idioma",
    no_cpf: "Não informado",
    created: "Conta criada",
    by: "por",
    to: |email| format!("para {email}"),
    attempts: |attempts| match attempts {
        1 => "1 tentativa".to_owned(),
        attempts => format!("{attempts} tentativas"),
    },
    raw_answer: "Resposta do servidor de e-mail",
    sessions: "Sessões",
    no_sessions: "Nenhuma sessão aberta.",
    timeline: "Histórico",
    timeline_hint: "Tudo o que aconteceu com esta conta, do mais recente ao mais antigo.",
    no_events: "Não há eventos mais antigos.",
    earlier: "Mais antigos",
    latest: "Voltar aos mais recentes",
    from: "a partir de",
    themselves: "a própria pessoa",
    gone: "conta apagada",
    console: "linha de comando",
    setup: "instalação",
    visitor: "visitante",
    program: "sistema",
    saved: "Alterações salvas.",
    saved_and_sent: "Alterações salvas. Enviaremos uma nova senha temporária para o novo e-mail.",
    created_in_person: "Conta criada, sem enviar e-mail. Quando a pessoa estiver com você, entregue a senha temporária em mãos.",
    done: |action, name| match action {
        AdminAction::Resend => {
            format!(
                "Enviaremos uma nova senha temporária para {name}. A anterior deixa de funcionar quando a nova for enviada."
            )
        }
        AdminAction::Revoke => format!("Convite de {name} cancelado. A senha temporária não funciona mais."),
        AdminAction::RequirePassword => {
            format!("A senha de {name} não funciona mais. Enviaremos uma senha temporária por e-mail.")
        }
        AdminAction::Disable => format!("Acesso de {name} desativado e sessões encerradas."),
        AdminAction::Enable => format!("Acesso de {name} reativado."),
        AdminAction::Delete => {
            format!("Conta de {name} excluída. Você pode restaurá-la em até {} dias.", AdminAction::GRACE_DAYS)
        }
        AdminAction::Restore => format!("Conta de {name} restaurada."),
        AdminAction::RestoreAndSend => {
            format!("Conta de {name} restaurada. Enviaremos uma senha temporária por e-mail.")
        }
        AdminAction::Unlock => format!("Conta de {name} desbloqueada. A pessoa já pode tentar de novo."),
        AdminAction::Approve => format!("Cadastro de {name} aprovado. Avisaremos a pessoa por e-mail."),
        AdminAction::Refuse => format!("Cadastro de {name} recusado. Avisaremos a pessoa por e-mail."),
    },
    unlocked_without_effect: |name| {
        format!(
            "As tentativas erradas de {name} foram zeradas, mas a senha temporária continua sem funcionar. Reenvie a senha temporária."
        )
    },
    role: |role| match role {
        Role::Admin => "administrador",
        Role::Member => "usuário",
    },
    role_change: |before, after| format!("Papel alterado de {before} para {after}"),
    signed_in_first: "Entrou com a senha temporária",
    made_in_person: "Conta criada para entrega em mãos",
    mail_accepted: |mail| format!("E-mail aceito pelo servidor de e-mail: {mail}"),
    mail_given_up: |mail| format!("Não foi possível enviar: {mail}"),
    mail_to_be_retried: |mail| format!("Nova tentativa de envio agendada: {mail}"),
};

/// In English.
pub static EN: UserTexts = UserTexts {
    back: "People",
    edit: "Edit",
    hand_over: "Hand over in person",
    correct_address: "Correct email and resend",
    more_actions: "More actions",
    copy_email: "Copy email",
    copy_id: "Copy ID",
    end_session: "End",
    note: "Note",
    note_hint: "Up to 2,000 characters. Only admins see it here, but the person gets it when downloading their own data.",
    add_note: "Add note",
    edit_note: "Edit note",
    save_note: "Save note",
    noted_at: "Changed",
    noted: "Note saved.",
    session_ended: "Session ended.",
    mail_leaves: "We'll email the temporary password in a moment.",
    mail_paused: "Sending is paused. We'll email the temporary password once someone resumes sending.",
    mail_later: |at| format!("We'll email the temporary password on {at}. To send it sooner, resend it."),
    mail_failed: "The email wasn't sent, and we won't try again automatically.",
    mail_remedy: |remedy| match remedy {
        Remedy::CheckAddress => {
            "If the person's email is wrong, correct it and we'll send a new temporary password. If it's right, resend."
        }
        Remedy::AddCpf => "Add the CPF, then resend the temporary password.",
        Remedy::AskForRoom => {
            "Ask the person to free up space in their mailbox, then resend. If they have another address, change it in the account."
        }
        Remedy::AskToBeLetIn => {
            "Use another address of theirs; or ask their organization to accept email from our sender, then resend."
        }
        Remedy::Wait => "Resend in a few hours.",
        Remedy::AskWhetherItArrived => "Ask the person whether the email arrived. If it didn't, resend.",
        _ => "Fix the problem, then resend the temporary password.",
    },
    nothing_sent: "No temporary password has been sent. Send one by email.",
    nothing_sent_in_person: "No temporary password has been sent. Send one by email or hand one over in person.",
    valid_until: |time| {
        format!("The temporary password works until {time}. The person still has to sign in and choose a password.")
    },
    expired_at: |time| {
        format!("The temporary password expired on {time} without being used. Resend the temporary password.")
    },
    exhausted: "A wrong temporary password was entered too many times on the sign-in page, by this person or someone else. If it was sent by email and hasn't expired, the link in the email may still work. If not, resend the temporary password.",
    revoked: "The invitation was canceled and the temporary password no longer works. To invite the person again, resend the temporary password.",
    pending: "The person registered and confirmed their email address. They can sign in once you approve.",
    in_use: "The person has chosen a password. You don't need to do anything.",
    disabled: "The person can't sign in while the account is disabled.",
    deleted: |at, until| {
        format!("Deleted on {at}. You can restore the account until {until}; after that it's gone for good.")
    },
    password_blocked: "The password was blocked after a hundred wrong tries. The person can create another with “Forgot your password?”, or you can unlock the account.",
    locked_until: |hour| {
        format!(
            "There were many wrong tries with this email. The person can try again at {hour}, or right away if you unlock the account."
        )
    },
    actions: "Actions",
    facts: "Details",
    language: "Language",
    no_cpf: "Not given",
    created: "Created",
    by: "by",
    to: |email| format!("to {email}"),
    attempts: |attempts| match attempts {
        1 => "1 try".to_owned(),
        attempts => format!("{attempts} tries"),
    },
    raw_answer: "The mail server's answer",
    sessions: "Sessions",
    no_sessions: "No open sessions.",
    timeline: "History",
    timeline_hint: "Everything that happened to this account, most recent first.",
    no_events: "There are no earlier events.",
    earlier: "Earlier",
    latest: "Back to the latest",
    from: "from",
    themselves: "the person",
    gone: "erased account",
    console: "command line",
    setup: "setup",
    visitor: "visitor",
    program: "system",
    saved: "Changes saved.",
    saved_and_sent: "Changes saved. We'll email a new temporary password to the new address.",
    created_in_person: "Account created, no email sent. When the person is with you, hand over the temporary password.",
    done: |action, name| match action {
        AdminAction::Resend => {
            format!(
                "We'll email {name} a new temporary password. The previous one stops working once the new one is sent."
            )
        }
        AdminAction::Revoke => format!("{name}'s invitation was canceled. The temporary password no longer works."),
        AdminAction::RequirePassword => {
            format!("{name}'s password no longer works. We'll email a temporary password.")
        }
        AdminAction::Disable => format!("{name}'s account was disabled and their sessions were ended."),
        AdminAction::Enable => format!("{name}'s account was enabled."),
        AdminAction::Delete => {
            format!("{name}'s account was deleted. You can restore it for {} days.", AdminAction::GRACE_DAYS)
        }
        AdminAction::Restore => format!("{name}'s account was restored."),
        AdminAction::RestoreAndSend => {
            format!("{name}'s account was restored. We'll email a temporary password.")
        }
        AdminAction::Unlock => format!("{name}'s account was unlocked. They can try again right away."),
        AdminAction::Approve => format!("{name}'s registration was approved. We'll email them."),
        AdminAction::Refuse => format!("{name}'s registration was rejected. We'll email them."),
    },
    unlocked_without_effect: |name| {
        format!(
            "{name}'s wrong tries were reset, but the temporary password still doesn't work. Resend the temporary password."
        )
    },
    role: |role| match role {
        Role::Admin => "admin",
        Role::Member => "user",
    },
    role_change: |before, after| format!("Role changed from {before} to {after}"),
    signed_in_first: "Signed in with the temporary password",
    made_in_person: "Account created, to hand over in person",
    mail_accepted: |mail| format!("Email accepted by the mail server: {mail}"),
    mail_given_up: |mail| format!("Delivery failed: {mail}"),
    mail_to_be_retried: |mail| format!("Retry scheduled: {mail}"),
};
