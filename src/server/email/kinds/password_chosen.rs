//! Tells someone that the password of their account was created in place of the temporary one.

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
        preheader: |_| "Se foi você, não precisa fazer nada. Se não foi, veja o que fazer.".into(),
        before: &[
            |f| format!("A senha da sua conta {} ({}) foi criada em {}{}.", f.email, f.organization, f.at, f.from),
            |_| "Se foi você, não precisa fazer nada.".into(),
            |_| {
                "Se não foi você, crie outra senha agora: na página de entrada, escolha “Esqueceu a senha?”. Todas as \
                 sessões serão encerradas."
                    .into()
            },
        ],
        button: "Entrar",
        after: &[|f| format!("Avise também {} e peça para desativar sua conta.", f.contact), never_ask_for_password],
    },
    en: Texts {
        title: "Your password was created",
        preheader: |_| "If it was you, there's nothing to do. If it wasn't, see what to do now.".into(),
        before: &[
            |f| {
                format!(
                    "The password of your {} account ({}) was created on {}{}.",
                    f.organization, f.email, f.at, f.from
                )
            },
            |_| "If it was you, there's nothing to do.".into(),
            |_| {
                "If it wasn't you, create a new password now: on the sign-in page, choose “Forgot your password?”. All \
                 sessions will be ended."
                    .into()
            },
        ],
        button: "Sign in",
        after: &[|f| format!("Also tell {} and ask them to disable your account.", f.contact), never_ask_for_password],
    },
};
