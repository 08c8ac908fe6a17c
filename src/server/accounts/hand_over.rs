//! Handing a temporary password over in person.

use crate::domain::{Preset, Timestamp, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::password::TemporaryPassword;
use crate::server::session::Admin;
use crate::server::store::temporary_passwords::StoredPassword;
use crate::server::store::users::User;
use crate::server::temporary_password::generate;

/// A temporary password, on its way from an admin's hand to a person's.
pub struct HandedOver {
    /// The person who gets it.
    pub user: User,
    /// In clear: shown once.
    pub password: TemporaryPassword,
    /// When it stops working; a full minute.
    pub valid_until: Timestamp,
}

/// Generates a temporary password to hand over in person. It is
/// shown once, to the admin, and the audit log records it. All earlier ones end.
///
/// # Errors
/// [`AppError::NotFound`] where the operator has not allowed it, or there is no
/// such account; [`AppError::PasswordNeeded`]; [`AppError::DoesNotApply`].
pub async fn hand_over(state: &AppState, admin: &Admin, id: &UserId) -> Result<HandedOver, AppError> {
    if !state.settings.allow_handover {
        return Err(AppError::NotFound);
    }
    admin.require_confirmation()?;
    let user = state.store.find_user(id).await?.ok_or(AppError::NotFound)?;
    // Never the CPF: a slip of paper with it would be no secret at all.
    let mut preset = match state.settings.preset {
        Preset::Cpf => Preset::Digits(6),
        preset => preset,
    };
    let generated = loop {
        let generated = generate(state, &user, preset, None, None).await?;
        match state.store.insert_password_in_person(id, &generated.to_store(None), admin.by()).await? {
            StoredPassword::Stored(_) => break generated,
            StoredPassword::NotWanted => return Err(AppError::DoesNotApply),
            StoredPassword::TooShort => preset = Preset::STRONG,
        }
    };
    state.notify();
    Ok(HandedOver { user, password: generated.password, valid_until: generated.valid_until })
}
