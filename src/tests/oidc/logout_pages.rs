//! Signing out by a form of an app, and what the pages of signing out say.

use super::client::{Client, post_from_page, text};
use super::logout::query;
use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, TestApp};
use axum::http::StatusCode;

const BYE: &str = "https://moodle.example.org/bye";

async fn post(browser: &mut Browser, body: &str) -> Answer {
    post_from_page(browser, "/oauth/logout", body).await
}

async fn id_token(app: &TestApp, client: &Client, browser: &mut Browser) -> String {
    text(&client.tokens(app, browser).await, "id_token").to_owned()
}

async fn sign_in_again(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    browser
}

/// O9, O10.
#[tokio::test]
async fn a_posted_id_token_signs_out_and_is_in_no_address() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let hint = id_token(&app, &client, &mut admin).await;
    let mut stranger = app.member("rui@example.org").await;
    for named in [true, false] {
        let mut body = query(&[("id_token_hint", &hint), ("post_logout_redirect_uri", BYE), ("state", "x y")]);
        if named {
            body.push_str("&client_id=moodle");
        }
        let mut admin = sign_in_again(&app).await;
        let posted = post(&mut admin, &body).await;
        let to = posted.location().unwrap().to_owned();
        let expected = query(&[("client_id", "moodle"), ("post_logout_redirect_uri", BYE), ("state", "x y")]);
        assert_eq!((posted.status, to.as_str()), (StatusCode::SEE_OTHER, format!("/oauth/logout?{expected}").as_str()));
        let cookies = posted.set_cookies().join("\n");
        assert!(cookies.contains("HttpOnly") && !cookies.contains(&hint[..20]), "{cookies}");
        let done = admin.get(&to).await;
        assert_eq!(done.location(), Some("https://moodle.example.org/bye?state=x+y"));
        assert!(!admin.cookies.contains_key("flash") && !admin.cookies.contains_key("session"), "{:?}", admin.cookies);

        // Somebody else is asked first.
        let posted = post(&mut stranger, &body).await;
        let redirect = stranger.get(posted.location().unwrap()).await;
        assert!(redirect.location().unwrap().starts_with("/oauth/logout/confirm?"), "{:?}", redirect.location());
        assert!(!redirect.location().unwrap().contains(&hint[..20]));
        assert_eq!(stranger.get("/account").await.status, StatusCode::OK);
    }
    // Nor does an answer to a GET repeat it.
    let parameters = query(&[("id_token_hint", &hint), ("post_logout_redirect_uri", BYE)]);
    let question = stranger.get(&format!("/oauth/logout?{parameters}")).await;
    assert!(!question.location().unwrap().contains(&hint[..20]));
    let refused = stranger.get(&format!("/oauth/logout?{parameters}&client_id=other")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(!refused.text.contains(&hint[..20]), "{}", refused.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_posted_id_token_that_does_not_fit_signs_nobody_out() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    app.client("other").await;
    let mut admin = app.admin().await;
    let hint = id_token(&app, &client, &mut admin).await;
    let forged = format!("{}x", &hint[..hint.len() - 1]);
    for body in [
        query(&[("id_token_hint", &forged)]),
        query(&[("id_token_hint", &hint), ("client_id", "other")]),
        query(&[("id_token_hint", &hint), ("id_token_hint", &hint)]),
    ] {
        let refused = post(&mut admin, &body).await;
        assert_eq!((refused.status, refused.location()), (StatusCode::BAD_REQUEST, None), "{body}");
        assert!(refused.set_cookies().is_empty() && !refused.text.contains(&hint[..20]), "{body}");
        assert!(refused.says("Não foi possível sair pelo aplicativo"), "{}", refused.text);
    }
    // The hint of one app is none for another, and nobody can write one into an address.
    let id = app.id_of(ADMIN_EMAIL).await;
    post(&mut admin, &query(&[("id_token_hint", &hint)])).await;
    let redirect = admin.get("/oauth/logout?client_id=other").await;
    assert!(redirect.location().unwrap().starts_with("/oauth/logout/confirm?"), "{:?}", redirect.location());
    let parameters =
        query(&[("client_id", "moodle"), ("subject", id.as_str()), ("user", id.as_str()), ("notice", "x")]);
    let to = post(&mut admin, &parameters).await.location().unwrap().to_owned();
    assert_eq!(to, "/oauth/logout?client_id=moodle");
    let redirect = admin.get(&format!("/oauth/logout?{parameters}")).await;
    assert!(redirect.location().unwrap().starts_with("/oauth/logout/confirm?"), "{:?}", redirect.location());
    assert_eq!(admin.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_after_signing_out_is_for_who_is_signed_out() {
    let app = TestApp::start().await;
    app.leave_mail();
    app.client("moodle").await;
    let mut admin = app.admin().await;
    let with_address = query(&[("client_id", "moodle"), ("post_logout_redirect_uri", BYE)]);
    for path in
        ["/oauth/logout/done", "/oauth/logout/done?client_id=moodle", &format!("/oauth/logout/done?{with_address}")]
    {
        let opened = admin.get(path).await;
        assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, Some("/account")), "{path}");
    }
    let agreed = admin.post("/oauth/logout/confirm", &[("client_id", "moodle")]).await;
    let page = admin.get(agreed.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.says("Sessão encerrada") && !page.text.contains("action=\"/logout\""), "{}", page.text);
    // No app has been told here, and none is said to have been.
    assert!(
        page.says("Se um aplicativo continuar aberto, saia também nele.") && !page.says("avisados"),
        "{}",
        page.text
    );
    let question = admin.get("/oauth/logout/confirm").await;
    assert!(question.says("Sessão encerrada") && !question.says("Sair da sua conta?"), "{}", question.text);
}
