//! Passwords: generating, hashing, comparing.

pub mod common;
mod counted;
pub mod estimator;
mod hasher;
pub mod open_requests;
mod readings;

pub use estimator::Estimator;
pub use hasher::{HashError, MAX_OF_NETWORK, MAX_QUEUE_LENGTH, PasswordHasher, QUEUE_TIMEOUT, argon2_params};
pub use readings::readings;

use crate::domain::words::{below, generate_words};
use crate::domain::{Cpf, Locale, Preset};
use rand::TryRng as _;
use rand::rngs::SysRng;
use zeroize::Zeroizing;

/// The hash of a password, as a PHC string. The only form in which a password
/// is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct HashedPassword(String);

impl HashedPassword {
    /// What the database holds.
    pub const fn from_stored(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for HashedPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashedPassword(…)")
    }
}

/// A generated temporary password in clear. It lives in memory and in one mail; dropping it wipes it.
pub struct TemporaryPassword(Zeroizing<String>);

/// The word lists of the preset `words:N`; see `password/SOURCES.md`.
static WORDS_PT_BR: &str = include_str!("../../public/words_pt_br.txt");
static WORDS_EN: &str = include_str!("../../public/words_en.txt");

impl TemporaryPassword {
    /// Generates a secret with the operating system's generator, every value of
    /// the preset equally likely. `None` when the preset is `cpf` and there is none.
    pub fn generate(preset: Preset, locale: Locale, cpf: Option<&Cpf>) -> Option<Self> {
        let secret = match preset {
            Preset::Digits(length) | Preset::Alphanumeric(length) | Preset::Unambiguous(length) => {
                let alphabet = preset.alphabet().as_bytes();
                let one = || char::from(alphabet[below(alphabet.len() as u32, &mut random_number) as usize]);
                Zeroizing::new((0..length).map(|_| one()).collect())
            }
            Preset::Words(count) => {
                let list = locale.pick(WORDS_PT_BR, WORDS_EN);
                generate_words(list, usize::from(count), random_number)
            }
            Preset::Cpf => Zeroizing::new(cpf?.digits().to_owned()),
        };
        Some(Self(secret))
    }

    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for TemporaryPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TemporaryPassword(…)")
    }
}

fn random_number() -> u32 {
    u32::from_ne_bytes(random_bytes())
}

/// Random bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: going on would be unsafe.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system must give random bytes");
    bytes
}

/// `N` random bytes, as hexadecimal digits.
pub fn random_hex<const N: usize>() -> String {
    hex::encode(random_bytes::<N>())
}
