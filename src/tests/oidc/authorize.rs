//! What is refused at `/oauth/authorize`, and where the refusal goes.

use super::client::{CALLBACK, VERIFIER, claims_of, details, parameter, text};
use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Browser, OWN_PASSWORD, TestApp};
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::{AppAccess, AppAddress, AppKind};
use std::time::Duration;

/// O1: a person who is sent to an address that the app has not registered is sent to an attacker.
#[tokio::test]
async fn an_unknown_app_or_address_is_a_page_of_ours_and_never_a_redirect() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    for more in [
        [("client_id", "other")],
        [("client_id", "-")],
        [("client_id", "mood le")],
        [("redirect_uri", "-")],
        [("redirect_uri", "https://moodle.example.org/callback/")],
        [("redirect_uri", "https://moodle.example.org/callback?x=1")],
        [("redirect_uri", "https://moodle.example.org/Callback")],
        [("redirect_uri", "https://moodle.example.org:443/callback")],
        [("redirect_uri", "https://moodle.example.org.evil.example/callback")],
        [("redirect_uri", "https://evil.example/callback")],
        [("redirect_uri", "javascript:alert(1)")],
    ] {
        let answer = admin.get(&client.authorize_path(&more)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{more:?}");
        assert_eq!(answer.location(), None, "{more:?}");
        assert!(answer.text.contains("<h1"), "{more:?}");
    }
    let twice = format!("{}&redirect_uri={CALLBACK}", client.authorize_path(&[]));
    assert_eq!(admin.get(&twice).await.status, StatusCode::BAD_REQUEST);
    let long = client.authorize_path(&[("state", &"x".repeat(9000))]);
    assert_eq!(admin.get(&long).await.status, StatusCode::BAD_REQUEST);
}

/// O1: an installed program listens on the port that is free (RFC 8252, 7.3).
#[tokio::test]
async fn on_loopback_any_port_is_the_same_address_and_nothing_else_is() {
    let app = TestApp::start().await;
    let mut native = details("tool");
    native.redirect_uris = vec![AppAddress::parse_redirect("http://127.0.0.1/callback").unwrap()];
    native.kind = AppKind::Public;
    let client = app.client_with(native).await;
    let mut admin = app.admin().await;
    for (address, is_taken) in [
        ("http://127.0.0.1:41234/callback", true),
        ("http://127.0.0.1/callback", true),
        ("http://127.0.0.1:41234/other", false),
        ("http://127.0.0.1:65535/callback", true),
        ("http://127.0.0.1:1/callback", true),
        ("http://127.0.0.1:65536/callback", false),
        ("http://127.0.0.1:99999/callback", false),
        ("http://127.0.0.1:0/callback", false),
        ("http://127.0.0.1:/callback", false),
        ("http://127.0.0.1:+80/callback", false),
        ("http://127.0.0.1:-80/callback", false),
        ("http://127.0.0.1:080/callback", false),
        ("http://127.0.0.1:8x/callback", false),
        ("http://127.0.0.1: 80/callback", false),
        ("http://127.0.0.1:80:80/callback", false),
        ("http://+127.0.0.1:80/callback", false),
        ("http://127.0.0.1:80@evil.example/callback", false),
        ("http://127.0.0.1.evil.example/callback", false),
        ("http://localhost:41234/callback", false),
        ("https://127.0.0.1:41234/callback", false),
    ] {
        let answer = admin.get(&client.authorize_path(&[("redirect_uri", address)])).await;
        let goes_there = answer.location().is_some_and(|to| to.starts_with(&format!("{address}?code=")));
        assert_eq!(goes_there, is_taken, "{address}: {}", answer.status);
    }
}

/// The same where an administrator registers one.
#[test]
fn an_address_is_registered_with_a_port_that_exists() {
    for (address, is_taken) in [
        ("http://127.0.0.1:80/cb", true),
        ("http://127.0.0.1/cb", true),
        ("http://[::1]:65535/cb", true),
        ("https://moodle.example.org:8443/cb", true),
        ("http://127.0.0.1:0/cb", false),
        ("http://127.0.0.1:+80/cb", false),
        ("http://127.+0.0.1/cb", false),
        ("http://127.0.0.010/cb", false),
        ("http://127.0.0.256/cb", false),
        ("http://[::1]:+80/cb", false),
        ("https://moodle.example.org:+443/cb", false),
        ("https://moodle.example.org:0/cb", false),
        ("https://moodle.example.org:00443/cb", false),
        ("https://moodle.example.org:/cb", false),
        ("https://moodle.example.org:65536/cb", false),
    ] {
        assert_eq!(AppAddress::parse_redirect(address).is_ok(), is_taken, "{address}");
        assert_eq!(AppAddress::parse(address).is_ok(), is_taken, "{address}");
    }
}

/// RFC 3986, 3.4: a query may have an `=` in a value that is not encoded.
#[tokio::test]
async fn values_may_have_an_equals_sign_that_is_not_encoded() {
    const HERE: &str = "https://moodle.example.org/callback?tenant=a=b";
    let app = TestApp::start().await;
    let mut details = details("moodle");
    details.redirect_uris = vec![AppAddress::parse_redirect(HERE).unwrap()];
    let client = app.client_with(details).await;
    let mut admin = app.admin().await;
    let path = client.authorize_path(&[("redirect_uri", "-"), ("nonce", "-"), ("state", "-")]);
    let answer = admin.get(&format!("{path}&redirect_uri={HERE}&nonce=bm9uY2U==&state=c3RhdGU=")).await;
    let location = answer.location().unwrap_or_else(|| panic!("{} {}", answer.status, answer.text));
    assert!(location.starts_with(&format!("{HERE}&code=")), "{location}");
    assert_eq!(parameter(location, "state").as_deref(), Some("c3RhdGU="));
    let code = parameter(location, "code").expect("a code");
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", HERE),
        ("code_verifier", VERIFIER),
    ];
    let tokens = client.post(&app, "/oauth/token", &fields).await;
    let tokens: serde_json::Value = serde_json::from_str(&tokens.text).unwrap();
    assert_eq!(claims_of(text(&tokens, "id_token"))["nonce"], "bm9uY2U==");
}

/// O2, O5, O16: what is not supported goes back to the app as an error it can read.
#[tokio::test]
async fn unsupported_parameters_are_errors_at_the_redirect_uri() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    for (more, expected) in [
        (&[("code_challenge", "-")][..], "invalid_request"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge_method", "-")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "code id_token")], "unsupported_response_type"),
        (&[("response_type", "-")], "invalid_request"),
        (&[("response_mode", "fragment")], "invalid_request"),
        (&[("scope", "profile")], "invalid_scope"),
        (&[("scope", "-")], "invalid_scope"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "dance")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
        (&[("max_age", "+5")], "invalid_request"),
        (&[("max_age", "-5")], "invalid_request"),
        (&[("request", "eyJ")], "request_not_supported"),
        (&[("request_uri", "https://x.example/r")], "request_uri_not_supported"),
        (&[("nonce", "a\u{0}b")], "invalid_request"),
    ] {
        let answer = admin.get(&client.authorize_path(more)).await;
        let to = answer.location().unwrap_or_else(|| panic!("{more:?}: {}", answer.status));
        assert!(to.starts_with(&format!("{CALLBACK}?error={expected}&")), "{more:?}: {to}");
        assert_eq!(parameter(to, "state").as_deref(), Some("s1"), "{to}");
        assert_eq!(parameter(to, "iss").as_deref(), Some(issuer(&app).as_str()), "{to}");
        assert_eq!(parameter(to, "code"), None);
    }
    for name in ["state", "nonce", "scope", "response_type", "code_challenge", "prompt"] {
        let twice = format!("{}&{name}=a&{name}=b", client.authorize_path(&[]));
        let answer = admin.get(&twice).await;
        assert_eq!(parameter(answer.location().unwrap(), "error").as_deref(), Some("invalid_request"), "{name}");
    }
    let unknown =
        admin.get(&client.authorize_path(&[("claims", "{}"), ("resource", "x"), ("scope", "openid cows")])).await;
    assert!(parameter(unknown.location().unwrap(), "code").is_some());
}

fn issuer(app: &TestApp) -> String {
    app.state.settings.public_url.as_str().trim_end_matches('/').to_owned()
}

/// O18: the app compares it byte by byte.
#[tokio::test]
async fn state_comes_back_byte_for_byte() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    for raw in ["a%2Bb+c%20d", "%26x%3D1%23y", "caf%C3%A9", "%FF%00", "a=b=c", "~!*()'"] {
        let path = format!("{}&state={raw}", client.authorize_path(&[("state", "-")]));
        let to = admin.get(&path).await.location().unwrap().to_owned();
        assert!(to.ends_with(&format!("&state={raw}")), "{to}");
    }
}

/// O4, O9: who answers is in the answer, and nothing keeps it.
#[tokio::test]
async fn the_answer_says_who_gave_it_and_is_kept_nowhere() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let answer = admin.get(&client.authorize_path(&[])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers[header::REFERRER_POLICY], "no-referrer");
    assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
    let to = answer.location().unwrap();
    assert_eq!(parameter(to, "iss").as_deref(), Some(issuer(&app).as_str()));
    assert!(parameter(to, "code").unwrap().len() == 43);
    let configuration = app.browser().get("/.well-known/openid-configuration").await;
    let configuration: serde_json::Value = serde_json::from_str(&configuration.text).unwrap();
    assert_eq!(configuration["issuer"], issuer(&app).as_str());
    assert_eq!(configuration["authorization_response_iss_parameter_supported"], true);
}

/// O8: no page where none may be shown, and the password where it has to be given.
#[tokio::test]
async fn prompt_and_max_age_are_kept() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut visitor = app.browser();
    let answer = visitor.get(&client.authorize_path(&[("prompt", "none")])).await;
    assert_eq!(parameter(answer.location().unwrap(), "error").as_deref(), Some("login_required"));
    let mut admin = app.admin().await;
    let answer = admin.get(&client.authorize_path(&[("prompt", "none")])).await;
    assert!(parameter(answer.location().unwrap(), "code").is_some());
    app.advance(120);
    let stale = admin.get(&client.authorize_path(&[("prompt", "none"), ("max_age", "60")])).await;
    assert_eq!(parameter(stale.location().unwrap(), "error").as_deref(), Some("login_required"));
    for more in [[("max_age", "60")], [("prompt", "login")]] {
        let redirect = admin.get(&client.authorize_path(&more)).await;
        let to = redirect.location().unwrap().to_owned();
        assert!(to.starts_with("/confirm-password?next="), "{to}");
        let next = parameter(&to, "next").unwrap();
        // Not without the password.
        assert!(admin.get(&next).await.location().unwrap().starts_with("/confirm-password"));
        app.state.clock.advance(Duration::from_secs(90));
        let wrong = admin.post("/confirm-password", &[("current_password", "wrong"), ("next", &next)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
        let right = admin.post("/confirm-password", &[("current_password", ADMIN_PASSWORD), ("next", &next)]).await;
        assert_eq!(right.location(), Some(next.as_str()));
        let page = admin.get(&next).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("code="), "{}", page.text);
        app.advance(300);
    }
    let tokens = client.tokens(&app, &mut admin).await;
    let claims = claims_of(text(&tokens, "id_token"));
    let auth_time = claims["auth_time"].as_i64().unwrap();
    assert_eq!(auth_time, app.state.clock.now().as_seconds() - 300);
}

/// Who stands at somebody else's open browser has a password of their own, and not that person's.
#[tokio::test]
async fn somebody_elses_password_answers_no_request_for_the_password() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    app.member("eve@example.org").await;
    let mut admin = app.admin().await;
    app.advance(120);
    let redirect = admin.get(&client.authorize_path(&[("prompt", "login"), ("max_age", "0")])).await;
    let next = parameter(redirect.location().unwrap(), "next").unwrap();
    let mut eve = app.browser();
    eve.cookies = admin.cookies.clone();
    eve.cookies.remove("session");
    let form = [("email", "eve@example.org"), ("password", OWN_PASSWORD), ("next", next.as_str())];
    let signed_in = eve.post("/login", &form).await;
    assert_eq!(signed_in.location(), Some(next.as_str()), "{}", signed_in.text);
    let answer = admin.get(&next).await;
    assert!(answer.location().is_some_and(|to| to.starts_with("/confirm-password")), "{:?}", answer.location());
    let answer = eve.get(&next).await;
    assert!(answer.text.contains("code="), "who gave the password goes on: {:?} {}", answer.location(), answer.text);
    app.deliver_all().await;
}

/// OpenID Connect Core 1.0, 3.1.2.1: what is announced is done; `consent` is the administrator's.
#[tokio::test]
async fn the_prompts_that_are_announced_are_those_that_act() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let configuration = app.browser().get("/.well-known/openid-configuration").await;
    let configuration: serde_json::Value = serde_json::from_str(&configuration.text).unwrap();
    assert_eq!(configuration["prompt_values_supported"], serde_json::json!(["none", "login", "select_account"]));
    assert_eq!(configuration.get("ui_locales_supported"), None, "the language is the person's");
    for prompt in ["login", "select_account", "login consent", "select_account login"] {
        let redirect = admin.get(&client.authorize_path(&[("prompt", prompt)])).await;
        assert!(redirect.location().unwrap().starts_with("/confirm-password?next="), "{prompt}");
    }
    let consent = admin.get(&client.authorize_path(&[("prompt", "consent")])).await;
    assert!(parameter(consent.location().unwrap(), "code").is_some());
    for prompt in ["none consent", "none none", "create", "consent create", "Login"] {
        let refused = admin.get(&client.authorize_path(&[("prompt", prompt)])).await;
        assert_eq!(parameter(refused.location().unwrap(), "error").as_deref(), Some("invalid_request"), "{prompt}");
    }
}

#[tokio::test]
async fn a_login_hint_fills_the_form_and_says_nothing_of_who_is_known() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut visitor = app.browser();
    let redirect = visitor.get(&client.authorize_path(&[("login_hint", "nobody@example.org")])).await;
    let page = visitor.get(redirect.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("value=\"nobody@example.org\""), "{}", page.text);
    assert!(page.says("Moodle"));
}

#[tokio::test]
async fn a_person_without_access_gets_a_page_and_the_app_gets_access_denied() {
    let app = TestApp::start().await;
    let mut closed = details("secret-club");
    closed.access = AppAccess::Groups;
    let client = app.client_with(closed).await;
    let mut admin = app.admin().await;
    let answer = admin.get(&client.authorize_path(&[])).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("error=access_denied"), "{}", answer.text);
    let answer = admin.get(&client.authorize_path(&[("prompt", "none")])).await;
    assert_eq!(parameter(answer.location().unwrap(), "error").as_deref(), Some("access_denied"));
}

/// O5: a form of the app brings no cookie along; the same by `GET` does.
#[tokio::test]
async fn a_posted_request_goes_on_by_get() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let path = client.authorize_path(&[]);
    let (_, query) = path.split_once('?').unwrap();
    let request = Request::post("/oauth/authorize")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "https://moodle.example.org")
        .header("sec-fetch-site", "cross-site")
        .body(query.to_owned().into())
        .unwrap();
    let answer = admin.send_request(request).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(answer.location(), Some(path.as_str()));
}

/// RFC 9110, 9.2.1: who looks with `HEAD` has asked for nothing.
#[tokio::test]
async fn head_gives_out_nothing_and_signs_nobody_out() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let id_token = text(&client.tokens(&app, &mut admin).await, "id_token").to_owned();
    let mut visitor = app.browser();
    let redirect = visitor.get(&client.authorize_path(&[])).await;
    let next = parameter(redirect.location().unwrap(), "next").unwrap();
    let rows = app.row_counts().await;
    for path in [client.authorize_path(&[]), next, format!("/oauth/logout?id_token_hint={id_token}")] {
        for browser in [&mut admin, &mut visitor] {
            let answer = browser.send(Request::head(&path)).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::METHOD_NOT_ALLOWED, None), "{path}");
            assert_eq!(answer.headers[header::ALLOW], if path.contains("continue") { "GET" } else { "GET, POST" });
            assert!(answer.set_cookies().is_empty(), "{path}");
        }
    }
    assert_eq!(app.row_counts().await, rows);
    assert_eq!(admin.get("/account").await.status, StatusCode::OK);
}

/// RFC 9700, 4.1.3: while a request waits for its person, an administrator may remove the address it asked for.
#[tokio::test]
async fn a_request_that_waited_goes_to_no_address_that_was_removed_meanwhile() {
    let app = TestApp::start().await;
    app.leave_mail();
    let address = |text: &str| AppAddress::parse_redirect(text).unwrap();
    let mut two = details("moodle");
    two.redirect_uris = vec![address("https://moodle.example.org/stolen"), address(CALLBACK)];
    let client = app.client_with(two).await;
    app.admin().await;
    let (mut stolen, mut kept) = (app.browser(), app.browser());
    let open = async |browser: &mut Browser, uri: &str| {
        let redirect = browser.get(&client.authorize_path(&[("redirect_uri", uri)])).await;
        parameter(redirect.location().unwrap(), "next").unwrap()
    };
    let gone = open(&mut stolen, "https://moodle.example.org/stolen").await;
    let stays = open(&mut kept, CALLBACK).await;
    app.execute("UPDATE apps SET redirect_uris = 'https://moodle.example.org/callback'").await;
    for (browser, next, is_answered) in [(&mut stolen, gone, false), (&mut kept, stays, true)] {
        browser.post("/login", &[("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD), ("next", &next)]).await;
        let page = browser.get(&next).await;
        assert_eq!(page.status == StatusCode::OK, is_answered, "{}", page.text);
        assert_eq!(page.text.contains("code="), is_answered, "{}", page.text);
        assert!(is_answered || page.status == StatusCode::BAD_REQUEST && !page.text.contains("/stolen"));
    }
    app.deliver_all().await;
}

/// OpenID Connect Core 1.0, 3.1.2.1, `select_account`: the app gets whom the person means.
#[tokio::test]
async fn who_is_asked_for_the_password_may_use_another_account() {
    let app = TestApp::start().await;
    app.leave_mail();
    let client = app.client("moodle").await;
    let mut browser = app.member("maria@example.org").await;
    app.admin().await;
    let redirect = browser.get(&client.authorize_path(&[("prompt", "select_account")])).await;
    let next = parameter(redirect.location().unwrap(), "next").unwrap();
    let page = browser.get(redirect.location().unwrap()).await;
    assert!(page.says("Entrar com outra conta"), "{}", page.text);
    let out = browser.post("/logout", &[("next", &next)]).await;
    let login = out.location().unwrap().to_owned();
    assert!(login.starts_with("/login?next=%2Foauth%2Fcontinue"), "{login}");
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "signed out");
    assert!(browser.get(&login).await.says("Moodle"));
    let fields = [("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD), ("next", next.as_str())];
    assert_eq!(browser.post("/login", &fields).await.location(), Some(next.as_str()));
    let page = browser.get(&next).await;
    assert!(page.text.contains("code="), "{}", page.text);
    // Nothing but a request that waits is kept through signing out.
    for other in ["/admin", "https://evil.example/oauth/continue", "/login"] {
        let out = browser.post("/logout", &[("next", other)]).await;
        assert_eq!(out.location(), Some("/login?notice=signed-out"), "{other}");
    }
    app.deliver_all().await;
}
