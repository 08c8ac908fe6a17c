//! What the roles are called.

use crate::domain::{Locale, Role};

/// A role, as a word.
pub const fn role(locale: Locale, role: Role) -> &'static str {
    match (locale, role) {
        (Locale::PtBr, Role::Admin) => "Administrador",
        (Locale::En, Role::Admin) => "Administrator",
        (Locale::PtBr, Role::Member) => "Membro",
        (Locale::En, Role::Member) => "Member",
    }
}
