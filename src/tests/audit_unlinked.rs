//! Events that are committed and not yet in the chain of the log: PostgreSQL has them for a moment, SQLite never.

use crate::app::{TestApp, is_postgres, race};
use crate::program;
use chaveiro::domain::AuditKind;
use chaveiro::server::audit_chain;
use chaveiro::server::store::audit::{AuditEvent, Broken, By, Chain};
use chaveiro::server::store::hot_statements::LINK_EVENTS;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};
use std::time::Duration;

async fn verify(app: &TestApp) -> Chain {
    app.state.store.verify_audit_log(None).await.expect("the database answers")
}

async fn unlinked(app: &TestApp) -> i64 {
    match verify(app).await {
        Chain::Intact { unlinked, .. } => unlinked,
        broken => panic!("{broken:?}"),
    }
}

async fn link(app: &TestApp) -> u64 {
    app.state.store.link_events().await.expect("the database answers")
}

/// Writes an event and says how.
async fn write(app: &TestApp, detail: &str) {
    let event = AuditEvent { kind: AuditKind::MailTested, by: &By::worker(), target: None, detail: Some(detail) };
    app.state.store.insert_audit_event(event).await.expect("an event");
}

/// As somebody who owns the database, and has it refuse nothing. Nothing is linked before.
async fn tamper(app: &TestApp, statement: &'static str) -> u64 {
    let mut connection = sqlx::AnyConnection::connect(&app.state.settings.database_url).await.unwrap();
    if is_postgres() {
        sqlx::raw_sql("ALTER TABLE audit_unlinked DISABLE TRIGGER ALL").execute(&mut connection).await.unwrap();
    }
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap().rows_affected()
}

#[tokio::test]
async fn what_was_committed_is_counted_until_it_is_linked_in_the_order_of_writing() {
    let app = TestApp::start().await;
    link(&app).await;
    for number in 1..=3 {
        write(&app, &number.to_string()).await;
    }
    assert_eq!(unlinked(&app).await, if is_postgres() { 3 } else { 0 });
    let Chain::Intact { events: before, .. } = verify(&app).await else { panic!("broken") };
    assert_eq!(link(&app).await, if is_postgres() { 3 } else { 0 });
    let Chain::Intact { events, unlinked: 0, .. } = verify(&app).await else { panic!("broken") };
    assert_eq!(events - before, if is_postgres() { 3 } else { 0 });
    let details = app.texts("SELECT detail FROM audit_events WHERE kind = 'mail_tested' ORDER BY seq").await;
    assert_eq!(details, ["1", "2", "3"].map(|detail| Some(detail.to_owned())));
    assert_eq!(link(&app).await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_unlinked").await, 0);
}

/// Statistics of a moment at which many waited once had PostgreSQL read all of the log to link a few.
#[tokio::test]
async fn linking_never_reads_the_whole_log() {
    if !is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let mut connection = app.connect().await;
    for sql in [
        "INSERT INTO audit_unlinked (id, at, kind, actor, seal)
         SELECT 'waits ' || n, 0, 'signed_in', 'visitor', '' FROM generate_series(1, 5000) n",
        "INSERT INTO audit_events (seq, id, at, kind, actor, hash)
         SELECT 1000000 + n, 'linked ' || n, 0, 'signed_in', 'visitor', '' FROM generate_series(1, 5000) n",
        "ANALYZE",
    ] {
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }
    for statement in LINK_EVENTS {
        let explain = format!("EXPLAIN {}", statement.replace("$1", "0").replace("$2", "9000000"));
        let plan = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|line| line.get(0)).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("audit_events_id") && !plan.contains("Seq Scan on audit_events"), "{plan}");
    }
}

/// What it is for: another transaction that has not committed yet holds the end of the chain.
#[tokio::test]
async fn no_transaction_waits_for_the_end_of_the_chain() {
    if !is_postgres() {
        return; // One transaction writes at a time there.
    }
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut holder = app.connect().await;
    let mut held = holder.begin().await.unwrap();
    sqlx::query("UPDATE audit_head SET seq = seq").execute(&mut *held).await.unwrap();
    let form = [("display_name", "Maria"), ("email", "maria@example.org")];
    let made = tokio::time::timeout(Duration::from_secs(3), admin.post_as_program("/admin/users/new", &form)).await;
    assert!(made.expect("it does not wait").location().is_some());
    held.rollback().await.unwrap();
    assert!(unlinked(&app).await > 0);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_event_that_no_program_wrote_is_found_and_not_linked_and_stops_no_other() {
    let app = TestApp::start().await;
    link(&app).await;
    let Chain::Intact { head_seq, .. } = verify(&app).await else { panic!("broken") };
    tamper(
        &app,
        "INSERT INTO audit_unlinked (id, place, at, kind, actor, seal)
         VALUES ('x', -7, 0, 'signed_in', 'visitor', 'a seal of nobody')",
    )
    .await;
    assert_eq!(verify(&app).await, Chain::Broken { seq: head_seq + 1, why: Broken::Added });

    write(&app, "later").await;
    assert_eq!(link(&app).await, if is_postgres() { 1 } else { 0 });
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE id = 'x'").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE detail = 'later'").await, 1);
    assert_eq!(verify(&app).await, Chain::Broken { seq: head_seq + 2, why: Broken::Added });
}

#[tokio::test]
async fn an_event_that_was_changed_before_it_was_linked_is_found() {
    for change in ["detail = 'nothing to see'", "at = at + 1", "detail = NULL", "request_id = ''", "actor = 'visitor'"]
    {
        let statement = format!("UPDATE audit_unlinked SET {change} WHERE detail = 'as it was'");
        let app = TestApp::start().await;
        link(&app).await;
        write(&app, "as it was").await;
        let changed = tamper(&app, Box::leak(statement.into_boxed_str())).await;
        assert_eq!(changed, if is_postgres() { 1 } else { 0 });
        link(&app).await;
        assert_eq!(matches!(verify(&app).await, Chain::Broken { why: Broken::Added, .. }), is_postgres(), "{change}");
    }
}

/// Its seal is right: it stood there before.
#[tokio::test]
async fn an_event_that_is_put_back_is_not_linked_again() {
    let app = TestApp::start().await;
    write(&app, "once").await;
    tamper(&app, "CREATE TABLE kept AS SELECT * FROM audit_unlinked").await;
    link(&app).await;
    tamper(&app, "INSERT INTO audit_unlinked SELECT * FROM kept").await;
    assert_eq!(matches!(verify(&app).await, Chain::Broken { .. }), is_postgres());
    write(&app, "twice").await;
    link(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE detail = 'once'").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE detail = 'twice'").await, 1);
    assert_eq!(unlinked(&app).await, 0);
}

#[tokio::test]
async fn the_database_refuses_to_change_or_remove_what_is_not_linked() {
    if !is_postgres() {
        return; // It has none.
    }
    let app = TestApp::start().await;
    write(&app, "kept").await;
    let mut connection = sqlx::AnyConnection::connect(&app.state.settings.database_url).await.unwrap();
    for attempt in
        ["UPDATE audit_unlinked SET actor = 'nobody'", "DELETE FROM audit_unlinked", "TRUNCATE audit_unlinked"]
    {
        let refused = sqlx::query(attempt).execute(&mut connection).await.expect_err(attempt).to_string();
        assert!(refused.contains("append-only"), "{attempt}: {refused}");
    }
    assert!(unlinked(&app).await > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_link_at_once_link_each_event_once() {
    let app = TestApp::start().await;
    for number in 0..30 {
        write(&app, &number.to_string()).await;
    }
    race(8, |number| {
        let state = app.state.clone();
        async move {
            let by = By::worker();
            let detail = format!("beside {number}");
            let event = AuditEvent { kind: AuditKind::MailTested, by: &by, target: None, detail: Some(&detail) };
            let (linked, written) = tokio::join!(state.store.link_events(), state.store.insert_audit_event(event));
            linked.and(written.map(|()| 0)).expect("the database answers");
        }
    })
    .await;
    link(&app).await;
    assert_eq!(unlinked(&app).await, 0);
    assert_eq!(app.number("SELECT COUNT(DISTINCT detail) FROM audit_events WHERE kind = 'mail_tested'").await, 38);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'mail_tested'").await, 38);
}

#[tokio::test]
async fn a_running_server_links_within_a_second_also_what_another_program_wrote() {
    let app = TestApp::start().await;
    let mut changes = app.state.changes.subscribe();
    let running = tokio::spawn(audit_chain::link_until_shutdown(app.state.clone()));
    tokio::time::sleep(Duration::from_millis(300)).await;
    // Nobody tells the server of it.
    write(&app, "by the command line").await;
    if is_postgres() {
        tokio::time::timeout(Duration::from_secs(5), changes.changed()).await.expect("pages are told").unwrap();
    }
    assert_eq!(unlinked(&app).await, 0);
    app.state.shutdown.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn a_reader_sees_what_was_committed_and_the_command_line_says_what_is_not_linked() {
    let app = program::start(|_| ()).await;
    link(&app).await;
    write(&app, "seen").await;
    let json = program::run(&app, &["audit", "verify", "--json"], &[]).await;
    let found: serde_json::Value = serde_json::from_str(&json.out).expect("an object");
    assert_eq!((found["intact"].as_bool(), found["unlinked"].as_i64()), (Some(true), Some(i64::from(is_postgres()))));
    let words = program::run(&app, &["audit", "verify"], &[]).await.out;
    assert_eq!(words.contains("1 more event is stored and not chained yet"), is_postgres(), "{words}");

    let list = program::run(&app, &["audit", "list"], &[]).await;
    assert!(list.succeeded && list.out.contains("seen"), "{}", list.out);
    let words = program::run(&app, &["audit", "verify"], &[("LANG", "pt_BR.UTF-8".to_owned())]).await.out;
    assert!(words.contains("está íntegra") && !words.contains("encadead"), "{words}");
}
