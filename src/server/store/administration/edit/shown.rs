//! What a form about a person showed, so that only what was changed in it is changed.

use crate::domain::field::Field;
use crate::domain::{UserDetails, UserId};
use crate::server::store::users::User;
use crate::server::store::{Store, StoreError};
use serde::{Deserialize, Serialize};

/// What the form held before anybody typed; it travels in a hidden field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownDetails {
    /// The name.
    pub display_name: String,
    /// The address.
    pub email: String,
    /// The role.
    pub role: String,
    /// The language.
    pub locale: String,
    /// The time zone; empty for the installation's.
    pub time_zone: String,
    /// The CPF, masked; empty where there is none.
    pub cpf: String,
    /// The slugs of the groups.
    pub groups: Vec<String>,
}

impl ShownDetails {
    /// `typed`, but with what is so `now` where the form left a field as it was shown.
    ///
    /// # Errors
    /// The fields that were changed both in the form and elsewhere, to something else.
    pub fn merged(&self, typed: &UserDetails, now: &UserDetails) -> Result<UserDetails, Vec<Field>> {
        let mut changed = Vec::new();
        let (name, email) = (typed.display_name.clone(), typed.email.clone());
        let merged = UserDetails {
            display_name: merge(name, &now.display_name, |name| name.as_str() == self.display_name)
                .unwrap_or_else(|typed| note(&mut changed, Field::DisplayName, typed)),
            email: merge(email, &now.email, |email| email.as_str() == self.email)
                .unwrap_or_else(|typed| note(&mut changed, Field::Email, typed)),
            role: merge(typed.role, &now.role, |role| role.as_str() == self.role)
                .unwrap_or_else(|typed| note(&mut changed, Field::Role, typed)),
            locale: merge(typed.locale, &now.locale, |locale| locale.as_str() == self.locale)
                .unwrap_or_else(|typed| note(&mut changed, Field::Locale, typed)),
        };
        if changed.is_empty() { Ok(merged) } else { Err(changed) }
    }
}

/// What is to be so; what was typed again, where it was changed elsewhere too.
fn merge<T: Clone + PartialEq>(typed: T, now: &T, was_shown: impl Fn(&T) -> bool) -> Result<T, T> {
    if was_shown(&typed) || typed == *now {
        Ok(now.clone())
    } else if was_shown(now) {
        Ok(typed)
    } else {
        Err(typed)
    }
}

fn note<T>(changed: &mut Vec<Field>, field: Field, typed: T) -> T {
    changed.push(field);
    typed
}

impl User {
    /// What an admin may change of the account, as it is.
    pub fn details(&self) -> UserDetails {
        UserDetails {
            email: self.email.clone(),
            display_name: self.display_name.clone(),
            role: self.role,
            locale: self.locale,
        }
    }
}

impl Store {
    /// Whether somebody else could administer if `id` could not. Only a hint: the acts ask again, under the guard.
    pub async fn has_other_admin(&self, id: &UserId) -> Result<bool, StoreError> {
        let other = sqlx::query(super::super::OTHER_ADMIN).bind(id.as_str().to_owned());
        Ok(other.fetch_optional(&self.readers).await?.is_some())
    }
}
