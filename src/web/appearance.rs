//! The organization's logo and colour as files, the form of the logo, and the mail that an admin looks at first.

use super::middleware::authorize::decide_again;
use super::{form_body, forms, render};
use crate::domain::{DisplayName, InvalidLogo, Locale, Logo};
use crate::error::{AppError, Field, Problem};
use crate::locale;
use crate::server::appearance::{self, Typed, logo, preview as sample};
use crate::server::flash::Flash;
use crate::server::request_context::RequestContext;
use crate::server::session::Session;
use crate::server::{AppState, session};
use crate::ui::address::PageAddress;
use crate::ui::page_context::Submitted;
use crate::ui::pages::APPEARANCE;
use crate::ui::pages::admin::appearance::texts::texts;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use html_escape::encode_text as escaped;
use std::time::Duration;

/// A file and what a form puts around it.
const LARGEST_UPLOAD: usize = InvalidLogo::MOST_BYTES + 16 * 1024;
/// It arrives within this time: a mebibyte at half a megabit a second.
const SLOWEST_UPLOAD: Duration = Duration::from_secs(20);

/// The style sheet of the colour, or the logo, under an address that holds its hash.
pub async fn file(State(state): State<AppState>, Path(file): Path<String>) -> Response {
    let shown = appearance::current(&state).await;
    let (found, content_type) = match file.rsplit_once('.') {
        Some((_, "css")) => (&shown.style, "text/css; charset=utf-8"),
        Some((_, "png")) => (&shown.logo, "image/png"),
        _ => return render::no_store(StatusCode::NOT_FOUND.into_response()),
    };
    let Some(found) = found else { return render::no_store(StatusCode::NOT_FOUND.into_response()) };
    let mut response = found.content.clone().into_response();
    // Another node may have written the page, and be ahead of this one for a moment.
    let is_it = found.path.rsplit('/').next() == Some(file.as_str());
    let keep = if is_it { "public, max-age=31536000, immutable" } else { "no-store" };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// Takes a logo.
pub async fn upload(
    State(state): State<AppState>,
    Extension(mut request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let received = receive(&parts, body).await;
    if let Err(response) = decide_again(&state, &mut request_context, &parts).await {
        return *response;
    }
    let admin = match session::require_admin(&request_context) {
        Ok(admin) => admin,
        Err(error) => return render::error(&state, request_context, &parts, error).await,
    };
    let logo = match received {
        Ok(logo) => logo,
        Err(invalid) => {
            let error = AppError::field(Field::Logo, Problem::Logo(invalid));
            return forms::refused(&state, request_context, &parts, APPEARANCE, Vec::new(), error).await;
        }
    };
    match appearance::save_logo(&state, &admin, Some(&logo)).await {
        Ok(()) => render::redirect("/admin/appearance?notice=logo-saved"),
        Err(error) => render::error(&state, request_context, &parts, error).await,
    }
}

/// The logo of a form, decoded where that stops nobody.
async fn receive(parts: &Parts, body: Body) -> Result<Logo, InvalidLogo> {
    let file = super::imports::file_of(parts, body, "logo", LARGEST_UPLOAD, SLOWEST_UPLOAD).await;
    let bytes = match file {
        Ok(Some((_, bytes))) => bytes,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => return Err(InvalidLogo::TooLarge),
        Ok(None) | Err(_) => return Err(InvalidLogo::Missing),
    };
    tokio::task::spawn_blocking(move || logo::read(&bytes)).await.unwrap_or(Err(InvalidLogo::Damaged))
}

/// The mail with what is kept now, for the frame as it is first shown.
pub async fn preview(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let session = match admins_session(&request_context) {
        Ok(session) => session,
        Err(error) => return render::error(&state, request_context, &parts, error).await,
    };
    let address = PageAddress::new(parts.uri.path_and_query().map_or("", |whole| whole.as_str()), "");
    let given = |name: &str| address.values(name).last();
    let shown = appearance::current(&state).await;
    framed(&state, &request_context, &session, &given, Ok(shown.appearance.clone()))
}

/// The mail with what is typed now.
pub async fn preview_typed(
    State(state): State<AppState>,
    Extension(mut request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, _, values) = match forms::of_admin(&state, &mut request_context, request).await {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    let session = match admins_session(&request_context) {
        Ok(session) => session,
        Err(error) => return render::error(&state, request_context, &parts, error).await,
    };
    let given = |name: &str| form_body::value(&values, name).map(str::to_owned);
    let appearance = typed(&values).appearance(&state).await;
    framed(&state, &request_context, &session, &given, appearance)
}

/// Sends the mail with what is typed now to who asks for it, and keeps nothing.
pub async fn send(
    State(state): State<AppState>,
    Extension(mut request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, admin, values) = match forms::of_admin(&state, &mut request_context, request).await {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    let sent = async {
        let session = admins_session(&request_context)?;
        let appearance = typed(&values).appearance(&state).await?;
        let locale = locale_of(form_body::value(&values, "preview_locale"), &request_context);
        sample::send(&state, &admin, &session.user, locale, &appearance).await
    };
    match sent.await {
        // The page again with what is typed, which nothing has kept so far.
        Ok(()) => {
            let told = Flash::new(&state, APPEARANCE.path, "notice=sent");
            let request_context = RequestContext { flash: Some(told), ..request_context };
            let address = PageAddress::new(APPEARANCE.path, "");
            render::page(&state, request_context, &parts, APPEARANCE, address, Submitted::typed(values)).await
        }
        Err(error) => forms::refused(&state, request_context, &parts, APPEARANCE, values, error).await,
    }
}

fn admins_session(request_context: &RequestContext) -> Result<Session, AppError> {
    session::require_admin(request_context)?;
    request_context.session.clone().ok_or(AppError::NotSignedIn)
}

fn typed(values: &form_body::Fields) -> Typed {
    let text = |name| form_body::value(values, name).unwrap_or_default().to_owned();
    Typed {
        organization: text("organization_name"),
        accent_color: text("accent_color"),
        introduction_pt_br: text("introduction_pt_br"),
        signature_pt_br: text("signature_pt_br"),
        introduction_en: text("introduction_en"),
        signature_en: text("signature_en"),
    }
}

fn locale_of(given: Option<&str>, request_context: &RequestContext) -> Locale {
    given.and_then(Locale::parse).unwrap_or(request_context.locale)
}

/// The mail for the frame of the page; or what is wrong with what is typed.
fn framed(
    state: &AppState,
    request_context: &RequestContext,
    session: &Session,
    given: &impl Fn(&str) -> Option<String>,
    appearance: Result<crate::domain::Appearance, AppError>,
) -> Response {
    let words = texts(request_context.locale);
    let document = match appearance {
        Err(error) => {
            let fields = error.fields().iter();
            let sentences: Vec<String> = match fields.len() {
                0 => vec![locale::message(request_context.locale, &error)],
                _ => fields
                    .map(|wrong| {
                        locale::problem(request_context.locale, &request_context.time_zone, &wrong.problem).into_owned()
                    })
                    .collect(),
            };
            plain(words.frame, &sentences.join("\n\n"))
        }
        Ok(appearance) => {
            let locale = locale_of(given("preview_locale").as_deref(), request_context);
            let name = DisplayName::parse(words.example_name).unwrap_or_else(|_| session.user.display_name.clone());
            let preview = sample::write(state, &name, &session.user.display_name, locale, &appearance);
            if given("preview_part").as_deref() == Some("text") {
                let head =
                    format!("{}: {}\n{}: {}\n\n", words.subject, preview.subject, words.preheader, preview.preheader);
                plain(words.frame, &(head + &preview.text))
            } else {
                preview.html
            }
        }
    };
    render::framed(document)
}

/// A text as a document of its own.
fn plain(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{}</title></head><body style=\"margin:0\"><pre style=\"margin:1rem;white-space:pre-wrap;\
         overflow-wrap:anywhere;font:15px/1.55 ui-monospace,monospace\">{}</pre></body></html>\n",
        escaped(title),
        escaped(text)
    )
}
