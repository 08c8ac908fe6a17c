//! The command line. One file per command; each calls the same actions as the pages.

// They panic where nothing can be written: `output` has what to use instead.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod admin;
mod app;
mod audit;
mod backup;
mod database;
mod doctor;
mod group;
mod healthcheck;
pub mod language;
mod local_time;
pub mod log;
mod mail;
mod manual;
mod output;
mod restore;
mod routes;
mod serve;
mod table;
mod user;

use crate::cli::output::print_notice;
use crate::domain::{EmailAddress, InvalidPreset, Locale, Role, SigningAlgorithm};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::locale;
use crate::server::config::{Config, ConfigError};
use crate::server::store::{self, StoreError};
use clap::{FromArgMatches as _, Parser, Subcommand};
use language::{language, text};
use std::path::Path;
use std::process::ExitCode;

/// Self-hosted accounts: email a temporary password, require a password change at first sign-in, and track every delivery.
#[derive(Parser)]
#[command(name = "chaveiro", version, about, max_term_width = 110)]
struct Arguments {
    #[command(flatten)]
    config: Config,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::ServeCommand),
    /// Create an admin.
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// Manage people and their accounts.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Manage apps: programs people sign in to with their account here.
    #[command(subcommand)]
    App(app::AppCommand),
    /// Manage groups of people, which say who may use which app.
    #[command(subcommand)]
    Group(group::GroupCommand),
    /// Manage the email queue and test the mail server.
    #[command(subcommand)]
    Mail(mail::MailCommand),
    Backup(backup::BackupCommand),
    Restore(restore::RestoreCommand),
    /// Read and verify the audit log.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    Routes(routes::RoutesCommand),
    Doctor(doctor::DoctorCommand),
    /// Check whether the running server is ready (for containers).
    Healthcheck,
    Settings(manual::SettingsCommand),
    Completions(manual::CompletionsCommand),
    Man(manual::ManCommand),
}

/// Why a command did not do what it was asked, in one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("{}", store::open::message(.0))]
    Store(#[from] StoreError),
    #[error("{}", in_words(language(), .0))]
    Refused(#[from] AppError),
    /// A setting that does not do for this command.
    #[error("{0}")]
    Setting(String),
    /// There is no database to work on.
    #[error("{0}")]
    NoDatabase(String),
    #[error("{0}")]
    Failed(String),
}

impl CommandError {
    /// Exit statuses as in sysexits.h, so that scripts can tell wrong settings from an unavailable database.
    fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Config(_) | Self::Setting(_) | Self::Store(StoreError::OtherKey) => 78,
            Self::Store(_) | Self::NoDatabase(_) | Self::Refused(AppError::Busy { .. }) => 69,
            Self::Refused(_) | Self::Failed(_) => 1,
        })
    }
}

/// An error in words: what is wrong with which option, or the sentence of the pages.
fn in_words(locale: Locale, error: &AppError) -> String {
    let fields: Vec<_> = error
        .fields()
        .iter()
        .map(|wrong| {
            let argument = match wrong.problem {
                Problem::ClientSecret => "--secret-file",
                _ => argument(wrong.field),
            };
            match options(wrong) {
                Some(all) => text!(locale, "{argument}: use um destes: {all}", "{argument}: use one of {all}"),
                None => wrong_argument(locale, argument, &wrong.problem),
            }
        })
        .collect();
    if matches!(error, AppError::Busy { .. }) && store::health::has_no_room() {
        return text!(
            locale,
            "não há espaço livre no disco do banco de dados; libere espaço e execute o comando de novo",
            "there is no room left on the disk of the database; make room, then run the command again"
        );
    }
    if fields.is_empty() { locale::message(locale, error) } else { fields.join(" ") }
}

fn wrong_argument(locale: Locale, argument: &str, problem: &Problem) -> String {
    format!("{argument}: {}", locale::problem(locale, &local_time::zone(locale), problem))
}

/// An address that was given as `argument`.
fn email(argument: &str, text: &str) -> Result<EmailAddress, CommandError> {
    EmailAddress::parse(text)
        .map_err(|invalid| CommandError::Failed(wrong_argument(language(), argument, &Problem::Email(invalid))))
}

/// What may be given, where something else was; a page shows these as a list.
fn options(wrong: &FieldError) -> Option<String> {
    match (&wrong.problem, wrong.field) {
        (Problem::Choice, Field::Role) => Some(Role::ALL.map(Role::as_str).join(", ")),
        (Problem::Choice, Field::Locale) => Some(Locale::ALL.map(Locale::as_str).join(", ")),
        (Problem::Choice, Field::Algorithm) => Some(SigningAlgorithm::ALL.map(SigningAlgorithm::as_str).join(", ")),
        (Problem::Preset(InvalidPreset::Unknown), _) => {
            Some("digits:N, alphanumeric:N, unambiguous:N, words:N, cpf".to_owned())
        }
        _ => None,
    }
}

/// The argument that a field of a form is at the command line.
const fn argument(field: Field) -> &'static str {
    match field {
        Field::DisplayName => "--name",
        Field::Email => "--email",
        Field::Role => "--role",
        Field::Locale => "--locale",
        Field::Cpf => "--cpf",
        Field::TemporaryPassword => "--preset",
        Field::Groups => "--group",
        Field::App => "--app",
        Field::HomeUrl => "--home",
        Field::RedirectUris => "--redirect-uri",
        Field::PostLogoutUris => "--post-logout-uri",
        Field::InitiateLoginUri => "--initiate-login-uri",
        Field::BackchannelLogoutUri => "--backchannel-logout-uri",
        Field::ClientId => "--client-id",
        Field::Algorithm => "--algorithm",
        Field::GroupSlug => "--slug",
        Field::GroupName => "<NAME>",
        Field::Members => "--email",
        Field::Password => "--password-stdin",
        other => other.as_str(),
    }
}

/// Reads the arguments, does what they say, and reports how it went.
pub fn run() -> ExitCode {
    let matches = match manual::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    if let Err(error) = log::start(&arguments.config, matches!(arguments.command, Command::Serve(_))) {
        return failed(&error);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return failed(&CommandError::Failed(text!(
                language(),
                "não foi possível iniciar: {error}",
                "cannot start: {error}"
            )));
        }
    };
    let outcome = runtime.block_on(dispatch(arguments));
    // A name look-up under way must not hold the program up.
    runtime.shutdown_background();
    match outcome.and_then(|()| output::finish()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// Says why.
fn failed(error: &CommandError) -> ExitCode {
    print_notice!("chaveiro: {error}");
    error.exit_code()
}

/// Help that was asked for is no failure; a wrong command line is 64 (EX_USAGE), not the 2 that clap uses.
fn usage(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    if error.use_stderr() {
        return ExitCode::from(64);
    }
    match printed.map_err(output::not_written) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

async fn dispatch(arguments: Arguments) -> Result<(), CommandError> {
    let config = arguments.config;
    match arguments.command {
        Command::Serve(command) => command.run(config).await,
        Command::Admin(command) => command.run(config).await,
        Command::User(command) => command.run(config).await,
        Command::App(command) => command.run(config).await,
        Command::Group(command) => command.run(config).await,
        Command::Mail(command) => command.run(config).await,
        Command::Backup(command) => command.run(config).await,
        Command::Restore(command) => command.run(config).await,
        Command::Audit(command) => command.run(config).await,
        Command::Doctor(command) => command.run(config).await,
        Command::Routes(command) => command.run(),
        Command::Healthcheck => healthcheck::run(config).await,
        Command::Settings(command) => {
            command.run();
            Ok(())
        }
        Command::Man(command) => command.run(),
        Command::Completions(command) => {
            command.run();
            Ok(())
        }
    }
}

fn cannot_read(file: &Path, error: &std::io::Error) -> CommandError {
    let file = file.display();
    CommandError::Failed(text!(language(), "não foi possível ler {file}: {error}", "cannot read {file}: {error}"))
}
