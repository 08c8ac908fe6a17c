//! What `/setup` says.

/// The sentences in one language.
pub struct SetupTexts {
    /// The title.
    pub title: &'static str,
    /// What this address is.
    pub lede: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Where the address leads nowhere: why, and what to do.
    pub dead: &'static str,
    /// At `/login`, while there is no administrator.
    pub first: &'static str,
}

/// In Portuguese.
pub static PT_BR: SetupTexts = SetupTexts {
    title: "Crie a conta de administrador",
    lede: "Este endereço vale uma vez. Quando a conta existir, ele se fecha.",
    submit: "Criar conta e entrar",
    dead: "Este endereço já foi usado ou venceu. Se já há um administrador, entre; se não, reinicie o programa para \
           receber outro.",
    first: "Ainda não há administrador. Abra o endereço de instalação que o programa mostrou ao iniciar.",
};

/// In English.
pub static EN: SetupTexts = SetupTexts {
    title: "Create the administrator's account",
    lede: "This address works once. When the account exists, it closes.",
    submit: "Create account and sign in",
    dead: "This address was used already or has expired. If there is an administrator, sign in; if not, restart the \
           program to receive another.",
    first: "There is no administrator yet. Open the set-up address that the program printed when it started.",
};
