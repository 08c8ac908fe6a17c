//! Two nodes whose clocks differ.

use super::client::{parameter, text, userinfo};
use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, TestApp};
use axum::http::StatusCode;
use chaveiro::server::clock::Clock;
use serde_json::Value;
use std::time::Duration;

/// So far they may be apart.
const AHEAD: Duration = Duration::from_secs(50);

/// A clock that is ahead of the first node's.
fn clock_ahead_by(app: &TestApp, by: Duration) -> Clock {
    Clock::stopped_at(app.state.clock.now().plus(by))
}

/// The password is asked for once, whichever node asks and whichever checks it.
#[tokio::test]
async fn a_password_is_asked_for_once_at_whichever_node() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    let here = app.admin().await;
    for more in [("prompt", "login"), ("max_age", "0"), ("prompt", "select_account")] {
        for is_signed_in in [true, false] {
            app.advance(60);
            let mut here = here.clone();
            let mut there = app.browser_of_node_with(clock_ahead_by(&app, AHEAD)).await;
            if is_signed_in {
                there.cookies = here.cookies.clone();
            }
            let redirect = there.get(&client.authorize_path(&[more])).await;
            let to = redirect.location().unwrap().to_owned();
            let next = parameter(&to, "next").unwrap();
            here.cookies = there.cookies;
            let given = if is_signed_in {
                assert!(to.starts_with("/confirm-password?"), "{to}");
                here.post("/confirm-password", &[("current_password", ADMIN_PASSWORD), ("next", &next)]).await
            } else {
                assert!(to.starts_with("/login?"), "{to}");
                here.post("/login", &[("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD), ("next", &next)]).await
            };
            assert_eq!(given.location(), Some(next.as_str()), "{}", given.text);
            let page = here.get(&next).await;
            assert!(page.text.contains("code="), "{more:?} {is_signed_in}: {:?} {}", page.location(), page.text);
        }
    }
    app.deliver_all().await;
}

/// Whoever has not given it is asked for it still: neither another browser's nor another request's counts.
#[tokio::test]
async fn a_password_given_for_one_request_is_not_given_for_another() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    app.advance(60);
    let mut waits = Vec::new();
    for _ in 0..2 {
        let redirect = admin.get(&client.authorize_path(&[("prompt", "login")])).await;
        waits.push(parameter(redirect.location().unwrap(), "next").unwrap());
        app.advance(60);
    }
    let mut other = app.browser();
    let redirect = other.get(&client.authorize_path(&[("prompt", "login")])).await;
    let of_other = parameter(redirect.location().unwrap(), "next").unwrap();
    app.advance(60);
    admin.post("/confirm-password", &[("current_password", "wrong"), ("next", &waits[0])]).await;
    let fresh = async || {
        app.number(
            "SELECT COUNT(*) FROM authorization_requests WHERE fresh_since IN (SELECT confirmed_at FROM sessions)",
        )
        .await
    };
    assert_eq!(fresh().await, 0);
    admin.post("/confirm-password", &[("current_password", ADMIN_PASSWORD), ("next", &of_other)]).await;
    assert_eq!(fresh().await, 0);
    admin.post("/confirm-password", &[("current_password", ADMIN_PASSWORD), ("next", &waits[0])]).await;
    assert_eq!(fresh().await, 1);
}

/// O7: within ten seconds by the clock of whichever node is asked.
#[tokio::test]
async fn a_refresh_token_repeated_at_another_node_gets_the_same_answer() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    for (by, is_same) in [(Duration::from_secs(5), true), (Duration::from_secs(11), false)] {
        let tokens = client.tokens(&app, &mut admin).await;
        let refresh = text(&tokens, "refresh_token");
        let mut there = app.browser_of_node_with(clock_ahead_by(&app, by)).await;
        let first = client.refresh(&app, refresh).await;
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let again = client.post_from(&mut there, "/oauth/token", &fields).await;
        assert_eq!(again.status == StatusCode::OK, is_same, "{}", again.text);
        let first: Value = serde_json::from_str(&first.text).unwrap();
        let works = userinfo(&app, text(&first, "access_token")).await.status == StatusCode::OK;
        assert_eq!(works, is_same);
        if is_same {
            let again: Value = serde_json::from_str(&again.text).unwrap();
            assert_eq!(again["access_token"], first["access_token"]);
            assert_eq!(again["refresh_token"], first["refresh_token"]);
        }
    }
}
