//! What `/admin/users` says about the list: its parts, its order, its pages.

use crate::domain::{Locale, PeopleSort, PeopleStatus, SortKey};

/// The sentences around the list of people.
pub struct PeopleTexts {
    /// More than a number that is written already.
    pub more_than: fn(&str) -> String,
    /// Which rows the table shows, and in which order.
    pub caption: fn(first: &str, last: &str, total: &str, order: &str) -> String,
    /// The same for a list of one.
    pub caption_one: &'static str,
    /// An order, at the end of the caption.
    pub order: fn(PeopleSort) -> &'static str,
    /// An order, to choose.
    pub sort: fn(PeopleSort) -> &'static str,
    /// Labels the orders.
    pub sort_label: &'static str,
    /// Names the counters.
    pub parts: &'static str,
    /// The whole list.
    pub everybody: &'static str,
    /// A part of the list.
    pub part: fn(PeopleStatus) -> &'static str,
    /// Labels the search box.
    pub search: &'static str,
    /// What it looks at.
    pub search_hint: &'static str,
    /// Labels the roles.
    pub role: &'static str,
    /// Both roles.
    pub any_role: &'static str,
    /// The button that looks.
    pub submit: &'static str,
    /// Before the buttons for marked rows.
    pub together: &'static str,
    /// Marks all rows.
    pub mark_all: &'static str,
    /// Heads the boxes to mark.
    pub mark: &'static str,
    /// Marks one row.
    pub mark_one: fn(name: &str) -> String,
    /// Leads to the import.
    pub import: &'static str,
    /// Takes the list away as a file.
    pub export: &'static str,
    /// After the password was confirmed for that.
    pub confirmed: &'static str,
    /// Which page, of how many.
    pub page: fn(page: &str, pages: &str) -> String,
    /// Heads a search that found nobody.
    pub not_found: fn(typed: &str) -> String,
    /// What to do about it.
    pub not_found_hint: &'static str,
    /// Takes the search back.
    pub clear: &'static str,
    /// Heads a part with nobody in it.
    pub nobody: &'static str,
    /// What it means.
    pub nobody_hint: &'static str,
    /// Leads to the whole list.
    pub show_all: &'static str,
}

/// In the reader's language.
pub const fn texts(locale: Locale) -> &'static PeopleTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// In Portuguese.
pub static PT_BR: PeopleTexts = PeopleTexts {
    more_than: |number| format!("mais de {number}"),
    caption: |first, last, total, order| format!("Pessoas {first} a {last} de {total}, {order}"),
    caption_one: "Uma pessoa",
    order: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "as mais novas primeiro",
        (SortKey::Created, true) => "as mais antigas primeiro",
        (SortKey::Name, false) => "por nome, de A a Z",
        (SortKey::Name, true) => "por nome, de Z a A",
        (SortKey::Email, false) => "por e-mail, de A a Z",
        (SortKey::Email, true) => "por e-mail, de Z a A",
        (SortKey::LastSignIn, false) => "os acessos mais recentes primeiro",
        (SortKey::LastSignIn, true) => "quem não entra há mais tempo primeiro",
    },
    sort: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "Mais novas",
        (SortKey::Created, true) => "Mais antigas",
        (SortKey::Name, false) => "Nome, de A a Z",
        (SortKey::Name, true) => "Nome, de Z a A",
        (SortKey::Email, false) => "E-mail, de A a Z",
        (SortKey::Email, true) => "E-mail, de Z a A",
        (SortKey::LastSignIn, false) => "Acesso mais recente",
        (SortKey::LastSignIn, true) => "Acesso mais antigo",
    },
    sort_label: "Ordem",
    parts: "Pessoas por situação",
    everybody: "Todas",
    part: |status| match status {
        PeopleStatus::Pending => "Aguardando aprovação",
        PeopleStatus::Waiting => "Aguardando envio",
        PeopleStatus::Failed => "Envio falhou",
        PeopleStatus::Invited => "Convidadas",
        PeopleStatus::Expired => "Expiradas",
        PeopleStatus::Exhausted => "Sem tentativas",
        PeopleStatus::Revoked => "Revogadas",
        PeopleStatus::Active => "Ativas",
        PeopleStatus::Never => "Nunca entraram",
        PeopleStatus::Disabled => "Desativadas",
        PeopleStatus::Deleted => "Excluídas",
    },
    search: "Buscar",
    search_hint: "Nome ou e-mail; o começo basta",
    role: "Papel",
    any_role: "Todos",
    submit: "Buscar",
    together: "Com as marcadas:",
    mark_all: "Marcar todas desta página",
    mark: "Marcar",
    mark_one: |name| format!("Marcar {name}"),
    import: "Importar planilha",
    export: "Exportar esta lista (CSV)",
    confirmed: "Sua senha foi confirmada. O arquivo já pode ser exportado.",
    page: |page, pages| format!("Página {page} de {pages}"),
    not_found: |typed| format!("Ninguém encontrado com “{typed}”"),
    not_found_hint: "Buscamos no nome e no e-mail, com ou sem acentos. Confira a grafia ou escreva só o começo.",
    clear: "Limpar busca",
    nobody: "Ninguém está assim",
    nobody_hint: "Quando alguém estiver, aparece aqui.",
    show_all: "Ver todas as pessoas",
};

/// In English.
pub static EN: PeopleTexts = PeopleTexts {
    more_than: |number| format!("more than {number}"),
    caption: |first, last, total, order| format!("People {first} to {last} of {total}, {order}"),
    caption_one: "One person",
    order: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "newest first",
        (SortKey::Created, true) => "oldest first",
        (SortKey::Name, false) => "by name, A to Z",
        (SortKey::Name, true) => "by name, Z to A",
        (SortKey::Email, false) => "by e-mail, A to Z",
        (SortKey::Email, true) => "by e-mail, Z to A",
        (SortKey::LastSignIn, false) => "latest sign-in first",
        (SortKey::LastSignIn, true) => "longest away first",
    },
    sort: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "Newest",
        (SortKey::Created, true) => "Oldest",
        (SortKey::Name, false) => "Name, A to Z",
        (SortKey::Name, true) => "Name, Z to A",
        (SortKey::Email, false) => "E-mail, A to Z",
        (SortKey::Email, true) => "E-mail, Z to A",
        (SortKey::LastSignIn, false) => "Latest sign-in",
        (SortKey::LastSignIn, true) => "Longest away",
    },
    sort_label: "Order",
    parts: "People by status",
    everybody: "All",
    part: |status| match status {
        PeopleStatus::Pending => "Waiting for approval",
        PeopleStatus::Waiting => "Waiting for their mail",
        PeopleStatus::Failed => "Delivery failed",
        PeopleStatus::Invited => "Invited",
        PeopleStatus::Expired => "Expired",
        PeopleStatus::Exhausted => "Out of tries",
        PeopleStatus::Revoked => "Revoked",
        PeopleStatus::Active => "Active",
        PeopleStatus::Never => "Never signed in",
        PeopleStatus::Disabled => "Disabled",
        PeopleStatus::Deleted => "Deleted",
    },
    search: "Search",
    search_hint: "Name or e-mail; the beginning will do",
    role: "Role",
    any_role: "All",
    submit: "Search",
    together: "With the marked ones:",
    mark_all: "Mark all on this page",
    mark: "Mark",
    mark_one: |name| format!("Mark {name}"),
    import: "Import a spreadsheet",
    export: "Export this list (CSV)",
    confirmed: "Your password is confirmed. The file can be exported now.",
    page: |page, pages| format!("Page {page} of {pages}"),
    not_found: |typed| format!("Nobody found with “{typed}”"),
    not_found_hint: "We look at names and e-mail addresses, with or without accents. Check the spelling, or type the beginning only.",
    clear: "Clear search",
    nobody: "Nobody is in this state",
    nobody_hint: "Once somebody is, they show up here.",
    show_all: "Show all people",
};
