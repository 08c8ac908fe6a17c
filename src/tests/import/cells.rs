//! What stands in the cells of names and addresses, as people and spreadsheets leave it.

use super::{check_file, previewed, rows};
use crate::app::TestApp;
use chaveiro::domain::import::{Column, Doubt, DoubtKind, NotAName, RowProblem, RowState, Wrong};
use chaveiro::domain::{InvalidDisplayName, InvalidEmailAddress, Locale};
use chaveiro::locale::import::row_problem;

/// The name and the address that are read from a file of one row, or what is wrong with it.
async fn read(app: &TestApp, file: &str) -> Result<String, Vec<Wrong>> {
    let checked = check_file(app, file).await.unwrap_or_else(|refused| panic!("{file}: {refused:?}"));
    let row = &checked.rows[0];
    match row.state {
        RowState::Ready => Ok(checked.layout.name_in(&row.cells)),
        _ => Err(row.problems.iter().map(|problem| problem.wrong).collect()),
    }
}

#[tokio::test]
async fn a_text_that_is_nobodys_name_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    for (names, why) in [
        (
            &["#N/D", "#N/A", "#REF!", "#NOME?", "#VALUE!", "#VALOR!", "#DIV/0!", "#####", "Err:502"][..],
            NotAName::SheetError,
        ),
        (
            &["12345", "-", "—", "2026-01-02", "2026-01-02T00:00:00", "12:30", "12:30 PM", "1.234,56", "?", "🌻"],
            NotAName::NoLetter,
        ),
        (&["NULL", "null", "TRUE", "FALSE", "VERDADEIRO", "Falso", "N/A", "n/d", "undefined"], NotAName::Placeholder),
        (&["Total", "TOTAL GERAL", "Total de alunos: 32", "Subtotal", "Grand total"], NotAName::Total),
        (&["Jo\u{fffd}o Lima", "\u{fffd}", "Jo?o Lima", "Concei??o", "?ngela", "Jos?"], NotAName::LostLetter),
    ] {
        for name in names {
            let wrong = read(&app, &format!("nome;email\n{name};ana@example.org\n")).await;
            assert_eq!(wrong, Err(vec![Wrong::NotAName(why)]), "{name}");
        }
        for (locale, words) in [(Locale::PtBr, "nome"), (Locale::En, "name")] {
            let words = match (why, locale) {
                (NotAName::Total, Locale::PtBr) => "um total",
                (NotAName::Total, Locale::En) => "a total",
                _ => words,
            };
            let problem = RowProblem { column: Some(Column::DisplayName), wrong: Wrong::NotAName(why) };
            assert!(row_problem(locale, &problem).contains(words));
        }
    }
    for name in [
        "Ana 2",
        "Ana (?)",
        "Ng",
        "王小明",
        "Ana 🌻",
        "X Æ A-12",
        "Null Silva",
        "Ana Total",
        "Geral Reis",
        "O'Neil",
        "3º Sgt. Lima",
        "3º Sgt Souza PM",
        "5ª Vara AM",
    ] {
        assert_eq!(read(&app, &format!("nome;email\n{name};ana@example.org\n")).await.as_deref(), Ok(name));
    }
    // A part of a name.
    for (row, expected) in [
        ("Ana;#N/D", Err(vec![Wrong::NotAName(NotAName::SheetError)])),
        ("Ana;-", Ok("Ana".to_owned())),
        ("Ana;NULL", Ok("Ana".to_owned())),
        ("Ana;(null)", Ok("Ana".to_owned())),
        ("Jennifer;Null", Ok("Jennifer Null".to_owned())),
        ("Micah;True", Ok("Micah True".to_owned())),
        ("Ana;None", Ok("Ana None".to_owned())),
        ("-;NULL", Err(vec![Wrong::DisplayName(InvalidDisplayName::Empty)])),
    ] {
        assert_eq!(read(&app, &format!("nome;sobrenome;email\n{row};ana@example.org\n")).await, expected, "{row}");
    }
}

#[tokio::test]
async fn what_programs_put_around_a_name_is_no_part_of_it() {
    let app = TestApp::start().await;
    for (written, name) in [
        ("'Ana Lima", "Ana Lima"),
        ("'Ana Lima'", "Ana Lima"),
        ("'t Hooft", "'t Hooft"),
        ("“Ana Lima”", "Ana Lima"),
        ("„Ana Lima“", "Ana Lima"),
        ("« Ana Lima »", "Ana Lima"),
        ("“Ana Lima” <ana@example.org>", "Ana Lima"),
        ("Ana “Nina” Lima", "Ana “Nina” Lima"),
        ("“Ana” Lima “Nina”", "“Ana” Lima “Nina”"),
        ("=\"Ana Lima\"", "Ana Lima"),
        ("\"=\"\"Ana Lima\"\"\"", "Ana Lima"),
        ("\"Ana \\\"Nina\\\" Lima\"", "Ana \"Nina\" Lima"),
        ("\"Ana \\\"Nina\\\"\"", "Ana \"Nina\""),
        ("Ana \"Nina\" Lima", "Ana \"Nina\" Lima"),
        // Quotation marks that nobody has doubled.
        ("\"Ana \"Nina\" Lima\"", "Ana \"Nina\" Lima"),
        ("\"Ana \"Nina\"\" ", "Ana \"Nina\""),
        ("\"Ana\" Lima", "Ana Lima"),
        ("Ana Li\u{ad}ma", "Ana Lima"),
        ("\"\"\"Ana Lima\"\" <ana@example.org>\"", "Ana Lima"),
        ("Ana Lima <ana@example.org>", "Ana Lima"),
        ("'Ana Lima' <ana@example.org>", "Ana Lima"),
        ("\"Ana Lima <ana@example.org>;\"", "Ana Lima"),
        ("Ana Lima (ana@example.org)", "Ana Lima"),
        ("Ana Lima <3", "Ana Lima <3"),
        ("Ana Lima (TI)", "Ana Lima (TI)"),
        ("Ana Li\u{200b}ma", "Ana Lima"),
        ("Ana\u{feff} Lima", "Ana Lima"),
        ("Ana Lima\u{e0041}\u{e007f}x", "Ana Limax"),
        ("Ana 👩\u{200d}🏫 Lima", "Ana 👩\u{200d}🏫 Lima"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        // Written for a web page.
        ("\"Jos&eacute; da Concei&ccedil;&atilde;o\"", "José da Conceição"),
        ("\"Ana&nbsp;Lima &#39;Nina&#x27;\"", "Ana Lima 'Nina'"),
        ("\"Ana & Rui; &c; Lima\"", "Ana & Rui; &c; Lima"),
        // One of several names; a mark would be on most of them.
        ("'Abdullah;a@example.org\nEva", "'Abdullah"),
        ("'Akau'ola;a@example.org\nEva", "'Akau'ola"),
        ("'Ana Lima;a@example.org\n'Eva", "Ana Lima"),
    ] {
        assert_eq!(
            read(&app, &format!("nome;email\n{written};ana@example.org\n")).await.as_deref(),
            Ok(name),
            "{written}"
        );
    }
}

#[tokio::test]
async fn addresses_are_read_as_programs_write_them() {
    let app = TestApp::start().await;
    for written in [
        "'ana@example.org",
        "'ana@example.org'",
        "=\"ana@example.org\"",
        "\"ana@example.org;\"",
        "\"ana@example.org,\"",
        "ana@example.org.",
        "\"Ana Lima <ana@example.org>;\"",
        "mailto:ana@example.org",
        "(ana@example.org)",
        "[ana@example.org]",
        "“ana@example.org”",
        "\"\"\"ana@example.org\"\"\"",
        "ana@example.org>",
        "• ana@example.org",
        "[ana@example.org](mailto:ana@example.org)",
        "\"<a href=\"\"mailto:ana@example.org\"\">Ana@example.org</a>\"",
    ] {
        let file = format!("nome;email\nAna;{written}\nEva;ana@example.org\n");
        let read = rows(&app, &file).await;
        assert_eq!(read[0].state, RowState::Ready, "{written}: {:?}", read[0].problems);
        assert_eq!(read[1].problems[0].wrong, Wrong::EmailTwice { line: 2 }, "{written}");
    }
}

#[tokio::test]
async fn errors_of_an_address_are_distinguished() {
    let app = TestApp::start().await;
    let malformed = Wrong::Email(InvalidEmailAddress::Malformed);
    let hidden = |character| Wrong::Email(InvalidEmailAddress::Invisible { character });
    let odd = |character| Wrong::EmailCharacter { character };
    for (written, wrong, pt_br, en) in [
        ("não tem", malformed, "Digite um e-mail completo", "Enter a complete email address"),
        ("clique aqui", malformed, "Digite um e-mail completo", "Enter a complete email address"),
        ("#N/D", malformed, "Digite um e-mail completo", "Enter a complete email address"),
        ("\"a@x.org; b@x.org\"", Wrong::EmailSeveral, "Mantenha só um", "Keep only one"),
        ("a@x.org / b@x.org", Wrong::EmailSeveral, "Mantenha só um", "Keep only one"),
        ("\"a@x.org\nb@x.org\"", Wrong::EmailSeveral, "Mantenha só um", "Keep only one"),
        ("a@x.org (casa)", Wrong::EmailBeside, "Mantenha só o e-mail", "Keep only the address"),
        ("a@x.org - ok", Wrong::EmailBeside, "Mantenha só o e-mail", "Keep only the address"),
        ("E-mail: a@x.org", Wrong::EmailBeside, "Mantenha só o e-mail", "Keep only the address"),
        ("ana lima@x.org", Wrong::EmailCharacter { character: ' ' }, "espaço", "space"),
        ("ana@x.org .br", Wrong::EmailCharacter { character: ' ' }, "espaço", "space"),
        ("ana@x.co m", odd(' '), "Apague o espaço", "Delete the space"),
        ("ana@x.sp gov.br", odd(' '), "Apague o espaço", "Delete the space"),
        ("a@x.org casa", Wrong::EmailBeside, "Mantenha só o e-mail", "Keep only the address"),
        ("a@x.org b@x.org", Wrong::EmailSeveral, "Mantenha só um", "Keep only one"),
        ("ana @x.org", odd(' '), "Apague o espaço", "Delete the space"),
        ("an\u{200b}a@x.org", hidden('\u{200b}'), "que não aparece na tela", "which you can't see"),
        (
            "josé@x.org",
            odd('é'),
            "“é”, e endereços de e-mail não têm acentos",
            "“é”, and email addresses have no accents",
        ),
        ("ana@exãmple.org", odd('ã'), "não têm acentos", "no accents"),
        ("\u{430}na@x.org", odd('\u{430}'), "(U+0430), que não é aceito", "(U+0430), which isn't accepted"),
        ("ana＠x.org", odd('＠'), "“＠” (U+FF20)", "“＠” (U+FF20)"),
        ("o’neil@x.org", odd('’'), "“’” (U+2019)", "“’” (U+2019)"),
        ("\"ana@example,org\"", odd(','), "“,”, que não é aceito", "“,”, which isn't accepted"),
        ("ana@x", malformed, "Digite um e-mail completo", "Enter a complete email address"),
    ] {
        let read = rows(&app, format!("nome;email\nAna;{written}\n")).await;
        let problem = RowProblem { column: Some(Column::Email), wrong };
        assert_eq!(read[0].problems, std::slice::from_ref(&problem), "{written}");
        for (locale, words) in [(Locale::PtBr, pt_br), (Locale::En, en)] {
            let said = row_problem(locale, &problem);
            assert!(said.contains(words), "{said}");
            assert_eq!(
                said.contains("não aparece na tela") || said.contains("can't see"),
                written.contains('\u{200b}')
            );
        }
    }
}

/// Entra ID exports `mail` empty where nobody has bought a mailbox.
#[tokio::test]
async fn where_an_address_is_missing_the_name_to_sign_in_with_may_be_one() {
    let app = TestApp::start().await;
    let file = "userPrincipalName,displayName,mail\nana@example.org,Ana,\neva@x.example,Eva,eva@example.org\n\
                rui,Rui,\nivo_x.org#EXT#@example.org,Ivo,\n";
    let read = rows(&app, file).await;
    let states: Vec<RowState> = read.iter().map(|row| row.state).collect();
    assert_eq!(states, [RowState::Ready, RowState::Ready, RowState::Wrong, RowState::Wrong]);
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, file).await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(
        page.says("ana@example.org") && page.says("eva@example.org") && !page.says("eva@x.example"),
        "{}",
        page.text
    );
    super::post_action(&mut admin, &id, "confirm").await;
    super::run_job(&app).await;
    assert_eq!(app.account("ana@example.org").await.user.display_name.as_str(), "Ana");
    app.deliver_all().await;
}

/// What a column of CPFs says of one person: the CPF in digits, nothing, or what is wrong.
async fn cpf(app: &TestApp, cell: &str) -> Result<String, String> {
    let checked = check_file(app, format!("nome;email;cpf\nAna;ana@example.org;{cell}\n")).await.expect("a file");
    let row = &checked.rows[0];
    let said = row.problems.iter().map(|problem| row_problem(Locale::En, problem)).collect::<String>();
    match row.state {
        RowState::Ready => Ok(checked.layout.text_in(&row.cells, Column::Cpf)),
        _ => Err(said),
    }
}

#[tokio::test]
async fn a_cpf_that_is_not_there_rejects_nobody_and_zeros_that_were_dropped_are_put_back() {
    let app = TestApp::start().await;
    for none in [
        "",
        "-",
        "--",
        "—",
        "N/A",
        "n/d",
        "NULL",
        "nan",
        "não possui",
        "Não possui CPF",
        "NÃO TEM",
        "Sem CPF",
        "S/N",
        "x",
        "estrangeiro",
        "Estrangeira",
        "estrangeiro(a)",
        "isento",
        "não informado",
        "0",
        "000.000.000-00",
        "***.***.***-**",
    ] {
        assert_eq!(cpf(&app, none).await.as_deref(), Ok(""), "{none}");
    }
    for (written, digits) in [
        ("1234567890", "01234567890"),
        ("1234567890.0", "01234567890"),
        ("52998224725.0", "52998224725"),
        ("529.982.247-25", "529.982.247-25"),
    ] {
        let read = cpf(&app, written).await;
        assert!(read.as_deref() == Ok(digits), "{written}: {read:?}");
    }
    for (written, words) in [
        ("1234567891", "has 10 digits and needs 11. If Excel dropped leading zeros"),
        ("1", "has 1 digit and needs 11"),
        ("12.345.678/0001-95", "has 14 digits and needs 11. Check it"),
        ("529982247255", "has 12 digits"),
        ("529.982.247-24", "Check the digits"),
        ("Ana Lima", "isn't a CPF. Enter its 11 digits or leave the cell empty"),
        ("RG 12.345.678-9", "isn't a CPF"),
        ("529.982.247/25", "isn't a CPF"),
        ("ver secretaria", "isn't a CPF"),
    ] {
        let said = cpf(&app, written).await.expect_err(written);
        assert!(said.contains(words), "{written}: {said}");
        assert!(!said.contains("Excel") || words.contains("10") || words.contains("1 digit"), "{written}: {said}");
    }
    // The preview shows what is read.
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, "nome;email;cpf\nAna;ana@example.org;1234567890\n").await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.says("***.345.678-**") && !page.says("1234567890"), "{}", page.text);
}

#[tokio::test]
async fn a_comma_in_a_heading_or_in_a_name_does_not_hide_the_separator() {
    let app = TestApp::start().await;
    for file in [
        "Sobrenome, Nome;E-mail\nLima, Ana;ana@example.org\nReis, Eva;eva@example.org\n",
        "Last name, first name;Email\nLima, Ana;ana@example.org\n",
        "Sobrenome, Nome|E-mail\nLima, Ana|ana@example.org\n",
        "Sobrenome, Nome\tE-mail\nLima, Ana\tana@example.org\n",
        "\"Sobrenome, Nome\",E-mail\n\"Lima, Ana\",ana@example.org\n",
        "Sobrenome, Nome;Endereço de e-mail, institucional\nLima, Ana;ana@example.org\n",
        // A header that was typed, above rows of a program.
        "Nome,E-mail\nAna Lima;ana@example.org\nEva;eva@example.org\n",
        "Nome;E-mail\nAna Lima,ana@example.org\n",
        "Turma 1A\nNome,E-mail\nAna Lima\tana@example.org\n",
    ] {
        assert_eq!(read(&app, file).await.as_deref(), Ok("Ana Lima"), "{file}");
    }
    // Nothing is guessed where only some rows would fit.
    let read = rows(&app, "Nome,E-mail\nAna Lima;ana@example.org\nEva,eva@example.org\n").await;
    assert_eq!((read[0].state, read[1].state), (RowState::Wrong, RowState::Ready));
}

#[tokio::test]
async fn names_that_begin_with_the_surname_and_a_comma_are_turned_where_all_do() {
    let app = TestApp::start().await;
    let names = async |cells: &[&str]| -> Vec<String> {
        let row = |(number, cell): (usize, &&str)| format!("{cell};a{number}@example.org\n");
        let file: String = cells.iter().enumerate().map(row).collect();
        let checked = check_file(&app, format!("Nome;E-mail\n{file}")).await.expect("a file");
        let names: Vec<String> = checked.rows.iter().map(|row| checked.layout.name_in(&row.cells)).collect();
        let turned = Doubt { column: "Nome".to_owned(), kind: DoubtKind::SurnameFirst };
        let expected = if names.iter().zip(cells).all(|(name, cell)| name == cell) { vec![] } else { vec![turned] };
        assert_eq!(checked.layout.doubts(), expected);
        names
    };
    assert_eq!(
        names(&["LIMA, ANA MARIA", "D'Ávila,Eva", "da Silva, J. Rui"]).await,
        ["ANA MARIA LIMA", "Eva D'Ávila", "J. Rui da Silva"]
    );
    for others in [
        &["LIMA, ANA", "Eva Reis"][..],
        &["Rui Lima, Jr."],
        &["Rui Lima, PhD", "Reis, Eva"],
        &["Lima, Ana, Eva"],
        &["Lima,"],
        &["Ana Lima, 7ª A"],
        &["1 - Lima, Ana", "Souza, Bia"],
    ] {
        assert_eq!(names(others).await, others);
    }
}
