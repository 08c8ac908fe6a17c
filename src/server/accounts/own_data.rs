//! What is stored about a person, for themselves; and deleting the own account.

use super::password_check::check_current_password;
use super::repeated_form::find_used_by;
use crate::domain::{Purpose, UserId};
use crate::error::AppError;
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::clock::rfc3339;
use crate::server::rate_limit::REFUSALS_LOGGED;
use crate::server::session::{Session, find_owner, list_open};
use crate::server::store::administration::{ActionOutcome, Refusal};
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::outbox::MailDetail;
use crate::server::store::timeline::LoggedEvent;
use crate::server::store::used_tokens::TokenUse;
use futures::{Stream, StreamExt as _, stream};
use serde_json::{Value, json};

/// Lines of the log read at a time.
const BATCH: i64 = 500;
/// Mails of one person; more than anybody has.
const MAX_MAILS: i64 = 10_000;

/// What is known of the person, as the text of a JSON object. No hash is in it, no token, and the
/// CPF as pages show it: someone who found an open session learns no more.
///
/// The events are read and sent a few at a time, for as long as the session is open: a person may have many, and may ask
/// several times at once.
pub async fn own_data(
    state: &AppState,
    session: &Session,
    origin: &Origin,
) -> Result<impl Stream<Item = Result<String, AppError>> + Send + 'static, AppError> {
    let id = &session.user.id;
    let by = By::user(id, origin);
    if !state.store.was_done_recently(id, AuditKind::OwnDataExported, &by.actor, REFUSALS_LOGGED).await? {
        let export = AuditEvent { kind: AuditKind::OwnDataExported, by: &by, target: Some(id), detail: None };
        state.store.insert_audit_event(export).await?;
    }
    let data = json!({
        "exported_at": rfc3339(state.clock.now()),
        "account": account(state, id).await?,
        "sessions": sessions(state, session).await?,
        "devices": devices(state, id).await?,
        "mails": mails(state, id).await?,
        "groups": groups(state, id).await?,
        "apps": apps(state, id).await?,
        "note": note(state, id).await?,
    });
    let data = format!("{data:#}");
    let first = format!("{},\n  \"events\": [", data.strip_suffix("\n}").unwrap_or(&data));
    let last = "\n  ]\n}\n".to_owned();
    let part = |text| stream::once(async { Ok(text) });
    Ok(part(first).chain(events(state.clone(), session.clone())).chain(part(last)))
}

async fn account(state: &AppState, id: &UserId) -> Result<Value, AppError> {
    let account = state.store.find_user_overview(id).await?.ok_or(AppError::NotSignedIn)?;
    let cpf = super::find_cpf(state, id).await?.map(|cpf| cpf.to_string());
    let change = state.store.find_address_change(id).await?;
    Ok(json!({
        "id": id.as_str(),
        "display_name": account.user.display_name.as_str(),
        "email": account.user.email.as_str(),
        "email_to_be_confirmed": change.map(|change| change.email.as_str().to_owned()),
        "cpf": cpf,
        "role": account.user.role.as_str(),
        "locale": account.user.locale.as_str(),
        "time_zone": account.user.time_zone.as_ref().map(Zone::name),
        "state": account.status.as_str(),
        "created_at": rfc3339(account.created_at),
        "last_sign_in_at": account.last_sign_in_at.map(rfc3339),
    }))
}

/// What admins note about the person.
async fn note(state: &AppState, id: &UserId) -> Result<Value, AppError> {
    let note = state.store.find_user_note(id).await?;
    Ok(note.map_or(Value::Null, |(text, at)| json!({ "text": text, "changed_at": rfc3339(at) })))
}

async fn groups(state: &AppState, id: &UserId) -> Result<Value, AppError> {
    let groups = state.store.list_groups_of_user(id).await?;
    Ok(groups.iter().map(|group| json!({ "slug": group.slug.as_str(), "name": group.name.as_str() })).collect())
}

/// The apps the person has signed in to.
async fn apps(state: &AppState, id: &UserId) -> Result<Value, AppError> {
    let apps = state.store.list_apps_known_to(id).await?;
    let entries = apps.iter().map(|known| {
        json!({
            "name": known.app.details.name.as_str(),
            "first_sign_in_at": rfc3339(known.first_used_at),
            "last_sign_in_at": rfc3339(known.last_used_at),
        })
    });
    Ok(entries.collect())
}

async fn sessions(state: &AppState, session: &Session) -> Result<Value, AppError> {
    let sessions = list_open(state, &session.user.id, session.user.role).await?;
    let entries = sessions.into_iter().map(|stored| {
        json!({
            "this_one": stored.token_hash == session.token_hash,
            "began_at": rfc3339(stored.created_at),
            "last_seen_at": rfc3339(stored.last_seen_at),
            "network_address": stored.address,
            "browser": stored.agent,
        })
    });
    Ok(entries.collect())
}

async fn devices(state: &AppState, id: &UserId) -> Result<Value, AppError> {
    let devices = state.store.list_devices_of(id).await?;
    let entries = devices.into_iter().map(|device| {
        json!({
            "first_sign_in_at": rfc3339(device.first_used_at),
            "last_sign_in_at": rfc3339(device.last_used_at),
        })
    });
    Ok(entries.collect())
}

async fn mails(state: &AppState, id: &UserId) -> Result<Value, AppError> {
    let mails = state.store.list_mails_of(id, MAX_MAILS).await?;
    // What became of a mail to a new address would tell whether somebody has it.
    let entries = mails.into_iter().filter(|mail| mail.purpose != Purpose::ConfirmAddress).map(|mail| {
        json!({
            "purpose": mail.purpose.as_str(),
            "to_earlier_address": mail.earlier_email.or(mail.tried_elsewhere),
            "state": mail.state.as_str(),
            "tries": mail.attempts,
            "answer": mail.last_answer,
            "changed_at": rfc3339(mail.updated_at),
        })
    });
    Ok(entries.collect())
}

/// What the log says of the person, the latest first: entries of a list in JSON, separated by commas.
fn events(state: AppState, session: Session) -> impl Stream<Item = Result<String, AppError>> + Send + 'static {
    let begin = (state, session, Some(i64::MAX), "");
    stream::try_unfold(begin, |(state, session, before, mut separator)| async move {
        let Some(before) = before else { return Ok(None) };
        if find_owner(&state, &session.token_hash).await?.is_none() {
            return Err(AppError::NotSignedIn);
        }
        let id = &session.user.id;
        let events = state.store.list_events_of(id, Some(before), BATCH).await?;
        let mut text = String::new();
        for event in events.iter().filter(|event| !is_of_new_address(event)) {
            let entry = format!("{:#}", event_of(event, id)).replace('\n', "\n    ");
            text.extend([separator, "\n    ", &entry]);
            separator = ",";
        }
        let next = events.last().map(|event| event.seq).filter(|_| i64::try_from(events.len()) == Ok(BATCH));
        Ok(Some((text, (state, session, next, separator))))
    })
}

/// Whether an event is about a mail to a new address.
fn is_of_new_address(event: &LoggedEvent) -> bool {
    event.detail.as_deref().and_then(MailDetail::parse).is_some_and(|mail| mail.purpose == Purpose::ConfirmAddress)
}

/// Who else acted, and from where, is about somebody else: it is left out.
fn event_of(event: &LoggedEvent, id: &UserId) -> Value {
    let is_own = event.actor == id.as_str();
    let is_person = !is_own && UserId::parse(&event.actor).is_some();
    let by = if is_own {
        "yourself"
    } else if is_person {
        "administrator"
    } else {
        event.actor.as_str()
    };
    json!({
        "at": rfc3339(event.at),
        "kind": event.kind_text,
        "by": by,
        "network_address": event.address.as_deref().filter(|_| !is_person),
        "detail": event.detail.as_deref().filter(|_| event.kind != Some(AuditKind::AddressChangeAsked)),
    })
}

/// Whether the form that ended this session deleted its account a moment ago.
pub async fn has_just_deleted_account(state: &AppState, token_hash: &str) -> Result<bool, AppError> {
    Ok(find_used_by(state, TokenUse::AccountDeletion, token_hash).await?.is_some())
}

/// Deletes the person's own account, where the operator lets people do that.
/// An administrator can restore it for [`GRACE_DAYS`](crate::domain::AdminAction::GRACE_DAYS) days.
///
/// # Errors
/// [`AppError::NotFound`] where they may not; [`AppError::InvalidForm`] when the
/// password is wrong; [`AppError::LastAdmin`].
pub async fn delete_own_account(
    state: &AppState,
    session: &Session,
    current_password: &str,
    origin: &Origin,
) -> Result<(), AppError> {
    if !state.settings.allow_self_deletion {
        return Err(AppError::NotFound);
    }
    let checked = check_current_password(state, session, current_password, origin).await?;
    let done = state.store.delete_own_account(&session.user.id, checked, origin).await?;
    state.notify();
    match done {
        ActionOutcome::Done => Ok(()),
        ActionOutcome::Refused(Refusal::LastAdmin) => Err(AppError::LastAdmin),
        // The password or the account is another by now.
        ActionOutcome::Refused(_) => Err(AppError::NotSignedIn),
    }
}
