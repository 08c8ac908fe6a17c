//! The first administrator.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, TestApp, new_user, race};
use axum::http::StatusCode;
use chaveiro::domain::{Role, UserStatus};
use chaveiro::server::keys::Token;
use chaveiro::server::store::audit::Origin;
use std::time::Duration;

async fn link(app: &TestApp) -> String {
    let token = Token::generate();
    let end = app.state.clock.now().plus(Duration::from_secs(30 * 60));
    app.state.store.insert_setup_link(&token.hash(), end).await.unwrap();
    token.reveal().to_owned()
}

fn form<'a>(link: &'a str, email: &'a str) -> [(&'a str, &'a str); 4] {
    [("t", link), ("display_name", "Ana Admin"), ("email", email), ("password", ADMIN_PASSWORD)]
}

#[tokio::test]
async fn the_set_up_link_makes_one_admin_who_is_signed_in_and_then_never_works_again() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    let mut ana = app.browser();
    let page = ana.open(&format!("/setup?t={link}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("name=\"password\""), "{}", page.text);
    assert_eq!(ana.open(&format!("/setup?t={link}")).await.status, StatusCode::OK, "looking spends nothing");

    let answer = ana.post("/setup", &form(&link, ADMIN_EMAIL)).await;

    assert_eq!(answer.location(), Some("/admin/users?notice=set-up"), "{}", answer.text);
    assert_eq!(ana.get("/admin/users").await.status, StatusCode::OK);
    let account = app.account(ADMIN_EMAIL).await;
    assert_eq!((account.user.role, account.status), (Role::Admin, UserStatus::Active));
    assert_eq!(app.audit_kinds(&account.user.id).await, ["admin_created"]);
    assert_eq!(app.texts("SELECT actor FROM audit_events").await, [Some("setup".to_owned())]);

    let before = app.row_counts().await;
    let mut other = app.browser();
    assert_eq!(other.open(&format!("/setup?t={link}")).await.status, StatusCode::GONE);
    assert_eq!(other.post("/setup", &form(&link, "eve@example.org")).await.status, StatusCode::GONE);
    let program = other.post_as_program("/setup", &form(&link, "eve@example.org")).await;
    assert_eq!((program.status, program.code().as_deref()), (StatusCode::GONE, Some("link_not_valid")));
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn the_set_up_link_works_for_thirty_minutes() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    app.advance(30 * 60 - 1);
    assert_eq!(app.browser().open(&format!("/setup?t={link}")).await.status, StatusCode::OK);
    app.advance(1);
    assert_eq!(app.browser().open(&format!("/setup?t={link}")).await.status, StatusCode::GONE);
    assert_eq!(app.browser().post("/setup", &form(&link, ADMIN_EMAIL)).await.status, StatusCode::GONE);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_posts_at_once_make_one_admin() {
    for round in 0..5 {
        let app = TestApp::start().await;
        let links = [link(&app).await, link(&app).await];
        let answers = race(10, |number| {
            let (mut browser, link) = (app.browser(), links[number % 2].clone());
            let email = format!("admin{number}@example.org");
            async move { browser.post_as_program("/setup", &form(&link, &email)).await }
        });
        let mut made = 0;
        for answer in answers.await {
            match answer.status {
                StatusCode::SEE_OTHER => made += 1,
                other => assert_eq!(other, StatusCode::GONE, "round {round}: {}", answer.text),
            }
        }
        assert_eq!(made, 1, "round {round}");
        assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1, "round {round}");
        assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 1, "round {round}");
    }
}

#[tokio::test]
async fn an_unused_link_closes_when_an_admin_exists() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    app.admin().await;
    assert_eq!(app.browser().open(&format!("/setup?t={link}")).await.status, StatusCode::GONE);
    assert_eq!(app.browser().post("/setup", &form(&link, "eve@example.org")).await.status, StatusCode::GONE);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

/// An admin was made at the command line after the link was looked at.
#[tokio::test]
async fn a_link_that_was_still_good_a_moment_ago_makes_no_second_admin() {
    let app = TestApp::start().await;
    let link = Token::parse(&link(&app).await).unwrap().hash();
    app.admin().await;
    let before = app.row_counts().await;
    let eve = new_user("Eve", "eve@example.org", Role::Admin);
    let (hash, session) = (app.state.hasher.hash(ADMIN_PASSWORD).await.unwrap(), Token::generate().hash());
    let made = app.state.store.take_setup_link(&link, &eve, &hash, &session, &Origin::default()).await.unwrap();
    assert_eq!(made, None);
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn a_member_is_no_admin_and_keeps_no_link_closed() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let link = link(&app).await;
    assert_eq!(
        app.browser().post("/setup", &form(&link, "rui@example.org")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let answer = app.browser().post("/setup", &form(&link, ADMIN_EMAIL)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "a refused form spent the link: {}", answer.text);
}

#[tokio::test]
async fn a_refused_form_does_not_spend_the_link() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    let mut ana = app.browser();
    for (name, email, password) in [
        ("", ADMIN_EMAIL, ADMIN_PASSWORD),
        ("Ana Admin", "ana", ADMIN_PASSWORD),
        ("Ana Admin", ADMIN_EMAIL, "short"),
        ("Ana Admin", ADMIN_EMAIL, "passwordpassword"),
        ("Ana Admin", ADMIN_EMAIL, ""),
    ] {
        let fields = [("t", link.as_str()), ("display_name", name), ("email", email), ("password", password)];
        let answer = ana.post("/setup", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}: {}", answer.text);
        assert!(answer.text.contains(&link), "the form has lost its link: {}", answer.text);
        assert!(password.is_empty() || !answer.text.contains(password), "the page repeats the password");
    }
    assert_eq!(ana.post("/setup", &form(&link, ADMIN_EMAIL)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_server_has_no_accounts_and_no_default_credentials() {
    let app = TestApp::start().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);
    for (email, password) in
        [("admin@localhost.localdomain", "admin"), ("admin@example.org", "password"), ("root@example.org", "")]
    {
        let answer = app.browser().sign_in(email, password).await;
        assert!(answer.status.is_client_error(), "{email}: {}", answer.status);
    }
    let guess = "A".repeat(43);
    for guess in ["", "x", guess.as_str(), "' OR 1=1 --"] {
        assert_eq!(app.browser().post("/setup", &form(guess, ADMIN_EMAIL)).await.status, StatusCode::GONE, "{guess}");
    }
    let page = app.browser().get("/setup").await;
    assert_eq!(page.status, StatusCode::GONE, "the page opens without a link");
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);
}

/// The page's address holds the token: nobody else may learn it.
#[tokio::test]
async fn the_page_of_the_link_is_kept_nowhere_and_tells_nobody_its_address() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    let page = app.browser().open(&format!("/setup?t={link}")).await;
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(app.texts("SELECT token_hash FROM setup_links").await, [Some(Token::parse(&link).unwrap().hash())]);
}

/// A newcomer who opens the address without the set-up link learns where it is.
#[tokio::test]
async fn until_there_is_an_administrator_the_sign_in_page_says_how_to_become_one() {
    const HINT: &str = "Ainda não há administrador";
    let app = TestApp::start().await;
    assert!(app.browser().get("/login").await.says(HINT));
    let dead = app.browser().get("/setup?t=x").await;
    assert_eq!(dead.status, StatusCode::GONE);
    assert!(dead.says("inicie o Chaveiro de novo em um terminal para receber outro"), "{}", dead.text);
    app.admin().await;
    assert!(!app.browser().get("/login").await.says(HINT));
}
