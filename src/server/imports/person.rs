//! From the cells of a row to a person, or to what is wrong with them.

use super::groups::{self, KnownGroups};
use super::header::Columns;
use crate::domain::import::{Column, RowProblem, Wrong};
use crate::domain::user::is_invisible;
use crate::domain::{Cpf, DisplayName, EmailAddress, GroupName, Locale, NewUser, Preset, Role};
use crate::server::config::Settings;
use crate::server::store::search::folded;
use std::collections::{BTreeSet, HashMap};

/// The address in the example row of the template; an import leaves that row
/// out. Nobody can have it (RFC 2606, 2).
pub const EXAMPLE_EMAIL: &str = "maria.exemplo@example.invalid";

/// The cell of a column on one line, without the space around it and without
/// what cannot be seen at its ends; a name in several columns in one piece.
pub fn cell(columns: &Columns, cells: &[String], column: Column) -> Option<String> {
    let plain = |place: &usize| plain(cells.get(*place).map_or("", String::as_str));
    if column == Column::DisplayName
        && let Some(social) = columns.social_name().map(|place| plain(&place)).filter(|name| !name.is_empty())
    {
        return Some(social);
    }
    match columns.places(column) {
        [] => None,
        [place] => Some(plain(place)),
        places => Some(places.iter().map(plain).fold(String::new(), joined)),
    }
}

/// What a cell says, on one line, without what cannot be seen at its ends.
pub fn plain(cell: &str) -> String {
    let given = cell.trim_matches(|character: char| {
        character.is_whitespace() || character == '\u{feff}' || is_invisible(character)
    });
    given.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name and its next part, unless the part is in it already: some programs
/// write the whole name beside the surname.
fn joined(name: String, part: String) -> String {
    let as_words = |text: &str| format!(" {} ", folded(text));
    if name.is_empty() {
        part
    } else if part.is_empty() || name.contains(' ') && as_words(&name).contains(&as_words(&part)) {
        name
    } else {
        format!("{name} {part}")
    }
}

/// Reads a row.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(
    settings: &Settings,
    known: &KnownGroups,
    columns: &Columns,
    cells: &[String],
) -> Result<NewUser, Vec<RowProblem>> {
    let mut problems = Vec::new();
    let mut note = |column, wrong| problems.push(RowProblem { column: Some(column), wrong });
    if cells.len() > columns.len() {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let wrong = Wrong::Cells { expected: count(columns.len()), found: count(cells.len()) };
        return Err(vec![RowProblem { column: None, wrong }]);
    }
    let given = |column| cell(columns, cells, column).filter(|cell| !cell.is_empty());

    let display_name = DisplayName::parse(&given(Column::DisplayName).unwrap_or_default())
        .map_err(|invalid| note(Column::DisplayName, Wrong::DisplayName(invalid)));
    let email = EmailAddress::parse(&given(Column::Email).unwrap_or_default())
        .map_err(|invalid| note(Column::Email, Wrong::Email(invalid)));
    if email.as_ref().is_ok_and(|email| email.as_str() == EXAMPLE_EMAIL) {
        note(Column::Email, Wrong::Example);
    }
    let role = given(Column::Role).map_or(Some(Role::Member), |text| role(&text));
    if role.is_none() {
        note(Column::Role, Wrong::Role);
    }
    let locale = given(Column::Locale).map_or(Some(settings.default_locale), |text| locale(&text));
    if locale.is_none() {
        note(Column::Locale, Wrong::Locale);
    }
    let cpf = given(Column::Cpf).map(|text| Cpf::parse(&text)).transpose();
    let cpf = cpf.map_err(|invalid| note(Column::Cpf, Wrong::Cpf(invalid)));
    let preset = given(Column::TemporaryPassword).map(|text| Preset::parse(&text)).transpose();
    let preset = preset.map_err(|invalid| note(Column::TemporaryPassword, Wrong::Preset(invalid)));
    if preset == Ok(Some(Preset::Cpf)) && !settings.allow_cpf {
        note(Column::TemporaryPassword, Wrong::PresetNotAllowed);
    } else if preset.is_ok_and(|preset| preset.unwrap_or(settings.preset) == Preset::Cpf) && cpf == Ok(None) {
        note(Column::Cpf, Wrong::CpfMissing);
    }
    let mut groups = BTreeSet::new();
    for name in groups::named(columns, cells) {
        match (known.find(&name), GroupName::parse(&name)) {
            (Some(slug), _) => drop(groups.insert(slug.clone())),
            // One that does not exist is left out, unless somebody has it made.
            (None, Ok(_)) => {}
            (None, Err(invalid)) => note(Column::Groups, Wrong::Group(invalid)),
        }
    }
    match (email, display_name, role, locale, cpf, preset) {
        (Ok(email), Ok(display_name), Some(role), Some(locale), Ok(cpf), Ok(preset)) if problems.is_empty() => {
            Ok(NewUser { email, display_name, role, locale, cpf, preset, groups })
        }
        _ => Err(problems),
    }
}

/// A role in people's words. Who learns, teaches or works somewhere is a member
/// here, and so is who may write articles elsewhere.
fn role(text: &str) -> Option<Role> {
    match folded(text).replace(['-', '_'], " ").as_str() {
        "membro" | "member" | "usuario" | "usuaria" | "user" | "usuario comum" | "regular user" | "aluno" | "aluna"
        | "discente" | "estudante" | "student" | "learner" | "professor" | "professora" | "docente" | "teacher"
        | "instructor" | "instrutor" | "instrutora" | "tutor" | "tutora" | "funcionario" | "funcionaria"
        | "servidor" | "servidora" | "colaborador" | "colaboradora" | "employee" | "staff" | "participante"
        | "participant" | "convidado" | "convidada" | "guest" | "assinante" | "subscriber" | "cliente" | "customer"
        | "contributor" | "author" | "autor" | "autora" | "editor" | "editora" | "pessoa" | "person" | "miembro"
        | "alumno" | "alumna" => Some(Role::Member),
        "administrador" | "administradora" | "administrator" | "admin" | "adm" => Some(Role::Admin),
        _ => None,
    }
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
    pub fn again(&mut self, line: u32, person: &NewUser) -> Vec<RowProblem> {
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
