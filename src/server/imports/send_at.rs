//! When the mails of an import are to leave.

use crate::domain::{InvalidSendAt, Timestamp};
use crate::locale::time::{self, Zone};
use std::time::Duration;

/// Mails wait for at most this long (ours: somebody who plans further ahead has not checked the list of people yet).
pub const MAX_AHEAD: Duration = Duration::from_secs(30 * 24 * 3600);

/// The time that was typed, by the clock of `zone` unless it names an offset of its own.
///
/// # Errors
/// What is no time, or is not within [`MAX_AHEAD`].
pub fn parse_send_at(text: &str, zone: &Zone, now: Timestamp) -> Result<Timestamp, InvalidSendAt> {
    let at = time::local_moment(zone, text.trim()).ok_or(InvalidSendAt::Form)?;
    if at <= now {
        return Err(InvalidSendAt::Past);
    }
    if at > now.plus(MAX_AHEAD) { Err(InvalidSendAt::TooFar) } else { Ok(at) }
}

/// What a form offers: the next working day at eight, as such a field has it.
pub fn suggest_send_at(zone: &Zone, now: Timestamp) -> String {
    let mut day = zone.at(now).date();
    for _ in 0..7 {
        day = day.tomorrow().unwrap_or(day);
        if !matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
            break;
        }
    }
    format!("{day}T08:00")
}
