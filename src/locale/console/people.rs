//! What `/admin/users` says.

pub mod filters;
pub mod table;

use crate::domain::{Locale, PeopleStatus};
use filters::FilterTexts;
use table::TableTexts;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static PeopleTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// The sentences around the list of people.
pub struct PeopleTexts {
    /// The title.
    pub title: &'static str,
    /// Leads to the form.
    pub new_user: &'static str,
    /// Leads to the import.
    pub import: &'static str,
    /// Names the counters.
    pub parts: &'static str,
    /// The whole list.
    pub everybody: &'static str,
    /// A part of the list.
    pub part: fn(PeopleStatus) -> &'static str,
    /// After the password was confirmed for an export.
    pub confirmed: &'static str,
    /// After the first administrator's account was made.
    pub set_up: &'static str,
    /// Before the name of the person whose account was made.
    pub created_before: &'static str,
    /// After it.
    pub created_after: fn(email: &str) -> String,
    /// Before the name of the person to whom another mail goes.
    pub sent_again_before: &'static str,
    /// After it.
    pub sent_again_after: fn(email: &str) -> String,
    /// What narrows the list down.
    pub filters: &'static FilterTexts,
    /// The rows, and what is said when there are none.
    pub table: &'static TableTexts,
}

/// In Portuguese.
pub static PT_BR: PeopleTexts = PeopleTexts {
    title: "Pessoas",
    new_user: "Criar pessoa",
    import: "Importar planilha",
    parts: "Pessoas por situação",
    everybody: "Todas",
    part: |status| match status {
        PeopleStatus::Pending => "Aguardando aprovação",
        PeopleStatus::Waiting => "Aguardando envio",
        PeopleStatus::Failed => "Envio falhou",
        PeopleStatus::Invited => "Convidadas",
        PeopleStatus::Expired => "Expiradas",
        PeopleStatus::Exhausted => "Sem tentativas",
        PeopleStatus::Revoked => "Revogadas",
        PeopleStatus::Active => "Ativas",
        PeopleStatus::Never => "Nunca entraram",
        PeopleStatus::Disabled => "Desativadas",
        PeopleStatus::Deleted => "Excluídas",
    },
    confirmed: "Sua senha foi confirmada. O arquivo já pode ser exportado.",
    set_up: "Sua conta de administrador está aberta. Agora crie as contas dos outros.",
    created_before: "A conta de ",
    created_after: |email| format!(" foi criada. A senha temporária segue para {email}."),
    sent_again_before: "Outra senha temporária para ",
    sent_again_after: |email| {
        format!(" está na fila e segue para {email}. A anterior deixa de funcionar quando a nova sair.")
    },
    filters: &filters::PT_BR,
    table: &table::PT_BR,
};

/// In English.
pub static EN: PeopleTexts = PeopleTexts {
    title: "People",
    new_user: "Create person",
    import: "Import a spreadsheet",
    parts: "People by status",
    everybody: "All",
    part: |status| match status {
        PeopleStatus::Pending => "Waiting for approval",
        PeopleStatus::Waiting => "Waiting for their mail",
        PeopleStatus::Failed => "Delivery failed",
        PeopleStatus::Invited => "Invited",
        PeopleStatus::Expired => "Expired",
        PeopleStatus::Exhausted => "Out of tries",
        PeopleStatus::Revoked => "Revoked",
        PeopleStatus::Active => "Active",
        PeopleStatus::Never => "Never signed in",
        PeopleStatus::Disabled => "Disabled",
        PeopleStatus::Deleted => "Deleted",
    },
    confirmed: "Your password is confirmed. The file can be exported now.",
    set_up: "Your administrator's account is open. Now create accounts for the others.",
    created_before: "The account of ",
    created_after: |email| format!(" was created. The temporary password goes to {email}."),
    sent_again_before: "Another temporary password for ",
    sent_again_after: |email| {
        format!(" is queued and goes to {email}. The earlier one stops working when the new one leaves.")
    },
    filters: &filters::EN,
    table: &table::EN,
};
