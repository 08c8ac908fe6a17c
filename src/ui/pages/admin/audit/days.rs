//! Lines of the log, by day, with what was done to many at once in one line.

use super::actions::{AuditLine, AuditParty};
use crate::domain::{Locale, Timestamp};
use crate::locale::time::{self, Zone};
use std::time::Duration;

/// What happened on one day, newest first.
pub struct Day {
    /// What it is called.
    pub heading: String,
    /// What happened.
    pub entries: Vec<Entry>,
}

/// A line of the page.
pub enum Entry {
    /// One line of the log.
    One(Box<AuditLine>),
    /// Several of the same kind by the same person, one right after the other: an import, an action on many.
    Many(Vec<AuditLine>),
}

/// Fewer are shown one by one.
const MANY: usize = 4;
/// Longer apart they are not one action.
const APART: Duration = Duration::from_secs(60);

/// `lines`, newest first, by the days of `zone`.
pub fn by_day(locale: Locale, zone: &Zone, now: Timestamp, lines: Vec<AuditLine>) -> Vec<Day> {
    let name = |at| time::date(locale, zone, at);
    let (today, yesterday) = (name(now), name(now.minus(Duration::from_secs(24 * 60 * 60))));
    let words = match locale {
        Locale::PtBr => ["Hoje", "Ontem"],
        Locale::En => ["Today", "Yesterday"],
    };
    let mut days: Vec<(String, Vec<AuditLine>)> = Vec::new();
    for line in lines {
        let day = name(line.at);
        match days.last_mut() {
            Some((last, lines)) if *last == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    let heading = |day: String| match day {
        day if day == today => format!("{}, {day}", words[0]),
        day if day == yesterday => format!("{}, {day}", words[1]),
        day => day,
    };
    days.into_iter().map(|(day, lines)| Day { heading: heading(day), entries: together(lines) }).collect()
}

/// Whether `line` goes on with what ended, so far, with `last`, which is newer.
fn is_continued(last: &AuditLine, line: &AuditLine) -> bool {
    let same = last.kind_text == line.kind_text && last.actor == line.actor && last.address == line.address;
    // About nobody, or about oneself, is not done to many.
    same && line.target.as_ref().is_some_and(|target| *target != line.actor) && last.at.since(line.at) <= APART
}

fn together(lines: Vec<AuditLine>) -> Vec<Entry> {
    let mut groups: Vec<Vec<AuditLine>> = Vec::new();
    // What the program does in between, such as sending the mails, takes nothing apart.
    for line in lines {
        match groups.iter_mut().rev().find(|group| group.last().is_some_and(|last| is_continued(last, &line))) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    let mut entries: Vec<(i64, Entry)> = Vec::new();
    for group in groups {
        match group.first().map(|line| line.seq) {
            Some(seq) if group.len() >= MANY => entries.push((seq, Entry::Many(group))),
            _ => entries.extend(group.into_iter().map(|line| (line.seq, Entry::One(Box::new(line))))),
        }
    }
    entries.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Who it is, in the name of a line about several.
pub fn name_of(party: &AuditParty) -> Option<&str> {
    match party {
        AuditParty::Person { name, .. } => Some(name),
        AuditParty::Gone(_) | AuditParty::Other(_) => None,
    }
}
