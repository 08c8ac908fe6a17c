//! Logos: decoded within limits, scaled down and encoded again, so that nothing of the uploaded file itself is kept.

use crate::domain::{InvalidLogo, Logo};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Resize;
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, ImageReader, Limits};
use std::borrow::Cow;
use std::io::Cursor;

/// The largest logo shown, in CSS pixels.
const MAX_WIDTH: u32 = 240;
const MAX_HEIGHT: u32 = 64;
/// Screens with two pixels for one.
const DENSITY: u32 = 2;
/// What a mail carries of it at most (ours: mail filters count large pictures against a mail).
const MAX_ENCODED_SIZE: usize = 100 * 1024;
/// What a decoder may ask for: an image of the most pixels, and as much again for its work.
const MAX_DECODER_MEMORY: u64 = 160 * 1024 * 1024;

/// Decodes a PNG or WebP file and encodes it as a new PNG.
///
/// It takes a while: call it where that stops nobody.
///
/// # Errors
/// When it is no such image, or too large a one.
pub fn read(bytes: &[u8]) -> Result<Logo, InvalidLogo> {
    if bytes.is_empty() {
        return Err(InvalidLogo::Missing);
    }
    if bytes.len() > InvalidLogo::MAX_BYTES {
        return Err(InvalidLogo::TooLarge);
    }
    let format = match bytes {
        [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ImageFormat::WebP,
        _ => return Err(InvalidLogo::OtherFormat),
    };
    let bytes = if format == ImageFormat::Png { Cow::from(pixels_only(bytes)) } else { bytes.into() };
    let damaged = |_| InvalidLogo::Damaged;
    // The header alone, before anything is decoded.
    let (width, height) = ImageReader::with_format(Cursor::new(&bytes), format).into_dimensions().map_err(damaged)?;
    if width == 0 || height == 0 {
        return Err(InvalidLogo::Damaged);
    }
    if width.max(height) > InvalidLogo::MAX_PIXELS {
        return Err(InvalidLogo::TooManyPixels { width, height });
    }
    let mut reader = ImageReader::with_format(Cursor::new(&bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(InvalidLogo::MAX_PIXELS);
    limits.max_image_height = Some(InvalidLogo::MAX_PIXELS);
    limits.max_alloc = Some(MAX_DECODER_MEMORY);
    reader.limits(limits);
    let image = reader.decode().map_err(|_| InvalidLogo::Damaged)?;
    for density in [DENSITY, 1] {
        let (most_wide, most_high) = (MAX_WIDTH * density, MAX_HEIGHT * density);
        let small = if image.width() > most_wide || image.height() > most_high {
            image.resize(most_wide, most_high, Resize::Lanczos3)
        } else {
            image.clone()
        };
        let png = written(&small).ok_or(InvalidLogo::Damaged)?;
        if png.len() <= MAX_ENCODED_SIZE {
            return kept(png).ok_or(InvalidLogo::Damaged);
        }
    }
    Err(InvalidLogo::TooLarge)
}

/// A PNG without what it says beside its pixels (PNG, 5.3). A decoder unpacks a color profile whatever its size, and
/// half a megabyte of it can be half a gigabyte then.
fn pixels_only(png: &[u8]) -> Vec<u8> {
    const KEPT: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];
    /// The length, the name and the sum of a chunk.
    const AROUND: usize = 12;
    let (signature, mut rest) = png.split_at(png.len().min(8));
    let mut kept = signature.to_vec();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let whole = (u32::from_be_bytes(*length) as usize).saturating_add(AROUND);
        let (Some(chunk), Some(name)) = (rest.get(..whole), after.get(..4)) else { break };
        if KEPT.contains(&name) {
            kept.extend_from_slice(chunk);
        }
        rest = &rest[whole..];
    }
    kept
}

fn written(image: &DynamicImage) -> Option<Vec<u8>> {
    let pixels = image.to_rgba8();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive)
        .write_image(&pixels, pixels.width(), pixels.height(), ExtendedColorType::Rgba8)
        .ok()?;
    Some(png)
}

/// A logo that [`read`] has written, as it is kept; none where its header is no PNG's.
pub fn kept(png: Vec<u8>) -> Option<Logo> {
    // The first chunk of a PNG: its name, its width, its height (PNG, 11.2.1).
    let number = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
    let (width, height) = (number(16)?, number(20)?);
    // As large as it may be shown, and not larger than its own pixels on such a screen.
    let scale = |side: u32, factor: f64| (f64::from(side) * factor).round().max(1.0) as u32;
    let fit =
        (f64::from(MAX_WIDTH) / f64::from(width.max(1))).min(f64::from(MAX_HEIGHT) / f64::from(height.max(1))).min(1.0);
    Some(Logo { width: scale(width, fit), height: scale(height, fit), png: png.into() })
}
