//! What admins do to the email queue: the actions of `/admin/mail` and `chaveiro mail`.

mod lateness;

pub use lateness::{Late, find_lateness};

use crate::domain::{Appearance, DisplayName, EmailAddress, Locale, MailId};
use crate::error::{AppError, Field, Problem};
use crate::server::email::kinds;
use crate::server::email::{Accepted, Addressee, Letter, Mailer, SendError};
use crate::server::masked_answer::masked;
use crate::server::rate_limit::GIVEN_UP_LATELY;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::outbox::{Retried, RetriedAll};
use crate::server::{AppState, appearance};
use std::time::Duration;

/// How many mails were given up lately.
pub async fn count_failed_mails(state: &AppState) -> Result<i64, StoreError> {
    state.store.count_failed_mails_since(state.clock.now().minus(GIVEN_UP_LATELY)).await
}

/// A person waits for the outcome of a test mail: after this long it has one, with the step at which the mail server
/// fell silent. Nearly what an answer may take (`SLOWEST_ANSWER`): a server whose greeting comes after 45 s, waiting
/// for a DNS that does not answer, gets the queue's mails too.
const TEST_TAKES_AT_MOST: Duration = Duration::from_secs(55);

/// Stops all mails until [`resume`]. One on its way ends as it will.
pub async fn pause(state: &AppState, admin: &Admin) -> Result<bool, AppError> {
    let paused = state.store.set_pause_by_operator(admin.by()).await?;
    state.notify();
    Ok(paused)
}

/// Lets the mails go on after [`pause`]; `false` when no admin has paused them.
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
        done => Ok(done),
    }
}

/// Tries all again that wait, and sends a fresh mail to all who miss one that failed for good.
pub async fn retry_all(state: &AppState, admin: &Admin) -> Result<RetriedAll, AppError> {
    let retried = state.store.set_all_due(admin.by()).await?;
    state.notify();
    Ok(retried)
}

/// Sends a mail without a secret to `to`, at once and beside the queue. At most
/// six are sent in a minute, by all admins together.
///
/// # Errors
/// [`AppError::TooManyTries`]; [`AppError::MailNotTaken`] with the step that failed.
pub async fn test(state: &AppState, admin: &Admin, to: EmailAddress, locale: Locale) -> Result<Accepted, AppError> {
    let mailer = counted_mailer(state, admin, to.host()).await?;
    let mailer = mailer.with_appearance(&appearance::current(state).await.appearance);
    let to = test_addressee(to, locale)?;
    match send_test(&mailer, &to).await {
        Ok(accepted) => Ok(accepted),
        Err(error) => Err(refusal(state, admin, &to.email, to.email.local_part(), &error).await?),
    }
}

/// Sends a letter to the admin who asks for it, at once and beside the queue. It counts as a test mail.
///
/// # Errors
/// [`AppError::TooManyTries`]; [`AppError::MailNotTaken`] with the step that failed.
pub async fn send_without_queue(
    state: &AppState,
    admin: &Admin,
    to: &Addressee,
    letter: &dyn Letter,
    appearance: &Appearance,
) -> Result<Accepted, AppError> {
    let mailer = counted_mailer(state, admin, to.email.host()).await?.with_appearance(appearance);
    match mailer.within(TEST_TAKES_AT_MOST).send(to, letter).await {
        Ok(accepted) => Ok(accepted),
        Err(error) => Err(refusal(state, admin, &to.email, to.display_name.as_str(), &error).await?),
    }
}

/// The mailer, once this mail has been counted.
async fn counted_mailer<'a>(state: &'a AppState, admin: &Admin, host: &str) -> Result<&'a Mailer, AppError> {
    let Some(mailer) = &state.mailer else {
        return Err(AppError::internal(anyhow::anyhow!("no mail server is set")));
    };
    if let Some(wait) = state.store.insert_mail_test(admin.by(), host).await? {
        return Err(AppError::TooManyTries { retry_after: u32::try_from(wait.as_secs() + 1).unwrap_or(60) });
    }
    Ok(mailer)
}

/// What the admin is told; the log has it too, without addresses and names.
async fn refusal(
    state: &AppState,
    admin: &Admin,
    to: &EmailAddress,
    name: &str,
    error: &SendError,
) -> Result<AppError, StoreError> {
    let answer = masked(&error.answer, to, name);
    tracing::warn!(
        step = error.step.as_str(),
        answer,
        "a test mail was not taken at step {}: {answer}",
        error.step.as_str(),
    );
    state.store.insert_mail_test_failed(admin.by(), to.host(), error.outward_step().as_str()).await?;
    Ok(not_taken(error))
}

/// Whom a test mail greets at this address.
///
/// # Errors
/// [`AppError::InvalidForm`] when no name can be made of the address.
pub fn test_addressee(email: EmailAddress, locale: Locale) -> Result<Addressee, AppError> {
    let display_name = DisplayName::parse(email.local_part())
        .map_err(|problem| AppError::field(Field::Email, Problem::DisplayName(problem)))?;
    Ok(Addressee { email, display_name, locale, time_zone: None })
}

/// The attempt alone, for the command line too, which needs no database for it.
///
/// # Errors
/// Why the mail server did not take it.
pub async fn send_test(mailer: &Mailer, to: &Addressee) -> Result<Accepted, SendError> {
    mailer.within(TEST_TAKES_AT_MOST).send(to, &kinds::test::letter()).await
}

/// What a test mail has shown, as an error for people.
pub fn not_taken(error: &SendError) -> AppError {
    AppError::MailNotTaken {
        step: error.outward_step().as_str().to_owned(),
        refused: error.verdict == crate::server::email::Verdict::Refused,
        answer: error.answer.clone(),
    }
}
