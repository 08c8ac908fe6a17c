//! What an administrator has begun and goes on for long ends with their rights.

use crate::app::{Browser, TestApp, is_postgres};
use axum::http::{Request, StatusCode};
use chaveiro::domain::AdminAction;
use std::time::Duration;

/// Sends a form, whose first write has to wait until the sender's session has ended.
async fn post_while_the_session_ends(
    app: &TestApp,
    mut admin: Browser,
    path: &'static str,
    form: Vec<(&'static str, String)>,
) -> StatusCode {
    let mut other = app.connect().await;
    let begin = if is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" };
    for statement in [begin, "UPDATE users SET created_at = created_at", "DELETE FROM sessions"] {
        sqlx::raw_sql(statement).execute(&mut other).await.unwrap();
    }
    let sent = tokio::spawn(async move {
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.post(path, &fields).await.status
    });
    if is_postgres() {
        let waiting =
            "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        while app.number(waiting).await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    } else {
        // Nobody can see on SQLite who waits.
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    sent.await.unwrap()
}

async fn create_five_people(app: &TestApp) -> String {
    let mut ids = Vec::new();
    for number in 0..5 {
        let email = format!("p{number}@example.org");
        app.queue(&email).await;
        ids.push(app.id_of(&email).await.to_string());
    }
    app.deliver_all().await;
    ids.join(" ")
}

#[tokio::test]
async fn an_action_on_many_people_stops_when_the_session_ends() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let users = create_five_people(&app).await;
    let form = vec![("act", "disable".to_owned()), ("users", users)];
    post_while_the_session_ends(&app, admin, "/admin/users/act", form).await;
    let disabled = app.number("SELECT COUNT(*) FROM users WHERE disabled_at IS NOT NULL").await;
    assert!(disabled <= 1, "{disabled} were disabled by somebody who may no more");
}

#[tokio::test]
async fn no_more_people_of_a_file_are_restored() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    create_five_people(&app).await;
    let mut file = "name,email\n".to_owned();
    for number in 0..5 {
        let email = format!("p{number}@example.org");
        app.apply_action(AdminAction::Delete, &email).await;
        file.push_str(&format!("Person,{email}\n"));
    }
    let id = crate::import::previewed(&mut admin, &file).await;
    let form = vec![("act", "restore".to_owned()), ("import", id)];
    post_while_the_session_ends(&app, admin, "/admin/imports/act", form).await;
    let restored = app.number("SELECT COUNT(*) FROM users WHERE deleted_at IS NULL AND role = 'member'").await;
    assert!(restored <= 1, "{restored} were restored by somebody who may no more");
}

#[tokio::test]
async fn no_more_slips_are_printed_and_those_that_were_are_shown_to_nobody() {
    let app = TestApp::start_with(|settings| settings.allow_handover = true).await;
    let admin = app.admin().await;
    let users = create_five_people(&app).await;
    let status = post_while_the_session_ends(&app, admin, "/admin/users/slips", vec![("users", users)]).await;
    assert_ne!(status, StatusCode::OK);
    let revealed = app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'temporary_password_revealed'").await;
    assert!(revealed <= 1, "{revealed} temporary passwords were generated for somebody who may no more");
}

#[tokio::test]
async fn a_file_that_is_being_downloaded_breaks_off() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    create_five_people(&app).await;
    for path in ["/admin/users/export", "/admin/audit/export"] {
        let whole = admin.begin(Request::get(path).body(axum::body::Body::empty()).unwrap()).await;
        let whole = axum::body::to_bytes(whole.into_body(), usize::MAX).await.expect("a file");
        assert!(whole.len() > 500, "{path}");
    }
    for path in ["/admin/users/export", "/admin/audit/export"] {
        let begun = admin.begin(Request::get(path).body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(begun.status(), StatusCode::OK, "{path}");
        app.execute("UPDATE sessions SET purpose = 'first_access'").await;
        let rest = axum::body::to_bytes(begun.into_body(), usize::MAX).await;
        assert!(rest.is_err(), "{path} was given to somebody who may no more");
        app.execute("UPDATE sessions SET purpose = 'full'").await;
    }
}
