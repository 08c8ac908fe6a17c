//! Every address, and who may use it. The router is built from this list, access
//! control decides by it, and `chaveiro routes` prints it. What is not in it does not exist.
//!
//! Pages and the forms of server functions come from [`PAGES`]; the rest is here.

use super::headers::ForAppHost;
use super::oidc::{self, programs, sign_in, sign_out};
use super::route::{Answer, Handler, Route};
use super::{
    appearance, apps, audit, cookie_check, endpoints, forward_auth, hand_over, imports, live, own_data,
    password_advice, render, slips, user_export,
};
use crate::server::access::Access;
use crate::server::access::Access::{Admin, Always, Development, Everyone, Program, SignInToApp, SignedIn};
use crate::server::oidc::authorize::CONTINUE;
use crate::server::oidc::forward_auth::{CALLBACK, NO_ACCESS, SIGN_IN};
use crate::ui::page_route::PageRoute;
use crate::ui::pages::{self, PAGES};
use axum::extract::MatchedPath;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, options, post};
use std::sync::LazyLock;

/// Every address that the program answers.
pub static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let pages = PAGES.iter().flat_map(|page| page_routes(page));
    pages.chain(endpoint_routes()).chain(oidc_routes()).chain(forward_auth_routes()).collect()
});

/// A page and its forms.
fn page_routes(page: &'static PageRoute) -> impl Iterator<Item = Route> {
    let PageRoute { path, access, forms, .. } = page;
    let shown = Route { method: Method::GET, path, access: *access, answer: Answer::Page(page) };
    let forms = forms.iter().map(move |form| Route {
        method: Method::POST,
        path: form.path,
        access: form.access.unwrap_or(*access),
        answer: Answer::Function { form, page },
    });
    std::iter::once(shown).chain(forms)
}

/// What is no page: forms that a handler answers, files, streams, and addresses for machines.
fn endpoint_routes() -> Vec<Route> {
    vec![
        form("/admin/apps/new", pages::NEW_APP, || post(apps::create)),
        form("/admin/apps/edit", pages::EDIT_APP, || post(apps::edit)),
        form("/admin/apps/act", pages::APP_ACT, || post(apps::apply_action)),
        form("/admin/users/hand-over", pages::HAND_OVER, || post(hand_over::post)),
        form("/admin/users/slips", pages::SLIPS, || post(slips::post)),
        form("/admin/users/import", pages::IMPORT, || post(imports::upload)),
        form("/admin/appearance/logo", pages::APPEARANCE, || post(appearance::upload)),
        form("/admin/appearance/send", pages::APPEARANCE, || post(appearance::preview::send)),
        form("/admin/appearance/preview", pages::APPEARANCE, || post(appearance::preview::typed)),
        get_route("/admin/appearance/preview", Admin, || get(appearance::preview::saved)),
        get_route("/appearance/{file}", Always, || get(appearance::file)),
        get_route("/", Everyone, || get(endpoints::home)),
        get_route(cookie_check::PATH, Everyone, || get(cookie_check::check)),
        get_route("/account/data.json", SignedIn, || get(own_data::download).head(refuse_head)),
        get_route("/admin/users/live", Admin, || get(live::live)),
        get_route("/admin/users/export", Admin, || get(user_export::export).head(refuse_head)),
        get_route("/admin/users/import/template.csv", Admin, || get(imports::template)),
        get_route("/admin/imports/{id}/rejected.csv", Admin, || get(imports::rejected).head(refuse_head)),
        get_route("/admin/audit/export", Admin, || get(audit::export).head(refuse_head)),
        get_route("/admin/live", Admin, || get(live::versions)),
        post_route("/password-advice/listed", Always, || post(password_advice::listed)),
        post_route("/password-advice/estimate", Always, || post(password_advice::estimate)),
        get_route("/.well-known/change-password", Everyone, || get(endpoints::change_password)),
        get_route("/assets/{file}", Always, || get(endpoints::asset)),
        get_route("/healthz", Always, || get(endpoints::alive)),
        get_route("/readyz", Always, || get(endpoints::ready)),
        get_route(oidc::LOGGED_OUT, SignInToApp, || get(sign_out::done)),
        get_route("/dev/outbox.json", Development, || get(endpoints::captured_mails)),
        get_route("/dev/outbox/{id}/html", Development, || get(endpoints::captured_html)),
    ]
}

/// OpenID Connect. Programs ask some of them; a script of another site asks by `OPTIONS` first.
fn oidc_routes() -> Vec<Route> {
    let configuration = "/.well-known/openid-configuration";
    vec![
        get_route(configuration, Program, || get(programs::discovery)),
        options_route(configuration),
        get_route("/oauth/jwks", Program, || get(programs::jwks)),
        options_route("/oauth/jwks"),
        post_route("/oauth/token", Program, || post(programs::token)),
        options_route("/oauth/token"),
        get_route("/oauth/userinfo", Program, || get(programs::userinfo)),
        post_route("/oauth/userinfo", Program, || post(programs::userinfo)),
        options_route("/oauth/userinfo"),
        post_route("/oauth/revoke", Program, || post(programs::revoke)),
        options_route("/oauth/revoke"),
        post_route("/oauth/introspect", Program, || post(programs::introspect)),
        get_route(oidc::AUTHORIZE, SignInToApp, || get(sign_in::authorize).head(refuse_head)),
        post_route(oidc::AUTHORIZE, Program, || post(sign_in::authorize_by_post)),
        get_route(CONTINUE, SignInToApp, || get(sign_in::continue_sign_in).head(refuse_head)),
        get_route(oidc::LOGOUT, SignInToApp, || get(sign_out::logout).head(refuse_head)),
        post_route(oidc::LOGOUT, Program, || post(sign_out::logout_by_post)),
    ]
}

/// Forward-auth: proxies ask, and lead browsers here on the hosts of apps.
fn forward_auth_routes() -> Vec<Route> {
    vec![
        get_route(forward_auth::CHECK, Program, || get(forward_auth::check)),
        get_route(SIGN_IN, Program, || get(forward_auth::sign_in).head(refuse_head)),
        get_route(CALLBACK, Program, || get(forward_auth::callback).head(refuse_head)),
        get_route(NO_ACCESS, Program, || get(forward_auth::no_access)),
    ]
}

const fn options_route(path: &'static str) -> Route {
    Route { method: Method::OPTIONS, path, access: Program, answer: Answer::Handler(|| options(oidc::preflight)) }
}

const fn get_route(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::GET, path, access, answer: Answer::Handler(handler) }
}

const fn post_route(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::POST, path, access, answer: Answer::Handler(handler) }
}

const fn form(path: &'static str, page: &'static PageRoute, handler: Handler) -> Route {
    Route { method: Method::POST, path, access: page.access, answer: Answer::Form { page, handler } }
}

/// Where `GET` has an effect: a code is exchanged, a session ends, the log says that a file was taken away. `HEAD` must
/// have none (RFC 9110, 9.3.2), and is refused there.
async fn refuse_head(path: MatchedPath) -> Response {
    let methods: Vec<&str> = with_path(path.as_str()).map(|route| route.method.as_str()).collect();
    let allowed = [(header::ALLOW, methods.join(", "))];
    let mut response = render::no_store((StatusCode::METHOD_NOT_ALLOWED, allowed).into_response());
    if forward_auth::is_for_app_hosts(path.as_str()) {
        response.extensions_mut().insert(ForAppHost);
    }
    response
}

/// The route of a method at an address, by the pattern the router has matched. `HEAD` counts as `GET`.
pub fn find(method: &Method, pattern: &str) -> Option<&'static Route> {
    let method = if method == Method::HEAD { &Method::GET } else { method };
    ROUTES.iter().find(|route| route.method == *method && route.path == pattern)
}

/// The routes at an address, whatever their method.
pub fn with_path(pattern: &str) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |route| route.path == pattern)
}

/// The address of ours that `path` is with slashes too many: `/login/`, `//login`. None for
/// one that is as it should be, and for what is no address of ours without them either.
pub fn canonical(path: &str) -> Option<String> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    // Begins with one slash, so it stays on this host.
    let canonical = format!("/{}", segments.join("/"));
    let is_ours = |route: &Route| matches(route.path, &canonical);
    (canonical != path && ROUTES.iter().any(is_ours)).then_some(canonical)
}

fn matches(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}
