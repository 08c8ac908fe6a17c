//! Access control: every address, every method, everybody.

use crate::app::{Answer, Browser, TestApp};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chaveiro::error::AppError;
use chaveiro::server::access::Access;
use chaveiro::server::request_context::RequestContext;
use chaveiro::web::route::{Answer as Answers, Route};
use chaveiro::web::routes::ROUTES;
use http_body_util::BodyExt as _;
use leptos::prelude::provide_context;
use std::collections::BTreeSet;

const METHODS: [Method; 8] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::HEAD,
    Method::OPTIONS,
    Method::TRACE,
];

/// Addresses that nothing answers at, some of which look like others.
const UNKNOWN: [&str; 10] = [
    "/nothing",
    "/Admin/Users",
    "/%61dmin/users",
    "/admin%2Fusers",
    "/first-access/../admin/users",
    "/assets",
    "/assets/../admin/users",
    "/assets/a/b",
    "/api/create_user",
    "/.env",
];

/// An address of this pattern.
fn example(pattern: &str) -> String {
    pattern.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
}

fn every_path() -> Vec<String> {
    let known = ROUTES.iter().map(|route| example(route.path));
    known.chain(UNKNOWN.map(str::to_owned)).collect::<BTreeSet<_>>().into_iter().collect()
}

async fn send_request(browser: &mut Browser, method: &Method, path: &str, accept: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .expect("a request");
    browser.send_request(request).await
}

/// What stays reachable with a temporary password.
fn is_open(method: &Method, path: &str) -> bool {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    match path {
        "/first-access" => reads || *method == Method::POST,
        "/logout" | "/language" | "/theme" => *method == Method::POST,
        "/password-advice/listed" | "/password-advice/estimate" => *method == Method::POST,
        "/healthz" | "/readyz" | "/assets/1" | "/appearance/1" => reads,
        // They read no cookie, or look at the session themselves: see `oidc::journey`.
        _ if ROUTES.iter().any(|route| {
            matches!(route.access, Access::Program | Access::SignInToApp)
                && example(route.path) == path
                && (route.method == *method || (route.method == Method::GET && *method == Method::HEAD))
        }) =>
        {
            true
        }
        _ => false,
    }
}

fn is_redirected_to_first_access(answer: &Answer) -> bool {
    answer.location() == Some("/first-access") || answer.code().as_deref() == Some("password_change_required")
}

/// RFC 9110, 9.3.2: also where `GET` notes in the log that a file was taken away.
#[tokio::test]
async fn head_writes_nothing_anywhere() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    admin.get("/admin").await;
    for route in ROUTES.iter().filter(|route| route.method == Method::GET) {
        let path = example(route.path);
        let before = app.row_counts().await;
        let answer = send_request(&mut admin, &Method::HEAD, &path, "text/html").await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
        assert_eq!(app.row_counts().await, before, "{path}");
    }
    let before = app.row_counts().await;
    assert_eq!(admin.get("/admin/users/export").await.status, StatusCode::OK);
    assert_ne!(app.row_counts().await, before, "a file that was taken away is in the log");
}

#[tokio::test]
async fn a_temporary_session_reaches_the_choice_and_nothing_else() {
    let app = TestApp::start().await;
    let temporary = app.invite("maria@example.org").await;
    let mut maria = app.browser();
    assert_eq!(maria.sign_in("maria@example.org", &temporary).await.location(), Some("/first-access"));
    let mut count = 0;
    for path in every_path() {
        for method in METHODS {
            // Ends the session: it comes last.
            if path == "/logout" && method == Method::POST {
                continue;
            }
            count += 1;
            let page = send_request(&mut maria, &method, &path, "text/html").await;
            let json = send_request(&mut maria, &method, &path, "application/json").await;
            if is_open(&method, &path) {
                assert!(
                    !is_redirected_to_first_access(&page) && !is_redirected_to_first_access(&json),
                    "{method} {path} should be open"
                );
                assert!(!page.status.is_server_error(), "{method} {path}: {}", page.text);
            } else {
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{method} {path}");
                assert_eq!(page.location(), Some("/first-access"), "{method} {path}");
                assert_eq!(json.status, StatusCode::FORBIDDEN, "{method} {path}");
                if method != Method::HEAD {
                    let code = json.code();
                    assert_eq!(code.as_deref(), Some("password_change_required"), "{method} {path}: {}", json.text);
                }
            }
        }
    }
    assert!(count > 250, "only {count} questions were asked");
    assert_eq!(maria.get("/first-access").await.status, StatusCode::OK);
    let out = maria.post("/logout", &[]).await;
    assert_eq!(out.location(), Some("/login?notice=signed-out"));
    assert!(maria.get("/first-access").await.location().is_some_and(|to| to.starts_with("/login")));
}

#[tokio::test]
async fn open_means_open_the_choice_works_and_the_language_can_be_changed() {
    let app = TestApp::start().await;
    let temporary = app.invite("maria@example.org").await;
    let mut maria = app.browser();
    maria.sign_in("maria@example.org", &temporary).await;
    assert_eq!(maria.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(maria.get("/readyz").await.status, StatusCode::OK);
    let english = maria.post("/language", &[("locale", "en"), ("next", "/first-access")]).await;
    assert_eq!(english.location(), Some("/first-access"));
    let dark = maria.post("/theme", &[("theme", "dark"), ("next", "/first-access")]).await;
    assert_eq!(dark.location(), Some("/first-access"));
    assert!(maria.get("/first-access").await.text.contains("lang=\"en\""));
}

#[tokio::test]
async fn visitors_are_sent_to_sign_in_and_members_are_refused_where_admins_work() {
    let app = TestApp::start().await;
    let mut member = app.member("rui@example.org").await;
    let mut visitor = app.browser();
    for route in ROUTES.iter() {
        let path = example(route.path);
        if matches!(route.access, Access::Admin | Access::SignedIn | Access::FirstAccess) {
            let page = send_request(&mut visitor, &route.method, &path, "text/html").await;
            let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &path).finish();
            let expected = match (route.method == Method::GET, route.path) {
                (true, "/first-access") => "/login?notice=link-incomplete".to_owned(),
                (true, _) => format!("/login?{next}"),
                (false, "/first-access") => "/login?notice=not-saved".to_owned(),
                (false, _) => match route.answer {
                    Answers::Function { page, .. } | Answers::Form { page, .. }
                        if page.path.contains('{') || page.path.ends_with("/act") =>
                    {
                        "/login?notice=not-sent".to_owned()
                    }
                    Answers::Function { page, .. } | Answers::Form { page, .. } => {
                        let query = [("next", page.path), ("notice", "not-sent")];
                        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
                        format!("/login?{query}")
                    }
                    _ => "/login".to_owned(),
                },
            };
            assert_eq!(page.location(), Some(expected.as_str()), "{} {path}", route.method);
            let json = send_request(&mut visitor, &route.method, &path, "application/json").await;
            assert_eq!(json.status, StatusCode::UNAUTHORIZED, "{} {path}", route.method);
            assert_eq!(json.code().as_deref(), Some("not_signed_in"));
        }
        if route.access == Access::Admin {
            let page = send_request(&mut member, &route.method, &path, "text/html").await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{} {path}", route.method);
            let json = send_request(&mut member, &route.method, &path, "application/json").await;
            assert_eq!(json.status, StatusCode::FORBIDDEN, "{} {path}", route.method);
            assert_eq!(json.code().as_deref(), Some("forbidden"));
        }
    }
    for path in UNKNOWN {
        for browser in [&mut member, &mut visitor] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn outside_development_mode_nobody_reads_the_mails() {
    let app = TestApp::start_with(|settings| settings.dev = false).await;
    app.invite("maria@example.org").await;
    let mut admin = app.admin().await;
    let mut visitor = app.browser();
    for path in ["/dev/outbox", "/dev/outbox.json", "/dev/outbox/1", "/dev/outbox/1/html"] {
        for browser in [&mut admin, &mut visitor] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

/// Somebody who is no admin, as a handler sees them behind access control.
struct Outsider {
    cookies: String,
    request_context: RequestContext,
    /// What they must be answered where only admins may ask.
    refusal: AppError,
}

impl Outsider {
    async fn new(app: &TestApp, browser: &Browser, refusal: AppError) -> Self {
        let cookies: Vec<_> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let request = Request::builder().header(header::COOKIE, &cookies).body(()).expect("a request");
        let request_context = RequestContext::read(&app.state, &request.into_parts().0).await;
        Self { cookies, request_context: request_context.expect("the database answers"), refusal }
    }

    /// A visitor and a member.
    async fn both(app: &TestApp) -> [Self; 2] {
        let member = app.member("rui@example.org").await;
        [
            Self::new(app, &app.browser(), AppError::NotSignedIn).await,
            Self::new(app, &member, AppError::Forbidden).await,
        ]
    }

    fn request(&self, method: &Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT, "application/json");
        request.header(header::COOKIE, &self.cookies).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    /// Checks what the handler of `route` answers when no access control is in front of it.
    async fn is_refused(&self, app: &TestApp, route: &'static Route, request: Request<Body>) {
        let router = axum::Router::new()
            .route(route.path, chaveiro::web::method_router(route))
            .layer(axum::Extension(self.request_context.clone()))
            .with_state(app.state.clone());
        let answer = tower::ServiceExt::oneshot(router, request).await.expect("an answer");
        let expected = match self.refusal {
            AppError::NotSignedIn => StatusCode::UNAUTHORIZED,
            _ => StatusCode::FORBIDDEN,
        };
        assert_eq!(answer.status(), expected, "{} {} for {:?}", route.method, route.path, self.refusal);
    }
}

/// Server functions are public addresses: were access control ever to let somebody
/// pass, the function itself must say no.
#[tokio::test]
async fn every_function_authorizes_by_itself_behind_the_layer() {
    let app = TestApp::start().await;
    app.invite("maria@example.org").await;
    let outsiders = Outsider::both(&app).await;
    let before = app.row_counts().await;
    let id = app.id_of("maria@example.org").await;
    let body = format!(
        "display_name=Eva&email=eva@example.org&user={id}&session=x&act=disable&users={id}&role=member&locale=pt-BR&time_zone=UTC&group=a&group_name=A&members=eva@example.org&member={id}&app={id}&current_password=x&new_password=quatro+janelas+e+um+rio"
    );
    let mut refused_to_member = 0;
    for route in ROUTES.iter() {
        let Answers::Function { form, .. } = route.answer else { continue };
        if matches!(route.access, Access::Always | Access::Everyone | Access::Registering) {
            continue;
        }
        for outsider in &outsiders {
            if outsider.refusal == AppError::Forbidden && route.access != Access::Admin {
                continue;
            }
            let request = outsider.request(&Method::POST, route.path).body(Body::from(body.clone())).unwrap();
            let (state, request_context) = (app.state.clone(), outsider.request_context.clone());
            let context = move || {
                provide_context(state.clone());
                provide_context(request_context.clone());
            };
            let response = leptos_axum::handle_server_fns_with_context(context, request).await;
            let response = axum::response::IntoResponse::into_response(response);
            assert!(!response.status().is_success(), "{} serves who is no admin", form.function);
            let body = response.into_body().collect().await.unwrap().to_bytes();
            let error: AppError = serde_json::from_slice(&body).expect("an error of ours");
            assert_eq!(error, outsider.refusal, "{}", form.function);
            refused_to_member += usize::from(error == AppError::Forbidden);
        }
    }
    assert!(refused_to_member > 20, "a member asked only {refused_to_member} functions");
    assert_eq!(app.row_counts().await, before);
}

/// What is not in the list does not exist: a function without a line there must fail here.
#[test]
fn every_server_function_is_in_the_list_of_routes_and_none_answers_get() {
    let is_function = |answer: &Answers| matches!(answer, Answers::Function { .. });
    let listed: BTreeSet<_> = ROUTES
        .iter()
        .filter(|route| is_function(&route.answer))
        .map(|route| (route.method.clone(), route.path.to_owned()))
        .collect();
    let functions: BTreeSet<_> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, method)| (method, path.to_owned())).collect();
    assert!(!functions.is_empty());
    assert_eq!(functions, listed);
    assert!(functions.iter().all(|(method, _)| *method == Method::POST), "a GET must not change anything");
}

#[test]
fn each_address_and_method_is_listed_once_and_each_form_belongs_to_a_page() {
    let mut seen = BTreeSet::new();
    for route in ROUTES.iter() {
        assert!(seen.insert((route.method.as_str(), route.path)), "{} {} is listed twice", route.method, route.path);
        let (name, page) = match route.answer {
            Answers::Function { form, page } => (form.function, page),
            Answers::Form { page, .. } => (route.path, page),
            Answers::Page(_) | Answers::Handler(_) => continue,
        };
        let alike = page.access == route.access || matches!(route.access, Access::Always);
        assert!(alike, "{name} is for {:?}, its page for {:?}", route.access, page.access);
    }
}

/// A posted form that a handler answers is as public as a function.
#[tokio::test]
async fn every_form_handler_authorizes_by_itself_behind_the_layer() {
    let app = TestApp::start_with(|settings| settings.allow_handover = true).await;
    app.invite("maria@example.org").await;
    let outsiders = Outsider::both(&app).await;
    let (before, id) = (app.row_counts().await, app.id_of("maria@example.org").await);
    let mut count = 0;
    for route in ROUTES.iter().filter(|route| matches!(route.answer, Answers::Form { .. })) {
        assert_eq!(route.access, Access::Admin, "{}: say here what a member must get", route.path);
        for outsider in &outsiders {
            let request = outsider.request(&Method::POST, route.path).body(Body::from(format!("user={id}"))).unwrap();
            outsider.is_refused(&app, route, request).await;
            count += 1;
        }
    }
    assert!(count > 0, "no form was asked");
    assert_eq!(app.row_counts().await, before);
}

/// Files and streams for admins are as public as a function.
#[tokio::test]
async fn every_handler_for_admins_authorizes_by_itself_behind_the_layer() {
    let app = TestApp::start().await;
    let outsiders = Outsider::both(&app).await;
    let before = app.row_counts().await;
    let is_for_admins = |route: &&Route| route.access == Access::Admin && matches!(route.answer, Answers::Handler(_));
    let mut count = 0;
    for route in ROUTES.iter().filter(is_for_admins) {
        for outsider in &outsiders {
            // The topic of the stream of versions; the others ignore it.
            let path = format!("{}?of=mail", example(route.path));
            let request = outsider.request(&route.method, &path).body(Body::empty()).unwrap();
            outsider.is_refused(&app, route, request).await;
            count += 1;
        }
    }
    assert!(count > 10, "only {count} questions were asked");
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn an_address_that_is_known_says_which_methods_it_takes() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    for (method, path) in
        [(Method::PUT, "/login"), (Method::DELETE, "/"), (Method::GET, "/logout"), (Method::POST, "/healthz")]
    {
        let answer = send_request(&mut visitor, &method, path, "application/json").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert!(answer.headers.contains_key(header::ALLOW), "{method} {path}");
        assert_eq!(answer.code().as_deref(), Some("method_not_allowed"), "{method} {path}");
    }
    let page = visitor.get("/logout").await;
    assert!(
        page.status == StatusCode::METHOD_NOT_ALLOWED && page.says("não aceita esse tipo de pedido"),
        "{}",
        page.text
    );
}
