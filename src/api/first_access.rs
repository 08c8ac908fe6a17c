//! First access: the choice of an own password.

use super::{asked, begin_session, go_to, require_shown, set_cookie};
use crate::error::AppError;
use crate::server::keys::Token;
use crate::server::{accounts, cookies, session};
use leptos::prelude::*;

/// Takes the token of the mailed link out of the address bar: it stands in the
/// fragment, which only a page itself can read. Uses nothing up. Who is signed
/// in learns why it leads nowhere.
#[server(prefix = "", endpoint = "first-access/link")]
pub async fn open_link(t: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    let found = accounts::find_first_access_link(&state, &t).await;
    match (visit.session, found, Token::parse(&t)) {
        (Some(_), Ok(_), _) => go_to("/account?notice=link-of-another"),
        (Some(_), Err(AppError::LinkNotValid), _) => go_to("/account?notice=link-over"),
        (None, Ok(_), Some(link)) => {
            set_cookie(cookies::link(&state, &link));
            go_to("/first-access");
        }
        (_, found, _) => return Err(found.err().unwrap_or(AppError::LinkNotValid)),
    }
    Ok(())
}

/// Makes `new_password` the person's own; the temporary one ends. Who came by
/// the link gives the temporary `password` here, others have given it before.
#[server(prefix = "", endpoint = "first-access")]
pub async fn choose_password(
    new_password: String,
    #[server(default)] password: String,
    #[server(default)] username: Option<String>,
) -> Result<(), AppError> {
    let (state, visit) = asked();
    let origin = &visit.origin;
    let signed_in = match (&visit.session, &visit.link) {
        (None, Some(link)) => {
            let owner = accounts::find_first_access_link(&state, link).await?;
            require_shown(username.as_deref(), owner.as_str())?;
            accounts::choose_password_by_link(&state, link, &password, &new_password, origin).await?
        }
        _ => {
            let session = session::require_first_access(&visit)?;
            accounts::choose_password(&state, &session.user, &new_password, origin).await?
        }
    };
    begin_session(&state, &visit, &signed_in, "/account?notice=password-chosen").await?;
    if visit.link.is_some() {
        set_cookie(cookies::no_link(&state));
    }
    Ok(())
}

/// Whose first access the visitor's link opens; none for who has signed in. One
/// that is over is forgotten, so that it does not stand in the way of the next.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_link_owner() -> Result<Option<String>, AppError> {
    let (state, visit) = asked();
    match (&visit.session, &visit.link) {
        (None, Some(link)) => {
            let found = accounts::find_first_access_link(&state, link).await;
            if matches!(found, Err(AppError::LinkNotValid)) {
                set_cookie(cookies::no_link(&state));
            }
            Ok(Some(found?.as_str().to_owned()))
        }
        _ => Ok(None),
    }
}
