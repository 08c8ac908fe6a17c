//! The own password, asked for again on the way to something sensitive.

use crate::app::{ADMIN_PASSWORD, TestApp};
use axum::http::StatusCode;

const PAGE: &str = "/admin/confirm-password";

#[tokio::test]
async fn the_right_password_leads_on_and_is_remembered() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.advance(11 * 60);
    let form = admin.get(&format!("{PAGE}?next=%2Fadmin%2Fusers%3Fpage%3D2")).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("name=\"next\" value=\"/admin/users?page=2\""), "{}", form.text);
    let before = app.number("SELECT MAX(confirmed_at) FROM sessions").await;

    let answer = admin.post(PAGE, &[("current_password", ADMIN_PASSWORD), ("next", "/admin/users?page=2")]).await;

    assert_eq!(answer.location(), Some("/admin/users?page=2&notice=confirmed"), "{}", answer.text);
    assert_eq!(app.number("SELECT MAX(confirmed_at) FROM sessions").await, before + 11 * 60 * 1000);
    assert_eq!(
        app.texts("SELECT kind FROM audit_events ORDER BY seq DESC").await[0].as_deref(),
        Some("password_confirmed")
    );
}

#[tokio::test]
async fn a_password_typed_again_and_again_is_logged_once_a_minute() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let confirmed = "SELECT COUNT(*) FROM audit_events WHERE kind = 'password_confirmed'";
    for (seconds, events) in [(11 * 60, 1), (40, 1), (40, 2), (1, 2)] {
        app.advance(seconds);
        let answer = admin.post(PAGE, &[("current_password", ADMIN_PASSWORD), ("next", "/admin/users")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(app.number(confirmed).await, events, "after {seconds} s");
    }
}

#[tokio::test]
async fn a_wrong_or_missing_password_is_refused_beside_the_field_and_next_is_kept() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (typed, words) in [("not this one at all", "não é sua senha atual"), ("", "Digite a senha.")] {
        let answer = admin.post(PAGE, &[("current_password", typed), ("next", "/admin/users?page=2")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert!(answer.text.contains("name=\"next\" value=\"/admin/users?page=2\""), "{}", answer.text);
        assert!(answer.says(words) && answer.says("href=\"#current_password\""), "{words}: {}", answer.text);
        assert!(typed.is_empty() || !answer.text.contains(typed));
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'password_confirmed'").await, 0);
}

#[tokio::test]
async fn it_leads_to_no_other_site() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for next in
        ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\t/evil.example", "javascript:alert(1)"]
    {
        let answer = admin.post(PAGE, &[("current_password", ADMIN_PASSWORD), ("next", next)]).await;
        assert_eq!(answer.location(), Some("/admin/users"), "{next}");
    }
}

#[tokio::test]
async fn confirming_a_password_is_limited_like_signing_in() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut last = StatusCode::OK;
    for _ in 0..8 {
        last = admin.post(PAGE, &[("current_password", "a guess that fails")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
