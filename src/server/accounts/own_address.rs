//! A new address for the signed-in person's account: asked for, confirmed at the new one,
//! and undone from the old one.

use super::repeated_form::find_used_by;
use super::{check_typed, link_hash, password_check};
use crate::domain::{EmailAddress, InvalidOwnPassword, UserId};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::rate_limit::UNCONFIRMED;
use crate::server::session::Session;
use crate::server::store::StoreError;
use crate::server::store::address_changes::{AddressChangeRequest, NewAddressChange};
use crate::server::store::audit::Origin;
use crate::server::store::sessions::SessionPurpose;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::users::User;

/// What a person typed who asks for another address.
pub struct NewAddressRequest<'a> {
    /// `email`
    pub email: &'a str,
    /// `current_password`
    pub current_password: &'a str,
    /// `sure_email`: the address that was asked about.
    pub sure_email: Option<&'a str>,
    /// `once`: the token of the form.
    pub once: Option<&'a str>,
    /// Where the request came from.
    pub origin: &'a Origin,
}

/// Notes another address for the person's account and mails a link to it. The
/// account keeps the one it has until the link is used. The answer is the same
/// whether somebody has the address already or not.
///
/// # Errors
/// [`AppError::InvalidForm`], also when the current password is wrong, which
/// counts as a wrong try at signing in; [`AppError::TooManyTries`], also when
/// the person has asked for many addresses lately.
pub async fn request_address_change(
    state: &AppState,
    session: &Session,
    request: NewAddressRequest<'_>,
) -> Result<(), AppError> {
    let NewAddressRequest { email, current_password, sure_email, once, origin } = request;
    let user = &session.user;
    let mut wrong = Vec::new();
    let mut note = |field, problem| wrong.push(FieldError { field, problem });
    let email = match EmailAddress::parse(email) {
        Ok(email) if email == user.email => {
            note(Field::Email, Problem::EmailUnchanged);
            None
        }
        // Else one mailbox could register again and again, each time leaving its account at an address elsewhere.
        Ok(email) if state.settings.may_register(&user.email) && !state.settings.may_register(&email) => {
            note(Field::Email, Problem::DomainNotAllowed);
            None
        }
        Ok(email) => {
            if let Some(question) = Problem::misspelt_email(&email, sure_email) {
                note(Field::Email, question);
            }
            Some(email)
        }
        Err(problem) => {
            note(Field::Email, Problem::Email(problem));
            None
        }
    };
    if current_password.is_empty() {
        note(Field::CurrentPassword, Problem::Password(InvalidOwnPassword::Empty));
    }
    let (Some(email), true) = (email, wrong.is_empty()) else { return Err(AppError::InvalidForm(wrong)) };
    let checked = password_check::check_current_password(state, session, current_password, origin).await?;
    let expires_at = state.clock.now().plus(UNCONFIRMED).to_full_minute();
    let form = once.and_then(Token::parse);
    let token = form.map(|form| state.keys.form_token(&form, &[user.id.as_str(), email.as_str()]));
    let id = token.map(|token| move |again| token.row_id(again).to_string());
    let id = id.as_ref().map(|id| id as &(dyn Fn(u32) -> String + Sync));
    let new = NewAddressChange { form: id, own_password: checked, email: &email, expires_at };
    let outcome = state.store.insert_address_change(&user.id, &new, origin).await?;
    state.notify();
    match outcome {
        AddressChangeRequest::Noted => Ok(()),
        AddressChangeRequest::TooOften(next) => Err(state.too_many_tries(next)),
        AddressChangeRequest::AccountClosed => Err(AppError::NotSignedIn),
    }
}

/// What a confirming link would do, and what its page asks for.
pub struct NewAddress {
    /// The address it would set.
    pub email: EmailAddress,
    /// Whether the page asks for the password: the browser has no session of the account, and its reader may be somebody
    /// whose address was typed by mistake, or on purpose.
    pub asks_password: bool,
}

/// The address a confirming link would set. Looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_new_address(
    state: &AppState,
    token: &str,
    session: Option<&Session>,
) -> Result<NewAddress, AppError> {
    let link = link_hash(token)?;
    let change = state.store.find_address_change_by_token(&link).await?.ok_or(AppError::LinkNotValid)?;
    Ok(NewAddress { asks_password: !is_session_of(session, &change.user_id), email: change.email })
}

/// Makes the address of the link the account's, for a person who shows that the account is theirs: by a session of it or
/// by its password. Who merely reads the mail must not give their address to somebody else's account, nor get that
/// account by "forgot password" afterwards. Returns whose account it is.
///
/// # Errors
/// [`AppError::LinkNotValid`], also when somebody got the address meanwhile; [`AppError::InvalidForm`] without the
/// password, [`AppError::WrongCredentials`] with a wrong one, which counts as a wrong try at signing in, and
/// [`AppError::TooManyTries`].
pub async fn confirm_address(
    state: &AppState,
    token: &str,
    session: Option<&Session>,
    password: &str,
    origin: &Origin,
) -> Result<UserId, AppError> {
    let link = link_hash(token)?;
    let user = find_owner(state, &link).await?;
    let own_password = user.password_hash.as_ref().ok_or(AppError::LinkNotValid)?;
    if !is_session_of(session, &user.id) {
        check_typed(password, Field::Password)?;
        if !password_check::is_own_password(state, &user, own_password, password, origin).await? {
            return Err(AppError::WrongCredentials);
        }
    }
    let taken = state.store.take_address_change(&link, &user.id, own_password, origin).await;
    state.notify();
    or_used_before(state, TokenUse::AddressChange, &link, taken).await
}

/// Whose account a confirming link is about, also when it was used a moment ago.
async fn find_owner(state: &AppState, link: &str) -> Result<User, AppError> {
    let id = match state.store.find_address_change_by_token(link).await? {
        Some(change) => Some(change.user_id),
        None => find_used_by(state, TokenUse::AddressChange, link).await?,
    };
    let user = match id {
        Some(id) => state.store.find_user(&id).await?,
        None => None,
    };
    user.filter(|user| !user.disabled).ok_or(AppError::LinkNotValid)
}

fn is_session_of(session: Option<&Session>, id: &UserId) -> bool {
    session.is_some_and(|session| session.purpose == SessionPurpose::Full && session.user.id == *id)
}

/// The address a link back would restore. Looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_earlier_address(state: &AppState, token: &str) -> Result<EmailAddress, AppError> {
    let link = link_hash(token)?;
    state.store.find_address_undo(&link).await?.ok_or(AppError::LinkNotValid)
}

/// Restores the address of the link back and ends all sessions; returns whose.
///
/// # Errors
/// [`AppError::LinkNotValid`], also when somebody got the address meanwhile.
pub async fn undo_address(state: &AppState, token: &str, origin: &Origin) -> Result<UserId, AppError> {
    let link = link_hash(token)?;
    let taken = state.store.take_address_undo(&link, origin).await;
    state.notify();
    or_used_before(state, TokenUse::AddressUndo, &link, taken).await
}

/// A form sent twice did its work the first time.
async fn or_used_before(
    state: &AppState,
    used_for: TokenUse,
    link: &str,
    taken: Result<Option<UserId>, StoreError>,
) -> Result<UserId, AppError> {
    match taken {
        Ok(Some(id)) => Ok(id),
        Ok(None) | Err(StoreError::EmailTaken) => {
            find_used_by(state, used_for, link).await?.ok_or(AppError::LinkNotValid)
        }
        Err(other) => Err(other.into()),
    }
}
