//! What is asked before an app is deleted, or its secrets change.

use crate::domain::Locale;

/// What is done to an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Delete it.
    Delete,
    /// Give it another secret.
    Rotate {
        /// Whether one works now.
        has_secret: bool,
    },
    /// End one of its secrets.
    EndSecret,
}

impl Act {
    /// Whether it takes something away for good.
    pub const fn is_dangerous(self) -> bool {
        matches!(self, Self::Delete | Self::EndSecret)
    }
}

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static AppActTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// The sentences in one language.
pub struct AppActTexts {
    /// The act, with the app: the title of the question and its button.
    pub title: fn(Act, name: &str) -> String,
    /// What will happen.
    pub effect: fn(Act) -> &'static str,
    /// What cannot be undone; empty when all can.
    pub for_good: fn(Act) -> &'static str,
    /// After it was deleted.
    pub deleted: fn(name: &str) -> String,
}

/// In Brazilian Portuguese.
pub static PT_BR: AppActTexts = AppActTexts {
    title: |act, name| match act {
        Act::Delete => format!("Excluir aplicativo: {name}"),
        Act::Rotate { .. } => format!("Gerar novo segredo: {name}"),
        Act::EndSecret => format!("Encerrar segredo anterior: {name}"),
    },
    effect: |act| match act {
        Act::Delete => {
            "Ninguém mais entra nele com a conta daqui. O client ID e os segredos deixam de funcionar. As contas das pessoas não mudam."
        }
        Act::Rotate { has_secret: true } => {
            "Mostramos o novo segredo uma única vez. O segredo anterior continua valendo até você encerrá-lo, para dar tempo de trocar no aplicativo."
        }
        Act::Rotate { has_secret: false } => "Mostramos o novo segredo uma única vez.",
        Act::EndSecret => {
            "O aplicativo só funciona se já usa o segredo mais novo. Troque o segredo nele antes de encerrar o anterior."
        }
    },
    for_good: |act| match act {
        Act::Delete | Act::EndSecret => "Isto não pode ser desfeito.",
        Act::Rotate { .. } => "",
    },
    deleted: |name| format!("Aplicativo {name} excluído."),
};

/// In English.
pub static EN: AppActTexts = AppActTexts {
    title: |act, name| match act {
        Act::Delete => format!("Delete app: {name}"),
        Act::Rotate { .. } => format!("Generate new secret: {name}"),
        Act::EndSecret => format!("End earlier secret: {name}"),
    },
    effect: |act| match act {
        Act::Delete => {
            "Nobody can sign in to it with their account here. Its client ID and secrets stop working. People's accounts don't change."
        }
        Act::Rotate { has_secret: true } => {
            "We show the new secret only once. The earlier secret keeps working until you end it, so you have time to change it in the app."
        }
        Act::Rotate { has_secret: false } => "We show the new secret only once.",
        Act::EndSecret => {
            "The app works only if it already uses the newest secret. Change the secret there before you end the earlier one."
        }
    },
    for_good: |act| match act {
        Act::Delete | Act::EndSecret => "This can't be undone.",
        Act::Rotate { .. } => "",
    },
    deleted: |name| format!("The app {name} was deleted."),
};
