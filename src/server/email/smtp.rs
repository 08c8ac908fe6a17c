//! The way to the mail server: one connection for one mail, step by step.
//!
//! lettre's own `send` limits only the time to connect: a server that falls
//! silent later would hold a worker for ever. Here each step has its limit and
//! the attempt as a whole has one; and the step that failed decides what the
//! failure means.

mod failure;
mod settings;
mod stream;

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use futures::future::{Either, select};
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Auth, Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout, timeout_at};
use url::{Host, Url};
use zeroize::Zeroizing;

use super::{SendError, Step, Verdict};
use failure::{failure, in_words, misconfigured, silent, unreachable};
pub use settings::{Encryption, InvalidSmtpUrl, SmtpSettings, Timeouts};
use stream::LineByLine;

/// How we introduce ourselves: by the host people know us by.
pub(super) fn client_id(public_url: &Url) -> ClientId {
    match public_url.host() {
        Some(Host::Domain(domain)) => ClientId::Domain(domain.to_owned()),
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        None => ClientId::Domain("localhost".to_owned()),
    }
}

/// Hands `mail` over and returns the server's answer to the final dot.
pub(super) async fn send(settings: &SmtpSettings, hello: &ClientId, mail: &Message) -> Result<String, SendError> {
    let attempt = SmtpAttempt { settings, until: Instant::now() + settings.timeouts.attempt };
    let tcp = attempt.reach().await?;
    let mut connection = attempt.greet(tcp, hello).await?;

    let outcome = attempt.hand_over(&mut connection, mail).await;

    // Beside the main path: a server that is slow to say good-bye must neither
    // delay nor change the outcome.
    let patience = settings.timeouts.quit;
    tokio::spawn(async move { timeout(patience, connection.quit()).await.is_ok() });
    outcome
}

/// Goes as far as a mail could be handed over, and leaves.
pub(super) async fn reach(settings: &SmtpSettings, hello: &ClientId) -> Result<String, SendError> {
    let attempt = SmtpAttempt { settings, until: Instant::now() + settings.timeouts.step };
    let tcp = attempt.reach().await?;
    let mut connection = attempt.greet(tcp, hello).await?;
    // What the server says to that changes nothing.
    let _ = timeout(settings.timeouts.quit, connection.quit()).await;
    Ok(String::new())
}

struct SmtpAttempt<'a> {
    settings: &'a SmtpSettings,
    until: Instant,
}

impl SmtpAttempt<'_> {
    /// Looks the server's name up and tries its addresses in turn.
    ///
    /// One time limit for both; an address that does not answer leaves time for
    /// those after it.
    async fn reach(&self) -> Result<TcpStream, SendError> {
        let limit = self.settings.timeouts.connect;
        let until = self.until.min(Instant::now() + limit);
        let server = (self.settings.host.as_str(), self.settings.port);

        let addresses: Vec<SocketAddr> = match timeout_at(until, tokio::net::lookup_host(server)).await {
            Ok(Ok(addresses)) => addresses.collect(),
            Ok(Err(error)) => return Err(unreachable(Step::NameLookup, &error.to_string())),
            Err(_) => return Err(silent(Step::NameLookup)),
        };

        let mut failure = unreachable(Step::NameLookup, "the name has no address");
        for (tried, address) in addresses.iter().enumerate() {
            let left = until.saturating_duration_since(Instant::now());
            let share = u32::try_from(addresses.len() - tried).unwrap_or(u32::MAX);
            match timeout(left / share, TcpStream::connect(address)).await {
                Ok(Ok(tcp)) => return Ok(tcp),
                Ok(Err(error)) => failure = unreachable(Step::Connect, &error.to_string()),
                Err(_) => failure = silent(Step::Connect),
            }
        }
        Err(failure)
    }

    /// From the open line to the point where mail may be handed over: greeting,
    /// encryption, authentication.
    async fn greet(&self, tcp: TcpStream, hello: &ClientId) -> Result<AsyncSmtpConnection, SendError> {
        let stream: Box<dyn AsyncTokioStream> = match self.settings.encryption {
            Encryption::Implicit => {
                let handshake = stream::encrypted(tcp, self.tls_parameters()?);
                Box::new(self.step(Step::Tls, handshake).await?)
            }
            Encryption::StartTlsRequired | Encryption::None => Box::new(LineByLine::new(tcp)),
        };
        let greeting = AsyncSmtpConnection::connect_with_transport(stream, hello);
        let mut connection = self.step(Step::Greeting, greeting).await?;

        if self.settings.encryption == Encryption::StartTlsRequired {
            if !connection.can_starttls() {
                return Err(misconfigured(Step::Tls, "the mail server offers no STARTTLS"));
            }
            let handshake = connection.starttls(self.tls_parameters()?, hello);
            self.step(Step::Tls, handshake).await?;
        }
        if let Some((user, password)) = &self.settings.credentials {
            let credentials = Credentials::new(user.clone(), password.as_str().to_owned());
            self.authenticate(&mut connection, &credentials).await?;
        }
        Ok(connection)
    }

    fn tls_parameters(&self) -> Result<TlsParameters, SendError> {
        let not_usable = |error: Error| misconfigured(Step::Tls, &error.to_string());

        let mut parameters = TlsParameters::builder(self.settings.host.clone());
        if let Some(roots) = &self.settings.roots {
            let roots = Certificate::from_pem(roots.as_bytes()).map_err(not_usable)?;
            parameters = parameters.add_root_certificate(roots);
        }
        parameters.build().map_err(not_usable)
    }

    /// Command by command instead of `AsyncSmtpConnection::auth`, which sends
    /// `QUIT` after a refusal and waits for the answer.
    async fn authenticate(
        &self,
        connection: &mut AsyncSmtpConnection,
        credentials: &Credentials,
    ) -> Result<(), SendError> {
        let offered = connection.server_info().get_auth_mechanism(&[Mechanism::Plain, Mechanism::Login]);
        let Some(mechanism) = offered else {
            return Err(misconfigured(Step::Auth, "the mail server offers neither AUTH PLAIN nor AUTH LOGIN"));
        };

        let mut command = Auth::new(mechanism, credentials.clone(), None);
        // AUTH LOGIN asks twice: for the name, then for the password.
        for _ in 0..3 {
            let sent = command.map_err(|error| failure(Step::Auth, &error))?;
            let answer = self.step(Step::Auth, connection.command(sent)).await?;
            if !answer.has_code(334) {
                return Ok(());
            }
            command = Auth::new_from_response(mechanism, credentials.clone(), &answer);
        }
        Err(misconfigured(Step::Auth, "the mail server keeps asking for credentials"))
    }

    /// `MAIL`, `RCPT`, `DATA`, the mail, the final dot.
    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, mail: &Message) -> Result<String, SendError> {
        let bytes = Zeroizing::new(mail.formatted());
        let from = mail.envelope().from().cloned();
        let parameters = mail_parameters(connection, &bytes)?;
        self.step(Step::Sender, connection.command(Mail::new(from, parameters))).await?;

        for to in mail.envelope().to() {
            let command = Rcpt::new(to.clone(), vec![]);
            self.step(Step::Recipient, connection.command(command)).await?;
        }

        let answer = self.step(Step::Data, connection.command(Data)).await?;
        if !answer.has_code(354) {
            return Err(unreachable(Step::Data, &in_words(&answer)));
        }
        let answer = self.write(connection, &bytes).await?;
        if answer.code().severity != Severity::PositiveCompletion {
            return Err(SendError { step: Step::FinalAnswer, verdict: Verdict::Unknown, answer: in_words(&answer) });
        }
        Ok(in_words(&answer))
    }

    /// The mail and the final dot, told apart: before it nothing can have
    /// arrived, after it nobody knows until the server answers.
    async fn write(&self, connection: &mut AsyncSmtpConnection, bytes: &[u8]) -> Result<Response, SendError> {
        // lettre asks for the next piece when the last one is written; after
        // the answer "none" it writes the dot.
        let (announce, dot_follows) = oneshot::channel();
        let mut announce = Some(announce);
        let pieces = std::iter::once(bytes).chain(std::iter::from_fn(move || {
            announce.take().map(|announce| announce.send(()));
            None
        }));
        let writing = std::pin::pin!(connection.message_iter(pieces));

        let body = async {
            match select(writing, dot_follows).await {
                Either::Left((ended, mut dot_follows)) => Ok(Err((ended, dot_follows.try_recv()))),
                Either::Right((_, writing)) => Ok(Ok(writing)),
            }
        };
        match self.step(Step::Data, body).await? {
            Ok(writing) => {
                let limit = self.settings.timeouts.final_answer;
                self.step_within(Step::FinalAnswer, limit, writing).await
            }
            Err((ended, Ok(()))) => ended.map_err(|error| failure(Step::FinalAnswer, &error)),
            Err((ended, Err(_))) => ended.map_err(|error| failure(Step::Data, &error)),
        }
    }

    async fn step<T>(&self, step: Step, work: impl Future<Output = Result<T, Error>>) -> Result<T, SendError> {
        self.step_within(step, self.settings.timeouts.step, work).await
    }

    async fn step_within<T>(
        &self,
        step: Step,
        limit: Duration,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, SendError> {
        match timeout_at(self.until.min(Instant::now() + limit), work).await {
            Ok(done) => done.map_err(|error| failure(step, &error)),
            Err(_) => Err(silent(step)),
        }
    }
}

/// Ours is pure ASCII but where the operator's own address is not.
fn mail_parameters(connection: &AsyncSmtpConnection, bytes: &[u8]) -> Result<Vec<MailParameter>, SendError> {
    if bytes.is_ascii() {
        return Ok(vec![]);
    }
    let server = connection.server_info();
    if server.supports_feature(Extension::SmtpUtfEight) && server.supports_feature(Extension::EightBitMime) {
        return Ok(vec![MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)]);
    }
    Err(misconfigured(
        Step::Sender,
        "the mail server takes no address outside ASCII (no SMTPUTF8), and the sender's is one",
    ))
}
