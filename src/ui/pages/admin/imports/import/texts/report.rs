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
    pub announcement: fn(i64) -> String,
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
    /// It is paused.
    pub paused: &'static str,
    /// What that means.
    pub paused_body: &'static str,
    /// It ended before its last row.
    pub cancelled: &'static str,
    /// It was ended by an admin, with so many rows left.
    pub cancelled_body: fn(i64) -> String,
    /// It ended because who confirmed it may no more.
    pub no_longer_admin: fn(i64) -> String,
    /// The heading of the report.
    pub title: &'static str,
    /// The heading above the accounts.
    pub accounts: &'static str,
    /// The heading above the mails.
    pub mails: &'static str,
    /// What that counts.
    pub mails_hint: &'static str,
    /// When they leave, where a time was chosen that is still to come.
    pub mails_later: fn(&str) -> String,
    /// Accounts made.
    pub created: &'static str,
    /// Addresses that had one.
    pub skipped: &'static str,
    /// Rows that were rejected.
    pub rejected: &'static str,
    /// Rows not dealt with.
    pub left: &'static str,
    /// The states of mails; without a state, their account is gone.
    pub mail: fn(Option<DeliveryState>) -> &'static str,
    /// The link to the people.
    pub people: &'static str,
    /// The link to the mails.
    pub to_mails: &'static str,
}

/// In Portuguese.
pub static PT_BR: ReportTexts = ReportTexts {
    progress: |done, planned| format!("{} de {}", number(Locale::PtBr, done), number(Locale::PtBr, planned)),
    progress_label: "Contas processadas",
    announcement: |percent| match percent {
        0 => String::new(),
        100 => "Importação concluída.".to_owned(),
        percent => format!("Importação: {percent}% concluída."),
    },
    pause: "Pausar importação",
    resume: "Continuar importação",
    cancel: "Cancelar importação",
    cancel_hint: "Se você cancelar, as contas já criadas permanecem. Para criar as outras, envie o arquivo de novo.",
    leave: "Você pode fechar esta página. A importação continua, e você acompanha o progresso aqui.",
    paused: "A importação está pausada",
    paused_body: "Não criamos novas contas até alguém continuar. Os e-mails das contas já criadas são enviados. Se ninguém continuar em 30 dias, a importação é cancelada.",
    cancelled: "A importação foi cancelada",
    cancelled_body: |left| match left {
        1 => "1 linha não foi processada. Para criar essa conta, envie o arquivo de novo.".to_owned(),
        left => format!(
            "{} linhas não foram processadas. Para criar essas contas, envie o arquivo de novo.",
            number(Locale::PtBr, left)
        ),
    },
    no_longer_admin: |left| {
        let left = (PT_BR.cancelled_body)(left);
        format!("Quem confirmou a importação não é mais administrador. {left}")
    },
    title: "Resultado",
    accounts: "Contas",
    mails: "Envios",
    mails_hint: "E-mails com as senhas temporárias das contas criadas.",
    mails_later: |at| format!("Os e-mails serão enviados em {at}."),
    created: "Criadas",
    skipped: "Já existiam",
    rejected: "Rejeitadas",
    left: "Não processadas",
    mail: |state| match state {
        None => "Conta excluída depois",
        Some(DeliveryState::Queued | DeliveryState::Sending) => "Na fila",
        Some(DeliveryState::Waiting) => "Nova tentativa agendada",
        Some(DeliveryState::Sent) => "Aceitos pelo servidor",
        Some(DeliveryState::Failed) => "Falha no envio",
        Some(DeliveryState::Obsolete) => "Não são mais necessários",
    },
    people: "Ver pessoas",
    to_mails: "Ver falhas no envio",
};

/// In English.
pub static EN: ReportTexts = ReportTexts {
    progress: |done, planned| format!("{} of {}", number(Locale::En, done), number(Locale::En, planned)),
    progress_label: "Accounts processed",
    announcement: |percent| match percent {
        0 => String::new(),
        100 => "Import finished.".to_owned(),
        percent => format!("Import: {percent}% done."),
    },
    pause: "Pause import",
    resume: "Continue import",
    cancel: "Cancel import",
    cancel_hint: "If you cancel, accounts already created stay. To create the others, upload the file again.",
    leave: "You can close this page. The import continues, and you can follow its progress here.",
    paused: "The import is paused",
    paused_body: "No new accounts are created until someone continues. Emails for accounts already created are sent. If no one continues within 30 days, the import is canceled.",
    cancelled: "The import was canceled",
    cancelled_body: |left| match left {
        1 => "1 row wasn't processed. To create that account, upload the file again.".to_owned(),
        left => {
            format!(
                "{} rows weren't processed. To create those accounts, upload the file again.",
                number(Locale::En, left)
            )
        }
    },
    no_longer_admin: |left| {
        let left = (EN.cancelled_body)(left);
        format!("The person who confirmed the import is no longer an admin. {left}")
    },
    title: "Result",
    accounts: "Accounts",
    mails: "Emails",
    mails_hint: "Emails with the temporary passwords of the created accounts.",
    mails_later: |at| format!("The emails will be sent on {at}."),
    created: "Created",
    skipped: "Already existed",
    rejected: "Rejected",
    left: "Not processed",
    mail: |state| match state {
        None => "Account deleted since",
        Some(DeliveryState::Queued | DeliveryState::Sending) => "Queued",
        Some(DeliveryState::Waiting) => "Retry scheduled",
        Some(DeliveryState::Sent) => "Accepted by the server",
        Some(DeliveryState::Failed) => "Delivery failed",
        Some(DeliveryState::Obsolete) => "No longer needed",
    },
    people: "See people",
    to_mails: "See failed deliveries",
};
