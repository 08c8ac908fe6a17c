//! The settings. `chaveiro --help` is their manual: it is made from `table`.
//!
//! One rule for all of them: an empty variable or flag is as if it were not given, and a value that cannot be used is
//! one line with the variable, the form and an example.

mod database;
mod mail;
mod parse;
mod proxies;
mod secret;
mod setting;
mod settings;
mod table;
mod unknown;

pub use parse::Refused;
pub use proxies::TrustedProxies;
pub use setting::{Kind, SETTINGS_HEADING, Setting};
pub use settings::{SelfRegistration, Settings};
pub use table::SETTINGS;
pub use unknown::{unknown_in_environment, unknown_settings};

use crate::domain::PasswordPolicy;
use crate::locale::time::Zone;
use clap::parser::ArgMatches;
use parse::{Parsed, number};
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use url::Url;

/// Settings as they are given: by flag or by environment variable.
#[derive(Clone, Default)]
pub struct Config {
    given: BTreeMap<&'static str, OsString>,
}

impl clap::Args for Config {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.args(SETTINGS.iter().filter_map(Setting::argument))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Config {
    #[expect(clippy::disallowed_methods, reason = "secrets have no flag, so clap cannot read them")]
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let value = |setting: &Setting| match setting.kind {
            Kind::Secret => std::env::var_os(setting.variable),
            _ => matches.get_one::<OsString>(setting.variable).cloned(),
        };
        Ok(Self::from_values(SETTINGS.iter().filter_map(|setting| Some((setting.variable, value(setting)?)))))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A setting that cannot be used: what is wrong, where, and how to fix it, in one line.
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

    /// The value of `setting` is refused. It is repeated unless it may hold a password.
    fn refused(setting: &Setting, value: &str, why: Refused) -> Self {
        let hides =
            matches!(setting.kind, Kind::Secret | Kind::Confidential) || matches!(why, Refused::WithPassword(_));
        let shown = if hides { "the value".to_owned() } else { format!("`{}`", on_one_line(value)) };
        let problem = match why {
            Refused::Form => format!("{shown} is not {}", setting.form),
            Refused::Because(problem) => format!("{shown} {problem}"),
            Refused::WithPassword(problem) => format!("{shown} {problem}"),
        };
        // Compose files and `--env-file` keep the quotation marks of `NAME="value"`.
        let is_quoted = value.len() > 1
            && (value.starts_with('"') && value.ends_with('"') || value.starts_with('\'') && value.ends_with('\''));
        let hint = if is_quoted { " without the quotation marks" } else { "" };
        let flag = setting.flag().map_or_else(String::new, |flag| format!(" (flag: --{flag})"));
        Self::new(setting.variable, format!("{problem}; write for example {}{hint}{flag}", setting.example))
    }
}

/// A name for the organization, as the setting takes it; none where it is no such name.
pub fn parse_organization(text: &str) -> Option<String> {
    parse::organization(text).ok()
}

/// At most 80 characters, none of which ends a line.
fn on_one_line(value: &str) -> String {
    const LONGEST: usize = 80;
    let short: String = value.chars().take(LONGEST).collect();
    let end = if short.len() < value.len() { "…" } else { "" };
    format!("{}{end}", short.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"))
}

impl Config {
    /// Settings as pairs of a variable and its value; blank ones are as if they were not given.
    pub fn from_values(values: impl IntoIterator<Item = (&'static str, OsString)>) -> Self {
        let is_blank = |value: &OsStr| value.to_str().is_some_and(|text| text.trim().is_empty());
        Self { given: values.into_iter().filter(|(_, value)| !is_blank(value)).collect() }
    }

    fn given(&self, variable: &str) -> Option<&OsStr> {
        self.given.get(variable).map(OsString::as_os_str)
    }

    /// The value of a setting, if it is given or has a default.
    fn find<T>(&self, variable: &'static str, parse: impl FnOnce(&str) -> Parsed<T>) -> Result<Option<T>, ConfigError> {
        let setting = table::setting(variable);
        let Some(value) = self.given(variable).or(setting.default.map(OsStr::new)) else { return Ok(None) };
        let lossy = value.to_string_lossy();
        let text = value.to_str().ok_or(Refused::Because("is not text in UTF-8".to_owned()));
        let parsed = text.and_then(|text| parse(text.trim()));
        parsed.map(Some).map_err(|why| ConfigError::refused(setting, lossy.trim(), why))
    }

    /// The value of a setting that has a default.
    fn read<T>(&self, variable: &'static str, parse: impl FnOnce(&str) -> Parsed<T>) -> Result<T, ConfigError> {
        Ok(self.find(variable, parse)?.unwrap_or_else(|| panic!("{variable} has no default")))
    }

    fn number(&self, variable: &'static str, least: i64, most: i64) -> Result<i64, ConfigError> {
        self.read(variable, |text| number(text, least, most))
    }

    fn is_on(&self, variable: &'static str) -> Result<bool, ConfigError> {
        Ok(self.find(variable, parse::switch)?.unwrap_or(false))
    }

    /// A path. Only a shell knows what `~` is, and there is none between a compose file and this program.
    fn path(&self, variable: &'static str) -> Result<Option<PathBuf>, ConfigError> {
        let setting = table::setting(variable);
        let Some(value) = self.given(variable).or(setting.default.map(OsStr::new)) else { return Ok(None) };
        if value.as_encoded_bytes().starts_with(b"~") {
            let why = Refused::Because("has a ~, which only a shell understands: write the whole path".to_owned());
            return Err(ConfigError::refused(setting, &value.to_string_lossy(), why));
        }
        Ok(Some(value.to_str().map_or_else(|| PathBuf::from(value), |text| PathBuf::from(text.trim()))))
    }

    /// What is logged: by the server; or by a command, whose answer is not to be lost among the lines of its own events.
    ///
    /// # Errors
    /// When it is no filter.
    pub fn log_filter(&self, is_server: bool) -> Result<String, ConfigError> {
        let filter = self.read("RUST_LOG", parse::log_filter)?;
        let is_given = self.given("RUST_LOG").is_some();
        Ok(if is_server || is_given { filter } else { "warn".to_owned() })
    }

    /// Whether log lines are for machines.
    ///
    /// # Errors
    /// When it is neither `text` nor `json`.
    pub fn is_json_log(&self) -> Result<bool, ConfigError> {
        self.read("CHAVEIRO_LOG_FORMAT", parse::is_json_log)
    }

    /// Where the server listens.
    ///
    /// # Errors
    /// When it is no address with a port.
    pub fn listen_address(&self) -> Result<SocketAddr, ConfigError> {
        self.read("CHAVEIRO_LISTEN", |text| text.parse().map_err(|_| Refused::Form))
    }

    /// Checks the settings; `dev` is `serve --dev`.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn checked(self, dev: bool) -> Result<Settings, ConfigError> {
        let (settings, notes) = self.checked_with_notes(dev)?;
        if !notes.is_empty() {
            tracing::warn!("{}", notes.join("; "));
        }
        Ok(settings)
    }

    /// Checks the settings, and says what is odd about them and accepted all the same.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn checked_with_notes(&self, dev: bool) -> Result<(Settings, Vec<String>), ConfigError> {
        let mut notes = Vec::new();
        let listen = self.listen_address()?;
        let public_url = self.public_url(listen, dev)?;
        let default_locale = self.read("CHAVEIRO_DEFAULT_LOCALE", parse::locale)?;
        let time_zone = self.find("CHAVEIRO_TIME_ZONE", |text| Zone::parse(text).ok_or(Refused::Form))?;
        let time_zone = time_zone.unwrap_or_else(|| Zone::usual(default_locale));
        let sender = self.sender(&public_url, &time_zone)?;
        let allow_cpf = self.is_on("CHAVEIRO_ALLOW_CPF")?;
        let data_dir = self.path("CHAVEIRO_DATA_DIR")?.unwrap_or_default();
        let settings = Settings {
            listen,
            public_url,
            show_setup_address: self.is_on("CHAVEIRO_SHOW_SETUP_ADDRESS")?,
            dev,
            organization: sender.organization.clone(),
            sender,
            accent_color: self.find("CHAVEIRO_ACCENT_COLOR", parse::accent_color)?,
            logo: self.path("CHAVEIRO_LOGO")?.map(|path| secret::logo("CHAVEIRO_LOGO", &path)).transpose()?,
            mail_interval: self.read("CHAVEIRO_MAIL_PACE", parse::pace)?,
            preset: self.read("CHAVEIRO_TEMPORARY_PASSWORD", |text| parse::preset(text, allow_cpf))?,
            allow_cpf,
            allow_handover: self.is_on("CHAVEIRO_ALLOW_HANDOVER")?,
            allow_self_deletion: self.is_on("CHAVEIRO_ALLOW_SELF_DELETION")?,
            temporary_password_ttl: self.read("CHAVEIRO_TEMPORARY_PASSWORD_TTL", parse::duration)?,
            reminder_after: self.read("CHAVEIRO_REMINDER_DAYS", parse::days)?,
            temporary_password_attempts: self.number("CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS", 1, 100)?,
            code_guesses_per_day: self.number("CHAVEIRO_CODE_GUESSES_PER_DAY", 1, 1_000_000)?,
            password_policy: PasswordPolicy {
                min_length: u32::try_from(self.number("CHAVEIRO_PASSWORD_MIN_LENGTH", 8, 128)?).unwrap_or(15),
            },
            argon2: self.read("CHAVEIRO_ARGON2", parse::password_hash_cost)?,
            parallel_hashes: self.parallel_hashes()?,
            self_registration: self.read("CHAVEIRO_SELF_REGISTRATION", parse::self_registration)?,
            registration_domains: self.find("CHAVEIRO_REGISTRATION_DOMAINS", parse::domains)?.unwrap_or_default(),
            trusted_proxies: self
                .find("CHAVEIRO_TRUSTED_PROXIES", |text| TrustedProxies::parse(parse::list(text)))?
                .unwrap_or_default(),
            default_locale,
            time_zone,
            session_idle: self.read("CHAVEIRO_SESSION_IDLE", parse::duration)?,
            session_max: self.read("CHAVEIRO_SESSION_MAX", parse::duration)?,
            audit_retention: self.read("CHAVEIRO_AUDIT_RETENTION", parse::retention)?,
            import_limits: self.read("CHAVEIRO_IMPORT_ROWS", parse::import_rows)?,
            transport: self.transport(dev, &mut notes)?,
            // Last: they are read from and written to the disk.
            database_url: String::new(),
            secret_key: Vec::new().into(),
            data_dir,
        };
        let settings = self.with_files(settings, &mut notes)?;
        Ok((settings, notes))
    }

    /// The address people type: without one, this machine's.
    fn public_url(&self, listen: SocketAddr, dev: bool) -> Result<Url, ConfigError> {
        if dev && !listen.ip().is_loopback() {
            return Err(ConfigError::new(
                "CHAVEIRO_LISTEN",
                "with --dev only a loopback address will do, since anybody could read the mails; write 127.0.0.1:3000",
            ));
        }
        let allow_http = self.is_on("CHAVEIRO_ALLOW_HTTP")?;
        let given = self.find("CHAVEIRO_PUBLIC_URL", |text| parse::public_url(text, allow_http, dev))?;
        let local = format!("http://localhost:{}", listen.port());
        Ok(given.unwrap_or_else(|| parse::public_url(&local, false, dev).expect("an address on this machine")))
    }

    /// How many passwords are hashed at a time: as many as there are cores, unless the operator says otherwise.
    fn parallel_hashes(&self) -> Result<usize, ConfigError> {
        let given = self.find("CHAVEIRO_PARALLEL_HASHES", |text| number(text, 1, 256))?;
        let cores = || std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(given.map_or_else(cores, |hashes| usize::try_from(hashes).unwrap_or(2)))
    }

    /// Adds the database and the secret key, which is made where there is none.
    fn with_files(&self, settings: Settings, notes: &mut Vec<String>) -> Result<Settings, ConfigError> {
        let data_dir = &settings.data_dir;
        let database_url = self.database_url(data_dir, notes)?;
        let file = crate::server::store::file::path_of(&database_url);
        let secret_key = secret::secret_key(self, data_dir, file.as_deref(), notes)?;
        Ok(Settings { database_url, secret_key, ..settings })
    }

    fn database_url(&self, data_dir: &Path, notes: &mut Vec<String>) -> Result<String, ConfigError> {
        match secret::secret(self, "DATABASE_URL", notes)? {
            Some(given) => {
                let text = given.text()?;
                let setting = Setting { variable: given.variable, ..*table::setting("DATABASE_URL") };
                database::database_url(&text).map_err(|why| ConfigError::refused(&setting, "", why))
            }
            None => database::default_url(data_dir).ok_or_else(|| {
                ConfigError::new("CHAVEIRO_DATA_DIR", "is not text in UTF-8; write for example /var/lib/chaveiro")
            }),
        }
    }
}
