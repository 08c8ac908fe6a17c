//! Connections and event streams: which ones are kept, and which are closed for others.

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp};
use crate::program::{self, Served};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chaveiro::domain::AdminAction;
use chaveiro::server::event_streams::{MAX_PER_SESSION, MAX_STREAMS};
use chaveiro::web::connections::{Connections, MAX_PER_ADDRESS, MAX_PER_SITE};
use http_body_util::BodyExt as _;
use std::net::IpAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

fn address(text: &str) -> Option<IpAddr> {
    Some(text.parse().unwrap())
}

#[test]
fn when_a_network_has_too_many_its_longest_waiting_connection_goes() {
    let open = Connections::within(usize::MAX);
    let elsewhere = open.take(address("198.51.100.1")).expect("a permit");
    let permits: Vec<_> = (0..MAX_PER_ADDRESS).map(|_| open.take(address("203.0.113.7")).expect("a permit")).collect();
    assert!(permits.iter().all(|permit| !permit.ended().is_cancelled()));

    let newest = open.take(address("203.0.113.7")).expect("a permit");

    let ended: Vec<_> = permits.iter().map(|permit| permit.ended().is_cancelled()).collect();
    assert!(ended[0] && ended[1..].iter().all(|ended| !ended), "{ended:?}");
    assert!(!newest.ended().is_cancelled() && !elsewhere.ended().is_cancelled());
}

/// One customer often gets a /48, with 65,536 networks in it.
#[test]
fn an_ipv6_site_is_counted_beside_its_networks() {
    let open = Connections::within(usize::MAX);
    let of = |network: usize| address(&format!("2001:db8:7:{network:x}::1"));
    let permits: Vec<_> = (0..MAX_PER_SITE).map(|network| open.take(of(network)).expect("a permit")).collect();
    assert!(permits.iter().all(|permit| !permit.ended().is_cancelled()));
    let another_site = open.take(address("2001:db8:8::1")).expect("a permit");
    let newest = open.take(of(MAX_PER_SITE)).expect("a permit");
    assert!(permits[0].ended().is_cancelled() && !permits[1].ended().is_cancelled());
    assert!(!newest.ended().is_cancelled() && !another_site.ended().is_cancelled());
}

#[tokio::test]
async fn a_connection_that_is_being_answered_keeps_its_place() {
    let open = Connections::within(0);
    let first = std::sync::Arc::new(open.take(None).expect("a permit"));
    let request = Request::new(Body::empty());
    let answer = std::sync::Arc::clone(&first)
        .answer(request, |_| async { axum::response::Response::new(Body::from("an answer")) })
        .await;
    // More than there are permits: all others give theirs up.
    let others: Vec<_> = (0..40).map(|_| open.take(None).expect("a permit")).collect();
    assert!(!first.ended().is_cancelled());
    assert!(others[0].ended().is_cancelled());
    drop(answer);
    let _more: Vec<_> = (0..40).map(|_| open.take(None).expect("a permit")).collect();
    assert!(first.ended().is_cancelled(), "it waits again, and longest");
}

/// 1,100 half-open headers left no descriptor for mail and database.
#[tokio::test]
async fn connections_that_send_nothing_keep_neither_visitors_out_nor_mail_in() {
    let app = program::start(|_| ()).await;
    app.member("rui@example.org").await;
    let served = Served::start_after(&app, "ulimit -n 192", &[]).await;
    let mut halves = Vec::new();
    for _ in 0..300 {
        let Ok(mut half) = TcpStream::connect(served.address).await else { continue };
        let _ = half.write_all(b"GET / HTTP/1.1\r\nHost: loc").await;
        halves.push(half);
    }
    assert!(halves.len() > 250, "{}", halves.len());

    app.queue("maria@example.org").await;
    let sign_in = [("email", "rui@example.org"), ("password", OWN_PASSWORD)];
    let answer = program::post(served.address, "203.0.113.7", "/login", &sign_in).await.expect("an answer");
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let sent = "SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND purpose = 'temporary_password'";
    for _ in 0..100 {
        if app.number(sent).await == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(app.number(sent).await, 2, "mail waits");
    // The first have waited longest, so they are gone.
    let mut byte = [0];
    let ended = tokio::time::timeout(Duration::from_secs(5), halves[0].read(&mut byte)).await.expect("ended");
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
}

#[tokio::test]
async fn the_soft_limit_of_open_files_is_raised_to_the_hard_one() {
    let app = program::start(|_| ()).await;
    let served = Served::start_after(&app, "ulimit -S -n 200", &[]).await;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", served.id())).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).expect("a limit");
    let numbers: Vec<_> = line.split_whitespace().skip(3).take(2).collect();
    assert_eq!(numbers[0], numbers[1], "{line}");
}

async fn open_stream(browser: &Browser) -> axum::http::Response<Body> {
    let request = Request::get("/admin/live?of=mail").body(Body::empty()).unwrap();
    browser.begin(request).await
}

#[tokio::test]
async fn a_session_has_at_most_twelve_live_pages_and_the_next_says_so() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut streams = Vec::new();
    for _ in 0..MAX_PER_SESSION {
        let stream = open_stream(&admin).await;
        assert_eq!(stream.status(), StatusCode::OK);
        streams.push(stream);
    }
    for path in ["/admin/live?of=mail", "/admin/users/live"] {
        let refused: Answer = admin.get(path).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.text);
        assert!(refused.headers.contains_key("retry-after"));
        assert!(refused.text.contains("too_many_live_pages") && refused.text.contains("Feche"), "{}", refused.text);
    }
    assert_eq!(admin.get("/admin/users").await.status, StatusCode::OK, "the page itself is made");
    // Another session of the same person has its own.
    let mut elsewhere = app.browser();
    elsewhere.sign_in(crate::app::ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    assert_eq!(open_stream(&elsewhere).await.status(), StatusCode::OK);

    streams.pop();

    assert_eq!(open_stream(&admin).await.status(), StatusCode::OK, "a closed page makes room at once");
    app.deliver_all().await;
}

#[test]
fn all_sessions_together_have_a_limit_too() {
    let streams = chaveiro::server::event_streams::EventStreams::default();
    let open: Vec<_> = (0..MAX_STREAMS).map(|number| streams.open(&format!("session {}", number / 8))).collect();
    assert!(open.iter().all(Result::is_ok));
    assert!(streams.open("another").is_err());
    drop(open);
    assert!(streams.open("another").is_ok());
}

/// Not only what becomes of mails.
#[tokio::test]
async fn what_another_admin_does_shows_in_the_open_list() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.member("maria@example.org").await;
    app.deliver_all().await;
    app.advance(600);
    let request = Request::get("/admin/users/live").body(Body::empty()).unwrap();
    let mut events = admin.begin(request).await.into_body();
    let mut received = String::new();
    for (action, version) in [(AdminAction::Disable, "disabled"), (AdminAction::Enable, "active")] {
        app.advance(60);
        app.apply_action(action, "maria@example.org").await;
        app.state.store.link_events().await.unwrap();
        received.clear();
        while !received.contains(&format!("\"version\":\"{version}")) {
            let frame = tokio::time::timeout(Duration::from_secs(10), events.frame()).await.expect("an event in time");
            received
                .push_str(&String::from_utf8_lossy(&frame.expect("an event").unwrap().into_data().unwrap_or_default()));
        }
    }
    app.leave_mail();
}
