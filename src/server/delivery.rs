//! How a mail leaves the outbox.
//!
//! A temporary password exists only inside [`deliver_next`]: it is drawn after
//! the mail has been taken from the outbox and forgotten when the mail is out.

mod own_account;
mod workers;

pub use own_account::UNDO_LINK;
pub use workers::deliver_until_shutdown;

use crate::domain::{Purpose, Timestamp};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::mail::letter::Occasion;
use crate::server::mail::{Accepted, Letter, Mailer, Recipient, SendError, Step, Verdict};
use crate::server::password::HasherBusy;
use crate::server::store::StoreError;
use crate::server::store::outbox::{Attempt, Delivery, Taken};
use crate::server::store::users::User;
use crate::server::temporary_password::{NotDrawn, draw};
use rand::RngExt as _;
use std::time::Duration;

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

/// A mail is kept from other workers for this long, and again while it is sent.
/// Longer than a stall of the database, short enough that a crash costs minutes.
const LEASE: Duration = Duration::from_secs(120);
const LEASE_RENEWED_EVERY: Duration = Duration::from_secs(30);
/// Waiting doubles from the first to the second, give or take a fifth (ours: RFC
/// 5321, 4.5.4.1, waits 30 minutes, too long for somebody in front of a sign-in page).
const FIRST_WAIT: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(30 * 60);
/// A mail that found no taker for this long is given up.
pub const GIVEN_UP_AFTER: Duration = Duration::from_secs(72 * 60 * 60);
/// While the queue stands still one mail is tried this often.
const PROBE_EVERY: Duration = Duration::from_secs(60);
/// A link that sets a password works this long, and once.
pub const PASSWORD_LINK: Duration = Duration::from_secs(60 * 60);

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
    let mailer = state.mailer.as_ref().ok_or(DeliveryError::NoMailer)?;
    if state.store.find_pause().await?.is_some() {
        let next_probe = state.clock.now().plus(PROBE_EVERY);
        if !state.store.take_probe(next_probe).await? {
            return Ok(Outcome::NothingDue);
        }
    }
    while state.store.take_password_request().await? {}
    let delivery = match state.store.take_delivery(LEASE, state.settings.mail_interval).await? {
        Taken::Mail(delivery) => *delivery,
        Taken::Nothing => return Ok(Outcome::NothingDue),
        Taken::NotBefore(time) => return Ok(Outcome::NotBefore(time)),
    };
    state.ring();
    let outcome = deliver(state, mailer, &delivery).await;
    state.ring();
    outcome
}

/// Each purpose in its way.
async fn deliver(state: &AppState, mailer: &Mailer, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    let occasion = Occasion { at: delivery.created_at, address: delivery.origin };
    let notice = match delivery.purpose {
        Purpose::TemporaryPassword => return deliver_temporary_password(state, mailer, delivery).await,
        Purpose::ConfirmRegistration => return deliver_confirmation(state, mailer, delivery).await,
        Purpose::SetPassword => return deliver_password_link(state, mailer, delivery).await,
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

async fn deliver_temporary_password(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
) -> Result<Outcome, DeliveryError> {
    let Some(user) = recipient_user(state, delivery).await? else {
        return obsolete(state, delivery).await;
    };
    let wished = delivery.preset.unwrap_or(state.settings.preset);
    let cpf = match state.store.find_sealed_cpf(&user.id).await? {
        Some(sealed) => state.keys.open_cpf(&sealed, &user.id),
        None => None,
    };
    // Beside one whose mail may have arrived: both are compared in one computation.
    let open = state.store.find_open_temporary_passwords(&user.id).await?;
    let sibling = open.first().map(|open| &open.hash);
    let drawn = match draw(state, &user, wished, cpf.as_ref(), sibling).await {
        Ok(drawn) => drawn,
        Err(NotDrawn::Busy(HasherBusy)) => return wait_for_the_hasher(state, delivery).await,
        Err(NotDrawn::NoCpf) => {
            let attempt = Attempt { step: "draw", answer: &NotDrawn::NoCpf.to_string(), void_secret: None };
            state.store.set_failed(delivery, &attempt).await?;
            return Ok(Outcome::Failed);
        }
        Err(NotDrawn::Store(error)) => return Err(error.into()),
    };
    let link = Token::draw();
    let link_hash = link.hash();
    let secret = drawn.to_store(Some(&link_hash));
    let Some(secret) = state.store.insert_temporary_password(delivery, &user.id, &secret).await? else {
        return obsolete(state, delivery).await;
    };

    let creator = state.store.find_creator_name(&user.id).await?;
    let letter = Letter::TemporaryPassword {
        password: drawn.password.reveal(),
        link: link.reveal(),
        valid_until: drawn.valid_until,
        created_by: creator.as_deref(),
        again: state.store.find_any_delivered(&user.id).await?,
    };
    let answer = send(state, mailer, delivery, &recipient(&user), &letter).await;
    finish(state, delivery, Some(&secret), answer).await
}

/// People who sign in go first; the mail follows in a moment.
async fn wait_for_the_hasher(state: &AppState, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    let attempt = Attempt { step: "draw", answer: "", void_secret: None };
    let again = state.clock.now().plus(Duration::from_secs(5));
    state.store.set_waiting(delivery, &attempt, again, false).await?;
    Ok(Outcome::Waiting)
}

async fn deliver_confirmation(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
) -> Result<Outcome, DeliveryError> {
    let registration = match &delivery.registration_id {
        Some(id) => state.store.find_registration(id).await?,
        None => None,
    };
    let Some(registration) = registration else {
        return obsolete(state, delivery).await;
    };
    let token = Token::draw();
    if !state.store.set_registration_token(delivery, &token.hash()).await? {
        return obsolete(state, delivery).await;
    }
    let to =
        Recipient { email: registration.email, display_name: registration.display_name, locale: registration.locale };
    let letter = Letter::ConfirmRegistration { token: token.reveal(), valid_until: registration.expires_at };
    let answer = send(state, mailer, delivery, &to, &letter).await;
    finish(state, delivery, None, answer).await
}

async fn deliver_password_link(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
) -> Result<Outcome, DeliveryError> {
    let Some(user) = recipient_user(state, delivery).await? else {
        return obsolete(state, delivery).await;
    };
    let token = Token::draw();
    let valid_until = state.clock.now().plus(PASSWORD_LINK).to_full_minute();
    if !state.store.insert_password_link(delivery, &user.id, &token.hash(), valid_until).await? {
        return obsolete(state, delivery).await;
    }
    let letter = Letter::SetPassword { token: token.reveal(), valid_until, address: delivery.origin };
    let answer = send(state, mailer, delivery, &recipient(&user), &letter).await;
    finish(state, delivery, None, answer).await
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
    match &delivery.user_id {
        Some(id) => state.store.find_user(id).await,
        None => Ok(None),
    }
}

fn recipient(user: &User) -> Recipient {
    Recipient { email: user.email.clone(), display_name: user.display_name.clone(), locale: user.locale }
}

/// Sends, and meanwhile keeps the mail from other workers.
async fn send(
    state: &AppState,
    mailer: &Mailer,
    delivery: &Delivery,
    to: &Recipient,
    letter: &Letter<'_>,
) -> Result<Accepted, SendError> {
    let sending = mailer.send(to, letter);
    tokio::pin!(sending);
    loop {
        tokio::select! {
            answer = &mut sending => return answer,
            () = tokio::time::sleep(LEASE_RENEWED_EVERY) => {
                if let Err(error) = state.store.set_lease(delivery, LEASE).await {
                    tracing::warn!(%error, mail = delivery.id, "cannot keep mail {} for longer", delivery.id);
                }
            }
        }
    }
}

async fn finish(
    state: &AppState,
    delivery: &Delivery,
    secret: Option<&str>,
    answer: Result<Accepted, SendError>,
) -> Result<Outcome, DeliveryError> {
    let error = match answer {
        Ok(accepted) => {
            note_sent(state, delivery, secret, &accepted.answer).await?;
            tracing::info!(mail = delivery.id, "mail {} was taken by the mail server", delivery.id);
            return Ok(Outcome::Sent);
        }
        Err(error) => error,
    };
    tracing::warn!(
        mail = delivery.id,
        step = error.step.as_str(),
        answer = error.answer,
        "mail {} was not taken at step {}: {}",
        delivery.id,
        error.step.as_str(),
        error.answer,
    );
    let attempt = Attempt {
        step: error.outward_step().as_str(),
        answer: &error.answer,
        void_secret: secret.filter(|_| !error.verdict.may_have_arrived()),
    };
    let now = state.clock.now();
    // A server that looks at recipients and mails lets us in: nothing stands still any more.
    let got_to_the_mail = matches!(error.step, Step::Recipient | Step::Data | Step::FinalAnswer);
    if got_to_the_mail && matches!(error.verdict, Verdict::Refused | Verdict::TryAgain) {
        state.store.delete_pause().await?;
    }
    let too_old = now.since(delivery.created_at) >= GIVEN_UP_AFTER;
    match error.verdict {
        Verdict::Refused => {
            state.store.set_failed(delivery, &attempt).await?;
            Ok(Outcome::Failed)
        }
        // The mail is not at fault: it waits for the mail server to be mended, however long.
        Verdict::Misconfigured => {
            state.store.set_pause(attempt.step, attempt.answer, now.plus(PROBE_EVERY)).await?;
            state.store.set_waiting(delivery, &attempt, now, true).await?;
            Ok(Outcome::Waiting)
        }
        Verdict::TryAgain | Verdict::Unreachable | Verdict::Unknown if too_old => {
            state.store.set_failed(delivery, &attempt).await?;
            Ok(Outcome::Failed)
        }
        Verdict::TryAgain | Verdict::Unreachable | Verdict::Unknown => {
            let held_by_server = error.verdict == Verdict::Unreachable && !got_to_the_mail;
            let again = now.plus(wait_after(delivery.attempts));
            state.store.set_waiting(delivery, &attempt, again, held_by_server).await?;
            Ok(Outcome::Waiting)
        }
    }
}

/// Writes down that a mail is out, also when the database is away for a
/// moment: forgetting it would send it twice.
async fn note_sent(
    state: &AppState,
    delivery: &Delivery,
    secret: Option<&str>,
    answer: &str,
) -> Result<(), StoreError> {
    for wait in [1, 2, 4, 8, 16] {
        match state.store.set_sent(delivery, secret, answer).await {
            Err(StoreError::Unavailable(_)) => tokio::time::sleep(Duration::from_secs(wait)).await,
            done => return done,
        }
    }
    state.store.set_sent(delivery, secret, answer).await
}

async fn obsolete(state: &AppState, delivery: &Delivery) -> Result<Outcome, DeliveryError> {
    state.store.set_obsolete(delivery).await?;
    Ok(Outcome::Obsolete)
}

/// 30 s × 2ⁿ ± 20 %, at most 30 minutes: chance keeps a thousand mails from
/// coming back at the same moment.
fn wait_after(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or_default();
    let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_WAIT);
    let percent = rand::rand_core::UnwrapErr(rand::rngs::SysRng).random_range(80..=120);
    (wait * percent / 100).min(LONGEST_WAIT)
}
