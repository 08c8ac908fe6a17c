//! Background jobs: what runs beside the requests until shutdown.

use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// A job that panicked waits this long: one that does so at once would fill the log.
const RESTART_DELAY: Duration = Duration::from_secs(5);

/// Runs `job` until it returns. One that panics is started again after a pause: a bug in one job must end neither
/// the server nor the job.
pub async fn keep_running<J>(name: &str, shutdown: &CancellationToken, mut job: impl FnMut() -> J)
where
    J: Future<Output = ()>,
{
    let mut end = JobEnd { name, has_returned: false };
    while catch_panic(name, job()).await.is_none() {
        if shutdown.run_until_cancelled(sleep(RESTART_DELAY)).await.is_none() {
            break;
        }
    }
    end.has_returned = true;
}

/// Warns when a job is dropped before it has returned.
struct JobEnd<'a> {
    name: &'a str,
    has_returned: bool,
}

impl Drop for JobEnd<'_> {
    fn drop(&mut self) {
        if !self.has_returned {
            tracing::warn!("{} was still at work at the end", self.name);
        }
    }
}

/// What `work` returns; none when it panicked, which is logged under `name`.
pub async fn catch_panic<T>(name: &str, work: impl Future<Output = T>) -> Option<T> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    if done.is_err() {
        tracing::error!("{name} panicked; Chaveiro keeps running");
    }
    done.ok()
}

/// When a job looks again whether there is something to do.
#[derive(Debug)]
pub struct Poller {
    /// Counts what happens on this node, and on the others as far as they tell.
    pub changes: watch::Receiver<u64>,
    /// So long after a look nothing hurries the next: under load many changes cost one look.
    pub at_most_every: Duration,
    /// The longest wait without a notification.
    pub at_least_every: Duration,
}

impl Poller {
    /// What has changed by now does not hurry the next look. To be called before one; or after one whose own changes
    /// shall not hurry it.
    pub fn mark_unchanged(&mut self) {
        self.changes.mark_unchanged();
    }

    /// Waits until it is time for the next look, or for the end.
    pub async fn wait(&mut self, shutdown: &CancellationToken) {
        let next = async {
            sleep(self.at_most_every).await;
            let _ = timeout(self.at_least_every.saturating_sub(self.at_most_every), self.changes.changed()).await;
        };
        shutdown.run_until_cancelled(next).await;
    }
}
