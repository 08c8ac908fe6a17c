//! Exporting the list of people.

use crate::domain::audit_detail;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::clock::rfc3339;
use crate::server::session::Admin;
use crate::server::store::audit::{AuditEvent, AuditKind};
use crate::server::store::user_list::{ListPosition, UserQuery, UserTotal};
use crate::server::store::user_overview::UserOverview;
use crate::server::store::{Store, StoreError};
use futures::{Stream, TryStreamExt as _};
use std::collections::HashMap;

/// Accounts read at a time.
const BATCH: i64 = 500;

/// The columns of the file. Programs read it: the names stay.
pub const EXPORT_HEADER: [&str; 11] = [
    "id",
    "email",
    "display_name",
    "role",
    "locale",
    "state",
    "force_change_password",
    "created_at",
    "last_sign_in_at",
    "delivery_state",
    "groups",
];

/// The accounts `query` asks for, in its order, some at a time. Each is read
/// once, however many are added meanwhile.
pub async fn list_people(
    state: &AppState,
    query: UserQuery,
) -> Result<impl Stream<Item = Result<Vec<UserOverview>, StoreError>> + Send + use<>, AppError> {
    let people = state.store.list_all_users(query).await?;
    let store = state.store.clone();
    Ok(futures::stream::try_unfold(ListPosition::Skip(0), move |position| {
        let (store, people) = (store.clone(), people.clone());
        async move {
            let accounts = store.list_user_rows(&people, &position, BATCH).await?;
            let next = accounts.last().map(|last| ListPosition::After(people.edge(last)));
            Ok(next.map(|next| (accounts, next)))
        }
    }))
}

/// The people as rows of a file under [`EXPORT_HEADER`], after [`note_people_export`].
///
/// # Errors
/// [`AppError::PasswordNeeded`]; or when the database does not answer.
pub async fn export_people(
    state: &AppState,
    admin: &Admin,
    query: UserQuery,
) -> Result<impl Stream<Item = Result<Vec<Vec<String>>, StoreError>> + Send + use<>, AppError> {
    note_people_export(state, admin, query.clone()).await?;
    let batches = list_people(state, query).await?;
    let store = state.store.clone();
    Ok(batches.and_then(move |accounts| {
        let store = store.clone();
        async move {
            let groups = groups_of(&store, &accounts).await?;
            let row = |account| export_row(account, groups.get(account.user.id.as_str()));
            Ok(accounts.iter().map(row).collect())
        }
    }))
}

/// Lets the log say who takes the list of people away, and how much.
///
/// # Errors
/// [`AppError::PasswordNeeded`]; or when the database does not answer.
pub async fn note_people_export(state: &AppState, admin: &Admin, query: UserQuery) -> Result<(), AppError> {
    admin.require_confirmation()?;
    let people = state.store.list_all_users(query).await?;
    let rows = match state.store.count_users(&people).await? {
        UserTotal::Exactly(rows) => audit_detail::rows(rows, false),
        UserTotal::MoreThan(rows) => audit_detail::rows(rows, true),
    };
    let event = AuditEvent { kind: AuditKind::UsersExported, by: admin.by(), target: None, detail: Some(&rows) };
    Ok(state.store.insert_audit_event(event).await?)
}

/// The slugs of the groups of some accounts, by their ids.
pub async fn groups_of(store: &Store, accounts: &[UserOverview]) -> Result<HashMap<String, Vec<String>>, StoreError> {
    store.list_groups_of_users(&accounts.iter().map(|account| &account.user.id).collect::<Vec<_>>()).await
}

fn export_row(account: &UserOverview, groups: Option<&Vec<String>>) -> Vec<String> {
    let user = &account.user;
    vec![
        user.id.as_str().to_owned(),
        user.email.as_str().to_owned(),
        user.display_name.as_str().to_owned(),
        user.role.as_str().to_owned(),
        user.locale.as_str().to_owned(),
        account.status_word().to_owned(),
        user.password_hash.is_none().to_string(),
        rfc3339(account.created_at),
        account.last_sign_in_at.map(rfc3339).unwrap_or_default(),
        account.delivery.as_ref().map_or_else(String::new, |delivery| delivery.state.as_str().to_owned()),
        groups.map_or_else(String::new, |groups| groups.join(", ")),
    ]
}
