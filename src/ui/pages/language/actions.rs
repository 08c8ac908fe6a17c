//! The language and the colors of the pages.

use crate::domain::Locale;
use crate::error::{AppError, Field, Problem};
use crate::server::flash::Flash;
use crate::server::{AppState, accounts, cookies};
use crate::ui::response::{own_path, request_context, set_cookie, set_location};
use leptos::prelude::*;

/// Sets the language of the pages, and of the emails to the signed-in person.
#[server(prefix = "", endpoint = "language")]
pub async fn set_language(
    locale: String,
    next: Option<String>,
    flash: Option<String>,
    notice: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let locale = Locale::parse(&locale).ok_or_else(|| AppError::field(Field::Locale, Problem::Choice))?;
    set_cookie(accounts::set_language(&state, request_context.session.as_ref(), locale).await?);
    keep_flash(&state, flash.as_deref());
    match (own_path(next.as_deref()), notice.as_deref()) {
        (Some(path), Some("language-saved")) if path == "/account" => set_location("/account?notice=language-saved"),
        (path, _) => set_location(path.as_deref().unwrap_or("/")),
    }
    Ok(())
}

/// Sets the colors of the pages: `light`, `dark`, or `system`, which follows the device.
#[server(prefix = "", endpoint = "theme")]
pub async fn set_theme(theme: String, next: Option<String>, flash: Option<String>) -> Result<(), AppError> {
    let (state, _) = request_context();
    let theme = cookies::Theme::parse(&theme).ok_or(AppError::MalformedRequest)?;
    set_cookie(cookies::THEME.set(&state, theme.as_str()));
    keep_flash(&state, flash.as_deref());
    set_location(own_path(next.as_deref()).as_deref().unwrap_or("/"));
    Ok(())
}

/// What the page said of what was just done is said again on it.
fn keep_flash(state: &AppState, flash: Option<&str>) {
    if let Some(flash) = flash.and_then(|sealed| Flash::parse(state, sealed)) {
        set_cookie(cookies::FLASH.set(state, flash.sealed()));
    }
}
