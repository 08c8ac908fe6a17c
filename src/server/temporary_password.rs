//! Generating and storing a temporary password, whether it is mailed or handed over in person.

use crate::domain::{Cpf, Preset, Timestamp, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::password::{HashError, HashedPassword, TemporaryPassword};
use crate::server::rate_limit::MAX_SHORT_PASSWORDS;
use crate::server::store::StoreError;
use crate::server::store::temporary_passwords::NewTemporaryPassword;
use crate::server::store::users::User;

/// A temporary password that was generated for a person and is not stored yet.
pub struct Generated {
    /// In clear.
    pub password: TemporaryPassword,
    /// When it stops working; a full minute.
    pub valid_until: Timestamp,
    preset: Preset,
    hash: HashedPassword,
    attempts_allowed: i64,
}

impl Generated {
    /// What the database keeps of it. `link_hash` is the SHA-256 of the token in
    /// the link of its mail, if it has one.
    pub fn to_store<'a>(&'a self, link_hash: Option<&'a str>) -> NewTemporaryPassword<'a> {
        NewTemporaryPassword {
            preset: self.preset,
            hash: &self.hash,
            expires_at: self.valid_until,
            attempts_allowed: self.attempts_allowed,
            link_hash,
        }
    }
}

/// Why none was generated.
#[derive(Debug, thiserror::Error)]
pub enum NotGenerated {
    /// The preset is the CPF, and the person has none.
    #[error("the person has no CPF")]
    NoCpf,
    /// It could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotGenerated> for AppError {
    fn from(not_generated: NotGenerated) -> Self {
        match not_generated {
            NotGenerated::NoCpf => Self::internal(not_generated),
            NotGenerated::Hash(error) => error.into(),
            NotGenerated::Store(error) => error.into(),
        }
    }
}

/// Generates one for `user`: as `requested`, or stronger where a short one could be guessed or would not be accepted.
///
/// Its hash can be compared together with that of `sibling` in one
/// computation: an earlier one whose mail may still arrive.
///
/// # Errors
/// See [`NotGenerated`].
pub async fn generate(
    state: &AppState,
    user: &User,
    requested: Preset,
    cpf: Option<&Cpf>,
    sibling: Option<&HashedPassword>,
) -> Result<Generated, NotGenerated> {
    let preset = safe_preset(state, requested, &user.id).await?;
    let password = TemporaryPassword::generate(preset, user.locale, cpf).ok_or(NotGenerated::NoCpf)?;
    let hash = state.hasher.hash_with_sibling(sibling, &preset.normalise(password.reveal())).await?;
    let valid_until = state.clock.now().plus(state.settings.temporary_password_ttl).to_full_minute();
    let attempts_allowed = state.settings.temporary_password_attempts;
    Ok(Generated { password, valid_until, preset, hash, attempts_allowed })
}

/// `requested`, or something stronger than a short one once short ones would be
/// guessed, or while the sign-in page takes none.
async fn safe_preset(state: &AppState, requested: Preset, user_id: &UserId) -> Result<Preset, StoreError> {
    let needs_more = requested.is_short()
        && (state.store.needs_strong_preset(user_id).await? || are_short_passwords_blocked(state).await?);
    Ok(if needs_more { Preset::STRONG } else { requested })
}

/// How many short ones work, and how many may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortPasswords {
    /// How many work right now.
    pub open: i64,
    /// Of more than that many none is generated: the others get [`Preset::STRONG`].
    pub allowed: i64,
}

impl ShortPasswords {
    /// How many of `people` who are invited now get a longer one.
    pub fn longer_of(self, people: i64) -> i64 {
        (self.open + people - self.allowed).clamp(0, people)
    }
}

/// How many short ones work; none where people get long ones anyhow.
pub async fn short_passwords(state: &AppState) -> Result<Option<ShortPasswords>, StoreError> {
    if !state.settings.preset.is_short() {
        return Ok(None);
    }
    let open = state.store.count_short_temporary_passwords().await?;
    Ok(Some(ShortPasswords { open, allowed: MAX_SHORT_PASSWORDS }))
}

/// Whether so many wrong guesses came today that the sign-in page takes no
/// short ones: only the link in their mail opens them.
async fn are_short_passwords_blocked(state: &AppState) -> Result<bool, StoreError> {
    Ok(state.store.count_code_guesses().await? >= state.settings.code_guesses_per_day)
}
