//! What is said about the link of a first access where it cannot lead on.

/// The sentences in one language.
pub struct FirstAccessLinkTexts {
    /// Where it leads nowhere: why, and what to do.
    pub dead: &'static str,
    /// At `/account`: the heading over one of the next two.
    pub heading: &'static str,
    /// At `/account`: who is signed in opened a link to another account.
    pub of_another: &'static str,
    /// At `/account`: who is signed in opened a link that is over, mostly their own.
    pub over: &'static str,
    /// At `/login`: the time to choose a password ran out.
    pub not_saved: &'static str,
    /// What to do about that.
    pub not_saved_body: &'static str,
    /// At `/login`: the form was sent twice, with two passwords.
    pub chosen: &'static str,
    /// Which of them holds.
    pub chosen_body: &'static str,
    /// The same at `/account`: another tab of this browser was first.
    pub chosen_before: &'static str,
    /// At `/login`: the page was opened without the part of the link behind the `#`, from a mail or otherwise.
    pub incomplete: &'static str,
    /// What is missing, and how to get it.
    pub incomplete_body: &'static str,
    /// What to do without it.
    pub incomplete_instead: &'static str,
    /// At `/login`, without JavaScript, which alone sees the part behind the `#`.
    pub unreadable: &'static str,
    /// What to do instead.
    pub unreadable_body: &'static str,
    /// What to do where that is refused.
    pub unreadable_instead: &'static str,
}

/// In Portuguese.
pub static PT_BR: FirstAccessLinkTexts = FirstAccessLinkTexts {
    dead: "Este link já foi usado, expirou ou teve tentativas demais. Se você já criou sua senha, entre com ela; se não, \
           peça outra senha temporária.",
    heading: "O link do e-mail",
    of_another: "O link é de outra conta, e você está na sua. Para usá-lo, saia e abra o link de novo.",
    over: "O link já foi usado ou expirou. Você já entrou e não precisa mais dele.",
    not_saved: "Sua senha não foi salva",
    not_saved_body: "Esta página expirou. Abra de novo o link do e-mail ou entre com a senha temporária.",
    chosen: "Sua senha já foi criada",
    chosen_body: "Entre com a senha que você criou primeiro. A que acabou de enviar não foi salva.",
    chosen_before: "Neste navegador já se entrou em uma conta, e a senha dela não mudou. A que você acabou de enviar não foi salva.",
    incomplete: "Abra o link do e-mail",
    incomplete_body: "Esta página só abre com o link inteiro do e-mail. Se você veio por ele, faltou o fim do endereço, a parte que começa com #: abra o link de novo no e-mail ou copie o endereço inteiro e cole na barra de endereço.",
    incomplete_instead: "Ou entre aqui com seu e-mail e sua senha: a que você criou ou a senha temporária que está no mesmo e-mail.",
    unreadable: "O link do e-mail precisa de JavaScript",
    unreadable_body: "O JavaScript está desativado neste navegador. Entre aqui com seu e-mail e a senha temporária que está no mesmo e-mail.",
    unreadable_instead: "Se a senha temporária não for aceita, abra o link em um navegador com JavaScript ou peça outra senha.",
};

/// In English.
pub static EN: FirstAccessLinkTexts = FirstAccessLinkTexts {
    dead: "This link was already used, has expired or had too many tries. If you've created your password, sign in with it; if not, ask for a new temporary password.",
    heading: "The link in the email",
    of_another: "The link is for another account, and you're signed in to yours. To use it, sign out and open the link again.",
    over: "The link was already used or has expired. You're signed in and no longer need it.",
    not_saved: "Your password was not saved",
    not_saved_body: "This page expired. Open the link in the email again or sign in with the temporary password.",
    chosen: "Your password was already created",
    chosen_body: "Sign in with the password you created first. The one you just sent was not saved.",
    chosen_before: "Someone is already signed in to an account in this browser, and its password didn't change. The one you just sent was not saved.",
    incomplete: "Open the link in the email",
    incomplete_body: "This page opens only with the whole link from the email. If that's how you got here, the end of the address was missing, the part that starts with #: open the link in the email again, or copy the whole address and paste it into the address bar.",
    incomplete_instead: "Or sign in here with your email and your password: the one you created, or the temporary password from the same email.",
    unreadable: "The link in the email needs JavaScript",
    unreadable_body: "JavaScript is turned off in this browser. Sign in here with your email and the temporary password from the same email.",
    unreadable_instead: "If the temporary password isn't accepted, open the link in a browser with JavaScript or ask for a new password.",
};
