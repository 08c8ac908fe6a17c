//! What admins do to the email queue: the actions of `/admin/mail` and `chaveiro mail`.

mod lateness;
mod test_mail;

pub use lateness::{Late, find_lateness};
pub use test_mail::{Tested, not_taken, reach, send_test, send_without_queue, test, test_addressee};

use crate::domain::MailId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::rate_limit::RECENT_FAILURES;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::outbox::{Retried, RetriedAll};

/// How many mails that failed recently need somebody: nothing has replaced them.
pub async fn count_failed_mails(state: &AppState) -> Result<i64, StoreError> {
    state.store.count_failed_mails_since(state.clock.now().minus(RECENT_FAILURES)).await
}

/// Stops all mails until [`resume`]. One on its way ends as it will.
pub async fn pause(state: &AppState, admin: &Admin) -> Result<bool, AppError> {
    let paused = state.store.set_pause_by_operator(admin.by()).await?;
    state.notify();
    Ok(paused)
}

/// Resumes sending after [`pause`]; `false` when no admin has paused them.
pub async fn resume(state: &AppState, admin: &Admin) -> Result<bool, AppError> {
    let resumed = state.store.delete_pause_by_operator(admin.by()).await?;
    state.notify();
    Ok(resumed)
}

/// Tries one mail again; one that failed for good gets a successor, if the
/// account still needs it.
///
/// # Errors
/// [`AppError::DoesNotApply`] when nobody needs it any more; [`AppError::NotFound`].
pub async fn retry(state: &AppState, admin: &Admin, mail: &MailId) -> Result<Retried, AppError> {
    let retried = state.store.set_due(mail, admin.by()).await?;
    state.notify();
    match retried {
        Retried::NotNeeded => Err(AppError::DoesNotApply),
        Retried::NotFound => Err(AppError::NotFound),
        done => Ok(done),
    }
}

/// Tries all again that wait, and sends a fresh mail to all who miss one that failed for good.
pub async fn retry_all(state: &AppState, admin: &Admin) -> Result<RetriedAll, AppError> {
    let retried = state.store.set_all_due(admin.by()).await?;
    state.notify();
    Ok(retried)
}
