//! Which rows Excel hides, as its filters do (ISO/IEC 29500-1, 18.3.1.73): `calamine` does not tell.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{BufReader, Cursor};
use zip::ZipArchive;

/// A workbook's sheets, and where they are in its archive.
#[derive(Default)]
pub(super) struct HiddenRows<'a> {
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// The index of each sheet in the archive, by its name.
    sheets: HashMap<String, usize>,
}

impl<'a> HiddenRows<'a> {
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
                (local(tag), attribute(tag, "Id"), attribute(tag, "Target"))
            {
                let target = target.replace('\\', "/").to_lowercase();
                let path = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
                targets.insert(id, path);
            }
        })?;
        let mut sheets = HashMap::new();
        tags(&mut archive, book, |tag| {
            if let ("sheet", Some(name), Some(id)) = (local(tag), attribute(tag, "name"), attribute(tag, "id"))
                && let Some(index) = targets.get(&id).and_then(|path| paths.get(path))
            {
                sheets.insert(name, *index);
            }
        })?;
        Some(Self { archive: Some(archive), sheets })
    }

    /// The lines of a sheet that are hidden, from 1.
    pub(super) fn of(&mut self, sheet: &str) -> Vec<u32> {
        let (Some(archive), Some(index)) = (&mut self.archive, self.sheets.get(sheet)) else { return Vec::new() };
        let (mut hidden, mut line) = (Vec::new(), 0_u32);
        let read = tags(archive, *index, |tag| {
            if local(tag) != "row" {
                return;
            }
            line = attribute(tag, "r").and_then(|line| line.parse().ok()).unwrap_or(line.saturating_add(1));
            if attribute(tag, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true")) {
                hidden.push(line);
            }
        });
        read.map_or_else(Vec::new, |()| hidden)
    }
}

/// Shows each tag of a file in the archive.
fn tags(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, mut show: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let mut xml = Reader::from_reader(BufReader::new(archive.by_index(index).ok()?));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).ok()? {
            Event::Eof => return Some(()),
            Event::Start(tag) | Event::Empty(tag) => show(&tag),
            _ => {}
        }
    }
}

/// The name of a tag without its prefix.
fn local<'a>(tag: &'a BytesStart<'_>) -> &'a str {
    let name = tag.name().0;
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// An attribute by its name without a prefix.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut all = tag.attributes().filter_map(Result::ok);
    let found = all.find(|attribute| {
        let name = attribute.key.0;
        name.rsplit_once(':').map_or(name, |(_, local)| local) == wanted
    })?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}
