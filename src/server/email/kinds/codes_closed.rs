//! Tells an administrator that too many guesses closed the sign-in page to all short temporary passwords.

use crate::server::email::letter::Occasion;
use crate::server::email::letter::form::{Form, FormLetter, Texts, never_ask_for_password};
use crate::server::email::order::{IfFailed, Kind};

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Aviso de muitas senhas temporárias erradas",
    en: "Notice: too many wrong temporary passwords",
    if_failed: IfFailed::OnlyANotice,
    prepare: |order| {
        let letter = letter(order.state.settings.code_guesses_per_day, order.occasion());
        Box::pin(std::future::ready(Ok(Some(order.prepared(letter)))))
    },
};

/// The letter. It tells how many guesses in a day were enough.
pub fn letter(guesses: i64, occasion: Occasion) -> FormLetter {
    FormLetter::new(&FORM).about(occasion).with_detail(guesses.to_string(), guesses.to_string())
}

/// Its words.
pub static FORM: Form = Form {
    path: "admin/audit?kind=sign_in_failed",
    names_the_reader: true,
    pt_br: Texts {
        title: "Muitas senhas erradas",
        preheader: |_| "Por enquanto, senhas temporárias curtas só funcionam pelo link do e-mail.".into(),
        before: &[
            |f| {
                format!(
                    "A página de entrada recebeu {} senhas temporárias erradas em 24 horas; o limite foi atingido em {}. \
                     Parece que alguém está tentando adivinhá-las.",
                    f.detail, f.at
                )
            },
            |_| {
                "Até que essas tentativas completem 24 horas, senhas temporárias curtas só funcionam pelo link do e-mail. \
                 Quem já tem senha própria entra normalmente."
                    .into()
            },
            |_| "Veja na auditoria de onde vieram as tentativas e, se possível, bloqueie a origem na sua rede:".into(),
        ],
        button: "Ver as tentativas na auditoria",
        after: &[never_ask_for_password],
    },
    en: Texts {
        title: "Many wrong passwords",
        preheader: |_| "For now, short temporary passwords work only through the link in the email.".into(),
        before: &[
            |f| {
                format!(
                    "The sign-in page received {} wrong temporary passwords within 24 hours; the limit was reached on {}. \
                     It looks like someone is trying to guess them.",
                    f.detail, f.at
                )
            },
            |_| {
                "Until those attempts are 24 hours old, short temporary passwords work only through the link in the email. \
                 People who have their own password sign in as usual."
                    .into()
            },
            |_| {
                "See in the audit log where the attempts came from and, if you can, block the source in your network:"
                    .into()
            },
        ],
        button: "See the attempts in the audit log",
        after: &[never_ask_for_password],
    },
};
