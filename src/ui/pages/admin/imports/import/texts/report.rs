//! `/admin/imports/{id}`, while accounts are made and after.

use crate::domain::{DeliveryState, Locale};
use crate::locale::number::number;

/// While accounts are made, and what has become of them.
pub struct ReportTexts {
    /// Of how many accounts how many are dealt with: `37 de 120`.
    pub progress: fn(i64, i64) -> String,
    /// The name of the progress bar.
    pub progress_label: &'static str,
    /// Said to those who listen, at every quarter.
    pub said: fn(i64) -> String,
    /// The button that holds it up.
    pub pause: &'static str,
    /// The button that lets it go on.
    pub resume: &'static str,
    /// The button that ends it.
    pub cancel: &'static str,
    /// What ending means.
    pub cancel_hint: &'static str,
    /// One may leave the page.
    pub leave: &'static str,
    /// It stands still.
    pub paused: &'static str,
    /// What that means.
    pub paused_body: &'static str,
    /// It ended before its last row.
    pub cancelled: &'static str,
    /// It was ended by an admin, with so many rows left.
    pub cancelled_body: fn(i64) -> String,
    /// It ended because who confirmed it may no more.
    pub right_lost: fn(i64) -> String,
    /// The heading of the report.
    pub title: &'static str,
    /// The heading above the accounts.
    pub accounts: &'static str,
    /// The heading above the mails.
    pub mails: &'static str,
    /// What that counts.
    pub mails_hint: &'static str,
    /// Accounts made.
    pub created: &'static str,
    /// Addresses that had one.
    pub skipped: &'static str,
    /// Rows that were rejected.
    pub rejected: &'static str,
    /// Rows not dealt with.
    pub left: &'static str,
    /// How mails stand; without a state, their account is gone.
    pub mail: fn(Option<DeliveryState>) -> &'static str,
    /// The link to the people.
    pub people: &'static str,
    /// The link to the mails.
    pub to_mails: &'static str,
}

/// In Portuguese.
pub static PT_BR: ReportTexts = ReportTexts {
    progress: |done, planned| format!("{} de {}", number(Locale::PtBr, done), number(Locale::PtBr, planned)),
    progress_label: "Contas tratadas até agora",
    said: |percent| match percent {
        0 => String::new(),
        100 => "A importação chegou ao fim.".to_owned(),
        percent => format!("A importação está em {percent}%."),
    },
    pause: "Pausar importação",
    resume: "Continuar importação",
    cancel: "Cancelar importação",
    cancel_hint: "Ao cancelar, o que já foi criado fica. Para o resto, envie o arquivo de novo.",
    leave: "Você pode fechar esta página: a importação segue, e este endereço mostra onde ela está.",
    paused: "A importação está pausada",
    paused_body: "Nenhuma conta nova é criada até alguém continuar. Os e-mails das contas já criadas seguem.",
    cancelled: "A importação foi cancelada",
    cancelled_body: |left| match left {
        1 => "1 linha ficou por fazer. Para criar essa conta, envie o arquivo de novo.".to_owned(),
        left => format!(
            "{} linhas ficaram por fazer. Para criar essas contas, envie o arquivo de novo.",
            number(Locale::PtBr, left)
        ),
    },
    right_lost: |left| {
        let left = (PT_BR.cancelled_body)(left);
        format!("Quem a confirmou não administra mais, e ninguém cria contas em nome de quem não pode. {left}")
    },
    title: "Resultado",
    accounts: "Contas",
    mails: "Envios",
    mails_hint: "Os e-mails com as senhas temporárias das contas criadas, no ritmo do servidor de e-mail.",
    created: "Criadas",
    skipped: "Já tinham conta",
    rejected: "Rejeitadas",
    left: "Por fazer",
    mail: |state| match state {
        None => "Conta excluída depois",
        Some(DeliveryState::Queued | DeliveryState::Sending) => "Na fila",
        Some(DeliveryState::Waiting) => "Nova tentativa marcada",
        Some(DeliveryState::Sent) => "Enviados",
        Some(DeliveryState::Failed) => "Falharam",
        Some(DeliveryState::Obsolete) => "Não são mais precisos",
    },
    people: "Ver pessoas",
    to_mails: "Ver envios que falharam",
};

/// In English.
pub static EN: ReportTexts = ReportTexts {
    progress: |done, planned| format!("{} of {}", number(Locale::En, done), number(Locale::En, planned)),
    progress_label: "Accounts dealt with so far",
    said: |percent| match percent {
        0 => String::new(),
        100 => "The import has come to its end.".to_owned(),
        percent => format!("The import is at {percent}%."),
    },
    pause: "Pause import",
    resume: "Continue import",
    cancel: "Cancel import",
    cancel_hint: "When you cancel, what was created stays. For the rest, upload the file again.",
    leave: "You may close this page: the import goes on, and this address shows where it is.",
    paused: "The import is paused",
    paused_body: "No new account is created until somebody continues. The mails of accounts already created go out.",
    cancelled: "The import was cancelled",
    cancelled_body: |left| match left {
        1 => "1 row was not done. To create that account, upload the file again.".to_owned(),
        left => {
            format!("{} rows were not done. To create those accounts, upload the file again.", number(Locale::En, left))
        }
    },
    right_lost: |left| {
        let left = (EN.cancelled_body)(left);
        format!("Whoever confirmed it is no administrator any more, and nobody creates accounts in such a name. {left}")
    },
    title: "Result",
    accounts: "Accounts",
    mails: "Mails",
    mails_hint: "The mails with the temporary passwords of the accounts created, at the pace of the mail server.",
    created: "Created",
    skipped: "Had an account already",
    rejected: "Rejected",
    left: "Not done",
    mail: |state| match state {
        None => "Account deleted since",
        Some(DeliveryState::Queued | DeliveryState::Sending) => "Queued",
        Some(DeliveryState::Waiting) => "Will be tried again",
        Some(DeliveryState::Sent) => "Sent",
        Some(DeliveryState::Failed) => "Failed",
        Some(DeliveryState::Obsolete) => "No longer needed",
    },
    people: "See people",
    to_mails: "See mails that failed",
};
