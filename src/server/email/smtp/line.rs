//! The connection to the mail server: bytes out, replies in.

use super::reply::Reply;
use std::io;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use zeroize::Zeroizing;

/// A byte stream, encrypted or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Why there is no reply.
#[derive(Debug)]
pub(super) enum NoReply {
    /// The connection is gone.
    Lost(io::Error),
    /// Something else than a reply came.
    NotSmtp(String),
    /// A TLS record came where the dialogue is in the clear.
    Tls,
}

impl From<io::Error> for NoReply {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

/// The connection.
///
/// lettre's own connection takes no reply that is not UTF-8, has no words or
/// is longer than a thousand characters, and none of these says anything about
/// the mail (RFC 5321, 4.2: the code decides, the words are for people).
pub(super) struct Line {
    stream: BufReader<Box<dyn Stream>>,
}

/// Of each line, this much is kept; the rest is read and dropped.
const LINE_KEPT: usize = 64 * 1024;
/// Of a whole reply, this much; of each line after it, [`LINE_START_KEPT`].
const REPLY_KEPT: usize = 256 * 1024;
/// Enough for an extension's name and parameters.
pub(super) const LINE_START_KEPT: usize = 512;
/// A reply of more lines is not accepted.
const MAX_LINES: usize = 1000;

impl Line {
    pub(super) fn new(stream: impl Stream + 'static) -> Self {
        Self { stream: BufReader::new(Box::new(stream)) }
    }

    /// The stream, for the TLS handshake; nothing when the server has said more already.
    ///
    /// An attacker on the line could send `220 ready` and more in one packet, and the
    /// rest would count as said under encryption (CVE-2011-0411).
    pub(super) fn into_stream(self) -> Option<Box<dyn Stream>> {
        self.stream.buffer().is_empty().then(|| self.stream.into_inner())
    }

    /// Sends a command, whose words may be secret, and reads the reply.
    pub(super) async fn command(&mut self, command: &str) -> Result<Reply, NoReply> {
        let line = Zeroizing::new(format!("{command}\r\n"));
        self.write(line.as_bytes()).await?;
        self.reply().await
    }

    /// Sends bytes as they are.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// Reads one reply of any number of lines.
    pub(super) async fn reply(&mut self) -> Result<Reply, NoReply> {
        let (mut lines, mut kept) = (Vec::new(), 0);
        while lines.len() < MAX_LINES {
            let room = if kept < REPLY_KEPT { LINE_KEPT } else { LINE_START_KEPT };
            let line = self.line(room).await?;
            kept += line.len();
            match Reply::parse_line(&line) {
                Some(parsed) if parsed.is_last => {
                    lines.push(parsed.words.to_vec());
                    return Ok(Reply { code: parsed.code, lines });
                }
                Some(parsed) => lines.push(parsed.words.to_vec()),
                // Some servers break their words without a code before the rest.
                None if !lines.is_empty() => lines.push(line),
                None => return Err(NoReply::NotSmtp(Reply { code: 0, lines: vec![line] }.words())),
            }
        }
        Err(NoReply::NotSmtp(format!("a reply of more than {MAX_LINES} lines")))
    }

    /// One line without its end, at most `room` bytes of it. The end of the
    /// connection ends a line too.
    async fn line(&mut self, room: usize) -> Result<Vec<u8>, NoReply> {
        let mut line: Vec<u8> = Vec::new();
        loop {
            let chunk = self.stream.fill_buf().await?;
            if chunk.is_empty() && line.is_empty() {
                return Err(NoReply::Lost(io::ErrorKind::UnexpectedEof.into()));
            }
            let is_record = matches!(chunk, [0x15 | 0x16, 0x03, ..]);
            if is_record && line.is_empty() {
                return Err(NoReply::Tls);
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let piece = &chunk[..end.unwrap_or(chunk.len())];
            line.extend_from_slice(&piece[..piece.len().min(room.saturating_sub(line.len()))]);
            let (used, is_over) = (end.map_or(chunk.len(), |end| end + 1), end.is_some() || chunk.is_empty());
            self.stream.consume(used);
            if is_over {
                break;
            }
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(line)
    }
}
