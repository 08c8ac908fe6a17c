//! The one door all requests pass. It denies what it does not know.
//!
//! Whoever signed in with a temporary password reaches the page where they
//! choose their own, its form, the way out, the language, and the files of the
//! site; nothing else, whatever is added to the program later.

use super::render;
use super::routes::{self, Access};
use crate::domain::Role;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::session::Session;
use crate::server::store::sessions::SessionPurpose;
use crate::server::visit::Visit;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

/// What the gate decides.
enum Decision {
    /// Let the request in.
    Enter,
    /// Send the browser elsewhere; programs get the error.
    GoTo(String, AppError),
    /// Refuse.
    Refuse(AppError),
}

/// Looks up who asks, decides, and passes the [`Visit`] on.
pub async fn gate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::read(&state, &parts).await {
        Ok(visit) => visit,
        Err(_) if parts.uri.path() == "/healthz" => Visit::anonymous(&state, &parts),
        Err(error) => {
            let visit = Visit::anonymous(&state, &parts);
            return render::error(&state, visit, &parts, error).await;
        }
    };
    match decide(
        &state,
        &visit,
        &parts.method,
        parts.uri.path(),
        parts.uri.path_and_query().map_or("/", |p| p.as_str()),
    ) {
        Decision::Enter => {
            parts.extensions.insert(visit);
            next.run(Request::from_parts(parts, body)).await
        }
        Decision::GoTo(path, _) if render::wants_html(&parts) => no_store(Redirect::to(&path).into_response()),
        Decision::GoTo(_, error) | Decision::Refuse(error) => render::error(&state, visit, &parts, error).await,
    }
}

fn decide(state: &AppState, visit: &Visit, method: &Method, path: &str, path_and_query: &str) -> Decision {
    let route = routes::find(method, path);
    let session = visit.session.as_ref();
    let must_choose = session.is_some_and(|session| session.purpose == SessionPurpose::FirstAccess);
    let Some(route) = route else {
        return if must_choose {
            choose_first()
        } else if routes::is_known(path) {
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
            None => sign_in_first(visit, method, path_and_query),
        },
        Access::Everyone => Decision::Enter,
        Access::Registering if state.settings.self_registration => Decision::Enter,
        Access::Development if state.settings.dev => Decision::Enter,
        Access::Registering | Access::Development => Decision::Refuse(AppError::NotFound),
        Access::SignedIn | Access::Admin => match session {
            None => sign_in_first(visit, method, path_and_query),
            Some(Session { user, .. }) if route.access == Access::SignedIn || user.role == Role::Admin => {
                Decision::Enter
            }
            Some(_) => Decision::Refuse(AppError::Forbidden),
        },
    }
}

fn choose_first() -> Decision {
    Decision::GoTo("/first-access".to_owned(), AppError::PasswordChangeRequired)
}

/// To the sign-in page, and afterwards back to what was asked for.
fn sign_in_first(visit: &Visit, method: &Method, path_and_query: &str) -> Decision {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if is_safe(method) {
        query.append_pair("next", path_and_query);
    }
    if visit.session_ended {
        query.append_pair("notice", "session-ended");
    }
    let query = query.finish();
    let path = if query.is_empty() { "/login".to_owned() } else { format!("/login?{query}") };
    Decision::GoTo(path, AppError::NotSignedIn)
}

fn is_safe(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

fn no_store(mut response: Response<Body>) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
