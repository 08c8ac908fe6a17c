//! `chaveiro app`: programs people sign in to with their account here.

mod show;

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use crate::cli::output::print_line;
use crate::domain::{AppKind, ClientId};
use crate::error::{AppError, Problem};
use crate::server::AppState;
use crate::server::apps::{self, typed::TypedApp};
use crate::server::config::Config;
use crate::server::session::Admin;
use crate::server::store::apps::App;
use serde_json::json;
use show::{list, print_fields, to_json};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Manage apps: programs people sign in to with their account here.
#[derive(clap::Subcommand)]
pub enum AppCommand {
    /// Add an app; prints its client secret, once.
    Create(Box<Create>),
    /// List the apps.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one app.
    Show(AppArguments),
    /// Add a new client secret; the earlier one works until `--end-old`.
    RotateSecret {
        #[command(flatten)]
        which: AppArguments,
        /// Take the new secret from this file (at least 32 characters) instead of generating one.
        #[arg(long, value_name = "FILE", conflicts_with = "end_old")]
        secret_file: Option<PathBuf>,
        /// Make no new secret, but end the earlier ones.
        #[arg(long)]
        end_old: bool,
    },
    /// Delete an app; nobody signs in to it any more.
    Delete(AppArguments),
}

/// What an app is.
#[derive(clap::Args)]
pub struct Create {
    /// What people call it.
    #[arg(long)]
    name: String,
    /// Where people open it.
    #[arg(long, value_name = "URL")]
    home: String,
    /// Where it takes codes; can be given several times.
    #[arg(long, value_name = "URL", required_unless_present = "forward_auth")]
    redirect_uri: Vec<String>,
    /// Where people may go after signing out; can be given several times.
    #[arg(long, value_name = "URL")]
    post_logout_uri: Vec<String>,
    /// The app's own address that starts a sign-in (initiate_login_uri).
    #[arg(long, value_name = "URL")]
    initiate_login_uri: Option<String>,
    /// Where the app receives logout tokens (back-channel logout).
    #[arg(long, value_name = "URL")]
    backchannel_logout_uri: Option<String>,
    /// It runs in browsers or on people's devices, and has no secret.
    #[arg(long)]
    public: bool,
    /// It has no sign-in of its own: the proxy in front of it asks Chaveiro, at the host of `--home`.
    #[arg(long, conflicts_with_all = [
        "public", "redirect_uri", "initiate_login_uri", "backchannel_logout_uri", "no_claims_in_id_token", "secret_file",
    ])]
    forward_auth: bool,
    /// Only this group may use it: its slug; can be given several times. Default: everybody.
    #[arg(long, value_name = "SLUG")]
    group: Vec<String>,
    /// Put the person's details into userinfo only, not into the ID token.
    #[arg(long)]
    no_claims_in_id_token: bool,
    /// What signs its ID tokens: `RS256` or `ES256`.
    #[arg(long, default_value = "RS256")]
    algorithm: String,
    /// How it identifies itself. Default: made from the name.
    #[arg(long)]
    client_id: Option<String>,
    /// Take the client secret from this file (at least 32 characters) instead of generating one.
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Which app, and how the outcome is printed.
#[derive(clap::Args)]
pub struct AppArguments {
    /// The app's client ID.
    client_id: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl AppCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        let missing = match self {
            Self::Create(_) => MissingDatabase::Create,
            _ => MissingDatabase::Refuse,
        };
        with_state(config, missing, async |state| self.run_on(state).await).await
    }

    async fn run_on(self, state: &AppState) -> Result<(), CommandError> {
        match self {
            Self::Create(create) => create.run(state).await?,
            Self::List { json } => list(state, json).await?,
            Self::Show(which) => {
                let app = find(state, &which.client_id).await?;
                let object = to_json(state, &app).await?;
                if which.json {
                    print_line!("{object:#}");
                } else {
                    print_fields(&object);
                }
            }
            Self::RotateSecret { which, end_old: true, .. } => end_old(state, &which).await?,
            Self::RotateSecret { which, secret_file, .. } => rotate(state, &which, secret_file.as_deref()).await?,
            Self::Delete(which) => {
                let app = find(state, &which.client_id).await?;
                apps::delete_app(state, &Admin::from_cli(), &app.id).await?;
                if which.json {
                    print_line!("{}", json!({ "client_id": app.details.client_id.as_str(), "deleted": true }));
                } else {
                    let id = &app.details.client_id;
                    print_line!("{}", text!(language(), "aplicativo excluído: {id}", "deleted app {id}"));
                }
            }
        }
        Ok(())
    }
}

impl Create {
    async fn run(self, state: &AppState) -> Result<(), CommandError> {
        let kind = match (self.forward_auth, self.public) {
            (true, _) => AppKind::ForwardAuth,
            (false, true) => AppKind::Public,
            (false, false) => AppKind::Confidential,
        };
        let typed = TypedApp {
            client_id: self.client_id.unwrap_or_default(),
            name: self.name,
            home_url: self.home,
            redirect_uris: self.redirect_uri.join("\n"),
            post_logout_uris: self.post_logout_uri.join("\n"),
            initiate_login_uri: self.initiate_login_uri.unwrap_or_default(),
            backchannel_logout_uri: self.backchannel_logout_uri.unwrap_or_default(),
            kind: kind.as_str().to_owned(),
            access: if self.group.is_empty() { "everybody" } else { "groups" }.to_owned(),
            groups: self.group.join(" "),
            claims_in_id_token: if self.no_claims_in_id_token { "no" } else { "yes" }.to_owned(),
            algorithm: self.algorithm,
        };
        let details = typed.parse(state).await?;
        let given = self.secret_file.as_deref().map(read_secret).transpose()?;
        let given_text = given.as_ref().map(|secret| secret.as_str());
        let cli = Admin::from_cli();
        let made = apps::create_app(state, &cli, None, &details, given_text).await?;
        let (_, secret) = made.ok_or(AppError::DoesNotApply)?;
        // One that was given is known already.
        let shown = secret.filter(|_| given.is_none());
        say(
            self.json,
            details.client_id.as_str(),
            shown.as_ref().map(|secret| secret.as_str()),
            language().pick("aplicativo adicionado:", "added app"),
        );
        Ok(())
    }
}

/// Prints the client ID and the secret, if there is one to be shown.
fn say(as_json: bool, client_id: &str, secret: Option<&str>, done: &str) {
    if as_json {
        print_line!("{}", json!({ "client_id": client_id, "client_secret": secret }));
        return;
    }
    print_line!("{done} {client_id}");
    if let Some(secret) = secret {
        let label = language().pick("segredo (client secret), mostrado só agora", "client secret, shown only now");
        print_line!("{label}: {secret}");
    }
}

fn read_secret(file: &Path) -> Result<Zeroizing<String>, CommandError> {
    /// More than any secret has; a wrong path may lead to a device, which has no end.
    const MAX_BYTES: u64 = 64 * 1024;
    let cannot = |error| super::cannot_read(file, &error);
    let mut text = Zeroizing::new(String::new());
    std::fs::File::open(file).map_err(cannot)?.take(MAX_BYTES).read_to_string(&mut text).map_err(cannot)?;
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}

async fn find(state: &AppState, typed: &str) -> Result<App, CommandError> {
    let client_id = ClientId::parse(typed)
        .map_err(|_| CommandError::Failed(super::wrong_argument(language(), "<CLIENT_ID>", &Problem::ClientId)))?;
    state.store.find_app_by_client_id(&client_id).await?.ok_or_else(|| {
        CommandError::Failed(text!(
            language(),
            "não existe o aplicativo {client_id}; `chaveiro app list` mostra todos",
            "there is no app {client_id}; `chaveiro app list` shows all"
        ))
    })
}

/// The same where it is an app with a secret.
async fn find_confidential(state: &AppState, typed: &str) -> Result<App, CommandError> {
    let app = find(state, typed).await?;
    let id = &app.details.client_id;
    match app.details.kind {
        AppKind::Confidential => Ok(app),
        AppKind::Public => Err(CommandError::Failed(text!(
            language(),
            "o aplicativo {id} não tem segredo: é público (--public)",
            "app {id} has no client secret: it is public (--public)"
        ))),
        AppKind::ForwardAuth => Err(CommandError::Failed(text!(
            language(),
            "o aplicativo {id} não tem segredo: o proxy dele pergunta ao Chaveiro (--forward-auth)",
            "app {id} has no client secret: its proxy asks Chaveiro (--forward-auth)"
        ))),
    }
}

async fn rotate(state: &AppState, which: &AppArguments, file: Option<&Path>) -> Result<(), CommandError> {
    let app = find_confidential(state, &which.client_id).await?;
    let given = file.map(read_secret).transpose()?;
    let given_text = given.as_ref().map(|secret| secret.as_str());
    let made = apps::rotate_secret(state, &Admin::from_cli(), &app.id, given_text, None).await?;
    let secret = made.ok_or(AppError::DoesNotApply)?;
    let shown = given.is_none().then_some(secret.as_str());
    say(
        which.json,
        app.details.client_id.as_str(),
        shown,
        language().pick("segredo adicionado ao aplicativo", "added a client secret to app"),
    );
    Ok(())
}

async fn end_old(state: &AppState, which: &AppArguments) -> Result<(), CommandError> {
    let app = find_confidential(state, &which.client_id).await?;
    let secrets = state.store.list_app_secrets(&app.id).await?;
    let mut ended = 0;
    for secret in secrets.iter().filter(|secret| secret.ended_at.is_none()).skip(1) {
        apps::end_secret(state, &Admin::from_cli(), &app.id, &secret.id).await?;
        ended += 1;
    }
    if which.json {
        print_line!("{}", json!({ "client_id": app.details.client_id.as_str(), "ended": ended }));
    } else {
        let sentence = text!(
            language(),
            "segredos anteriores do aplicativo {id} encerrados: {ended}",
            "ended {ended} earlier client secrets of app {id}",
            id = app.details.client_id
        );
        print_line!("{sentence}");
    }
    Ok(())
}
