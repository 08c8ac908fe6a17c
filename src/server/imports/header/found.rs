//! What was found in a header: one column for each thing.

use super::understood::{Meaning, all_understood};
use super::{dates, leaving, letters, shown, vocabulary};
use crate::domain::EmailAddress;
use crate::domain::import::{Column, FileProblem};
use crate::server::imports::person::means_a_role;
use crate::server::imports::table::TableRow;
use crate::server::store::search::folded;
use jiff::civil::Date;
use std::collections::HashSet;

/// A header and its rows, with what each of its names means.
pub struct Found<'a> {
    pub(super) header: &'a [String],
    rows: &'a [TableRow],
    pub(super) meanings: Vec<(Meaning, u8)>,
}

impl<'a> Found<'a> {
    /// Looks at each name.
    pub fn new(header: &'a [String], rows: &'a [TableRow]) -> Self {
        Self { header, rows, meanings: all_understood(header) }
    }

    /// The names of all columns.
    pub fn names(&self) -> Vec<String> {
        self.header.iter().map(|name| shown(name)).filter(|name| !name.is_empty()).collect()
    }

    /// The cells of a column, row by row.
    pub(super) fn cells(&self, index: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.cells.get(index).map_or("", |cell| cell.trim()))
    }

    /// The line of each row.
    pub(super) fn lines(&self) -> impl Iterator<Item = u32> {
        self.rows.iter().map(|row| row.line)
    }

    /// Whether a column has any content.
    pub fn is_filled(&self, index: usize) -> bool {
        self.cells(index).any(|cell| !cell.is_empty())
    }

    /// Whether a column has content in some row where another has none.
    pub fn fills(&self, column: usize, other: usize) -> bool {
        self.cells(column).zip(self.cells(other)).any(|(cell, other)| other.is_empty() && !cell.is_empty())
    }

    /// The cells of a column that say anything, in rows that have something in that of `addresses`.
    pub(super) fn named(&self, index: usize, addresses: Option<usize>) -> impl Iterator<Item = &str> {
        let has_address = move |row: &TableRow| {
            addresses.is_none_or(|column| row.cells.get(column).is_some_and(|cell| !cell.trim().is_empty()))
        };
        let cells = self.rows.iter().zip(self.cells(index)).filter(move |(row, _)| has_address(row));
        cells.map(|(_, cell)| cell).filter(|cell| !cell.is_empty())
    }

    /// Whether most cells of a column that say anything begin with an apostrophe and a capital.
    pub fn is_marked(&self, index: usize) -> bool {
        let (mut all, mut marked) = (0_usize, 0_usize);
        for cell in self.cells(index).filter(|cell| !cell.is_empty()) {
            let rest = cell.strip_prefix('\'').unwrap_or_default();
            (all, marked) = (all + 1, marked + usize::from(rest.starts_with(char::is_uppercase)));
        }
        marked * 2 > all
    }

    /// Whether a column holds names: most of its cells differ from one another and are more than a yes or no, or than what
    /// somebody is there. Somebody may be in several rows, one for each of their courses.
    pub(super) fn are_names(&self, index: usize) -> bool {
        const YES_OR_NO: &str = "sim s nao n yes y no true t false f verdadeiro v falso si x ok 0 1 - null n/a";
        let has_address = |column: &usize| self.cells(*column).any(|cell| cell.contains('@'));
        let addresses = self.with(Meaning::Email).find(has_address);
        let mut seen = HashSet::new();
        let is_new = |(row, value): &(usize, String)| {
            let address = addresses.and_then(|column| self.rows[*row].cells.get(column));
            address.is_none_or(|address| seen.insert((folded(address), value.clone())))
        };
        let filled = self.cells(index).map(folded).enumerate().filter(|(_, value)| !value.is_empty());
        let values: Vec<String> = filled.filter(is_new).map(|(_, value)| value).collect();
        let is_name = |value: &&String| !vocabulary::is_one_of(YES_OR_NO, value) && !means_a_role(value);
        let names: HashSet<&String> = values.iter().filter(is_name).collect();
        names.len() * 2 > values.len()
    }

    fn with(&self, meaning: Meaning) -> impl Iterator<Item = usize> {
        self.meanings.iter().enumerate().filter(move |(_, (known, _))| *known == meaning).map(|(index, _)| index)
    }

    /// All columns that mean this.
    pub fn all(&self, meaning: Meaning) -> impl Iterator<Item = usize> {
        self.with(meaning)
    }

    /// The first column that means this.
    pub fn first(&self, meaning: Meaning) -> Option<usize> {
        self.with(meaning).next()
    }

    /// Columns that would grant power or set a secret. One that is empty, whose secrets are starred out as exports do
    /// it, or that answers a question about them, "Strong password required" in Microsoft 365, sets none.
    pub fn forbidden(&self) -> Vec<String> {
        const ANSWERS: &str = "true false yes no sim nao verdadeiro falso";
        let is_masked = |cell: &str| cell.chars().all(|character| matches!(character, '*' | '•' | '●'));
        let is_harmless = |cell: &str| is_masked(cell) || vocabulary::is_one_of(ANSWERS, &folded(cell));
        let secrets = self.with(Meaning::Secret).filter(|index| !self.cells(*index).all(is_harmless));
        let powers = self.with(Meaning::Power).filter(|index| self.is_filled(*index));
        let mut forbidden: Vec<usize> = secrets.chain(powers).collect();
        forbidden.sort_unstable();
        forbidden.into_iter().map(|index| shown(&self.header[index])).collect()
    }

    /// The one column that means this: the surest; of several that are as sure,
    /// those that are empty or the same as the first do not count.
    pub fn one(&self, meaning: Meaning, column: Column) -> Result<Option<usize>, FileProblem> {
        self.one_of(&self.surest(meaning, column), column)
    }

    /// The columns that mean this most surely.
    pub(super) fn surest(&self, meaning: Meaning, column: Column) -> Vec<usize> {
        let mut all: Vec<usize> = self.with(meaning).collect();
        // Forms that ask for no account fill their own column with "anonymous".
        let has_address = |index: &usize| self.cells(*index).any(|cell| cell.contains('@'));
        if column == Column::Email && all.iter().any(has_address) {
            all.retain(has_address);
        }
        let best = all.iter().map(|index| self.meanings[*index].1).min();
        all.retain(|index| Some(self.meanings[*index].1) == best);
        all
    }

    /// The one of some columns for the same thing.
    pub(super) fn one_of(&self, all: &[usize], column: Column) -> Result<Option<usize>, FileProblem> {
        let filled: Vec<usize> = all.iter().copied().filter(|index| self.is_filled(*index)).collect();
        let first = filled.first().or(all.first()).copied();
        let differing = first.is_some_and(|first| filled.iter().any(|other| !self.cells(*other).eq(self.cells(first))));
        if differing {
            return Err(FileProblem::ColumnTwice { column, found: self.told_apart(&filled) });
        }
        Ok(first)
    }

    /// The names of columns; of those that are called the same, with their letters. One of them may be hidden.
    fn told_apart(&self, columns: &[usize]) -> Vec<String> {
        let names: Vec<String> = columns.iter().map(|index| shown(&self.header[*index])).collect();
        let is_unique = |name: &String| names.iter().filter(|other| folded(other) == folded(name)).count() == 1;
        let told = |(name, index): (&String, &usize)| match is_unique(name) {
            true => name.clone(),
            false => format!("{name} ({})", letters(*index)),
        };
        names.iter().zip(columns).map(told).collect()
    }

    /// The first column that may hold addresses and holds nothing else.
    pub fn contact(&self) -> Option<usize> {
        let is_address = |cell: &str| cell.is_empty() || EmailAddress::parse(cell).is_ok();
        self.with(Meaning::Contact).find(|index| self.is_filled(*index) && self.cells(*index).all(is_address))
    }

    /// Columns that say of some row that its person has left.
    pub fn closed(&self, today: Date) -> impl Iterator<Item = String> {
        const NO: [&str; 12] = ["", "0", "false", "f", "no", "n", "nao", "falso", "✗", "✘", "❌", "☐"];
        // What databases and people write where there is nothing to say.
        const NOTHING: [&str; 11] = ["-", "–", "—", "null", "(null)", "\\n", "n/a", "n/d", "none", "nan", "nil"];
        let says_no = |cell: &str| {
            NO.contains(&&*folded(cell))
                || NOTHING.contains(&&*folded(cell))
                || dates::is_no_day(cell)
                || dates::is_to_come(cell, today)
        };
        let are_visits = self.header.iter().any(|name| leaving::tells_visits(name));
        let is_visit = |index: &usize| are_visits && leaving::tells_going(&self.header[*index]);
        let has_left = self.with(Meaning::Closed).filter(|index| !is_visit(index) && !self.cells(*index).all(says_no));
        let is_not_there = |cell: &str| !cell.is_empty() && NO.contains(&&*folded(cell));
        let not_there = self.with(Meaning::Open).filter(move |index| self.cells(*index).any(is_not_there));
        let in_words = self.with(Meaning::Open).chain(self.with(Meaning::Status));
        let in_words = in_words
            .filter(|index| self.cells(*index).any(|cell| leaving::is_departed_status(&self.header[*index], cell)));
        let mut all: Vec<usize> = has_left.chain(not_there).chain(in_words).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|index| shown(&self.header[index]))
    }
}
