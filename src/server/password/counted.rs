//! A guard that adds one to an atomic counter until it is dropped.

use std::sync::atomic::{AtomicUsize, Ordering};

/// A guard that counts down when it is dropped.
#[derive(Debug)]
pub struct CountGuard<'a>(&'a AtomicUsize);

impl<'a> CountGuard<'a> {
    /// With how many there were before.
    pub(super) fn begin(count: &'a AtomicUsize) -> (Self, usize) {
        (Self(count), count.fetch_add(1, Ordering::SeqCst))
    }
}

impl Drop for CountGuard<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
