//! `CHAVEIRO_IMPORT_ROWS`: how many rows a file may have, and the bytes that follow from it.

use super::workbooks::{XLSX, ods};
use super::{LIMITS, UPLOAD, import_id, people_csv, post_action, previewed, refusal, rows, run_job, state_of, upload};
use crate::app::TestApp;
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::Locale;
use chaveiro::domain::import::{FileLimits, FileProblem, RowState};
use chaveiro::locale::import::file_problem;

async fn start_with(rows: usize) -> TestApp {
    TestApp::start_with(|settings| settings.import_limits = FileLimits::of_rows(rows)).await
}

#[test]
fn the_size_of_a_file_follows_from_its_rows() {
    for (rows, mebibytes) in [(1, 5), (20_000, 5), (20_481, 6), (50_000, 13), (100_000, 25), (200_000, 25)] {
        let limits = FileLimits::of_rows(rows);
        assert_eq!((limits.mebibytes(), limits.bytes()), (mebibytes, mebibytes << 20), "{rows}");
    }
    assert_eq!(FileLimits::of_rows(200_000).rows(), 100_000);
}

#[tokio::test]
async fn a_lower_setting_refuses_every_kind_of_file_and_every_sentence_names_it() {
    let app = start_with(1).await;
    let mut admin = app.admin().await;
    let page = admin.get(UPLOAD).await;
    assert!(page.says("Até 5 MiB e 1 linha."), "{}", page.text);
    let limits = FileLimits::of_rows(1);
    let row = "<table:table-row><table:table-cell><text:p>nome</text:p></table:table-cell>\
               <table:table-cell><text:p>email</text:p></table:table-cell></table:table-row>";
    let person = row.replace("nome", "Ana").replace("email", "ana@example.org");
    assert_eq!(rows(&app, ods(&format!("{row}{person}"))).await.len(), 1);
    for file in [people_csv(2).into_bytes(), XLSX.to_vec(), ods(&format!("{row}{person}{person}"))] {
        assert_eq!(refusal(&app, &file).await, FileProblem::TooManyRows(limits));
        let answer = upload(&mut admin, &file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says("O arquivo tem mais de 1 linha. Divida em arquivos menores."), "{}", answer.text);
    }
    assert_eq!(
        file_problem(Locale::En, &FileProblem::TooManyRows(FileLimits::of_rows(50_000))),
        "The file has more than 50,000 rows. Split it into smaller files."
    );
    assert_eq!(
        file_problem(Locale::PtBr, &FileProblem::TooLarge(FileLimits::of_rows(50_000))),
        "O arquivo tem mais de 13 MiB. Divida em arquivos menores."
    );
}

#[tokio::test]
async fn a_higher_setting_takes_more_rows_and_more_bytes() {
    let app = start_with(20_481).await;
    let mut large = people_csv(20_481).into_bytes();
    large.resize(6 << 20, b'\n');
    assert_eq!(rows(&app, &large).await.len(), 20_481);
    large.push(b'\n');
    assert_eq!(refusal(&app, &large).await, FileProblem::TooLarge(FileLimits::of_rows(20_481)));
    let mut admin = app.admin().await;
    let page = admin.get(UPLOAD).await;
    assert!(page.says("Até 6 MiB e 20.481 linhas."), "{}", page.text);
    // With what a form puts around it, larger than any file was before.
    let mut large = people_csv(2).into_bytes();
    large.resize((6 << 20) - 1, b'\n');
    previewed(&mut admin, large).await;
}

#[tokio::test]
async fn the_command_line_keeps_to_the_same_setting_and_a_value_that_is_none_is_refused_in_one_line() {
    let app = program::start(|_| ()).await;
    let path = app.folder.path().join("turma.csv");
    std::fs::write(&path, people_csv(3)).unwrap();
    let command = ["user", "import", path.to_str().unwrap(), "--dry-run"];
    let import = async |rows: &str| program::run(&app, &command, &[("CHAVEIRO_IMPORT_ROWS", rows.to_owned())]).await;
    let refused = import("2").await;
    assert!(!refused.succeeded && refused.error.contains("The file has more than 2 rows."), "{}", refused.error);
    assert_eq!(import("3").await.out, "3 to create, 0 already existed, 0 rejected\n");
    std::fs::write(&path, vec![b'\n'; (5 << 20) + 1]).unwrap();
    let refused = import("3").await;
    assert!(!refused.succeeded && refused.error.contains("The file is larger than 5 MiB."), "{}", refused.error);
    for rubbish in ["100001", "0", "many"] {
        let (said, _) = program::refused_start(&[
            ("DATABASE_URL", app.state.settings.database_url.clone()),
            ("CHAVEIRO_IMPORT_ROWS", rubbish.to_owned()),
        ])
        .await;
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(
            said.contains(&format!("CHAVEIRO_IMPORT_ROWS: `{rubbish}` is not a number from 1 to 100000")),
            "{said}"
        );
    }
}

/// A preview was once read anew only as far as the limit went: rows beyond it would have been lost.
#[tokio::test]
async fn a_preview_from_before_the_setting_was_lowered_is_read_anew_and_carried_out_whole() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, format!("{}X,nobody\n", people_csv(4))).await;
    let app = app.restarted(|settings| settings.import_limits = FileLimits::of_rows(2)).await;
    let mut admin = app.browser();
    admin.sign_in(crate::app::ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    let form = [("import", id.as_str()), ("default_role", "member"), ("default_locale", "en")];
    let answer = admin.post("/admin/imports/reread", &form).await;
    assert_eq!(answer.location(), Some(format!("/admin/imports/{id}").as_str()), "{}", answer.text);
    post_action(&mut admin, &id, "confirm").await;
    run_job(&app).await;
    assert_eq!(state_of(&app, &id).await, "done");
    let counts = app.state.store.find_row_counts(&import_id(&id)).await.unwrap();
    assert_eq!((counts.created, counts.wrong), (4, 1));
    app.deliver_all().await;
}

/// Cells take memory of their own, and a separator is enough for one.
#[tokio::test]
async fn a_file_of_nothing_but_cells_is_refused_before_it_fills_the_memory() {
    let app = TestApp::start().await;
    let file = format!("nome,e-mail\nEva,eva@example.org{}\n", ",".repeat(4 << 20));
    assert_eq!(refusal(&app, file.as_bytes()).await, FileProblem::TooLarge(LIMITS));
    // Where there are too many rows as well, that is said: it helps more.
    let row = format!("Eva,eva@example.org{}\n", ",".repeat(200));
    let limits = FileLimits::of_rows(20);
    let app = start_with(20).await;
    assert_eq!(
        refusal(&app, format!("nome,e-mail\n{}", row.repeat(10_000)).as_bytes()).await,
        FileProblem::TooManyRows(limits)
    );
    // Then there is no room even for the first cells of the last rows.
    let row = format!("a{}\n", ",".repeat(80_000));
    assert_eq!(
        refusal(&app, format!("name,email\n{}", row.repeat(60)).as_bytes()).await,
        FileProblem::TooManyRows(limits)
    );
}

/// They are read and written a thousand at a time.
#[tokio::test]
async fn rejected_rows_of_a_long_file_are_all_written_in_their_order_and_once() {
    let app = program::start(|_| ()).await;
    let (path, rejected) = (app.folder.path().join("turma.csv"), app.folder.path().join("rejected.csv"));
    let wrong = |number: usize| format!("Pessoa {number},nobody-{number}\n");
    std::fs::write(&path, format!("nome,e-mail\nEva,eva@example.org\n{}", (0..2001).map(wrong).collect::<String>()))
        .unwrap();
    let import = ["user", "import", path.to_str().unwrap(), "--rejected", rejected.to_str().unwrap()];
    for arguments in [&["--dry-run"] as &[&str], &[]] {
        let ran = program::run(&app, &[&import, arguments].concat(), &[]).await;
        assert!(!ran.succeeded && ran.out.contains("2001 rejected"), "{}{}", ran.out, ran.error);
        let written = std::fs::read_to_string(&rejected).unwrap();
        let names: Vec<&str> = written.lines().map(|line| line.rsplit(',').next().unwrap()).collect();
        let expected: Vec<String> = (0..2001).map(|number| format!("nobody-{number}")).collect();
        assert_eq!(names[0], "e-mail");
        assert_eq!(names[1..], expected, "{arguments:?}");
        std::fs::remove_file(&rejected).unwrap();
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn rows_in_either_of_two_states_come_in_the_order_of_the_file_page_by_page() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, format!("{}X,nobody\nY,nobody\n", people_csv(3))).await;
    let lines = async |after, limit| -> Vec<i64> {
        let states = (RowState::Wrong, RowState::Ready);
        let rows = app.state.store.find_rows(&import_id(&id), states, after, limit).await.unwrap();
        rows.iter().map(|row| row.line).collect()
    };
    assert_eq!(lines(0, 9).await, [2, 3, 4, 5, 6]);
    assert_eq!(lines(0, 4).await, [2, 3, 4, 5]);
    assert_eq!(lines(4, 1).await, [5]);
    assert_eq!(lines(5, 9).await, [6]);
    assert_eq!(lines(6, 9).await, [0; 0]);
}
