//! Forward-auth: what proxies are told, and how a browser gets to an app that has no sign-in of its own.

mod ends;
mod headers;
mod journey;

use crate::app::{Answer, Browser, TestApp};
use crate::oidc::client::{Client, details, parameter};
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::{AppAccess, AppAddress, AppDetails, AppKind, GroupId};
use chaveiro::server::config::TrustedProxies;

/// The proxy is at this address, and so are the browsers behind it.
const PROXY: &str = "10.0.0.2";
pub const HOST: &str = "wiki.example.org";

async fn start() -> TestApp {
    TestApp::start_with(|settings| {
        settings.trusted_proxies = TrustedProxies::parse([PROXY].into_iter()).unwrap();
    })
    .await
}

fn wiki() -> AppDetails {
    let mut wiki = details("wiki");
    wiki.home_url = AppAddress::parse("https://wiki.example.org/start").unwrap();
    wiki.redirect_uris = vec![AppAddress::parse("https://wiki.example.org/.chaveiro/callback").unwrap()];
    wiki.post_logout_uris = Vec::new();
    wiki.kind = AppKind::ForwardAuth;
    wiki
}

fn wiki_of_groups(groups: &[GroupId]) -> AppDetails {
    let mut wiki = wiki();
    wiki.access = AppAccess::Groups;
    wiki.groups = groups.to_vec();
    wiki
}

/// A browser at the host of the app, behind the proxy; with what Chaveiro has set there.
fn at_app(app: &TestApp) -> Browser {
    let mut browser = app.browser_at(PROXY);
    browser.host = HOST.to_owned();
    browser
}

/// What Caddy and Traefik ask for a browser that opens `path`.
fn forwarded_request(path: &str) -> axum::http::request::Builder {
    Request::get("/forward-auth/wiki")
        .header("x-forwarded-method", "GET")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-host", HOST)
        .header("x-forwarded-uri", path)
        .header(header::ACCEPT, "text/html,application/xhtml+xml")
}

async fn check(browser: &mut Browser, path: &str) -> Answer {
    browser.send(forwarded_request(path)).await
}

/// Follows an address of the app's host or of Chaveiro's, each with its own cookies.
fn path_of(address: &str) -> &str {
    address
        .strip_prefix("https://wiki.example.org")
        .or_else(|| address.strip_prefix("http://localhost:3000"))
        .unwrap_or(address)
}

/// From the proxy's 302 to Chaveiro: where the browser arrives there.
async fn begin(at_app: &mut Browser, path: &str) -> String {
    let answer = check(at_app, path).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text);
    let to = answer.location().unwrap().to_owned();
    assert!(to.starts_with("https://wiki.example.org/.chaveiro/sign-in"), "{to}");
    let begun = at_app.get(path_of(&to)).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let to = begun.location().unwrap().to_owned();
    assert!(to.starts_with("http://localhost:3000/oauth/authorize?"), "{to}");
    path_of(&to).to_owned()
}

/// The same for somebody who is signed in: the whole way, until the app is open. Where the browser ends.
async fn open(person: &mut Browser, at_app: &mut Browser, path: &str) -> String {
    let authorize = begin(at_app, path).await;
    let back = person.get(&authorize).await;
    let to = back.location().unwrap_or_else(|| panic!("{} {}", back.status, back.text)).to_owned();
    finish_sign_in(at_app, &to).await
}

async fn finish_sign_in(at_app: &mut Browser, callback: &str) -> String {
    assert!(callback.starts_with("https://wiki.example.org/.chaveiro/callback?"), "{callback}");
    let arrived = at_app.get(path_of(callback)).await;
    assert_eq!(arrived.status, StatusCode::SEE_OTHER, "{}", arrived.text);
    arrived.location().unwrap().to_owned()
}

fn value<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
}

fn code_of(callback: &str) -> String {
    parameter(callback, "code").unwrap_or_else(|| panic!("no code in {callback}"))
}

/// Wiki, a member who may use it, and their browser at its host, signed in.
async fn signed_in(app: &TestApp, email: &str) -> (Client, Browser, Browser) {
    let client = app.client_with(wiki()).await;
    let mut person = app.member(email).await;
    let mut browser = at_app(app);
    open(&mut person, &mut browser, "/").await;
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
    (client, person, browser)
}
