//! `chaveiro user`: people and their accounts.

mod admin_action;
mod import;
mod list;

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use crate::cli::output::print_line;
use crate::domain::user_fields::{UserDefaults, UserFields, UserReading};
use crate::domain::{AdminAction, Channel, EmailAddress, NewUser, Role, UserId};
use crate::error::{AppError, Problem};
use crate::server::config::Config;
use crate::server::{AppState, accounts, apps, session};
use admin_action::UserArguments;
use list::UserFilters;
use serde_json::json;

/// Manage people and their accounts.
#[derive(clap::Subcommand)]
pub enum UserCommand {
    /// Add a person; the running server emails the temporary password.
    Create {
        #[command(flatten)]
        person: PersonArguments,
        /// The role: `member` (user) or `admin`.
        #[arg(long, default_value = "member")]
        role: String,
        /// The CPF, with or without dots.
        #[arg(long)]
        cpf: Option<String>,
        /// The kind of temporary password. Default: the setting.
        #[arg(long)]
        preset: Option<String>,
        /// Add the person to the group with this slug; can be given several times.
        #[arg(long, value_name = "SLUG")]
        group: Vec<String>,
        /// The app the person is invited for, by its client ID: the page leads there once they have a password.
        #[arg(long, value_name = "CLIENT_ID")]
        app: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List people with their status and the status of their email.
    List {
        #[command(flatten)]
        which: UserFilters,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Export people as CSV (recorded in the audit log).
    Export {
        #[command(flatten)]
        which: UserFilters,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one account: status, most recent email and events.
    Show(UserArguments),
    Import(import::ImportCommand),
    /// Resend the temporary password to a person who hasn't chosen a password yet.
    Resend(UserArguments),
    /// Cancel the invitation: the temporary password stops working.
    Revoke(UserArguments),
    /// Require a new password: email a temporary one, the current one stops working.
    RequirePassword(UserArguments),
    /// Disable the account and end all its sessions.
    Disable(UserArguments),
    /// Enable the account again.
    Enable(UserArguments),
    /// Delete the account; it can be restored for 30 days.
    Delete(UserArguments),
    /// Restore a deleted account.
    Restore {
        #[command(flatten)]
        whom: UserArguments,
        /// Also email a temporary password; the current password stops working.
        #[arg(long)]
        send_again: bool,
    },
    /// Unlock the account: reset its wrong tries.
    Unlock(UserArguments),
    /// Approve a registration.
    Approve(UserArguments),
    /// Reject a registration; it can be restored for 30 days.
    Refuse(UserArguments),
}

/// Who an account is for.
#[derive(clap::Args)]
pub struct PersonArguments {
    /// The person's email.
    #[arg(long)]
    email: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The person's language: `pt-BR` or `en`. Default: the setting.
    #[arg(long)]
    locale: Option<String>,
    /// Create the account even if the email looks mistyped (gmial.com).
    #[arg(long)]
    yes: bool,
}

impl PersonArguments {
    pub(super) fn fields(&self) -> UserFields {
        UserFields {
            display_name: self.name.clone(),
            email: self.email.clone(),
            locale: self.locale.clone(),
            ..UserFields::default()
        }
    }

    /// Asks about an address that looks mistyped.
    pub(super) fn check_email(&self) -> Result<(), CommandError> {
        let email = EmailAddress::parse(&self.email).ok().filter(|_| !self.yes);
        let Some(meant) = email.and_then(|email| email.probably_meant()) else { return Ok(()) };
        Err(CommandError::Failed(text!(
            language(),
            "você quis dizer {meant}? Nada foi criado. Corrija o e-mail ou, se estiver certo, use --yes.",
            "did you mean {meant}? Nothing was created. Correct the email, or use --yes if it's right."
        )))
    }
}

impl UserCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        with_state(config, self.missing_database(), async |state| self.run_on(state).await).await
    }

    /// What adds people may be the first thing done with a new database.
    const fn missing_database(&self) -> MissingDatabase {
        match self {
            Self::Create { .. } | Self::Import(_) => MissingDatabase::Create,
            _ => MissingDatabase::Refuse,
        }
    }

    async fn run_on(self, state: &AppState) -> Result<(), CommandError> {
        match self {
            Self::Create { person, role, cpf, preset, group, app, json } => {
                let fields = UserFields { role: Some(role), cpf, temporary_password: preset, ..person.fields() };
                person.check_email()?;
                let mut reading = UserReading::read(&fields, defaults(state, None));
                reading.check_preset(state.settings.preset_rules());
                accounts::read_groups(state, &mut reading, &group.join(" ")).await?;
                apps::read_app(state, &mut reading, app.as_deref()).await?;
                let new_user = reading.finish().map_err(AppError::InvalidForm)?;
                let id = create(state, &new_user).await?;
                if json {
                    print_line!("{}", json!({ "id": id.as_str(), "email": new_user.email.as_str() }));
                } else {
                    let done = text!(
                        language(),
                        "conta criada: {id}; o servidor em execução enviará a senha temporária por e-mail",
                        "created account {id}; the running server will email the temporary password",
                        id = id.as_str()
                    );
                    print_line!("{done}");
                }
            }
            Self::List { which, json } => list::list(state, &which, json).await?,
            Self::Export { which, json } => list::export(state, &which, json).await?,
            Self::Import(command) => command.run(state).await?,
            Self::Show(whom) => admin_action::show(state, &whom).await?,
            Self::Resend(whom) => admin_action::apply(state, AdminAction::Resend, &whom).await?,
            Self::Revoke(whom) => admin_action::apply(state, AdminAction::Revoke, &whom).await?,
            Self::RequirePassword(whom) => admin_action::apply(state, AdminAction::RequirePassword, &whom).await?,
            Self::Disable(whom) => admin_action::apply(state, AdminAction::Disable, &whom).await?,
            Self::Enable(whom) => admin_action::apply(state, AdminAction::Enable, &whom).await?,
            Self::Delete(whom) => admin_action::apply(state, AdminAction::Delete, &whom).await?,
            Self::Restore { whom, send_again } => {
                let action = if send_again { AdminAction::RestoreAndSend } else { AdminAction::Restore };
                admin_action::apply(state, action, &whom).await?;
            }
            Self::Unlock(whom) => admin_action::apply(state, AdminAction::Unlock, &whom).await?,
            Self::Approve(whom) => admin_action::apply(state, AdminAction::Approve, &whom).await?,
            Self::Refuse(whom) => admin_action::apply(state, AdminAction::Refuse, &whom).await?,
        }
        Ok(())
    }
}

/// Makes an account for `person` and queues its mail.
pub(super) async fn invite(state: &AppState, person: &PersonArguments, role: Role) -> Result<UserId, CommandError> {
    person.check_email()?;
    let mut reading = UserReading::read(&person.fields(), defaults(state, Some(role)));
    reading.check_preset(state.settings.preset_rules());
    create(state, &reading.finish().map_err(AppError::InvalidForm)?).await
}

async fn create(state: &AppState, new_user: &NewUser) -> Result<UserId, CommandError> {
    let cli = session::Admin::from_cli();
    accounts::create_user(state, &cli, None, new_user, Channel::Mail)
        .await
        .map_err(|error| restorable(error, &new_user.email))
}

/// An error, with the command that restores the deleted account that is in the way.
pub(super) fn restorable(error: AppError, email: &EmailAddress) -> CommandError {
    if !error.fields().iter().any(|wrong| matches!(wrong.problem, Problem::EmailDeleted(_))) {
        return error.into();
    }
    CommandError::Failed(text!(
        language(),
        "{words} Para restaurar, execute `chaveiro user restore --email {email}`; com `--send-again`, uma senha temporária \
         também é enviada por e-mail.",
        "{words} To restore it, run `chaveiro user restore --email {email}`; with `--send-again` a temporary password is mailed \
         as well.",
        words = super::in_words(language(), &error)
    ))
}

/// What is true of a person where the command does not say it.
pub(super) fn defaults(state: &AppState, role: Option<Role>) -> UserDefaults {
    UserDefaults { role, locale: Some(state.settings.default_locale) }
}

async fn find(state: &AppState, email: &str) -> Result<UserId, CommandError> {
    let user = state.store.find_user_by_email(&super::email("--email", email)?).await?;
    user.map(|user| user.id).ok_or_else(|| no_one(email))
}

/// That nobody has this address.
pub(super) fn no_one(email: &str) -> CommandError {
    CommandError::Failed(text!(language(), "ninguém tem o e-mail {email}", "no one has the email {email}"))
}
