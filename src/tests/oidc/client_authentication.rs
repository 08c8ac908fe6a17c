//! How an app says who it is at the endpoints for programs, and what it gets when it does not (RFC 6749, 5.2;
//! RFC 7662, 2.3).

use super::client::{Client, details, text};
use crate::app::{Answer, OWN_PASSWORD, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chaveiro::domain::{AppKind, ClientId};
use chaveiro::error::{AppError, Field, Problem};
use chaveiro::server::apps;
use chaveiro::server::rate_limit::NETWORK_FAILURES;
use chaveiro::server::session::Admin;
use serde_json::{Value, json};

const ENDPOINTS: [&str; 3] = ["/oauth/token", "/oauth/introspect", "/oauth/revoke"];
/// Enough for each of them.
const FIELDS: &str = "grant_type=refresh_token&refresh_token=x&token=x";

async fn post_form(app: &TestApp, path: &str, authorization: Option<&str>, body: &str) -> Answer {
    let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(authorization) = authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    app.browser().send_request(request.body(Body::from(body.to_owned())).unwrap()).await
}

fn basic(client: &Client) -> String {
    let secret = client.secret.as_deref().expect("a secret");
    format!("Basic {}", STANDARD.encode(format!("{}:{secret}", client.details.client_id)))
}

fn description(answer: &Answer) -> String {
    let body: Value = serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{}", answer.text));
    text(&body, "error_description").to_owned()
}

#[tokio::test]
async fn a_client_without_credentials_gets_a_basic_challenge() {
    let no_colon = format!("Basic {}", STANDARD.encode("moodle"));
    let no_text = format!("Basic {}", STANDARD.encode(b"\xff\xfe:x"));
    let empty = format!("Basic {}", STANDARD.encode("moodle:"));
    let of_nobody = format!("Basic {}", STANDARD.encode(":"));
    for path in ENDPOINTS {
        // Each by itself: what names an app counts as a wrong secret, and too many of those have to wait.
        let app = TestApp::start().await;
        app.client("moodle").await;
        for (authorization, body) in [
            (Some("Basic !!!"), FIELDS),
            (Some("Basic"), FIELDS),
            (Some("Basic "), FIELDS),
            (Some("Bearer x"), FIELDS),
            (Some("Bearer x"), &format!("{FIELDS}&client_id=moodle")),
            (Some("x"), FIELDS),
            (Some(no_colon.as_str()), FIELDS),
            (Some(no_text.as_str()), FIELDS),
            (Some(empty.as_str()), FIELDS),
            (Some(of_nobody.as_str()), FIELDS),
            (None, FIELDS),
            (None, ""),
            (None, &format!("{FIELDS}&client_id=moodle")),
            (None, &format!("{FIELDS}&client_id=nobody")),
            (None, &format!("{FIELDS}&client_secret=x")),
        ] {
            let answer = post_form(&app, path, authorization, body).await;
            let refusal = (answer.status, answer.code());
            let expected = (StatusCode::UNAUTHORIZED, Some("invalid_client".to_owned()));
            assert_eq!(refusal, expected, "{path} {authorization:?} {body}");
            let challenge = answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
            assert!(challenge.starts_with("Basic "), "{path} {authorization:?}: {challenge}");
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        }
    }
}

#[tokio::test]
async fn two_ways_at_once_and_two_names_are_a_request_that_cannot_be_read() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let right = basic(&client);
    for path in ENDPOINTS {
        for (authorization, more) in [
            (right.as_str(), "client_secret=x"),
            (right.as_str(), "client_id=moodle&client_secret=x"),
            ("Basic !!!", "client_secret=x"),
            (right.as_str(), "client_id=other"),
        ] {
            let answer = post_form(&app, path, Some(authorization), &format!("{FIELDS}&{more}")).await;
            let refusal = (answer.status, answer.code());
            let expected = (StatusCode::BAD_REQUEST, Some("invalid_request".to_owned()));
            assert_eq!(refusal, expected, "{path} {authorization} {more}");
        }
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let right = basic(&client);
    for path in ["/oauth/introspect", "/oauth/revoke"] {
        for body in ["", "token=", "token_type_hint=access_token"] {
            let answer = post_form(&app, path, Some(&right), body).await;
            let refusal = (answer.status, answer.code());
            assert_eq!(refusal, (StatusCode::BAD_REQUEST, Some("invalid_request".to_owned())), "{path} {body}");
            assert_eq!(description(&answer), "token is missing", "{path} {body}");
        }
        // As programs send it that have no field: without a type as well.
        let request = Request::post(path).header(header::AUTHORIZATION, &right).body(Body::empty()).unwrap();
        let answer = app.browser().send_request(request).await;
        assert_eq!(description(&answer), "token is missing", "{path}");
        let twice = post_form(&app, path, Some(&right), "token=a&token=b").await;
        assert_eq!(description(&twice), "the form is not UTF-8, or has a field twice", "{path}");
        let request =
            Request::post(path).header(header::AUTHORIZATION, &right).header(header::CONTENT_TYPE, "text/plain");
        let typed = app.browser().send_request(request.body("token=a".into()).unwrap()).await;
        assert_eq!(description(&typed), "the Content-Type has to be application/x-www-form-urlencoded", "{path}");
    }
    assert_eq!(description(&post_form(&app, "/oauth/token", Some(&right), "").await), "grant_type is missing");
}

/// RFC 7662, 2.1: whoever asks there has to authenticate, which a public app cannot.
#[tokio::test]
async fn a_public_app_says_its_name_where_that_is_enough() {
    let app = TestApp::start().await;
    let mut spa = details("spa");
    spa.kind = AppKind::Public;
    app.client_with(spa).await;
    let body = format!("{FIELDS}&client_id=spa");
    assert_eq!(post_form(&app, "/oauth/token", None, &body).await.code().as_deref(), Some("invalid_grant"));
    assert_eq!(post_form(&app, "/oauth/revoke", None, &body).await.status, StatusCode::OK);
    let answer = post_form(&app, "/oauth/introspect", None, &body).await;
    assert_eq!((answer.status, answer.code().as_deref()), (StatusCode::UNAUTHORIZED, Some("invalid_client")));
    assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
    let bearer = post_form(&app, "/oauth/token", Some("Bearer x"), &body).await;
    assert_eq!((bearer.status, bearer.code()), (StatusCode::UNAUTHORIZED, Some("invalid_client".to_owned())));
    assert_eq!(
        json!(description(&bearer)),
        "the Authorization header has to be Basic, with client ID and secret in base64"
    );
}

/// O6: the secret in either of two ways, and not in both.
#[tokio::test]
async fn an_app_shows_its_secret_in_one_way() {
    let app = TestApp::start().await;
    let mut client = app.client("moodle").await;
    let secret = client.secret.clone().unwrap();
    let post_form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    assert_eq!(client.post(&app, "/oauth/token", &post_form).await.code().as_deref(), Some("invalid_grant"));
    let both = [post_form[0], post_form[1], ("client_id", "moodle"), ("client_secret", secret.as_str())];
    assert_eq!(client.post(&app, "/oauth/token", &both).await.code().as_deref(), Some("invalid_request"));
    client.secret = None;
    let in_body = [post_form[0], post_form[1], ("client_secret", secret.as_str())];
    assert_eq!(client.post(&app, "/oauth/token", &in_body).await.code().as_deref(), Some("invalid_grant"));
    let none = client.post(&app, "/oauth/token", &post_form).await;
    assert_eq!((none.status, none.code().as_deref()), (StatusCode::UNAUTHORIZED, Some("invalid_client")));
    client.secret = Some("wrong".repeat(10));
    let wrong = client.post(&app, "/oauth/token", &post_form).await;
    assert_eq!((wrong.status, wrong.code().as_deref()), (StatusCode::UNAUTHORIZED, Some("invalid_client")));
    assert!(wrong.headers[header::WWW_AUTHENTICATE].to_str().unwrap().starts_with("Basic "));
    let twice = "grant_type=refresh_token&refresh_token=x&refresh_token=y";
    let request = Request::post("/oauth/token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(twice.into())
        .unwrap();
    assert_eq!(app.browser().send_request(request).await.code().as_deref(), Some("invalid_request"));
}

/// O6: guesses at a secret are counted, and stop nobody who knows it.
#[tokio::test]
async fn wrong_secrets_are_counted_and_the_right_one_never_waits() {
    let app = TestApp::start().await;
    app.member("maria@example.org").await;
    let mut client = app.client("moodle").await;
    let right = client.secret.take();
    client.secret = Some("wrong".repeat(10));
    let post_form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let mut server = app.browser_at("203.0.113.7");
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = client.post_from(&mut server, "/oauth/token", &post_form).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    // From the address that people come from as well, and under many names.
    for number in 0..NETWORK_FAILURES {
        client.details.client_id = ClientId::parse(&format!("moodle-{number}")).unwrap();
        client.post_from(&mut server, "/oauth/token", &post_form).await;
    }
    client.details.client_id = ClientId::parse("moodle").unwrap();
    let person = app.browser_at("203.0.113.7").sign_in("maria@example.org", OWN_PASSWORD).await;
    assert_eq!(person.status, StatusCode::SEE_OTHER, "wrong client secrets keep people out: {}", person.text);
    client.secret = right;
    let known = client.post_from(&mut server, "/oauth/token", &post_form).await;
    assert_eq!(known.code().as_deref(), Some("invalid_grant"));
    app.deliver_all().await;
}

#[tokio::test]
async fn while_a_secret_is_replaced_both_work_and_then_the_new_one_alone() {
    let app = TestApp::start().await;
    let mut client = app.client("moodle").await;
    let admin = Admin::from_cli();
    let old = app.state.store.list_app_secrets(&client.id).await.unwrap().remove(0);
    app.advance(1);
    let new = apps::rotate_secret(&app.state, &admin, &client.id, None, None).await.unwrap().expect("a secret");
    let post_form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    assert_eq!(client.post(&app, "/oauth/token", &post_form).await.code().as_deref(), Some("invalid_grant"));
    let first = client.secret.replace(new.to_string());
    assert_eq!(client.post(&app, "/oauth/token", &post_form).await.code().as_deref(), Some("invalid_grant"));
    apps::end_secret(&app.state, &admin, &client.id, &old.id).await.unwrap();
    assert_eq!(client.post(&app, "/oauth/token", &post_form).await.code().as_deref(), Some("invalid_grant"));
    client.secret = first;
    assert_eq!(client.post(&app, "/oauth/token", &post_form).await.code().as_deref(), Some("invalid_client"));
    let last = app.state.store.list_app_secrets(&client.id).await.unwrap().remove(0);
    assert!(apps::end_secret(&app.state, &admin, &client.id, &last.id).await.is_err());
    let short = apps::rotate_secret(&app.state, &admin, &client.id, Some("short"), None).await;
    assert_eq!(short.err(), Some(AppError::field(Field::ClientId, Problem::ClientSecret)));
}
