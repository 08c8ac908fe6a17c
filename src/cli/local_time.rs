//! Times for people at a terminal: by their own clock, where `--json` has UTC.

use crate::domain::Timestamp;
use crate::server::clock;
use jiff::tz::TimeZone;
use std::sync::LazyLock;

/// As `TZ` or `/etc/localtime` says.
static ZONE: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::try_system().ok().filter(|zone| !zone.is_unknown()).unwrap_or(TimeZone::UTC));

/// `time` in RFC 3339 with the offset of the local zone, to the second: `2026-11-22T11:05:00-03:00`.
pub fn local(time: Timestamp) -> String {
    let Ok(at) = jiff::Timestamp::from_second(time.as_seconds()) else { return String::new() };
    let at = at.to_zoned(ZONE.clone());
    if at.offset().is_zero() { clock::rfc3339(time) } else { at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string() }
}
