//! How many requests are being answered, so that work nobody waits for leaves them the processor.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long [`OpenRequests::wait_for_a_pause`] waits at most. Under requests without end, mails go on leaving:
/// ten a second for each hash at a time, which costs a tenth of the processor.
pub const LONGEST_WAIT: Duration = Duration::from_millis(100);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Counts the requests whose answer has not begun. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct OpenRequests(Arc<AtomicUsize>);

/// A request that is being answered, until it is dropped.
#[derive(Debug)]
pub struct OpenRequest(OpenRequests);

impl OpenRequests {
    /// Counts one more.
    pub fn begin(&self) -> OpenRequest {
        self.0.fetch_add(1, Ordering::Relaxed);
        OpenRequest(self.clone())
    }

    /// Waits until at most `few` requests are being answered, but no longer than [`LONGEST_WAIT`].
    pub async fn wait_for_a_pause(&self, few: impl Fn() -> usize) {
        let begun = tokio::time::Instant::now();
        while self.0.load(Ordering::Relaxed) > few() && begun.elapsed() < LONGEST_WAIT {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
