//! What people do to their own accounts: another address, the data, the end.

mod address;
mod data;
mod deletion;
mod notices;
mod races;
mod undo;

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp, password_in, race};
use axum::http::{Request, StatusCode};
use chaveiro::server::email::CapturedMail;

const RUI: &str = "rui@example.org";
const NEW: &str = "rui.lima@example.net";
const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
const CONFIRM: &str = "/account/email/confirm";
const UNDO: &str = "/account/email/undo";

async fn request_address(browser: &mut Browser, email: &str) -> Answer {
    browser.post("/account/email", &[("email", email), ("current_password", OWN_PASSWORD)]).await
}

/// Asks and delivers; the token that went to the new address.
async fn request_address_change(app: &TestApp, browser: &mut Browser, email: &str) -> String {
    let answer = request_address(browser, email).await;
    assert_eq!(answer.location(), Some("/account?notice=email-asked"), "{}", answer.text);
    app.deliver_all().await;
    token(app, email, CONFIRM)
}

/// Changes the address; the token of the way back, which went to `from`.
async fn change_address(app: &TestApp, browser: &mut Browser, from: &str, to: &str) -> String {
    change_address_by_links(app, browser, from, to).await.1
}

/// The same, and before it the token that confirmed the address.
async fn change_address_by_links(app: &TestApp, browser: &mut Browser, from: &str, to: &str) -> (String, String) {
    let confirm = request_address_change(app, browser, to).await;
    assert_eq!(follow(app, CONFIRM, &confirm).await, StatusCode::SEE_OTHER);
    app.deliver_all().await;
    (confirm, token(app, from, UNDO))
}

/// The newest mail to `to` with a link to `path`, and the token in it.
fn link(app: &TestApp, to: &str, path: &str) -> (CapturedMail, String) {
    let mails = app.mails();
    let mark = format!("{path}?t=");
    let mail = mails.iter().rev().find(|mail| mail.to == to && mail.text.contains(&mark));
    let mail = mail.unwrap_or_else(|| panic!("no mail to {to} with {path} among {mails:#?}"));
    let after = mail.text.split(&mark).nth(1).expect("a link");
    (mail.clone(), after.split_whitespace().next().expect("a token").to_owned())
}

fn token(app: &TestApp, to: &str, path: &str) -> String {
    link(app, to, path).1
}

/// Presses the button behind a link, in a browser that was never here.
async fn follow(app: &TestApp, path: &str, token: &str) -> StatusCode {
    follow_with(app, path, token, OWN_PASSWORD).await
}

/// The same, with another password than members have in these tests. Where none is asked for, it is not looked at.
async fn follow_with(app: &TestApp, path: &str, token: &str, password: &str) -> StatusCode {
    app.browser().post(path, &[("t", token), ("password", password)]).await.status
}

/// Opens a link without pressing anything.
async fn open_link(app: &TestApp, path: &str, token: &str) -> Answer {
    app.browser().open(&format!("{path}?t={token}")).await
}

async fn open_link_by_head(app: &TestApp, path: &str, token: &str) -> StatusCode {
    app.browser().send(Request::head(format!("{path}?t={token}")).header("accept", "text/html")).await.status
}

async fn opens(app: &TestApp, email: &str) -> bool {
    app.advance(HOUR); // past all waits
    app.browser().sign_in(email, OWN_PASSWORD).await.location() == Some("/")
}

/// Signs in with the newest temporary password mailed to `email`, and chooses [`OWN_PASSWORD`].
async fn take_back(app: &TestApp, email: &str) -> Browser {
    app.deliver_all().await;
    let mails = app.mails();
    let temporary = mails.iter().rev().filter(|mail| mail.to == email).find_map(|mail| password_in(&mail.text));
    app.choose_own_password(email, &temporary.expect("a temporary password")).await
}

async fn is_signed_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == StatusCode::OK
}

/// To whom mails have gone since there were `before`.
fn recipients(app: &TestApp, before: usize) -> Vec<String> {
    let mut to: Vec<_> = app.mails().drain(before..).map(|mail| mail.to).collect();
    to.sort();
    to
}

/// A link that was used, opened again: each page says what may have happened, and what to do then.
#[tokio::test]
async fn used_links_of_an_address_say_what_to_do() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let (confirm, undo) = change_address_by_links(&app, &mut rui, RUI, NEW).await;
    assert!(open_link(&app, CONFIRM, &confirm).await.says("Se você já confirmou o novo e-mail, entre com ele."));
    let own = rui.get(&format!("{CONFIRM}?t={confirm}")).await;
    assert!(own.says("o e-mail que vale agora") && own.text.contains("href=\"/account\""), "{}", own.text);
    follow(&app, UNDO, &undo).await;
    let undone = open_link(&app, UNDO, &undo).await;
    assert!(undone.says("Se você já desfez a alteração, entre com o e-mail anterior."), "{}", undone.text);
    assert!(!undone.says("Peça outro"), "{}", undone.text);
    app.deliver_all().await;
}

/// A password that was not saved is never passed over.
#[tokio::test]
async fn a_password_change_after_the_session_ended_says_that_it_failed() {
    let app = TestApp::start().await;
    let fields = [("current_password", OWN_PASSWORD), ("new_password", "sete barcas no porto novo")];
    let mut rui = app.member(RUI).await;
    let mut signed_out = rui.clone();
    app.execute("DELETE FROM sessions").await;
    let refused = rui.post("/account", &fields).await;
    assert!(refused.location().is_some_and(|to| to.starts_with("/login?")), "{:?}", refused.location());
    let login = rui.get("/login").await;
    assert!(login.says("Sua senha não foi alterada.") && login.text.contains("session-ended"), "{}", login.text);
    // Another tab has signed out, and taken the cookie along.
    signed_out.cookies.remove("session");
    signed_out.post("/account", &fields).await;
    assert!(signed_out.get("/login").await.says("O que você enviou não foi salvo."));
    assert!(opens(&app, RUI).await);
    app.deliver_all().await;
}

#[tokio::test]
async fn the_own_page_says_what_was_saved_and_all_that_is_wrong() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    assert!(rui.get("/account").await.text.contains("name=\"notice\" value=\"language-saved\""));
    rui.post("/language", &[("locale", "en"), ("next", "/account"), ("notice", "language-saved")]).await;
    assert!(rui.get("/account").await.says("Language saved."));
    let empty = rui.post("/account", &[("current_password", ""), ("new_password", "")]).await;
    assert!(empty.says("Enter your current password.") && empty.says("Enter the new password."), "{}", empty.text);
    let summary = empty.text.split("error-summary").nth(1).expect("a summary");
    assert!(summary.find("#current_password") < summary.find("#new_password"), "{summary}");
    let short = rui.post("/account", &[("current_password", ""), ("new_password", "short")]).await;
    assert!(short.says("Enter your current password.") && short.says("at least 15"), "{}", short.text);
}
