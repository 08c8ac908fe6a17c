//! Password hashes beside another implementation of Argon2 and the vector of its RFC.

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use chaveiro::server::keys::Keys;
use chaveiro::server::password::open_requests::{MAX_PAUSE, OpenRequests};
use chaveiro::server::password::{HashedPassword, MAX_OF_NETWORK, MAX_QUEUE_LENGTH, PasswordHasher, argon2_params};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const PASSWORD: &str = "Três tristes tigres, 2026";
const COSTS: [(u32, u32, u32); 5] = [(8, 1, 1), (16, 3, 2), (19, 2, 1), (256, 1, 4), (19_456, 2, 1)];

/// What RustCrypto's `argon2` makes of `salt` and [`PASSWORD`], with our pepper.
fn by_rustcrypto(params: &argon2::Params, salt: &[u8]) -> Vec<u8> {
    let pepper = Keys::derive(&[7; 32]).pepper();
    let mut output = vec![0; 32];
    argon2::Argon2::new_with_secret(
        pepper.as_slice(),
        argon2::Algorithm::Argon2id,
        argon2::Version::V0x13,
        params.clone(),
    )
    .and_then(|argon2| argon2.hash_password_into(PASSWORD.as_bytes(), salt, &mut output))
    .expect("a hash");
    output
}

fn hasher((memory, passes, lanes): (u32, u32, u32)) -> PasswordHasher {
    PasswordHasher::new(Keys::derive(&[7; 32]).pepper(), argon2_params(memory, passes, lanes).expect("a cost"), 1)
}

#[tokio::test]
async fn our_hashes_are_those_of_another_implementation() {
    for cost in COSTS {
        let ours = hasher(cost).hash(PASSWORD).await.expect("a hash");
        let read = PasswordHash::new(ours.as_str()).expect("a PHC string");
        let params = argon2::Params::try_from(&read).expect("its cost");
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), cost);
        let salt = read.salt.expect("a salt");
        assert_eq!(read.hash.expect("an output").as_bytes(), by_rustcrypto(&params, salt.as_ref()), "{cost:?}");
    }
}

/// Databases hold hashes that RustCrypto's `argon2` made, with other costs than today's too.
#[tokio::test]
async fn hashes_of_another_implementation_open() {
    for (memory, passes, lanes) in COSTS {
        let params = argon2::Params::new(memory, passes, lanes, Some(32)).expect("a cost");
        let salt = [b's'; 16];
        let stored = PasswordHash {
            algorithm: argon2::Algorithm::Argon2id.ident(),
            version: Some(argon2::Version::V0x13.into()),
            params: (&params).try_into().expect("a cost"),
            salt: Some(Salt::new(&salt).expect("a salt")),
            hash: Some(Output::new(&by_rustcrypto(&params, &salt)).expect("an output")),
        };
        let stored = [HashedPassword::from_stored(stored.to_string())];
        let hasher = hasher((8, 1, 1));
        assert_eq!(hasher.verify(PASSWORD, &stored, None).await, Ok(true));
        assert_eq!(hasher.verify("another", &stored, None).await, Ok(false));
    }
}

/// RFC 9106, section 5.3.
#[test]
fn the_vector_of_the_standard() {
    let params = argon2_rust::Params::builder()
        .memory(argon2_rust::params::Memory::kib(32))
        .passes(3)
        .lanes(4)
        .build()
        .expect("its cost");
    let mut output = [0; 32];
    argon2_rust::Argon2::new(argon2_rust::Algorithm::Argon2id, argon2_rust::Version::V0x13, params)
        .hash_into_with_ad(&[1; 32], &[2; 16], &[3; 8], &[4; 12], &mut output)
        .expect("a hash");
    assert_eq!(hex::encode(output), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}

#[tokio::test]
async fn a_damaged_hash_matches_no_password() {
    let hasher = hasher((8, 1, 1));
    let whole = hasher.hash(PASSWORD).await.expect("a hash");
    let whole = whole.as_str();
    let without_version = whole.replace("$v=19", "");
    let shorter = &whole[..whole.len() - 8];
    let of_another_kind = whole.replace("argon2id", "argon2i");
    let earlier = whole.replace("$v=19", "$v=16");
    for damaged in
        ["", "$", "argon2id", shorter, &without_version, &of_another_kind, &earlier, "$argon2id$v=19$m=8,t=1,p=1$$"]
    {
        let stored = [HashedPassword::from_stored(damaged.to_owned())];
        assert_eq!(hasher.verify(PASSWORD, &stored, None).await, Ok(false), "{damaged}");
    }
}

/// A hash takes as long as twenty pages: on a core that both want, the page goes first.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn hashes_are_less_urgent_than_everything_else() {
    let niceness_of = |stat: &str| stat.rsplit(") ").next()?.split(' ').nth(16)?.parse::<i32>().ok();
    let ours = std::fs::read_to_string("/proc/thread-self/stat").expect("a thread");
    let ours = niceness_of(&ours).expect("its niceness");
    let hasher = hasher((8, 1, 1));

    hasher.hash(PASSWORD).await.expect("a hash");

    let threads = std::fs::read_dir("/proc/self/task").expect("threads").filter_map(Result::ok);
    let stats = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("stat")).ok());
    let of_hashes: Vec<i32> =
        stats.filter(|stat| stat.contains("(hash) ")).filter_map(|stat| niceness_of(&stat)).collect();
    assert!(of_hashes.iter().any(|niceness| *niceness > ours), "{ours}, hashes {of_hashes:?}");
}

/// Under requests without end mails go on leaving, though fewer.
#[tokio::test(start_paused = true)]
async fn a_mail_s_hash_waits_for_a_pause_in_the_requests_but_not_for_ever() {
    let (hasher, requests) = (hasher((8, 1, 1)), OpenRequests::default());
    let waited = async || {
        let begun = tokio::time::Instant::now();
        drop(hasher.background_permit(&requests).await);
        begun.elapsed()
    };
    assert_eq!(waited().await, Duration::ZERO);

    let open = [requests.begin(), requests.begin()];
    assert!(waited().await >= MAX_PAUSE && waited().await < MAX_PAUSE * 2);

    let (soon, ()) = tokio::join!(waited(), async {
        tokio::time::sleep(MAX_PAUSE / 2).await;
        drop(open);
    });
    assert!(soon >= MAX_PAUSE / 2 && soon < MAX_PAUSE, "{soon:?}");
}

/// Who signs in and who is sent a mail want the same: a hash. They take turns.
#[tokio::test(start_paused = true)]
async fn requests_that_wait_for_a_hash_hold_up_no_mail() {
    let (cost, requests) = (argon2_params(8, 1, 1).expect("a cost"), OpenRequests::default());
    // With no place to hash at, a hash waits.
    let hasher = PasswordHasher::new(Keys::derive(&[7; 32]).pepper(), cost, 0);
    let (one, other) = (hasher.hash(PASSWORD), hasher.hash(PASSWORD));
    let _open = [requests.begin(), requests.begin()];
    let begun = tokio::time::Instant::now();

    tokio::select! {
        biased;
        _ = one => panic!("it was hashed"),
        _ = other => panic!("it was hashed"),
        turn = hasher.background_permit(&requests) => drop(turn),
    }

    assert_eq!(begun.elapsed(), Duration::ZERO);
}

/// Else time would tell who has a hash from before the cost was raised.
#[tokio::test]
async fn a_hash_that_was_made_with_less_takes_the_work_of_a_new_one() {
    let old = [hasher((64, 1, 1)).hash(PASSWORD).await.expect("a hash")];
    for (cost, computations) in [((64, 1, 1), 1), ((256, 3, 1), 2), ((32, 1, 1), 1)] {
        let hasher = hasher(cost);
        assert_eq!(hasher.verify(PASSWORD, &old, None).await, Ok(true));
        assert_eq!(hasher.begun(), computations, "{cost:?}");
    }
}

/// However many networks strangers come from.
#[tokio::test]
async fn who_is_known_comes_before_a_queue_that_is_full() {
    let hasher = hasher((19_456, 1, 1));
    let (done, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    // One is hashed, as many as there is room for wait, and one is too many.
    let flood: Vec<_> = (0..MAX_QUEUE_LENGTH + 2)
        .map(|number| {
            let flooding = hasher.asked_from(format!("192.0.2.{}", number % 250).parse().ok());
            let (done, refused) = (done.clone(), refused.clone());
            tokio::spawn(async move {
                let outcome = if flooding.hash(PASSWORD).await.is_ok() { done } else { refused };
                outcome.fetch_add(1, Ordering::SeqCst);
            })
        })
        .collect();
    while refused.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let before = done.load(Ordering::SeqCst);
    hasher.asked_by_known("192.0.2.1".parse().ok()).hash(PASSWORD).await.expect("it comes next");
    let overtaken = done.load(Ordering::SeqCst) - before;
    assert!(overtaken <= 3, "{overtaken} came first");
    flood.iter().for_each(tokio::task::JoinHandle::abort);
}

/// 250 connections of one IPv6 /48 once filled the queue, and nobody else could sign in.
#[tokio::test]
async fn one_network_fills_the_queue_for_nobody_else() {
    let hasher = hasher((256, 1, 1));
    let done = Arc::new(AtomicUsize::new(0));
    let flood: Vec<_> = (0..2 * MAX_QUEUE_LENGTH)
        .map(|number| {
            let (flooding, done) = (hasher.asked_from(format!("2001:db8:7:{number:x}::1").parse().ok()), done.clone());
            tokio::spawn(async move {
                flooding.hash(PASSWORD).await.expect("it waits for its place");
                done.fetch_add(1, Ordering::SeqCst);
            })
        })
        .collect();
    // The flood has begun to wait.
    tokio::task::yield_now().await;
    let before = done.load(Ordering::SeqCst);
    hasher.asked_from("2001:db8:8::1".parse().ok()).hash(PASSWORD).await.expect("it comes next");
    let overtaken = done.load(Ordering::SeqCst) - before;
    assert!(overtaken <= MAX_OF_NETWORK, "{overtaken} came first");
    for each in flood {
        each.await.expect("all of them are hashed");
    }
}
