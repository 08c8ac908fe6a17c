//! `/admin/audit`

use crate::domain::Locale;
use crate::locale::number::counted;
use crate::server::day_range::InvalidDays;

/// What the page of the log says, in one language.
pub struct AuditTexts {
    /// The title.
    pub title: &'static str,
    /// What the log is.
    pub lede: &'static str,
    /// What is removed from it.
    pub removed: fn(days: i64) -> String,
    /// Labels the search for a person.
    pub person: &'static str,
    /// What it looks at.
    pub person_hint: &'static str,
    /// Labels the choice of who did it.
    pub actor: &'static str,
    /// Everybody.
    pub any_actor: &'static str,
    /// All but the program.
    pub only_people: &'static str,
    /// How many events one line summarizes.
    pub many: fn(count: usize) -> String,
    /// To whom it was done: one of them, and how many more.
    pub and_others: fn(name: &str, others: usize) -> String,
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
    pub command_line: &'static str,
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
    /// Heads a log whose days cannot be meant.
    pub invalid_days: &'static str,
    /// What to do about it.
    pub invalid_days_hint: fn(InvalidDays) -> &'static str,
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
    locale.pick(&PT_BR, &EN)
}

/// In Portuguese.
pub static PT_BR: AuditTexts = AuditTexts {
    title: "Auditoria",
    lede: "Quem fez o quê, com quem, quando e de onde. Ninguém pode alterar nem apagar este histórico.",
    removed: |days| {
        format!("Eventos com mais de {} são removidos automaticamente.", counted(Locale::PtBr, days, "dia", "dias"))
    },
    person: "Pessoa",
    person_hint: "Nome, e-mail ou ID",
    actor: "Quem fez",
    any_actor: "Todos",
    only_people: "Só pessoas (sem o sistema)",
    many: |count| format!("{count} eventos"),
    and_others: |name, others| match name {
        "" if others == 0 => "1 pessoa".to_owned(),
        "" => format!("{} pessoas", others + 1),
        name if others == 0 => name.to_owned(),
        name => format!("{name} e mais {others}"),
    },
    kind: "Evento",
    any_kind: "Todos",
    from: "De",
    to: "Até",
    submit: "Filtrar",
    clear: "Limpar filtros",
    export: "Exportar esta lista (CSV)",
    confirmed: "Senha confirmada. Agora você pode exportar o arquivo.",
    caption: |count| match count {
        1 => "1 evento".to_owned(),
        count => format!("Mostrando {count} eventos, mais recentes primeiro"),
    },
    what: "Evento",
    when: "Quando",
    who: "Quem fez",
    whom: "Pessoa afetada",
    origin: "Origem",
    details: "Detalhes",
    none: "—",
    number: "Número",
    exactly: "Hora exata (UTC)",
    request: "Requisição",
    hash: "Hash do encadeamento",
    no_hash: "nenhum: o evento é anterior ao encadeamento",
    command_line: "Linha de comando",
    setup: "Instalação",
    visitor: "Visitante",
    worker: "Sistema",
    gone: "Conta apagada",
    found: |names| format!("Eventos por ou sobre: {names}."),
    found_more: "Há mais pessoas com este nome. Digite o nome completo ou o e-mail.",
    nobody: |typed| format!("Nenhuma pessoa encontrada para “{typed}”"),
    nobody_hint: "A busca olha nome e e-mail. Para contas apagadas, use o ID.",
    nothing: "Nenhum evento encontrado",
    invalid_days: "Confira as datas",
    invalid_days_hint: |problem| match problem {
        InvalidDays::Unreadable => "Uma das datas não existe. Escolha outra.",
        InvalidDays::Reversed => "A data final é anterior à inicial. Corrija uma delas.",
    },
    nothing_hint: "Nenhum evento corresponde aos filtros. Remova um filtro ou escolha outras datas.",
    end: "Não há eventos mais antigos",
    end_hint: "Este é o evento mais antigo guardado.",
    pages: "Páginas",
    newest: "Mais recentes",
    older: "Mais antigos",
};

/// In English.
pub static EN: AuditTexts = AuditTexts {
    title: "Audit log",
    lede: "Who did what to whom, when and from where. Nobody can change or delete this history.",
    removed: |days| {
        format!("Events older than {} are removed automatically.", counted(Locale::En, days, "day", "days"))
    },
    person: "Person",
    person_hint: "Name, email or ID",
    actor: "Who did it",
    any_actor: "Everyone",
    only_people: "People only (without the system)",
    many: |count| format!("{count} events"),
    and_others: |name, others| match name {
        "" if others == 0 => "1 person".to_owned(),
        "" => format!("{} people", others + 1),
        name if others == 0 => name.to_owned(),
        name => format!("{name} and {others} more"),
    },
    kind: "Event",
    any_kind: "All",
    from: "From",
    to: "To",
    submit: "Filter",
    clear: "Clear filters",
    export: "Export this list (CSV)",
    confirmed: "Password confirmed. You can export the file now.",
    caption: |count| match count {
        1 => "1 event".to_owned(),
        count => format!("Showing {count} events, most recent first"),
    },
    what: "Event",
    when: "When",
    who: "Who did it",
    whom: "Target",
    origin: "Origin",
    details: "Details",
    none: "—",
    number: "Number",
    exactly: "Exact time (UTC)",
    request: "Request",
    hash: "Chain hash",
    no_hash: "none: the event is older than the chain",
    command_line: "Command line",
    setup: "Setup",
    visitor: "Visitor",
    worker: "System",
    gone: "Erased account",
    found: |names| format!("Events by or about: {names}."),
    found_more: "More people have this name. Enter the full name or the email address.",
    nobody: |typed| format!("No people found for “{typed}”"),
    nobody_hint: "Search covers names and email addresses. For erased accounts, use the ID.",
    nothing: "No events found",
    invalid_days: "Check the dates",
    invalid_days_hint: |problem| match problem {
        InvalidDays::Unreadable => "One of the dates doesn't exist. Choose another one.",
        InvalidDays::Reversed => "The last day comes before the first. Change one of them.",
    },
    nothing_hint: "No events match the filters. Remove a filter or choose other dates.",
    end: "No older events",
    end_hint: "This is the oldest event kept.",
    pages: "Pages",
    newest: "Most recent",
    older: "Older",
};
