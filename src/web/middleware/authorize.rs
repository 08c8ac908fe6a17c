//! Access control for every request: denies by default, then allows by route and session.
//!
//! Whoever signed in with a temporary password reaches the page where they
//! choose their own, its form, the way out, the language, and the files of the
//! site; nothing else, whatever is added to the program later.

use crate::domain::Role;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::config::SelfRegistration;
use crate::server::request_context::RequestContext;
use crate::server::session::Session;
use crate::server::store::sessions::SessionPurpose;
use crate::web::render;
use crate::web::routes::{self, Access, Answer};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use std::net::IpAddr;
use std::time::Duration;

/// What access control decides.
enum Decision {
    /// Let the request in.
    Enter,
    /// Send the browser elsewhere; programs get the error.
    GoTo(String, AppError),
    /// Refuse.
    Refuse(AppError),
}

/// No answer takes longer, whatever it waits for.
pub const SLOWEST_ANSWER: Duration = Duration::from_secs(60);

/// Looks up who asks, decides, and passes the [`RequestContext`] on.
pub async fn authorize(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let route = routes::find(&parts.method, parts.uri.path());
    if route.is_some_and(|route| route.access == Access::Always && route.answer == Answer::Handler) {
        // Health, files and advice are everybody's: they ask no session and so no database.
        return next.run(Request::from_parts(parts, body)).await;
    }
    let request_context = match RequestContext::read(&state, &parts).await {
        Ok(request_context) => request_context,
        Err(error) => {
            let request_context = RequestContext::anonymous(&state, &parts);
            return render::error(&state, request_context, &parts, error).await;
        }
    };
    if let Some(session) = &request_context.session {
        tracing::Span::current().record("user", session.user.id.as_str());
    }
    let decision = if is_foreign_host(&state, &parts) {
        Decision::Refuse(AppError::NotFound)
    } else {
        decide(&state, &request_context, &parts.method, &parts.uri)
    };
    match decision {
        Decision::Enter => {
            parts.extensions.insert(request_context.clone());
            let retold = parts.clone();
            match tokio::time::timeout(SLOWEST_ANSWER, next.run(Request::from_parts(parts, body))).await {
                Ok(response) => response,
                Err(_) => {
                    tracing::error!("answered 503: no answer after {} s", SLOWEST_ANSWER.as_secs());
                    render::error(&state, request_context, &retold, AppError::Busy { retry_after: 5 }).await
                }
            }
        }
        Decision::GoTo(path, _) if render::wants_html(&parts) => render::no_store(Redirect::to(&path).into_response()),
        Decision::GoTo(_, error) | Decision::Refuse(error) => {
            render::error(&state, request_context, &parts, error).await
        }
    }
}

/// Whether a request in development mode asks for a name that is not this
/// machine's: a page elsewhere could make its own name point here and read the
/// captured mails.
fn is_foreign_host(state: &AppState, parts: &Parts) -> bool {
    let Some(host) = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    let address: Option<IpAddr> = name.trim_matches(['[', ']']).parse().ok();
    let is_own = name == "localhost" || name.ends_with(".localhost") || address.is_some_and(|ip| ip.is_loopback());
    state.settings.dev && !is_own
}

fn decide(state: &AppState, request_context: &RequestContext, method: &Method, uri: &Uri) -> Decision {
    let (path, path_and_query) = (uri.path(), uri.path_and_query().map_or("/", |path| path.as_str()));
    let route = routes::find(method, path);
    let session = request_context.session.as_ref();
    let must_choose = session.is_some_and(|session| session.purpose == SessionPurpose::FirstAccess);
    let Some(route) = route else {
        return if must_choose {
            choose_first()
        } else if routes::with_path(path).any(|route| is_switched_on(state, route.access)) {
            Decision::Enter // the router answers 405 with `Allow`
        } else {
            Decision::Refuse(AppError::NotFound)
        };
    };
    match route.access {
        Access::Always => Decision::Enter,
        Access::FirstAccess if must_choose => Decision::Enter,
        _ if must_choose => choose_first(),
        Access::FirstAccess => match session {
            Some(_) => Decision::GoTo("/".to_owned(), AppError::Forbidden),
            // The link is looked at by whoever answers.
            None if request_context.link.is_some() => Decision::Enter,
            None => sign_in_first(request_context, method, path_and_query),
        },
        Access::Everyone => Decision::Enter,
        access if !is_switched_on(state, access) => Decision::Refuse(AppError::NotFound),
        Access::Registering | Access::Development => Decision::Enter,
        Access::SignedIn | Access::Admin => match session {
            None => sign_in_first(request_context, method, path_and_query),
            Some(Session { user, .. }) if route.access == Access::SignedIn || user.role == Role::Admin => {
                Decision::Enter
            }
            Some(_) => Decision::Refuse(AppError::Forbidden),
        },
    }
}

/// Whether the settings let anybody use what has this access.
fn is_switched_on(state: &AppState, access: Access) -> bool {
    match access {
        Access::Registering => state.settings.self_registration != SelfRegistration::Off,
        Access::Development => state.settings.dev,
        _ => true,
    }
}

fn choose_first() -> Decision {
    Decision::GoTo("/first-access".to_owned(), AppError::PasswordChangeRequired)
}

/// To the sign-in page, and afterwards back to what was asked for.
fn sign_in_first(request_context: &RequestContext, method: &Method, path_and_query: &str) -> Decision {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let form = routes::find(method, path_and_query.split('?').next().unwrap_or_default());
    match form.map(|route| route.answer) {
        _ if is_safe(method) => {
            query.append_pair("next", path_and_query);
        }
        // Whoever was about to choose a password has to know that it was not saved.
        Some(Answer::Function { page: "/first-access", .. }) => {
            return Decision::GoTo("/login?notice=not-saved".to_owned(), AppError::NotSignedIn);
        }
        // The form is lost, but not the way back to its page.
        Some(Answer::Function { page, .. }) if request_context.session_ended && !page.contains('{') => {
            query.append_pair("next", page);
        }
        _ => {}
    }
    if request_context.session_ended {
        query.append_pair("notice", "session-ended");
    }
    let query = query.finish();
    let path = if query.is_empty() { "/login".to_owned() } else { format!("/login?{query}") };
    Decision::GoTo(path, AppError::NotSignedIn)
}

fn is_safe(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}
