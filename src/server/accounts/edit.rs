//! Changes what an account says.

use super::{refused_act, taken_by};
use crate::domain::{Cpf, Role, UserDetails, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::administration::CpfChange;

/// What an edit does to the CPF.
pub enum CpfEdit {
    /// It stays as it is.
    Keep,
    /// It is this one now.
    Set(Cpf),
    /// There is none any more.
    Remove,
}

/// Puts `details` in the place of what the account says.
///
/// # Errors
/// [`AppError::PasswordNeeded`] when the address changes or somebody becomes an
/// administrator; [`AppError::InvalidForm`] when the address or the CPF is
/// taken; [`AppError::NotFound`], [`AppError::DoesNotApply`], [`AppError::LastAdmin`].
pub async fn edit(
    state: &AppState,
    admin: &Admin,
    id: &UserId,
    details: &UserDetails,
    cpf: CpfEdit,
) -> Result<(), AppError> {
    let user = state.store.find_user(id).await?.ok_or(AppError::NotFound)?;
    if user.email != details.email || (user.role != Role::Admin && details.role == Role::Admin) {
        admin.require_confirmation()?;
    }
    let sealed = match &cpf {
        CpfEdit::Set(cpf) => Some(state.keys.seal_cpf(cpf, id)),
        CpfEdit::Keep | CpfEdit::Remove => None,
    };
    let change = match (&cpf, &sealed) {
        (CpfEdit::Set(_), Some(sealed)) => CpfChange::Set(sealed),
        (CpfEdit::Remove, _) => CpfChange::Remove,
        _ => CpfChange::Keep,
    };
    let outcome = match state.store.set_user_details(id, details, change, admin.by()).await {
        Ok(outcome) => outcome,
        Err(error) => return Err(taken_by(state, error, &details.email, sealed.as_ref()).await),
    };
    state.notify();
    outcome.map_err(refused_act)
}

/// The CPF of a person, if they have one.
pub async fn find_cpf(state: &AppState, id: &UserId) -> Result<Option<Cpf>, StoreError> {
    let sealed = state.store.find_sealed_cpf(id).await?;
    Ok(sealed.and_then(|sealed| state.keys.open_cpf(&sealed, id)))
}
