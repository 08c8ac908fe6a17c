//! The queue before the hashes: bounded in length and time, and shared between networks.

use super::HashError;
use crate::server::networks;
use crate::server::password::counted::CountGuard;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many strangers may wait (ours: more cannot be hashed within [`QUEUE_TIMEOUT`], at 20 a second and core).
pub const MAX_QUEUE_LENGTH: usize = 200;
/// How long one may wait.
pub const QUEUE_TIMEOUT: Duration = Duration::from_secs(5);
/// So many hashes for one IPv4 address or IPv6 /48 are computed or in the queue at a time (ours: a dozen such networks
/// fit into it). The network's others wait for these and not in the queue, which it so fills for nobody else.
pub const MAX_OF_NETWORK: usize = 16;

/// Who asks for a hash.
#[derive(Clone, Copy, Default)]
pub(super) struct Visitor {
    /// Where they are, if it is not the program that asks.
    pub(super) address: Option<IpAddr>,
    /// Whether they are signed in, have a link to their account, or their browser is known.
    pub(super) is_known: bool,
}

/// Who may compute a hash, and who comes next.
pub(super) struct Queue {
    permits: Arc<Semaphore>,
    /// Strangers wait for one of these first, of which there are as many: who is known comes next after them, however
    /// many networks strangers fill the queue from.
    turns: Arc<Semaphore>,
    /// Strangers without a turn.
    waiting: AtomicUsize,
    networks: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
}

/// Permission to compute one hash, until it is dropped.
pub(super) struct HashPermit {
    _permit: OwnedSemaphorePermit,
    _turn: Option<OwnedSemaphorePermit>,
    _place: Option<Place>,
}

impl Queue {
    /// For `parallel` hashes at a time.
    pub(super) fn new(parallel: usize) -> Arc<Self> {
        Arc::new(Self {
            permits: Arc::new(Semaphore::new(parallel)),
            turns: Arc::new(Semaphore::new(parallel)),
            waiting: AtomicUsize::new(0),
            networks: Mutex::default(),
        })
    }

    /// Waits for a permit.
    pub(super) async fn permit(self: &Arc<Self>, visitor: Visitor) -> Result<HashPermit, HashError> {
        let permit = async {
            let place = match visitor.address {
                Some(address) => Some(self.place_of(networks::site(address)).await?),
                None => None,
            };
            let turn = if visitor.is_known { None } else { Some(self.turn().await?) };
            let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| HashError::Busy)?;
            Ok(HashPermit { _permit: permit, _turn: turn, _place: place })
        };
        tokio::time::timeout(QUEUE_TIMEOUT, permit).await.unwrap_or(Err(HashError::Busy))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, HashError> {
        let turns = || Arc::clone(&self.turns);
        if let Ok(turn) = turns().try_acquire_owned() {
            return Ok(turn);
        }
        let (_waiting, before) = CountGuard::begin(&self.waiting);
        if before >= MAX_QUEUE_LENGTH {
            return Err(HashError::Busy);
        }
        turns().acquire_owned().await.map_err(|_| HashError::Busy)
    }

    async fn place_of(self: &Arc<Self>, network: IpAddr) -> Result<Place, HashError> {
        let mut place = Place { queue: Arc::clone(self), network, permit: None };
        let places =
            Arc::clone(self.networks().entry(network).or_insert_with(|| Arc::new(Semaphore::new(MAX_OF_NETWORK))));
        place.permit = Some(places.acquire_owned().await.map_err(|_| HashError::Busy)?);
        Ok(place)
    }

    fn networks(&self) -> MutexGuard<'_, HashMap<IpAddr, Arc<Semaphore>>> {
        self.networks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of a network's places, or the wait for it.
struct Place {
    queue: Arc<Queue>,
    network: IpAddr,
    permit: Option<OwnedSemaphorePermit>,
}

impl Drop for Place {
    /// Gives it to the next of the network; the last one leaves nothing behind.
    fn drop(&mut self) {
        self.permit = None;
        let mut networks = self.queue.networks();
        if networks.get(&self.network).is_some_and(|places| Arc::strong_count(places) == 1) {
            networks.remove(&self.network);
        }
    }
}
