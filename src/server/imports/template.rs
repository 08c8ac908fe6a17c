//! A file to begin with.

use super::table::Written;
use crate::domain::Locale;

/// The address in the example row; an import leaves that row out. Nobody can
/// have it (RFC 2606, 2).
pub const EXAMPLE_EMAIL: &str = "maria.exemplo@example.invalid";

/// What spreadsheets in this language put between cells.
pub const fn separator(locale: Locale) -> char {
    match locale {
        Locale::PtBr => ';',
        Locale::En => ',',
    }
}

/// The header and an example row.
pub fn template(locale: Locale) -> String {
    let rows = match locale {
        Locale::PtBr => {
            [["nome", "e-mail", "papel", "idioma"], ["Maria Exemplo (apague)", EXAMPLE_EMAIL, "membro", "português"]]
        }
        Locale::En => {
            [["name", "e-mail", "role", "language"], ["Mary Example (delete)", EXAMPLE_EMAIL, "member", "English"]]
        }
    };
    let mut written = Written::default();
    for row in rows {
        written.row(separator(locale), row);
    }
    written.into_text()
}
