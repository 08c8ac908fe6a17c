//! How apps are told of ended sessions: beside each other, once each, and no longer than the program runs.

use super::client::{Client, details, parameter};
use super::logout::{logout_client, receiver};
use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, TestApp, is_postgres};
use axum::http::StatusCode;
use chaveiro::server::oidc::backchannel;
use chaveiro::server::rate_limit::PENDING_LOGOUTS;
use chaveiro::server::store::app_logouts::{LogoutEntry, LogoutState};
use std::net::TcpListener;
use std::time::Duration;

const LEASE: Duration = Duration::from_secs(30);

/// An app that takes connections, and never answers, while the listener lives.
fn silent() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    (format!("http://{}/logout", listener.local_addr().unwrap()), listener)
}

/// Signs in to an app and out again, so that the app is to be told.
async fn sign_out_of(app: &TestApp, client: &Client) {
    let mut admin = app.browser();
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    client.tokens(app, &mut admin).await;
    admin.post("/logout", &[]).await;
    app.advance(1);
}

async fn logouts(app: &TestApp, client: &Client) -> Vec<LogoutEntry> {
    app.state.store.list_logouts(&client.id, 10).await.unwrap()
}

async fn wait_until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(Duration::from_secs(8), async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(waited.await.is_ok(), "{what}");
}

#[tokio::test]
async fn an_app_that_does_not_answer_keeps_neither_the_others_nor_the_shutdown_waiting() {
    let app = TestApp::start().await;
    app.leave_mail();
    app.admin().await;
    let (address, listener) = silent();
    let away = logout_client(&app, "away", &address).await;
    let (address, _received) = receiver(vec![200]);
    let good = logout_client(&app, "good", &address).await;
    for client in [&away, &away, &away, &good] {
        sign_out_of(&app, client).await;
    }

    let worker = tokio::spawn(backchannel::deliver_until_shutdown(app.state.clone()));

    wait_until("the other app is not told", async || {
        logouts(&app, &good).await.iter().all(|entry| entry.state == LogoutState::Delivered)
    })
    .await;
    wait_until("the app is not asked", async || logouts(&app, &away).await.iter().any(|entry| entry.attempts > 0))
        .await;
    app.state.shutdown.cancel();
    tokio::time::timeout(Duration::from_secs(2), worker).await.expect("it ends at once").unwrap();
    let entries = logouts(&app, &away).await;
    let attempts: i64 = entries.iter().map(|entry| entry.attempts).sum();
    assert_eq!((entries.len(), attempts), (3, 1), "one at a time: {entries:?}");
    // What was asked without an answer is asked again when its lease is over.
    drop(listener);
    app.advance(LEASE.as_secs() + 1);
    while backchannel::deliver_next(&app.state).await.unwrap() {}
    let entries = logouts(&app, &away).await;
    assert!(entries.iter().all(|entry| entry.state == LogoutState::Open && entry.answer.is_some()), "{entries:?}");
    assert_eq!(entries.iter().map(|entry| entry.attempts).sum::<i64>(), 4);
}

#[tokio::test]
async fn a_worker_that_is_late_changes_nothing_of_the_next_attempt() {
    let app = TestApp::start().await;
    app.leave_mail();
    app.admin().await;
    let client = logout_client(&app, "moodle", "http://127.0.0.1:9/logout").await;
    sign_out_of(&app, &client).await;
    let store = &app.state.store;
    let now = app.state.clock.now();
    let late = store.take_logout(LEASE, &[]).await.unwrap().expect("one");
    app.advance(LEASE.as_secs() + 1);
    assert!(store.take_logout(LEASE, std::slice::from_ref(&client.id)).await.unwrap().is_none(), "the app is busy");
    let next = store.take_logout(LEASE, &[]).await.unwrap().expect("the same again");
    assert_eq!((late.attempts, next.attempts), (1, 2));

    assert!(!store.set_logout_outcome(&late, LogoutState::Failed, now, "late").await.unwrap());

    assert_eq!(logouts(&app, &client).await[0].state, LogoutState::Open);
    assert!(store.set_logout_outcome(&next, LogoutState::Delivered, now, "200").await.unwrap());
    assert!(!store.set_logout_outcome(&next, LogoutState::Open, now, "again").await.unwrap(), "it has ended");
    assert_eq!(logouts(&app, &client).await[0].state, LogoutState::Delivered);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'app_logout_failed'").await, 0);
}

#[tokio::test]
async fn what_is_given_up_and_its_event_are_stored_together() {
    let app = TestApp::start().await;
    app.leave_mail();
    app.admin().await;
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).unwrap();
    let client = logout_client(&app, "moodle", &format!("http://{nobody}/logout")).await;
    sign_out_of(&app, &client).await;
    app.execute("UPDATE app_sessions SET logout_attempts = 100").await;
    let (away, back) = if is_postgres() {
        ("ALTER TABLE audit_unlinked RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO audit_unlinked")
    } else {
        ("ALTER TABLE audit_head RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO audit_head")
    };
    app.execute(away).await;
    assert!(backchannel::deliver_next(&app.state).await.is_err());
    assert_eq!(logouts(&app, &client).await[0].state, LogoutState::Open, "given up, and no event says so");
    app.execute(back).await;
    app.advance(LEASE.as_secs() + 1);
    assert!(backchannel::deliver_next(&app.state).await.unwrap());
    assert_eq!(logouts(&app, &client).await[0].state, LogoutState::Failed);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'app_logout_failed'").await, 1);
}

/// A row written by hand, or by another version.
#[tokio::test]
async fn an_app_that_cannot_be_read_keeps_no_other_one_waiting() {
    let app = TestApp::start().await;
    app.leave_mail();
    app.admin().await;
    let damaged = app.client_with(details("damaged")).await;
    let (address, received) = receiver(vec![200]);
    let good = logout_client(&app, "good", &address).await;
    for client in [&damaged, &good] {
        sign_out_of(&app, client).await;
    }
    app.execute("UPDATE apps SET name = '' WHERE client_id = 'damaged'").await;
    while backchannel::deliver_next(&app.state).await.unwrap() {}
    assert_eq!(logouts(&app, &good).await[0].state, LogoutState::Delivered);
    assert!(received.recv_timeout(Duration::from_secs(10)).is_ok());
    assert_eq!(logouts(&app, &damaged).await.len(), 1, "it waits");
}

/// An app is told of one end after another: one person must not keep it busy with theirs.
#[tokio::test]
async fn a_person_with_many_pending_logouts_waits_and_others_do_not() {
    let app = TestApp::start().await;
    app.leave_mail();
    app.admin().await;
    let mut rui = app.member("rui@example.org").await;
    let (address, _received) = receiver(vec![200]);
    let client = logout_client(&app, "busy", &address).await;
    for _ in 0..PENDING_LOGOUTS {
        sign_out_of(&app, &client).await;
    }
    let mut admin = app.browser();
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let refused = admin.get(&client.authorize_path(&[])).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.text);
    assert_eq!(refused.retry_after(), Some(60));
    let without_page = admin.get(&client.authorize_path(&[("prompt", "none")])).await;
    let error = without_page.location().and_then(|to| parameter(to, "error"));
    assert_eq!(error.as_deref(), Some("temporarily_unavailable"), "{}", without_page.text);
    client.code(&mut rui).await;
    // An app that was tried and did not answer does not keep its people out.
    app.execute("UPDATE app_sessions SET logout_at = 1, logout_attempts = 1 WHERE session_hash IS NULL").await;
    client.code(&mut admin).await;
    app.deliver_all().await;
}
