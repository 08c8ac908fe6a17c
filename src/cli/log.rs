//! The program's own log: where its lines go, how they look, what never gets in.

use super::CommandError;
use crate::server::config::Config;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// Starts the log, of the server or of a command. Lines go to standard error; standard output is for what was asked for.
pub(super) fn start(config: &Config, is_server: bool) -> Result<(), CommandError> {
    let json = config.is_json_log()?;
    let filter = filter(&config.log_filter(is_server)?).expect("the settings have checked it");
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        // It would say so on standard error, which is just what cannot be written, and panic.
        .log_internal_errors(false);
    // A second log in one process, as in tests, is no failure.
    let _ = if json { log.json().try_init() } else { log.try_init() };
    log_panics();
    Ok(())
}

/// What is logged, as `RUST_LOG` says it, but never what would print secrets,
/// whatever is asked for: the mail library prints whole mails, and layers of the
/// web server whole addresses, which hold the tokens of links, and the database's driver options of its address.
///
/// # Errors
/// When `directives` cannot be read.
pub fn filter(directives: &str) -> Result<EnvFilter, ParseError> {
    const SILENCED: [&str; 7] = [
        "lettre=off",
        "tower_http=off",
        "hyper=off",
        "leptos_axum=off",
        "memory_serve=warn",
        "sqlx::postgres::notice=warn",
        "sqlx_postgres::options::parse=off",
    ];
    let filter = EnvFilter::try_new(directives)?;
    Ok(SILENCED
        .into_iter()
        .fold(filter, |filter, silenced| filter.add_directive(silenced.parse().expect("a constant"))))
}

/// A panic is logged where it happens, with its text and place, inside the span
/// of its request or delivery; code that catches it later knows neither.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let text = panic.payload_as_str().unwrap_or("(no text)");
        tracing::error!(place, "panicked at {place}: {text}");
    }));
}
