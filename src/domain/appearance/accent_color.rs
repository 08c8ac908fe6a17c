//! The color of buttons and links, and whether it can be read.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Text and background differ at least this much (WCAG 2.2, 1.4.3), in hundredths.
const MIN_CONTRAST: u32 = 450;
/// The darkest of the light backgrounds behind links: `--sunk` in `style/main.css`.
const DARKEST_LIGHT: Rgb = [0xEB, 0xE4, 0xD4];
/// The lightest of the dark backgrounds.
const LIGHTEST_DARK: Rgb = [0x28, 0x30, 0x2B];
const WHITE: Rgb = [0xFF, 0xFF, 0xFF];
const BLACK: Rgb = [0, 0, 0];
const PAPER: Rgb = [0xFF, 0xFD, 0xF9];
const NIGHT: Rgb = [0x10, 0x14, 0x12];

type Rgb = [u8; 3];

/// The color of buttons and links. Any value of this type can be read on every background of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccentColor(Rgb);

/// Why a color cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InvalidAccentColor {
    /// Not six hexadecimal digits.
    #[error("is no color such as #1f5f4a")]
    Form,
    /// Too pale to be read.
    #[error("has a contrast of only {}:1 where 4.5:1 is needed; {darker} would do", ratio(*.hundredths))]
    TooPale {
        /// Its contrast with the background, in hundredths.
        hundredths: u32,
        /// The same color, dark enough.
        darker: String,
    },
}

/// A contrast as people write it: 4.5.
pub fn ratio(hundredths: u32) -> String {
    format!("{}.{}", hundredths / 100, hundredths / 10 % 10)
}

impl AccentColor {
    /// Reads `#1f5f4a`, also without `#` and with three digits.
    ///
    /// # Errors
    /// When it is no color, or one that cannot be read on our backgrounds.
    pub fn parse(text: &str) -> Result<Self, InvalidAccentColor> {
        let color = rgb(text).ok_or(InvalidAccentColor::Form)?;
        let hundredths = contrast(color, DARKEST_LIGHT);
        if hundredths >= MIN_CONTRAST {
            return Ok(Self(color));
        }
        let darker = moved(color, BLACK, DARKEST_LIGHT);
        Err(InvalidAccentColor::TooPale { hundredths, darker: hex(darker) })
    }

    /// Itself: on light backgrounds.
    pub fn on_light(self) -> String {
        hex(self.0)
    }

    /// Darker, for what is pointed at.
    pub fn strong_on_light(self) -> String {
        hex(mixed(self.0, BLACK, 30))
    }

    /// Its trace in a light background, on which it can still be read.
    pub fn soft_on_light(self) -> String {
        hex(trace(self.0, PAPER))
    }

    /// As light as dark backgrounds need.
    pub fn on_dark(self) -> String {
        hex(self.lifted())
    }

    /// Lighter still, for what is pointed at.
    pub fn strong_on_dark(self) -> String {
        hex(mixed(self.lifted(), WHITE, 30))
    }

    /// Its trace in a dark background, on which the lighter one can still be read.
    pub fn soft_on_dark(self) -> String {
        hex(trace(self.lifted(), NIGHT))
    }

    /// A large dark surface of this color.
    pub fn surface_on_dark(self) -> String {
        hex(mixed(self.0, BLACK, 40))
    }

    fn lifted(self) -> Rgb {
        moved(self.0, WHITE, LIGHTEST_DARK)
    }
}

impl fmt::Display for AccentColor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(self.0))
    }
}

fn rgb(text: &str) -> Option<Rgb> {
    let text = text.trim();
    let digit = |character: char| u8::try_from(character.to_digit(16)?).ok();
    let digits: Vec<u8> = text.strip_prefix('#').unwrap_or(text).chars().map(digit).collect::<Option<_>>()?;
    match digits[..] {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        _ => None,
    }
}

fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// `percent` of the way from one color to another.
fn mixed(from: Rgb, to: Rgb, percent: u32) -> Rgb {
    let channel = |at: usize| {
        let sum = u32::from(from[at]) * (100 - percent) + u32::from(to[at]) * percent;
        u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
    };
    [channel(0), channel(1), channel(2)]
}

/// The nearest color on the way to `end` that can be read on `background`.
fn moved(color: Rgb, end: Rgb, background: Rgb) -> Rgb {
    (0..=100)
        .map(|percent| mixed(color, end, percent))
        .find(|color| contrast(*color, background) >= MIN_CONTRAST)
        .unwrap_or(end)
}

/// The strongest trace of `color` in `background`, up to an eighth, on which `color` can be read.
fn trace(color: Rgb, background: Rgb) -> Rgb {
    let traces = (0..=12).rev().map(|percent| mixed(background, color, percent));
    traces.into_iter().find(|trace| contrast(color, *trace) >= MIN_CONTRAST).unwrap_or(background)
}

/// The contrast of two colors in hundredths, rounded down (WCAG 2.2, "contrast ratio").
fn contrast(one: Rgb, other: Rgb) -> u32 {
    let (one, other) = (luminance(one), luminance(other));
    let ratio = (one.max(other) + 0.05) / (one.min(other) + 0.05);
    (ratio * 100.0) as u32
}

/// WCAG 2.2, "relative luminance".
fn luminance([r, g, b]: Rgb) -> f64 {
    let linear = |channel: u8| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.7152f64.mul_add(linear(g), 0.2126f64.mul_add(linear(r), 0.0722 * linear(b)))
}
