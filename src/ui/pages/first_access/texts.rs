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
    lede: "Você entrou com uma senha temporária. Escolha agora uma senha só sua; a temporária deixa de funcionar \
               e sua conta é liberada.",
    lede_link: "Digite a senha temporária da mensagem e escolha uma senha só sua. A temporária deixa de funcionar e sua \
                    conta é liberada.",
    temporary_password: "Senha temporária",
    temporary_password_hint: "Está na mesma mensagem que o link.",
    another: "Não funciona? Peça outra senha temporária",
    submit: "Salvar senha e entrar",
    not_you: "Não esperava uma conta? Saia e avise um administrador.",
};

/// In English.
pub static EN: FirstAccessTexts = FirstAccessTexts {
    title: "Create your password",
    lede: "You signed in with a temporary password. Now choose one of your own; the temporary one stops working \
               and your account opens.",
    lede_link: "Enter the temporary password from the message and choose one of your own. The temporary one stops \
                    working and your account opens.",
    temporary_password: "Temporary password",
    temporary_password_hint: "It is in the same message as the link.",
    another: "Does not work? Ask for another temporary password",
    submit: "Save password and continue",
    not_you: "Did not expect an account? Sign out and tell your administrator.",
};
