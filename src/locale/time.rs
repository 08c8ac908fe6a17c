//! Dates and hours, as people write them, by the clock of a time zone.

use crate::domain::{Locale, Timestamp};
use jiff::tz::TimeZone;

/// A time zone of the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of this name, as `America/Sao_Paulo`, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name.trim()).ok().filter(|zone| !zone.is_unknown())?;
        Some(Self(zone))
    }

    /// The zone of an installation that has named none: Brasília's where the language is Portuguese, else the system's.
    pub fn usual(locale: Locale) -> Self {
        let zone = match locale {
            Locale::PtBr => TimeZone::get("America/Sao_Paulo").ok(),
            // A system that keeps its zone as a file without a name has none that could be shown.
            Locale::En => TimeZone::try_system().ok().filter(|zone| zone.iana_name().is_some() && !zone.is_unknown()),
        };
        Self(zone.unwrap_or(TimeZone::UTC))
    }

    /// The name in the IANA database.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }
}

/// `22/11/2026 às 14h05`, `22 November 2026, 14:05`.
pub fn moment(locale: Locale, time: Timestamp) -> String {
    let zone = TimeZone::get("America/Sao_Paulo").unwrap_or(TimeZone::UTC);
    let Ok(time) = jiff::Timestamp::from_second(time.as_seconds()) else { return String::new() };
    let time = time.to_zoned(zone);
    let format = match locale {
        Locale::PtBr => "%d/%m/%Y às %Hh%M",
        Locale::En => "%-d %B %Y, %H:%M",
    };
    time.strftime(format).to_string()
}

/// `14h05`, `14:05`.
pub fn hour(locale: Locale, time: Timestamp) -> String {
    let zone = TimeZone::get("America/Sao_Paulo").unwrap_or(TimeZone::UTC);
    let Ok(time) = jiff::Timestamp::from_second(time.as_seconds()) else { return String::new() };
    let format = match locale {
        Locale::PtBr => "%Hh%M",
        Locale::En => "%H:%M",
    };
    time.to_zoned(zone).strftime(format).to_string()
}

/// The day `2026-11-22`: its first moment, and the first of the day after.
pub fn day(text: &str) -> Option<(Timestamp, Timestamp)> {
    let zone = TimeZone::get("America/Sao_Paulo").unwrap_or(TimeZone::UTC);
    let day: jiff::civil::Date = text.parse().ok().filter(|_| text.len() == 10)?;
    let begin = |day: jiff::civil::Date| {
        let begin = day.to_zoned(zone.clone()).ok()?;
        Some(Timestamp::from_millis(begin.timestamp().as_millisecond()))
    };
    Some((begin(day)?, begin(day.tomorrow().ok()?)?))
}
