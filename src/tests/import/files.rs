//! Files as people and programs write them.

use super::{LIMITS, check_file, people_csv, refusal, rows};
use crate::app::TestApp;
use chaveiro::domain::import::{Column, FileProblem, RowProblem, RowState, Wrong};
use chaveiro::domain::{InvalidCpf, InvalidDisplayName, InvalidEmailAddress, InvalidPreset};

async fn cells(app: &TestApp, file: impl AsRef<[u8]>) -> Vec<(u32, Vec<String>)> {
    let rows = rows(app, file).await;
    rows.into_iter()
        .map(|row| {
            assert_eq!(row.state, RowState::Ready, "{:?}: {:?}", row.cells, row.problems);
            (row.line, row.cells)
        })
        .collect()
}

#[tokio::test]
async fn separators_encodings_and_line_ends_make_no_difference() {
    let app = TestApp::start().await;
    let expected = vec![
        (2, vec!["João Ação".to_owned(), "joao@example.org".to_owned()]),
        (3, vec!["Inês".to_owned(), "ines@example.org".to_owned()]),
    ];
    let text = "nome;e-mail\nJoão Ação;joao@example.org\nInês;ines@example.org\n";
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let utf16 = |text: &str| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let files: [(&str, Vec<u8>); 10] = [
        ("semicolons", text.into()),
        ("commas", text.replace(';', ",").into()),
        ("tabs", text.replace(';', "\t").into()),
        ("a byte order mark", format!("\u{FEFF}{text}").into()),
        ("Windows-1252", latin(text)),
        ("UTF-16", utf16(&text.replace(';', "\t"))),
        ("CRLF", text.replace('\n', "\r\n").into()),
        ("CR", text.replace('\n', "\r").into()),
        ("no line end at the end", text.trim_end().into()),
        ("quotes", text.replace("João Ação", "\"João Ação\"").replace("nome", "\"nome\"").into()),
    ];
    for (what, file) in files {
        assert_eq!(cells(&app, file).await, expected, "{what}");
    }
}

#[tokio::test]
async fn a_windows_1252_file_keeps_what_latin_1_has_not() {
    let app = TestApp::start().await;
    let file = b"nome,e-mail\nZo\xEB \x93Z\x94 \x80,zoe@example.org\n";
    assert_eq!(cells(&app, file).await[0].1[0], "Zoë “Z” €");
}

#[tokio::test]
async fn quoted_cells_hold_separators_quotes_and_line_breaks_and_lines_are_counted() {
    let app = TestApp::start().await;
    let file = "nome,e-mail,nota\r\n\r\n\"Souza, \"\"Zé\"\" de\",ze@example.org,\"um\r\ndois\"\r\n\r\n,,\r\n\
                \"Ana\r\nMaria\",ana@example.org,\"x\"\r\nRui,rui@example.org,fim\r\n";
    let read = cells(&app, file).await;
    assert_eq!(read[0], (3, vec!["Souza, \"Zé\" de".into(), "ze@example.org".into(), "um\r\ndois".into()]));
    assert_eq!((read[1].0, read[2].0), (7, 9));
}

#[tokio::test]
async fn headers_are_read_in_both_languages_in_any_case_and_with_or_without_accents() {
    let app = TestApp::start().await;
    for header in [
        "nome,e-mail,papel,idioma",
        "NOME , E-Mail , Função , Língua",
        "name,email,role,language",
        "display_name,EMAIL,ROLE,locale",
        "Display Name,e mail,funcao,Idioma",
    ] {
        for row in ["Eva,eva@example.org,membro,português", "Eva,eva@example.org,Member,EN", "Eva,eva@example.org,,"] {
            cells(&app, format!("{header}\n{row}\n")).await;
        }
    }
}

#[tokio::test]
async fn columns_that_grant_or_set_a_secret_are_refused_by_name() {
    let app = TestApp::start().await;
    for name in [
        "is_admin",
        "Administrador?",
        "is_superuser",
        "is_staff",
        "password",
        "Password [Required]",
        "senha",
        "Senha inicial",
        "password_hash",
        "superuser",
        "Permissões",
        "token",
        "own password",
        "user_pass",
        "Initial password [passwordProfile] Required",
    ] {
        let problem = refusal(&app, format!("nome,e-mail,{name}\nEva,eva@example.org,1\n")).await;
        assert_eq!(problem, FileProblem::ColumnsForbidden(vec![name.to_owned()]), "{name}");
        // Empty, it grants nothing and sets nothing.
        cells(&app, format!("nome,e-mail,{name}\nEva,eva@example.org,\n")).await;
    }
    // As Google exports it.
    cells(&app, "nome,e-mail,Password [Required]\nEva,eva@example.org,****\n").await;
}

#[tokio::test]
async fn columns_that_grant_nothing_are_left_out_and_listed() {
    let app = TestApp::start().await;
    for name in [
        "id",
        "status",
        "state",
        "Status",
        "situação",
        "ativo",
        "curso",
        "Telefone",
        "Secretaria",
        "force_change_password",
        "Change Password at Next Sign-In",
        "lastPasswordChangeDateTime",
        "Password Hash Function [UPLOAD ONLY]",
        "Resenha",
        "userType",
        "Data de admissão",
        "E-mail verificado",
        "E-mail do responsável",
        "Nome da mãe",
        "Nome fantasia",
        "Nome de usuário",
        "username",
        "Recovery Email",
    ] {
        let checked = check_file(&app, format!("nome,e-mail,{name}\nEva,eva@example.org,1\n")).await.expect("a file");
        assert_eq!(checked.layout.ignored(), [name.to_owned()], "{name}");
        assert_eq!((checked.layout.doubts(), checked.rows[0].state), (Vec::new(), RowState::Ready), "{name}");
    }
}

#[tokio::test]
async fn an_apostrophe_that_only_keeps_a_spreadsheet_quiet_is_no_part_of_a_name() {
    use super::{confirmed, run_job};
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    confirmed(&mut admin, "nome,e-mail\n'=Eva,eva@example.org\n'Ana,ana@example.org\n").await;
    run_job(&app).await;
    assert_eq!(app.account("eva@example.org").await.user.display_name.as_str(), "=Eva");
    assert_eq!(app.account("ana@example.org").await.user.display_name.as_str(), "'Ana");
    app.deliver_all().await;
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    let missing = |missing, found: &[&str]| FileProblem::ColumnMissing {
        missing,
        found: found.iter().map(|name| (*name).to_owned()).collect(),
    };
    for (file, problem) in [
        (&b""[..], FileProblem::Empty),
        (b"\n\n", FileProblem::Empty),
        (b"nome,e-mail\n", FileProblem::Empty),
        (b"nome,e-mail\n,\n\n", FileProblem::Empty),
        (b"PK\x03\x04\x14\0\x06\0\x08\0", FileProblem::NotText),
        (b"nome,e-mail\nEva\0,eva@example.org\n", FileProblem::NotText),
        (b"nome\nEva\n", missing(Column::Email, &["nome"])),
        (b"Eva,eva@example.org\nRui,rui@example.org\n", missing(Column::DisplayName, &["Eva", "eva@example.org"])),
        (b"email,role\neva@example.org,member\n", missing(Column::DisplayName, &["email", "role"])),
        (
            b"nome,email,E-mail\nEva,a@example.org,b@example.org\n",
            FileProblem::ColumnTwice { column: Column::Email, found: vec!["email".to_owned(), "E-mail".to_owned()] },
        ),
        (
            b"nome,email,Email\nEva,a@example.org,b@example.org\n",
            FileProblem::ColumnTwice {
                column: Column::Email,
                found: vec!["email (B)".to_owned(), "Email (C)".to_owned()],
            },
        ),
        (b"nome,e-mail\nnome,e-mail\n", FileProblem::Empty),
        (b"nome,e-mail\nEva,eva@example.org\n\"Rui,rui@example.org\nAna,ana@example.org\n", FileProblem::QuoteOpen(3)),
    ] {
        assert_eq!(refusal(&app, file).await, problem, "{}", String::from_utf8_lossy(file));
    }
}

#[tokio::test]
async fn a_file_has_at_most_five_mebibytes_and_twenty_thousand_rows() {
    let app = TestApp::start().await;
    assert_eq!(rows(&app, people_csv(20_000)).await.len(), 20_000);
    assert_eq!(refusal(&app, people_csv(20_001)).await, FileProblem::TooManyRows(LIMITS));
    let mut large = people_csv(1).into_bytes();
    large.resize(5 * 1024 * 1024, b'\n');
    assert_eq!(rows(&app, &large).await.len(), 1);
    large.push(b'\n');
    assert_eq!(refusal(&app, &large).await, FileProblem::TooLarge(LIMITS));
}

#[tokio::test]
async fn each_wrong_row_says_which_cell_is_wrong_and_how() {
    let app = TestApp::start().await;
    let header = "nome,e-mail,papel,idioma,cpf,senha temporária";
    let at = |column, wrong| vec![RowProblem { column: Some(column), wrong }];
    let cases: [(&str, Vec<RowProblem>); 13] = [
        (",a@example.org,,,,", at(Column::DisplayName, Wrong::DisplayName(InvalidDisplayName::Empty))),
        ("A,,,,,", at(Column::Email, Wrong::Email(InvalidEmailAddress::Empty))),
        ("A,eva@,,,,", at(Column::Email, Wrong::Email(InvalidEmailAddress::Malformed))),
        ("A,a@example.org,chefe,,,", at(Column::Role, Wrong::Role)),
        ("A,a@example.org,,français,,", at(Column::Locale, Wrong::Locale)),
        ("A,a@example.org,,,1234567891,", at(Column::Cpf, Wrong::CpfDigits { found: 10 })),
        ("A,a@example.org,,,529.982.247-24,", at(Column::Cpf, Wrong::Cpf(InvalidCpf::WrongCheckDigits))),
        ("A,a@example.org,,,,hunter2", at(Column::TemporaryPassword, Wrong::Preset(InvalidPreset::Unknown))),
        ("A,a@example.org,,,,digits:4", at(Column::TemporaryPassword, Wrong::Preset(InvalidPreset::TooWeak))),
        ("A,a@example.org,,,529.982.247-25,cpf", at(Column::TemporaryPassword, Wrong::PresetNotAllowed)),
        ("A,a@example.org,,,,,x", vec![RowProblem { column: None, wrong: Wrong::Cells { expected: 6, found: 7 } }]),
        ("A,maria.exemplo@example.invalid,,,,", at(Column::Email, Wrong::Example)),
        (
            ",nobody,x,,,",
            vec![
                RowProblem { column: Some(Column::DisplayName), wrong: Wrong::DisplayName(InvalidDisplayName::Empty) },
                RowProblem { column: Some(Column::Email), wrong: Wrong::Email(InvalidEmailAddress::Malformed) },
                RowProblem { column: Some(Column::Role), wrong: Wrong::Role },
            ],
        ),
    ];
    for (row, problems) in cases {
        let read = rows(&app, format!("{header}\nBoa,boa@example.org,membro,en,529.982.247-25,words:4\n{row}\n")).await;
        assert_eq!((read[0].state, read[1].state), (RowState::Ready, RowState::Wrong), "{row}");
        assert_eq!((read[1].line, &read[1].problems), (3, &problems), "{row}");
    }
}

#[tokio::test]
async fn a_person_who_is_twice_in_a_file_is_wrong_the_second_time() {
    let app = TestApp::start().await;
    let read = rows(
        &app,
        "nome,e-mail,cpf\nEva,eva@example.org,52998224725\nEva S,EVA@example.org,\nRui,rui@example.org,529.982.247-25\n",
    )
    .await;
    assert_eq!(read[1].problems, [RowProblem { column: Some(Column::Email), wrong: Wrong::EmailTwice { line: 2 } }]);
    assert_eq!(read[2].problems, [RowProblem { column: Some(Column::Cpf), wrong: Wrong::CpfTwice { line: 2 } }]);
}

#[tokio::test]
async fn where_the_temporary_password_is_the_cpf_a_row_needs_one() {
    let app = TestApp::start_with(|settings| settings.allow_cpf = true).await;
    let read =
        rows(&app, "nome,e-mail,cpf,preset\nEva,eva@example.org,,cpf\nRui,rui@example.org,52998224725,cpf\n").await;
    assert_eq!(read[0].problems, [RowProblem { column: Some(Column::Cpf), wrong: Wrong::CpfMissing }]);
    assert_eq!(read[1].state, RowState::Ready);
}
