//! How many requests are being answered, so that work nobody waits for leaves them the processor.

use super::counted::CountGuard;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long [`OpenRequests::wait_until_idle`] waits at most. Under requests without end, mails go on leaving:
/// ten a second for each hash at a time, which costs a tenth of the processor.
pub const MAX_PAUSE: Duration = Duration::from_millis(100);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Counts the requests whose answer has not begun.
#[derive(Debug, Default)]
pub struct OpenRequests(AtomicUsize);

impl OpenRequests {
    /// Counts one more, until the guard is dropped.
    pub fn begin(&self) -> CountGuard<'_> {
        CountGuard::begin(&self.0).0
    }

    /// Waits until at most `few` requests are being answered, but no longer than [`MAX_PAUSE`].
    pub async fn wait_until_idle(&self, few: impl Fn() -> usize) {
        let begun = tokio::time::Instant::now();
        while self.0.load(Ordering::Relaxed) > few() && begun.elapsed() < MAX_PAUSE {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}
