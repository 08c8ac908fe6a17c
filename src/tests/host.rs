//! The host a request names, the origin a form comes from, and addresses with a slash too many.

use crate::app::{Answer, TestApp};
use crate::program;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, Version, header};
use chaveiro::server::config::SelfRegistration;
use chaveiro::web::routes::ROUTES;

const SITE: &str = "contas.example.org";

async fn site(public_url: &str) -> TestApp {
    TestApp::start_with(|settings| {
        settings.dev = false;
        settings.public_url = public_url.parse().unwrap();
    })
    .await
}

async fn get_with_hosts(app: &TestApp, path: &str, hosts: &[&str], version: Version) -> Answer {
    let mut request =
        Request::get(path).version(version).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    for host in hosts {
        request.headers_mut().append(header::HOST, host.parse().unwrap());
    }
    app.browser().send_unchanged(request).await
}

#[tokio::test]
async fn another_host_is_misdirected_and_none_or_two_are_no_request() {
    let app = site("https://contas.example.org/").await;
    for host in [SITE, "CONTAS.example.org", "contas.example.org:443", "contas.example.org."] {
        assert_eq!(get_with_hosts(&app, "/login", &[host], Version::HTTP_11).await.status, StatusCode::OK, "{host}");
    }
    for host in [
        "evil.example",
        "contas.example.org.evil.example",
        "contas.example.org:8443",
        "127.0.0.1:3000",
        "localhost",
        "[::1]",
    ] {
        let answer = get_with_hosts(&app, "/login", &[host], Version::HTTP_11).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(answer.says("https://contas.example.org/") && !answer.text.contains("name=\"password\""), "{host}");
        for path in ["/healthz", "/readyz"] {
            assert_eq!(
                get_with_hosts(&app, path, &[host], Version::HTTP_11).await.status,
                StatusCode::OK,
                "{path} for {host}"
            );
        }
    }
    for hosts in [&[][..], &[SITE, SITE], &[SITE, "evil.example"], &[""], &["user@contas.example.org"], &["a b"]] {
        let answer = get_with_hosts(&app, "/login", hosts, Version::HTTP_11).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{hosts:?}");
        assert_eq!(answer.code().as_deref(), Some("no_single_host"));
    }
    assert_eq!(
        get_with_hosts(&app, "/login", &[], Version::HTTP_10).await.status,
        StatusCode::OK,
        "HTTP/1.0 may name none"
    );
    let absolute = get_with_hosts(&app, "http://evil.example/login", &[SITE], Version::HTTP_11).await;
    assert_eq!(absolute.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn development_mode_and_a_site_on_this_machine_answer_to_its_names() {
    let dev = TestApp::start().await;
    let local = site("http://localhost:3000/").await;
    for app in [&dev, &local] {
        for host in ["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "x.localhost"] {
            assert_eq!(get_with_hosts(app, "/login", &[host], Version::HTTP_11).await.status, StatusCode::OK, "{host}");
        }
        for host in ["evil.example", "evil.example:3000", "192.0.2.1"] {
            let answer = get_with_hosts(app, "/login", &[host], Version::HTTP_11).await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
    }
}

#[tokio::test]
async fn a_form_is_taken_from_the_whole_origin_of_the_site_only() {
    let app = site("https://contas.example.org/").await;
    let send = |headers: &[(&str, &str)]| {
        let mut request = Request::post("/forgot-password")
            .header(header::ACCEPT, "text/html")
            .header(header::HOST, SITE)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("email=maria%40example.org"))
            .unwrap();
        for (name, value) in headers {
            request.headers_mut().append(name.parse::<header::HeaderName>().unwrap(), value.parse().unwrap());
        }
        let mut browser = app.browser();
        async move { browser.send_request(request).await.status }
    };
    let taken: [&[(&str, &str)]; 5] = [
        &[("origin", "https://contas.example.org")],
        &[("origin", "https://contas.example.org"), ("sec-fetch-site", "same-origin")],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
        &[("referer", "https://contas.example.org/forgot-password")],
        &[],
    ];
    for headers in taken {
        assert_eq!(send(headers).await, StatusCode::SEE_OTHER, "{headers:?}");
    }
    let refused: [&[(&str, &str)]; 9] = [
        // The same host by the other scheme, or another port.
        &[("origin", "http://contas.example.org")],
        &[("origin", "http://contas.example.org"), ("sec-fetch-site", "same-origin")],
        &[("origin", "https://contas.example.org:8443")],
        &[("origin", "https://contas.example.org.evil.example")],
        &[("origin", "null")],
        &[("origin", "https://contas.example.org"), ("sec-fetch-site", "cross-site")],
        &[("referer", "http://contas.example.org/forgot-password")],
        &[("referer", "https://evil.example/")],
        &[("origin", "https://evil.example"), ("referer", "https://contas.example.org/")],
    ];
    for headers in refused {
        assert_eq!(send(headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
}

/// Seen: JSON in English, in the browser of somebody whose iPhone is too old to say where a form comes from.
#[tokio::test]
async fn a_form_of_a_foreign_origin_gets_an_error_page() {
    let app = site("https://contas.example.org/").await;
    for (headers, language, words) in [
        (&[("origin", "null")][..], "pt-BR", "atualize o navegador"),
        (&[("origin", "null")], "en", "update your browser"),
        (&[("sec-fetch-site", "cross-site")], "en", "nothing was done"),
        (&[("referer", "https://evil.example/")], "pt-BR", "nada foi feito"),
    ] {
        let send = |accept: &str| {
            let mut request = Request::post("/login").header(header::HOST, SITE).header(header::ACCEPT, accept);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.header(header::ACCEPT_LANGUAGE, language).body(Body::from("email=a&password=b")).unwrap()
        };
        let page = app.browser().send_request(send("text/html")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(page.says(words) && !page.text.contains("name=\"password\""), "{headers:?}: {}", page.text);
        let answer = app.browser().send_request(send("application/json")).await;
        assert_eq!((answer.status, answer.code().as_deref()), (StatusCode::FORBIDDEN, Some("foreign_origin")));
    }
}

/// With the header's `no-referrer` alone a browser sends `Origin: null` with a form, and Safari before 16.4 no
/// `Sec-Fetch-Site` beside it.
#[tokio::test]
async fn pages_tell_their_own_origin_to_ourselves_but_those_whose_address_holds_a_token() {
    let app = TestApp::start_with(|settings| settings.self_registration = SelfRegistration::On).await;
    let mut admin = app.admin().await;
    let meta = "<meta name=\"referrer\" content=\"same-origin\">";
    for path in ["/login", "/login?next=%2Fapps", "/forgot-password", "/register"] {
        let page = app.browser().get(path).await;
        assert!(page.text.contains(meta), "{path}: {}", page.text);
        assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer", "{path}");
    }
    assert!(admin.get("/admin/users/new").await.text.contains(meta));
    let token = "x".repeat(43);
    for path in ["/reset-password", "/setup", "/register/confirm", "/account/email/confirm", "/account/email/undo"] {
        let page = app.browser().get(&format!("{path}?t={token}")).await;
        assert!(!page.text.contains("name=\"referrer\""), "{path}: {}", page.text);
    }
}

#[tokio::test]
async fn every_address_with_slashes_too_many_leads_to_the_right_one() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    for route in ROUTES.iter().filter(|route| route.path != "/") {
        let path = route.path.replace("{id}", "0190c42e-0000-7000-8000-000000000000").replace("{file}", "style.css");
        for typed in [format!("{path}/"), format!("/{path}"), format!("{path}//"), path.replacen('/', "///", 1)] {
            let request = Request::builder().method(route.method.clone()).uri(format!("{typed}?next=%2Fx&a=b"));
            let answer = browser.send(request.header(header::ACCEPT, "text/html")).await;
            assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{typed}");
            assert_eq!(answer.location(), Some(format!("{path}?next=%2Fx&a=b").as_str()), "{typed}");
        }
    }
    assert_eq!(browser.get("//").await.location(), Some("/"));
    assert_eq!(browser.get("/login/").await.location(), Some("/login"));
    for typed in
        ["//evil.example", "//evil.example/", "//evil.example/login", "/login/x/", "/\\evil.example/", "/nothing/"]
    {
        let answer = browser.send(Request::builder().method(Method::GET).uri(typed)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{typed}: {:?}", answer.location());
    }
}

/// A gateway has cut off what stands behind the `#`, or the end of a token.
#[tokio::test]
async fn a_link_that_did_not_arrive_whole_says_what_is_missing() {
    let app = TestApp::start().await;
    app.invite("maria@example.org").await;
    let mut browser = app.browser();
    let cut = browser.get("/first-access").await;
    assert_eq!(cut.location(), Some("/login?notice=link-incomplete"));
    for (language, words, part) in [
        ("pt-BR", "Abra o link do e-mail", "a parte que começa com #"),
        ("en", "Open the link in the email", "the part that starts with #"),
    ] {
        browser.get("/first-access").await;
        let page = Request::get("/login").header("accept-language", language);
        let page = browser.send(page.header(header::ACCEPT, "text/html")).await;
        assert!(page.says(words) && page.says(part) && page.text.contains("name=\"password\""), "{}", page.text);
    }
    for path in ["/reset-password", "/register/confirm", "/account/email/confirm", "/account/email/undo", "/setup"] {
        for query in ["", "?t=", "?t=cut-off-in-the-middle"] {
            let answer = browser.get(&format!("{path}{query}")).await;
            assert_eq!(answer.status, StatusCode::GONE, "{path}{query}");
            assert!(answer.says("Este link está incompleto"), "{path}{query}: {}", answer.text);
        }
        let whole = browser.get(&format!("{path}?t={}", "x".repeat(43))).await;
        assert!(!whole.says("Este link está incompleto"), "{path}");
    }
}

/// RFC 9110, 12.4.2 and 5.6.6: blanks around the weight, a parameter in capitals.
#[tokio::test]
async fn the_language_a_browser_prefers_is_read_however_it_is_written() {
    let app = TestApp::start().await;
    for (accepted, language) in [
        ("en", "en"),
        ("en ; q=0.9, pt-BR; q=0.4", "en"),
        ("pt-BR;q=0.3 , en-US; Q=0.8", "en"),
        ("en;q=0, pt-BR; q=0.1", "pt-BR"),
        ("en;q=abc, pt;q=0.5", "pt-BR"),
        ("fr, *;q=0.5", "pt-BR"),
    ] {
        let request = Request::get("/login").header("accept-language", accepted).header(header::ACCEPT, "text/html");
        let page = app.browser().send(request).await;
        assert!(page.text.contains(&format!("<html lang=\"{language}\"")), "{accepted}");
    }
}

/// What a service prints is logged, and anyone who reads it could become the admin.
#[tokio::test]
async fn the_set_up_address_is_not_printed_into_what_is_kept_unless_asked() {
    let app = program::start(|_| ()).await;
    for (settings, is_printed) in [(vec![], false), (vec![("CHAVEIRO_SHOW_SETUP_ADDRESS", "true".to_owned())], true)] {
        let printed = program::printed_by_serve(&app, &settings).await;
        assert!(printed.contains("There's no admin yet"), "{printed}");
        assert_eq!(printed.contains("/setup?t="), is_printed, "{printed}");
        assert_eq!(printed.contains("--show-setup-address"), !is_printed, "{printed}");
    }
}
