//! `chaveiro serve`: run the server and send the mails.

use super::language::{language, text};
use super::{CommandError, doctor};
use crate::cli::output::print_if_read;
use crate::server::background::keep_running;
use crate::server::config::{Config, Settings, unknown_in_environment};
use crate::server::keys::Token;
use crate::server::{AppState, audit_chain, cleanup, delivery, imports, nodes, oidc, process, rate_limit, reminders};
use crate::web;
use crate::web::connections::Connections;
use std::io::{ErrorKind, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// After the signal to stop the program ends within this time, whatever hangs: Docker kills it after 10 seconds.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(9);

/// Run the server and send emails.
#[derive(clap::Args)]
pub struct ServeCommand {
    /// Development mode: loopback only, emails kept in memory and shown at /dev/outbox.
    #[arg(long)]
    dev: bool,
}

impl ServeCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        let unknown = unknown_in_environment();
        if !unknown.is_empty() {
            tracing::warn!("{}", unknown.join("; "));
        }
        let (key, is_database_lost) = (config.key_file(), config.has_lost_database());
        let settings = config.checked(self.dev)?;
        let connections = Connections::within(process::raise_descriptor_limit());
        if settings.transport.is_none() {
            return Err(CommandError::Setting(
                "CHAVEIRO_SMTP_URL: no mail server is set, so nobody would get their password; set it, \
                 for example to smtps://user@mail.example.org, or try things out with `chaveiro serve --dev`"
                    .to_owned(),
            ));
        }
        // The port first: a second server on it should not touch the database.
        let listener = TcpListener::bind(settings.listen).await.map_err(|error| cannot_listen(&settings, &error))?;
        warn_about_earlier_database(&settings);
        let state = super::database::open(settings).await?;
        if is_database_lost {
            tracing::warn!(
                "the database is new, but the secret key {} is not: if there were accounts, stop, and put the database or \
                 a backup back (`chaveiro restore --help`)",
                key.display()
            );
        }
        doctor::warn_at_start(&state, &key);
        state.store.set_abandoned_deliveries_due().await?;
        announce(&state).await?;
        end_on_signal(&state)?;

        let proxies = Arc::new(state.settings.trusted_proxies.clone());
        let served = async {
            tokio::join!(
                web::listener::serve(listener, web::router(&state), proxies, connections, state.shutdown.clone()),
                run_background_jobs(&state),
            );
            // Folds SQLite's log back in, if that is quick.
            let _ = tokio::time::timeout(Duration::from_secs(1), state.store.close()).await;
        };
        let time_is_over = async {
            state.shutdown.cancelled().await;
            tokio::time::sleep(SHUTDOWN_TIMEOUT).await;
        };
        // What is not done by then says so when it is dropped: it is tried again after the next start.
        tokio::select! {
            () = served => {}
            () = time_is_over => {}
        }
        tracing::info!("stopped");
        Ok(())
    }
}

/// All that runs beside the requests, until shutdown.
async fn run_background_jobs(state: &AppState) {
    let shutdown = &state.shutdown;
    tokio::join!(
        keep_running("email delivery", shutdown, || delivery::deliver_until_shutdown(state.clone())),
        keep_running("back-channel logout", shutdown, || oidc::backchannel::deliver_until_shutdown(state.clone())),
        keep_running("the import job", shutdown, || imports::carry_out_until_shutdown(state.clone())),
        keep_running("the reminder job", shutdown, || reminders::remind_until_shutdown(state.clone())),
        keep_running("the link to other nodes", shutdown, || nodes::share_changes_until_shutdown(state.clone())),
        keep_running("the checkpoint job", shutdown, || state.store.checkpoint_until_shutdown(shutdown)),
        keep_running("the audit chain job", shutdown, || audit_chain::link_until_shutdown(state.clone())),
        keep_running("the cleanup job", shutdown, || cleanup::clean_up_until_shutdown(state.clone())),
    );
}

fn cannot_listen(settings: &Settings, error: &std::io::Error) -> CommandError {
    let why = match error.kind() {
        ErrorKind::AddrInUse => "another program is using this port; stop it, or choose another port",
        ErrorKind::AddrNotAvailable => {
            "this machine doesn't have that address; use 127.0.0.1, 0.0.0.0 or one of its addresses"
        }
        ErrorKind::PermissionDenied => "permission denied; choose a port from 1024 up",
        _ => "not possible; choose another address or port",
    };
    CommandError::Setting(format!("CHAVEIRO_LISTEN: cannot listen on {}: {why}", settings.listen))
}

/// The data directory moves the default database with it: someone who set it for the secret key alone, as was needed
/// once, would wonder where everybody has gone.
fn warn_about_earlier_database(settings: &Settings) {
    const EARLIER: &str = "data/chaveiro.db";
    let is_default = settings.has_default_database();
    let path = settings.data_dir.join("chaveiro.db");
    if is_default && settings.data_dir != Path::new("data") && !path.exists() && Path::new(EARLIER).exists() {
        tracing::warn!(
            "CHAVEIRO_DATA_DIR: there is a database in {EARLIER}, which is not used: a new one is made in {}; to keep the \
             earlier one, move it there or set DATABASE_URL=sqlite://{EARLIER}",
            path.display()
        );
    }
}

/// Says where the server is, and, while there is no administrator, how to make one: the first line in English always,
/// what is only for people in their language.
async fn announce(state: &AppState) -> Result<(), CommandError> {
    let Settings { public_url, dev, show_setup_address, .. } = &*state.settings;
    // Programs wait for this line: it stays as it is.
    print_if_read(&format!("Chaveiro is at {public_url}"));
    if *dev {
        let words = text!(
            language(),
            "Modo de desenvolvimento: nenhum e-mail é realmente enviado; leia-os em {public_url}dev/outbox",
            "Development mode: no emails are actually sent; read them at {public_url}dev/outbox"
        );
        print_if_read(&words);
    }
    if state.store.has_admin().await? {
        return Ok(());
    }
    if *dev || *show_setup_address || std::io::stdout().is_terminal() {
        let link = Token::generate();
        state.store.insert_setup_link(&link.hash(), state.clock.now().plus(rate_limit::SETUP_LINK)).await?;
        let minutes = rate_limit::SETUP_LINK.as_secs() / 60;
        let words = text!(
            language(),
            "Ainda não há administrador. Para criar o primeiro, abra este link em até {minutes} minutos (ele só funciona uma vez):",
            "There's no admin yet. To create the first admin, open this link within {minutes} minutes (it works once):"
        );
        print_if_read(&words);
        print_if_read(&format!("  {public_url}setup?t={}", link.reveal()));
    } else {
        let words = text!(
            language(),
            "Ainda não há administrador. Crie um com `chaveiro admin create` ou `chaveiro admin invite`. O link para criar o primeiro não é mostrado porque esta saída não é um terminal e pode ir para um log; para mostrá-lo, inicie com \
             `chaveiro serve --show-setup-address` ou CHAVEIRO_SHOW_SETUP_ADDRESS=true.",
            "There's no admin yet. Create one with `chaveiro admin create` or `chaveiro admin invite`. The setup link is not printed because this output is not a terminal and may be logged; to print it, start with \
             `chaveiro serve --show-setup-address` or CHAVEIRO_SHOW_SETUP_ADDRESS=true."
        );
        print_if_read(&words);
    }
    Ok(())
}

fn end_on_signal(state: &AppState) -> Result<(), CommandError> {
    let cannot = |error: std::io::Error| CommandError::Failed(format!("cannot listen for signals: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(cannot)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot)?;
    let shutdown = state.shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing requests and the email being sent");
        shutdown.cancel();
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // Asked twice: at once, as a shell reports it.
        std::process::exit(130);
    });
    Ok(())
}
