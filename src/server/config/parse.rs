//! What is written into the settings, read; each function names the variable it refuses.

use super::{ConfigError, SelfRegistration};
use crate::domain::EmailAddress;
use lettre::message::Mailbox;
use std::time::Duration;
use url::Url;

/// Whether an address is this machine's own.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(host)) => host == "localhost" || host.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

pub(super) fn public_url(text: &str, allow_http: bool, dev: bool) -> Result<Url, ConfigError> {
    let fault = |problem: &str| Err(ConfigError::new("CHAVEIRO_PUBLIC_URL", format!("`{text}` {problem}")));
    let Ok(mut url) = Url::parse(text) else {
        return fault("is not an address; write for example https://contas.example.org");
    };
    if url.host().is_none() {
        return fault("has no host; write for example https://contas.example.org");
    }
    let loopback = is_loopback(&url);
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
        || url.path() != "/"
    {
        return fault("must be a scheme and a host, nothing else; write for example https://contas.example.org");
    }
    match url.scheme() {
        "https" if dev => {
            return fault(
                "is public, and --dev shows all mails to everybody: leave out --dev, or use http://localhost:3000",
            );
        }
        "http" if dev && !loopback => {
            return fault("is not on this machine, and --dev shows all mails to everybody: use http://localhost:3000");
        }
        "https" => {}
        "http" if loopback || allow_http => {}
        "http" => {
            return fault("sends passwords in clear: use https, or set CHAVEIRO_ALLOW_HTTP=1 if TLS is not to be had");
        }
        _ => return fault("must begin with https:// or http://"),
    }
    url.set_path("/");
    Ok(url)
}

pub(super) fn database_url(text: &str) -> Result<String, ConfigError> {
    if let Some(path) = text.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() || path.contains(":memory:") || text.contains("mode=memory") {
            return Err(ConfigError::new("DATABASE_URL", "names no file; write for example sqlite://data/chaveiro.db"));
        }
        return Ok(text.to_owned());
    }
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(text.to_owned());
    }
    // The address may hold a password: it is not repeated.
    Err(ConfigError::new(
        "DATABASE_URL",
        "must begin with sqlite:// or postgres://; write for example sqlite://data/chaveiro.db",
    ))
}

pub(super) fn mailbox(variable: &'static str, text: &str) -> Result<Mailbox, ConfigError> {
    let fault = || {
        ConfigError::new(variable, format!("`{text}` is not a sender; write for example Chaveiro <contas@example.org>"))
    };
    if text.chars().any(char::is_control) {
        return Err(fault());
    }
    text.parse().map_err(|_| fault())
}

/// A span of time such as `90s`, `15m`, `24h` or `30d`; at least a minute, at most ten years.
pub(super) fn duration(variable: &'static str, text: &str) -> Result<Duration, ConfigError> {
    match humantime::parse_duration(text) {
        Ok(duration) if (60..=315_360_000).contains(&duration.as_secs()) => Ok(duration),
        Ok(_) => Err(ConfigError::new(variable, format!("`{text}` is not between one minute and ten years"))),
        Err(_) => {
            Err(ConfigError::new(variable, format!("`{text}` is not a span of time; write for example 24h or 30d")))
        }
    }
}

pub(super) fn number(variable: &'static str, text: &str, least: i64, most: i64) -> Result<i64, ConfigError> {
    text.trim()
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| ConfigError::new(variable, format!("`{text}` is not a whole number from {least} to {most}")))
}

/// A number of mails in a second, a minute or an hour, as the time from one to the next.
///
/// From one an hour to a thousand a second: below is no pace, above it is `off`.
pub(super) fn pace(variable: &'static str, text: &str) -> Result<Option<Duration>, ConfigError> {
    if text.trim() == "off" {
        return Ok(None);
    }
    let fault = |problem: &str| ConfigError::new(variable, format!("`{text}` {problem}"));
    let (mails, span) =
        text.split_once('/').ok_or_else(|| fault("is no pace; write for example 10/s, 300/min, 1000/h or off"))?;
    let span = match span.trim() {
        "s" => Duration::from_secs(1),
        "min" => Duration::from_secs(60),
        "h" => Duration::from_secs(60 * 60),
        _ => return Err(fault("names no span of time that is known; write s, min or h, as in 300/min")),
    };
    let mails: u32 = mails.trim().parse().map_err(|_| fault("has no whole number before the stroke, as in 300/min"))?;
    let interval = span.checked_div(mails).ok_or_else(|| fault("lets no mail leave; write at least 1/h"))?;
    if interval < Duration::from_millis(1) {
        return Err(fault("is faster than 1000 mails a second; write off if they may go as fast as they can"));
    }
    Ok(Some(interval))
}

/// Less than the lowest cost OWASP names (Password Storage Cheat Sheet) is refused.
pub(super) fn argon2_params(text: &str) -> Result<argon2::Params, ConfigError> {
    let fault = |problem: &str| ConfigError::new("CHAVEIRO_ARGON2", format!("`{text}` {problem}"));
    let numbers: Vec<u32> = text.split(',').map(|part| part.trim().parse().unwrap_or_default()).collect();
    let &[memory, passes, lanes] = numbers.as_slice() else {
        return Err(fault("is not three numbers; write for example 19456,2,1"));
    };
    if memory > 4_194_304 || passes > 64 || lanes > 64 {
        return Err(fault("asks for more than 4 GiB, 64 passes or 64 lanes"));
    }
    let enough = [(47104, 1), (19456, 2), (12288, 3), (9216, 4), (7168, 5)];
    if !enough.iter().any(|&(least_memory, least_passes)| memory >= least_memory && passes >= least_passes) {
        return Err(fault("is weaker than OWASP allows; write 19456,2,1 or more"));
    }
    argon2::Params::new(memory, passes, lanes, Some(32)).map_err(|error| fault(&format!("cannot be used: {error}")))
}

pub(super) fn self_registration(text: &str) -> Result<SelfRegistration, ConfigError> {
    match text {
        "off" => Ok(SelfRegistration::Off),
        "on" => Ok(SelfRegistration::On),
        "approval" => Ok(SelfRegistration::Approval),
        other => Err(ConfigError::new(
            "CHAVEIRO_SELF_REGISTRATION",
            format!("`{other}` is none of `on`, `approval` and `off`"),
        )),
    }
}

pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

pub(super) fn domains(text: &str) -> Result<Vec<String>, ConfigError> {
    list(text)
        .map(|domain| {
            EmailAddress::parse(&format!("x@{domain}")).map(|address| address.host().to_owned()).map_err(|_| {
                ConfigError::new(
                    "CHAVEIRO_REGISTRATION_DOMAINS",
                    format!("`{domain}` is not a domain; write for example example.org"),
                )
            })
        })
        .collect()
}
