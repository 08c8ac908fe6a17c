//! Workbooks with several sheets, and what stands in and beside their cells.

use super::made::{ods, xlsx};
use super::{check_file, previewed};
use crate::app::TestApp;
use chaveiro::domain::import::{Doubt, DoubtKind, RowState};
use chaveiro::locale::import::doubt;
use chaveiro::server::imports::CheckedFile;

const PEOPLE: &str = "Nome|E-mail\nAna Lima|ana@example.org";
const MORE: &str = "Nome|E-mail\nEva|eva@example.org";
const TEMPLATE: &str = "Nome|E-mail|Papel|CPF";

/// The names in a file, all of whose rows can be imported.
fn names(checked: &CheckedFile) -> Vec<String> {
    let name = |row: &chaveiro::server::imports::CheckedRow| {
        assert_eq!(row.state, RowState::Ready, "{:?}: {:?}", row.cells, row.problems);
        checked.layout.name_in(&row.cells)
    };
    checked.rows.iter().map(name).collect()
}

#[tokio::test]
async fn the_first_sheet_with_people_is_read_and_the_others_are_named() {
    let app = TestApp::start().await;
    let others = |names: &str| vec![Doubt { column: names.to_owned(), kind: DoubtKind::OtherSheets }];
    for (sheets, name, doubts, said) in [
        (&[("1A", PEOPLE)][..], "Ana Lima", vec![], None),
        (&[("1A", PEOPLE), ("1B", MORE)], "Ana Lima", others("1B"), Some("Aba lida: “1A”. Abas não lidas: “1B”.")),
        (
            &[("1A", PEOPLE), ("1B", MORE), ("1C", MORE)],
            "Ana Lima",
            others("1B”, “1C"),
            Some("Aba lida: “1A”. Abas não lidas: “1B”, “1C”."),
        ),
        // More columns do not make a later sheet the better one.
        (
            &[("1A", PEOPLE), ("1B", "Nome|E-mail|Papel|Idioma\nEva|eva@example.org|membro|pt-BR")],
            "Ana Lima",
            others("1B"),
            Some("Aba lida: “1A”. Abas não lidas: “1B”."),
        ),
        // People without a header.
        (
            &[("1A", PEOPLE), ("1B", "Eva|eva@example.org\nRui|rui@example.org")],
            "Ana Lima",
            others("1B"),
            Some("Aba lida: “1A”. Abas não lidas: “1B”."),
        ),
        // Nobody is left out: that is said, and nobody has to agree.
        (
            &[("Modelo", TEMPLATE), ("1B", PEOPLE)],
            "Ana Lima",
            vec![],
            Some("Aba lida: “1B”. Abas não lidas: “Modelo”."),
        ),
        (
            &[("Modelo", "Nome|E-mail\nMaria|maria.exemplo@example.invalid"), ("1B", PEOPLE)],
            "Ana Lima",
            vec![],
            Some("Aba lida: “1B”. Abas não lidas: “Modelo”."),
        ),
        (
            &[("Leia-me", "Preencha a outra aba"), ("1B", PEOPLE)],
            "Ana Lima",
            vec![],
            Some("Aba lida: “1B”. Abas não lidas: “Leia-me”."),
        ),
        (&[("1A", PEOPLE), ("Vazia", "")], "Ana Lima", vec![], None),
        // Whom to ask, and examples.
        (
            &[("1A", PEOPLE), ("Leia-me", "Dúvidas?|suporte@example.org")],
            "Ana Lima",
            vec![],
            Some("Aba lida: “1A”. Abas não lidas: “Leia-me”."),
        ),
        (
            &[("1A", PEOPLE), ("Exemplo", "Nome|E-mail\nMaria|maria@exemplo.com\nRui|rui@exemplo.com.br")],
            "Ana Lima",
            vec![],
            Some("Aba lida: “1A”. Abas não lidas: “Exemplo”."),
        ),
        (
            &[("Exemplo", "Nome|E-mail\nMaria|maria@exemplo.com\nRui|rui@exemplo.com.br"), ("1A", PEOPLE)],
            "Ana Lima",
            vec![],
            Some("Aba lida: “1A”. Abas não lidas: “Exemplo”."),
        ),
        // Telephones of the staff.
        (
            &[("Docentes", "Professor|Contato\nRui|5541999990000\nIvo|5541999990001"), ("1A", PEOPLE)],
            "Ana Lima",
            vec![],
            Some("Aba lida: “1A”. Abas não lidas: “Docentes”."),
        ),
    ] {
        for file in [xlsx(sheets), ods(sheets)] {
            let checked = check_file(&app, file).await.expect("a workbook");
            assert_eq!(names(&checked), [name], "{sheets:?}");
            assert_eq!(checked.layout.doubts(), doubts, "{sheets:?}");
            let sheets_said = chaveiro::locale::import::sheets(chaveiro::domain::Locale::PtBr, &checked.layout.notes);
            assert_eq!(sheets_said.as_deref(), said, "{sheets:?}");
        }
    }
    // Of sheets that were not looked at nothing is claimed.
    let sheet_names: Vec<String> = (1..=21).map(|number| format!("a{number}")).collect();
    let sheets: Vec<(&str, &str)> =
        sheet_names.iter().map(|name| (name.as_str(), if name == "a1" { PEOPLE } else { "" })).collect();
    let checked = check_file(&app, xlsx(&sheets)).await.expect("a workbook");
    assert_eq!((names(&checked).len(), checked.layout.doubts()), (1, vec![]));
    assert_eq!(checked.layout.notes.sheets_without_people, ["a21"]);
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, xlsx(&[("1A", PEOPLE), ("1B", MORE)])).await;
    // The same is said when the file is read anew.
    let set = [("import", id.as_str()), ("default_role", "member"), ("default_locale", "en")];
    for _ in 0..2 {
        let page = admin.get(&format!("/admin/imports/{id}")).await;
        assert!(page.says("pessoas em outras abas, que não foram lidas: “1B”"), "{}", page.text);
        admin.post("/admin/imports/reread", &set).await;
    }
}

#[tokio::test]
async fn hidden_sheets_of_libreoffice_are_not_read() {
    let app = TestApp::start().await;
    let checked =
        check_file(&app, ods(&[("_antiga", MORE), ("1A", PEOPLE), ("_outra", MORE)])).await.expect("a workbook");
    assert_eq!((names(&checked), checked.layout.doubts()), (vec!["Ana Lima".to_owned()], vec![]));
}

/// Whoever filters a list often means to import what is left of it.
#[tokio::test]
async fn rows_that_a_filter_hides_are_asked_about() {
    let app = TestApp::start().await;
    let hidden = |lines: &str| vec![Doubt { column: lines.to_owned(), kind: DoubtKind::HiddenLines }];
    let many: String = (2..=20).map(|row| format!("\n~Eva|eva{row}@example.org")).collect();
    for (rows, people, doubts) in [
        ("Nome|E-mail\nAna Lima|ana@example.org", 1, vec![]),
        ("Nome|E-mail\n~Eva|eva@example.org\nAna Lima|ana@example.org\n~Rui|rui@example.org", 3, hidden("2, 4")),
        // Nobody stands there.
        ("~Lista\nNome|E-mail\n~|\nAna Lima|ana@example.org", 1, vec![]),
        (&format!("Nome|E-mail{many}"), 19, hidden("2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …")),
    ] {
        // Those of another sheet are nobody's business.
        let sheets = [("1A", rows), ("1B", "Nome|Telefone\n~Ivo|1")];
        for file in [xlsx(&sheets), ods(&sheets)] {
            let checked = check_file(&app, file).await.expect("a workbook");
            assert_eq!((names(&checked).len(), checked.layout.doubts()), (people, doubts.clone()), "{rows}");
        }
    }
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, xlsx(&[("1A", "Nome|E-mail\nAna|ana@example.org\n~Rui|rui@example.org")])).await;
    let set = [("import", id.as_str()), ("default_role", "member"), ("default_locale", "en")];
    for _ in 0..2 {
        let page = admin.get(&format!("/admin/imports/{id}")).await;
        assert!(page.says("linhas ocultas, por exemplo por um filtro: 3."), "{}", page.text);
        admin.post("/admin/imports/reread", &set).await;
    }
}

#[tokio::test]
async fn cells_of_libreoffice_say_what_they_hold() {
    let app = TestApp::start().await;
    let name = |inside: &str| format!("<table:table-cell office:value-type=\"string\">{inside}</table:table-cell>");
    for inside in [
        "<text:p>Ana Lima</text:p>",
        "<draw:custom-shape><text:p>OBS</text:p></draw:custom-shape><text:p>Ana Lima</text:p>",
        "<text:p>Ana Lima</text:p><draw:frame><draw:text-box><text:p>OBS</text:p></draw:text-box></draw:frame>",
        "<text:p><text:ruby><text:ruby-base>Ana Lima</text:ruby-base><text:ruby-text>XX</text:ruby-text></text:ruby></text:p>",
        "<office:annotation><text:p>OBS</text:p></office:annotation><text:p>Ana Lima</text:p>",
        "<text:p><![CDATA[Ana Lima]]></text:p>",
        "<text:p>Ana<text:line-break/>Lima</text:p>",
    ] {
        let rows = format!("Nome|E-mail\n{}|ana@example.org", name(inside));
        assert_eq!(names(&check_file(&app, ods(&[("a", &rows)])).await.expect("a workbook")), ["Ana Lima"], "{inside}");
    }
    for (value, shown, expected) in [
        ("52998224725", "52.998.224.725,00", "52998224725"),
        ("52998224725", "5,30E+10", "52998224725"),
        ("52998224725", "###", "52998224725"),
        ("52998224725", "", "52998224725"),
        ("1234567890", "012345678-90", "012345678-90"),
        ("1234567890", "012.345.678-90", "012.345.678-90"),
        ("5", "Turma 5", "Turma 5"),
        ("5", "5º ano", "5º ano"),
        ("5", "5 EE", "5 EE"),
    ] {
        let number = format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{shown}</text:p></table:table-cell>"
        );
        let heading = if value == "5" { "Turma" } else { "CPF" };
        let rows = format!("Nome|E-mail|{heading}\nAna Lima|ana@example.org|{number}");
        let checked = check_file(&app, ods(&[("a", &rows)])).await.expect("a workbook");
        assert_eq!((names(&checked).len(), checked.rows[0].cells[2].as_str()), (1, expected), "{shown}");
    }
}

#[tokio::test]
async fn a_cpf_that_excel_shows_with_zeros_in_front_has_them() {
    let app = TestApp::start().await;
    for (number, expected) in
        [("7068093868", "07068093868"), ("1234567890", "01234567890"), ("52998224725", "52998224725")]
    {
        let rows = format!("Nome|E-mail|CPF\nAna Lima|ana@example.org|{number}");
        let checked = check_file(&app, xlsx(&[("a", &rows)])).await.expect("a workbook");
        assert_eq!((names(&checked).len(), checked.rows[0].cells[2].as_str()), (1, expected));
    }
}

#[tokio::test]
async fn cells_beside_a_table_are_no_part_of_it() {
    let app = TestApp::start().await;
    for (rows, ignored) in [
        ("Nome|E-mail\nAna Lima|ana@example.org|@Z:obs", &["(Z)"][..]),
        ("Nome|E-mail\nAna Lima|ana@example.org|x", &["(C)"]),
        ("Nome|E-mail\nAna Lima|ana@example.org|x|@AB:y", &["(C)", "(AB)"]),
        ("Nome|E-mail|Nota\nAna Lima|ana@example.org|x|@Z:y", &["Nota", "(Z)"]),
        ("|Nome|E-mail\n7|Ana Lima|ana@example.org", &["(A)"]),
        ("Nome|E-mail\nAna Lima|ana@example.org\n@Z:Conferido", &["(Z)"]),
    ] {
        let checked = check_file(&app, xlsx(&[("a", rows)])).await.expect("a workbook");
        assert_eq!(
            (names(&checked), checked.layout.ignored()),
            (vec!["Ana Lima".to_owned()], ignored.iter().map(|name| (*name).to_owned()).collect()),
            "{rows}"
        );
    }
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, xlsx(&[("a", "Nome|E-mail\nAna Lima|ana@example.org|@Z:obs")])).await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.says("Colunas ignoradas: coluna Z, sem título."), "{}", page.text);
}

/// "Nome" merged over the columns of the name and of the surname.
#[tokio::test]
async fn a_surname_in_a_column_without_a_name_is_not_lost() {
    let app = TestApp::start().await;
    for (rows, name, part, ignored) in [
        ("Nome||E-mail\nAna|Lima|ana@example.org", "Ana Lima", Some("B"), None),
        ("Nome||E-mail\nAna|de Souza Lima|ana@example.org", "Ana de Souza Lima", Some("B"), None),
        ("E-mail|Nome\nana@example.org|Ana|Lima", "Ana Lima", Some("C"), None),
        ("Nome completo||E-mail\nAna|Lima|ana@example.org", "Ana Lima", Some("B"), None),
        ("Primeiro nome||E-mail\nAna|Lima|ana@example.org", "Ana Lima", Some("B"), None),
        // Not surely a part of it.
        ("Nome||E-mail\nAna Lima|extra|ana@example.org", "Ana Lima", None, Some("(B)")),
        ("Nome||E-mail\nAna Lima|Turma A|ana@example.org", "Ana Lima", None, Some("(B)")),
        ("Nome||E-mail\nAna|1A|ana@example.org", "Ana", None, Some("(B)")),
        ("Nome|||E-mail\nAna||Lima|ana@example.org", "Ana", None, Some("(C)")),
    ] {
        for file in [xlsx(&[("a", rows)]), rows.replace('|', ";").into_bytes()] {
            // A row of text that is longer than its header has a separator too many.
            if rows.starts_with("E-mail") && !file.starts_with(b"PK") {
                continue;
            }
            let checked = check_file(&app, file).await.expect("a file");
            assert_eq!(names(&checked), [name], "{rows}");
            let doubts = part.map(|part| Doubt { column: part.to_owned(), kind: DoubtKind::UnnamedNamePart });
            assert_eq!(checked.layout.doubts(), Vec::from_iter(doubts), "{rows}");
            assert_eq!(checked.layout.ignored(), Vec::from_iter(ignored.map(str::to_owned)), "{rows}");
        }
    }
    let part = Doubt { column: "B".to_owned(), kind: DoubtKind::UnnamedNamePart };
    assert!(doubt(chaveiro::domain::Locale::En, &part).starts_with("Column B has no heading and seems to be part"));
}

#[tokio::test]
async fn a_formula_that_failed_is_no_name() {
    use chaveiro::domain::import::{Column, NotAName, RowProblem, Wrong};
    let app = TestApp::start().await;
    let checked = check_file(
        &app,
        xlsx(&[("a", "Nome|E-mail|Turma|Idioma\n#N/A|ana@example.org||\nEva|eva@example.org|#REF!|#N/A")]),
    )
    .await;
    let checked = checked.expect("a workbook");
    let wrong = RowProblem { column: Some(Column::DisplayName), wrong: Wrong::NotAName(NotAName::SheetError) };
    assert_eq!(checked.rows[0].problems, [wrong]);
    // Where nothing need stand it says nothing.
    assert_eq!((checked.rows[1].state, checked.layout.new_groups.len()), (RowState::Ready, 0));
}

/// Programs that write workbooks leave the values of formulas to Excel: the name seemed to be empty, and people who had
/// nothing but formulas were not there at all.
#[tokio::test]
async fn a_formula_without_a_value_is_named() {
    use chaveiro::domain::import::{Column, RowProblem, Wrong};
    let app = TestApp::start().await;
    let wrong = |column| RowProblem { column: Some(column), wrong: Wrong::Uncalculated };
    let formula = "<table:table-cell table:formula=\"of:=[.A1]\"/>";
    for cell in ["ƒ", "ƒ<v></v>", "ƒ<v/>", formula] {
        let as_file = |rows: &str| match cell {
            "ƒ" | "ƒ<v></v>" | "ƒ<v/>" => xlsx(&[("a", rows)]),
            _ => ods(&[("a", rows)]),
        };
        let rows = format!(
            "Nome|E-mail|Turma|Idade\n{cell}|ana@example.org||1\nEva|{cell}|1A|{cell}\nRui|rui@example.org|{cell}|\n\
             {cell}|{cell}||\nIvo|ivo@example.org||{cell}\n|||{cell}"
        );
        let checked = check_file(&app, as_file(&rows)).await.expect("a workbook");
        let problems: Vec<Vec<RowProblem>> = checked.rows.iter().map(|row| row.problems.clone()).collect();
        if cell == "ƒ<v/>" {
            // Its value is an empty text.
            assert_eq!(problems.iter().filter(|problems| problems.is_empty()).count(), 2, "{problems:?}");
            continue;
        }
        let expected = [
            vec![wrong(Column::DisplayName)],
            vec![wrong(Column::Email)],
            vec![wrong(Column::Groups)],
            vec![wrong(Column::DisplayName), wrong(Column::Email)],
            vec![],
        ];
        assert_eq!(problems, expected, "{cell}");
    }
    let checked =
        check_file(&app, xlsx(&[("a", "Nome|E-mail\nƒ<v>Ana</v>|ana@example.org")])).await.expect("a workbook");
    assert_eq!(names(&checked), ["Ana"]);
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, xlsx(&[("a", "Nome|E-mail\nƒ|ana@example.org")])).await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.says("A célula tem uma fórmula e o arquivo não tem o resultado dela"), "{}", page.text);
}
