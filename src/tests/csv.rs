//! Files of rows: read back as they were, and harmless in a spreadsheet.

use chaveiro::server::csv::{BOM, neutralized, push_row, restored};
use chaveiro::server::store::StoreError;
use chaveiro::web::csv::download;
use http_body_util::BodyExt as _;

fn row(cells: &[&str]) -> String {
    let mut text = String::new();
    push_row(&mut text, cells);
    text
}

#[test]
fn rows_are_written_as_rfc_4180_says() {
    assert_eq!(row(&["a", "", "João, Souza"]), "a,,\"João, Souza\"\r\n");
    assert_eq!(row(&["say \"hi\"", "two\r\nlines", "x"]), "\"say \"\"hi\"\"\",\"two\r\nlines\",x\r\n");
    assert_eq!(row(&["2026-11-22T14:05:00Z", "a-b", "1=1"]), "2026-11-22T14:05:00Z,a-b,1=1\r\n");
}

#[test]
fn what_a_spreadsheet_would_take_for_a_formula_is_text() {
    for cell in
        ["=1+1", "+1", "-1", "@SUM(A1)", "\0=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", " =1", "\u{a0}=1", "\u{200b}=1"]
    {
        assert_eq!(row(&[cell]), format!("'{cell}\r\n"));
    }
    assert_eq!(row(&["\tx"]), "\"'\tx\"\r\n");
    assert_eq!(row(&["=HYPERLINK(\"http://evil\",\"x\")"]), "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"\r\n");
    // Once for the cell and once for the row that some take to begin there.
    assert_eq!(row(&["\r=1"]), "\"'\r'=1\"\r\n");
}

/// Every cell that a spreadsheet may see in a row, whichever of these it separates by.
fn cells_seen(row: &str, separator: char) -> Vec<String> {
    let (mut cells, mut cell, mut is_quoted, mut is_new) = (Vec::new(), String::new(), false, true);
    for character in row.chars() {
        match character {
            '"' if is_new || is_quoted => is_quoted = !is_quoted,
            _ if !is_quoted && (character == separator || matches!(character, '\r' | '\n')) => {
                cells.push(std::mem::take(&mut cell));
                is_new = true;
                continue;
            }
            _ => cell.push(character),
        }
        is_new = false;
    }
    cells.push(cell);
    cells
}

#[test]
fn no_separator_makes_a_formula_of_a_part_of_a_cell() {
    for cell in [
        "a;=cmd|'/C calc'!A0",
        "a,=1",
        "a\t=1",
        "a; =1",
        "a;\"=1",
        "x\n=1",
        "x\r\n+1",
        "a;;@x",
        "a,;\t-1",
        "a;＝1",
        "a;\u{feff}=1",
        "\n\t=x",
        "';=1",
        ";'\t=x",
        "a;\"\"=1",
    ] {
        for before in ["x", "", "\"q\"", "y;z"] {
            let written = row(&[before, cell, "z"]);
            for separator in [',', ';', '\t'] {
                for seen in cells_seen(&written, separator) {
                    let begins = seen.trim_start_matches(|c: char| {
                        c.is_whitespace() || c.is_control() || matches!(c, '"' | '\u{feff}')
                    });
                    assert!(
                        !begins.starts_with(['=', '+', '-', '@', '＝']),
                        "{cell:?} by {separator:?}: {written:?} → {seen:?}"
                    );
                }
            }
        }
    }
    assert_eq!(row(&["a;b"]), "\"a;b\"\r\n");
    assert_eq!(row(&["Souza, João"]), "\"Souza, João\"\r\n");
}

proptest::proptest! {
    #[test]
    fn what_was_made_harmless_is_read_as_it_was(cell in "[a'\"=+@,;\t\n\r ＝\u{200b}\0]{0,12}") {
        proptest::prop_assert_eq!(restored(&neutralized(&cell)), cell);
    }

    #[test]
    fn any_text_at_all_is_read_as_it_was(cell in "\\PC{0,20}") {
        proptest::prop_assert_eq!(restored(&neutralized(&cell)), cell);
    }
}

#[tokio::test]
async fn a_download_has_a_fixed_name_and_ends_whole_or_not_at_all() {
    let rows = |text: &str| Ok(vec![vec![text.to_owned(), String::new()]]);
    let whole = download("people.csv", ',', &["name", "note"], futures::stream::iter([rows("Ana"), rows("=Rui")]));
    let header = |name| whole.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    assert_eq!(header("content-disposition").as_deref(), Some("attachment; filename=\"people.csv\""));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert!(header("content-type").is_some_and(|value| value.starts_with("text/csv; charset=utf-8")));
    let text = whole.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(String::from_utf8_lossy(&text), format!("{BOM}name,note\r\nAna,\r\n'=Rui,\r\n"));

    let failing = Err(StoreError::Inconsistent { table: "users", column: "id" });
    let part = download("people.csv", ',', &["name", "note"], futures::stream::iter([rows("Ana"), failing]));
    assert!(part.into_body().collect().await.is_err(), "a part must not look like the whole");
}
