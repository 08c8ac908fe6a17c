//! The settings after they were checked.

use super::proxies::TrustedProxies;
use crate::domain::import::FileLimits;
use crate::domain::loopback::is_loopback_host;
use crate::domain::user_fields::PresetRules;
use crate::domain::{AccentColor, EmailAddress, Locale, Logo, PasswordPolicy, Preset};
use crate::locale::time::Zone;
use crate::server::email::{Sender, Transport};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;
use zeroize::Zeroizing;

/// Whether visitors may make accounts for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfRegistration {
    /// They may not.
    Off,
    /// They may, and can sign in as soon as they have confirmed their address.
    On,
    /// They may, and an administrator lets each one in.
    Approval,
}

/// Settings that have been checked.
#[derive(Clone)]
pub struct Settings {
    /// Where accounts live.
    pub database_url: String,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The address people type.
    pub public_url: Url,
    /// Whether the set-up address is printed where standard output is no terminal.
    pub show_setup_address: bool,
    /// Development: loopback only, mails kept in memory.
    pub dev: bool,
    /// Who the mails come from.
    pub sender: Sender,
    /// How they leave; none when no mail server is set.
    pub transport: Option<Transport>,
    /// The least time between two mails, of all nodes together; none where they go as fast as they can.
    pub mail_interval: Option<Duration>,
    /// Shown on pages.
    pub organization: String,
    /// The color of buttons and links, unless an admin sets another.
    pub accent_color: Option<AccentColor>,
    /// The organization's logo, unless an admin sets another.
    pub logo: Option<Logo>,
    /// 32 bytes or more.
    pub secret_key: Zeroizing<Vec<u8>>,
    /// How temporary passwords are generated.
    pub preset: Preset,
    /// Whether the preset `cpf` may be chosen.
    pub allow_cpf: bool,
    /// Whether admins may hand one over in person.
    pub allow_handover: bool,
    /// Whether people may delete their own accounts.
    pub allow_self_deletion: bool,
    /// How long temporary passwords work.
    pub temporary_password_ttl: Duration,
    /// So long after a temporary password was mailed somebody who has not signed in is reminded; none: never.
    pub reminder_after: Option<Duration>,
    /// How many wrong tries end one.
    pub temporary_password_attempts: i64,
    /// How many wrong guesses at short ones, all together, close the sign-in page to them for the rest of 24 hours.
    pub code_guesses_per_day: i64,
    /// What an own password must be.
    pub password_policy: PasswordPolicy,
    /// The cost of a hash.
    pub argon2: argon2_rust::Params,
    /// How many at a time.
    pub parallel_hashes: usize,
    /// Whether visitors may register.
    pub self_registration: SelfRegistration,
    /// With addresses of which hosts; empty: of any.
    pub registration_domains: Vec<String>,
    /// Who is believed about `X-Forwarded-For`.
    pub trusted_proxies: TrustedProxies,
    /// For browsers that ask for neither.
    pub default_locale: Locale,
    /// The time zone of pages and mails for who has chosen no other.
    pub time_zone: Zone,
    /// How long a session lasts unused.
    pub session_idle: Duration,
    /// How long it lasts at all.
    pub session_max: Duration,
    /// After how long events of the audit log are removed; never without one.
    pub audit_retention: Option<Duration>,
    /// How large a file of people may be.
    pub import_limits: FileLimits,
    /// The folder for everything of ours.
    pub data_dir: PathBuf,
}

impl Settings {
    /// Whether visitors may register with this address.
    pub fn may_register(&self, email: &EmailAddress) -> bool {
        self.registration_domains.is_empty() || self.registration_domains.iter().any(|domain| domain == email.host())
    }

    /// What is allowed of the kind of a temporary password.
    pub const fn preset_rules(&self) -> PresetRules {
        PresetRules { default: self.preset, allow_cpf: self.allow_cpf }
    }

    /// Whether the database is the one in the data directory.
    pub fn has_default_database(&self) -> bool {
        super::database::default_url(&self.data_dir).is_some_and(|url| url == self.database_url)
    }

    /// Whether people reach the site at this machine only.
    pub fn is_local(&self) -> bool {
        self.public_url.host_str().is_some_and(is_loopback_host)
    }

    /// Whether passwords cross a network in clear, which the operator has allowed.
    pub fn is_plain_http_beyond_loopback(&self) -> bool {
        self.public_url.scheme() == "http" && !self.is_local()
    }
}
