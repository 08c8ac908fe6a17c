//! What the database says about uniqueness, as a field's error.

use crate::domain::EmailAddress;
use crate::error::{AppError, Deleted, Field, Problem};
use crate::server::AppState;
use crate::server::store::StoreError;
use crate::server::store::users::SealedCpf;

/// As [`taken`], where a deleted account may have the address or the CPF: then it can be restored.
pub(super) async fn taken_by(
    state: &AppState,
    error: StoreError,
    email: &EmailAddress,
    cpf: Option<&SealedCpf>,
) -> AppError {
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
pub(super) fn taken(error: StoreError) -> AppError {
    match error {
        StoreError::EmailTaken => AppError::field(Field::Email, Problem::EmailTaken),
        StoreError::CpfTaken => AppError::field(Field::Cpf, Problem::CpfTaken),
        // A form that was sent before, with something else in it.
        StoreError::IdTaken => AppError::MalformedRequest,
        other => other.into(),
    }
}
