//! What `/admin/users/{id}` says.

pub mod next;
pub mod note;
pub mod timeline;

use crate::domain::{AdminAction, Locale};
use next::NextTexts;
use note::NoteTexts;
use timeline::TimelineTexts;

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
    /// The note.
    pub note: &'static NoteTexts,
    /// After a session was ended.
    pub session_ended: &'static str,
    /// What comes next.
    pub next: &'static NextTexts,
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
    /// The history.
    pub timeline: &'static TimelineTexts,
    /// Heads the sessions.
    pub sessions: &'static str,
    /// In place of sessions.
    pub no_sessions: &'static str,
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
    note: &note::PT_BR,
    session_ended: "Sessão encerrada.",
    next: &next::PT_BR,
    actions: "Ações",
    facts: "Dados",
    language: "Idioma",
    no_cpf: "Não informado",
    created: "Conta criada",
    by: "por",
    timeline: &timeline::PT_BR,
    sessions: "Sessões",
    no_sessions: "Nenhuma sessão aberta.",
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
    note: &note::EN,
    session_ended: "Session ended.",
    next: &next::EN,
    actions: "Actions",
    facts: "Details",
    language: "Language",
    no_cpf: "Not given",
    created: "Created",
    by: "by",
    timeline: &timeline::EN,
    sessions: "Sessions",
    no_sessions: "No open sessions.",
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
};
