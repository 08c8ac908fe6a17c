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
    lede: "Esta é a primeira conta, com a qual você cadastra as outras pessoas. O link vale por 30 minutos e só funciona uma vez.",
    submit: "Criar conta e entrar",
    dead: "Este link já foi usado ou expirou. Se já existe um administrador, entre. Se não, inicie o Chaveiro de novo em um terminal para receber outro link, ou use o comando chaveiro admin invite --email E-MAIL --name NOME.",
    cut: "Falta o final do link de instalação. Copie o link inteiro que o Chaveiro mostrou ao iniciar, até o último caractere. Se já existe um administrador, entre. Se você perdeu o link, inicie o Chaveiro de novo em um terminal para receber outro, ou use o comando chaveiro admin invite --email E-MAIL --name NOME.",
    first: "Ainda não há administrador. Abra o link de instalação que o Chaveiro mostrou no terminal ao iniciar. Se ele roda como serviço ou em contêiner, use no servidor o comando chaveiro admin invite --email E-MAIL --name NOME.",
};

/// In English.
pub static EN: SetupTexts = SetupTexts {
    title: "Create the admin account",
    lede: "This is the first account. You'll use it to add everyone else. The link works once, for 30 minutes.",
    submit: "Create account and sign in",
    dead: "This link was already used or has expired. If there's an admin, sign in. If not, start Chaveiro again in a terminal to get another link, or run chaveiro admin invite --email EMAIL --name NAME.",
    cut: "The end of the setup link is missing. Copy the whole link that Chaveiro printed when it started, up to the last character. If there's an admin, sign in. If you lost the link, start Chaveiro again in a terminal to get another one, or run chaveiro admin invite --email EMAIL --name NAME.",
    first: "There's no admin yet. Open the setup link that Chaveiro printed in the terminal when it started. If it runs as a service or in a container, run chaveiro admin invite --email EMAIL --name NAME on the server.",
};
