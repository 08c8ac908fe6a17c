//! Tells someone that the password of their account was created in place of the temporary one.

use super::password_changed::{EN, PT_BR};
use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de senha criada",
    en: "Notice: password created",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Sua senha foi criada",
        preheader: |_| PT_BR.preheader.into(),
        before: &[
            |f| format!("A senha da sua conta {} ({}) foi criada em {}{}.", f.email, f.organization, f.at, f.from),
            |_| PT_BR.if_you.into(),
            |_| PT_BR.if_not_you.into(),
        ],
        button: "Entrar",
        after: &[|f| format!("Avise também {} e peça para desativar sua conta.", f.contact), never_ask_for_password],
    },
    en: Texts {
        title: "Your password was created",
        preheader: |_| EN.preheader.into(),
        before: &[
            |f| {
                format!(
                    "The password of your {} account ({}) was created on {}{}.",
                    f.organization, f.email, f.at, f.from
                )
            },
            |_| EN.if_you.into(),
            |_| EN.if_not_you.into(),
        ],
        button: "Sign in",
        after: &[|f| format!("Also tell {} and ask them to disable your account.", f.contact), never_ask_for_password],
    },
};
