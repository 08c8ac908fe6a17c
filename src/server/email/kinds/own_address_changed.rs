//! Tells someone, at both addresses, that they have changed theirs; the earlier one gets a link back.

use crate::server::email::letter::form::{Form, FormLetter, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind, NotPrepared, Order, PreparedLetter};
use crate::server::keys::Token;
use crate::server::rate_limit::UNDO_LINK;
use crate::server::store::outbox::Recipient;

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de e-mail alterado pela pessoa",
    en: "Notice: email changed by the person",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| Box::pin(prepare(order)),
};

/// The way back leaves only with a token that is stored.
async fn prepare(order: &Order<'_>) -> Result<Option<PreparedLetter>, NotPrepared> {
    let Recipient::EarlierAddress(id, earlier) = &order.delivery.recipient else {
        return Ok(Some(order.prepared(FormLetter::new(&FORM).about(order.occasion()))));
    };
    let token = Token::generate();
    let valid_until = order.state.clock.now().plus(UNDO_LINK).to_full_minute();
    if !order.state.store.insert_address_undo(order.delivery, id, earlier, &token.hash(), valid_until).await? {
        return Ok(None);
    }
    let letter = FormLetter::new(&FORM_WITH_UNDO).about(order.occasion()).with_link(token.reveal(), valid_until);
    Ok(Some(order.prepared(letter)))
}

/// Its words at the new address. They name neither: each reader knows only their own for sure.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "O e-mail da sua conta foi alterado",
        preheader: |_| "Veja o que fazer se não foi você quem alterou o e-mail da sua conta.".into(),
        before: &[
            |f| {
                format!(
                    "O e-mail da sua conta ({}) foi alterado em {}{}. A partir de agora, entre com o novo e-mail; as \
                     mensagens serão enviadas para ele. Sua senha continua a mesma.",
                    f.organization, f.at, f.from
                )
            },
            |_| "Se foi você, não precisa fazer nada.".into(),
            |f| format!("Se não foi você, altere a senha e avise {}.", f.contact),
        ],
        button: "Entrar",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Your account's email was changed",
        preheader: |_| "See what to do if it wasn't you who changed your account's email.".into(),
        before: &[
            |f| {
                format!(
                    "The email of your {} account was changed on {}{}. From now on, sign in with the new email; messages \
                     will go there. Your password stays the same.",
                    f.organization, f.at, f.from
                )
            },
            |_| "If it was you, there's nothing to do.".into(),
            |f| format!("If it wasn't you, change your password and tell {}.", f.contact),
        ],
        button: "Sign in",
        after: &[never_ask_for_password],
    },
};

/// Its words at the earlier address.
pub static FORM_WITH_UNDO: Form = Form {
    path: "account/email/undo",
    names_the_reader: true,
    pt_br: Texts {
        title: FORM.pt_br.title,
        preheader: FORM.pt_br.preheader,
        before: &[FORM.pt_br.before[0], FORM.pt_br.before[1], |_| {
            "Se não foi você, desfaça a alteração: o e-mail anterior volta a valer, todas as sessões são encerradas e a \
                 senha deixa de valer. Você recebe uma senha temporária para criar outra."
                .into()
        }],
        button: "Desfazer a alteração",
        after: &[|f| format!("O link só funciona uma vez e vale até {}.", f.until), never_ask_for_password],
    },
    en: Texts {
        title: FORM.en.title,
        preheader: FORM.en.preheader,
        before: &[FORM.en.before[0], FORM.en.before[1], |_| {
            "If it wasn't you, undo the change: the previous email becomes valid again, all sessions are ended and the \
                 password stops working. You'll get a temporary one to create another."
                .into()
        }],
        button: "Undo the change",
        after: &[|f| format!("The link works only once and is valid until {}.", f.until), never_ask_for_password],
    },
};
