//! What is asked before an app is deleted, or its secrets change.

use crate::domain::Locale;
use crate::server::store::apps::SECRETS_AT_A_TIME;

/// What is asked about: an [`AppAction`](crate::domain::AppAction), with what its sentences depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppQuestionKind {
    /// Delete it.
    Delete,
    /// Give it another secret.
    Rotate {
        /// How many work now.
        working: i64,
    },
    /// End one of its secrets.
    EndSecret,
}

impl AppQuestionKind {
    /// Whether it takes something away for good.
    pub const fn is_dangerous(self) -> bool {
        matches!(self, Self::Delete | Self::EndSecret) || self.ends_oldest()
    }

    /// Whether another secret ends the oldest one.
    const fn ends_oldest(self) -> bool {
        matches!(self, Self::Rotate { working } if working >= SECRETS_AT_A_TIME)
    }
}

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static AppActionTexts {
    locale.pick(&PT_BR, &EN)
}

/// The sentences in one language.
pub struct AppActionTexts {
    /// The action, with the app: the title of the question and its button.
    pub title: fn(AppQuestionKind, name: &str) -> String,
    /// What will happen.
    pub effect: fn(AppQuestionKind) -> &'static str,
    /// What cannot be undone; empty when all can.
    pub for_good: fn(AppQuestionKind) -> &'static str,
    /// After it was deleted.
    pub deleted: fn(name: &str) -> String,
}

/// In Brazilian Portuguese.
pub static PT_BR: AppActionTexts = AppActionTexts {
    title: |action, name| match action {
        AppQuestionKind::Delete => format!("Excluir aplicativo: {name}"),
        AppQuestionKind::Rotate { .. } => format!("Gerar novo segredo: {name}"),
        AppQuestionKind::EndSecret => format!("Encerrar segredo anterior: {name}"),
    },
    effect: |action| match action {
        AppQuestionKind::Delete => {
            "Ninguém mais entra nele com a conta daqui. O client ID e os segredos deixam de funcionar. As contas das pessoas não mudam."
        }
        action if action.ends_oldest() => {
            "Mostramos o novo segredo uma única vez. Só dois segredos valem ao mesmo tempo: o mais antigo deixa de valer agora. Se o aplicativo ainda o usa, ninguém mais entra até você trocar o segredo nele."
        }
        AppQuestionKind::Rotate { working: 1.. } => {
            "Mostramos o novo segredo uma única vez. O segredo anterior continua valendo até você encerrá-lo, para dar tempo de trocar no aplicativo."
        }
        AppQuestionKind::Rotate { .. } => "Mostramos o novo segredo uma única vez.",
        AppQuestionKind::EndSecret => {
            "O aplicativo só funciona se já usa o segredo mais novo. Troque o segredo nele antes de encerrar o anterior."
        }
    },
    for_good: |action| match action {
        AppQuestionKind::Delete | AppQuestionKind::EndSecret => "Isto não pode ser desfeito.",
        AppQuestionKind::Rotate { .. } => "",
    },
    deleted: |name| format!("Aplicativo {name} excluído."),
};

/// In English.
pub static EN: AppActionTexts = AppActionTexts {
    title: |action, name| match action {
        AppQuestionKind::Delete => format!("Delete app: {name}"),
        AppQuestionKind::Rotate { .. } => format!("Generate new secret: {name}"),
        AppQuestionKind::EndSecret => format!("End earlier secret: {name}"),
    },
    effect: |action| match action {
        AppQuestionKind::Delete => {
            "Nobody can sign in to it with their account here. Its client ID and secrets stop working. People's accounts don't change."
        }
        action if action.ends_oldest() => {
            "We show the new secret only once. Only two secrets work at the same time: the oldest stops working now. If the app still uses it, nobody can sign in until you change the secret there."
        }
        AppQuestionKind::Rotate { working: 1.. } => {
            "We show the new secret only once. The earlier secret keeps working until you end it, so you have time to change it in the app."
        }
        AppQuestionKind::Rotate { .. } => "We show the new secret only once.",
        AppQuestionKind::EndSecret => {
            "The app works only if it already uses the newest secret. Change the secret there before you end the earlier one."
        }
    },
    for_good: |action| match action {
        AppQuestionKind::Delete | AppQuestionKind::EndSecret => "This can't be undone.",
        AppQuestionKind::Rotate { .. } => "",
    },
    deleted: |name| format!("The app {name} was deleted."),
};
