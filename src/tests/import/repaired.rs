//! Text files that were damaged on their way, and files that are no tables.

use super::{check_file, upload};
use crate::app::TestApp;
use chaveiro::domain::Locale;
use chaveiro::domain::import::{Column, Doubt, DoubtKind, FileEncoding, FileKind, FileProblem, RowState};
use chaveiro::locale::import::{doubt, file_problem};
use chaveiro::server::imports::NotRead;

/// The names in a file.
async fn names(app: &TestApp, file: &[u8]) -> (Vec<String>, Vec<Doubt>, FileEncoding) {
    let checked = check_file(app, file).await.unwrap_or_else(|refused| panic!("{refused:?}"));
    let names = checked.rows.iter().map(|row| checked.layout.name_in(&row.cells)).collect();
    (names, checked.layout.doubts(), checked.layout.encoding)
}

#[tokio::test]
async fn a_few_bytes_of_another_encoding_do_not_garble_the_rest() {
    let app = TestApp::start().await;
    let head = "Nome;E-mail\r\nJoão;j@example.org\r\nInês;i@example.org\r\n".as_bytes();
    let in_line = |lines: &str| vec![Doubt { column: lines.to_owned(), kind: DoubtKind::StrayBytes }];
    for (rest, name, doubts) in [
        (&b"Jos\xE9;jo@example.org\r\n"[..], "José", in_line("4")),
        (b"Ana;ana@example.org;\xC3", "Ana", in_line("4")),
        (b"\xC1rea \x93X\x94;x@example.org", "Área “X”", in_line("4")),
        (b"Ana;ana@example.org", "Ana", vec![]),
        // What no letter is in the other encoding is lost, and said to be.
        (b"Jos\x81;jo@example.org\r\n", "Jos\u{fffd}", in_line("4")),
    ] {
        let file = [head, rest].concat();
        for file in [file.clone(), [b"\xEF\xBB\xBF", &*file].concat()] {
            let expected = ["João", "Inês", name].map(str::to_owned).to_vec();
            assert_eq!(names(&app, &file).await, (expected, doubts.clone(), FileEncoding::Utf8), "{name}");
        }
    }
    let said = doubt(Locale::PtBr, &in_line("4")[0]);
    assert!(said.contains("UTF-8") && said.ends_with("Confira estas linhas: 4."), "{said}");
    // A file in the other encoding stays one.
    let file = b"Nome;E-mail\n\x93JOS\xC9\x94 LIMA;j@example.org\n";
    assert_eq!(names(&app, file).await, (vec!["“JOSÉ” LIMA".into()], vec![], FileEncoding::Windows1252));
    let file = b"Nome;E-mail\nJo\xE3o;j@example.org\nIn\xEAs;i@example.org\n";
    assert_eq!(names(&app, file).await, (vec!["João".into(), "Inês".into()], vec![], FileEncoding::Windows1252));
}

#[tokio::test]
async fn letters_that_were_encoded_twice_are_put_right_and_said() {
    let app = TestApp::start().await;
    let names_of = ["João Conceição", "Inês Müller", "Área", "ÍRIS", "Núñez"];
    let rows: String = (1..).zip(names_of).map(|(number, name)| format!("{name};p{number}@example.org\n")).collect();
    let file = format!("Nome;E-mail\n{rows}");
    let cp850 = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
    let again = |upper: Vec<char>| -> String {
        let letter = |byte: u8| if byte < 128 { char::from(byte) } else { upper[usize::from(byte) - 128] };
        file.bytes().map(letter).collect()
    };
    let of = |encoding: &'static encoding_rs::Encoding| -> Vec<char> {
        encoding.decode_without_bom_handling(&(128..=255).collect::<Vec<u8>>()).0.chars().collect()
    };
    let lines = vec![Doubt { column: "2, 3, 4, 5, 6".to_owned(), kind: DoubtKind::TwiceEncoded }];
    let expected = names_of.map(str::to_owned).to_vec();
    for garbled in [of(encoding_rs::WINDOWS_1252), of(encoding_rs::MACINTOSH), cp850.chars().collect()] {
        let garbled = again(garbled);
        assert_ne!(garbled, file);
        assert_eq!(
            names(&app, garbled.as_bytes()).await,
            (expected.clone(), lines.clone(), FileEncoding::Utf8),
            "{garbled}"
        );
    }
    // What people write stays as it is.
    for name in ["“MANHÔ", "MANHÃ “B”", "JOÃO", "Ærø", "Ãngela", "São “Zé” à", "Łukasz Ñandú", "Ôão", "Â"]
    {
        let file = format!("Nome;E-mail\n{name};a@example.org\n");
        let (read, doubts, _) = names(&app, file.as_bytes()).await;
        assert_eq!((read, doubts), (vec![name.to_owned()], vec![]), "{name}");
    }
}

#[tokio::test]
async fn rows_that_are_in_one_cell_each_are_split() {
    let app = TestApp::start().await;
    for file in [
        "\"Nome,E-mail\"\n\"Ana Lima,ana@example.org\"\n",
        "\"Nome;E-mail\"\n\"Ana Lima;ana@example.org\"\n",
        "\"Nome,\"\"E-mail\"\"\"\n\"\"\"Ana Lima\"\",ana@example.org\"\n",
        "Nome,E-mail\n\"Ana Lima,\"\"ana@example.org\"\"\"\n",
        "Turma 1\n\n\"Nome,E-mail\"\n\"Ana Lima,ana@example.org\"\n",
        "=\"Nome\";=\"E-mail\"\n=\"Ana Lima\";=\"ana@example.org\"\n",
    ] {
        let checked = check_file(&app, file).await.unwrap_or_else(|refused| panic!("{file}: {refused:?}"));
        assert_eq!((checked.rows.len(), checked.rows[0].state), (1, RowState::Ready), "{file}");
        assert_eq!(checked.layout.name_in(&checked.rows[0].cells), "Ana Lima", "{file}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_table_is_named_for_what_it_is() {
    let app = TestApp::start().await;
    for (file, kind, pt_br, en) in [
        ("<html>\n<table><tr><td>Nome</td></tr>\n</table></html>", FileKind::Html, "(HTML)", "web page"),
        ("\u{feff}\n<!DOCTYPE html><p>x</p>", FileKind::Html, "(HTML)", "web page"),
        ("<table><tr><th>Nome</th></tr></table>", FileKind::Html, "(HTML)", "web page"),
        ("[{\"nome\": \"Ana\"}]", FileKind::Json, "JSON", "JSON"),
        ("{\n  \"pessoas\": []\n}", FileKind::Json, "JSON", "JSON"),
        ("{\\rtf1\\ansi Nome;E-mail\\par}", FileKind::Rtf, "RTF", "RTF"),
        ("%PDF-1.7\nabc", FileKind::Pdf, "PDF", "PDF"),
        (
            "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>",
            FileKind::FlatOds,
            ".fods",
            ".fods",
        ),
        ("<?xml version=\"1.0\"?>\n<Workbook/>", FileKind::Xml, "XML", "XML"),
        (
            "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>",
            FileKind::Xml,
            "XML",
            "XML",
        ),
        ("BEGIN:VCARD\nFN:Ana\nEND:VCARD", FileKind::Vcard, "vCard", "vCard"),
    ] {
        let problem = match check_file(&app, file).await {
            Err(NotRead::File(problem)) => problem,
            _ => panic!("{file}"),
        };
        assert_eq!(problem, FileProblem::NotTable(kind), "{file}");
        for (locale, words) in [(Locale::PtBr, pt_br), (Locale::En, en)] {
            let said = file_problem(locale, &problem);
            assert!(said.contains(words) && said.contains(".xlsx"), "{said}");
        }
    }
    let mut admin = app.admin().await;
    let page = upload(&mut admin, "<html><table></table></html>").await;
    assert!(page.says("é uma página da internet (HTML)"), "{}", page.text);
    // Brackets around names are no data for programs.
    for file in [
        "[Nome];[E-mail]\nAna;ana@example.org\n",
        "<Nome>;<E-mail>\nAna;ana@example.org\n",
        "{Nome};{E-mail}\nAna;ana@example.org\n",
    ] {
        let problem = check_file(&app, file).await.err();
        assert!(!matches!(problem, Some(NotRead::File(FileProblem::NotTable(_)))), "{file}");
    }
}

/// Systems of schools export pages and call them `.xls`.
#[tokio::test]
async fn a_table_of_people_in_a_page_is_read() {
    let app = TestApp::start().await;
    let latin_1 = |text: &str| -> Vec<u8> {
        text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("Latin-1")).collect()
    };
    let page = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">\
                <style>td > p { color: red }</style><title>Nome</title></head>\n<body><!-- <td>x</td> --><h1>Turma</h1>\
                <TABLE border=1><TR><TD colspan=\"3\">Relação de alunos</TD></TR>\
                <tr><th>Turma</th><th>Nome</th><th>E-mail</th></tr>\
                <tr><td rowspan=2>1A</td><td>\n  Jos&eacute;&nbsp;da <b>Conceição</b>\n</td>\
                <td><a href='mailto:jose@example.org'>jose@example.org</a></td></tr>\
                <tr><td>Ana<br>Lima<td>ana@example.org</tr>\
                <tr><td></td><td>Eva</td><td>Eva <eva@example.org></td></tr>\
                <tr><td colspan=3>Total: 3 alunos</td></tr></TABLE></body></html>";
    for file in [page.as_bytes().to_vec(), latin_1(page)] {
        let checked = check_file(&app, file).await.unwrap_or_else(|refused| panic!("{refused:?}"));
        let names: Vec<String> = checked.rows.iter().map(|row| checked.layout.name_in(&row.cells)).collect();
        assert_eq!(names, ["José da Conceição", "Ana Lima", "Eva"]);
        assert!(checked.rows.iter().all(|row| row.state == RowState::Ready), "{:?}", checked.rows[2].problems);
        let classes: Vec<String> =
            checked.rows.iter().map(|row| checked.layout.text_in(&row.cells, Column::Groups)).collect();
        assert_eq!((classes, checked.layout.doubts()), (vec!["1A".to_owned(), "1A".to_owned(), String::new()], vec![]));
    }
    // Broken ones are refused, or read as far as they go.
    for file in ["<table><tr><td rowspan=9 colspan=999999999>Nome", "<table><script>", "<html><!--", "<table><td<td>"] {
        assert!(check_file(&app, file).await.is_err(), "{file}");
    }
    // Half a million signs that begin no tag: to look for the end of each anew would take minutes.
    for signs in ["<3", "<a@"] {
        let file = format!("<table>{}>", signs.repeat(500_000));
        let reading = tokio::time::timeout(std::time::Duration::from_secs(60), check_file(&app, &file));
        assert!(reading.await.expect("an answer").is_err(), "{signs}");
    }
}
