//! Writes that fail for want of room, and what works again once there is some.

use crate::app::{OWN_PASSWORD, TestApp, is_postgres};
use crate::program::{self, Served};
use axum::http::StatusCode;
use std::time::Duration;

/// Makes each write of a wrong try fail as on a full disk. SQLite then has ended
/// the transaction on its own, as it does at `SQLITE_FULL`.
async fn fail_writes(app: &TestApp) {
    if is_postgres() {
        app.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$",
        )
        .await;
        for table in [
            "CREATE TRIGGER no_room BEFORE INSERT ON sign_in_failures FOR EACH ROW EXECUTE FUNCTION no_room()",
            "CREATE TRIGGER no_room BEFORE INSERT ON write_probes FOR EACH ROW EXECUTE FUNCTION no_room()",
        ] {
            app.execute(table).await;
        }
    } else {
        app.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON sign_in_failures BEGIN SELECT RAISE(ROLLBACK, 'no room'); END",
        )
        .await;
        app.execute(
            "CREATE TRIGGER no_probe BEFORE INSERT ON write_probes BEGIN SELECT RAISE(ROLLBACK, 'no room'); END",
        )
        .await;
    }
}

async fn allow_writes(app: &TestApp) {
    if is_postgres() {
        app.execute("DROP FUNCTION no_room() CASCADE").await;
    } else {
        app.execute("DROP TRIGGER no_room").await;
        app.execute("DROP TRIGGER no_probe").await;
    }
}

/// sqlx-sqlite keeps counting a transaction that SQLite has ended: every later
/// one on that connection failed, until the program was started anew.
#[tokio::test]
async fn a_transaction_that_the_database_ended_spoils_no_connection() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    fail_writes(&app).await;
    // More often than there are connections.
    for _ in 0..20 {
        let refused = app.browser().sign_in("rui@example.org", OWN_PASSWORD).await;
        assert!(refused.status.is_server_error(), "{}", refused.text);
        if is_postgres() {
            assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.text);
            assert!(refused.headers.contains_key("retry-after"));
            assert!(refused.says("Nada foi salvo: não há espaço"), "{}", refused.text);
            assert_eq!(app.browser().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
        }
    }

    allow_writes(&app).await;

    for _ in 0..20 {
        let answer = app.browser().sign_in("rui@example.org", OWN_PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    assert_eq!(app.browser().get("/readyz").await.status, StatusCode::OK);
    app.invite("maria@example.org").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM write_probes").await, 0);
}

#[tokio::test]
async fn the_doctor_finds_that_nothing_can_be_written() {
    let app = program::start(|_| ()).await;
    app.admin().await;
    fail_writes(&app).await;
    let ran = program::run(&app, &["doctor"], &[]).await;
    assert!(!ran.succeeded, "{}", ran.out);
    let line = ran.out.lines().find(|line| line.contains("database")).expect("a line about it");
    assert!(line.starts_with("fail") && line.contains("cannot be written"), "{line}");
    assert!(!is_postgres() || line.contains("no room left"), "{line}");
}

/// The program itself, whose files may not grow: SQLite's own errors, on its own connections.
#[tokio::test]
async fn a_server_without_room_says_so_and_goes_on_when_there_is_some() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    app.admin().await;
    app.member("rui@example.org").await;
    // The signal of a file too large would end the program; what it says must not grow a file of ours.
    let served = Served::start_after(&app, "trap '' XFSZ; exec 2>/dev/null", &[]).await;
    let sign_in = [("email", "rui@example.org"), ("password", OWN_PASSWORD)];
    let address = served.address;
    let status = async |path: &str| program::get(address, path).await.map(|answer| answer.status);

    served.limit_files(Some(4096));
    for _ in 0..6 {
        let answer = program::post(address, "203.0.113.7", "/login", &sign_in).await.expect("an answer");
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
    }
    assert_eq!(status("/readyz").await, Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(status("/healthz").await, Some(StatusCode::OK));

    served.limit_files(None);
    assert_eq!(status("/readyz").await, Some(StatusCode::OK));
    for _ in 0..6 {
        let answer = program::post(address, "203.0.113.7", "/login", &sign_in).await.expect("an answer");
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    app.queue("maria@example.org").await;
    let sent = "SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND attempts = 1 AND purpose = 'temporary_password'";
    for _ in 0..100 {
        if app.number(sent).await == 2 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("mail does not leave again");
}
