//! What admins note about a person.

use serde::{Deserialize, Serialize};

/// A note of several lines; empty where there is nothing to note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserNote(String);

/// Why a text is not a [`UserNote`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidUserNote {
    /// Longer than [`UserNote::MAX_LENGTH`].
    #[error("a note has at most 2000 characters")]
    TooLong,
    /// A character that nobody sees, other than a line break.
    #[error("a note has no control characters")]
    ForbiddenCharacter,
}

impl UserNote {
    /// In characters (ours: a page of text).
    pub const MAX_LENGTH: usize = 2000;

    /// Reads what was typed. Browsers end lines with two characters, of which one is kept.
    ///
    /// # Errors
    /// [`InvalidUserNote`].
    pub fn parse(input: &str) -> Result<Self, InvalidUserNote> {
        let text = input.replace("\r\n", "\n").trim().to_owned();
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(InvalidUserNote::TooLong);
        }
        let is_forbidden = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
        if text.chars().any(is_forbidden) {
            return Err(InvalidUserNote::ForbiddenCharacter);
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
