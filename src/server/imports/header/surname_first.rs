//! Names that begin with the surname and a comma.

use super::found::Found;
use super::{shown, without_number};
use crate::server::store::search::folded;

impl Found<'_> {
    /// A column whose names begin with the surname and a comma: all of them, or where its own name says so.
    pub fn surname_first(&self, index: usize, addresses: Option<usize>) -> Option<usize> {
        let mut named = self.named(index, addresses).peekable();
        // A number stays where not all names have one, and is no surname.
        let are_numbered = self.numbered(index, addresses).is_some();
        let is_turned = |name: &str| {
            let unnumbered = without_number(name).filter(|_| are_numbered);
            given_name_first(unnumbered.unwrap_or(name)).is_some()
        };
        let are_all = named.peek().is_some() && named.all(is_turned);
        (are_all || self.says_surname_first(index)).then_some(index)
    }

    /// Whether the name of a column says that the surname comes first: "Sobrenome, nome".
    pub fn says_surname_first(&self, index: usize) -> bool {
        let name = folded(&shown(&self.header[index]));
        ["sobrenome", "last", "surname", "apellido", "family"].into_iter().any(|first| name.starts_with(first))
    }
}

/// "Lima, Ana Maria" as it is said; nothing for other names, and where what follows the comma may follow any name.
pub fn given_name_first(name: &str) -> Option<String> {
    const BEHIND_NAMES: &str =
        "jr junior filho filha neto neta sobrinho sobrinha phd md msc dr dra sr sra ii iii iv esq";
    let (surname, given) = name.split_once(',').map(|(surname, given)| (surname.trim(), given.trim()))?;
    let is_name = |part: &str| {
        let mut characters = part.chars();
        part.chars().any(char::is_alphabetic)
            && characters
                .all(|character| character.is_alphabetic() || character.is_whitespace() || "'’-.".contains(character))
    };
    let folded = folded(given).replace('.', "");
    let is_title = BEHIND_NAMES.split(' ').any(|title| title == folded);
    (is_name(surname) && is_name(given) && !is_title).then(|| format!("{given} {surname}"))
}
