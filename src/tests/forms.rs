//! Forms as no page of ours sends them, from where none of ours is, and what every answer says about itself.

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chaveiro::domain::{InvalidDisplayName, InvalidEmailAddress, Locale};
use chaveiro::error::{AppError, Field, Problem};
use chaveiro::locale;
use chaveiro::locale::time::Zone;
use chaveiro::server::access::Access;
use chaveiro::ui::page_context::Submitted;
use chaveiro::web::routes::ROUTES;
use proptest::prelude::*;
use std::collections::BTreeSet;

const FORM: &str = "application/x-www-form-urlencoded";
const NEW: &str = "/admin/users/new";

fn malformed() -> String {
    locale::message(Locale::PtBr, &AppError::MalformedRequest)
}

async fn post_for_json(browser: &mut Browser, path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, content_type)
        .body(body.into())
        .expect("a request");
    browser.send_request(request).await
}

/// Whether programs post there, from wherever they are.
fn is_for_programs(path: &str) -> bool {
    ROUTES.iter().any(|route| route.method == Method::POST && route.path == path && route.access == Access::Program)
}

fn post_routes() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().filter(|route| route.method == Method::POST).map(|route| route.path)
}

#[tokio::test]
async fn a_body_that_is_no_form_gets_415_and_a_sentence() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let before = app.row_counts().await;
    let fields = "display_name=Eva&email=eva%40example.org";
    let json = r#"{"display_name":"Eva","email":"eva@example.org"}"#;
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\neva@example.org\r\n--x--\r\n";
    for (content_type, body) in [
        ("application/json", json),
        ("text/plain", fields),
        ("text/plain;charset=UTF-8", fields),
        ("multipart/form-data; boundary=x", multipart),
        ("application/octet-stream", fields),
        ("application/x-www-form-urlencoded2", fields),
        ("text/html, application/x-www-form-urlencoded", fields),
        ("", fields),
    ] {
        let page = admin.post_body(NEW, content_type, body).await;
        assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type}");
        assert!(page.says(&malformed()), "{content_type}: {}", page.text);
        let json = post_for_json(&mut admin, NEW, content_type, body).await;
        assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type}");
        assert_eq!(json.code().as_deref(), Some("malformed_request"), "{content_type}");
    }
    let nameless = Request::post(NEW).header(header::ACCEPT, "text/html").body(Body::from(fields)).unwrap();
    assert_eq!(admin.send_request(nameless).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(app.row_counts().await, before);

    let proper = admin.post_body(NEW, "Application/X-WWW-Form-Urlencoded; charset=UTF-8", fields).await;
    assert_eq!(proper.status, StatusCode::SEE_OTHER, "{}", proper.text);
    app.deliver_all().await;
}

/// A list where one value belongs let attackers have a mail sent to two
/// addresses at once (GitLab, CVE-2023-7028).
#[tokio::test]
async fn a_form_that_no_page_of_ours_sends_is_refused_with_400_and_writes_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let before = app.row_counts().await;
    let good = "display_name=Eva&email=eva%40example.org";
    let bodies: [&[u8]; 19] = [
        b"",
        b"&&&",
        b"display_name=Eva",
        b"email=eva%40example.org",
        b"display_name=Eva&email=eva%40example.org&email=eve%40example.com",
        b"display_name=Eva&email=eva%40example.org&%65mail=eve%40example.com",
        b"display_name=Eva&email[]=eva%40example.org&email[]=eve%40example.com",
        b"display_name=Eva&email[]=eva%40example.org",
        b"display_name=Eva&email[0]=eva%40example.org",
        b"display_name=Eva&email%5B0%5D=eva%40example.org",
        b"display_name=Eva&email=eva%40example.org&email[0]=eve%40example.com",
        b"display_name=Eva&email=eva%40example.org&new_user[role]=admin",
        b"display_name=\xff&email=eva%40example.org",
        b"display_name=%FF&email=eva%40example.org",
        b"display_name=%C3&email=eva%40example.org",
        b"display_name=Eva%&email=eva%40example.org",
        b"display_name=Eva%4&email=eva%40example.org",
        b"display_name=Eva%zz&email=eva%40example.org",
        b"display_name=Eva%+5&email=eva%40example.org",
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(body);
        let page = admin.post_body(NEW, FORM, body.to_vec()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{shown}: {}", page.text);
        assert!(page.says(&malformed()), "{shown}: {}", page.text);
        let json = post_for_json(&mut admin, NEW, FORM, body.to_vec()).await;
        assert_eq!(
            (json.status, json.code().as_deref()),
            (StatusCode::BAD_REQUEST, Some("malformed_request")),
            "{shown}"
        );
    }
    assert_eq!(app.row_counts().await, before);
    let proper = admin.post_body(NEW, FORM, good).await;
    assert_eq!(proper.status, StatusCode::SEE_OTHER, "{}", proper.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_form_has_at_most_64_kib() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    let body = |length: usize| {
        let head = "email=eva%40example.org&password=";
        format!("{head}{}", "x".repeat(length - head.len()))
    };

    let largest = visitor.post_body("/login", FORM, body(64 * 1024)).await;
    assert_eq!(largest.status, StatusCode::UNPROCESSABLE_ENTITY, "64 KiB are a form, if not a password");
    for length in [64 * 1024 + 1, 1024 * 1024, 10 * 1024 * 1024] {
        let page = visitor.post_body("/login", FORM, body(length)).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{length}");
        assert!(page.says("O formulário é maior do que aceitamos"), "{}", page.text);
        let json = post_for_json(&mut visitor, "/login", FORM, body(length)).await;
        assert_eq!((json.status, json.code().as_deref()), (StatusCode::PAYLOAD_TOO_LARGE, Some("form_too_large")));
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures").await, 0);
}

#[tokio::test]
async fn a_name_with_line_breaks_nul_or_direction_marks_is_refused() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let before = app.row_counts().await;
    let reason = locale::problem(
        Locale::PtBr,
        &Zone::usual(Locale::PtBr),
        &Problem::DisplayName(InvalidDisplayName::ForbiddenCharacter),
    );
    for name in [
        "Eva\r\nBcc: eve@example.com",
        "Eva\nX",
        "Eva\rX",
        "Eva\0",
        "\u{202E}avE",
        "Eva\u{2066}x\u{2069}",
        "Eva\u{2028}x",
        "Eva\u{7}",
        "\u{FEFF}Eva",
    ] {
        let answer = admin.post(NEW, &[("display_name", name), ("email", "eva@example.org")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
        assert!(answer.says(&reason), "{name:?}: {}", answer.text);
    }
    let reason =
        locale::problem(Locale::PtBr, &Zone::usual(Locale::PtBr), &Problem::Email(InvalidEmailAddress::Malformed));
    for email in [
        "eva@example.org\r\nBcc: eve@example.com",
        "eva@example.org,eve@example.com",
        "eva@example.org eve@example.com",
        "eva\0@example.org",
        "\"eva@example.org \"@example.com",
        "eva@[127.0.0.1]",
        "eva@localhost",
        "é@example.org",
        "' OR 1=1 --@example.org",
    ] {
        let answer = admin.post(NEW, &[("display_name", "Eva"), ("email", email)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email:?}");
        let names_character =
            [", que não aparece na tela", "contém um espaço", "contém “é”"].iter().any(|words| answer.says(words));
        assert!(answer.says(&reason) || names_character, "{email:?}: {}", answer.text);
    }
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn a_refused_form_is_shown_again_as_it_was_typed_but_for_the_password() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let secret = "sesamo-abre-te-agora";

    let login = app.browser().post("/login", &[("email", "eva@example.org"), ("password", secret)]).await;
    assert_eq!(login.status, StatusCode::UNAUTHORIZED);
    assert!(login.text.contains("eva@example.org") && !login.text.contains(secret), "{}", login.text);
    let next = [("email", "eva@example.org"), ("password", secret), ("next", "/admin/users?page=2")];
    let login = app.browser().post("/login", &next).await;
    assert!(login.says("/admin/users?page=2"), "where one wanted to go is lost: {}", login.text);

    let fields = [("display_name", "Eva Lima"), ("email", "eva@"), ("password", secret)];
    let register = app.browser().post("/register", &fields).await;
    assert_eq!(register.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(register.says("Eva Lima") && register.says("eva@"), "{}", register.text);
    assert!(!register.text.contains(secret));

    let fields = [("display_name", "Eva Lima"), ("email", "eva@"), ("role", "admin"), ("locale", "en")];
    let new = admin.post(NEW, &fields).await;
    assert!(new.says("Eva Lima"), "{}", new.text);

    let fields = [("current_password", secret), ("new_password", "sete pontes sobre o mar")];
    let account = admin.post("/account", &fields).await;
    assert_eq!(account.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!account.text.contains(secret) && !account.text.contains("sete pontes sobre o mar"));
}

const MARKUP: [&str; 6] = [
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--><svg onload=alert(1)>",
    "{{7*7}}<b>bold</b>",
    "</title></textarea></select><u>x</u>",
];

#[test]
fn every_field_is_shown_again_but_for_passwords() {
    let typed: Vec<_> =
        Field::ALL.iter().map(|field| (field.as_str().to_owned(), "quatro janelas".to_owned())).collect();
    for form in [Submitted::refused(AppError::MalformedRequest, typed.clone()), Submitted::typed(typed)] {
        let left_out: Vec<_> = Field::ALL.into_iter().filter(|field| form.given(*field).is_none()).collect();
        assert_eq!(left_out, [Field::Password, Field::NewPassword, Field::CurrentPassword]);
    }
}

#[tokio::test]
async fn typed_text_is_always_escaped() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (number, markup) in MARKUP.into_iter().enumerate() {
        let refused = [
            app.browser().post("/login", &[("email", markup), ("password", markup), ("next", markup)]).await,
            app.browser().post("/register", &[("display_name", markup), ("email", markup), ("password", markup)]).await,
            admin.post(NEW, &[("display_name", markup), ("email", markup), ("cpf", markup), ("role", markup)]).await,
        ];
        for answer in refused {
            assert!(answer.status.is_client_error(), "{}", answer.status);
            assert!(answer.says(markup), "what was typed is not shown again");
            assert!(!answer.text.contains(markup), "{markup} became a part of the page");
        }
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("next", markup)
            .append_pair("notice", markup)
            .append_pair("t", markup)
            .append_pair("user", markup)
            .append_pair("page", markup)
            .finish();
        for path in ["/login", "/register", "/register/confirm", "/setup", "/nothing", "/admin/users", "/account"] {
            let answer = admin.get(&format!("{path}?{query}")).await;
            assert!(!answer.text.contains(markup), "{path}: {markup} became a part of the page");
        }
        let email = format!("person{number}@example.org");
        let made = admin.post(NEW, &[("display_name", markup), ("email", &email)]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let list = admin.get(made.location().unwrap()).await;
        assert!(list.says(markup), "the name is not in the list");
        assert!(!list.text.contains(markup), "{markup} became a part of the list");
        let id = app.id_of(&email).await;
        for path in [
            format!("/admin/users/{id}"),
            format!("/admin/users/{id}/edit"),
            format!("/admin/users/{id}/hand-over"),
            format!("/admin/users/act?act=disable&user={id}"),
            format!("/admin/audit?person={id}"),
            "/admin/mail".to_owned(),
        ] {
            let page = admin.get(&path).await;
            assert!(page.status != StatusCode::OK || page.says(markup), "{path}: the name is not there");
            assert!(!page.text.contains(markup), "{path}: {markup} became a part of the page");
            assert_eq!(page.text.matches("<title").count(), 1, "{path}: {markup}");
        }
    }
    app.deliver_all().await;
}

/// What another site's page would send along.
fn foreign_origins() -> Vec<HeaderMap> {
    let header = |pairs: &[(header::HeaderName, &str)]| {
        let pairs = pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a value")));
        pairs.collect::<HeaderMap>()
    };
    let site = header::HeaderName::from_static("sec-fetch-site");
    vec![
        header(&[(header::ORIGIN, "https://evil.example")]),
        header(&[(header::ORIGIN, "null")]),
        header(&[(header::HOST, "localhost:3000"), (header::ORIGIN, "https://evil.example")]),
        header(&[(header::HOST, "localhost:3000"), (header::ORIGIN, "http://evil.localhost:3000")]),
        header(&[(header::HOST, "localhost:3000"), (header::ORIGIN, "http://localhost:3001")]),
        header(&[(header::HOST, "localhost:3000"), (header::ORIGIN, "http://localhost:3000.evil.example")]),
        header(&[(header::HOST, "localhost:3000"), (header::REFERER, "https://evil.example/form")]),
        header(&[(header::HOST, "localhost:3000"), (header::REFERER, "http://localhost:3000.evil.example/")]),
        header(&[(header::HOST, "localhost:3000"), (header::REFERER, "http://localhost:3000@evil.example/")]),
        header(&[(header::HOST, "localhost:3000"), (header::REFERER, "nothing of the kind")]),
        header(&[(site.clone(), "cross-site")]),
        header(&[(site.clone(), "same-site")]),
        header(&[
            (site.clone(), "cross-site"),
            (header::HOST, "localhost:3000"),
            (header::ORIGIN, "http://localhost:3000"),
        ]),
    ]
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let temporary = app.invite("maria@example.org").await;
    let mut maria = app.browser();
    maria.sign_in("maria@example.org", &temporary).await;
    let id = app.id_of("maria@example.org").await;
    let body = format!(
        "display_name=Eva&email=maria%40example.org&password={temporary}&new_password=quatro+janelas+e+um+rio&user={id}\
         &current_password=oito+cavalos+bem+dormidos&locale=en&theme=dark&session=x&t=x"
    );
    let before = app.row_counts().await;
    let mut tried = 0;
    for path in post_routes() {
        for headers in foreign_origins() {
            for browser in [&mut admin, &mut maria] {
                let mut request = Request::post(path)
                    .header(header::ACCEPT, "text/html")
                    .header(header::CONTENT_TYPE, FORM)
                    .body(Body::from(body.clone()))
                    .unwrap();
                request.headers_mut().extend(headers.clone());
                let answer = browser.send_request(request).await;
                if is_for_programs(path) {
                    // No cookie is read there: the form does nothing in anybody's name.
                    assert!(!answer.status.is_success(), "{path} with {headers:?}");
                    assert!(answer.set_cookies().is_empty(), "{path} with {headers:?} sets a cookie");
                    continue;
                }
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {headers:?}");
                assert!(answer.set_cookies().is_empty(), "{path} with {headers:?} sets a cookie");
                assert!(answer.text.len() > 20, "{path}: no sentence");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "only {tried} forgeries were tried");
    assert_eq!(app.row_counts().await, before);
    assert_eq!(admin.get("/account").await.status, StatusCode::OK, "a forged sign-out ended the session");
    assert_eq!(maria.get("/first-access").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_from_our_own_pages_is_accepted_however_old_the_browser() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", "rui@example.org"), ("password", OWN_PASSWORD)])
        .finish();
    for headers in [
        vec![],
        vec![("sec-fetch-site", "same-origin")],
        vec![("sec-fetch-site", "none")],
        vec![("referer", "http://localhost:3000/login")],
        vec![("host", "127.0.0.1:4000"), ("referer", "http://127.0.0.1:4000/login?next=%2F")],
        vec![("referer", "https://search.example/"), ("sec-fetch-site", "same-origin")],
        vec![("host", "localhost:3000"), ("origin", "http://localhost:3000")],
        vec![("host", "localhost:3000"), ("origin", "http://localhost:3000"), ("sec-fetch-site", "same-origin")],
    ] {
        let mut request = Request::post("/login").header(header::CONTENT_TYPE, FORM);
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let answer = app.browser().send_request(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{headers:?}: {}", answer.text);
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn looking_changes_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let temporary = app.invite("maria@example.org").await;
    let mut maria = app.browser();
    maria.sign_in("maria@example.org", &temporary).await;
    let id = app.id_of("maria@example.org").await;
    let query = format!(
        "display_name=Eva&email=eva%40example.org&password={temporary}&new_password=quatro+janelas+e+um+rio&user={id}\
         &current_password=oito+cavalos+bem+dormidos&locale=en&theme=dark&session=x&t=x"
    );
    let paths: BTreeSet<_> =
        ROUTES.iter().map(|route| route.path.replace("{id}", "1").replace("{file}", "1")).collect();
    let before = app.row_counts().await;
    // Who takes a file away is written down.
    let is_file = |path: &str| path.ends_with("/export") || path == "/account/data.json";
    let looks = |path: &&String| *path != "/admin/users/live" && !is_file(path);
    for path in paths.iter().filter(looks) {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            for browser in [&mut admin, &mut maria, &mut app.browser()] {
                let request = Request::builder()
                    .method(&method)
                    .uri(format!("{path}?{query}"))
                    .header(header::ACCEPT, "text/html")
                    .header(header::CONTENT_TYPE, FORM)
                    .body(Body::from(query.clone()))
                    .unwrap();
                let answer = browser.send_request(request).await;
                assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.text);
                let is_message = |cookie: &&str| cookie.starts_with("flash=");
                assert!(answer.set_cookies().iter().all(is_message), "{method} {path} sets a cookie");
            }
        }
    }
    assert_eq!(app.row_counts().await, before);
    assert_eq!(admin.get("/account").await.status, StatusCode::OK);
    assert_eq!(maria.get("/first-access").await.status, StatusCode::OK);
}

/// The directives of a policy by name.
fn policy(answer: &Answer) -> Vec<(String, String)> {
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    let parts = policy.split(';').map(str::trim);
    parts.map(|part| part.split_once(' ').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap()).collect()
}

fn nonce(answer: &Answer) -> String {
    let policy = policy(answer);
    let scripts = &policy.iter().find(|(name, _)| name == "script-src").expect("script-src").1;
    scripts.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_its_own_nonce() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut answers = Vec::new();
    for path in [
        "/",
        "/login",
        "/account",
        "/admin/users",
        NEW,
        "/nothing",
        "/healthz",
        "/readyz",
        "/assets/nothing.css",
        "/logout",
    ] {
        answers.push((path, admin.get(path).await));
        answers.push((path, app.browser().get(path).await));
    }
    answers.push(("a refused form", admin.post(NEW, &[("display_name", ""), ("email", "")]).await));
    answers.push(("no form", admin.post_body(NEW, "text/plain", "x").await));
    answers.push(("a form for a program", admin.post_as_program(NEW, &[]).await));
    let foreign_origins =
        Request::post(NEW).header(header::ORIGIN, "https://evil.example").body(Body::empty()).unwrap();
    answers.push(("a foreign form", admin.send_request(foreign_origins).await));
    let other_method = Request::put("/login").body(Body::empty()).unwrap();
    answers.push(("another method", admin.send_request(other_method).await));

    let mut nonces = BTreeSet::new();
    for (what, answer) in &answers {
        let is = |name: &str, value: &str| {
            assert_eq!(answer.headers.get(name).and_then(|v| v.to_str().ok()), Some(value), "{name} of {what}");
        };
        is("x-content-type-options", "nosniff");
        is("referrer-policy", "no-referrer");
        is("cross-origin-opener-policy", "same-origin");
        is("cross-origin-resource-policy", "same-origin");
        is("x-frame-options", "DENY");
        assert!(answer.headers.contains_key("permissions-policy"), "{what}");
        let policy = policy(answer);
        let has = |name: &str, value: &str| {
            let found = policy.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
            assert_eq!(found, Some(value), "{name} of {what}");
        };
        has("default-src", "'none'");
        has("frame-ancestors", "'none'");
        has("base-uri", "'none'");
        has("form-action", "'self'");
        for (name, value) in &policy {
            assert!(!value.contains("unsafe-inline") && !value.contains("'unsafe-eval'"), "{name} of {what}: {value}");
            assert!(!value.contains("http") && !value.contains('*'), "{name} of {what} trusts others: {value}");
        }
        assert!(nonces.insert(nonce(answer)), "{what} has the nonce of another answer");
        assert!(!answer.headers.contains_key("strict-transport-security"), "{what}: HSTS over http locks people out");
        let kind = answer.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap());
        if kind.is_some_and(|kind| kind.starts_with("text/html")) {
            assert_eq!(kind, Some("text/html; charset=utf-8"), "{what}");
            is("cache-control", "no-store");
            assert_scripts_have_the_nonce(what, answer);
        }
        if answer.status.is_redirection() || answer.status.is_client_error() {
            let stored =
                answer.headers.get(header::CACHE_CONTROL).is_some() || answer.status == StatusCode::METHOD_NOT_ALLOWED;
            assert!(stored, "{what} ({}) may be kept by caches", answer.status);
        }
        for giveaway in ["server", "x-powered-by"] {
            assert!(!answer.headers.contains_key(giveaway), "{what} tells what we are made of");
        }
    }
}

fn assert_scripts_have_the_nonce(what: &str, answer: &Answer) {
    let nonce = nonce(answer);
    for tag in answer.text.split("<script").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let is_ours = tag.contains(" src=\"/") || tag.contains("type=\"application/json\"");
        assert!(is_ours || tag.contains(&format!("nonce=\"{nonce}\"")), "{what}: a script that will not run: {tag}");
    }
    for handler in [" onclick=", " onload=", " onsubmit=", " onerror=", " onpaste=", "javascript:", " style=\""] {
        assert!(!answer.text.contains(handler), "{what}: `{handler}` is against the policy");
    }
}

#[tokio::test]
async fn behind_https_answers_have_hsts() {
    let app =
        TestApp::start_with(|settings| settings.public_url = "https://contas.example.org/".parse().unwrap()).await;
    let answer = app.browser().get("/login").await;
    assert_eq!(answer.headers["strict-transport-security"], "max-age=31536000; includeSubDomains");
}

#[tokio::test]
async fn errors_for_programs_have_a_stable_code_and_a_sentence() {
    let app = TestApp::start().await;
    let mut member = app.member("rui@example.org").await;
    let mut cases = Vec::new();
    cases.push((member.post_as_program("/login", &[("email", "x"), ("password", "x")]).await, 422, "invalid_form"));
    cases.push((member.post_as_program("/login", &[]).await, 400, "malformed_request"));
    cases.push((app.browser().post_as_program("/account", &[]).await, 401, "not_signed_in"));
    cases.push((member.post_as_program(NEW, &[]).await, 403, "forbidden"));
    cases.push((member.post_as_program("/nothing", &[]).await, 404, "not_found"));
    let closed = [("t", "x"), ("display_name", "x"), ("email", "x"), ("password", "x")];
    cases.push((member.post_as_program("/setup", &closed).await, 410, "link_incomplete"));
    let unknown = "x".repeat(43);
    let closed = [("t", unknown.as_str()), ("display_name", "x"), ("email", "x"), ("password", "x")];
    cases.push((member.post_as_program("/setup", &closed).await, 410, "link_not_valid"));
    for (answer, status, code) in cases {
        assert_eq!((answer.status.as_u16(), answer.code().as_deref()), (status, Some(code)), "{}", answer.text);
        let body: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert!(
            body["message"].as_str().is_some_and(|message| message.ends_with('.')),
            "{code} is no sentence: {body}"
        );
    }
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let names = prop::sample::select(vec![
        "email",
        "password",
        "display_name",
        "new_password",
        "current_password",
        "t",
        "next",
        "locale",
        "theme",
        "cpf",
        "role",
        "temporary_password",
        "user",
        "session",
        "[]",
        "[0]",
        "%",
        "%zz",
        "&",
        "=",
        "+",
        "%00",
        "%FF",
        "%C3%A9",
    ]);
    prop_oneof![names.prop_map(|name| name.as_bytes().to_vec()), prop::collection::vec(any::<u8>(), 0..40)]
}

#[test]
fn whatever_is_posted_anywhere_is_answered_without_a_500_and_without_a_change() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = runtime.block_on(TestApp::start());
    let admin = runtime.block_on(app.admin());
    // Those that do what a few random bytes may ask for.
    let paths: Vec<_> = post_routes()
        .filter(|path| {
            !matches!(*path, "/logout" | "/oauth/logout/confirm" | "/language" | "/account/end-other-sessions")
        })
        .collect();
    let bodies = prop::collection::vec(piece(), 0..8).prop_map(|pieces| pieces.concat());
    proptest!(ProptestConfig::with_cases(300), |(path in prop::sample::select(paths), body in bodies)| {
        let answer = runtime.block_on(post_for_json(&mut admin.clone(), path, FORM, body));
        prop_assert!(!answer.status.is_server_error(), "{}: {} {}", path, answer.status, answer.text);
    });
    runtime.block_on(async {
        assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
        assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 0);
        assert_eq!(admin.clone().get("/account").await.status, StatusCode::OK);
    });
}
