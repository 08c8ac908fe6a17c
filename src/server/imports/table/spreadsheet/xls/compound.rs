//! The container of Office before 2007, a file system in a file (\[MS-CFB\]). No chain of sectors is followed for longer than
//! there are sectors, so that one which leads back to itself ends.

use super::{u16_at, u32_at};

/// Smaller streams are kept in sectors of [`MINI_SECTOR`] bytes within a stream of their own (2.2).
const SMALL_STREAM: usize = 4096;
const MINI_SECTOR: usize = 64;
/// Chains and lists end with numbers from here on.
const LAST_SECTOR: u32 = 0xffff_fff9;
/// Sectors of the table that the header lists itself.
const LISTED_IN_HEADER: usize = 109;

/// The content of the stream `name`; nothing where there is none, or where the container is damaged.
pub(super) fn stream(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    // The header takes the place of the first sector.
    let sectors = Sectors { bytes: bytes.get(size..)?, size };
    let table = table(bytes, &sectors)?;
    let directory = sectors.chain(&table, u32_at(bytes, 48)?)?;
    let mut entries = directory.chunks_exact(128);
    let root = entries.clone().next()?;
    let entry = entries.find(|entry| has_name(entry, name))?;
    let (start, length) = (u32_at(entry, 116)?, usize::try_from(u32_at(entry, 120)?).ok()?);
    let mut content = if length < SMALL_STREAM {
        let small = sectors.chain(&table, u32_at(root, 116)?)?;
        let small_table = numbers(&sectors.chain(&table, u32_at(bytes, 60)?)?);
        Sectors { bytes: &small, size: MINI_SECTOR }.chain(&small_table, start)?
    } else {
        sectors.chain(&table, start)?
    };
    content.truncate(length);
    Some(content)
}

/// For each sector the one that follows it (2.3).
fn table(bytes: &[u8], sectors: &Sectors<'_>) -> Option<Vec<u32>> {
    let mut list = numbers(bytes.get(76..76 + 4 * LISTED_IN_HEADER)?);
    let mut next = u32_at(bytes, 68)?;
    for _ in 0..sectors.count() {
        let Some(sector) = sectors.get(next) else { break };
        list.extend(numbers(sector));
        next = list.pop()?;
    }
    let parts = list.into_iter().take(sectors.count()).filter_map(|sector| sectors.get(sector));
    Some(parts.flat_map(numbers).collect())
}

fn has_name(entry: &[u8], wanted: &str) -> bool {
    let units = entry.chunks_exact(2).take(32).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    let is_stream = entry.get(66) == Some(&2);
    is_stream && units.take_while(|unit| *unit != 0).eq(wanted.encode_utf16())
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|number| u32::from_le_bytes([number[0], number[1], number[2], number[3]])).collect()
}

struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Sectors<'_> {
    fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    /// One of them; the last may be cut off.
    fn get(&self, sector: u32) -> Option<&[u8]> {
        let start = usize::try_from(sector).ok().filter(|_| sector <= LAST_SECTOR)?.checked_mul(self.size)?;
        let end = self.bytes.len().min(start.checked_add(self.size)?);
        self.bytes.get(start..end)
    }

    /// All from `first` on, one after another.
    fn chain(&self, table: &[u32], first: u32) -> Option<Vec<u8>> {
        let (mut content, mut next) = (Vec::new(), first);
        for _ in 0..self.count() {
            let Some(sector) = self.get(next).filter(|sector| !sector.is_empty()) else { break };
            content.extend_from_slice(sector);
            next = *table.get(usize::try_from(next).ok()?)?;
        }
        Some(content)
    }
}
