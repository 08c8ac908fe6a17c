//! The choice of an own password.

use super::{asked, begin_session};
use crate::error::AppError;
use crate::server::{accounts, session};
use leptos::prelude::*;

/// Makes `new_password` the person's own; the temporary one ends.
#[server(prefix = "", endpoint = "first-access")]
pub async fn choose_password(new_password: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    let session = session::require_first_access(&visit)?;
    let token = accounts::choose_password(&state, session, &new_password, &visit.origin).await?;
    begin_session(&state, &visit, &token, "/account?notice=password-chosen").await
}
