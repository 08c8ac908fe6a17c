//! What the roles are called.

use crate::domain::{Locale, Role};

/// A role, as a word.
pub const fn role(locale: Locale, role: Role) -> &'static str {
    match (locale, role) {
        (Locale::PtBr, Role::Admin) => "Administrador",
        (Locale::En, Role::Admin) => "Admin",
        (Locale::PtBr, Role::Member) => "Usuário",
        (Locale::En, Role::Member) => "User",
    }
}
