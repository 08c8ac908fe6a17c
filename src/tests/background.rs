//! Background jobs: what a panic does to them.

use chaveiro::server::background::keep_running;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio_util::sync::CancellationToken;

#[tokio::test(start_paused = true)]
async fn a_job_that_panics_is_started_again_until_it_returns() {
    let starts = AtomicUsize::new(0);
    keep_running("the job", &CancellationToken::new(), || async {
        tokio::task::yield_now().await;
        assert!(starts.fetch_add(1, Ordering::SeqCst) >= 2, "a bug");
    })
    .await;
    assert_eq!(starts.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn after_shutdown_a_job_that_panics_is_not_started_again() {
    let (starts, shutdown) = (AtomicUsize::new(0), CancellationToken::new());
    keep_running("the job", &shutdown, || async {
        starts.fetch_add(1, Ordering::SeqCst);
        shutdown.cancel();
        panic!("a bug");
    })
    .await;
    assert_eq!(starts.load(Ordering::SeqCst), 1);
}
