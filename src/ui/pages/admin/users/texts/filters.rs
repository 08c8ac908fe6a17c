//! `/admin/users`: the search, the roles and the orders.

use crate::domain::{SortKey, UserSort};

/// What narrows the list down.
pub struct FilterTexts {
    /// Labels the search box.
    pub search: &'static str,
    /// What it looks at.
    pub search_hint: &'static str,
    /// Labels the roles.
    pub role: &'static str,
    /// Both roles.
    pub any_role: &'static str,
    /// Labels the groups.
    pub group: &'static str,
    /// All groups.
    pub any_group: &'static str,
    /// An order, to choose.
    pub sort: fn(UserSort) -> &'static str,
    /// Labels the orders.
    pub sort_label: &'static str,
    /// The button that looks.
    pub submit: &'static str,
}

/// In Portuguese.
pub static PT_BR: FilterTexts = FilterTexts {
    search: "Buscar",
    search_hint: "Buscar por nome ou e-mail",
    role: "Papel",
    any_role: "Todos",
    group: "Grupo",
    any_group: "Todos",
    sort: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "Cadastros mais recentes",
        (SortKey::Created, true) => "Cadastros mais antigos",
        (SortKey::Name, false) => "Nome, de A a Z",
        (SortKey::Name, true) => "Nome, de Z a A",
        (SortKey::Email, false) => "E-mail, de A a Z",
        (SortKey::Email, true) => "E-mail, de Z a A",
        (SortKey::LastSignIn, false) => "Acesso mais recente",
        (SortKey::LastSignIn, true) => "Acesso mais antigo",
    },
    sort_label: "Ordem",
    submit: "Buscar",
};

/// In English.
pub static EN: FilterTexts = FilterTexts {
    search: "Search",
    search_hint: "Search by name or email",
    role: "Role",
    any_role: "All",
    group: "Group",
    any_group: "All",
    sort: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "Newest first",
        (SortKey::Created, true) => "Oldest first",
        (SortKey::Name, false) => "Name, A to Z",
        (SortKey::Name, true) => "Name, Z to A",
        (SortKey::Email, false) => "Email, A to Z",
        (SortKey::Email, true) => "Email, Z to A",
        (SortKey::LastSignIn, false) => "Most recent sign-in",
        (SortKey::LastSignIn, true) => "Earliest sign-in",
    },
    sort_label: "Order",
    submit: "Search",
};
