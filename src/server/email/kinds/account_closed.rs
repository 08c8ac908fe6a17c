//! Tells someone who registers, or asks for a password, that their account cannot be used now.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de conta que não pode ser usada",
    en: "Notice: account that can't be used",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words. A stranger may cause it, so it names nobody; and it does not tell
/// why: whom to ask does.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: false,
    pt_br: Texts {
        title: "Sua conta não pode ser usada agora",
        preheader: |_| "Já existe uma conta com este e-mail. Veja com quem falar para poder usá-la.".into(),
        before: &[
            |f| {
                format!(
                    "Alguém, talvez você, tentou criar uma conta ou pediu uma nova senha ({}) com este e-mail ({}). Já existe \
                     uma conta com ele, mas ela não pode ser usada agora. Nada mudou nela.",
                    f.organization, f.email
                )
            },
            |f| format!("Se foi você e precisa da conta, fale com {}.", f.contact),
        ],
        button: "Abrir o site",
        after: &[|_| "Se não foi você, ignore esta mensagem.".into(), never_ask_for_password],
    },
    en: Texts {
        title: "Your account can't be used now",
        preheader: |_| "There's already an account with this email. See whom to ask to be able to use it.".into(),
        before: &[
            |f| {
                format!(
                    "Someone, perhaps you, tried to register for {} or asked for a new password with this email ({}). It \
                     already has an account, but that can't be used now. Nothing about it has changed.",
                    f.organization, f.email
                )
            },
            |f| format!("If it was you and you need the account, contact {}.", f.contact),
        ],
        button: "Open the site",
        after: &[|_| "If it wasn't you, ignore this message.".into(), never_ask_for_password],
    },
};
