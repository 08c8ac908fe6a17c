//! What many do at once: one code gives one token, whatever the order.

use super::client::{text, userinfo};
use crate::app::TestApp;
use axum::http::StatusCode;
use chaveiro::domain::AdminAction;
use futures::future::join_all;
use serde_json::Value;

/// O3: of a hundred exchanges one gets tokens, and the others end them.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_exchanges_of_one_code_give_one_token() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let code = client.code(&mut admin).await;
    let answers = join_all((0..100).map(|_| client.exchange(&app, &code))).await;
    let given: Vec<_> = answers.iter().filter(|answer| answer.status == StatusCode::OK).collect();
    assert_eq!(given.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != StatusCode::OK) {
        assert_eq!((answer.status, answer.code().as_deref()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));
    }
    let tokens: Value = serde_json::from_str(&given[0].text).unwrap();
    assert_eq!(userinfo(&app, text(&tokens, "access_token")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.number("SELECT COUNT(*) FROM access_tokens").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM refresh_tokens").await, 0);
}

/// O7: an app that renews in several places at once gets one answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_renewed_at_once_gets_the_same_answer_everywhere() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    let refresh = text(&tokens, "refresh_token");
    let answers = join_all((0..20).map(|_| client.refresh(&app, refresh))).await;
    let renewed: Vec<Value> = answers.iter().map(|answer| serde_json::from_str(&answer.text).unwrap()).collect();
    for (answer, tokens) in answers.iter().zip(&renewed) {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(tokens["refresh_token"], renewed[0]["refresh_token"]);
        assert_eq!(tokens["access_token"], renewed[0]["access_token"]);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM refresh_tokens WHERE rotated_at IS NULL").await, 1);
}

/// The same on two nodes: they derive the next token from the one before.
#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_renewed_at_once_on_two_nodes_gets_the_same_answer() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let mut other = app.browser_of_another_node().await;
    let mut refresh = text(&client.tokens(&app, &mut admin).await, "refresh_token").to_owned();
    for round in 0..10 {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
        let there = client.post_from(&mut other, "/oauth/token", &fields);
        let (here, there) = futures::future::join(client.refresh(&app, &refresh), there).await;
        assert_eq!((here.status, there.status), (StatusCode::OK, StatusCode::OK), "round {round}: {}", there.text);
        let [here, there]: [Value; 2] = [&here, &there].map(|answer| serde_json::from_str(&answer.text).unwrap());
        assert_eq!(here["refresh_token"], there["refresh_token"], "round {round}");
        assert_eq!(here["access_token"], there["access_token"], "round {round}");
        refresh = text(&here, "refresh_token").to_owned();
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM refresh_tokens WHERE rotated_at IS NULL").await, 1);
}

/// O15: a person who is disabled while an app exchanges their code has no token afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_disabled_during_the_exchange_leaves_no_token() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    for number in 0..10 {
        let email = format!("maria{number}@example.org");
        let mut maria = app.member(&email).await;
        let code = client.code(&mut maria).await;
        let (exchanged, ()) =
            futures::future::join(client.exchange(&app, &code), app.apply_action(AdminAction::Disable, &email)).await;
        assert!(matches!(exchanged.status, StatusCode::OK | StatusCode::BAD_REQUEST), "{}", exchanged.text);
        if exchanged.status == StatusCode::OK {
            let tokens: Value = serde_json::from_str(&exchanged.text).unwrap();
            assert_eq!(userinfo(&app, text(&tokens, "access_token")).await.status, StatusCode::UNAUTHORIZED);
        }
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM access_tokens").await, 0);
}

/// What an app renews while a person signs out of it, or while it revokes the token, has ended as well.
#[tokio::test(flavor = "multi_thread")]
async fn tokens_renewed_while_they_are_ended_do_not_work() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    for number in 0..20 {
        let mut maria = app.member(&format!("maria{number}@example.org")).await;
        let tokens = client.tokens(&app, &mut maria).await;
        let refresh = text(&tokens, "refresh_token");
        let ended = async {
            if number % 2 == 0 {
                let ended = maria.post("/account/end-app", &[("app", client.id.as_str())]).await;
                assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
            } else {
                let ended = client.post(&app, "/oauth/revoke", &[("token", refresh)]).await;
                assert_eq!(ended.status, StatusCode::OK, "{}", ended.text);
            }
        };
        let (renewed, ()) = futures::future::join(client.refresh(&app, refresh), ended).await;
        assert!(matches!(renewed.status, StatusCode::OK | StatusCode::BAD_REQUEST), "{}", renewed.text);
        if renewed.status == StatusCode::OK {
            let tokens: Value = serde_json::from_str(&renewed.text).unwrap();
            assert_eq!(
                userinfo(&app, text(&tokens, "access_token")).await.status,
                StatusCode::UNAUTHORIZED,
                "{number}"
            );
        }
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM refresh_tokens").await, 0);
    app.deliver_all().await;
}

/// Two tabs with one request: one code, and the other tab says that it is done.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_opened_in_two_tabs_gives_one_code() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    app.admin().await;
    let mut browser = app.browser();
    let redirect = browser.get(&client.authorize_path(&[])).await;
    let next = super::client::parameter(redirect.location().unwrap(), "next").unwrap();
    browser.sign_in(crate::app::ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    let tabs = (0..10).map(|_| {
        let (mut tab, next) = (browser.clone(), next.clone());
        async move { tab.get(&next).await }
    });
    let pages = join_all(tabs).await;
    assert!(pages.iter().all(|page| page.status == StatusCode::OK));
    assert_eq!(pages.iter().filter(|page| page.text.contains("code=")).count(), 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM authorization_codes").await, 1);
    app.deliver_all().await;
}
