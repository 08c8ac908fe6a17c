//! Tells an admin that people who registered wait for approval.

use crate::server::email::letter::form::{Form, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de cadastro aguardando aprovação",
    en: "Notice: registration awaiting approval",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| order.notice(&FORM),
};

/// Its words. They name nobody who registered: what strangers gave as names must not be delivered by us.
pub static FORM: Form = Form {
    path: "admin/users?status=pending",
    names_the_reader: true,
    pt_br: Texts {
        title: "Cadastro aguardando aprovação",
        preheader: |_| "Alguém se cadastrou e só entra depois que um administrador aprovar.".into(),
        before: &[
            |_| {
                "Alguém se cadastrou e confirmou o próprio e-mail. Só poderá entrar depois que um administrador aprovar o \
                 cadastro."
                    .into()
            },
            |_| "Veja quem está aguardando e aprove ou recuse:".into(),
        ],
        button: "Ver quem está aguardando",
        after: &[
            |_| {
                "Pode haver mais pessoas aguardando: enviamos um aviso quando a primeira começa a aguardar, não um por \
                 cadastro."
                    .into()
            },
            never_ask_for_password,
        ],
    },
    en: Texts {
        title: "Registration awaiting approval",
        preheader: |_| "Someone registered and can't sign in until an admin approves.".into(),
        before: &[
            |_| {
                "Someone registered and confirmed their email. They can't sign in until an admin approves the \
                 registration."
                    .into()
            },
            |_| "See who is waiting, and approve or reject:".into(),
        ],
        button: "See who is waiting",
        after: &[
            |_| {
                "More people may be waiting: we send one email when the first person starts to wait, not one for each \
                 registration."
                    .into()
            },
            never_ask_for_password,
        ],
    },
};
