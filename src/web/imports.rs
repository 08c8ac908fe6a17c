//! Files of people: uploaded, and the two that are downloaded.

use super::csv::{CSV, download, while_admin};
use super::middleware::authorize::reauthorize;
use super::{form_body, forms, render};
use crate::domain::import::{FileLimits, FileProblem, ImportId};
use crate::error::AppError;
use crate::locale::import::file_problem;
use crate::server::AppState;
use crate::server::csv::{BOM, push_row_separated, spreadsheet_separator};
use crate::server::imports::{self, EXAMPLE_EMAIL, NotRead, Rejected, find_rejected};
use crate::server::request_context::RequestContext;
use crate::server::session;
use crate::ui::address::PageAddress;
use crate::ui::page_context::Submitted;
use crate::ui::pages::IMPORT;
use crate::ui::pages::admin::imports::import::texts::texts;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde_json::json;
use std::time::Duration;

/// What a form puts around a file, at most.
const MAX_ENVELOPE_SIZE: usize = 64 * 1024;
/// A file arrives within this time: 5 MiB at one megabit a second, 25 MiB at five.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(45);

/// Looks a file through and leads to what was found. Makes no account.
pub async fn upload(
    State(state): State<AppState>,
    Extension(mut request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let received = receive(&parts, body, state.settings.import_limits).await;
    if let Err(response) = reauthorize(&state, &mut request_context, &parts, &Vec::new()).await {
        return *response;
    }
    let admin = match session::require_admin(&request_context) {
        Ok(admin) => admin,
        Err(error) => return render::error(&state, request_context, &parts, error).await,
    };
    let (name, bytes) = match received {
        Ok(file) => file,
        Err((status, problem)) => return file_refused(&state, request_context, &parts, status, problem).await,
    };
    let kept = match imports::check_file(&state, bytes.into(), None).await {
        Ok(checked) => imports::keep(&state, &admin, &name, checked).await,
        Err(NotRead::Other(error)) => Err(error),
        Err(NotRead::File(problem)) => {
            let status = match problem {
                FileProblem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
                FileProblem::NotText => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            return file_refused(&state, request_context, &parts, status, problem).await;
        }
    };
    match kept {
        Ok(id) => render::redirect(&format!("/admin/imports/{id}")),
        Err(error) => render::error(&state, request_context, &parts, error).await,
    }
}

/// The file of an import: its name and its bytes.
async fn receive(parts: &Parts, body: Body, limits: FileLimits) -> Result<(String, Bytes), (StatusCode, FileProblem)> {
    match file_of(parts, body, "file", limits.bytes() + MAX_ENVELOPE_SIZE, UPLOAD_TIMEOUT).await {
        Ok(Some(file)) => Ok(file),
        Ok(None) => Err((StatusCode::UNPROCESSABLE_ENTITY, FileProblem::Missing)),
        Err(status @ StatusCode::PAYLOAD_TOO_LARGE) => Err((status, FileProblem::TooLarge(limits))),
        Err(status) => Err((status, FileProblem::NotSent)),
    }
}

/// The file in the field `wanted` of a form: its name and its bytes; none where no file was chosen.
pub(super) async fn file_of(
    parts: &Parts,
    body: Body,
    wanted: &str,
    largest: usize,
    slowest: Duration,
) -> Result<Option<(String, Bytes)>, StatusCode> {
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = content_type.and_then(|content_type| multer::parse_boundary(content_type).ok());
    // Read to its end in any case: a connection closed over unread bytes would take the answer with it.
    let body = form_body::read(body, largest, slowest).await?;
    let boundary = boundary.ok_or(StatusCode::UNSUPPORTED_MEDIA_TYPE)?;
    let not_sent = |_| StatusCode::BAD_REQUEST;
    let whole = futures::stream::once(async { Ok::<_, std::convert::Infallible>(body) });
    let mut fields = multer::Multipart::new(whole, boundary);
    while let Some(field) = fields.next_field().await.map_err(not_sent)? {
        if field.name() == Some(wanted) {
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(not_sent)?;
            // What a browser sends when no file was chosen.
            if !(name.is_empty() && bytes.is_empty()) {
                return Ok(Some((name, bytes)));
            }
        }
    }
    Ok(None)
}

/// The page again, with the reason.
async fn file_refused(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    status: StatusCode,
    problem: FileProblem,
) -> Response {
    if !render::wants_html(parts) {
        let message = file_problem(request_context.locale, &problem);
        let body = json!({ "error": problem.code(), "message": message });
        return render::no_store((status, Json(body)).into_response());
    }
    let submitted = Submitted::file_refused(problem);
    let address = PageAddress::new(IMPORT.path, "");
    let page = render::page(state, request_context, parts, IMPORT, address, submitted).await;
    forms::with_status(page, status)
}

/// A file to begin with, in the visitor's language.
pub async fn template(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    if let Err(error) = session::require_admin(&request_context) {
        return render::error(&state, request_context, &parts, error).await;
    }
    let texts = texts(request_context.locale).upload;
    let [name, role, language] = texts.template_example;
    let separator = spreadsheet_separator(request_context.locale);
    let mut file = BOM.to_owned();
    push_row_separated(&mut file, separator, texts.template_header);
    push_row_separated(&mut file, separator, [name, EXAMPLE_EMAIL, role, language]);
    render::attachment(file, CSV, "chaveiro-template.csv")
}

/// The rejected rows of an import as a file that can be fixed and uploaded
/// again. Leads to the page that asks for the password when it was given too
/// long ago, and from there back to the import.
pub async fn rejected(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    Path(id): Path<String>,
    parts: Parts,
) -> Response {
    match rejected_file(&state, &request_context, &id).await {
        Ok(response) => response,
        Err(AppError::PasswordNeeded) => render::redirect(&format!("/admin/confirm-password?next=/admin/imports/{id}")),
        Err(error) => render::error(&state, request_context, &parts, error).await,
    }
}

async fn rejected_file(state: &AppState, request_context: &RequestContext, id: &str) -> Result<Response, AppError> {
    let (session, admin) = session::require_admin_session(request_context)?;
    let id = ImportId::parse(id).ok_or(AppError::NotFound)?;
    let import = state.store.find_import(&id).await?.ok_or(AppError::NotFound)?;
    let Rejected { separator, header, rows: first, more_after } =
        imports::export_rejected(state, &admin, &import, request_context.locale).await?;
    let separator = separator.unwrap_or_else(|| spreadsheet_separator(request_context.locale));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let (reading, locale) = (state.clone(), request_context.locale);
    let rest = futures::stream::try_unfold(more_after, move |after| {
        let (state, import) = (reading.clone(), import.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let next = find_rejected(&state, &import, locale, after).await?;
            Ok(Some((next.rows, next.more_after)))
        }
    });
    let batches = futures::StreamExt::chain(futures::stream::once(async { Ok(first) }), rest);
    Ok(download("chaveiro-rejected.csv", separator, &header, while_admin(state, session, batches)))
}
