//! `chaveiro doctor`: whether everything is as it should be, and what to do about the rest.

mod files;
mod proxies;

use super::{CommandError, open};
use crate::domain::{DeliveryState, Locale};
use crate::locale::{delivery_hint, delivery_reason};
use crate::server::AppState;
use crate::server::clock;
use crate::server::config::{Config, unknown_in_environment};
use crate::server::email::Mailer;
use crate::server::outbox;
use crate::server::outbox::Late;
use crate::server::rate_limit::GIVEN_UP_LATELY;
use crate::server::store::StoreError;
use crate::server::store::audit::Chain;
use crate::server::store::file;
use crate::server::temporary_password;
use crate::ui::pages::admin::texts::{odds, short_codes};
use serde_json::json;
use std::path::Path;

/// Check settings, database, mail server, email queue and audit log, and say how to fix problems. Sends no email.
#[derive(clap::Args)]
pub struct DoctorCommand {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    visitor: proxies::Visitor,
}

/// The result of a check.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Severity {
    Ok,
    /// Works, but needs attention.
    Warn,
    Fail,
}

impl Severity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

impl Severity {
    /// At least a warning.
    const fn at_least_warn(self) -> Self {
        if matches!(self, Self::Ok) { Self::Warn } else { self }
    }
}

struct Finding {
    about: &'static str,
    verdict: Severity,
    words: String,
}

impl DoctorCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        // Settings, the secret key and the database's version are looked at on the way in.
        let key = config.key_file();
        let state = open(config).await?;
        let key = key.unwrap_or_else(|| state.settings.data_dir.join("secret.key"));
        let findings = examine(&state, &self.visitor, &key).await;
        state.store.close().await;
        let findings = findings?;
        if self.json {
            let all: Vec<_> = findings
                .iter()
                .map(|found| json!({ "about": found.about, "verdict": found.verdict.as_str(), "words": found.words }))
                .collect();
            println!("{:#}", serde_json::Value::from(all));
        } else {
            for found in &findings {
                println!("{:<5} {:<19} {}", found.verdict.as_str(), found.about, found.words);
            }
        }
        match findings.iter().filter(|found| found.verdict == Severity::Fail).count() {
            0 => Ok(()),
            1 => Err(CommandError::Failed("1 check failed".to_owned())),
            failed => Err(CommandError::Failed(format!("{failed} checks failed"))),
        }
    }
}

async fn examine(state: &AppState, visitor: &proxies::Visitor, key: &Path) -> Result<Vec<Finding>, StoreError> {
    state.store.ping().await?;
    let words = "reachable, up to date, and matches the secret key".to_owned();
    let database = Finding { about: "database", verdict: Severity::Ok, words };
    let mut findings = vec![settings(), address(state), proxies::proxies(state, visitor).await?, database];
    findings.push(files::examine(file::path_of(&state.settings.database_url).as_deref(), key));
    findings.push(administrators(state).await?);
    findings.push(mail_server(state).await);
    findings.push(outbox(state).await?);
    findings.push(given_up(state).await?);
    findings.push(temporary_passwords(state).await?);
    findings.push(log(state).await?);
    Ok(findings)
}

/// Whether all variables that look like settings are some.
fn settings() -> Finding {
    let unknown = unknown_in_environment();
    let (verdict, words) =
        if unknown.is_empty() { (Severity::Ok, "all known".to_owned()) } else { (Severity::Warn, unknown.join("; ")) };
    Finding { about: "settings", verdict, words }
}

fn address(state: &AppState) -> Finding {
    let url = &state.settings.public_url;
    let (verdict, words) = if state.settings.is_plain_http_beyond_loopback() {
        (Severity::Warn, format!("{url} sends passwords unencrypted; set CHAVEIRO_PUBLIC_URL to an https:// address"))
    } else {
        (Severity::Ok, format!("{url}"))
    };
    Finding { about: "public address", verdict, words }
}

async fn administrators(state: &AppState) -> Result<Finding, StoreError> {
    let (verdict, words) = match state.store.find_admins_by_name(100).await?.len() {
        0 => (Severity::Warn, "none; create one with `chaveiro admin create`".to_owned()),
        1 => (Severity::Ok, "1; consider adding a second".to_owned()),
        more => (Severity::Ok, format!("{more}")),
    };
    Ok(Finding { about: "admins", verdict, words })
}

async fn mail_server(state: &AppState) -> Finding {
    let about = "mail server";
    let Some(transport) = state.settings.transport.clone() else {
        let words = "not set; set CHAVEIRO_SMTP_URL, for example smtps://user@mail.example.org".to_owned();
        return Finding { about, verdict: Severity::Fail, words };
    };
    match Mailer::new(state.settings.sender.clone(), transport).reach().await {
        Ok(()) => {
            let words = "accepts our sign-in; send a test with `chaveiro mail test --to you@example.org`".to_owned();
            Finding { about, verdict: Severity::Ok, words }
        }
        Err(error) => {
            let words = super::in_words(&outbox::not_taken(&error));
            Finding { about, verdict: Severity::Fail, words: format!("{words} Its answer: {}", error.answer) }
        }
    }
}

async fn outbox(state: &AppState) -> Result<Finding, StoreError> {
    let oldest = state.store.find_oldest_unsent().await?;
    let late = outbox::find_lateness(state, oldest).await?;
    let (verdict, words) = match (state.store.find_pause().await?, late) {
        (Some(pause), _) if pause.by_operator => {
            (Severity::Warn, "paused by an admin; resume with `chaveiro mail resume`".to_owned())
        }
        (Some(pause), _) => {
            let reason = delivery_reason(Locale::En, DeliveryState::Waiting, &pause.step, &pause.answer);
            let hint = delivery_hint(Locale::En, &pause.step, &pause.answer);
            let since = clock::rfc3339(pause.since);
            let words =
                format!("failing since {since}; no emails are lost. {reason} {hint} Its answer: {}", pause.answer);
            (Severity::Fail, words)
        }
        (None, Some(Late::NothingTaken { since })) => {
            let since = clock::rfc3339(since);
            (Severity::Warn, format!("emails are due, but none has been sent since {since}; see `chaveiro mail list`"))
        }
        (None, Some(Late::Share { put_off, tried })) => {
            let words = format!(
                "{put_off} of the last {tried} emails were put off by the receiving servers; see `chaveiro mail list`"
            );
            (Severity::Warn, words)
        }
        (None, None) if oldest.is_some() => (Severity::Ok, "emails are being sent".to_owned()),
        (None, None) => (Severity::Ok, "empty".to_owned()),
    };
    Ok(Finding { about: "email queue", verdict, words })
}

/// An outbox is empty, too, when everything in it was given up.
async fn given_up(state: &AppState) -> Result<Finding, StoreError> {
    let mails = outbox::count_given_up(state).await?;
    let hours = GIVEN_UP_LATELY.as_secs() / 3600;
    let (verdict, words) = match mails {
        0 => (Severity::Ok, format!("none in the last {hours} hours")),
        mails => {
            let noun = if mails == 1 { "email" } else { "emails" };
            let what = "see `chaveiro mail list --state failed`, send them again with `chaveiro mail retry --all`";
            (Severity::Warn, format!("{mails} {noun} failed in the last {hours} hours; {what}"))
        }
    };
    Ok(Finding { about: "failed deliveries", verdict, words })
}

async fn temporary_passwords(state: &AppState) -> Result<Finding, StoreError> {
    let settings = &state.settings;
    let allowed = settings.code_guesses_per_day;
    let guesses = state.store.find_code_guesses().await?;
    let sentence = odds(Locale::En, settings.preset, allowed, settings.temporary_password_attempts);
    let (verdict, words) = if guesses >= allowed {
        let closed =
            format!("{guesses} wrong guesses in 24 hours: short ones now work only with the link in the email.");
        (Severity::Warn, format!("{closed} {sentence}"))
    } else {
        (Severity::Ok, format!("{sentence} {guesses} of {allowed} counted."))
    };
    let short = temporary_password::short_ones(state).await?;
    let words = match short {
        Some(short) => format!("{words} {}", short_codes(Locale::En, short)),
        None => words,
    };
    Ok(Finding { about: "temporary passwords", verdict, words })
}

async fn log(state: &AppState) -> Result<Finding, StoreError> {
    let (verdict, words) = match state.store.verify_audit_log(None).await? {
        Chain::Intact { events: 1, .. } => (Severity::Ok, "1 event, not changed".to_owned()),
        Chain::Intact { events, .. } => (Severity::Ok, format!("{events} events, none changed")),
        // Only where a number to compare with was given.
        Chain::NotedRemoved { first } => (Severity::Ok, format!("begins at event {first}")),
        Chain::Broken { seq, .. } => {
            (Severity::Fail, format!("changed outside Chaveiro at event {seq}; run `chaveiro audit verify`"))
        }
    };
    Ok(Finding { about: "audit log", verdict, words })
}
