//! What one network may try, and what a hundred wrong tries end.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, OWN_PASSWORD, TestApp, race};
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use chaveiro::domain::{AdminAction, UserStatus};
use chaveiro::server::config::TrustedProxies;
use chaveiro::server::rate_limit::{
    FAILURES_KEPT, MAX_FAILURES_IN_A_ROW, NETWORK_ACCOUNTS, NETWORK_FAILURES, NETWORKS_OF_SITE,
};

const MARIA: &str = "maria@example.org";
const HERE: &str = "192.0.2.1";
const ELSEWHERE: &str = "192.0.2.2";

/// One wrong try at one of five addresses, which therefore need no wait before the thirtieth.
async fn fail(browser: &mut Browser, number: i64) -> Answer {
    browser.sign_in(&format!("nobody{}@example.org", number % 8), "another than the right one").await
}

#[tokio::test]
async fn after_thirty_wrong_tries_in_ten_minutes_a_network_waits_and_no_other_does() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for number in 0..NETWORK_FAILURES {
        assert_eq!(fail(&mut app.browser_at(HERE), number).await.status, StatusCode::UNAUTHORIZED, "{number}");
        app.advance(1);
    }

    let refused = app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.text);
    assert_eq!(refused.retry_after(), Some(10 * 60 - 30));
    let program = [("email", MARIA), ("password", OWN_PASSWORD)];
    let program = app.browser_at(HERE).post_as_program("/login", &program).await;
    assert_eq!((program.status, program.code().as_deref()), (StatusCode::TOO_MANY_REQUESTS, Some("too_many_attempts")));
    assert_eq!(app.browser_at(ELSEWHERE).sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));

    app.advance(10 * 60 - 31);
    let early = app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await;
    assert_eq!((early.status, early.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(1)));
    app.advance(1);
    assert_eq!(app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    // One try has grown old, so one more may fail, not thirty.
    assert_eq!(fail(&mut app.browser_at(HERE), 0).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(fail(&mut app.browser_at(HERE), 1).await.status, StatusCode::TOO_MANY_REQUESTS);
    app.deliver_all().await;
}

/// A count that a success clears is no limit: the attacker signs in to an own account in between.
#[tokio::test]
async fn a_right_password_clears_nothing_of_its_network() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for number in 0..NETWORK_FAILURES {
        assert_eq!(fail(&mut app.browser_at(HERE), number).await.status, StatusCode::UNAUTHORIZED, "{number}");
        if number < NETWORK_FAILURES - 1 {
            assert_eq!(app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"), "{number}");
        }
    }
    assert_eq!(app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    app.deliver_all().await;
}

#[tokio::test]
async fn after_wrong_tries_at_twenty_addresses_in_an_hour_a_network_waits() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for number in 0..NETWORK_ACCOUNTS {
        let email = format!("person{number}@example.org");
        let answer = app.browser_at(HERE).sign_in(&email, "password one tries on all").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{email}");
        app.advance(60);
    }
    let refused = app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await;
    assert_eq!((refused.status, refused.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(40 * 60)));
    app.advance(40 * 60);
    assert_eq!(app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    app.deliver_all().await;
}

/// At a school all come from one address, and one pupil's wrong tries must not keep its admins out.
#[tokio::test]
async fn who_fails_keeps_nobody_of_the_same_network_out_who_is_signed_in_or_has_a_known_browser() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let mut known = app.browser_at(HERE);
    assert_eq!(known.sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    let mut admin = app.admin().await;
    admin.address = HERE.parse().ok();
    for number in 0..NETWORK_FAILURES {
        assert_eq!(fail(&mut app.browser_at(HERE), number).await.status, StatusCode::UNAUTHORIZED, "{number}");
    }
    assert_eq!(app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);

    let confirmed = [("current_password", ADMIN_PASSWORD), ("next", "/admin/users")];
    assert_eq!(admin.post("/admin/confirm-password", &confirmed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(known.clone().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));

    // The known browser has a limit of its own, which is nobody else's.
    app.advance(11 * 60);
    for number in 0..NETWORK_FAILURES {
        let wrong = known.clone().sign_in(MARIA, "another than the right one").await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED, "{number}");
    }
    assert_eq!(known.sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let other = "ana@example.org";
    app.member(other).await;
    assert_eq!(app.browser_at(HERE).sign_in(other, OWN_PASSWORD).await.location(), Some("/"));
    app.deliver_all().await;
}

/// An office with more people than a network may get wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_people_of_one_office_sign_in_at_the_same_moment() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let hash = app.texts("SELECT password_hash FROM users").await.remove(0).expect("a hash");
    for number in 0..50 {
        app.queue(&format!("person{number}@example.org")).await;
    }
    let mut connection = app.connect().await;
    sqlx::query("UPDATE users SET password_hash = $1").bind(hash).execute(&mut connection).await.unwrap();
    let answers = race(50, |number| {
        let mut browser = app.browser_at(HERE);
        async move { browser.sign_in(&format!("person{number}@example.org"), OWN_PASSWORD).await }
    });
    for answer in answers.await {
        assert_eq!(answer.location(), Some("/"), "{}: {}", answer.status, answer.text);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM network_tries").await, 0, "a right try is given back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_of_a_hundred_concurrent_wrong_attempts_from_one_network_are_compared() {
    let app = TestApp::start().await;
    for round in 0..5 {
        let network = format!("198.51.100.{round}");
        let answers = race(100, |number| {
            let mut browser = app.browser_at(&network);
            let email = format!("r{round}n{}@example.org", number % 19);
            async move { browser.sign_in(&email, "another than the right one").await }
        });
        let mut looked_at = 0;
        for answer in answers.await {
            match answer.status {
                StatusCode::UNAUTHORIZED => looked_at += 1,
                StatusCode::TOO_MANY_REQUESTS => assert!(answer.retry_after().is_some()),
                other => panic!("{other}: {}", answer.text),
            }
        }
        assert_eq!(looked_at, NETWORK_FAILURES, "round {round}");
    }
}

#[tokio::test]
async fn every_endpoint_that_checks_a_password_counts_and_limits() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut member = app.member(MARIA).await;
    let eva = [("display_name", "Eva"), ("email", "eva@example.org"), ("password", OWN_PASSWORD)];
    app.browser().post("/register", &eva).await;
    app.deliver_all().await;
    let link = app.mails().into_iter().rev().find(|mail| mail.to.contains("eva@example.org")).expect("a mail").text;
    let token = link.split("?t=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned();
    let address = HERE.parse().ok();
    (admin.address, member.address) = (address, address);

    let change = [("current_password", "another than the right one"), ("new_password", "sete pontes sobre o mar")];
    let step_up = [("current_password", "another than the right one")];
    let confirm = [("t", token.as_str()), ("password", "another than the right one")];
    for _ in 0..4 {
        assert_eq!(member.post("/account", &change).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answer = admin.post("/admin/confirm-password", &step_up).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        let answer = app.browser_at(HERE).post("/register/confirm", &confirm).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    // Those of people who are signed in are counted apart.
    for number in 4..NETWORK_FAILURES {
        assert_eq!(fail(&mut app.browser_at(HERE), number).await.status, StatusCode::UNAUTHORIZED, "{number}");
    }

    let right = [("t", token.as_str()), ("password", OWN_PASSWORD)];
    let answer = app.browser_at(HERE).post("/register/confirm", &right).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(app.browser_at(HERE).sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    // The fifth wrong one in their session makes them wait; nobody else's does.
    let right = [("current_password", ADMIN_PASSWORD)];
    assert_eq!(admin.post("/admin/confirm-password", &right).await.status, StatusCode::SEE_OTHER);
    assert_eq!(member.post("/account", &change).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("current_password", OWN_PASSWORD), ("new_password", "sete pontes sobre o mar")];
    assert_eq!(member.post("/account", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(member.get("/account").await.status, StatusCode::OK);
}

/// However many endpoints ask for it, a password has one count.
#[tokio::test]
async fn wrong_tries_are_counted_over_all_endpoints_of_an_account() {
    let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    let id = app.id_of(MARIA).await;
    app.advance(11 * 60);
    let wrong = ("current_password", "another than the right one");
    let user = ("users", id.as_str());
    let edit = [
        ("user", id.as_str()),
        ("display_name", "Maria"),
        ("email", MARIA),
        ("role", "admin"),
        ("locale", "en"),
        wrong,
    ];
    let endpoints: [(&str, &[(&str, &str)]); 6] = [
        ("/account", &[wrong, ("new_password", "sete pontes sobre o mar")]),
        ("/account/email", &[wrong, ("email", "outro@example.org")]),
        ("/account/delete", &[wrong]),
        ("/admin/confirm-password", &[wrong]),
        ("/admin/users/act", &[wrong, ("act", "delete"), user]),
        ("/admin/users/edit", &edit),
    ];
    for (number, (path, form)) in endpoints.iter().enumerate().take(5) {
        let answer = admin.post(path, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", answer.text);
        let counted = app.number("SELECT failures FROM sign_in_failures").await;
        assert_eq!(counted, i64::try_from(number).unwrap() + 1, "{path}");
    }
    for (path, form) in endpoints {
        assert_eq!(admin.post(path, form).await.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
    assert_eq!(app.browser().sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(app.number("SELECT failures FROM sign_in_failures").await, 5);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Active);
}

#[tokio::test]
async fn a_network_is_an_ipv4_address_or_an_ipv6_64_and_is_not_written_down() {
    let app = TestApp::start().await;
    for number in 0..NETWORK_FAILURES {
        let address = format!("2001:db8:7:7:{number:x}::1");
        assert_eq!(fail(&mut app.browser_at(&address), number).await.status, StatusCode::UNAUTHORIZED);
    }
    for (address, status) in [
        ("2001:db8:7:7:ffff:ffff:ffff:ffff", StatusCode::TOO_MANY_REQUESTS),
        ("2001:db8:7:8::1", StatusCode::UNAUTHORIZED),
        ("::1", StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(app.browser_at(address).sign_in("no@example.org", "wrong").await.status, status, "{address}");
    }
    for number in 0..NETWORK_FAILURES {
        fail(&mut app.browser_at("127.0.0.1"), 8 + number).await;
    }
    for number in 0..NETWORK_FAILURES {
        let email = format!("other{}@example.org", number % 8);
        app.browser_at("::ffff:127.0.0.1").sign_in(&email, "wrong").await;
    }
    let here =
        app.number("SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM network_tries GROUP BY network) AS counts").await;
    assert_eq!(here, NETWORK_FAILURES, "loopback is a network, however it is written");
    for network in app.texts("SELECT network FROM network_tries").await {
        let network = network.expect("a network");
        assert!(network.len() >= 64 && !network.contains("2001"), "{network}");
    }
}

/// One customer often has all 65,536 networks of a /48.
#[tokio::test]
async fn the_networks_of_one_ipv6_48_have_a_limit_together() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let tries = NETWORK_FAILURES * NETWORKS_OF_SITE;
    for number in 0..tries {
        let mut browser = app.browser_at(&format!("2001:db8:7:{number:x}::1"));
        let answer = browser.sign_in(&format!("nobody{}@example.org", number % 60), "wrong").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{number}");
    }
    let refused = app.browser_at("2001:db8:7:ffff::1").sign_in(MARIA, OWN_PASSWORD).await;
    assert_eq!((refused.status, refused.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(10 * 60)));
    assert_eq!(app.browser_at("2001:db8:8::1").sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    app.advance(10 * 60);
    assert_eq!(app.browser_at("2001:db8:7:ffff::1").sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_network_waits_on_after_a_new_start_and_is_forgotten_in_an_hour() {
    let app = TestApp::start().await;
    for number in 0..NETWORK_FAILURES {
        fail(&mut app.browser_at(HERE), number).await;
    }
    let app = app.restarted(|_| ()).await;
    assert_eq!(fail(&mut app.browser_at(HERE), 0).await.status, StatusCode::TOO_MANY_REQUESTS);

    app.advance(3600);
    app.state.store.delete_old_network_attempts().await.unwrap();
    for table in ["SELECT COUNT(*) FROM network_tries", "SELECT COUNT(*) FROM limit_guards"] {
        assert_eq!(app.number(table).await, 0, "{table}");
    }
}

/// A right try that meets a busy server is no failure of anybody's.
#[tokio::test]
async fn what_could_not_be_compared_counts_against_no_network() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let app = app.restarted(|settings| settings.parallel_hashes = 0).await;
    let answer = app.browser_at(HERE).sign_in(MARIA, OWN_PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.number("SELECT COUNT(*) FROM network_tries").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures").await, 0);
}

/// A hundred wrong ones in a row, each after the wait before it.
async fn fail_a_hundred_times(app: &TestApp, email: &str) {
    for number in 1..=MAX_FAILURES_IN_A_ROW {
        let answer = app.browser().sign_in(email, "another than the right one").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{email}, {number}");
        app.advance(15 * 60);
    }
}

/// NIST SP 800-63B-4, 3.2.2.
#[tokio::test]
async fn after_a_hundred_wrong_tries_the_right_password_is_refused_for_known_and_unknown_alike() {
    let mut app = TestApp::start().await;
    let mut signed_in = app.member(MARIA).await;
    for round in 0..3 {
        for number in 1..=MAX_FAILURES_IN_A_ROW / 4 {
            let answer = app.browser().sign_in(MARIA, "another than the right one").await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{round}, {number}");
            app.advance(15 * 60);
        }
        // Neither a new start nor a quiet day begins the count anew.
        app = app.restarted(|_| ()).await;
        app.advance(2 * FAILURES_KEPT.as_secs());
        let before = app.state.clock.now().minus(FAILURES_KEPT);
        app.state.store.delete_old_sign_in_failures(before).await.unwrap();
    }
    for _ in 0..MAX_FAILURES_IN_A_ROW / 4 {
        app.browser().sign_in(MARIA, "another than the right one").await;
        app.advance(15 * 60);
    }
    fail_a_hundred_times(&app, "nobody@example.org").await;

    let known = app.browser().sign_in(MARIA, OWN_PASSWORD).await;
    let unknown = app.browser().sign_in("nobody@example.org", OWN_PASSWORD).await;
    assert_eq!(known.status, StatusCode::UNAUTHORIZED, "{}", known.text);
    assert_eq!(known.status, unknown.status);
    let as_maria = unknown.text.replace("nobody@example.org", MARIA).replace("nobody%40", "maria%40");
    assert_eq!(known.text.len(), as_maria.len());
    app.advance(15 * 60);
    let change = [("current_password", OWN_PASSWORD), ("new_password", "sete pontes sobre o mar")];
    signed_in.sign_in(MARIA, OWN_PASSWORD).await;
    app.advance(15 * 60);
    assert_ne!(signed_in.post("/account", &change).await.status, StatusCode::SEE_OTHER);

    let maria = app.id_of(MARIA).await;
    let kinds = app.audit_kinds(&maria).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "password_blocked").count(), 1);
    let nobody =
        app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'password_blocked' AND target IS NULL").await;
    assert_eq!(nobody, 0);
}

#[tokio::test]
async fn a_lockout_ends_by_reset_by_an_admin_or_by_a_new_password() {
    let app = TestApp::start().await;
    app.member(MARIA).await;

    fail_a_hundred_times(&app, MARIA).await;
    app.browser().post("/forgot-password", &[("email", MARIA)]).await;
    app.deliver_all().await;
    let mail = app.mails().pop().expect("a mail").text;
    let token = mail.split("?t=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned();
    let new = "sete pontes sobre o mar";
    let reset = app.browser().post("/reset-password", &[("t", &token), ("new_password", new)]).await;
    assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.text);
    assert_eq!(app.browser().sign_in(MARIA, new).await.location(), Some("/"));

    fail_a_hundred_times(&app, MARIA).await;
    assert_eq!(app.browser().sign_in(MARIA, new).await.status, StatusCode::UNAUTHORIZED);
    let mut admin = app.admin().await;
    let page = admin.get(&format!("/admin/users/{}", app.id_of(MARIA).await)).await;
    assert!(page.says("A senha foi bloqueada após cem tentativas erradas"), "{}", page.text);
    app.apply_action(AdminAction::Unlock, MARIA).await;
    assert_eq!(app.browser().sign_in(MARIA, new).await.location(), Some("/"));

    fail_a_hundred_times(&app, MARIA).await;
    app.apply_action(AdminAction::RequirePassword, MARIA).await;
    app.deliver_all().await;
    let temporary = app.last_password();
    let mut maria = app.browser();
    assert_eq!(maria.sign_in(MARIA, &temporary).await.location(), Some("/first-access"));
    let chosen = maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_right_password_begins_the_hundred_anew() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for round in 0..2 {
        for _ in 0..MAX_FAILURES_IN_A_ROW - 1 {
            app.browser().sign_in(MARIA, "another than the right one").await;
            app.advance(15 * 60);
        }
        assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"), "{round}");
    }
    app.deliver_all().await;
}

/// Wrong tries by a stranger must not lock the owner out (OWASP ASVS 5.0, 6.1.1).
#[tokio::test]
async fn who_comes_with_a_browser_of_their_own_does_not_wait_and_no_stranger_does_so() {
    let app = TestApp::start().await;
    let mut maria = app.member(MARIA).await;
    let rui = app.member("rui@example.org").await;
    maria.post("/logout", &[]).await;
    for _ in 0..9 {
        app.browser().sign_in(MARIA, "another than the right one").await;
        app.advance(16);
    }
    app.browser().sign_in(MARIA, "another than the right one").await;
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let mut foreign = app.browser();
    foreign.cookies.insert("device".to_owned(), rui.cookies["device"].clone());
    assert_eq!(foreign.sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);

    let mut own = maria.clone();
    assert_eq!(own.sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));

    // Its wrong tries count all the same, thirty in ten minutes, whatever others in its network do.
    for _ in 0..MAX_FAILURES_IN_A_ROW {
        app.advance(25);
        let answer = maria.clone().sign_in(MARIA, "another than the right one").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(maria.clone().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    app.apply_action(AdminAction::Unlock, MARIA).await;
    maria.address = HERE.parse().ok();
    for number in 0..NETWORK_FAILURES {
        fail(&mut app.browser_at(HERE), number).await;
    }
    assert_eq!(maria.sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
}

/// Else a stranger could keep an administrator from disabling anybody, and a person from choosing another password.
#[tokio::test]
async fn who_is_signed_in_waits_for_no_stranger_to_give_the_password() {
    let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
    let mut admin = app.admin().await;
    app.advance(11 * 60);
    for _ in 0..10 {
        app.browser().sign_in(ADMIN_EMAIL, "another than the right one").await;
        app.advance(16);
    }
    assert_eq!(app.browser().sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let strangers = app.number("SELECT failures FROM sign_in_failures").await;

    let wrong = ("current_password", "another than the right one");
    let endpoints: [(&str, &[(&str, &str)]); 4] = [
        ("/account", &[wrong, ("new_password", "sete pontes sobre o mar")]),
        ("/account/email", &[wrong, ("email", "outro@example.org")]),
        ("/account/delete", &[wrong]),
        ("/admin/confirm-password", &[wrong]),
    ];
    for (path, form) in endpoints {
        let answer = admin.post(path, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", answer.text);
    }
    // They count at the account all the same.
    assert_eq!(app.number("SELECT MAX(failures) FROM sign_in_failures").await, strangers + 4);
    let right = admin.post("/admin/confirm-password", &[("current_password", ADMIN_PASSWORD)]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
}

/// Of a million addresses that nobody has nothing stays.
#[tokio::test]
async fn tries_at_addresses_without_an_account_are_forgotten_after_a_day() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for email in [MARIA, "nobody@example.org", "no.one@example.org"] {
        app.browser().sign_in(email, "another than the right one").await;
    }
    app.advance(FAILURES_KEPT.as_secs() + 1);
    let before = app.state.clock.now().minus(FAILURES_KEPT);
    app.state.store.delete_old_sign_in_failures(before).await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures").await, 1);
    assert_eq!(app.number("SELECT earlier FROM sign_in_failures WHERE failures = 0").await, 1);
}

/// The count goes with the account: the next owner of the address begins anew.
#[tokio::test]
async fn wrong_tries_are_forgotten_with_the_address_of_their_account() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let fail = async |email: &'static str| {
        app.browser().sign_in(email, "another than the right one").await;
        assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures WHERE is_known = 1").await, 1);
    };
    let forgotten = async || app.number("SELECT COUNT(*) FROM sign_in_failures").await == 0;

    app.member("rui@example.org").await;
    fail("rui@example.org").await;
    let id = app.id_of("rui@example.org").await;
    let moved = [("display_name", "Rui"), ("email", "rui.lima@example.org"), ("role", "member"), ("locale", "en")];
    let fields = [[("user", id.as_str())].as_slice(), &moved].concat();
    assert_eq!(admin.post("/admin/users/edit", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(forgotten().await, "an administrator has set another address");

    let mut maria = app.member(MARIA).await;
    fail(MARIA).await;
    let chosen = [("current_password", OWN_PASSWORD), ("new_password", "outra senha bem comprida 42")];
    assert_eq!(maria.post("/account", &chosen).await.status, StatusCode::SEE_OTHER);
    assert!(forgotten().await, "the owner has chosen another password");

    fail(MARIA).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    app.advance(AdminAction::GRACE.as_secs() + 1);
    app.state.store.delete_accounts_deleted_before(app.state.clock.now().minus(AdminAction::GRACE)).await.unwrap();
    assert!(forgotten().await, "the account is erased");
    app.leave_mail();
}

#[test]
fn proxies_are_addresses_networks_and_two_words_however_they_are_written() {
    let cases: [(&str, &[&str], &[&str]); 9] = [
        ("10.0.0.2", &["10.0.0.2", "::ffff:10.0.0.2"], &["10.0.0.3", "::1"]),
        ("::ffff:10.0.0.2", &["10.0.0.2"], &["10.0.0.3"]),
        ("172.16.0.0/12", &["172.16.0.1", "172.31.255.255", "::ffff:172.20.0.1"], &["172.32.0.1", "172.15.0.1"]),
        ("172.18.0.7/16", &["172.18.0.1"], &["172.19.0.1"]),
        ("::ffff:10.0.0.0/104", &["10.9.8.7"], &["11.0.0.1"]),
        ("fd00::/8", &["fd12::1"], &["fc00::1", "10.0.0.1"]),
        ("[2001:db8::1]", &["2001:db8::1"], &["2001:db8::2"]),
        ("loopback", &["127.0.0.1", "127.9.9.9", "::1"], &["10.0.0.1"]),
        (
            "PRIVATE",
            &["10.1.2.3", "172.16.0.1", "192.168.1.1", "fd00::1"],
            &["127.0.0.1", "203.0.113.7", "2001:db8::1"],
        ),
    ];
    for (entry, inside, outside) in cases {
        let proxies = TrustedProxies::parse(std::iter::once(entry)).unwrap();
        for address in inside {
            assert!(proxies.contains(&address.parse().unwrap()), "{entry} {address}");
        }
        for address in outside {
            assert!(!proxies.contains(&address.parse().unwrap()), "{entry} {address}");
        }
    }
    for rubbish in
        ["10.0.0.0/33", "fd00::/129", "::ffff:10.0.0.0/129", "10.0.0", "proxy", "*", "10.0.0.0/-1", "fe80::1%eth0"]
    {
        assert!(TrustedProxies::parse(std::iter::once(rubbish)).is_err(), "{rubbish}");
    }
}

/// Whom a request is counted for: the last hop that is no proxy of ours, however
/// the header is spelled, and nobody the client made up.
#[tokio::test]
async fn only_a_trusted_proxy_says_who_asks_and_only_the_last_stranger_counts() {
    const PROXY: &str = "192.0.2.80";
    let app = TestApp::start_with(|settings| {
        settings.trusted_proxies = TrustedProxies::parse([PROXY, "192.0.2.81"].into_iter()).unwrap();
    })
    .await;
    let cases: [(&str, &[&[u8]], &str); 15] = [
        (PROXY, &[b"203.0.113.7"], "203.0.113.7"),
        (PROXY, &[b"198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        (PROXY, &[b"198.51.100.1", b"203.0.113.7"], "203.0.113.7"),
        (PROXY, &[b"203.0.113.7, 192.0.2.81"], "203.0.113.7"),
        (PROXY, &[b"\xff, 203.0.113.7"], "203.0.113.7"),
        (PROXY, &[b"<script>, 203.0.113.7"], "203.0.113.7"),
        (PROXY, &[b"203.0.113.7:4711"], "203.0.113.7"),
        (PROXY, &[b"[2001:db8::7]:4711"], "2001:db8::7"),
        (PROXY, &[b"::ffff:203.0.113.7"], "203.0.113.7"),
        (PROXY, &[b"[2001:db8::7]"], "2001:db8::7"),
        (PROXY, &[b"203.0.113.7, "], "203.0.113.7"),
        (PROXY, &[b"203.0.113.7, unknown"], PROXY),
        (PROXY, &[b""], PROXY),
        (PROXY, &[], PROXY),
        ("203.0.113.9", &[b"198.51.100.1"], "203.0.113.9"),
    ];
    for (number, (peer, lines, expected)) in cases.into_iter().enumerate() {
        let mut request = Request::post("/forgot-password")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for line in lines {
            request = request.header("x-forwarded-for", HeaderValue::from_bytes(line).unwrap());
        }
        // Other headers of that kind tell nothing.
        let request = request.header("x-real-ip", "198.51.100.2").header("forwarded", "for=198.51.100.3");
        app.execute("DELETE FROM password_requests").await;
        let request = request.body(Body::from("email=quem@example.org")).unwrap();
        let answer = app.browser_at(peer).send_request(request).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let address = app.texts("SELECT address FROM password_requests").await;
        assert_eq!(address, [Some(expected.to_owned())], "case {number}");
    }
}
