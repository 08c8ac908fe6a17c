//! What becomes of a mail that a worker has taken.

use super::Delivery;
use super::pause::{delete_pause_statement, release_held_statement};
use crate::domain::{Blame, DeliveryState, EmailAddress, MailProblem, Purpose, TemporaryPasswordId, Timestamp};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::statement::{Statement, run_all, run_list};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status_statement;
use crate::server::store::users::lock_user_statement;
use crate::server::store::{Store, StoreError, temporary_passwords};

/// What the log keeps of a mail: `purpose: answer`, or `purpose/step: answer`
/// where it ended too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailDetail<'a> {
    /// What the mail was for.
    pub purpose: Purpose,
    /// The step of the SMTP dialogue it ended in; empty when it was accepted.
    pub step: &'a str,
    /// The mail server's words.
    pub answer: &'a str,
}

impl<'a> MailDetail<'a> {
    /// The inverse of its display.
    pub fn parse(detail: &'a str) -> Option<Self> {
        let (head, answer) = detail.split_once(": ").or_else(|| Some((detail.strip_suffix(':')?, "")))?;
        let (purpose, step) = head.split_once('/').unwrap_or((head, ""));
        Some(Self { purpose: Purpose::parse(purpose)?, step, answer })
    }
}

impl std::fmt::Display for MailDetail<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let slash = if self.step.is_empty() { "" } else { "/" };
        write!(f, "{}{slash}{}: {}", self.purpose, self.step, self.answer)
    }
}

/// How an attempt that did not succeed ended.
pub struct FailedAttempt<'a> {
    /// Where the mail was to go; none where it could not be written.
    pub to: Option<&'a EmailAddress>,
    /// The step of the SMTP dialogue.
    pub step: &'a str,
    /// The mail server's words.
    pub answer: &'a str,
    /// The temporary password generated for this attempt, when its mail surely did not arrive.
    pub password_to_end: Option<&'a TemporaryPasswordId>,
}

/// The state of a mail once its attempt has ended.
pub(super) struct AttemptEnd<'a> {
    pub(super) state: DeliveryState,
    /// When it is due again, or when it ended.
    pub(super) not_before: Timestamp,
    /// Where the mail was to go, if it was written.
    pub(super) to: Option<&'a EmailAddress>,
    /// The step of the SMTP dialogue; empty where there was none.
    pub(super) step: &'a str,
    /// The mail server's words.
    pub(super) answer: &'a str,
    /// Whether it waits for the mail server's sake.
    pub(super) held_by_server: bool,
}

impl<'a> AttemptEnd<'a> {
    /// It ended for good.
    pub(super) const fn last(
        state: DeliveryState,
        now: Timestamp,
        to: Option<&'a EmailAddress>,
        step: &'a str,
        answer: &'a str,
    ) -> Self {
        Self { state, not_before: now, to, step, answer, held_by_server: false }
    }
}

/// Whether a secret may be generated for a mail: it is this worker's still, and
/// nobody has withdrawn it. Ask it when the account's row is held, in a
/// statement of its own: a condition of the one that waited for the row would
/// on PostgreSQL be looked up as it was before the wait.
pub(in crate::server::store) async fn may_generate_for(
    tx: &mut WriteTransaction,
    delivery: &Delivery,
) -> Result<bool, StoreError> {
    let [may_generate] = run_all(tx, [may_generate_statement(delivery)]).await?;
    Ok(!may_generate.rows.is_empty())
}

/// The statement that asks it; returns a row if so.
pub(in crate::server::store) fn may_generate_statement(delivery: &Delivery) -> Statement {
    let sql = "SELECT id FROM outbox
               WHERE id = $1 AND state = 'sending' AND attempts = $2 AND withdrawn = 0";
    Statement::new(sql).bind(delivery.id.as_str()).bind(delivery.attempts)
}

/// What the log keeps of an attempt that another one follows, which takes its place in the outbox.
///
/// Always that the mail may have arrived: it is why a person has two, of which one counts. That the
/// receiving server put it off is kept once for each mail, and nothing of a mail server that is away: that
/// meets every mail, again and again.
fn retry_reason(delivery: &Delivery, attempt: &FailedAttempt<'_>) -> Option<String> {
    let problem = MailProblem::read(attempt.step, attempt.answer)?;
    match problem {
        MailProblem::Uncertain => Some(format!("{}: {}", problem.our_message(), attempt.answer)),
        MailProblem::TryLater => (delivery.attempts == 1).then(|| attempt.answer.to_owned()),
        _ => (delivery.attempts == 1 && problem.blame() == Blame::Person).then(|| attempt.answer.to_owned()),
    }
}

impl Store {
    /// The mail server has taken the mail.
    ///
    /// `password` is the temporary password in it: it counts from now on, and all earlier ones end. A mail
    /// server that takes a mail is well: what waited for its sake is due now.
    pub async fn set_sent(
        &self,
        delivery: &Delivery,
        to: &EmailAddress,
        password: Option<&TemporaryPasswordId>,
        answer: &str,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin_short().await?;
        let user_id = delivery.recipient.user_id();
        let sent = AttemptEnd::last(DeliveryState::Sent, now, Some(to), "final_answer", answer);
        let mut statements = Vec::from(self.end_attempt_statements(delivery, &sent));
        if let (Some(password), Some(user_id)) = (password, user_id) {
            statements.extend(temporary_passwords::set_delivered_statements(password, user_id, now));
        }
        let outcomes = run_list(&mut tx, statements).await?;
        let [_, sent, of_password @ ..] = outcomes.as_slice() else { return Ok(()) };
        if sent.rows_affected == 0 {
            return Ok(());
        }
        if let (Some(user_id), [_, ended]) = (user_id, of_password) {
            temporary_passwords::end_first_access_of_earlier_mails(&mut tx, user_id, &delivery.id, &ended.rows).await?;
        }
        // Once, when all of it is so: each other status in between would be counted, too.
        let last = vec![refresh_status_statement(user_id), release_held_statement(now), delete_pause_statement()];
        self.insert_mail_event_after(&mut tx, last, AuditKind::MailAccepted, delivery, "", answer).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail will never go.
    pub async fn set_failed(&self, delivery: &Delivery, attempt: &FailedAttempt<'_>) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin_short().await?;
        let failed = AttemptEnd::last(DeliveryState::Failed, now, attempt.to, attempt.step, attempt.answer);
        let is_ours = self.end_attempt(&mut tx, delivery, &failed).await?;
        if let Some(password) = attempt.password_to_end {
            temporary_passwords::set_revoked(&mut tx, password, now).await?;
        }
        if is_ours {
            self.insert_mail_event(&mut tx, AuditKind::MailFailed, delivery, attempt.step, attempt.answer).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The mail is tried again at `not_before`. `held_by_server` says that the
    /// attempt failed for the mail server's sake, so that its recovery frees it.
    pub async fn set_waiting(
        &self,
        delivery: &Delivery,
        attempt: &FailedAttempt<'_>,
        not_before: Timestamp,
        held_by_server: bool,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_short().await?;
        let FailedAttempt { to, step, answer, .. } = *attempt;
        let waiting = AttemptEnd { state: DeliveryState::Waiting, not_before, to, step, answer, held_by_server };
        let is_ours = self.end_attempt(&mut tx, delivery, &waiting).await?;
        if let Some(password) = attempt.password_to_end {
            temporary_passwords::set_revoked(&mut tx, password, self.clock.now()).await?;
        }
        if is_ours && let Some(why) = retry_reason(delivery, attempt) {
            self.insert_mail_event(&mut tx, AuditKind::MailRetried, delivery, step, &why).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Nobody needs the mail any more.
    pub async fn set_obsolete(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin_short().await?;
        let obsolete = AttemptEnd::last(DeliveryState::Obsolete, now, None, "", "");
        self.end_attempt(&mut tx, delivery, &obsolete).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends an attempt, and derives the person's status. `false` when another worker has the delivery by now.
    pub(super) async fn end_attempt(
        &self,
        tx: &mut WriteTransaction,
        delivery: &Delivery,
        end: &AttemptEnd<'_>,
    ) -> Result<bool, StoreError> {
        let [lock_user, set_ended] = self.end_attempt_statements(delivery, end);
        let refresh_status = refresh_status_statement(delivery.recipient.user_id());
        let [_, ended, _] = run_all(tx, [lock_user, set_ended, refresh_status]).await?;
        Ok(ended.rows_affected > 0)
    }

    /// The statements of it without the status: one that locks the account's row, and one that affects
    /// no row when another worker has the delivery by now.
    fn end_attempt_statements(&self, delivery: &Delivery, end: &AttemptEnd<'_>) -> [Statement; 2] {
        let set_ended = Statement::new(
            "UPDATE outbox SET state = $3, not_before = $4, step = $5, last_answer = $6, held_by_server = $7, updated_at = $8,
                 tried_email = $9, tried_attempt = attempts
             WHERE id = $1 AND attempts = $2 AND state = 'sending'",
        )
        .bind(delivery.id.as_str())
        .bind(delivery.attempts)
        .bind(end.state.as_str())
        .bind(end.not_before.as_millis())
        .bind(end.step)
        .bind(end.answer)
        .bind(i64::from(end.held_by_server))
        .bind(self.clock.now().as_millis())
        .bind(end.to.map(|email| email.as_str().to_owned()));
        // First the account's row, then the mail's: code that withdraws a mail
        // takes them in this order too.
        [lock_user_statement(self.dialect, delivery.recipient.user_id()), set_ended]
    }

    pub(super) async fn insert_mail_event(
        &self,
        tx: &mut WriteTransaction,
        kind: AuditKind,
        delivery: &Delivery,
        step: &str,
        answer: &str,
    ) -> Result<(), StoreError> {
        self.insert_mail_event_after(tx, Vec::new(), kind, delivery, step, answer).await
    }

    /// The same after `statements`.
    async fn insert_mail_event_after(
        &self,
        tx: &mut WriteTransaction,
        statements: Vec<Statement>,
        kind: AuditKind,
        delivery: &Delivery,
        step: &str,
        answer: &str,
    ) -> Result<(), StoreError> {
        let detail = MailDetail { purpose: delivery.purpose, step, answer }.to_string();
        let event = AuditEvent { kind, by: &By::worker(), target: delivery.recipient.user_id(), detail: Some(&detail) };
        self.insert_events_after(tx, statements, &[event]).await?;
        Ok(())
    }
}
