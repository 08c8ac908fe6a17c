//! Mails that an admin sends beside the queue, to try the mail server or to look at one.

use crate::domain::{Appearance, DisplayName, EmailAddress, Locale};
use crate::error::{AppError, Field, Problem};
use crate::server::email::kinds;
use crate::server::email::{Accepted, Addressee, Letter, Mailer, SendError};
use crate::server::keys::Token;
use crate::server::masked_answer::masked;
use crate::server::session::Admin;
use crate::server::store::audit::By;
use crate::server::store::rate_limit::requests::LimitDecision;
use crate::server::{AppState, appearance};
use std::time::Duration;
use tracing::Instrument as _;

/// A person waits for the outcome of a test mail: after this long it has one, with the step at which the mail server
/// fell silent. Nearly what an answer may take (`RESPONSE_TIMEOUT`): a server whose greeting comes after 45 s, waiting
/// for a DNS that does not answer, gets the queue's mails too.
const TEST_MAIL_TIMEOUT: Duration = Duration::from_secs(55);

/// What became of such a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    /// The mail server has taken it.
    Accepted,
    /// The same form has sent it a moment ago: it has arrived there, or is on its way.
    Repeated,
}

/// Sends a mail without a secret to `to`, at once and beside the queue. At most
/// six are sent in a minute, by all admins together; the same form, whose token is `once`, sends one.
///
/// # Errors
/// [`AppError::TooManyTries`]; [`AppError::MailNotTaken`] with the step that failed.
pub async fn test(
    state: &AppState,
    admin: &Admin,
    to: EmailAddress,
    locale: Locale,
    once: Option<&str>,
) -> Result<Tested, AppError> {
    let form = once.and_then(Token::parse).map(|form| state.keys.form_token(&form, &[to.as_str()]));
    let to = test_addressee(to, locale)?;
    let appearance = appearance::current(state).await.appearance.clone();
    send_without_queue(state, admin, to, kinds::test::letter(), &appearance, form).await
}

/// Sends a letter to the admin who asks for it, at once and beside the queue. It counts as a test mail. `form` is the
/// token of the form and of what was typed into it.
///
/// # Errors
/// [`AppError::TooManyTries`]; [`AppError::MailNotTaken`] with the step that failed.
pub async fn send_without_queue(
    state: &AppState,
    admin: &Admin,
    to: Addressee,
    letter: impl Letter + 'static,
    appearance: &Appearance,
    form: Option<Token>,
) -> Result<Tested, AppError> {
    let Some(mailer) = &state.mailer else {
        return Err(AppError::internal(anyhow::anyhow!("no mail server is set")));
    };
    let form = form.map(|form| form.hash());
    match state.store.insert_mail_test(admin.by(), to.email.host(), form.as_deref()).await? {
        LimitDecision::Allowed => {}
        LimitDecision::Repeated => return Ok(Tested::Repeated),
        LimitDecision::NotBefore(time) => return Err(state.too_many_tries(time)),
    }
    let mailer = mailer.with_appearance(appearance).within(TEST_MAIL_TIMEOUT);
    let (state, by) = (state.clone(), admin.by().clone());
    // A task of its own: a browser whose form is sent twice hangs up on the first request, and the mail goes on.
    let sending = async move {
        match mailer.send(&to, &letter).await {
            Ok(_) => Ok(Tested::Accepted),
            Err(error) => Err(refusal(&state, &by, &to, &error, form.as_deref()).await),
        }
    };
    tokio::spawn(sending.in_current_span()).await.map_err(AppError::internal)?
}

/// The message to the admin; the log has it too, without addresses and names.
async fn refusal(state: &AppState, by: &By, to: &Addressee, error: &SendError, form: Option<&str>) -> AppError {
    let answer = masked(&error.answer, &to.email, to.display_name.as_str());
    tracing::warn!(
        step = error.step.as_str(),
        answer,
        "a test mail was not taken at step {}: {answer}",
        error.step.as_str(),
    );
    let step = error.outward_step().as_str();
    if let Err(error) = state.store.insert_mail_test_failed(by, to.email.host(), step, form).await {
        // What the mail server said is what the admin waits for.
        tracing::error!(%error, "cannot log that a test mail was not taken");
    }
    not_taken(error)
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
    mailer.within(TEST_MAIL_TIMEOUT).send(to, &kinds::test::letter()).await
}

/// Whether the mail server lets us in, for somebody who waits for the answer.
///
/// # Errors
/// Why it does not.
pub async fn reach(mailer: &Mailer) -> Result<(), SendError> {
    mailer.within(TEST_MAIL_TIMEOUT).reach().await
}

/// What a test mail has shown, as an error for people.
pub fn not_taken(error: &SendError) -> AppError {
    AppError::MailNotTaken {
        step: error.outward_step().as_str().to_owned(),
        refused: error.verdict == crate::server::email::Verdict::Refused,
        answer: error.answer.clone(),
    }
}
