//! Workbooks made of a few lines, as the spreadsheet programs write them.

use super::workbooks::archive;

fn cell(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

/// Rows with a line for each, whose cells are separated by `|`; one in angle brackets stands as it is. A line that begins
/// with `~` is hidden.
fn ods_rows(rows: &str) -> String {
    let as_cell = |text: &str| if text.starts_with('<') { text.to_owned() } else { cell(text) };
    let row = |line: &str| {
        let (hidden, line) = match line.strip_prefix('~') {
            Some(line) => (" table:visibility=\"filter\"", line),
            None => ("", line),
        };
        format!("<table:table-row{hidden}>{}</table:table-row>", line.split('|').map(as_cell).collect::<String>())
    };
    rows.lines().map(row).collect()
}

/// A workbook of LibreOffice; sheets whose names begin with `_` are hidden.
pub fn ods(sheets: &[(&str, &str)]) -> Vec<u8> {
    let table = |(name, rows): &(&str, &str)| {
        let style = if name.starts_with('_') { "ta2" } else { "ta1" };
        format!("<table:table table:name=\"{name}\" table:style-name=\"{style}\">{}</table:table>", ods_rows(rows))
    };
    let tables: String = sheets.iter().map(table).collect();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    archive(&[("content.xml", content.as_bytes())])
}

/// A workbook of Excel. A line `=B2:B4` merges cells; a cell of digits is a number in Excel's format for a CPF, one that begins with `@` stands in
/// the column that it names: `@Z:note`, and one that begins with `ƒ` is a formula with what follows it. A line that begins
/// with `~` is hidden.
pub fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let cell = |row: usize, column: usize, text: &str| {
        let (letter, text) = match text.strip_prefix('@').and_then(|named| named.split_once(':')) {
            Some((letter, text)) => (letter.to_owned(), text),
            None => (char::from(b'A' + u8::try_from(column).unwrap()).to_string(), text),
        };
        let place = format!("{letter}{}", row + 1);
        match text.bytes().all(|byte| byte.is_ascii_digit()) {
            _ if text.is_empty() => String::new(),
            _ if text == "ƒ<v/>" => format!("<c r=\"{place}\" t=\"str\"><f>A1</f><v/></c>"),
            _ if text.starts_with('ƒ') => format!("<c r=\"{place}\"><f>A1</f>{}</c>", text.trim_start_matches('ƒ')),
            true => format!("<c r=\"{place}\" s=\"1\"><v>{text}</v></c>"),
            false if text.starts_with('#') => format!("<c r=\"{place}\" t=\"e\"><v>{text}</v></c>"),
            false => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        }
    };
    let merge = |area: &str| format!("<mergeCell ref=\"{area}\"/>");
    let sheet_xml = |rows: &str| -> String {
        let row = |(row, line): (usize, &str)| {
            let (hidden, line) = match line.strip_prefix('~') {
                Some(line) => (" hidden=\"1\"", line),
                None => ("", line),
            };
            let cells: String = line.split('|').enumerate().map(|(column, text)| cell(row, column, text)).collect();
            format!("<row r=\"{}\"{hidden}>{cells}</row>", row + 1)
        };
        let merged: String = rows.lines().filter_map(|line| line.strip_prefix('=')).map(merge).collect();
        let rows: String = rows.lines().filter(|line| !line.starts_with('=')).enumerate().map(row).collect();
        format!("<worksheet {MAIN}><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>")
    };
    let (mut list, mut relations, mut files) = (String::new(), String::new(), Vec::new());
    for (number, (name, rows)) in (1..).zip(sheets) {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        relations += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        files.push((format!("xl/worksheets/sheet{number}.xml"), sheet_xml(rows)));
    }
    relations += &format!("<Relationship Id=\"s\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>");
    let styles = format!(
        "<styleSheet {MAIN}><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"000000000\\-00\"/></numFmts>\
         <fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>\
         <cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/>\
         <xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    files.extend([
        ("xl/styles.xml".to_owned(), styles),
        ("xl/workbook.xml".to_owned(), format!("<workbook {MAIN} xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>")),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>"),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"w\" Type=\"{OFFICE}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        ("[Content_Types].xml".to_owned(), format!("<Types xmlns=\"{PACKAGE}/content-types\"/>")),
    ]);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, file)| (name.as_str(), file.as_bytes())).collect();
    archive(&files)
}
