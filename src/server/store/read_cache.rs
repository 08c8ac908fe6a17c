//! Read cache: what every page of an admin reads is kept for a second at most.

use super::StoreError;
use super::groups::Group;
use super::outbox::{FailedCounts, OutboxCounts, Warnings};
use super::recent_users::AddedPeople;
use super::user_counts::UserCounts;
use crate::domain::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What somebody else has written shows so late at most, where no hint of it comes.
const KEPT_FOR: Duration = Duration::from_secs(1);
/// The same of the numbers beside the list, which somebody may compare with what the command line did just now.
const COUNTS_KEPT_FOR: Duration = Duration::from_millis(100);

/// What takes long to read, where there is much of it, is kept for so long, whatever was written since …
const LONG_KEPT_FOR: Duration = Duration::from_secs(10);
/// … namely where it is a number of so many rows and more.
pub(super) const MANY_ROWS: i64 = 50_000;

/// The values that are kept.
pub(super) struct ReadCache {
    pub(super) writes: WriteCount,
    pub(super) warnings: Cached<(), Warnings>,
    pub(super) groups: Cached<(), Vec<Group>>,
    pub(super) user_counts: Cached<(), UserCounts>,
    pub(super) open_mails: Cached<(), OutboxCounts>,
    pub(super) sent_mails: Cached<(), i64>,
    pub(super) failed_mails: Cached<(), FailedCounts>,
    pub(super) recently_failed: Cached<(), FailedCounts>,
    /// By the first day and the number of days.
    pub(super) added_by_day: Cached<(Timestamp, usize), Vec<AddedPeople>>,
}

impl ReadCache {
    pub(super) fn new(writes: &WriteCount) -> Self {
        Self {
            writes: writes.clone(),
            warnings: Cached::new(writes, KEPT_FOR),
            groups: Cached::new(writes, KEPT_FOR),
            user_counts: Cached::new(writes, COUNTS_KEPT_FOR),
            open_mails: Cached::new(writes, KEPT_FOR),
            sent_mails: Cached::new(writes, KEPT_FOR),
            failed_mails: Cached::new(writes, KEPT_FOR),
            recently_failed: Cached::new(writes, KEPT_FOR),
            added_by_day: Cached::new(writes, KEPT_FOR),
        }
    }
}

/// How often a connection that may write was acquired, released, or committed, or news came of another
/// process: what was read before counts no more.
#[derive(Clone, Debug, Default)]
pub(super) struct WriteCount(Arc<AtomicU64>);

impl WriteCount {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A value that is the same for everybody who asks with the same key.
#[derive(Clone, Debug)]
pub(super) struct Cached<K, T> {
    writes: WriteCount,
    kept_for: Duration,
    last: Arc<Mutex<Option<Reading<K, T>>>>,
}

#[derive(Debug)]
struct Reading<K, T> {
    key: K,
    value: T,
    begun: Instant,
    writes: u64,
}

impl<K: PartialEq, T: Clone> Cached<K, T> {
    fn new(writes: &WriteCount, kept_for: Duration) -> Self {
        Self { writes: writes.clone(), kept_for, last: Arc::default() }
    }

    /// The value, from `read` unless it is kept.
    pub(super) async fn get(&self, key: K, read: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        self.get_or_earlier(key, |_| false, read).await
    }

    /// The value, from `read` unless it is kept: one that `takes_long` to read ten seconds, whatever was written since.
    pub(super) async fn get_or_earlier(
        &self,
        key: K,
        takes_long: impl Fn(&T) -> bool,
        read: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let (writes, begun) = (self.writes.now(), Instant::now());
        if let Some(last) = &*self.last.lock().unwrap_or_else(PoisonError::into_inner)
            && last.key == key
            && (last.writes == writes && last.begun.elapsed() < self.kept_for
                || takes_long(&last.value) && last.begun.elapsed() < LONG_KEPT_FOR)
        {
            return Ok(last.value.clone());
        }
        let value = read.await?;
        let reading = Reading { key, value: value.clone(), begun, writes };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
        Ok(value)
    }
}
