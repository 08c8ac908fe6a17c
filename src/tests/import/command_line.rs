//! `chaveiro user import`: the real program, the same job.

use super::made::xlsx;
use super::people_csv;
use crate::app::TestApp;
use crate::program::{self, ProgramOutput};
use chaveiro::server::clock::Clock;
use serde_json::Value;

async fn import(app: &TestApp, file: impl AsRef<[u8]>, arguments: &[&str]) -> ProgramOutput {
    import_in(app, file, arguments, "C").await
}

async fn import_in(app: &TestApp, file: impl AsRef<[u8]>, arguments: &[&str], language: &str) -> ProgramOutput {
    let path = app.folder.path().join("turma.csv");
    std::fs::write(&path, file).unwrap();
    let named = ["user", "import", path.to_str().unwrap()];
    program::run(app, &[&named, arguments].concat(), &[("LANG", language.to_owned())]).await
}

async fn start() -> TestApp {
    program::start(|_| ()).await
}

#[tokio::test]
async fn a_file_is_imported_to_its_end_in_the_consoles_name_and_again_creates_nobody() {
    let app = start().await;
    let first = import(&app, &people_csv(130), &["--json"]).await;
    assert!(first.succeeded && first.error.is_empty(), "{}", first.error);
    let report: Value = serde_json::from_str(&first.out).expect("an object");
    assert_eq!((&report["created"], &report["state"]), (&130.into(), &"done".into()));
    let actors = app.texts("SELECT DISTINCT actor FROM audit_events WHERE kind = 'user_created'").await;
    assert_eq!(actors, [Some("console".to_owned())]);
    let again = import(&app, &people_csv(130), &[]).await;
    assert!(again.succeeded, "{}", again.error);
    assert_eq!(again.out, "0 created, 130 already existed, 0 rejected\n");
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 130);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_file_comes_from_standard_input() {
    let app = start().await;
    let file = "nome,email\nAna Lima,ana@example.org\n";
    let ran = program::run_with_input(&app, &["user", "import", "-"], file.as_bytes()).await;
    assert!(ran.succeeded && ran.out.contains("1 created"), "{} {}", ran.out, ran.error);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let app = start().await;
    app.queue("person-1@example.org").await;
    let before = app.row_counts().await;
    let ran = import(&app, &format!("{}X,nobody\n", people_csv(3)), &["--dry-run"]).await;
    assert_eq!((ran.succeeded, ran.out.as_str()), (false, "2 to create, 1 already existed, 1 rejected\n"));
    assert!(ran.error.contains("X,nobody") && ran.error.contains("rejected: 1 row"), "{}", ran.error);
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn rejected_rows_go_where_they_are_wanted_and_the_exit_says_that_there_are_some() {
    let app = start().await;
    let file = app.folder.path().join("rejected.csv");
    let wanted = file.to_str().unwrap();
    let ran = import(&app, "nome,e-mail\n=X,nobody\nEva,eva@example.org\n", &["--rejected", wanted]).await;
    assert_eq!((ran.succeeded, ran.out.as_str()), (false, "1 created, 0 already existed, 1 rejected\n"));
    assert_eq!(ran.error, "chaveiro: rejected: 1 row\n");
    let rejected = std::fs::read_to_string(file).unwrap();
    assert!(rejected.starts_with("\u{feff}reason,nome,e-mail\r\n") && rejected.contains(",'=X,nobody"), "{rejected}");

    let refused = import(&app, "nome,e-mail,password\nEva,eva@example.org,x\n", &[]).await;
    assert!(!refused.succeeded && refused.out.is_empty() && refused.error.contains("“password”"), "{}", refused.error);
    app.deliver_all().await;
}

/// Seen: the list of a class replaced by its rejected rows; and these lost, because their folder was not there.
#[tokio::test]
async fn rejected_rows_are_never_written_over_the_file_nor_lost_after_the_import() {
    let app = start().await;
    let file = "nome,e-mail\nX,nobody\nEva,eva@example.org\n";
    let imported = app.folder.path().join("turma.csv");
    let link = app.folder.path().join("link.csv");
    std::os::unix::fs::symlink(&imported, &link).unwrap();
    let missing = app.folder.path().join("missing/rejected.csv");
    let folder = app.folder.path().to_owned();
    for (rejected, words) in [
        (&imported, "is the file to import"),
        (&link, "is the file to import"),
        (&missing, "cannot write"),
        (&folder, "cannot write"),
    ] {
        let ran = import(&app, file, &["--rejected", rejected.to_str().unwrap()]).await;
        assert!(!ran.succeeded && ran.error.contains(words) && ran.error.lines().count() == 1, "{}", ran.error);
        assert_eq!(std::fs::read_to_string(&imported).unwrap(), file);
        assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0, "{words}");
    }
    // Nothing is rejected, so no file is made.
    let unused = app.folder.path().join("unused.csv");
    let ran = import(&app, "nome,e-mail\nEva,eva@example.org\n", &["--rejected", unused.to_str().unwrap()]).await;
    assert!(ran.succeeded && !unused.exists(), "{}", ran.error);
    app.deliver_all().await;
}

#[tokio::test]
async fn what_was_left_out_is_listed_in_the_language_of_the_command() {
    let app = start().await;
    let ran = import_in(&app, "Nome;;E-mail\nEva;7;nobody\n", &["--dry-run"], "pt_BR.UTF-8").await;
    assert!(ran.out.contains("colunas ignoradas: coluna B, sem título\n"), "{}", ran.out);
    let file = xlsx(&[("Modelo", "Nome|E-mail"), ("1B", "Nome|E-mail\nAna|ana@example.org")]);
    let ran = import_in(&app, file, &[], "pt_BR.UTF-8").await;
    assert!(ran.succeeded && ran.out.contains("Aba lida: “1B”. Abas não lidas: “Modelo”.\n"), "{}", ran.out);
    app.deliver_all().await;
}

/// Without the mark Excel shows "JoÃ£o", and with another separator one column.
#[tokio::test]
async fn a_file_of_rejected_rows_opens_in_the_spreadsheet_that_the_file_came_from() {
    let app = start().await;
    let file = app.folder.path().join("rejected.csv");
    let wanted = ["--dry-run", "--rejected", file.to_str().unwrap()];
    let workbook = xlsx(&[("1A", "Nome|E-mail\nJoão|nobody")]);
    for (given, language, header) in [
        (&b"Nome;E-mail\nJo\xE3o;nobody\n"[..], "C", "reason;Nome;E-mail"),
        ("Nome,E-mail\nJoão,nobody\n".as_bytes(), "pt_BR.UTF-8", "reason,Nome,E-mail"),
        (&workbook, "pt_BR.UTF-8", "reason;Nome;E-mail"),
        (&workbook, "C", "reason,Nome,E-mail"),
    ] {
        let ran = import_in(&app, given, &wanted, language).await;
        assert!(!ran.succeeded, "{}", ran.out);
        let written = std::fs::read_to_string(&file).unwrap();
        assert!(written.starts_with(&format!("\u{feff}{header}\r\n")) && written.contains("João"), "{written:?}");
        let ran = import_in(&app, given, &["--dry-run"], language).await;
        assert!(ran.error.starts_with(header), "{:?}", ran.error);
    }
}

/// A dry run said the reason of the first time again, in a column beside that of the second.
#[tokio::test]
async fn a_dry_run_of_a_file_of_rejected_rows_says_why_once_as_the_import_does() {
    let app = start().await;
    let first = import(&app, "nome,e-mail\n=X,nobody\n", &["--dry-run"]).await;
    let rejected = first.error.rsplit_once("chaveiro: ").expect("what went wrong, last").0;
    for again in [&["--dry-run"] as &[&str], &[]] {
        let ran = import(&app, rejected, again).await;
        assert_eq!(ran.error, first.error, "{again:?}");
    }
}

#[tokio::test]
async fn what_was_not_used_is_listed() {
    let app = start().await;
    let ran = import(&app, "Matrícula;Nome;Status;E-mail\n1;Ana Lima;ATIVO;ana@example.org\n", &[]).await;
    assert_eq!(ran.out, "1 created, 0 already existed, 0 rejected\nignored columns: Matrícula, Status\n");
    let ran = import(&app, "Aluno;Contato\nAna;x\n", &[]).await;
    assert!(!ran.succeeded && ran.error.contains("We found the columns “Aluno”, “Contato”"), "{}", ran.error);
    app.deliver_all().await;
}

#[tokio::test]
async fn nobody_is_made_from_half_a_name_unless_somebody_says_yes() {
    let app = start().await;
    let file = "First Name,Middle Name,Last Name,Email\nAna,Maria,Lima,ana@example.org\n";
    let before = app.row_counts().await;
    let refused = import(&app, file, &[]).await;
    assert!(
        !refused.succeeded && refused.error.contains("“Middle Name” seems to be part of the name"),
        "{}",
        refused.error
    );
    let tried = import(&app, file, &["--dry-run"]).await;
    assert!(
        tried.out.contains("“Middle Name”") && tried.out.contains("names in the first rows: Ana Maria Lima\n"),
        "{}",
        tried.out
    );
    assert_eq!(app.row_counts().await, before);
    assert!(import(&app, file, &["--yes"]).await.succeeded);
    assert_eq!(app.account("ana@example.org").await.user.display_name.as_str(), "Ana Maria Lima");
    app.deliver_all().await;
}

#[tokio::test]
async fn nobody_is_made_an_admin_unless_somebody_says_yes() {
    let app = start().await;
    let file =
        "Nome;E-mail;Função\nAna;ana@example.org;Administrador\nEva;eva@example.org;Usuário\nBia;bia@example.org;Adm\n";
    let before = app.row_counts().await;
    for (language, words) in [
        ("C", "The file makes 2 admins: ana@example.org, bia@example.org.\n"),
        ("pt_BR.UTF-8", "O arquivo cria 2 administradores: ana@example.org, bia@example.org.\n"),
    ] {
        let refused = import_in(&app, file, &[], language).await;
        assert!(!refused.succeeded && refused.error.contains(words), "{}", refused.error);
        let tried = import_in(&app, file, &["--dry-run"], language).await;
        assert!(tried.succeeded && tried.out.contains(words), "{}{}", tried.out, tried.error);
    }
    let tried = import(&app, file, &["--dry-run", "--json"]).await;
    let report: Value = serde_json::from_str(&tried.out).expect("an object");
    assert_eq!(report["admins"], 2);
    assert_eq!(report["questions"][0], "The file makes 2 admins: ana@example.org, bia@example.org.");
    assert_eq!(app.row_counts().await, before);
    let done = import(&app, file, &["--yes", "--json"]).await;
    let report: Value = serde_json::from_str(&done.out).expect("an object");
    assert_eq!((&report["created"], &report["admins"]), (&3.into(), &2.into()));
    assert_eq!(app.account("bia@example.org").await.user.role, chaveiro::domain::Role::Admin);
    // A list as it is exported here says what it means, and is told.
    let ours = "name;email;role\nLia;lia@example.org;admin\n";
    let done = import_in(&app, ours, &[], "C").await;
    assert!(
        done.succeeded && done.out.contains("The file makes 1 admin: lia@example.org.\n"),
        "{}{}",
        done.out,
        done.error
    );
    // Those who have an account already stay what they are.
    let again = import(&app, file, &[]).await;
    assert!(again.succeeded && !again.out.contains("admins"), "{}{}", again.out, again.error);
    app.deliver_all().await;
}

#[tokio::test]
async fn nobody_is_made_from_one_sheet_of_several_unless_somebody_says_yes() {
    let app = start().await;
    let rows = ["Nome|E-mail\nAna|ana@example.org", "Nome|E-mail\nEva|eva@example.org"];
    let file = xlsx(&[("1A", rows[0]), ("1B", rows[1])]);
    let before = app.row_counts().await;
    for (language, words) in [
        ("C", "people on other sheets, which weren't read: “1B”"),
        ("pt_BR.UTF-8", "pessoas em outras abas, que não foram lidas: “1B”"),
    ] {
        let refused = import_in(&app, &file, &[], language).await;
        assert!(!refused.succeeded && refused.error.contains(words), "{}", refused.error);
        let tried = import_in(&app, &file, &["--dry-run"], language).await;
        assert!(tried.succeeded && tried.out.contains(words), "{}{}", tried.out, tried.error);
    }
    assert_eq!(app.row_counts().await, before);
    assert!(import(&app, &file, &["--yes"]).await.succeeded);
    assert_eq!(app.account("ana@example.org").await.user.display_name.as_str(), "Ana");
    app.deliver_all().await;
}

#[tokio::test]
async fn letters_that_may_be_read_in_two_ways_are_asked_for() {
    let app = start().await;
    let path = app.folder.path().join("dos.csv");
    std::fs::write(&path, b"nome;email\nJO\xC7O;joao@example.org\n").unwrap();
    let run = async |arguments: &[&str]| {
        program::run(&app, &[&["user", "import", path.to_str().unwrap()], arguments].concat(), &[]).await
    };
    let question = run(&[]).await;
    assert!(!question.succeeded, "{}", question.out);
    for words in ["--encoding cp850 the names are: JOÃO.", "--encoding windows-1252 the names are: JOÇO."] {
        assert!(question.error.contains(words), "{words}: {}", question.error);
    }
    assert!(run(&["--encoding", "windows-1252"]).await.succeeded);
    assert_eq!(app.account("joao@example.org").await.user.display_name.as_str(), "JOÇO");
    app.deliver_all().await;
}

#[tokio::test]
async fn mails_for_later_wait_for_their_time_and_what_is_no_time_creates_nobody() {
    let app = start().await;
    for (wrong, words) in
        [("monday", "Choose the date"), ("2020-01-01T08:00", "has passed"), ("2999-01-01 08:00", "30 days")]
    {
        let ran = import(&app, &people_csv(2), &["--send-at", wrong]).await;
        assert!(
            !ran.succeeded && ran.error.contains("--send-at") && ran.error.contains(words),
            "{wrong}: {}",
            ran.error
        );
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);
    // The program goes by the real clock.
    let in_two_days = Clock::system().now().as_millis() / 1000 + 48 * 3600;
    let at = jiff::Timestamp::from_second(in_two_days).unwrap();
    let ran = import(&app, &people_csv(2), &["--send-at", &at.to_string(), "--json"]).await;
    assert!(ran.succeeded, "{}", ran.error);
    let report: Value = serde_json::from_str(&ran.out).expect("an object");
    assert_eq!((&report["created"], &report["send_at"]), (&2.into(), &at.to_string().into()));
    assert_eq!(app.number("SELECT COUNT(DISTINCT send_at) FROM outbox WHERE state = 'queued'").await, 1);
    assert_eq!(app.number("SELECT MIN(not_before) FROM outbox").await, at.as_millisecond());
    let zone = "Brasília time";
    let local = chaveiro::locale::time::field_moment(
        &app.state.settings.time_zone,
        chaveiro::domain::Timestamp::from_millis(at.as_millisecond()),
    );
    let ran = import(&app, "nome,e-mail\nEva,eva@example.org\n", &["--send-at", &local]).await;
    assert!(ran.out.contains("the emails will be sent on ") && ran.out.contains(zone), "{}", ran.out);
    app.leave_mail();
}

/// A device has no length, and was read until the memory was full.
#[tokio::test]
async fn what_has_no_end_is_too_large() {
    let app = start().await;
    let ran = program::run(&app, &["user", "import", "/dev/zero"], &[("LANG", "C".to_owned())]).await;
    assert!(!ran.succeeded && ran.error.contains("The file is larger than"), "{}", ran.error);
}
