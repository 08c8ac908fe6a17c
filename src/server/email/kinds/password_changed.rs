//! Tells someone that their password was changed.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de senha alterada",
    en: "Notice: password changed",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// What every notice of a new password says.
pub(super) struct NewPasswordAdvice {
    pub(super) preheader: &'static str,
    pub(super) if_you: &'static str,
    pub(super) if_not_you: &'static str,
}

pub(super) const PT_BR: NewPasswordAdvice = NewPasswordAdvice {
    preheader: "Se foi você, não precisa fazer nada. Se não foi, veja o que fazer.",
    if_you: "Se foi você, não precisa fazer nada.",
    if_not_you: "Se não foi você, crie outra senha agora: na página de entrada, escolha “Esqueceu a senha?”. Todas as \
                 sessões serão encerradas.",
};
pub(super) const EN: NewPasswordAdvice = NewPasswordAdvice {
    preheader: "If it was you, there's nothing to do. If it wasn't, see what to do now.",
    if_you: "If it was you, there's nothing to do.",
    if_not_you: "If it wasn't you, create a new password now: on the sign-in page, choose “Forgot your password?”. All \
                 sessions will be ended.",
};

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Sua senha foi alterada",
        preheader: |_| PT_BR.preheader.into(),
        before: &[
            |f| format!("A senha da sua conta {} ({}) foi alterada em {}{}.", f.email, f.organization, f.at, f.from),
            |_| PT_BR.if_you.into(),
            |_| PT_BR.if_not_you.into(),
        ],
        button: "Entrar",
        after: &[
            |f| format!("Avise também {} e peça para desativar sua conta.", f.contact),
            |_| "Se você usa a mesma senha em outro lugar, altere-a lá também.".into(),
            never_ask_for_password,
        ],
    },
    en: Texts {
        title: "Your password was changed",
        preheader: |_| EN.preheader.into(),
        before: &[
            |f| {
                format!(
                    "The password of your {} account ({}) was changed on {}{}.",
                    f.organization, f.email, f.at, f.from
                )
            },
            |_| EN.if_you.into(),
            |_| EN.if_not_you.into(),
        ],
        button: "Sign in",
        after: &[
            |f| format!("Also tell {} and ask them to disable your account.", f.contact),
            |_| "If you use the same password anywhere else, change it there too.".into(),
            never_ask_for_password,
        ],
    },
};
