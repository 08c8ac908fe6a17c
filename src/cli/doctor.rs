//! `chaveiro doctor`: whether everything is as it should be, and what to do about the rest.

mod files;
mod mails;
mod proxies;

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use crate::cli::output::print_line;
use crate::domain::Locale;
use crate::server::AppState;
use crate::server::config::{Config, unknown_in_environment};
use crate::server::store::StoreError;
use crate::server::store::audit::Chain;
use crate::server::store::{self, file};
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

/// What a check is about: programs know it by its English name.
#[derive(Clone, Copy)]
enum Topic {
    Settings,
    PublicAddress,
    Proxies,
    Database,
    Files,
    Admins,
    MailServer,
    EmailQueue,
    FailedDeliveries,
    TemporaryPasswords,
    AuditLog,
}

impl Topic {
    const fn name(self, locale: Locale) -> &'static str {
        let (pt_br, en) = match self {
            Self::Settings => ("configurações", "settings"),
            Self::PublicAddress => ("endereço público", "public address"),
            Self::Proxies => ("proxies", "proxies"),
            Self::Database => ("banco de dados", "database"),
            Self::Files => ("arquivos", "files"),
            Self::Admins => ("administradores", "admins"),
            Self::MailServer => ("servidor de e-mail", "mail server"),
            Self::EmailQueue => ("fila de e-mails", "email queue"),
            Self::FailedDeliveries => ("falhas no envio", "failed deliveries"),
            Self::TemporaryPasswords => ("senhas temporárias", "temporary passwords"),
            Self::AuditLog => ("auditoria", "audit log"),
        };
        locale.pick(pt_br, en)
    }
}

struct Finding {
    about: Topic,
    verdict: Severity,
    words: String,
}

impl DoctorCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        // Settings, the secret key and the database's version are looked at on the way in.
        let key = config.key_file();
        let new_database = config.missing_database()?;
        let locale = if self.json { Locale::En } else { language() };
        // A new database is a finding of its own, so it is made.
        let findings = with_state(config, MissingDatabase::Create, async |state| {
            Ok(examine(state, locale, &self.visitor, &key, new_database.as_deref()).await?)
        })
        .await?;
        if self.json {
            let all: Vec<_> = findings
                .iter()
                .map(|found| json!({ "about": found.about.name(locale), "verdict": found.verdict.as_str(), "words": found.words }))
                .collect();
            print_line!("{:#}", serde_json::Value::from(all));
        } else {
            for found in &findings {
                print_line!("{:<5} {:<19} {}", found.verdict.as_str(), found.about.name(locale), found.words);
            }
        }
        match findings.iter().filter(|found| found.verdict == Severity::Fail).count() {
            0 => Ok(()),
            1 => Err(CommandError::Failed(text!(language(), "1 verificação falhou", "1 check failed"))),
            failed => {
                Err(CommandError::Failed(text!(language(), "{failed} verificações falharam", "{failed} checks failed")))
            }
        }
    }
}

/// Logs what this command would call a failure and the server can start with: others may change its files, or fake their
/// addresses.
pub(super) fn warn_at_start(state: &AppState, key: &Path) {
    let database = file::path_of(&state.settings.database_url);
    let findings = [proxies::trusted(state, Locale::En), files::examine(Locale::En, database.as_deref(), key)];
    for found in findings.iter().filter(|found| found.verdict == Severity::Fail) {
        tracing::warn!("{}: {}", found.about.name(Locale::En), found.words);
    }
}

async fn examine(
    state: &AppState,
    locale: Locale,
    visitor: &proxies::Visitor,
    key: &Path,
    new_database: Option<&Path>,
) -> Result<Vec<Finding>, StoreError> {
    state.store.ping().await?;
    let database = match new_database {
        Some(path) => empty_database(path, locale),
        None => database(state, locale).await,
    };
    let proxies = proxies::proxies(state, locale, visitor).await?;
    let mut findings = vec![settings(locale), address(state, locale), proxies, database];
    findings.push(files::examine(locale, file::path_of(&state.settings.database_url).as_deref(), key));
    findings.push(administrators(state, locale).await?);
    findings.push(mails::mail_server(state, locale).await);
    findings.push(mails::outbox(state, locale).await?);
    findings.push(mails::given_up(state, locale).await?);
    findings.push(temporary_passwords(state, locale).await?);
    findings.push(log(state, locale).await?);
    Ok(findings)
}

/// That there was none until now: before the first start, or in the wrong folder.
fn empty_database(path: &Path, locale: Locale) -> Finding {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = path.display();
    let words = text!(
        locale,
        "novo e vazio, criado agora em {path}; se já havia contas, confira DATABASE_URL, CHAVEIRO_DATA_DIR e a pasta em que o comando é executado",
        "new and empty, made just now at {path}; if there were accounts, check DATABASE_URL, CHAVEIRO_DATA_DIR and the folder the command runs in"
    );
    Finding { about: Topic::Database, verdict: Severity::Warn, words }
}

/// Whether the database is whole and takes what is written.
async fn database(state: &AppState, locale: Locale) -> Finding {
    let looked = state.store.find_damage().await;
    let is_damaged = match &looked {
        Ok(damage) => damage.is_some(),
        Err(error) => store::open::is_damage(error),
    };
    let (verdict, words) = match looked.and(state.store.write_probe().await) {
        _ if is_damaged => {
            let words = text!(
                locale,
                "danificado; coloque um backup no lugar (`chaveiro restore --help`)",
                "damaged; put a backup in its place (`chaveiro restore --help`)"
            );
            (Severity::Fail, words)
        }
        Ok(_) => {
            let words = text!(
                locale,
                "acessível, atualizado e de acordo com a chave secreta",
                "reachable, up to date, and matches the secret key"
            );
            (Severity::Ok, words)
        }
        Err(error) => {
            let why = store::open::short_cause_of(&error);
            (Severity::Fail, text!(locale, "não é possível gravar nele: {why}", "cannot be written: {why}"))
        }
    };
    Finding { about: Topic::Database, verdict, words }
}

/// Whether all variables that look like settings are some.
fn settings(locale: Locale) -> Finding {
    let unknown = unknown_in_environment();
    let (verdict, words) = if unknown.is_empty() {
        (Severity::Ok, text!(locale, "todas conhecidas", "all known"))
    } else {
        (Severity::Warn, unknown.join("; "))
    };
    Finding { about: Topic::Settings, verdict, words }
}

fn address(state: &AppState, locale: Locale) -> Finding {
    let url = &state.settings.public_url;
    let (verdict, words) = if state.settings.is_plain_http_beyond_loopback() {
        let words = text!(
            locale,
            "{url} envia senhas sem criptografia; defina CHAVEIRO_PUBLIC_URL com um endereço https://",
            "{url} sends passwords unencrypted; set CHAVEIRO_PUBLIC_URL to an https:// address"
        );
        (Severity::Warn, words)
    } else {
        (Severity::Ok, format!("{url}"))
    };
    Finding { about: Topic::PublicAddress, verdict, words }
}

async fn administrators(state: &AppState, locale: Locale) -> Result<Finding, StoreError> {
    let (verdict, words) = match state.store.count_active_admins().await? {
        0 => {
            let words = text!(
                locale,
                "nenhum; crie um com `chaveiro admin create`",
                "none; create one with `chaveiro admin create`"
            );
            (Severity::Warn, words)
        }
        1 => (Severity::Ok, text!(locale, "1; considere adicionar um segundo", "1; consider adding a second")),
        more => (Severity::Ok, format!("{more}")),
    };
    Ok(Finding { about: Topic::Admins, verdict, words })
}

async fn temporary_passwords(state: &AppState, locale: Locale) -> Result<Finding, StoreError> {
    let settings = &state.settings;
    let allowed = settings.code_guesses_per_day;
    let guesses = state.store.count_code_guesses().await?;
    let sentence = odds(locale, settings.preset, allowed, settings.temporary_password_attempts);
    let (verdict, words) = if guesses >= allowed {
        let words = text!(
            locale,
            "{guesses} tentativas erradas em 24 horas: as curtas agora só funcionam com o link do e-mail. {sentence}",
            "{guesses} wrong guesses in 24 hours: short ones now work only with the link in the email. {sentence}"
        );
        (Severity::Warn, words)
    } else {
        let words =
            text!(locale, "{sentence} Contadas: {guesses} de {allowed}.", "{sentence} {guesses} of {allowed} counted.");
        (Severity::Ok, words)
    };
    let short = temporary_password::short_passwords(state).await?;
    let words = match short {
        Some(short) => format!("{words} {}", short_codes(locale, short)),
        None => words,
    };
    Ok(Finding { about: Topic::TemporaryPasswords, verdict, words })
}

async fn log(state: &AppState, locale: Locale) -> Result<Finding, StoreError> {
    let (verdict, words) = match state.store.verify_audit_log(None).await? {
        Chain::Intact { events: 1, .. } => {
            (Severity::Ok, text!(locale, "1 evento, não alterado", "1 event, not changed"))
        }
        Chain::Intact { events, .. } => {
            (Severity::Ok, text!(locale, "{events} eventos, nenhum alterado", "{events} events, none changed"))
        }
        // Only where a number to compare with was given.
        Chain::NotedRemoved { first } => {
            (Severity::Ok, text!(locale, "começa no evento {first}", "begins at event {first}"))
        }
        Chain::Broken { seq, .. } => {
            let words = text!(
                locale,
                "alterada fora do Chaveiro no evento {seq}; execute `chaveiro audit verify`",
                "changed outside Chaveiro at event {seq}; run `chaveiro audit verify`"
            );
            (Severity::Fail, words)
        }
    };
    Ok(Finding { about: Topic::AuditLog, verdict, words })
}
