//! How many may register, and how many mails that sends to whom.

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp, race};
use axum::http::StatusCode;
use chaveiro::server::rate_limit::{
    MAX_MAILS_A_DAY, MAX_MAILS_AN_HOUR, NETWORKS_OF_SITE, REGISTRATIONS_IN_ALL, REGISTRATIONS_OF_NETWORK,
};

const HERE: &str = "192.0.2.1";
const RUI: &str = "rui@example.org";
const EVA: &str = "eva@example.org";
const EVAS: &str = "sete pontes sobre o mar";

async fn register(browser: &mut Browser, email: &str) -> Answer {
    browser.post("/register", &[("display_name", "Eva Lima"), ("email", email), ("password", EVAS)]).await
}

#[tokio::test]
async fn three_an_hour_from_one_network_and_the_form_keeps_what_was_typed() {
    let app = TestApp::start().await;
    // What is wrong is no registration.
    for _ in 0..5 {
        let wrong = [("display_name", "Eva Lima"), ("email", "eva"), ("password", EVAS)];
        assert_eq!(app.browser_at(HERE).post("/register", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for number in 0..REGISTRATIONS_OF_NETWORK {
        let answer = register(&mut app.browser_at(HERE), &format!("person{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}: {}", answer.text);
        app.advance(60);
    }

    let refused = register(&mut app.browser_at(HERE), "one.more@example.org").await;

    assert_eq!((refused.status, refused.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(57 * 60)));
    assert!(refused.text.contains("value=\"one.more@example.org\"") && refused.text.contains("value=\"Eva Lima\""));
    assert!(!refused.text.contains(EVAS), "the page repeats the password");
    let words = "Houve muitos cadastros na última hora. Espere 57 minutos e tente de novo.";
    assert!(refused.says(words), "{}", refused.text);
    let app = app.restarted(|_| ()).await;
    let refused = register(&mut app.browser_at(HERE), "one.more@example.org").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "forgotten by a new start");
    assert_eq!(register(&mut app.browser_at("192.0.2.2"), "two@example.org").await.status, StatusCode::SEE_OTHER);
    app.advance(57 * 60);
    assert_eq!(register(&mut app.browser_at(HERE), "one.more@example.org").await.status, StatusCode::SEE_OTHER);
    assert_eq!(register(&mut app.browser_at(HERE), "last@example.org").await.status, StatusCode::TOO_MANY_REQUESTS);
    app.deliver_all().await;
}

#[tokio::test]
async fn the_networks_of_one_ipv6_48_have_a_limit_together() {
    let app = TestApp::start().await;
    for number in 0..REGISTRATIONS_OF_NETWORK * NETWORKS_OF_SITE {
        let mut browser = app.browser_at(&format!("2001:db8:7:{number:x}::1"));
        let answer = register(&mut browser, &format!("person{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}: {}", answer.text);
    }
    let refused = register(&mut app.browser_at("2001:db8:7:ffff::1"), EVA).await;
    assert_eq!((refused.status, refused.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(3600)));
    assert_eq!(register(&mut app.browser_at("2001:db8:8::1"), EVA).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_hundred_an_hour_in_all() {
    let app = TestApp::start().await;
    for number in 0..REGISTRATIONS_IN_ALL {
        let mut browser = app.browser_at(&format!("2001:db8:{number:x}::1"));
        let answer = register(&mut browser, &format!("person{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}: {}", answer.text);
    }
    let refused = register(&mut app.browser_at(HERE), EVA).await;
    assert_eq!((refused.status, refused.retry_after()), (StatusCode::TOO_MANY_REQUESTS, Some(3600)));
    app.advance(3600);
    assert_eq!(register(&mut app.browser_at(HERE), EVA).await.status, StatusCode::SEE_OTHER);
    app.state.store.delete_old_network_attempts().await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM registration_wishes").await, 1);
    app.deliver_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_of_fifty_concurrent_registrations_from_one_network_are_accepted() {
    let app = TestApp::start().await;
    let statuses = race(50, |number| {
        let mut browser = app.browser_at(HERE);
        async move { register(&mut browser, &format!("person{number}@example.org")).await.status }
    });
    let mut taken = 0;
    for status in statuses.await {
        match status {
            StatusCode::SEE_OTHER => taken += 1,
            other => assert_eq!(other, StatusCode::TOO_MANY_REQUESTS),
        }
    }
    assert_eq!(taken, REGISTRATIONS_OF_NETWORK);
    app.deliver_all().await;
}

/// Mails to an address in the last hour and in the last day, by the clock of the test.
fn count_recent(sent: &[i64], now: i64) -> (i64, i64) {
    let within = |time: i64| i64::try_from(sent.iter().filter(|at| **at > now - time).count()).unwrap();
    (within(3_600_000), within(24 * 3_600_000))
}

/// Security-bar F05: whatever strangers do, and from however many networks.
#[tokio::test]
async fn no_more_than_three_mails_an_hour_and_six_a_day_reach_one_address_whatever_sends_them() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    app.advance(25 * 3600);
    let (mut seen, mut to_rui, mut to_eva) = (app.mails().len(), Vec::new(), Vec::new());
    let mut network = 0;
    for _ in 0..60 {
        for email in [RUI, EVA] {
            for _ in 0..3 {
                network += 1;
                let mut browser = app.browser_at(&format!("2001:db8:{network:x}::1"));
                register(&mut browser, email).await;
                browser.post("/forgot-password", &[("email", email)]).await;
                app.deliver_all().await;
            }
        }
        let now = app.state.clock.now().as_millis();
        for mail in &app.mails()[seen..] {
            if mail.to == RUI { to_rui.push(now) } else { to_eva.push(now) }
        }
        seen = app.mails().len();
        for (who, sent) in [("Rui", &to_rui), ("Eva", &to_eva)] {
            let (hour, day) = count_recent(sent, now);
            assert!(hour <= MAX_MAILS_AN_HOUR && day <= MAX_MAILS_A_DAY, "{who}: {hour} in an hour, {day} in a day");
        }
        app.advance(30 * 60);
    }
    assert!(to_rui.len() >= 6 && to_eva.len() >= 3, "nobody was written to: {to_rui:?}, {to_eva:?}");
}

/// The mails to an address before it had an account count with those after.
#[tokio::test]
async fn the_mails_that_confirmed_an_address_count_among_those_of_its_account() {
    let app = TestApp::start().await;
    for _ in 0..2 {
        register(&mut app.browser(), EVA).await;
    }
    app.deliver_all().await;
    let (_, confirmed) = app.register(EVA, EVAS).await;
    assert_eq!(confirmed.location(), Some("/account?notice=registered"), "{}", confirmed.text);
    for _ in 0..3 {
        app.browser().post("/forgot-password", &[("email", EVA)]).await;
        app.deliver_all().await;
    }
    assert_eq!(app.mails().iter().filter(|mail| mail.to == EVA).count(), 3);
    app.advance(3601);
    app.browser().post("/forgot-password", &[("email", EVA)]).await;
    app.deliver_all().await;
    assert_eq!(app.mails().iter().filter(|mail| mail.to == EVA).count(), 4);
}

/// A member may have the links that confirm a new address sent to anybody.
#[tokio::test]
async fn the_mails_that_members_have_sent_to_an_address_count_too() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    for _ in 0..2 {
        rui.post("/account/email", &[("email", EVA), ("current_password", OWN_PASSWORD)]).await;
        app.deliver_all().await;
    }
    for _ in 0..3 {
        let answer = register(&mut app.browser(), EVA).await;
        assert_eq!(answer.location(), Some("/register?notice=mail-sent"), "the visitor is told the same");
        app.deliver_all().await;
    }
    assert_eq!(app.mails().iter().filter(|mail| mail.to == EVA).count(), 3);
}
