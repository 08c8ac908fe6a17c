//! Tells someone, at both addresses, that the earlier one is back.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de alteração de e-mail desfeita",
    en: "Notice: email change undone",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "O e-mail anterior foi restaurado",
        preheader: |_| "A alteração de e-mail da sua conta foi desfeita e as sessões foram encerradas.".into(),
        before: &[
            |f| {
                format!(
                    "A alteração de e-mail da sua conta ({}) foi desfeita em {}{}. O e-mail anterior voltou a valer, todas \
                     as sessões foram encerradas e os links enviados antes não funcionam mais.",
                    f.organization, f.at, f.from
                )
            },
            |_| {
                "A senha também deixou de valer, porque quem alterou o e-mail a conhecia. Uma senha temporária foi enviada \
                 ao e-mail restaurado: crie uma nova com ela."
                    .into()
            },
            |f| format!("Não sabe do que se trata? Avise {}.", f.contact),
        ],
        button: "Entrar",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Your previous email was restored",
        preheader: |_| "Your account's email change was undone and all sessions were ended.".into(),
        before: &[
            |f| {
                format!(
                    "The email change of your {} account was undone on {}{}. The previous email is valid again, all \
                     sessions were ended, and links sent earlier no longer work.",
                    f.organization, f.at, f.from
                )
            },
            |_| {
                "The password no longer works either, because the person who changed the email knew it. A temporary \
                 password was sent to the restored email: use it to create a new one."
                    .into()
            },
            |f| format!("Don't know what this is about? Tell {}.", f.contact),
        ],
        button: "Sign in",
        after: &[never_ask_for_password],
    },
};
