//! `id_token_hint` at `/oauth/authorize`: an app gets nobody else than whom it means (OpenID Connect Core
//! 1.0, 3.1.2.1), and its ID token stands in no address of ours.

use super::client::{CALLBACK, Client, parameter, post_from_page, text};
use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp};
use chaveiro::server::rate_limit::FLASH_KEPT;

const MARIA: &str = "maria@example.org";
const JOSE: &str = "jose@example.org";

/// Both signed in, each in a browser, and Maria's ID token.
async fn start_two_sessions(app: &TestApp, client: &Client) -> (Browser, Browser, String) {
    app.admin().await;
    let mut maria = app.member(MARIA).await;
    let jose = app.member(JOSE).await;
    let tokens = client.tokens(app, &mut maria).await;
    (maria, jose, text(&tokens, "id_token").to_owned())
}

fn error_in(answer: &Answer) -> Option<String> {
    parameter(answer.location().unwrap_or_else(|| panic!("{} {}", answer.status, answer.text)), "error")
}

fn has_code(answer: &Answer) -> bool {
    answer.location().is_some_and(|to| to.starts_with(&format!("{CALLBACK}?code=")))
}

#[tokio::test]
async fn nobody_else_than_whom_the_app_means_gets_a_code() {
    let app = TestApp::start().await;
    let (client, other) = (app.client("moodle").await, app.client("other").await);
    let (mut maria, mut jose, hint) = start_two_sessions(&app, &client).await;
    // Its time may be over, and it may be another app's.
    app.advance(3600);
    for client in [&client, &other] {
        for prompt in ["-", "none", "login", "consent"] {
            let refused = jose.get(&client.authorize_path(&[("id_token_hint", &hint), ("prompt", prompt)])).await;
            assert_eq!(error_in(&refused).as_deref(), Some("login_required"), "{prompt}");
            assert_eq!(parameter(refused.location().unwrap(), "state").as_deref(), Some("s1"));
        }
        for prompt in ["-", "none", "consent"] {
            let path = client.authorize_path(&[("id_token_hint", &hint), ("prompt", prompt)]);
            assert!(has_code(&maria.get(&path).await), "{prompt}");
        }
    }
    // One that cannot be read names nobody: with prompt=none nobody can be asked, else it is passed over.
    let forged = format!("{}x", &hint[..hint.len() - 1]);
    for hint in [forged.as_str(), "x.y.z", "x"] {
        let silent = jose.get(&client.authorize_path(&[("id_token_hint", hint), ("prompt", "none")])).await;
        assert_eq!(error_in(&silent).as_deref(), Some("login_required"), "{hint}");
        assert!(has_code(&jose.get(&client.authorize_path(&[("id_token_hint", hint)])).await), "{hint}");
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn who_signs_in_for_the_request_has_to_be_the_one_too() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let (_, _, hint) = start_two_sessions(&app, &client).await;
    for (email, is_meant) in [(JOSE, false), (MARIA, true)] {
        let mut browser = app.browser();
        let more = [("id_token_hint", hint.as_str()), ("login_hint", "typed@example.org")];
        let redirect = browser.get(&client.authorize_path(&more)).await;
        let to = redirect.location().unwrap().to_owned();
        assert!(to.starts_with("/login?next="), "{to}");
        assert!(!to.contains(&hint));
        let page = browser.get(&to).await;
        assert!(page.text.contains("value=\"typed@example.org\""), "{}", page.text);
        let next = parameter(&to, "next").unwrap();
        let fields = [("email", email), ("password", OWN_PASSWORD), ("next", &next)];
        let signed_in = browser.post("/login", &fields).await;
        assert_eq!(signed_in.location(), Some(next.as_str()), "{}", signed_in.text);
        let page = browser.get(&next).await;
        assert_eq!(page.text.contains("?code="), is_meant, "{email}: {}", page.text);
        assert_eq!(page.text.contains("?error=login_required"), !is_meant, "{email}: {}", page.text);
        // Without the handle, as after a password that was chosen by a link.
        let newest = browser.get("/oauth/continue").await;
        assert!(!newest.text.contains("?code="), "{email}: {}", newest.text);
    }
    app.deliver_all().await;
}

/// The same by `POST`.
async fn post(browser: &mut Browser, path_and_query: &str) -> Answer {
    let (path, query) = path_and_query.split_once('?').unwrap();
    post_from_page(browser, path, query).await
}

/// O9.
#[tokio::test]
async fn a_posted_hint_counts_and_is_in_no_address() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let (mut maria, mut jose, hint) = start_two_sessions(&app, &client).await;
    for prompt in ["-", "none"] {
        let path = client.authorize_path(&[("id_token_hint", &hint), ("prompt", prompt)]);
        for (browser, is_meant) in [(&mut jose, false), (&mut maria, true)] {
            let posted = post(browser, &path).await;
            let to = posted.location().unwrap().to_owned();
            assert!(to.starts_with("/oauth/authorize?") && !to.contains(&hint[..20]), "{to}");
            let answer = browser.get(&to).await;
            assert_eq!(has_code(&answer), is_meant, "{:?}", answer.location());
            assert_eq!(error_in(&answer).as_deref(), (!is_meant).then_some("login_required"));
        }
    }
    // For its request alone, however long that takes and whatever else the browser asks.
    let other = app.client("other").await;
    post(&mut jose, &client.authorize_path(&[("id_token_hint", &hint)])).await;
    assert!(has_code(&jose.get(&other.authorize_path(&[])).await));
    let posted = post(&mut jose, &client.authorize_path(&[("id_token_hint", &hint)])).await;
    assert!(has_code(&jose.get(&other.authorize_path(&[])).await));
    app.state.clock.advance(FLASH_KEPT);
    assert!(!has_code(&jose.get(posted.location().unwrap()).await));
    // Nor can an address say it, which a redirect of ours would sign.
    let id = app.id_of(MARIA).await;
    let path = client.authorize_path(&[("notice", "x"), ("subject", id.as_str()), ("user", id.as_str())]);
    let to = post(&mut jose, &path).await.location().unwrap().to_owned();
    assert!(has_code(&jose.get(&to).await), "{to}");
    let twice = format!("{}&id_token_hint={hint}", client.authorize_path(&[("id_token_hint", &hint)]));
    let to = post(&mut maria, &twice).await.location().unwrap().to_owned();
    assert!(!to.contains(&hint[..20]), "{to}");
    assert_eq!(error_in(&maria.get(&to).await).as_deref(), Some("invalid_request"));
    let forged = format!("{}x", &hint[..hint.len() - 1]);
    let path = client.authorize_path(&[("id_token_hint", &forged), ("prompt", "none")]);
    let to = post(&mut maria, &path).await.location().unwrap().to_owned();
    assert_eq!(error_in(&maria.get(&to).await).as_deref(), Some("login_required"));
    app.deliver_all().await;
}
