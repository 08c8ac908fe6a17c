//! How a mail leaves the outbox.
//!
//! A temporary password exists only inside [`deliver_next`]: it is drawn after
//! the mail has been taken from the outbox and forgotten when the mail is out.

mod attempt;
mod links;
mod own_account;
mod temporary_password;
mod workers;

pub use workers::deliver_until_shutdown;

use crate::domain::{Purpose, Timestamp};
use crate::server::AppState;
use crate::server::email::letter::Occasion;
use crate::server::email::{Letter, Mailer, Recipient};
use crate::server::store::StoreError;
use crate::server::store::outbox::{Attempt, Delivery, TakenDelivery};
use crate::server::store::users::User;
use attempt::{LEASE, finish, send};
use std::time::Duration;
use tracing::Instrument as _;

/// How one round of a worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No mail is due, or the queue stands still.
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

/// Why a round could not be finished; the mail becomes due again by itself.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing to send with.
    #[error("no mail server is set")]
    NoMailer,
}

/// A mail that found no taker for this long is given up.
pub const GIVEN_UP_AFTER: Duration = Duration::from_secs(72 * 60 * 60);
/// While the queue stands still one mail is tried this often.
const PROBE_EVERY: Duration = Duration::from_secs(60);

/// Sends one mail, if one is due.
///
/// The hash of a temporary password is stored *before* the mail leaves. If
/// sending then surely fails, that secret ends and the next try draws another;
/// if the outcome is unknown it stays good until a newer mail is accepted. The
/// other order could send a password that was never stored.
///
/// # Errors
/// When the database does not answer; the mail becomes due again by itself.
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

/// Takes the mail to be sent next.
async fn take_next(state: &AppState) -> Result<Next, DeliveryError> {
    if state.store.find_pause().await?.is_some() && !state.store.take_probe(PROBE_EVERY).await? {
        return Ok(Next::None(Outcome::NothingDue));
    }
    while state.store.take_password_request().await? {}
    Ok(match state.store.take_delivery(LEASE, state.settings.mail_interval).await? {
        TakenDelivery::Mail(delivery) => {
            state.notify();
            Next::Mail(delivery)
        }
        TakenDelivery::Nothing => Next::None(Outcome::NothingDue),
        TakenDelivery::NotBefore(time) => Next::None(Outcome::NotBefore(time)),
    })
}

/// Sends a mail that was taken.
async fn deliver_taken(state: &AppState, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    let mailer = state.mailer.as_ref().ok_or(DeliveryError::NoMailer)?;
    let span = tracing::info_span!(
        "delivery",
        mail = delivery.id,
        kind = delivery.purpose.as_str(),
        attempt = delivery.attempts
    );
    let outcome = match delivery.broken.first() {
        Some(column) => Err(StoreError::Inconsistent { table: "outbox", column }.into()),
        None => deliver(state, mailer, delivery).instrument(span.clone()).await,
    };
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
    tracing::error!(mail = delivery.id, %error, "mail {} is given up: {error}", delivery.id);
    let attempt = Attempt { step: "read", answer: &error.to_string(), void_secret: None };
    state.store.set_failed(delivery, &attempt).await?;
    Ok(Outcome::Failed)
}

/// Each purpose in its way.
async fn deliver(state: &AppState, mailer: &Mailer, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    let occasion = Occasion { at: delivery.created_at, address: delivery.origin };
    let notice = match delivery.purpose {
        Purpose::TemporaryPassword => return temporary_password::deliver(state, mailer, delivery).await,
        Purpose::ConfirmRegistration => return links::deliver_confirmation(state, mailer, delivery).await,
        Purpose::SetPassword => return links::deliver_password_link(state, mailer, delivery).await,
        Purpose::ConfirmAddress => return own_account::deliver_address_link(state, mailer, delivery).await,
        Purpose::OwnAddressChanged => {
            return own_account::deliver_own_address_change(state, mailer, delivery, occasion).await;
        }
        Purpose::RoleChanged => return own_account::deliver_role(state, mailer, delivery, occasion).await,
        Purpose::AlreadyRegistered => Letter::AlreadyRegistered,
        Purpose::ApprovalAsked => Letter::ApprovalAsked,
        Purpose::RegistrationApproved => Letter::RegistrationApproved,
        Purpose::RegistrationRefused => Letter::RegistrationRefused,
        Purpose::AddressChanged => Letter::AddressChanged(occasion),
        Purpose::AddressRestored => Letter::AddressRestored(occasion),
        Purpose::AccountDeleted => Letter::AccountDeleted(occasion),
        Purpose::PasswordChanged => Letter::PasswordChanged(occasion),
        Purpose::NewDevice => Letter::NewDevice(occasion),
        Purpose::CodeExhausted => Letter::CodeExhausted(occasion),
        Purpose::CodesClosed => Letter::CodesClosed { at: occasion.at, guesses: state.settings.code_guesses_per_day },
    };
    deliver_notice(state, mailer, delivery, &notice).await
}

async fn deliver_notice(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
    letter: &Letter<'_>,
) -> Result<Outcome, DeliveryError> {
    match recipient_user(state, delivery).await? {
        Some(user) => send_notice(state, mailer, delivery, &user, letter).await,
        None => obsolete(state, delivery).await,
    }
}

/// To the account's address, or to the earlier one that the delivery names.
async fn send_notice(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
    user: &User,
    letter: &Letter<'_>,
) -> Result<Outcome, DeliveryError> {
    let mut to = recipient(user);
    if let Some(earlier) = &delivery.earlier_email {
        to.email = earlier.clone();
    }
    let answer = send(state, mailer, delivery, &to, letter).await;
    finish(state, delivery, None, answer).await
}

async fn recipient_user(state: &AppState, delivery: &Delivery) -> Result<Option<User>, StoreError> {
    let Some(id) = &delivery.user_id else { return Ok(None) };
    let user = state.store.find_user(id).await?;
    match user.as_ref().and_then(|user| user.broken.first()) {
        Some(column) => Err(StoreError::Inconsistent { table: "users", column }),
        None => Ok(user),
    }
}

fn recipient(user: &User) -> Recipient {
    Recipient {
        email: user.email.clone(),
        display_name: user.display_name.clone(),
        locale: user.locale,
        time_zone: user.time_zone.clone(),
    }
}

async fn obsolete(state: &AppState, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    state.store.set_obsolete(delivery).await?;
    Ok(Outcome::Obsolete)
}
