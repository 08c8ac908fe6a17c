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
    /// Heads the days on which accounts were made.
    pub created: &'static str,
    /// Heads the days on which people last signed in.
    pub last_sign_in: &'static str,
    /// Labels a first day.
    pub from: &'static str,
    /// Labels a last day.
    pub to: &'static str,
    /// From a day on.
    pub from_day: fn(day: &str) -> String,
    /// Up to a day.
    pub to_day: fn(day: &str) -> String,
    /// From one day to another.
    pub from_to: fn(from: &str, to: &str) -> String,
    /// Opens what changes how the list looks, not who is in it.
    pub view: &'static str,
    /// Heads the columns that one may leave out.
    pub hide: &'static str,
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
        (SortKey::Status, false) => "Estado: pendências primeiro",
        (SortKey::Status, true) => "Estado: pendências por último",
    },
    sort_label: "Ordem",
    created: "Cadastro",
    last_sign_in: "Último acesso",
    from: "De",
    to: "Até",
    from_day: |day| format!("a partir de {day}"),
    to_day: |day| format!("até {day}"),
    from_to: |from, to| format!("de {from} a {to}"),
    view: "Exibição",
    hide: "Ocultar colunas",
    submit: "Aplicar filtros",
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
        (SortKey::Status, false) => "Status: needs attention first",
        (SortKey::Status, true) => "Status: needs attention last",
    },
    sort_label: "Order",
    created: "Added",
    last_sign_in: "Last sign-in",
    from: "From",
    to: "To",
    from_day: |day| format!("from {day}"),
    to_day: |day| format!("until {day}"),
    from_to: |from, to| format!("{from} to {to}"),
    view: "View",
    hide: "Hide columns",
    submit: "Apply filters",
};
