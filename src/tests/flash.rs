//! What was just done is told once, by the page it leads to, and by nobody else.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, TestApp};
use axum::http::{Request, header};
use chaveiro::server::keys::Token;
use chaveiro::server::rate_limit::FLASH_KEPT;

const PAUSED: &str = "Um administrador pausou os envios";
const DONE: &str = "banner-success";

/// An admin who has just paused the mails.
async fn pause_mails(app: &TestApp) -> Browser {
    let mut admin = app.admin().await;
    let answer = admin.post("/admin/mail/pause", &[]).await;
    assert_eq!(answer.headers[header::SET_COOKIE].to_str().unwrap().split('=').next(), Some("flash"));
    admin
}

fn shows_message(answer: &Answer) -> bool {
    answer.text.contains(DONE)
}

#[tokio::test]
async fn a_message_is_shown_once_and_is_in_no_address() {
    let app = TestApp::start().await;
    let mut admin = pause_mails(&app).await;

    let first = admin.get("/admin/mail").await;
    assert!(shows_message(&first) && first.says(PAUSED), "{}", first.text);
    assert!(!admin.cookies.contains_key("flash"), "{:?}", admin.cookies);
    let reloaded = admin.get("/admin/mail").await;
    assert!(!shows_message(&reloaded), "told again: {}", reloaded.text);
    let linked = admin.get("/admin/mail?notice=paused").await;
    assert!(!shows_message(&linked), "an address tells something: {}", linked.text);
}

#[tokio::test]
async fn an_answer_keeps_the_rest_of_its_address_and_its_anchor() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.invite("maria@example.org").await;
    let id = app.account("maria@example.org").await.user.id.to_string();
    let fields = [("user", id.as_str()), ("back", "q=maria&page=1")];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post("/admin/users/send-again")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = admin.begin(request.body(body.into()).unwrap()).await;
    let location = answer.headers()[header::LOCATION].to_str().unwrap();
    assert_eq!(location, format!("/admin/users?q=maria#user-{id}"));
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    let (_, sealed) = cookie.split(';').next().and_then(|pair| pair.split_once("flash=")).expect("a message");
    admin.cookies.insert("flash".to_owned(), sealed.to_owned());
    assert!(admin.get("/admin/users?q=maria").await.text.contains("class=\"sub said\""));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_message_is_for_its_page_only_and_not_for_scripts() {
    let app = TestApp::start().await;
    let mut admin = pause_mails(&app).await;

    assert!(!shows_message(&admin.get("/admin/users").await));
    let fetch = Request::get("/admin/mail").header(header::ACCEPT, "text/html").header("sec-fetch-dest", "empty");
    assert!(!shows_message(&admin.send(fetch).await), "a script has taken it");
    let refused = admin.post("/admin/mail", &[("email", "nobody")]).await;
    assert!(!shows_message(&refused), "told beside an error");
    assert!(shows_message(&admin.get("/admin/mail").await));
}

#[tokio::test]
async fn forged_or_expired_messages_are_not_shown() {
    let app = TestApp::start().await;
    let mut admin = pause_mails(&app).await;
    let sealed = admin.cookies["flash"].clone();
    let (message, signature) = sealed.split_once('.').unwrap();
    let other =
        base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, "9 /admin/mail notice=tested");

    for forged in [
        format!("{message}."),
        format!("{message}.{}", &signature[1..]),
        format!("{other}.{signature}"),
        "x.y".to_owned(),
    ] {
        admin.cookies.insert("flash".to_owned(), forged.clone());
        assert!(!shows_message(&admin.get("/admin/mail").await), "{forged}");
    }
    admin.cookies.insert("flash".to_owned(), sealed);
    app.advance(FLASH_KEPT.as_secs());
    assert!(!shows_message(&admin.get("/admin/mail").await));
}

/// Addresses of ours with a message that somebody else has made up, and what is left of them.
const MADE_UP: [(&str, &str); 5] = [
    ("/account?notice=password-changed", "/account"),
    ("/admin/apps?notice=deleted&done=Anything", "/admin/apps"),
    ("/admin/users?done=x&q=maria&notice=acted&act=disable&user=1", "/admin/users?q=maria"),
    ("/admin/mail?notice=paused&notice=paused&=", "/admin/mail?="),
    ("/oauth/continue?notice=password-changed", "/oauth/continue"),
];

#[tokio::test]
async fn no_page_says_what_an_address_from_elsewhere_says() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (next, expected) in MADE_UP {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        // A test's browser writes what the next page will say into the address.
        assert_eq!(admin.get(&format!("/login/continue?{query}")).await.location(), Some(expected), "/login/continue");
        for (path, field) in [
            ("/login", "next"),
            ("/confirm-password", "next"),
            ("/language", "next"),
            ("/theme", "next"),
            ("/admin/mail/put-aside", "back"),
        ] {
            let fields = [
                ("email", ADMIN_EMAIL),
                ("password", ADMIN_PASSWORD),
                ("current_password", ADMIN_PASSWORD),
                ("locale", "pt-BR"),
                ("theme", "dark"),
                (field, next),
            ];
            let answer = admin.post(path, &fields).await;
            assert_eq!(answer.location(), Some(expected), "{path}: {}", answer.text);
            assert!(!admin.cookies.contains_key("flash"), "{path} signs {next}");
        }
        let fields = [("current_password", ADMIN_PASSWORD), ("next", next)];
        let answer = admin.post("/admin/confirm-password", &fields).await;
        let joint = if expected.contains('?') { '&' } else { '?' };
        assert_eq!(answer.location(), Some(format!("{expected}{joint}notice=confirmed").as_str()));
        admin.cookies.remove("flash");
    }
    // A page may have parameters of the same names, and keeps them.
    let question = "/admin/users/act?act=delete&user=0190b8f4-0000-7000-8000-000000000000";
    assert_eq!(admin.post("/theme", &[("theme", "dark"), ("next", question)]).await.location(), Some(question));
    // Who is signed in goes on from the sign-in page at once.
    let waiting = admin.get("/login?next=%2Foauth%2Fcontinue%3Fnotice%3Dpassword-changed").await;
    assert_eq!(waiting.location(), Some("/oauth/continue"));
    let redirect = admin.post("/oauth/authorize", &[("client_id", "x"), ("notice", "password-changed")]).await;
    assert_eq!(redirect.location(), Some("/oauth/authorize?client_id=x"));
}

/// A browser that brings no cookie with its form is looked at on the way.
#[tokio::test]
async fn a_message_outlives_the_look_for_a_cookie() {
    let app = TestApp::start().await;
    let link = Token::generate();
    let end = app.state.clock.now().plus(FLASH_KEPT);
    app.state.store.insert_setup_link(&link.hash(), end).await.unwrap();
    let form = [("t", link.reveal()), ("display_name", "Ana"), ("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD)];
    let mut ana = app.browser();
    ana.post("/setup", &form).await;
    assert!(shows_message(&ana.get("/admin/users").await));
    assert!(!shows_message(&ana.get("/admin/users").await));
}

/// Who has chosen the other language wants to read it in that language.
#[tokio::test]
async fn the_other_language_says_it_again() {
    let app = TestApp::start().await;
    let mut admin = pause_mails(&app).await;
    let page = admin.get("/admin/mail").await.text;
    let sealed = page.split_once("name=\"flash\" value=\"").expect("a field").1.split('"').next().unwrap().to_owned();

    let fields = [("locale", "en"), ("next", "/admin/mail"), ("flash", sealed.as_str())];
    admin.post("/language", &fields).await;
    let page = admin.get("/admin/mail").await;
    assert!(shows_message(&page) && page.text.contains("lang=\"en\""), "{}", page.text);
}
