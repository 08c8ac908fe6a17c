//! The names of columns, as people and programs write them.

mod names;
mod vocabulary;

use super::table::TableRow;
use crate::domain::import::{Column, Doubt, DoubtKind, FileProblem};
use crate::domain::{Locale, Role};
use crate::server::store::search::folded;
use names::Found;
use serde::{Deserialize, Serialize};

/// Where in a row an import finds what it reads. Kept with the import: what the
/// preview has shown is what is carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// What is read, and from which cells: a name may stand in several.
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
}

/// What an admin has set for the rows of a file that say nothing of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defaults {
    /// The role; a member's where none is set.
    pub role: Option<Role>,
    /// The language; that of the settings where none is set.
    pub locale: Option<Locale>,
}

/// What a name in the header stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Of a column with nothing special about it.
    Read(Column),
    Email,
    /// What somebody signs in with elsewhere; an address, where there is no other.
    SignInName,
    /// Surely the whole name.
    FullName,
    /// The whole name, or the first one where surnames have a column of their own.
    Name,
    GivenName,
    FamilyName,
    MiddleName,
    SecondFamilyName,
    Suffix,
    SocialName,
    Nickname,
    /// Whether the person has left.
    Closed,
    /// Whether the person is still there.
    Open,
    /// The column in which we say why a row was rejected.
    Reason,
    /// Would grant something.
    Power,
    /// Carries a secret.
    Secret,
    Unknown,
}

/// The header is looked for in so many rows: reports begin with a title.
const ROWS_ABOVE: usize = 10;

/// The words of a name: folded, `givenName` and `e-mail` taken apart and put together.
fn words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for character in name.chars() {
        if was_lower && character.is_uppercase() {
            spaced.push(' ');
        }
        was_lower = character.is_lowercase();
        // "e‑mail" with a hyphen of any kind, and what cannot be seen within a word.
        if !crate::domain::user::is_invisible(character) && character != '\u{feff}' {
            spaced.push(character);
        }
    }
    let folded = folded(&spaced);
    let mut words: Vec<String> = Vec::new();
    for word in folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if last == "e" && matches!(word, "mail" | "mails") => *last = "email".to_owned(),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// A name without what stands in brackets, and what stands there.
fn without_brackets(name: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0_u32);
    for character in name.chars() {
        match character {
            '(' | '[' | '{' | '<' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.last_mut().into_iter().for_each(|text: &mut String| text.push(character)),
            _ => outside.push(character),
        }
    }
    (outside, inside)
}

/// What a name stands for, and how sure that is: 0 is best.
fn understood(name: &str) -> (Meaning, u8) {
    let plain = |text: &str| -> Vec<String> {
        words(text).into_iter().filter(|word| !vocabulary::is_one_of(vocabulary::FLUFF, word)).collect()
    };
    let (all, (outside, inside)) = (plain(name), without_brackets(name));
    let outside = plain(&outside);
    let key = all.concat();
    // "Papel (membro ou administrador)", "senha temporária (tipo)": what an import reads of itself.
    if let Some(read @ Meaning::Read(_)) = vocabulary::exact(&key).or_else(|| vocabulary::exact(&outside.concat())) {
        return (read, 0);
    }
    if vocabulary::sets_secret(&all, &key) {
        return (Meaning::Secret, 0);
    }
    if vocabulary::grants(&all, &key) {
        return (Meaning::Power, 0);
    }
    let is_second = || all.iter().any(|word| vocabulary::is_one_of(vocabulary::SECOND_CHOICE, word));
    let technical = || inside.iter().find_map(|text| vocabulary::exact(&plain(text).concat()));
    let (is_about_others, by_outside) = (vocabulary::is_about_others(&all), vocabulary::exact(&outside.concat()));
    let choice = |best: u8| if is_second() { 3 } else { best };
    match (vocabulary::exact(&key), by_outside) {
        (Some(meaning), _) => (meaning, 0),
        (None, Some(meaning)) if !is_about_others && meaning != Meaning::Name => (meaning, choice(0)),
        _ => match technical() {
            Some(meaning) => (meaning, 1),
            None if is_about_others => (Meaning::Unknown, 0),
            None => match (by_outside, vocabulary::by_first_word(&all)) {
                (Some(meaning), _) => (meaning, choice(0)),
                (None, Some(meaning)) => (meaning, choice(2)),
                (None, None) => (Meaning::Unknown, 0),
            },
        },
    }
}

/// How much of a header these cells are: the columns every file needs, and any.
pub fn likeness(cells: &[String]) -> (usize, usize) {
    let meanings: Vec<Meaning> = cells.iter().map(|cell| understood(cell).0).collect();
    let is_there = |wanted: &[Meaning]| usize::from(meanings.iter().any(|meaning| wanted.contains(meaning)));
    let names = [Meaning::FullName, Meaning::Name, Meaning::GivenName];
    let needed = is_there(&names) + is_there(&[Meaning::Email, Meaning::SignInName]);
    (needed, meanings.iter().filter(|meaning| **meaning != Meaning::Unknown).count())
}

/// Which of these rows is the header: the first, or the first with all that is needed.
pub fn locate(rows: &[TableRow]) -> usize {
    rows.iter().take(ROWS_ABOVE).position(|row| likeness(&row.cells).0 == 2).unwrap_or_default()
}

impl Columns {
    /// Finds the columns of a header, with the rows beneath it: what is the same
    /// twice, or empty throughout, is no trouble.
    ///
    /// # Errors
    /// [`FileProblem::ColumnsForbidden`], [`FileProblem::ColumnTwice`], [`FileProblem::ColumnMissing`].
    pub fn find(header: &[String], rows: &[TableRow]) -> Result<Self, FileProblem> {
        let found = Found::new(header, rows);
        let forbidden = found.forbidden();
        if !forbidden.is_empty() {
            return Err(FileProblem::ColumnsForbidden(forbidden));
        }
        let mut columns = Self { length: header.len(), ..Self::default() };
        let name = found.name()?;
        let email = match found.one(Meaning::Email, Column::Email)? {
            Some(email) => Some(email),
            None => found.one(Meaning::SignInName, Column::Email)?,
        };
        let missing = |missing| FileProblem::ColumnMissing { missing, found: found.names() };
        columns.places.push((Column::DisplayName, name.places.ok_or_else(|| missing(Column::DisplayName))?));
        columns.places.push((Column::Email, vec![email.ok_or_else(|| missing(Column::Email))?]));
        for column in [Column::Role, Column::Locale, Column::Cpf, Column::TemporaryPassword, Column::App] {
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
        columns.doubts.extend(found.closed().map(|column| Doubt { column, kind: DoubtKind::Closed }));
        columns.ignored = columns.unused(header);
        Ok(columns)
    }

    /// The names of the columns that nothing is read from.
    fn unused(&self, header: &[String]) -> Vec<String> {
        let is_used = |index: usize| {
            self.places.iter().any(|(_, places)| places.contains(&index))
                || self.social_name == Some(index)
                || self.reason == Some(index)
        };
        let names = header.iter().enumerate().filter(|(index, _)| !is_used(*index));
        names.map(|(_, name)| shown(name)).filter(|name| !name.is_empty()).collect()
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

    /// What has to be said before an account is made.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }
}

/// A name as a sentence quotes it.
fn shown(name: &str) -> String {
    let mut shown: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    shown.retain(|character| !character.is_control() && !crate::domain::user::is_invisible(character));
    shown.trim_matches('\u{feff}').to_owned()
}
