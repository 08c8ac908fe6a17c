//! The SMTP client, step by step: a connection, and one mail after the other.
//!
//! Each step has its time limit: a server that falls silent would else hold a
//! worker for ever. The step that failed, and the reply, decide what the failure means.
//!
//! - `line`, `reply`: the connection, and what comes back
//! - `greeting`: who speaks first, and `EHLO`
//! - `tls`: encryption, and whom to trust
//! - `sign_in`: `AUTH`
//! - `first_connection`: one is let in before others are tried
//! - `idle`: connections kept for the next mail; `busy`: waiting for one where the server allows no more
//! - `failure`: what a refusal means
//! - [`SmtpSettings`]: where the server is

mod busy;
mod content;
mod failure;
mod first_connection;
mod greeting;
mod idle;
mod line;
mod reply;
mod settings;
mod sign_in;
mod tls;

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use lettre::Message;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use url::{Host, Url};
use zeroize::Zeroizing;

use super::{SendError, Step, Verdict};
use crate::domain::MailProblem;
pub(super) use busy::Connections;
pub use busy::MAX_CONNECTIONS;
use content::{mail_parameters, with_dots_doubled};
use failure::{no_reply, ours, refused, silent, unreachable};
use idle::{Connection, IdleConnections};
use line::{Line, NoReply};
use reply::{Extensions, Reply};
pub use settings::{Encryption, InvalidSmtpUrl, SmtpSettings, Timeouts};

/// A server that is there answers `RSET` within this time; another connection costs less than more patience.
const RESET_TIMEOUT: Duration = Duration::from_secs(5);

/// How we introduce ourselves: by the host people know us by (RFC 5321, 4.1.3).
pub(super) fn client_id(public_url: &Url) -> String {
    match public_url.host() {
        Some(Host::Domain(domain)) => domain.to_owned(),
        Some(Host::Ipv4(address)) => format!("[{address}]"),
        Some(Host::Ipv6(address)) => format!("[IPv6:{address}]"),
        None => "localhost".to_owned(),
    }
}

/// Hands `mail` over and returns the server's answer to the final dot.
///
/// Over a connection that waits, if there is one, else over a new one. It is kept for the next
/// mail once the server has taken this one. Where it lets us have no more of them, over one that is in use now; where it
/// has let nobody in, not at all if another one has failed `since`.
pub(super) async fn send(
    settings: &SmtpSettings,
    hello: &str,
    connections: &Connections,
    since: Instant,
    mail: &Message,
) -> Result<String, SendError> {
    // The time limits of an attempt begin after the wait. Where somebody waits for the outcome it is not behind the queue.
    let _slot = if settings.timeouts.attempt.is_none() { connections.slots.acquire().await.ok() } else { None };
    let attempt = SmtpAttempt::begin(settings, hello);
    loop {
        let error = match attempt.send(connections, since, mail).await {
            Err(error) if error.is_refused_connection() => error,
            outcome => return outcome,
        };
        if !connections.busy.next_free(attempt.limit(settings.timeouts.step)).await {
            return Err(error);
        }
    }
}

/// Goes as far as a mail could be handed over, and leaves.
pub(super) async fn reach(settings: &SmtpSettings, hello: &str) -> Result<String, SendError> {
    let attempt = SmtpAttempt::begin(settings, hello);
    let (mut line, _) = attempt.open().await?;
    // What the server says to that changes nothing.
    let _ = timeout(settings.timeouts.quit, line.command("QUIT")).await;
    Ok(String::new())
}

struct SmtpAttempt<'a> {
    settings: &'a SmtpSettings,
    hello: &'a str,
    /// When no step before the final dot goes on.
    until_dot: Instant,
    /// When the attempt as a whole is over.
    until: Option<Instant>,
}

impl<'a> SmtpAttempt<'a> {
    fn begin(settings: &'a SmtpSettings, hello: &'a str) -> Self {
        let (now, timeouts) = (Instant::now(), settings.timeouts);
        let until = timeouts.attempt.map(|limit| now + limit);
        Self { settings, hello, until_dot: now + timeouts.before_dot, until }
    }

    /// Over one connection, or a second one where the first has ended.
    async fn send(&self, connections: &Connections, since: Instant, mail: &Message) -> Result<String, SendError> {
        let mut busy = connections.busy.begin();
        if let Some(mut kept) = self.kept(&connections.idle).await {
            busy.has_connection = true;
            match self.hand_over(&mut kept, mail).await {
                // A server that ends its dialogues after some mails, or a while, says so at any command, or nothing at all.
                // Nothing is known of this mail.
                Err(error) if error.step == Step::Sender || error.is_lost_before_the_dot() => {}
                outcome => return self.finish(kept, &connections.idle, outcome),
            }
        }
        // Where somebody waits for the outcome it is their own.
        let (line, extensions) = match self.until {
            Some(_) => self.open().await?,
            None => connections.first.open(since, self.open()).await?,
        };
        busy.has_connection = true;
        let mut connection = Connection { line, extensions, mails: 0 };
        let outcome = self.hand_over(&mut connection, mail).await;
        self.finish(connection, &connections.idle, outcome)
    }

    /// A connection that waits and still answers.
    async fn kept(&self, idle: &IdleConnections) -> Option<Connection> {
        while let Some(mut connection) = idle.take() {
            let until = self.limit(RESET_TIMEOUT.min(self.settings.timeouts.step));
            let reset = timeout_at(until, connection.line.command("RSET")).await;
            if matches!(reset, Ok(Ok(reply)) if reply.is_done()) {
                return Some(connection);
            }
        }
        None
    }

    /// Keeps the connection after an accepted mail; after anything else it ends.
    fn finish(
        &self,
        mut connection: Connection,
        idle: &IdleConnections,
        outcome: Result<String, SendError>,
    ) -> Result<String, SendError> {
        let timeouts = self.settings.timeouts;
        connection.mails += 1;
        if outcome.is_ok() {
            idle.keep(connection, timeouts);
        } else {
            connection.quit(timeouts.quit);
        }
        outcome
    }

    /// Looks the server's name up and tries its addresses in turn.
    ///
    /// An address that does not answer leaves time for those after it.
    async fn reach(&self) -> Result<(TcpStream, SocketAddr), SendError> {
        let timeouts = self.settings.timeouts;
        let server = (self.settings.host.as_str(), self.settings.port);
        // Where the first name servers do not answer, the resolver asks the next one after 5 or 10 seconds.
        let lookup = timeout_at(self.limit(timeouts.step), tokio::net::lookup_host(server));
        let addresses: Vec<SocketAddr> = match lookup.await {
            Ok(Ok(addresses)) => addresses.collect(),
            Ok(Err(error)) => return Err(unreachable(Step::NameLookup, &error.to_string())),
            Err(_) => return Err(silent(Step::NameLookup)),
        };

        let until = self.limit(timeouts.connect);
        let mut failure = unreachable(Step::NameLookup, "the name has no address");
        for (tried, address) in addresses.iter().enumerate() {
            let left = until.saturating_duration_since(Instant::now());
            let share = u32::try_from(addresses.len() - tried).unwrap_or(u32::MAX);
            match timeout(left / share, TcpStream::connect(address)).await {
                Ok(Ok(tcp)) => {
                    // A message goes in several writes: the last one would wait for the server's delayed
                    // acknowledgement of those before it, 40 ms a mail.
                    let _ = tcp.set_nodelay(true);
                    return Ok((tcp, *address));
                }
                Ok(Err(error)) => failure = unreachable(Step::Connect, &error.to_string()),
                Err(_) => failure = silent(Step::Connect),
            }
        }
        Err(failure)
    }

    /// To the point where mail may be handed over: connection, greeting,
    /// encryption, authentication.
    async fn open(&self) -> Result<(Line, Extensions), SendError> {
        let (tcp, address) = self.reach().await?;
        let mut line = if self.settings.encryption == Encryption::Implicit {
            self.encrypted(Line::new(tcp)).await?
        } else {
            Line::new(tcp)
        };
        self.greeting(&mut line, address).await?;
        let mut extensions = self.introduce(&mut line).await?;
        if self.settings.encryption == Encryption::StartTlsRequired {
            if !extensions.starttls {
                return Err(ours(Step::Tls, MailProblem::NoStartTls, ""));
            }
            self.command(&mut line, Step::Tls, "STARTTLS").await?;
            line = self.encrypted(line).await?;
            // What was said in the clear counts no more (RFC 3207, 4.2).
            extensions = self.introduce(&mut line).await?;
        }
        if let Some((user, password)) = &self.settings.credentials {
            self.sign_in(&mut line, &extensions, user, password).await?;
        }
        Ok((line, extensions))
    }

    async fn encrypted(&self, line: Line) -> Result<Line, SendError> {
        let Some(stream) = line.into_stream() else {
            let words = "the mail server said more than it may before the encryption began";
            return Err(SendError { step: Step::Tls, verdict: Verdict::Misconfigured, answer: words.to_owned() });
        };
        let handshake = tls::encrypt(stream, &self.settings.host, self.settings.roots.as_deref());
        match timeout_at(self.limit(self.settings.timeouts.step), handshake).await {
            Ok(stream) => Ok(Line::new(stream?)),
            Err(_) => Err(silent(Step::Tls)),
        }
    }

    /// `MAIL`, `RCPT`, `DATA`, the mail, the final dot.
    async fn hand_over(&self, connection: &mut Connection, mail: &Message) -> Result<String, SendError> {
        let Connection { line, extensions, .. } = connection;
        let bytes = Zeroizing::new(mail.formatted());
        let envelope = mail.envelope();
        let from = envelope.from().map(ToString::to_string).unwrap_or_default();
        let is_ascii = bytes.is_ascii() && from.is_ascii() && envelope.to().iter().all(|to| to.to_string().is_ascii());
        let parameters = mail_parameters(extensions, is_ascii)?;
        self.command(line, Step::Sender, &format!("MAIL FROM:<{from}>{parameters}")).await?;
        for to in envelope.to() {
            self.command(line, Step::Recipient, &format!("RCPT TO:<{to}>")).await?;
        }
        let go_on = self.step(Step::Data, line.command("DATA")).await?;
        if !go_on.is_go_on() {
            return Err(refused(Step::Data, &go_on));
        }
        let body = Zeroizing::new(with_dots_doubled(&bytes));
        self.step(Step::Data, async { Ok(line.write(&body).await?) }).await?;
        // Before the dot nothing can have arrived; after it nobody knows until the server answers.
        let end = Instant::now() + self.settings.timeouts.final_answer;
        let end = self.until.map_or(end, |until| until.min(end));
        let answer = step_until(Step::FinalAnswer, end, line.command(".")).await?;
        if answer.is_mail_accepted() { Ok(answer.words()) } else { Err(refused(Step::FinalAnswer, &answer)) }
    }

    /// A command that the server says yes to.
    async fn command(&self, line: &mut Line, step: Step, command: &str) -> Result<Reply, SendError> {
        let reply = self.step(step, line.command(command)).await?;
        if reply.is_done() { Ok(reply) } else { Err(refused(step, &reply)) }
    }

    async fn step<T>(&self, step: Step, work: impl Future<Output = Result<T, NoReply>>) -> Result<T, SendError> {
        step_until(step, self.limit(self.settings.timeouts.step), work).await
    }

    /// When a step before the final dot that begins now is over.
    fn limit(&self, step: Duration) -> Instant {
        let end = self.until_dot.min(Instant::now() + step);
        self.until.map_or(end, |until| until.min(end))
    }
}

async fn step_until<T>(
    step: Step,
    end: Instant,
    work: impl Future<Output = Result<T, NoReply>>,
) -> Result<T, SendError> {
    match timeout_at(end, work).await {
        Ok(done) => done.map_err(|problem| no_reply(step, problem)),
        Err(_) => Err(silent(step)),
    }
}
