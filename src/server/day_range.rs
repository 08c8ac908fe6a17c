//! The days a list is filtered by, as addresses and the command line give them.

use crate::domain::TimeRange;
use crate::locale::time::{self, Zone};

/// From one day to another, both included, as `2026-11-22`; empty where an end is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// Why no day can be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDays {
    /// Not a day of the calendar.
    #[error("enter days as YYYY-MM-DD, like 2026-11-22")]
    Unreadable,
    /// The last day comes before the first.
    #[error("the last day comes before the first; swap them")]
    Reversed,
}

impl Days {
    /// Longer than any day: the rest of what was typed says nothing more.
    const LONGEST: usize = 20;

    /// Reads the two ends by their names.
    pub fn read(names: [&str; 2], parameter: impl Fn(&str) -> Option<String>) -> Self {
        let [from, to] = names.map(|name| {
            let day = parameter(name).unwrap_or_default();
            day.trim().chars().take(Self::LONGEST).collect()
        });
        Self { from, to }
    }

    /// Why it finds nobody.
    pub fn problem(&self) -> Option<InvalidDays> {
        self.problems().into_iter().flatten().next()
    }

    /// What is wrong with the first and with the last day.
    pub fn problems(&self) -> [Option<InvalidDays>; 2] {
        let problems = [&self.from, &self.to]
            .map(|day| (!day.is_empty() && !time::is_day(day)).then_some(InvalidDays::Unreadable));
        // Days of this form sort as texts.
        let is_reversed = !self.from.is_empty() && !self.to.is_empty() && self.from > self.to;
        match problems {
            [None, None] => [None, is_reversed.then_some(InvalidDays::Reversed)],
            unreadable => unreadable,
        }
    }

    /// From the first moment of the first day up to the end of the last, on the clocks of `zone`; nothing for
    /// what has a [`Days::problem`], since an action on a whole filter must not reach more than was meant.
    pub fn range(&self, zone: &Zone) -> TimeRange {
        let day = |text: &str| if text.is_empty() { Some(None) } else { time::day(zone, text).map(Some) };
        match (self.problem(), day(&self.from), day(&self.to)) {
            (None, Some(from), Some(to)) => {
                TimeRange { from: from.map(|(begin, _)| begin), until: to.map(|(_, end)| end) }
            }
            _ => TimeRange::NOTHING,
        }
    }
}
