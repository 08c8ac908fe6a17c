//! How the site and its mails look, and the organization's own words in the mails.

mod accent_color;
mod mail_words;

pub use accent_color::{AccentColor, InvalidAccentColor, ratio};
pub use mail_words::{
    InvalidMailWords, MAX_INTRODUCTION_LENGTH, MAX_SIGNATURE_LENGTH, MailWords, OwnWords, Placeholder, filled,
    parse_introduction, parse_signature,
};

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// An organization's logo: a PNG that we have written ourselves.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    /// The file.
    pub png: Arc<[u8]>,
    /// In CSS pixels; the file has twice as many where it can.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logo({} × {}, {} bytes)", self.width, self.height, self.png.len())
    }
}

/// Why a file is no logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InvalidLogo {
    /// No file was chosen.
    #[error("no file was chosen")]
    Missing,
    /// More than [`InvalidLogo::MAX_BYTES`].
    #[error("is larger than 1 MiB")]
    TooLarge,
    /// Neither PNG nor WebP.
    #[error("is neither a PNG nor a WebP image")]
    OtherFormat,
    /// More pixels on a side than [`InvalidLogo::MAX_PIXELS`].
    #[error("has {width} × {height} pixels; at most 4096 × 4096 are accepted")]
    TooManyPixels {
        /// From left to right.
        width: u32,
        /// From top to bottom.
        height: u32,
    },
    /// Cut off or damaged.
    #[error("cannot be read as an image: it is damaged")]
    Damaged,
}

impl InvalidLogo {
    /// The largest file that is looked at (ours: a logo for print has a tenth of that).
    pub const MAX_BYTES: usize = 1024 * 1024;
    /// The longest side that is decoded (ours: 64 MiB of memory for a square).
    pub const MAX_PIXELS: u32 = 4096;
}

/// How the site and its mails look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The organization's name.
    pub organization: String,
    /// The color of buttons and links; none for ours.
    pub accent: Option<AccentColor>,
    /// Beside the organization's name.
    pub logo: Option<Logo>,
    /// In the mails.
    pub words: MailWords,
}
