//! Tells someone who registered that they may sign in.

use crate::server::email::letter::form::{Form, Texts, caution};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de cadastro aprovado",
    en: "Notice: registration approved",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Seu cadastro foi aprovado",
        preheader: |_| "Sua conta está pronta. Entre com a senha que você escolheu.".into(),
        before: &[
            |f| format!("Seu cadastro com o e-mail {} ({}) foi aprovado.", f.email, f.organization),
            |_| "Entre com a senha que você escolheu ao se cadastrar:".into(),
        ],
        button: "Entrar",
        after: &[caution],
    },
    en: Texts {
        title: "Your registration was approved",
        preheader: |_| "Your account is ready. Sign in with the password you chose.".into(),
        before: &[
            |f| format!("Your {} registration ({}) was approved.", f.organization, f.email),
            |_| "Sign in with the password you chose when you registered:".into(),
        ],
        button: "Sign in",
        after: &[caution],
    },
};
