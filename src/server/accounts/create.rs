//! Adding a person.

use super::{first_password, taken_by};
use crate::domain::{Channel, NewUser, Role, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::users::User;

/// Makes an account and queues the mail with its temporary password.
///
/// `id` is what the form says the account shall be called, so that a form sent
/// twice makes one account and gets the same answer twice. Filled in for somebody
/// else after that, as a browser shows it on the way back, it is refused with a question.
///
/// # Errors
/// [`AppError::InvalidForm`] when the address or the CPF is taken, or the
/// preset is not allowed or lacks its CPF; [`AppError::PasswordNeeded`] for an administrator.
pub async fn create_user(
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
    let cpf = new_user.cpf.as_ref().map(|cpf| state.keys.seal_cpf(cpf, &id));
    let error = match state.store.insert_invited_user(&id, new_user, cpf.as_ref(), channel, admin.by()).await {
        Ok(()) => {
            state.notify();
            return Ok(id);
        }
        Err(error) => error,
    };
    // Whatever the error: where the address is taken as well, the database says one or the other.
    let earlier = if may_be_repeated { state.store.find_user(&id).await? } else { None };
    match (earlier, error) {
        (Some(user), error) if is_the_same(&user, new_user) => {
            tracing::debug!(%error, "a form was sent twice");
            Ok(id)
        }
        (Some(User { display_name, .. }), StoreError::IdTaken) => {
            Err(AppError::field(Field::Email, Problem::FormUsed { display_name }))
        }
        (_, error) => Err(taken_by(state, error, &new_user.email, cpf.as_ref()).await),
    }
}

/// Whether the account is the one that `new_user` describes.
fn is_the_same(user: &User, new_user: &NewUser) -> bool {
    user.email == new_user.email && user.display_name == new_user.display_name && user.role == new_user.role
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
