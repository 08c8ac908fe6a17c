//! From an app behind a proxy through the sign-in and back (F3, F4, F5).

use super::{at_app, begin, check, finish_sign_in, open, path_of, signed_in, start, wiki};
use crate::app::{Answer, Browser, OWN_PASSWORD, token_in};
use crate::oidc::client::parameter;
use axum::http::StatusCode;
use chaveiro::server::rate_limit::MAX_DEEP_LINK_LENGTH;

/// What the page leads to that goes on to the app.
fn continue_address(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let text = html_escape::decode_html_entities(&page.text).into_owned();
    let (_, address) = text.split_once("0; url=").unwrap_or_else(|| panic!("no refresh: {text}"));
    address.split('"').next().unwrap().to_owned()
}

/// Signs in at the page where an app waits; where it goes on then.
async fn to_sign_in(person: &mut Browser, authorize: &str) -> String {
    let to = person.get(authorize).await.location().unwrap().to_owned();
    assert!(to.starts_with("/login?next="), "{to}");
    parameter(&to, "next").unwrap()
}

#[tokio::test]
async fn a_deep_link_comes_back_as_it_was() {
    let app = start().await;
    app.client_with(wiki()).await;
    let mut admin = app.admin().await;
    for path in [
        "/",
        "/a/b%2Fc?x=1&y=%2F%20+%26&z",
        "/%C3%A9t%C3%A9?q=caf%C3%A9&next=https://other.example/%3Fa=b",
        "/x;y=1,2(3)'*!~@:$",
        "/?",
        "/a//b/../c",
        "/?code=x&state=y&to=/z",
    ] {
        let mut browser = at_app(&app);
        let to = open(&mut admin, &mut browser, path).await;
        assert_eq!(to, format!("https://wiki.example.org{path}"));
        assert_eq!(check(&mut browser, path).await.status, StatusCode::OK, "{path}");
    }
    // What is too long for the proxies' headers leads to the home page.
    let long = format!("/{}", "x".repeat(MAX_DEEP_LINK_LENGTH));
    assert_eq!(open(&mut admin, &mut at_app(&app), &long).await, "https://wiki.example.org/start");
    let longest = format!("/{}", "x".repeat(MAX_DEEP_LINK_LENGTH - 3));
    assert_eq!(open(&mut admin, &mut at_app(&app), &longest).await, format!("https://wiki.example.org{longest}"));
}

#[tokio::test]
async fn who_signs_in_is_in_the_app() {
    let app = start().await;
    app.client_with(wiki()).await;
    app.member("maria@example.org").await;
    let (mut person, mut browser) = (app.browser(), at_app(&app));
    let authorize = begin(&mut browser, "/page?x=%2F").await;
    let next = to_sign_in(&mut person, &authorize).await;
    let fields = [("email", "maria@example.org"), ("password", OWN_PASSWORD), ("next", next.as_str())];
    assert_eq!(person.post("/login", &fields).await.location(), Some(next.as_str()));
    let callback = continue_address(&person.get(&next).await);
    assert_eq!(finish_sign_in(&mut browser, &callback).await, "https://wiki.example.org/page?x=%2F");
    assert_eq!(check(&mut browser, "/page").await.status, StatusCode::OK);
    let id = app.id_of("maria@example.org").await;
    assert!(app.audit_kinds(&id).await.contains(&"app_signed_in".to_owned()));
    assert_eq!(app.state.store.list_apps_known_to(&id).await.unwrap().len(), 1);
    app.deliver_all().await;
}

/// RFC 9110, 9.3.2: a proxy's or a scanner's `HEAD` takes the code from nobody.
#[tokio::test]
async fn head_exchanges_no_code() {
    let app = start().await;
    app.client_with(wiki()).await;
    let (mut person, mut browser) = (app.member("maria@example.org").await, at_app(&app));
    let authorize = begin(&mut browser, "/page").await;
    let callback = person.get(&authorize).await.location().unwrap().to_owned();
    let before = app.row_counts().await;
    for path in [path_of(&callback), "/.chaveiro/sign-in?to=/page"] {
        let head = browser.send(axum::http::Request::head(path)).await;
        assert_eq!((head.status, head.location()), (StatusCode::METHOD_NOT_ALLOWED, None), "{path}");
        assert_eq!(head.headers["allow"], "GET");
        assert!(head.set_cookies().is_empty());
    }
    assert_eq!(app.row_counts().await, before);
    assert_eq!(finish_sign_in(&mut browser, &callback).await, "https://wiki.example.org/page");
    app.deliver_all().await;
}

/// A temporary session is none for an app; the first access leads back to it.
#[tokio::test]
async fn a_first_access_by_code_by_link_and_after_forgetting_ends_in_the_app() {
    let app = start().await;
    app.client_with(wiki()).await;
    let temporary = app.invite("by-code@example.org").await;
    let (mut person, mut browser) = (app.browser(), at_app(&app));
    person.sign_in("by-code@example.org", &temporary).await;
    let authorize = begin(&mut browser, "/deep%2Flink").await;
    let to = person.get(&authorize).await.location().unwrap().to_owned();
    assert!(to.starts_with("/first-access?next="), "{to}");
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::FOUND, "not yet");
    let next = parameter(&to, "next").unwrap();
    let chosen = person.post("/first-access", &[("new_password", OWN_PASSWORD), ("next", &next)]).await;
    assert_signed_in(&mut person, &mut browser, chosen.location().unwrap(), "/deep%2Flink").await;

    app.deliver_all().await;
    let temporary = app.invite("by-link@example.org").await;
    let mails = app.mails();
    let mail = mails.iter().rev().find(|mail| mail.to.contains("by-link@example.org")).expect("a mail");
    let (_, token) = mail.text.split_once("#t=").expect("a link");
    let token = token.split_whitespace().next().unwrap();
    let (mut person, mut browser) = (app.browser(), at_app(&app));
    let authorize = begin(&mut browser, "/deep").await;
    to_sign_in(&mut person, &authorize).await;
    assert_eq!(person.post("/first-access/link", &[("t", token)]).await.location(), Some("/first-access"));
    let fields = [("password", temporary.as_str()), ("new_password", OWN_PASSWORD)];
    let chosen = person.post("/first-access", &fields).await;
    assert_signed_in(&mut person, &mut browser, chosen.location().unwrap(), "/deep").await;

    app.member("forgot@example.org").await;
    let (mut person, mut browser) = (app.browser(), at_app(&app));
    let authorize = begin(&mut browser, "/deep").await;
    to_sign_in(&mut person, &authorize).await;
    person.post("/forgot-password", &[("email", "forgot@example.org")]).await;
    app.deliver_all().await;
    let token = token_in(&app.mails().last().unwrap().text);
    person.get(&format!("/reset-password?t={token}")).await;
    let new = "nove cadernos sem linha";
    person.post("/reset-password", &[("new_password", new)]).await;
    let fields = [("email", "forgot@example.org"), ("password", new), ("next", "/oauth/continue")];
    let signed_in = person.post("/login", &fields).await;
    assert_signed_in(&mut person, &mut browser, signed_in.location().unwrap(), "/deep").await;
    app.deliver_all().await;
}

async fn assert_signed_in(person: &mut Browser, browser: &mut Browser, next: &str, path: &str) {
    assert!(next.starts_with("/oauth/continue"), "{next}");
    let callback = continue_address(&person.get(next).await);
    assert_eq!(finish_sign_in(browser, &callback).await, format!("https://wiki.example.org{path}"));
    assert_eq!(check(browser, "/").await.status, StatusCode::OK);
}

/// F4: a browser that keeps no cookie gets a page, and is not sent round and round.
#[tokio::test]
async fn a_browser_without_cookies_gets_an_explanation() {
    let app = start().await;
    app.client_with(wiki()).await;
    let mut admin = app.admin().await;
    let mut browser = at_app(&app);
    let authorize = begin(&mut browser, "/page").await;
    let callback = admin.get(&authorize).await.location().unwrap().to_owned();
    browser.cookies.clear();
    let page = browser.get(path_of(&callback)).await;
    assert_eq!((page.status, page.location()), (StatusCode::BAD_REQUEST, None));
    assert!(page.says("Seu navegador não guardou o cookie da entrada"), "{}", page.text);
    assert!(page.text.contains("href=\"https://wiki.example.org/page\""), "{}", page.text);
    let english = axum::http::Request::get(path_of(&callback))
        .header("accept", "text/html")
        .header("accept-language", "en-US,en;q=0.9");
    assert!(browser.send(english).await.says("Your browser didn't keep the sign-in cookie"));
}

/// F4: a proxy that leads here without the cookie, though the browser has it.
#[tokio::test]
async fn a_signed_in_person_gets_a_page_and_no_redirect() {
    let app = start().await;
    let (_, _, mut browser) = signed_in(&app, "maria@example.org").await;
    let page = browser.get("/.chaveiro/sign-in?to=%2Fpage%3Fx%3D1").await;
    assert_eq!((page.status, page.location()), (StatusCode::OK, None));
    assert!(page.says("Você já entrou em Moodle"), "{}", page.text);
    assert!(page.text.contains("href=\"https://wiki.example.org/page?x=1\""), "{}", page.text);
}

#[tokio::test]
async fn a_code_works_once_in_its_browser_and_never_in_another() {
    let app = start().await;
    app.client_with(wiki()).await;
    let mut admin = app.admin().await;
    let mut browser = at_app(&app);
    let authorize = begin(&mut browser, "/page").await;
    let callback = admin.get(&authorize).await.location().unwrap().to_owned();

    // A link with somebody else's code signs nobody in.
    let mut victim = at_app(&app);
    begin(&mut victim, "/").await;
    let refused = victim.get(path_of(&callback)).await;
    assert_eq!((refused.status, refused.location()), (StatusCode::BAD_REQUEST, None));
    assert!(refused.says("Não foi possível entrar em Moodle"), "{}", refused.text);
    assert_eq!(check(&mut victim, "/").await.status, StatusCode::FOUND);
    let used_up = browser.get(path_of(&callback)).await;
    assert_eq!(used_up.status, StatusCode::BAD_REQUEST);

    let authorize = begin(&mut browser, "/page").await;
    let callback = admin.get(&authorize).await.location().unwrap().to_owned();
    finish_sign_in(&mut browser, &callback).await;
    // The page is loaded anew, or gone back to.
    assert_eq!(finish_sign_in(&mut browser, &callback).await, "https://wiki.example.org/page");
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
    // Used by anybody else it ends what the first got.
    victim.get(path_of(&callback)).await;
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::FOUND);

    let authorize = begin(&mut browser, "/").await;
    let callback = admin.get(&authorize).await.location().unwrap().to_owned();
    app.advance(61);
    assert_eq!(browser.get(path_of(&callback)).await.status, StatusCode::BAD_REQUEST, "too late");
    for query in ["", "?code=", "?code=x", "?code=a&code=b", "?error=server_error"] {
        let answer = browser.get(&format!("/.chaveiro/callback{query}")).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::BAD_REQUEST, None), "{query}");
    }
}

/// Two tabs, two apps: each ends where it began.
#[tokio::test]
async fn two_tabs_at_once_both_arrive() {
    let app = start().await;
    app.client_with(wiki()).await;
    let mut admin = app.admin().await;
    let mut browser = at_app(&app);
    let (one, two) = (begin(&mut browser, "/one").await, begin(&mut browser, "/two").await);
    let one = admin.get(&one).await.location().unwrap().to_owned();
    let two = admin.get(&two).await.location().unwrap().to_owned();
    assert_eq!(finish_sign_in(&mut browser, &two).await, "https://wiki.example.org/two");
    assert_eq!(finish_sign_in(&mut browser, &one).await, "https://wiki.example.org/one");
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
}
