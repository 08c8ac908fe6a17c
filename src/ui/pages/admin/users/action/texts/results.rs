//! What came of an action on several accounts.

use super::people;
use crate::domain::{AdminAction, Locale};

/// What came of an action on several accounts.
pub struct ResultTexts {
    /// What was done to several.
    pub done: fn(AdminAction, count: usize) -> String,
    /// Heads those to whom it was not done.
    pub not_done: fn(count: usize) -> String,
    /// Why, by the code of the error.
    pub because: fn(code: &str) -> &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: ResultTexts = ResultTexts {
    done: |action, count| {
        let people = people(Locale::PtBr, count);
        match action {
            AdminAction::Resend => format!("Enviaremos uma nova senha temporária para {people}:"),
            AdminAction::Revoke => format!("Convite cancelado para {people}:"),
            AdminAction::RequirePassword => format!("Nova senha exigida para {people}:"),
            AdminAction::Disable => format!("Acesso desativado para {people}:"),
            AdminAction::Enable => format!("Acesso reativado para {people}:"),
            AdminAction::Delete => format!("Conta excluída para {people}:"),
            AdminAction::Restore => format!("Conta restaurada para {people}:"),
            AdminAction::RestoreAndSend => {
                format!("Conta restaurada para {people}. Enviaremos uma senha temporária para:")
            }
            AdminAction::Unlock => format!("Conta desbloqueada para {people}:"),
            AdminAction::Approve => format!("Cadastro aprovado para {people}:"),
            AdminAction::Refuse => format!("Cadastro recusado para {people}:"),
        }
    },
    not_done: |count| format!("Não foi possível para {}:", people(Locale::PtBr, count)),
    because: |code| match code {
        "does_not_apply" => "não se aplica ao estado atual da conta",
        "last_admin" => "é o único administrador",
        "password_needed" => "agora é administrador; repita a ação e digite sua senha",
        "not_found" => "a conta foi apagada",
        "undone_meanwhile" => {
            "isto foi feito e desfeito enquanto a pergunta estava aberta; confira e repita se for preciso"
        }
        "busy" => "o servidor estava ocupado; tente de novo",
        _ => "algo deu errado; tente de novo",
    },
};

/// In English.
pub static EN: ResultTexts = ResultTexts {
    done: |action, count| {
        let people = people(Locale::En, count);
        match action {
            AdminAction::Resend => format!("We'll email a new temporary password to {people}:"),
            AdminAction::Revoke => format!("Invitation canceled for {people}:"),
            AdminAction::RequirePassword => format!("New password required for {people}:"),
            AdminAction::Disable => format!("Account disabled for {people}:"),
            AdminAction::Enable => format!("Account enabled for {people}:"),
            AdminAction::Delete => format!("Account deleted for {people}:"),
            AdminAction::Restore => format!("Account restored for {people}:"),
            AdminAction::RestoreAndSend => {
                format!("Account restored for {people}. We'll email a temporary password to:")
            }
            AdminAction::Unlock => format!("Account unlocked for {people}:"),
            AdminAction::Approve => format!("Registration approved for {people}:"),
            AdminAction::Refuse => format!("Registration rejected for {people}:"),
        }
    },
    not_done: |count| format!("This didn't work for {}:", people(Locale::En, count)),
    because: |code| match code {
        "does_not_apply" => "doesn't apply to the account's current status",
        "last_admin" => "is the last admin",
        "password_needed" => "is an admin by now; repeat the action and enter your password",
        "not_found" => "the account was erased",
        "undone_meanwhile" => "this was done and undone while the question was open; check it and repeat if needed",
        "busy" => "the server was busy; try again",
        _ => "something went wrong; try again",
    },
};
