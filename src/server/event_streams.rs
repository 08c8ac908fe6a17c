//! How many pages are kept up to date at a time: each holds a connection for as long as it is open.

use crate::error::AppError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Streams of one session: as many pages as somebody looks at in turn.
pub const MAX_PER_SESSION: usize = 12;
/// Streams in all: half of the connections there are.
pub const MAX_STREAMS: usize = 512;

/// Counts the open streams, in all and by session. Cheap to clone.
#[derive(Clone, Default)]
pub struct EventStreams(Arc<Mutex<HashMap<String, usize>>>);

/// One open stream; dropping it frees its slot.
pub struct EventStream {
    streams: EventStreams,
    session: String,
}

impl EventStreams {
    /// Takes a slot for the session with this hash.
    ///
    /// # Errors
    /// [`AppError::TooManyLivePages`] when the session, or everybody together, has as many as there may be.
    pub fn open(&self, session: &str) -> Result<EventStream, AppError> {
        let mut open = self.lock();
        let in_all: usize = open.values().sum();
        if open.get(session).is_some_and(|count| *count >= MAX_PER_SESSION) || in_all >= MAX_STREAMS {
            return Err(AppError::TooManyLivePages);
        }
        *open.entry(session.to_owned()).or_default() += 1;
        Ok(EventStream { streams: self.clone(), session: session.to_owned() })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        if let Some(count) = open.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.session);
            }
        }
    }
}
