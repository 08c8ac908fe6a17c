//! Hands a temporary password over: the answer to the form is the slip itself.
//!
//! Not a server function, which could only send the browser on to a page: the
//! code must be in no address and wait in no store to be shown.

use super::admin_form::AdminForm;
use super::render;
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::accounts::HandedOver;
use crate::server::{AppState, accounts};
use crate::ui::address::PageAddress;
use crate::ui::pages::HAND_OVER;
use crate::ui::pages::admin::users::user::hand_over::actions::Slip;
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::provide_context;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Generates a temporary password and shows it once. Sent again, it generates another and voids the first.
pub async fn post(State(state): State<AppState>, form: AdminForm) -> Response {
    match generate(&state, &form).await {
        Ok(slip) => {
            let id = slip.id.as_str();
            let address = PageAddress::new(&HAND_OVER.path.replace("{id}", id), id);
            let provide = move || provide_context(slip.clone());
            render::page_with(&state, form.request_context, &form.parts, HAND_OVER, address, provide).await
        }
        Err(error) => form.refused(&state, HAND_OVER, error).await,
    }
}

async fn generate(state: &AppState, form: &AdminForm) -> Result<Slip, AppError> {
    let id = form.value("user").and_then(UserId::parse).ok_or(AppError::NotFound)?;
    let admin = form.confirmed_admin(state).await?;
    let handed_over = accounts::hand_over(state, &admin, &id).await?;
    Ok(slip(state, id, handed_over))
}

/// What is on a person's slip.
pub(super) fn slip(state: &AppState, id: UserId, handed_over: HandedOver) -> Slip {
    let user = handed_over.user;
    Slip {
        id,
        display_name: user.display_name.as_str().to_owned(),
        email: user.email.as_str().to_owned(),
        locale: user.locale,
        time_zone: user.time_zone.unwrap_or_else(|| state.settings.time_zone.clone()),
        site: format!("{}login", state.settings.public_url),
        code: Arc::new(Zeroizing::new(handed_over.password.reveal().to_owned())),
        valid_until: handed_over.valid_until,
    }
}
