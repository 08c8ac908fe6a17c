//! Attacks at the size a real one has (`make faults`), or smaller ones of the same shape (`make test`).

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, OWN_PASSWORD, TestApp, once_in, token_in};
use crate::first_access_link::{choose, last_link, open};
use crate::program::{self, Served};
use axum::http::{StatusCode, header};
use chaveiro::domain::UserStatus;
use chaveiro::server::keys::Token;
use chaveiro::server::rate_limit::{
    FAILURES_KEPT, FAILURES_WITHOUT_WAIT, MAX_FAILURES_IN_A_ROW, MAX_LOCKOUT, NETWORK_ACCOUNTS_IN, NETWORK_FAILURES,
};
use chaveiro::server::store::audit::Origin;
use chaveiro::server::store::devices::DeviceCookies;
use futures::{StreamExt as _, stream};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use sqlx::{AnyConnection, Row as _};
use std::net::SocketAddr;
use std::time::Duration;

const MARIA: &str = "maria@example.org";
const RUI: &str = "rui@example.org";
/// Six digits: what has another form is not a guess. Generated once in a million times, and nobody's own.
const WRONG: &str = "000000";

/// How large an attack is: `full` with `CHAVEIRO_ATTACKS=full`, which takes minutes.
#[expect(clippy::disallowed_methods, reason = "tests have no config")]
fn size(small: i64, full: i64) -> i64 {
    if std::env::var("CHAVEIRO_ATTACKS").is_ok_and(|size| size == "full") { full } else { small }
}

/// One of sixteen million networks, so that no limit of networks hides another one.
fn network(number: i64) -> String {
    format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255)
}

/// Signs in once with each browser, many at a time; what came back, in any order.
async fn sign_in_at_once(tries: impl IntoIterator<Item = (Browser, String, String)>) -> Vec<Answer> {
    let tries = tries
        .into_iter()
        .map(|(mut browser, email, password)| tokio::spawn(async move { browser.sign_in(&email, &password).await }));
    // Not more than wait for a hash (`MAX_QUEUE_LENGTH`).
    stream::iter(tries).buffer_unordered(100).map(|answer| answer.expect("an answer")).collect().await
}

/// Keycloak, ZITADEL and Devise looked at all parallel guesses before the first
/// was counted (security-bar C02; CVE-2024-4629, CVE-2023-47111, CVE-2019-5421).
///
/// The waits at an address would hide a code's own limit. So every other run
/// comes with the cookie of a browser that the person has used, which need not
/// wait: there the code's limit holds alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_of_a_hundred_concurrent_guesses_at_one_code_are_compared() {
    // Were more looked at, the limit of the day should not hide it.
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 1_000_000).await;
    let mut chance = StdRng::seed_from_u64(2);
    let mut hits = 0;
    for run in 0..size(10, 200) {
        let email = format!("maria{run}@example.org");
        let code = app.invite(&email).await;
        let wrong = (0..).map(|guess| format!("{guess:06}")).filter(|guess| *guess != code).take(99);
        let mut passwords: Vec<_> = wrong.collect();
        passwords.push(code);
        passwords.shuffle(&mut chance);
        let id = app.id_of(&email).await;
        // So many that none has thirty wrong tries, the limit of a browser as of a network.
        let devices = [(); 4].map(|()| Token::generate());
        for device in &devices {
            let cookies = DeviceCookies { brought: None, new: device.hash() };
            app.state.store.insert_device(&id, &cookies, true, &Origin::default()).await.unwrap();
        }
        let is_known = run % 2 == 1;

        let answers = sign_in_at_once(passwords.into_iter().zip(100 * run..).map(|(password, number)| {
            let mut browser = app.browser_at(&network(number));
            if is_known {
                let device = &devices[number as usize % devices.len()];
                browser.cookies.insert("device".to_owned(), device.reveal().to_owned());
            }
            (browser, email.clone(), password)
        }))
        .await;

        let count = |status| answers.iter().filter(|answer| answer.status == status).count();
        let right = count(StatusCode::SEE_OTHER);
        let (wrong, unread) = (count(StatusCode::UNAUTHORIZED), count(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(right + wrong + unread, 100, "run {run}: something else was answered");
        assert!(right <= 1, "run {run}: {right} were right");
        if is_known {
            assert_eq!(unread, 0, "run {run}: the waits hold up who need not wait");
        }
        let attempts = app.number("SELECT attempts FROM temporary_passwords ORDER BY drawn_at DESC LIMIT 1").await;
        // A right one is in the place of a wrong one for a moment.
        let at_least = 5 - i64::try_from(right).unwrap();
        assert!((at_least..=5).contains(&attempts), "run {run}: {attempts} wrong guesses were compared");
        // Written for each one that was compared, whatever the code's own counter says.
        assert_eq!(app.state.store.count_code_guesses().await.unwrap(), attempts, "run {run}: some were not counted");
        hits += right;
        // Ends the code, so that the next is as short: beside twenty live ones it would not be.
        app.advance(25 * 3600);
    }
    // Five in a hundred are looked at, the right one among them in one run of
    // twenty. More than 6 hits in 10 runs happen once in 12 million times, as
    // P(X ≥ 7) = 8.2e-8 for X of the binomial distribution B(10, 0.05). The bar
    // for 200 runs is 22: 4 standard deviations, P(X ≥ 23) = 1.9e-4.
    let most = usize::try_from(size(6, 22)).unwrap();
    assert!(hits <= most, "{hits} runs hit the code, more than {most}");
    app.deliver_all().await;
}

/// How many wrong tries in a row are counted at the address that has most of them.
async fn most_failures_in_a_row(database: &mut AnyConnection) -> i64 {
    let sql = "SELECT CAST(COALESCE(MAX(failures + earlier), 0) AS BIGINT) FROM sign_in_failures";
    sqlx::query(sql).fetch_one(database).await.unwrap().get(0)
}

/// One try at the served program, from a network of its own; nothing when it was killed meanwhile.
async fn sign_in_at(address: SocketAddr, number: i64, email: &str, password: &str) -> Option<Answer> {
    program::post(address, &network(number), "/login", &[("email", email), ("password", password)]).await
}

/// Kills the program while twenty tries of others, and then one at Maria's
/// address, are in the queue for the hash; how many it left without an answer.
async fn kill_in_the_middle_of(served: Served, database: &mut AnyConnection, number: i64) -> usize {
    let address = served.address;
    let tries: Vec<_> = (0..=20)
        .map(|other| {
            let email = if other == 20 { MARIA.to_owned() } else { format!("n{number}o{other}@example.org") };
            tokio::spawn(async move { sign_in_at(address, 1000 * number + other, &email, WRONG).await })
        })
        .collect();
    let counted = async {
        while most_failures_in_a_row(database).await < number {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), counted).await.expect("the try is counted");
    served.kill().await;
    let mut unanswered = 0;
    for answer in tries {
        unanswered += usize::from(answer.await.unwrap().is_none());
    }
    unanswered
}

/// Killing the program, or waiting for an update, gives no further
/// hundred (security-bar C03; NIST SP 800-63B-4, 3.2.2).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_wrong_passwords_end_it_however_often_the_program_is_killed_in_between() {
    let app = program::start(|_| ()).await;
    app.member(MARIA).await;
    let mut database = app.connect().await;
    let settings = [("CHAVEIRO_TRUSTED_PROXIES", "127.0.0.1".to_owned())];
    let mut served = Served::start(&app, &settings).await;
    // As if it were over: the program has the machine's clock.
    let skip_wait = async || app.execute("UPDATE sign_in_failures SET not_before = 0").await;
    let mut wrong = None;
    let mut unanswered = 0;
    for number in 1..=MAX_FAILURES_IN_A_ROW {
        skip_wait().await;
        if [25, 50, 75].contains(&number) {
            unanswered += kill_in_the_middle_of(served, &mut database, number).await;
            served = Served::start(&app, &settings).await;
        } else {
            let answer = sign_in_at(served.address, number, MARIA, WRONG).await.expect("an answer");
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{number}: {}", answer.text);
            wrong = Some(answer);
        }
        assert_eq!(most_failures_in_a_row(&mut database).await, number, "a try is lost, or counted twice");
    }
    assert!(unanswered > 0, "the program was never killed in the middle of work");

    let comparable = |answer: &Answer| {
        let mut headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        (answer.status, headers, answer.text.replace(once_in(&answer.text).unwrap_or("ONCE"), "ONCE"))
    };
    skip_wait().await;
    let right = sign_in_at(served.address, 101, MARIA, OWN_PASSWORD).await.expect("an answer");
    assert_eq!(
        comparable(&right),
        comparable(&wrong.expect("a wrong one")),
        "the right one can be told from a wrong one"
    );

    let unlocked = program::run(&app, &["user", "unlock", "--email", MARIA], &[]).await;
    assert!(unlocked.succeeded, "{}", unlocked.error);
    let answer = sign_in_at(served.address, 102, MARIA, OWN_PASSWORD).await.expect("an answer");
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/")), "{}", answer.text);
    app.leave_mail();
}

/// Makes so many people, `pessoa1@example.org` and so on, who were invited as Maria was.
///
/// Their rows are copies of hers, the hash as well, since generating and mailing ten
/// thousand takes minutes and the program would generate strong ones after the first
/// twenty. For guesses that are all wrong it is all the same.
async fn invite_like_maria(app: &TestApp, people: i64) {
    let mut database = app.connect().await;
    for sql in [
        "INSERT INTO users (id, email, display_name, role, locale, created_at, standing, invited_until, mail_state, sort_name)
         WITH RECURSIVE numbers (n) AS (
             SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST($1 AS BIGINT))
         SELECT '01a1b2c3-0000-7000-8000-' || CAST(100000000000 + n AS TEXT), 'pessoa' || CAST(n AS TEXT) || '@example.org',
                display_name, role, locale, created_at, standing, invited_until, mail_state, sort_name
         FROM numbers, users WHERE email = 'maria@example.org'",
        "INSERT INTO temporary_passwords (id, user_id, outbox_id, preset, hash, drawn_at, expires_at, delivered_at,
                                          attempts_allowed, is_short, link_hash)
         WITH RECURSIVE numbers (n) AS (
             SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST($1 AS BIGINT))
         SELECT '01a1b2c3-0001-7000-8000-' || CAST(100000000000 + n AS TEXT),
                '01a1b2c3-0000-7000-8000-' || CAST(100000000000 + n AS TEXT), t.outbox_id, t.preset, t.hash, t.drawn_at,
                t.expires_at, t.delivered_at, t.attempts_allowed, t.is_short,
                SUBSTR(t.link_hash, 1, 52) || CAST(100000000000 + n AS TEXT)
         FROM numbers, temporary_passwords t JOIN users u ON u.id = t.user_id WHERE u.email = 'maria@example.org'",
    ] {
        let written = sqlx::query(sql).bind(people).execute(&mut database).await.unwrap().rows_affected();
        assert_eq!(i64::try_from(written), Ok(people));
    }
}

/// Limits for each person and for each network do not stop who has many
/// networks and guesses once at everybody (security-bar C08).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_of_very_many_distributed_guesses_are_compared() {
    let (people, allowed) = (size(200, 10_000), size(40, 100));
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = allowed).await;
    app.admin().await;
    app.member(RUI).await;
    let temporary = app.invite(MARIA).await;
    let link = last_link(&app);
    invite_like_maria(&app, people).await;
    assert_eq!(app.account(&format!("pessoa{people}@example.org")).await.status, UserStatus::Invited);
    let mails = app.mails().len();

    let tries = (1..=people)
        .map(|number| (app.browser_at(&network(number)), format!("pessoa{number}@example.org"), WRONG.to_owned()));
    let answers = sign_in_at_once(tries).await;

    assert!(answers.iter().all(|answer| answer.status == StatusCode::UNAUTHORIZED), "another limit hides this one");
    let compared = app.number("SELECT CAST(SUM(attempts) AS BIGINT) FROM temporary_passwords").await;
    assert_eq!(compared, allowed);
    assert_eq!(app.state.store.count_code_guesses().await.unwrap(), allowed);

    app.deliver_all().await;
    let notices: Vec<_> = app.mails().split_off(mails).into_iter().map(|mail| (mail.to, mail.subject)).collect();
    let [(to, subject)] = notices.as_slice() else { panic!("{notices:?}") };
    assert!(to.contains(ADMIN_EMAIL) && subject.contains("Muitas senhas erradas"), "{notices:?}");

    // Her code, at which nobody has guessed: closed at the sign-in page, open behind the link.
    let closed = app.browser().sign_in(MARIA, &temporary).await;
    assert_eq!(closed.status, StatusCode::UNAUTHORIZED);
    let (mut maria, _) = open(&app, &link).await;
    let chosen = choose(&mut maria, &temporary, OWN_PASSWORD).await;
    assert_eq!(chosen.location(), Some("/account?notice=password-chosen"), "{}", chosen.text);
    // Who has an own password notices nothing.
    for (email, password) in [(RUI, OWN_PASSWORD), (MARIA, OWN_PASSWORD), (ADMIN_EMAIL, ADMIN_PASSWORD)] {
        assert_eq!(app.browser_at(&network(0)).sign_in(email, password).await.location(), Some("/"), "{email}");
    }
    app.deliver_all().await;
}

/// A limit must not become a weapon against who it protects (security-bar C09;
/// CVE-2024-1722, CVE-2021-3754).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_minutes_of_failures_at_an_address_do_not_lock_out_an_owner_with_another_way_in() {
    let app = TestApp::start().await;
    let mut known = app.member(MARIA).await;
    known.post("/logout", &[]).await;
    let mut session = app.browser();
    assert_eq!(session.sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    app.deliver_all().await;

    let tries = size(300, 10_000);
    for number in 0..tries {
        let answer = app.browser_at(&network(number)).sign_in(MARIA, WRONG).await;
        let is_refused = matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS);
        assert!(is_refused, "{number}: {}", answer.status);
        app.state.clock.advance(Duration::from_secs(10 * 60) / u32::try_from(tries).unwrap());
    }
    let looked_at = app.number("SELECT failures + earlier FROM sign_in_failures").await;
    assert!((FAILURES_WITHOUT_WAIT..20).contains(&looked_at), "{looked_at} of {tries} were looked at");

    let stranger = app.browser_at(&network(tries)).sign_in(MARIA, OWN_PASSWORD).await;
    assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS);
    let wait = stranger.retry_after().expect("how long to wait");
    assert!((1..=MAX_LOCKOUT.as_secs()).contains(&wait), "{wait} s");

    assert_eq!(session.get("/account").await.status, StatusCode::OK, "a session ended");
    app.browser().post("/forgot-password", &[("email", MARIA)]).await;
    app.deliver_all().await;
    let token = token_in(&app.mails().pop().expect("a mail").text);
    assert_eq!(known.clone().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"), "a known browser waits");

    // One way after the other: signing in has forgiven the wrong tries.
    for _ in 0..FAILURES_WITHOUT_WAIT {
        app.browser().sign_in(MARIA, WRONG).await;
    }
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let new = "sete pontes sobre o mar";
    let reset = app.browser().post("/reset-password", &[("t", &token), ("new_password", new)]).await;
    assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.text);
    assert_eq!(app.browser().sign_in(MARIA, new).await.location(), Some("/"), "a new password waits");
    app.deliver_all().await;
}

/// What very many tries at the sign-in page leave behind: at `rows` addresses
/// nobody has, but for each thousandth, from as many networks. The odd ones are
/// from `old`, the others from `recent`, which are times in milliseconds.
async fn insert_tries(app: &TestApp, rows: i64, old: i64, recent: i64) {
    let mut database = app.connect().await;
    for sql in [
        // 48271 goes through all numbers below 2³¹ - 1 in an order of its own, as a hash does.
        "INSERT INTO sign_in_failures (subject, failures, not_before, updated_at, is_known)
         WITH RECURSIVE numbers (n) AS (
             SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST($1 AS BIGINT))
         SELECT CAST(1000000000 + (n * 48271) % 2147483647 AS TEXT) || '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a',
                CASE WHEN n % 1000 = 1 THEN 99 ELSE 3 END, 0,
                CASE WHEN n % 2 = 1 THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END,
                CASE WHEN n % 1000 = 1 THEN 1 ELSE 0 END
         FROM numbers",
        "INSERT INTO network_tries (id, network, subject, tried_at, is_wrong)
         WITH RECURSIVE numbers (n) AS (
             SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST($1 AS BIGINT))
         SELECT '01a1b2c3-0000-7000-8000-' || CAST(100000000000 + n AS TEXT),
                CAST(1000000000 + (n * 16807) % 2147483647 AS TEXT) || 'a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5',
                CAST(1000000000 + (n * 48271) % 2147483647 AS TEXT) || '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a',
                CASE WHEN n % 2 = 1 THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END, 1
         FROM numbers",
        "INSERT INTO limit_guards (name, held_at)
         WITH RECURSIVE numbers (n) AS (
             SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST($1 AS BIGINT))
         SELECT CAST(1000000000 + (n * 16807) % 2147483647 AS TEXT) || 'a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5',
                CASE WHEN n % 2 = 1 THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END
         FROM numbers",
    ] {
        let written = sqlx::query(sql).bind(rows).bind(old).bind(recent).execute(&mut database).await;
        assert_eq!(i64::try_from(written.unwrap().rows_affected()), Ok(rows));
    }
}

/// Who tries a million addresses from a million networks makes the limits
/// neither forget who they hold, nor keep others waiting while they forget the
/// rest (security-bar C11). Nothing of them is kept in memory.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_very_many_tries_leave_behind_is_forgotten_while_people_sign_in() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    app.member(RUI).await;
    let (before, rows) = (app.state.clock.now(), size(20_000, 1_000_000));
    let old = before.minus(Duration::from_secs(60));
    app.advance(FAILURES_KEPT.as_secs());
    let now = app.state.clock.now();
    let recent = now.minus(NETWORK_ACCOUNTS_IN).plus(Duration::from_secs(60));
    insert_tries(&app, rows, old.as_millis(), recent.as_millis()).await;
    // Rui's password has ended, a day ago; a network has failed until now.
    sqlx::query(
        "INSERT INTO sign_in_failures (subject, failures, not_before, updated_at, is_known) VALUES ($1, $2, 0, $3, 1)",
    )
    .bind(app.state.keys.failure_subject(RUI))
    .bind(MAX_FAILURES_IN_A_ROW)
    .bind(old.as_millis())
    .execute(&mut app.connect().await)
    .await
    .unwrap();
    let held = network(0);
    let fail = async |number| app.browser_at(&held).sign_in(&format!("quem{number}@example.org"), WRONG).await;
    for number in 0..NETWORK_FAILURES {
        assert_eq!(fail(number % 8).await.status, StatusCode::UNAUTHORIZED, "{number}");
    }

    let store = app.state.store.clone();
    let tidying = tokio::spawn(async move {
        store.delete_old_sign_in_failures(now.minus(FAILURES_KEPT)).await?;
        store.delete_old_network_attempts().await
    });
    for round in 1.. {
        let is_last = tidying.is_finished();
        let tries = (0..4).map(|number| {
            let browser = app.browser_at(&network(4 * round + number));
            (browser, MARIA.to_owned(), OWN_PASSWORD.to_owned())
        });
        for answer in sign_in_at_once(tries).await {
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/")), "round {round}");
        }
        let unknown = app.browser_at(&network(4 * round)).sign_in("ninguem@example.org", WRONG).await;
        assert!(unknown.status.is_client_error(), "round {round}: {}", unknown.status);
        let refused = fail(0).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "round {round}: the limits forgot who they hold");
        assert!(refused.retry_after().is_some() && refused.headers.contains_key(header::CONTENT_SECURITY_POLICY));
        if is_last {
            break;
        }
    }
    tidying.await.unwrap().unwrap();

    let mut database = app.connect().await;
    for (sql, time, expected) in [
        ("SELECT COUNT(*) FROM sign_in_failures WHERE updated_at = $1 AND is_known = 0", old, 0),
        (
            "SELECT COUNT(*) FROM sign_in_failures WHERE updated_at = $1 AND earlier = 99 AND failures = 0",
            old,
            rows / 1000,
        ),
        ("SELECT COUNT(*) FROM sign_in_failures WHERE updated_at = $1 AND failures = 3", recent, rows / 2),
        ("SELECT COUNT(*) FROM network_tries WHERE tried_at = $1", old, 0),
        ("SELECT COUNT(*) FROM network_tries WHERE tried_at = $1", recent, rows / 2),
        ("SELECT COUNT(*) FROM limit_guards WHERE held_at = $1", old, 0),
        ("SELECT COUNT(*) FROM limit_guards WHERE held_at = $1", recent, rows / 2),
    ] {
        let row = sqlx::query(sql).bind(time.as_millis()).fetch_one(&mut database).await.unwrap();
        assert_eq!(row.get::<i64, _>(0), expected, "{sql}");
    }
    let rui = app.browser_at(&network(1)).sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(rui.status, StatusCode::UNAUTHORIZED, "the hundred in a row were forgotten");
    app.deliver_all().await;
}
