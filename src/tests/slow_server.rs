//! A mail server that takes a mail but gives its last answer only when told to.

use crate::smtp_sink::ReceivedMail;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// The running server.
pub struct SlowServer {
    pub address: SocketAddr,
    talk: Arc<Talk>,
}

#[derive(Default)]
struct Talk {
    has_received: Notify,
    may_answer: Notify,
    puts_off: AtomicBool,
    mails: Mutex<Vec<ReceivedMail>>,
}

impl SlowServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = Self { address: listener.local_addr().expect("an address"), talk: Arc::default() };
        let talk = Arc::clone(&server.talk);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Arc::clone(&talk);
                tokio::spawn(async move { converse(stream, &talk).await.is_ok() });
            }
        });
        server
    }

    /// Waits until a mail is there, whose answer is still to come.
    pub async fn has_received(&self) {
        self.talk.has_received.notified().await;
    }

    /// Lets the server say that it has taken one mail.
    pub fn may_answer(&self) {
        self.talk.may_answer.notify_one();
    }

    /// Lets the server say yes or, if it `puts_off` what it has, "later".
    pub fn answer_now(&self, puts_off: bool) {
        self.talk.puts_off.store(puts_off, Ordering::SeqCst);
        self.may_answer();
    }

    /// The mails so far, in order.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.talk.mails.lock().unwrap().clone()
    }
}

async fn converse(stream: TcpStream, talk: &Talk) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 slow.example ESMTP\r\n").await?;
    let mut in_mail = false;
    let mut mail = ReceivedMail { mail_from: String::new(), rcpt: Vec::new(), raw: Vec::new() };
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match line.get(..4).unwrap_or(&line) {
            "." if in_mail => {
                in_mail = false;
                talk.mails.lock().unwrap().push(mail.clone());
                talk.has_received.notify_one();
                talk.may_answer.notified().await;
                if talk.puts_off.load(Ordering::SeqCst) {
                    b"451 4.3.0 later\r\n"
                } else {
                    b"250 2.0.0 taken at last\r\n"
                }
            }
            _ if in_mail => {
                mail.raw.extend_from_slice(line.as_bytes());
                mail.raw.extend_from_slice(b"\r\n");
                continue;
            }
            "RCPT" => {
                mail.rcpt = vec![line.split(['<', '>']).nth(1).unwrap_or_default().to_owned()];
                b"250 ok\r\n"
            }
            "DATA" => {
                in_mail = true;
                mail.raw.clear();
                b"354 go on\r\n"
            }
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}
