//! The download of the list of people.

use super::form_body::query_value;
use super::{csv, render};
use crate::error::AppError;
use crate::server::csv::{SEPARATOR, separator_named};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts, session};
use crate::ui::pages::admin::users::address::UserListAddress;
use axum::Extension;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;

/// `/admin/users/export`: the list that the same parameters show at
/// `/admin/users`. Leads to the page that asks for the password when it was
/// given too long ago, and from there back to the list.
pub async fn export(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let address = UserListAddress::parse(parts.uri.query().unwrap_or_default());
    let separator = separator_named(query_value(&parts, SEPARATOR).as_deref());
    let exported = async {
        let (session, admin) = session::require_admin_session(&request_context)?;
        let batches = accounts::export_people(&state, &admin, address.query(&request_context.time_zone)).await?;
        Ok(csv::while_admin(&state, session, batches))
    };
    match exported.await {
        Ok(batches) => csv::download("chaveiro-users.csv", separator, &accounts::EXPORT_HEADER, batches),
        Err(AppError::PasswordNeeded) => {
            // Back to the list: a browser would stay on the form if it led to the file.
            let next = address.list("/admin/users");
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
            render::redirect(&format!("/admin/confirm-password?{query}"))
        }
        Err(error) => render::error(&state, request_context, &parts, error).await,
    }
}
