//! The log: who did what to whom, filtered, page by page.

use super::names::Names;
use crate::domain::{AuditKind, Locale, Timestamp, UserId};
use crate::error::AppError;
use crate::locale::time::Zone;
use crate::server::accounts::{self, AuditFilter};
use crate::server::day_range::Days;
pub use crate::server::store::audit::Actor;
use crate::server::store::audit::{AuditEntry, EventFilter};
use crate::server::store::user_names::NamedUser;
use crate::server::{AppState, clock};
use crate::ui::response::{AdminRequest, admin_request};

/// Lines on a page.
const PAGE_LENGTH: i64 = 50;
/// All but the program, among those who did something.
pub const PEOPLE: &str = "people";
/// Administrators one can choose from.
const MAX_ADMINS: i64 = 50;

/// What the address of the log asks for. Every value means something:
/// what cannot be read is as if it were not there.
#[derive(Clone, Debug, Default)]
pub struct AuditAddress {
    /// What was typed to find somebody.
    pub person: String,
    /// Who acted.
    pub actor: Option<Actor>,
    /// Not by the program itself.
    pub is_by_people: bool,
    /// What happened.
    pub kind: Option<AuditKind>,
    /// From this day on, `2026-11-22`; empty for all.
    pub from: String,
    /// Up to and with this day.
    pub to: String,
    /// Older than the line with this number.
    before: Option<i64>,
}

impl AuditAddress {
    /// Longer than any name with its address.
    const MAX_SEARCH_LENGTH: usize = 500;

    /// Reads an address by its parameters.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let days = Days::read(["from", "to"], &parameter);
        let person = parameter("person").unwrap_or_default();
        Self {
            person: person.trim().chars().take(Self::MAX_SEARCH_LENGTH).collect(),
            actor: parameter("actor").and_then(|actor| Actor::parse(&actor)),
            is_by_people: parameter("actor").as_deref() == Some(PEOPLE),
            kind: parameter("kind").and_then(|kind| AuditKind::parse(&kind)),
            from: days.from,
            to: days.to,
            before: parameter("before").and_then(|before| before.parse().ok()).filter(|before| *before > 0),
        }
    }

    /// Who did it, as the address says it.
    pub fn actor_value(&self) -> &str {
        self.actor.as_ref().map_or(if self.is_by_people { PEOPLE } else { "" }, Actor::as_str)
    }

    /// The same without one of its parameters.
    pub fn without(&self, name: &str) -> String {
        let kept = |found: &str, value: &str| if found == name { None } else { Some(value.to_owned()) };
        let address = Self::read(|found| match found {
            "person" => kept(found, &self.person),
            "actor" => kept(found, self.actor_value()),
            "kind" => kept(found, self.kind.map_or("", AuditKind::as_str)),
            "from" => kept(found, &self.from),
            "to" => kept(found, &self.to),
            _ => None,
        });
        address.list("/admin/audit", None)
    }

    /// Whether it asks for the newest of all.
    pub fn is_plain(&self) -> bool {
        *self == Self { before: self.before, ..Self::default() }
    }

    /// The same lines under `path`, from the newest, with one parameter more.
    pub fn list(&self, path: &str, more: Option<(&str, &str)>) -> String {
        let parts = [
            ("person", self.person.as_str()),
            ("actor", self.actor_value()),
            ("kind", self.kind.map_or("", AuditKind::as_str)),
            ("from", self.from.as_str()),
            ("to", self.to.as_str()),
        ];
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty()).chain(more);
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parts).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Where the own password is asked for on the way to a file of the same
    /// lines. It leads to the page, not to the file: a browser that gets a file
    /// would go on showing the question.
    pub fn confirmation(&self) -> String {
        let next = self.list("/admin/audit", None);
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
        format!("/admin/confirm-password?{query}")
    }

    /// The days, as they were typed.
    pub fn days(&self) -> Days {
        Days { from: self.from.clone(), to: self.to.clone() }
    }

    /// As the store is asked; and who is meant, if somebody is.
    pub async fn filter(&self, state: &AppState, zone: &Zone) -> Result<(EventFilter, Option<AuditFilter>), AppError> {
        let audit_filter = match self.person.as_str() {
            "" => None,
            typed => Some(accounts::find_audit_filter(state, typed).await?),
        };
        // What is no day finds nothing, so that a file of it is not the whole log.
        let days = self.days().range(zone);
        let filter = EventFilter {
            people: audit_filter.as_ref().map(AuditFilter::ids),
            actor: self.actor.clone(),
            is_by_people: self.is_by_people,
            kind: self.kind,
            from: days.from,
            until: days.until,
            before: self.before,
        };
        Ok((filter, audit_filter))
    }
}

impl PartialEq for AuditAddress {
    fn eq(&self, other: &Self) -> bool {
        self.before == other.before && self.list("", None) == other.list("", None)
    }
}

/// A page of the log.
#[derive(Clone, Debug)]
pub struct AuditList {
    /// What was asked for.
    pub address: AuditAddress,
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// Leads to the newest, when these are not.
    pub newest: Option<String>,
    /// Leads to older ones, when there are any.
    pub older: Option<String>,
    /// Whom the search found, by name.
    pub found: Vec<String>,
    /// Whether it would have found more.
    pub found_more: bool,
    /// Whether somebody was looked for and nobody found.
    pub found_nobody: bool,
    /// Who may be chosen as the one who did it: value and name.
    pub actors: Vec<(String, String)>,
    /// Older events are removed; none where all are kept.
    pub kept_for_days: Option<i64>,
}

/// Who did something, or to whom it was done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AuditParty {
    /// A person with an account.
    Person {
        /// The person's id.
        id: String,
        /// Their name today.
        name: String,
    },
    /// An account that is gone, by its identifier.
    Gone(String),
    /// Nobody with an account: `Cli`, `Setup`, `Visitor` or `Worker`.
    Other(Actor),
}

/// One line.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// Its number.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// When, to the second, for programs and for comparing.
    pub exactly: String,
    /// What happened.
    pub kind: Option<AuditKind>,
    /// What, as the log writes it.
    pub kind_text: String,
    /// Who acted.
    pub actor: AuditParty,
    /// The person it happened to.
    pub target: Option<AuditParty>,
    /// From which network address.
    pub address: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
    /// A few words more, with the names of groups and apps.
    pub detail: Option<String>,
    /// Its link of the chain.
    pub hash: String,
}

/// A page of the log at `address`.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn list_events(address: AuditAddress) -> Result<AuditList, AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let (filter, audit_filter) = address.filter(&state, &request_context.time_zone).await?;
    let mut events = state.store.list_events(&filter, PAGE_LENGTH + 1).await?;
    let on_a_page = usize::try_from(PAGE_LENGTH).unwrap_or(usize::MAX);
    let are_older = events.len() > on_a_page;
    events.truncate(on_a_page);
    let last = events.last().filter(|_| are_older).map(|event| event.seq.to_string());
    let (found, found_more) = match audit_filter {
        Some(AuditFilter::People { people, has_more }) => (people, has_more),
        Some(AuditFilter::Id(id)) => (state.store.find_named_user(&id).await?.into_iter().collect(), false),
        None => (Vec::new(), false),
    };
    let names = Names::find(&state, events.iter().map(|event| event.kind)).await?;
    Ok(AuditList {
        newest: address.before.map(|_| address.list("/admin/audit", None)),
        older: last.map(|seq| address.list("/admin/audit", Some(("before", &seq)))),
        found_nobody: filter.people.is_some_and(|people| people.is_empty()),
        found: found.into_iter().map(|person| person.display_name).collect(),
        found_more,
        actors: actors(&state, address.actor.as_ref()).await?,
        kept_for_days: state
            .settings
            .audit_retention
            .and_then(|kept| i64::try_from(kept.as_secs().div_ceil(24 * 60 * 60)).ok()),
        lines: events.into_iter().map(|event| line(event, request_context.locale, &names)).collect(),
        address,
    })
}

/// The admins, and the chosen person.
async fn actors(state: &AppState, chosen: Option<&Actor>) -> Result<Vec<(String, String)>, AppError> {
    let mut people = state.store.list_admins_by_name(MAX_ADMINS).await?;
    if let Some(id) = chosen.and_then(Actor::user).filter(|id| people.iter().all(|person| person.id != **id)) {
        let gone = || NamedUser { id: id.clone(), display_name: id.as_str().to_owned(), email: String::new() };
        people.insert(0, state.store.find_named_user(id).await?.unwrap_or_else(gone));
    }
    Ok(people.into_iter().map(|person| (person.id.as_str().to_owned(), person.display_name)).collect())
}

fn line(event: AuditEntry, locale: Locale, names: &Names) -> AuditLine {
    let party = |id: &UserId, name: Option<String>| match name {
        Some(name) => AuditParty::Person { id: id.as_str().to_owned(), name },
        None => AuditParty::Gone(id.as_str().to_owned()),
    };
    AuditLine {
        seq: event.seq,
        at: event.at,
        exactly: clock::rfc3339(event.at),
        kind: event.kind,
        kind_text: event.kind_text,
        actor: match event.actor.user() {
            Some(id) => party(id, event.actor_name),
            None => AuditParty::Other(event.actor),
        },
        target: event.target.map(|id| party(&id, event.target_name)),
        address: event.address,
        request_id: event.request_id,
        detail: event.detail.map(|detail| names.put(locale, event.kind, event.at, detail)),
        hash: event.hash,
    }
}
