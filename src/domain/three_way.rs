//! Three-way merge of a form that was open while somebody else changed the same thing: only what was changed in the form
//! is changed.

use super::field::{Field, FieldError, Problem};
use std::collections::BTreeSet;

/// Merges what the fields of a form showed before anybody typed, what was typed, and what is so now.
#[derive(Debug, Default)]
pub struct ThreeWay(Vec<FieldError>);

impl ThreeWay {
    /// What is to be in a field: `typed` where it differs from what was `shown`, else what is so `now`. Without
    /// `shown`, all that was typed is meant. `text` is a value as the form has it.
    pub fn merge<T>(&mut self, field: Field, shown: Option<&str>, typed: T, now: T, text: impl Fn(&T) -> &str) -> T {
        let Some(shown) = shown else { return typed };
        if is_same(text(&typed), shown) || is_same(text(&typed), text(&now)) {
            return now;
        }
        if !is_same(shown, text(&now)) {
            self.conflict(field, text(&now));
        }
        typed
    }

    /// A field was changed in the form, and elsewhere to `now`.
    pub fn conflict(&mut self, field: Field, now: &str) {
        self.0.push(changed(field, now));
    }

    /// What came of it.
    ///
    /// # Errors
    /// The fields that were changed in the form and elsewhere, to something else.
    pub fn finish<T>(self, merged: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() { Ok(merged) } else { Err(self.0) }
    }
}

/// A field was changed in the form, and elsewhere to `now`.
pub fn changed(field: Field, now: &str) -> FieldError {
    FieldError { field, problem: Problem::ChangedMeanwhile { now: now.to_owned() } }
}

/// Whether two texts of a form are the same. A browser sends other line ends than it got, and no empty lines around.
pub fn is_same(one: &str, other: &str) -> bool {
    let lines = |text| str::lines(text).map(str::trim).filter(|line| !line.is_empty());
    lines(one).eq(lines(other))
}

/// What there is `now`, with what was ticked since it was `shown` and without what was unticked.
pub fn merge_sets<T: Ord + Clone>(shown: &BTreeSet<T>, typed: &BTreeSet<T>, now: &BTreeSet<T>) -> BTreeSet<T> {
    &(now - &(shown - typed)) | &(typed - shown)
}
