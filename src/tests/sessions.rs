//! Sessions: the cookie, what is stored of it, and when it ends.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Browser, OWN_PASSWORD, TestApp, holds};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::{AdminAction, Role};
use chaveiro::server::cleanup::clean_up;
use chaveiro::server::keys::{Token, session_handle};
use chaveiro::server::session;
use sha2::{Digest as _, Sha256};

const RUI: &str = "rui@example.org";
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

async fn is_signed_in(browser: &mut Browser) -> bool {
    let answer = browser.get("/account").await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::SEE_OTHER => {
            assert_eq!(answer.location(), Some("/login?next=%2Faccount&notice=session-ended"));
            false
        }
        other => panic!("{other}: {}", answer.text),
    }
}

async fn member(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    let answer = browser.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(answer.location(), Some("/"), "{}", answer.text);
    browser
}

fn attributes(cookie: &str) -> Vec<&str> {
    let mut attributes: Vec<_> = cookie.split(';').skip(1).map(str::trim).collect();
    attributes.sort_unstable();
    attributes
}

#[tokio::test]
async fn on_the_own_machine_the_cookie_is_for_this_site_and_closed_to_scripts() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    let mut browser = app.browser();
    let answer = browser.sign_in(RUI, OWN_PASSWORD).await;

    let cookies = answer.set_cookies();
    let [cookie, device] = cookies.as_slice() else { panic!("{cookies:?}") };
    assert!(device.starts_with("device=") && cookie.starts_with("session="), "{cookies:?}");
    assert_eq!(attributes(cookie), ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"]);
    let token = &browser.cookies["session"];
    assert_eq!(token.len(), 43, "256 bits in base64");
    app.deliver_all().await;
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_this_host_and_to_https() {
    let app =
        TestApp::start_with(|settings| settings.public_url = "https://contas.example.org/".parse().unwrap()).await;
    app.member(RUI).await;
    let mut browser = app.browser();
    let answer = browser.sign_in(RUI, OWN_PASSWORD).await;

    let cookies = answer.set_cookies();
    let [cookie, device] = cookies.as_slice() else { panic!("{cookies:?}") };
    assert!(device.starts_with("__Host-device=") && cookie.starts_with("__Host-session="), "{cookies:?}");
    assert_eq!(attributes(cookie), ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]);

    let mut unprefixed = app.browser();
    unprefixed.cookies.insert("session".to_owned(), browser.cookies["__Host-session"].clone());
    assert_eq!(unprefixed.get("/account").await.status, StatusCode::SEE_OTHER, "a cookie without the prefix counts");
    let out = browser.post("/logout", &[]).await;
    let cookies = out.set_cookies();
    let [cookie, flash] = cookies.as_slice() else { panic!("{cookies:?}") };
    assert_eq!(attributes(cookie), ["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Lax", "Secure"]);
    assert!(flash.starts_with("__Host-flash="), "{flash}");
    assert_eq!(attributes(flash), ["HttpOnly", "Max-Age=120", "Path=/", "SameSite=Lax", "Secure"]);
    for (path, fields) in [("/language", [("locale", "en")]), ("/theme", [("theme", "dark")])] {
        let answer = app.browser().post(path, &fields).await;
        assert!(answer.set_cookies().iter().all(|cookie| cookie.contains("; Secure")), "{path}");
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn the_database_knows_a_session_by_its_sha_256_alone() {
    let app = TestApp::start().await;
    let rui = app.member(RUI).await;
    let token = &rui.cookies["session"];

    let stored = app.texts("SELECT token_hash FROM sessions").await;

    assert_eq!(stored, [Some(hex::encode(Sha256::digest(token)))]);
    let written = app.written_down().await;
    assert!(written.iter().any(|bytes| holds(bytes, RUI)), "looking in the wrong place");
    assert!(!written.iter().any(|bytes| holds(bytes, token)), "the cookie itself is stored");
    let mut thief = app.browser();
    thief.cookies.insert("session".to_owned(), stored[0].clone().unwrap());
    assert!(!is_signed_in(&mut thief).await, "what the database holds opens an account");
}

#[tokio::test]
async fn a_planted_cookie_is_never_the_session() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    let mut attacker = member(&app).await;
    let another = attacker.cookies["session"].clone();
    for planted in ["A".repeat(43), "x".to_owned(), String::new(), "é".to_owned(), another] {
        let mut victim = app.browser();
        if planted.is_ascii() {
            victim.cookies.insert("session".to_owned(), planted.clone());
        }
        victim.sign_in(RUI, OWN_PASSWORD).await;
        let own = victim.cookies["session"].clone();
        assert_ne!(own, planted, "the planted cookie became the session");
        assert!(is_signed_in(&mut victim).await);
    }
    let mut planter = app.browser();
    planter.cookies.insert("session".to_owned(), "A".repeat(43));
    assert!(!is_signed_in(&mut planter).await);
    assert!(!is_signed_in(&mut attacker).await, "the session that the victim's took the place of goes on");
    app.deliver_all().await;
}

#[tokio::test]
async fn signing_in_again_in_one_browser_leaves_no_session_behind() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let mut old = rui.clone();
    rui.sign_in(RUI, OWN_PASSWORD).await;
    assert!(is_signed_in(&mut rui).await);
    assert!(!is_signed_in(&mut old).await, "the session before lives on, and nobody can see it");
    rui.sign_in(RUI, "wrong").await;
    assert!(is_signed_in(&mut rui).await, "a wrong password signs nobody out");
}

/// In the same browser, and from a form that was sent twice.
#[tokio::test]
async fn another_persons_session_ends_once_and_only_if_the_sign_in_is_right() {
    let app = TestApp::start().await;
    let mut ana = app.member("ana@example.org").await;
    app.member("rui@example.org").await;
    let mut shared = ana.clone();
    assert_eq!(shared.sign_in("rui@example.org", "not the password of Rui").await.status, StatusCode::UNAUTHORIZED);
    assert!(is_signed_in(&mut ana).await, "a wrong password ended a session");
    app.apply_action(AdminAction::Disable, "rui@example.org").await;
    assert_eq!(shared.sign_in("rui@example.org", OWN_PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    app.apply_action(AdminAction::Enable, "rui@example.org").await;
    assert!(is_signed_in(&mut ana).await, "a refused sign-in ended a session");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'signed_out'").await, 0);

    let mut again = shared.clone();
    for browser in [&mut shared, &mut again] {
        assert_eq!(browser.sign_in("rui@example.org", OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
        assert!(is_signed_in(browser).await);
    }
    assert!(!is_signed_in(&mut ana).await, "her session is open beside his");
    let by = app.texts("SELECT actor FROM audit_events WHERE kind = 'signed_out'").await;
    assert_eq!(by, [Some(app.id_of("ana@example.org").await.to_string())]);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_new_password_brings_a_new_session_and_ends_all_others() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let mut elsewhere = member(&app).await;
    let mut old = rui.clone();

    let change = [("current_password", OWN_PASSWORD), ("new_password", "sete pontes sobre o mar")];
    let answer = rui.post("/account", &change).await;

    assert_eq!(answer.location(), Some("/account?notice=password-changed"), "{}", answer.text);
    assert_ne!(rui.cookies["session"], old.cookies["session"]);
    assert!(is_signed_in(&mut rui).await);
    assert!(!is_signed_in(&mut old).await, "the old cookie lives");
    assert!(!is_signed_in(&mut elsewhere).await, "another session lives");
    assert_eq!(app.browser().sign_in(RUI, OWN_PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(RUI, "sete pontes sobre o mar").await.location(), Some("/"));
    app.deliver_all().await;
    assert!(app.mails().iter().all(|mail| !mail.raw.contains("sete pontes") && !mail.text.contains("sete pontes")));
    assert_eq!(app.mails().len(), 5, "the invitation, two notices of a password, two of another device");
}

#[tokio::test]
async fn one_of_two_concurrent_password_changes_wins_and_only_its_password_works() {
    let app = TestApp::start().await;
    let rui = app.member(RUI).await;
    let choices = ["sete pontes sobre o mar", "nove livros na estante"];
    let tasks = choices.map(|choice| {
        let mut rui = rui.clone();
        async move {
            let answer = rui.post("/account", &[("current_password", OWN_PASSWORD), ("new_password", choice)]).await;
            answer.location() == Some("/account?notice=password-changed")
        }
    });
    let won = futures::future::join_all(tasks).await;
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    for (choice, won) in choices.into_iter().zip(won) {
        app.execute("DELETE FROM sign_in_failures").await;
        let works = app.browser().sign_in(RUI, choice).await.status == StatusCode::SEE_OTHER;
        assert_eq!(works, won, "{choice}");
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn a_members_session_ends_half_a_day_after_its_last_use() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    app.advance(12 * HOUR - 1);
    assert!(is_signed_in(&mut rui).await);
    app.advance(12 * HOUR - 1);
    assert!(is_signed_in(&mut rui).await, "use did not keep it alive");
    app.advance(12 * HOUR);
    assert!(!is_signed_in(&mut rui).await);
}

#[tokio::test]
async fn no_use_keeps_a_members_session_beyond_thirty_days() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    for hours in (0..30 * 24 - 6).step_by(6) {
        app.advance(6 * HOUR);
        assert!(is_signed_in(&mut rui).await, "after {} hours", hours + 6);
    }
    app.advance(6 * HOUR - 1);
    assert!(is_signed_in(&mut rui).await);
    app.advance(1);
    assert!(!is_signed_in(&mut rui).await, "thirty days are over");
}

#[tokio::test]
async fn ending_the_other_sessions_is_logged_when_one_ended() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let count = "SELECT COUNT(*) FROM audit_log WHERE kind = 'sessions_ended'";
    for _ in 0..3 {
        assert_eq!(rui.post("/account/end-other-sessions", &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(app.number(count).await, 0);
    app.browser().sign_in(RUI, OWN_PASSWORD).await;
    for _ in 0..3 {
        rui.post("/account/end-other-sessions", &[]).await;
    }
    assert_eq!(app.number(count).await, 1);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_admins_session_ends_after_an_hour_unused_and_after_a_day_at_all() {
    let app = TestApp::start().await;
    let mut idle = app.admin().await;
    app.advance(HOUR - 1);
    assert!(is_signed_in(&mut idle).await);
    app.advance(HOUR);
    assert!(!is_signed_in(&mut idle).await, "an hour unused");

    let mut busy = app.browser();
    busy.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    for half_hours in 1..48 {
        app.advance(30 * MINUTE);
        assert!(is_signed_in(&mut busy).await, "after {half_hours} half hours");
    }
    app.advance(30 * MINUTE);
    assert!(!is_signed_in(&mut busy).await, "a day at all");
    app.deliver_all().await;
}

/// A page that is left open asks for its news again and again, and the session ends all the same.
#[tokio::test]
async fn what_a_page_asks_for_unasked_does_not_count_as_use() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (path, headers) in [
        ("/admin/live?of=mail", [("accept", "text/event-stream"), ("sec-fetch-site", "same-origin")]),
        ("/admin/users/live", [("accept", "text/event-stream"), ("sec-fetch-site", "same-origin")]),
        ("/admin/mail", [("x-unattended", "yes"), ("sec-fetch-site", "same-origin")]),
        ("/admin/mail", [("sec-fetch-dest", "iframe"), ("sec-fetch-site", "same-site")]),
        ("/account", [("sec-fetch-dest", "image"), ("sec-fetch-site", "cross-site")]),
    ] {
        admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
        for _ in 0..2 {
            app.advance(HOUR / 2 - 1);
            let request =
                headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
            let request = request.body(Body::empty()).unwrap();
            assert_eq!(admin.begin(request).await.status(), StatusCode::OK, "{path}");
        }
        app.advance(2);
        assert!(!is_signed_in(&mut admin).await, "{path}: it counts as use");
    }
    // By a link from another site, such as an app's, a person comes.
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    for _ in 0..3 {
        app.advance(HOUR / 2 - 1);
        let request = Request::get("/admin/mail").header("sec-fetch-dest", "document");
        let request = request.header("sec-fetch-site", "same-site").body(Body::empty()).unwrap();
        assert_eq!(admin.begin(request).await.status(), StatusCode::OK);
    }
    app.advance(HOUR);
    // It opens nothing that has ended, and a page that a person opens counts as before.
    let late =
        admin.send(Request::get("/admin/mail").header("accept", "text/html").header("x-unattended", "yes")).await;
    assert!(late.location().is_some_and(|to| to.starts_with("/login?")), "{:?}", late.location());
    app.deliver_all().await;
}

#[tokio::test]
async fn shorter_limits_of_the_operator_hold_for_admins_too() {
    let change = |settings: &mut chaveiro::server::config::Settings| {
        settings.session_idle = std::time::Duration::from_secs(10 * MINUTE);
    };
    let app = TestApp::start_with(change).await;
    let mut admin = app.admin().await;
    app.advance(10 * MINUTE);
    assert!(!is_signed_in(&mut admin).await);
}

#[tokio::test]
async fn the_session_of_a_temporary_password_lasts_a_quarter_of_an_hour_whatever_one_does() {
    let app = TestApp::start().await;
    let temporary = app.invite(RUI).await;
    let mut rui = app.browser();
    rui.sign_in(RUI, &temporary).await;
    for minute in 0..14 {
        app.advance(MINUTE);
        assert_eq!(rui.get("/first-access").await.status, StatusCode::OK, "after {} minutes", minute + 1);
    }
    app.advance(MINUTE - 1);
    assert_eq!(rui.get("/first-access").await.status, StatusCode::OK);
    app.advance(1);
    let answer = rui.get("/first-access").await;
    assert!(answer.location().is_some_and(|to| to.starts_with("/login")), "{} {:?}", answer.status, answer.location());
    let late = rui.post_as_program("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        app.browser().sign_in(RUI, &temporary).await.location(),
        Some("/first-access"),
        "the password still works"
    );
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let mut kept = rui.clone();
    let mut elsewhere = member(&app).await;

    let answer = rui.post("/logout", &[]).await;

    assert_eq!(answer.location(), Some("/login?notice=signed-out"));
    assert!(answer.headers["clear-site-data"].to_str().unwrap().contains("\"cache\""));
    assert!(!rui.cookies.contains_key("session"), "the browser keeps the cookie");
    assert!(!is_signed_in(&mut kept).await, "the cookie still works");
    assert!(is_signed_in(&mut elsewhere).await, "other sessions are others");
    let again = rui.post("/logout", &[]).await;
    assert_eq!(again.location(), Some("/login?notice=signed-out"), "signing out twice is no error");
    let app = app.restarted(|_| ()).await;
    let mut after = app.browser();
    after.cookies = kept.cookies.clone();
    assert!(!is_signed_in(&mut after).await, "a new start brought it back");
    app.deliver_all().await;
}

#[tokio::test]
async fn one_ends_all_other_sessions_of_ones_own() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let mut stranger = app.member("eva@example.org").await;
    let mut others = [member(&app).await, member(&app).await];
    let repeated =
        "SELECT COUNT(*) FROM used_tokens t JOIN users u ON u.id = t.user_id WHERE u.email = 'rui@example.org'";
    assert!(app.number(repeated).await > 0, "the form of the first access could be sent again");

    let answer = rui.post("/account/end-other-sessions", &[]).await;

    assert_eq!(answer.location(), Some("/account?notice=sessions-ended"));
    assert_eq!(app.number(repeated).await, 0, "another browser opens the account again with its last form");
    assert!(is_signed_in(&mut rui).await);
    assert!(is_signed_in(&mut stranger).await, "somebody else was signed out");
    for other in &mut others {
        assert!(!is_signed_in(other).await);
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn one_ends_one_session_of_ones_own_and_nobody_elses() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let mut stranger = app.member("eva@example.org").await;
    let mut other = member(&app).await;
    let id = |browser: &Browser| session_handle(&hex::encode(Sha256::digest(&browser.cookies["session"])));
    let page = rui.get("/account").await;
    assert!(page.text.contains(&id(&other)), "the list does not name the other session");
    assert!(!page.text.contains(&id(&stranger)), "the list names a session of somebody else");
    let secret = hex::encode(Sha256::digest(&other.cookies["session"]));
    assert!(!page.text.contains(&other.cookies["session"]) && !page.text.contains(&secret));

    let refused = rui.post_as_program("/account/end-session", &[("session", &id(&stranger))]).await;
    // Not among one's own: as one that has ended already.
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    assert!(is_signed_in(&mut stranger).await, "somebody else was signed out");

    let answer = rui.post("/account/end-session", &[("session", &id(&other))]).await;
    assert_eq!(answer.location(), Some("/account?notice=session-ended"));
    assert!(!is_signed_in(&mut other).await);
    assert!(is_signed_in(&mut rui).await);
    let gone = rui.post_as_program("/account/end-session", &[("session", &id(&other))]).await;
    // A form sent twice ends where it ended the first time.
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_person_keeps_twenty_sessions_the_longest_unused_goes_first() {
    let app = TestApp::start().await;
    let mut browsers = vec![app.member(RUI).await];
    for _ in 0..20 {
        app.advance(1);
        browsers.push(member(&app).await);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 20);
    let newest = browsers.split_off(1);
    for mut browser in newest {
        assert!(is_signed_in(&mut browser).await);
    }
    assert!(!is_signed_in(&mut browsers[0]).await);
    app.deliver_all().await;
}

#[tokio::test]
async fn switching_an_account_off_ends_its_session_at_once_and_no_new_one_begins() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let temporary = app.invite("eva@example.org").await;
    let mut eva = app.browser();
    eva.sign_in("eva@example.org", &temporary).await;

    assert_eq!(app.execute("UPDATE users SET disabled_at = 1 WHERE role = 'member'").await, 2);

    assert!(!is_signed_in(&mut rui).await);
    assert_eq!(app.browser().sign_in(RUI, OWN_PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    let choice = eva.post_as_program("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(choice.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE password_hash IS NOT NULL").await, 1);
}

#[tokio::test]
async fn a_role_is_looked_up_at_every_request() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    assert_eq!(admin.get("/admin/users").await.status, StatusCode::OK);
    app.execute("UPDATE users SET role = 'member'").await;
    assert_eq!(admin.get("/admin/users").await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.post_as_program("/admin/users/new", &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_deleted_accounts_sessions_go_with_it() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    app.execute("DELETE FROM users").await;
    assert!(!is_signed_in(&mut rui).await);
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn a_session_is_taken_from_its_cookie_and_from_nowhere_else() {
    let app = TestApp::start().await;
    let rui = app.member(RUI).await;
    let token = rui.cookies["session"].clone();
    let requests = [
        Request::get(format!("/account?session={token}")),
        Request::get("/account").header(header::AUTHORIZATION, format!("Bearer {token}")),
        Request::get("/account").header("x-session", &token),
        Request::get("/account").header(header::COOKIE, format!("Session={token}")),
        Request::get("/account").header(header::COOKIE, format!("xsession={token}")),
    ];
    for request in requests {
        let answer = app.browser().send(request.header(header::ACCEPT, "application/json")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn what_has_ended_is_listed_no_more_and_forgotten() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member(RUI).await;
    let open = async || app.number("SELECT COUNT(*) FROM sessions").await;
    assert_eq!(open().await, 2);
    let admins = app.id_of(ADMIN_EMAIL).await;
    app.advance(2 * HOUR);
    assert_eq!(session::list_open(&app.state, &admins, Role::Admin).await.unwrap().len(), 0, "an hour unused");
    clean_up(&app.state).await;
    assert_eq!(open().await, 1, "the admin's has ended");
    assert!(!is_signed_in(&mut admin).await && is_signed_in(&mut rui).await);
    app.advance(13 * HOUR);
    clean_up(&app.state).await;
    assert_eq!(open().await, 0);
}

/// OWASP ASVS 5.0, 7.2.3: no token comes twice, and none is short.
#[test]
fn ten_thousand_tokens_are_ten_thousand_and_long() {
    let tokens: std::collections::BTreeSet<_> = (0..10_000).map(|_| Token::generate().reveal().to_owned()).collect();
    assert_eq!(tokens.len(), 10_000);
    assert!(tokens.iter().all(|token| token.len() == 43), "32 bytes in base64url");
}

/// OWASP ASVS 5.0, 6.2.3: not without the current one, however the form is bent.
#[tokio::test]
async fn a_password_is_not_changed_without_the_current_one() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let new = ("new_password", "sete pontes sobre o mar");
    let wrong: [&[(&str, &str)]; 5] = [
        &[new],
        &[new, ("current_password", "")],
        &[new, ("current_password", " ")],
        &[new, ("password", OWN_PASSWORD)],
        &[new, ("current_password", "another than the right one")],
    ];
    for form in wrong {
        assert!(rui.post("/account", form).await.status.is_client_error(), "{form:?}");
        assert!(rui.post_as_program("/account", form).await.status.is_client_error(), "{form:?}");
    }
    assert_eq!(app.browser().sign_in(RUI, OWN_PASSWORD).await.location(), Some("/"));
    app.deliver_all().await;
}

/// NIST SP 800-63B-4, 3.1.1.2: no change is asked for because time has passed.
#[tokio::test]
async fn a_password_four_hundred_days_old_still_opens_the_account() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    app.advance(400 * 86400);
    let mut rui = app.browser();
    assert_eq!(rui.sign_in(RUI, OWN_PASSWORD).await.location(), Some("/"));
    assert_eq!(rui.get("/account").await.status, StatusCode::OK);
    app.deliver_all().await;
}

/// With three browsers in it, and also after a new start of the program.
#[tokio::test]
async fn what_ends_sessions_ends_all_of_them_for_good() {
    for action in [AdminAction::Disable, AdminAction::Delete, AdminAction::RequirePassword] {
        let app = TestApp::start().await;
        app.member(RUI).await;
        let mut cookies = Vec::new();
        for _ in 0..3 {
            let mut browser = app.browser();
            browser.sign_in(RUI, OWN_PASSWORD).await;
            assert_eq!(browser.get("/account").await.status, StatusCode::OK);
            cookies.push(browser.cookies);
        }
        app.apply_action(action, RUI).await;
        let app = app.restarted(|_| ()).await;
        for cookies in cookies {
            let mut browser = app.browser();
            browser.cookies = cookies;
            assert!(browser.get("/account").await.location().is_some_and(|to| to.starts_with("/login")), "{action:?}");
        }
        app.deliver_all().await;
    }
}

#[tokio::test]
async fn another_role_ends_all_sessions() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(RUI).await;
    let id = app.id_of(RUI).await;
    for role in ["admin", "member"] {
        let (mut rui, mut elsewhere) = (member(&app).await, member(&app).await);
        let form =
            [("user", id.as_str()), ("display_name", "Rui Lima"), ("email", RUI), ("role", role), ("locale", "pt-BR")];
        assert_eq!(admin.post("/admin/users/edit", &form).await.status, StatusCode::SEE_OTHER, "{role}");
        assert!(!is_signed_in(&mut rui).await && !is_signed_in(&mut elsewhere).await, "{role}");
        let mut again = member(&app).await;
        assert_eq!(admin.post("/admin/users/edit", &form).await.status, StatusCode::SEE_OTHER, "{role}");
        assert!(is_signed_in(&mut again).await, "the same role as before ends nothing");
    }
    app.leave_mail();
}
