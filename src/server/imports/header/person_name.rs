//! From which columns a person's name is put together.

use super::found::Found;
use super::understood::Meaning;
use super::{shown, vocabulary};
use crate::domain::import::{Column, Doubt, DoubtKind, FileProblem};
use crate::server::store::search::folded;

/// From where a name is read.
pub struct NameColumns {
    /// The cells, in their order; none when there is no name.
    pub places: Option<Vec<usize>>,
    /// The cells with its parts, for rows in which the whole one is empty.
    pub parts: Vec<usize>,
    /// A name that goes before it.
    pub social: Option<usize>,
    /// What to say of it.
    pub doubts: Vec<Doubt>,
    /// Among the cells, one in a column that has no name.
    pub unnamed: Option<usize>,
    /// Columns with the names of other people, which were left out.
    pub others: Vec<usize>,
}

impl Found<'_> {
    /// How the name is put together.
    pub fn name(&self) -> Result<NameColumns, FileProblem> {
        let one = |meaning| self.one(meaning, Column::DisplayName);
        let (given, family) = (one(Meaning::GivenName)?, one(Meaning::FamilyName)?);
        let mut others = Vec::new();
        let name = match self.whose(&self.surest(Meaning::Name, Column::DisplayName), &mut others)? {
            Some(name) => Some(name),
            None => self.other_name(given, family, &mut others)?,
        };
        let full = self.whose(&self.surest(Meaning::FullName, Column::DisplayName), &mut others)?;
        let full = match (full, name) {
            (Some(full), _) => Some(full),
            // "Name" beside the first name is the whole one, unless it is the surname.
            (None, Some(name)) => {
                given.filter(|given| family.is_some() || self.all_begin_with(name, *given)).map(|_| name)
            }
            (None, None) => None,
        };
        // Okta has whole names of some people only.
        let parts = match (full, given, family) {
            (Some(full), Some(given), Some(family)) if self.fills(given, full) => vec![given, family],
            _ => Vec::new(),
        };
        let (mut places, mut doubts) = match full {
            Some(full) => (vec![full], Vec::new()),
            None => self.name_in_parts(given, family, name, &mut others)?,
        };
        // A heading that was merged over two columns is above the first of them.
        let unnamed = match places[..] {
            [name] if family.is_none() => self.next_part(name),
            _ => None,
        };
        if let Some(unnamed) = unnamed {
            places.push(unnamed);
            doubts.retain(|doubt| doubt.kind != DoubtKind::HalfName);
        }
        // Where it is the only name, there is no other that it goes before.
        let is_beside = |index: &usize| self.is_filled(*index) && !places.contains(index);
        let social = self.first(Meaning::SocialName).filter(is_beside);
        doubts.extend(social.map(|social| self.doubt(social, DoubtKind::SocialName)));
        let places = Some(places).filter(|places| !places.is_empty());
        Ok(NameColumns { places, parts, social, doubts, unnamed, others })
    }

    /// The columns of a name that no column has whole, in their order, and what is uncertain about them.
    fn name_in_parts(
        &self,
        given: Option<usize>,
        family: Option<usize>,
        name: Option<usize>,
        others: &mut Vec<usize>,
    ) -> Result<(Vec<usize>, Vec<Doubt>), FileProblem> {
        let one = |meaning| self.one(meaning, Column::DisplayName);
        let (mut places, mut doubts) = (Vec::new(), Vec::new());
        let mut doubt = |index, kind| doubts.push(self.doubt(index, kind));
        let parts = [
            (given.or(name), false),
            (one(Meaning::MiddleName)?, true),
            (family.or(name.filter(|_| given.is_some())), name.is_some() && given.is_some()),
            (one(Meaning::SecondFamilyName)?, true),
            (one(Meaning::Suffix)?, true),
        ];
        // A surname alone is no name.
        if given.is_some() || name.is_some() {
            for (place, is_guess) in parts {
                let Some(place) = place.filter(|place| places.is_empty() || self.is_filled(*place)) else { continue };
                if is_guess {
                    doubt(place, DoubtKind::NamePart);
                }
                places.push(place);
            }
        }
        if places.is_empty() {
            places.extend(self.whose(&self.people(), others)?.or_else(|| self.named_users()));
        }
        if let (1, Some(given)) = (places.len(), given) {
            doubt(given, DoubtKind::HalfName);
        }
        let nickname = self.first(Meaning::Nickname).filter(|index| self.is_filled(*index));
        if let (None, Some(nickname)) = (family, nickname) {
            doubt(nickname, DoubtKind::Nickname);
        }
        Ok((places, doubts))
    }

    /// The columns with names that are called by whom a row is about. "Servidor" beside "Docente" in every row of
    /// another column: what they are, not who.
    fn people(&self) -> Vec<usize> {
        self.all(Meaning::Person).filter(|person| self.are_names(*person)).collect()
    }

    /// The one of some columns of names that is about the people of the file: of several about different people, the
    /// one that the column of addresses names too, "E-mail do aluno", or else the one of those who learn where `others`
    /// teach.
    fn whose(&self, columns: &[usize], others: &mut Vec<usize>) -> Result<Option<usize>, FileProblem> {
        let refused = match self.one_of(columns, Column::DisplayName) {
            Err(refused) => refused,
            one => return one,
        };
        let addresses = self.one(Meaning::Email, Column::Email).ok().flatten();
        let addressed = addresses.map(|index| self.people_in(index)).unwrap_or_default();
        if let Some(column) = self.only_about(columns, &|word| addressed.iter().any(|known| known == word)) {
            return Ok(Some(column));
        }
        let learners = self.only_about(columns, &is_learner).ok_or(refused)?;
        others.extend(columns.iter().filter(|index| **index != learners && self.is_filled(**index)));
        Ok(Some(learners))
    }

    /// Of several columns of different addresses the one of those whom the columns of the name are about, or of those
    /// who learn where these don't say so.
    pub(super) fn address_of(&self, names: &[usize]) -> Option<usize> {
        let columns = self.surest(Meaning::Email, Column::Email);
        let named: Vec<String> = names.iter().flat_map(|index| self.people_in(*index)).collect();
        match named.is_empty() {
            true => self.only_about(&columns, &is_learner),
            false => self.only_about(&columns, &|word| named.iter().any(|known| known == word)),
        }
    }

    /// The words for people in the name of a column.
    fn people_in(&self, index: usize) -> Vec<String> {
        let words = vocabulary::words_of(&shown(&self.header[index])).into_iter();
        words.filter(|word| vocabulary::is_one_of(vocabulary::PEOPLE, word)).collect()
    }

    /// The only one of some columns that is about these people.
    fn only_about(&self, columns: &[usize], is_about: &dyn Fn(&str) -> bool) -> Option<usize> {
        let mut about =
            columns.iter().copied().filter(|index| self.people_in(*index).iter().any(|word| is_about(word)));
        about.next().filter(|_| about.next().is_none())
    }

    /// A column of names to sign in with that holds the names of people: most of its cells have several words.
    fn named_users(&self) -> Option<usize> {
        let are_names = |index: &usize| {
            let filled: Vec<&str> = self.cells(*index).filter(|cell| !cell.is_empty()).collect();
            let named = filled.iter().filter(|cell| cell.contains(' ') && !cell.contains('@')).count();
            named * 2 > filled.len()
        };
        self.all(Meaning::Contact).find(are_names)
    }

    pub(super) fn doubt(&self, index: usize, kind: DoubtKind) -> Doubt {
        Doubt { column: shown(&self.header[index]), kind }
    }

    /// A whole name that is not beside a first name, unless it begins with it: "Client name" beside the name of
    /// a person is their company's, and not everybody has a "Legal name". Where no column has another name, it is the
    /// one that people have chosen: "Nome escolhido".
    fn other_name(
        &self,
        given: Option<usize>,
        family: Option<usize>,
        others: &mut Vec<usize>,
    ) -> Result<Option<usize>, FileProblem> {
        match (given, family) {
            (None, _) => match self.whose(&self.surest(Meaning::OtherName, Column::DisplayName), others)? {
                None if self.first(Meaning::FullName).is_none() && self.people().is_empty() => {
                    self.one(Meaning::SocialName, Column::DisplayName)
                }
                other => Ok(other),
            },
            (Some(given), None) => {
                let other = self.first(Meaning::OtherName);
                Ok(other.filter(|other| self.all_begin_with(*other, given)))
            }
            (Some(_), Some(_)) => Ok(None),
        }
    }

    fn all_begin_with(&self, whole: usize, beginning: usize) -> bool {
        let mut pairs = self.cells(whole).zip(self.cells(beginning));
        pairs.all(|(whole, beginning)| folded(whole).starts_with(&folded(beginning)))
    }

    /// The column without a name right of a name, where it looks like the next part of it: words with a capital and no
    /// other characters, in most rows, beside names of one word.
    fn next_part(&self, name: usize) -> Option<usize> {
        let next = name + 1;
        if !self.header.get(next).is_some_and(|name| shown(name).is_empty()) {
            return None;
        }
        let is_letter =
            |character: char| character.is_alphabetic() || character.is_whitespace() || "'’-.".contains(character);
        let is_part = |cell: &str| {
            let first = cell.split_whitespace().find(|word| !vocabulary::is_one_of(vocabulary::PARTICLES, word));
            cell.chars().all(is_letter) && first.is_some_and(|word| word.starts_with(char::is_uppercase))
        };
        let named = || self.cells(name).zip(self.cells(next)).filter(|(name, _)| !name.is_empty());
        let (all, filled) = (named().count(), named().filter(|(_, next)| !next.is_empty()).count());
        let of_one_word = named().filter(|(name, _)| !name.contains(' ')).count();
        let are_parts = self.cells(next).filter(|cell| !cell.is_empty()).all(is_part);
        (filled > 0 && filled * 2 > all && of_one_word * 2 > all && are_parts).then_some(next)
    }
}

fn is_learner(word: &str) -> bool {
    vocabulary::is_one_of(vocabulary::LEARNERS, word)
}
