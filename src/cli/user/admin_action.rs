//! `chaveiro user show|resend|revoke|…`: one account, and what can be done to it.

use super::list::to_json;
use super::{CommandError, find};
use crate::cli::language::{language, text};
use crate::cli::local_time::local;
use crate::cli::output::print_line;
use crate::domain::{AdminAction, AuditKind, DeliveryState, Locale, UserStatus};
use crate::error::AppError;
use crate::locale;
use crate::locale::audit_kind::audit_kind;
use crate::locale::mail_problem::{MailAnswer, logged_reason, mail_answer};
use crate::server::store::outbox::MailDetail;
use crate::server::store::timeline::LoggedEvent;
use crate::server::store::user_overview::{DeliveryOverview, UserOverview};
use crate::server::{AppState, accounts, clock, session};
use serde_json::json;

/// The arguments of an action on an account: whose, and how the outcome is printed.
#[derive(clap::Args)]
pub struct UserArguments {
    /// The person's email.
    #[arg(long)]
    email: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Events that `show` prints.
const EVENTS: i64 = 20;

/// Applies `action` to an account and says so, or why not.
pub(super) async fn apply(state: &AppState, action: AdminAction, whom: &UserArguments) -> Result<(), CommandError> {
    let id = find(state, &whom.email).await?;
    let cli = session::Admin::from_cli();
    if let Err(error) = accounts::apply_action(state, &cli, action, &id).await {
        return Err(match error {
            AppError::DoesNotApply => does_not_apply(state, action, whom, &id).await?,
            other => other.into(),
        });
    }
    if whom.json {
        let user = state.store.find_user(&id).await?.ok_or(AppError::NotFound)?;
        print_line!(
            "{}",
            json!({ "id": id.as_str(), "email": user.email.as_str(), "act": action.as_str(), "done": true })
        );
    } else {
        let account = state.store.find_user_overview(&id).await?.ok_or(AppError::NotFound)?;
        if action == AdminAction::Unlock && !AdminAction::unlock_helps(account.status) {
            print_line!("{}", unlocked_without_effect(language(), whom));
        } else {
            print_line!("{}", done(language(), action));
        }
    }
    Ok(())
}

/// The account's status, so that the reason is visible.
async fn does_not_apply(
    state: &AppState,
    action: AdminAction,
    whom: &UserArguments,
    id: &crate::domain::UserId,
) -> Result<CommandError, CommandError> {
    let account = state.store.find_user_overview(id).await?.ok_or(AppError::NotFound)?;
    let command = if action == AdminAction::Resend { "resend" } else { action.as_str() };
    let (email, status) = (&whom.email, named(locale::user_status, account.status, account.status.as_str()));
    let mut why = text!(
        language(),
        "{command} não se aplica a {email}: estado {status}",
        "{command} doesn't apply to {email}: status {status}"
    );
    if account.status == UserStatus::Deleted && action != AdminAction::Delete {
        why += &text!(
            language(),
            "; restaure a conta antes, com `chaveiro user restore`",
            "; restore the account first with `chaveiro user restore`"
        );
    }
    Ok(CommandError::Failed(why))
}

fn done(locale: Locale, action: AdminAction) -> String {
    let days = AdminAction::GRACE_DAYS;
    let (pt_br, en) = match action {
        AdminAction::Resend => (
            "na fila; o servidor em execução enviará uma nova senha temporária por e-mail",
            "queued; the running server will email a new temporary password",
        ),
        AdminAction::Revoke => (
            "convite cancelado; a senha temporária não funciona mais",
            "invitation canceled; the temporary password no longer works",
        ),
        AdminAction::RequirePassword => (
            "a senha atual não funciona mais e todas as sessões foram encerradas; o servidor em execução enviará uma senha temporária por e-mail",
            "the current password no longer works and all sessions ended; the running server will email a temporary password",
        ),
        AdminAction::Disable => {
            ("acesso desativado; todas as sessões foram encerradas", "disabled; all sessions ended")
        }
        AdminAction::Enable => ("acesso reativado", "enabled"),
        AdminAction::Delete => {
            return text!(
                locale,
                "conta excluída; pode ser restaurada por {days} dias",
                "deleted; it can be restored for {days} days"
            );
        }
        AdminAction::Restore => ("conta restaurada", "restored"),
        AdminAction::RestoreAndSend => (
            "conta restaurada; o servidor em execução enviará uma senha temporária por e-mail",
            "restored; the running server will email a temporary password",
        ),
        AdminAction::Unlock => {
            ("conta desbloqueada; a pessoa já pode tentar de novo", "unlocked; they can try again right away")
        }
        AdminAction::Approve => (
            "cadastro aprovado; o servidor em execução avisará a pessoa por e-mail",
            "approved; the running server will email the person",
        ),
        AdminAction::Refuse => {
            return text!(
                locale,
                "cadastro recusado; o servidor em execução avisará a pessoa por e-mail; pode ser restaurado por {days} dias",
                "rejected; the running server will email the person; it can be restored for {days} days"
            );
        }
    };
    locale.pick(pt_br, en).to_owned()
}

/// What is said where the temporary password does not work any more.
fn unlocked_without_effect(locale: Locale, whom: &UserArguments) -> String {
    text!(
        locale,
        "tentativas erradas zeradas; a senha temporária continua sem funcionar: envie outra com user resend --email {email}",
        "wrong tries reset; the temporary password still doesn't work: send another with user resend --email {email}",
        email = whom.email
    )
}

/// Prints an account: its status, its newest mail, and what happened lately.
pub(super) async fn show(state: &AppState, whom: &UserArguments) -> Result<(), CommandError> {
    let id = find(state, &whom.email).await?;
    let account = state.store.find_user_overview(&id).await?.ok_or(AppError::NotFound)?;
    let events = state.store.list_events_of(&id, None, EVENTS).await?;
    if whom.json {
        let groups = state.store.list_groups_of_user(&id).await?;
        let groups: Vec<String> = groups.into_iter().map(|group| group.slug.into()).collect();
        let mut object = to_json(&account, &groups);
        object["temporary_password_until"] = json!(account.invited_until.map(clock::rfc3339));
        object["deleted_at"] = json!(account.deleted_at.map(clock::rfc3339));
        object["events"] = events.iter().map(event_to_json).collect();
        print_line!("{object:#}");
        return Ok(());
    }
    print_facts(&account);
    print_line!("");
    for event in &events {
        let what = event.kind.map_or(event.kind_text.as_str(), |kind| audit_kind(language(), kind));
        print_line!("{}  {what} ({}){}", local(event.at), actor(event), words(event));
    }
    Ok(())
}

/// A value as options take it and scripts know it; Portuguese has its word before it.
fn named<T>(word: impl FnOnce(Locale, T) -> &'static str, of: T, value: &str) -> String {
    match language() {
        Locale::PtBr => format!("{} ({value})", word(Locale::PtBr, of)),
        Locale::En => value.to_owned(),
    }
}

fn print_facts(account: &UserOverview) {
    let locale = language();
    let user = &account.user;
    print_fact(locale.pick("nome", "name"), user.display_name.as_str());
    print_fact(locale.pick("e-mail", "email"), user.email.as_str());
    print_fact("id", user.id.as_str());
    print_fact(locale.pick("papel", "role"), &named(locale::role, user.role, user.role.as_str()));
    let is_broken = !user.broken.is_empty();
    let word = |locale, state| {
        if is_broken { locale::status::broken_record(locale) } else { locale::user_status(locale, state) }
    };
    print_fact(locale.pick("estado", "status"), &named(word, account.status, account.status_word()));
    if is_broken {
        print_fact("", &locale::status::broken_columns(locale, &user.broken));
    }
    print_fact(locale.pick("idioma", "language"), user.locale.as_str());
    if let Some(zone) = &user.time_zone {
        print_fact(locale.pick("fuso horário", "time zone"), zone.name());
    }
    print_fact(locale.pick("criada em", "created"), &local(account.created_at));
    let never = || locale.pick("nunca", "never").to_owned();
    print_fact(locale.pick("último acesso", "last sign-in"), &account.last_sign_in_at.map_or_else(never, local));
    if let Some(until) = account.invited_until {
        print_fact(locale.pick("expira em", "expires"), &local(until));
    }
    if let Some(mail) = &account.delivery {
        print_delivery(mail);
    }
}

/// Prints the newest mail with a temporary password: its state, and why it has not left.
fn print_delivery(mail: &DeliveryOverview) {
    let locale = language();
    let next =
        mail.next_try_at.map(|at| text!(locale, ", próxima tentativa em {at}", ", next try {at}", at = local(at)));
    let state = named(locale::delivery_state, mail.state, mail.state.as_str());
    let tried = text!(
        locale,
        "{state}, tentativas: {attempts}{next}",
        "{state}, tries: {attempts}{next}",
        attempts = mail.attempts,
        next = next.unwrap_or_default()
    );
    print_fact(locale.pick("envio", "delivery"), &tried);
    let answer = mail.last_answer.as_deref().unwrap_or_default();
    if matches!(mail.state, DeliveryState::Waiting | DeliveryState::Failed) {
        let step = mail.step.as_deref().unwrap_or_default();
        print_fact("", &locale::delivery_reason(locale, mail.state, step, answer));
    }
    if let Some(answer) = mail_answer(locale, answer) {
        print_fact("", &answer.into_words());
    }
}

fn print_fact(label: &str, value: &str) {
    print_line!("{label:<20}{value}");
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
        Some(kind @ (AuditKind::MailAccepted | AuditKind::MailFailed | AuditKind::MailRetried)) => {
            match MailDetail::parse(detail) {
                Some(mail) => format!(": {}: {}", mail.purpose, why(kind, &mail)),
                None => format!(": {detail}"),
            }
        }
        _ => format!(": {detail}"),
    }
}

/// The mail server's words; where it had none, ours in the reader's language.
fn why(kind: AuditKind, mail: &MailDetail<'_>) -> String {
    let state = if kind == AuditKind::MailFailed { DeliveryState::Failed } else { DeliveryState::Waiting };
    match mail_answer(language(), mail.answer) {
        Some(MailAnswer::Server(words)) if kind != AuditKind::MailRetried => words,
        answer if kind == AuditKind::MailAccepted => answer.map(MailAnswer::into_words).unwrap_or_default(),
        answer => {
            let reason = logged_reason(language(), state, mail.purpose, mail.step, mail.answer);
            let answer = answer.map(|answer| format!(" ({})", answer.into_words()));
            reason + &answer.unwrap_or_default()
        }
    }
}
