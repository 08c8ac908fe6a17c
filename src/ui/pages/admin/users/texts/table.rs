//! `/admin/users`: the rows, and what stands in place of them.

use crate::domain::{SortKey, UserSort};

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
    /// Before the buttons for marked rows.
    pub together: &'static str,
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
    /// In place of a delivery.
    pub no_delivery: &'static str,
    /// The button after a failure.
    pub try_again: &'static str,
    /// Opens the question whether to send again.
    pub resend: &'static str,
    /// What sending again does.
    pub send_again_hint: &'static str,
    /// The button that does it.
    pub send_again_submit: &'static str,
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
    more_than: |number| format!("mais de {number}"),
    together: "Com as marcadas:",
    mark_all: "Marcar todas desta página",
    mark: "Marcar",
    mark_one: |name| format!("Marcar {name}"),
    person: "Pessoa",
    role: "Papel",
    state: "Situação",
    delivery: "Envio",
    last_sign_in: "Último acesso",
    never: "Ainda não entrou",
    no_delivery: "Nenhum",
    try_again: "Tentar de novo",
    resend: "Enviar de novo",
    send_again_hint: "Sorteamos outra senha temporária. A anterior deixa de funcionar quando a nova sair.",
    send_again_submit: "Enviar outra senha",
    answer: "O servidor de e-mail disse:",
    empty: "Ainda não há outras pessoas",
    empty_hint: "Escreva um nome e um e-mail: a senha temporária sai daqui e a pessoa escolhe a sua.",
    empty_submit: "Criar a primeira pessoa",
    not_found: |typed| format!("Ninguém encontrado com “{typed}”"),
    not_found_hint: "Buscamos no nome e no e-mail, com ou sem acentos. Confira a grafia ou escreva só o começo.",
    too_broad: "Muitas pessoas têm essas palavras, e só olhamos parte delas. Acrescente outra palavra à busca para ver todas as que têm as duas.",
    clear: "Limpar busca",
    nobody: "Ninguém está assim",
    nobody_hint: "Quando alguém estiver, aparece aqui.",
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
    more_than: |number| format!("more than {number}"),
    together: "With the marked ones:",
    mark_all: "Mark all on this page",
    mark: "Mark",
    mark_one: |name| format!("Mark {name}"),
    person: "Person",
    role: "Role",
    state: "Status",
    delivery: "Delivery",
    last_sign_in: "Last sign-in",
    never: "Never signed in",
    no_delivery: "None",
    try_again: "Try again",
    resend: "Resend",
    send_again_hint: "We draw another temporary password. The earlier one stops working when the new one leaves.",
    send_again_submit: "Send another password",
    answer: "The mail server said:",
    empty: "No other people yet",
    empty_hint: "Enter a name and an e-mail address: the temporary password leaves from here, and the person \
                     chooses their own.",
    empty_submit: "Create the first person",
    not_found: |typed| format!("Nobody found with “{typed}”"),
    not_found_hint: "We look at names and e-mail addresses, with or without accents. Check the spelling, or type the beginning only.",
    too_broad: "Many people have these words, and we only looked at some of them. Add another word to see everyone who has both.",
    clear: "Clear search",
    nobody: "Nobody is in this state",
    nobody_hint: "Once somebody is, they show up here.",
    show_all: "Show all people",
    pages: "Pages",
    page: |page, pages| format!("Page {page} of {pages}"),
    previous: "Previous",
    next: "Next",
    export: "Export this list (CSV)",
};
