//! Tries out the mail server. It leaves beside the queue, so it is no [`crate::domain::Purpose`].

use crate::server::email::letter::form::{Form, FormLetter, Texts, caution};

/// The letter.
pub fn letter() -> FormLetter {
    FormLetter::new(&FORM)
}

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Mensagem de teste",
        preheader: |_| "Se você está lendo isto, o envio de e-mails funciona.".into(),
        before: &[
            |f| {
                format!(
                    "Esta é uma mensagem de teste ({}). Se você está lendo isto, o envio de e-mails funciona.",
                    f.organization
                )
            },
            |_| "Os links das mensagens levam a este endereço:".into(),
        ],
        button: "Abrir o site",
        after: &[|_| "Você não precisa fazer nada.".into(), caution],
    },
    en: Texts {
        title: "Test message",
        preheader: |_| "If you are reading this, sending email works.".into(),
        before: &[
            |f| format!("This is a test message from {}. If you're reading this, sending email works.", f.organization),
            |_| "Links in messages lead to this address:".into(),
        ],
        button: "Open the site",
        after: &[|_| "There's nothing you need to do.".into(), caution],
    },
};
