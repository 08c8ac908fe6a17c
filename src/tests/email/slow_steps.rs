//! A mail server that is slow at every step: a minute each, five for all of them, and ten more for the final answer.

use super::{ada, invitation, sender};
use chaveiro::domain::Locale;
use chaveiro::server::email::{Mailer, SendError, SmtpSettings, Step, Transport, Verdict};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};

/// Answers each command after `step`, and the final dot after `scan`.
async fn server(step: Duration, scan: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, step, scan));
        }
    });
    address
}

async fn converse(stream: TcpStream, step: Duration, scan: Duration) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    sleep(step).await;
    write.write_all(b"220 slow.example ESMTP\r\n").await?;
    let mut is_in_mail = false;
    while let Some(line) = lines.next_line().await? {
        let (wait, answer): (_, &[u8]) = match line.as_str() {
            "." => (scan, b"250 2.0.0 scanned\r\n"),
            _ if is_in_mail => continue,
            "DATA" => (step, b"354 go on\r\n"),
            _ => (step, b"250 ok\r\n"),
        };
        is_in_mail = line == "DATA";
        sleep(wait).await;
        write.write_all(answer).await?;
    }
    Ok(())
}

/// Sends a mail with the time limits that the program has; how long it took.
async fn sent(address: SocketAddr) -> (Result<String, SendError>, Duration) {
    let settings = SmtpSettings::parse(&format!("smtp://{address}"), None, false).unwrap();
    let mailer = Mailer::new(sender(), Transport::Smtp(settings));
    let started = Instant::now();
    let sent = mailer.send(&ada(Locale::PtBr), &invitation("481516")).await;
    (sent.map(|accepted| accepted.answer), started.elapsed())
}

/// The clock is stopped, and goes on to the next timer whenever everybody waits for one.
#[tokio::test(start_paused = true)]
async fn a_server_that_needs_most_of_a_minute_for_every_step_gets_the_mail() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    let (answer, took) = sent(server(Duration::from_secs(55), minutes(9)).await).await;
    assert_eq!(answer.as_deref(), Ok("250 2.0.0 scanned"));
    assert!(took >= minutes(4 + 9), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_needs_longer_is_given_up_at_that_step() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    let (silent, took) = sent(server(minutes(2), minutes(0)).await).await;
    let silent = silent.expect_err("nobody greets");
    assert_eq!((silent.step, silent.verdict), (Step::Greeting, Verdict::Unreachable));
    assert!(took < minutes(2), "{took:?}");
    let (uncertain, took) = sent(server(minutes(0), minutes(11)).await).await;
    let uncertain = uncertain.expect_err("no final answer");
    assert_eq!((uncertain.step, uncertain.verdict), (Step::FinalAnswer, Verdict::Unknown));
    assert!(took >= minutes(10) && took < minutes(11), "{took:?}");
}
