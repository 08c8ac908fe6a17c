//! The keys that sign tokens: made here, kept sealed in the database, replaced after [`SIGNING_KEY`].
//!
//! A new key is shown in the JWKS for [`SIGNING_KEY_ANNOUNCED`] before it signs, since apps keep what
//! they fetched. The one before is shown until no ID token of it can still be valid, and kept for
//! [`SIGNING_KEY_KEPT`]: an app may show an old ID token when it signs somebody out.

use super::jws::{SigningKey, Unverified, new_p256_key};
use crate::domain::{SigningAlgorithm, Timestamp};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::password::random_hex;
use crate::server::rate_limit::{SIGNING_KEY, SIGNING_KEY_ANNOUNCED, SIGNING_KEY_KEPT};
use crate::server::store::signing_keys::StoredKey;
use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;
use rsa::PrivateKey;
use rsa::pkcs8::EncodePrivateKey as _;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// NIST SP 800-57 part 1, table 2: enough until 2030, and what every client takes.
const RSA_BITS: usize = 2048;

/// Opened keys by their names: opening one takes longer than signing with it.
#[derive(Clone, Default)]
pub struct OpenedKeys(Arc<Mutex<HashMap<String, Arc<SigningKey>>>>);

/// The public keys, as `/oauth/jwks` shows them.
pub async fn jwks(state: &AppState) -> Result<Value, AppError> {
    let (mut keys, now) = (Vec::new(), state.clock.now());
    let all = state.store.list_signing_keys().await?;
    for algorithm in SigningAlgorithm::ALL {
        let stored: Vec<_> = all.iter().filter(|key| key.algorithm == algorithm).collect();
        for (at, key) in stored.iter().enumerate() {
            // The one that signs after this one, if any does already.
            let is_over = at
                .checked_sub(1)
                .and_then(|next| stored.get(next))
                .is_some_and(|next| next.active_at <= now && now.since(next.active_at) > SIGNING_KEY_ANNOUNCED);
            if !is_over {
                keys.push(serde_json::from_str::<Value>(&key.public_jwk).map_err(AppError::internal)?);
            }
        }
    }
    Ok(json!({ "keys": keys }))
}

/// Signs `claims` with today's key of `algorithm`.
///
/// # Errors
/// When the database does not answer, or no key can be opened.
pub async fn sign(
    state: &AppState,
    algorithm: SigningAlgorithm,
    typ: &str,
    claims: &Value,
) -> Result<String, AppError> {
    let stored = keys_of(state, algorithm).await?;
    let now = state.clock.now();
    // With the clock set back, the oldest.
    let key = stored.iter().find(|key| key.active_at <= now).or(stored.last());
    let key = key.ok_or_else(|| AppError::internal(anyhow::anyhow!("there is no signing key")))?;
    let opened = open(state, key)?;
    let signed = opened.sign(&key.kid, typ, claims);
    signed.ok_or_else(|| AppError::internal(anyhow::anyhow!("the key {} does not sign", key.kid)))
}

/// The claims of a token that one of our keys has signed, however long ago.
pub async fn verify(state: &AppState, token: &str) -> Result<Option<Value>, AppError> {
    let Some(token) = Unverified::parse(token) else { return Ok(None) };
    let stored = state.store.list_signing_keys().await?;
    let signer = stored.iter().find(|key| key.kid == token.kid && key.algorithm == token.algorithm);
    let jwk = signer.and_then(|key| serde_json::from_str(&key.public_jwk).ok());
    Ok(jwk.and_then(|jwk| token.verify(&jwk)))
}

/// Makes the first key of an algorithm: with the first app that needs it, so that its JWKS is complete
/// before anybody signs in.
pub async fn prepare(state: &AppState, algorithm: SigningAlgorithm) -> Result<(), AppError> {
    keys_of(state, algorithm).await.map(drop)
}

/// The keys of an algorithm, the newest first; makes the first one.
async fn keys_of(state: &AppState, algorithm: SigningAlgorithm) -> Result<Vec<StoredKey>, AppError> {
    let found = of(state.store.list_signing_keys().await?, algorithm);
    if !found.is_empty() {
        return Ok(found);
    }
    add_key(state, algorithm, state.clock.now(), None).await?;
    Ok(of(state.store.list_signing_keys().await?, algorithm))
}

fn of(keys: Vec<StoredKey>, algorithm: SigningAlgorithm) -> Vec<StoredKey> {
    keys.into_iter().filter(|key| key.algorithm == algorithm).collect()
}

/// Announces the next keys when it is time, and forgets those that signed long ago. Where no app has
/// asked yet, there are none.
pub async fn rotate(state: &AppState) -> Result<(), AppError> {
    let now = state.clock.now();
    let all = state.store.list_signing_keys().await?;
    for algorithm in SigningAlgorithm::ALL {
        let stored: Vec<_> = all.iter().filter(|key| key.algorithm == algorithm).collect();
        let Some(newest) = stored.first() else { continue };
        let due = newest.active_at.plus(SIGNING_KEY);
        if due <= now.plus(SIGNING_KEY_ANNOUNCED) {
            let active_at = due.max(now.plus(SIGNING_KEY_ANNOUNCED));
            add_key(state, algorithm, active_at, Some(newest.active_at)).await?;
        }
        for (newer, key) in stored.iter().zip(stored.iter().skip(1)) {
            if newer.active_at <= now && now.since(newer.active_at) > SIGNING_KEY_KEPT {
                state.store.delete_signing_key(&key.kid).await?;
            }
        }
    }
    Ok(())
}

/// Makes a key and stores it, unless another node was first.
async fn add_key(
    state: &AppState,
    algorithm: SigningAlgorithm,
    active_at: Timestamp,
    newest: Option<Timestamp>,
) -> Result<(), AppError> {
    // Looking for primes takes a good part of a second.
    let made = tokio::task::spawn_blocking(move || new_key(algorithm)).await;
    let pkcs8 = made.map_err(AppError::internal)?;
    let cannot = || AppError::internal(anyhow::anyhow!("cannot make a signing key"));
    let pkcs8 = pkcs8.ok_or_else(cannot)?;
    let kid = random_hex::<8>();
    let key = SigningKey::from_pkcs8(algorithm, &pkcs8).ok_or_else(cannot)?;
    let stored = StoredKey {
        algorithm,
        sealed: state.keys.seal_signing_key(&pkcs8, &kid),
        public_jwk: key.public_jwk(&kid).to_string(),
        created_at: state.clock.now(),
        active_at,
        kid,
    };
    state.store.insert_signing_key(&stored, newest).await?;
    Ok(())
}

fn new_key(algorithm: SigningAlgorithm) -> Option<Zeroizing<Vec<u8>>> {
    match algorithm {
        SigningAlgorithm::Rs256 => {
            let key = PrivateKey::new(&mut UnwrapErr(SysRng), RSA_BITS).ok()?;
            let document = key.to_pkcs8_der().ok()?;
            Some(Zeroizing::new(document.as_bytes().to_vec()))
        }
        SigningAlgorithm::Es256 => new_p256_key().map(Zeroizing::new),
    }
}

fn open(state: &AppState, key: &StoredKey) -> Result<Arc<SigningKey>, AppError> {
    let mut opened = state.opened_keys.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = opened.get(&key.kid) {
        return Ok(Arc::clone(found));
    }
    let pkcs8 = state.keys.open_signing_key(&key.sealed, &key.kid);
    let made = pkcs8.and_then(|pkcs8| SigningKey::from_pkcs8(key.algorithm, &pkcs8));
    let made = made.ok_or_else(|| {
        AppError::internal(anyhow::anyhow!("the signing key {} was sealed under another secret key", key.kid))
    })?;
    let made = Arc::new(made);
    opened.insert(key.kid.clone(), Arc::clone(&made));
    Ok(made)
}
