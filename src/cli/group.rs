//! `chaveiro group`: groups of people, which say who may use which app.

use super::CommandError;
use super::database::{MissingDatabase, with_state};
use super::language::{language, text};
use super::table::Table;
use crate::cli::output::{not_written, print_line, print_notice, printable};
use crate::domain::{GroupSlug, UserId};
use crate::error::{AppError, Problem};
use crate::locale::number::counted;
use crate::server::config::Config;
use crate::server::session::Admin;
use crate::server::store::groups::{Group, Membership};
use crate::server::{AppState, accounts, apps, clock};
use serde_json::json;

/// Manage groups of people, which say who may use which app.
#[derive(clap::Subcommand)]
pub enum GroupCommand {
    /// Create a group.
    Create {
        /// What people call it.
        name: String,
        /// What apps call it: lower-case letters, digits and hyphens. Default: made from the name.
        #[arg(long)]
        slug: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the groups, and how many people are in each.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one group and the people in it.
    Show(GroupArguments),
    /// Rename a group; its slug stays the same.
    Rename {
        #[command(flatten)]
        which: GroupArguments,
        /// The new name.
        name: String,
    },
    /// Set the app that the people of a group are invited for: the page leads there once they have a password.
    App {
        #[command(flatten)]
        which: GroupArguments,
        /// The app's client ID. Without it: none.
        #[arg(long, value_name = "CLIENT_ID")]
        app: Option<String>,
    },
    /// Delete a group; its people keep their accounts.
    Delete(GroupArguments),
    /// Add people to a group.
    Add(People),
    /// Remove people from a group.
    Remove(People),
}

/// Which group, and how the outcome is printed.
#[derive(clap::Args)]
pub struct GroupArguments {
    /// The group's slug.
    slug: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Some people and a group.
#[derive(clap::Args)]
pub struct People {
    #[command(flatten)]
    which: GroupArguments,
    /// The person's address; may be given several times.
    #[arg(long, required = true)]
    email: Vec<String>,
}

/// The argument that says which group, as the help calls it.
const SLUG: &str = "<SLUG>";
/// People read at a time.
const BATCH: i64 = 500;

impl GroupCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        let missing = match self {
            Self::Create { .. } => MissingDatabase::Create,
            _ => MissingDatabase::Refuse,
        };
        with_state(config, missing, async |state| self.run_on(state).await).await
    }

    async fn run_on(self, state: &AppState) -> Result<(), CommandError> {
        let cli = Admin::from_cli();
        match self {
            Self::Create { name, slug, json } => {
                let group = accounts::create_group(state, &cli, None, slug.as_deref(), &name).await?;
                let slug = &group.slug;
                say(json, &to_json(&group), &text!(language(), "grupo criado: {slug}", "created group {slug}"));
            }
            Self::List { json } => list(state, json).await?,
            Self::Show(which) => show(state, &which).await?,
            Self::Rename { which, name } => {
                let slug = parse_slug(SLUG, &which.slug)?;
                accounts::rename_group(state, &cli, &slug, &name, None).await.map_err(unknown(&slug))?;
                let group = state.store.find_group(&slug).await?.ok_or(AppError::NotFound)?;
                let name = &group.name;
                let sentence =
                    text!(language(), "grupo {slug} renomeado para {name}", "renamed group {slug} to {name}");
                say(which.json, &to_json(&group), &sentence);
            }
            Self::App { which, app } => {
                let slug = parse_slug(SLUG, &which.slug)?;
                let app = app.unwrap_or_default();
                apps::set_group_app(state, &cli, &slug, &app, None).await.map_err(unknown(&slug))?;
                let done = json!({ "slug": slug.as_str(), "app": Some(&app).filter(|app| !app.is_empty()) });
                let name = if app.is_empty() { language().pick("nenhum", "none") } else { &app };
                let sentence = text!(language(), "aplicativo do grupo {slug}: {name}", "app of group {slug}: {name}");
                say(which.json, &done, &sentence);
            }
            Self::Delete(which) => {
                let slug = parse_slug(SLUG, &which.slug)?;
                accounts::delete_group(state, &cli, &slug, None).await.map_err(unknown(&slug))?;
                let done = json!({ "slug": slug.as_str(), "deleted": true });
                let sentence = text!(
                    language(),
                    "grupo {slug} excluído; as pessoas dele mantêm suas contas",
                    "deleted group {slug}; its people keep their accounts"
                );
                say(which.json, &done, &sentence);
            }
            Self::Add(people) => change(state, Membership::Add, &people).await?,
            Self::Remove(people) => change(state, Membership::Remove, &people).await?,
        }
        Ok(())
    }
}

/// The slug of a group that was given as `argument`.
fn parse_slug(argument: &str, text: &str) -> Result<GroupSlug, CommandError> {
    GroupSlug::parse(text).map_err(|invalid| {
        CommandError::Failed(super::wrong_argument(language(), argument, &Problem::GroupSlug(invalid)))
    })
}

/// The same where there is such a group.
pub(super) async fn existing_slug(state: &AppState, argument: &str, text: &str) -> Result<GroupSlug, CommandError> {
    let slug = parse_slug(argument, text)?;
    match state.store.find_group(&slug).await? {
        Some(_) => Ok(slug),
        None => Err(unknown(&slug)(AppError::NotFound)),
    }
}

fn unknown(slug: &GroupSlug) -> impl FnOnce(AppError) -> CommandError {
    let slug = slug.clone();
    move |error| match error {
        AppError::NotFound => CommandError::Failed(text!(
            language(),
            "não existe o grupo {slug}; `chaveiro group list` mostra todos",
            "there is no group {slug}; `chaveiro group list` shows all"
        )),
        other => other.into(),
    }
}

fn say(as_json: bool, object: &serde_json::Value, sentence: &str) {
    if as_json {
        print_line!("{object}");
    } else {
        print_line!("{sentence}");
    }
}

fn to_json(group: &Group) -> serde_json::Value {
    json!({ "slug": group.slug.as_str(), "name": group.name.as_str(), "created_at": clock::rfc3339(group.created_at) })
}

async fn list(state: &AppState, as_json: bool) -> Result<(), CommandError> {
    let groups = state.store.list_groups_with_counts().await?;
    if as_json {
        let object = |(group, count): &(Group, i64)| {
            let mut object = to_json(group);
            object["people"] = (*count).into();
            object
        };
        print_line!("{:#}", groups.iter().map(object).collect::<serde_json::Value>());
        return Ok(());
    }
    let mut table = Table::new(language().pick(["SLUG", "PESSOAS", "NOME"], ["SLUG", "PEOPLE", "NAME"]));
    let row = |(group, count): &(Group, i64)| {
        [group.slug.as_str().to_owned(), count.to_string(), group.name.as_str().to_owned()]
    };
    let rows: Vec<_> = groups.iter().map(row).collect();
    table.print(&mut std::io::stdout().lock(), &rows).map_err(not_written)?;
    if table.is_empty() {
        print_notice!("{}", language().pick("Nenhum grupo encontrado.", "No groups found."));
    }
    Ok(())
}

async fn show(state: &AppState, which: &GroupArguments) -> Result<(), CommandError> {
    let slug = parse_slug(SLUG, &which.slug)?;
    let group = state.store.find_group(&slug).await?.ok_or(AppError::NotFound).map_err(unknown(&slug))?;
    let mut people = Vec::new();
    loop {
        let skip = i64::try_from(people.len()).unwrap_or(i64::MAX);
        let more = state.store.list_group_members(&slug, skip, BATCH).await?;
        let is_last = i64::try_from(more.len()).unwrap_or(i64::MAX) < BATCH;
        people.extend(more);
        if is_last {
            break;
        }
    }
    if which.json {
        let mut object = to_json(&group);
        let person = |member: &crate::server::store::groups::GroupMember| json!({ "id": member.id.as_str(), "email": member.email, "display_name": member.display_name });
        object["people"] = people.iter().map(person).collect();
        print_line!("{object:#}");
        return Ok(());
    }
    let (name, count) = (&group.name, people.len());
    let count =
        counted(language(), count as i64, language().pick("pessoa", "person"), language().pick("pessoas", "people"));
    print_line!("{slug}: {name}, {count}");
    for member in people {
        print_line!("{:<40} {}", printable(&member.email), printable(&member.display_name));
    }
    Ok(())
}

async fn change(state: &AppState, change: Membership, people: &People) -> Result<(), CommandError> {
    let slug = parse_slug(SLUG, &people.which.slug)?;
    let mut ids: Vec<UserId> = Vec::new();
    for email in &people.email {
        ids.extend(accounts::find_people(state, email).await?);
    }
    let cli = Admin::from_cli();
    let count = accounts::change_members(state, &cli, &slug, change, &ids).await.map_err(unknown(&slug))?;
    let (word, sentence) = match change {
        Membership::Add => (
            "added",
            text!(language(), "pessoas adicionadas ao grupo {slug}: {count}", "{count} added to group {slug}"),
        ),
        Membership::Remove => (
            "removed",
            text!(language(), "pessoas removidas do grupo {slug}: {count}", "{count} removed from group {slug}"),
        ),
    };
    let done = json!({ "slug": slug.as_str(), word: count });
    let rest = match ids.len().saturating_sub(count) {
        0 => String::new(),
        unchanged => text!(language(), ", sem mudança: {unchanged}", ", {unchanged} unchanged"),
    };
    say(people.which.json, &done, &format!("{sentence}{rest}"));
    Ok(())
}
