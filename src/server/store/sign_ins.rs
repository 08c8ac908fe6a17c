//! A try on the sign-in page: counted at its address, for its network and at the temporary passwords it
//! may be a guess at, in one transaction before anything is compared.

use super::rate_limit::sign_in::{Attempt, Reservation, release_attempt_statements};
use super::statement::{run_all, run_list};
use super::temporary_passwords::{Guess, count_guesses_statements, release_guess_statements, reserve_guess};
use super::users::{User, user, user_with_email_statement};
use super::{Store, StoreError};
use crate::domain::{EmailAddress, Preset};

/// A try on the sign-in page.
#[derive(Clone, Copy, Debug)]
pub struct SignInForm<'a> {
    /// The address that was typed.
    pub email: &'a EmailAddress,
    /// The keyed hash of the address in the table of wrong tries.
    pub subject: &'a str,
    /// The keyed hash of the network it comes from, if that is known.
    pub network: Option<&'a str>,
    /// Whether it comes from a browser of the account's owner, which does not wait.
    pub is_known_device: bool,
    /// How many guesses at short temporary passwords the page accepts in 24 hours.
    pub guesses_a_day: i64,
}

/// A try that was counted and whose password may now be compared. It counts as wrong until it is found
/// right or given back ([`Store::release_sign_in`]).
#[derive(Clone, Debug)]
pub struct CountedSignIn {
    /// The try, as it counts at its address and for its network.
    pub attempt: Attempt,
    /// Whose address it is, unless the account is closed.
    pub user: Option<User>,
    /// The try, as it counts at the temporary passwords of who has no own one.
    pub guess: Guess,
}

impl Store {
    /// Counts a try and returns what its password may be compared with, in one transaction.
    ///
    /// The account is read after its address and network have been counted, and
    /// temporary passwords after the guess at them ([`Store::reserve_attempt`] says how the first is
    /// counted, `reserve_guess` how the second). Where the password may not be looked at, the
    /// transaction is rolled back and nothing was counted. As much is read and written whether the
    /// address is unknown, has a temporary password or an own one.
    ///
    /// Rows are locked in this order, in every transaction that needs several of them: the account, the
    /// network's guard, the row of the address, the budget of the day, temporary passwords, and last
    /// the head of the audit log. The account is only read here: its row belongs to the transactions that follow.
    pub async fn reserve_sign_in(
        &self,
        form: &SignInForm<'_>,
        possible: impl Fn(Preset) -> bool,
    ) -> Result<Reservation<CountedSignIn>, StoreError> {
        let mut tx = self.begin_short().await?;
        let counted = self.reserve_attempt_in(&mut tx, form.subject, form.network, form.is_known_device).await?;
        let attempt = match counted {
            Reservation::Attempt(attempt) => attempt,
            // Rolled back.
            Reservation::NotBefore(time) => return Ok(Reservation::NotBefore(time)),
            Reservation::AfterOthers => return Ok(Reservation::AfterOthers),
        };
        // Not together with the counting: an attempt that must wait is answered without reading the account.
        let [hold_budget, count_guesses] = count_guesses_statements(self.clock.now());
        let [found, _, guesses] =
            run_all(&mut tx, [user_with_email_statement(form.email), hold_budget, count_guesses]).await?;
        let user = found.rows.first().map(user).filter(|user| !user.disabled);
        let invited = user.as_ref().filter(|user| user.password_hash.is_none()).map(|user| &user.id);
        let guess = reserve_guess(&mut tx, &self.clock, invited, &guesses, form, possible).await?;
        tx.commit().await?;
        Ok(Reservation::Attempt(CountedSignIn { attempt, user, guess }))
    }

    /// Nothing was compared: the try counts nowhere, and nobody waits for it.
    pub async fn release_sign_in(&self, counted: &CountedSignIn) -> Result<(), StoreError> {
        let mut tx = self.begin_short().await?;
        let mut statements = Vec::from(release_attempt_statements(&counted.attempt));
        statements.extend(release_guess_statements(&counted.guess));
        run_list(&mut tx, statements).await?;
        tx.commit().await?;
        Ok(())
    }
}
