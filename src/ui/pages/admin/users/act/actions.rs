//! Acts on one account or on several: the question before, and doing it.

use crate::domain::{AdminAction, Timestamp, UserId, UserStatus};
use crate::error::AppError;
use crate::server::accounts;
use crate::server::session;
use crate::ui::response::{go_to, request_context};
use leptos::prelude::*;

/// So many accounts can be acted on at a time.
pub const AT_A_TIME: usize = 100;

/// What is asked before an act.
#[derive(Clone, Debug)]
pub struct ActionQuestion {
    /// The act.
    pub act: AdminAction,
    /// Whom it is done to, if the answer is yes.
    pub to: Vec<ActionTarget>,
    /// Whom it does not apply to, and why.
    pub left_out: Vec<LeftOut>,
    /// Whether the reader is among them.
    pub own: bool,
    /// When it is asked, in milliseconds since 1970.
    pub asked: i64,
}

/// Somebody an act is asked about.
#[derive(Clone, Debug)]
pub struct ActionTarget {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// Whether they have a password of their own.
    pub has_password: bool,
}

/// Somebody an act does not apply to.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// Their name, while there is such an account.
    pub display_name: Option<String>,
    /// How their account stands.
    pub state: Option<UserStatus>,
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

/// What `act` would do to `users`; what is no identifier is nobody.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`] for an act there is not.
pub async fn act_question(act: &str, users: Vec<String>) -> Result<ActionQuestion, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let reader = session::require_user(&request_context)?.user.id.clone();
    let act = AdminAction::parse(act).ok_or(AppError::NotFound)?;
    let mut question =
        ActionQuestion { act, to: Vec::new(), left_out: Vec::new(), own: false, asked: state.clock.now().as_millis() };
    for id in distinct(users.iter().map(String::as_str)) {
        let Some(account) = state.store.find_account(&id).await? else {
            question.left_out.push(LeftOut { display_name: None, state: None });
            continue;
        };
        let display_name = account.user.display_name.as_str().to_owned();
        if !act.fits(account.state) {
            question.left_out.push(LeftOut { display_name: Some(display_name), state: Some(account.state) });
            continue;
        }
        question.own |= id == reader;
        question.to.push(ActionTarget {
            id,
            display_name,
            email: account.user.email.as_str().to_owned(),
            has_password: account.user.password_hash.is_some(),
        });
    }
    Ok(question)
}

/// Does `act` to `users`, whose ids are separated by spaces: each in a
/// transaction of its own, so that one who cannot does not hold up the others.
/// `asked` is when the question was shown: mails queued since then were asked for by it.
#[server(prefix = "", endpoint = "admin/users/act")]
pub async fn act_on_users(
    act: String,
    users: String,
    asked: Option<i64>,
    current_password: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let own = session::require_user(&request_context)?.user.id.clone();
    let act = AdminAction::parse(&act).ok_or(AppError::MalformedRequest)?;
    let asked = asked.map(Timestamp::from_millis);
    let mut ids = distinct(users.split(' '));
    // Whoever acts on themselves does so last: it may be the end of their powers.
    ids.sort_by_key(|id| *id == own);
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    if act.is_sensitive() {
        admin.require_confirmation()?;
    }
    if let [id] = ids.as_slice() {
        accounts::act_by_form(&state, &admin, act, id, asked, &request_context.origin).await?;
        go_to(&format!("/admin/users/{id}?notice={}", act.as_str()));
        return Ok(());
    }
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for id in &ids {
        match accounts::act_by_form(&state, &admin, act, id, asked, &request_context.origin).await {
            Ok(()) => done.push(id.to_string()),
            Err(error) => refused.push(format!("{id}:{}", error.code())),
        }
    }
    let (act, done, refused) = (act.as_str(), done.join(","), refused.join(","));
    go_to(&format!("/admin/users?notice=acted&act={act}&done={done}&refused={refused}"));
    Ok(())
}

/// What became of the accounts that an address names: `done` as `ID,ID`,
/// `refused` as `ID:code,…`.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn act_outcomes(done: &str, refused: &str) -> Result<Vec<ActionResult>, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let done = done.split(',').map(|id| (id, None));
    let refused = refused.split(',').filter_map(|pair| pair.split_once(':')).map(|(id, code)| (id, Some(code)));
    let mut results = Vec::new();
    for (id, code) in done.chain(refused).take(AT_A_TIME) {
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

/// The ids among `texts`, each once, in their order.
fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<UserId> {
    let mut ids = Vec::new();
    for id in texts.filter_map(UserId::parse) {
        if !ids.contains(&id) && ids.len() < AT_A_TIME {
            ids.push(id);
        }
    }
    ids
}
