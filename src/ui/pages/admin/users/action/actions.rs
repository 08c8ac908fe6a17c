//! Actions on one account or on several: the question before, and doing it.

use crate::domain::{AdminAction, Timestamp, UserId, UserStatus};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::accounts;
use crate::server::request_context::RequestContext;
use crate::server::store::user_list::ListPosition;
use crate::server::store::user_overview::UserOverview;
use crate::ui::pages::admin::users::address::UserListAddress;
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// So many accounts can be acted on at a time: their ids fit into a form, and the answer comes within seconds.
pub const AT_A_TIME: usize = 1000;
/// So many are told by name.
pub const NAMED: usize = 20;

/// Whom an action is asked about.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// The people with these ids; what is not an id is skipped.
    Users(Vec<String>),
    /// Everybody on the list at this query, in its order, up to [`AT_A_TIME`].
    List(String),
}

/// What is asked before an action.
#[derive(Clone, Debug)]
pub struct ActionQuestion {
    /// The action.
    pub action: AdminAction,
    /// Whom it is done to, if the answer is yes.
    pub to: Vec<ActionTarget>,
    /// Whom it does not apply to, and why.
    pub left_out: Vec<LeftOut>,
    /// Whether the reader is among them.
    pub own: bool,
    /// Whether the reader's own password is asked for.
    pub asks_password: bool,
    /// When it is shown, in milliseconds since 1970.
    pub shown_at: i64,
    /// Whether the list has more people than can be acted on at a time.
    pub is_cut_short: bool,
}

/// Somebody an action is asked about.
#[derive(Clone, Debug)]
pub struct ActionTarget {
    /// The person's id.
    pub id: UserId,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// Whether they have a password of their own.
    pub has_password: bool,
}

/// Somebody an action does not apply to.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The person's id.
    pub id: UserId,
    /// Their name, while there is such an account.
    pub display_name: Option<String>,
    /// The status of their account.
    pub status: Option<UserStatus>,
}

/// What became of one account.
#[derive(Clone, Debug)]
pub struct ActionResult {
    /// Who, while there is such an account.
    pub id: Option<UserId>,
    /// Their name.
    pub display_name: Option<String>,
    /// Why it was not done; `None` when it was.
    pub refused: Option<String>,
}

/// What `action` would do to those chosen.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`] for an unknown action.
pub async fn action_question(action: &str, chosen: Chosen) -> Result<ActionQuestion, AppError> {
    let AdminRequest { state, request_context, session, .. } = admin_request()?;
    let reader = session.user.id;
    let action = AdminAction::parse(action).ok_or(AppError::NotFound)?;
    let mut question = ActionQuestion {
        action,
        to: Vec::new(),
        left_out: Vec::new(),
        own: false,
        asks_password: false,
        shown_at: state.clock.now().as_millis(),
        is_cut_short: false,
    };
    match chosen {
        Chosen::Users(users) => {
            for id in UserId::distinct(users.iter().map(String::as_str), AT_A_TIME) {
                match state.store.find_user_overview(&id).await? {
                    Some(account) => question.add(account, &reader),
                    None => question.left_out.push(LeftOut { id, display_name: None, status: None }),
                }
            }
        }
        Chosen::List(query) => {
            let (accounts, is_cut_short) = first_of_list(&state, &request_context, &query).await?;
            question.is_cut_short = is_cut_short;
            accounts.into_iter().for_each(|account| question.add(account, &reader));
        }
    }
    Ok(question)
}

/// The people on the list at `query`, in its order, up to [`AT_A_TIME`]; and whether there are more.
///
/// # Errors
/// As the store.
pub async fn first_of_list(
    state: &AppState,
    request_context: &RequestContext,
    query: &str,
) -> Result<(Vec<UserOverview>, bool), AppError> {
    let query = UserListAddress::parse(query).query(&request_context.time_zone);
    let people = state.store.list_all_users(query).await?;
    let limit = i64::try_from(AT_A_TIME).unwrap_or_default() + 1;
    let mut accounts = state.store.list_user_rows(&people, &ListPosition::Skip(0), limit).await?;
    let has_more = accounts.len() > AT_A_TIME;
    accounts.truncate(AT_A_TIME);
    Ok((accounts, has_more))
}

impl ActionQuestion {
    fn add(&mut self, account: UserOverview, reader: &UserId) {
        let display_name = account.user.display_name.as_str().to_owned();
        if !self.action.applies_to(account.status) {
            let (id, status) = (account.user.id, account.status);
            self.left_out.push(LeftOut { id, display_name: Some(display_name), status: Some(status) });
            return;
        }
        self.own |= account.user.id == *reader;
        self.asks_password |= self.action.asks_for_password(account.user.role);
        self.to.push(ActionTarget {
            id: account.user.id,
            display_name,
            email: account.user.email.as_str().to_owned(),
            has_password: account.user.password_hash.is_some(),
        });
    }
}

/// Applies `action` to `users`, whose ids are separated by spaces: each in a
/// transaction of its own, so that one who cannot does not hold up the others.
/// `asked` is when the question was shown: mails queued since then were asked for by it.
/// `back` is the query of the list that asked: it is shown again where it was.
#[server(prefix = "", endpoint = "admin/users/act")]
pub async fn apply_action_to_users(
    #[server(rename = "act")] action: String,
    users: String,
    asked: Option<i64>,
    current_password: Option<String>,
    back: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, request_context, session, .. } = admin_request()?;
    let own = &session.user.id;
    let action = AdminAction::parse(&action).ok_or(AppError::MalformedRequest)?;
    let shown_at = asked.map(Timestamp::from_millis);
    let mut ids = UserId::distinct(users.split(' '), AT_A_TIME);
    // An admin's own account comes last: the action may end their rights.
    ids.sort_by_key(|id| id == own);
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    if let [id] = ids.as_slice() {
        accounts::apply_action_from_form(&state, &admin, action, id, shown_at).await?;
        let list = back.as_deref().map(UserListAddress::parse);
        let notice = [("notice", "acted"), ("act", action.as_str()), ("done", id.as_str())];
        set_location(&match list {
            Some(list) => format!("{}#user-{id}", list.same(&notice)),
            None => format!("/admin/users/{id}?notice={}", action.as_str()),
        });
        return Ok(());
    }
    accounts::require_confirmation_for(&state, &admin, action, &ids).await?;
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for id in &ids {
        admin.require_still_admin(&state).await?;
        match accounts::apply_action_from_form(&state, &admin, action, id, shown_at).await {
            Ok(()) => done.push(id.to_string()),
            Err(error) => refused.push(format!("{id}:{}", error.code())),
        }
    }
    let count = |all: &[String]| if all.len() > NAMED { all.len().to_string() } else { String::new() };
    let named = |all: &[String]| all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(",");
    let counts = [("done_count", count(&done)), ("refused_count", count(&refused))];
    let counts = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
    let notice = [&[("notice", "acted"), ("act", action.as_str())][..], &counts].concat();
    let list = UserListAddress::parse(back.as_deref().unwrap_or_default()).same(&notice);
    // Ids and codes are plain; as they stand they can be read in a log.
    set_location(&format!("{list}&done={}&refused={}", named(&done), named(&refused)));
    Ok(())
}

/// What became of the accounts that an address names: `done` as `ID,ID`,
/// `refused` as `ID:code,…`.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn action_outcomes(done: &str, refused: &str) -> Result<Vec<ActionResult>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let done = done.split(',').map(|id| (id, None));
    let refused = refused.split(',').filter_map(|pair| pair.split_once(':')).map(|(id, code)| (id, Some(code)));
    let mut results = Vec::new();
    for (id, code) in done.chain(refused).take(2 * NAMED) {
        let Some(id) = UserId::parse(id) else { continue };
        let user = state.store.find_user(&id).await?;
        results.push(ActionResult {
            display_name: user.as_ref().map(|user| user.display_name.as_str().to_owned()),
            id: user.map(|user| user.id),
            refused: code.map(str::to_owned),
        });
    }
    Ok(results)
}
