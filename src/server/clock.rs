//! The clock: the time in one place, so that tests can stop it.

use crate::domain::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// How far the clocks of two nodes may be apart.
pub const CLOCKS_DIFFER: Duration = Duration::from_secs(60);

/// The latest that a time may be which was set for at most `span` from its `now`.
///
/// A stored time that lies further ahead was written while a clock was ahead. It
/// counts as over: otherwise people who had to wait would wait until the clock comes
/// there, maybe for a year. So all code that compares a stored time with now
/// looks at both ends. `span` is none for what has happened: it is in the past.
pub fn latest(now: Timestamp, span: Duration) -> Timestamp {
    now.plus(span).plus(CLOCKS_DIFFER)
}

/// The latest that something may have happened: see [`latest`].
pub fn latest_past(now: Timestamp) -> Timestamp {
    latest(now, Duration::ZERO)
}

/// Tells the time: the system's, or a stopped one that tests advance.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    /// The millisecond of the newest id, and its place there in the lower [`PLACE_BITS`].
    newest_id: Arc<AtomicU64>,
}

/// Of an id, behind its millisecond.
const PLACE_BITS: u32 = 12;

#[derive(Clone, Debug)]
enum Source {
    System,
    Stopped(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::of(Source::System)
    }

    /// A clock that is stopped at `time`. Its clones move together.
    pub fn stopped_at(time: Timestamp) -> Self {
        Self::of(Source::Stopped(Arc::new(AtomicI64::new(time.as_millis()))))
    }

    fn of(source: Source) -> Self {
        Self { source, newest_id: Arc::default() }
    }

    /// The time, to the millisecond.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    pub fn now(&self) -> Timestamp {
        match &self.source {
            Source::System => Timestamp::from_millis(jiff::Timestamp::now().as_millisecond()),
            Source::Stopped(millis) => Timestamp::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// How long to wait until `time`, in seconds: what `Retry-After` says; at least one.
    pub fn seconds_until(&self, time: Timestamp) -> u32 {
        u32::try_from(time.since(self.now()).as_millis().div_ceil(1000).max(1)).unwrap_or(u32::MAX)
    }

    /// Moves a stopped clock forward.
    ///
    /// # Panics
    /// On the system's clock, which nobody can move.
    pub fn advance(&self, by: Duration) {
        match &self.source {
            Source::System => panic!("only a stopped clock can be moved"),
            Source::Stopped(millis) => {
                let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
                millis.fetch_add(by, Ordering::SeqCst);
            }
        }
    }

    /// Sets a stopped clock, forward or back.
    ///
    /// # Panics
    /// On the system's clock.
    pub fn set(&self, time: Timestamp) {
        match &self.source {
            Source::System => panic!("only a stopped clock can be set"),
            Source::Stopped(millis) => millis.store(time.as_millis(), Ordering::SeqCst),
        }
    }

    /// A new identifier: a UUIDv7 (RFC 9562), so that ids sort by time, those of one millisecond too (6.2, method 1):
    /// people that a file adds stay in its order.
    pub fn new_uuid(&self) -> uuid::Uuid {
        let millis = u64::try_from(self.now().as_millis()).unwrap_or_default();
        let time = uuid::Timestamp::from_unix(
            uuid::NoContext,
            millis / 1000,
            u32::try_from(millis % 1000).unwrap_or_default() * 1_000_000,
        );
        let mut bytes = uuid::Uuid::new_v7(time).into_bytes();
        let [high, low] = self.next_place(millis, bytes[7]).to_be_bytes();
        // Beside the version.
        (bytes[6], bytes[7]) = ((bytes[6] & 0xF0) | high, low);
        uuid::Uuid::from_bytes(bytes)
    }

    /// A new identifier for what has no type of its own for that.
    pub fn new_id(&self) -> String {
        self.new_uuid().to_string()
    }

    /// The place of a new id in its millisecond. The first one's is random, low enough for thousands after it; later
    /// ones share the last.
    fn next_place(&self, millis: u64, random: u8) -> u16 {
        let last = (1 << PLACE_BITS) - 1;
        let next = |newest: u64| match newest >> PLACE_BITS == millis {
            true => newest + u64::from(newest & last < last),
            false => (millis << PLACE_BITS) | u64::from(random),
        };
        let newest = self.newest_id.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |newest| Some(next(newest)));
        u16::try_from(next(newest.unwrap_or_default()) & last).unwrap_or_default()
    }
}

/// `time` in RFC 3339, in UTC, to the second: `2026-11-22T14:05:00Z`.
pub fn rfc3339(time: Timestamp) -> String {
    jiff::Timestamp::from_second(time.as_seconds()).map_or_else(|_| String::new(), |time| time.to_string())
}
