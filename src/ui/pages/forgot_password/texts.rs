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
    /// The link from `/login`; mails and other pages name it.
    pub link: &'static str,
    /// The button at `/login`, once the password was not accepted.
    pub send_to_this: &'static str,
    /// The link from a mailed link that no longer works.
    pub another: &'static str,
    /// The same from one of a first access.
    pub another_password: &'static str,
    /// How sentences elsewhere tell people to come here, the longest first.
    pub ask: [&'static str; 4],
    /// The title once somebody has asked.
    pub sent_title: &'static str,
    /// That a mail is on its way, if there is an account.
    pub sent_lede: &'static str,
    /// What the mail brings to whom.
    pub sent_what: [&'static str; 2],
    /// How often one may ask.
    pub sent_limit: &'static str,
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
    lede: "Digite seu e-mail. Se houver uma conta, enviaremos um link para criar outra senha ou, se você nunca entrou, outra senha temporária.",
    submit: "Enviar e-mail",
    back: "Voltar para a página de entrada",
    link: "Esqueceu a senha?",
    send_to_this: "Enviar e-mail para criar nova senha",
    another: "Pedir outro link",
    another_password: "Pedir outra senha temporária",
    ask: ["peça outra senha temporária", "peça outra senha", "peça outra", "peça outro link"],
    sent_title: "Confira seu e-mail",
    sent_lede: "Se houver uma conta com esse e-mail, você receberá uma mensagem em instantes.",
    sent_what: [
        "Se você já criou uma senha, receberá um link para trocá-la. Ele vale por 1 hora e só pode ser usado uma vez.",
        "Se você nunca entrou, receberá outra senha temporária, e a anterior deixa de funcionar.",
    ],
    sent_limit: "Enviamos no máximo 3 mensagens por hora para cada endereço. Se não vier outra, use a última que recebeu: ela continua valendo até expirar.",
    not_arrived: "Não chegou? Confira a pasta de spam, espere alguns minutos ou",
    again: "peça outra",
    reset: ResetPasswordTexts {
        title: "Crie uma nova senha",
        lede: "Ao salvar, a senha anterior deixa de funcionar e encerramos todas as sessões.",
        submit: "Salvar senha",
        done: "Senha alterada e sessões encerradas. Entre com a nova senha.",
    },
};

/// In English.
pub static EN: ForgottenPasswordTexts = ForgottenPasswordTexts {
    title: "Forgot your password?",
    lede: "Enter your email. If there's an account, we'll send a link to create a new password or, if you've never signed in, a new temporary password.",
    submit: "Send email",
    back: "Back to sign-in",
    link: "Forgot your password?",
    send_to_this: "Send email to create a new password",
    another: "Ask for another link",
    another_password: "Ask for a new temporary password",
    ask: ["ask for a new temporary password", "ask for a new password", "ask for a new one", "ask for another link"],
    sent_title: "Check your email",
    sent_lede: "If there's an account with that email, you'll receive a message shortly.",
    sent_what: [
        "If you've created a password, you'll get a link to change it. It works for 1 hour and can be used once.",
        "If you've never signed in, you'll get a new temporary password, and the previous one stops working.",
    ],
    sent_limit: "We send at most 3 messages an hour to each address. If no other one comes, use the last one you got: it works until it expires.",
    not_arrived: "Didn't get it? Check the spam folder, wait a few minutes or",
    again: "ask for another",
    reset: ResetPasswordTexts {
        title: "Create a new password",
        lede: "When you save, the previous password stops working and all sessions end.",
        submit: "Save password",
        done: "Password changed and sessions ended. Sign in with the new password.",
    },
};
