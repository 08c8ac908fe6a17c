//! How many connections are open, and which one is closed when there are too many.

use crate::server::networks::{network, site};
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use std::collections::HashMap;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;
use tokio_util::sync::CancellationToken;

/// Connections in all, where the system allows so many.
pub const MAX_CONNECTIONS: usize = 1024;
/// Connections from one IPv4 address or IPv6 /64.
pub const MAX_PER_ADDRESS: usize = 64;
/// Connections from one IPv6 /48, which is what one customer often gets.
pub const MAX_PER_SITE: usize = 256;
/// Open files and sockets that visitors cannot take: the database (three files a
/// connection), mail, name look-ups, the log.
pub const RESERVED_DESCRIPTORS: usize = 128;
/// With fewer nobody could use the site at all.
const MIN_CONNECTIONS: usize = 16;

/// Open connections. Cheap to clone.
#[derive(Clone)]
pub struct Connections(Arc<Mutex<OpenConnections>>);

struct OpenConnections {
    most: usize,
    last_id: u64,
    by_id: HashMap<u64, Entry>,
}

struct Entry {
    /// None for trusted proxies and this machine, which speak for many.
    address: Option<IpAddr>,
    /// Since when it has had no whole request: it is not being answered.
    waiting_since: Option<Instant>,
    ended: CancellationToken,
}

/// The permit of one open connection; dropping it gives it back.
pub struct ConnectionPermit {
    connections: Connections,
    id: u64,
    ended: CancellationToken,
}

impl Connections {
    /// As many as `descriptors` open files leave room for.
    pub fn within(descriptors: usize) -> Self {
        let most = descriptors.saturating_sub(RESERVED_DESCRIPTORS).clamp(MIN_CONNECTIONS, MAX_CONNECTIONS);
        if most < MAX_CONNECTIONS {
            tracing::warn!(
                "only {descriptors} files may be open (`ulimit -n`): at most {most} connections are accepted at a time"
            );
        }
        Self(Arc::new(Mutex::new(OpenConnections { most, last_id: 0, by_id: HashMap::new() })))
    }

    /// Takes a permit for a connection from `address`. When there is none left, the
    /// connection that has waited longest without a whole request is ended for it:
    /// among those of the same network where that has too many, else among all.
    /// None when all are being answered.
    pub fn take(&self, address: Option<IpAddr>) -> Option<ConnectionPermit> {
        let mut open = self.lock();
        if let Some(address) = address {
            open.make_room(MAX_PER_ADDRESS, |other| other.is_some_and(|other| network(other) == network(address)))?;
            if address.is_ipv6() {
                open.make_room(MAX_PER_SITE, |other| other.is_some_and(|other| site(other) == site(address)))?;
            }
        }
        let most = open.most;
        open.make_room(most, |_| true)?;
        open.last_id += 1;
        let (id, ended) = (open.last_id, CancellationToken::new());
        open.by_id.insert(id, Entry { address, waiting_since: Some(Instant::now()), ended: ended.clone() });
        Some(ConnectionPermit { connections: self.clone(), id, ended })
    }

    fn lock(&self) -> MutexGuard<'_, OpenConnections> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenConnections {
    /// Ends connections until fewer than `most` of `those` are left.
    fn make_room(&mut self, most: usize, those: impl Fn(Option<IpAddr>) -> bool) -> Option<()> {
        while self.by_id.values().filter(|entry| those(entry.address)).count() >= most {
            let waiting = self.by_id.iter().filter(|(_, entry)| those(entry.address));
            let longest = waiting.filter_map(|(id, entry)| Some((entry.waiting_since?, *id))).min()?;
            self.by_id.remove(&longest.1)?.ended.cancel();
        }
        Some(())
    }
}

impl ConnectionPermit {
    /// Canceled when the permit was given to another connection.
    pub fn ended(&self) -> CancellationToken {
        self.ended.clone()
    }

    /// Answers `request` with `answer`. From the end of its body to the end of the
    /// answer the connection keeps its permit.
    pub async fn answer<F>(self: Arc<Self>, request: Request, answer: impl FnOnce(Request) -> F) -> Response
    where
        F: Future<Output = Response>,
    {
        let request = if request.body().is_end_stream() {
            self.set_waiting_since(None);
            request
        } else {
            let whole = RequestRead(Arc::clone(&self));
            request.map(|body| Body::new(Watched { body, at_end: whole }))
        };
        let response = answer(request).await;
        let answered = AnswerWritten(self);
        response.map(|body| Body::new(Watched { body, at_end: answered }))
    }

    fn set_waiting_since(&self, since: Option<Instant>) {
        if let Some(entry) = self.connections.lock().by_id.get_mut(&self.id) {
            entry.waiting_since = since;
        }
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        self.connections.lock().by_id.remove(&self.id);
    }
}

/// What happens at the end of a body.
trait AtEnd: Unpin {
    /// Its last byte was read.
    fn ended(&self) {}
}

/// The request is whole.
struct RequestRead(Arc<ConnectionPermit>);

impl AtEnd for RequestRead {
    fn ended(&self) {
        self.0.set_waiting_since(None);
    }
}

/// The answer has been written, or given up, when this is dropped.
struct AnswerWritten(Arc<ConnectionPermit>);

impl AtEnd for AnswerWritten {}

impl Drop for AnswerWritten {
    fn drop(&mut self) {
        self.0.set_waiting_since(Some(Instant::now()));
    }
}

/// A body whose end is noticed.
struct Watched<E> {
    body: Body,
    at_end: E,
}

impl<E: AtEnd> HttpBody for Watched<E> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.at_end.ended();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
