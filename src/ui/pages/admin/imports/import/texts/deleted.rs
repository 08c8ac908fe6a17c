//! `/admin/imports/{id}`, where people in the file were deleted.

use crate::domain::{AdminAction, Locale};
use crate::locale::number::number;

/// About deleted people in a file.
pub struct DeletedTexts {
    /// Heads the banner.
    pub heading: &'static str,
    /// How many there are, and what that means.
    pub body: fn(i64) -> String,
    /// The button that restores them.
    pub restore: &'static str,
    /// The button that also mails them temporary passwords.
    pub restore_and_send: &'static str,
    /// Leads to where the password is asked for first.
    pub confirm_first: &'static str,
    /// They were restored.
    pub restored: &'static str,
    /// There are more than could be restored at a time.
    pub some_restored: &'static str,
}

/// In Portuguese.
pub static PT_BR: DeletedTexts = DeletedTexts {
    heading: "O arquivo tem pessoas excluídas",
    body: |people| {
        let grace = AdminAction::GRACE_DAYS;
        match people {
            1 => format!(
                "1 pessoa do arquivo foi excluída há menos de {grace} dias. A importação não cria outra conta para ela. Você pode restaurar a conta."
            ),
            people => format!(
                "{} pessoas do arquivo foram excluídas há menos de {grace} dias. A importação não cria outras contas para elas. Você pode restaurar as contas.",
                number(Locale::PtBr, people)
            ),
        }
    },
    restore: "Restaurar todas",
    restore_and_send: "Restaurar todas e enviar senhas temporárias",
    confirm_first: "Confirme sua senha para restaurar",
    restored: "Pessoas restauradas.",
    some_restored: "Parte das pessoas foi restaurada. Repita para restaurar as outras.",
};

/// In English.
pub static EN: DeletedTexts = DeletedTexts {
    heading: "This file has deleted people",
    body: |people| {
        let grace = AdminAction::GRACE_DAYS;
        match people {
            1 => format!(
                "1 person in the file was deleted less than {grace} days ago. The import won't create another account for them. You can restore the account."
            ),
            people => format!(
                "{} people in the file were deleted less than {grace} days ago. The import won't create other accounts for them. You can restore the accounts.",
                number(Locale::En, people)
            ),
        }
    },
    restore: "Restore all",
    restore_and_send: "Restore all and send temporary passwords",
    confirm_first: "Confirm your password to restore them",
    restored: "People restored.",
    some_restored: "Some people were restored. Repeat to restore the others.",
};
