//! Tells someone, at both addresses, that an admin has changed theirs.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de e-mail alterado",
    en: "Notice: email changed",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words. They name neither address: each of the two readers knows only their own for sure.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Seu e-mail foi alterado",
        preheader: |_| "A administração alterou o e-mail da sua conta. Veja o que fazer se não esperava.".into(),
        before: &[
            |f| {
                format!(
                    "A administração alterou o e-mail da sua conta ({}) em {}{}. A partir de agora, entre com o novo e-mail; \
                     as mensagens serão enviadas para ele. Sua senha continua a mesma.",
                    f.organization, f.at, f.from
                )
            },
            |_| "Se você já esperava por isso, não precisa fazer nada.".into(),
            |f| format!("Se não esperava, avise {}.", f.contact),
        ],
        button: "Entrar",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Your email was changed",
        preheader: |_| "An admin changed your account's email. See what to do if that's a surprise.".into(),
        before: &[
            |f| {
                format!(
                    "An admin changed the email of your {} account on {}{}. From now on, sign in with the new \
                     email; messages will go there. Your password stays the same.",
                    f.organization, f.at, f.from
                )
            },
            |_| "If you were expecting this, there's nothing to do.".into(),
            |f| format!("If you weren't, tell {}.", f.contact),
        ],
        button: "Sign in",
        after: &[never_ask_for_password],
    },
};
