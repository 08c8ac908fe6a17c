//! Hashing with Argon2id, a limited number at a time.

mod queue;
mod threads;

use super::HashedPassword;
use super::counted::CountGuard;
use super::open_requests::OpenRequests;
use crate::domain::{OwnPassword, UserId};
use crate::server::timing::{self, Part};
use argon2_rust::params::{Memory, TagLen};
use argon2_rust::{Algorithm, Argon2, Params, Version, decode_phc, encode_string_alloc};
pub use queue::{MAX_OF_NETWORK, MAX_QUEUE_LENGTH, QUEUE_TIMEOUT};
use queue::{Queue, Visitor};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use subtle::ConstantTimeEq as _;
use threads::Threads;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

/// Hashes and compares passwords with Argon2id and a pepper.
///
/// `argon2_rust` chooses the widest vector instructions of the CPU at run time and needs half the time of
/// RustCrypto's `argon2`, with which `src/tests/password_hash.rs` compares its results.
///
/// At most as many at a time as it has buffers, which are kept while there is
/// something to do: each hash needs 19 MiB, and fresh allocations cost a tenth of
/// the throughput. Others wait in a queue of bounded length and time.
#[derive(Clone)]
pub struct PasswordHasher {
    shared: Arc<Shared>,
    visitor: Visitor,
}

struct Shared {
    pepper: Zeroizing<[u8; 32]>,
    params: Params,
    queue: Arc<Queue>,
    /// For work that nobody waits for in front of a page.
    background: Arc<Semaphore>,
    /// Asked for and not done.
    computing: AtomicUsize,
    parallel: usize,
    /// Hashes begun, to tell a quiet time.
    begun: AtomicU64,
    buffers: Mutex<Vec<argon2_rust::Hasher>>,
    threads: Threads,
    decoy: HashedPassword,
}

/// Why a hash was not computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// More passwords wait to be checked than can be in time: a later try may succeed.
    #[error("too many passwords wait to be checked")]
    Busy,
    /// The computation itself failed: our fault, and trying again does not help.
    #[error("a password could not be hashed: {0}")]
    Failed(String),
}

/// Longer inputs, in bytes, are refused before they queue (OWASP Authentication
/// Cheat Sheet: compare what has a bounded length).
const MAX_INPUT_BYTES: usize = OwnPassword::MAX_INPUT_BYTES;
const SALT_LENGTH: usize = 16;
/// An Argon2 block (RFC 9106, section 3.2).
const BLOCK_BYTES: usize = 1024;
const OUTPUT_LENGTH: usize = 32;

impl PasswordHasher {
    /// A hasher with `parallel` buffers. `params` are those of new hashes.
    pub fn new(pepper: Zeroizing<[u8; 32]>, params: Params, parallel: usize) -> Self {
        // The decoy has the cost of a real hash and matches nothing.
        let decoy = to_phc(&params, &super::random_bytes::<SALT_LENGTH>(), &super::random_bytes::<OUTPUT_LENGTH>());
        Self {
            shared: Arc::new(Shared {
                pepper,
                params,
                queue: Queue::new(parallel),
                background: Arc::new(Semaphore::new(parallel.max(1))),
                computing: AtomicUsize::new(0),
                parallel,
                begun: AtomicU64::new(0),
                threads: Threads::new(parallel),
                buffers: Mutex::new((0..parallel).map(|_| argon2id(params).hasher()).collect()),
                decoy,
            }),
            visitor: Visitor::default(),
        }
    }

    /// The same, for a visitor: their network has a share of the queue only ([`MAX_OF_NETWORK`]).
    #[must_use]
    pub fn asked_from(&self, address: Option<IpAddr>) -> Self {
        Self { shared: Arc::clone(&self.shared), visitor: Visitor { address, is_known: false } }
    }

    /// The same, for somebody who is signed in, has a link to their account, or whose browser is known: they come before
    /// all strangers.
    #[must_use]
    pub fn asked_by_known(&self, address: Option<IpAddr>) -> Self {
        Self { shared: Arc::clone(&self.shared), visitor: Visitor { address, is_known: true } }
    }

    /// To be held while a mail's password is hashed. There are as many turns as
    /// buffers, so that of many mails at once only so many come before somebody
    /// who signs in. Begins when `requests` leave a core free, those aside that wait for
    /// a hash themselves, or have not for [`super::open_requests::MAX_PAUSE`].
    pub async fn background_permit(&self, requests: &OpenRequests) -> Option<OwnedSemaphorePermit> {
        let turn = Arc::clone(&self.shared.background).acquire_owned().await.ok();
        let cores = self.shared.parallel.saturating_sub(1);
        requests.wait_until_idle(|| cores + self.shared.computing.load(Ordering::Relaxed)).await;
        turn
    }

    /// How many hashes were begun, to be given to [`PasswordHasher::release_memory_if_quiet`].
    pub fn begun(&self) -> u64 {
        self.shared.begun.load(Ordering::Relaxed)
    }

    /// Gives the buffers back if nothing was hashed since `begun` hashes had been begun.
    pub fn release_memory_if_quiet(&self, begun: u64) {
        if self.begun() == begun {
            let mut buffers = self.shared.buffers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            buffers.iter_mut().for_each(argon2_rust::Hasher::clear);
        }
    }

    /// The bytes that buffers keep while nothing is hashed.
    pub fn kept_bytes(&self) -> usize {
        let buffers = self.shared.buffers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        buffers.iter().map(|buffer| buffer.reserved_blocks() * BLOCK_BYTES).sum()
    }

    /// Hashes `password` with a fresh salt.
    ///
    /// # Errors
    /// [`HashError`] when the queue is full or too slow.
    pub async fn hash(&self, password: &str) -> Result<HashedPassword, HashError> {
        self.hash_with(self.shared.params, super::random_bytes::<SALT_LENGTH>().to_vec(), password).await
    }

    /// Hashes `password` so that it can be compared together with `sibling`
    /// in one computation: with its salt and parameters.
    ///
    /// # Errors
    /// [`HashError`] when the queue is full or too slow.
    pub async fn hash_with_sibling(
        &self,
        sibling: Option<&HashedPassword>,
        password: &str,
    ) -> Result<HashedPassword, HashError> {
        match sibling.and_then(|sibling| from_phc(sibling.as_str())) {
            Some((params, salt, _)) => self.hash_with(params, salt, password).await,
            None => self.hash(password).await,
        }
    }

    async fn hash_with(&self, params: Params, salt: Vec<u8>, password: &str) -> Result<HashedPassword, HashError> {
        let output = self.compute(params, salt.clone(), password).await?;
        Ok(to_phc(&params, &salt, &output))
    }

    /// Whether `password` is one of `hashes`, which are siblings (one salt).
    ///
    /// Always the work of a new hash, also for no hash at all, for one that cannot
    /// be read (`owner` is named in the log then) and for one that was made with less, and no
    /// comparison ends early, so that time tells nothing. Where new hashes were made cheaper, those from before still
    /// take longer.
    ///
    /// # Errors
    /// [`HashError`] when the queue is full or too slow.
    pub async fn verify(
        &self,
        password: &str,
        hashes: &[HashedPassword],
        owner: Option<&UserId>,
    ) -> Result<bool, HashError> {
        let readable = hashes.first().and_then(|first| from_phc(first.as_str()));
        if readable.is_none() && !hashes.is_empty() {
            let user = owner.map(UserId::as_str);
            tracing::error!(user, "the stored password hash of user {} cannot be read", user.unwrap_or("(none)"));
        }
        let decoy = || from_phc(self.shared.decoy.as_str());
        let Some((params, salt, _)) = readable.or_else(decoy) else {
            return Err(HashError::Failed("the decoy cannot be read".to_owned()));
        };
        let output = self.compute(params, salt.clone(), password).await?;
        if let Some(rest) = rest_of_work(&self.shared.params, &params) {
            self.compute(rest, salt, password).await?;
        }
        let mut matches = subtle::Choice::from(0);
        for (_, _, stored) in hashes.iter().filter_map(|hash| from_phc(hash.as_str())) {
            matches |= stored.as_slice().ct_eq(output.as_slice());
        }
        Ok(matches.into())
    }

    /// Whether `hash` was made with other parameters than new ones are.
    pub fn is_outdated(&self, hash: &HashedPassword) -> bool {
        from_phc(hash.as_str()).is_none_or(|(params, _, _)| {
            let now = &self.shared.params;
            (params.memory(), params.passes(), params.lanes()) != (now.memory(), now.passes(), now.lanes())
        })
    }

    async fn compute(&self, params: Params, salt: Vec<u8>, password: &str) -> Result<Zeroizing<Vec<u8>>, HashError> {
        if password.len() > MAX_INPUT_BYTES {
            // Nobody has such a password: the parsers refuse it. Costs nothing.
            return Ok(Zeroizing::new(super::random_bytes::<OUTPUT_LENGTH>().to_vec()));
        }
        let started = Instant::now();
        let _computing = CountGuard::begin(&self.shared.computing);
        let permit = self.shared.queue.permit(self.visitor).await?;
        self.shared.begun.fetch_add(1, Ordering::Relaxed);
        let shared = Arc::clone(&self.shared);
        let password = Zeroizing::new(password.as_bytes().to_vec());
        let hashing = self.shared.threads.run(move || {
            // Held until the work is done, not until somebody stops waiting for it.
            let _permit = permit;
            let mut buffer = shared.take_buffer(params);
            let mut output = Zeroizing::new(vec![0; OUTPUT_LENGTH]);
            let result = buffer.hash_into_with_ad(&password, &salt, shared.pepper.as_slice(), &[], &mut output);
            shared.give_back(buffer);
            result.map(|()| output)
        });
        let done = hashing.await;
        timing::record(Part::Hash, started);
        match done {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(HashError::Failed(error.to_string())),
            Err(_) => Err(HashError::Failed("its thread ended".to_owned())),
        }
    }
}

impl Shared {
    fn take_buffer(&self, params: Params) -> argon2_rust::Hasher {
        let free = self.buffers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        let mut buffer = free.unwrap_or_else(|| argon2id(params).hasher());
        buffer.set_argon2(argon2id(params));
        buffer
    }

    fn give_back(&self, buffer: argon2_rust::Hasher) {
        self.buffers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(buffer);
    }
}

/// The cost of a hash of 32 bytes: `memory` in KiB, passes over it, and lanes.
///
/// # Errors
/// When Argon2 cannot be computed with them (RFC 9106, section 3.1), such as with less than 8 KiB for each lane.
pub fn argon2_params(memory: u32, passes: u32, lanes: u32) -> Result<Params, argon2_rust::Error> {
    Params::builder()
        .memory(Memory::kib(memory.into()))
        .passes(passes)
        .lanes(lanes)
        .tag_len(TagLen::bytes(OUTPUT_LENGTH as u64))
        .build()
}

/// A hash that takes as long as one with `new` does longer than one with `done`; none where it does not. Time grows with the
/// memory times the passes over it.
fn rest_of_work(new: &Params, done: &Params) -> Option<Params> {
    let work = |params: &Params| params.memory().as_kib() * u64::from(params.passes());
    let rest = work(new).checked_sub(work(done)).filter(|rest| *rest > 0)?;
    let passes = rest.div_ceil(new.memory().as_kib());
    argon2_params(u32::try_from(rest / passes).ok()?, u32::try_from(passes).ok()?, new.lanes()).ok()
}

fn argon2id(params: Params) -> Argon2 {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn to_phc(params: &Params, salt: &[u8], output: &[u8]) -> HashedPassword {
    let phc = encode_string_alloc(Algorithm::Argon2id, Version::V0x13, params, salt, output);
    HashedPassword(phc.expect("a salt of 16 bytes and an output of 32 can be written"))
}

fn from_phc(phc: &str) -> Option<(Params, Vec<u8>, Vec<u8>)> {
    let hash = decode_phc(phc).ok()?;
    let is_ours = (hash.algorithm, hash.version) == (Algorithm::Argon2id, Version::V0x13);
    (is_ours && hash.hash.len() == OUTPUT_LENGTH).then_some((hash.params, hash.salt, hash.hash))
}
