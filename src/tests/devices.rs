//! The browsers people sign in with: known ones are silent, others are told of by mail.

use crate::app::{Answer, OWN_PASSWORD, TestApp, holds, new_user};
use axum::http::StatusCode;
use chaveiro::domain::{EmailAddress, Role};
use chaveiro::server::keys::Token;

const RUI: &str = "rui@example.org";
const DAY: u64 = 24 * 3600;

/// How many notices of a sign-in on another device have gone out.
async fn notices(app: &TestApp) -> usize {
    app.deliver_all().await;
    app.mails().iter().filter(|mail| mail.subject == "Novo acesso à sua conta – Instituto Aurora").count()
}

fn device_of(answer: &Answer) -> String {
    let cookies = answer.set_cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("device=")).expect("a cookie for the device");
    assert!(cookie.ends_with("; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    cookie.split(['=', ';']).nth(1).expect("a value").to_owned()
}

#[tokio::test]
async fn only_a_new_device_that_is_not_the_first_is_notified_by_mail() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    assert_eq!(notices(&app).await, 0, "the first device was told of");
    let known = rui.cookies["device"].clone();
    rui.post("/logout", &[]).await;
    let again = rui.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(device_of(&again), known, "a known device gets another cookie");
    assert_eq!(notices(&app).await, 0, "a known device was told of");

    let mut elsewhere = app.browser();
    let refused = elsewhere.sign_in(RUI, "errada").await;
    assert!(refused.set_cookies().is_empty(), "a wrong password makes a device known");
    let other = device_of(&elsewhere.sign_in(RUI, OWN_PASSWORD).await);
    assert_ne!(other, known);
    assert_eq!(notices(&app).await, 1);
    let mail = app.mails().last().cloned().expect("a mail");
    assert!(mail.to.contains(RUI), "{}", mail.to);
    assert!(mail.text.contains("(horário de Brasília)") && mail.text.contains("Se não foi você"), "{}", mail.text);
    for secret in [&other, &known, OWN_PASSWORD] {
        assert!(!mail.raw.contains(secret), "the notice holds a secret");
    }
    elsewhere.post("/logout", &[]).await;
    elsewhere.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(notices(&app).await, 1, "the second device is known by now");
}

#[tokio::test]
async fn a_device_is_known_to_the_accounts_that_signed_in_with_it_and_to_no_others() {
    let app = TestApp::start().await;
    let rui = app.member(RUI).await;
    app.member("maria@example.org").await;
    let (his, hers) = [RUI, "maria@example.org"].map(|email| EmailAddress::parse(email).expect("an address")).into();
    let hash = Token::parse(&rui.cookies["device"]).expect("a token").hash();
    assert!(app.state.store.is_known_device_at(&his, &hash).await.unwrap());
    assert!(!app.state.store.is_known_device_at(&hers, &hash).await.unwrap());
    assert!(!app.state.store.is_known_device_at(&his, "").await.unwrap());

    // A cookie planted in somebody's browser does not make the attacker's browser known.
    let mut planted = app.browser();
    planted.cookies.insert("device".to_owned(), rui.cookies["device"].clone());
    let fresh = device_of(&planted.sign_in("maria@example.org", OWN_PASSWORD).await);
    assert_ne!(fresh, rui.cookies["device"]);
    assert!(!app.state.store.is_known_device_at(&hers, &hash).await.unwrap());
    assert_eq!(notices(&app).await, 1);
}

#[tokio::test]
async fn a_temporary_password_makes_no_device_known_and_the_first_access_does() {
    let app = TestApp::start().await;
    let temporary = app.invite(RUI).await;
    let mut rui = app.browser();
    rui.sign_in(RUI, &temporary).await;
    assert!(!rui.cookies.contains_key("device"));
    let chosen = rui.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    device_of(&chosen);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_device_unused_for_four_hundred_days_is_a_stranger_and_not_the_first() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    app.advance(399 * DAY);
    rui.sign_in(RUI, OWN_PASSWORD).await;
    app.advance(399 * DAY);
    rui.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(notices(&app).await, 0, "each use counts anew");
    app.advance(400 * DAY);
    app.state.store.delete_forgotten_devices().await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM devices").await, 1, "the last one tells that there was one");
    rui.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(notices(&app).await, 1);
    app.state.store.delete_forgotten_devices().await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM devices").await, 1);
}

#[tokio::test]
async fn only_the_hash_of_the_cookie_is_written_down_and_there_are_not_too_many() {
    let app = TestApp::start().await;
    let rui = app.member(RUI).await;
    let files = app.written_down().await;
    assert!(files.iter().any(|bytes| holds(bytes, RUI)), "looking in the wrong place");
    assert!(!files.iter().any(|bytes| holds(bytes, &rui.cookies["device"])), "the cookie is written down");
    for _ in 0..55 {
        // Within what its owner is notified of.
        app.advance(1201);
        app.browser().sign_in(RUI, OWN_PASSWORD).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM devices").await, 50);
    app.deliver_all().await;
}

/// Over https the name keeps other hosts from setting it.
#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let app = TestApp::start_with(|settings| {
        settings.public_url = "https://contas.example.org/".parse().expect("an address");
        settings.dev = false;
    })
    .await;
    let admin = new_user("Ana Admin", "ana@example.org", Role::Admin);
    let console = chaveiro::server::session::Admin::from_cli();
    chaveiro::server::accounts::create_admin(&app.state, &console, &admin, OWN_PASSWORD).await.unwrap();
    let answer = app.browser().sign_in("ana@example.org", OWN_PASSWORD).await;
    let cookies = answer.set_cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-device=")).expect("a cookie for the device");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
}

/// Who got in with a stolen password must neither fill the owner's mailbox nor
/// keep them from a link that sets another.
#[tokio::test]
async fn notices_are_few_and_leave_room_for_the_way_back_in() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    app.advance(DAY);
    for _ in 0..8 {
        app.browser().sign_in(RUI, OWN_PASSWORD).await;
    }
    assert_eq!(notices(&app).await, 3, "an hour");
    app.browser().post("/forgot-password", &[("email", RUI)]).await;
    app.deliver_all().await;
    let mail = app.mails().last().cloned().expect("a mail");
    assert!(mail.text.contains("/reset-password?t="), "{}", mail.text);
    app.advance(3601);
    app.browser().sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(notices(&app).await, 4);
}

/// Who had the password may have signed in with any of them.
#[tokio::test]
async fn with_another_password_all_other_devices_are_unknown() {
    let app = TestApp::start().await;
    let new = "nove pontes sobre o rio";
    for way in ["changed", "reset", "required by an admin"] {
        let email = format!("{}@example.org", way.replace(' ', "."));
        let mut rui = app.member(&email).await;
        let mut thief = app.browser();
        thief.sign_in(&email, OWN_PASSWORD).await;
        app.advance(DAY);
        rui.sign_in(&email, OWN_PASSWORD).await;
        let before = notices(&app).await;
        match way {
            "changed" => {
                let fields = [("current_password", OWN_PASSWORD), ("new_password", new)];
                assert_eq!(rui.post("/account", &fields).await.status, StatusCode::SEE_OTHER);
            }
            "reset" => {
                rui.post("/forgot-password", &[("email", &email)]).await;
                app.deliver_all().await;
                let mail = app.mails().last().cloned().expect("a mail");
                let token =
                    mail.text.split("/reset-password?t=").nth(1).and_then(|rest| rest.split_whitespace().next());
                let fields = [("t", token.expect("a link")), ("new_password", new)];
                assert_eq!(rui.post("/reset-password", &fields).await.status, StatusCode::SEE_OTHER);
            }
            _ => {
                app.apply_action(chaveiro::domain::AdminAction::RequirePassword, &email).await;
                app.deliver_all().await;
                let temporary = app.last_password();
                rui.sign_in(&email, &temporary).await;
                let fields = [("new_password", new)];
                assert_eq!(rui.post("/first-access", &fields).await.status, StatusCode::SEE_OTHER);
            }
        }
        let own = notices(&app).await;
        rui.post("/logout", &[]).await;
        rui.sign_in(&email, new).await;
        assert_eq!(notices(&app).await, own, "{way}: one's own browser is known");
        if way != "required by an admin" {
            assert_eq!(own, before, "{way}: one's own browser was known all the time");
        }
        let in_again = thief.sign_in(&email, new).await;
        assert_eq!(in_again.location(), Some("/"), "{way}: {} {}", in_again.status, in_again.text);
        assert_eq!(notices(&app).await, own + 1, "{way}: the other one is still known");
    }
}

/// Else a thief would sign in often enough to be known without a word.
#[tokio::test]
async fn a_device_whose_notice_was_one_too_many_stays_unknown() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    app.advance(DAY);
    for _ in 0..3 {
        app.browser().sign_in(RUI, OWN_PASSWORD).await;
    }
    let mut fourth = app.browser();
    fourth.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(notices(&app).await, 3);
    app.advance(3601);
    fourth.post("/logout", &[]).await;
    fourth.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(notices(&app).await, 4);
}
