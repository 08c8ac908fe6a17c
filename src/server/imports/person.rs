//! From the cells of a row to a person, or to what is wrong with them.

use super::apps::KnownApps;
use super::cells::{self, cell};
use super::groups::{self, KnownGroups};
use super::header::Columns;
use crate::domain::field::{Field, FieldError, Problem};
use crate::domain::import::{Column, RowProblem, Wrong};
use crate::domain::user_fields::{UserDefaults, UserFields, UserReading};
use crate::domain::{Cpf, EmailAddress, GroupName, InvalidCpf, Locale, NewUser, Role};
use crate::server::config::Settings;
use crate::server::store::search::folded;
use crate::server::store::{Store, StoreError};
use std::collections::HashMap;

/// The address in the example row of the template; an import leaves that row
/// out. Nobody can have it (RFC 2606, 2).
pub const EXAMPLE_EMAIL: &str = "maria.exemplo@example.invalid";

/// The groups and the apps that rows can name.
pub struct Known {
    /// The groups there are.
    pub groups: KnownGroups,
    /// The apps there are.
    pub apps: KnownApps,
}

impl Known {
    /// All there are now.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Self { groups: KnownGroups::load(store).await?, apps: KnownApps::load(store).await? })
    }
}

/// Reads a row.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(
    settings: &Settings,
    known: &Known,
    columns: &Columns,
    cells: &[String],
) -> Result<NewUser, Vec<RowProblem>> {
    check_cells(columns, cells)?;
    let fields = fields(columns, cells);
    let set = columns.defaults();
    let defaults = UserDefaults {
        role: Some(set.role.unwrap_or(Role::Member)),
        locale: Some(set.locale.unwrap_or(settings.default_locale)),
    };
    let mut reading = UserReading::read(&fields, defaults);
    reading.check_preset(settings.preset_rules());
    let mut problems = Vec::new();
    let mut note = |column, wrong| problems.push(RowProblem { column: Some(column), wrong });
    if let Some(why) = cells::not_a_name(&fields.display_name) {
        note(Column::DisplayName, Wrong::NotAName(why));
    }
    if reading.email.as_ref().is_some_and(|email| email.as_str() == EXAMPLE_EMAIL) {
        note(Column::Email, Wrong::Example);
    }
    for name in groups::named(columns, cells) {
        match (known.groups.find(&name), GroupName::parse(&name)) {
            (Some(slug), _) => drop(reading.groups.insert(slug.clone())),
            // One that does not exist is left out, unless somebody has it made.
            (None, Ok(_)) => {}
            (None, Err(_)) if cells::is_no_group(&name) => {}
            (None, Err(invalid)) => note(Column::Groups, Wrong::Group(invalid)),
        }
    }
    match given(columns, cells, Column::App).map(|name| known.apps.find(&name, &reading.groups)) {
        Some(Ok(app)) => reading.app = Some(app),
        Some(Err(wrong)) => note(Column::App, wrong),
        None => {}
    }
    match reading.finish() {
        Ok(new_user) if problems.is_empty() => Ok(new_user),
        Ok(_) => Err(problems),
        Err(wrong) => {
            let wrong = wrong.into_iter().map(|error| row_problem(error, &fields));
            let mut all: Vec<RowProblem> = wrong.chain(problems).collect();
            // In the order of the columns, as they are read.
            all.sort_by_key(|problem| problem.column != Some(Column::DisplayName));
            Err(all)
        }
    }
}

/// That there are no more cells than columns, and that the spreadsheet has calculated all that are read.
fn check_cells(columns: &Columns, cells: &[String]) -> Result<(), Vec<RowProblem>> {
    if cells.len() > columns.len() {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let wrong = Wrong::Cells { expected: count(columns.len()), found: count(cells.len()) };
        return Err(vec![RowProblem { column: None, wrong }]);
    }
    let has_no_value =
        |column: &Column| cell(columns, cells, *column).is_some_and(|cell| cells::is_uncalculated(&cell));
    let uncalculated = columns.read().into_iter().filter(has_no_value);
    let problems: Vec<RowProblem> =
        uncalculated.map(|column| RowProblem { column: Some(column), wrong: Wrong::Uncalculated }).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What the cells of a row say, as a form would say it.
fn fields(columns: &Columns, cells: &[String]) -> UserFields {
    let given = |column| given(columns, cells, column);
    UserFields {
        display_name: cell(columns, cells, Column::DisplayName).unwrap_or_default(),
        email: cell(columns, cells, Column::Email).unwrap_or_default(),
        role: given(Column::Role).map(|text| role(&text).map_or(text, |role| role.as_str().to_owned())),
        locale: given(Column::Locale).map(|text| locale(&text).map_or(text, |locale| locale.as_str().to_owned())),
        cpf: given(Column::Cpf),
        temporary_password: given(Column::TemporaryPassword),
    }
}

/// A cell that may be empty: a formula that failed in it says nothing.
fn given(columns: &Columns, cells: &[String], column: Column) -> Option<String> {
    cell(columns, cells, column).filter(|cell| !cell.is_empty() && !cells::is_sheet_error(cell))
}

/// What is wrong with a field, as rows of a file keep it.
fn row_problem(error: FieldError, fields: &UserFields) -> RowProblem {
    let (column, wrong) = match (error.field, error.problem) {
        (Field::DisplayName, Problem::DisplayName(invalid)) => (Column::DisplayName, Wrong::DisplayName(invalid)),
        (Field::Email, Problem::Email(invalid)) => (Column::Email, cells::wrong_address(&fields.email, invalid)),
        (Field::Role, _) => (Column::Role, Wrong::Role),
        (Field::Locale, _) => (Column::Locale, Wrong::Locale),
        (Field::Cpf, Problem::Cpf(InvalidCpf::WrongLength)) => {
            (Column::Cpf, cells::wrong_cpf(fields.cpf.as_deref().unwrap_or_default()))
        }
        (Field::Cpf, Problem::Cpf(invalid)) => (Column::Cpf, Wrong::Cpf(invalid)),
        (Field::Cpf, Problem::CpfMissing) => (Column::Cpf, Wrong::CpfMissing),
        (_, Problem::Preset(invalid)) => (Column::TemporaryPassword, Wrong::Preset(invalid)),
        (_, Problem::PresetNotAllowed) => (Column::TemporaryPassword, Wrong::PresetNotAllowed),
        _ => return RowProblem { column: None, wrong: Wrong::Unreadable },
    };
    RowProblem { column: Some(column), wrong }
}

/// The role a row asks for; none where its word for it is not known.
pub fn role_of(columns: &Columns, cells: &[String]) -> Option<Role> {
    let given = cell(columns, cells, Column::Role).filter(|cell| !cell.is_empty());
    given.map_or(Some(columns.defaults().role.unwrap_or(Role::Member)), |text| role(&text))
}

/// A role in people's words. Who learns, teaches or works somewhere is a member
/// here, and so is who may write articles elsewhere.
fn role(text: &str) -> Option<Role> {
    match role_word(text).as_str() {
        "membro" | "member" | "usuario" | "usuaria" | "user" | "usuario comum" | "regular user" | "miembro" => {
            Some(Role::Member)
        }
        "administrador" | "administradora" | "administrator" | "admin" | "adm" => Some(Role::Admin),
        "aluno" | "aluna" | "discente" | "estudante" | "student" | "learner" | "professor" | "professora"
        | "docente" | "teacher" | "instructor" | "instrutor" | "instrutora" | "tutor" | "tutora" | "funcionario"
        | "funcionaria" | "servidor" | "servidora" | "colaborador" | "colaboradora" | "employee" | "staff"
        | "participante" | "participant" | "convidado" | "convidada" | "guest" | "assinante" | "subscriber"
        | "cliente" | "customer" | "contributor" | "author" | "autor" | "autora" | "editor" | "editora" | "pessoa"
        | "person" | "alumno" | "alumna" => Some(Role::Member),
        _ => None,
    }
}

/// The word for a role, without the ending of the other gender: "Aluno(a)", "Aluno/a".
fn role_word(text: &str) -> String {
    let folded = folded(text).replace(['-', '_'], " ");
    let endings = ["(a)", "(o)", "(as)", "(os)", "/a", "/o"];
    endings.into_iter().find_map(|ending| folded.strip_suffix(ending)).unwrap_or(&folded).trim_end().to_owned()
}

/// Whether a role can be told from a text.
pub(super) fn means_a_role(text: &str) -> bool {
    role(&cells::plain(text)).is_some()
}

/// Whether a text is a word for the role of an administrator.
pub(super) fn means_an_admin(text: &str) -> bool {
    role(&cells::plain(text)) == Some(Role::Admin)
}

/// A language in people's words or as systems name it: `pt_BR.UTF-8`, `Portuguese (Brazil)`.
fn locale(text: &str) -> Option<Locale> {
    let folded = folded(text);
    let mut words = folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let named = |word: &str| match word {
        "portugues" | "portuguesa" | "portuguese" | "brasileiro" | "por" | "ptbr" => Some(Locale::PtBr),
        "ingles" | "inglesa" | "english" | "eng" | "enus" | "engb" => Some(Locale::En),
        _ => None,
    };
    words.clone().find_map(named).or_else(|| Locale::parse(words.next()?))
}

/// Finds people that a file has twice.
#[derive(Default)]
pub struct Seen {
    emails: HashMap<EmailAddress, u32>,
    cpfs: HashMap<Cpf, u32>,
}

impl Seen {
    /// What of this person an earlier row has said already.
    pub fn repeated(&mut self, line: u32, person: &NewUser) -> Vec<RowProblem> {
        let mut problems = Vec::new();
        let mut note = |column, wrong| problems.push(RowProblem { column: Some(column), wrong });
        if let Some(line) = self.emails.get(&person.email) {
            note(Column::Email, Wrong::EmailTwice { line: *line });
        }
        if let Some(line) = person.cpf.as_ref().and_then(|cpf| self.cpfs.get(cpf)) {
            note(Column::Cpf, Wrong::CpfTwice { line: *line });
        }
        if problems.is_empty() {
            self.emails.insert(person.email.clone(), line);
            if let Some(cpf) = &person.cpf {
                self.cpfs.insert(cpf.clone(), line);
            }
        }
        problems
    }
}
