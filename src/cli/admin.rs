//! `chaveiro admin`: make an administrator without a browser.

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use super::user::{PersonArguments, defaults};
use crate::cli::output::print_line;
use crate::domain::user_fields::UserReading;
use crate::domain::{Role, UserId};
use crate::server::config::Config;
use crate::server::session;
use crate::server::{AppState, accounts};
use std::io::Read as _;
use zeroize::Zeroizing;

/// Create an admin.
#[derive(clap::Subcommand)]
pub enum AdminCommand {
    /// Create an admin with a password of their own.
    Create {
        #[command(flatten)]
        person: PersonArguments,
        /// Read the password from standard input, to the end of the first line.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Create an admin; the running server emails a temporary password.
    Invite {
        #[command(flatten)]
        person: PersonArguments,
    },
}

impl AdminCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        with_state(config, MissingDatabase::Create, async |state| self.run_on(state).await).await
    }

    async fn run_on(self, state: &AppState) -> Result<(), CommandError> {
        match self {
            Self::Create { person, .. } => {
                let password = password_from_stdin()?;
                let id = create(state, &person, &password).await?;
                print_line!(
                    "{}",
                    text!(language(), "administrador criado: {id}", "created admin {id}", id = id.as_str())
                );
            }
            Self::Invite { person } => {
                let id = super::user::invite(state, &person, Role::Admin).await?;
                let done = text!(
                    language(),
                    "administrador criado: {id}; o servidor em execução enviará a senha temporária por e-mail",
                    "created admin {id}; the running server will email the temporary password",
                    id = id.as_str()
                );
                print_line!("{done}");
            }
        }
        Ok(())
    }
}

async fn create(state: &AppState, person: &PersonArguments, password: &str) -> Result<UserId, CommandError> {
    person.check_email()?;
    let reading = UserReading::read(&person.fields(), defaults(state, Some(Role::Admin)));
    let (new_user, _) = accounts::finish_with_password(state, reading, password)?;
    let cli = session::Admin::from_cli();
    accounts::create_admin(state, &cli, &new_user, password)
        .await
        .map_err(|error| super::user::restorable(error, &new_user.email))
}

fn password_from_stdin() -> Result<Zeroizing<String>, CommandError> {
    let mut input = Zeroizing::new(String::new());
    std::io::stdin().take(4096).read_to_string(&mut input).map_err(|error| {
        CommandError::Failed(text!(
            language(),
            "não foi possível ler a senha da entrada padrão: {error}",
            "cannot read the password from standard input: {error}"
        ))
    })?;
    // PowerShell puts a byte order mark before what it pipes.
    let input = input.strip_prefix('\u{feff}').unwrap_or(&input);
    let line = input.split(['\r', '\n']).next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}
