//! The links of mails, and the setup link: their tokens leave the address at once.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Browser, OWN_PASSWORD, TestApp};
use axum::http::{Request, StatusCode};
use chaveiro::server::keys::Token;

const RUI: &str = "rui@example.org";
const NEW: &str = "rui.lima@example.net";
const EVA: &str = "eva@example.org";

/// The token of the newest link to this page.
fn token_of(app: &TestApp, page: &str) -> String {
    let mark = format!("{page}?t=");
    let mails = app.mails();
    let text = mails.iter().rev().find_map(|mail| mail.text.split_once(&mark)).expect("a link").1;
    text.split_whitespace().next().expect("a token").to_owned()
}

/// Opens the link in this browser, and sends the form of its page without a token: where that leads.
async fn assert_link_works(
    app: &TestApp,
    browser: &mut Browser,
    page: &str,
    token: &str,
    fields: &[(&str, &str)],
) -> String {
    let before = app.row_counts().await;
    let link = format!("{page}?t={token}");
    assert_eq!(
        browser.send(Request::head(&link).header("accept", "text/html")).await.status,
        StatusCode::SEE_OTHER,
        "{page}"
    );
    let opened = browser.get(&link).await;
    assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, Some(page)), "{page}");
    assert_eq!(opened.headers["cache-control"], "no-store", "{page}");
    assert_eq!(opened.headers["referrer-policy"], "no-referrer", "{page}");
    let cookies = opened.set_cookies();
    assert!(cookies.iter().any(|cookie| cookie.contains(token) && cookie.contains("HttpOnly")), "{page}: {cookies:?}");
    let shown = browser.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{page}");
    assert!(!shown.text.contains(token), "{page}");
    assert_eq!(app.row_counts().await, before, "looking at {page} wrote something");
    assert_eq!(app.browser().get(page).await.status, StatusCode::GONE, "another browser has nothing");
    assert_eq!(app.browser().post(page, fields).await.status, StatusCode::GONE, "another browser has nothing");

    let done = browser.post(page, fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{page}: {}", done.text);
    let used = app.browser().get(&link).await;
    assert_eq!((used.status, used.set_cookies().len()), (StatusCode::GONE, 0), "{page}");
    done.location().expect("a way on").to_owned()
}

#[tokio::test]
async fn each_token_leaves_the_address_for_a_cookie_of_the_browser() {
    let app = TestApp::start_with(|settings| {
        settings.self_registration = chaveiro::server::config::SelfRegistration::On;
    })
    .await;
    let setup = Token::generate();
    let end = app.state.clock.now().plus(std::time::Duration::from_secs(60));
    app.state.store.insert_setup_link(&setup.hash(), end).await.unwrap();
    let fields = [("display_name", "Ana Admin"), ("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD)];
    let to = assert_link_works(&app, &mut app.browser(), "/setup", setup.reveal(), &fields).await;
    assert_eq!(to, "/admin/users?notice=set-up");

    let mut eva = app.browser();
    eva.post("/register", &[("display_name", "Eva Lima"), ("email", EVA), ("password", OWN_PASSWORD)]).await;
    app.deliver_all().await;
    let token = token_of(&app, "/register/confirm");
    assert_eq!(assert_link_works(&app, &mut eva, "/register/confirm", &token, &[]).await, "/account?notice=registered");

    let mut rui = app.member(RUI).await;
    rui.post("/account/email", &[("email", NEW), ("current_password", OWN_PASSWORD)]).await;
    app.deliver_all().await;
    let token = token_of(&app, "/account/email/confirm");
    let to = assert_link_works(&app, &mut rui, "/account/email/confirm", &token, &[]).await;
    assert_eq!(to, "/account?notice=email-changed");
    app.deliver_all().await;
    let token = token_of(&app, "/account/email/undo");
    let to = assert_link_works(&app, &mut app.browser(), "/account/email/undo", &token, &[]).await;
    assert_eq!(to, "/login?notice=email-restored");
    app.deliver_all().await;
}

/// Opens the link; what the form on its page says of it.
async fn shown_link(browser: &mut Browser, link: &str) -> String {
    let page = browser.open(link).await;
    let (_, rest) = page.text.split_once("name=\"link\" value=\"").unwrap_or_else(|| panic!("{}", page.text));
    rest.split('"').next().expect("a value").to_owned()
}

/// Else who has somebody open a link of their own would have them confirm that, on a page about another address.
#[tokio::test]
async fn a_form_is_about_the_link_that_its_page_was_opened_with() {
    const CONFIRM: &str = "/account/email/confirm";
    const RESET: &str = "/reset-password";
    const PASSWORD: &str = "nove pontes sobre o rio";
    let app = TestApp::start().await;
    let mut links = Vec::new();
    for (old, new) in [(RUI, NEW), ("ana@example.org", "ana.lima@example.net")] {
        let mut person = app.member(old).await;
        person.post("/account/email", &[("email", new), ("current_password", OWN_PASSWORD)]).await;
        app.deliver_all().await;
        links.push(format!("{CONFIRM}?t={}", token_of(&app, CONFIRM)));
    }
    let mut browser = app.browser();
    let first = shown_link(&mut browser, &links[0]).await;
    let second = shown_link(&mut browser, &links[1]).await;

    let before = app.row_counts().await;
    let refused = browser.post(CONFIRM, &[("link", &first)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("Abra de novo o link") && !refused.text.contains("name=\"link\""), "{}", refused.text);
    assert_eq!(app.row_counts().await, before);
    let done = browser.post(CONFIRM, &[("link", &second), ("password", OWN_PASSWORD)]).await;
    assert_eq!(done.location(), Some("/login?notice=email-changed"), "{}", done.text);
    app.deliver_all().await;

    // The address beside the new password is for password managers, and decides nothing.
    let mut links = Vec::new();
    for email in ["eva.reset@example.org", "ivo.reset@example.org"] {
        app.member(email).await;
        app.browser().post("/forgot-password", &[("email", email)]).await;
        app.deliver_all().await;
        links.push(format!("{RESET}?t={}", token_of(&app, RESET)));
    }
    let first = shown_link(&mut browser, &links[0]).await;
    let second = shown_link(&mut browser, &links[1]).await;
    let username = ("username", "eva.reset@example.org");
    let refused = browser.post(RESET, &[("link", &first), username, ("new_password", PASSWORD)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    let done = browser.post(RESET, &[("link", &second), username, ("new_password", PASSWORD)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(app.browser().sign_in("ivo.reset@example.org", PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.browser().sign_in("eva.reset@example.org", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    app.deliver_all().await;
}
