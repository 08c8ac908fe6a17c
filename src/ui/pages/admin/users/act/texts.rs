//! What is asked before an act on accounts, and what is said after one on several.

use crate::domain::{AdminAction, Locale, UserStatus};

/// The sentences about acts in `locale`.
pub const fn texts(locale: Locale) -> &'static ActionTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// Acts on one account or on several.
pub struct ActionTexts {
    /// The button that leads to the question.
    pub label: fn(AdminAction) -> &'static str,
    /// The act, with whom: the title of the question and its button.
    pub with: fn(AdminAction, whom: &str) -> String,
    /// Whom, when they are several.
    pub people: fn(count: usize) -> String,
    /// What will happen.
    pub effect: fn(AdminAction) -> String,
    /// What cannot be undone; empty when all can.
    pub for_good: fn(AdminAction) -> &'static str,
    /// What the act means for those without a password of their own; empty when nothing more.
    pub without_password: fn(AdminAction) -> &'static str,
    /// Before the names.
    pub whom: &'static str,
    /// The reader is among them.
    pub own: &'static str,
    /// Heads those left out.
    pub left_out: &'static str,
    /// Why somebody is left out.
    pub left_out_because: fn(state: &str) -> String,
    /// In place of a name.
    pub unknown: &'static str,
    /// The way back.
    pub cancel: &'static str,
    /// Heads the question when nobody was chosen.
    pub nobody: &'static str,
    /// What to do about it.
    pub nobody_hint: &'static str,
    /// Heads the question when it applies to nobody.
    pub none_fits: &'static str,
    /// The way back to the list.
    pub back: &'static str,
    /// What was done to several.
    pub done: fn(AdminAction, count: usize) -> String,
    /// Heads those to whom it was not done.
    pub not_done: fn(count: usize) -> String,
    /// Why, by the code of the error.
    pub because: fn(code: &str) -> &'static str,
    /// A state in the middle of a sentence.
    pub state: fn(UserStatus) -> &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: ActionTexts = ActionTexts {
    label: |act| match act {
        AdminAction::Resend => "Enviar outra senha",
        AdminAction::Revoke => "Revogar senha temporária",
        AdminAction::RequirePassword => "Exigir nova senha",
        AdminAction::Disable => "Desativar",
        AdminAction::Enable => "Reativar",
        AdminAction::Delete => "Excluir",
        AdminAction::Restore => "Restaurar",
        AdminAction::RestoreAndSend => "Restaurar e enviar senha temporária",
        AdminAction::Unlock => "Desbloquear",
        AdminAction::Approve => "Aprovar",
        AdminAction::Refuse => "Recusar",
    },
    with: |act, whom| match act {
        AdminAction::Resend => format!("Enviar outra senha a {whom}"),
        AdminAction::Revoke => format!("Revogar a senha temporária de {whom}"),
        AdminAction::RequirePassword => format!("Exigir nova senha de {whom}"),
        AdminAction::Disable => format!("Desativar {whom}"),
        AdminAction::Enable => format!("Reativar {whom}"),
        AdminAction::Delete => format!("Excluir {whom}"),
        AdminAction::Restore => format!("Restaurar {whom}"),
        AdminAction::RestoreAndSend => format!("Restaurar e enviar senha temporária: {whom}"),
        AdminAction::Unlock => format!("Desbloquear {whom}"),
        AdminAction::Approve => format!("Aprovar {whom}"),
        AdminAction::Refuse => format!("Recusar {whom}"),
    },
    people: |count| match count {
        1 => "1 pessoa".to_owned(),
        count => format!("{count} pessoas"),
    },
    effect: |act| {
        match act {
        AdminAction::Resend => {
            "Sorteamos outra senha temporária e a enviamos por e-mail. A anterior deixa de funcionar quando a nova sair."
                .to_owned()
        }
        AdminAction::Revoke => "A senha temporária deixa de funcionar agora, também a que estiver a caminho. Nenhuma outra \
                        segue por si."
            .to_owned(),
        AdminAction::RequirePassword => "A senha atual deixa de funcionar, as sessões terminam agora e uma senha temporária \
                                 segue por e-mail."
            .to_owned(),
        AdminAction::Disable => "As sessões terminam agora e ninguém entra na conta até que você a reative.".to_owned(),
        AdminAction::Enable => "A conta volta a abrir com a senha que tinha.".to_owned(),
        AdminAction::Delete => format!(
            "As sessões terminam agora, ninguém entra na conta e a senha temporária perde o valor. Por {} dias a conta \
             pode ser restaurada; depois some com tudo o que guarda.",
            AdminAction::GRACE_DAYS
        ),
        AdminAction::Restore => "A conta volta a ser como era antes de ser excluída.".to_owned(),
        AdminAction::RestoreAndSend => "A conta é restaurada e enviamos uma senha temporária por e-mail. A senha que a pessoa \
                                        tinha deixa de funcionar."
            .to_owned(),
        AdminAction::Unlock => "Esquecemos as tentativas erradas: a próxima é olhada já, sem espera.".to_owned(),
        AdminAction::Approve => "A conta abre com a senha escolhida no cadastro, e avisamos por e-mail que já se pode entrar."
            .to_owned(),
        AdminAction::Refuse => format!(
            "O cadastro é excluído, e avisamos por e-mail, em poucas palavras. Por {} dias pode ser restaurado.",
            AdminAction::GRACE_DAYS
        ),
    }
    },
    for_good: |act| match act {
        AdminAction::Revoke => "A senha revogada não volta. Para convidar de novo, envie outra.",
        AdminAction::RequirePassword => "A senha atual não volta. A pessoa escolhe outra.",
        AdminAction::Disable => "As sessões encerradas não voltam: será preciso entrar de novo.",
        AdminAction::Delete => "As sessões e a senha temporária não voltam, nem com a conta restaurada.",
        AdminAction::Refuse => "O e-mail que avisa não volta.",
        AdminAction::Resend
        | AdminAction::Enable
        | AdminAction::Restore
        | AdminAction::RestoreAndSend
        | AdminAction::Unlock
        | AdminAction::Approve => "",
    },
    without_password: |act| match act {
        AdminAction::Enable | AdminAction::Restore => {
            "Quem ainda não escolheu senha própria pode precisar de outra senha temporária: envie-a depois."
        }
        _ => "",
    },
    whom: "Quem:",
    own: "Atenção: a sua própria conta está entre elas, e sua sessão termina.",
    left_out: "Ficam de fora",
    left_out_because: |state| format!("a conta está {state}"),
    unknown: "conta que não existe mais",
    cancel: "Cancelar",
    nobody: "Ninguém foi escolhido",
    nobody_hint: "Volte à lista e marque uma ou mais pessoas.",
    none_fits: "Isto não se aplica a ninguém do que foi escolhido",
    back: "Voltar às pessoas",
    done: |act, count| {
        let people = match count {
            1 => "1 pessoa".to_owned(),
            count => format!("{count} pessoas"),
        };
        match act {
            AdminAction::Resend => format!("Outra senha temporária segue para {people}:"),
            AdminAction::Revoke => format!("Senha temporária revogada de {people}:"),
            AdminAction::RequirePassword => format!("Nova senha exigida de {people}:"),
            AdminAction::Disable => format!("Contas desativadas, {people}:"),
            AdminAction::Enable => format!("Contas reativadas, {people}:"),
            AdminAction::Delete => format!("Contas excluídas, {people}:"),
            AdminAction::Restore => format!("Contas restauradas, {people}:"),
            AdminAction::RestoreAndSend => {
                format!("Contas restauradas e senhas temporárias na fila de envio, {people}:")
            }
            AdminAction::Unlock => format!("Contas desbloqueadas, {people}:"),
            AdminAction::Approve => format!("Cadastros aprovados, {people}:"),
            AdminAction::Refuse => format!("Cadastros recusados, {people}:"),
        }
    },
    not_done: |count| match count {
        1 => "Com 1 pessoa não foi possível:".to_owned(),
        count => format!("Com {count} pessoas não foi possível:"),
    },
    because: |code| match code {
        "does_not_apply" => "não se aplica à conta como ela está agora",
        "last_admin" => "é a última pessoa que administra",
        "not_found" => "a conta não existe mais",
        "busy" => "o servidor estava ocupado; tente de novo",
        _ => "algo deu errado; tente de novo",
    },
    state: |state| match state {
        UserStatus::Pending => "aguardando aprovação",
        UserStatus::Waiting => "aguardando envio",
        UserStatus::Invited => "convidada",
        UserStatus::Expired => "expirada",
        UserStatus::Exhausted => "sem tentativas",
        UserStatus::Revoked => "com a senha temporária revogada",
        UserStatus::Active => "ativa",
        UserStatus::Disabled => "desativada",
        UserStatus::Deleted => "excluída",
    },
};

/// In English.
pub static EN: ActionTexts = ActionTexts {
    label: |act| match act {
        AdminAction::Resend => "Send another password",
        AdminAction::Revoke => "Revoke temporary password",
        AdminAction::RequirePassword => "Require new password",
        AdminAction::Disable => "Disable",
        AdminAction::Enable => "Enable",
        AdminAction::Delete => "Delete",
        AdminAction::Restore => "Restore",
        AdminAction::RestoreAndSend => "Restore and send a temporary password",
        AdminAction::Unlock => "Unlock",
        AdminAction::Approve => "Approve",
        AdminAction::Refuse => "Refuse",
    },
    with: |act, whom| match act {
        AdminAction::Resend => format!("Send another password to {whom}"),
        AdminAction::Revoke => format!("Revoke the temporary password of {whom}"),
        AdminAction::RequirePassword => format!("Require a new password of {whom}"),
        AdminAction::Disable => format!("Disable {whom}"),
        AdminAction::Enable => format!("Enable {whom}"),
        AdminAction::Delete => format!("Delete {whom}"),
        AdminAction::Restore => format!("Restore {whom}"),
        AdminAction::RestoreAndSend => format!("Restore and send a temporary password: {whom}"),
        AdminAction::Unlock => format!("Unlock {whom}"),
        AdminAction::Approve => format!("Approve {whom}"),
        AdminAction::Refuse => format!("Refuse {whom}"),
    },
    people: |count| match count {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    },
    effect: |act| match act {
        AdminAction::Resend => {
            "We draw another temporary password and e-mail it. The earlier one stops working when the \
                           new one leaves."
                .to_owned()
        }
        AdminAction::Revoke => {
            "The temporary password stops working now, also one that is on its way. No other follows by \
                        itself."
                .to_owned()
        }
        AdminAction::RequirePassword => {
            "The current password stops working, the sessions end now, and a temporary password \
                                 follows by e-mail."
                .to_owned()
        }
        AdminAction::Disable => {
            "The sessions end now, and nobody gets into the account until you enable it.".to_owned()
        }
        AdminAction::Enable => "The account opens again with the password it had.".to_owned(),
        AdminAction::Delete => format!(
            "The sessions end now, nobody gets into the account, and the temporary password is void. For {} days the \
             account can be restored; then it is gone with all it holds.",
            AdminAction::GRACE_DAYS
        ),
        AdminAction::Restore => "The account is again as it was before it was deleted.".to_owned(),
        AdminAction::RestoreAndSend => {
            "The account is restored and we email a temporary password. A password the person had \
                                        stops working."
                .to_owned()
        }
        AdminAction::Unlock => {
            "We forget the wrong tries: the next one is looked at at once, without a wait.".to_owned()
        }
        AdminAction::Approve => {
            "The account opens with the password chosen at registration, and we write that one can sign \
                         in now."
                .to_owned()
        }
        AdminAction::Refuse => format!(
            "The registration is deleted, and we say so by e-mail, in a few words. For {} days it can be restored.",
            AdminAction::GRACE_DAYS
        ),
    },
    for_good: |act| match act {
        AdminAction::Revoke => "The revoked password does not come back. To invite again, send another.",
        AdminAction::RequirePassword => "The current password does not come back. The person chooses another.",
        AdminAction::Disable => "Ended sessions do not come back: people have to sign in again.",
        AdminAction::Delete => {
            "Sessions and the temporary password do not come back, not even with the account restored."
        }
        AdminAction::Refuse => "The e-mail that says so does not come back.",
        AdminAction::Resend
        | AdminAction::Enable
        | AdminAction::Restore
        | AdminAction::RestoreAndSend
        | AdminAction::Unlock
        | AdminAction::Approve => "",
    },
    without_password: |act| match act {
        AdminAction::Enable | AdminAction::Restore => {
            "Whoever has not chosen a password of their own may need another temporary one: send it afterwards."
        }
        _ => "",
    },
    whom: "Who:",
    own: "Careful: your own account is among them, and your session ends.",
    left_out: "Left out",
    left_out_because: |state| format!("the account is {state}"),
    unknown: "an account that no longer exists",
    cancel: "Cancel",
    nobody: "Nobody was chosen",
    nobody_hint: "Go back to the list and mark one person or more.",
    none_fits: "This applies to none of those chosen",
    back: "Back to people",
    done: |act, count| {
        let people = match count {
            1 => "1 person".to_owned(),
            count => format!("{count} people"),
        };
        match act {
            AdminAction::Resend => format!("Another temporary password goes to {people}:"),
            AdminAction::Revoke => format!("Temporary password revoked, {people}:"),
            AdminAction::RequirePassword => format!("New password required, {people}:"),
            AdminAction::Disable => format!("Accounts disabled, {people}:"),
            AdminAction::Enable => format!("Accounts enabled, {people}:"),
            AdminAction::Delete => format!("Accounts deleted, {people}:"),
            AdminAction::Restore => format!("Accounts restored, {people}:"),
            AdminAction::RestoreAndSend => format!("Accounts restored and temporary passwords queued, {people}:"),
            AdminAction::Unlock => format!("Accounts unlocked, {people}:"),
            AdminAction::Approve => format!("Registrations approved, {people}:"),
            AdminAction::Refuse => format!("Registrations refused, {people}:"),
        }
    },
    not_done: |count| match count {
        1 => "It was not possible for 1 person:".to_owned(),
        count => format!("It was not possible for {count} people:"),
    },
    because: |code| match code {
        "does_not_apply" => "it does not apply to the account as it stands now",
        "last_admin" => "it is the last administrator",
        "not_found" => "the account no longer exists",
        "busy" => "the server was busy; try again",
        _ => "something went wrong; try again",
    },
    state: |state| match state {
        UserStatus::Pending => "waiting for approval",
        UserStatus::Waiting => "waiting for its mail",
        UserStatus::Invited => "invited",
        UserStatus::Expired => "expired",
        UserStatus::Exhausted => "out of tries",
        UserStatus::Revoked => "revoked",
        UserStatus::Active => "active",
        UserStatus::Disabled => "disabled",
        UserStatus::Deleted => "deleted",
    },
};
