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
    /// At `/login`: the part of the link behind the `#` is missing.
    pub incomplete: &'static str,
    /// What is missing, and how to get it.
    pub incomplete_body: &'static str,
    /// What to do without it.
    pub incomplete_instead: &'static str,
}

/// In Portuguese.
pub static PT_BR: FirstAccessLinkTexts = FirstAccessLinkTexts {
    dead: "Este link já foi usado, expirou ou teve tentativas demais. Se você já criou sua senha, entre com ela; se não, \
           peça outra senha temporária.",
    heading: "O link do e-mail",
    of_another: "Ele abre outra conta, e aqui você já entrou na sua. Para usá-lo, saia e abra-o de novo.",
    over: "Ele já foi usado ou expirou. Você já entrou e não precisa mais dele.",
    not_saved: "Sua senha não foi salva",
    not_saved_body: "O tempo desta página acabou. Abra de novo o link do e-mail ou entre com a senha temporária.",
    chosen: "Sua senha já foi criada",
    chosen_body: "Entre com a senha que você criou primeiro. A que acabou de enviar não foi salva.",
    incomplete: "O link do e-mail não chegou inteiro",
    incomplete_body: "O endereço no e-mail é mais longo: falta a parte que começa com #. Abra o link de novo no e-mail, ou \
                      copie-o inteiro e cole-o na barra de endereço.",
    incomplete_instead: "Se não funcionar, entre aqui com seu e-mail e a senha temporária que está no mesmo e-mail.",
};

/// In English.
pub static EN: FirstAccessLinkTexts = FirstAccessLinkTexts {
    dead: "This link was used already, has expired or saw too many tries. If you have created your password, sign in with \
           it; if not, ask for another temporary password.",
    heading: "The link in the mail",
    of_another: "It opens another account, and you are signed in to yours here. To use it, sign out and open it again.",
    over: "It was used already or has expired. You are signed in and need it no longer.",
    not_saved: "Your password was not saved",
    not_saved_body: "The time for this page ran out. Open the link in the mail again, or sign in with the temporary password.",
    chosen: "Your password was already created",
    chosen_body: "Sign in with the password you created first. The one you just sent was not saved.",
    incomplete: "The link from the email is incomplete",
    incomplete_body: "The address in the email is longer: the part that starts with # is missing. Open the link in the \
                      email again, or copy all of it and paste it into the address bar.",
    incomplete_instead: "If that doesn't work, sign in here with your email and the temporary password from the same email.",
};
