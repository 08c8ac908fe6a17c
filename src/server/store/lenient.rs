//! Reading rows that people look at: a row written by hand, or by another
//! version, that holds what none of ours writes is shown as broken; it does not
//! keep the others from being shown.

use super::StoreError;
use crate::domain::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Decode, Row as _, Type};

/// From 1970 to the end of the year 9999: what can be written down as a date.
const TIMES: std::ops::RangeInclusive<i64> = 0..=253_402_300_799_999;

/// A row, and which of its columns could not be read.
pub(super) struct Lenient<'r> {
    row: &'r AnyRow,
    /// The columns that hold an impossible value.
    pub(super) broken: Vec<&'static str>,
}

impl<'r> Lenient<'r> {
    pub(super) const fn new(row: &'r AnyRow) -> Self {
        Self { row, broken: Vec::new() }
    }

    fn get<T: Decode<'r, Any> + Type<Any>>(&mut self, column: &'static str) -> Option<T> {
        self.row.try_get::<Option<T>, _>(column).unwrap_or_else(|_| {
            self.broken.push(column);
            None
        })
    }

    /// A text; none where there is none, or something else.
    pub(super) fn text(&mut self, column: &'static str) -> Option<String> {
        self.get(column)
    }

    /// A number; none where there is none, or something else.
    pub(super) fn number(&mut self, column: &'static str) -> Option<i64> {
        self.get(column)
    }

    /// A moment, however far off; one that no calendar has counts as broken.
    pub(super) fn time(&mut self, column: &'static str) -> Option<Timestamp> {
        let millis = self.number(column)?;
        if !TIMES.contains(&millis) {
            self.broken.push(column);
        }
        Some(Timestamp::from_millis(millis))
    }

    /// The value that a text names; `otherwise` where it names none.
    pub(super) fn parsed<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        otherwise: impl FnOnce(&str) -> T,
    ) -> T {
        let text = self.text(column).unwrap_or_default();
        parse(&text).unwrap_or_else(|| {
            if !self.broken.contains(&column) {
                self.broken.push(column);
            }
            otherwise(&text)
        })
    }
}

/// What was read of one row of several, or of one that can be done without: one
/// that cannot be read is left out, and the log says so.
pub(super) fn readable<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Err(error) if error.is_about_a_row() => {
            tracing::error!(%error, "a row of the database cannot be read: {error}");
            Ok(None)
        }
        read => read.map(Some),
    }
}
