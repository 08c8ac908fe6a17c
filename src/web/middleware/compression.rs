//! Compresses pages that hold no secret.
//!
//! Who can put text of theirs into a page and sees how long its answer is can
//! guess a secret in that page letter by letter, since what repeats takes less
//! room (BREACH, Gluck, Harris and Prado 2013). So nothing is compressed but pages
//! of which the list says so (`holds_no_secret`). The nonce of a page is another one in each answer.

use axum::http::Response;
use tower_http::compression::predicate::Predicate;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// Marks an answer that may be compressed.
#[derive(Clone, Copy)]
pub struct HoldsNoSecret;

/// Only what is marked.
#[derive(Clone, Copy)]
pub struct Marked;

impl Predicate for Marked {
    fn should_compress<B>(&self, response: &Response<B>) -> bool
    where
        B: axum::body::HttpBody,
    {
        response.extensions().get::<HoldsNoSecret>().is_some()
    }
}

/// Compresses what is marked with [`HoldsNoSecret`], for browsers that take gzip: all.
///
/// Not with brotli, which takes three times as long for a page of 35 kB as gzip, longer than making
/// the page, and ends at the same size. Higher levels take longer for some per cent less.
pub fn compression() -> CompressionLayer<Marked> {
    CompressionLayer::new().no_br().quality(CompressionLevel::Precise(3)).compress_when(Marked)
}
