//! Guesses at temporary passwords on the sign-in page, which is open to
//! everybody: counted for each secret, and for all short ones together.

use super::expiry::end_expired_statement;
use super::{OpenTemporaryPassword, open_temporary_password};
use crate::domain::{Preset, Purpose, Timestamp, UserId};
use crate::server::clock::{Clock, latest_past};
use crate::server::rate_limit::CODE_GUESSES_IN;
use crate::server::store::audit::Origin;
use crate::server::store::sign_ins::SignInForm;
use crate::server::store::sql::open_password;
use crate::server::store::statement::{Outcome, Statement, run_all, run_list};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::Row as _;

/// A guess that was counted and may now be compared.
#[derive(Clone, Debug, Default)]
pub struct Guess {
    /// What it may be compared with.
    pub open: Vec<OpenTemporaryPassword>,
    /// Whether the sign-in page accepted short ones.
    pub accepts_short_codes: bool,
    /// Whether this was the last guess of the day at a short one.
    pub(in crate::server::store) is_last: bool,
    /// Its row, where it counts against the budget of the day.
    row: Option<String>,
}

const COUNT_GUESSES: &str = "SELECT COUNT(*) AS guesses FROM code_guesses WHERE at > $1 AND at <= $2";

impl Guess {
    /// Whether one of the secrets has no tries left on the sign-in page now.
    pub fn exhausts(&self) -> bool {
        self.open.iter().any(|open| open.attempts >= open.attempts_allowed)
    }
}

/// Counts a guess and returns what it may be compared with: the open
/// temporary passwords of `user_id` that have tries left, the short ones of
/// them only while fewer than the form's `guesses_a_day` have been counted in 24 hours.
/// One whose preset is not `possible` is neither counted nor returned: what
/// was typed is no guess at it.
///
/// Counting and checking hold one row until the caller commits, so that a hundred guesses at once
/// never get more compared than a secret allows in its life, nor all
/// together more than the day allows. For nobody, and for who has no
/// temporary password, as much is read and written (the form's `subject` in the table
/// of wrong tries).
///
/// `counted` is what the second of [`count_guesses_statements`] brought in the same transaction.
pub(in crate::server::store) async fn reserve_guess(
    tx: &mut WriteTransaction,
    clock: &Clock,
    user_id: Option<&UserId>,
    counted: &Outcome,
    form: &SignInForm<'_>,
    possible: impl Fn(Preset) -> bool,
) -> Result<Guess, StoreError> {
    let now = clock.now();
    let counted: i64 = counted.row()?.try_get("guesses")?;
    let accepts_short_codes = counted < form.guesses_a_day;
    let user_id = user_id.map_or("", UserId::as_str);
    let [_, open] = run_all(tx, [end_expired_statement(user_id, now), find_open_statement(user_id)]).await?;
    let [first, second] = possible_ids(&open, possible)?;
    let guess = Statement::new(concat!(
        "UPDATE temporary_passwords SET attempts = attempts + 1
         WHERE user_id = $1 AND hash IS NOT NULL AND ",
        open_password!(),
        "
           AND expires_at > $2 AND drawn_at <= $4 AND attempts < attempts_allowed AND is_short <= $3
           AND id IN ($5, $6)
         RETURNING id, preset, hash, attempts, attempts_allowed"
    ))
    .bind(user_id)
    .bind(now.as_millis())
    .bind(i64::from(accepts_short_codes))
    .bind(latest_past(now).as_millis())
    .bind(first)
    .bind(second);
    let [guessed] = run_all(tx, [guess]).await?;
    let open = guessed.rows.iter().map(open_temporary_password).collect::<Result<Vec<_>, _>>()?;
    let mut last = Vec::new();
    if open.is_empty() {
        // A changing value: SQLite does not write what stays the same.
        let touch = "UPDATE sign_in_failures SET updated_at = updated_at + 1 WHERE subject = $1";
        last.push(Statement::new(touch).bind(form.subject));
    }
    let row = open.iter().any(|open| open.preset.is_short()).then(|| clock.new_id());
    last.push(match &row {
        Some(id) => {
            Statement::new("INSERT INTO code_guesses (id, at) VALUES ($1, $2)").bind(id.as_str()).bind(now.as_millis())
        }
        None => lock_budget_statement(),
    });
    run_list(tx, last).await?;
    let is_last = row.is_some() && counted + 1 >= form.guesses_a_day;
    Ok(Guess { open, accepts_short_codes, is_last, row })
}

/// The statements that hold the budget of the day until the commit, and count the guesses against it.
pub(in crate::server::store) fn count_guesses_statements(now: Timestamp) -> [Statement; 2] {
    let (since, until) = counted_span(now);
    [lock_budget_statement(), Statement::new(COUNT_GUESSES).bind(since).bind(until)]
}

/// The statements that give back the guess that [`reserve_guess`] counted, because it was right or nothing was
/// compared; none where nothing was counted.
pub(in crate::server::store) fn release_guess_statements(guess: &Guess) -> Vec<Statement> {
    if guess.open.is_empty() {
        return Vec::new();
    }
    let release = "UPDATE temporary_passwords SET attempts = attempts - 1 WHERE id = $1 AND attempts > 0";
    let release = guess.open.iter().map(|open| Statement::new(release).bind(open.id.as_str()));
    let delete = Statement::new("DELETE FROM code_guesses WHERE id = $1");
    release.chain([delete.bind(guess.row.as_deref().unwrap_or_default())]).collect()
}

impl Store {
    /// Queues the notice to every administrator, unless they had it within the
    /// window; whether it did.
    pub(in crate::server::store) async fn notify_admins(
        &self,
        tx: &mut WriteTransaction,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let due =
            sqlx::query("UPDATE code_budget SET told_at = $1 WHERE id = 'budget' AND (told_at <= $2 OR told_at > $3)")
                .bind(now.as_millis())
                .bind(now.minus(CODE_GUESSES_IN).as_millis())
                .bind(latest_past(now).as_millis())
                .execute(&mut **tx)
                .await?;
        if due.rows_affected() == 0 {
            return Ok(false);
        }
        self.insert_mail_to_admins(tx, Purpose::CodesClosed, origin.address).await?;
        Ok(true)
    }

    /// How many guesses at short temporary passwords were counted in the last 24 hours.
    pub async fn count_code_guesses(&self) -> Result<i64, StoreError> {
        let (since, until) = counted_span(self.clock.now());
        let row = sqlx::query(COUNT_GUESSES).bind(since).bind(until).fetch_one(&self.readers).await?;
        Ok(row.try_get("guesses")?)
    }

    /// Deletes guesses that count no more.
    pub async fn delete_old_code_guesses(&self) -> Result<(), StoreError> {
        let (since, until) = counted_span(self.clock.now());
        sqlx::query("DELETE FROM code_guesses WHERE at <= $1 OR at > $2")
            .bind(since)
            .bind(until)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

/// The statement that finds the temporary passwords of a person that may be open; there are two at most.
fn find_open_statement(user_id: &str) -> Statement {
    let find = concat!(
        "SELECT id, preset FROM temporary_passwords
         WHERE user_id = $1 AND hash IS NOT NULL AND ",
        open_password!(),
        "
         ORDER BY drawn_at DESC, id DESC LIMIT 2"
    );
    Statement::new(find).bind(user_id)
}

/// The ids of those whose preset is `possible`. Empty where there is none.
fn possible_ids(open: &Outcome, possible: impl Fn(Preset) -> bool) -> Result<[String; 2], StoreError> {
    let mut ids = [String::new(), String::new()];
    for (row, id) in open.rows.iter().zip(&mut ids) {
        let preset = parsed(row, "temporary_passwords", "preset", |preset| Preset::parse(preset).ok())?;
        if possible(preset) {
            *id = row.try_get("id")?;
        }
    }
    Ok(ids)
}

/// Guesses after the first of these moments, up to the second, count.
pub(in crate::server::store) fn counted_span(now: Timestamp) -> (i64, i64) {
    (now.minus(CODE_GUESSES_IN).as_millis(), latest_past(now).as_millis())
}

/// Holds the budget of the day until the commit; also a write like any other.
fn lock_budget_statement() -> Statement {
    Statement::new("UPDATE code_budget SET taken = taken + 1 WHERE id = 'budget'")
}
