//! What `calamine` does not tell of Excel's sheets: which rows are hidden, as filters do (ISO/IEC 29500-1, 18.3.1.73),
//! which cells are merged (18.3.1.55), and which formulas have no value (18.3.1.40).

use super::super::MergedCells;
use super::{BesideCells, MAX_COLUMNS, MAX_MERGED, MAX_UNCALCULATED};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{BufReader, Cursor};
use zip::ZipArchive;

/// A workbook's sheets, and where they are in its archive.
#[derive(Default)]
pub(super) struct SheetTags<'a> {
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// The index of each sheet in the archive, by its name.
    sheets: HashMap<String, usize>,
}

impl<'a> SheetTags<'a> {
    /// Finds the sheets of an archive that was unpacked within limits before; none where they cannot be found.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        ZipArchive::new(Cursor::new(bytes)).ok().and_then(Self::of_archive).unwrap_or_default()
    }

    fn of_archive(mut archive: ZipArchive<Cursor<&'a [u8]>>) -> Option<Self> {
        let mut paths = HashMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).ok()?;
            // Some programs write Windows' separators.
            paths.insert(entry.name().ok()?.replace('\\', "/").to_lowercase(), index);
        }
        let (folder, _) =
            paths.keys().find_map(|path| path.rsplit_once("workbook.xml").filter(|(_, end)| end.is_empty()))?;
        let (book, relations) =
            (*paths.get(&format!("{folder}workbook.xml"))?, *paths.get(&format!("{folder}_rels/workbook.xml.rels"))?);
        let mut targets = HashMap::new();
        tags(&mut archive, relations, |tag| {
            if let ("Relationship", Some(id), Some(target)) =
                (local(tag.name().0), attribute(tag, "Id"), attribute(tag, "Target"))
            {
                let target = target.replace('\\', "/").to_lowercase();
                let path = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
                targets.insert(id, path);
            }
        })?;
        let mut sheets = HashMap::new();
        tags(&mut archive, book, |tag| {
            if let ("sheet", Some(name), Some(id)) = (local(tag.name().0), attribute(tag, "name"), attribute(tag, "id"))
                && let Some(index) = targets.get(&id).and_then(|path| paths.get(path))
            {
                sheets.insert(name, *index);
            }
        })?;
        Some(Self { archive: Some(archive), sheets })
    }

    /// What a sheet says beside its cells.
    pub(super) fn of(&mut self, sheet: &str) -> BesideCells {
        let Some((archive, index)) = self.archive.as_mut().zip(self.sheets.get(sheet)) else {
            return BesideCells::default();
        };
        let mut reading = Reading::default();
        let read = events(archive, *index, |event| reading.note(event));
        read.map_or_else(BesideCells::default, |()| reading.beside)
    }
}

/// A sheet while it is read.
#[derive(Default)]
struct Reading {
    beside: BesideCells,
    line: u32,
    /// The column of the cell, and whether it can have a formula whose value is missing.
    column: usize,
    is_number: bool,
    has_formula: bool,
    is_in_value: bool,
    has_value: bool,
}

impl Reading {
    fn note(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::Empty(tag) => {
                self.start(tag);
                self.end(local(tag.name().0));
            }
            Event::Text(text) if self.is_in_value => self.has_value |= !text.trim().is_empty(),
            Event::End(tag) => self.end(local(tag.name().0)),
            _ => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match local(tag.name().0) {
            "row" => {
                let line = attribute(tag, "r").and_then(|line| line.parse().ok());
                self.line = line.unwrap_or(self.line.saturating_add(1));
                self.column = 0;
                if attribute(tag, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true")) {
                    self.beside.hidden.push(self.line);
                }
            }
            "c" => {
                let named = attribute(tag, "r").and_then(|cell| place(&cell));
                self.column = named.map_or(self.column, |(column, _)| column);
                // A text may be empty: `t="str"`.
                self.is_number = attribute(tag, "t").is_none_or(|kind| kind == "n");
                (self.has_formula, self.has_value) = (false, false);
            }
            "f" => self.has_formula = true,
            "v" => self.is_in_value = true,
            "is" => self.has_value = true,
            "mergeCell" if self.beside.merged.len() < MAX_MERGED => {
                let area = attribute(tag, "ref").and_then(|area| merged(&area));
                self.beside.merged.extend(area.filter(|area| area.first < area.last));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "v" => self.is_in_value = false,
            "c" => {
                let is_uncalculated = self.has_formula && self.is_number && !self.has_value;
                if is_uncalculated && self.beside.uncalculated.len() < MAX_UNCALCULATED {
                    self.beside.uncalculated.insert((self.line, self.column));
                }
                self.column += 1;
            }
            _ => {}
        }
    }
}

/// The first column of an area: `B2:C9`.
fn merged(area: &str) -> Option<MergedCells> {
    let (from, to) = area.split_once(':')?;
    let ((column, first), (_, last)) = (place(from)?, place(to)?);
    Some(MergedCells { first, last, column })
}

/// The column, from 0, and the line of `B2`.
fn place(cell: &str) -> Option<(usize, u32)> {
    let (letters, line) = cell.split_at_checked(cell.find(|character: char| character.is_ascii_digit())?)?;
    let digit = |letter: u8| letter.is_ascii_uppercase().then(|| usize::from(letter - b'A') + 1);
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        column.checked_mul(26)?.checked_add(digit(letter)?).filter(|column| *column <= MAX_COLUMNS)
    })?;
    Some((column.checked_sub(1)?, line.parse().ok()?))
}

/// Shows each tag of a file in the archive.
fn tags(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, mut show: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    events(archive, index, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            show(tag);
        }
    })
}

/// Shows each piece of a file in the archive.
fn events(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, mut show: impl FnMut(&Event<'_>)) -> Option<()> {
    let mut xml = Reader::from_reader(BufReader::new(archive.by_index(index).ok()?));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).ok()? {
            Event::Eof => return Some(()),
            event => show(&event),
        }
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// An attribute by its name without a prefix.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut all = tag.attributes().filter_map(Result::ok);
    let found = all.find(|attribute| local(attribute.key.0) == wanted)?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}
