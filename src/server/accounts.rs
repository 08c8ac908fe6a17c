//! Actions on accounts. Every endpoint, page and command uses these.

mod administration;
mod audit;
mod devices;
mod first_access;
mod forgotten_password;
mod groups;
mod own_address;
mod own_data;
mod registration;
mod repeated_form;
mod setup;
mod sign_in;
mod user_list;

pub use administration::{
    CpfEdit, HandedOver, act, act_by_form, confirm_password, confirmed_admin, edit, hand_over, set_time_zone,
};
pub use audit::{AUDIT_EXPORT_HEADER, AuditFilter, MOST_PEOPLE, export_audit, find_audit_filter};
pub use devices::remember_device;
pub use first_access::{choose_password, choose_password_by_link, find_first_access_link};
pub use forgotten_password::{find_password_link, forget_password, reset_password};
pub use groups::{NO_GROUP, change_members, create_group, delete_group, find_people, read_groups, rename_group};
pub use own_address::{ask_for_address, confirm_address, find_earlier_address, find_new_address, undo_address};
pub use own_data::{delete_own_account, has_just_deleted_account, own_data};
pub use registration::{
    Confirmation, Confirmed, RegistrationRequest, confirm_registration, find_confirmation, register,
};
pub use repeated_form::{Repeated, repeat_form};
pub use setup::set_up;
pub use sign_in::{SignedIn, sign_in};
pub use user_list::{EXPORT_HEADER, export_people, groups_of, list_people, note_people_export};

use crate::domain::user_fields::UserReading;
use crate::domain::{
    About, Channel, Cpf, DisplayName, EmailAddress, InvalidOwnPassword, NewUser, OwnPassword, Role, UserId,
};
use crate::error::{AppError, Deleted, Field, Problem};
use crate::server::AppState;
use crate::server::keys::{Token, session_handle};
use crate::server::password::common::is_common;
use crate::server::request_context::RequestContext;
use crate::server::session::{Admin, Session};
use crate::server::store::StoreError;
use crate::server::store::audit::{AuditKind, Origin};
use crate::server::store::outbox::Seen;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::users::SealedCpf;

/// Makes an account and queues the mail with its temporary password.
///
/// `id` is what the form says the account shall be called, so that a form sent
/// twice makes one account and gets the same answer twice.
///
/// # Errors
/// [`AppError::InvalidForm`] when the address or the CPF is taken, or the
/// preset is not allowed or lacks its CPF; [`AppError::PasswordNeeded`] for an administrator.
pub async fn invite(
    state: &AppState,
    admin: &Admin,
    id: Option<UserId>,
    new_user: &NewUser,
    channel: Channel,
) -> Result<UserId, AppError> {
    if new_user.role == Role::Admin {
        admin.require_confirmation()?;
    }
    if channel == Channel::InPerson && !state.settings.allow_handover {
        return Err(AppError::field(Field::Channel, Problem::Choice));
    }
    let checked = state.settings.preset_rules().check(new_user.preset, new_user.cpf.is_some());
    checked.map_err(|wrong| AppError::InvalidForm(vec![wrong]))?;
    let asked_before = id.is_some();
    let id = match id.or_else(|| UserId::parse(&state.clock.new_id())) {
        Some(id) => id,
        None => return Err(AppError::internal(anyhow::anyhow!("a new id is no id"))),
    };
    let cpf = new_user.cpf.as_ref().map(|cpf| state.keys.seal_cpf(cpf, &id));
    match state.store.insert_invited_user(&id, new_user, cpf.as_ref(), channel, admin.by()).await {
        Ok(()) => {
            state.notify();
            Ok(id)
        }
        Err(error) if asked_before && is_the_same(state, &id, new_user).await? => {
            tracing::debug!(%error, "a form was sent twice");
            Ok(id)
        }
        Err(error) => Err(taken_by(state, error, &new_user.email, cpf.as_ref()).await),
    }
}

/// Whether the account `id` is the one that `new_user` describes.
async fn is_the_same(state: &AppState, id: &UserId, new_user: &NewUser) -> Result<bool, AppError> {
    let user = state.store.find_user(id).await?;
    Ok(user.is_some_and(|user| {
        user.email == new_user.email && user.display_name == new_user.display_name && user.role == new_user.role
    }))
}

/// Queues a fresh temporary password for somebody who has no password yet.
/// The earlier one ends when the mail server takes the new mail. By what the asking page
/// has `seen`, a second click asks for nothing more.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such account or it needs none.
pub async fn resend(state: &AppState, admin: &Admin, user_id: &UserId, seen: Seen<'_>) -> Result<(), AppError> {
    let queued = state.store.insert_another_temporary_password_mail(user_id, seen, admin.by()).await?;
    state.notify();
    if queued { Ok(()) } else { Err(AppError::NotFound) }
}

/// Makes an administrator with a password of their own, from the command line.
///
/// # Errors
/// [`AppError::InvalidForm`].
pub async fn create_admin(
    state: &AppState,
    admin: &Admin,
    new_user: &NewUser,
    password: &str,
) -> Result<UserId, AppError> {
    let password =
        own_password(state, password, &about(state, &new_user.email, &new_user.display_name), Field::Password)?;
    let hash = state.hasher.hash(password.reveal()).await?;
    match state.store.insert_admin(new_user, &hash, admin.by()).await {
        Ok(id) => Ok(id),
        Err(error) => Err(taken_by(state, error, &new_user.email, None).await),
    }
}

/// Puts a new own password in the place of the current one and ends all sessions but a new one.
///
/// # Errors
/// [`AppError::InvalidForm`], also when the current password is wrong, which
/// counts as a wrong try at signing in.
pub async fn change_password(
    state: &AppState,
    session: &Session,
    current_password: &str,
    new_password: &str,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let user = &session.user;
    let password =
        own_password(state, new_password, &about(state, &user.email, &user.display_name), Field::NewPassword)?;
    let checked = sign_in::check_current_password(state, user, current_password, origin).await;
    let old = match checked {
        Ok(old) => old,
        Err(error) => return change_again(state, session, password.reveal(), origin, error).await,
    };
    if OwnPassword::normalise(current_password).as_str() == password.reveal() {
        return Err(refused(Field::NewPassword, InvalidOwnPassword::SameAsCurrent));
    }
    let hash = state.hasher.hash(password.reveal()).await?;
    let token = Token::generate();
    let changed = state.store.set_changed_password(&user.id, old, &hash, &token.hash(), origin).await?;
    state.notify();
    if !changed {
        return change_again(state, session, password.reveal(), origin, AppError::NotSignedIn).await;
    }
    Ok(SignedIn::to_account(token, user.id.clone()))
}

/// Signs in again whose form of the change was sent twice at once; else it is `error`.
async fn change_again(
    state: &AppState,
    session: &Session,
    password: &str,
    origin: &Origin,
    error: AppError,
) -> Result<SignedIn, AppError> {
    match repeat_form(state, TokenUse::PasswordChange, &session.token_hash, None, password, origin).await? {
        Repeated::SignedIn(signed_in) => Ok(signed_in),
        Repeated::OtherPassword | Repeated::No => Err(error),
    }
}

/// Ends the visitor's own session, of either kind.
///
/// # Errors
/// When the database does not answer.
pub async fn sign_out(state: &AppState, request_context: &RequestContext) -> Result<(), AppError> {
    if let Some(session) = &request_context.session {
        state
            .store
            .delete_session(&session.token_hash, &session.user.id, AuditKind::SignedOut, &request_context.origin)
            .await?;
    }
    Ok(())
}

/// Ends one of the person's sessions, named by its [`session_handle`]. One that is not among
/// them has ended already: a form sent twice finds it gone.
///
/// # Errors
/// When the database does not answer.
pub async fn end_session(state: &AppState, session: &Session, handle: &str, origin: &Origin) -> Result<(), AppError> {
    let user_id = &session.user.id;
    let sessions = state.store.find_sessions_of(user_id).await?;
    let named = sessions.iter().find(|stored| session_handle(&stored.token_hash) == handle);
    if let Some(stored) = named {
        state.store.delete_session(&stored.token_hash, user_id, AuditKind::SessionsEnded, origin).await?;
    }
    Ok(())
}

/// Parses a password by the one policy of all endpoints: the rules both halves
/// know, and the list of common ones, which only the server has.
fn own_password(state: &AppState, typed: &str, about: &About<'_>, field: Field) -> Result<OwnPassword, AppError> {
    let password =
        OwnPassword::parse(typed, &state.settings.password_policy, about).map_err(|problem| refused(field, problem))?;
    if is_common(password.reveal()) {
        return Err(refused(field, InvalidOwnPassword::TooCommon));
    }
    Ok(password)
}

/// Reads a new own password beside the other fields of a form, so that all that is wrong is
/// reported at once.
pub fn read_own_password(state: &AppState, reading: &mut UserReading, typed: &str) -> Option<OwnPassword> {
    let about = About {
        email: reading.email.as_ref().map_or("", EmailAddress::as_str),
        display_name: reading.display_name.as_ref().map_or("", DisplayName::as_str),
        organization: &state.settings.organization,
    };
    match own_password(state, typed, &about, Field::Password) {
        Ok(password) => Some(password),
        Err(error) => {
            reading.note_all(error.fields());
            None
        }
    }
}

/// What others know of a person, which their password must not be made of.
fn about<'a>(state: &'a AppState, email: &'a EmailAddress, display_name: &'a DisplayName) -> About<'a> {
    About { email: email.as_str(), display_name: display_name.as_str(), organization: &state.settings.organization }
}

/// What is stored of the token in a link.
///
/// # Errors
/// [`AppError::LinkNotValid`] when it is none; [`AppError::LinkIncomplete`] when its end is missing.
pub fn link_hash(token: &str) -> Result<String, AppError> {
    match Token::parse(token) {
        Some(token) => Ok(token.hash()),
        None if token.len() < Token::LENGTH => Err(AppError::LinkIncomplete),
        None => Err(AppError::LinkNotValid),
    }
}

/// Whether the page that sent a form showed the `owner` of its link: another
/// link, opened in another tab meanwhile, may have taken its place in the cookie.
fn require_shown(shown: Option<&str>, owner: &EmailAddress) -> Result<(), AppError> {
    if shown.is_none_or(|shown| shown == owner.as_str()) { Ok(()) } else { Err(AppError::LinkNotValid) }
}

/// The CPF of a person, if they have one.
///
/// # Errors
/// When the database does not answer.
pub async fn find_cpf(state: &AppState, id: &UserId) -> Result<Option<Cpf>, StoreError> {
    let sealed = state.store.find_sealed_cpf(id).await?;
    Ok(sealed.and_then(|sealed| state.keys.open_cpf(&sealed, id)))
}

/// Refuses what can be nobody's password before anything is counted or hashed.
fn check_typed(password: &str, field: Field) -> Result<(), AppError> {
    if password.is_empty() {
        return Err(refused(field, InvalidOwnPassword::Empty));
    }
    if password.len() > OwnPassword::MAX_INPUT_BYTES {
        return Err(refused(field, InvalidOwnPassword::TooLong { maximum: OwnPassword::MAX_LENGTH }));
    }
    Ok(())
}

fn refused(field: Field, problem: InvalidOwnPassword) -> AppError {
    AppError::field(field, Problem::Password(problem))
}

/// The same, where it may be a deleted account that has the address or the CPF: then it can be restored.
async fn taken_by(state: &AppState, error: StoreError, email: &EmailAddress, cpf: Option<&SealedCpf>) -> AppError {
    let deleted = match (&error, cpf) {
        (StoreError::EmailTaken, _) => state.store.find_deleted_with_email(email).await,
        (StoreError::CpfTaken, Some(cpf)) => state.store.find_deleted_with_cpf(&cpf.index).await,
        _ => Ok(None),
    };
    match (deleted, error) {
        (Ok(Some((user, at))), StoreError::EmailTaken) => {
            AppError::field(Field::Email, Problem::EmailDeleted(Deleted { user, at }))
        }
        (Ok(Some((user, at))), StoreError::CpfTaken) => {
            AppError::field(Field::Cpf, Problem::CpfDeleted(Deleted { user, at }))
        }
        (_, error) => taken(error),
    }
}

/// What the database says about uniqueness, as a field's error.
fn taken(error: StoreError) -> AppError {
    match error {
        StoreError::EmailTaken => AppError::field(Field::Email, Problem::EmailTaken),
        StoreError::CpfTaken => AppError::field(Field::Cpf, Problem::CpfTaken),
        // A form that was sent before, with something else in it.
        StoreError::IdTaken => AppError::MalformedRequest,
        other => other.into(),
    }
}
