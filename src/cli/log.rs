//! The program's own log: where its lines go, how they look, what never gets in.

use super::CommandError;
use std::io::IsTerminal as _;

/// Starts the log. Lines go to standard error; standard output is for what was asked for.
///
/// The mail library is kept silent whatever is asked: at `debug` it would
/// print whole mails, the secret with them.
pub(super) fn start(filter: &str, json: bool) -> Result<(), CommandError> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|error| {
        CommandError::Failed(format!("RUST_LOG: `{filter}` cannot be read ({error}); write for example info"))
    })?;
    let filter = filter
        .add_directive("lettre=off".parse().expect("a constant"))
        .add_directive("memory_serve=warn".parse().expect("a constant"))
        .add_directive("sqlx::postgres::notice=warn".parse().expect("a constant"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second log in one process, as in tests, is no failure.
    let _ = if json { log.json().try_init() } else { log.try_init() };
    log_panics();
    Ok(())
}

/// A panic is logged where it happens, with its text and place, inside the span
/// of its request or delivery; whoever catches it later knows neither.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let text = panic.payload_as_str().unwrap_or("(no text)");
        tracing::error!(place, "panicked at {place}: {text}");
    }));
}
