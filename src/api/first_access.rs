//! First access: the choice of an own password.

use super::{asked, begin_session, go_to, set_cookie};
use crate::error::AppError;
use crate::server::keys::Token;
use crate::server::session::FIRST_ACCESS_SESSION;
use crate::server::{accounts, cookies, session};
use leptos::prelude::*;

/// Takes the token of the mailed link out of the address bar: it stands in the
/// fragment, which only a page itself can read. Uses nothing up.
#[server(prefix = "", endpoint = "first-access/link")]
pub async fn open_link(t: String) -> Result<(), AppError> {
    let (state, _) = asked();
    let link = Token::parse(&t).ok_or(AppError::LinkNotValid)?;
    accounts::find_first_access_link(&state, link.reveal()).await?;
    set_cookie(cookies::link(&state, &link, FIRST_ACCESS_SESSION));
    go_to("/first-access");
    Ok(())
}

/// Makes `new_password` the person's own; the temporary one ends. Who came by
/// the link gives the temporary `password` here, others have given it before.
#[server(prefix = "", endpoint = "first-access")]
pub async fn choose_password(new_password: String, #[server(default)] password: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    let origin = &visit.origin;
    let token = match (&visit.session, &visit.link) {
        (None, Some(link)) => accounts::choose_password_by_link(&state, link, &password, &new_password, origin).await?,
        _ => {
            let session = session::require_first_access(&visit)?;
            accounts::choose_password(&state, &session.user, &new_password, origin).await?
        }
    };
    begin_session(&state, &visit, &token, "/account?notice=password-chosen").await?;
    if visit.link.is_some() {
        set_cookie(cookies::no_link(&state));
    }
    Ok(())
}

/// Whose first access the visitor's link opens; none for who has signed in.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_link_owner() -> Result<Option<String>, AppError> {
    let (state, visit) = asked();
    match (&visit.session, &visit.link) {
        (None, Some(link)) => {
            let email = accounts::find_first_access_link(&state, link).await?;
            Ok(Some(email.as_str().to_owned()))
        }
        _ => Ok(None),
    }
}
