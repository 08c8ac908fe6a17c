//! What `/first-access` says.

/// The sentences in one language.
pub struct FirstAccessTexts {
    /// The title.
    pub title: &'static str,
    /// Why one is here and what happens next.
    pub lede: &'static str,
    /// The same for who came by the link of the mail.
    pub lede_link: &'static str,
    /// The label of the temporary password.
    pub temporary_password: &'static str,
    /// Where it stands.
    pub temporary_password_hint: &'static str,
    /// The way to another temporary password.
    pub another: &'static str,
    /// The button.
    pub submit: &'static str,
    /// For those who did not expect an account.
    pub not_you: &'static str,
}

/// In Portuguese.
pub static PT_BR: FirstAccessTexts = FirstAccessTexts {
    title: "Crie sua senha",
    lede: "Você entrou com uma senha temporária. Crie agora a sua. Depois de salvar, a temporária deixa de funcionar.",
    lede_link: "Digite a senha temporária que está no e-mail e crie a sua. Depois de salvar, a temporária deixa de funcionar.",
    temporary_password: "Senha temporária",
    temporary_password_hint: "Está no mesmo e-mail que o link.",
    another: "Não funciona? Peça outra senha temporária",
    submit: "Salvar senha e entrar",
    not_you: "Não esperava este convite? Saia e avise um administrador.",
};

/// In English.
pub static EN: FirstAccessTexts = FirstAccessTexts {
    title: "Create your password",
    lede: "You signed in with a temporary password. Create your own now. Once you save it, the temporary one stops working.",
    lede_link: "Enter the temporary password from the email and create your own. Once you save it, the temporary one stops working.",
    temporary_password: "Temporary password",
    temporary_password_hint: "It's in the same email as the link.",
    another: "Doesn't work? Ask for a new temporary password",
    submit: "Save password and continue",
    not_you: "Didn't expect this invitation? Sign out and tell an admin.",
};
