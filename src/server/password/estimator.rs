//! What an attacker would make of a new password.

use super::common::is_common;
use crate::domain::PasswordAdvice;
use std::sync::Arc;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;
use zxcvbn::Score;
use zxcvbn::feedback::Warning;

/// Says what it thinks of new passwords, as advice: nothing is refused because
/// of an estimate (NIST SP 800-63B-4, 3.1.1.2). Cheap to clone.
#[derive(Clone)]
pub struct Estimator {
    permits: Arc<Semaphore>,
}

/// As many estimates at a time; others get no advice meanwhile. One
/// takes a millisecond or two, and 50 at worst, so that only a flood is turned away. Of two cores a flood leaves one to
/// those who sign in.
const AT_A_TIME: usize = 1;

/// zxcvbn takes more than linear time: only the beginning is looked at, as its
/// authors advise.
const MAX_ESTIMATED_LENGTH: usize = 100;

/// What zxcvbn also reads as letters. It tries all the ways to read them, which
/// takes up to 0.6 seconds when a password has all of these.
const SIGNS_FOR_LETTERS: &str = "4@8({[<369&#!1/|0$5+7%2";

/// Different ones in a password that is looked at: as many as there are digits.
/// One with more of them is not guessed quickly, unless it is common.
const MAX_DISTINCT_SIGNS: usize = 10;

impl Estimator {
    /// An estimator with nothing to do yet.
    pub fn new() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_A_TIME)) }
    }

    /// Advice about `password`, which has at most
    /// [`OwnPassword::MAX_LENGTH`](crate::domain::OwnPassword::MAX_LENGTH)
    /// characters; `None` when there is too much to do.
    pub async fn advise(&self, password: Zeroizing<String>) -> Option<PasswordAdvice> {
        let permit = self.permits.clone().try_acquire_owned().ok()?;
        let estimating = tokio::task::spawn_blocking(move || {
            let advice = advise(&password);
            drop(permit);
            advice
        });
        estimating.await.ok()
    }

    /// Takes all the room there is, as a flood would. For tests.
    pub fn fill(&self) -> impl Sized + use<> {
        self.permits.clone().try_acquire_many_owned(AT_A_TIME as u32).ok()
    }
}

impl Default for Estimator {
    fn default() -> Self {
        Self::new()
    }
}

/// Advice about a password: whether it will be refused as common, and else
/// what zxcvbn finds easiest to guess in it. From 10^8 guesses on it is good.
pub fn advise(password: &str) -> PasswordAdvice {
    if is_common(password) {
        return PasswordAdvice::Common;
    }
    let beginning: Zeroizing<String> = Zeroizing::new(password.chars().take(MAX_ESTIMATED_LENGTH).collect());
    if SIGNS_FOR_LETTERS.chars().filter(|sign| beginning.contains(*sign)).count() > MAX_DISTINCT_SIGNS {
        return PasswordAdvice::Good;
    }
    let estimate = zxcvbn::zxcvbn(&beginning, &[]);
    if estimate.score() >= Score::Three {
        return PasswordAdvice::Good;
    }
    match estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning) {
        Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            PasswordAdvice::Repeats
        }
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess,
        ) => PasswordAdvice::Sequence,
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => PasswordAdvice::Date,
        _ => PasswordAdvice::Quick,
    }
}
