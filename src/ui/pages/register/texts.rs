//! What `/register` says.

/// The sentences in one language.
pub struct RegisterTexts {
    /// The title.
    pub title: &'static str,
    /// What happens next.
    pub lede: &'static str,
    /// The same where an administrator has to approve.
    pub lede_approval: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Before the link to `/login`.
    pub have_account: &'static str,
    /// The link to `/login`.
    pub login: &'static str,
    /// Others of the same network were too many: nobody's own doing.
    pub too_many: fn(wait: &str) -> String,
    /// The title once the form was accepted.
    pub sent_title: &'static str,
    /// That a mail is on its way.
    pub sent_lede: &'static str,
    /// The steps from there.
    pub sent_steps: [&'static str; 3],
    /// The last step, where an administrator has to approve.
    pub approval_step: &'static str,
    /// The title when the address is confirmed and an administrator is to decide.
    pub pending_title: &'static str,
    /// That we will write.
    pub pending_lede: &'static str,
    /// That until then nobody gets in.
    pub pending_hint: &'static str,
    /// For those to whom no mail came, before the link.
    pub not_arrived: &'static str,
    /// The link back to the form.
    pub again: &'static str,
    /// The button back to the form.
    pub register_again: &'static str,
}

/// In Portuguese.
pub static PT_BR: RegisterTexts = RegisterTexts {
    title: "Cadastre-se",
    lede: "Enviaremos um link para confirmar seu e-mail.",
    lede_approval: "Enviaremos um link para confirmar seu e-mail. Depois, um administrador precisa aprovar o cadastro.",
    submit: "Enviar cadastro",
    have_account: "Já tem conta?",
    login: "Entre",
    too_many: |wait| format!("Houve muitos cadastros na última hora. Espere {wait} e tente de novo."),
    sent_title: "Confira seu e-mail",
    sent_lede: "Enviamos uma mensagem para o e-mail que você digitou.",
    sent_steps: [
        "Abra a mensagem em até 24 horas.",
        "Clique no link. Se abrir em outro navegador, pediremos a senha que você escolheu.",
        "Confirme o cadastro. Depois disso, sua conta está pronta.",
    ],
    approval_step: "Confirme o cadastro. Depois, um administrador precisa aprová-lo. Avisaremos por e-mail.",
    pending_title: "Aguardando aprovação",
    pending_lede: "E-mail confirmado. Um administrador precisa aprovar seu cadastro. Avisaremos por e-mail.",
    pending_hint: "Você só poderá entrar depois da aprovação. Não precisa fazer mais nada.",
    not_arrived: "Não chegou? Confira a pasta de spam ou",
    again: "cadastre-se de novo",
    register_again: "Cadastrar-se de novo",
};

/// In English.
pub static EN: RegisterTexts = RegisterTexts {
    title: "Register",
    lede: "We'll send a link to confirm your email address.",
    lede_approval: "We'll send a link to confirm your email address. Then an admin has to approve the registration.",
    submit: "Register",
    have_account: "Already have an account?",
    login: "Sign in",
    too_many: |wait| format!("There were too many registrations in the last hour. Wait {wait} and try again."),
    sent_title: "Check your email",
    sent_lede: "We sent a message to the email you entered.",
    sent_steps: [
        "Open the message within 24 hours.",
        "Click the link. If it opens in another browser, we'll ask for the password you chose.",
        "Confirm the registration. Your account is then ready.",
    ],
    approval_step: "Confirm the registration. Then an admin has to approve it. We'll email you.",
    pending_title: "Awaiting approval",
    pending_lede: "Email confirmed. An admin has to approve your registration. We'll email you.",
    pending_hint: "You can sign in after the approval. You don't need to do anything else.",
    not_arrived: "Didn't get it? Check the spam folder or",
    again: "register again",
    register_again: "Register again",
};
