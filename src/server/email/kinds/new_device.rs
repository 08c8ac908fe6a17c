//! Tells someone of a sign-in from a browser not seen before.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de acesso em novo dispositivo",
    en: "Notice: sign-in on a new device",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Novo acesso à sua conta",
        preheader: |_| "Alguém entrou com sua senha em um dispositivo ou navegador novo. Foi você?".into(),
        before: &[
            |f| {
                format!(
                    "Alguém entrou na sua conta {} ({}) com a senha correta em {}{}, em um dispositivo ou navegador que \
                     ainda não conhecíamos.",
                    f.email, f.organization, f.at, f.from
                )
            },
            |_| "Se foi você, não precisa fazer nada: da próxima vez, ele será reconhecido.".into(),
            |_| {
                "Se não foi você, alguém sabe sua senha. Entre agora, altere a senha e encerre as sessões que não reconhece."
                    .into()
            },
        ],
        button: "Entrar",
        after: &[|f| format!("Não consegue entrar? Avise {}.", f.contact), never_ask_for_password],
    },
    en: Texts {
        title: "New sign-in to your account",
        preheader: |_| "Someone signed in with your password on a new device or browser. Was it you?".into(),
        before: &[
            |f| {
                format!(
                    "Someone signed in to your {} account ({}) with the correct password on {}{}, on a device or browser \
                     we hadn't seen before.",
                    f.organization, f.email, f.at, f.from
                )
            },
            |_| "If it was you, there's nothing to do: it will be recognized next time.".into(),
            |_| {
                "If it wasn't you, someone knows your password. Sign in now, change your password and end the sessions you \
                 don't recognize."
                    .into()
            },
        ],
        button: "Sign in",
        after: &[|f| format!("Can't sign in? Tell {}.", f.contact), never_ask_for_password],
    },
};
