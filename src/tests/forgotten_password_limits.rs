//! How many may ask for a forgotten password, and for how long their requests wait.

use crate::app::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use chaveiro::server::cleanup::clean_up;
use chaveiro::server::delivery::{Outcome, deliver_next};
use chaveiro::server::outbox::{pause, resume};
use chaveiro::server::rate_limit::{NETWORKS_OF_SITE, PASSWORD_REQUEST_KEPT, PASSWORD_REQUESTS_OF_NETWORK};
use chaveiro::server::session::Admin;

const HERE: &str = "192.0.2.1";
const RUI: &str = "rui@example.org";
const MARIA: &str = "maria@example.org";
const WAITING: &str = "SELECT COUNT(*) FROM password_requests";

async fn request_password(mut browser: Browser, email: &str) -> Answer {
    browser.post("/forgot-password", &[("email", email)]).await
}

/// Strangers can send any number of them.
#[tokio::test]
async fn a_flood_of_requests_keeps_no_mail_waiting() {
    let app = TestApp::start().await;
    app.queue(MARIA).await;
    for number in 0..100 {
        request_password(app.browser(), &format!("nobody{number}@example.org")).await;
    }

    assert_eq!(deliver_next(&app.state).await.expect("an answer"), Outcome::Sent);

    let left = app.number(WAITING).await;
    assert!(left >= 50, "the mail waited until only {left} requests were left");
    assert_eq!(app.deliver_all().await, [], "nobody has an account");
    assert_eq!(app.number(WAITING).await, 0, "without a mail they are all answered at once");
}

/// No worker ran meanwhile.
#[tokio::test]
async fn a_request_that_waited_for_an_hour_is_dropped() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    for (waited, answered) in [(PASSWORD_REQUEST_KEPT.as_secs(), 1), (PASSWORD_REQUEST_KEPT.as_secs() + 1, 0)] {
        app.advance(24 * 3600);
        app.deliver_all().await;
        let before = app.mails().len();
        request_password(app.browser(), RUI).await;
        app.advance(waited);
        app.deliver_all().await;
        assert_eq!(app.mails().len() - before, answered, "after {waited} s");
        assert_eq!(app.number(WAITING).await, 0);
    }
}

/// While sending is paused they are answered as well: their mails wait with the others.
#[tokio::test]
async fn who_asks_during_a_pause_gets_the_mail_after_it() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    let (admin, before) = (Admin::from_cli(), app.mails().len());
    pause(&app.state, &admin).await.expect("a pause");
    request_password(app.browser(), RUI).await;
    app.deliver_all().await;
    assert_eq!((app.number(WAITING).await, app.mails().len()), (0, before));
    app.advance(3 * 3600);
    resume(&app.state, &admin).await.expect("no pause");
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert!(app.mails().last().unwrap().text.contains("/reset-password?t="));
}

#[tokio::test]
async fn what_waited_for_an_hour_goes_with_the_cleanup() {
    let app = TestApp::start().await;
    request_password(app.browser(), RUI).await;
    app.advance(PASSWORD_REQUEST_KEPT.as_secs());
    request_password(app.browser(), MARIA).await;
    clean_up(&app.state).await;
    assert_eq!(app.number(WAITING).await, 2, "not yet");
    app.advance(1);
    clean_up(&app.state).await;
    assert_eq!(app.texts("SELECT email FROM password_requests").await, [Some(MARIA.to_owned())]);
}

#[tokio::test]
async fn the_networks_of_one_ipv6_48_have_a_limit_together() {
    let app = TestApp::start().await;
    for number in 0..PASSWORD_REQUESTS_OF_NETWORK * NETWORKS_OF_SITE {
        let browser = app.browser_at(&format!("2001:db8:7:{number:x}::1"));
        let answer = request_password(browser, &format!("nobody{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}: {}", answer.text);
    }
    let refused = request_password(app.browser_at("2001:db8:7:ffff::1"), RUI).await;
    assert_eq!((refused.status, refused.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(10 * 60)));
    assert_eq!(request_password(app.browser_at("2001:db8:8::1"), RUI).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn sixty_in_ten_minutes_from_one_network_whether_the_address_is_known_or_not() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    // What can be nobody's address is no request.
    assert_eq!(request_password(app.browser_at(HERE), "rui").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for number in 0..PASSWORD_REQUESTS_OF_NETWORK {
        let answer = request_password(app.browser_at(HERE), &format!("nobody{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}: {}", answer.text);
    }
    app.advance(60);
    for email in [RUI, "nobody@example.org"] {
        let refused = request_password(app.browser_at(HERE), email).await;
        assert_eq!((refused.status, refused.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(9 * 60)), "{email}");
        assert!(refused.says("Muitas tentativas. Espere 9 minutos e tente de novo."), "{}", refused.text);
        assert!(refused.text.contains(&format!("value=\"{email}\"")), "{}", refused.text);
    }
    assert_eq!(app.number(WAITING).await, PASSWORD_REQUESTS_OF_NETWORK);
    assert_eq!(request_password(app.browser_at("192.0.2.2"), RUI).await.status, StatusCode::SEE_OTHER);
    // They are no wrong tries at signing in.
    assert_eq!(app.browser_at(HERE).sign_in(RUI, crate::app::OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.advance(9 * 60);
    assert_eq!(request_password(app.browser_at(HERE), RUI).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}
