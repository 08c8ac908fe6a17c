//! Sending one person another temporary password.

use crate::domain::{MailId, UserId};
use crate::error::AppError;
use crate::server::accounts;
use crate::server::store::outbox::Seen;
use crate::ui::pages::admin::users::address::UserListAddress;
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// Sends a fresh temporary password; the earlier one ends when the new mail is
/// taken. `mail` is the newest one the form has seen; alone, it says whose.
/// `back` is the query of the list, which is shown again where it was.
#[server(prefix = "", endpoint = "admin/users/send-again")]
pub async fn resend(user: Option<String>, mail: Option<String>, back: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let mail = mail.as_deref().filter(|mail| !mail.is_empty());
    let mail = mail.map(|mail| MailId::parse(mail).ok_or(AppError::NotFound)).transpose()?;
    let id = match (user.as_deref(), &mail) {
        (None, Some(mail)) => state.store.find_owner_of_mail(mail).await?,
        (user, _) => user.and_then(UserId::parse),
    };
    let id = id.ok_or(AppError::NotFound)?;
    accounts::resend_temporary_password(&state, &admin, &id, mail.as_ref().map_or(Seen::Unknown, Seen::Newest)).await?;
    let list = UserListAddress::parse(back.as_deref().unwrap_or_default());
    let location = list.same(&[("notice", "sent-again"), ("user", id.as_str())]);
    set_location(&if back.is_some() { format!("{location}#user-{id}") } else { location });
    Ok(())
}
