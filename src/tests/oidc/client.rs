//! An app that signs people in, as a test plays it.

use crate::app::{Answer, Browser, TestApp};
use axum::body::Body;
use axum::http::{Request, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chaveiro::domain::{AppAccess, AppAddress, AppDetails, AppId, AppKind, ClientId, DisplayName, SigningAlgorithm};
use chaveiro::server::apps;
use chaveiro::server::session::Admin;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CALLBACK: &str = "https://moodle.example.org/callback";

/// An app, and its secret.
pub struct Client {
    pub id: AppId,
    pub details: AppDetails,
    pub secret: Option<String>,
}

pub fn details(client_id: &str) -> AppDetails {
    let address = |text: &str| AppAddress::parse(text).unwrap();
    AppDetails {
        client_id: ClientId::parse(client_id).unwrap(),
        name: DisplayName::parse("Moodle").unwrap(),
        home_url: address("https://moodle.example.org/"),
        redirect_uris: vec![AppAddress::parse_redirect(CALLBACK).unwrap()],
        post_logout_uris: vec![address("https://moodle.example.org/bye")],
        initiate_login_uri: None,
        backchannel_logout_uri: None,
        kind: AppKind::Confidential,
        access: AppAccess::Everybody,
        groups: Vec::new(),
        claims_in_id_token: true,
        // Quick to make: tests that are about RS256 say so.
        algorithm: SigningAlgorithm::Es256,
    }
}

impl TestApp {
    pub async fn client(&self, client_id: &str) -> Client {
        self.client_with(details(client_id)).await
    }

    pub async fn client_with(&self, details: AppDetails) -> Client {
        let admin = Admin::from_cli();
        let made = apps::create_app(&self.state, &admin, None, &details, None).await;
        let (id, secret) = made.expect("an answer").expect("an app");
        Client { id, details, secret: secret.map(|secret| secret.to_string()) }
    }
}

/// What a page of the app posts: the browser leaves out its cookies, and takes those of the answer. The
/// `Location` is the one that the browser sees.
pub async fn post_from_page(browser: &mut Browser, path: &str, body: &str) -> Answer {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "https://moodle.example.org")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let kept = std::mem::take(&mut browser.cookies);
    let answer = browser.begin(request).await;
    browser.cookies = kept;
    let (parts, body) = answer.into_parts();
    for cookie in parts.headers.get_all(header::SET_COOKIE) {
        let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
        browser.cookies.insert(name.to_owned(), value.to_owned());
    }
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status, headers: parts.headers, text }
}

/// The value of a parameter in an address.
pub fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    form_urlencoded::parse(query.as_bytes()).find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
}

pub fn claims_of(token: &str) -> Value {
    let claims = token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

impl Client {
    /// The address of a request with `more` parameters, the ones named there instead of the usual.
    pub fn authorize_path(&self, more: &[(&str, &str)]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let usual = [
            ("response_type", "code"),
            ("client_id", self.details.client_id.as_str()),
            ("redirect_uri", self.details.redirect_uris[0].as_str()),
            ("scope", "openid profile email groups offline_access"),
            ("state", "s1"),
            ("nonce", "n1"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in usual.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)) {
            query.append_pair(name, value);
        }
        for (name, value) in more.iter().filter(|(_, value)| *value != "-") {
            query.append_pair(name, value);
        }
        format!("/oauth/authorize?{}", query.finish())
    }

    /// The code that a signed-in browser gets.
    pub async fn code(&self, browser: &mut Browser) -> String {
        let answer = browser.get(&self.authorize_path(&[])).await;
        let location = answer.location().unwrap_or_else(|| panic!("{} {}", answer.status, answer.text));
        parameter(location, "code").unwrap_or_else(|| panic!("no code in {location}"))
    }

    /// Asks the token endpoint as a server does: no cookies, no `Origin`.
    pub async fn post(&self, app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(&mut app.browser(), path, fields).await
    }

    pub async fn post_from(&self, server: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        match &self.secret {
            Some(secret) => {
                let basic = STANDARD.encode(format!("{}:{secret}", self.details.client_id));
                request = request.header(header::AUTHORIZATION, format!("Basic {basic}"));
            }
            None => {
                body.append_pair("client_id", self.details.client_id.as_str());
            }
        }
        server.send_request(request.body(Body::from(body.finish())).unwrap()).await
    }

    pub async fn exchange(&self, app: &TestApp, code: &str) -> Answer {
        let redirect_uri = self.details.redirect_uris[0].as_str();
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", VERIFIER),
        ];
        self.post(app, "/oauth/token", &fields).await
    }

    pub async fn tokens(&self, app: &TestApp, browser: &mut Browser) -> Value {
        let code = self.code(browser).await;
        let answer = self.exchange(app, &code).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        serde_json::from_str(&answer.text).unwrap()
    }

    pub async fn refresh(&self, app: &TestApp, token: &str) -> Answer {
        self.post(app, "/oauth/token", &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    pub async fn introspect(&self, app: &TestApp, token: &str) -> Value {
        let answer = self.post(app, "/oauth/introspect", &[("token", token)]).await;
        serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{} {}", answer.status, answer.text))
    }
}

pub async fn userinfo(app: &TestApp, token: &str) -> Answer {
    let request = Request::get("/oauth/userinfo").header(header::AUTHORIZATION, format!("Bearer {token}"));
    app.browser().send(request).await
}

/// The text of a member in an answer.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}
