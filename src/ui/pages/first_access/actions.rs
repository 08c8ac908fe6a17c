//! First access: the choice of an own password.

use crate::error::AppError;
use crate::server::accounts::{FirstAccessLink, Repeated};
use crate::server::keys::Token;
use crate::server::oidc::authorize::{self, CONTINUE};
use crate::server::request_context::RequestContext;
use crate::server::store::used_tokens::TokenUse;
use crate::server::{AppState, accounts, cookies, session};
use crate::ui::pages::account::page::PASSWORD_CHOSEN;
use crate::ui::pages::apps::actions::start_path;
use crate::ui::response::{begin_session, own_path, request_context, set_cookie, set_location};
use leptos::prelude::*;

/// Takes the token of the mailed link out of the address bar: it is in the
/// fragment, which only a page itself can read. Uses nothing up. Who is signed
/// in learns why it leads nowhere.
#[server(prefix = "", endpoint = "first-access/link")]
pub async fn open_link(t: String) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let found = accounts::find_first_access_link(&state, &t).await;
    if request_context.session.is_some() {
        set_location(match found {
            Ok(_) => "/account?notice=link-of-another",
            Err(AppError::LinkNotValid | AppError::LinkIncomplete) => "/account?notice=link-over",
            Err(other) => return Err(other),
        });
        return Ok(());
    }
    found?;
    set_cookie(cookies::FIRST_ACCESS_LINK.set(&state, Token::parse(&t).ok_or(AppError::LinkNotValid)?.reveal()));
    set_location("/first-access");
    Ok(())
}

/// Makes `new_password` the person's own; the temporary one ends. Who came by
/// the link gives the temporary `password` here, others have given it before.
#[server(prefix = "", endpoint = "first-access")]
pub async fn choose_password(
    new_password: String,
    #[server(default)] password: String,
    #[server(default)] username: Option<String>,
    #[server(default)] next: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let origin = &request_context.origin;
    let signed_in = match (&request_context.session, &request_context.first_access_link) {
        (None, Some(link)) => {
            let shown = username.as_deref();
            let chosen = accounts::choose_password_by_link(&state, link, shown, &password, &new_password, origin).await;
            chosen.map_err(AppError::naming_passwords)?
        }
        (None, None) => match repeat(&state, &request_context, &new_password).await? {
            Repeated::SignedIn(signed_in) => signed_in,
            Repeated::OtherPassword => {
                set_location("/login?notice=already-chosen");
                return Err(AppError::NotSignedIn);
            }
            Repeated::No => return Err(AppError::NotSignedIn),
        },
        _ => {
            let session = session::require_first_access(&request_context)?;
            accounts::choose_password(&state, session, &new_password, origin).await?
        }
    };
    let waiting = match own_path(next.as_deref()).filter(|next| next.starts_with(CONTINUE)) {
        Some(next) => Some(next),
        None => authorize::waiting_path(&state, &request_context).await?.map(str::to_owned),
    };
    let path = match waiting {
        Some(path) => path,
        None => start_path(&state, &signed_in.user_id, PASSWORD_CHOSEN).await,
    };
    begin_session(&state, &request_context, signed_in, &path).await?;
    if request_context.first_access_link.is_some() {
        set_cookie(cookies::FIRST_ACCESS_LINK.forget(&state));
    }
    Ok(())
}

/// The form sent twice: the first one has ended its session.
async fn repeat(state: &AppState, request_context: &RequestContext, password: &str) -> Result<Repeated, AppError> {
    let Some(ended) = &request_context.ended_session else { return Ok(Repeated::No) };
    accounts::repeat_form(state, TokenUse::FirstAccess, ended, None, password, &request_context.origin).await
}

/// Whose first access the visitor's link opens; none for who has signed in. One
/// that is over is forgotten, so that it does not get in the way of the next.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_link_owner() -> Result<Option<FirstAccessLink>, AppError> {
    let (state, request_context) = request_context();
    match (&request_context.session, &request_context.first_access_link) {
        (None, Some(link)) => {
            let found = accounts::find_first_access_link(&state, link).await;
            if matches!(found, Err(AppError::LinkNotValid)) {
                set_cookie(cookies::FIRST_ACCESS_LINK.forget(&state));
            }
            Ok(Some(found?))
        }
        _ => Ok(None),
    }
}
