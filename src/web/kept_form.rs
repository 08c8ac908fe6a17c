//! Forms whose session has ended before they were sent: the answer holds what was typed.

use super::form_body::{Fields, MAX_FORM_SIZE, read_fields};
use super::forms::page_address;
use super::middleware::script_redirect::is_sent_by_script;
use super::route::Answer;
use super::{render, routes};
use crate::domain::Locale;
use crate::error::{AppError, Field};
use crate::server::flash::Flash;
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts, cookies};
use crate::ui::kept_form::{KeptForm, NOT_TYPED, SHOW_AGAIN, TYPED};
use crate::ui::page_context::{ShownAgainAfter, Submitted};
use crate::ui::page_route::PageRoute;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// Hidden fields that say where the browser goes next.
const LEADS_BACK: [&str; 2] = ["next", "back"];

/// Reads a form that came without a session, and answers with a page that holds it; a redirect to `sign_in_path` for
/// what is no form or has nothing in it, as for a file.
pub async fn read_and_keep(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    body: Body,
    sign_in_path: &str,
) -> Response {
    match read_fields(parts, body, MAX_FORM_SIZE).await {
        Ok((_, fields)) => keep(state, request_context, parts, &fields, sign_in_path).await,
        Err(_) => render::redirect(sign_in_path),
    }
}

/// The same for a form that was read already.
pub async fn keep(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    fields: &Fields,
    sign_in_path: &str,
) -> Response {
    let is_secret = |name: &str| Field::parse(name).is_some_and(Field::is_secret);
    let kept = fields.iter().filter(|(name, _)| !is_secret(name) && !NOT_TYPED.contains(&name.as_str()));
    let kept: Fields = kept.cloned().collect();
    let is_anything = kept.iter().any(|(name, _)| !LEADS_BACK.contains(&name.as_str()));
    // A script that has sent the form has kept it.
    if !is_anything || page_of(parts).is_none_or(PageRoute::is_entry) || is_sent_by_script(&parts.headers) {
        return render::redirect(sign_in_path);
    }
    let kept = KeptForm {
        action: parts.uri.path().to_owned(),
        fields: kept,
        had_password: fields.iter().any(|(name, value)| is_secret(name) && !value.is_empty()),
        sign_in_path: Flash::strip(sign_in_path),
    };
    let flash = Flash::new(state, "/login", "notice=kept");
    let mut response = render::kept_form(state, request_context, parts, kept).await;
    response.headers_mut().append(header::SET_COOKIE, cookies::FLASH.set(state, flash.sealed()));
    response
}

/// The form again with what was typed, where the page that has kept it asks for that; none for a form that is sent.
///
/// # Errors
/// When the language that was chosen can't be stored.
pub async fn show_again(
    state: &AppState,
    request_context: &mut RequestContext,
    parts: &Parts,
    fields: &Fields,
) -> Result<Option<Response>, AppError> {
    let asked = fields.iter().find(|(name, _)| name == SHOW_AGAIN);
    let Some((page, (_, wanted))) = page_of(parts).zip(asked) else { return Ok(None) };
    let switched = switch(state, request_context, wanted).await?;
    let after = if switched.is_some() { ShownAgainAfter::Switch } else { ShownAgainAfter::SessionEnd };
    let typed: Fields = match fields.iter().find(|(name, _)| name == TYPED) {
        Some((_, written)) => form_urlencoded::parse(written.as_bytes()).into_owned().collect(),
        None => fields.iter().filter(|(name, _)| name != SHOW_AGAIN).cloned().collect(),
    };
    let address = page_address(page, parts, &typed);
    let submitted = Submitted::shown_again(after, typed).sent_to(parts.uri.path());
    let mut response = render::page(state, request_context.clone(), parts, page, address, submitted).await;
    if let Some(cookie) = switched {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(Some(response))
}

/// Sets the language or the colors, as `/language` and `/theme` do, if `wanted` names any.
async fn switch(
    state: &AppState,
    request_context: &mut RequestContext,
    wanted: &str,
) -> Result<Option<HeaderValue>, AppError> {
    if let Some(locale) = Locale::parse(wanted) {
        request_context.locale = locale;
        return Ok(Some(accounts::set_language(state, request_context.session.as_ref(), locale).await?));
    }
    Ok(cookies::Theme::parse(wanted).map(|theme| {
        request_context.theme = theme;
        cookies::THEME.set(state, theme.as_str())
    }))
}

/// The page of the form that was sent here. Who may send the form may see it.
pub(super) fn page_of(parts: &Parts) -> Option<&'static PageRoute> {
    let path = parts.extensions.get::<MatchedPath>()?;
    let route = routes::find(&parts.method, path.as_str())?;
    match route.answer {
        Answer::Function { page, .. } | Answer::Form { page, .. } => {
            Some(page).filter(|page| page.access == route.access)
        }
        _ => None,
    }
}
