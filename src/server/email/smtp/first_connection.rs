//! One connection first: until the server has let it in, no other is tried.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use crate::server::email::{SendError, Verdict};

/// Whether the server lets us in. Clones share it.
///
/// A wrong password would else be refused as often at once as there are mails at hand, and mail servers lock an
/// account, or block an address, after a few refusals (fail2ban 5, cPanel 15).
#[derive(Clone, Default)]
pub(super) struct FirstConnection(Arc<Shared>);

#[derive(Default)]
struct Shared {
    was_let_in: AtomicBool,
    /// Held by the one that is tried while none was let in.
    turn: tokio::sync::Mutex<()>,
    last_failure: Mutex<Option<(Instant, SendError)>>,
}

impl FirstConnection {
    /// Opens a connection. While none was let in, waits for the one that is tried; if it failed, or another one has
    /// failed after `since`, so does this one.
    pub(super) async fn open<T>(
        &self,
        since: Instant,
        open: impl Future<Output = Result<T, SendError>>,
    ) -> Result<T, SendError> {
        let mut turn = None;
        if !self.was_let_in() {
            turn = Some(self.0.turn.lock().await);
        }
        if self.was_let_in() {
            turn = None;
        } else if let Some((_, error)) = self.last_failure().as_ref().filter(|(at, _)| *at >= since) {
            return Err(error.clone());
        }
        let opened = open.await;
        self.note(&opened);
        drop(turn);
        opened
    }

    fn note<T>(&self, opened: &Result<T, SendError>) {
        *self.last_failure() = opened.as_ref().err().map(|error| (Instant::now(), error.clone()));
        match opened {
            Ok(_) => self.0.was_let_in.store(true, Ordering::SeqCst),
            Err(error) if error.verdict == Verdict::Misconfigured => self.0.was_let_in.store(false, Ordering::SeqCst),
            Err(_) => {}
        }
    }

    fn was_let_in(&self) -> bool {
        self.0.was_let_in.load(Ordering::SeqCst)
    }

    fn last_failure(&self) -> MutexGuard<'_, Option<(Instant, SendError)>> {
        // Nothing is left half done by a panic in between.
        self.0.last_failure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
