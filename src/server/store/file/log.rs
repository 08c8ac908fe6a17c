//! Whether the write-ahead log beside a SQLite file is its own.

use super::beside;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::Duration;

/// How much younger than its log a file must be before it is suspected: a server
/// that was killed while it folded the log in leaves less.
const SUSPICIOUS_AGE: Duration = Duration::from_secs(2);
/// After an alarm it is looked once more after this.
const SECOND_LOOK: Duration = Duration::from_millis(300);
/// SQLite's file format, 1.3: where the header says whether there is a log.
const WRITE_VERSION: usize = 18;
const WITH_LOG: u8 = 2;
/// The format of the log, 4.1: its header, and the header before each page.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Whether the write-ahead log beside the file at `path` was written for another
/// one: a copy was laid over the database. SQLite would read that log into the
/// copy, and spoil it. Looks at the files alone, so no connection may be open:
/// closing them would drop SQLite's locks.
///
/// # Errors
/// When the files cannot be read.
pub fn has_foreign_log(path: &Path) -> io::Result<bool> {
    // A server that writes meanwhile may make the two look apart for a moment.
    Ok(seems_foreign(path)? && {
        std::thread::sleep(SECOND_LOOK);
        seems_foreign(path)?
    })
}

fn seems_foreign(path: &Path) -> io::Result<bool> {
    let (mut file, mut log) = match (File::open(path), File::open(beside(path, "-wal"))) {
        (Ok(file), Ok(log)) => (file, log),
        (Err(error), _) | (_, Err(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let mut header = [0; 100];
    if log.metadata()?.len() <= LOG_HEADER as u64 || read_up_to(&mut file, &mut header)? < header.len() {
        return Ok(false);
    }
    // `chaveiro backup` and VACUUM INTO write files that have never had a log.
    if header[WRITE_VERSION] != WITH_LOG {
        return Ok(true);
    }
    let length = file.metadata()?.len();
    let Some(content) = read_log(&mut log)? else { return Ok(false) };
    // A database never becomes shorter: one that is longer than it was after the last commit in its log has been
    // written since. (VACUUM shortens it, and folds its log in at once.)
    let pages = length / content.lowest.len() as u64;
    if pages > u64::from(content.size) {
        return Ok(true);
    }
    let younger = file.metadata()?.modified()?.duration_since(log.metadata()?.modified()?).unwrap_or_default();
    if younger < SUSPICIOUS_AGE {
        return Ok(false);
    }
    // Written after its log, as when the log is folded in: then its pages are those of
    // the log, from the first one on. Any other file has other pages.
    let mut stored = vec![0; content.lowest.len()];
    file.seek(SeekFrom::Start((u64::from(content.number) - 1) * stored.len() as u64))?;
    let is_there = read_up_to(&mut file, &mut stored)? == stored.len();
    Ok(!is_there || stored != content.lowest)
}

/// What the committed frames of a log say.
struct LogContent {
    /// The lowest page in it.
    number: u32,
    /// That page, as its last frame has it.
    lowest: Vec<u8>,
    /// How many pages the database has after the last commit.
    size: u32,
}

fn read_log(log: &mut File) -> io::Result<Option<LogContent>> {
    let number = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_be_bytes);
    let mut header = [0; LOG_HEADER];
    log.seek(SeekFrom::Start(0))?;
    log.read_exact(&mut header)?;
    let page_size = number(&header[8..12]) as usize;
    if !(512..=65_536).contains(&page_size) {
        return Ok(None);
    }
    let (mut committed, mut pending) = (None::<(u32, Vec<u8>)>, None::<(u32, Vec<u8>)>);
    let mut size = 0;
    let mut frame = vec![0; FRAME_HEADER + page_size];
    while read_up_to(log, &mut frame)? == frame.len() && frame[8..16] == header[16..24] {
        let (page, size_after_commit) = (number(&frame[..4]), number(&frame[4..8]));
        if page > 0 && pending.as_ref().is_none_or(|(lowest, _)| page <= *lowest) {
            pending = Some((page, frame[FRAME_HEADER..].to_vec()));
        }
        if size_after_commit != 0 {
            size = size_after_commit;
            committed = match (pending.take(), committed) {
                (Some(newer), Some(older)) if older.0 < newer.0 => Some(older),
                (newer, older) => newer.or(older),
            };
        }
    }
    Ok(committed.map(|(number, lowest)| LogContent { number, lowest, size }))
}

/// As many bytes as there are.
fn read_up_to(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < bytes.len() {
        match file.read(&mut bytes[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}
