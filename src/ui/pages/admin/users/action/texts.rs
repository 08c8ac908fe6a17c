//! What is asked before an action on accounts, and what is said after one on several.

pub mod question;
pub mod results;

use crate::domain::{AdminAction, Locale};
use crate::locale::number::number;
use question::QuestionTexts;
use results::ResultTexts;

/// The sentences about actions in `locale`.
pub const fn texts(locale: Locale) -> &'static ActionTexts {
    locale.pick(&PT_BR, &EN)
}

/// Acts on one account or on several.
pub struct ActionTexts {
    /// The button that leads to the question.
    pub label: fn(AdminAction) -> &'static str,
    /// What is asked before.
    pub question: &'static QuestionTexts,
    /// Whom, when they are several.
    pub people: fn(count: usize) -> String,
    /// In place of a name.
    pub unknown: &'static str,
    /// So many more than are named.
    pub more: fn(count: &str) -> String,
    /// What is said afterwards.
    pub results: &'static ResultTexts,
}

/// In Brazilian Portuguese.
pub static PT_BR: ActionTexts = ActionTexts {
    label: |action| match action {
        AdminAction::Resend => "Reenviar senha temporária",
        AdminAction::Revoke => "Cancelar convite",
        AdminAction::RequirePassword => "Exigir nova senha",
        AdminAction::Disable => "Desativar acesso",
        AdminAction::Enable => "Reativar acesso",
        AdminAction::Delete => "Excluir",
        AdminAction::Restore => "Restaurar",
        AdminAction::RestoreAndSend => "Restaurar e enviar senha temporária",
        AdminAction::Unlock => "Desbloquear",
        AdminAction::Approve => "Aprovar",
        AdminAction::Refuse => "Recusar",
    },
    question: &question::PT_BR,
    people: |count| people(Locale::PtBr, count),
    unknown: "conta apagada",
    more: |count| format!("e mais {count}"),
    results: &results::PT_BR,
};

/// In English.
pub static EN: ActionTexts = ActionTexts {
    label: |action| match action {
        AdminAction::Resend => "Resend temporary password",
        AdminAction::Revoke => "Cancel invitation",
        AdminAction::RequirePassword => "Require new password",
        AdminAction::Disable => "Disable",
        AdminAction::Enable => "Enable",
        AdminAction::Delete => "Delete",
        AdminAction::Restore => "Restore",
        AdminAction::RestoreAndSend => "Restore and send temporary password",
        AdminAction::Unlock => "Unlock",
        AdminAction::Approve => "Approve",
        AdminAction::Refuse => "Reject",
    },
    question: &question::EN,
    people: |count| people(Locale::En, count),
    unknown: "erased account",
    more: |count| format!("and {count} more"),
    results: &results::EN,
};

/// So many people, in the middle of a sentence.
fn people(locale: Locale, count: usize) -> String {
    let number = number(locale, i64::try_from(count).unwrap_or(i64::MAX));
    match (locale, count) {
        (Locale::PtBr, 1) => "1 pessoa".to_owned(),
        (Locale::PtBr, _) => format!("{number} pessoas"),
        (Locale::En, 1) => "1 person".to_owned(),
        (Locale::En, _) => format!("{number} people"),
    }
}
