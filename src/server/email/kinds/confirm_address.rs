//! Asks at a new address whether the account is to have it.

use crate::server::email::letter::Occasion;
use crate::server::email::letter::form::{Form, FormLetter, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind, NotPrepared, Order, PreparedLetter};
use crate::server::keys::Token;

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Confirmação de novo e-mail",
    en: "New email confirmation",
    if_failed: IfFailed::AskAgain,
    prepare: |order| Box::pin(prepare(order)),
};

/// Generates the link's token; the letter goes to the new address, which is nobody's yet.
async fn prepare(order: &Order<'_>) -> Result<Option<PreparedLetter>, NotPrepared> {
    let token = Token::generate();
    let store = &order.state.store;
    let Some(change) = store.set_address_change_token(order.delivery, &order.user()?.id, &token.hash()).await? else {
        return Ok(None);
    };
    let occasion = Occasion { address: change.address, ..order.occasion() };
    let letter = FormLetter::new(&FORM).about(occasion).with_link(token.reveal(), change.expires_at);
    Ok(Some(order.prepared(letter).to(change.email)))
}

/// Its words. A stranger may cause it, so it names nobody.
pub static FORM: Form = Form {
    path: "account/email/confirm",
    names_the_reader: false,
    pt_br: Texts {
        title: "Confirme seu novo e-mail",
        preheader: |f| format!("Falta só confirmar que este e-mail é seu. O link vale até {}.", f.until_in_short),
        before: &[
            |f| {
                format!(
                    "Recebemos um pedido para usar este e-mail ({}) em uma conta ({}){}.",
                    f.email, f.organization, f.from
                )
            },
            |_| "Se foi você, confirme:".into(),
        ],
        button: "Confirmar meu novo e-mail",
        after: &[
            |f| format!("O link só funciona uma vez e vale até {}. Até você confirmar, nada muda.", f.until),
            |_| "Se não foi você, ignore esta mensagem: ninguém pode usar seu e-mail sem a confirmação.".into(),
            never_ask_for_password,
        ],
    },
    en: Texts {
        title: "Confirm your new email",
        preheader: |f| format!("One step left: confirm that this email is yours by {}.", f.until_in_short),
        before: &[
            |f| {
                format!(
                    "We received a request to use this email ({}) for an account at {}{}.",
                    f.email, f.organization, f.from
                )
            },
            |_| "If it was you, confirm:".into(),
        ],
        button: "Confirm my new email",
        after: &[
            |f| format!("The link works only once and is valid until {}. Nothing changes until you confirm.", f.until),
            |_| "If it wasn't you, ignore this message: no one can use your email without the confirmation.".into(),
            never_ask_for_password,
        ],
    },
};
