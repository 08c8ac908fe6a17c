//! Polls the database once for all pages that watch it.
//!
//! A node polls once for all of them, and a page hears only of what is new: where each of three
//! hundred pages asked for itself, mails left seven times slower.

use crate::domain::{Locale, Timestamp};
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::background::{Poller, keep_running};
use crate::server::store::user_list::UserCounts;
use crate::server::store::user_overview::UserOverview;
use crate::server::store::{Store, StoreError};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OnceCell, watch};

/// The database is polled this often without a notification: another node may have sent a mail.
const MAX_INTERVAL: Duration = Duration::from_secs(1);
/// However many changes there are, not more often than this.
const MIN_INTERVAL: Duration = Duration::from_millis(250);
/// Changes this recent are sent first: the page was made before its
/// script asked, and a connection that broke comes back.
const CATCH_UP: Duration = Duration::from_secs(120);
/// Changes passed on to the pages at a time.
const AT_A_TIME: i64 = 1000;
/// The newest events of the log, which may have come after a page was made.
const CATCH_UP_EVENTS: i64 = 200;

/// In which language and by the clock of which time zone lines are worded.
type LineKey = (Locale, String);

/// What was new at one poll.
#[derive(Default)]
pub struct Update {
    /// Counts polls at which something was new.
    pub number: u64,
    /// The accounts that changed since the poll before; some may come twice.
    changed: Vec<UserOverview>,
    /// Whether an admin has paused the mails by then.
    is_paused: bool,
    /// How many people have each status by then.
    counts: Option<UserCounts>,
    /// The same in the words of a language, by the clock of a time zone.
    lines: Mutex<HashMap<LineKey, Arc<Vec<String>>>>,
    /// Versions of single topics as of then, by the topics' names.
    versions: Mutex<HashMap<String, Arc<OnceCell<String>>>>,
    /// The sessions of administrators as of then.
    admin_sessions: OnceCell<HashSet<String>>,
}

impl Update {
    /// The changed accounts, each as `line` puts it, which hears whether mails are paused, and the counters as `total`
    /// does; asked once for a language and a time zone.
    pub fn lines(
        &self,
        locale: Locale,
        zone: &Zone,
        line: impl Fn(&UserOverview, bool) -> String,
        total: impl Fn(&UserCounts) -> String,
    ) -> Arc<Vec<String>> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || {
            let changed = self.changed.iter().map(|account| line(account, self.is_paused));
            Arc::new(changed.chain(self.counts.as_ref().map(total)).collect())
        };
        Arc::clone(lines.entry((locale, zone.name().to_owned())).or_insert_with(made))
    }

    /// Whether a session is still an admin's; looked up once for all who watch.
    pub async fn is_admins(&self, store: &Store, token_hash: &str) -> Result<bool, StoreError> {
        let sessions = self.admin_sessions.get_or_try_init(|| store.list_admin_sessions()).await?;
        Ok(sessions.contains(token_hash))
    }

    /// The version of a topic; looked up once for all who watch it.
    pub async fn version(
        &self,
        topic: &str,
        find: impl AsyncFnOnce() -> Result<String, StoreError>,
    ) -> Result<String, StoreError> {
        let cell = {
            let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(versions.entry(topic.to_owned()).or_default())
        };
        cell.get_or_try_init(|| find()).await.cloned()
    }
}

/// Looks while somebody watches. Cheap to clone.
#[derive(Clone)]
pub struct Watcher {
    updates: Arc<watch::Sender<Arc<Update>>>,
    is_polling: Arc<AtomicBool>,
}

impl Default for Watcher {
    fn default() -> Self {
        Self { updates: Arc::new(watch::Sender::default()), is_polling: Arc::default() }
    }
}

impl Watcher {
    /// Hears of each poll at which something was new; of some together when it is slow.
    pub fn subscribe(&self, state: &AppState) -> watch::Receiver<Arc<Update>> {
        let updates = self.updates.subscribe();
        if !self.is_polling.swap(true, Ordering::SeqCst) {
            let state = state.clone();
            tokio::spawn(async move {
                keep_running("the watcher", &state.shutdown, || poll_while_watched(state.clone())).await;
            });
        }
        updates
    }

    /// Whether it may stop: nobody watches.
    fn stops(&self) -> bool {
        if self.updates.receiver_count() > 0 {
            return false;
        }
        self.is_polling.store(false, Ordering::SeqCst);
        // Somebody may have come between the two lines, and have found it looking.
        self.updates.receiver_count() == 0 || self.is_polling.swap(true, Ordering::SeqCst)
    }
}

/// The accounts that changed within the time for which a page may have missed changes.
pub async fn list_recently_changed(state: &AppState) -> Result<Vec<UserOverview>, StoreError> {
    let logged = state.store.find_newest_event().await? - CATCH_UP_EVENTS;
    state.store.list_accounts_changed_since(state.clock.now().minus(CATCH_UP), logged, AT_A_TIME).await
}

async fn poll_while_watched(state: AppState) {
    let changes = state.changes.subscribe();
    let mut poller = Poller { changes, at_most_every: MIN_INTERVAL, at_least_every: MAX_INTERVAL };
    let mut seen = Seen { version: String::new(), mailed: state.clock.now().minus(CATCH_UP), logged: None };
    while !state.shutdown.is_cancelled() && !state.watcher.stops() {
        poller.mark_unchanged();
        if let Err(error) = poll(&state, &mut seen).await {
            tracing::warn!(%error, "cannot look for what pages watch: {error}");
        }
        poller.wait(&state.shutdown).await;
    }
}

/// What the last poll has seen.
struct Seen {
    /// The version of all that is watched.
    version: String,
    /// The newest change of a mail.
    mailed: Timestamp,
    /// The newest event of the log; none before the first poll.
    logged: Option<i64>,
}

/// Tells everybody if something is new.
async fn poll(state: &AppState, seen: &mut Seen) -> Result<(), StoreError> {
    let version = state.store.find_version_of_watched().await?;
    if version == seen.version {
        return Ok(());
    }
    // Pages that ask again after this poll must not be told what was so before.
    state.store.forget_cached_reads();
    // First the newest change: what changes meanwhile is sent now and once more, not lost.
    let mailed = state.store.find_newest_change().await?.unwrap_or(seen.mailed).max(seen.mailed);
    let logged = state.store.find_newest_event().await?;
    let since = seen.logged.unwrap_or(logged - CATCH_UP_EVENTS);
    let changed = state.store.list_accounts_changed_since(seen.mailed, since, AT_A_TIME).await?;
    let counts = Some(state.store.count_users_by_status().await?);
    let is_paused = state.store.is_paused_by_operator().await?;
    *seen = Seen { version, mailed, logged: Some(logged) };
    state.watcher.updates.send_modify(|last| {
        *last = Arc::new(Update { number: last.number + 1, changed, is_paused, counts, ..Update::default() });
    });
    Ok(())
}
