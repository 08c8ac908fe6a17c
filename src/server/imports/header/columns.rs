//! Finding the columns of a header.

use super::found::Found;
use super::person_name::NameColumns;
use super::understood::Meaning;
use super::{Columns, letters, shown};
use crate::domain::import::{Column, Doubt, DoubtKind, FileProblem};
use crate::server::imports::table::TableRow;
use jiff::civil::Date;

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
        let mut columns = Self { length: header.len(), reason: found.first(Meaning::Reason), ..Self::default() };
        let name = found.name()?;
        columns.place(&found, &name)?;
        columns.social_name = name.social;
        columns.name_parts.clone_from(&name.parts);
        columns.note_spelling(&found);
        columns.note_doubts(&found, name, today);
        columns.note_unused(&found);
        Ok(columns)
    }

    /// From which cells each thing is read.
    fn place(&mut self, found: &Found<'_>, name: &NameColumns) -> Result<(), FileProblem> {
        let email = self.address(found, name)?;
        let missing = |missing| FileProblem::ColumnMissing { missing, found: found.names() };
        let name = name.places.clone().ok_or_else(|| missing(Column::DisplayName))?;
        self.places.push((Column::DisplayName, name));
        self.places.push((Column::Email, vec![email.ok_or_else(|| missing(Column::Email))?]));
        self.places.extend(found.role()?.map(|place| (Column::Role, vec![place])));
        for column in [Column::Locale, Column::Cpf, Column::TemporaryPassword, Column::App] {
            if let Some(place) = found.one(Meaning::Read(column), column)? {
                self.places.push((column, vec![place]));
            }
        }
        // Somebody may be in several, so several columns are no trouble.
        let groups: Vec<usize> = found.all(Meaning::Read(Column::Groups)).collect();
        if !groups.is_empty() {
            self.places.push((Column::Groups, groups));
        }
        Ok(())
    }

    /// Where the addresses are; and where there may be one in rows without any.
    fn address(&mut self, found: &Found<'_>, name: &NameColumns) -> Result<Option<usize>, FileProblem> {
        let email = match found.one(Meaning::Email, Column::Email) {
            Err(refused) => Some(found.address_of(name.places.as_deref().unwrap_or_default()).ok_or(refused)?),
            one => one?,
        };
        let sign_in_name = match found.one(Meaning::SignInName, Column::Email) {
            // Beside addresses nobody needs to know which of several it is.
            Err(_) if email.is_some() => None,
            sign_in_name => sign_in_name?,
        };
        self.sign_in_name = sign_in_name.filter(|place| email.is_some_and(|email| found.fills(*place, email)));
        // Where it is the only one, it is the address itself: "E-mail para confirmação".
        Ok(email.or(sign_in_name).or_else(|| found.contact()).or_else(|| found.first(Meaning::EmailAgain)))
    }

    /// How names are written, and which other columns have addresses.
    fn note_spelling(&mut self, found: &Found<'_>) {
        if let [place] = *self.places(Column::DisplayName) {
            // Where nobody has an address, nobody is: "Points Possible" among the students of Canvas.
            let addresses = self.places(Column::Email).first().copied();
            self.surname_first = found.surname_first(place, addresses);
            self.number_first = found.numbered(place, addresses);
        }
        if let [taken] = *self.places(Column::Email) {
            self.other_addresses = found.other_addresses(taken);
        }
        self.marked = (0..self.length).filter(|index| found.is_marked(*index)).collect();
    }

    /// What somebody has to say before an account is made.
    fn note_doubts(&mut self, found: &Found<'_>, name: NameColumns, today: Date) {
        self.doubts = name.doubts;
        self.doubts.extend(found.closed(today).map(|column| Doubt { column, kind: DoubtKind::Closed }));
        let mut more: Vec<Doubt> =
            name.others.iter().map(|place| found.doubt(*place, DoubtKind::OtherPeople)).collect();
        if let [taken] = *self.places(Column::Email) {
            more.extend(found.doubts_of_addresses(taken, &self.other_addresses));
        }
        let turned = self.surname_first.filter(|place| !found.says_surname_first(*place));
        more.extend(turned.map(|place| found.doubt(place, DoubtKind::SurnameFirst)));
        more.extend(self.number_first.map(|place| found.doubt(place, DoubtKind::NumberFirst)));
        let unnamed = name.unnamed.map(|place| Doubt { column: letters(place), kind: DoubtKind::UnnamedNamePart });
        more.extend(unnamed);
        if self.places(Column::Role).is_empty() {
            more.extend(found.jobs_with_admins().map(|column| Doubt { column, kind: DoubtKind::Jobs }));
        }
        more.extend(found.status_codes().map(|column| Doubt { column, kind: DoubtKind::StatusCodes }));
        self.more_doubts = more;
    }

    /// The columns that nothing is read from.
    fn note_unused(&mut self, found: &Found<'_>) {
        let name = |index: &usize| shown(&found.header[*index]);
        let unused: Vec<usize> = (0..self.length).filter(|index| !self.is_used(*index)).collect();
        self.ignored = unused.iter().map(name).filter(|name| !name.is_empty()).collect();
        let has_no_name = |index: &usize| name(index).is_empty() && found.is_filled(*index);
        self.unnamed = unused.into_iter().filter(has_no_name).collect();
    }
}
