//! Workbooks of Excel 97 to 2003 (\[MS-XLS\], BIFF8), which many systems still export. Read here and not by `calamine`, which
//! lays a sheet out as a grid and copies a text into every cell that shares it.

mod compound;
mod texts;

use super::super::MergedCells;
use super::xlsx::{min_digits, padded, text};
use super::{BesideCells, BestSheet, Collected, MAX_MERGED, MAX_SHEETS, push};
use crate::domain::import::{FileKind, FileLimits, FileProblem};
use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};
use std::collections::HashMap;
use texts::{SharedTexts, Texts};

/// How the container begins.
pub(super) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

// Records (2.3.2).
const FORMULA: u16 = 0x06;
const EOF: u16 = 0x0a;
const DATE_1904: u16 = 0x22;
const FILE_PASS: u16 = 0x2f;
const CONTINUE: u16 = 0x3c;
const BOUND_SHEET: u16 = 0x85;
const MUL_RK: u16 = 0xbd;
const XF: u16 = 0xe0;
const MERGED_CELLS: u16 = 0xe5;
const SST: u16 = 0xfc;
const LABEL_SST: u16 = 0xfd;
const NUMBER: u16 = 0x203;
const LABEL: u16 = 0x204;
const STRING: u16 = 0x207;
const ROW: u16 = 0x208;
const RK: u16 = 0x27e;
const FORMAT: u16 = 0x41e;
const BOF: u16 = 0x809;

const BIFF8: u16 = 0x600;
/// In the record of a row.
const IS_HIDDEN: u16 = 0x20;

/// The best of the visible sheets.
pub(super) fn read(bytes: &[u8], limits: FileLimits) -> Result<BestSheet, FileProblem> {
    let stream = compound::stream(bytes, "Workbook").ok_or(FileProblem::NotText)?;
    let workbook = Workbook::read(&stream)?.ok_or(FileProblem::NotTable(FileKind::OldExcel))?;
    let (looked_at, others) = workbook.sheets.split_at(workbook.sheets.len().min(MAX_SHEETS));
    let mut best = BestSheet::default();
    for (name, start) in looked_at {
        let mut sheet = Sheet { workbook: &workbook, rows: Collected::new(limits), beside: BesideCells::default() };
        sheet.read(stream.get(*start..).unwrap_or_default());
        best.add(name.clone(), sheet.rows, sheet.beside)?;
    }
    // Nothing is known of them.
    best.others.extend(others.iter().map(|(name, _)| (name.clone(), false)));
    Ok(best)
}

/// A record: its kind and its content.
type Record<'a> = (u16, &'a [u8]);

/// The records of a stream, up to its end or to a damaged one.
fn records(mut stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, 0)?, usize::from(u16_at(stream, 2)?));
        let content = stream.get(4..4 + length)?;
        stream = &stream[4 + length..];
        Some((kind, content))
    })
}

/// What the sheets share.
#[derive(Default)]
struct Workbook {
    /// The names of the visible sheets of cells, and where each begins.
    sheets: Vec<(String, usize)>,
    texts: SharedTexts,
    formats: HashMap<u16, Format>,
    /// The format of each style.
    styles: Vec<u16>,
    is_1904: bool,
}

/// What the format of a number means for how it is read.
#[derive(Clone, Copy, Default)]
struct Format {
    is_date: bool,
    /// How many digits it shows at least.
    digits: usize,
}

impl Workbook {
    /// None for the workbooks of older programs.
    fn read(stream: &[u8]) -> Result<Option<Self>, FileProblem> {
        let mut records = records(stream).peekable();
        if records.next().and_then(|(kind, content)| (kind == BOF).then(|| u16_at(content, 0)).flatten()) != Some(BIFF8)
        {
            return Ok(None);
        }
        let mut all = Self::default();
        while let Some((kind, content)) = records.next() {
            match kind {
                EOF => break,
                FILE_PASS => return Err(FileProblem::NotTable(FileKind::Locked)),
                DATE_1904 => all.is_1904 = u16_at(content, 0) == Some(1),
                XF => all.styles.extend(u16_at(content, 2)),
                FORMAT => all.formats.extend(format(content)),
                BOUND_SHEET => all.sheets.extend(sheet(content)),
                SST => {
                    let mut parts = vec![content];
                    while let Some((_, more)) = records.next_if(|(kind, _)| *kind == CONTINUE) {
                        parts.push(more);
                    }
                    all.texts = SharedTexts::read(parts);
                }
                _ => {}
            }
        }
        Ok(Some(all))
    }

    fn format_of(&self, style: u16) -> Format {
        let id = self.styles.get(usize::from(style)).copied().unwrap_or_default();
        // Those that need not be described (2.4.126).
        let is_date = matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58);
        self.formats.get(&id).copied().unwrap_or(Format { is_date, digits: 0 })
    }
}

/// The name of a sheet of cells that is not hidden, and where it begins.
fn sheet(content: &[u8]) -> Option<(String, usize)> {
    let (start, is_hidden, kind) = (u32_at(content, 0)?, content.get(4)? & 3 != 0, *content.get(5)?);
    let mut name = String::new();
    Texts::new(vec![content.get(7..)?]).push(usize::from(*content.get(6)?), &mut name)?;
    (!is_hidden && kind == 0).then_some((name, usize::try_from(start).ok()?))
}

fn format(content: &[u8]) -> Option<(u16, Format)> {
    let mut code = String::new();
    Texts::new(vec![content.get(2..)?]).push_next(&mut code)?;
    // Without what is written out: `"Matr. "0000`, `[$-416]d/m/yyyy`.
    let plain = code.split(';').next().unwrap_or_default().split('"').step_by(2).collect::<String>();
    let plain = plain.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect::<String>();
    let is_date = plain.contains(['d', 'm', 'y', 'h', 'D', 'M', 'Y', 'H']) && !plain.contains(['0', '#']);
    Some((u16_at(content, 0)?, Format { is_date, digits: min_digits(&code) }))
}

struct Sheet<'a> {
    workbook: &'a Workbook,
    rows: Collected,
    beside: BesideCells,
}

impl Sheet<'_> {
    fn read(&mut self, stream: &[u8]) {
        // A chart within a sheet has a beginning and an end of its own.
        let mut depth = 0;
        let mut of_formula = None;
        for (kind, content) in records(stream) {
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => return,
                EOF => depth -= 1,
                _ if depth > 1 => {}
                FORMULA if content.get(6) == Some(&0) && content.get(12..14) == Some(&[0xff; 2]) => {
                    of_formula = Some(content);
                }
                STRING => {
                    if let Some(place) = of_formula.take() {
                        self.text(place, content);
                    }
                }
                _ => {
                    self.record(kind, content);
                }
            }
            if self.rows.is_full() {
                return;
            }
        }
    }

    /// One record; nothing of a damaged one.
    fn record(&mut self, kind: u16, content: &[u8]) -> Option<()> {
        match kind {
            ROW if u16_at(content, 12)? & IS_HIDDEN != 0 => {
                self.beside.hidden.push(u32::from(u16_at(content, 0)?) + 1);
            }
            LABEL_SST => {
                let shared = self.workbook.texts.get(u32_at(content, 6)?)?;
                self.put(content, shared);
            }
            LABEL => self.text(content, content.get(6..)?),
            NUMBER => self.number(content, u16_at(content, 4)?, f64_at(content, 6)?),
            // Anything but a number has these bits.
            FORMULA if content.get(12..14)? != [0xff; 2] => {
                self.number(content, u16_at(content, 4)?, f64_at(content, 6)?);
            }
            RK => self.number(content, u16_at(content, 4)?, rk(u32_at(content, 6)?)),
            MUL_RK => {
                let (row, first) = (u16_at(content, 0)?, u16_at(content, 2)?);
                let cells = content.get(4..content.len().checked_sub(2)?)?.chunks_exact(6);
                for (column, cell) in (first..=u16::MAX).zip(cells) {
                    let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
                    self.number(&place, u16_at(cell, 0)?, rk(u32_at(cell, 2)?));
                }
            }
            MERGED_CELLS => self.merged(content),
            _ => {}
        }
        Some(())
    }

    /// Puts a text into the cell whose row and column `place` begins with.
    fn put(&mut self, place: &[u8], text: &str) {
        if let (Some(row), Some(column)) = (u16_at(place, 0), u16_at(place, 2)) {
            push(&mut self.rows, row.into(), column.into(), text);
        }
    }

    fn text(&mut self, place: &[u8], content: &[u8]) {
        let mut text = String::new();
        // One that goes on in another record is longer than anything of a person.
        let _cut_off = Texts::new(vec![content]).push_next(&mut text);
        self.put(place, &text);
    }

    fn number(&mut self, place: &[u8], style: u16, number: f64) {
        let Format { is_date, digits } = self.workbook.format_of(style);
        let value = if is_date {
            DataRef::DateTime(ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.workbook.is_1904))
        } else {
            DataRef::Float(number)
        };
        self.put(place, &padded(text(&value), &value, digits));
    }

    fn merged(&mut self, content: &[u8]) {
        for area in content.get(2..).unwrap_or_default().chunks_exact(8) {
            let [Some(first), Some(last), Some(column), Some(last_column)] = [0, 2, 4, 6].map(|at| u16_at(area, at))
            else {
                continue;
            };
            if first < last && column == last_column && self.beside.merged.len() < MAX_MERGED {
                let (first, last) = (u32::from(first) + 1, u32::from(last) + 1);
                self.beside.merged.push(MergedCells { first, last, column: column.into() });
            }
        }
    }
}

/// A number in four bytes (2.5.217): a whole one or the beginning of a float, of hundredths or not.
fn rk(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
