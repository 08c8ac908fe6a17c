//! Reads what is written into the settings. Each function says why it refuses a text; `Config` says where and how to
//! write it.

use super::SelfRegistration;
use crate::domain::import::FileLimits;
use crate::domain::loopback::is_loopback_host;
use crate::domain::{AccentColor, DisplayName, EmailAddress, InvalidAccentColor, Locale, Preset};
use crate::server::password::argon2_params;
use lettre::message::Mailbox;
use std::time::Duration;
use url::Url;

/// Why the value of a setting is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does not have the form that the table of settings names.
    Form,
    /// It has, but cannot be used: completes "`value` …".
    Because(String),
    /// The same of a value with a password in it, which is not shown: completes "the value …".
    WithPassword(&'static str),
}

impl From<&str> for Refused {
    fn from(problem: &str) -> Self {
        Self::Because(problem.to_owned())
    }
}

pub(super) type Parsed<T> = Result<T, Refused>;

pub(super) fn public_url(text: &str, allow_http: bool, dev: bool) -> Parsed<Url> {
    let mut url = Url::parse(text).map_err(|_| Refused::Form)?;
    if url.host().is_none() {
        return Err("has no host".into());
    }
    let loopback = url.host_str().is_some_and(is_loopback_host);
    if url.password().is_some() {
        return Err(Refused::WithPassword("must not have a user name and a password in it"));
    }
    if !url.username().is_empty() || url.query().is_some() || url.fragment().is_some() || url.path() != "/" {
        return Err("must be a scheme and a host only, such as https://contas.example.org".into());
    }
    match url.scheme() {
        "https" if dev => {
            Err("is public, and --dev shows all emails to everyone: remove --dev, or use http://localhost:3000".into())
        }
        "http" if dev && !loopback => {
            Err("is not on this machine, and --dev shows all emails to everyone: use http://localhost:3000".into())
        }
        "http" if !loopback && !allow_http => {
            Err("sends passwords unencrypted: use https, or set CHAVEIRO_ALLOW_HTTP=1 if you can't use TLS".into())
        }
        "https" | "http" => {
            url.set_path("/");
            Ok(url)
        }
        _ => Err("must begin with https:// or http://".into()),
    }
}

/// On or off, in the usual spellings of both languages.
pub(super) fn switch(text: &str) -> Parsed<bool> {
    match text.to_lowercase().as_str() {
        "on" | "true" | "yes" | "y" | "t" | "1" | "sim" => Ok(true),
        "off" | "false" | "no" | "n" | "f" | "0" | "não" | "nao" => Ok(false),
        _ => Err(Refused::Form),
    }
}

pub(super) fn mailbox(text: &str) -> Parsed<Mailbox> {
    if text.chars().any(char::is_control) {
        return Err(Refused::Form);
    }
    text.parse().map_err(|_| needs_quotation_marks(text).map_or(Refused::Form, Refused::Because))
}

/// How to write a sender whose name has a comma, colon, bracket or the like (RFC 5322, 3.2.3), where that is all that
/// is wrong.
fn needs_quotation_marks(text: &str) -> Option<String> {
    let (name, address) = text.split_once('<').filter(|(name, _)| !name.contains('"'))?;
    let quoted = format!("\"{}\" <{address}", name.trim().replace('\\', "\\\\"));
    quoted.parse::<Mailbox>().ok()?;
    Some(format!("has a name that must stand between quotation marks, as in {quoted}"))
}

/// A name like a person's, or none.
pub(super) fn organization(text: &str) -> Parsed<String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    DisplayName::parse(text).map(String::from).map_err(|_| Refused::Form)
}

/// A span of time such as `90s`, `15m`, `24h` or `30d`, or a number of seconds; at least a minute, at most ten years.
pub(super) fn duration(text: &str) -> Parsed<Duration> {
    let span = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        // First as it is: `m` is a minute, `M` a month.
        Err(_) => humantime::parse_duration(text)
            .or_else(|_| humantime::parse_duration(&text.to_ascii_lowercase()))
            .map_err(|_| Refused::Form)?,
    };
    if (60..=315_360_000).contains(&span.as_secs()) { Ok(span) } else { Err(Refused::Form) }
}

/// A color that can be read on our backgrounds.
pub(super) fn accent_color(text: &str) -> Parsed<AccentColor> {
    AccentColor::parse(text).map_err(|invalid| match invalid {
        InvalidAccentColor::Form => Refused::Form,
        pale @ InvalidAccentColor::TooPale { .. } => Refused::Because(pale.to_string()),
    })
}

/// A number of days from 1 to 365, or `off`.
pub(super) fn days(text: &str) -> Parsed<Option<Duration>> {
    if switch(text) == Ok(false) && text != "0" {
        return Ok(None);
    }
    let days = number(text, 1, 365)?.unsigned_abs();
    Ok(Some(Duration::from_secs(days * 24 * 60 * 60)))
}

/// How long something is kept: a day or longer, or for ever where it is `off`.
pub(super) fn retention(text: &str) -> Parsed<Option<Duration>> {
    if switch(text) == Ok(false) {
        return Ok(None);
    }
    let span = duration(text)?;
    if span >= Duration::from_secs(24 * 3600) { Ok(Some(span)) } else { Err(Refused::Form) }
}

/// A whole number, also with `_` between its digits.
pub(super) fn number(text: &str, least: i64, most: i64) -> Parsed<i64> {
    let number = text.replace('_', "").parse().ok();
    number.filter(|number| (least..=most).contains(number)).ok_or(Refused::Form)
}

/// How many rows an import may have.
pub(super) fn import_rows(text: &str) -> Parsed<FileLimits> {
    let rows = number(text, 1, i64::try_from(FileLimits::MAX_ROWS).unwrap_or(i64::MAX))?;
    Ok(FileLimits::of_rows(usize::try_from(rows).unwrap_or(1)))
}

/// A number of mails in a second, a minute or an hour, as the time from one to the next.
///
/// From one an hour to a thousand a second: below is no pace, above it is `off`.
pub(super) fn pace(text: &str) -> Parsed<Option<Duration>> {
    if switch(text) == Ok(false) {
        return Ok(None);
    }
    let (mails, span) = text.split_once('/').ok_or(Refused::Form)?;
    let span = match span.trim().to_ascii_lowercase().as_str() {
        "s" | "sec" | "second" => Duration::from_secs(1),
        "m" | "min" | "minute" => Duration::from_secs(60),
        "h" | "hour" => Duration::from_secs(60 * 60),
        _ => return Err("has an unknown unit of time: use s, min or h".into()),
    };
    let mails: u32 = mails.trim().parse().map_err(|_| Refused::Form)?;
    let interval = span.checked_div(mails).ok_or("would send no email: use at least 1/h")?;
    if interval < Duration::from_millis(1) {
        return Err("is faster than 1000 emails a second: use off for no limit".into());
    }
    Ok(Some(interval))
}

pub(super) fn preset(text: &str, allow_cpf: bool) -> Parsed<Preset> {
    let preset = Preset::parse(&text.to_ascii_lowercase()).map_err(|problem| match problem {
        crate::domain::InvalidPreset::Unknown => Refused::Form,
        other => Refused::Because(format!("cannot be used: {other}")),
    })?;
    if preset == Preset::Cpf && !allow_cpf {
        return Err(
            "isn't allowed because a CPF is not a secret: set CHAVEIRO_ALLOW_CPF=1 if you accept that, or use another preset".into(),
        );
    }
    Ok(preset)
}

/// Less than the lowest cost OWASP names (Password Storage Cheat Sheet) is refused.
pub(super) fn password_hash_cost(text: &str) -> Parsed<argon2_rust::Params> {
    let parts: Vec<&str> = list(text).collect();
    let &[memory, passes, lanes] = parts.as_slice() else { return Err(Refused::Form) };
    let number = |text: &str, name: &str| {
        text.strip_prefix(name).unwrap_or(text).trim().parse::<u32>().map_err(|_| Refused::Form)
    };
    let (memory, passes, lanes) = (kibibytes(memory)?, number(passes, "t=")?, number(lanes, "p=")?);
    if memory > 4_194_304 || passes > 64 || lanes > 64 {
        return Err("is more than 4 GiB, 64 passes or 64 lanes".into());
    }
    let enough = [(47104, 1), (19456, 2), (12288, 3), (9216, 4), (7168, 5)];
    if !enough.iter().any(|&(least_memory, least_passes)| memory >= least_memory && passes >= least_passes) {
        return Err("is weaker than OWASP allows".into());
    }
    argon2_params(memory, passes, lanes).map_err(|_| "has less than 8 KiB of memory per lane".into())
}

/// An amount of memory: a number of KiB, or with a unit.
fn kibibytes(text: &str) -> Parsed<u32> {
    let text = text.strip_prefix("m=").unwrap_or(text).to_ascii_lowercase();
    let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let factor = match text[digits.len()..].trim() {
        "" | "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 1024,
        "g" | "gb" | "gib" => 1024 * 1024,
        _ => return Err(Refused::Form),
    };
    digits.parse::<u32>().ok().and_then(|number| number.checked_mul(factor)).ok_or(Refused::Form)
}

pub(super) fn self_registration(text: &str) -> Parsed<SelfRegistration> {
    match switch(text) {
        Ok(true) => Ok(SelfRegistration::On),
        Ok(false) => Ok(SelfRegistration::Off),
        Err(_) if text.eq_ignore_ascii_case("approval") => Ok(SelfRegistration::Approval),
        Err(refused) => Err(refused),
    }
}

/// The entries of a list, which commas, semicolons, blanks or line ends separate.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| matches!(letter, ',' | ';') || letter.is_whitespace()).filter(|part| !part.is_empty())
}

pub(super) fn domains(text: &str) -> Parsed<Vec<String>> {
    list(text)
        .map(|domain| {
            let domain = domain.strip_prefix('@').unwrap_or(domain);
            let address = EmailAddress::parse(&format!("x@{domain}"));
            address
                .map(|address| address.host().to_owned())
                .map_err(|_| Refused::Because(format!("has `{domain}`, which is not a domain")))
        })
        .collect()
}

/// A language, also as a system names it (`pt_BR.UTF-8`).
pub(super) fn locale(text: &str) -> Parsed<Locale> {
    Locale::parse(text.split(['.', '@']).next().unwrap_or_default()).ok_or(Refused::Form)
}

/// Whether the log is for machines.
pub(super) fn is_json_log(text: &str) -> Parsed<bool> {
    match text.to_ascii_lowercase().as_str() {
        "json" => Ok(true),
        "text" => Ok(false),
        _ => Err(Refused::Form),
    }
}

/// A filter of the log.
///
/// A word that is neither a level nor the name of something that logs here would silence everything, so it is refused:
/// most often it is a level misspelled.
pub(super) fn log_filter(text: &str) -> Parsed<String> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    const LOGGING: [&str; 8] = ["chaveiro", "sqlx", "hyper", "tower", "rustls", "leptos", "tokio", "mio"];
    for word in text.split(',').map(str::trim).filter(|word| !word.contains(['=', '['])) {
        let is_level = LEVELS.iter().any(|level| word.eq_ignore_ascii_case(level))
            || word.parse::<u8>().is_ok_and(|level| level <= 5);
        if !is_level && !LOGGING.iter().any(|name| word.starts_with(name)) {
            return Err(Refused::Form);
        }
    }
    tracing_subscriber::EnvFilter::try_new(text).map_err(|_| Refused::Form)?;
    Ok(text.to_owned())
}
