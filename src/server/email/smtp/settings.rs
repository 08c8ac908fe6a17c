//! Where the mail server is and how we may talk to it.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use url::{Host, Url};
use zeroize::Zeroizing;

/// Where the mail server is and how we may talk to it.
#[derive(Clone)]
pub struct SmtpSettings {
    /// A name or an IP address; also the name its certificate must bear.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// Whether the line is encrypted, and from when on.
    pub encryption: Encryption,
    /// User name and password, if the server wants them.
    pub credentials: Option<(String, Zeroizing<String>)>,
    /// How long each step may take.
    pub timeouts: Timeouts,
    /// Certificates in PEM of authorities to trust besides Mozilla's.
    pub roots: Option<String>,
}

/// Without the password.
impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}

/// Whether the line is encrypted. There is no "if possible": an attacker on
/// the line decides what is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte, as RFC 8314 recommends.
    Implicit,
    /// `STARTTLS`, or no mail.
    StartTlsRequired,
    /// None: everything is sent in the clear.
    None,
}

/// How long each step of an attempt may take.
///
/// As RFC 5321, 4.5.3.2 asks of every client, and as Postfix waits: a server that looks a name up, or has a mail
/// scanned, may need minutes for every mail, and with less patience none would ever leave. A mail that waits holds up
/// no others but for its connection, of which there are sixteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Connecting, to whichever address of the server answers.
    pub connect: Duration,
    /// Looking up the server's name, the greeting, each command and its answer, the mail itself.
    pub step: Duration,
    /// From the final dot to the answer. Giving up there means not knowing.
    pub final_answer: Duration,
    /// All that comes before the final dot, waiting for a connection among it; so that with the answer to the dot an
    /// attempt has 15 minutes, and that answer always has its time.
    pub before_dot: Duration,
    /// The attempt as a whole, where somebody waits for its outcome.
    pub attempt: Option<Duration>,
    /// For the answer to `QUIT`, which nobody waits for.
    pub quit: Duration,
    /// How long a connection is kept for the next mail. Mail servers allow five minutes between commands
    /// (RFC 5321, 4.5.3.2.7), and many end an idle connection earlier.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            step: Duration::from_secs(60),
            final_answer: Duration::from_secs(10 * 60),
            before_dot: Duration::from_secs(5 * 60),
            attempt: None,
            quit: Duration::from_secs(5),
            idle: Duration::from_secs(30),
        }
    }
}

/// What is wrong with the address of the mail server, and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSmtpUrl {
    /// Not an address at all.
    #[error(
        "the address of the mail server cannot be read: write it as smtps://user@mail.example.org or smtp://user@mail.example.org:587?tls=required"
    )]
    Malformed,
    /// Neither `smtps` nor `smtp`.
    #[error("the address of the mail server starts with {0}:// but must start with smtps:// or smtp://")]
    UnknownScheme(String),
    /// A password where everybody can read it.
    #[error(
        "the address of the mail server contains a password: take it out and set CHAVEIRO_SMTP_PASSWORD or CHAVEIRO_SMTP_PASSWORD_FILE"
    )]
    PasswordInUrl,
    /// A user name and nothing to prove it with.
    #[error(
        "the address of the mail server names the user {0} but there is no password: set CHAVEIRO_SMTP_PASSWORD or CHAVEIRO_SMTP_PASSWORD_FILE"
    )]
    PasswordMissing(String),
    /// A password and nobody it belongs to.
    #[error(
        "there is a password for the mail server but no user: write the user into its address, as smtps://user@mail.example.org"
    )]
    UserMissing,
    /// A query we do not know.
    #[error("the address of the mail server ends in {0} but only ?tls=required is known: write that or nothing")]
    UnknownOption(String),
    /// Port 0, at which nothing listens.
    #[error("the address of the mail server has port 0: write its real one, such as 465 or 587, or leave it out")]
    PortZero,
    /// A path.
    #[error("the address of the mail server must end after host and port: remove {0}")]
    PathNotAllowed(String),
    /// Passwords would cross a network in the clear.
    #[error(
        "mails with passwords would go to {0} unencrypted: write smtps://{0} or add ?tls=required, or set CHAVEIRO_SMTP_ALLOW_PLAINTEXT=1 if the network between is yours"
    )]
    Plaintext(String),
}

impl SmtpSettings {
    /// Reads `smtps://user@host[:465]`, `smtp://user@host[:587]?tls=required` or,
    /// for a loopback host or where `allow_plaintext` says so, `smtp://host[:25]`.
    ///
    /// # Errors
    /// Each is one sentence that says how to fix it. None contains a password.
    pub fn parse(
        url: &str,
        password: Option<Zeroizing<String>>,
        allow_plaintext: bool,
    ) -> Result<Self, InvalidSmtpUrl> {
        let url = Url::parse(url.trim()).map_err(|_| InvalidSmtpUrl::Malformed)?;
        if !matches!(url.scheme(), "smtps" | "smtp") {
            return Err(InvalidSmtpUrl::UnknownScheme(url.scheme().to_owned()));
        }
        if url.password().is_some() {
            return Err(InvalidSmtpUrl::PasswordInUrl);
        }
        if !matches!(url.path(), "" | "/") {
            return Err(InvalidSmtpUrl::PathNotAllowed(url.path().to_owned()));
        }
        if url.fragment().is_some() {
            return Err(InvalidSmtpUrl::Malformed);
        }
        if url.port() == Some(0) {
            return Err(InvalidSmtpUrl::PortZero);
        }
        let host = host(&url)?;
        let encryption = encryption(&url, &host, allow_plaintext)?;
        let usual_port = match encryption {
            Encryption::Implicit => 465,
            Encryption::StartTlsRequired => 587,
            Encryption::None => 25,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual_port),
            encryption,
            credentials: credentials(&url, password)?,
            timeouts: Timeouts::default(),
            roots: None,
        })
    }

    /// `own` and the password, in the forms in which they cross the line: what
    /// an answer of the server must not contain.
    pub(in crate::server::email) fn secrets(&self, own: &[&str]) -> Vec<String> {
        let mut secrets: Vec<String> = own.iter().copied().map(str::to_owned).collect();
        if let Some((user, password)) = &self.credentials {
            secrets.push(password.as_str().to_owned());
            secrets.push(BASE64.encode(password.as_bytes()));
            secrets.push(BASE64.encode(format!("\0{user}\0{}", password.as_str())));
        }
        secrets
    }
}

fn encryption(url: &Url, host: &str, allow_plaintext: bool) -> Result<Encryption, InvalidSmtpUrl> {
    match (url.scheme(), url.query()) {
        ("smtps", None | Some("tls=required")) => Ok(Encryption::Implicit),
        ("smtp", Some("tls=required")) => Ok(Encryption::StartTlsRequired),
        ("smtp", None) if allow_plaintext || is_loopback(host) => Ok(Encryption::None),
        ("smtp", None) => Err(InvalidSmtpUrl::Plaintext(host.to_owned())),
        (_, query) => Err(InvalidSmtpUrl::UnknownOption(format!("?{}", query.unwrap_or_default()))),
    }
}

/// The user of the address with the password; both or neither.
fn credentials(
    url: &Url,
    password: Option<Zeroizing<String>>,
) -> Result<Option<(String, Zeroizing<String>)>, InvalidSmtpUrl> {
    let user = percent_decoded(url.username()).ok_or(InvalidSmtpUrl::Malformed)?;
    match (user.is_empty(), password) {
        (false, Some(password)) => Ok(Some((user, password))),
        (false, None) => Err(InvalidSmtpUrl::PasswordMissing(user)),
        (true, Some(_)) => Err(InvalidSmtpUrl::UserMissing),
        (true, None) => Ok(None),
    }
}

fn host(url: &Url) -> Result<String, InvalidSmtpUrl> {
    match url.host() {
        // To the crate `url` a host under a scheme of no browser is any text.
        Some(Host::Domain(text)) => match Host::parse(text) {
            Ok(Host::Domain(domain)) => Ok(domain),
            Ok(Host::Ipv4(address)) => Ok(address.to_string()),
            _ => Err(InvalidSmtpUrl::Malformed),
        },
        Some(Host::Ipv4(address)) => Ok(address.to_string()),
        Some(Host::Ipv6(address)) => Ok(address.to_string()),
        None => Err(InvalidSmtpUrl::Malformed),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// `None` where a `%` is not followed by two hexadecimal digits, or the bytes
/// are no UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        bytes.extend(hex::decode(digits).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}
