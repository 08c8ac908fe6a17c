//! What a proxy has to say, and what it is told (F1, F2).

use super::{HOST, PROXY, at_app, check, code_of, forwarded_request, open, signed_in, start, value, wiki};
use crate::app::{ADMIN_EMAIL, TestApp, new_user};
use crate::oidc::client::details;
use axum::http::{Method, Request, StatusCode, header};
use chaveiro::domain::Role;

#[tokio::test]
async fn who_is_signed_in_is_named_by_all_four_headers_also_where_one_is_empty() {
    let app = start().await;
    let (_, _, mut browser) = signed_in(&app, "maria@example.org").await;
    let answer = check(&mut browser, "/").await;
    assert_eq!(value(&answer, "remote-user"), "maria@example.org");
    assert_eq!(value(&answer, "remote-email"), "maria@example.org");
    assert_eq!(value(&answer, "remote-name"), "Maria Souza");
    assert_eq!(value(&answer, "remote-groups"), "");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    assert!(answer.text.is_empty() && answer.set_cookies().is_empty());
    assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));

    for slug in ["turma-1a", "docentes"] {
        crate::groups::store::make(&app, slug, slug).await;
    }
    let id = app.id_of("maria@example.org").await;
    crate::groups::store::set_groups(&app, &id, &["turma-1a", "docentes"]).await;
    assert_eq!(value(&check(&mut browser, "/").await, "remote-groups"), "docentes,turma-1a");

    let by_id = forwarded_request("/").uri("/forward-auth/wiki?user=id");
    assert_eq!(value(&browser.send(by_id).await, "remote-user"), id.as_str());
}

#[tokio::test]
async fn a_name_that_is_not_ascii_is_percent_encoded() {
    let app = start().await;
    app.leave_mail();
    app.client_with(wiki()).await;
    app.queue_for(&new_user("José 100% da Conceição", "jose@example.org", Role::Member)).await;
    app.deliver_all().await;
    let mut person = app.browser();
    person.sign_in("jose@example.org", &app.last_password()).await;
    person.post("/first-access", &[("new_password", crate::app::OWN_PASSWORD)]).await;
    let mut browser = at_app(&app);
    open(&mut person, &mut browser, "/").await;
    let answer = check(&mut browser, "/").await;
    assert_eq!(value(&answer, "remote-name"), "Jos%C3%A9 100%25 da Concei%C3%A7%C3%A3o");
    app.deliver_all().await;
}

/// Only what a trusted proxy says counts, and it has to say all of it.
#[tokio::test]
async fn what_is_not_said_or_not_by_a_trusted_proxy_is_a_clear_refusal() {
    let app = start().await;
    let (_, _, mut browser) = signed_in(&app, "maria@example.org").await;
    for (missing, says) in [
        ("x-forwarded-uri", "X-Forwarded-Uri is missing"),
        ("x-forwarded-host", "X-Forwarded-Host is missing"),
        ("x-forwarded-method", "X-Forwarded-Method is missing"),
    ] {
        let mut request = forwarded_request("/").body(axum::body::Body::empty()).unwrap();
        request.headers_mut().remove(missing);
        let answer = browser.send_request(request).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{missing}");
        assert!(answer.text.contains(says), "{missing}: {}", answer.text);
    }
    let nothing = browser.send(Request::get("/forward-auth/wiki")).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    for url in ["/page", "https://", "wiki.example.org/"] {
        let half = Request::get("/forward-auth/wiki").header("x-original-url", url).header("x-original-method", "GET");
        assert_eq!(browser.send(half).await.status, StatusCode::BAD_REQUEST, "{url}");
    }

    let mut stranger = app.browser_at("203.0.113.7");
    stranger.cookies = browser.cookies.clone();
    let answer = check(&mut stranger, "/").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("CHAVEIRO_TRUSTED_PROXIES") && answer.text.contains("203.0.113.7"), "{}", answer.text);
    assert!(!answer.headers.contains_key("remote-user"));
    for path in ["/.chaveiro/sign-in?to=/", "/.chaveiro/callback?code=x", "/.chaveiro/no-access"] {
        stranger.host = HOST.to_owned();
        assert_eq!(stranger.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

/// No open redirector: only the app's own host is where somebody is sent.
#[tokio::test]
async fn another_host_than_the_apps_is_refused() {
    let app = start().await;
    app.client_with(wiki()).await;
    app.client("moodle").await;
    let mut browser = at_app(&app);
    for host in
        ["evil.example", "wiki.example.org.evil.example", "wiki.example.org:8443", "", "wiki.example.org@evil.example"]
    {
        let mut request = forwarded_request("/").body(axum::body::Body::empty()).unwrap();
        request.headers_mut().insert("x-forwarded-host", host.parse().unwrap());
        let answer = browser.send_request(request).await;
        let expected = if host.is_empty() { StatusCode::BAD_REQUEST } else { StatusCode::FORBIDDEN };
        assert_eq!((answer.status, answer.location()), (expected, None), "{host}");
    }
    for host in ["WIKI.example.org", "wiki.example.org:443", "wiki.example.org, inner.example"] {
        let mut request = forwarded_request("/").body(axum::body::Body::empty()).unwrap();
        request.headers_mut().insert("x-forwarded-host", host.parse().unwrap());
        assert_eq!(browser.send_request(request).await.status, StatusCode::FOUND, "{host}");
    }
    for (path, status) in [("/forward-auth/other", 404), ("/forward-auth/moodle", 404), ("/forward-auth/a%20b", 404)] {
        assert_eq!(browser.send(forwarded_request("/").uri(path)).await.status, status, "{path}");
    }
    // At Chaveiro's own host there is no such app, and a request for the app's host gets no page of ours.
    let mut own = app.browser_at(PROXY);
    assert_eq!(own.get("/.chaveiro/sign-in").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/login").await.status, StatusCode::MISDIRECTED_REQUEST);
    for to in ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil", "/a\r\nb", "/.chaveiro/sign-in"] {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
        let begun = browser.get(&format!("/.chaveiro/sign-in?{query}")).await;
        assert!(!begun.location().unwrap().contains("state="), "{to}: {:?}", begun.location());
    }
}

/// A form that is being sent, or what a script asks for, is told; only who opens a page is sent on.
#[tokio::test]
async fn only_a_page_view_is_sent_to_the_sign_in() {
    let app = start().await;
    app.client_with(wiki()).await;
    let mut browser = at_app(&app);
    let with = |name: &'static str, value: &'static str| {
        let mut request = forwarded_request("/page").body(axum::body::Body::empty()).unwrap();
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    for (name, value) in [
        ("x-forwarded-method", "POST"),
        ("x-forwarded-method", "PUT"),
        ("accept", "application/json"),
        ("accept", "*/*"),
        ("x-requested-with", "XMLHttpRequest"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-mode", "no-cors"),
    ] {
        let answer = browser.send_request(with(name, value)).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::UNAUTHORIZED, None), "{name}: {value}");
        assert_eq!(answer.code().as_deref(), Some("not_signed_in"));
    }
    for (name, value) in [("x-forwarded-method", "HEAD"), ("sec-fetch-mode", "navigate")] {
        assert_eq!(browser.send_request(with(name, value)).await.status, StatusCode::FOUND, "{name}: {value}");
    }
    // nginx knows no 302 here; it takes the address out of the 401.
    let nginx = |method: &str| {
        Request::get("/forward-auth/wiki")
            .header("x-original-method", method)
            .header("x-original-url", "http://wiki.example.org/a%2Fb?x=1&y=%2F")
            .header(header::ACCEPT, "text/html")
    };
    let answer = browser.send(nginx("GET")).await;
    let expected = "https://wiki.example.org/.chaveiro/sign-in?to=%2Fa%252Fb%3Fx%3D1%26y%3D%252F";
    assert_eq!((answer.status, answer.location()), (StatusCode::UNAUTHORIZED, Some(expected)));
    let answer = browser.send(nginx("POST")).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::UNAUTHORIZED, None));
}

/// What is set or said at the app's host is for that host.
#[tokio::test]
async fn cookies_are_of_the_apps_host_alone_and_no_header_speaks_for_its_neighbours() {
    let app = TestApp::start_with(|settings| {
        settings.dev = false;
        settings.public_url = url::Url::parse("https://accounts.example.org/").unwrap();
        settings.trusted_proxies = chaveiro::server::config::TrustedProxies::parse([PROXY].into_iter()).unwrap();
    })
    .await;
    app.client_with(wiki()).await;
    let mut admin = app.admin().await;
    let mut browser = at_app(&app);
    let answer = check(&mut browser, "/").await;
    assert!(!answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "of all names below the app's");
    let begun = browser.get("/.chaveiro/sign-in?to=%2F").await;
    let [set] = begun.set_cookies()[..] else { panic!("{:?}", begun.set_cookies()) };
    assert!(set.starts_with("__Host-chaveiro-sign-in="), "{set}");
    let to = begun.location().unwrap().strip_prefix("https://accounts.example.org").unwrap().to_owned();
    let back = admin.get(&to).await.location().unwrap().to_owned();
    let arrived = browser.get(super::path_of(&back)).await;
    let [set] = arrived.set_cookies()[..] else { panic!("{:?}", arrived.set_cookies()) };
    for attribute in ["__Host-chaveiro-app=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(set.contains(attribute) && !set.contains("Domain"), "{set}");
    }
    let value = set.split(['=', ';']).nth(1).unwrap();
    assert!(value.len() == 43 && !app.written_down().await.iter().any(|bytes| crate::app::holds(bytes, value)));
    assert_eq!(check(&mut browser, "/").await.headers["remote-email"], ADMIN_EMAIL);
    // The session's own cookie is none here.
    let mut other = at_app(&app);
    other.cookies = admin.cookies.clone();
    assert_eq!(check(&mut other, "/").await.status, StatusCode::FOUND);
    other.cookies = [("__Host-chaveiro-app".to_owned(), admin.cookies["__Host-session"].clone())].into();
    assert_eq!(check(&mut other, "/").await.status, StatusCode::FOUND);
}

/// A cookie and a code of one app are no use at another, nor at the endpoints for programs.
#[tokio::test]
async fn what_is_of_one_app_opens_no_other() {
    let app = start().await;
    let (client, mut person, mut browser) = signed_in(&app, "maria@example.org").await;
    let mut notes = wiki();
    notes.client_id = chaveiro::domain::ClientId::parse("notes").unwrap();
    notes.home_url = chaveiro::domain::AppAddress::parse("https://notes.example.org/").unwrap();
    app.client_with(notes).await;
    let request = forwarded_request("/").uri("/forward-auth/notes");
    let mut request = request.body(axum::body::Body::empty()).unwrap();
    request.headers_mut().insert("x-forwarded-host", "notes.example.org".parse().unwrap());
    assert_eq!(browser.send_request(request).await.status, StatusCode::FOUND);

    let cookie = browser.cookies["__Host-chaveiro-app"].clone();
    for route in chaveiro::web::routes::ROUTES.iter().filter(|route| {
        matches!(route.access, chaveiro::server::access::Access::SignedIn | chaveiro::server::access::Access::Admin)
            && route.method == Method::GET
    }) {
        let mut other = app.browser();
        other.cookies.insert("session".to_owned(), cookie.clone());
        other.cookies.insert("chaveiro-app".to_owned(), cookie.clone());
        let request = Request::get(route.path.replace("{id}", "1")).header(header::ACCEPT, "application/json");
        assert_eq!(other.send(request).await.status, StatusCode::UNAUTHORIZED, "{}", route.path);
    }
    assert_eq!(crate::oidc::client::userinfo(&app, &cookie).await.status, StatusCode::UNAUTHORIZED);

    // Chaveiro itself is the client: at the token endpoint its codes are nobody's.
    let code = code_of(person.get(&client.authorize_path(&[])).await.location().unwrap());
    let answer = client.exchange(&app, &code).await;
    assert_eq!(answer.code().as_deref(), Some("invalid_client"), "{}", answer.text);
    let moodle = app.client_with(details("moodle")).await;
    let code = moodle.code(&mut person).await;
    let answer = browser.get(&format!("/.chaveiro/callback?code={code}")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
