//! The link in the email with a temporary password.

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp, holds, race};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, UserStatus};
use chaveiro::server::delivery::Outcome;

const MARIA: &str = "maria@example.org";
/// Six digits: what has another form is not a guess. Generated once in a million times.
const WRONG: &str = "000000";

/// The token in the link of the newest mail that has one.
pub fn last_link(app: &TestApp) -> String {
    let mails = app.mails();
    let token = |text: &str| {
        let line = text.lines().find(|line| line.contains("/first-access#t="))?;
        Some(line.trim().split_once("#t=")?.1.to_owned())
    };
    mails.iter().rev().find_map(|mail| token(&mail.text)).expect("a mail with a link")
}

/// What the page does with the token it finds in its address.
pub async fn open(app: &TestApp, link: &str) -> (Browser, Answer) {
    let mut browser = app.browser();
    let answer = browser.post("/first-access/link", &[("t", link)]).await;
    (browser, answer)
}

pub async fn choose(browser: &mut Browser, temporary: &str, new: &str) -> Answer {
    browser.post("/first-access", &[("password", temporary), ("new_password", new)]).await
}

#[tokio::test]
async fn the_link_fills_in_the_address_and_one_page_takes_both_passwords() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let link = last_link(&app);
    assert!(app.browser().get("/first-access").await.location().is_some_and(|to| to.starts_with("/login")));

    let (mut maria, answer) = open(&app, &link).await;
    assert_eq!(answer.location(), Some("/first-access"));
    let page = maria.get("/first-access").await;
    assert!(page.text.contains(&format!("value=\"{MARIA}\"")), "{}", page.text);
    assert!(page.text.contains("name=\"password\"") && page.text.contains("name=\"new_password\""));
    assert!(!page.text.contains(&link), "the token stands in the page");

    let chosen = choose(&mut maria, &temporary, OWN_PASSWORD).await;
    assert_eq!(chosen.location(), Some("/account?notice=password-chosen"), "{}", chosen.text);
    assert_eq!(maria.get("/account").await.status, StatusCode::OK);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Active);
    assert!(maria.cookies.get("link").is_none_or(String::is_empty), "the link stays in the browser");

    let (_, again) = open(&app, &link).await;
    assert_eq!(again.status, StatusCode::GONE, "a link works twice");
    app.deliver_all().await;
}

/// As in the browser, where both are in sight.
#[tokio::test]
async fn the_temporary_password_beside_it_is_no_own_one_however_it_is_written() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let (mut maria, _) = open(&app, &last_link(&app)).await;
    let spread = temporary.chars().map(|digit| format!("{digit}_+")).collect::<String>();
    let refused = choose(&mut maria, &temporary, &spread).await;
    assert!(refused.says("Esta é a senha temporária."), "{}", refused.text);
    assert_eq!(choose(&mut maria, &temporary, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

/// Gateways open links before people do.
#[tokio::test]
async fn opening_a_link_does_not_consume_it() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let link = last_link(&app);
    for _ in 0..10 {
        let (mut scanner, answer) = open(&app, &link).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(scanner.get("/first-access").await.status, StatusCode::OK);
        app.browser().get(&format!("/first-access?t={link}")).await;
    }
    assert_eq!(app.number("SELECT CAST(SUM(attempts + link_attempts) AS BIGINT) FROM temporary_passwords").await, 0);
    let (mut maria, _) = open(&app, &link).await;
    assert_eq!(choose(&mut maria, &temporary, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn exhausting_the_sign_in_page_leaves_the_link_usable() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    for _ in 0..5 {
        app.browser().sign_in(MARIA, WRONG).await;
        app.advance(3600);
    }
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.status, StatusCode::UNAUTHORIZED);
    app.state.store.delete_spent_hashes().await.unwrap();

    let (mut maria, _) = open(&app, &last_link(&app)).await;
    assert_eq!(choose(&mut maria, &temporary, OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn the_link_has_five_tries_of_its_own_and_says_how_many_are_left() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let (mut maria, _) = open(&app, &last_link(&app)).await;

    // A form that could not be accepted anyway costs no try.
    for (password, new) in [(temporary.as_str(), "too short"), ("", OWN_PASSWORD), (WRONG, "")] {
        let refused = choose(&mut maria, password, new).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(app.number("SELECT link_attempts FROM temporary_passwords").await, 0);

    for words in ["Restam 4", "Restam 3", "Restam 2", "Resta 1 tentativa"] {
        let refused = choose(&mut maria, WRONG, OWN_PASSWORD).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says(words), "{words}: {}", refused.text);
    }
    let fifth = choose(&mut maria, WRONG, OWN_PASSWORD).await;
    assert_eq!(fifth.status, StatusCode::GONE);
    assert!(fifth.says("teve tentativas demais"), "{}", fifth.text);
    assert!(!maria.cookies.contains_key("link"), "the dead link stays in the browser");
    maria.cookies.insert("link".to_owned(), last_link(&app));
    let sixth = choose(&mut maria, &temporary, OWN_PASSWORD).await;
    assert_eq!(sixth.status, StatusCode::GONE, "a sixth try was looked at");
    assert!(sixth.text.contains("href=\"/forgot-password\""), "no way out: {}", sixth.text);

    // The sign-in page has lost none of its own tries.
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.location(), Some("/first-access"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_of_a_hundred_concurrent_attempts_reach_the_hash() {
    let app = TestApp::start().await;
    for round in 0..10 {
        app.invite(&format!("maria{round}@example.org")).await;
        let link = chaveiro::server::keys::Token::parse(&last_link(&app)).unwrap().hash();
        let handed_out = race(100, |_| {
            let (store, link) = (app.state.store.clone(), link.clone());
            async move { store.reserve_link_attempt(&link).await.unwrap().is_some() }
        });
        assert_eq!(handed_out.await.into_iter().filter(|is_handed_out| *is_handed_out).count(), 5, "round {round}");
    }
}

#[tokio::test]
async fn a_link_ends_with_its_temporary_password() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.invite(MARIA).await;
    let first = last_link(&app);
    let id = app.id_of(MARIA).await;
    admin.post("/admin/users/send-again", &[("user", id.as_str())]).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let second = last_link(&app);
    assert_eq!(open(&app, &first).await.1.status, StatusCode::GONE, "the link of an earlier mail works");
    assert_eq!(open(&app, &second).await.1.status, StatusCode::SEE_OTHER);

    let (mut early, _) = open(&app, &second).await;
    app.apply_action(AdminAction::Disable, MARIA).await;
    assert_eq!(early.get("/first-access").await.status, StatusCode::GONE, "a disabled account's link works");
    early.cookies.insert("link".to_owned(), second);
    app.apply_action(AdminAction::Enable, MARIA).await;
    app.apply_action(AdminAction::Revoke, MARIA).await;
    assert_eq!(early.get("/first-access").await.status, StatusCode::GONE, "a revoked one works");

    let temporary = app.invite("rui@example.org").await;
    let (mut rui, _) = open(&app, &last_link(&app)).await;
    app.advance(24 * 3600 + 60);
    assert_eq!(choose(&mut rui, &temporary, OWN_PASSWORD).await.status, StatusCode::GONE, "an expired one works");
}

#[tokio::test]
async fn a_link_is_nothing_without_its_temporary_password_or_with_anothers() {
    let app = TestApp::start().await;
    let marias = app.invite(MARIA).await;
    app.invite("rui@example.org").await;
    let (mut stranger, _) = open(&app, &last_link(&app)).await;
    let refused = choose(&mut stranger, &marias, OWN_PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert_eq!(stranger.get("/account").await.location(), Some("/login?next=%2Faccount"), "a link signs in");
    for nonsense in ["", "x", &"A".repeat(43)] {
        assert_eq!(open(&app, nonsense).await.1.status, StatusCode::GONE, "{nonsense}");
    }
}

#[tokio::test]
async fn the_database_knows_a_link_by_its_sha_256_alone() {
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    let link = last_link(&app);
    open(&app, &link).await;
    assert!(app.written_down().await.iter().any(|bytes| holds(bytes, MARIA)), "looking in the wrong place");
    assert!(!app.written_down().await.iter().any(|bytes| holds(bytes, &link)));
}

/// A link of a newer mail is not kept out by what the browser still has of an older one.
#[tokio::test]
async fn a_dead_link_is_forgotten_and_the_next_one_opens() {
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    let (mut maria, _) = open(&app, &last_link(&app)).await;
    app.apply_action(AdminAction::Resend, MARIA).await;
    app.deliver_all().await;
    let dead = maria.get("/first-access").await;
    assert_eq!(dead.status, StatusCode::GONE);
    assert!(dead.says("peça outra senha temporária"), "{}", dead.text);
    assert!(maria.get("/first-access").await.location().is_some_and(|to| to.starts_with("/login")));
    let link = last_link(&app);
    maria.post("/first-access/link", &[("t", &link)]).await;
    assert_eq!(maria.get("/first-access").await.status, StatusCode::OK);
}

/// Two links in two tabs share a cookie: a form is only taken for whom it showed.
#[tokio::test]
async fn a_form_of_one_link_is_not_taken_for_another() {
    let app = TestApp::start().await;
    let marias = app.invite(MARIA).await;
    let (mut shared, _) = open(&app, &last_link(&app)).await;
    app.invite("rui@example.org").await;
    shared.post("/first-access/link", &[("t", &last_link(&app))]).await;

    let form = [("username", MARIA), ("password", &marias), ("new_password", OWN_PASSWORD)];
    let refused = shared.post("/first-access", &form).await;

    assert_eq!(refused.status, StatusCode::GONE, "{}", refused.text);
    assert_eq!(app.number("SELECT CAST(SUM(link_attempts) AS BIGINT) FROM temporary_passwords").await, 0);
}

#[tokio::test]
async fn who_is_signed_in_learns_why_a_link_leads_nowhere_and_keeps_no_token() {
    let app = TestApp::start().await;
    let mut rui = app.member("rui@example.org").await;
    let own = last_link(&app);
    app.invite(MARIA).await;
    for (link, notice) in [(own, "link-over"), (last_link(&app), "link-of-another"), ("x".to_owned(), "link-over")] {
        let answer = rui.post("/first-access/link", &[("t", &link)]).await;
        assert_eq!(answer.location(), Some(format!("/account?notice={notice}").as_str()));
        assert!(answer.set_cookies().iter().all(|cookie| cookie.starts_with("flash=")));
        assert!(rui.get("/account").await.says("O link do e-mail"));
    }
}

#[tokio::test]
async fn a_form_after_the_session_timeout_says_that_nothing_was_saved() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let form = [("password", temporary.as_str()), ("new_password", OWN_PASSWORD)];
    let late = app.browser().post("/first-access", &form).await;
    assert_eq!(late.location(), Some("/login?notice=not-saved"));
    let mut maria = app.browser();
    maria.sign_in(MARIA, &temporary).await;
    app.advance(16 * 60);
    let late = maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(late.location(), Some("/login?notice=not-saved"));
    assert!(maria.get("/login").await.says("Sua senha não foi salva"));
}

#[tokio::test]
async fn the_token_of_a_refused_link_gets_into_no_address() {
    let app = TestApp::start().await;
    let token = "A".repeat(43);
    let (_, refused) = open(&app, &token).await;
    assert_eq!(refused.status, StatusCode::GONE);
    assert!(!refused.text.contains(&token), "{}", refused.text);
}

/// The link tells the address and not the name: what cannot be known is not ticked off, and two empty boxes are two.
#[tokio::test]
async fn the_page_knows_the_address_and_names_each_empty_password() {
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    let (mut maria, _) = open(&app, &last_link(&app)).await;
    let page = maria.get("/first-access").await;
    assert!(page.text.contains(&format!("data-email=\"{MARIA}\"")), "{}", page.text);
    assert!(!page.text.contains("data-display-name"), "{}", page.text);
    let empty = choose(&mut maria, "", "").await;
    assert!(empty.says("Digite a senha temporária.") && empty.says("Digite a nova senha."), "{}", empty.text);
    let own_address = choose(&mut maria, WRONG, MARIA).await;
    assert_eq!(own_address.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own_address.says("só seu nome ou seu e-mail"), "{}", own_address.text);
}

/// Wherever a sentence says to ask for another password, that is a link.
#[tokio::test]
async fn a_dead_link_leads_to_another_temporary_password() {
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    let link = last_link(&app);
    let (mut early, _) = open(&app, &link).await;
    app.apply_action(AdminAction::Revoke, MARIA).await;
    let ask = "<a href=\"/forgot-password\">peça outra senha temporária</a>";
    let (_, refused) = open(&app, &link).await;
    assert!(refused.text.contains(ask), "{}", refused.text);
    let dead = early.get("/first-access").await;
    assert!(dead.text.contains(ask) && dead.says("Pedir outra senha temporária"), "{}", dead.text);
    assert!(!dead.text.contains("class=\"code\"") && dead.says("Código do erro: 410"), "{}", dead.text);
}

/// Who has sent a password with a link that is over learns that it was not saved.
#[tokio::test]
async fn a_password_sent_with_a_dead_link_is_said_to_be_lost() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let (mut maria, _) = open(&app, &last_link(&app)).await;
    app.apply_action(AdminAction::Revoke, MARIA).await;
    let lost = choose(&mut maria, &temporary, OWN_PASSWORD).await;
    assert_eq!(lost.status, StatusCode::GONE);
    assert!(lost.says("A senha que você acabou de enviar não foi salva."), "{}", lost.text);
}

/// The first access ends where sign-in leads from then on; the way there stays in sight.
#[tokio::test]
async fn who_may_use_apps_comes_to_them_and_finds_them_again() {
    let app = TestApp::start().await;
    app.client("moodle").await;
    let temporary = app.invite(MARIA).await;
    let (mut maria, _) = open(&app, &last_link(&app)).await;
    let chosen = choose(&mut maria, &temporary, OWN_PASSWORD).await;
    assert_eq!(chosen.location(), Some("/apps?notice=password-chosen"), "{}", chosen.text);
    let tiles = maria.get("/apps").await;
    assert!(tiles.says("Senha criada.") && tiles.says("Seus aplicativos"), "{}", tiles.text);
    assert!(maria.get("/account").await.text.contains("href=\"/apps\""), "no way to the apps");
    let mut admin = app.admin().await;
    assert!(admin.get("/account").await.text.contains("href=\"/apps\""), "no way to an admin's own apps");
    assert!(!admin.get("/admin/users").await.text.contains("href=\"/apps\""));
    app.deliver_all().await;
}
