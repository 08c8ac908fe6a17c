//! What `/admin/users` says.

pub mod filters;
pub mod list;
pub mod table;

use crate::domain::Locale;
use filters::FilterTexts;
use table::TableTexts;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static UserListTexts {
    locale.pick(&PT_BR, &EN)
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
    /// Who has never signed in, whatever the account's status.
    pub never: &'static str,
    /// After the password was confirmed for an export.
    pub confirmed: &'static str,
    /// After the first administrator's account was made.
    pub set_up: &'static str,
    /// Leads to the test mail, beside it.
    pub test_mail: &'static str,
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
    new_user: "Cadastrar pessoa",
    import: "Importar planilha",
    parts: "Pessoas por estado",
    everybody: "Todas",
    never: "Nunca acessaram",
    confirmed: "Senha confirmada. Agora você pode exportar o arquivo.",
    set_up: "Conta de administrador criada. O próximo passo é cadastrar as outras pessoas.",
    test_mail: "Enviar um e-mail de teste antes",
    created_before: "Conta criada para ",
    created_after: |email| format!(". A senha temporária será enviada para {email}."),
    sent_again_before: "Enviaremos uma nova senha temporária para ",
    sent_again_after: |email| format!(" ({email}). A anterior deixa de funcionar quando a nova for enviada."),
    filters: &filters::PT_BR,
    table: &table::PT_BR,
};

/// In English.
pub static EN: UserListTexts = UserListTexts {
    title: "People",
    new_user: "Add person",
    import: "Import people",
    parts: "People by status",
    everybody: "All",
    never: "Never signed in",
    confirmed: "Password confirmed. You can export the file now.",
    set_up: "Your admin account is ready. The next step is to add the other people.",
    test_mail: "Send a test email first",
    created_before: "Account created for ",
    created_after: |email| format!(". We'll email the temporary password to {email}."),
    sent_again_before: "We'll email a new temporary password to ",
    sent_again_after: |email| format!(" ({email}). The previous one stops working once the new one is sent."),
    filters: &filters::EN,
    table: &table::EN,
};
