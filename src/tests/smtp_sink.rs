//! A mail server that does what it is told, on a real socket.
//!
//! It answers, refuses, falls silent or hangs up at any step, for everybody or
//! for one recipient, and what it does can be changed while it runs. Each
//! connection is one thread that reads and writes in plain sight; a client that
//! goes away ends its thread.

use crate::app::{TestApp, short_timeouts};
use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

/// Where in the dialogue something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Before anybody has said anything.
    Greet,
    /// The answer to `EHLO`.
    Ehlo,
    /// The answer to `STARTTLS`.
    StartTls,
    /// The answer to `AUTH`.
    Auth,
    /// The answer to `MAIL`.
    Mail,
    /// The answer to `RCPT`.
    Rcpt,
    /// The answer to `DATA`.
    Data,
    /// After the first line of the mail.
    MidData,
    /// The answer to the final dot. Silence and hanging up keep the mail.
    Ack,
    /// The answer to `RSET`.
    Reset,
    /// The answer to `QUIT`.
    Quit,
}

/// What happens there instead of the usual answer.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Says this. The dialogue goes on, as the client wants.
    Answer(&'static str),
    /// Says exactly these bytes, line ends included; without one at the end it hangs up.
    Bytes(Vec<u8>),
    /// Says nothing and listens until the client goes.
    Silence,
    /// Closes the connection.
    HangUp,
}

/// How the line is encrypted.
#[expect(clippy::enum_variant_names, reason = "that is what the command is called")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    #[default]
    None,
    /// From the first byte.
    Implicit(Certificate),
    /// After `STARTTLS`.
    StartTls(Certificate),
}

/// Who the server proves to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// The host it really is, signed by [`AUTHORITY`].
    Localhost,
    /// Some other host, signed by [`AUTHORITY`].
    Elsewhere,
    /// For its own host name, self-signed.
    SelfSigned,
    /// The same, and it says that it is an authority.
    SelfSignedAuthority,
    /// The same, until 2020.
    Expired,
    /// Self-signed, without a host name.
    Nameless,
    /// Self-signed, in the way of before 2017.
    Sha1,
    /// [`Certificate::Localhost`], of a server that wants one of its clients too.
    WantsOurs,
}

impl Certificate {
    /// Certificate and key.
    pub const fn pem(self) -> &'static str {
        match self {
            Self::Localhost | Self::WantsOurs => include_str!("certificates/localhost.pem"),
            Self::Elsewhere => include_str!("certificates/elsewhere.pem"),
            Self::SelfSigned => include_str!("certificates/self_signed.pem"),
            Self::SelfSignedAuthority => include_str!("certificates/self_signed_authority.pem"),
            Self::Expired => include_str!("certificates/expired.pem"),
            Self::Nameless => include_str!("certificates/nameless.pem"),
            Self::Sha1 => include_str!("certificates/sha1.pem"),
        }
    }
}

/// The authority that a client has to trust, in PEM.
pub const AUTHORITY: &str = include_str!("certificates/authority.pem");

/// What the server does. `Script::default()` takes every mail.
#[derive(Clone, Debug, Default)]
pub struct Script {
    tls: Tls,
    auth: Option<&'static str>,
    login_prompts: Option<[&'static str; 2]>,
    mails_per_connection: Option<(usize, &'static str)>,
    most_connections: Option<usize>,
    faults: HashMap<(Option<String>, Stage), Fault>,
}

impl Script {
    /// Encrypts the line.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Offers these ways to authenticate and takes any password.
    pub fn auth(mut self, mechanisms: &'static str) -> Self {
        self.auth = Some(mechanisms);
        self
    }

    /// Asks for name and password with these lines instead of the usual ones.
    pub fn login_prompts(mut self, prompts: [&'static str; 2]) -> Self {
        self.login_prompts = Some(prompts);
        self
    }

    /// Ends a dialogue at this command after so many mails.
    pub fn mails_per_connection(mut self, mails: usize, command: &'static str) -> Self {
        self.mails_per_connection = Some((mails, command));
        self
    }

    /// Greets no more connections than these at a time.
    pub fn most_connections(mut self, connections: usize) -> Self {
        self.most_connections = Some(connections);
        self
    }

    /// Lets `fault` happen at `stage` for everybody.
    pub fn at(mut self, stage: Stage, fault: Fault) -> Self {
        self.faults.insert((None, stage), fault);
        self
    }

    /// Lets `fault` happen at `stage`, which must be `RCPT` or later, for one recipient.
    pub fn to(mut self, recipient: &str, stage: Stage, fault: Fault) -> Self {
        let key = (Some(recipient.to_owned()), stage);
        self.faults.insert(key, fault);
        self
    }

    fn fault(&self, stage: Stage, recipients: &[String]) -> Option<&Fault> {
        recipients
            .iter()
            .find_map(|recipient| self.faults.get(&(Some(recipient.clone()), stage)))
            .or_else(|| self.faults.get(&(None, stage)))
    }
}

/// A mail as it came over the line, the doubled dots made single again.
#[derive(Clone, Debug)]
pub struct ReceivedMail {
    /// The address in `MAIL FROM`.
    pub mail_from: String,
    /// The addresses in `RCPT TO`.
    pub rcpt: Vec<String>,
    /// Every byte between `DATA` and the final dot.
    pub raw: Vec<u8>,
}

/// The running server; it stops when this is dropped.
pub struct SmtpSink {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    script: Mutex<Script>,
    mails: Mutex<Vec<ReceivedMail>>,
    commands: Mutex<Vec<String>>,
    stopped: AtomicBool,
    /// How many scripts there have been.
    scripts: AtomicUsize,
    /// How many connections are open.
    open: AtomicUsize,
    /// How many were not greeted.
    turned_away: AtomicUsize,
}

impl TestApp {
    /// Starts with `sink` as its mail server, whose silence is over soon.
    pub async fn start_with_sink(sink: &SmtpSink) -> Self {
        Self::start_with_smtp(sink.address(), short_timeouts).await
    }
}

impl SmtpSink {
    /// Listens on a free port of the loopback interface.
    pub fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        *shared.script.lock().unwrap() = script;

        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            while let Ok((tcp, _)) = listener.accept() {
                if serving.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&serving);
                // An error is a client that went away, or a fault of the script.
                thread::spawn(move || {
                    let others = shared.open.fetch_add(1, Ordering::SeqCst);
                    let _ended = Dialogue::hold(tcp, &shared, others);
                    shared.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, shared }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The mails taken so far, in order.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.shared.mails.lock().unwrap().clone()
    }

    /// The command lines heard so far, of all connections.
    pub fn commands(&self) -> Vec<String> {
        self.shared.commands.lock().unwrap().clone()
    }

    /// How many connections were not greeted.
    pub fn turned_away(&self) -> usize {
        self.shared.turned_away.load(Ordering::SeqCst)
    }

    /// What to do from now on. Like a server that starts anew, it ends the connections that wait for a mail.
    pub fn set_script(&self, script: Script) {
        *self.shared.script.lock().unwrap() = script;
        self.shared.scripts.fetch_add(1, Ordering::SeqCst);
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees that it is over.
        let _ = TcpStream::connect(self.address);
    }
}

struct Dialogue<'a> {
    line: Line,
    script: Script,
    shared: &'a Shared,
    mail_from: String,
    rcpt: Vec<String>,
    /// Mails taken in this dialogue.
    taken: usize,
}

impl Dialogue<'_> {
    fn hold(tcp: TcpStream, shared: &Shared, others: usize) -> io::Result<()> {
        let number = shared.scripts.load(Ordering::SeqCst);
        let script = shared.script.lock().unwrap().clone();
        let mut line = Line::Plain(tcp);
        if script.most_connections.is_some_and(|most| others >= most) {
            shared.turned_away.fetch_add(1, Ordering::SeqCst);
            return line.write_line("421 4.3.2 The maximum number of concurrent connections has exceeded a limit");
        }
        if let Tls::Implicit(certificate) = script.tls {
            line = line.encrypted(certificate)?;
        }
        let mut dialogue = Dialogue { line, script, shared, mail_from: String::new(), rcpt: Vec::new(), taken: 0 };
        dialogue.answer(Stage::Greet, "220 sink.example ESMTP")?;
        loop {
            let command = dialogue.line.read_line()?;
            let command = String::from_utf8_lossy(&command).trim_end().to_owned();
            shared.commands.lock().unwrap().push(command.clone());
            let verb = command.split([' ', ':']).next().unwrap_or_default();
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => dialogue.announce_extensions()?,
                "HELO" => dialogue.line.write_line("250 sink.example")?,
                "STARTTLS" => dialogue = dialogue.encrypted()?,
                "AUTH" => dialogue.authenticate(&command)?,
                verb if dialogue.script.mails_per_connection == Some((dialogue.taken, verb)) => {
                    return dialogue.line.write_line("421 4.7.0 too many mails in this connection");
                }
                "MAIL" => {
                    dialogue.mail_from = address_in(&command);
                    dialogue.rcpt.clear();
                    dialogue.answer(Stage::Mail, "250 2.1.0 ok")?;
                }
                "RCPT" => {
                    dialogue.rcpt.push(address_in(&command));
                    dialogue.answer(Stage::Rcpt, "250 2.1.5 ok")?;
                }
                "DATA" => dialogue.take_mail()?,
                "RSET" if shared.scripts.load(Ordering::SeqCst) != number => return Ok(()),
                "RSET" => {
                    dialogue.rcpt.clear();
                    dialogue.answer(Stage::Reset, "250 2.0.0 ok")?;
                }
                "QUIT" => return dialogue.answer(Stage::Quit, "221 2.0.0 bye").map(drop),
                _ => dialogue.line.write_line("500 5.5.2 what?")?,
            }
        }
    }

    /// Says `usual`, or does what the script wants instead. Whether it was a yes.
    fn answer(&mut self, stage: Stage, usual: &str) -> io::Result<bool> {
        let words = match self.script.fault(stage, &self.rcpt) {
            None => usual,
            Some(Fault::Bytes(bytes)) => {
                let bytes = bytes.clone();
                self.line.write_all(&bytes)?;
                self.line.flush()?;
                if !bytes.ends_with(b"\n") {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                return Ok(is_positive(&bytes));
            }
            Some(Fault::Answer(words)) => words,
            Some(Fault::HangUp) => return Err(io::ErrorKind::ConnectionAborted.into()),
            Some(Fault::Silence) => {
                io::copy(&mut self.line, &mut io::sink())?;
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        self.line.write_line(words)?;
        Ok(words.starts_with(['2', '3']))
    }

    fn announce_extensions(&mut self) -> io::Result<()> {
        let mut extensions = vec!["sink.example".to_owned()];
        if matches!(self.script.tls, Tls::StartTls(_)) && matches!(self.line, Line::Plain(_)) {
            extensions.push("STARTTLS".to_owned());
        }
        if let Some(mechanisms) = self.script.auth {
            extensions.push(format!("AUTH {mechanisms}"));
        }
        let answer: Vec<String> = extensions
            .iter()
            .map(|extension| format!("250-{extension}"))
            .chain(["250 PIPELINING".to_owned()])
            .collect();
        self.answer(Stage::Ehlo, &answer.join("\r\n")).map(drop)
    }

    fn encrypted(mut self) -> io::Result<Self> {
        if self.answer(Stage::StartTls, "220 2.0.0 go ahead")?
            && let Tls::StartTls(certificate) = self.script.tls
        {
            self.line = self.line.encrypted(certificate)?;
        }
        Ok(self)
    }

    fn authenticate(&mut self, command: &str) -> io::Result<()> {
        if command.eq_ignore_ascii_case("AUTH LOGIN") {
            for question in self.script.login_prompts.unwrap_or(["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"]) {
                self.line.write_line(question)?;
                let answer = self.line.read_line()?;
                let answer = String::from_utf8_lossy(&answer).trim_end().to_owned();
                self.shared.commands.lock().unwrap().push(answer);
            }
        }
        self.answer(Stage::Auth, "235 2.7.0 ok").map(drop)
    }

    fn take_mail(&mut self) -> io::Result<()> {
        if !self.answer(Stage::Data, "354 go on")? {
            return Ok(());
        }
        let mut raw = Vec::new();
        loop {
            let line = self.line.read_line()?;
            if line == b".\r\n" {
                break;
            }
            let line = line.strip_prefix(b".").unwrap_or(&line);
            raw.extend_from_slice(line);
            if self.script.fault(Stage::MidData, &self.rcpt).is_some() {
                self.answer(Stage::MidData, "")?;
            }
        }

        let mail = ReceivedMail { mail_from: self.mail_from.clone(), rcpt: self.rcpt.clone(), raw };
        let is_taken = match self.script.fault(Stage::Ack, &self.rcpt) {
            Some(Fault::Answer(words)) => words.starts_with('2'),
            Some(Fault::Bytes(bytes)) => is_positive(bytes),
            _ => true,
        };
        if is_taken {
            self.taken += 1;
            self.shared.mails.lock().unwrap().push(mail);
        }
        self.answer(Stage::Ack, "250 2.0.0 taken as 4711").map(drop)
    }
}

/// Whether the last line of a reply begins with a 2 or a 3.
fn is_positive(reply: &[u8]) -> bool {
    let mut lines = reply.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.next_back().is_some_and(|line| line.starts_with(b"2") || line.starts_with(b"3"))
}

fn address_in(command: &str) -> String {
    let after = command.split_once('<').map_or("", |(_, after)| after);
    after.split('>').next().unwrap_or_default().to_owned()
}

enum Line {
    Plain(TcpStream),
    Encrypted(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Line {
    fn encrypted(self, certificate: Certificate) -> io::Result<Self> {
        let Self::Plain(tcp) = self else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let pem = certificate.pem().as_bytes();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions().unwrap();
        let builder = if certificate == Certificate::WantsOurs {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from_pem_slice(AUTHORITY.as_bytes()).unwrap()).unwrap();
            let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
            builder.with_client_cert_verifier(clients)
        } else {
            builder.with_no_client_auth()
        };
        let config = builder
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(pem).unwrap()],
                PrivateKeyDer::from_pem_slice(pem).unwrap(),
            )
            .unwrap();
        let connection = ServerConnection::new(Arc::new(config)).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(connection, tcp);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        Ok(Self::Encrypted(Box::new(stream)))
    }

    /// Byte by byte, so that nothing is read that belongs to what follows.
    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut byte = [0];
        while line.last() != Some(&b'\n') {
            self.read_exact(&mut byte)?;
            line.extend(byte);
        }
        Ok(line)
    }

    fn write_line(&mut self, words: &str) -> io::Result<()> {
        self.write_all(format!("{words}\r\n").as_bytes())?;
        self.flush()
    }
}

impl Read for Line {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(bytes),
            Self::Encrypted(stream) => stream.read(bytes),
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.write(bytes),
            Self::Encrypted(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.flush(),
            Self::Encrypted(stream) => stream.flush(),
        }
    }
}
