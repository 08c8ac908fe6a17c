//! What `/setup` says.

/// The sentences in one language.
pub struct SetupTexts {
    /// The title.
    pub title: &'static str,
    /// What this address is.
    pub lede: &'static str,
    /// The button.
    pub submit: &'static str,
}

/// In Portuguese.
pub static PT_BR: SetupTexts = SetupTexts {
    title: "Crie a conta de quem administra",
    lede: "Este endereço vale uma vez. Quando a conta existir, ele se fecha.",
    submit: "Criar conta e entrar",
};

/// In English.
pub static EN: SetupTexts = SetupTexts {
    title: "Create the administrator's account",
    lede: "This address works once. When the account exists, it closes.",
    submit: "Create account and sign in",
};
