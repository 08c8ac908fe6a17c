//! Signing in: the same answer to every failure, few guesses, growing waits.

use crate::app::{OWN_PASSWORD, TestApp, count_write_transactions, guess_at, race};
use crate::enumeration::comparable;
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, EmailAddress, InvalidOwnPassword, Locale, UserStatus};
use chaveiro::locale::problems;
use chaveiro::server::AppState;
use chaveiro::server::keys::Keys;
use chaveiro::server::password::{PasswordHasher, argon2_params};
use chaveiro::server::store::rate_limit::sign_in::Reservation;
use chaveiro::server::store::sign_ins::SignInForm;
use futures::FutureExt as _;
use proptest::prelude::*;

const MARIA: &str = "maria@example.org";

#[tokio::test]
async fn every_failed_sign_in_has_the_same_answer() {
    let app = TestApp::start().await;
    app.member("active@example.org").await;
    app.member("disabled@example.org").await;
    app.apply_action(AdminAction::Disable, "disabled@example.org").await;
    let expired = app.invite("expired@example.org").await;
    app.advance(25 * 3600);
    let exhausted = app.invite("exhausted@example.org").await;
    for _ in 0..5 {
        app.browser().sign_in("exhausted@example.org", "000000").await;
    }
    app.execute("DELETE FROM sign_in_failures").await;
    let switched_off = app.invite("switched-off@example.org").await;
    app.apply_action(AdminAction::Disable, "switched-off@example.org").await;
    let invited = app.invite("invited@example.org").await;
    app.queue("waiting@example.org").await;
    for (email, state) in [
        ("active@example.org", UserStatus::Active),
        ("disabled@example.org", UserStatus::Disabled),
        ("expired@example.org", UserStatus::Expired),
        ("exhausted@example.org", UserStatus::Exhausted),
        ("invited@example.org", UserStatus::Invited),
        ("waiting@example.org", UserStatus::Waiting),
    ] {
        assert_eq!(app.account(email).await.status, state, "{email} is not what this test needs");
    }

    let failed = app.browser().sign_in("nobody@example.org", OWN_PASSWORD).await;
    let expected = comparable(&failed, "nobody@example.org");
    assert_eq!(expected.0, StatusCode::UNAUTHORIZED);
    assert!(failed.set_cookies().is_empty(), "a failure sets a cookie");
    let wrong_digits = if invited == "123456" { "654321" } else { "123456" };
    for (email, password) in [
        ("active@example.org", "another than the right one"),
        ("disabled@example.org", OWN_PASSWORD),
        ("disabled@example.org", "another than the right one"),
        ("expired@example.org", expired.as_str()),
        ("exhausted@example.org", exhausted.as_str()),
        ("switched-off@example.org", switched_off.as_str()),
        ("invited@example.org", wrong_digits),
        ("waiting@example.org", "975318"),
    ] {
        let answer = app.browser().sign_in(email, password).await;
        assert_eq!(comparable(&answer, email), expected, "{email} can be told from an unknown address");
        assert!(!answer.text.contains(password), "{email}: the page repeats the password");
    }

    // For programs too.
    let unknown = app.browser().post_as_program("/login", &[("email", "no@example.org"), ("password", "x")]).await;
    let disabled = [("email", "disabled@example.org"), ("password", OWN_PASSWORD)];
    let disabled = app.browser().post_as_program("/login", &disabled).await;
    assert_eq!((unknown.status, &unknown.text), (disabled.status, &disabled.text));
    assert_eq!(unknown.code().as_deref(), Some("wrong_credentials"));
}

/// The try is counted before it is checked; the other order let a hundred
/// guesses at once through elsewhere (CVE-2024-4629, CVE-2023-47111, CVE-2019-5421).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn at_most_five_of_a_hundred_concurrent_guesses_are_compared() {
    // So many rounds would use up the day's guesses at all of them.
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 1000).await;
    for round in 0..20_usize {
        let email = format!("maria{round}@example.org");
        let temporary = app.invite(&email).await;
        let right_one = (round * 7 + 2) % 100;
        let answers = race(100, |guess| {
            let (mut browser, email) = (app.browser(), email.clone());
            let password = if guess == right_one { temporary.clone() } else { format!("{guess:05}x") };
            async move { browser.post_as_program("/login", &[("email", &email), ("password", &password)]).await }
        });
        let (mut right, mut wrong, mut unread) = (0, 0, 0);
        for answer in answers.await {
            match answer.status {
                StatusCode::SEE_OTHER => right += 1,
                StatusCode::UNAUTHORIZED => wrong += 1,
                StatusCode::TOO_MANY_REQUESTS => unread += 1,
                other => panic!("round {round}: {other}: {}", answer.text),
            }
        }

        let account = app.account(&email).await;
        let kinds = app.audit_kinds(&account.user.id).await;
        let failures = kinds.iter().filter(|kind| *kind == "sign_in_failed").count();
        assert_eq!(failures, wrong, "round {round}: the log counts otherwise");
        assert_eq!(right + wrong + unread, 100);
        let attempts = app.number("SELECT MAX(attempts) FROM temporary_passwords").await;
        assert!(attempts <= 5, "round {round}: {attempts} guesses were compared with one temporary password");
        if right == 0 {
            assert_eq!(wrong, 5, "round {round}: the waits let {wrong} through");
        } else {
            // The right one forgave what came before it, but not to the temporary password.
            assert!(right == 1 && wrong <= 9, "round {round}: {right} right, {wrong} wrong");
        }
    }
}

/// The same without the waits: the limit of the temporary password holds alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_of_a_hundred_concurrent_attempts_reach_the_hash() {
    let app = TestApp::start().await;
    for round in 0..20 {
        let email = format!("maria{round}@example.org");
        app.invite(&email).await;
        let handed_out = race(100, |_| guess_at(app.state.clone(), email.clone(), i64::MAX));
        assert_eq!(handed_out.await.into_iter().sum::<usize>(), 5, "round {round}");
    }
    assert_eq!(app.number("SELECT MAX(attempts) FROM temporary_passwords").await, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tries_at_once_do_not_slip_through_the_waits() {
    let app = TestApp::start().await;
    for round in 0..20 {
        let subject = format!("subject {round}");
        let tries = race(100, |_| {
            let (store, subject) = (app.state.store.clone(), subject.clone());
            async move { store.reserve_attempt(&subject, None, false).await.unwrap() }
        });
        let let_in = tries.await.into_iter().filter(|tried| matches!(tried, Reservation::Attempt(_))).count();
        assert_eq!(let_in, 5, "round {round}");
    }
}

#[tokio::test]
async fn from_the_fifth_wrong_try_on_each_doubles_the_wait_for_known_and_unknown_addresses() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for email in [MARIA, "nobody@example.org"] {
        let sign_in = async |password| app.browser().sign_in(email, password).await;
        for time in 1..=5 {
            let answer = sign_in("another than the right one").await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{email}, try {time}");
        }
        for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
            let early = sign_in(OWN_PASSWORD).await;
            assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS, "{email}: not even the right one, {wait} s");
            assert_eq!(early.retry_after(), Some(wait), "{email}");
            app.advance(wait - 1);
            let early = sign_in(OWN_PASSWORD).await;
            assert_eq!(early.retry_after(), Some(1), "{email}: a second too early, {wait} s");
            app.advance(1);
            let answer = sign_in("another than the right one").await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{email}: after {wait} s");
        }
        let other = app.browser().sign_in("somebody.else@example.org", "000000").await;
        assert_eq!(other.status, StatusCode::UNAUTHORIZED, "one address's waits are another's");
        app.execute("DELETE FROM sign_in_failures").await;
    }
}

#[tokio::test]
async fn the_answer_that_asks_to_wait_is_the_same_for_known_and_unknown_addresses() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let mut answers = Vec::new();
    for email in [MARIA, "nobody@example.org"] {
        for _ in 0..5 {
            app.browser().sign_in(email, "000000").await;
        }
        let answer = app.browser().sign_in(email, "000000").await;
        answers.push(comparable(&answer, email));
    }
    assert_eq!(answers[0].0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answers[0], answers[1]);
}

/// One whose requests do not count for themselves what they wait for, as in development mode.
async fn measured_app() -> TestApp {
    TestApp::start_with(|settings| settings.dev = false).await
}

/// Each transaction is a wait for the disk: one before the hash, one after it.
#[tokio::test]
async fn a_sign_in_is_two_write_transactions_whatever_its_password() {
    let app = measured_app().await;
    let temporary = app.invite(MARIA).await;
    app.member("rui@example.org").await;
    for (email, password, status) in [
        (MARIA, temporary.as_str(), StatusCode::SEE_OTHER),
        (MARIA, "000000x", StatusCode::UNAUTHORIZED),
        ("rui@example.org", OWN_PASSWORD, StatusCode::SEE_OTHER),
        ("rui@example.org", "another than the right one", StatusCode::UNAUTHORIZED),
        ("nobody@example.org", "another than the right one", StatusCode::UNAUTHORIZED),
    ] {
        let mut browser = app.browser_at("192.0.2.1");
        let (answer, transactions) = count_write_transactions(browser.sign_in(email, password)).await;
        assert_eq!((answer.status, transactions), (status, 2), "{email}, {password}");
    }
    // Also where the browser has a session, which ends.
    let mut browser = app.member("eva@example.org").await;
    let (answer, transactions) = count_write_transactions(browser.sign_in("rui@example.org", OWN_PASSWORD)).await;
    assert_eq!((answer.status, transactions), (StatusCode::SEE_OTHER, 2));
    app.deliver_all().await;
}

/// What counts before the hash is given back where the hasher is busy: all of it, in one more transaction.
#[tokio::test]
async fn a_try_that_is_not_compared_counts_nowhere() {
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    let email = EmailAddress::parse(MARIA).unwrap();
    let subject = app.state.keys.failure_subject(MARIA);
    let form = SignInForm {
        email: &email,
        subject: &subject,
        network: Some("network"),
        is_known_device: false,
        guesses_a_day: 10,
    };
    let counts = async || {
        let failures = app.number("SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT) FROM sign_in_failures").await;
        let tries = app.number("SELECT COUNT(*) FROM network_tries").await;
        let attempts = app.number("SELECT MAX(attempts) FROM temporary_passwords").await;
        [failures, tries, attempts, app.state.store.count_code_guesses().await.unwrap()]
    };
    let Reservation::Attempt(counted) = app.state.store.reserve_sign_in(&form, |_| true).await.unwrap() else {
        panic!("it is not counted");
    };
    assert_eq!(counts().await, [1, 1, 1, 1], "counted before anything is compared");
    let (released, transactions) = count_write_transactions(app.state.store.release_sign_in(&counted)).await;
    released.unwrap();
    assert_eq!((counts().await, transactions), ([0, 0, 0, 0], 1));
}

#[tokio::test]
async fn a_try_that_has_to_wait_counts_nowhere_either() {
    let app = measured_app().await;
    app.invite(MARIA).await;
    for _ in 0..5 {
        app.browser_at("192.0.2.1").sign_in(MARIA, "000000x").await;
    }
    let counts = async || {
        let tries = app.number("SELECT COUNT(*) FROM network_tries").await;
        (tries, app.number("SELECT MAX(attempts) FROM temporary_passwords").await)
    };
    let before = counts().await;
    let mut browser = app.browser_at("192.0.2.1");
    let (refused, transactions) = count_write_transactions(browser.sign_in(MARIA, "000000")).await;
    assert_eq!((refused.status, transactions), (StatusCode::TOO_MANY_REQUESTS, 0));
    assert_eq!(counts().await, before);
}

#[tokio::test]
async fn a_right_password_forgives_the_wrong_ones_before_it() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for _ in 0..6 {
        for _ in 0..4 {
            assert_eq!(app.browser().sign_in(MARIA, "000000").await.status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures").await, 0);
    app.deliver_all().await;
}

#[tokio::test]
async fn wrong_current_passwords_count_as_wrong_tries() {
    let app = TestApp::start().await;
    let mut maria = app.member(MARIA).await;
    let change = [("current_password", "another than the right one"), ("new_password", "sete pontes sobre o mar")];
    for _ in 0..5 {
        let answer = maria.post("/account", &change).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    }
    assert_eq!(maria.post("/account", &change).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_wait_survives_a_new_start_of_the_program() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for _ in 0..5 {
        app.browser().sign_in(MARIA, "000000").await;
    }

    let app = app.restarted(|_| ()).await;

    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    app.advance(1);
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_password_beyond_all_measure_is_refused_before_anything_is_hashed() {
    // With no place to hash at, a hash would wait for ever.
    let app = TestApp::start_with(|settings| settings.parallel_hashes = 0).await;
    assert!(app.state.hasher.hash("x").now_or_never().is_none(), "this test needs a hasher that cannot hash");
    let long = "a b".repeat(400);

    let answer = app.browser().sign_in(MARIA, &long).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = problems::password(Locale::PtBr, InvalidOwnPassword::TooLong { maximum: 256 });
    assert!(answer.says(&reason), "{}", answer.text);
    assert!(!answer.text.contains(&long));
    let empty = app.browser().sign_in(MARIA, "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let no_address = app.browser().sign_in("maria", "123456").await;
    assert_eq!(no_address.status, StatusCode::UNPROCESSABLE_ENTITY);
    let registered = [("display_name", "Maria"), ("email", MARIA), ("password", &long)];
    let registered = app.browser().post("/register", &registered).await;
    assert_eq!(registered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures").await, 0, "what nobody can have is no try");
}

/// More wait than can be hashed in time: that is nobody's wrong try.
#[tokio::test]
async fn a_try_that_could_not_be_compared_is_given_back() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let app = app.restarted(|settings| settings.parallel_hashes = 0).await;
    let answer = app.browser().sign_in(MARIA, &temporary).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.retry_after().is_some());
    assert_eq!(app.number("SELECT attempts FROM temporary_passwords").await, 0, "the try is lost");
    // Nor does anybody wait for it, also where the next wrong one would cause a long wait.
    assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures").await, 0);
    let subject = app.state.keys.failure_subject(MARIA);
    sqlx::query("INSERT INTO sign_in_failures (subject, failures, not_before, updated_at) VALUES ($1, 9, 0, $2)")
        .bind(subject)
        .bind(app.state.clock.now().as_millis())
        .execute(&mut app.connect().await)
        .await
        .unwrap();
    for _ in 0..2 {
        let answer = app.browser().sign_in(MARIA, &temporary).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "it waits for what was no try");
    }
    assert_eq!(app.number("SELECT failures FROM sign_in_failures").await, 9);
}

#[tokio::test]
async fn a_temporary_password_may_be_typed_with_spaces_an_own_one_is_taken_as_it_is() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let (head, tail) = temporary.split_at(3);
    for typed in
        [format!("  {temporary}"), format!("{temporary}\t "), format!(" {head} {tail} "), format!("{head}-{tail}")]
    {
        let answer = app.browser().sign_in(MARIA, &typed).await;
        assert_eq!(answer.location(), Some("/first-access"), "`{typed}`");
    }

    let own = "  quatro janelas e um rio ";
    let mut maria = app.browser();
    maria.sign_in(MARIA, &temporary).await;
    assert_eq!(maria.post("/first-access", &[("new_password", own)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.browser().sign_in(MARIA, own.trim()).await.status, StatusCode::UNAUTHORIZED, "it was trimmed");
    assert_eq!(app.browser().sign_in(MARIA, own.trim_start()).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(MARIA, own).await.location(), Some("/"));
    assert_eq!(app.browser().sign_in("  Maria@EXAMPLE.org ", own).await.location(), Some("/"), "addresses are trimmed");
    app.deliver_all().await;
}

#[tokio::test]
async fn a_hash_is_renewed_once_at_the_sign_in_after_its_cost_was_raised() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let hashes = "SELECT password_hash FROM users";
    let old = app.texts(hashes).await;
    assert!(old[0].as_ref().unwrap().starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{old:?}");

    let app = app.restarted(|settings| settings.argon2 = argon2_params(16, 2, 1).unwrap()).await;

    assert_eq!(app.browser().sign_in(MARIA, "000000").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.texts(hashes).await, old, "a wrong password renewed the hash");
    let mut first = app.browser();
    assert_eq!(first.sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    let renewed = app.texts(hashes).await;
    assert!(renewed[0].as_ref().unwrap().starts_with("$argon2id$v=19$m=16,t=2,p=1$"), "{renewed:?}");
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.texts(hashes).await, renewed, "it was renewed again");
    assert_eq!(first.get("/account").await.status, StatusCode::OK, "a renewed hash is no new password");
    app.deliver_all().await;
}

#[tokio::test]
async fn a_hash_cannot_be_verified_without_the_pepper() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let maria = EmailAddress::parse(MARIA).expect("an address");
    let user = app.state.store.find_user_by_email(&maria).await.expect("the database").expect("Maria");
    let hash = [user.password_hash.expect("her own")];
    let cost = app.state.settings.argon2;
    for (secret, opens) in [(vec![7; 32], true), (vec![9; 32], false)] {
        let pepper = Keys::derive(&secret).pepper();
        let hasher = PasswordHasher::new(pepper, cost, 1);
        assert_eq!(hasher.verify(OWN_PASSWORD, &hash, None).await, Ok(opens));
    }
}

/// A key made anew by mistake would lock everybody out, one by one and without a word.
#[tokio::test]
async fn a_database_does_not_open_with_another_secret_key() {
    let app = TestApp::start().await;
    let mut settings = (*app.state.settings).clone();
    settings.secret_key = zeroize::Zeroizing::new(vec![9; 32]);
    let refused = AppState::open(settings, app.state.clock.clone()).await.err().expect("a refusal");
    assert!(refused.to_string().contains("not the key the database was written with"), "{refused}");
}

#[tokio::test]
async fn after_signing_in_one_goes_on_to_an_own_address_and_to_no_other() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let sign_in = async |next| {
        let fields = [("email", MARIA), ("password", OWN_PASSWORD), ("next", next)];
        app.browser().post("/login", &fields).await.location().map(str::to_owned)
    };

    for next in ["/account", "/admin/users?page=2", "/account#sessions"] {
        assert_eq!(sign_in(next).await.as_deref(), Some(next));
    }
    for next in [
        "",
        "account",
        "//evil.example",
        "///evil.example",
        "https://evil.example/",
        "http:evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/conta\r\nSet-Cookie: x=y",
        "/é",
    ] {
        assert_eq!(sign_in(next).await.as_deref(), Some("/"), "{next:?}");
    }
    app.deliver_all().await;
}

fn pieces_of_an_address() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "/",
        "//",
        "\\",
        "\t",
        "\n",
        "\r",
        " ",
        ".",
        "..",
        ":",
        "@",
        "?",
        "#",
        "%2f",
        "%5c",
        "%09",
        "evil.example",
        "http:",
        "https://",
        "javascript:",
        "data:",
        "login",
        "\u{2215}",
        "\u{ff0f}",
        "\0",
        ";",
        "&",
        "=",
    ]);
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// As a browser reads it (WHATWG URL), not as we do.
#[test]
fn whatever_next_holds_a_browser_stays_on_this_site() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = runtime.block_on(TestApp::start());
    let here = url::Url::parse("http://localhost:3000/language").unwrap();
    proptest!(ProptestConfig::with_cases(1000), |(next in pieces_of_an_address())| {
        let fields = [("locale", "en"), ("next", next.as_str())];
        let answer = runtime.block_on(app.browser().post_as_program("/language", &fields));
        let location = answer.location().expect("a place to go on");
        let there = here.join(location).expect("an address");
        prop_assert_eq!(there.origin(), here.origin(), "{:?} leads to {}", next, there);
    });
}

#[tokio::test]
async fn a_temporary_password_leads_to_the_choice_whatever_was_asked_for() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let fields = [("email", MARIA), ("password", temporary.as_str()), ("next", "/account")];
    assert_eq!(app.browser().post("/login", &fields).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn an_account_without_any_password_cannot_be_entered() {
    let app = TestApp::start().await;
    app.queue(MARIA).await;

    for password in ["", "\0", " ", "000000", "null", "$argon2id$v=19$m=8,t=1,p=1$"] {
        let answer = app.browser().sign_in(MARIA, password).await;
        assert!(answer.status.is_client_error(), "{password:?}: {}", answer.status);
        app.execute("DELETE FROM sign_in_failures").await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
}

/// What leads to the field is the error alone; how to get another password is a link of its own. All that is wrong is
/// said at once.
#[tokio::test]
async fn a_refused_sign_in_says_all_that_is_wrong_and_where_to_go() {
    let app = TestApp::start().await;
    let refused = app.browser().sign_in(MARIA, "000000").await;
    let text = refused.text.replace("<!>", "");
    assert!(text.contains("<a href=\"#email\">E-mail ou senha incorretos.</a>"), "{text}");
    assert!(text.contains("Se sua senha temporária expirou, <a href=\"/forgot-password\">peça outra</a>."), "{text}");
    assert!(refused.says("Enviar e-mail para criar nova senha"), "{text}");
    let empty = app.browser().sign_in("", "").await;
    assert!(empty.text.contains("href=\"#email\"") && empty.text.contains("href=\"#password\""), "{}", empty.text);
    for (locale, asks) in [(Locale::PtBr, "peça outra"), (Locale::En, "ask for a new")] {
        for error in [chaveiro::error::AppError::WrongCredentials, chaveiro::error::AppError::LinkNeeded] {
            let message = chaveiro::locale::message(locale, &error);
            assert!(message.split_once(". ").is_some_and(|(_, advice)| advice.contains(asks)), "{message}");
        }
    }
}
