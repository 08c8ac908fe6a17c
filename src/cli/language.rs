//! The language of the command line: `LC_ALL`, then `LC_MESSAGES`, then `LANG`, as for other programs.
//!
//! As in git or systemctl, what people read is translated: results, questions, errors, headers, findings. What programs
//! read is not, whatever the language: `--json`, exports and rejected rows, the line that says where the server is,
//! lines of the log, exit statuses, and the values in tables (`invited`, `sent`, `signed_in`), since options such as
//! `--status` take them in that form. The language is that of the environment whether or not standard output is a
//! terminal; a script that reads sentences sets `LC_ALL=C`, as it does for other programs.
//!
//! English throughout: `--help`, and what keeps the program from starting (settings, the database), which ends up in
//! logs.

use crate::domain::Locale;
use std::sync::LazyLock;

/// The language people read at this terminal.
pub(super) fn language() -> Locale {
    #[expect(clippy::disallowed_methods, reason = "every program's variables, and no settings of this one")]
    static LANGUAGE: LazyLock<Locale> = LazyLock::new(|| choose(|name| std::env::var(name).ok()));
    *LANGUAGE
}

/// The language that these variables choose. The first one that isn't empty decides, as setlocale(3) has it; languages
/// that we don't speak, `C`, `POSIX` and none at all are English.
pub fn choose(variable: impl Fn(&str) -> Option<String>) -> Locale {
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    // `language_TERRITORY.encoding@modifier`
    let tag = value.as_deref().and_then(|value| value.split(['.', '@']).next());
    tag.and_then(Locale::parse).unwrap_or(Locale::En)
}

/// One of two texts with values in them, as with `format!`: Portuguese first. Values that are no variables follow by
/// name.
macro_rules! text {
    ($locale:expr, $pt_br:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {
        match $locale {
            $crate::domain::Locale::PtBr => format!($pt_br $(, $name = $value)*),
            $crate::domain::Locale::En => format!($en $(, $name = $value)*),
        }
    };
}
pub(super) use text;
