//! What `/register/confirm` says.

/// The sentences in one language.
pub struct RegisterConfirmTexts {
    /// The title.
    pub title: &'static str,
    /// What is left to do, in the browser that registered.
    pub lede: &'static str,
    /// What is left to do in another one.
    pub lede_password: &'static str,
    /// Which password is meant.
    pub password_hint: &'static str,
    /// The password was another one.
    pub wrong_password: &'static str,
    /// The button.
    pub submit: &'static str,
}

/// In Portuguese.
pub static PT_BR: RegisterConfirmTexts = RegisterConfirmTexts {
    title: "Confirme seu cadastro",
    lede: "Confirme que o e-mail é seu.",
    lede_password: "Confirme que o e-mail é seu. Para sabermos que foi você quem se cadastrou, digite também a senha.",
    password_hint: "A senha que você escolheu ao se cadastrar.",
    wrong_password: "Esta não é a senha que você escolheu ao se cadastrar. Digite-a de novo. Se esqueceu a senha, cadastre-se de novo.",
    submit: "Confirmar cadastro",
};

/// In English.
pub static EN: RegisterConfirmTexts = RegisterConfirmTexts {
    title: "Confirm your registration",
    lede: "Confirm that the email address is yours.",
    lede_password: "Confirm that the email address is yours. So that we know it was you who registered, enter the password too.",
    password_hint: "The password you chose when you registered.",
    wrong_password: "That's not the password you chose when you registered. Enter it again. If you forgot it, register again.",
    submit: "Confirm registration",
};
