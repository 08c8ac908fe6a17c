//! The audit log: searching and exporting it.

use crate::domain::UserId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::clock::rfc3339;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::audit::{AuditEntry, AuditEvent, AuditKind, EventFilter};
use crate::server::store::user_names::NamedUser;
use futures::Stream;

/// Lines read at a time.
const BATCH: i64 = 1000;
/// A search in the log matches at most this many people.
pub const MAX_PEOPLE: usize = 20;

/// The columns of the file. Programs read it: the names stay. People are in it
/// by their identifiers only, which say nothing once an account is erased.
pub const AUDIT_EXPORT_HEADER: [&str; 9] =
    ["seq", "at", "kind", "actor", "target", "address", "request_id", "detail", "hash"];

/// Whose lines are meant by what was typed: an identifier, also of an account
/// that is gone, or words of a name and an address.
#[derive(Clone, Debug)]
pub enum AuditFilter {
    /// One account, which may be gone.
    Id(UserId),
    /// Those who are found.
    People {
        /// At most [`MAX_PEOPLE`].
        people: Vec<NamedUser>,
        /// Whether there are more.
        has_more: bool,
    },
}

impl AuditFilter {
    /// Their identifiers.
    pub fn ids(&self) -> Vec<UserId> {
        match self {
            Self::Id(id) => vec![id.clone()],
            Self::People { people, .. } => people.iter().map(|person| person.id.clone()).collect(),
        }
    }
}

/// Finds whose lines are meant by `typed`.
pub async fn find_audit_filter(state: &AppState, typed: &str) -> Result<AuditFilter, StoreError> {
    if let Some(id) = UserId::parse(typed) {
        return Ok(AuditFilter::Id(id));
    }
    let limit = i64::try_from(MAX_PEOPLE + 1).unwrap_or(i64::MAX);
    let mut people = state.store.list_users_by_words(typed, limit).await?;
    let has_more = people.len() > MAX_PEOPLE;
    people.truncate(MAX_PEOPLE);
    Ok(AuditFilter::People { people, has_more })
}

/// The lines that fit `filter`, newest first, as rows of a file under
/// [`AUDIT_EXPORT_HEADER`]. That they were taken away is the newest line of the log.
///
/// # Errors
/// [`AppError::PasswordNeeded`]; or when the database does not answer.
pub async fn export_audit(
    state: &AppState,
    admin: &Admin,
    filter: EventFilter,
) -> Result<impl Stream<Item = Result<Vec<Vec<String>>, StoreError>> + Send + use<>, AppError> {
    admin.require_confirmation()?;
    let detail = in_words(&filter);
    let event = AuditEvent {
        kind: AuditKind::AuditExported,
        by: admin.by(),
        target: None,
        detail: Some(&detail).filter(|detail| !detail.is_empty()).map(String::as_str),
    };
    state.store.insert_audit_event(event).await?;
    let store = state.store.clone();
    Ok(futures::stream::try_unfold(filter, move |mut filter| {
        let store = store.clone();
        async move {
            let events = store.list_events(&filter, BATCH).await?;
            let Some(last) = events.last() else { return Ok(None) };
            filter.before = Some(last.seq);
            Ok(Some((events.iter().map(export_row).collect(), filter)))
        }
    }))
}

/// What was taken away, for the log: `kind=signed_in from=2026-11-22T03:00:00Z`.
fn in_words(filter: &EventFilter) -> String {
    let people = filter.people.as_ref().map(|people| {
        let ids: Vec<_> = people.iter().map(UserId::as_str).collect();
        format!("person={}", ids.join(","))
    });
    let parts = [
        people,
        filter.actor.as_ref().map(|actor| format!("actor={}", actor.as_str())),
        filter.is_by_people.then(|| "actor=people".to_owned()),
        filter.kind.map(|kind| format!("kind={}", kind.as_str())),
        filter.from.map(|from| format!("from={}", rfc3339(from))),
        filter.until.map(|until| format!("until={}", rfc3339(until))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn export_row(event: &AuditEntry) -> Vec<String> {
    vec![
        event.seq.to_string(),
        rfc3339(event.at),
        event.kind_text.clone(),
        event.actor.as_str().to_owned(),
        event.target.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
        event.address.clone().unwrap_or_default(),
        event.request_id.clone().unwrap_or_default(),
        event.detail.clone().unwrap_or_default(),
        event.hash.clone(),
    ]
}
