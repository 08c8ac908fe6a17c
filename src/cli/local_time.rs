//! Times for people at a terminal: by their own clock, where `--json` has UTC.

use crate::domain::{Locale, Timestamp};
use crate::locale::time::Zone;
use crate::server::clock;
use jiff::tz::TimeZone;
use std::sync::LazyLock;

/// As `TZ` or `/etc/localtime` says.
static ZONE: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::try_system().ok().filter(|zone| !zone.is_unknown()).unwrap_or(TimeZone::UTC));

/// The same as a zone of the pages, for sentences; that of the pages where the terminal's has no name.
pub fn zone(locale: Locale) -> Zone {
    ZONE.iana_name().and_then(Zone::parse).unwrap_or_else(|| Zone::usual(locale))
}

/// `time` in RFC 3339 with the offset of the local zone, to the second: `2026-11-22T11:05:00-03:00`.
pub fn local(time: Timestamp) -> String {
    let Ok(at) = jiff::Timestamp::from_second(time.as_seconds()) else { return String::new() };
    let at = at.to_zoned(ZONE.clone());
    if at.offset().is_zero() { clock::rfc3339(time) } else { at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string() }
}
