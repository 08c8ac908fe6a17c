//! One try at sending a mail, and what becomes of the mail after it.

use super::{DeliveryError, MAX_PROBE_WAIT, Outcome, PROBE_EVERY};
use crate::domain::{Blame, EmailAddress, MailProblem, TemporaryPasswordId, Timestamp};
use crate::server::AppState;
use crate::server::email::{Accepted, Addressee, SendError, Step, Verdict};
use crate::server::masked_answer::masked;
use crate::server::rate_limit::{MAIL_FAILS_AFTER, MAX_RETRY_WAIT};
use crate::server::store::StoreError;
use crate::server::store::outbox::{Delivery, FailedAttempt, Pause, SimilarityRule};
use rand::RngExt as _;
use std::convert::Infallible;
use std::time::Duration;

/// The lease of a mail: other workers leave it alone for this long, and longer while it is renewed.
/// More than twice as long as a statement may take (`statement_timeout`), so that a stall of the
/// database gives no mail to two; the mails of a node that was killed leave within 30 s.
pub(super) const LEASE: Duration = Duration::from_secs(25);
const LEASE_RENEWED_EVERY: Duration = Duration::from_secs(5);
/// Attempts, one each second, to record a sent mail while the database is away: a failover takes half a
/// minute, and the first to come after it should be this.
const SET_SENT_ATTEMPTS: u32 = 60;
/// Waiting doubles from the first to the second, give or take a fifth (ours: RFC
/// 5321, 4.5.4.1, waits 30 minutes, too long for somebody in front of a sign-in page).
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// After so many attempts a mail fails however new it seems: it was queued while the clock was ahead.
const MAX_ATTEMPTS: i64 = 200;
/// After so many attempts, over a quarter of an hour, a refusal that seems to be about us is about this mail, if others
/// are accepted.
const MIN_ATTEMPTS_TO_BLAME_MAIL: i64 = 5;
/// The same refusal for so many people in a row is about us and pauses the queue.
const SAME_REFUSALS: usize = 3;
/// The same where the server says of each that the address does not exist: a list
/// of people who have left is no reason to stop.
const SAME_ADDRESS_REFUSALS: usize = 10;

/// Does `work` for a mail taken from the queue, and renews its lease meanwhile.
pub(super) async fn with_lease<T>(state: &AppState, delivery: &Delivery, work: impl Future<Output = T>) -> T {
    // Both go on side by side: the work may hold what renewing the lease waits for.
    tokio::select! {
        done = work => done,
        never = renew_lease(state, delivery) => match never {},
    }
}

async fn renew_lease(state: &AppState, delivery: &Delivery) -> Infallible {
    loop {
        tokio::time::sleep(LEASE_RENEWED_EVERY).await;
        let id = &delivery.id;
        match state.store.set_lease(delivery, LEASE).await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(mail = id.as_str(), "lost the lease of mail {id} to another worker"),
            Err(error) => tracing::warn!(%error, mail = id.as_str(), "cannot keep mail {id} for longer"),
        }
    }
}

/// Writes down how a try ended. `password` is the temporary password in the mail: it ends with a try that surely
/// failed.
pub(super) async fn finish(
    state: &AppState,
    delivery: &Delivery,
    to: &Addressee,
    password: Option<&TemporaryPasswordId>,
    answer: Result<Accepted, SendError>,
) -> Result<Outcome, DeliveryError> {
    match answer {
        Ok(accepted) => {
            with_lease(state, delivery, note_sent(state, delivery, &to.email, password, &accepted.answer)).await?;
            tracing::info!(mail = delivery.id.as_str(), "mail {} was taken by the mail server", delivery.id);
            Ok(Outcome::Sent)
        }
        Err(error) => {
            let answer = masked(&error.answer, &to.email, to.display_name.as_str());
            tracing::warn!(
                mail = delivery.id.as_str(),
                step = error.step.as_str(),
                answer,
                "mail {} was not taken at step {}: {answer}",
                delivery.id,
                error.step.as_str(),
            );
            finish_failed(state, delivery, &to.email, password, &error).await
        }
    }
}

/// Decides what happens to a mail that was not accepted.
async fn finish_failed(
    state: &AppState,
    delivery: &Delivery,
    to: &EmailAddress,
    password: Option<&TemporaryPasswordId>,
    error: &SendError,
) -> Result<Outcome, DeliveryError> {
    let attempt = FailedAttempt {
        to: Some(to),
        step: error.outward_step().as_str(),
        answer: &error.answer,
        password_to_end: password.filter(|_| !error.verdict.may_have_arrived()),
    };
    let pause = state.store.find_pause().await?;
    if pause.as_ref().is_some_and(|pause| is_over(pause, error)) {
        state.store.delete_pause().await?;
    }
    let now = state.clock.now();
    let again = now.plus(wait_after(delivery.attempts));
    let reached_recipient = reached_recipient(error.step);
    match error.verdict {
        Verdict::Refused => refuse(state, delivery, &attempt, pause.is_some(), again).await,
        Verdict::Misconfigured if reached_recipient && pause.is_none() && is_about_this_mail(delivery, &attempt) => {
            refuse(state, delivery, &attempt, false, again).await
        }
        Verdict::Misconfigured => {
            let next_probe = now.plus(wait_for_probe(pause.as_ref(), &attempt, now));
            pause_queue(state, delivery, &attempt, next_probe, reached_recipient.then_some(again)).await
        }
        // While sending is paused no mail's time runs out.
        Verdict::TryAgain | Verdict::Unreachable | Verdict::Unknown if pause.is_none() && is_too_old(delivery, now) => {
            state.store.set_failed(delivery, &attempt).await?;
            Ok(Outcome::Failed)
        }
        Verdict::TryAgain | Verdict::Unreachable | Verdict::Unknown => {
            let held_by_server = error.verdict == Verdict::Unreachable && !reached_recipient;
            state.store.set_waiting(delivery, &attempt, again, held_by_server).await?;
            Ok(Outcome::Waiting)
        }
    }
}

/// Whether the attempt got to a step at which the mail server knows the recipient.
const fn reached_recipient(step: Step) -> bool {
    matches!(step, Step::Recipient | Step::Data | Step::FinalAnswer)
}

/// Whether a failed attempt shows that the pause is over: it got further than the step at which the server stopped us
/// before. But where the pause is about similar refusals, only an accepted mail shows that.
fn is_over(pause: &Pause, error: &SendError) -> bool {
    let is_about_the_mail =
        reached_recipient(error.step) && matches!(error.verdict, Verdict::Refused | Verdict::TryAgain);
    let is_suspicion = MailProblem::suspicion_of(&pause.answer).is_some();
    let stopped_at = Step::parse(&pause.step).filter(|_| !pause.by_operator);
    is_about_the_mail && !is_suspicion && stopped_at.is_some_and(|step| step < error.step)
}

/// Whether the mail is past [`MAIL_FAILS_AFTER`].
fn is_too_old(delivery: &Delivery, now: Timestamp) -> bool {
    let is_from_ahead = delivery.created_at > now;
    now.since(delivery.created_at) >= MAIL_FAILS_AFTER || (delivery.attempts >= MAX_ATTEMPTS && is_from_ahead)
}

/// Pauses sending until the mail server is fixed. The email is fine and waits, however long.
///
/// Refused with its recipient named, it may be about this mail after all: another one is tried at once, and this one
/// only at `again`, so that it is not the first when that one is accepted.
async fn pause_queue(
    state: &AppState,
    delivery: &Delivery,
    attempt: &FailedAttempt<'_>,
    next_probe: Timestamp,
    again: Option<Timestamp>,
) -> Result<Outcome, DeliveryError> {
    let now = state.clock.now();
    let first_probe = if again.is_some() { now } else { next_probe };
    state.store.set_pause(attempt.step, attempt.answer, first_probe, next_probe).await?;
    state.store.set_waiting(delivery, attempt, again.unwrap_or(now), again.is_none()).await?;
    Ok(Outcome::Waiting)
}

/// How long a paused queue waits for its next try. Where a user name and a password are refused, ever longer: half as
/// long as that has lasted.
fn wait_for_probe(pause: Option<&Pause>, attempt: &FailedAttempt<'_>, now: Timestamp) -> Duration {
    let is_at_sign_in = attempt.step == Step::Auth.as_str() && attempt.answer.starts_with('5');
    let earlier = pause.filter(|pause| is_at_sign_in && pause.step == attempt.step);
    earlier.map_or(PROBE_EVERY, |pause| (now.since(pause.since) / 2).clamp(PROBE_EVERY, MAX_PROBE_WAIT))
}

/// Whether a mail that is refused permanently because of us was refused so before as well. Where the queue moves
/// meanwhile, the mails of others were accepted in between: whatever the words say, it is about this one. But not a
/// limit on how much we send, which some mails meet again and again.
fn is_about_this_mail(delivery: &Delivery, attempt: &FailedAttempt<'_>) -> bool {
    let is_ours = |answer| {
        let problem = MailProblem::read(attempt.step, answer);
        problem.is_some_and(|problem| problem.blame() == Blame::Us && problem != MailProblem::Limit)
    };
    delivery.attempts > MIN_ATTEMPTS_TO_BLAME_MAIL
        && attempt.answer.starts_with('5')
        && is_ours(attempt.answer)
        && is_ours(&delivery.last_answer)
}

/// Fails a mail, unless so many people got the same refusal that it cannot be about them. A mail that was held for
/// that, and is refused again after another person's mail was accepted, fails, unless many are held.
async fn refuse(
    state: &AppState,
    delivery: &Delivery,
    attempt: &FailedAttempt<'_>,
    is_paused: bool,
    not_before: Timestamp,
) -> Result<Outcome, DeliveryError> {
    let was_held = !is_paused && MailProblem::suspicion_of(&delivery.last_answer).is_some();
    let blame = MailProblem::read(attempt.step, attempt.answer).map(MailProblem::blame);
    let is_personal = was_held || blame == Some(Blame::Person);
    let people = if is_personal { SAME_ADDRESS_REFUSALS } else { SAME_REFUSALS };
    let next_probe = state.clock.now().plus(PROBE_EVERY);
    let alike = SimilarityRule { people, was_held, not_before, next_probe };
    let is_given_up = state.store.set_refused(delivery, attempt, alike).await?;
    Ok(if is_given_up { Outcome::Failed } else { Outcome::Waiting })
}

/// Writes down that a mail is out, also when the database is away for a
/// moment: forgetting it would send it twice.
async fn note_sent(
    state: &AppState,
    delivery: &Delivery,
    to: &EmailAddress,
    password: Option<&TemporaryPasswordId>,
    answer: &str,
) -> Result<(), StoreError> {
    for _ in 0..SET_SENT_ATTEMPTS {
        match state.store.set_sent(delivery, to, password, answer).await {
            Err(StoreError::Unavailable(_)) => tokio::time::sleep(Duration::from_secs(1)).await,
            done => return done,
        }
    }
    state.store.set_sent(delivery, to, password, answer).await
}

/// 30 s × 2ⁿ ± 20 %, at most 30 minutes: chance keeps a thousand mails from
/// coming back at the same moment.
fn wait_after(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or_default();
    let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(MAX_RETRY_WAIT);
    let percent = rand::rand_core::UnwrapErr(rand::rngs::SysRng).random_range(80..=120);
    (wait * percent / 100).min(MAX_RETRY_WAIT)
}
