//! Brings the link that sets another password.

use crate::server::email::letter::form::{Form, FormLetter, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind, NotPrepared, Order, PreparedLetter};
use crate::server::keys::Token;
use crate::server::rate_limit::PASSWORD_LINK;

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Link para criar nova senha",
    en: "Link to create a new password",
    if_failed: IfFailed::AskAgain,
    prepare: |order| Box::pin(prepare(order)),
};

/// Generates the link's token, unless the account has no password to forget any more.
async fn prepare(order: &Order<'_>) -> Result<Option<PreparedLetter>, NotPrepared> {
    let token = Token::generate();
    let valid_until = order.state.clock.now().plus(PASSWORD_LINK).to_full_minute();
    let store = &order.state.store;
    if !store.insert_password_link(order.delivery, &order.user()?.id, &token.hash(), valid_until).await? {
        return Ok(None);
    }
    let letter = FormLetter::new(&FORM).about(order.occasion()).with_link(token.reveal(), valid_until);
    Ok(Some(order.prepared(letter)))
}

/// Its words.
pub static FORM: Form = Form {
    path: "reset-password",
    names_the_reader: true,
    pt_br: Texts {
        title: "Crie uma nova senha",
        preheader: |f| format!("O link desta mensagem só funciona uma vez, até {}.", f.until_in_short),
        before: &[
            |f| {
                format!(
                    "Recebemos um pedido de nova senha para a sua conta {} ({}){}.",
                    f.email, f.organization, f.from
                )
            },
            |_| "Se foi você, crie a nova senha:".into(),
        ],
        button: "Criar nova senha",
        after: &[
            |f| {
                format!(
                    "O link só funciona uma vez e vale até {}. Até você salvar a nova senha, a atual continua valendo.",
                    f.until
                )
            },
            |_| "Se não foi você, ignore esta mensagem: nada muda.".into(),
            never_ask_for_password,
        ],
    },
    en: Texts {
        title: "Create a new password",
        preheader: |f| format!("The link in this message works only once, until {}.", f.until_in_short),
        before: &[
            |f| {
                format!(
                    "We received a request for a new password for your {} account ({}){}.",
                    f.organization, f.email, f.from
                )
            },
            |_| "If it was you, create the new password:".into(),
        ],
        button: "Create new password",
        after: &[
            |f| {
                format!(
                    "The link works only once and is valid until {}. Your current password keeps working until you save a \
                     new one.",
                    f.until
                )
            },
            |_| "If it wasn't you, ignore this message: nothing changes.".into(),
            never_ask_for_password,
        ],
    },
};
