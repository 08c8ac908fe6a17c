//! What was noticed of a whole file, and what is no table or no name.

use super::{Doubt, DoubtKind};
use serde::{Deserialize, Serialize};

/// What was noticed of a file apart from its columns. Kept with the import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileNotes {
    /// The sheet that was read, where the workbook has others with any rows.
    pub sheet: Option<String>,
    /// Sheets with people that were not read.
    pub other_sheets: Vec<String>,
    /// Sheets with other rows that were not read.
    pub sheets_without_people: Vec<String>,
    /// Columns right of the header that have cells in them, from 0.
    pub cut_columns: Vec<usize>,
    /// Lines with bytes that are not in the encoding of the rest.
    pub stray_lines: Vec<u32>,
    /// Lines with letters that were encoded twice.
    pub twice_encoded_lines: Vec<u32>,
    /// Lines that the spreadsheet hides, as a filter does; the first [`FileNotes::LINES_KEPT`].
    pub hidden_lines: Vec<u32>,
    /// How many rows that are to become accounts have an address with a mistyped host.
    pub misspelt_rows: u32,
    /// The first [`FileNotes::LINES_KEPT`] of them: `7 (gmial.com → gmail.com)`.
    pub misspelt_hosts: Vec<String>,
}

impl FileNotes {
    /// One more than are named.
    pub const LINES_KEPT: usize = SHOWN + 1;

    /// What of it somebody has to agree to.
    pub fn doubts(&self) -> impl Iterator<Item = Doubt> {
        let all = [
            (DoubtKind::OtherSheets, listed(self.other_sheets.iter().cloned(), "”, “")),
            (DoubtKind::HiddenLines, lines_listed(&self.hidden_lines)),
            (DoubtKind::StrayBytes, lines_listed(&self.stray_lines)),
            (DoubtKind::TwiceEncoded, lines_listed(&self.twice_encoded_lines)),
            (DoubtKind::MisspeltHosts { rows: self.misspelt_rows }, listed(self.misspelt_hosts.iter().cloned(), ", ")),
        ];
        all.into_iter().filter(|(_, column)| !column.is_empty()).map(|(kind, column)| Doubt { column, kind })
    }
}

/// So many are named.
const SHOWN: usize = 10;

/// Lines of a file, the first few of many.
pub fn lines_listed(lines: &[u32]) -> String {
    listed(lines.iter().map(u32::to_string), ", ")
}

/// The first few of many.
fn listed(all: impl Iterator<Item = String>, separator: &str) -> String {
    let mut list: Vec<String> = all.take(SHOWN + 1).collect();
    if list.len() > SHOWN {
        "…".clone_into(&mut list[SHOWN]);
    }
    list.join(separator)
}

/// What a file is that is no table we can read, told by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A page for browsers; some programs call it `.xls`.
    Html,
    /// Data for programs.
    Json,
    /// A text with styles.
    Rtf,
    /// A document for printing.
    Pdf,
    /// LibreOffice's workbook in one piece of XML.
    FlatOds,
    /// Any other XML, such as that of Excel 2003.
    Xml,
    /// Contacts for an address book.
    Vcard,
    /// A workbook, or another document of Office, that needs a password.
    Locked,
    /// A workbook as Excel saved it until 1997: `.xls`.
    OldExcel,
    /// A workbook of Excel that is no XML: `.xlsb`.
    BinaryExcel,
    /// A workbook of Apple's Numbers.
    Numbers,
    /// A text document, such as that of Word.
    Document,
    /// A picture.
    Picture,
}

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotAName {
    /// What a spreadsheet shows where a formula fails: `#N/A`.
    SheetError,
    /// A number, a date, a dash.
    NoLetter,
    /// What programs write for nothing, and for yes and no: `NULL`, `TRUE`.
    Placeholder,
    /// What is in front of a sum: `Total geral`.
    Total,
    /// A letter of it was lost before the file came here: `Jo\u{fffd}o`.
    LostLetter,
}
