//! The signed-in person's account.

use crate::domain::{AppId, Role, Timestamp};
use crate::error::{AppError, Field, Problem};
use crate::locale::time::Zone;
use crate::server::keys::session_handle;
use crate::server::oidc::AppLink;
use crate::server::store::used_tokens::TokenUse;
use crate::server::{accounts, session};
use crate::ui::pages::apps::actions::{find_invited_app, has_own_apps};
use crate::ui::response::{SignedInRequest, begin_session, request_context, set_location, signed_in_request};
use leptos::prelude::*;

/// What `/account` shows.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// Whose it is.
    pub id: String,
    /// The person's name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// Their CPF, masked, if they have given one.
    pub cpf: Option<String>,
    /// The address that waits to be confirmed, and until when.
    pub new_email: Option<(String, Timestamp)>,
    /// The time zone they have chosen, if they have.
    pub time_zone: Option<String>,
    /// The app they were invited for. Once a password is chosen.
    pub invited_app: Option<AppLink>,
    /// Whether they may use apps, of an admin: others find them above every page.
    pub leads_to_apps: bool,
    /// The apps they have signed in to, the last used first.
    pub apps: Vec<KnownToApp>,
    /// Where they are signed in, the last used first.
    pub sessions: Vec<OwnSession>,
}

/// An app the person has signed in to.
#[derive(Clone, Debug)]
pub struct KnownToApp {
    /// The app's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Since when it knows them.
    pub first_used_at: Timestamp,
    /// When they last signed in to it.
    pub last_used_at: Timestamp,
}

/// One of the person's sessions.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// Names it in the form that ends it; not the token of the session.
    pub id: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// The browser's own name for itself.
    pub agent: String,
    /// The network address it was opened from.
    pub address: String,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
}

/// The person's own data; with `is_new` also the app they were invited for.
///
/// # Errors
/// [`AppError::NotSignedIn`].
pub async fn find_own_account(is_new: bool) -> Result<OwnAccount, AppError> {
    let SignedInRequest { state, session, .. } = signed_in_request()?;
    let sessions = session::list_open(&state, &session.user.id, session.user.role).await?;
    let cpf = accounts::find_cpf(&state, &session.user.id).await?;
    let change = state.store.find_address_change(&session.user.id).await?;
    let known = state.store.list_apps_known_to(&session.user.id).await?;
    let known = known.into_iter().map(|known| KnownToApp {
        id: known.app.id.to_string(),
        name: known.app.details.name.into(),
        first_used_at: known.first_used_at,
        last_used_at: known.last_used_at,
    });
    let invited_app = if is_new { find_invited_app(&state, &session.user.id).await? } else { None };
    Ok(OwnAccount {
        id: session.user.id.to_string(),
        leads_to_apps: session.user.role == Role::Admin && has_own_apps().await,
        invited_app,
        apps: known.collect(),
        cpf: cpf.map(|cpf| cpf.to_string()),
        display_name: session.user.display_name.as_str().to_owned(),
        email: session.user.email.as_str().to_owned(),
        time_zone: session.user.time_zone.as_ref().map(|zone| zone.name().to_owned()),
        new_email: change.map(|change| (change.email.as_str().to_owned(), change.expires_at)),
        sessions: sessions
            .into_iter()
            .map(|stored| OwnSession {
                current: stored.token_hash == session.token_hash,
                id: session_handle(&stored.token_hash),
                agent: stored.agent,
                address: stored.address,
                created_at: stored.created_at,
                last_seen_at: stored.last_seen_at,
            })
            .collect(),
    })
}

/// Changes the own password. All sessions end; this browser gets a new one.
#[server(prefix = "", endpoint = "account")]
pub async fn change_password(current_password: String, new_password: String) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let origin = &request_context.origin;
    let signed_in = match (session::require_user(&request_context), &request_context.ended_session) {
        // The form sent twice: the first one has ended its session.
        (Err(AppError::NotSignedIn), Some(ended)) => {
            let repeated =
                accounts::repeat_form(&state, TokenUse::PasswordChange, ended, None, &new_password, origin).await?;
            repeated.signed_in().ok_or_else(not_changed)?
        }
        (session, _) => accounts::change_password(&state, session?, &current_password, &new_password, &request_context)
            .await
            .map_err(|error| match error {
                AppError::NotSignedIn => not_changed(),
                error => error.and_empty(Field::CurrentPassword, &current_password).naming_passwords(),
            })?,
    };
    begin_session(&state, &request_context, signed_in, "/account?notice=password-changed").await
}

/// The session ended before the password was changed: the sign-in page says so, and leads back.
#[cfg(feature = "ssr")]
fn not_changed() -> AppError {
    set_location("/login?notice=password-not-changed&next=%2Faccount");
    AppError::NotSignedIn
}

/// Signs the person out of one app. Sent twice, the second one finds it done.
#[server(prefix = "", endpoint = "account/end-app")]
pub async fn end_app(app: Option<String>) -> Result<(), AppError> {
    let SignedInRequest { state, request_context, session } = signed_in_request()?;
    let app = app.as_deref().and_then(AppId::parse).ok_or(AppError::NotFound)?;
    state.store.delete_app_use(&session.user.id, &app, &request_context.origin).await?;
    state.notify();
    set_location("/account?notice=app-ended");
    Ok(())
}

/// Ends one of the signed-in person's sessions.
#[server(prefix = "", endpoint = "account/end-session")]
pub async fn end_session(session: String) -> Result<(), AppError> {
    let SignedInRequest { state, request_context, session: own } = signed_in_request()?;
    accounts::end_session(&state, &own, &session, &request_context.origin).await?;
    set_location("/account?notice=session-ended");
    Ok(())
}

/// Ends all sessions of the signed-in person but this one.
#[server(prefix = "", endpoint = "account/end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let SignedInRequest { state, request_context, session: own } = signed_in_request()?;
    accounts::end_other_sessions(&state, &own, &request_context.origin).await?;
    set_location("/account?notice=sessions-ended");
    Ok(())
}

/// Sets the time zone of one's pages and mails; an empty value means the installation's.
#[server(prefix = "", endpoint = "account/time-zone")]
pub async fn set_time_zone(time_zone: String) -> Result<(), AppError> {
    let SignedInRequest { state, session, .. } = signed_in_request()?;
    let zone = Zone::chosen(&time_zone).map_err(|_| AppError::field(Field::TimeZone, Problem::Choice))?;
    state.store.set_time_zone(&session.user.id, zone.as_ref()).await?;
    set_location("/account?notice=time-zone-saved");
    Ok(())
}
