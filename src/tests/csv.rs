//! Files of rows: read back as they were, and harmless in a spreadsheet.

use chaveiro::server::store::StoreError;
use chaveiro::web::csv::{BOM, download, push_row};
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
    for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\0=1"] {
        assert_eq!(row(&[cell]), format!("'{cell}\r\n"));
    }
    assert_eq!(row(&["=HYPERLINK(\"http://evil\",\"x\")"]), "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"\r\n");
    assert_eq!(row(&["\r=1"]), "\"'\r=1\"\r\n");
}

#[tokio::test]
async fn a_download_has_a_fixed_name_and_ends_whole_or_not_at_all() {
    let rows = |text: &str| Ok(vec![vec![text.to_owned(), String::new()]]);
    let whole = download("people.csv", &["name", "note"], futures::stream::iter([rows("Ana"), rows("=Rui")]));
    let header = |name| whole.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    assert_eq!(header("content-disposition").as_deref(), Some("attachment; filename=\"people.csv\""));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert!(header("content-type").is_some_and(|value| value.starts_with("text/csv; charset=utf-8")));
    let text = whole.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(String::from_utf8_lossy(&text), format!("{BOM}name,note\r\nAna,\r\n'=Rui,\r\n"));

    let failing = Err(StoreError::Inconsistent { table: "users", column: "id" });
    let part = download("people.csv", &["name", "note"], futures::stream::iter([rows("Ana"), failing]));
    assert!(part.into_body().collect().await.is_err(), "a part must not look like the whole");
}
