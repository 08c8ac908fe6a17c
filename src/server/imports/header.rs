//! The names of columns, as people and programs write them.

mod addresses;
mod classes;
mod columns;
mod dates;
mod found;
mod leaving;
mod number_first;
mod numbered;
mod person_name;
mod power;
mod roles;
mod status;
mod surname_first;
mod understood;
mod vocabulary;

use super::table::TableRow;
use crate::domain::import::{Column, Doubt};
use crate::domain::{EmailAddress, Locale, Role};
pub use number_first::without_number;
use serde::{Deserialize, Serialize};
pub use surname_first::given_name_first;
use understood::{Meaning, all_understood};
pub use vocabulary::words_of;

/// Where in a row an import finds what it reads. Kept with the import: what the
/// preview has shown is what is carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// What is read, and from which cells: a name may be in several.
    places: Vec<(Column, Vec<usize>)>,
    /// A name that goes before the other, where it is filled in.
    social_name: Option<usize>,
    length: usize,
    reason: Option<usize>,
    ignored: Vec<String>,
    doubts: Vec<Doubt>,
    /// For rows that say nothing of it. Earlier versions kept none.
    #[serde(default)]
    defaults: Defaults,
    /// Holds an address where the column of addresses is empty. Earlier versions kept none.
    #[serde(default)]
    sign_in_name: Option<usize>,
    /// Columns without a name that nothing is read from. Earlier versions kept none.
    #[serde(default)]
    unnamed: Vec<usize>,
    /// Doubts whose kinds earlier versions do not know: they could not read them among the others.
    #[serde(default)]
    more_doubts: Vec<Doubt>,
    /// A column of whole names all of which begin with the surname and a comma. Earlier versions kept none.
    #[serde(default)]
    surname_first: Option<usize>,
    /// A column of whole names all of which have a number. Earlier versions kept none.
    #[serde(default)]
    number_first: Option<usize>,
    /// The first and the last name, for rows without the whole one. Earlier versions kept none.
    #[serde(default)]
    name_parts: Vec<usize>,
    /// Other columns with addresses, which are not those that are read. Earlier versions kept none.
    #[serde(default)]
    other_addresses: Vec<usize>,
    /// Columns most of whose cells begin with the apostrophe that marks a text. Earlier versions kept none.
    #[serde(default)]
    marked: Vec<usize>,
}

/// What an admin has set for the rows of a file that say nothing of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defaults {
    /// The role; a member's where none is set.
    pub role: Option<Role>,
    /// The language; that of the settings where none is set.
    pub locale: Option<Locale>,
}

/// The header is looked for in so many rows: reports begin with a title.
pub const ROWS_ABOVE: usize = 30;

/// And in so many cells of each.
const CELLS_LOOKED_AT: usize = 1000;

/// How much of a header cells are; the more, the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeaderScore {
    /// Of the two columns that every file needs, how many are surely there.
    sure: usize,
    /// How many are there if "Aluno" is a name and "Contato" an address.
    needed: usize,
    /// All columns that are understood.
    any: usize,
}

impl HeaderScore {
    /// Of cells that may be a header.
    pub fn of(cells: &[String]) -> Self {
        let meanings: Vec<Meaning> = all_understood(&cells[..cells.len().min(CELLS_LOOKED_AT)])
            .into_iter()
            .map(|(meaning, _)| meaning)
            .collect();
        let is_there = |wanted: &[Meaning]| meanings.iter().any(|meaning| wanted.contains(meaning));
        let whole = is_there(&[Meaning::FullName, Meaning::Name, Meaning::OtherName, Meaning::SocialName]);
        let name = whole || is_there(&[Meaning::GivenName]);
        let email = is_there(&[Meaning::Email, Meaning::SignInName, Meaning::EmailAgain]);
        Self {
            sure: usize::from(name) + usize::from(email),
            needed: usize::from(name || is_there(&[Meaning::Person]))
                + usize::from(email || is_there(&[Meaning::Contact])),
            any: meanings.iter().filter(|meaning| **meaning != Meaning::Unknown).count(),
        }
    }

    /// Whether all that is needed may be there.
    pub const fn is_header(self) -> bool {
        self.needed == 2
    }

    /// Whether all that is needed is there.
    pub const fn is_sure(self) -> bool {
        self.sure == 2
    }
}

/// Which of these rows has all that is needed, most surely; the first of equals. Beneath people it is that of another
/// table.
pub fn find(rows: &[TableRow]) -> Option<(usize, HeaderScore)> {
    let rows = &rows[..rows.len().min(ROWS_ABOVE)];
    let scores = rows.iter().map(|row| HeaderScore::of(&row.cells)).enumerate();
    let mut headers: Vec<(usize, HeaderScore)> = scores.filter(|(_, score)| score.is_header()).collect();
    let is_person =
        |row: &TableRow| row.cells.iter().any(|cell| cell.contains('@') && EmailAddress::parse(cell).is_ok());
    let person = rows.iter().position(is_person).unwrap_or(rows.len());
    if headers.first().is_some_and(|(at, _)| *at < person) {
        headers.retain(|(at, _)| *at < person);
    }
    // The last of equals wins: then it should be the first.
    headers.into_iter().rev().max_by_key(|(_, score)| score.sure)
}

/// Which of these rows is the header: the first, or the one with all that is needed.
pub fn locate(rows: &[TableRow]) -> usize {
    find(rows).map_or(0, |(at, _)| at)
}

impl Columns {
    /// Whether anything is read from this place.
    pub fn is_used(&self, index: usize) -> bool {
        self.places.iter().any(|(_, places)| places.contains(&index))
            || [self.social_name, self.reason, self.sign_in_name].contains(&Some(index))
            || self.name_parts.contains(&index)
    }

    /// Where a column is; several places, where a name is put together.
    pub fn places(&self, column: Column) -> &[usize] {
        self.places.iter().find(|(known, _)| *known == column).map_or(&[], |(_, places)| places)
    }

    /// What is read, in the order of columns.
    pub fn read(&self) -> Vec<Column> {
        self.places.iter().map(|(column, _)| *column).collect()
    }

    /// For rows that say nothing of it.
    pub const fn defaults(&self) -> Defaults {
        self.defaults
    }

    /// The same columns with other defaults.
    #[must_use]
    pub fn with_defaults(self, defaults: Defaults) -> Self {
        Self { defaults, ..self }
    }

    /// Where a name is that goes before the other.
    pub const fn social_name(&self) -> Option<usize> {
        self.social_name
    }

    /// Where the first and the last name are, for rows without the whole one.
    pub fn name_parts(&self) -> &[usize] {
        &self.name_parts
    }

    /// Whether the names at this place begin with the surname and a comma.
    pub fn is_surname_first(&self, place: usize) -> bool {
        self.surname_first == Some(place)
    }

    /// Whether the names at this place have a number.
    pub fn are_numbered(&self, place: usize) -> bool {
        self.number_first == Some(place)
    }

    /// Other columns with addresses, which are not those that are read.
    pub fn other_addresses(&self) -> &[usize] {
        &self.other_addresses
    }

    /// Where an address is in rows that have none in its column.
    pub const fn sign_in_name(&self) -> Option<usize> {
        self.sign_in_name
    }

    /// Whether the apostrophes in front of a column's cells are a spreadsheet's.
    pub fn is_marked(&self, place: usize) -> bool {
        self.marked.contains(&place)
    }

    /// Where an earlier import has said why it rejected a row.
    pub const fn reason(&self) -> Option<usize> {
        self.reason
    }

    /// How many columns there are.
    pub const fn len(&self) -> usize {
        self.length
    }

    /// The names of the columns that nothing is read from.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// The columns without a name that nothing is read from.
    pub fn unnamed(&self) -> &[usize] {
        &self.unnamed
    }

    /// What has to be said before an account is made.
    pub fn doubts(&self) -> impl Iterator<Item = &Doubt> {
        self.doubts.iter().chain(&self.more_doubts)
    }
}

/// What spreadsheets call a column, from 0: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// Whether a word is one for people: "aluno", "alunos".
pub fn is_person_word(word: &str) -> bool {
    vocabulary::is_one_of(vocabulary::PEOPLE, word)
        || vocabulary::is_one_of(vocabulary::PEOPLE, word.trim_end_matches('s'))
}

/// A name as a sentence quotes it.
fn shown(name: &str) -> String {
    let mut shown: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    shown.retain(|character| !character.is_control() && !crate::domain::user::is_invisible(character));
    shown.trim_matches('\u{feff}').to_owned()
}
