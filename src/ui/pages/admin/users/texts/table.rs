//! `/admin/users`: the rows, and what is shown instead of them.

use crate::domain::{SortKey, UserSort};
use crate::server::day_range::InvalidDays;

/// The rows, and what is said when there are none.
pub struct TableTexts {
    /// Which rows the table shows, and in which order.
    pub caption: fn(first: &str, last: &str, total: &str, order: &str) -> String,
    /// The same for a list of one.
    pub caption_one: &'static str,
    /// An order, at the end of the caption.
    pub order: fn(UserSort) -> &'static str,
    /// More than a number that is written already.
    pub more_than: fn(&str) -> String,
    /// Marks all rows.
    pub mark_all: &'static str,
    /// Heads the boxes to mark.
    pub mark: &'static str,
    /// Marks one row.
    pub mark_one: fn(name: &str) -> String,
    /// Heads the names.
    pub person: &'static str,
    /// Heads the roles.
    pub role: &'static str,
    /// Heads the states.
    pub state: &'static str,
    /// Heads the deliveries.
    pub delivery: &'static str,
    /// Heads the last sign-ins.
    pub last_sign_in: &'static str,
    /// In place of a time.
    pub never: &'static str,
    /// The button after a failure.
    pub retry_now: &'static str,
    /// Before the mail server's own words.
    pub answer: &'static str,
    /// Heads the empty list.
    pub empty: &'static str,
    /// What to do about it.
    pub empty_hint: &'static str,
    /// The button that does it.
    pub empty_submit: &'static str,
    /// Heads a search that found nobody.
    pub not_found: fn(typed: &str) -> String,
    /// What to do about it.
    pub not_found_hint: &'static str,
    /// Below a search for words that so many have that only some were looked at.
    pub too_broad: &'static str,
    /// Takes the search back.
    pub clear: &'static str,
    /// Heads a part with nobody in it.
    pub nobody: &'static str,
    /// What it means.
    pub nobody_hint: &'static str,
    /// Heads a list in which the filters leave nobody.
    pub nobody_filtered: &'static str,
    /// What to do about it.
    pub nobody_filtered_hint: &'static str,
    /// Heads a list whose days cannot be meant.
    pub invalid_days: &'static str,
    /// What to do about it.
    pub invalid_days_hint: fn(InvalidDays) -> &'static str,
    /// Leads to the whole list.
    pub show_all: &'static str,
    /// Names the pager.
    pub pages: &'static str,
    /// Which page, of how many.
    pub page: fn(page: &str, pages: &str) -> String,
    /// To the page before.
    pub previous: &'static str,
    /// To the page after.
    pub next: &'static str,
    /// Takes the list away as a file.
    pub export: &'static str,
}

/// In Portuguese.
pub static PT_BR: TableTexts = TableTexts {
    caption: |first, last, total, order| format!("Pessoas {first} a {last} de {total}, {order}"),
    caption_one: "1 pessoa",
    order: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "cadastros mais recentes primeiro",
        (SortKey::Created, true) => "cadastros mais antigos primeiro",
        (SortKey::Name, false) => "por nome, de A a Z",
        (SortKey::Name, true) => "por nome, de Z a A",
        (SortKey::Email, false) => "por e-mail, de A a Z",
        (SortKey::Email, true) => "por e-mail, de Z a A",
        (SortKey::LastSignIn, false) => "acessos mais recentes primeiro",
        (SortKey::LastSignIn, true) => "acessos mais antigos primeiro",
        (SortKey::Status, false) => "pendências primeiro",
        (SortKey::Status, true) => "pendências por último",
    },
    more_than: |number| format!("mais de {number}"),
    mark_all: "Selecionar todas desta página",
    mark: "Selecionar",
    mark_one: |name| format!("Selecionar {name}"),
    person: "Pessoa",
    role: "Papel",
    state: "Estado",
    delivery: "Envio",
    last_sign_in: "Último acesso",
    never: "Nunca acessou",
    retry_now: "Tentar agora",
    answer: "Resposta do servidor de e-mail:",
    empty: "Nenhuma outra pessoa cadastrada",
    empty_hint: "Informe o nome e o e-mail. Enviamos uma senha temporária e a pessoa cria a própria senha.",
    empty_submit: "Cadastrar a primeira pessoa",
    not_found: |typed| format!("Nenhuma pessoa encontrada para “{typed}”"),
    not_found_hint: "A busca olha nome e e-mail, com ou sem acentos. Confira a grafia ou digite só o começo.",
    too_broad: "Há resultados demais para mostrar todos. Acrescente outra palavra à busca.",
    clear: "Limpar busca",
    nobody: "Nenhuma pessoa neste estado",
    nobody_hint: "Escolha outro filtro ou veja todas as pessoas.",
    nobody_filtered: "Nenhuma pessoa com estes filtros",
    nobody_filtered_hint: "Remova um dos filtros acima ou veja todas as pessoas.",
    invalid_days: "Confira as datas do filtro",
    invalid_days_hint: |problem| match problem {
        InvalidDays::Unreadable => "Uma das datas não existe. Escolha outra em Filtros.",
        InvalidDays::Reversed => "A data final é anterior à inicial. Corrija uma delas em Filtros.",
    },
    show_all: "Ver todas as pessoas",
    pages: "Páginas",
    page: |page, pages| format!("Página {page} de {pages}"),
    previous: "Anterior",
    next: "Próxima",
    export: "Exportar esta lista (CSV)",
};

/// In English.
pub static EN: TableTexts = TableTexts {
    caption: |first, last, total, order| format!("People {first} to {last} of {total}, {order}"),
    caption_one: "1 person",
    order: |sort| match (sort.key, sort.is_reversed) {
        (SortKey::Created, false) => "newest first",
        (SortKey::Created, true) => "oldest first",
        (SortKey::Name, false) => "by name, A to Z",
        (SortKey::Name, true) => "by name, Z to A",
        (SortKey::Email, false) => "by email, A to Z",
        (SortKey::Email, true) => "by email, Z to A",
        (SortKey::LastSignIn, false) => "most recent sign-in first",
        (SortKey::LastSignIn, true) => "earliest sign-in first",
        (SortKey::Status, false) => "needs attention first",
        (SortKey::Status, true) => "needs attention last",
    },
    more_than: |number| format!("more than {number}"),
    mark_all: "Select all on this page",
    mark: "Select",
    mark_one: |name| format!("Select {name}"),
    person: "Person",
    role: "Role",
    state: "Status",
    delivery: "Delivery",
    last_sign_in: "Last sign-in",
    never: "Never signed in",
    retry_now: "Try now",
    answer: "Mail server's answer:",
    empty: "No other people yet",
    empty_hint: "Enter a name and an email address. We'll email a temporary password, and the person chooses their own.",
    empty_submit: "Add the first person",
    not_found: |typed| format!("No people found for “{typed}”"),
    not_found_hint: "Search covers names and email addresses, with or without accents. Check the spelling or type just the beginning.",
    too_broad: "There are too many results to show them all. Add another word to your search.",
    clear: "Clear search",
    nobody: "No people with this status",
    nobody_hint: "Choose another filter or show all people.",
    nobody_filtered: "No people match these filters",
    nobody_filtered_hint: "Remove one of the filters above or show all people.",
    invalid_days: "Check the dates of the filter",
    invalid_days_hint: |problem| match problem {
        InvalidDays::Unreadable => "One of the dates doesn't exist. Choose another one under Filters.",
        InvalidDays::Reversed => "The last day comes before the first. Change one of them under Filters.",
    },
    show_all: "Show all people",
    pages: "Pages",
    page: |page, pages| format!("Page {page} of {pages}"),
    previous: "Previous",
    next: "Next",
    export: "Export this list (CSV)",
};
