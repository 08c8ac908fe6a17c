//! How many connections there are. Where a mail server lets us have no more, a mail waits for one of those in use:
//! Exchange Online takes three.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::first_connection::FirstConnection;
use super::idle::IdleConnections;

/// Connections to the mail server at a time: one that takes 50 ms for a mail still gets 320 a second. Fewer than the
/// 20 that Exim accepts of all clients together where nobody has set more (`smtp_accept_max`); Postfix accepts 50 of each.
pub const MAX_CONNECTIONS: usize = 16;

/// The connections to the mail server. Clones share them.
#[derive(Clone)]
pub(in crate::server::email) struct Connections {
    pub(super) idle: IdleConnections,
    pub(super) busy: BusyConnections,
    pub(super) first: FirstConnection,
    /// A mail that is on its way holds one of them.
    pub(super) slots: Arc<Semaphore>,
}

impl Default for Connections {
    fn default() -> Self {
        let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let (idle, busy, first) = (IdleConnections::default(), BusyConnections::default(), FirstConnection::default());
        Self { idle, busy, first, slots }
    }
}

/// The mails that are on their way to the server. Clones share them.
#[derive(Clone, Default)]
pub(super) struct BusyConnections(Arc<Shared>);

#[derive(Default)]
struct Shared {
    mails: Mutex<Mails>,
    changed: Notify,
}

#[derive(Default)]
struct Mails {
    /// Those that have a connection, or try to open one.
    busy: usize,
    /// Those that wait for the connection of another.
    waiting: usize,
    /// So many of those may go on.
    freed: usize,
}

impl BusyConnections {
    /// A mail that is on its way until this is dropped.
    pub(super) fn begin(&self) -> Busy<'_> {
        self.lock().busy += 1;
        Busy { connections: self, has_connection: false }
    }

    /// Waits until another mail has been dealt with; `false` when none is on its way, or none ends in time.
    pub(super) async fn next_free(&self, until: Instant) -> bool {
        let _waiting = Waiting::begin(self);
        loop {
            let changed = self.0.changed.notified();
            tokio::pin!(changed);
            // From here on no change is missed.
            changed.as_mut().enable();
            {
                let mut mails = self.lock();
                if mails.freed > 0 {
                    mails.freed -= 1;
                    return true;
                }
                if mails.busy == 0 {
                    return false;
                }
            }
            if timeout_at(until, changed).await.is_err() {
                return false;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Mails> {
        // Nothing is left half done by a panic in between.
        self.0.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A mail on its way.
pub(super) struct Busy<'a> {
    connections: &'a BusyConnections,
    /// Whether the server has let it in, so that another one can follow it.
    pub(super) has_connection: bool,
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        let mut mails = self.connections.lock();
        mails.busy -= 1;
        if self.has_connection && mails.freed < mails.waiting {
            mails.freed += 1;
        }
        drop(mails);
        self.connections.0.changed.notify_waiters();
    }
}

struct Waiting<'a>(&'a BusyConnections);

impl<'a> Waiting<'a> {
    fn begin(connections: &'a BusyConnections) -> Self {
        connections.lock().waiting += 1;
        Self(connections)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut mails = self.0.lock();
        mails.waiting -= 1;
        mails.freed = mails.freed.min(mails.waiting);
    }
}
