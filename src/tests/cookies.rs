//! Browsers that keep no cookie, and those that bring two of one name.

use crate::app::{OWN_PASSWORD, TestApp, token_in};
use crate::first_access_link::last_link;
use axum::http::{HeaderValue, Request, StatusCode, header};

const MARIA: &str = "maria@example.org";

/// Where a browser without cookies ends after a form: all the addresses it was sent to.
async fn without_cookies(app: &TestApp, path: &str, fields: &[(&str, &str)], language: &str) -> (Vec<String>, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request =
        |path: &str| Request::get(path).header(header::ACCEPT, "text/html").header("accept-language", language);
    let form = Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header("accept-language", language)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into())
        .unwrap();
    let mut answer = app.browser().send_request(form).await;
    let mut visited = Vec::new();
    while let Some(to) = answer.location().map(str::to_owned) {
        assert!(visited.len() < 5, "it goes round in circles: {visited:?}");
        // A browser of its own for each step: what was set is gone.
        answer = app.browser().send(request(&to)).await;
        visited.push(to);
    }
    (visited, html_escape::decode_html_entities(&answer.text).into_owned())
}

#[tokio::test]
async fn blocked_cookies_are_explained_in_both_languages_without_a_redirect_loop() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let link = last_link(&app);
    app.member("rui@example.org").await;
    let with_own = [("email", "rui@example.org"), ("password", OWN_PASSWORD), ("next", "/account/email")];
    let with_temporary = [("email", MARIA), ("password", temporary.as_str())];
    let by_link = [("t", link.as_str())];
    let forms: [(&str, &[(&str, &str)]); 3] =
        [("/login", &with_own), ("/login", &with_temporary), ("/first-access/link", &by_link)];
    for (path, fields) in forms {
        for (language, words) in
            [("pt-BR", "Seu navegador bloqueou o cookie"), ("en", "Your browser blocked the cookie")]
        {
            let (visited, text) = without_cookies(&app, path, fields, language).await;
            assert_eq!(visited.last().map(String::as_str), Some("/login?cookies=off"), "{path}");
            assert!(text.contains(words), "{path} {language}: {text}");
        }
    }
    app.deliver_all().await;
}

/// The link of a forgotten password keeps its token in a cookie.
#[tokio::test]
async fn a_link_that_needs_a_cookie_says_so_too() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    app.browser().post("/forgot-password", &[("email", MARIA)]).await;
    app.deliver_all().await;
    let token = token_in(&app.mails().last().unwrap().text);
    let get = |path: &str| Request::get(path).header(header::ACCEPT, "text/html");
    let opened = app.browser().send(get(&format!("/reset-password?t={token}"))).await;
    let check = opened.location().unwrap().to_owned();
    assert_eq!(check, "/login/continue?next=%2Freset-password");
    assert_eq!(app.browser().send(get(&check)).await.location(), Some("/login?cookies=off"));
    // With the cookie it leads on.
    let mut browser = app.browser();
    assert_eq!(browser.get(&format!("/reset-password?t={token}")).await.location(), Some("/reset-password"));
}

#[tokio::test]
async fn the_look_for_the_cookie_leads_to_no_other_site_and_is_no_detour_for_who_has_cookies() {
    let app = TestApp::start().await;
    let mut rui = app.member("rui@example.org").await;
    for next in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
        let check =
            format!("/login/continue?next={}", form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>());
        assert_eq!(rui.get(&check).await.location(), Some("/"), "{next}");
    }
    // Any cookie of ours shows that they are kept.
    let mut browser = app.browser();
    browser.cookies.insert("theme".to_owned(), "dark".to_owned());
    let body = format!("email=rui%40example.org&password={}", OWN_PASSWORD.replace(' ', "+"));
    let form = Request::post("/login")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into())
        .unwrap();
    assert_eq!(browser.send_request(form).await.location(), Some("/"));
    app.deliver_all().await;
}

#[tokio::test]
async fn two_session_cookies_are_nobodys() {
    let app = TestApp::start().await;
    let rui = app.member("rui@example.org").await;
    let token = &rui.cookies["session"];
    let other = app.member(MARIA).await.cookies["session"].clone();
    for cookies in [
        vec![format!("session={token}; session={other}")],
        vec![format!("session={other}; session={token}")],
        vec![format!("session={token}; session={token}")],
        vec![format!("session={token}"), format!("session={other}")],
        vec![format!("session=; session={token}")],
    ] {
        let mut request = Request::get("/account").header(header::ACCEPT, "text/html");
        for cookie in &cookies {
            request = request.header(header::COOKIE, cookie);
        }
        let answer = app.browser().send(request).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{cookies:?}");
        assert!(answer.location().is_some_and(|to| to.starts_with("/login")), "{cookies:?}");
    }
    let one = Request::get("/account").header(header::COOKIE, format!("theme=dark; session={token}"));
    assert_eq!(app.browser().send(one).await.status, StatusCode::OK);
}

/// A script of another host of the domain sets `nome=José`, and browsers send its letters in UTF-8, as they are. A
/// header with such bytes was passed over as a whole, with the session in it.
#[tokio::test]
async fn a_cookie_of_others_with_any_bytes_takes_none_of_ours_along() {
    let app = TestApp::start().await;
    let rui = app.member("rui@example.org").await;
    let token = &rui.cookies["session"];
    for foreign in ["nome=José".as_bytes(), b"nome=Jos\xe9", b"a\xff", b"=", "ação=1".as_bytes()] {
        for is_first in [true, false] {
            let own = format!("session={token}").into_bytes();
            let cookies = if is_first { [own, foreign.to_vec()] } else { [foreign.to_vec(), own] }.join(&b"; "[..]);
            let header = HeaderValue::from_bytes(&cookies).expect("bytes that a header may have");
            let answer = app.browser().send(Request::get("/account").header(header::COOKIE, header)).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&cookies));
        }
    }
}
