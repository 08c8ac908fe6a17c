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
    /// The button.
    pub submit: &'static str,
}

/// In Portuguese.
pub static PT_BR: RegisterConfirmTexts = RegisterConfirmTexts {
    title: "Confirme seu cadastro",
    lede: "Falta um passo: confirmar que o e-mail é seu.",
    lede_password: "Falta um passo: confirmar que o e-mail é seu. Como este não é o navegador do cadastro, digite \
                        também a senha.",
    password_hint: "A que você escolheu ao se cadastrar.",
    submit: "Confirmar cadastro",
};

/// In English.
pub static EN: RegisterConfirmTexts = RegisterConfirmTexts {
    title: "Confirm your registration",
    lede: "One step is left: to confirm that the e-mail address is yours.",
    lede_password: "One step is left: to confirm that the e-mail address is yours. As this is not the browser that \
                        registered, enter the password too.",
    password_hint: "The one you chose when you registered.",
    submit: "Confirm registration",
};
