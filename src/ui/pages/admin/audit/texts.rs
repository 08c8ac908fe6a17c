//! `/admin/audit`

use crate::domain::Locale;

/// What the page of the log says, in one language.
pub struct AuditTexts {
    /// The title.
    pub title: &'static str,
    /// What the log is.
    pub lede: &'static str,
    /// Labels the search for a person.
    pub person: &'static str,
    /// What it looks at.
    pub person_hint: &'static str,
    /// Labels the choice of who did it.
    pub actor: &'static str,
    /// Everybody.
    pub any_actor: &'static str,
    /// Labels the choice of what happened.
    pub kind: &'static str,
    /// Everything.
    pub any_kind: &'static str,
    /// Labels the first day.
    pub from: &'static str,
    /// Labels the last day.
    pub to: &'static str,
    /// The button that looks.
    pub submit: &'static str,
    /// Leads to the whole log.
    pub clear: &'static str,
    /// Takes these lines away as a file.
    pub export: &'static str,
    /// After the password was confirmed for that.
    pub confirmed: &'static str,
    /// Which lines the table shows.
    pub caption: fn(count: usize) -> String,
    /// Heads what happened.
    pub what: &'static str,
    /// Heads when it happened.
    pub when: &'static str,
    /// Heads who did it.
    pub who: &'static str,
    /// Heads to whom it was done.
    pub whom: &'static str,
    /// Heads where it came from.
    pub origin: &'static str,
    /// Heads the rest, and opens it.
    pub details: &'static str,
    /// To nobody, or from nowhere.
    pub none: &'static str,
    /// A number in the log.
    pub number: &'static str,
    /// A time in UTC.
    pub exactly: &'static str,
    /// A request.
    pub request: &'static str,
    /// A link of the chain.
    pub hash: &'static str,
    /// Of a line from before the chain.
    pub no_hash: &'static str,
    /// At the command line.
    pub console: &'static str,
    /// Who held the set-up address.
    pub setup: &'static str,
    /// Not signed in.
    pub visitor: &'static str,
    /// The program itself.
    pub worker: &'static str,
    /// An account that is erased.
    pub gone: &'static str,
    /// Whom the search found.
    pub found: fn(names: &str) -> String,
    /// That it found more than it shows.
    pub found_more: &'static str,
    /// Heads a search that found nobody.
    pub nobody: fn(typed: &str) -> String,
    /// What to do about it.
    pub nobody_hint: &'static str,
    /// Heads filters that nothing fits.
    pub nothing: &'static str,
    /// What to do about it.
    pub nothing_hint: &'static str,
    /// Heads the page after the oldest line.
    pub end: &'static str,
    /// What to do about it.
    pub end_hint: &'static str,
    /// Names the links to other pages.
    pub pages: &'static str,
    /// Leads to the newest lines.
    pub newest: &'static str,
    /// Leads to older lines.
    pub older: &'static str,
}

/// What the page says in `locale`.
pub const fn texts(locale: Locale) -> &'static AuditTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// In Portuguese.
pub static PT_BR: AuditTexts = AuditTexts {
    title: "Registro",
    lede: "Quem fez o quê, com quem, quando e de onde. O banco de dados só aceita linhas novas, cada uma presa à \
           anterior.",
    person: "Pessoa",
    person_hint: "Nome, e-mail ou identificador",
    actor: "Quem fez",
    any_actor: "Qualquer um",
    kind: "O que aconteceu",
    any_kind: "Tudo",
    from: "De",
    to: "Até",
    submit: "Filtrar",
    clear: "Limpar filtros",
    export: "Exportar esta lista (CSV)",
    confirmed: "Sua senha foi confirmada. O arquivo já pode ser exportado.",
    caption: |count| match count {
        1 => "Um acontecimento".to_owned(),
        count => format!("{count} acontecimentos, os mais novos primeiro"),
    },
    what: "O que aconteceu",
    when: "Quando",
    who: "Quem fez",
    whom: "Com quem",
    origin: "De onde",
    details: "Detalhes",
    none: "—",
    number: "Número",
    exactly: "Hora exata (UTC)",
    request: "Requisição",
    hash: "Elo da corrente",
    no_hash: "nenhum: a linha é de antes da corrente",
    console: "Linha de comando",
    setup: "Quem abriu o endereço de instalação",
    visitor: "Alguém que não tinha entrado",
    worker: "O programa",
    gone: "Conta apagada",
    found: |names| format!("Feito por ou com: {names}."),
    found_more: "Há mais pessoas com este nome do que mostramos. Escreva mais do nome ou o e-mail.",
    nobody: |typed| format!("Nenhuma pessoa encontrada para “{typed}”"),
    nobody_hint: "Buscamos no nome e no e-mail. Contas apagadas só são encontradas pelo identificador.",
    nothing: "Nada aconteceu assim",
    nothing_hint: "Nenhuma linha passa por todos os filtros. Tire um deles ou escolha outros dias.",
    end: "Não há nada mais antigo",
    end_hint: "Você chegou ao começo.",
    pages: "Páginas",
    newest: "Mais novos",
    older: "Mais antigos",
};

/// In English.
pub static EN: AuditTexts = AuditTexts {
    title: "Log",
    lede: "Who did what to whom, when and from where. The database takes new lines only, each tied to the one before.",
    person: "Person",
    person_hint: "Name, e-mail or identifier",
    actor: "Who did it",
    any_actor: "Anybody",
    kind: "What happened",
    any_kind: "Everything",
    from: "From",
    to: "To",
    submit: "Filter",
    clear: "Clear filters",
    export: "Export this list (CSV)",
    confirmed: "Your password is confirmed. The file can be exported now.",
    caption: |count| match count {
        1 => "One event".to_owned(),
        count => format!("{count} events, newest first"),
    },
    what: "What happened",
    when: "When",
    who: "Who did it",
    whom: "To whom",
    origin: "From where",
    details: "Details",
    none: "—",
    number: "Number",
    exactly: "Exact time (UTC)",
    request: "Request",
    hash: "Link of the chain",
    no_hash: "none: the line is from before the chain",
    console: "Command line",
    setup: "Whoever opened the set-up address",
    visitor: "Somebody not signed in",
    worker: "The program",
    gone: "Erased account",
    found: |names| format!("By or to: {names}."),
    found_more: "More people have this name than we show. Type more of the name, or the e-mail.",
    nobody: |typed| format!("No people found for “{typed}”"),
    nobody_hint: "We search names and e-mails. Erased accounts are found by their identifier only.",
    nothing: "Nothing happened like that",
    nothing_hint: "No line passes all the filters. Take one away or choose other days.",
    end: "Nothing is older",
    end_hint: "You have reached the beginning.",
    pages: "Pages",
    newest: "Newest",
    older: "Older",
};
