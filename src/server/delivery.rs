//! How a mail leaves the outbox.
//!
//! A temporary password exists only inside [`deliver_next`]: it is generated after
//! the mail has been taken from the outbox and forgotten when the mail is out.

mod attempt;
mod workers;

pub use workers::deliver_until_shutdown;

use crate::domain::{STEP_GENERATE, Timestamp};
use crate::server::email::order::{NotPrepared, Order, PreparedLetter, Reader};
use crate::server::email::{Mailer, kinds};
use crate::server::store::StoreError;
use crate::server::store::outbox::{Delivery, DueWork, FailedAttempt, Recipient, TakenDelivery};
use crate::server::{AppState, appearance};
use attempt::{LEASE, finish, with_lease};
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument as _;

/// How one round of a worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No mail is due, or sending is paused.
    NothingDue,
    /// At the operator's pace no mail may leave before then.
    NotBefore(Timestamp),
    /// The mail server has taken the mail.
    Sent,
    /// The mail is tried again later.
    Waiting,
    /// The mail will never go.
    Failed,
    /// Nobody needs the mail any more.
    Obsolete,
}

/// Why a round could not be finished; the mail becomes due again.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing to send with.
    #[error("no mail server is set")]
    NoMailer,
}

/// While sending is paused one mail is tried this often.
const PROBE_EVERY: Duration = Duration::from_secs(60);
/// The longest wait where a user name and a password were refused: mail servers lock accounts after repeated failures.
const MAX_PROBE_WAIT: Duration = Duration::from_secs(10 * 60);
/// Requests for a forgotten password that are answered before the next mail is taken: strangers may send any number
/// of them, and must not keep the mails of others waiting.
const REQUESTS_A_ROUND: usize = 20;

/// Sends one mail, if one is due.
///
/// The hash of a temporary password is stored *before* the mail leaves. If
/// sending then surely fails, that secret ends and the next try generates another;
/// if the outcome is unknown it stays good until a newer mail is accepted. The
/// other order could send a password that was never stored.
///
/// # Errors
/// When the database does not answer; the mail becomes due again.
pub async fn deliver_next(state: &AppState) -> Result<Outcome, DeliveryError> {
    match take_next(state).await? {
        Next::Mail(delivery) => deliver_taken(state, &delivery).await,
        Next::None(outcome) => Ok(outcome),
    }
}

/// What there is to do.
enum Next {
    /// This mail is ours to send.
    Mail(Box<Delivery>),
    /// Nothing now.
    None(Outcome),
}

/// Takes the mail to be sent next, after the requests for a forgotten password: some of them where there is a mail,
/// all of them where there is none, or sending is paused: what they ask for then waits with the other mails.
async fn take_next(state: &AppState) -> Result<Next, DeliveryError> {
    loop {
        let mut due = state.store.find_due_work().await?;
        let mut may_be_more = false;
        if due.is_asked {
            may_be_more = answer_password_requests(state).await?;
            due = state.store.find_due_work().await?;
        }
        let may_send = !due.is_paused || state.store.take_probe(PROBE_EVERY, MAX_PROBE_WAIT).await?;
        let next = if may_send { take_mail(state, due).await? } else { Next::None(Outcome::NothingDue) };
        let is_none = matches!(next, Next::None(Outcome::NothingDue | Outcome::NotBefore(_)));
        if !(is_none && may_be_more) || state.shutdown.is_cancelled() {
            return Ok(next);
        }
    }
}

/// Answers some requests for a forgotten password; whether there may be more of them.
async fn answer_password_requests(state: &AppState) -> Result<bool, StoreError> {
    for _ in 0..REQUESTS_A_ROUND {
        if !state.store.take_password_request().await? {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn take_mail(state: &AppState, due: DueWork) -> Result<Next, StoreError> {
    Ok(match state.store.take_delivery(due, LEASE, state.settings.mail_interval).await? {
        TakenDelivery::Mail(delivery) => {
            state.notify();
            Next::Mail(delivery)
        }
        TakenDelivery::Unreadable => {
            state.notify();
            Next::None(Outcome::Failed)
        }
        TakenDelivery::Nothing => Next::None(Outcome::NothingDue),
        TakenDelivery::NotBefore(time) => Next::None(Outcome::NotBefore(time)),
    })
}

/// Sends a mail taken from the queue.
async fn deliver_taken(state: &AppState, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    let mailer = state.mailer.as_ref().ok_or(DeliveryError::NoMailer)?;
    let taken_at = Instant::now();
    let mailer = mailer.with_appearance(&appearance::current(state).await.appearance).for_mail_taken_at(taken_at);
    let span = tracing::info_span!(
        "delivery",
        mail = delivery.id.as_str(),
        kind = delivery.purpose.as_str(),
        attempt = delivery.attempts
    );
    let outcome = deliver(state, &mailer, delivery).instrument(span.clone()).await;
    let outcome = match outcome {
        Err(DeliveryError::Store(error)) if error.is_about_a_row() => {
            give_up(state, delivery, &error).instrument(span).await
        }
        outcome => outcome,
    };
    state.notify();
    outcome
}

/// Gives up a mail whose own row, or that of its person, cannot be read: it would
/// come back for ever.
async fn give_up(state: &AppState, delivery: &Delivery, error: &StoreError) -> Result<Outcome, DeliveryError> {
    tracing::error!(mail = delivery.id.as_str(), %error, "mail {} is given up: {error}", delivery.id);
    let attempt = FailedAttempt { to: None, step: "read", answer: &error.to_string(), password_to_end: None };
    state.store.set_failed(delivery, &attempt).await?;
    Ok(Outcome::Failed)
}

async fn deliver(state: &AppState, mailer: &Mailer, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    match with_lease(state, delivery, prepare(state, delivery)).await {
        Ok(Some(PreparedLetter { letter, to, password })) => {
            let answer = with_lease(state, delivery, mailer.send(&to, &*letter)).await;
            finish(state, delivery, &to, password.as_ref(), answer).await
        }
        Ok(None) => {
            state.store.set_obsolete(delivery).await?;
            Ok(Outcome::Obsolete)
        }
        Err(NotPrepared::Later(wait)) => {
            let attempt = FailedAttempt { to: None, step: STEP_GENERATE, answer: "", password_to_end: None };
            state.store.set_waiting(delivery, &attempt, state.clock.now().plus(wait), false).await?;
            Ok(Outcome::Waiting)
        }
        Err(NotPrepared::Never(reason)) => {
            let attempt = FailedAttempt { to: None, step: STEP_GENERATE, answer: &reason, password_to_end: None };
            state.store.set_failed(delivery, &attempt).await?;
            Ok(Outcome::Failed)
        }
        Err(NotPrepared::Store(error)) => Err(error.into()),
    }
}

/// Looks whom the mail is for, and has its kind write the letter.
async fn prepare(state: &AppState, delivery: &Delivery) -> Result<Option<PreparedLetter>, NotPrepared> {
    let reader = match &delivery.recipient {
        Recipient::User(id) | Recipient::EarlierAddress(id, _) => state.store.find_user(id).await?.map(Reader::User),
        Recipient::Registration(id) => state.store.find_registration(id).await?.map(Reader::Registration),
    };
    if let Some(Reader::User(user)) = &reader
        && let Some(column) = user.broken.first()
    {
        return Err(StoreError::Inconsistent { table: "users", column }.into());
    }
    let Some(reader) = reader else { return Ok(None) };
    (kinds::kind(delivery.purpose).prepare)(&Order { state, delivery, reader: &reader }).await
}
