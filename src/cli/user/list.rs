//! `chaveiro user list` and `chaveiro user export`: the people, and the status of their accounts.

use super::super::language::language;
use super::super::local_time::local;
use super::super::table::Table;
use super::CommandError;
use crate::cli::group::existing_slug;
use crate::cli::output::{not_written, print_notice};
use crate::domain::{Locale, Role, StatusFilter, TimeRange, UserSort};
use crate::locale::time::Zone;
use crate::server::csv::push_row;
use crate::server::day_range::{Days, InvalidDays};
use crate::server::store::user_list::UserQuery;
use crate::server::store::user_overview::UserOverview;
use crate::server::{AppState, accounts, clock, session};
use clap::builder::PossibleValuesParser;
use futures::TryStreamExt as _;
use serde_json::json;
use std::io::Write as _;
use std::pin::pin;

/// Which people.
#[derive(clap::Args)]
pub struct UserFilters {
    /// Filter by status.
    #[arg(long, value_parser = PossibleValuesParser::new(StatusFilter::ALL.map(StatusFilter::as_str)))]
    status: Option<String>,
    /// Filter by role.
    #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.map(Role::as_str)))]
    role: Option<String>,
    /// Search by name or email: words may be just their beginning; accents and case don't matter.
    #[arg(long, value_name = "WORDS")]
    query: Option<String>,
    /// Filter by group: its slug.
    #[arg(long, value_name = "SLUG")]
    group: Option<String>,
    /// Only accounts made on this day or later, in the time zone of the installation.
    #[arg(long, value_name = "YYYY-MM-DD")]
    created_from: Option<String>,
    /// Only accounts made on this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD")]
    created_to: Option<String>,
    /// Only people whose last sign-in was on this day or later.
    #[arg(long, value_name = "YYYY-MM-DD")]
    seen_from: Option<String>,
    /// Only people whose last sign-in was on this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD")]
    seen_to: Option<String>,
    /// Order: `created` is newest first, `-created` oldest first.
    #[arg(long, default_value = "created", allow_hyphen_values = true,
          value_parser = PossibleValuesParser::new(UserSort::ALL.map(UserSort::as_str)))]
    sort: String,
}

impl UserFilters {
    async fn query(&self, state: &AppState) -> Result<UserQuery, CommandError> {
        let zone = &state.settings.time_zone;
        let created = range(zone, [("--created-from", &self.created_from), ("--created-to", &self.created_to)])?;
        let last_sign_in = range(zone, [("--seen-from", &self.seen_from), ("--seen-to", &self.seen_to)])?;
        let group = match self.group.as_deref() {
            Some(typed) => Some(existing_slug(state, "--group", typed).await?),
            None => None,
        };
        Ok(UserQuery::new(
            self.query.as_deref().unwrap_or_default(),
            self.status.as_deref().and_then(StatusFilter::parse),
            self.role.as_deref().and_then(Role::parse),
            UserSort::parse(&self.sort).unwrap_or(UserSort::NEWEST),
        )
        .in_group(group)
        .in_ranges(created, last_sign_in))
    }
}

/// The days from one argument to another.
fn range(zone: &Zone, [from, to]: [(&str, &Option<String>); 2]) -> Result<TimeRange, CommandError> {
    let day = |(_, typed): (&str, &Option<String>)| typed.clone().unwrap_or_default();
    let problem_of = |from: String, to: String| Days { from, to }.problem();
    // One by one first, so that the one is named which cannot be read.
    let problem = [from, to].into_iter().find_map(|one| Some((one.0.to_owned(), problem_of(day(one), String::new())?)));
    let problem = problem.or_else(|| Some((format!("{}, {}", from.0, to.0), problem_of(day(from), day(to))?)));
    match problem {
        Some((argument, problem)) => Err(CommandError::Failed(format!("{argument}: {}", invalid_days(problem)))),
        None => Ok(Days { from: day(from), to: day(to) }.range(zone)),
    }
}

fn invalid_days(problem: InvalidDays) -> String {
    match (language(), problem) {
        (Locale::PtBr, InvalidDays::Unreadable) => "informe os dias como AAAA-MM-DD, por exemplo 2026-11-22".to_owned(),
        (Locale::PtBr, InvalidDays::Reversed) => "o último dia vem antes do primeiro; troque os dois".to_owned(),
        (Locale::En, problem) => problem.to_string(),
    }
}

/// Prints a line for each account; with `as_json`, an array of objects.
pub async fn list(state: &AppState, which: &UserFilters, as_json: bool) -> Result<(), CommandError> {
    let mut batches = pin!(accounts::list_people(state, which.query(state).await?).await?);
    let mut out = std::io::stdout().lock();
    let mut count = 0_u64;
    let mut table = Table::new(language().pick(
        ["E-MAIL", "NOME", "PAPEL", "ESTADO", "ENVIO", "ÚLTIMO ACESSO"],
        ["EMAIL", "NAME", "ROLE", "STATUS", "DELIVERY", "LAST SIGN-IN"],
    ));
    while let Some(batch) = batches.try_next().await? {
        if !as_json {
            let never = if table.is_for_people() { language().pick("nunca", "never") } else { "never" };
            let rows: Vec<_> = batch.iter().map(|account| row(account, never)).collect();
            table.print(&mut out, &rows).map_err(not_written)?;
            continue;
        }
        let mut groups = accounts::groups_of(&state.store, &batch).await?;
        for account in &batch {
            let before = if count == 0 { "[" } else { "," };
            let groups = groups.remove(account.user.id.as_str()).unwrap_or_default();
            write!(out, "{before}\n{:#}", to_json(account, &groups)).map_err(not_written)?;
            count += 1;
        }
    }
    if as_json {
        writeln!(out, "{}", if count == 0 { "[]" } else { "\n]" }).map_err(not_written)?;
    } else if table.is_empty() {
        print_notice!("{}", language().pick("Nenhuma pessoa encontrada.", "No people found."));
    }
    Ok(())
}

/// Prints the file that `/admin/users/export` gives; with `as_json`, the array of [`list`].
pub async fn export(state: &AppState, which: &UserFilters, as_json: bool) -> Result<(), CommandError> {
    let cli = session::Admin::from_cli();
    if as_json {
        accounts::note_people_export(state, &cli, which.query(state).await?).await?;
        return list(state, which, true).await;
    }
    let exported = accounts::export_people(state, &cli, which.query(state).await?).await?;
    let mut batches = pin!(exported);
    let mut out = std::io::stdout().lock();
    let mut text = String::new();
    push_row(&mut text, accounts::EXPORT_HEADER);
    loop {
        out.write_all(text.as_bytes()).map_err(not_written)?;
        text.clear();
        let Some(rows) = batches.try_next().await? else { break };
        rows.iter().for_each(|row| push_row(&mut text, row));
    }
    out.flush().map_err(not_written)
}

fn row(account: &UserOverview, never: &str) -> [String; 6] {
    let delivery = account.delivery.as_ref().map_or("-", |delivery| delivery.state.as_str());
    [
        account.user.email.as_str().to_owned(),
        account.user.display_name.as_str().to_owned(),
        account.user.role.as_str().to_owned(),
        account.status_word().to_owned(),
        delivery.to_owned(),
        account.last_sign_in_at.map_or_else(|| never.to_owned(), local),
    ]
}

/// An account, with the names that the file of accounts has too, and its mail.
pub fn to_json(account: &UserOverview, groups: &[String]) -> serde_json::Value {
    let delivery = account.delivery.as_ref().map(|delivery| {
        json!({
            "state": delivery.state.as_str(),
            "attempts": delivery.attempts,
            "last_answer": delivery.last_answer,
            "next_try_at": delivery.next_try_at.map(clock::rfc3339),
        })
    });
    json!({
        "id": account.user.id.as_str(),
        "email": account.user.email.as_str(),
        "display_name": account.user.display_name.as_str(),
        "role": account.user.role.as_str(),
        "locale": account.user.locale.as_str(),
        "state": account.status_word(),
        "broken": account.user.broken,
        "force_change_password": account.user.password_hash.is_none(),
        "created_at": clock::rfc3339(account.created_at),
        "last_sign_in_at": account.last_sign_in_at.map(clock::rfc3339),
        "delivery": delivery,
        "groups": groups,
    })
}
