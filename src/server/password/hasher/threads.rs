//! Threads that do nothing but hash.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::oneshot;

/// How much less urgent a hash is than the rest, as `nice` counts: other work that wants the core then has three
/// quarters of it. Everything else takes a fraction of a millisecond and goes on at once; a hash that takes
/// ten loses little by it, and is never starved.
const NICENESS: i32 = 5;

type Work = Box<dyn FnOnce() + Send>;

/// As many threads as may hash at a time, begun by the first hash.
pub(super) struct Threads {
    count: usize,
    queue: OnceLock<Sender<Work>>,
}

impl Threads {
    pub(super) const fn new(count: usize) -> Self {
        Self { count, queue: OnceLock::new() }
    }

    /// Has one of them do `work`; an error when it panicked.
    pub(super) fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> oneshot::Receiver<T> {
        let (done, answer) = oneshot::channel();
        let work: Work = Box::new(move || _ = done.send(work()));
        // The threads end with their queue, so sending fails only where none could be begun.
        _ = self.queue.get_or_init(|| begin(self.count)).send(work);
        answer
    }
}

/// Begins threads that work until the queue is dropped.
fn begin(count: usize) -> Sender<Work> {
    let (queue, waiting) = channel();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..count {
        let waiting = Arc::clone(&waiting);
        let begun = std::thread::Builder::new().name("hash".to_owned()).spawn(move || work_through(&waiting));
        if let Err(error) = begun {
            tracing::error!(%error, "cannot start a thread for hashing: {error}");
        }
    }
    queue
}

fn work_through(waiting: &Mutex<Receiver<Work>>) {
    // On Linux this concerns the thread, elsewhere all of the program.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(NICENESS) {
        tracing::debug!(%error, "hashes are as urgent as everything else: {error}");
    }
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = next else { return };
        // A panic ends one hash, not the thread.
        _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    }
}
