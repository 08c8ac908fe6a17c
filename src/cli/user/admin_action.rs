//! `chaveiro user show|resend|revoke|…`: one account, and what can be done to it.

use super::list::to_json;
use super::{CommandError, find};
use crate::cli::local_time::local;
use crate::domain::{AdminAction, AuditKind, DeliveryState, Locale};
use crate::error::AppError;
use crate::locale;
use crate::locale::audit_kind::audit_kind;
use crate::server::store::outbox::MailDetail;
use crate::server::store::timeline::LoggedEvent;
use crate::server::{AppState, accounts, clock, session};
use serde_json::json;

/// Whose account, and how the outcome is printed.
#[derive(clap::Args)]
pub struct Whom {
    /// The person's email.
    #[arg(long)]
    email: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Events that `show` prints.
const EVENTS: i64 = 20;

/// Does `act` to an account and says so, or why not.
pub(super) async fn act(state: &AppState, act: AdminAction, whom: &Whom) -> Result<(), CommandError> {
    let id = find(state, &whom.email).await?;
    let console = session::Admin::at_the_console();
    if let Err(error) = accounts::act(state, &console, act, &id).await {
        return Err(match error {
            AppError::DoesNotApply => does_not_apply(state, act, whom, &id).await?,
            other => other.into(),
        });
    }
    if whom.json {
        let user = state.store.find_user(&id).await?.ok_or(AppError::NotFound)?;
        println!("{}", json!({ "id": id.as_str(), "email": user.email.as_str(), "act": act.as_str(), "done": true }));
    } else {
        println!("{}", done(act));
    }
    Ok(())
}

/// How the account stands, so that one sees why.
async fn does_not_apply(
    state: &AppState,
    act: AdminAction,
    whom: &Whom,
    id: &crate::domain::UserId,
) -> Result<CommandError, CommandError> {
    let account = state.store.find_account(id).await?.ok_or(AppError::NotFound)?;
    let (act, email, state) = (act.as_str(), &whom.email, account.state);
    Ok(CommandError::Failed(format!("{act} doesn't apply to {email}: status {state}")))
}

const fn done(act: AdminAction) -> &'static str {
    match act {
        AdminAction::Resend => "queued; the running server will email a new temporary password",
        AdminAction::Revoke => "invitation canceled; the temporary password no longer works",
        AdminAction::RequirePassword => {
            "the current password no longer works and all sessions ended; the running server will email a temporary password"
        }
        AdminAction::Disable => "disabled; all sessions ended",
        AdminAction::Enable => "enabled",
        AdminAction::Delete => "deleted; it can be restored for 30 days",
        AdminAction::Restore => "restored",
        AdminAction::RestoreAndSend => "restored; the running server will email a temporary password",
        AdminAction::Unlock => "unlocked; they can try again right away",
        AdminAction::Approve => "approved; the running server will email the person",
        AdminAction::Refuse => "refused; the running server will email the person; it can be restored for 30 days",
    }
}

/// Prints an account: how it stands, its newest mail, and what happened lately.
pub(super) async fn show(state: &AppState, whom: &Whom) -> Result<(), CommandError> {
    let id = find(state, &whom.email).await?;
    let account = state.store.find_account(&id).await?.ok_or(AppError::NotFound)?;
    let events = state.store.find_events_of(&id, None, EVENTS).await?;
    if whom.json {
        let groups = state.store.list_groups_of_user(&id).await?;
        let groups: Vec<String> = groups.into_iter().map(|group| group.slug.into()).collect();
        let mut object = to_json(&account, &groups);
        object["temporary_password_until"] = json!(account.invited_until.map(clock::rfc3339));
        object["deleted_at"] = json!(account.deleted_at.map(clock::rfc3339));
        object["events"] = events.iter().map(event_to_json).collect();
        println!("{object:#}");
        return Ok(());
    }
    let line = |label: &str, value: &str| println!("{label:<20}{value}");
    line("name", account.user.display_name.as_str());
    line("email", account.user.email.as_str());
    line("id", id.as_str());
    line("role", account.user.role.as_str());
    line("status", account.state_word());
    if !account.user.broken.is_empty() {
        line("", &locale::status::broken_columns(Locale::En, &account.user.broken));
    }
    line("language", account.user.locale.as_str());
    if let Some(zone) = &account.user.time_zone {
        line("time zone", zone.name());
    }
    line("created", &local(account.created_at));
    line("last sign-in", &account.last_sign_in_at.map_or_else(|| "never".to_owned(), local));
    if let Some(until) = account.invited_until {
        line("expires", &local(until));
    }
    if let Some(mail) = &account.delivery {
        let next = mail.next_try_at.map(|at| format!(", next try {}", local(at))).unwrap_or_default();
        line("delivery", &format!("{}, tries: {}{next}", mail.state.as_str(), mail.attempts));
        if matches!(mail.state, DeliveryState::Waiting | DeliveryState::Failed) {
            let (step, answer) =
                (mail.step.as_deref().unwrap_or_default(), mail.last_answer.as_deref().unwrap_or_default());
            line("", &locale::delivery_reason(Locale::En, mail.state, step, answer));
        }
        line("", mail.last_answer.as_deref().unwrap_or_default());
    }
    println!();
    for event in &events {
        let (at, what) =
            (local(event.at), event.kind.map_or(event.kind_text.as_str(), |kind| audit_kind(Locale::En, kind)));
        println!("{at}  {what} ({}){}", actor(event), words(event));
    }
    Ok(())
}

fn event_to_json(event: &LoggedEvent) -> serde_json::Value {
    json!({
        "seq": event.seq,
        "at": clock::rfc3339(event.at),
        "kind": event.kind_text,
        "actor": event.actor,
        "actor_name": event.actor_name,
        "address": event.address,
        "detail": event.detail,
    })
}

fn actor(event: &LoggedEvent) -> &str {
    event.actor_name.as_deref().unwrap_or(&event.actor)
}

/// The mail server's words, or what else the log keeps.
fn words(event: &LoggedEvent) -> String {
    let Some(detail) = event.detail.as_deref() else { return String::new() };
    match event.kind {
        Some(AuditKind::MailAccepted | AuditKind::MailFailed) => match MailDetail::parse(detail) {
            Some(mail) => format!(": {}: {}", mail.purpose, mail.answer),
            None => format!(": {detail}"),
        },
        _ => format!(": {detail}"),
    }
}
