//! What is asked before an act on accounts, and what is said after one on several.

use crate::domain::{AccountState, Act, Locale};

/// The sentences about acts in `locale`.
pub const fn texts(locale: Locale) -> &'static ActTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// Acts on one account or on several.
pub struct ActTexts {
    /// The button that leads to the question.
    pub label: fn(Act) -> &'static str,
    /// The act, with whom: the title of the question and its button.
    pub with: fn(Act, whom: &str) -> String,
    /// Whom, when they are several.
    pub people: fn(count: usize) -> String,
    /// What will happen.
    pub effect: fn(Act) -> String,
    /// What cannot be undone; empty when all can.
    pub for_good: fn(Act) -> &'static str,
    /// What the act means for those without a password of their own; empty when nothing more.
    pub without_password: fn(Act) -> &'static str,
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
    pub done: fn(Act, count: usize) -> String,
    /// Heads those to whom it was not done.
    pub not_done: fn(count: usize) -> String,
    /// Why, by the code of the error.
    pub because: fn(code: &str) -> &'static str,
    /// A state in the middle of a sentence.
    pub state: fn(AccountState) -> &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: ActTexts = ActTexts {
    label: |act| match act {
        Act::SendAgain => "Enviar outra senha",
        Act::Revoke => "Revogar senha temporária",
        Act::RequirePassword => "Exigir nova senha",
        Act::Disable => "Desativar",
        Act::Enable => "Reativar",
        Act::Delete => "Excluir",
        Act::Restore => "Restaurar",
        Act::Unlock => "Desbloquear",
        Act::Approve => "Aprovar",
        Act::Refuse => "Recusar",
    },
    with: |act, whom| match act {
        Act::SendAgain => format!("Enviar outra senha a {whom}"),
        Act::Revoke => format!("Revogar a senha temporária de {whom}"),
        Act::RequirePassword => format!("Exigir nova senha de {whom}"),
        Act::Disable => format!("Desativar {whom}"),
        Act::Enable => format!("Reativar {whom}"),
        Act::Delete => format!("Excluir {whom}"),
        Act::Restore => format!("Restaurar {whom}"),
        Act::Unlock => format!("Desbloquear {whom}"),
        Act::Approve => format!("Aprovar {whom}"),
        Act::Refuse => format!("Recusar {whom}"),
    },
    people: |count| match count {
        1 => "1 pessoa".to_owned(),
        count => format!("{count} pessoas"),
    },
    effect: |act| {
        match act {
        Act::SendAgain => {
            "Sorteamos outra senha temporária e a enviamos por e-mail. A anterior deixa de funcionar quando a nova sair."
                .to_owned()
        }
        Act::Revoke => "A senha temporária deixa de funcionar agora, também a que estiver a caminho. Nenhuma outra \
                        segue por si."
            .to_owned(),
        Act::RequirePassword => "A senha atual deixa de funcionar, as sessões terminam agora e uma senha temporária \
                                 segue por e-mail."
            .to_owned(),
        Act::Disable => "As sessões terminam agora e ninguém entra na conta até que você a reative.".to_owned(),
        Act::Enable => "A conta volta a abrir com a senha que tinha.".to_owned(),
        Act::Delete => format!(
            "As sessões terminam agora, ninguém entra na conta e a senha temporária perde o valor. Por {} dias a conta \
             pode ser restaurada; depois some com tudo o que guarda.",
            Act::GRACE_DAYS
        ),
        Act::Restore => "A conta volta a ser como era antes de ser excluída.".to_owned(),
        Act::Unlock => "Esquecemos as tentativas erradas: a próxima é olhada já, sem espera.".to_owned(),
        Act::Approve => "A conta abre com a senha escolhida no cadastro, e avisamos por e-mail que já se pode entrar."
            .to_owned(),
        Act::Refuse => format!(
            "O cadastro é excluído, e avisamos por e-mail, em poucas palavras. Por {} dias pode ser restaurado.",
            Act::GRACE_DAYS
        ),
    }
    },
    for_good: |act| match act {
        Act::Revoke => "A senha revogada não volta. Para convidar de novo, envie outra.",
        Act::RequirePassword => "A senha atual não volta. A pessoa escolhe outra.",
        Act::Disable => "As sessões encerradas não voltam: será preciso entrar de novo.",
        Act::Delete => "As sessões e a senha temporária não voltam, nem com a conta restaurada.",
        Act::Refuse => "O e-mail que avisa não volta.",
        Act::SendAgain | Act::Enable | Act::Restore | Act::Unlock | Act::Approve => "",
    },
    without_password: |act| match act {
        Act::Enable | Act::Restore => {
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
            Act::SendAgain => format!("Outra senha temporária segue para {people}:"),
            Act::Revoke => format!("Senha temporária revogada de {people}:"),
            Act::RequirePassword => format!("Nova senha exigida de {people}:"),
            Act::Disable => format!("Contas desativadas, {people}:"),
            Act::Enable => format!("Contas reativadas, {people}:"),
            Act::Delete => format!("Contas excluídas, {people}:"),
            Act::Restore => format!("Contas restauradas, {people}:"),
            Act::Unlock => format!("Contas desbloqueadas, {people}:"),
            Act::Approve => format!("Cadastros aprovados, {people}:"),
            Act::Refuse => format!("Cadastros recusados, {people}:"),
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
        AccountState::Pending => "aguardando aprovação",
        AccountState::Waiting => "aguardando envio",
        AccountState::Invited => "convidada",
        AccountState::Expired => "expirada",
        AccountState::Exhausted => "sem tentativas",
        AccountState::Revoked => "com a senha temporária revogada",
        AccountState::Active => "ativa",
        AccountState::Disabled => "desativada",
        AccountState::Deleted => "excluída",
    },
};

/// In English.
pub static EN: ActTexts = ActTexts {
    label: |act| match act {
        Act::SendAgain => "Send another password",
        Act::Revoke => "Revoke temporary password",
        Act::RequirePassword => "Require new password",
        Act::Disable => "Disable",
        Act::Enable => "Enable",
        Act::Delete => "Delete",
        Act::Restore => "Restore",
        Act::Unlock => "Unlock",
        Act::Approve => "Approve",
        Act::Refuse => "Refuse",
    },
    with: |act, whom| match act {
        Act::SendAgain => format!("Send another password to {whom}"),
        Act::Revoke => format!("Revoke the temporary password of {whom}"),
        Act::RequirePassword => format!("Require a new password of {whom}"),
        Act::Disable => format!("Disable {whom}"),
        Act::Enable => format!("Enable {whom}"),
        Act::Delete => format!("Delete {whom}"),
        Act::Restore => format!("Restore {whom}"),
        Act::Unlock => format!("Unlock {whom}"),
        Act::Approve => format!("Approve {whom}"),
        Act::Refuse => format!("Refuse {whom}"),
    },
    people: |count| match count {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    },
    effect: |act| match act {
        Act::SendAgain => "We draw another temporary password and e-mail it. The earlier one stops working when the \
                           new one leaves."
            .to_owned(),
        Act::Revoke => "The temporary password stops working now, also one that is on its way. No other follows by \
                        itself."
            .to_owned(),
        Act::RequirePassword => "The current password stops working, the sessions end now, and a temporary password \
                                 follows by e-mail."
            .to_owned(),
        Act::Disable => "The sessions end now, and nobody gets into the account until you enable it.".to_owned(),
        Act::Enable => "The account opens again with the password it had.".to_owned(),
        Act::Delete => format!(
            "The sessions end now, nobody gets into the account, and the temporary password is void. For {} days the \
             account can be restored; then it is gone with all it holds.",
            Act::GRACE_DAYS
        ),
        Act::Restore => "The account is again as it was before it was deleted.".to_owned(),
        Act::Unlock => "We forget the wrong tries: the next one is looked at at once, without a wait.".to_owned(),
        Act::Approve => "The account opens with the password chosen at registration, and we write that one can sign \
                         in now."
            .to_owned(),
        Act::Refuse => format!(
            "The registration is deleted, and we say so by e-mail, in a few words. For {} days it can be restored.",
            Act::GRACE_DAYS
        ),
    },
    for_good: |act| match act {
        Act::Revoke => "The revoked password does not come back. To invite again, send another.",
        Act::RequirePassword => "The current password does not come back. The person chooses another.",
        Act::Disable => "Ended sessions do not come back: people have to sign in again.",
        Act::Delete => "Sessions and the temporary password do not come back, not even with the account restored.",
        Act::Refuse => "The e-mail that says so does not come back.",
        Act::SendAgain | Act::Enable | Act::Restore | Act::Unlock | Act::Approve => "",
    },
    without_password: |act| match act {
        Act::Enable | Act::Restore => {
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
            Act::SendAgain => format!("Another temporary password goes to {people}:"),
            Act::Revoke => format!("Temporary password revoked, {people}:"),
            Act::RequirePassword => format!("New password required, {people}:"),
            Act::Disable => format!("Accounts disabled, {people}:"),
            Act::Enable => format!("Accounts enabled, {people}:"),
            Act::Delete => format!("Accounts deleted, {people}:"),
            Act::Restore => format!("Accounts restored, {people}:"),
            Act::Unlock => format!("Accounts unlocked, {people}:"),
            Act::Approve => format!("Registrations approved, {people}:"),
            Act::Refuse => format!("Registrations refused, {people}:"),
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
        AccountState::Pending => "waiting for approval",
        AccountState::Waiting => "waiting for its mail",
        AccountState::Invited => "invited",
        AccountState::Expired => "expired",
        AccountState::Exhausted => "out of tries",
        AccountState::Revoked => "revoked",
        AccountState::Active => "active",
        AccountState::Disabled => "disabled",
        AccountState::Deleted => "deleted",
    },
};
