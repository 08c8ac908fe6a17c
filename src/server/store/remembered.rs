//! What every page of an admin reads, remembered for a moment.

use super::StoreError;
use super::groups::Group;
use super::outbox::{OutboxCounts, Warnings};
use super::recent_users::AddedPeople;
use crate::domain::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What another node or the command line has written shows so late at most.
const REMEMBERED_FOR: Duration = Duration::from_secs(1);

/// The values that are remembered.
pub(super) struct RememberedReads {
    pub(super) writes: WriteCount,
    pub(super) warnings: Remembered<(), Warnings>,
    pub(super) groups: Remembered<(), Vec<Group>>,
    pub(super) outbox_counts: Remembered<(), OutboxCounts>,
    /// By the first day and the number of days.
    pub(super) added_by_day: Remembered<(Timestamp, usize), Vec<AddedPeople>>,
}

impl RememberedReads {
    pub(super) fn new(writes: &WriteCount) -> Self {
        Self {
            writes: writes.clone(),
            warnings: Remembered::new(writes),
            groups: Remembered::new(writes),
            outbox_counts: Remembered::new(writes),
            added_by_day: Remembered::new(writes),
        }
    }
}

/// How often a connection that may write was lent and came back, or committed: what was read before counts no
/// more.
#[derive(Clone, Debug, Default)]
pub(super) struct WriteCount(Arc<AtomicU64>);

impl WriteCount {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// What is read faster than this is read anew after each write of this process.
const CHEAP: Duration = Duration::from_millis(10);
/// What takes longer, since it grows with the number of people, takes at most one part in so many of the time.
const SHARE: u32 = 20;

/// A value that is the same for everybody who asks with the same key.
#[derive(Clone, Debug)]
pub(super) struct Remembered<K, T> {
    writes: WriteCount,
    last: Arc<Mutex<Option<Reading<K, T>>>>,
}

#[derive(Debug)]
struct Reading<K, T> {
    key: K,
    value: T,
    begun: Instant,
    took: Duration,
    writes: u64,
}

impl<K: PartialEq, T: Clone> Remembered<K, T> {
    pub(super) fn new(writes: &WriteCount) -> Self {
        Self { writes: writes.clone(), last: Arc::default() }
    }

    /// The value, from `read` unless it is remembered.
    pub(super) async fn get(&self, key: K, read: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        let writes = self.writes.now();
        if let Some(last) = &*self.last.lock().unwrap_or_else(PoisonError::into_inner)
            && last.key == key
            && last.is_current(writes)
        {
            return Ok(last.value.clone());
        }
        let begun = Instant::now();
        let value = read.await?;
        let reading = Reading { key, value: value.clone(), begun, took: begun.elapsed(), writes };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
        Ok(value)
    }
}

impl<K, T> Reading<K, T> {
    fn is_current(&self, writes: u64) -> bool {
        let rest = if self.took < CHEAP { Duration::ZERO } else { self.took * SHARE };
        let age = self.begun.elapsed();
        age < rest || (age < REMEMBERED_FOR && self.writes == writes)
    }
}
