//! `/admin/users`: the tools around the rows, and the menu of each.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static ListTexts {
    locale.pick(&PT_BR, &EN)
}

/// The tools around the rows.
pub struct ListTexts {
    /// Opens the filters.
    pub filters: &'static str,
    /// Labels the length of a page.
    pub per_page: &'static str,
    /// Heads the addresses.
    pub email: &'static str,
    /// Heads the days on which accounts were made.
    pub created: &'static str,
    /// Heads the menus, and names one.
    pub menu: &'static str,
    /// Names the menu of one person.
    pub menu_of: fn(name: &str) -> String,
    /// Leads to the form that edits.
    pub edit: &'static str,
    /// Marks an administrator.
    pub admin: &'static str,
    /// Before the number of selected rows.
    pub selected: &'static str,
    /// Selects everybody on the list, who are so many.
    pub select_all: fn(total: &str) -> String,
    /// The same, where they are too many to be counted.
    pub select_all_found: &'static str,
    /// Selects nobody.
    pub clear: &'static str,
    /// What can be done with the selected.
    pub actions: &'static str,
    /// Heads the list of keys.
    pub keys: &'static str,
    /// What `/` does.
    pub key_search: &'static str,
    /// What `?` does.
    pub key_help: &'static str,
    /// What `Esc` does.
    pub key_close: &'static str,
    /// What `Ctrl K` does.
    pub key_palette: &'static str,
    /// Closes the list of keys.
    pub close: &'static str,
}

static PT_BR: ListTexts = ListTexts {
    filters: "Filtros",
    per_page: "Por página",
    email: "E-mail",
    created: "Cadastro",
    menu: "Ações",
    menu_of: |name| format!("Ações para {name}"),
    edit: "Editar",
    admin: "Admin",
    selected: "Selecionadas:",
    select_all: |total| format!("Selecionar todas as {total} pessoas desta lista"),
    select_all_found: "Selecionar todas as pessoas desta lista",
    clear: "Limpar seleção",
    actions: "Ações para as selecionadas",
    keys: "Atalhos do teclado",
    key_search: "Buscar",
    key_help: "Mostrar os atalhos",
    key_close: "Fechar um menu ou uma pergunta",
    key_palette: "Ir para uma página ou pessoa",
    close: "Fechar",
};

static EN: ListTexts = ListTexts {
    filters: "Filters",
    per_page: "Per page",
    email: "Email",
    created: "Added",
    menu: "Actions",
    menu_of: |name| format!("Actions for {name}"),
    edit: "Edit",
    admin: "Admin",
    selected: "Selected:",
    select_all: |total| format!("Select all {total} people on this list"),
    select_all_found: "Select all people on this list",
    clear: "Clear selection",
    actions: "Actions for the selected people",
    keys: "Keyboard shortcuts",
    key_search: "Search",
    key_help: "Show the shortcuts",
    key_close: "Close a menu or a question",
    key_palette: "Go to a page or person",
    close: "Close",
};
