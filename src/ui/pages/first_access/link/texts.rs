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
};
