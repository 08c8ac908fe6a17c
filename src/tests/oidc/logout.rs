//! Signing out: asked for by an app, and told to all apps.

use super::client::{Client, claims_of, details, text};
use crate::app::{ADMIN_EMAIL, TestApp};
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::{AdminAction, AppAddress};
use chaveiro::server::oidc::{backchannel, signing_keys};
use chaveiro::server::store::app_logouts::LogoutState;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

pub fn query(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// O10: with an ID token of the person, at once, and back to where the app has registered.
#[tokio::test]
async fn with_an_id_token_it_is_done_at_once_and_without_one_after_a_question() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    let hint = text(&tokens, "id_token");
    let bye = "https://moodle.example.org/bye";
    app.advance(600);
    let parameters = query(&[("client_id", "moodle"), ("post_logout_redirect_uri", bye), ("state", "x y")]);
    let question = admin.get(&format!("/oauth/logout?{parameters}")).await;
    let to = question.location().unwrap().to_owned();
    assert!(to.starts_with("/oauth/logout/confirm?"), "{to}");
    assert_eq!(admin.get("/account").await.status, StatusCode::OK, "not yet");
    let page = admin.get(&to).await;
    assert!(page.text.contains("name=\"post_logout_redirect_uri\""), "{}", page.text);

    let mut other = admin.clone();
    let agreed = other
        .post("/oauth/logout/confirm", &[("client_id", "moodle"), ("post_logout_redirect_uri", bye), ("state", "x y")])
        .await;
    let done = agreed.location().unwrap().to_owned();
    assert!(done.starts_with("/oauth/logout/done?"), "{done}");
    let page = other.get(&done).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("0; url=https://moodle.example.org/bye?state=x+y"), "{}", page.text);
    assert_eq!(admin.get("/account").await.status, StatusCode::SEE_OTHER, "the session has ended");

    let mut admin = app.browser();
    admin.sign_in(ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    let parameters = query(&[("id_token_hint", hint), ("post_logout_redirect_uri", bye), ("state", "s")]);
    let done = admin.get(&format!("/oauth/logout?{parameters}")).await;
    assert_eq!(done.location(), Some("https://moodle.example.org/bye?state=s"));
    assert!(done.set_cookies().iter().any(|cookie| cookie.contains("Max-Age=0")));
    assert!(admin.get("/account").await.location().unwrap().starts_with("/login"));
    app.deliver_all().await;
}

/// O10: nobody is sent to an address that no app has registered.
#[tokio::test]
async fn a_logout_leads_to_no_other_address() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    app.client("other").await;
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    let hint = text(&tokens, "id_token");
    let forged = format!("{}x", &hint[..hint.len() - 1]);
    let bye = "https://moodle.example.org/bye";
    for parameters in [
        query(&[("client_id", "moodle"), ("post_logout_redirect_uri", "https://evil.example/")]),
        query(&[("client_id", "moodle"), ("post_logout_redirect_uri", "https://moodle.example.org/bye/")]),
        query(&[("post_logout_redirect_uri", bye)]),
        query(&[("client_id", "nobody"), ("post_logout_redirect_uri", bye)]),
        query(&[("client_id", "other"), ("id_token_hint", hint), ("post_logout_redirect_uri", bye)]),
        query(&[("id_token_hint", &forged), ("post_logout_redirect_uri", bye)]),
        query(&[("client_id", "moodle"), ("client_id", "moodle")]),
    ] {
        for path in ["/oauth/logout", "/oauth/logout/done"] {
            let answer = admin.get(&format!("{path}?{parameters}")).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::BAD_REQUEST, None), "{path} {parameters}");
            assert!(!answer.text.contains("http-equiv"), "{parameters}");
        }
    }
    assert_eq!(admin.get("/account").await.status, StatusCode::OK);
    let request = Request::post("/oauth/logout")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body("client_id=moodle".into())
        .unwrap();
    assert_eq!(admin.send_request(request).await.location(), Some("/oauth/logout?client_id=moodle"));
}

/// An app that answers each logout with `status`, and tells what it was sent.
pub fn receiver(statuses: Vec<u16>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/logout", listener.local_addr().unwrap());
    let (sender, received) = channel();
    std::thread::spawn(move || {
        for status in statuses {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut bytes = Vec::new();
            let mut buffer = [0; 4096];
            loop {
                let read = stream.read(&mut buffer).unwrap_or(0);
                bytes.extend_from_slice(&buffer[..read]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let length = text
                    .lines()
                    .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned))
                    .and_then(|length| length.trim().parse::<usize>().ok());
                let body = text.split_once("\r\n\r\n").map(|(_, body)| body.len());
                if read == 0 || body.is_some_and(|body| length.is_some_and(|length| body >= length)) {
                    break;
                }
            }
            let answer = format!(
                "HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(answer.as_bytes());
            let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
        }
    });
    (address, received)
}

pub async fn logout_client(app: &TestApp, client_id: &str, address: &str) -> Client {
    let mut client = details(client_id);
    client.backchannel_logout_uri = Some(AppAddress::parse(address).unwrap());
    app.client_with(client).await
}

async fn deliver(app: &TestApp) {
    while backchannel::deliver_next(&app.state).await.unwrap() {}
}

/// O15, G7: the app is told, with a token it can check.
#[tokio::test]
async fn every_end_of_a_session_sends_a_logout_token_to_the_app() {
    let app = TestApp::start().await;
    let (address, received) = receiver(vec![200, 204]);
    let client = logout_client(&app, "moodle", &address).await;
    for (email, action) in
        [("maria@example.org", AdminAction::Disable), ("rui@example.org", AdminAction::RequirePassword)]
    {
        let mut person = app.member(email).await;
        let id_token = claims_of(text(&client.tokens(&app, &mut person).await, "id_token"));
        assert!(!backchannel::deliver_next(&app.state).await.unwrap(), "nothing has ended");
        app.apply_action(action, email).await;
        deliver(&app).await;
        let sent = received.recv().unwrap();
        let (_, token) = sent.split_once("logout_token=").expect("a logout token");
        let claims = signing_keys::verify(&app.state, token.trim()).await.unwrap().expect("ours");
        assert_eq!(claims["aud"], "moodle");
        assert_eq!(claims["iss"], id_token["iss"]);
        assert_eq!(claims["sub"], id_token["sub"]);
        assert_eq!(claims["sid"], id_token["sid"]);
        assert!(claims["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
        assert!(claims["jti"].is_string() && claims["exp"].is_i64());
        assert_eq!(claims.get("nonce"), None);
    }
    let entries = app.state.store.list_logouts(&client.id, 10).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|entry| entry.state == LogoutState::Delivered && entry.attempts == 1), "{entries:?}");
    app.advance(31 * 24 * 3600);
    let before = app.state.clock.now().minus(chaveiro::server::rate_limit::LOGOUTS_KEPT);
    app.state.store.delete_old_logouts(before).await.unwrap();
    assert_eq!(app.state.store.list_logouts(&client.id, 10).await.unwrap().len(), 0);
    app.deliver_all().await;
}

/// An app that is away is tried again; one that redirects is not followed.
#[tokio::test]
async fn an_app_that_does_not_take_it_is_tried_again_and_given_up_after_a_day() {
    let app = TestApp::start().await;
    app.leave_mail();
    let (address, received) = receiver(vec![302, 500, 200]);
    let client = logout_client(&app, "moodle", &address).await;
    let mut admin = app.admin().await;
    client.tokens(&app, &mut admin).await;
    admin.post("/logout", &[]).await;
    for (answer, wait) in [("HTTP 302", 5), ("HTTP 500", 30)] {
        deliver(&app).await;
        received.recv().unwrap();
        let entry = app.state.store.list_logouts(&client.id, 10).await.unwrap().remove(0);
        assert_eq!((entry.state, entry.answer.as_deref()), (LogoutState::Open, Some(answer)));
        assert_eq!(entry.next_attempt_at, app.state.clock.now().plus(std::time::Duration::from_secs(wait)));
        assert!(!backchannel::deliver_next(&app.state).await.unwrap(), "not before it is time");
        app.advance(wait);
    }
    deliver(&app).await;
    received.recv().unwrap();
    assert_eq!(app.state.store.list_logouts(&client.id, 10).await.unwrap()[0].state, LogoutState::Delivered);

    // Nobody listens there any more.
    let mut admin = app.browser();
    admin.sign_in(ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    client.tokens(&app, &mut admin).await;
    admin.post("/logout", &[]).await;
    for _ in 0..40 {
        deliver(&app).await;
        app.advance(3600);
    }
    let entries = app.state.store.list_logouts(&client.id, 10).await.unwrap();
    let failed = entries.iter().find(|entry| entry.state == LogoutState::Failed).expect("given up");
    assert!(failed.attempts < 40 && failed.answer.is_some(), "{failed:?}");
    let kinds = app.audit_kinds(&app.id_of(ADMIN_EMAIL).await).await;
    assert!(kinds.iter().any(|kind| kind == "app_logout_failed"), "{kinds:?}");
    assert_eq!(app.state.store.set_logouts_retried(&client.id).await.unwrap(), 1);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_app_that_wants_no_news_leaves_nothing_to_deliver() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    client.tokens(&app, &mut admin).await;
    admin.post("/logout", &[]).await;
    assert!(!backchannel::deliver_next(&app.state).await.unwrap());
    assert_eq!(app.number("SELECT COUNT(*) FROM app_sessions").await, 0);
}
