//! Several columns of addresses: which was taken, and what the others say.

use super::found::Found;
use super::shown;
use super::understood::Meaning;
use super::vocabulary::{SECOND_CHOICE, is_one_of, words_of};
use crate::domain::import::{Doubt, DoubtKind, lines_listed};
use crate::server::imports::cells::plain;
use crate::server::store::search::folded;

impl Found<'_> {
    /// The other columns with addresses, where some differ from the one that was `taken`.
    pub fn other_addresses(&self, taken: usize) -> Vec<usize> {
        let differs =
            |(other, cell): (&str, &str)| other.contains('@') && folded(&plain(other)) != folded(&plain(cell));
        self.all(Meaning::Email)
            .filter(|other| *other != taken && self.cells(*other).zip(self.cells(taken)).any(differs))
            .collect()
    }

    /// What somebody has to say of these: which address is the one the organization gave, and which of two is right.
    pub fn doubts_of_addresses(&self, taken: usize, others: &[usize]) -> Vec<Doubt> {
        let is_given = |index: &usize| is_institutional(&words_of(&shown(&self.header[*index])));
        let given = others.iter().find(|other| is_given(other)).filter(|_| !is_given(&taken));
        let given = given.map(|index| Doubt { column: shown(&self.header[*index]), kind: DoubtKind::OtherAddresses });
        let again = self.lines_with_another(taken).filter(|lines| !lines.is_empty());
        let again = again.map(|lines| Doubt { column: lines_listed(&lines), kind: DoubtKind::AddressesDiffer });
        given.into_iter().chain(again).collect()
    }

    /// The lines in which the address that people were asked to repeat is another.
    fn lines_with_another(&self, taken: usize) -> Option<Vec<u32>> {
        let again = self.first(Meaning::EmailAgain).filter(|again| *again != taken)?;
        let differs = |(again, cell): (&str, &str)| {
            let (again, cell) = (folded(&plain(again)), folded(&plain(cell)));
            again.contains('@') && !cell.is_empty() && again != cell
        };
        let pairs = self.cells(again).zip(self.cells(taken)).zip(self.lines());
        Some(pairs.filter(|(pair, _)| differs(*pair)).map(|(_, line)| line).collect())
    }
}

/// Whether the words of a heading are about the address that the organization gives, not about one more of it.
pub fn is_institutional(words: &[String]) -> bool {
    const GIVEN: &str = "institucional institutional corporativo corporate academico work school university company profissional \
         escolar educacional";
    let has = |list: &str| words.iter().any(|word| is_one_of(list, word));
    has(GIVEN) && !has(SECOND_CHOICE)
}

/// Whether a column asks for the address again: "Confirme seu e-mail", "Repeat email"; not whether it was confirmed.
pub fn is_confirmation_of_email(words: &[String]) -> bool {
    const AGAIN: &str = "confirme confirma confirmar confirmacao confirm confirmation repita repetir repeticao repeat retype \
        reenter redigite again novamente verify";
    let has = |list: &str| words.iter().any(|word| is_one_of(list, word));
    has(AGAIN) && has("email emails mail emailaddress")
}
