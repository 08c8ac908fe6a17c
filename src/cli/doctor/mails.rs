//! Whether mails leave: the mail server, the queue, and what failed.

use super::{Finding, Severity, Topic};
use crate::cli::in_words;
use crate::cli::language::text;
use crate::domain::{DeliveryState, Locale};
use crate::locale::mail_problem::MailAnswer;
use crate::locale::{delivery_hint, delivery_reason};
use crate::server::email::Mailer;
use crate::server::outbox::{self, Late};
use crate::server::rate_limit::RECENT_FAILURES;
use crate::server::store::StoreError;
use crate::server::store::outbox::Pause;
use crate::server::{AppState, clock};

/// Whether the mail server accepts our sign-in. Sends nothing.
pub(super) async fn mail_server(state: &AppState, locale: Locale) -> Finding {
    let (verdict, words) = match state.settings.transport.clone() {
        None => (
            Severity::Fail,
            text!(
                locale,
                "não definido; defina CHAVEIRO_SMTP_URL, por exemplo smtps://usuario@mail.example.org",
                "not set; set CHAVEIRO_SMTP_URL, for example smtps://user@mail.example.org"
            ),
        ),
        Some(transport) => match outbox::reach(&Mailer::new(state.settings.sender.clone(), transport)).await {
            Ok(()) => (
                Severity::Ok,
                text!(
                    locale,
                    "aceita nosso usuário e senha; envie um teste com `chaveiro mail test --to voce@example.org`",
                    "accepts our sign-in; send a test with `chaveiro mail test --to you@example.org`"
                ),
            ),
            Err(error) => (
                Severity::Fail,
                in_words(locale, &outbox::not_taken(&error)) + &MailAnswer::on_a_line(locale, &error.answer),
            ),
        },
    };
    Finding { about: Topic::MailServer, verdict, words }
}

/// Whether what is due is being sent.
pub(super) async fn outbox(state: &AppState, locale: Locale) -> Result<Finding, StoreError> {
    let oldest = state.store.find_oldest_unsent().await?;
    let late = outbox::find_lateness(state, oldest).await?;
    let (verdict, words) = match (state.store.find_pause().await?, late) {
        (Some(pause), _) => paused(locale, &pause),
        (None, Some(late)) => (Severity::Warn, lateness(locale, &late)),
        (None, None) if oldest.is_some() => {
            (Severity::Ok, text!(locale, "os e-mails estão sendo enviados", "emails are being sent"))
        }
        (None, None) => (Severity::Ok, text!(locale, "vazia", "empty")),
    };
    Ok(Finding { about: Topic::EmailQueue, verdict, words })
}

fn paused(locale: Locale, pause: &Pause) -> (Severity, String) {
    if pause.by_operator {
        let words = text!(
            locale,
            "pausada por um administrador; retome com `chaveiro mail resume`",
            "paused by an admin; resume with `chaveiro mail resume`"
        );
        return (Severity::Warn, words);
    }
    let words = text!(
        locale,
        "falhando desde {since}; nenhum e-mail se perde. {reason} {hint}{answer}",
        "failing since {since}; no emails are lost. {reason} {hint}{answer}",
        since = clock::rfc3339(pause.since),
        reason = delivery_reason(locale, DeliveryState::Waiting, &pause.step, &pause.answer),
        hint = delivery_hint(locale, &pause.step, &pause.answer),
        answer = MailAnswer::on_a_line(locale, &pause.answer)
    );
    (Severity::Fail, words)
}

fn lateness(locale: Locale, late: &Late) -> String {
    match late {
        Late::NothingTaken { since } => text!(
            locale,
            "há e-mails a enviar, mas nenhum foi enviado desde {since}; veja `chaveiro mail list`",
            "emails are due, but none has been sent since {since}; see `chaveiro mail list`",
            since = clock::rfc3339(*since)
        ),
        Late::Share { put_off, tried } => text!(
            locale,
            "{put_off} dos últimos {tried} e-mails foram adiados pelos servidores que os recebem; veja `chaveiro mail list`",
            "{put_off} of the last {tried} emails were put off by the receiving servers; see `chaveiro mail list`"
        ),
    }
}

/// What failed lately and needs somebody. An outbox is empty, too, when everything in it was given up.
pub(super) async fn given_up(state: &AppState, locale: Locale) -> Result<Finding, StoreError> {
    let mails = outbox::count_failed_mails(state).await?;
    let hours = RECENT_FAILURES.as_secs() / 3600;
    let (verdict, words) = match mails {
        0 => (
            Severity::Ok,
            text!(
                locale,
                "nenhuma a resolver nas últimas {hours} horas",
                "none left to handle in the last {hours} hours"
            ),
        ),
        mails => {
            let noun = match mails {
                1 => locale.pick("e-mail com falha precisa", "failed email needs"),
                _ => locale.pick("e-mails com falha precisam", "failed emails need"),
            };
            let words = text!(
                locale,
                "{mails} {noun} de você (últimas {hours} horas); veja `chaveiro mail list --state failed` e reenvie com `chaveiro mail retry --all`",
                "{mails} {noun} your attention (last {hours} hours); see `chaveiro mail list --state failed`, resend with `chaveiro mail retry --all`"
            );
            (Severity::Warn, words)
        }
    };
    Ok(Finding { about: Topic::FailedDeliveries, verdict, words })
}
