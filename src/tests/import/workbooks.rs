//! Workbooks as Excel and LibreOffice save them. `turma.xlsx` was written by Python's openpyxl 3.1.5,
//! `turma.ods` by odfpy 1.4.1; the hostile ones are made here.

use super::{LIMITS, check_file, made, refusal, rows, upload};
use crate::app::TestApp;
use axum::http::StatusCode;
use chaveiro::domain::Locale;
use chaveiro::domain::import::{FileKind, FileProblem, RowState};
use chaveiro::locale::import::file_problem;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const XLSX: &[u8] = include_bytes!("workbooks/turma.xlsx");
const ODS: &[u8] = include_bytes!("workbooks/turma.ods");

/// The line, name and address of each row; all can be imported.
async fn people(app: &TestApp, file: &[u8]) -> Vec<(u32, String, String)> {
    let ready = rows(app, file).await.into_iter().map(|row| {
        assert_eq!(row.state, RowState::Ready, "{:?}: {:?}", row.cells, row.problems);
        (row.line, row.cells[0].trim().to_owned(), row.cells[1].clone())
    });
    ready.collect()
}

pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet><table:table>{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("content.xml", content.as_bytes())])
}

#[tokio::test]
async fn the_sheet_of_people_is_found_and_read_with_its_own_line_numbers() {
    let app = TestApp::start().await;
    // Behind a sheet of instructions, under a title; a hidden sheet has people too.
    let expected = |first, second: &str, line| {
        vec![
            (first, "Eva Conceição".to_owned(), "eva@example.org".to_owned()),
            (line, second.to_owned(), "ivo@example.org".to_owned()),
        ]
    };
    let mut found = people(&app, XLSX).await;
    // The cell keeps what was pasted; the address in it is understood.
    assert_eq!(found[1].2, "mailto:ivo@example.org");
    found[1].2 = "ivo@example.org".to_owned();
    assert_eq!(found, expected(4, "Ivo Sant'Anna", 6));
    assert_eq!(people(&app, ODS).await, expected(2, "Ivo & Ana <Sant'Anna>", 6));
}

#[tokio::test]
async fn a_workbook_is_uploaded_like_any_file() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for file in [XLSX, ODS] {
        let answer = upload(&mut admin, file).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = admin.get(answer.location().unwrap()).await;
        assert!(page.says("eva@example.org") && page.says("Eva Conceição"), "{}", page.text);
    }
}

/// Some bytes can stand for billions of cells.
#[tokio::test]
async fn a_small_workbook_that_unpacks_to_a_large_one_is_refused() {
    let app = TestApp::start().await;
    let zeros = vec![b' '; 70 * 1024 * 1024];
    for name in ["content.xml", "xl/sharedStrings.xml"] {
        assert_eq!(refusal(&app, &archive(&[(name, &zeros)])).await, FileProblem::TooLarge(LIMITS), "{name}");
    }
    let header = "<table:table-row><table:table-cell><text:p>nome</text:p></table:table-cell>\
                  <table:table-cell><text:p>email</text:p></table:table-cell></table:table-row>";
    let people_csv = format!(
        "{header}<table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell \
         table:number-columns-repeated=\"4294967295\"><text:p>Eva</text:p></table:table-cell></table:table-row>"
    );
    assert_eq!(refusal(&app, &ods(&people_csv)).await, FileProblem::TooManyRows(LIMITS));
    let far = format!(
        "{header}<table:table-row table:number-rows-repeated=\"4000000000\"/>\
         <table:table-row><table:table-cell><text:p>Eva</text:p></table:table-cell>\
         <table:table-cell><text:p>eva@example.org</text:p></table:table-cell></table:table-row>"
    );
    assert_eq!(people(&app, &ods(&far)).await.len(), 1);
    // One text for many cells takes more memory than the whole file.
    let long = format!(
        "{header}<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell \
         table:number-columns-repeated=\"200\"><text:p>{}</text:p></table:table-cell></table:table-row>",
        "x".repeat(1000)
    );
    assert_eq!(refusal(&app, &ods(&long)).await, FileProblem::TooLarge(LIMITS));
}

#[tokio::test]
async fn an_archive_that_is_no_workbook_says_which_files_are_read() {
    let app = TestApp::start().await;
    for file in [archive(&[("readme.txt", b"hello")]), XLSX[..XLSX.len() / 2].to_vec(), ods("<table:table-row>")] {
        assert!(matches!(refusal(&app, &file).await, FileProblem::NotText | FileProblem::Empty));
    }
    // What Excel wrote before 2007, and what it writes with a password.
    let ole = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"[..], &name].concat()
    };
    assert_eq!(refusal(&app, ole("")).await, FileProblem::NotText);
    for (file, kind, pt_br) in [
        (ole("EncryptedPackage"), FileKind::Locked, "protegido por senha. Abra no Excel"),
        (ole("Book"), FileKind::OldExcel, "formato do Excel 95 ou anterior"),
        (ole("WordDocument"), FileKind::Document, "documento de texto"),
        (archive(&[("xl/workbook.bin", b"x")]), FileKind::BinaryExcel, "(.xlsb)"),
        (archive(&[("Index/Document.iwa", b"x")]), FileKind::Numbers, "No Numbers, exporte"),
        (archive(&[("word/document.xml", b"x")]), FileKind::Document, "documento de texto"),
        (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), FileKind::Picture, "é uma imagem"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), FileKind::Picture, "é uma imagem"),
        (b"\0\0\0\x18ftypheic".to_vec(), FileKind::Picture, "é uma imagem"),
    ] {
        let problem = refusal(&app, &file).await;
        assert_eq!(problem, FileProblem::NotTable(kind));
        let said = file_problem(Locale::PtBr, &problem);
        assert!(said.contains(pt_br) && said.contains("envie") || said.contains("Envie"), "{said}");
    }
}

/// "3A" stands once, beside all who are in it: only the first was put into the group, and nothing was said.
#[tokio::test]
async fn a_group_that_is_merged_over_several_rows_is_that_of_each() {
    let app = TestApp::start().await;
    let excel = made::xlsx(&[(
        "Alunos",
        "Relação de alunos\nTurma|Nome|E-mail|Obs\n3A|Ana|ana@example.org|nova\n|Eva|eva@example.org\n3B|Ivo|ivo@example.org\n\
         ||\n|Rui|rui@example.org\n|Zoé|zoe@example.org\n=A1:D1\n=A3:A4\n=A5:B7\n=D3:D4\n=A5:A8\n=A:A\n=AAAAAAAAAA1:A9\n\
         =A9:A99999999999",
    )]);
    let span = "<table:table-cell table:number-rows-spanned=\"2\"><text:p>3A</text:p></table:table-cell>";
    let three = "<table:table-cell table:number-rows-spanned=\"3\" table:number-columns-spanned=\"1\"><text:p>3B</text:p></table:table-cell>";
    let covered = "<table:covered-table-cell/>";
    let office = made::ods(&[(
        "Alunos",
        &format!(
            "Relação de alunos\nTurma|Nome|E-mail|Obs\n{span}|Ana|ana@example.org|nova\n{covered}|Eva|eva@example.org\n\
             {three}|Ivo|ivo@example.org\n{covered}\n{covered}|Rui|rui@example.org\n<table:table-cell/>|Zoé|zoe@example.org"
        ),
    )]);
    for file in [excel, office] {
        let checked = check_file(&app, file).await.expect("a file");
        let groups: Vec<(u32, &str)> = checked.rows.iter().map(|row| (row.line, row.cells[0].as_str())).collect();
        assert_eq!(groups, [(3, "3A"), (4, "3A"), (5, "3B"), (7, "3B"), (8, "")]);
        // What nothing is read from stays as it is.
        assert_eq!(checked.rows[1].cells[3], "");
        assert_eq!(checked.layout.new_groups.len(), 2);
    }
}

/// One cell, copied to each row of its sheet, is a file of gigabytes.
#[tokio::test]
async fn a_large_text_that_is_merged_over_many_rows_fills_no_memory() {
    let app = TestApp::start().await;
    let people: String = (0..400).map(|number| format!("|Ana Lima|ana{number}@example.org\n")).collect();
    let text = "x".repeat(100_000);
    let file = format!("Turma|Nome|E-mail\n{text}|Ana Lima|ana@example.org\n{people}=A2:A402");
    let refused = refusal(&app, &made::xlsx(&[("Alunos", &file)])).await;
    assert!(matches!(refused, FileProblem::TooLarge(_)), "{refused:?}");
}

/// A name over two rows is one person with two telephones or two addresses, not two people.
#[tokio::test]
async fn a_name_that_is_merged_over_several_rows_is_one_persons() {
    let app = TestApp::start().await;
    let file = "Nome|E-mail|Turma\nAna|ana@example.org|3A\n|ana2@example.org\n=A2:A3\n=C2:C3";
    let checked = check_file(&app, made::xlsx(&[("Alunos", file)])).await.expect("a file");
    let states: Vec<RowState> = checked.rows.iter().map(|row| row.state).collect();
    assert_eq!(states, [RowState::Ready, RowState::Wrong]);
}

/// Cells at places that no sheet has made the reader panic: an error of the server, and no word about the file.
#[tokio::test]
async fn a_workbook_with_impossible_places_is_refused_like_any_that_cannot_be_read() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for place in ["@ZZZZZZZZZ:Nome|E-mail", "@A99999999999:Nome|E-mail"] {
        let file = made::xlsx(&[("Alunos", &format!("{place}\nAna|ana@example.org"))]);
        let answer = upload(&mut admin, file).await;
        assert!(answer.status.is_client_error(), "{place}: {} {}", answer.status, answer.text);
    }
}
