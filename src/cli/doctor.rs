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
use crate::server::outbox::{self, LATE_AFTER};
use crate::server::store::StoreError;
use crate::server::store::audit::Chain;
use crate::server::store::file;
use crate::ui::pages::admin::texts::odds;
use serde_json::json;
use std::path::Path;

/// Look at settings, database, mail server, outbox and log, and say what is wrong and how to mend it. Sends no mail.
#[derive(clap::Args)]
pub struct DoctorCommand {
    /// Print an array of objects.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    visitor: proxies::Visitor,
}

/// How something stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Severity {
    Good,
    /// Works, but somebody should look at it.
    Doubtful,
    Bad,
}

impl Severity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Doubtful => "look",
            Self::Bad => "bad",
        }
    }
}

impl Severity {
    /// At least doubtful.
    const fn or_doubtful(self) -> Self {
        if matches!(self, Self::Good) { Self::Doubtful } else { self }
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
        match findings.iter().filter(|found| found.verdict == Severity::Bad).count() {
            0 => Ok(()),
            1 => Err(CommandError::Failed("1 thing is bad".to_owned())),
            bad => Err(CommandError::Failed(format!("{bad} things are bad"))),
        }
    }
}

async fn examine(state: &AppState, visitor: &proxies::Visitor, key: &Path) -> Result<Vec<Finding>, StoreError> {
    state.store.ping().await?;
    let words = "answers, has this version's tables, and belongs to this secret key".to_owned();
    let database = Finding { about: "database", verdict: Severity::Good, words };
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
    let (verdict, words) = if unknown.is_empty() {
        (Severity::Good, "all can be used".to_owned())
    } else {
        (Severity::Doubtful, unknown.join("; "))
    };
    Finding { about: "settings", verdict, words }
}

fn address(state: &AppState) -> Finding {
    let url = &state.settings.public_url;
    let (verdict, words) = if state.settings.is_plain_http_beyond_loopback() {
        (Severity::Doubtful, format!("{url} sends passwords in clear; set CHAVEIRO_PUBLIC_URL to an https:// address"))
    } else {
        (Severity::Good, format!("people come to {url}"))
    };
    Finding { about: "public address", verdict, words }
}

async fn administrators(state: &AppState) -> Result<Finding, StoreError> {
    let (verdict, words) = match state.store.find_admins_by_name(100).await?.len() {
        0 => (Severity::Doubtful, "none yet; `chaveiro admin create` makes one".to_owned()),
        1 => (Severity::Good, "one; a second can help when the first is away".to_owned()),
        more => (Severity::Good, format!("{more}")),
    };
    Ok(Finding { about: "administrators", verdict, words })
}

async fn mail_server(state: &AppState) -> Finding {
    let about = "mail server";
    let Some(transport) = state.settings.transport.clone() else {
        let words = "none is set; set CHAVEIRO_SMTP_URL, for example to smtps://user@mail.example.org".to_owned();
        return Finding { about, verdict: Severity::Bad, words };
    };
    match Mailer::new(state.settings.sender.clone(), transport).reach().await {
        Ok(()) => {
            let words = "lets us in; `chaveiro mail test --to you@example.org` sends a mail".to_owned();
            Finding { about, verdict: Severity::Good, words }
        }
        Err(error) => {
            let words = super::in_words(&outbox::not_taken(&error));
            Finding { about, verdict: Severity::Bad, words: format!("{words} Its words: {}", error.answer) }
        }
    }
}

async fn outbox(state: &AppState) -> Result<Finding, StoreError> {
    let oldest = state.store.find_oldest_unsent().await?.map(|since| state.clock.now().since(since));
    let (verdict, words) = match (state.store.find_pause().await?, oldest) {
        (Some(pause), _) if pause.by_operator => {
            (Severity::Doubtful, "paused by an administrator; `chaveiro mail resume` lets it go on".to_owned())
        }
        (Some(pause), _) => {
            let reason = delivery_reason(Locale::En, DeliveryState::Waiting, &pause.step, &pause.answer);
            let hint = delivery_hint(Locale::En, &pause.step, &pause.answer);
            let since = clock::rfc3339(pause.since);
            let words =
                format!("stands still since {since}, no mail is lost. {reason} {hint} Its words: {}", pause.answer);
            (Severity::Bad, words)
        }
        (None, Some(age)) if age > LATE_AFTER => {
            let minutes = age.as_secs() / 60;
            (Severity::Doubtful, format!("its oldest mail waits for {minutes} minutes; `chaveiro mail list` says why"))
        }
        (None, Some(_)) => (Severity::Good, "mails are on their way".to_owned()),
        (None, None) => (Severity::Good, "empty".to_owned()),
    };
    Ok(Finding { about: "outbox", verdict, words })
}

/// An outbox is empty, too, when everything in it was given up.
async fn given_up(state: &AppState) -> Result<Finding, StoreError> {
    let mails = outbox::count_given_up(state).await?;
    let hours = outbox::GIVEN_UP_LATELY.as_secs() / 3600;
    let (verdict, words) = match mails {
        0 => (Severity::Good, format!("none in the last {hours} hours")),
        mails => {
            let noun = if mails == 1 { "mail" } else { "mails" };
            let what = "`chaveiro mail list --state failed` says why, `chaveiro mail retry --all` sends fresh ones";
            (Severity::Doubtful, format!("{mails} {noun} failed for good in the last {hours} hours; {what}"))
        }
    };
    Ok(Finding { about: "mails given up", verdict, words })
}

async fn temporary_passwords(state: &AppState) -> Result<Finding, StoreError> {
    let settings = &state.settings;
    let allowed = settings.code_guesses_per_day;
    let guesses = state.store.find_code_guesses().await?;
    let sentence = odds(Locale::En, settings.preset, allowed, settings.temporary_password_attempts);
    let (verdict, words) = if guesses >= allowed {
        let closed =
            format!("{guesses} wrong guesses in 24 hours: short ones work only by the link in their mail for now.");
        (Severity::Doubtful, format!("{closed} {sentence}"))
    } else {
        (Severity::Good, format!("{sentence} {guesses} of {allowed} counted."))
    };
    Ok(Finding { about: "temporary passwords", verdict, words })
}

async fn log(state: &AppState) -> Result<Finding, StoreError> {
    let (verdict, words) = match state.store.verify_audit_log(None).await? {
        Chain::Intact { events, .. } => (Severity::Good, format!("{events} lines, all as they were written")),
        Chain::Broken { seq, .. } => {
            (Severity::Bad, format!("was changed from outside at line {seq}; `chaveiro audit verify` says more"))
        }
    };
    Ok(Finding { about: "log", verdict, words })
}
