//! The listener: accepts connections, limits how many there are, and ends slow ones.

use super::connections::{ConnectionPermit, Connections};
use crate::server::config::TrustedProxies;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
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
/// A header and what is read ahead of it are at most this large, per connection; hyper looks after each piece, and
/// takes 100 fields at most.
pub const MAX_HEADER_SIZE: usize = 64 * 1024;
/// A client that takes nothing of its answer for this long is gone.
pub const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Requests in flight may take this long after the signal to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(8);

/// Serves until `shutdown`, then ends the requests in flight.
///
/// `axum::serve` has no time limits of its own: a client that sends half a
/// header would keep its connection for ever.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    proxies: Arc<TrustedProxies>,
    connections: Connections,
    shutdown: CancellationToken,
) {
    // HTTP/1.1 alone: a proxy speaks it to us, and HTTP/2's floods stay outside.
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(MAX_HEADER_SIZE);
    let tasks = TaskTracker::new();
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
        let Some(permit) = connections.take(is_one_client.then_some(address)) else { continue };
        let connection = serve_connection(builder.clone(), stream, peer, router.clone(), permit, shutdown.clone());
        tasks.spawn(connection);
    }
    tasks.close();
    if tokio::time::timeout(LAST_REQUESTS, tasks.wait()).await.is_err() {
        tracing::warn!("some requests were still unanswered at the end");
    }
}

/// Answers the requests of one connection until it ends, the permit is taken back for another one, or the server shuts
/// down.
async fn serve_connection(
    builder: http1::Builder,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    permit: ConnectionPermit,
    shutdown: CancellationToken,
) {
    let ended_for_another = permit.ended();
    let permit = Arc::new(permit);
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        let answered = Arc::clone(&permit).answer(request, |request| async move {
            router.oneshot(request).await.unwrap_or_else(|never| match never {})
        });
        async move { Ok::<_, Infallible>(answered.await) }
    });
    let connection = builder.serve_connection(TokioIo::new(WriteTimeout { stream, stalled: None }), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = ended_for_another.cancelled() => {
            tracing::debug!("a connection that waited without a whole request ended for another");
            return;
        }
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error = %error, "a connection ended early");
    }
}

/// Closes a connection whose client stops reading (write timeout): hyper limits how long it reads, not how long it
/// writes.
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
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(WRITE_TIMEOUT)));
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
