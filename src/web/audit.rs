//! The download of the audit log.

use super::form_body::query_value;
use super::{csv, render};
use crate::error::AppError;
use crate::server::csv::{SEPARATOR, separator_named};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts, session};
use crate::ui::pages::admin::audit::actions::AuditAddress;
use axum::Extension;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;

/// `/admin/audit/export`: all the lines that the same parameters show at
/// `/admin/audit`. Leads to the page that asks for the password when it was
/// given too long ago.
pub async fn export(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let address = AuditAddress::read(|name| query_value(&parts, name));
    let separator = separator_named(query_value(&parts, SEPARATOR).as_deref());
    let exported = async {
        let (session, admin) = session::require_admin_session(&request_context)?;
        let (mut filter, _) = address.filter(&state, &request_context.time_zone).await?;
        filter.before = None;
        let batches = accounts::export_audit(&state, &admin, filter).await?;
        Ok(csv::while_admin(&state, session, batches))
    };
    match exported.await {
        Ok(batches) => csv::download("chaveiro-audit.csv", separator, &accounts::AUDIT_EXPORT_HEADER, batches),
        Err(AppError::PasswordNeeded) => render::redirect(&address.confirmation()),
        Err(error) => render::error(&state, request_context, &parts, error).await,
    }
}
