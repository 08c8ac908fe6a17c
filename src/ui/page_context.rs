//! What every page knows of the request it answers. No secret is among it.

use crate::domain::import::{FileLimits, FileProblem};
use crate::domain::{AccentColor, Locale, Preset, Role, Timestamp};
use crate::error::{AppError, Field, FieldError};
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::config::SelfRegistration;
pub use crate::server::cookies::Theme;
use crate::server::flash::Flash;
use crate::server::request_context::RequestContext;
use crate::server::store::sessions::SessionPurpose;
use crate::ui::address::PageAddress;
use std::sync::Arc;
use std::time::Duration;

/// What every page knows.
#[derive(Clone, Debug)]
pub struct PageContext {
    /// The language.
    pub locale: Locale,
    /// The colors.
    pub theme: Theme,
    /// Whose site this is.
    pub organization: String,
    /// The organization's own color.
    pub accent: Option<AccentColor>,
    /// The address of the style sheet of that color.
    pub style: Option<String>,
    /// The organization's logo.
    pub logo: Option<PageLogo>,
    /// Whether this is development mode.
    pub dev: bool,
    /// Whether visitors may register.
    pub registration: bool,
    /// Whether an administrator then has to approve.
    pub registration_approval: bool,
    /// The least length of an own password, in code points.
    pub password_min_length: u32,
    /// The default kind of temporary password.
    pub preset: Preset,
    /// Whether the preset `cpf` may be chosen.
    pub allow_cpf: bool,
    /// Whether temporary passwords may be handed over in person.
    pub allow_handover: bool,
    /// Whether people may delete their own accounts.
    pub allow_self_deletion: bool,
    /// The language of whom nothing is known.
    pub default_locale: Locale,
    /// How large a file of people may be.
    pub import_limits: FileLimits,
    /// How long a temporary password works.
    pub temporary_password_ttl: Duration,
    /// By whose clock it says when.
    pub time_zone: Zone,
    /// What time it is.
    pub now: Timestamp,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The path of this page, without its query: where the language form returns to.
    pub path: String,
    /// What has just been done, by its name.
    pub notice: Option<String>,
    /// The same with all that belongs to it.
    pub flash: Option<Flash>,
    /// The address of each file of the site, by its plain name.
    pub assets: AssetPaths,
}

/// A logo, as a page shows it.
#[derive(Clone, Debug)]
pub struct PageLogo {
    /// Its address.
    pub path: String,
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// Whether they administer.
    pub is_admin: bool,
    /// Whether they still have to choose a password.
    pub must_choose: bool,
    /// Whether they have given it lately enough for sensitive actions.
    pub confirmed: bool,
}

/// The addresses of the site's files.
#[derive(Clone)]
pub struct AssetPaths(Arc<crate::server::assets::Assets>);

impl std::fmt::Debug for AssetPaths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AssetPaths(…)")
    }
}

impl AssetPaths {
    /// The address of `style.css`, say, which changes with its content.
    pub fn path(&self, name: &str) -> String {
        self.0.path(name)
    }
}

impl PageContext {
    /// Collects what a page may know.
    pub fn new(state: &AppState, request_context: &RequestContext, address: &PageAddress) -> Self {
        let settings = &state.settings;
        let shown = state.appearance.shown();
        let flash = request_context.flash.clone().filter(|flash| flash.path() == address.path);
        Self {
            locale: request_context.locale,
            theme: request_context.theme,
            organization: shown.appearance.organization.clone(),
            accent: shown.appearance.accent,
            style: shown.style.as_ref().map(|file| file.path.clone()),
            logo: shown.logo.as_ref().zip(shown.appearance.logo.as_ref()).map(|(file, logo)| PageLogo {
                path: file.path.clone(),
                width: logo.width,
                height: logo.height,
            }),
            dev: settings.dev,
            registration: settings.self_registration != SelfRegistration::Off,
            registration_approval: settings.self_registration == SelfRegistration::Approval,
            password_min_length: settings.password_policy.min_length,
            preset: settings.preset,
            allow_cpf: settings.allow_cpf,
            allow_handover: settings.allow_handover,
            allow_self_deletion: settings.allow_self_deletion,
            default_locale: settings.default_locale,
            import_limits: settings.import_limits,
            temporary_password_ttl: settings.temporary_password_ttl,
            time_zone: request_context.time_zone.clone(),
            now: state.clock.now(),
            person: request_context.session.as_ref().map(|session| Person {
                display_name: session.user.display_name.as_str().to_owned(),
                email: session.user.email.as_str().to_owned(),
                is_admin: session.user.role == Role::Admin,
                must_choose: session.purpose == SessionPurpose::FirstAccess,
                confirmed: session.confirmed,
            }),
            path: address.path.clone(),
            notice: flash.as_ref().and_then(|flash| flash.value("notice")),
            flash,
            assets: AssetPaths(Arc::new(state.assets.clone())),
        }
    }
}

/// Why a form was not sent and is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownAgainAfter {
    /// The session had ended.
    SessionEnd,
    /// Another language or other colors were chosen.
    Switch,
}

/// A form that was refused: why, and what was typed, but no password.
#[derive(Clone, Debug, Default)]
pub struct Submitted {
    /// Why the form was refused.
    pub error: Option<AppError>,
    /// What is wrong with the file, where the form sends one.
    pub file: Option<FileProblem>,
    /// Why it was not sent and is shown again, if it is.
    pub shown_again: Option<ShownAgainAfter>,
    /// Where it was sent; none where it can't be shown again there.
    action: Option<String>,
    values: Vec<(String, String)>,
}

impl Submitted {
    /// A form that was refused.
    pub fn refused(error: AppError, values: Vec<(String, String)>) -> Self {
        Self { error: Some(error), ..Self::typed(values) }
    }

    /// A form that did something without keeping what was typed. Passwords are dropped, here for all forms: what is in this
    /// type is written into the page again.
    pub fn typed(mut values: Vec<(String, String)>) -> Self {
        values.retain(|(name, _)| !Field::parse(name).is_some_and(Field::is_secret));
        Self { values, ..Self::default() }
    }

    /// A form that was not sent, shown again with what was typed.
    pub fn shown_again(after: ShownAgainAfter, values: Vec<(String, String)>) -> Self {
        Self { shown_again: Some(after), ..Self::typed(values) }
    }

    /// One that was sent to `action`, which shows it again when it is asked to.
    #[must_use]
    pub fn sent_to(self, action: &str) -> Self {
        Self { action: Some(action.to_owned()), ..self }
    }

    /// Where the form was sent and what was typed, but no password, for it to be shown again; none for a page that was
    /// asked for without a form.
    pub fn typed_form(&self) -> Option<(&str, &[(String, String)])> {
        Some((self.action.as_deref()?, &self.values))
    }

    /// A form that was not sent yet, with a field filled in.
    pub fn suggested(field: Field, value: String) -> Self {
        Self::default().with(field, value)
    }

    /// A form whose file was refused.
    pub fn file_refused(problem: FileProblem) -> Self {
        Self { error: Some(AppError::InvalidForm(Vec::new())), file: Some(problem), ..Self::default() }
    }

    /// Without what these fields hold, so that a form shows what is so now.
    #[must_use]
    pub fn without(mut self, fields: &[Field]) -> Self {
        self.values.retain(|(name, _)| !fields.iter().any(|field| field.as_str() == name));
        self
    }

    /// With this in a field.
    #[must_use]
    pub fn with(mut self, field: Field, value: String) -> Self {
        self = self.without(&[field]);
        self.values.push((field.as_str().to_owned(), value));
        self
    }

    /// What was typed into a field; empty when nothing was.
    pub fn value(&self, field: Field) -> String {
        self.given(field).unwrap_or_default().to_owned()
    }

    /// What was typed into a field, if the form was sent at all.
    pub fn given(&self, field: Field) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == field.as_str()).map(|(_, value)| value.as_str())
    }

    /// The value of a hidden field, which nobody typed.
    pub fn hidden(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// What is wrong with a field.
    pub fn field_error(&self, field: Field) -> Option<FieldError> {
        self.error.as_ref()?.fields().iter().find(|wrong| wrong.field == field).cloned()
    }
}
