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
    /// Where its end, or all of it, is missing. It is in no mail.
    pub cut: &'static str,
    /// At `/login`, while there is no administrator.
    pub first: &'static str,
}

/// In Portuguese.
pub static PT_BR: SetupTexts = SetupTexts {
    title: "Crie a conta de administrador",
    lede: "Este link só funciona uma vez e deixa de valer quando a conta for criada.",
    submit: "Criar conta e entrar",
    dead: "Este link já foi usado ou expirou. Se já existe um administrador, entre. Se não, reinicie o Chaveiro para receber outro link.",
    cut: "Falta o final do link de instalação. Copie o link inteiro que o Chaveiro mostrou ao iniciar, até o último caractere. Se já existe um administrador, entre. Se você perdeu o link, reinicie o Chaveiro para receber outro.",
    first: "Ainda não há administrador. Abra o link de instalação que o Chaveiro mostrou ao iniciar.",
};

/// In English.
pub static EN: SetupTexts = SetupTexts {
    title: "Create the admin account",
    lede: "This link works only once and stops working when the account is created.",
    submit: "Create account and sign in",
    dead: "This link was already used or has expired. If there's an admin, sign in. If not, restart Chaveiro to get another link.",
    cut: "The end of the setup link is missing. Copy the whole link that Chaveiro printed when it started, up to the last character. If there's an admin, sign in. If you lost the link, restart Chaveiro to get another one.",
    first: "There's no admin yet. Open the setup link that Chaveiro printed when it started.",
};
