//! Sign-in slips of several people: the answer to the form is the sheets themselves, as with one slip.

use super::{form_body, forms, render};
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::rate_limit::SLIPS_AT_A_TIME;
use crate::server::request_context::RequestContext;
use crate::server::store::search::folded;
use crate::server::{AppState, accounts};
use crate::ui::address::PageAddress;
use crate::ui::pages::SLIPS;
use crate::ui::pages::admin::users::slips::actions::{PerSheet, Sheets};
use crate::web::hand_over::slip;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::Response;
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;
use std::sync::Arc;

/// Generates a temporary password for each person and shows them all, once.
pub async fn post(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, _, values) = match forms::of_admin(&state, &request_context, request).await {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    match generate(&state, &request_context, &values).await {
        Ok(sheets) => {
            let nonce = parts.extensions.get::<Nonce>();
            let address = PageAddress::new(&format!("{}?{}", SLIPS.path, back(&values)), "");
            let provide = move || provide_context(sheets.clone());
            render::page_with(&state, request_context, nonce, SLIPS, address, provide).await
        }
        Err(error) => forms::refused(&state, request_context, &parts, SLIPS, values, error).await,
    }
}

/// Where the question came from, as a query.
fn back(values: &form_body::Fields) -> String {
    let carried = values.iter().filter(|(name, _)| name == "import" || name == "back");
    form_urlencoded::Serializer::new(String::new()).extend_pairs(carried).finish()
}

async fn generate(
    state: &AppState,
    request_context: &RequestContext,
    values: &form_body::Fields,
) -> Result<Sheets, AppError> {
    let given = |name| form_body::value(values, name);
    if !state.settings.allow_handover {
        return Err(AppError::NotFound);
    }
    let per_sheet = given("per_sheet").and_then(PerSheet::parse).unwrap_or_default();
    let mut ids: Vec<UserId> = Vec::new();
    for id in given("users").unwrap_or_default().split(' ').filter_map(UserId::parse) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() || ids.len() > SLIPS_AT_A_TIME {
        return Err(AppError::MalformedRequest);
    }
    let admin = accounts::confirmed_admin(state, request_context, given("current_password")).await?;
    admin.require_confirmation()?;
    let (mut slips, mut left_out) = (Vec::new(), Vec::new());
    for id in ids {
        // Each in a transaction of its own: who cannot have one does not hold up the others.
        match accounts::hand_over(state, &admin, &id).await {
            Ok(handed_over) => slips.push(slip(state, id, handed_over)),
            Err(error) => {
                let name = state.store.find_user(&id).await?.map(|user| user.display_name.as_str().to_owned());
                left_out.extend(name.map(|name| (name, matches!(error, AppError::Busy { .. }))));
            }
        }
    }
    slips.sort_by_cached_key(|slip| (folded(&slip.display_name), slip.email.clone()));
    Ok(Sheets { slips: Arc::new(slips), left_out: Arc::new(left_out), per_sheet })
}
