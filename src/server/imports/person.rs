//! From the cells of a row to a person, or to what is wrong with them.

use super::header::Columns;
use super::table::is_formula;
use crate::domain::import::{Column, RowProblem, Wrong};
use crate::domain::{Cpf, DisplayName, EmailAddress, Locale, NewUser, Preset, Role};
use crate::server::config::Settings;
use crate::server::store::search::folded;
use std::collections::HashMap;

/// The address in the example row of the template; an import leaves that row
/// out. Nobody can have it (RFC 2606, 2).
pub const EXAMPLE_EMAIL: &str = "maria.exemplo@example.invalid";

/// The cell of a column as it was meant: without the apostrophe that keeps a
/// spreadsheet from computing it, on one line, without the space around it.
pub fn cell(columns: &Columns, cells: &[String], column: Column) -> Option<String> {
    let given = cells.get(columns.place(column)?)?;
    let plain = given.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(given);
    Some(plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Reads a row.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(settings: &Settings, columns: &Columns, cells: &[String]) -> Result<NewUser, Vec<RowProblem>> {
    let mut problems = Vec::new();
    let mut note = |column, wrong| problems.push(RowProblem { column: Some(column), wrong });
    if cells.len() != columns.len() {
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
    match (email, display_name, role, locale, cpf, preset) {
        (Ok(email), Ok(display_name), Some(role), Some(locale), Ok(cpf), Ok(preset)) if problems.is_empty() => {
            Ok(NewUser { email, display_name, role, locale, cpf, preset })
        }
        _ => Err(problems),
    }
}

fn role(text: &str) -> Option<Role> {
    match folded(text).as_str() {
        "membro" | "member" => Some(Role::Member),
        "administrador" | "administradora" | "administrator" | "admin" => Some(Role::Admin),
        _ => None,
    }
}

fn locale(text: &str) -> Option<Locale> {
    let folded = folded(text);
    match folded.split([' ', '(']).next()? {
        "portugues" | "portuguese" => Some(Locale::PtBr),
        "ingles" | "english" => Some(Locale::En),
        _ => Locale::parse(&folded),
    }
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
