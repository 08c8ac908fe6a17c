//! Self-registration, where the operator allows it.

use super::repeated_form::find_used_by;
use super::signed_in::begin_session_again;
use super::{SignedIn, check_typed, finish_with_password, link_hash, password_check, sign_in, taken};
use crate::domain::user_fields::{UserDefaults, UserFields, UserReading};
use crate::domain::{Locale, OwnPassword, Role, UserId, UserStatus};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::config::SelfRegistration;
use crate::server::keys::Token;
use crate::server::rate_limit::UNCONFIRMED;
use crate::server::store::StoreError;
use crate::server::store::audit::Origin;
use crate::server::store::rate_limit::requests::LimitDecision;
use crate::server::store::registrations::{NewRegistration, Registration, RegistrationId};
use crate::server::store::used_tokens::TokenUse;

/// What a visitor typed.
pub struct RegistrationRequest<'a> {
    /// `display_name`
    pub display_name: &'a str,
    /// `email`
    pub email: &'a str,
    /// `password`
    pub password: &'a str,
    /// `sure_email`: the address that was asked about.
    pub sure_email: Option<&'a str>,
    /// `once`: the token of the form.
    pub once: Option<&'a str>,
    /// The language of the page.
    pub locale: Locale,
    /// Where the request came from.
    pub origin: &'a Origin,
}

/// What the page behind the mailed link asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// One click: it is the browser that registered.
    OneClick,
    /// The password as well: a stranger may have typed this address and wait
    /// for its owner's click.
    Password,
    /// Nothing: it was confirmed a moment ago, and an administrator has to approve.
    Pending,
}

/// Queues the mail that confirms the registration. If its address has an
/// account already, its owner is notified instead: the worker finds that out, so
/// that the answer is the same for everybody, after the same work.
///
/// The token goes into a cookie: only this browser may confirm with one click. It is the same when the form is sent
/// twice, which queues one mail.
///
/// # Errors
/// [`AppError::NotFound`] where visitors may not register; [`AppError::InvalidForm`];
/// [`AppError::TooManyTries`].
pub async fn register(state: &AppState, request: RegistrationRequest<'_>) -> Result<Token, AppError> {
    if state.settings.self_registration == SelfRegistration::Off {
        return Err(AppError::NotFound);
    }
    let fields = UserFields {
        display_name: request.display_name.to_owned(),
        email: request.email.to_owned(),
        ..UserFields::default()
    };
    let defaults = UserDefaults { role: Some(Role::Member), locale: Some(request.locale) };
    let mut reading = UserReading::read(&fields, defaults);
    if reading.email.as_ref().is_some_and(|email| !state.settings.may_register(email)) {
        reading.note(Field::Email, Problem::DomainNotAllowed);
    } else if state.settings.registration_domains.is_empty() {
        reading.ask_about_email(request.sure_email);
    }
    let (new_user, password) = finish_with_password(state, reading, request.password)?;
    let typed = [new_user.email.as_str(), new_user.display_name.as_str(), password.reveal()];
    let browser = match request.once.and_then(Token::parse) {
        Some(form) => state.keys.form_token(&form, &typed),
        None => Token::generate(),
    };
    let Some(id) = find_unused_id(state, &browser).await? else {
        tracing::debug!("a form was sent twice");
        return Ok(browser);
    };
    let network = request.origin.address.map(|address| state.keys.network(address));
    if let LimitDecision::NotBefore(time) = state.store.take_registration_request(network.as_deref()).await? {
        return Err(state.too_many_tries(time));
    }
    let hash = state.hasher.asked_from(request.origin.address).hash(password.reveal()).await?;
    let new = NewRegistration {
        id: &id,
        email: &new_user.email,
        display_name: &new_user.display_name,
        locale: new_user.locale,
        hash: &hash,
        browser_hash: &browser.hash(),
        expires_at: state.clock.now().plus(UNCONFIRMED),
    };
    state.store.insert_registration(&new).await?;
    state.notify_after_the_answer();
    Ok(browser)
}

/// The id for the registration of a form whose token is `browser`; `None` when the form was sent a moment ago.
async fn find_unused_id(state: &AppState, browser: &Token) -> Result<Option<RegistrationId>, AppError> {
    let mut id = RegistrationId::from(browser.row_id(0));
    for again in 1.. {
        match state.store.was_just_registered(&id).await? {
            None => break,
            // Sent long ago: this is another registration, and the earlier link goes on working.
            Some(false) => id = RegistrationId::from(browser.row_id(again)),
            Some(true) => return Ok(None),
        }
    }
    Ok(Some(id))
}

/// What the page behind the link is to ask for. Looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_confirmation(state: &AppState, token: &str, browser: Option<&str>) -> Result<Confirmation, AppError> {
    let link = offered_link(state, token)?;
    match find(state, &link).await {
        Ok(registration) if is_browser(&registration.browser_hash, browser) => Ok(Confirmation::OneClick),
        Ok(_) => Ok(Confirmation::Password),
        Err(error) => {
            let used = find_used_by(state, TokenUse::Registration, &link).await?;
            let is_pending = match used {
                Some(user_id) => is_pending(state, &user_id).await?,
                None => false,
            };
            if is_pending { Ok(Confirmation::Pending) } else { Err(error) }
        }
    }
}

async fn is_pending(state: &AppState, user_id: &UserId) -> Result<bool, AppError> {
    let overview = state.store.find_user_overview(user_id).await?;
    Ok(overview.is_some_and(|overview| overview.status == UserStatus::Pending))
}

/// What became of a confirmed registration.
pub enum Confirmed {
    /// Its owner is signed in.
    SignedIn(SignedIn),
    /// An administrator has to approve.
    Pending,
}

/// Makes the confirmed registration an account and signs its owner in, unless
/// an administrator is to decide first.
///
/// # Errors
/// [`AppError::LinkNotValid`]; [`AppError::WrongCredentials`] when another
/// browser confirms without the password that was chosen.
pub async fn confirm_registration(
    state: &AppState,
    token: &str,
    browser: Option<&str>,
    password: &str,
    origin: &Origin,
) -> Result<Confirmed, AppError> {
    let link = offered_link(state, token)?;
    match confirm(state, &link, browser, password, origin).await {
        Err(AppError::LinkNotValid) => confirm_again(state, &link, browser, password, origin).await,
        done => done,
    }
}

/// A form sent twice ends as it did the first time, after the same proof.
async fn confirm_again(
    state: &AppState,
    link: &str,
    browser: Option<&str>,
    password: &str,
    origin: &Origin,
) -> Result<Confirmed, AppError> {
    let used = state.store.find_used_token(link, TokenUse::Registration).await?.ok_or(AppError::LinkNotValid)?;
    let user = state.store.find_user(&used.user_id).await?.ok_or(AppError::LinkNotValid)?;
    let Some(hash) = &user.password_hash else { return Err(AppError::LinkNotValid) };
    if !is_browser(&used.browser_hash, browser) {
        check_typed(password, Field::Password)?;
        if !password_check::is_own_password(state, &user, hash, password, origin).await? {
            return Err(AppError::WrongCredentials);
        }
    }
    if is_pending(state, &user.id).await? {
        return Ok(Confirmed::Pending);
    }
    let signed_in = begin_session_again(state, &user.id, hash, origin).await?;
    signed_in.map(Confirmed::SignedIn).ok_or(AppError::LinkNotValid)
}

async fn confirm(
    state: &AppState,
    link: &str,
    browser: Option<&str>,
    password: &str,
    origin: &Origin,
) -> Result<Confirmed, AppError> {
    let registration = find(state, link).await?;
    if !is_browser(&registration.browser_hash, browser) {
        check_typed(password, Field::Password)?;
        let taken =
            sign_in::reserve_attempt(state, &state.keys.failure_subject(registration.id.as_str()), false, origin)
                .await?;
        let hash = std::slice::from_ref(&registration.password_hash);
        let verified =
            state.hasher.asked_from(origin.address).verify(&OwnPassword::normalise(password), hash, None).await;
        if !sign_in::release_on_error(state, &taken, verified.map_err(AppError::from)).await? {
            state.store.record_failure(&taken).await?;
            return Err(AppError::WrongCredentials);
        }
        state.store.record_success(&taken).await?;
    }
    let token = (state.settings.self_registration == SelfRegistration::On).then(Token::generate);
    let token_hash = token.as_ref().map(Token::hash);
    match (state.store.take_registration(link, token_hash.as_deref(), origin).await, token) {
        (Ok(Some(user_id)), Some(token)) => Ok(Confirmed::SignedIn(SignedIn::without_notice(token, user_id))),
        (Ok(Some(_)), None) => {
            state.notify();
            Ok(Confirmed::Pending)
        }
        // Somebody made the account meanwhile: the link has nothing left to do.
        (Ok(None) | Err(StoreError::EmailTaken), _) => Err(AppError::LinkNotValid),
        (Err(other), _) => Err(taken(other)),
    }
}

/// What is stored of a confirming link's token, where visitors may register.
fn offered_link(state: &AppState, token: &str) -> Result<String, AppError> {
    if state.settings.self_registration == SelfRegistration::Off {
        return Err(AppError::NotFound);
    }
    link_hash(token)
}

async fn find(state: &AppState, link: &str) -> Result<Registration, AppError> {
    state.store.find_registration_by_token(link).await?.ok_or(AppError::LinkNotValid)
}

/// Whether `browser`, the cookie of a browser, is the one with this hash.
fn is_browser(hash: &str, browser: Option<&str>) -> bool {
    browser.and_then(Token::parse).is_some_and(|browser| browser.has_hash(hash))
}
