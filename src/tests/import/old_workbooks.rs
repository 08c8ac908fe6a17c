//! Workbooks of Excel 97 to 2003. `turma.xls` was written by Python's xlwt 1.3.0; the hostile ones are made here.

use super::{LIMITS, check_file, refusal, rows};
use crate::app::TestApp;
use chaveiro::domain::import::{FileKind, FileProblem, RowState};
use chaveiro::server::imports::NotRead;
use std::time::{Duration, Instant};

const XLS: &[u8] = include_bytes!("workbooks/turma.xls");

const SECTOR: usize = 512;
const END: u32 = 0xffff_fffe;

/// A file whose stream `Workbook` holds these records (\[MS-CFB\]); the table of sectors is changed by `damage`.
fn compound(records: &[u8], damage: impl Fn(&mut Vec<u32>)) -> Vec<u8> {
    let mut stream = records.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let content = u32::try_from(stream.len() / SECTOR).unwrap();
    let listed = (content + 1).div_ceil(127);
    // The content, the directory, the table.
    let mut table: Vec<u32> = (1..content).chain([END, END]).collect();
    table.resize(table.len() + listed as usize, 0xffff_fffd);
    table.resize(listed as usize * 128, u32::MAX);
    damage(&mut table);
    let mut header = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 16], b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"].concat();
    header.resize(44, 0);
    for number in [listed, content, 0, 4096, END, 0, END, 0] {
        header.extend(number.to_le_bytes());
    }
    for place in 0..109 {
        header.extend(if place < listed { content + 1 + place } else { u32::MAX }.to_le_bytes());
    }
    let entry = |name: &str, kind: u8, start: u32, length: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend([u8::try_from(name.len() * 2 + 2).unwrap(), 0, kind, 1]);
        entry.resize(116, 0xff);
        entry.extend(start.to_le_bytes());
        entry.extend(u32::try_from(length).unwrap().to_le_bytes());
        entry.resize(128, 0);
        entry
    };
    let mut directory = [entry("Root Entry", 5, END, 0), entry("Workbook", 2, 0, stream.len())].concat();
    directory.resize(SECTOR, 0);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, stream, directory, table].concat()
}

fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(content.len()).unwrap().to_le_bytes(), content].concat()
}

/// A text in a cell of its own, as Java's programs write it.
fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap().to_le_bytes();
    let [row, column] = [row, column].map(u16::to_le_bytes);
    record(0x204, &[&row[..], &column, &[0, 0], &length, &[0], text.as_bytes()].concat())
}

fn beginning(version: u16) -> Vec<u8> {
    record(0x809, &[&version.to_le_bytes()[..], &[5, 0, 0, 0, 0, 0]].concat())
}

/// The records of a workbook with one sheet: what is before it, and what is in it.
fn workbook(shared: &[u8], cells: &[u8]) -> Vec<u8> {
    let sheet = [&[0, 0, 1, 0][..], b"A"].concat();
    let length = beginning(0x600).len() + shared.len() + record(0x85, &[&[0; 4][..], &sheet].concat()).len() + 4;
    let start = u32::try_from(length).unwrap().to_le_bytes();
    let sheet = record(0x85, &[&start[..], &sheet].concat());
    [&beginning(0x600)[..], shared, &sheet, &record(0x0a, &[]), &beginning(0x600), cells, &record(0x0a, &[])].concat()
}

#[tokio::test]
async fn an_old_workbook_is_read_like_a_new_one() {
    let app = TestApp::start().await;
    let checked = check_file(&app, XLS).await.expect("a file");
    let cells = |column: usize| checked.rows.iter().map(|row| row.cells[column].as_str()).collect::<Vec<_>>();
    assert_eq!(checked.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5, 6, 7]);
    assert!(checked.rows.iter().all(|row| row.state == RowState::Ready), "{:?}", checked.rows[1].problems);
    assert_eq!(cells(0), ["3A", "3A", "3B", "3B"], "cells that are shown as one");
    assert_eq!(cells(1), ["Eva Conceição", "Ivo Sant’Anna", "李 小龙", "Rui Lima"]);
    assert_eq!(cells(2)[3], "rui@example.org");
    assert_eq!(cells(3), ["52998224725", "04200000113", "11144477735", "39053344705"], "with the zeros that it shows");
    assert_eq!(cells(4), ["2010-01-20", "2010-02-20", "2010-03-20", "2010-04-20"]);
    for (at, text) in cells(5).into_iter().enumerate() {
        assert_eq!(text, format!("{}ã", "x".repeat(4000 + at)), "a text over several records");
    }
    let notes = &checked.layout.notes;
    assert_eq!((notes.sheet.as_deref(), &notes.hidden_lines[..]), (Some("Alunos"), &[6][..]));
    assert_eq!(notes.sheets_without_people, ["Instruções"]);
}

#[tokio::test]
async fn numbers_formulas_and_labels_of_an_old_workbook_are_read() {
    let app = TestApp::start().await;
    let number = |row: u16, column: u16| [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    let formula = |value: [u8; 8]| record(0x06, &[&number(1, 0)[..], &value, &[0; 8]].concat());
    let cells = [
        [label(0, 0, "Nome"), label(0, 1, "E-mail"), label(0, 2, "Turma"), label(0, 3, "CPF"), label(0, 4, "Nota")]
            .concat(),
        // A formula with a text, whose record follows.
        [formula([0, 0, 0, 0, 0, 0, 0xff, 0xff]), record(0x207, b"\x08\0\0Ana Lima"), label(1, 1, "ana@example.org")]
            .concat(),
        // Two numbers in one record: 7, and 12,5 written as 1250 hundredths.
        record(0xbd, &[&[1, 0, 2, 0, 0, 0][..], &(7_u32 << 2 | 2).to_le_bytes(), &[0, 0, 0, 0, 0, 0, 3, 0]].concat()),
        record(0x203, &[&number(1, 3)[..], &52_998_224_725_f64.to_le_bytes()].concat()),
        record(0x27e, &[&number(1, 4)[..], &(1250_u32 << 2 | 3).to_le_bytes()].concat()),
    ];
    let rows = rows(&app, compound(&workbook(&[], &cells.concat()), |_| ())).await;
    assert_eq!(rows[0].cells, ["Ana Lima", "ana@example.org", "7", "52998224725", "12.5"]);
    assert_eq!(rows[0].state, RowState::Ready, "{:?}", rows[0].problems);
}

#[tokio::test]
async fn an_old_workbook_that_is_locked_older_or_damaged_says_so() {
    let app = TestApp::start().await;
    let people =
        [label(0, 0, "Nome"), label(0, 1, "E-mail"), label(1, 0, "Ana"), label(1, 1, "ana@example.org")].concat();
    let good = workbook(&[], &people);
    assert_eq!(rows(&app, compound(&good, |_| ())).await.len(), 1);
    let locked = compound(&workbook(&record(0x2f, &[0; 6]), &people), |_| ());
    assert_eq!(refusal(&app, &locked).await, FileProblem::NotTable(FileKind::Locked));
    let old = FileProblem::NotTable(FileKind::OldExcel);
    let excel_95 = [beginning(0x500), good[12..].to_vec()].concat();
    assert_eq!(refusal(&app, compound(&excel_95, |_| ())).await, old);
    assert_eq!(refusal(&app, &compound(&good, |_| ())[..600]).await, FileProblem::NotText);
    // Sectors that lead back to themselves, and beyond the file.
    let began = Instant::now();
    for next in [0, 7, 0x0fff_ffff] {
        let file = compound(&good, |table| table.iter_mut().for_each(|sector| *sector = next));
        let _any = check_file(&app, file).await;
    }
    assert!(began.elapsed() < Duration::from_secs(5));
}

/// One text for many cells takes more memory than the whole file.
#[tokio::test]
async fn an_old_workbook_fills_no_memory() {
    let app = TestApp::start().await;
    let long = "x".repeat(8000);
    let shared = [&[0; 4][..], &[1, 0, 0, 0], &8000_u16.to_le_bytes(), &[0], long.as_bytes()].concat();
    let shared = record(0xfc, &shared);
    let cell = |row: u16, column: u16| record(0xfd, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 6]].concat());
    let cells: Vec<u8> = (1..1000).flat_map(|row| (0..200).flat_map(move |column| cell(row, column))).collect();
    let file = compound(&workbook(&shared, &[label(0, 0, "Nome"), label(0, 1, "E-mail"), cells].concat()), |_| ());
    assert_eq!(refusal(&app, &file).await, FileProblem::TooLarge(LIMITS));
    // A number that says how many texts there are is not believed.
    let boast = record(0xfc, &[0xff; 8]);
    let people =
        [label(0, 0, "Nome"), label(0, 1, "E-mail"), label(1, 0, "Ana"), label(1, 1, "ana@example.org")].concat();
    assert_eq!(rows(&app, compound(&workbook(&boast, &people), |_| ())).await.len(), 1);
}

/// A file that was cut off, or written over at some place, is read or refused, and never an error of ours.
#[tokio::test]
async fn a_damaged_old_workbook_is_no_error_of_the_server() {
    let app = TestApp::start().await;
    let mut seed = 42_u32;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for _ in 0..300 {
        let mut file = XLS[..XLS.len() - draw(2) * draw(XLS.len() - 600)].to_vec();
        for _ in 0..draw(30) {
            let at = draw(file.len() - 8) + 8;
            file[at] = u8::try_from(draw(256)).unwrap();
        }
        if let Err(NotRead::Other(error)) = check_file(&app, file).await {
            panic!("{error}");
        }
    }
}
