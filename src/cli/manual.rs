//! How the command line documents itself: help, settings, shell completions, manual pages.

use super::language::{language, text};
use super::{Arguments, CommandError};
use crate::cli::output::{print, print_line};
use crate::domain::Preset;
use crate::server::config::SETTINGS_HEADING;
use clap::{Command, CommandFactory as _};
use std::path::PathBuf;

const SETTINGS_HINT: &str = "Settings are flags and environment variables of every command: `chaveiro help settings`.";

const EXIT_STATUSES: &str = "Exit status: 0 done, 1 not done (the message says why), 64 wrong command line, 69 database \
                             unavailable, 78 wrong settings.";

const LANGUAGE: &str = "Language: results and errors are in Portuguese where LC_ALL, LC_MESSAGES or LANG (the first that is set) \
                        says pt, as in LANG=pt_BR.UTF-8, otherwise in English. --json, exports, logs, wrong settings and this \
                        help don't depend on it.";

/// Print all settings: flags, environment variables and defaults.
#[derive(clap::Args)]
pub struct SettingsCommand;

impl SettingsCommand {
    pub(super) fn run(&self) {
        let mut command = command();
        if let Some(settings) = command.find_subcommand_mut("settings") {
            print_line!("{}", settings.render_long_help());
        }
    }
}

/// Print a completion script for a shell.
#[derive(clap::Args)]
pub struct CompletionsCommand {
    /// The shell.
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl CompletionsCommand {
    pub(super) fn run(&self) {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command(), "chaveiro", &mut script);
        print(format_args!("{}", String::from_utf8_lossy(&script)));
    }
}

/// Print the manual page, for example for `chaveiro man | man -l -`; or write one for each command into a folder.
#[derive(clap::Args)]
pub struct ManCommand {
    /// A folder that exists, such as /usr/local/share/man/man1.
    folder: Option<PathBuf>,
}

impl ManCommand {
    pub(super) fn run(&self) -> Result<(), CommandError> {
        let mut page = Vec::new();
        let written = match &self.folder {
            Some(folder) => clap_mangen::generate_to(command(), folder),
            None => clap_mangen::Man::new(command()).render(&mut page),
        };
        print(format_args!("{}", String::from_utf8_lossy(&page)));
        written.map_err(|error| {
            CommandError::Failed(text!(
                language(),
                "não foi possível gravar o manual: {error}",
                "cannot write the manual: {error}"
            ))
        })
    }
}

/// The command line as it is parsed and shown. The settings are flags of every command; a sub-command's help would be
/// mostly them, so it names the page that lists them instead.
pub(super) fn command() -> Command {
    let mut command = Arguments::command()
        .mut_arg("CHAVEIRO_TEMPORARY_PASSWORD", with_entropy)
        .after_help(format!("{EXIT_STATUSES}\n\n{LANGUAGE}"))
        .mut_subcommand("settings", |settings| settings.after_help(LANGUAGE));
    // Copies the global settings into the sub-commands, where they are then hidden.
    command.build();
    hide_settings(&mut command);
    command
}

fn hide_settings(command: &mut Command) {
    for sub in command.get_subcommands_mut().filter(|sub| !matches!(sub.get_name(), "settings" | "help")) {
        *sub = std::mem::take(sub)
            .mut_args(|argument| {
                let is_setting = argument.get_help_heading() == Some(SETTINGS_HEADING);
                argument.hide(is_setting)
            })
            .after_help(SETTINGS_HINT);
        hide_settings(sub);
    }
}

/// Adds the entropy of common presets to the help of the setting.
fn with_entropy(argument: clap::Arg) -> clap::Arg {
    let worth: Vec<String> = ["digits:6", "digits:8", "alphanumeric:8", "unambiguous:10", "words:4"]
        .iter()
        .filter_map(|text| Some(format!("{text} = {:.1} bits", Preset::parse(text).ok()?.entropy_bits())))
        .collect();
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    argument.help(format!("{help} Entropy: {}", worth.join(", ")))
}
