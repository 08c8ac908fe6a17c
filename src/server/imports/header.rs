//! The names of columns, as people and programs write them.

mod addresses;
mod dates;
mod found;
mod leaving;
mod number_first;
mod numbered;
mod person_name;
mod roles;
mod status;
mod surname_first;
mod understood;
mod vocabulary;

use super::table::TableRow;
use crate::domain::import::{Column, Doubt, DoubtKind, FileProblem};
use crate::domain::{Locale, Role};
use found::Found;
use jiff::civil::Date;
pub use number_first::without_number_first;
use serde::{Deserialize, Serialize};
pub use surname_first::given_name_first;
use understood::{Meaning, understood};

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
    /// A column of whole names all of which begin with a number. Earlier versions kept none.
    #[serde(default)]
    number_first: Option<usize>,
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
const ROWS_ABOVE: usize = 10;

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
        let meanings: Vec<Meaning> = cells.iter().map(|cell| understood(cell).0).collect();
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

/// Which of these rows has all that is needed, most surely; the first of equals.
pub fn find(rows: &[TableRow]) -> Option<(usize, HeaderScore)> {
    let first = rows.iter().take(ROWS_ABOVE).map(|row| HeaderScore::of(&row.cells)).enumerate();
    // The last of equals wins: then it should be the first.
    first.filter(|(_, likeness)| likeness.is_header()).rev().max_by_key(|(_, likeness)| likeness.sure)
}

/// Which of these rows is the header: the first, or the one with all that is needed.
pub fn locate(rows: &[TableRow]) -> usize {
    find(rows).map_or(0, |(at, _)| at)
}

impl Columns {
    /// Finds the columns of a header, with the rows beneath it: what is the same
    /// twice, or empty throughout, is no trouble. Who leaves after `today` is still there.
    ///
    /// # Errors
    /// [`FileProblem::ColumnsForbidden`], [`FileProblem::ColumnTwice`], [`FileProblem::ColumnMissing`].
    pub fn find(header: &[String], rows: &[TableRow], today: Date) -> Result<Self, FileProblem> {
        let found = Found::new(header, rows);
        let forbidden = found.forbidden();
        if !forbidden.is_empty() {
            return Err(FileProblem::ColumnsForbidden(forbidden));
        }
        let mut columns = Self { length: header.len(), ..Self::default() };
        let name = found.name()?;
        let email = found.one(Meaning::Email, Column::Email)?;
        let sign_in_name = match found.one(Meaning::SignInName, Column::Email) {
            // Beside addresses nobody needs to know which of several it is.
            Err(_) if email.is_some() => None,
            sign_in_name => sign_in_name?,
        };
        columns.sign_in_name = sign_in_name.filter(|place| email.is_some_and(|email| found.fills(*place, email)));
        // Where it is the only one, it is the address itself: "E-mail para confirmação".
        let email = email.or(sign_in_name).or_else(|| found.contact()).or_else(|| found.first(Meaning::EmailAgain));
        let missing = |missing| FileProblem::ColumnMissing { missing, found: found.names() };
        columns.places.push((Column::DisplayName, name.places.ok_or_else(|| missing(Column::DisplayName))?));
        columns.places.push((Column::Email, vec![email.ok_or_else(|| missing(Column::Email))?]));
        let role = found.role()?;
        columns.places.extend(role.map(|place| (Column::Role, vec![place])));
        for column in [Column::Locale, Column::Cpf, Column::TemporaryPassword, Column::App] {
            if let Some(place) = found.one(Meaning::Read(column), column)? {
                columns.places.push((column, vec![place]));
            }
        }
        // Somebody may be in several, so several columns are no trouble.
        let groups: Vec<usize> = found.all(Meaning::Read(Column::Groups)).collect();
        if !groups.is_empty() {
            columns.places.push((Column::Groups, groups));
        }
        columns.social_name = name.social;
        columns.reason = found.first(Meaning::Reason);
        columns.doubts = name.doubts;
        if let [place] = *columns.places(Column::DisplayName) {
            columns.surname_first = found.surname_first(place);
            columns.number_first = found.number_first(place);
        }
        if let [taken] = *columns.places(Column::Email) {
            columns.other_addresses = found.other_addresses(taken);
            columns.more_doubts.extend(found.doubts_of_addresses(taken, &columns.other_addresses));
        }
        let turned = columns.surname_first.filter(|place| !found.says_surname_first(*place));
        columns.more_doubts.extend(turned.map(|place| found.doubt(place, DoubtKind::SurnameFirst)));
        let numbered = columns.number_first;
        columns.more_doubts.extend(numbered.map(|place| found.doubt(place, DoubtKind::NumberFirst)));
        let unnamed = name.unnamed.map(|place| Doubt { column: letters(place), kind: DoubtKind::UnnamedNamePart });
        columns.more_doubts.extend(unnamed);
        if role.is_none() {
            let jobs = found.jobs_with_admins().map(|column| Doubt { column, kind: DoubtKind::Jobs });
            columns.more_doubts.extend(jobs);
        }
        columns.doubts.extend(found.closed(today).map(|column| Doubt { column, kind: DoubtKind::Closed }));
        columns.more_doubts.extend(found.status_codes().map(|column| Doubt { column, kind: DoubtKind::StatusCodes }));
        let unused: Vec<usize> = (0..header.len()).filter(|index| !columns.is_used(*index)).collect();
        columns.ignored = unused.iter().map(|index| shown(&header[*index])).filter(|name| !name.is_empty()).collect();
        let has_no_name = |index: &usize| shown(&header[*index]).is_empty() && found.is_filled(*index);
        columns.unnamed = unused.into_iter().filter(has_no_name).collect();
        columns.marked = (0..header.len()).filter(|index| found.is_marked(*index)).collect();
        Ok(columns)
    }

    fn is_used(&self, index: usize) -> bool {
        self.places.iter().any(|(_, places)| places.contains(&index))
            || [self.social_name, self.reason, self.sign_in_name].contains(&Some(index))
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

    /// Whether the names at this place begin with the surname and a comma.
    pub fn is_surname_first(&self, place: usize) -> bool {
        self.surname_first == Some(place)
    }

    /// Whether the names at this place begin with a number.
    pub fn is_number_first(&self, place: usize) -> bool {
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

/// A name as a sentence quotes it.
fn shown(name: &str) -> String {
    let mut shown: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    shown.retain(|character| !character.is_control() && !crate::domain::user::is_invisible(character));
    shown.trim_matches('\u{feff}').to_owned()
}
