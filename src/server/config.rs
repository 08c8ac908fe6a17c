//! The settings. `chaveiro --help` is their manual: it is made from the words here.

mod parse;
mod secret;
mod settings;

pub use settings::{SelfRegistration, Settings};

use crate::domain::{Locale, PasswordPolicy, Preset};
use crate::server::email::{MemoryOutbox, Sender, SmtpSettings, Transport};
use parse::{
    argon2_params, database_url, domains, duration, list, mailbox, number, pace, public_url, self_registration,
};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Settings as they are given: by flag or by environment variable.
#[derive(Clone, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Config {
    /// Where accounts live: a SQLite file, made when missing, or `postgres://…` when it is outgrown.
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://data/chaveiro.db",
        global = true
    )]
    database_url: String,

    /// Where the server listens.
    #[arg(long, env = "CHAVEIRO_LISTEN", default_value = "127.0.0.1:3000", global = true)]
    listen: String,

    /// The address people type to get here. All links in mails come from it, never from a request.
    /// Plain http only for loopback, unless `CHAVEIRO_ALLOW_HTTP=1`.
    /// Default: `http://localhost:` and the port of `--listen`, so http://localhost:3000.
    #[arg(long, env = "CHAVEIRO_PUBLIC_URL", global = true)]
    public_url: Option<String>,

    /// Allow a public address without TLS: passwords then cross the network in clear.
    #[arg(long, env = "CHAVEIRO_ALLOW_HTTP", value_parser = clap::builder::BoolishValueParser::new(), num_args = 0..=1, default_value = "false", default_missing_value = "true", global = true)]
    allow_http: bool,

    /// The mail server: `smtps://user@host`, `smtp://user@host:587?tls=required`, or, on loopback,
    /// `smtp://host:port`. Without it `serve` refuses to start, unless `--dev`.
    #[arg(long, env = "CHAVEIRO_SMTP_URL", hide_env_values = true, global = true)]
    smtp_url: Option<String>,

    /// A file with the password for the mail server. (`CHAVEIRO_SMTP_PASSWORD` holds it directly.)
    #[arg(long, env = "CHAVEIRO_SMTP_PASSWORD_FILE", global = true)]
    smtp_password_file: Option<PathBuf>,

    /// Allow mail without TLS to a server that is not on this machine.
    #[arg(long, env = "CHAVEIRO_SMTP_ALLOW_PLAINTEXT", value_parser = clap::builder::BoolishValueParser::new(), num_args = 0..=1, default_value = "false", default_missing_value = "true", global = true)]
    smtp_allow_plaintext: bool,

    /// A file with a certificate (PEM) to trust besides the usual ones when speaking to the mail server.
    #[arg(long, env = "CHAVEIRO_SMTP_CA_FILE", global = true)]
    smtp_ca_file: Option<PathBuf>,

    /// Who the mails come from.
    #[arg(long, env = "CHAVEIRO_MAIL_FROM", default_value = "Chaveiro <chaveiro@localhost>", global = true)]
    mail_from: String,

    /// Where answers to the mails go; also named as the contact.
    #[arg(long, env = "CHAVEIRO_MAIL_REPLY_TO", global = true)]
    mail_reply_to: Option<String>,

    /// How fast mails may leave, of all nodes together: `10/s`, `300/min`, `1000/h`, or `off` for as fast as
    /// the mail server takes them. Tries that fail count too.
    #[arg(long, env = "CHAVEIRO_MAIL_PACE", default_value = "off", global = true)]
    mail_pace: String,

    /// Shown on pages and in mails.
    #[arg(long, env = "CHAVEIRO_ORGANIZATION", default_value = "Chaveiro", global = true)]
    organization: String,

    /// A file with the secret key: the pepper, and keys derived from it. (`CHAVEIRO_SECRET_KEY` holds it
    /// directly.) Default with SQLite: `secret.key` in the data directory, made at the first start. With
    /// PostgreSQL it must be given, since all nodes share it.
    #[arg(long, env = "CHAVEIRO_SECRET_KEY_FILE", global = true)]
    secret_key_file: Option<PathBuf>,

    /// How temporary passwords are drawn: `digits:N` (3.3 bits each), `alphanumeric:N` (6.0 bits each),
    /// `unambiguous:N` (5.8 bits each, no 0 O 1 l I), `words:N` (11 bits each), or `cpf`.
    /// Less than six digits' worth (19.9 bits) is refused.
    #[arg(long, env = "CHAVEIRO_TEMPORARY_PASSWORD", default_value = "digits:6", global = true)]
    temporary_password: String,

    /// Allow the preset `cpf`. A CPF is no secret: others know it.
    #[arg(long, env = "CHAVEIRO_ALLOW_CPF", value_parser = clap::builder::BoolishValueParser::new(), num_args = 0..=1, default_value = "false", default_missing_value = "true", global = true)]
    allow_cpf: bool,

    /// Allow temporary passwords to be handed over in person: shown once to the admin who asks,
    /// as a slip to print, and the log says so.
    #[arg(long, env = "CHAVEIRO_ALLOW_HANDOVER", value_parser = clap::builder::BoolishValueParser::new(), num_args = 0..=1, default_value = "false", default_missing_value = "true", global = true)]
    allow_handover: bool,

    /// Allow people to delete their own accounts. An administrator can restore one for 30 days; the last
    /// administrator's cannot be deleted.
    #[arg(long, env = "CHAVEIRO_ALLOW_SELF_DELETION", value_parser = clap::builder::BoolishValueParser::new(), num_args = 0..=1, default_value = "false", default_missing_value = "true", global = true)]
    allow_self_deletion: bool,

    /// How long a temporary password works, from its delivery on (NIST SP 800-63B-4: 24 h at most by e-mail).
    #[arg(long, env = "CHAVEIRO_TEMPORARY_PASSWORD_TTL", default_value = "24h", global = true)]
    temporary_password_ttl: String,

    /// How many wrong tries end a temporary password.
    #[arg(long, env = "CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS", default_value = "5", global = true)]
    temporary_password_attempts: String,

    /// How many wrong guesses at short temporary passwords, of all people together, the sign-in page looks at in 24
    /// hours; then those work only with the link in their mail. 100 keep a stranger's chance below 1 in 10,000.
    #[arg(long, env = "CHAVEIRO_CODE_GUESSES_PER_DAY", default_value = "100", global = true)]
    code_guesses_per_day: String,

    /// The least length of an own password, in code points (NIST SP 800-63B-4: 15 where it is the only factor).
    #[arg(long, env = "CHAVEIRO_PASSWORD_MIN_LENGTH", default_value = "15", global = true)]
    password_min_length: String,

    /// Cost of a password hash: KiB, passes, lanes. Older hashes are renewed at sign-in.
    #[arg(long, env = "CHAVEIRO_ARGON2", default_value = "19456,2,1", global = true)]
    argon2: String,

    /// How many passwords are hashed at a time. Default: the number of cores.
    #[arg(long, env = "CHAVEIRO_PARALLEL_HASHES", global = true)]
    parallel_hashes: Option<String>,

    /// Whether visitors may register themselves: `off`, `on`, or `approval`, where an administrator lets each one in.
    #[arg(long, env = "CHAVEIRO_SELF_REGISTRATION", default_value = "off", global = true)]
    self_registration: String,

    /// Domains whose addresses may register, separated by commas. Default: all.
    #[arg(long, env = "CHAVEIRO_REGISTRATION_DOMAINS", default_value = "", global = true)]
    registration_domains: String,

    /// Network addresses of reverse proxies, separated by commas. Only they are believed about `X-Forwarded-For`.
    #[arg(long, env = "CHAVEIRO_TRUSTED_PROXIES", default_value = "", global = true)]
    trusted_proxies: String,

    /// The language of pages for browsers that ask for neither: `pt-BR` or `en`.
    #[arg(long, env = "CHAVEIRO_DEFAULT_LOCALE", default_value = "pt-BR", global = true)]
    default_locale: String,

    /// How long a session lasts unused. Admins: at most one hour.
    #[arg(long, env = "CHAVEIRO_SESSION_IDLE", default_value = "12h", global = true)]
    session_idle: String,

    /// How long a session lasts at all. Admins: at most 24 hours.
    #[arg(long, env = "CHAVEIRO_SESSION_MAX", default_value = "30d", global = true)]
    session_max: String,

    /// Where files are kept.
    #[arg(long, env = "CHAVEIRO_DATA_DIR", default_value = "data", global = true)]
    data_dir: PathBuf,
}

/// A setting that cannot be used: what is wrong, where, and how to mend it, in one line.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct ConfigError {
    variable: &'static str,
    problem: String,
}

impl ConfigError {
    fn new(variable: &'static str, problem: impl std::fmt::Display) -> Self {
        Self { variable, problem: problem.to_string() }
    }
}

impl Config {
    /// Checks the settings; `dev` is `serve --dev`.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn checked(self, dev: bool) -> Result<Settings, ConfigError> {
        let listen = self.listen_address()?;
        if dev && !listen.ip().is_loopback() {
            return Err(ConfigError::new(
                "CHAVEIRO_LISTEN",
                "with --dev only a loopback address will do, since anybody could read the mails; write 127.0.0.1:3000",
            ));
        }
        let public_url = match &self.public_url {
            Some(text) => public_url(text, self.allow_http, dev)?,
            None => public_url(&format!("http://localhost:{}", listen.port()), false, dev)?,
        };
        let from = mailbox("CHAVEIRO_MAIL_FROM", &self.mail_from)?;
        let reply_to = self.mail_reply_to.as_deref().map(|text| mailbox("CHAVEIRO_MAIL_REPLY_TO", text)).transpose()?;
        let preset = Preset::parse(&self.temporary_password).map_err(|problem| {
            ConfigError::new(
                "CHAVEIRO_TEMPORARY_PASSWORD",
                format!("`{}`: {problem}; write for example digits:6 or words:4", self.temporary_password),
            )
        })?;
        if preset == Preset::Cpf && !self.allow_cpf {
            return Err(ConfigError::new(
                "CHAVEIRO_TEMPORARY_PASSWORD",
                "`cpf` is refused because a CPF is no secret; set CHAVEIRO_ALLOW_CPF=1 if you accept that",
            ));
        }
        let session_idle = duration("CHAVEIRO_SESSION_IDLE", &self.session_idle)?;
        let session_max = duration("CHAVEIRO_SESSION_MAX", &self.session_max)?;
        let database_url = database_url(&self.database_url)?;
        Ok(Settings {
            secret_key: secret::secret_key(
                self.secret_key_file.as_deref(),
                &self.data_dir,
                database_url.starts_with("sqlite:"),
            )?,
            transport: self.transport(dev)?,
            sender: Sender { from, reply_to, organization: self.organization.clone(), public_url: public_url.clone() },
            mail_interval: pace("CHAVEIRO_MAIL_PACE", &self.mail_pace)?,
            organization: self.organization,
            database_url,
            listen,
            public_url,
            dev,
            preset,
            allow_cpf: self.allow_cpf,
            allow_handover: self.allow_handover,
            allow_self_deletion: self.allow_self_deletion,
            temporary_password_ttl: duration("CHAVEIRO_TEMPORARY_PASSWORD_TTL", &self.temporary_password_ttl)?,
            temporary_password_attempts: number(
                "CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS",
                &self.temporary_password_attempts,
                1,
                100,
            )?,
            code_guesses_per_day: number("CHAVEIRO_CODE_GUESSES_PER_DAY", &self.code_guesses_per_day, 1, 1_000_000)?,
            password_policy: PasswordPolicy {
                min_length: u32::try_from(number("CHAVEIRO_PASSWORD_MIN_LENGTH", &self.password_min_length, 8, 128)?)
                    .unwrap_or(15),
            },
            argon2: argon2_params(&self.argon2)?,
            parallel_hashes: match &self.parallel_hashes {
                Some(text) => usize::try_from(number("CHAVEIRO_PARALLEL_HASHES", text, 1, 256)?).unwrap_or(2),
                None => std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
            },
            self_registration: self_registration(&self.self_registration)?,
            registration_domains: domains(&self.registration_domains)?,
            trusted_proxies: list(&self.trusted_proxies)
                .map(|text| {
                    text.parse().map_err(|_| {
                        ConfigError::new(
                            "CHAVEIRO_TRUSTED_PROXIES",
                            format!("`{text}` is not a network address; write for example 10.0.0.2"),
                        )
                    })
                })
                .collect::<Result<_, _>>()?,
            default_locale: Locale::parse(&self.default_locale).ok_or_else(|| {
                ConfigError::new(
                    "CHAVEIRO_DEFAULT_LOCALE",
                    format!("`{}` is neither `pt-BR` nor `en`", self.default_locale),
                )
            })?,
            session_idle,
            session_max,
        })
    }

    /// Where the server listens.
    ///
    /// # Errors
    /// When it is no address with a port.
    pub fn listen_address(&self) -> Result<SocketAddr, ConfigError> {
        self.listen.parse().map_err(|_| {
            ConfigError::new(
                "CHAVEIRO_LISTEN",
                format!("`{}` is not an address with a port; write for example 127.0.0.1:3000", self.listen),
            )
        })
    }

    fn transport(&self, dev: bool) -> Result<Option<Transport>, ConfigError> {
        let Some(url) = self.smtp_url.as_deref().filter(|url| !url.is_empty()) else {
            return Ok(dev.then(|| Transport::Memory(MemoryOutbox::default())));
        };
        let password = secret::secret("CHAVEIRO_SMTP_PASSWORD", self.smtp_password_file.as_deref())?;
        let mut settings = SmtpSettings::parse(
            url,
            password.map(|bytes| secret::text("CHAVEIRO_SMTP_PASSWORD", &bytes)).transpose()?,
            self.smtp_allow_plaintext,
        )
        .map_err(|problem| ConfigError::new("CHAVEIRO_SMTP_URL", problem))?;
        if let Some(path) = &self.smtp_ca_file {
            let pem = std::fs::read_to_string(path).map_err(|error| {
                ConfigError::new("CHAVEIRO_SMTP_CA_FILE", format!("cannot read {}: {error}", path.display()))
            })?;
            settings.roots = Some(pem);
        }
        // In development the mails stay here, whatever mail server is set: nobody is mailed by accident.
        Ok(Some(if dev { Transport::Memory(MemoryOutbox::default()) } else { Transport::Smtp(settings) }))
    }
}
