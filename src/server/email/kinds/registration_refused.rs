//! Tells someone who registered that they were not approved.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de cadastro recusado",
    en: "Notice: registration rejected",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Seu cadastro não foi aprovado",
        preheader: |_| "Agradecemos o interesse. Nenhuma conta foi criada com este e-mail.".into(),
        before: &[
            |f| {
                format!(
                    "Agradecemos o interesse. Seu cadastro com o e-mail {} ({}) não foi aprovado, e nenhuma conta foi criada.",
                    f.email, f.organization
                )
            },
            |f| format!("Se acha que houve um engano, fale com {}.", f.contact),
        ],
        button: "Abrir o site",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Your registration was not approved",
        preheader: |_| "Thank you for your interest. No account was created with this email.".into(),
        before: &[
            |f| {
                format!(
                    "Thank you for your interest. Your {} registration ({}) was not approved, and no account was created.",
                    f.organization, f.email
                )
            },
            |f| format!("If you think this is a mistake, contact {}.", f.contact),
        ],
        button: "Open the site",
        after: &[never_ask_for_password],
    },
};
