//! The status of an account, as people read it.

use crate::domain::{Locale, UserStatus};

/// An account's status, as a word.
pub const fn user_status(locale: Locale, status: UserStatus) -> &'static str {
    match (locale, status) {
        (Locale::PtBr, UserStatus::Pending) => "Aguardando aprovação",
        (Locale::En, UserStatus::Pending) => "Awaiting approval",
        (Locale::PtBr, UserStatus::Waiting) => "Na fila",
        (Locale::En, UserStatus::Waiting) => "Queued",
        (Locale::PtBr, UserStatus::Failed) => "Falha no envio",
        (Locale::En, UserStatus::Failed) => "Delivery failed",
        (Locale::PtBr, UserStatus::Invited) => "Convite enviado",
        (Locale::En, UserStatus::Invited) => "Invited",
        (Locale::PtBr, UserStatus::Expired) => "Convite expirado",
        (Locale::En, UserStatus::Expired) => "Invitation expired",
        (Locale::PtBr, UserStatus::Exhausted) => "Bloqueado por tentativas",
        (Locale::En, UserStatus::Exhausted) => "Locked: too many tries",
        (Locale::PtBr, UserStatus::Revoked) => "Convite cancelado",
        (Locale::En, UserStatus::Revoked) => "Invitation canceled",
        (Locale::PtBr, UserStatus::Active) => "Acesso ativo",
        (Locale::En, UserStatus::Active) => "Active",
        (Locale::PtBr, UserStatus::Disabled) => "Desativado",
        (Locale::En, UserStatus::Disabled) => "Disabled",
        (Locale::PtBr, UserStatus::Deleted) => "Excluído",
        (Locale::En, UserStatus::Deleted) => "Deleted",
    }
}

/// The state of an account that waits for a temporary password while no email is queued: it is to be handed over in
/// person, or to be asked for.
pub const fn nothing_sent(locale: Locale) -> &'static str {
    locale.pick("Nada enviado", "Nothing sent")
}

/// The state of an account whose row cannot be read, as a word.
pub const fn broken_record(locale: Locale) -> &'static str {
    locale.pick("Registro danificado", "Damaged record")
}

/// What of an account cannot be read, and what to do about it.
pub fn broken_columns(locale: Locale, columns: &[&str]) -> String {
    let names = columns.join(", ");
    match locale {
        Locale::PtBr => format!(
            "Não conseguimos ler estes valores no banco de dados: {names}. Enquanto isso, não enviamos e-mails para esta pessoa. Corrija em “Editar” ou no banco de dados."
        ),
        Locale::En => format!(
            "We can't read these values in the database: {names}. Until then, we don't email this person. Fix them under “Edit” or in the database."
        ),
    }
}
