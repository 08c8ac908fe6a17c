//! Texts in the records of a workbook (\[MS-XLS\], 2.5.293, 2.5.294).

use super::{u16_at, u32_at};

/// A record may be continued in others, of which each begins a text anew: with the byte that says how wide its characters are.
pub(super) struct Texts<'a> {
    parts: Vec<&'a [u8]>,
    /// What is left of the first part.
    rest: &'a [u8],
    next: usize,
}

const IS_WIDE: u8 = 1;
const HAS_PHONETICS: u8 = 4;
const HAS_FORMATS: u8 = 8;

impl<'a> Texts<'a> {
    /// The content of a record and of those that continue it.
    pub(super) fn new(parts: Vec<&'a [u8]>) -> Self {
        Self { rest: parts.first().copied().unwrap_or_default(), parts, next: 1 }
    }

    /// Goes on to the next part at the end of one.
    fn turn(&mut self) -> Option<()> {
        if self.rest.is_empty() {
            self.rest = self.parts.get(self.next)?;
            self.next += 1;
        }
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        self.turn()?;
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn skip(&mut self, mut length: usize) -> Option<()> {
        while length > 0 {
            self.turn()?;
            let skipped = length.min(self.rest.len());
            self.rest = &self.rest[skipped..];
            length = length.checked_sub(skipped.max(1))?;
        }
        Some(())
    }

    /// Adds the next text to `out`.
    pub(super) fn push_next(&mut self, out: &mut String) -> Option<()> {
        let length = usize::from(u16_at(self.take(2)?, 0)?);
        self.push(length, out)
    }

    /// The same for a text of `length` characters.
    pub(super) fn push(&mut self, length: usize, out: &mut String) -> Option<()> {
        let mut flags = *self.take(1)?.first()?;
        let formats = if flags & HAS_FORMATS == 0 { 0 } else { usize::from(u16_at(self.take(2)?, 0)?) };
        let phonetics = if flags & HAS_PHONETICS == 0 { 0 } else { usize::try_from(u32_at(self.take(4)?, 0)?).ok()? };
        let mut units = Vec::new();
        while units.len() < length {
            if self.rest.is_empty() {
                self.turn()?;
                flags = *self.take(1)?.first()?;
            }
            let left = length - units.len();
            if flags & IS_WIDE == 0 {
                let characters = self.take(left.min(self.rest.len()))?;
                units.extend(characters.iter().map(|byte| u16::from(*byte)));
            } else {
                // Half a character at the end of a part is none.
                let bytes = self.take((left * 2).min(self.rest.len() / 2 * 2).max(1))?;
                units.extend(bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])));
            }
        }
        out.extend(char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)));
        self.skip(formats * 4 + phonetics)
    }
}

/// The texts that cells share. One that is in many cells is kept once.
#[derive(Default)]
pub(super) struct SharedTexts {
    text: String,
    ends: Vec<usize>,
}

impl SharedTexts {
    /// Reads them from their record; those behind a damaged one are left out.
    pub(super) fn read(parts: Vec<&[u8]>) -> Self {
        let mut all = Self::default();
        let mut texts = Texts::new(parts);
        let Some(count) = texts.take(8).and_then(|counts| u32_at(counts, 4)) else { return all };
        for _ in 0..count {
            let end = texts.push_next(&mut all.text);
            all.ends.push(all.text.len());
            if end.is_none() {
                break;
            }
        }
        all
    }

    /// One of them.
    pub(super) fn get(&self, index: u32) -> Option<&str> {
        let index = usize::try_from(index).ok()?;
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..*self.ends.get(index)?)
    }
}
