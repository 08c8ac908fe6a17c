//! Asks someone who registered whether the address is theirs.

use crate::server::email::letter::form::{Form, FormLetter, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind, NotPrepared, Order, PreparedLetter};
use crate::server::keys::Token;

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Confirmação de cadastro",
    en: "Registration confirmation",
    if_failed: IfFailed::RegisterAgain,
    prepare: |order| Box::pin(prepare(order)),
};

/// Generates the link's token, unless the registration needs no mail any more.
async fn prepare(order: &Order<'_>) -> Result<Option<PreparedLetter>, NotPrepared> {
    let registration = order.registration()?;
    let token = Token::generate();
    if !order.state.store.set_registration_token(order.delivery, &token.hash()).await? {
        return Ok(None);
    }
    let letter = FormLetter::new(&FORM).with_link(token.reveal(), registration.expires_at);
    Ok(Some(order.prepared(letter)))
}

/// Its words. A stranger may cause it, so it names nobody.
pub static FORM: Form = Form {
    path: "register/confirm",
    names_the_reader: false,
    pt_br: Texts {
        title: "Confirme seu e-mail",
        preheader: |f| format!("Falta só confirmar que este e-mail é seu. O link vale até {}.", f.until_in_short),
        before: &[
            |f| format!("Recebemos um pedido de cadastro com este e-mail: {} ({}).", f.email, f.organization),
            |_| "Se foi você, confirme:".into(),
        ],
        button: "Confirmar meu e-mail",
        after: &[
            |f| format!("O link só funciona uma vez e vale até {}.", f.until),
            |_| "Se não foi você, ignore esta mensagem: sem a confirmação, nenhuma conta é criada.".into(),
            never_ask_for_password,
        ],
    },
    en: Texts {
        title: "Confirm your email",
        preheader: |f| format!("One step left: confirm that this email is yours by {}.", f.until_in_short),
        before: &[
            |f| format!("We received a registration for {} with this email ({}).", f.organization, f.email),
            |_| "If it was you, confirm:".into(),
        ],
        button: "Confirm my email",
        after: &[
            |f| format!("The link works only once and is valid until {}.", f.until),
            |_| "If it wasn't you, ignore this message: no account is created without confirmation.".into(),
            never_ask_for_password,
        ],
    },
};
