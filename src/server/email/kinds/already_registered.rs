//! Tells someone that their address was registered a second time.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de cadastro com e-mail já existente",
    en: "Notice: registration with an existing email",
    if_failed: IfFailed::RegisterAgain,
    prepare: |order| order.notice(&FORM),
};

/// Its words. A stranger may cause it, so it names nobody.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: false,
    pt_br: Texts {
        title: "Você já tem uma conta",
        preheader: |_| "Alguém tentou se cadastrar com o seu e-mail. Nada mudou na sua conta.".into(),
        before: &[
            |f| {
                format!(
                    "Alguém, talvez você, tentou criar uma conta ({}) com este e-mail ({}). Já existe uma conta com ele, e \
                     nada mudou nela.",
                    f.organization, f.email
                )
            },
            |_| "Se foi você, entre com a senha que já tem:".into(),
        ],
        button: "Entrar",
        after: &[
            |_| "Não lembra a senha? Na página de entrada, escolha “Esqueceu a senha?”.".into(),
            |_| "Se não foi você, ignore esta mensagem.".into(),
            never_ask_for_password,
        ],
    },
    en: Texts {
        title: "You already have an account",
        preheader: |_| "Someone tried to register with your email. Your account hasn't changed.".into(),
        before: &[
            |f| {
                format!(
                    "Someone, perhaps you, tried to register for {} with this email ({}). It already has an account, and \
                     nothing about it has changed.",
                    f.organization, f.email
                )
            },
            |_| "If it was you, sign in with the password you already have:".into(),
        ],
        button: "Sign in",
        after: &[
            |_| "Don't remember your password? On the sign-in page, choose “Forgot your password?”.".into(),
            |_| "If it wasn't you, ignore this message.".into(),
            never_ask_for_password,
        ],
    },
};
