//! How much apps, and strangers in their name, may have written down.

use super::client::{CALLBACK, Client, details, parameter, text, userinfo};
use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, TestApp};
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::AppAccess;
use chaveiro::server::keys::Token;
use chaveiro::server::oidc::backchannel;
use chaveiro::server::rate_limit::{
    ACCESS_TOKENS, AUTHORIZATION_REQUESTS_OF_NETWORK, MAX_APP_SIGN_INS_AN_HOUR, REFRESH_TOKENS, RENEWALS, UNUSED_CODES,
};

const SCHOOL: &str = "198.51.100.3";

async fn waiting(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM authorization_requests").await
}

async fn begin_sign_in(client: &Client, browser: &mut Browser, language: &str) -> Answer {
    let request = Request::get(client.authorize_path(&[]));
    let request = request.header(header::ACCEPT, "text/html").header(header::ACCEPT_LANGUAGE, language);
    browser.send(request).await
}

/// O17: somebody who keeps no cookie, or makes them up, fills no disk; the others of the network go on.
#[tokio::test]
async fn requests_that_begin_to_wait_are_limited_by_network() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    let mut signed_in = app.admin().await;
    signed_in.address = Some(SCHOOL.parse().unwrap());
    let mut first = app.browser_at(SCHOOL);
    for _ in 0..2 {
        assert_eq!(begin_sign_in(&client, &mut first, "en").await.status, StatusCode::SEE_OTHER);
    }
    for number in 2..AUTHORIZATION_REQUESTS_OF_NETWORK {
        let answer = begin_sign_in(&client, &mut app.browser_at(SCHOOL), "en").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}");
    }
    assert_eq!(waiting(&app).await, AUTHORIZATION_REQUESTS_OF_NETWORK);
    let mut made_up = app.browser_at(SCHOOL);
    made_up.cookies.insert("authorization".to_owned(), Token::generate().reveal().to_owned());
    for browser in [&mut app.browser_at(SCHOOL), &mut made_up] {
        for (language, words) in [("en", "Too many tries"), ("pt-BR", "Muitas tentativas")] {
            let answer = begin_sign_in(&client, browser, language).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::TOO_MANY_REQUESTS, None));
            assert_eq!(answer.retry_after(), Some(600));
            assert!(answer.says(words) && !answer.text.contains(CALLBACK), "{}", answer.text);
        }
    }
    // A browser in which a request waits goes on, and so does who is signed in, and everybody else.
    let redirect = begin_sign_in(&client, &mut first, "en").await;
    assert_eq!(redirect.status, StatusCode::SEE_OTHER, "{}", redirect.text);
    assert_eq!(waiting(&app).await, AUTHORIZATION_REQUESTS_OF_NETWORK);
    let next = parameter(redirect.location().unwrap(), "next").unwrap();
    first.post("/login", &[("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD), ("next", &next)]).await;
    assert!(first.get(&next).await.text.contains("code="));
    let code = begin_sign_in(&client, &mut signed_in, "en").await;
    assert!(parameter(code.location().unwrap(), "code").is_some());
    let elsewhere = begin_sign_in(&client, &mut app.browser_at("203.0.113.9"), "en").await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER);
    app.advance(601);
    assert_eq!(begin_sign_in(&client, &mut app.browser_at(SCHOOL), "en").await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

/// O17: what an app has sent along is kept no longer than an answer may need it.
#[tokio::test]
async fn long_values_are_refused_and_others_forgotten_when_the_request_is_over() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    app.admin().await;
    let mut browser = app.browser();
    for (more, is_taken) in [
        (("state", "x".repeat(4096)), true),
        (("state", "x".repeat(4097)), false),
        (("state", "é".repeat(1000)), false),
        (("nonce", "x".repeat(2048)), true),
        (("nonce", "x".repeat(2049)), false),
    ] {
        let answer = browser.get(&client.authorize_path(&[(more.0, &more.1)])).await;
        let to = answer.location().unwrap();
        assert_eq!(to.starts_with("/login?"), is_taken, "{}", &to[..80]);
        assert!(is_taken || to.starts_with(&format!("{CALLBACK}?error=invalid_request&")), "{}", &to[..80]);
    }
    let kept = async || {
        let sql = "SELECT COUNT(*) FROM authorization_requests
                   WHERE state IS NOT NULL OR nonce IS NOT NULL OR login_hint IS NOT NULL";
        app.number(sql).await
    };
    let redirect = browser.get(&client.authorize_path(&[("login_hint", "a@example.org")])).await;
    let next = parameter(redirect.location().unwrap(), "next").unwrap();
    assert_eq!((waiting(&app).await, kept().await), (3, 3));
    browser.post("/login", &[("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD), ("next", &next)]).await;
    assert!(browser.get(&next).await.text.contains("state=s1"));
    assert_eq!((waiting(&app).await, kept().await), (3, 2));
    // Half an hour, and the minute by which the clocks of nodes may differ.
    app.advance(1859);
    app.state.store.delete_old_authorization_requests().await.unwrap();
    assert_eq!((waiting(&app).await, kept().await), (3, 2));
    app.advance(1);
    app.state.store.delete_old_authorization_requests().await.unwrap();
    assert_eq!((waiting(&app).await, kept().await), (3, 0));
    app.deliver_all().await;
}

/// Who is signed in may exchange and renew as often as they like: few tokens are kept, and the newest work.
#[tokio::test]
async fn tokens_of_one_app_in_one_session_are_few_and_the_newest() {
    let app = TestApp::start().await;
    let (moodle, cloud) = (app.client("moodle").await, app.client("cloud").await);
    let mut maria = app.member("maria@example.org").await;
    let other = cloud.tokens(&app, &mut maria).await;
    let mut all = Vec::new();
    for _ in 0..REFRESH_TOKENS + 3 {
        app.advance(1);
        all.push(moodle.tokens(&app, &mut maria).await);
    }
    let refresh_tokens = "SELECT COUNT(*) FROM refresh_tokens";
    assert_eq!(app.number(refresh_tokens).await, REFRESH_TOKENS + 1);
    for (number, tokens) in all.iter().enumerate() {
        let works = number >= 3;
        let status = userinfo(&app, text(tokens, "access_token")).await.status;
        assert_eq!(status == StatusCode::OK, works, "{number}");
    }
    // One that is renewed is the newest; those that were renewed before it count with it.
    assert_eq!(moodle.refresh(&app, text(&all[3], "refresh_token")).await.status, StatusCode::OK);
    app.advance(1);
    moodle.tokens(&app, &mut maria).await;
    assert_eq!(moodle.refresh(&app, text(&all[4], "refresh_token")).await.code().as_deref(), Some("invalid_grant"));
    assert_eq!(moodle.refresh(&app, text(&all[5], "refresh_token")).await.status, StatusCode::OK);
    assert_eq!(moodle.refresh(&app, text(&all[0], "refresh_token")).await.code().as_deref(), Some("invalid_grant"));
    assert_eq!(cloud.refresh(&app, text(&other, "refresh_token")).await.status, StatusCode::OK);

    // Access tokens without one that renews them.
    let narrow = cloud.authorize_path(&[("scope", "openid")]);
    let mut last = String::new();
    for _ in 0..ACCESS_TOKENS + 5 {
        let code = parameter(maria.get(&narrow).await.location().unwrap(), "code").unwrap();
        last = cloud.exchange(&app, &code).await.text;
    }
    let of_cloud = "SELECT COUNT(*) FROM access_tokens t JOIN apps a ON a.id = t.app_id WHERE a.client_id = 'cloud'";
    assert_eq!(app.number(of_cloud).await, ACCESS_TOKENS);
    let last: serde_json::Value = serde_json::from_str(&last).unwrap();
    assert_eq!(userinfo(&app, text(&last, "access_token")).await.status, StatusCode::OK);
}

/// What was renewed is known for a month: renewing has a measure.
#[tokio::test]
async fn an_app_renews_so_often_in_an_hour_and_then_waits() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut maria = app.member("maria@example.org").await;
    let mut tokens = client.tokens(&app, &mut maria).await;
    let mut before = tokens.clone();
    for number in 0..RENEWALS {
        let renewed = client.refresh(&app, text(&tokens, "refresh_token")).await;
        assert_eq!(renewed.status, StatusCode::OK, "{number}");
        before = tokens;
        tokens = serde_json::from_str(&renewed.text).unwrap();
    }
    let refused = client.refresh(&app, text(&tokens, "refresh_token")).await;
    assert_eq!(
        (refused.status, refused.retry_after()),
        (StatusCode::TOO_MANY_REQUESTS, Some(3600)),
        "{}",
        refused.text
    );
    assert_eq!(
        client.refresh(&app, text(&before, "refresh_token")).await.status,
        StatusCode::OK,
        "the same answer again"
    );
    app.advance(3601);
    assert_eq!(client.refresh(&app, text(&tokens, "refresh_token")).await.status, StatusCode::OK);
}

/// A code that comes twice ends its tokens each time, and is logged once an hour.
#[tokio::test]
async fn codes_that_come_twice_are_logged_once_an_hour() {
    let app = TestApp::start().await;
    let (moodle, cloud) = (app.client("moodle").await, app.client("cloud").await);
    let mut maria = app.member("maria@example.org").await;
    let id = app.id_of("maria@example.org").await;
    let mut twice = async |client: &Client| {
        let code = client.code(&mut maria).await;
        let tokens: serde_json::Value = serde_json::from_str(&client.exchange(&app, &code).await.text).unwrap();
        assert_eq!(client.exchange(&app, &code).await.code().as_deref(), Some("invalid_grant"));
        assert_eq!(userinfo(&app, text(&tokens, "access_token")).await.status, StatusCode::UNAUTHORIZED);
        app.audit_kinds(&id).await.iter().filter(|kind| *kind == "app_tokens_revoked").count()
    };
    assert_eq!(twice(&moodle).await, 1);
    assert_eq!(twice(&moodle).await, 1);
    assert_eq!(twice(&cloud).await, 2);
    app.advance(3601);
    assert_eq!(twice(&moodle).await, 3);
}

/// Who is signed in may ask as often as they like: the log has it once, and few codes are kept.
#[tokio::test]
async fn an_app_that_asks_again_and_again_is_logged_once_a_session() {
    let app = TestApp::start().await;
    let (moodle, cloud) = (app.client("moodle").await, app.client("cloud").await);
    let mut maria = app.member("maria@example.org").await;
    let count = async |kind: &str| {
        let kinds = app.audit_kinds(&app.id_of("maria@example.org").await).await;
        kinds.iter().filter(|found| *found == kind).count()
    };
    let mut last = String::new();
    for _ in 0..UNUSED_CODES + 5 {
        app.advance(1);
        last = moodle.code(&mut maria).await;
    }
    assert_eq!(count("app_signed_in").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM authorization_codes").await, UNUSED_CODES);
    assert_eq!(moodle.exchange(&app, &last).await.status, StatusCode::OK);
    cloud.code(&mut maria).await;
    assert_eq!(count("app_signed_in").await, 2);
    // Another session is another sign-in.
    maria.post("/logout", &[]).await;
    maria.sign_in("maria@example.org", crate::app::OWN_PASSWORD).await;
    moodle.code(&mut maria).await;
    assert_eq!(count("app_signed_in").await, 3);

    let mut closed = details("secret-club");
    closed.access = AppAccess::Groups;
    let club = app.client_with(closed).await;
    for _ in 0..5 {
        assert_eq!(maria.get(&club.authorize_path(&[])).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(count("app_refused").await, 1);
    app.advance(3601);
    maria.get(&club.authorize_path(&[])).await;
    assert_eq!(count("app_refused").await, 2);
}

/// Seen: two thousand events in five seconds, without a hash.
#[tokio::test]
async fn repeated_sign_ins_to_an_app_are_limited() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut rui = app.member("rui@example.org").await;
    let end = [("app", client.id.as_str())];
    for _ in 0..MAX_APP_SIGN_INS_AN_HOUR {
        client.code(&mut rui).await;
        assert_eq!(rui.post("/account/end-app", &end).await.status, StatusCode::SEE_OTHER);
        while backchannel::deliver_next(&app.state).await.unwrap() {}
    }
    let refused = rui.get(&client.authorize_path(&[])).await;
    assert_eq!(
        (refused.status, refused.retry_after()),
        (StatusCode::TOO_MANY_REQUESTS, Some(3600)),
        "{}",
        refused.text
    );
    let silent = rui.get(&client.authorize_path(&[("prompt", "none")])).await;
    let error = silent.location().and_then(|to| parameter(to, "error"));
    assert_eq!(error.as_deref(), Some("temporarily_unavailable"), "{}", silent.text);
    let logged = app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'app_signed_in'").await;
    assert_eq!(logged, MAX_APP_SIGN_INS_AN_HOUR);

    client.code(&mut app.member("eva@example.org").await).await;
    app.advance(3601);
    client.code(&mut rui).await;
    app.deliver_all().await;
}
