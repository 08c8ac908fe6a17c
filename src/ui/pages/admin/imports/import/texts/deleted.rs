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
    /// They were restored.
    pub restored: &'static str,
    /// There are more than could be restored at a time.
    pub some_restored: &'static str,
}

/// In Portuguese.
pub static PT_BR: DeletedTexts = DeletedTexts {
    heading: "Há pessoas excluídas neste arquivo",
    body: |people| {
        let grace = AdminAction::GRACE_DAYS;
        match people {
            1 => format!(
                "1 pessoa do arquivo foi excluída há menos de {grace} dias. A importação não cria outra conta para ela nem \
                 envia senha. Você pode restaurar a conta."
            ),
            people => format!(
                "{} pessoas do arquivo foram excluídas há menos de {grace} dias. A importação não cria outras contas para \
                 elas nem envia senhas. Você pode restaurar as contas.",
                number(Locale::PtBr, people)
            ),
        }
    },
    restore: "Restaurar todas",
    restore_and_send: "Restaurar todas e enviar senhas temporárias",
    restored: "As pessoas excluídas deste arquivo foram restauradas.",
    some_restored: "Parte das pessoas foi restaurada. Ainda há outras: repita para continuar.",
};

/// In English.
pub static EN: DeletedTexts = DeletedTexts {
    heading: "There are deleted people in this file",
    body: |people| {
        let grace = AdminAction::GRACE_DAYS;
        match people {
            1 => format!(
                "1 person in the file was deleted less than {grace} days ago. The import neither creates another account \
                 for them nor sends a password. You can restore the account."
            ),
            people => format!(
                "{} people in the file were deleted less than {grace} days ago. The import neither creates other accounts \
                 for them nor sends passwords. You can restore the accounts.",
                number(Locale::En, people)
            ),
        }
    },
    restore: "Restore all",
    restore_and_send: "Restore all and send temporary passwords",
    restored: "The deleted people in this file were restored.",
    some_restored: "Some of the people were restored. There are more: repeat to go on.",
};
