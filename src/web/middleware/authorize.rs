//! Access control for every request: denies by default, then allows by route and session.
//!
//! A person who signed in with a temporary password reaches the page where they
//! choose their own, its form, the way out, the language, and the files of the
//! site; nothing else, whatever is added to the program later.

use crate::domain::Role;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::access::Access;
use crate::server::config::SelfRegistration;
use crate::server::request_context::RequestContext;
use crate::server::session::Session;
use crate::server::store::sessions::SessionPurpose;
use crate::web::form_body::Fields;
use crate::web::route::{Answer, Route};
use crate::web::routes;
use crate::web::{kept_form, render};
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
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

/// Marks the answer of an address that only admins reach.
#[derive(Clone)]
pub struct AnswerToAdmin;

/// What a request asks for, as the router has matched it.
struct Requested {
    /// The address among those of the list; none where nothing answers.
    path: Option<MatchedPath>,
    /// What answers to this method; none where nothing does.
    route: Option<&'static Route>,
}

impl Requested {
    fn of(parts: &Parts) -> Self {
        let path = parts.extensions.get::<MatchedPath>().cloned();
        let route = path.as_ref().and_then(|path| routes::find(&parts.method, path.as_str()));
        Self { path, route }
    }

    /// Whether something else answers there.
    fn takes_other_method(&self, state: &AppState) -> bool {
        let path = self.path.as_ref().map_or("", |path| path.as_str());
        routes::with_path(path).any(|route| is_switched_on(state, route.access))
    }
}

/// No answer takes longer, whatever it waits for.
pub const RESPONSE_TIMEOUT: Duration = Duration::from_secs(60);

/// Looks up the session, decides, and passes the [`RequestContext`] on.
pub async fn authorize(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let requested = Requested::of(&parts);
    let route = requested.route;
    if route.is_some_and(|route| route.access == Access::Always && matches!(route.answer, Answer::Handler(_))) {
        // Health, files and advice are public: no session, and so no query.
        return next.run(Request::from_parts(parts, body)).await;
    }
    let read = match route.map(|route| route.access) {
        Some(Access::Program) => Ok(RequestContext::of_program(&state, &parts)),
        _ => RequestContext::read(&state, &parts).await,
    };
    let request_context = match read {
        Ok(request_context) => request_context,
        Err(error) => {
            let request_context = RequestContext::anonymous(&state, &parts);
            return render::error(&state, request_context, &parts, error).await;
        }
    };
    if let Some(session) = &request_context.session {
        tracing::Span::current().record("user", session.user.id.as_str());
    }
    match decide(&state, &request_context, &parts, requested) {
        Decision::Enter => respond(&state, request_context, route, parts, body, next).await,
        Decision::GoTo(path, AppError::NotSignedIn) if render::wants_html(&parts) && !parts.method.is_safe() => {
            kept_form::read_and_keep(&state, request_context, &parts, body, &path).await
        }
        Decision::GoTo(path, _) if render::wants_html(&parts) => render::redirect(&path),
        Decision::GoTo(_, error) | Decision::Refuse(error) => {
            render::error(&state, request_context, &parts, error).await
        }
    }
}

/// The response to a request that may pass, within [`RESPONSE_TIMEOUT`].
async fn respond(
    state: &AppState,
    request_context: RequestContext,
    route: Option<&Route>,
    mut parts: Parts,
    body: Body,
    next: Next,
) -> Response {
    parts.extensions.insert(request_context.clone());
    let copy = parts.clone();
    let Ok(mut response) = tokio::time::timeout(RESPONSE_TIMEOUT, next.run(Request::from_parts(parts, body))).await
    else {
        tracing::error!("answered 503: no answer after {} s", RESPONSE_TIMEOUT.as_secs());
        return render::error(state, request_context, &copy, AppError::Busy { retry_after: 5 }).await;
    };
    let Some(route) = route else { return method_not_allowed(state, request_context, &copy, response).await };
    if route.access == Access::Admin {
        response.extensions_mut().insert(AnswerToAdmin);
    }
    response
}

/// Authorizes again once the body of a request has arrived. That may take half a minute, in which the session may end
/// and its owner may lose the role or get another password: what the handler goes by is the session as it is now.
/// `fields` are those of the form.
///
/// # Errors
/// The response, where access is denied now.
pub async fn reauthorize(
    state: &AppState,
    request_context: &mut RequestContext,
    parts: &Parts,
    fields: &Fields,
) -> Result<(), Box<Response>> {
    if request_context.session.is_none() {
        return Ok(());
    }
    let error = match RequestContext::read(state, parts).await {
        Ok(now) => {
            request_context.session = now.session;
            request_context.session_ended = now.session_ended;
            request_context.ended_session = now.ended_session;
            match decide(state, request_context, parts, Requested::of(parts)) {
                Decision::Enter => return Ok(()),
                Decision::GoTo(path, AppError::NotSignedIn) if render::wants_html(parts) => {
                    return Err(Box::new(kept_form::keep(state, request_context.clone(), parts, fields, &path).await));
                }
                Decision::GoTo(path, _) if render::wants_html(parts) => return Err(Box::new(render::redirect(&path))),
                Decision::GoTo(_, error) | Decision::Refuse(error) => error,
            }
        }
        Err(error) => error,
    };
    Err(Box::new(render::error(state, request_context.clone(), parts, error).await))
}

/// The router's answer to a method that an address does not take: the same with a page for people.
async fn method_not_allowed(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    answered: Response,
) -> Response {
    let mut response = render::error(state, request_context, parts, AppError::MethodNotAllowed).await;
    response.headers_mut().extend(answered.headers().get(header::ALLOW).map(|allow| (header::ALLOW, allow.clone())));
    response
}

fn decide(state: &AppState, request_context: &RequestContext, parts: &Parts, requested: Requested) -> Decision {
    let session = request_context.session.as_ref();
    let must_choose = session.is_some_and(|session| session.purpose == SessionPurpose::FirstAccess);
    let Some(route) = requested.route else {
        return if must_choose {
            choose_first()
        } else if requested.takes_other_method(state) {
            Decision::Enter // the router answers 405 with `Allow`
        } else {
            Decision::Refuse(AppError::NotFound)
        };
    };
    match route.access {
        Access::Always | Access::Program | Access::SignInToApp => Decision::Enter,
        Access::FirstAccess if must_choose => Decision::Enter,
        _ if must_choose => choose_first(),
        Access::FirstAccess => match session {
            // A form of a second tab, after the first one has set the password: this one was not saved.
            Some(_) if !is_repeated(request_context, route) && !parts.method.is_safe() => {
                Decision::GoTo("/account?notice=password-not-saved".to_owned(), AppError::Forbidden)
            }
            Some(_) => Decision::GoTo("/".to_owned(), AppError::Forbidden),
            // The handler checks the link.
            None if request_context.first_access_link.is_some() => Decision::Enter,
            None if is_repeated(request_context, route) => Decision::Enter,
            None => sign_in_first(request_context, parts, route),
        },
        Access::Everyone => Decision::Enter,
        access if !is_switched_on(state, access) => Decision::Refuse(AppError::NotFound),
        Access::Registering | Access::Development => Decision::Enter,
        Access::SignedIn | Access::Admin => match session {
            None if is_repeated(request_context, route) => Decision::Enter,
            None => sign_in_first(request_context, parts, route),
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

/// Whether a form that ends its own session may have been sent twice: the handler checks whether
/// this browser's session ended with it.
fn is_repeated(request_context: &RequestContext, route: &Route) -> bool {
    matches!(route.answer, Answer::Function { form, .. } if form.ends_session) && request_context.session_ended
}

fn sign_in_first(request_context: &RequestContext, parts: &Parts, route: &Route) -> Decision {
    Decision::GoTo(sign_in_path(request_context, parts, route), AppError::NotSignedIn)
}

/// To the sign-in page, and afterwards back to what was asked for.
pub fn sign_in_path(request_context: &RequestContext, parts: &Parts, route: &Route) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let mut notice = request_context.session_ended.then_some("session-ended");
    match route.answer {
        // A link from a mail whose end, behind the `#`, was cut off. If it was not, the script of the
        // sign-in page goes on with it.
        Answer::Page(page) if page.access == Access::FirstAccess && !request_context.session_ended => {
            return "/login?notice=link-incomplete".to_owned();
        }
        _ if parts.method.is_safe() => {
            query.append_pair("next", parts.uri.path_and_query().map_or("/", |path| path.as_str()));
        }
        // Who was about to choose a password has to know that it was not saved.
        Answer::Function { page, .. } if page.access == Access::FirstAccess => {
            return "/login?notice=not-saved".to_owned();
        }
        // The form is lost, but not the way back to its page. Another tab may have signed out, and taken the cookie
        // along.
        Answer::Function { page, .. } | Answer::Form { page, .. } => {
            notice = Some("not-sent");
            // Questions are asked at addresses that say what about.
            if !page.path.contains('{') && !page.path.ends_with("/act") {
                query.append_pair("next", page.path);
            }
        }
        _ => {}
    }
    query.extend_pairs(notice.map(|notice| ("notice", notice)));
    let query = query.finish();
    if query.is_empty() { "/login".to_owned() } else { format!("/login?{query}") }
}
