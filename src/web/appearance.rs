//! The organization's logo and color: as files, and the form that uploads a logo.

pub mod preview;

use super::middleware::authorize::reauthorize;
use super::{forms, render};
use crate::domain::{InvalidLogo, Logo};
use crate::error::{AppError, Field, Problem};
use crate::server::appearance::{self, logo};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, session};
use crate::ui::pages::APPEARANCE;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::time::Duration;

/// A file and what a form puts around it.
const MAX_UPLOAD_SIZE: usize = InvalidLogo::MAX_BYTES + 16 * 1024;
/// It arrives within this time: a mebibyte at half a megabit a second.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(20);

/// The style sheet of the color, or the logo, under an address that holds its hash.
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
    if let Err(response) = reauthorize(&state, &mut request_context, &parts, &Vec::new()).await {
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
    let file = super::imports::file_of(parts, body, "logo", MAX_UPLOAD_SIZE, UPLOAD_TIMEOUT).await;
    let bytes = match file {
        Ok(Some((_, bytes))) => bytes,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => return Err(InvalidLogo::TooLarge),
        Ok(None) | Err(_) => return Err(InvalidLogo::Missing),
    };
    tokio::task::spawn_blocking(move || logo::read(&bytes)).await.unwrap_or(Err(InvalidLogo::Damaged))
}
