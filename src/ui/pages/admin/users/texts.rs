//! What `/admin/users` says.

pub mod filters;
pub mod table;

use crate::domain::{Locale, StatusFilter};
use filters::FilterTexts;
use table::TableTexts;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static UserListTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// The sentences around the list of people.
pub struct UserListTexts {
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
    pub part: fn(StatusFilter) -> &'static str,
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
pub static PT_BR: UserListTexts = UserListTexts {
    title: "Pessoas",
    new_user: "Criar pessoa",
    import: "Importar planilha",
    parts: "Pessoas por situação",
    everybody: "Todas",
    part: |status| match status {
        StatusFilter::Pending => "Aguardando aprovação",
        StatusFilter::Waiting => "Aguardando envio",
        StatusFilter::Failed => "Envio falhou",
        StatusFilter::Invited => "Convidadas",
        StatusFilter::Expired => "Expiradas",
        StatusFilter::Exhausted => "Sem tentativas",
        StatusFilter::Revoked => "Revogadas",
        StatusFilter::Active => "Ativas",
        StatusFilter::Never => "Nunca entraram",
        StatusFilter::Disabled => "Desativadas",
        StatusFilter::Deleted => "Excluídas",
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
pub static EN: UserListTexts = UserListTexts {
    title: "People",
    new_user: "Create person",
    import: "Import a spreadsheet",
    parts: "People by status",
    everybody: "All",
    part: |status| match status {
        StatusFilter::Pending => "Waiting for approval",
        StatusFilter::Waiting => "Waiting for their mail",
        StatusFilter::Failed => "Delivery failed",
        StatusFilter::Invited => "Invited",
        StatusFilter::Expired => "Expired",
        StatusFilter::Exhausted => "Out of tries",
        StatusFilter::Revoked => "Revoked",
        StatusFilter::Active => "Active",
        StatusFilter::Never => "Never signed in",
        StatusFilter::Disabled => "Disabled",
        StatusFilter::Deleted => "Deleted",
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
