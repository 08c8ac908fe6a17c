//! The server: storage, decisions, and delivery of mails.

pub mod accept_language;
pub mod access;
pub mod accounts;
mod answer;
pub mod appearance;
pub mod apps;
pub mod assets;
pub mod audit_chain;
pub mod background;
pub mod cleanup;
pub mod client_address;
pub mod clock;
pub mod config;
pub mod cookies;
pub mod csv;
pub mod day_range;
pub mod delivery;
pub mod email;
pub mod event_streams;
pub mod flash;
pub mod imports;
pub mod keys;
mod masked_answer;
pub mod networks;
pub mod nodes;
pub mod oidc;
pub mod outbox;
pub mod password;
pub mod process;
pub mod rate_limit;
pub mod reminders;
pub mod request_context;
pub mod session;
pub mod store;
pub mod temporary_password;
pub mod timing;
pub mod watcher;

use crate::domain::Timestamp;
use crate::error::AppError;
use appearance::AppearanceCache;
use assets::Assets;
use clock::Clock;
use config::Settings;
use email::{Mailer, MemoryOutbox, Transport};
use event_streams::EventStreams;
use keys::Keys;
use password::open_requests::OpenRequests;
use password::{Estimator, PasswordHasher};
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreError};
use tokio_util::sync::CancellationToken;
use watcher::Watcher;

/// So long an answer may take to be out once its work is done.
const ANSWER_IS_OUT: Duration = Duration::from_millis(20);

/// Everything a request or a worker needs. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Services>);

impl std::ops::Deref for AppState {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

/// What [`AppState`] shares.
pub struct Services {
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// The database.
    pub store: Store,
    /// Hashes passwords, a few at a time.
    pub hasher: PasswordHasher,
    /// Says what it thinks of new passwords, a few at a time.
    pub estimator: Estimator,
    /// Sends mail; none when no mail server is set (command line only).
    pub mailer: Option<Mailer>,
    /// The mails of development mode.
    pub captured: Option<MemoryOutbox>,
    /// What time it is.
    pub clock: Clock,
    /// Derived keys.
    pub keys: Keys,
    /// Keys that sign tokens, opened.
    pub opened_keys: oidc::signing_keys::OpenedKeys,
    /// Addresses of style, icons and bundles.
    pub assets: Assets,
    /// How the site and its mails look.
    pub appearance: AppearanceCache,
    /// Looks at the database for all pages that watch.
    pub watcher: Watcher,
    /// Changes when a mail was queued or its state changed.
    pub changes: Arc<tokio::sync::watch::Sender<u64>>,
    /// The pages that are kept up to date.
    pub streams: EventStreams,
    /// The requests that are being answered.
    pub open_requests: OpenRequests,
    /// Tells everything long-lived to end.
    pub shutdown: CancellationToken,
}

impl AppState {
    /// Opens the database and makes ready what `settings` describe.
    ///
    /// # Errors
    /// When the database cannot be opened or is newer than this program.
    pub async fn open(settings: Settings, clock: Clock) -> Result<Self, StoreError> {
        let keys = Keys::derive(&settings.secret_key);
        let store = Store::open(&settings.database_url, clock.clone(), keys.audit()).await?;
        if !store.matches_key_mark(keys.mark()).await? {
            return Err(StoreError::OtherKey);
        }
        let captured = match &settings.transport {
            Some(Transport::Memory(outbox)) => Some(outbox.clone()),
            _ => None,
        };
        let state = Self(Arc::new(Services {
            store,
            hasher: PasswordHasher::new(keys.pepper(), settings.argon2, settings.parallel_hashes),
            estimator: Estimator::new(),
            mailer: settings.transport.clone().map(|transport| Mailer::new(settings.sender.clone(), transport)),
            captured,
            clock,
            keys,
            opened_keys: oidc::signing_keys::OpenedKeys::default(),
            assets: Assets::load(),
            appearance: AppearanceCache::new(&settings),
            watcher: Watcher::default(),
            changes: Arc::new(tokio::sync::watch::Sender::new(0)),
            streams: EventStreams::default(),
            open_requests: OpenRequests::default(),
            shutdown: CancellationToken::new(),
            settings: Arc::new(settings),
        }));
        // A database that does not answer now is found out by whatever comes next.
        appearance::current(&state).await;
        Ok(state)
    }

    /// The refusal of what a limit allows again at `time`.
    pub fn too_many_tries(&self, time: Timestamp) -> AppError {
        AppError::TooManyTries { retry_after: self.clock.seconds_until(time) }
    }

    /// Wakes the delivery workers and the pages that watch.
    pub fn notify(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// The same when the answer to a visitor is out, unless a worker comes by on its own. What they do takes longer for
    /// some addresses than for others, and beside the answer its time would tell which.
    pub fn notify_after_the_answer(&self) {
        let state = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(ANSWER_IS_OUT).await;
            state.notify();
        });
    }
}
