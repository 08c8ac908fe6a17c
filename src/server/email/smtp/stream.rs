//! The line to the mail server, in the two shapes lettre does not have.
#![expect(
    deprecated,
    reason = "AsyncNetworkStream is lettre's only way to TLS before the greeting that leaves the steps apart"
)]

use std::error::Error as _;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use futures::io::{AsyncRead as _, AsyncWrite as _};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{AsyncNetworkStream, AsyncTokioStream, TlsParameters};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A connection that gives away at most one line at a time.
///
/// lettre reads as much as there is and keeps it through `STARTTLS`. Whoever
/// sits on the line could send `220 ready` and more in one packet, and the rest
/// would count as said under encryption (CVE-2011-0411). Read line by line, the
/// rest goes to the TLS handshake, which refuses it.
#[derive(Debug)]
pub(super) struct LineByLine {
    tcp: TcpStream,
    ahead: BytesMut,
}

impl LineByLine {
    pub(super) fn new(tcp: TcpStream) -> Self {
        Self { tcp, ahead: BytesMut::new() }
    }
}

impl AsyncTokioStream for LineByLine {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.peer_addr()
    }
}

impl AsyncRead for LineByLine {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.ahead.is_empty() {
            let mut bytes = [0; 4096];
            let mut read = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut self.tcp).poll_read(cx, &mut read))?;
            self.ahead.extend_from_slice(read.filled());
        }
        let line_end = self.ahead.iter().position(|byte| *byte == b'\n');
        let length = line_end.map_or(self.ahead.len(), |end| end + 1).min(buffer.remaining());
        buffer.put_slice(&self.ahead.split_to(length));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for LineByLine {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

/// TLS from the first byte (RFC 8314, 3.3).
pub(super) async fn encrypted(tcp: TcpStream, parameters: TlsParameters) -> Result<Encrypted, Error> {
    let peer = tcp.peer_addr().ok();
    let mut stream = AsyncNetworkStream::use_existing_tokio1(Box::new(tcp));
    stream.upgrade_tls(parameters).await?;
    Ok(Encrypted { stream, peer })
}

/// An encrypted connection on which nothing has been said yet.
pub(super) struct Encrypted {
    stream: AsyncNetworkStream,
    peer: Option<SocketAddr>,
}

impl fmt::Debug for Encrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encrypted").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.peer.ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let unfilled = buffer.initialize_unfilled();
        let length = ready!(Pin::new(&mut self.stream).poll_read(cx, unfilled))?;
        buffer.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_close(cx)
    }
}

/// Whether the line held but TLS did not come about: a wrong certificate, no
/// common version, or an answer that is no TLS at all.
pub(super) fn is_bad_tls(error: &Error) -> bool {
    // lettre wraps the error of the handshake twice.
    std::iter::successors(error.source(), |&error| error.source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::InvalidData)
}
