//! What `/forgot-password` and `/reset-password` say.

/// `/forgot-password`
pub struct ForgottenPasswordTexts {
    /// The title.
    pub title: &'static str,
    /// What happens next.
    pub lede: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The link back to `/login`.
    pub back: &'static str,
    /// The link from `/login`.
    pub link: &'static str,
    /// The button at `/login`, once the password was not accepted.
    pub send_to_this: &'static str,
    /// The link from a mailed link that no longer works.
    pub another: &'static str,
    /// The title once somebody has asked.
    pub sent_title: &'static str,
    /// That a mail is on its way, if there is an account.
    pub sent_lede: &'static str,
    /// What the mail brings to whom.
    pub sent_what: [&'static str; 2],
    /// For those to whom no mail came, before the link.
    pub not_arrived: &'static str,
    /// The link back to the form.
    pub again: &'static str,
    /// `/reset-password`
    pub reset: ResetPasswordTexts,
}

/// `/reset-password`
pub struct ResetPasswordTexts {
    /// The title.
    pub title: &'static str,
    /// What saving does.
    pub lede: &'static str,
    /// The button.
    pub submit: &'static str,
    /// At `/login`, once it was saved.
    pub done: &'static str,
}

/// In Portuguese.
pub static PT_BR: ForgottenPasswordTexts = ForgottenPasswordTexts {
    title: "Esqueceu a senha?",
    lede: "Digite seu e-mail. Se houver uma conta com ele, enviamos um link para criar outra senha ou, se você ainda não \
           entrou, outra senha temporária.",
    submit: "Enviar mensagem",
    back: "Voltar para a entrada",
    link: "Esqueceu a senha ou ela expirou?",
    send_to_this: "Enviar outra mensagem para este e-mail",
    another: "Pedir outro link",
    sent_title: "Confira seu e-mail",
    sent_lede: "Se há uma conta com esse endereço, uma mensagem está a caminho.",
    sent_what: [
        "Quem já criou uma senha recebe um link para trocá-la. Ele vale uma hora e uma vez.",
        "Quem ainda não entrou recebe outra senha temporária, e a anterior deixa de funcionar.",
    ],
    not_arrived: "Não chegou? Olhe na pasta de spam, espere alguns minutos ou",
    again: "peça outra",
    reset: ResetPasswordTexts {
        title: "Crie uma nova senha",
        lede: "Ao salvar, a senha anterior deixa de funcionar e todas as sessões terminam.",
        submit: "Salvar senha",
        done: "Sua senha foi trocada e as sessões foram encerradas. Entre com a nova.",
    },
};

/// In English.
pub static EN: ForgottenPasswordTexts = ForgottenPasswordTexts {
    title: "Forgot your password?",
    lede: "Enter your e-mail. If there is an account with it, we send a link to create another password or, if you have \
           not signed in yet, another temporary password.",
    submit: "Send message",
    back: "Back to signing in",
    link: "Forgot your password, or has it expired?",
    send_to_this: "Send another message to this e-mail",
    another: "Ask for another link",
    sent_title: "Check your e-mail",
    sent_lede: "If there is an account with that address, a message is on its way.",
    sent_what: [
        "Those who have created a password get a link to change it. It works for an hour and once.",
        "Those who have not been in yet get another temporary password, and the one before stops working.",
    ],
    not_arrived: "Nothing came? Look in the spam folder, wait a few minutes or",
    again: "ask for another",
    reset: ResetPasswordTexts {
        title: "Create a new password",
        lede: "Once you save it, the password before stops working and all sessions end.",
        submit: "Save password",
        done: "Your password was changed and the sessions were ended. Sign in with the new one.",
    },
};
