//! Connections: accepted, limited, and ended in time.

use crate::server::config::TrustedProxies;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

/// A header must have arrived by then; also closes idle connections (ours:
/// a header comes in one piece or from somebody who stalls).
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// A header and what is read ahead of it are at most this large, per connection.
pub const LARGEST_HEADER: usize = 64 * 1024;
/// A client that takes nothing of its answer for this long is gone.
pub const SLOWEST_READER: Duration = Duration::from_secs(30);
/// Connections in all.
pub const MOST_CONNECTIONS: usize = 1024;
/// Connections from one network.
pub const MOST_PER_ADDRESS: usize = 64;
/// Requests in flight may take this long after the signal to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(8);

/// Serves until `shutdown`, then ends the requests in flight.
///
/// `axum::serve` has no time limits of its own: a client that sends half a
/// header would keep its connection for ever.
pub async fn serve(listener: TcpListener, router: Router, proxies: Arc<TrustedProxies>, shutdown: CancellationToken) {
    // HTTP/1.1 alone: a proxy speaks it to us, and HTTP/2's floods stay outside.
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(LARGEST_HEADER);
    let connections = TaskTracker::new();
    let limits = ConnectionLimits::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let address = peer.ip().to_canonical();
        let is_one_client = !proxies.contains(&address) && !address.is_loopback();
        let counted = is_one_client.then(|| network(address));
        let Some(place) = limits.take(counted) else { continue };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let builder = builder.clone();
        let shutdown = shutdown.clone();
        connections.spawn(async move {
            let _place = place;
            let connection = builder.serve_connection(TokioIo::new(WriteTimeout { stream, stalled: None }), service);
            tokio::pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = shutdown.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(error = %error, "a connection ended early");
            }
        });
    }
    connections.close();
    if tokio::time::timeout(LAST_REQUESTS, connections.wait()).await.is_err() {
        tracing::warn!("some requests were still unanswered at the end");
    }
}

/// What a client cannot change at will: an IPv4 address, or the first 64 bits of an IPv6 one.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into()),
    }
}

/// A connection that ends when its client takes nothing of its answer:
/// hyper limits how long it reads, not how long it writes.
struct WriteTimeout {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl WriteTimeout {
    fn watch(&mut self, context: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(SLOWEST_READER)));
        stalled.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for WriteTimeout {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for WriteTimeout {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// How many connections are open, in all and by address.
#[derive(Clone, Default)]
struct ConnectionLimits(Arc<Mutex<HashMap<Option<IpAddr>, usize>>>);

/// One open connection; dropping it frees its place.
struct ConnectionPermit {
    limits: ConnectionLimits,
    address: Option<IpAddr>,
}

impl ConnectionLimits {
    /// `address` is none for trusted proxies and this machine, which speak for many.
    fn take(&self, address: Option<IpAddr>) -> Option<ConnectionPermit> {
        let mut open = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if open.values().sum::<usize>() >= MOST_CONNECTIONS {
            return None;
        }
        let count = open.entry(address).or_default();
        if address.is_some() && *count >= MOST_PER_ADDRESS {
            return None;
        }
        *count += 1;
        Some(ConnectionPermit { limits: self.clone(), address })
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let mut open = self.limits.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}
