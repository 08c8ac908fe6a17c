//! Tells someone that they have deleted their account.

use crate::domain::AdminAction;
use crate::server::email::letter::Occasion;
use crate::server::email::letter::form::{Form, FormLetter, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de conta excluída pela pessoa",
    en: "Notice: account deleted by the person",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| Box::pin(std::future::ready(Ok(Some(order.prepared(letter(order.occasion())))))),
};

/// The letter. It tells how many days are left to change one's mind.
pub fn letter(occasion: Occasion) -> FormLetter {
    let days = AdminAction::GRACE_DAYS.to_string();
    FormLetter::new(&FORM).about(occasion).with_detail(days.clone(), days)
}

/// Its words.
pub static FORM: Form = Form {
    path: "",
    names_the_reader: true,
    pt_br: Texts {
        title: "Sua conta foi excluída",
        preheader: |f| format!("Ela pode ser restaurada por {} dias. Veja o que fazer se não foi você.", f.detail),
        before: &[
            |f| {
                format!(
                    "Sua conta ({}) foi excluída em {}{}, com a confirmação da sua senha. Todas as sessões foram encerradas. \
                     Por {} dias, um administrador ainda pode restaurá-la; depois disso, ela é apagada de vez.",
                    f.organization, f.at, f.from, f.detail
                )
            },
            |_| "Se foi você, não precisa fazer nada.".into(),
            |f| format!("Se não foi você, avise {} e peça para restaurar a conta.", f.contact),
        ],
        button: "Abrir o site",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Your account was deleted",
        preheader: |f| format!("It can be restored for {} days. See what to do if it wasn't you.", f.detail),
        before: &[
            |f| {
                format!(
                    "Your {} account was deleted on {}{}, confirmed with your password. All sessions were ended. For {} \
                     days, an admin can still restore it; after that, it is erased for good.",
                    f.organization, f.at, f.from, f.detail
                )
            },
            |_| "If it was you, there's nothing to do.".into(),
            |f| format!("If it wasn't you, tell {} and ask them to restore the account.", f.contact),
        ],
        button: "Open the site",
        after: &[never_ask_for_password],
    },
};
