//! What a setting is: its names, its form, an example, its default and its manual.

use std::fmt::Write as _;

/// The heading of the settings in the help of commands.
pub const SETTINGS_HEADING: &str = "Settings";

/// How a setting is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By flag or variable.
    Value,
    /// On or off, by flag or variable; the flag alone means on.
    Switch,
    /// By flag or variable; its value may hold a password and is never repeated.
    Confidential,
    /// By variable only, since arguments are seen by everybody on the machine. It has a twin ending in `_FILE`.
    Secret,
    /// A file; the twin of a secret, or a certificate.
    File,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The environment variable.
    pub variable: &'static str,
    /// How it is given.
    pub kind: Kind,
    /// What its value is, as it completes "this is not …".
    pub form: &'static str,
    /// A value that fits.
    pub example: &'static str,
    /// What holds where nothing is given, if that can be written as a value.
    pub default: Option<&'static str>,
    /// The manual.
    pub help: &'static str,
}

impl Setting {
    /// The name of the flag without its dashes; none for secrets.
    pub fn flag(&self) -> Option<String> {
        let name = self.variable.strip_prefix("CHAVEIRO_").or_else(|| self.variable.strip_prefix("RUST_"));
        (self.kind != Kind::Secret).then(|| name.unwrap_or(self.variable).to_ascii_lowercase().replace('_', "-"))
    }

    /// The setting as a flag of every command; none for secrets.
    pub(super) fn argument(&self) -> Option<clap::Arg> {
        let flag = self.flag()?;
        let mut help = self.help.to_owned();
        if self.kind == Kind::Switch {
            let _ = write!(help, " Format: {}.", self.form);
        }
        let argument = clap::Arg::new(self.variable)
            .value_name(flag.to_ascii_uppercase().replace('-', "_"))
            .long(flag)
            .env(self.variable)
            .hide_env_values(self.kind == Kind::Confidential)
            .value_parser(clap::builder::ValueParser::os_string())
            .help(help)
            .help_heading(SETTINGS_HEADING)
            .global(true);
        Some(match (self.kind, self.default) {
            (Kind::Switch, _) => argument.num_args(0..=1).require_equals(true).default_missing_value("on"),
            (_, Some(default)) => argument.default_value(default),
            (_, None) => argument,
        })
    }
}

pub(super) const fn value(
    variable: &'static str,
    form: &'static str,
    example: &'static str,
    default: Option<&'static str>,
    help: &'static str,
) -> Setting {
    Setting { variable, kind: Kind::Value, form, example, default, help }
}

pub(super) const fn switch(variable: &'static str, help: &'static str) -> Setting {
    Setting { variable, kind: Kind::Switch, form: "on or off", example: "on", default: None, help }
}

pub(super) const fn file(
    variable: &'static str,
    form: &'static str,
    example: &'static str,
    help: &'static str,
) -> Setting {
    Setting { variable, kind: Kind::File, form, example, default: None, help }
}

pub(super) const fn secret(
    variable: &'static str,
    form: &'static str,
    example: &'static str,
    help: &'static str,
) -> Setting {
    Setting { variable, kind: Kind::Secret, form, example, default: None, help }
}

pub(super) const fn confidential(
    variable: &'static str,
    form: &'static str,
    example: &'static str,
    help: &'static str,
) -> Setting {
    Setting { variable, kind: Kind::Confidential, form, example, default: None, help }
}
