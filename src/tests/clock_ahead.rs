//! A clock that was a year ahead and is set right: nothing stored meanwhile binds anybody for that year.

use crate::app::{OWN_PASSWORD, TestApp, token_in};
use crate::first_access_link::{last_link, open};
use crate::program::{self, Served};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, Timestamp, UserStatus};
use chaveiro::server::clock::Clock;
use chaveiro::server::delivery::Outcome;
use chaveiro::server::store::outbox::FailedAttempt;
use std::time::Duration;

const MARIA: &str = "maria@example.org";
const RUI: &str = "rui@example.org";
const YEAR: u64 = 365 * 86_400;

/// The clock goes ahead until the returned time is set again.
fn set_clock_ahead(app: &TestApp) -> Timestamp {
    let right = app.state.clock.now();
    app.advance(YEAR);
    right
}

#[tokio::test]
async fn waits_after_wrong_tries_end_when_the_clock_is_right() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    let right = set_clock_ahead(&app);
    for _ in 0..12 {
        app.browser().sign_in(RUI, "wrong").await;
        app.advance(1);
    }
    assert_eq!(app.browser().sign_in(RUI, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    app.state.clock.set(right);
    assert_eq!(app.browser().sign_in(RUI, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.leave_mail();
}

/// The real program, whose clock libfaketime sets ahead, and then the same without it.
#[tokio::test]
async fn the_program_forgets_what_it_counted_by_a_clock_a_year_ahead() {
    let app = program::start(|_| {}).await;
    app.member(RUI).await;
    let try_with = async |address, password| {
        let form = [("email", RUI), ("password", password)];
        program::post(address, "203.0.113.7", "/login", &form).await.expect("an answer").status
    };
    let library = "$(ls /usr/lib/*/faketime/libfaketimeMT.so.1)";
    let year_ahead = format!("export LD_PRELOAD={library} FAKETIME=+{YEAR} FAKETIME_DONT_FAKE_MONOTONIC=1");
    let set_clock_ahead = Served::start_after(&app, &year_ahead, &[]).await;
    for _ in 0..12 {
        try_with(set_clock_ahead.address, "wrong").await;
    }
    assert_eq!(try_with(set_clock_ahead.address, OWN_PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    let newest = app.number("SELECT MAX(tried_at) FROM network_tries").await;
    let almost_a_year_ahead = Clock::system().now().plus(Duration::from_secs(YEAR - 86_400));
    assert!(newest > almost_a_year_ahead.as_millis(), "its clock was ahead");
    set_clock_ahead.kill().await;

    let right = Served::start(&app, &[]).await;
    assert_eq!(try_with(right.address, OWN_PASSWORD).await, StatusCode::SEE_OTHER);
    app.leave_mail();
}

#[tokio::test]
async fn the_limit_of_a_network_ends_too() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    let right = set_clock_ahead(&app);
    for number in 0..30 {
        app.browser_at("203.0.113.7").sign_in(&format!("p{number}@example.org"), "wrong").await;
    }
    let refused = app.browser_at("203.0.113.7").sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.text);
    app.state.clock.set(right);
    let answer = app.browser_at("203.0.113.7").sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    app.state.store.delete_old_network_attempts().await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM network_tries WHERE tried_at > 1800000000000").await, 0);
    app.leave_mail();
}

#[tokio::test]
async fn the_mails_of_an_hour_are_those_of_the_right_hour() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    let right = set_clock_ahead(&app);
    for _ in 0..5 {
        app.browser().post("/forgot-password", &[("email", RUI)]).await;
        app.deliver_all().await;
        app.advance(1);
    }
    let link = token_in(&app.mails().last().unwrap().text);
    let mails = app.mails().len();
    app.state.clock.set(right);

    let opened = app.browser().get(&format!("/reset-password?t={link}")).await;
    assert!(!opened.status.is_success() || !opened.text.contains("new_password"), "a link from ahead opens");
    // An hour after the mails that were sent before.
    app.advance(3601);
    app.browser().post("/forgot-password", &[("email", RUI)]).await;
    assert_eq!(app.deliver_all().await.last(), Some(&Outcome::Sent));
    assert_eq!(app.mails().len(), mails + 1);
}

#[tokio::test]
async fn mails_leased_put_off_or_paced_leave_when_the_clock_is_right() {
    let app = TestApp::start_with(|settings| settings.mail_interval = Some(Duration::from_secs(10))).await;
    let right = set_clock_ahead(&app);
    for email in [MARIA, RUI, "ivo@example.org"] {
        app.queue(email).await;
    }
    // One is in the hands of a worker that died, one is grey-listed, and the pace is used up.
    app.take_mail(Duration::from_secs(120)).await;
    let delivery = app.take_mail(Duration::from_secs(120)).await;
    let attempt = FailedAttempt { to: None, step: "recipient", answer: "451 later", password_to_end: None };
    let again = app.state.clock.now().plus(Duration::from_secs(1800));
    app.state.store.set_waiting(&delivery, &attempt, again, false).await.unwrap();
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    app.state.clock.set(right);

    for _ in 0..2 {
        assert_eq!(app.deliver_all().await, [Outcome::Sent]);
        app.advance(10);
    }
}

#[tokio::test]
async fn guesses_counted_ahead_close_short_codes_neither_at_sign_in_nor_in_the_console() {
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 2).await;
    let right = set_clock_ahead(&app);
    app.invite(MARIA).await;
    for _ in 0..2 {
        app.browser().sign_in(MARIA, "000000").await;
        app.advance(1);
    }
    app.state.clock.set(right);
    assert_eq!(app.state.store.count_code_guesses().await.unwrap(), 0);
    assert_eq!(app.state.store.find_warnings().await.unwrap().code_guesses, 0);
    app.leave_mail();
}

#[tokio::test]
async fn a_paused_queue_is_probed_at_the_right_time() {
    let app = TestApp::start().await;
    let right = set_clock_ahead(&app);
    let probe = app.state.clock.now().plus(Duration::from_secs(60));
    app.state.store.set_pause("auth", "535 no", probe, probe).await.unwrap();
    app.queue(MARIA).await;
    assert_eq!(app.deliver_all().await, []);
    app.state.clock.set(right);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
}

#[tokio::test]
async fn an_import_goes_on_whose_lease_lies_ahead() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO imports (id, file_name, header, actor, confirmed_by, state, total, planned, admins, created_at,
                              updated_at, lease_until)
         VALUES ('01939b5e-0000-7000-8000-000000000000', 'a.csv', '[]', 'console', 'console', 'running', 0, 0, 0,
                 1795000000000, 1795000000000, 1826536000000)",
    )
    .await;
    let lease = Duration::from_secs(15);
    assert!(app.state.store.take_import(lease).await.unwrap().is_some());
    assert!(app.state.store.take_import(lease).await.unwrap().is_none(), "a lease of now is kept");
}

#[tokio::test]
async fn a_session_from_ahead_is_over_and_one_seen_over_stays_over() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let right = set_clock_ahead(&app);
    let mut later = app.browser();
    assert_eq!(later.sign_in(RUI, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(later.get("/account").await.status, StatusCode::OK);
    assert_ne!(rui.get("/account").await.status, StatusCode::OK, "a year unused");
    app.state.clock.set(right);
    for browser in [&mut rui, &mut later] {
        assert_ne!(browser.get("/account").await.status, StatusCode::OK);
    }
    let devices = app.state.store.list_devices_of(&app.id_of(RUI).await).await.unwrap();
    assert!(devices.iter().all(|device| device.last_used_at <= right), "a browser known only from ahead: {devices:?}");
    app.state.clock.set(right.plus(Duration::from_secs(YEAR)));
    assert_ne!(later.get("/account").await.status, StatusCode::OK, "it was seen over");
    app.leave_mail();
}

#[tokio::test]
async fn a_code_generated_ahead_is_expired_and_another_can_be_sent() {
    let app = TestApp::start().await;
    let right = set_clock_ahead(&app);
    let generated = app.invite(MARIA).await;
    app.state.clock.set(right);
    assert_eq!(app.browser().sign_in(MARIA, &generated).await.status, StatusCode::UNAUTHORIZED);

    app.apply_action(AdminAction::Resend, MARIA).await;
    assert_eq!(app.deliver_all().await.last(), Some(&Outcome::Sent));

    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
    let answer = app.browser().sign_in(MARIA, &app.last_password()).await;
    assert_eq!(answer.location(), Some("/first-access"), "{}", answer.text);
}

#[tokio::test]
async fn a_code_seen_expired_stays_expired_when_the_clock_goes_back() {
    let app = TestApp::start().await;
    let typed = app.invite(MARIA).await;
    app.queue(RUI).await;
    app.deliver_all().await;
    let (code, link) = (app.last_password(), last_link(&app));
    let right = set_clock_ahead(&app);
    assert_eq!(app.browser().sign_in(MARIA, &typed).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(open(&app, &link).await.1.status, StatusCode::GONE);
    app.state.clock.set(right);

    assert_eq!(app.browser().sign_in(MARIA, &typed).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(open(&app, &link).await.1.status, StatusCode::GONE);
    assert_eq!(app.browser().sign_in(RUI, &code).await.status, StatusCode::UNAUTHORIZED);
    app.state.store.delete_spent_hashes().await.unwrap();
    app.advance(1);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Expired);
}
