//! Tells someone that an admin has changed what they may do.

use crate::domain::Role;
use crate::server::email::letter::Occasion;
use crate::server::email::letter::form::{Form, FormLetter, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind, NotPrepared, Order, PreparedLetter};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de papel alterado",
    en: "Notice: role changed",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| Box::pin(prepare(order)),
};

/// Names the role that was given then, also when it has changed since.
async fn prepare(order: &Order<'_>) -> Result<Option<PreparedLetter>, NotPrepared> {
    let role = order.delivery.fact("role", Role::parse)?.unwrap_or(order.user()?.role);
    Ok(Some(order.prepared(letter(role, order.occasion()))))
}

/// The letter.
pub fn letter(role: Role, occasion: Occasion) -> FormLetter {
    let letter = FormLetter::new(&FORM).about(occasion);
    match role {
        Role::Admin => letter.with_detail(
            "Agora você administra: gerencia pessoas, e-mails e auditoria.",
            "You are now an admin: you manage people, emails and the audit log.",
        ),
        Role::Member => letter.with_detail(
            "Agora você acessa só a própria conta.",
            "You are now a user: you can access only your own account.",
        ),
    }
}

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Suas permissões mudaram",
        preheader: |_| "A administração mudou o que você pode fazer. Veja o que fazer se não esperava.".into(),
        before: &[
            |f| {
                format!(
                    "A administração alterou as permissões da sua conta ({}) em {}{}.",
                    f.organization, f.at, f.from
                )
            },
            |f| f.detail.into(),
            |_| "Se você já esperava por isso, não precisa fazer nada.".into(),
            |f| format!("Se não esperava, avise {}.", f.contact),
        ],
        button: "Entrar",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Your permissions have changed",
        preheader: |_| "An admin changed what you can do. See what to do if that's a surprise.".into(),
        before: &[
            |f| format!("An admin changed the permissions of your {} account on {}{}.", f.organization, f.at, f.from),
            |f| f.detail.into(),
            |_| "If you were expecting this, there's nothing to do.".into(),
            |f| format!("If you weren't, tell {}.", f.contact),
        ],
        button: "Sign in",
        after: &[never_ask_for_password],
    },
};
