//! Adding a person.

use super::{first_password, taken_by};
use crate::domain::{Channel, EmailAddress, NewUser, Role, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::users::SealedCpf;
use sha2::{Digest as _, Sha256};

/// Makes an account and queues the mail with its temporary password.
///
/// `id` is what the form says the account shall be called, so that a form sent
/// twice makes one account and gets the same answer twice. Filled in for
/// somebody else after that, it makes another account, once as well.
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
    let may_be_repeated = id.is_some();
    let id = id.unwrap_or_else(|| UserId::from(state.clock.new_uuid()));
    let insert = async |id: UserId| -> Result<UserId, (StoreError, Option<SealedCpf>)> {
        let cpf = new_user.cpf.as_ref().map(|cpf| state.keys.seal_cpf(cpf, &id));
        match state.store.insert_invited_user(&id, new_user, cpf.as_ref(), channel, admin.by()).await {
            Ok(()) => {
                state.notify();
                Ok(id)
            }
            Err(error) if may_be_repeated => match is_the_same(state, &id, new_user).await {
                Ok(true) => {
                    tracing::debug!(%error, "a form was sent twice");
                    Ok(id)
                }
                Ok(false) => Err((error, cpf)),
                Err(error) => Err((error, None)),
            },
            Err(error) => Err((error, cpf)),
        }
    };
    let mut inserted = insert(id.clone()).await;
    if let (Err((error, _)), Some(next)) = (&inserted, next_id(&id, &new_user.email).filter(|_| may_be_repeated)) {
        match error {
            StoreError::IdTaken => inserted = insert(next).await,
            // Which of the two is said where both are taken depends on the database.
            StoreError::EmailTaken | StoreError::CpfTaken if is_the_same(state, &next, new_user).await? => {
                inserted = Ok(next);
            }
            _ => {}
        }
    }
    match inserted {
        Ok(id) => Ok(id),
        Err((error, cpf)) => Err(taken_by(state, error, &new_user.email, cpf.as_ref()).await),
    }
}

/// Another id, the same for each time that a form with this one is sent for this address. Browsers that keep a page
/// show it again on the way back, with the id that its first person has.
fn next_id(id: &UserId, email: &EmailAddress) -> Option<UserId> {
    let begun = u64::from_str_radix(&id.as_str().replace('-', "")[..12], 16).ok()?;
    let digest = Sha256::digest([id.as_str(), email.as_str()].join(" "));
    let next = uuid::Builder::from_unix_timestamp_millis(begun, digest.first_chunk()?).into_uuid();
    UserId::parse(&next.to_string())
}

/// Whether the account `id` is the one that `new_user` describes.
async fn is_the_same(state: &AppState, id: &UserId, new_user: &NewUser) -> Result<bool, StoreError> {
    let user = state.store.find_user(id).await?;
    Ok(user.is_some_and(|user| {
        user.email == new_user.email && user.display_name == new_user.display_name && user.role == new_user.role
    }))
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
    let password = first_password(state, new_user, password)?;
    let hash = state.hasher.hash(password.reveal()).await?;
    match state.store.insert_admin(new_user, &hash, admin.by()).await {
        Ok(id) => Ok(id),
        Err(error) => Err(taken_by(state, error, &new_user.email, None).await),
    }
}
