//! When an app behind a proxy is closed to somebody again (F5, F6), and what is written of it.

use super::{HOST, at_app, begin, check, forwarded_request, open, signed_in, start, value, wiki, wiki_of_groups};
use crate::app::{OWN_PASSWORD, TestApp};
use crate::program;
use axum::http::{StatusCode, header};
use chaveiro::domain::{AdminAction, AppAddress, AppKind, GroupSlug};
use chaveiro::server::apps;
use chaveiro::server::rate_limit::FORWARD_AUTH_COOKIES;
use chaveiro::server::session::Admin;
use chaveiro::server::store::audit::Origin;

/// Whatever ends the session ends the cookie, in the same transaction: nothing is remembered beside it.
#[tokio::test]
async fn the_cookie_ends_with_the_session_however_that_ends() {
    let app = start().await;
    let client = app.client_with(wiki()).await;
    for (number, end) in
        ["sign out", "password", "disable", "reset", "delete", "time", "app", "other host", "other kind", "app deleted"]
            .into_iter()
            .enumerate()
    {
        let email = format!("maria{number}@example.org");
        let mut maria = app.member(&email).await;
        let mut browser = at_app(&app);
        open(&mut maria, &mut browser, "/").await;
        assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK, "{end}");
        let edit = async |change: &dyn Fn(&mut chaveiro::domain::AppDetails)| {
            let mut details = client.details.clone();
            change(&mut details);
            let admin = Admin::from_cli();
            apps::edit_app(&app.state, &admin, &client.id, None, &details).await.unwrap();
        };
        match end {
            "sign out" => drop(maria.post("/logout", &[]).await),
            "password" => {
                let fields = [("current_password", OWN_PASSWORD), ("new_password", "nove cadernos sem linha")];
                assert_eq!(maria.post("/account", &fields).await.status, StatusCode::SEE_OTHER);
            }
            "disable" => app.apply_action(AdminAction::Disable, &email).await,
            "reset" => app.apply_action(AdminAction::RequirePassword, &email).await,
            "delete" => app.apply_action(AdminAction::Delete, &email).await,
            "time" => app.advance(31 * 24 * 3600),
            "app" => {
                let id = app.id_of(&email).await;
                assert!(app.state.store.delete_app_use(&id, &client.id, &Origin::default()).await.unwrap());
            }
            "other host" => {
                let other = AppAddress::parse("https://other.example.org/").unwrap();
                edit(&|details| details.home_url = other.clone()).await;
                edit(&|_| ()).await;
            }
            "other kind" => {
                edit(&|details| details.kind = AppKind::Public).await;
                assert_eq!(check(&mut browser, "/").await.status, StatusCode::NOT_FOUND);
                edit(&|_| ()).await;
            }
            _ => {
                let admin = Admin::from_cli();
                apps::delete_app(&app.state, &admin, &client.id).await.unwrap();
                assert_eq!(check(&mut browser, "/").await.status, StatusCode::NOT_FOUND);
                assert_eq!(app.number("SELECT COUNT(*) FROM forward_auth_cookies").await, 0);
                return;
            }
        }
        // The mail of a reset, before the next person's.
        app.deliver_all().await;
        assert_eq!(check(&mut browser, "/").await.status, StatusCode::FOUND, "{end}");
        let script = forwarded_request("/").header("sec-fetch-mode", "cors");
        assert_eq!(browser.send(script).await.status, StatusCode::UNAUTHORIZED, "{end}");
    }
}

/// F6: a page with words and no redirect; one line in the log for each sign-in, not for each request.
#[tokio::test]
async fn a_person_who_left_the_group_gets_a_page_and_comes_back_with_it() {
    let app = start().await;
    crate::groups::store::make(&app, "turma-1a", "Turma 1A").await;
    let slug = GroupSlug::parse("turma-1a").unwrap();
    let group = app.state.store.find_group(&slug).await.unwrap().unwrap();
    app.client_with(wiki_of_groups(std::slice::from_ref(&group.id))).await;
    let mut maria = app.member("maria@example.org").await;
    let id = app.id_of("maria@example.org").await;
    let put = async |groups: &[&str]| crate::groups::store::set_groups(&app, &id, groups).await;

    // Not at all: the page is Chaveiro's own, and leads back to where the app says so too.
    let mut browser = at_app(&app);
    let authorize = begin(&mut browser, "/").await;
    let refused = maria.get(&authorize).await;
    assert_eq!((refused.status, refused.location()), (StatusCode::FORBIDDEN, None));
    let answer = browser.get("/.chaveiro/callback?error=access_denied&state=%2F").await;
    assert!(answer.status == StatusCode::FORBIDDEN && answer.says("Você não tem acesso a Moodle"), "{}", answer.text);

    put(&["turma-1a"]).await;
    open(&mut maria, &mut browser, "/").await;
    assert_eq!(value(&check(&mut browser, "/").await, "remote-groups"), "turma-1a");
    put(&[]).await;
    let refusals = async || app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'app_refused'").await;
    let before = refusals().await;
    for _ in 0..3 {
        let page = check(&mut browser, "/").await;
        assert_eq!((page.status, page.location()), (StatusCode::FORBIDDEN, None));
        assert!(page.says("Você não tem acesso a Moodle") && page.says("Instituto Aurora"), "{}", page.text);
        assert!(page.text.contains("href=\"http://localhost:3000/apps\""), "{}", page.text);
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; ") && page.text.contains(&format!("nonce=\"{nonce}\"")),
            "{policy}"
        );
        assert!(!page.headers.contains_key("remote-user"));
    }
    assert_eq!(refusals().await, before + 1);
    let script = browser.send(forwarded_request("/").header("sec-fetch-mode", "cors")).await;
    assert_eq!((script.status, script.code().as_deref()), (StatusCode::FORBIDDEN, Some("no_access")));
    let page = browser.get("/.chaveiro/no-access").await;
    assert!(page.status == StatusCode::FORBIDDEN && page.says("Você não tem acesso a Moodle"), "what nginx shows");
    let begun = browser.get("/.chaveiro/sign-in?to=%2F").await;
    assert_eq!(begun.status, StatusCode::FORBIDDEN, "no loop");
    put(&["turma-1a"]).await;
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
}

/// F7: a request writes nothing, but once a minute that a member's session is in use.
#[tokio::test]
async fn a_request_writes_nothing() {
    let app = start().await;
    let (_, mut maria, mut browser) = signed_in(&app, "maria@example.org").await;
    let rows = app.row_counts().await;
    let seen = async || app.number("SELECT MAX(last_seen_at) FROM sessions").await;
    let before = seen().await;
    for _ in 0..20 {
        app.advance(2);
        assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
    }
    assert_eq!((app.row_counts().await, seen().await), (rows.clone(), before));
    app.advance(30);
    let script = forwarded_request("/").header("sec-fetch-mode", "cors");
    assert_eq!(browser.send(script).await.status, StatusCode::OK);
    assert_eq!(seen().await, before, "background requests do not keep a session open");
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
    assert_eq!(seen().await, app.state.clock.now().as_millis());
    // So the session lasts as long as the work in the app.
    for _ in 0..30 {
        app.advance(3600);
        assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
    }
    assert_eq!(maria.get("/account").await.status, StatusCode::OK);
    assert_eq!(app.row_counts().await, rows);
}

/// An administrator's session opens more than the app: it ends an hour after their last visit to Chaveiro.
#[tokio::test]
async fn work_in_an_app_does_not_keep_an_administrators_session_open() {
    let app = start().await;
    app.client_with(wiki()).await;
    let mut admin = app.admin().await;
    let mut browser = at_app(&app);
    open(&mut admin, &mut browser, "/").await;
    app.advance(1800);
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::OK);
    app.advance(1801);
    assert_eq!(check(&mut browser, "/").await.status, StatusCode::FOUND);
}

#[tokio::test]
async fn the_newest_of_many_cookies_of_one_session_work() {
    let app = start().await;
    let (_, mut maria, first) = signed_in(&app, "maria@example.org").await;
    for _ in 0..FORWARD_AUTH_COOKIES {
        app.advance(1);
        open(&mut maria, &mut at_app(&app), "/").await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM forward_auth_cookies").await, FORWARD_AUTH_COOKIES);
    assert_eq!(check(&mut first.clone(), "/").await.status, StatusCode::FOUND);
}

const FORM: [(&str, &str); 3] =
    [("display_name", "Wiki"), ("home_url", "https://wiki.example.org/start"), ("kind", "forward-auth")];

#[tokio::test]
async fn an_app_behind_a_proxy_is_added_with_its_home_page_alone() {
    let app = start().await;
    let mut admin = app.admin().await;
    let made = admin.post("/admin/apps/new", &[&FORM[..], &[("client_id", "wiki")]].concat()).await;
    let page = made.location().unwrap_or_else(|| panic!("{}", made.text)).to_owned();
    let shown = admin.get(&page).await;
    for words in [HOST, "http://localhost:3000/forward-auth/wiki", "Atrás de um proxy"] {
        assert!(shown.says(words), "{words}: {}", shown.text);
    }
    assert!(!shown.says("redirect URIs") && !shown.says("Gerar novo segredo"), "{}", shown.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM signing_keys").await, 0, "nothing is signed for it");
    let path = page.split('?').next().unwrap();
    let recipes = admin.get(&format!("{path}/recipes")).await;
    assert!(
        recipes.says("server { … } of wiki.example.org") && recipes.says("/forward-auth/wiki;"),
        "{}",
        recipes.text
    );
    assert!(!recipes.says("mozilla"), "{}", recipes.text);
    assert!(admin.get(&format!("{path}/edit")).await.text.contains("value=\"forward-auth\" checked"));

    let twice = admin.post("/admin/apps/new", &FORM).await;
    assert!(twice.says("Já existe um aplicativo neste endereço"), "{}", twice.text);
    let own = [("display_name", "X"), ("home_url", "http://localhost:3000/x"), ("kind", "forward-auth")];
    assert!(admin.post("/admin/apps/new", &own).await.says("Este é o endereço do Chaveiro"));
    let other = [("display_name", "X"), ("home_url", "https://x.example/"), ("kind", "confidential")];
    assert_eq!(
        admin.post("/admin/apps/new", &other).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "redirect address"
    );
    assert_eq!(app.number("SELECT COUNT(*) FROM apps").await, 1);
}

#[tokio::test]
async fn the_command_line_adds_one_too() {
    let app: TestApp = program::start(|_| ()).await;
    let create = ["app", "create", "--name", "Wiki", "--home", "https://Wiki.example.org:443/", "--client-id", "wiki"];
    let made = program::run(&app, &[&create[..], &["--forward-auth", "--json"]].concat(), &[]).await;
    assert!(made.succeeded, "{}", made.error);
    let made: serde_json::Value = serde_json::from_str(&made.out).unwrap();
    assert_eq!((&made["client_id"], &made["client_secret"]), (&"wiki".into(), &serde_json::Value::Null));
    let shown = program::run(&app, &["app", "show", "wiki", "--json"], &[]).await;
    let shown: serde_json::Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!((&shown["kind"], &shown["forward_auth_host"]), (&"forward-auth".into(), &HOST.into()), "{shown}");
    assert_eq!(shown["redirect_uris"], serde_json::json!(["https://wiki.example.org/.chaveiro/callback"]));
    let rotated = program::run(&app, &["app", "rotate-secret", "wiki"], &[]).await;
    assert!(!rotated.succeeded, "it has no secret: {}", rotated.out);
    let neither = program::run(&app, &create, &[]).await;
    assert!(!neither.succeeded && neither.error.contains("--redirect-uri"), "{}", neither.error);
    let both = program::run(&app, &[&create[..], &["--forward-auth", "--public"]].concat(), &[]).await;
    assert!(!both.succeeded, "{}", both.out);
}
