//! Connections to the mail server that have carried a mail and wait for the next one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};

use super::line::Line;
use super::reply::Extensions;
use super::settings::Timeouts;

/// How many mails one connection carries. Some servers end a dialogue at a hundred.
const MAILS_PER_CONNECTION: u32 = 50;

/// An open dialogue, encrypted and signed in: the next command may be `MAIL`.
pub(super) struct Connection {
    pub(super) line: Line,
    pub(super) extensions: Extensions,
    /// How many mails it has carried.
    pub(super) mails: u32,
}

impl Connection {
    /// Says good-bye beside the main path: a server that is slow to answer must neither
    /// delay nor change the outcome of a mail.
    pub(super) fn quit(mut self, patience: Duration) {
        tokio::spawn(async move { timeout(patience, self.line.command("QUIT")).await.is_ok() });
    }
}

/// The connections that wait. Clones share them.
#[derive(Clone, Default)]
pub(super) struct IdleConnections(Arc<Mutex<Waiting>>);

#[derive(Default)]
struct Waiting {
    /// Those that have waited longest come first.
    connections: Vec<(Connection, Instant)>,
    /// Whether a task ends those that have waited too long.
    is_watched: bool,
}

impl IdleConnections {
    /// The connection that was used last.
    pub(super) fn take(&self) -> Option<Connection> {
        self.lock().connections.pop().map(|(connection, _)| connection)
    }

    /// Keeps a connection whose mail was accepted; one that has carried many ends instead.
    pub(super) fn keep(&self, connection: Connection, timeouts: Timeouts) {
        if connection.mails >= MAILS_PER_CONNECTION {
            return connection.quit(timeouts.quit);
        }
        let mut waiting = self.lock();
        waiting.connections.push((connection, Instant::now() + timeouts.idle));
        if !waiting.is_watched {
            waiting.is_watched = true;
            tokio::spawn(self.clone().end_in_time(timeouts.quit));
        }
    }

    /// Ends each connection when its time is over, and itself with the last.
    async fn end_in_time(self, patience: Duration) {
        while let Some(until) = self.first_end() {
            sleep_until(until).await;
            let now = Instant::now();
            let mut waiting = self.lock();
            let over = waiting.connections.iter().take_while(|(_, until)| *until <= now).count();
            for (connection, _) in waiting.connections.drain(..over) {
                connection.quit(patience);
            }
        }
    }

    fn first_end(&self) -> Option<Instant> {
        let mut waiting = self.lock();
        let first = waiting.connections.first().map(|(_, until)| *until);
        waiting.is_watched = first.is_some();
        first
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        // Nothing is left half done by a panic in between.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
