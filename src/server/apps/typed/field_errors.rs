//! What is wrong with the fields of a form, as they are read.

use crate::domain::{AppAddress, InvalidAppAddress};
use crate::error::{AppError, Field, FieldError, Problem};

/// What is wrong so far.
#[derive(Default)]
pub(super) struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Notes one.
    pub(super) fn note(&mut self, field: Field, problem: Problem) {
        self.0.push(FieldError { field, problem });
    }

    /// One of the values of a choice; `usual` where nothing was chosen.
    pub(super) fn choice<T>(
        &mut self,
        field: Field,
        text: &str,
        usual: T,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        match text.trim() {
            "" => Some(usual),
            text => {
                let parsed = parse(text);
                if parsed.is_none() {
                    self.note(field, Problem::Choice);
                }
                parsed
            }
        }
    }

    /// An address, or none where nothing was typed.
    pub(super) fn optional(&mut self, field: Field, text: &str) -> Option<AppAddress> {
        if text.trim().is_empty() {
            return None;
        }
        AppAddress::parse(text).map_err(|invalid| self.note(field, Problem::AppAddress { line: 0, invalid })).ok()
    }

    /// Addresses, one a line, each once; up to the first that is wrong.
    pub(super) fn lines(
        &mut self,
        field: Field,
        text: &str,
        parse: fn(&str) -> Result<AppAddress, InvalidAppAddress>,
    ) -> Vec<AppAddress> {
        let mut addresses = Vec::new();
        for (line, text) in (1_u32..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            match parse(text) {
                Ok(address) if addresses.contains(&address) => {}
                Ok(address) => addresses.push(address),
                Err(invalid) => {
                    self.note(field, Problem::AppAddress { line, invalid });
                    break;
                }
            }
        }
        addresses
    }

    /// `value`, where nothing is wrong.
    ///
    /// # Errors
    /// [`AppError::InvalidForm`].
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, AppError> {
        value.filter(|_| self.0.is_empty()).ok_or(AppError::InvalidForm(self.0))
    }

    /// Whether nothing was noted yet.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
