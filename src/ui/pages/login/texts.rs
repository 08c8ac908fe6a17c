//! What `/login` says.

/// The sentences in one language.
pub struct LoginTexts {
    /// The title.
    pub title: &'static str,
    /// Where one signs in.
    pub lede: fn(organization: &str) -> String,
    /// What to type at the first access.
    pub password_hint: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Before the link to `/register`.
    pub no_account: &'static str,
    /// The link to `/register`.
    pub register: &'static str,
    /// Heads the banner after the session has ended by itself.
    pub session_ended: &'static str,
    /// Its sentence.
    pub session_ended_body: &'static str,
    /// The banner after signing out.
    pub signed_out: &'static str,
}

/// In Portuguese.
pub static PT_BR: LoginTexts = LoginTexts {
    title: "Entrar",
    lede: |organization| format!("Na sua conta em {organization}."),
    password_hint: "No primeiro acesso, use a senha temporária que enviamos por e-mail.",
    submit: "Entrar",
    no_account: "Ainda não tem conta?",
    register: "Cadastre-se",
    session_ended: "Sua sessão terminou",
    session_ended_body: "Entre para continuar de onde parou.",
    signed_out: "Você saiu da sua conta.",
};

/// In English.
pub static EN: LoginTexts = LoginTexts {
    title: "Sign in",
    lede: |organization| format!("To your account at {organization}."),
    password_hint: "The first time, use the temporary password we sent you by e-mail.",
    submit: "Sign in",
    no_account: "No account yet?",
    register: "Register",
    session_ended: "Your session ended",
    session_ended_body: "Sign in to go on where you stopped.",
    signed_out: "You have signed out.",
};
