//! What `/admin/users/{id}/edit` says.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static EditTexts {
    locale.pick(&PT_BR, &EN)
}

/// `/admin/users/{id}/edit`
pub struct EditTexts {
    /// The title.
    pub title: fn(name: &str) -> String,
    /// What another address does, for who has no password yet.
    pub address_of_invited: &'static str,
    /// What another address does, for who has one.
    pub address_of_active: &'static str,
    /// What another address does, where no mail follows.
    pub address_of_disabled: &'static str,
    /// How to write a CPF, where there is none.
    pub cpf_hint: &'static str,
    /// How to change the one there is.
    pub cpf_change_hint: fn(masked: &str) -> String,
    /// Labels the box that removes the CPF.
    pub remove_cpf: &'static str,
    /// When the own password is needed.
    pub confirm_hint: &'static str,
    /// What another role does to the reader's own account.
    pub own_role: &'static str,
    /// The button, where the reader gives up the role of an admin.
    pub submit_sure: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The button while the form is under way.
    pub submitting: &'static str,
    /// The way back.
    pub cancel: &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: EditTexts = EditTexts {
    title: |name| format!("Editar {name}"),
    address_of_invited: "Se você alterar o e-mail, enviaremos uma nova senha temporária para o novo endereço e a anterior deixa de funcionar.",
    address_of_active: "Se você alterar o e-mail, a pessoa passa a entrar com o novo. Avisaremos os dois endereços.",
    address_of_disabled: "Se você alterar o e-mail, as senhas temporárias anteriores deixam de funcionar. Não enviaremos outra enquanto o acesso estiver desativado.",
    cpf_hint: "11 dígitos, com ou sem pontos.",
    cpf_change_hint: |masked| format!("CPF atual: {masked}. Deixe vazio para manter."),
    remove_cpf: "Remover o CPF desta conta",
    confirm_hint: "Necessária só para alterar o e-mail ou dar o papel de administrador.",
    own_role: "Esta é a sua conta. Se você deixar de ser administrador, sua sessão vai terminar.",
    submit_sure: "Salvar e deixar de ser administrador",
    submit: "Salvar alterações",
    submitting: "Salvando…",
    cancel: "Cancelar",
};

/// In English.
pub static EN: EditTexts = EditTexts {
    title: |name| format!("Edit {name}"),
    address_of_invited: "If you change the email address, we'll send a new temporary password to it and the previous one stops working.",
    address_of_active: "If you change the email address, the person signs in with the new one. We'll notify both addresses.",
    address_of_disabled: "If you change the email address, earlier temporary passwords stop working. We won't send another while the account is disabled.",
    cpf_hint: "11 digits, with or without dots.",
    cpf_change_hint: |masked| format!("Current CPF: {masked}. Leave empty to keep it."),
    remove_cpf: "Remove the CPF from this account",
    confirm_hint: "Needed only to change the email address or make someone an admin.",
    own_role: "This is your own account. If you stop being an admin, your session will end.",
    submit_sure: "Save and stop being an admin",
    submit: "Save changes",
    submitting: "Saving…",
    cancel: "Cancel",
};
