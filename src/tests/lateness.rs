//! The warning about late mails: about all of them, not about one address.

use crate::app::{Browser, TestApp};
use axum::http::StatusCode;

const WARNING: &str = "Os envios estão atrasados";

/// Queues mails to so many people; none is sent.
async fn queue(app: &TestApp, people: std::ops::Range<usize>) {
    for number in people {
        app.queue(&format!("pessoa{number}@example.org")).await;
    }
}

/// The mail servers put off so many of the mails that wait to be sent.
async fn defer_mails(app: &TestApp, mails: i64) {
    let now = app.state.clock.now();
    let sql = "UPDATE outbox SET state = 'waiting', attempts = 1, step = 'recipient', last_answer = '450 4.2.1',
                      not_before = $1, updated_at = $2
               WHERE id IN (SELECT id FROM outbox WHERE state = 'queued' ORDER BY id LIMIT $3)";
    let done = sqlx::query(sql)
        .bind(now.plus(std::time::Duration::from_secs(30 * 60)).as_millis())
        .bind(now.as_millis())
        .bind(mails)
        .execute(&mut app.connect().await)
        .await
        .unwrap();
    assert_eq!(done.rows_affected(), mails.cast_unsigned());
}

async fn is_warned(browser: &mut Browser) -> bool {
    browser.get("/admin/users").await.says(WARNING)
}

#[tokio::test]
async fn one_deferred_mail_warns_nobody() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    queue(&app, 0..1).await;
    defer_mails(&app, 1).await;
    queue(&app, 1..3).await;
    app.deliver_all().await;
    app.advance(60 * 60);

    assert!(!is_warned(&mut admin).await);
    assert!(!admin.get("/admin/mail").await.says(WARNING));
}

#[tokio::test]
async fn a_fifth_of_the_last_mails_deferred_warns_in_one_line() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    queue(&app, 0..5).await;
    defer_mails(&app, 5).await;
    queue(&app, 5..24).await;
    app.deliver_all().await;
    assert!(!is_warned(&mut admin).await, "not before a quarter of an hour");
    app.advance(15 * 60 + 1);

    let page = admin.get("/admin/users").await;
    assert!(page.says("Os envios estão atrasados: 5 dos últimos 24 e-mails foram adiados"), "{}", page.text);
    queue(&app, 24..26).await;
    app.deliver_all().await;
    assert!(!is_warned(&mut admin).await, "5 of 26 are less than a fifth");
}

#[tokio::test]
async fn a_long_queue_that_moves_is_not_late_and_a_stuck_one_is() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    queue(&app, 0..4).await;
    app.advance(20 * 60);
    let delivered = chaveiro::server::delivery::deliver_next(&app.state).await.unwrap();
    assert_eq!(delivered, chaveiro::server::delivery::Outcome::Sent);
    assert!(!is_warned(&mut admin).await, "one was taken just now");
    app.advance(15 * 60 + 1);

    assert!(admin.get("/admin/users").await.says("nenhum e-mail saiu desde"));
}

#[tokio::test]
async fn the_warning_is_put_aside_for_an_hour() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut member = app.member("rui@example.org").await;
    queue(&app, 0..1).await;
    app.advance(15 * 60 + 1);
    assert!(is_warned(&mut admin).await);

    let answer = admin.post("/admin/mail/put-aside", &[("back", "/admin/users?q=rui")]).await;
    assert_eq!(answer.location(), Some("/admin/users?q=rui"));
    assert!(!is_warned(&mut admin).await);
    assert!(admin.get("/admin/mail").await.says(WARNING), "the page of the queue says it at any time");
    app.advance(50 * 60);
    assert!(!is_warned(&mut admin).await);
    app.advance(10 * 60);
    assert!(is_warned(&mut admin).await);
    let elsewhere = admin.post("/admin/mail/put-aside", &[("back", "//evil.example")]).await;
    assert_eq!(elsewhere.location(), Some("/admin"));
    assert_eq!(member.post("/admin/mail/put-aside", &[]).await.status, StatusCode::FORBIDDEN);
}
