//! The list of people as a file.

use super::csv;
use super::render;
use crate::api::people::PeopleAddress;
use crate::error::AppError;
use crate::server::visit::Visit;
use crate::server::{AppState, accounts, session};
use axum::Extension;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Redirect, Response};

/// `/admin/users/export`: the list that the same parameters show at
/// `/admin/users`. Leads to the page that asks for the password when it was
/// given too long ago, and from there back to the list.
pub async fn export(State(state): State<AppState>, Extension(visit): Extension<Visit>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let parameters = parts.uri.query().unwrap_or_default();
    let address = PeopleAddress::read(|name| {
        form_urlencoded::parse(parameters.as_bytes())
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    });
    let exported = async {
        let admin = session::require_admin(&visit)?;
        accounts::export_people(&state, &admin, address.query(), &visit.origin).await
    };
    match exported.await {
        Ok(batches) => csv::download("chaveiro-users.csv", &accounts::EXPORT_HEADER, batches),
        Err(AppError::PasswordNeeded) => {
            // Back to the list: a browser would stay on the form if it led to the file.
            let next = address.with("/admin/users", &[("notice", "confirmed")]);
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
            render::no_store(Redirect::to(&format!("/admin/confirm-password?{query}")).into_response())
        }
        Err(error) => render::error(&state, visit, &parts, error).await,
    }
}
