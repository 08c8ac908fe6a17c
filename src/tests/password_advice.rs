//! Advice about a new password: what the server answers, to whom, and what it
//! does not learn; and the words that are suggested.

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp, holds};
use axum::http::StatusCode;
use chaveiro::domain::password_advice::{LISTED_LENGTHS, PREFIX_LENGTH, forms_to_look_up};
use chaveiro::domain::words::{SUGGESTED_BITS, WORD_LENGTHS, below, generate_words, suggested_words};
use chaveiro::domain::{About, Locale, OwnPassword, PasswordAdvice, PasswordPolicy, Preset, WORDS_IN_LIST};
use chaveiro::server::password::TemporaryPassword;
use chaveiro::server::password::common::{is_common, listed_hashes};
use chaveiro::server::password::estimator::advise;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const LIST: &str = include_str!("../server/password/common_passwords.txt");
const WORD_LISTS: [&str; 2] = [include_str!("../../public/words_pt_br.txt"), include_str!("../../public/words_en.txt")];
const LISTED: &str = "/password-advice/listed";
const ESTIMATE: &str = "/password-advice/estimate";

async fn estimate(browser: &mut Browser, password: &str) -> Answer {
    browser.post(ESTIMATE, &[("password", password)]).await
}

fn hash(password: &str) -> String {
    hex::encode(Sha256::digest(password))
}

#[tokio::test]
async fn a_prefix_is_answered_with_exactly_the_listed_hashes_that_begin_with_it() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    let answer = visitor.post(LISTED, &[("prefix", &hash("password")[..2])]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let answered: BTreeSet<String> = answer.text.lines().map(str::to_owned).collect();
    let prefix = &hash("password")[..2];
    let hashes = LIST.lines().map(hash).filter(|hash| hash.starts_with(prefix));
    let expected: BTreeSet<String> = hashes.map(|hash| hash[2..].to_owned()).collect();
    assert!(answered.contains(&hash("password")[2..]));
    assert_eq!(answered, expected);
}

/// The figures in the documentation of the length of a prefix.
#[test]
fn each_prefix_is_that_of_many_entries_and_together_they_are_the_list() {
    let prefixes = 0..16_usize.pow(PREFIX_LENGTH as u32);
    let sizes: Vec<usize> =
        prefixes.map(|prefix| listed_hashes(&format!("{prefix:02x}")).unwrap().lines().count()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), LIST.lines().count());
    assert_eq!((sizes.iter().min(), sizes.iter().max()), (Some(&27), Some(&62)));
    assert_eq!(LIST.lines().count(), 10_573);
    assert!(LIST.lines().all(|entry| (LISTED_LENGTHS.0..=LISTED_LENGTHS.1).contains(&entry.len())));
}

#[tokio::test]
async fn what_is_no_question_is_refused() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    let whole = hash("password");
    for prefix in ["", "a", "abc", "AB", "zz", "é", "+f", " a", &whole] {
        let answer = visitor.post(LISTED, &[("prefix", prefix)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{prefix:?}: {}", answer.text);
        assert_eq!(answer.code().as_deref(), Some("malformed_request"), "{prefix:?}");
    }
    for (path, body) in [
        (LISTED, ""),
        (LISTED, "password=ab"),
        (LISTED, "prefix=ab&prefix=ac"),
        (LISTED, "prefix=ab&password=x"),
        (ESTIMATE, ""),
        (ESTIMATE, "password="),
        (ESTIMATE, "password=%FF"),
        (ESTIMATE, "password=a&email=b"),
    ] {
        let answer = visitor.post_body(path, "application/x-www-form-urlencoded", body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {body}");
        let answer = visitor.post_body(path, "application/json", body).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path} {body}");
    }
    let longest = "é".repeat(OwnPassword::MAX_LENGTH as usize);
    assert_eq!(estimate(&mut visitor, &longest).await.status, StatusCode::OK);
    for too_long in [format!("{longest}é"), "x".repeat(OwnPassword::MAX_INPUT_BYTES + 1), "é".repeat(20_000)] {
        assert_eq!(estimate(&mut visitor, &too_long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
    for path in [LISTED, ESTIMATE] {
        assert_eq!(visitor.get(path).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn an_estimate_says_in_a_word_what_is_easy_to_guess() {
    let app = TestApp::start().await;
    let temporary = app.invite("maria@example.org").await;
    let mut maria = app.browser();
    maria.sign_in("maria@example.org", &temporary).await;
    for (password, expected) in [
        ("Password!!!!!!!!!", PasswordAdvice::Common),
        ("abcabcabcabcabc", PasswordAdvice::Common),
        ("floresta12floresta12", PasswordAdvice::Repeats),
        ("ghijklmnop5", PasswordAdvice::Sequence),
        ("21/04/1987", PasswordAdvice::Date),
        ("sapphirestone", PasswordAdvice::Quick),
        ("quatro janelas e um rio", PasswordAdvice::Good),
        (OWN_PASSWORD, PasswordAdvice::Good),
    ] {
        let answer = estimate(&mut maria, password).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, expected.as_str()), "{password}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(answer.set_cookies().is_empty());
    }
}

#[tokio::test]
async fn in_a_flood_there_is_no_advice_and_afterwards_there_is() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    let flood = app.state.estimator.fill();
    let answer = estimate(&mut visitor, OWN_PASSWORD).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NO_CONTENT, ""));
    drop(flood);
    assert_eq!(estimate(&mut visitor, OWN_PASSWORD).await.text, "good");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_of_a_password_is_logged_or_written_down() {
    let app = TestApp::start().await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    let listening = tracing::subscriber::set_default(subscriber.finish());
    let mut visitor = app.browser();
    let (secret, before) = ("segredo de tres geracoes", app.row_counts().await);
    tracing::info!("the log is read");
    assert_eq!(estimate(&mut visitor, secret).await.text, "good");
    visitor.post(LISTED, &[("prefix", &hash(secret)[..2])]).await;
    visitor.post(ESTIMATE, &[("password", secret), ("more", "x")]).await;
    drop(listening);
    let log = log.0.lock().unwrap().clone();
    assert!(holds(&log, "the log is read"));
    assert!(!holds(&log, secret) && !holds(&log, "segredo"), "{}", String::from_utf8_lossy(&log));
    assert!(app.written_down().await.iter().all(|bytes| !holds(bytes, secret)));
    assert_eq!(app.row_counts().await, before);
}

/// What takes zxcvbn longest: many ways to read the same characters.
#[test]
fn an_estimate_takes_little_time_however_odd_the_password() {
    advise("reads the lists once");
    let longest = OwnPassword::MAX_LENGTH as usize;
    let mut slowest = Duration::ZERO;
    for unit in [
        "p@$$w0rd1!",
        "4@8({[<369&#!1/|0$5+7%2/",
        "1/1/11",
        "19991231",
        "aA1@",
        "qwe",
        "ção🎂",
        "passwordlovemonkey",
        "1|!7{[(<2%",
    ] {
        let password: String =
            unit.chars().cycle().enumerate().map(|(at, c)| if at % 13 == 12 { 'x' } else { c }).take(longest).collect();
        let began = Instant::now();
        advise(&password);
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[test]
fn a_password_is_looked_up_in_few_forms_and_most_passphrases_in_none() {
    let forms = |password: &str| forms_to_look_up(password).iter().map(|form| form.to_string()).collect::<Vec<_>>();
    assert_eq!(forms("PassWord"), ["password"]);
    assert_eq!(forms("PassWord!2026"), ["password!2026", "password"]);
    assert_eq!(forms("123456789"), ["123456789"]);
    assert!(forms("quatro janelas e um rio").is_empty());
    assert!(forms("").is_empty() && forms("ab").is_empty() && forms("coração").is_empty());
}

#[test]
fn whatever_is_found_on_the_list_is_refused_when_it_is_sent() {
    let padded =
        |entry: &str| [entry.to_owned(), entry.to_uppercase(), format!("{entry}!2026"), format!("99 {entry}?")];
    let mut found = 0;
    for password in LIST.lines().step_by(7).flat_map(padded) {
        for form in forms_to_look_up(&password) {
            let hash = hash(&form);
            if listed_hashes(&hash[..2]).unwrap().lines().any(|listed| *listed == hash[2..]) {
                assert!(is_common(&password), "{password}");
                found += 1;
            }
        }
    }
    assert!(found > 5000, "only {found}");
}

/// Numbers as a source would give them, but known.
fn counting(from: u32, step: u32) -> impl FnMut() -> u32 {
    let mut number = from.wrapping_sub(step);
    move || {
        number = number.wrapping_add(step);
        number
    }
}

#[test]
fn numbers_are_drawn_without_bias() {
    // 2³² = 3 · 1431655765 + 1: the last number would make one of the three likelier.
    assert_eq!(below(3, &mut counting(u32::MAX, 5)), 1, "the last one is replaced");
    assert_eq!(below(3, &mut counting(u32::MAX - 1, 5)), 2);
    // All of them have a place where the rounds come out even.
    assert_eq!(below(2048, &mut counting(u32::MAX, 5)), 2047);
    assert_eq!(below(1, &mut counting(u32::MAX, 5)), 0);
    assert_eq!(below(u32::MAX, &mut counting(u32::MAX, 3)), 2);
    for bound in [2, 3, 10, 57, 62, 2048] {
        let mut random = counting(0, 2_654_435_769); // the golden ratio: evenly spread
        let mut counts = vec![0_u32; bound as usize];
        for _ in 0..bound * 1000 {
            counts[below(bound, &mut random) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (800..1200).contains(count)), "{bound}: {counts:?}");
    }
}

#[test]
fn every_word_of_a_list_can_be_chosen_at_every_position() {
    for list in WORD_LISTS {
        let words: Vec<&str> = list.lines().collect();
        for (number, word) in (0..).zip(&words) {
            assert_eq!(*generate_words(list, 2, counting(number, 0)), format!("{word}-{word}"));
        }
        assert_eq!(*generate_words(list, 3, counting(0, 1)), words[..3].join("-"));
        assert_eq!(words.len(), WORDS_IN_LIST);
        let lengths = || words.iter().map(|word| word.len());
        assert_eq!((lengths().min(), lengths().max()), (Some(WORD_LENGTHS.0), Some(WORD_LENGTHS.1)));
    }
}

#[test]
fn what_is_suggested_is_long_enough_and_worth_44_bits() {
    assert_eq!([8, 15, 19, 20, 24, 25, 128].map(suggested_words), [4, 4, 4, 5, 5, 6, 26]);
    let bits = |words: usize| Preset::Words(words as u8).entropy_bits();
    for min_length in 8..=128_usize {
        let words = suggested_words(min_length);
        assert!(bits(words) >= f64::from(SUGGESTED_BITS), "{min_length}");
        let shortest = words * WORD_LENGTHS.0 + words - 1;
        assert!(shortest >= min_length, "{min_length}");
        assert!(words == 4 || shortest - WORD_LENGTHS.0 - 1 < min_length, "{min_length}: {words} are more than needed");
    }
}

/// The rules, the list and the estimate have nothing against them.
#[test]
fn suggestions_are_as_the_server_generates_and_are_good_passwords() {
    let policy = PasswordPolicy { min_length: 15 };
    let about = About {
        email: "maria@example.org",
        display_name: "Maria Souza",
        names: "Instituto Aurora",
        ..About::default()
    };
    let mut different = HashSet::new();
    for locale in [Locale::PtBr, Locale::En] {
        for _ in 0..100 {
            let generated =
                TemporaryPassword::generate(Preset::Words(suggested_words(15) as u8), locale, None).unwrap();
            let password = OwnPassword::parse(generated.reveal(), &policy, &about).expect("a good password");
            assert_eq!(advise(password.reveal()), PasswordAdvice::Good);
            different.insert(generated.reveal().to_owned());
        }
    }
    assert_eq!(different.len(), 200);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A panic would print what it panicked over.
    #[test]
    fn an_estimate_never_panics(password in prop_oneof![any::<String>(), "[a-zA-Z0-9éçß$@!/.ﬀİ🎂 -]{0,60}", "([0-9]{1,4}[-/. ]?){1,8}"]) {
        let _ = advise(&password);
    }

    #[test]
    fn advice_is_read_from_its_own_word_only(word in ".{0,12}") {
        let read = PasswordAdvice::parse(&word);
        prop_assert!(read.is_none_or(|advice| advice.as_str() == word));
    }
}

#[test]
fn every_advice_has_a_word_of_its_own() {
    let words: HashSet<&str> = PasswordAdvice::ALL.iter().map(|advice| advice.as_str()).collect();
    assert_eq!(words.len(), PasswordAdvice::ALL.len());
    for advice in PasswordAdvice::ALL {
        assert_eq!(PasswordAdvice::parse(advice.as_str()), Some(advice));
    }
}
