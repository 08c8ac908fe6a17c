//! Dates and hours, as people write them, by the clock of a time zone.

use crate::domain::{Locale, Timestamp};
use jiff::tz::TimeZone;
use std::time::Duration;

/// A time zone of the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// There is no zone of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone of this name")]
pub struct UnknownZone;

impl Zone {
    /// The names of all zones that people may choose: those of places, and UTC.
    pub fn names() -> Vec<String> {
        const REGIONS: [&str; 10] = [
            "Africa/",
            "America/",
            "Antarctica/",
            "Asia/",
            "Atlantic/",
            "Australia/",
            "Europe/",
            "Indian/",
            "Pacific/",
            "UTC",
        ];
        let all = jiff::tz::db().available().map(|name| name.as_str().to_owned());
        let mut names: Vec<String> = all.filter(|name| REGIONS.iter().any(|region| name.starts_with(region))).collect();
        names.sort();
        names
    }

    /// The zone of this name, as `America/Sao_Paulo`, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name.trim()).ok().filter(|zone| !zone.is_unknown())?;
        Some(Self(zone))
    }

    /// The choice of a form that stands for the installation's zone: an empty field would be no field at all.
    pub const USUAL: &str = "default";

    /// What was chosen in a form: a zone, or [`Self::USUAL`].
    ///
    /// # Errors
    /// When there is no such zone.
    pub fn chosen(name: &str) -> Result<Option<Self>, UnknownZone> {
        if name == Self::USUAL { Ok(None) } else { Self::parse(name).map(Some).ok_or(UnknownZone) }
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

    /// How people call the clock of this zone: `horário de Brasília`, `Brasília time`.
    pub fn display_name(&self, locale: Locale) -> String {
        let name = self.name();
        let city = match name {
            "UTC" | "Etc/UTC" | "Etc/GMT" | "GMT" => return "UTC".to_owned(),
            "America/Sao_Paulo" | "Brazil/East" => "Brasília".to_owned(),
            _ => city(locale, name),
        };
        match locale {
            Locale::PtBr => format!("horário de {city}"),
            Locale::En => format!("{city} time"),
        }
    }

    /// `time` on the clocks of this zone.
    pub fn at(&self, time: Timestamp) -> jiff::Zoned {
        let time = jiff::Timestamp::from_millisecond(time.as_millis());
        time.unwrap_or(jiff::Timestamp::MAX).to_zoned(self.0.clone())
    }
}

/// The city a zone is named after, with the accents that the database leaves out.
fn city(locale: Locale, zone: &str) -> String {
    match (zone, locale) {
        ("America/Araguaina", _) => "Araguaína".to_owned(),
        ("America/Belem", _) => "Belém".to_owned(),
        ("America/Cuiaba", _) => "Cuiabá".to_owned(),
        ("America/Eirunepe", _) => "Eirunepé".to_owned(),
        ("America/Maceio", _) => "Maceió".to_owned(),
        ("America/Noronha", _) => "Fernando de Noronha".to_owned(),
        ("America/Santarem", _) => "Santarém".to_owned(),
        ("Africa/Sao_Tome", _) => "São Tomé".to_owned(),
        ("Asia/Tokyo", Locale::PtBr) => "Tóquio".to_owned(),
        ("Europe/Lisbon", Locale::PtBr) => "Lisboa".to_owned(),
        ("Europe/London", Locale::PtBr) => "Londres".to_owned(),
        ("Europe/Rome", Locale::PtBr) => "Roma".to_owned(),
        ("America/New_York", Locale::PtBr) => "Nova York".to_owned(),
        _ => zone.rsplit('/').next().unwrap_or(zone).replace('_', " "),
    }
}

/// `22/11/2026 às 14h05`, `November 22, 2026 at 2:05 PM`.
pub fn moment(locale: Locale, zone: &Zone, time: Timestamp) -> String {
    let format = locale.pick("%d/%m/%Y às %Hh%M", "%B %-d, %Y at %-I:%M %p");
    zone.at(time).strftime(format).to_string()
}

/// `22/11/2026 às 14h05 (horário de Brasília)`: for deadlines, which people in other zones read too.
pub fn deadline(locale: Locale, zone: &Zone, time: Timestamp) -> String {
    format!("{} ({})", moment(locale, zone, time), zone.display_name(locale))
}

/// `22/11/2026 às 14:05:33 (horário de Brasília, UTC−03:00)`: to the second, for who wants to know exactly.
pub fn exact(locale: Locale, zone: &Zone, time: Timestamp) -> String {
    let at = zone.at(time);
    let date = locale.pick("%d/%m/%Y às %H:%M:%S", "%B %-d, %Y at %-I:%M:%S %p");
    let words = zone.display_name(locale);
    let offset =
        if words == "UTC" { String::new() } else { format!(", UTC{}", at.strftime("%:z")).replace('-', "−") };
    format!("{} ({words}{offset})", at.strftime(date))
}

/// `22/11/2026`, `November 22, 2026`.
pub fn date(locale: Locale, zone: &Zone, time: Timestamp) -> String {
    let format = locale.pick("%d/%m/%Y", "%B %-d, %Y");
    zone.at(time).strftime(format).to_string()
}

/// `14h05`, `2:05 PM`.
pub fn hour(locale: Locale, zone: &Zone, time: Timestamp) -> String {
    let format = locale.pick("%Hh%M", "%-I:%M %p");
    zone.at(time).strftime(format).to_string()
}

/// `há 5 minutos`, `in 3 hours`: how far `time` is from `now`, in the words of CLDR, which the browser uses to renew
/// them. None from 30 days on, where the date says more.
pub fn relative(locale: Locale, now: Timestamp, time: Timestamp) -> Option<String> {
    let seconds = (time.as_millis().saturating_sub(now.as_millis())) / 1000;
    let (is_ahead, distance) = (seconds > 0, seconds.unsigned_abs());
    let (count, unit) = match distance {
        0..60 => return Some(if locale == Locale::PtBr { "agora" } else { "now" }.to_owned()),
        60..3600 => (distance / 60, 0),
        3600..86_400 => (distance / 3600, 1),
        86_400..2_592_000 => (distance / 86_400, 2),
        _ => return None,
    };
    let units = match locale {
        Locale::PtBr => [("minuto", "minutos"), ("hora", "horas"), ("dia", "dias")],
        Locale::En => [("minute", "minutes"), ("hour", "hours"), ("day", "days")],
    };
    let (one, many) = units[unit];
    let unit = if count == 1 { one } else { many };
    Some(match (locale, is_ahead) {
        (Locale::PtBr, false) => format!("há {count} {unit}"),
        (Locale::PtBr, true) => format!("em {count} {unit}"),
        (Locale::En, false) => format!("{count} {unit} ago"),
        (Locale::En, true) => format!("in {count} {unit}"),
    })
}

/// How long something lasts: `24 hours`, `90 minutes`, `45 seconds`; never rounded.
pub fn span(locale: Locale, lasts: Duration) -> String {
    let seconds = lasts.as_secs();
    let (count, unit) = match (seconds.is_multiple_of(3600), seconds.is_multiple_of(60)) {
        (true, _) => (seconds / 3600, 2),
        (false, true) => (seconds / 60, 1),
        (false, false) => (seconds, 0),
    };
    let [one, several] = match locale {
        Locale::PtBr => [["segundo", "segundos"], ["minuto", "minutos"], ["hora", "horas"]][unit],
        Locale::En => [["second", "seconds"], ["minute", "minutes"], ["hour", "hours"]][unit],
    };
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The first moment of the day that `time` is in.
pub fn first_moment(zone: &Zone, time: Timestamp) -> Timestamp {
    let begin = zone.at(time).start_of_day();
    begin.map_or(time, |begin| Timestamp::from_millis(begin.timestamp().as_millisecond()))
}

/// A day as people write it: `22/11/2026` for `2026-11-22`; what is no day stays as it is.
pub fn day_in_words(locale: Locale, zone: &Zone, text: &str) -> String {
    day(zone, text).map_or_else(|| text.to_owned(), |(begin, _)| date(locale, zone, begin))
}

/// The end of the year 9999.
const LATEST: Timestamp = Timestamp::from_millis(253_402_300_799_999);

/// The day `2026-11-22`: its first moment, and the first of the day after.
pub fn day(zone: &Zone, text: &str) -> Option<(Timestamp, Timestamp)> {
    let day: jiff::civil::Date = text.parse().ok().filter(|_| is_day(text))?;
    let begin = |day: jiff::civil::Date| {
        let begin = day.to_zoned(zone.0.clone()).ok()?;
        Some(Timestamp::from_millis(begin.timestamp().as_millisecond()))
    };
    // The last day of the calendar has no next one that could be said.
    let end = day.tomorrow().ok().and_then(begin).unwrap_or(LATEST);
    Some((begin(day).unwrap_or(LATEST), end))
}

/// The moment `2026-11-30T08:00` on the clock of `zone`, as forms send it; also with a blank, with seconds, or with
/// an offset of its own.
pub fn local_moment(zone: &Zone, text: &str) -> Option<Timestamp> {
    let digits = |text: &str| text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    if text.len() < 16 || !digits(text) {
        return None;
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(Timestamp::from_millis(at.as_millisecond()));
    }
    let form = if text.len() == 16 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
    let at = jiff::civil::DateTime::strptime(form, text.replacen(' ', "T", 1)).ok()?;
    let at = at.to_zoned(zone.0.clone()).ok()?;
    Some(Timestamp::from_millis(at.timestamp().as_millisecond()))
}

/// A moment as the field of a form has it: `2026-11-30T08:00`.
pub fn field_moment(zone: &Zone, time: Timestamp) -> String {
    zone.at(time).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Whether this is a day, as `2026-11-22`.
pub fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}
