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
    /// Heads the banner after the session has expired.
    pub session_ended: &'static str,
    /// Its sentence.
    pub session_ended_body: &'static str,
    /// The same where a form was on its way.
    pub not_saved: &'static str,
    /// The same where it was to change the password.
    pub password_not_changed: &'static str,
    /// What became of the form, where no script has kept what was typed.
    pub not_sent: &'static str,
    /// The same where the page it was sent from holds what was typed.
    pub kept: &'static str,
    /// Heads the banner when the browser did not bring back the cookie it was given.
    pub no_cookie: &'static str,
    /// What to do about that.
    pub no_cookie_body: &'static str,
    /// The banner after signing out.
    pub signed_out: &'static str,
}

/// In Portuguese.
pub static PT_BR: LoginTexts = LoginTexts {
    title: "Entrar",
    lede: |organization| format!("Acesse sua conta – {organization}"),
    password_hint: "No primeiro acesso, use a senha temporária que enviamos por e-mail. Se ela expirou, use “Esqueceu a senha?”.",
    submit: "Entrar",
    no_account: "Ainda não tem conta?",
    register: "Cadastre-se",
    session_ended: "Sua sessão terminou",
    session_ended_body: "Entre de novo para continuar de onde parou.",
    not_saved: "O que você enviou não foi salvo. Entre e envie de novo.",
    password_not_changed: "Sua senha não foi alterada. Entre e altere a senha de novo.",
    kept: "O que você digitou está guardado na outra aba: volte para ela depois de entrar.",
    not_sent: "O formulário não foi enviado e, sem JavaScript, o que você digitou não foi guardado.",
    no_cookie: "Seu navegador bloqueou o cookie",
    no_cookie_body: "Sem o cookie não é possível entrar. Permita cookies para este site nas configurações do navegador ou use outro navegador. Depois entre de novo.",
    signed_out: "Você saiu da sua conta.",
};

/// In English.
pub static EN: LoginTexts = LoginTexts {
    title: "Sign in",
    lede: |organization| format!("Your account – {organization}"),
    password_hint: "The first time, use the temporary password we emailed you. If it expired, use “Forgot your password?”.",
    submit: "Sign in",
    no_account: "No account yet?",
    register: "Register",
    session_ended: "Your session ended",
    session_ended_body: "Sign in again to continue where you left off.",
    not_saved: "What you sent was not saved. Sign in and send it again.",
    password_not_changed: "Your password was not changed. Sign in and change it again.",
    kept: "What you typed is kept in the other tab: go back to it once you've signed in.",
    not_sent: "The form wasn't sent and, without JavaScript, what you typed wasn't kept.",
    no_cookie: "Your browser blocked the cookie",
    no_cookie_body: "You can't sign in without the cookie. Allow cookies for this site in the browser's settings or use another browser. Then sign in again.",
    signed_out: "You've signed out.",
};
