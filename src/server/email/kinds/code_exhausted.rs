//! Tells someone that wrong guesses closed the sign-in page to their temporary password.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de senha temporária bloqueada por tentativas",
    en: "Notice: temporary password locked after too many tries",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words.
pub static FORM: Form = Form {
    path: "forgot-password",
    names_the_reader: true,
    pt_br: Texts {
        title: "Muitas tentativas de acesso",
        preheader: |_| "Alguém errou sua senha temporária várias vezes. Ninguém entrou na sua conta.".into(),
        before: &[
            |f| {
                format!(
                    "A senha temporária da sua conta {} ({}) foi digitada errada vezes demais. A última tentativa foi em \
                     {}{}.",
                    f.email, f.organization, f.at, f.from
                )
            },
            |_| {
                "Ninguém entrou. Por segurança, a página de entrada não aceita mais essa senha temporária. Se não foi você, \
                 não precisa avisar ninguém."
                    .into()
            },
            |_| {
                "Para entrar, abra o link do e-mail com a senha temporária: por ele, ela ainda funciona. Ou peça outra \
                 senha temporária:"
                    .into()
            },
        ],
        button: "Pedir outra senha temporária",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Too many sign-in attempts",
        preheader: |_| "Someone got your temporary password wrong several times. No one got in.".into(),
        before: &[
            |f| {
                format!(
                    "The temporary password of your {} account ({}) was entered incorrectly too many times. The last \
                     attempt was on {}{}.",
                    f.organization, f.email, f.at, f.from
                )
            },
            |_| {
                "No one got in. For your security, the sign-in page no longer accepts that temporary password. If it wasn't \
                 you, there's no need to tell anyone."
                    .into()
            },
            |_| {
                "To sign in, open the link in the email with the temporary password: it still works there. Or request a new \
                 temporary password:"
                    .into()
            },
        ],
        button: "Request a new temporary password",
        after: &[never_ask_for_password],
    },
};
