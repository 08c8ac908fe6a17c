//! From an app through the sign-in, of whatever kind, back to the app: one way, and nobody gets lost.

use super::client::{Client, parameter, text, userinfo};
use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, OWN_PASSWORD, TestApp, token_in};
use axum::http::StatusCode;
use chaveiro::server::config::SelfRegistration;
use chaveiro::server::rate_limit::PENDING_REQUESTS;

/// Opens the app; where the person is sent, and where it goes on from there.
async fn open(client: &Client, browser: &mut Browser, state: &str) -> (String, String) {
    let answer = browser.get(&client.authorize_path(&[("state", state)])).await;
    let to = answer.location().unwrap_or_else(|| panic!("{}", answer.text)).to_owned();
    let next = parameter(&to, "next").unwrap_or_else(|| panic!("{to}"));
    assert!(next.starts_with("/oauth/continue?request="), "{next}");
    (to, next)
}

/// The code on the page that goes on to the app, which it does by itself and by a link.
fn code_on(page: &Answer, state: &str) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert_eq!(page.location(), None);
    let text = html_escape::decode_html_entities(&page.text).into_owned();
    assert!(text.contains("http-equiv=\"refresh\""), "no refresh: {text}");
    let (_, address) = text.split_once("0; url=").expect("an address");
    let address = address.split('"').next().unwrap().to_owned();
    assert!(text.contains(&format!("href=\"{address}\"")), "no link to {address}: {text}");
    assert_eq!(parameter(&address, "state").as_deref(), Some(state));
    parameter(&address, "code").unwrap_or_else(|| panic!("no code in {address}"))
}

async fn assert_signed_in(app: &TestApp, client: &Client, page: &Answer, state: &str, email: &str) {
    let tokens = client.exchange(app, &code_on(page, state)).await;
    let tokens: serde_json::Value = serde_json::from_str(&tokens.text).unwrap();
    let info = userinfo(app, text(&tokens, "access_token")).await;
    assert!(info.text.contains(email), "{}", info.text);
}

#[tokio::test]
async fn who_signs_in_is_in_the_app() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    app.admin().await;
    let mut browser = app.browser();
    let (to, next) = open(&client, &mut browser, "a").await;
    assert!(to.starts_with("/login?"), "{to}");
    let fields = [("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD), ("next", next.as_str())];
    assert_eq!(browser.post("/login", &fields).await.location(), Some(next.as_str()));
    assert_signed_in(&app, &client, &browser.get(&next).await, "a", ADMIN_EMAIL).await;
    app.deliver_all().await;
}

/// G1: temporary password, own password, app.
#[tokio::test]
async fn a_first_access_by_code_ends_in_the_app() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let temporary = app.invite("maria@example.org").await;
    let mut maria = app.browser();
    let (_, next) = open(&client, &mut maria, "g1").await;
    let fields = [("email", "maria@example.org"), ("password", temporary.as_str()), ("next", next.as_str())];
    let to = maria.post("/login", &fields).await.location().unwrap().to_owned();
    assert!(to.starts_with("/first-access?next="), "{to}");
    let page = maria.get(&to).await;
    assert!(page.text.contains("name=\"next\""), "{}", page.text);
    // A password that is refused does not lose the way.
    let refused = maria.post("/first-access", &[("new_password", "x"), ("next", &next)]).await;
    assert!(refused.text.contains("name=\"next\""), "{}", refused.text);
    let chosen = maria.post("/first-access", &[("new_password", OWN_PASSWORD), ("next", &next)]).await;
    assert_eq!(chosen.location(), Some(next.as_str()), "{}", chosen.text);
    assert_signed_in(&app, &client, &maria.get(&next).await, "g1", "maria@example.org").await;
    app.deliver_all().await;
}

/// G2: the link of the mail is opened in another tab, whose address knows nothing of the app.
#[tokio::test]
async fn a_first_access_by_link_in_the_same_browser_ends_in_the_app() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let temporary = app.invite("maria@example.org").await;
    let mails = app.mails();
    let (_, token) = mails.last().unwrap().text.split_once("#t=").expect("a link");
    let token: String = token.chars().take_while(|letter| !letter.is_whitespace()).collect();
    let mut maria = app.browser();
    open(&client, &mut maria, "g2").await;
    assert_eq!(maria.post("/first-access/link", &[("t", &token)]).await.location(), Some("/first-access"));
    let fields = [("password", temporary.as_str()), ("new_password", OWN_PASSWORD)];
    let chosen = maria.post("/first-access", &fields).await;
    assert_eq!(chosen.location(), Some("/oauth/continue"), "{}", chosen.text);
    assert_signed_in(&app, &client, &maria.get("/oauth/continue").await, "g2", "maria@example.org").await;
    // In a browser from which no app was opened it ends where it always did.
    let temporary = app.invite("rui@example.org").await;
    let mut rui = app.browser();
    rui.sign_in("rui@example.org", &temporary).await;
    let chosen = rui.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(chosen.location(), Some("/apps?notice=password-chosen"));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_forgotten_password_ends_in_the_app() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    app.member("maria@example.org").await;
    let mut maria = app.browser();
    open(&client, &mut maria, "g2").await;
    maria.post("/forgot-password", &[("email", "maria@example.org")]).await;
    app.deliver_all().await;
    let token = token_in(&app.mails().last().unwrap().text);
    maria.get(&format!("/reset-password?t={token}")).await;
    let new = "nove cadernos sem linha";
    let reset = maria.post("/reset-password", &[("new_password", new)]).await;
    assert_eq!(reset.location(), Some("/login?next=%2Foauth%2Fcontinue&notice=password-reset"), "{}", reset.text);
    let fields = [("email", "maria@example.org"), ("password", new), ("next", "/oauth/continue")];
    assert_eq!(maria.post("/login", &fields).await.location(), Some("/oauth/continue"));
    assert_signed_in(&app, &client, &maria.get("/oauth/continue").await, "g2", "maria@example.org").await;
    app.deliver_all().await;
}

#[tokio::test]
async fn a_registration_ends_in_the_app() {
    let app = TestApp::start_with(|settings| settings.self_registration = SelfRegistration::On).await;
    let client = app.client("moodle").await;
    let mut eva = app.browser();
    open(&client, &mut eva, "r").await;
    let fields = [("display_name", "Eva Lima"), ("email", "eva@example.org"), ("password", OWN_PASSWORD)];
    assert_eq!(eva.post("/register", &fields).await.location(), Some("/register?notice=mail-sent"));
    app.deliver_all().await;
    let confirmed = eva.post("/register/confirm", &[("t", &token_in(&app.mails().last().unwrap().text))]).await;
    assert_eq!(confirmed.location(), Some("/oauth/continue"), "{}", confirmed.text);
    assert_signed_in(&app, &client, &eva.get("/oauth/continue").await, "r", "eva@example.org").await;
}

/// G4: with a temporary password nobody is signed in to anything.
#[tokio::test]
async fn a_temporary_session_is_no_session_for_an_app() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let temporary = app.invite("maria@example.org").await;
    let mut maria = app.browser();
    maria.sign_in("maria@example.org", &temporary).await;
    let silent = maria.get(&client.authorize_path(&[("prompt", "none")])).await;
    assert_eq!(parameter(silent.location().unwrap(), "error").as_deref(), Some("login_required"));
    let (to, next) = open(&client, &mut maria, "g4").await;
    assert!(to.starts_with("/first-access?"), "{to}");
    let early = maria.get(&next).await;
    assert!(early.location().is_some_and(|to| to.starts_with("/first-access?")), "{}", early.text);
    let chosen = maria.post("/first-access", &[("new_password", OWN_PASSWORD), ("next", &next)]).await;
    assert_eq!(chosen.location(), Some(next.as_str()));
    assert_signed_in(&app, &client, &maria.get(&next).await, "g4", "maria@example.org").await;
    app.deliver_all().await;
}

/// G5, and the same on another device: the page names the app and leads to where it begins.
#[tokio::test]
async fn a_request_that_took_too_long_or_changed_browsers_names_the_app() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let mut browser = app.browser();
    let (_, next) = open(&client, &mut browser, "g5").await;
    for mut other in [app.browser(), admin.clone()] {
        let page = other.get(&next).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.says("Moodle") && page.text.contains("https://moodle.example.org/"), "{}", page.text);
        assert!(!page.text.contains("code="), "{}", page.text);
    }
    app.advance(31 * 60);
    let page = browser.get(&next).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.says("Moodle") && !page.text.contains("http-equiv"), "{}", page.text);
    app.advance(25 * 3600);
    app.state.store.delete_old_authorization_requests().await.unwrap();
    let page = admin.get(&next).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(!page.says("Moodle"));
}

/// G6: two apps at once, a tab closed half-way, a page opened twice.
#[tokio::test]
async fn each_request_ends_in_its_own_app_and_once() {
    let app = TestApp::start().await;
    app.leave_mail();
    let (moodle, cloud) = (app.client("moodle").await, app.client("cloud").await);
    app.admin().await;
    let mut browser = app.browser();
    let (_, first) = open(&moodle, &mut browser, "one").await;
    let (_, second) = open(&cloud, &mut browser, "two").await;
    let fields = [("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD), ("next", first.as_str())];
    browser.post("/login", &fields).await;
    // The second tab, reloaded, needs no sign-in any more.
    let login = form_urlencoded::Serializer::new(String::new()).append_pair("next", &second).finish();
    assert_eq!(browser.get(&format!("/login?{login}")).await.location(), Some(second.as_str()));
    assert_signed_in(&app, &cloud, &browser.get(&second).await, "two", ADMIN_EMAIL).await;
    assert_signed_in(&app, &moodle, &browser.get(&first).await, "one", ADMIN_EMAIL).await;
    let again = browser.get(&first).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(!again.text.contains("code=") && again.says("Moodle"), "{}", again.text);
    app.deliver_all().await;
}

/// O17: a flood of one browser fills nothing.
#[tokio::test]
async fn a_browser_keeps_its_last_twenty_requests() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut browser = app.browser();
    let (_, first) = open(&client, &mut browser, "first").await;
    for number in 0..PENDING_REQUESTS {
        app.advance(1);
        open(&client, &mut browser, &number.to_string()).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM authorization_requests").await, PENDING_REQUESTS);
    assert_eq!(browser.get(&first).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn no_address_but_one_of_ours_follows_a_sign_in() {
    let app = TestApp::start().await;
    app.leave_mail();
    app.admin().await;
    let mut admin = app.browser();
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    for next in ["https://evil.example/oauth/continue", "//evil.example/oauth/continue", "/oauth/continue\\evil"] {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        assert_eq!(admin.get(&format!("/login?{query}")).await.location(), Some("/admin/users"), "{next}");
    }
    assert_eq!(admin.get("/oauth/continue?request=x").await.status, StatusCode::GONE);
    assert_eq!(admin.get("/oauth/continue").await.status, StatusCode::GONE);
    app.deliver_all().await;
}
