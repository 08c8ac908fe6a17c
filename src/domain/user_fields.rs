//! Reads what somebody typed of a person, wherever they typed it.
//!
//! The forms that add and edit a person, set-up, registration, imports and the command
//! line all come here, so that they accept the same and report every wrong field at once.

use super::field::{Field, FieldError, Problem};
use super::{AppId, Cpf, DisplayName, EmailAddress, GroupSlug, Locale, NewUser, Preset, Role};
use std::collections::BTreeSet;
use std::fmt;

/// What was typed of a person, under the names of the form's fields. What is empty or blank
/// was not given.
#[derive(Clone, Default)]
pub struct UserFields {
    /// `display_name`
    pub display_name: String,
    /// `email`
    pub email: String,
    /// `role`
    pub role: Option<String>,
    /// `locale`
    pub locale: Option<String>,
    /// `cpf`
    pub cpf: Option<String>,
    /// `temporary_password`: its kind, never the password itself.
    pub temporary_password: Option<String>,
}

/// Nothing of a person belongs in a log.
impl fmt::Debug for UserFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserFields").finish_non_exhaustive()
    }
}

/// What is true where nothing was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct UserDefaults {
    /// The role where none was given; without one here, it must be.
    pub role: Option<Role>,
    /// The language where none was given; without one here, it must be.
    pub locale: Option<Locale>,
}

/// What is allowed of the kind of a temporary password.
#[derive(Clone, Copy, Debug)]
pub struct PresetRules {
    /// The kind where none was given.
    pub default: Preset,
    /// Whether [`Preset::Cpf`] may be chosen.
    pub allow_cpf: bool,
}

impl PresetRules {
    /// Whether a kind fits somebody with or without a CPF.
    ///
    /// # Errors
    /// [`Problem::PresetNotAllowed`], [`Problem::CpfMissing`].
    pub fn check(&self, preset: Option<Preset>, has_cpf: bool) -> Result<(), FieldError> {
        if preset == Some(Preset::Cpf) && !self.allow_cpf {
            return Err(FieldError { field: Field::TemporaryPassword, problem: Problem::PresetNotAllowed });
        }
        if preset.unwrap_or(self.default) == Preset::Cpf && !has_cpf {
            return Err(FieldError { field: Field::Cpf, problem: Problem::CpfMissing });
        }
        Ok(())
    }
}

/// A person as far as the fields could be read, and what is wrong with the others; what is
/// checked elsewhere is noted here too, so that all of it is reported together.
#[derive(Clone, Debug)]
pub struct UserReading {
    /// The name.
    pub display_name: Option<DisplayName>,
    /// The address.
    pub email: Option<EmailAddress>,
    /// The CPF, where one was given.
    pub cpf: Option<Cpf>,
    /// The groups to put them into.
    pub groups: BTreeSet<GroupSlug>,
    /// The app they are invited for.
    pub app: Option<AppId>,
    role: Option<Role>,
    locale: Option<Locale>,
    preset: Option<Preset>,
    wrong: Vec<FieldError>,
}

impl UserReading {
    /// Reads every field.
    pub fn read(fields: &UserFields, defaults: UserDefaults) -> Self {
        let mut wrong = Vec::new();
        let mut note = |field, problem| wrong.push(FieldError { field, problem });
        let display_name = DisplayName::parse(&fields.display_name)
            .map_err(|invalid| note(Field::DisplayName, Problem::DisplayName(invalid)))
            .ok();
        let email =
            EmailAddress::parse(&fields.email).map_err(|invalid| note(Field::Email, Problem::Email(invalid))).ok();
        let role = given(&fields.role).map_or(defaults.role, Role::parse);
        if role.is_none() {
            note(Field::Role, Problem::Choice);
        }
        let locale = given(&fields.locale).map_or(defaults.locale, Locale::parse);
        if locale.is_none() {
            note(Field::Locale, Problem::Choice);
        }
        let cpf = given(&fields.cpf).map(Cpf::parse).transpose();
        let cpf = cpf.map_err(|invalid| note(Field::Cpf, Problem::Cpf(invalid))).unwrap_or_default();
        let preset = given(&fields.temporary_password).map(Preset::parse).transpose();
        let preset =
            preset.map_err(|invalid| note(Field::TemporaryPassword, Problem::Preset(invalid))).unwrap_or_default();
        Self { display_name, email, role, locale, cpf, preset, groups: BTreeSet::new(), app: None, wrong }
    }

    /// Checks the kind of temporary password. A kind or a CPF that could not be read is
    /// wrong already.
    pub fn check_preset(&mut self, rules: PresetRules) {
        let is_wrong = |field| self.wrong.iter().any(|wrong| wrong.field == field);
        if !is_wrong(Field::TemporaryPassword) {
            self.wrong.extend(rules.check(self.preset, self.cpf.is_some() || is_wrong(Field::Cpf)).err());
        }
    }

    /// Asks about an address that looks mistyped; `sure` is the one that was asked about before.
    #[cfg(feature = "ssr")]
    pub fn ask_about_email(&mut self, sure: Option<&str>) {
        let question = self.email.as_ref().and_then(|email| Problem::misspelt_email(email, sure));
        self.wrong.extend(question.map(|problem| FieldError { field: Field::Email, problem }));
    }

    /// Reports one more field.
    pub fn note(&mut self, field: Field, problem: Problem) {
        self.wrong.push(FieldError { field, problem });
    }

    /// Reports more fields.
    pub fn note_all(&mut self, wrong: &[FieldError]) {
        self.wrong.extend_from_slice(wrong);
    }

    /// The person, where nothing is wrong.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn finish(self) -> Result<NewUser, Vec<FieldError>> {
        match (self.email, self.display_name, self.role, self.locale) {
            (Some(email), Some(display_name), Some(role), Some(locale)) if self.wrong.is_empty() => {
                let (cpf, preset, groups, app) = (self.cpf, self.preset, self.groups, self.app);
                Ok(NewUser { email, display_name, role, locale, cpf, preset, groups, app })
            }
            _ => Err(self.wrong),
        }
    }
}

fn given(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|value| !value.trim().is_empty())
}
