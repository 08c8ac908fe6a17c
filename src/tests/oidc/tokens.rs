//! Codes, tokens, userinfo: what works once, for whom, and for how long.

use super::client::{VERIFIER, claims_of, details, parameter, text, userinfo};
use crate::app::{ADMIN_EMAIL, OWN_PASSWORD, TestApp, is_postgres};
use axum::http::{Method, Request, StatusCode, header};
use chaveiro::domain::{AdminAction, AppKind};
use chaveiro::server::apps;
use chaveiro::server::session::Admin;
use chaveiro::server::store::audit::Origin;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// O13: what an ID token says.
#[tokio::test]
async fn an_id_token_says_who_for_whom_and_since_when() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    let claims = claims_of(text(&tokens, "id_token"));
    let now = app.state.clock.now().as_seconds();
    let id = app.id_of(ADMIN_EMAIL).await;
    assert_eq!(claims["iss"], app.state.settings.public_url.as_str().trim_end_matches('/'));
    assert_eq!(claims["aud"], "moodle");
    assert_eq!(claims["sub"], id.as_str());
    assert_eq!(claims["nonce"], "n1");
    assert_eq!(claims["iat"], now);
    assert_eq!(claims["exp"], now + 300);
    assert_eq!(claims["auth_time"], now);
    assert_eq!(claims["amr"], json!(["pwd"]));
    assert_eq!(claims["name"], "Ana Admin");
    assert_eq!(claims["email"], ADMIN_EMAIL);
    assert_eq!(claims["groups"], json!([]));
    let hash = Sha256::digest(text(&tokens, "access_token"));
    assert_eq!(claims["at_hash"], chaveiro::server::oidc::jws::encode(&hash[..16]));
    let info = userinfo(&app, text(&tokens, "access_token")).await;
    assert_eq!(info.status, StatusCode::OK, "{}", info.text);
    let info: Value = serde_json::from_str(&info.text).unwrap();
    assert_eq!(info["sub"], claims["sub"]);
    assert_eq!(info["email"], ADMIN_EMAIL);
    assert_eq!(info.get("aud"), None);
    assert_eq!(tokens["token_type"], "Bearer");
}

#[tokio::test]
async fn an_app_gets_what_its_scopes_are_about_and_the_id_token_no_more_than_it_is_to_have() {
    let app = TestApp::start().await;
    let mut lean = details("lean");
    lean.claims_in_id_token = false;
    let client = app.client_with(lean).await;
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    assert_eq!(claims_of(text(&tokens, "id_token")).get("email"), None);
    let info: Value = serde_json::from_str(&userinfo(&app, text(&tokens, "access_token")).await.text).unwrap();
    assert_eq!(info["email"], ADMIN_EMAIL);

    let moodle = app.client("moodle").await;
    let answer = admin.get(&moodle.authorize_path(&[("scope", "openid")])).await;
    let code = super::client::parameter(answer.location().unwrap(), "code").unwrap();
    let tokens: Value = serde_json::from_str(&moodle.exchange(&app, &code).await.text).unwrap();
    assert_eq!(tokens.get("refresh_token"), None, "offline_access was not asked for");
    let info: Value = serde_json::from_str(&userinfo(&app, text(&tokens, "access_token")).await.text).unwrap();
    assert_eq!(info.as_object().unwrap().len(), 1, "{info}");
}

/// Only who used a secret that was mailed has shown that the mailbox is theirs.
#[tokio::test]
async fn an_address_counts_as_verified_when_a_mailed_secret_was_used_and_no_longer_once_it_changed() {
    let app = TestApp::start_with(|settings| settings.allow_handover = true).await;
    let client = app.client("moodle").await;
    let mut maria = app.member("maria@example.org").await;
    let mut admin = app.admin().await;
    let verified = |tokens: Value| claims_of(text(&tokens, "id_token"))["email_verified"].clone();
    assert_eq!(verified(client.tokens(&app, &mut maria).await), true);
    // From the command line.
    assert_eq!(verified(client.tokens(&app, &mut admin).await), false);
    app.execute("UPDATE users SET email = 'other@example.org' WHERE email = 'maria@example.org'").await;
    assert_eq!(verified(client.tokens(&app, &mut maria).await), false);
}

/// O3: a code works once, for its app, its address and its verifier; a second use ends what it gave.
#[tokio::test]
async fn a_code_works_once_and_its_second_use_ends_what_the_first_one_got() {
    let app = TestApp::start().await;
    let (client, other) = (app.client("moodle").await, app.client("other").await);
    let mut admin = app.admin().await;
    let code = client.code(&mut admin).await;
    let stolen = other.exchange(&app, &code).await;
    assert_eq!((stolen.status, stolen.code().as_deref()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));
    let tokens = client.exchange(&app, &code).await;
    assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.text);
    let tokens: Value = serde_json::from_str(&tokens.text).unwrap();
    assert_eq!(userinfo(&app, text(&tokens, "access_token")).await.status, StatusCode::OK);
    let again = client.exchange(&app, &code).await;
    assert_eq!((again.status, again.code().as_deref()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));
    assert_eq!(userinfo(&app, text(&tokens, "access_token")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.refresh(&app, text(&tokens, "refresh_token")).await.status, StatusCode::BAD_REQUEST);
    let kinds = app.audit_kinds(&app.id_of(ADMIN_EMAIL).await).await;
    assert!(kinds.iter().any(|kind| kind == "app_tokens_revoked"), "{kinds:?}");

    let code = client.code(&mut admin).await;
    app.advance(61);
    assert_eq!(client.exchange(&app, &code).await.code().as_deref(), Some("invalid_grant"));
}

/// O2: somebody with the code alone has nothing.
#[tokio::test]
async fn a_code_cannot_be_exchanged_with_another_verifier_or_address() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let callback = client.details.redirect_uris[0].as_str().to_owned();
    let other = VERIFIER.replace('d', "e");
    for (redirect_uri, verifier, error) in [
        (callback.as_str(), other.as_str(), "invalid_grant"),
        (callback.as_str(), "short", "invalid_grant"),
        (callback.as_str(), "", "invalid_request"),
        ("https://moodle.example.org/other", VERIFIER, "invalid_grant"),
    ] {
        let code = client.code(&mut admin).await;
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ];
        let answer = client.post(&app, "/oauth/token", &fields).await;
        assert_eq!(answer.code().as_deref(), Some(error), "{redirect_uri} {verifier}");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    }
}

/// O7: the same answer within ten seconds, the end of all later.
#[tokio::test]
async fn a_refresh_token_is_replaced_and_its_later_reuse_ends_the_family() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let first = client.tokens(&app, &mut admin).await;
    let old = text(&first, "refresh_token");
    let renewed: Value = serde_json::from_str(&client.refresh(&app, old).await.text).unwrap();
    assert_ne!(text(&renewed, "refresh_token"), old);
    assert_eq!(claims_of(text(&renewed, "id_token")).get("nonce"), None);
    app.advance(9);
    let again: Value = serde_json::from_str(&client.refresh(&app, old).await.text).unwrap();
    assert_eq!(again["refresh_token"], renewed["refresh_token"]);
    assert_eq!(again["access_token"], renewed["access_token"]);
    assert_eq!(userinfo(&app, text(&renewed, "access_token")).await.status, StatusCode::OK);
    // On PostgreSQL another node may have written when.
    app.advance(if is_postgres() { 62 } else { 2 });
    assert_eq!(client.refresh(&app, old).await.code().as_deref(), Some("invalid_grant"));
    assert_eq!(client.refresh(&app, text(&renewed, "refresh_token")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(userinfo(&app, text(&renewed, "access_token")).await.status, StatusCode::UNAUTHORIZED);
}

/// Seen: the log told of a stolen token once the person was in the group again.
#[tokio::test]
async fn a_refresh_token_outlives_a_while_without_access_to_the_app() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    let token = text(&tokens, "refresh_token");
    let access = async |access| {
        let mut details = client.details.clone();
        details.access = access;
        apps::edit_app(&app.state, &Admin::from_cli(), &client.id, None, &details).await.unwrap();
    };
    access(chaveiro::domain::AppAccess::Groups).await;
    assert_eq!(client.refresh(&app, token).await.code().as_deref(), Some("invalid_grant"));
    app.advance(120);
    access(chaveiro::domain::AppAccess::Everybody).await;
    assert_eq!(client.refresh(&app, token).await.status, StatusCode::OK);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'app_tokens_revoked'").await, 0);
}

#[tokio::test]
async fn a_refresh_token_is_its_apps_alone_and_its_scopes_only_shrink() {
    let app = TestApp::start().await;
    let (client, other) = (app.client("moodle").await, app.client("other").await);
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    let token = text(&tokens, "refresh_token");
    assert_eq!(other.refresh(&app, token).await.code().as_deref(), Some("invalid_grant"));
    let more = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", "openid admin")];
    assert_eq!(client.post(&app, "/oauth/token", &more).await.code().as_deref(), Some("invalid_scope"));
    let less = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", "openid")];
    let narrow: Value = serde_json::from_str(&client.post(&app, "/oauth/token", &less).await.text).unwrap();
    let info: Value = serde_json::from_str(&userinfo(&app, text(&narrow, "access_token")).await.text).unwrap();
    assert_eq!(info.get("email"), None);
}

/// O7, O15: whatever ends the session ends the tokens, in the same transaction.
#[tokio::test]
async fn tokens_end_with_the_session_however_that_ends() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    app.admin().await;
    for (number, end) in
        ["sign out", "password", "disable", "reset", "delete", "time", "app", "group"].into_iter().enumerate()
    {
        let email = format!("maria{number}@example.org");
        let mut maria = app.member(&email).await;
        let tokens = client.tokens(&app, &mut maria).await;
        let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
        assert_eq!(client.introspect(&app, access).await["active"], true, "{end}");
        match end {
            "sign out" => drop(maria.post("/logout", &[]).await),
            "password" => {
                let new = "nove cadernos sem linha";
                let fields = [("current_password", OWN_PASSWORD), ("new_password", new)];
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
            _ => {
                let mut closed = client.details.clone();
                closed.access = chaveiro::domain::AppAccess::Groups;
                let admin = Admin::from_cli();
                apps::edit_app(&app.state, &admin, &client.id, None, &closed).await.unwrap();
            }
        }
        // The mail of a reset, before the next person's.
        app.deliver_all().await;
        assert_eq!(userinfo(&app, access).await.status, StatusCode::UNAUTHORIZED, "{end}");
        assert_eq!(client.introspect(&app, access).await, json!({ "active": false }), "{end}");
        assert_eq!(client.refresh(&app, refresh).await.code().as_deref(), Some("invalid_grant"), "{end}");
    }
}

/// O14: a token is worth something to its app, and nowhere else.
#[tokio::test]
async fn a_token_of_one_app_opens_nothing_else() {
    let app = TestApp::start().await;
    let (client, other) = (app.client("moodle").await, app.client("other").await);
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    for name in ["access_token", "refresh_token", "id_token"] {
        let token = text(&tokens, name);
        assert_eq!(other.introspect(&app, token).await, json!({ "active": false }), "{name}");
        for route in chaveiro::web::routes::ROUTES.iter().filter(|route| {
            matches!(route.access, chaveiro::server::access::Access::SignedIn | chaveiro::server::access::Access::Admin)
                && route.method == Method::GET
        }) {
            let path = route.path.replace("{id}", "1");
            let request = Request::get(&path)
                .header(header::ACCEPT, "application/json")
                .header(header::AUTHORIZATION, format!("Bearer {token}"));
            assert_eq!(app.browser().send(request).await.status, StatusCode::UNAUTHORIZED, "{path} {name}");
            let mut with_cookie = app.browser();
            with_cookie.cookies.insert("session".to_owned(), token.to_owned());
            let request = Request::get(&path).header(header::ACCEPT, "application/json");
            assert_eq!(with_cookie.send(request).await.status, StatusCode::UNAUTHORIZED, "{path} {name}");
        }
    }
    assert_eq!(userinfo(&app, text(&tokens, "refresh_token")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(client.refresh(&app, text(&tokens, "access_token")).await.code().as_deref(), Some("invalid_grant"));
    let by_address = format!("/oauth/userinfo?access_token={}", text(&tokens, "access_token"));
    assert_eq!(app.browser().get(&by_address).await.status, StatusCode::UNAUTHORIZED);
    // The session's cookie is no token, and no cookie is read there.
    assert_eq!(admin.get("/oauth/userinfo").await.status, StatusCode::UNAUTHORIZED);
}

/// A repeated request gets the same tokens, but brings none back that was revoked meanwhile.
#[tokio::test]
async fn a_revoked_access_token_stays_revoked_when_its_renewal_is_repeated() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let first = client.tokens(&app, &mut admin).await;
    let old = text(&first, "refresh_token");
    let renewed: Value = serde_json::from_str(&client.refresh(&app, old).await.text).unwrap();
    let access = text(&renewed, "access_token");
    assert_eq!(client.post(&app, "/oauth/revoke", &[("token", access)]).await.status, StatusCode::OK);
    for wait in [0, 5, 4] {
        app.advance(wait);
        app.state.store.delete_old_app_tokens(app.state.clock.now()).await.unwrap();
        client.refresh(&app, old).await;
        assert_eq!(userinfo(&app, access).await.status, StatusCode::UNAUTHORIZED, "{wait}");
        assert_eq!(client.introspect(&app, access).await, json!({ "active": false }), "{wait}");
    }
    app.advance(60);
    app.state
        .store
        .delete_old_app_tokens(app.state.clock.now().minus(std::time::Duration::from_secs(120)))
        .await
        .unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM access_tokens").await, 1, "it is never forgotten");
}

/// The name that introspection gives is the address: no scope, no address.
#[tokio::test]
async fn introspection_names_a_person_only_by_a_scope_that_names_them() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut maria = app.member("maria@example.org").await;
    for (scope, is_named) in
        [("openid", false), ("openid groups", false), ("openid email", true), ("openid profile", true)]
    {
        let answer = maria.get(&client.authorize_path(&[("scope", scope)])).await;
        let code = parameter(answer.location().unwrap(), "code").unwrap();
        let tokens: Value = serde_json::from_str(&client.exchange(&app, &code).await.text).unwrap();
        let told = client.introspect(&app, text(&tokens, "access_token")).await;
        assert_eq!(told["active"], true, "{scope}");
        assert_eq!(told.get("username").is_some(), is_named, "{scope}: {told}");
        assert_eq!(told.to_string().contains("maria"), is_named, "{scope}: {told}");
    }
}

#[tokio::test]
async fn a_revoked_token_is_over_and_of_others_nothing_is_said() {
    let app = TestApp::start().await;
    let (client, other) = (app.client("moodle").await, app.client("other").await);
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    assert_eq!(other.post(&app, "/oauth/revoke", &[("token", refresh)]).await.status, StatusCode::OK);
    assert_eq!(userinfo(&app, access).await.status, StatusCode::OK);
    assert_eq!(client.post(&app, "/oauth/revoke", &[("token", "nothing")]).await.status, StatusCode::OK);
    assert_eq!(client.post(&app, "/oauth/revoke", &[("token", refresh)]).await.status, StatusCode::OK);
    assert_eq!(userinfo(&app, access).await.status, StatusCode::UNAUTHORIZED);
}

/// O11: a public app is a script of another site.
#[tokio::test]
async fn scripts_of_other_sites_may_ask_what_apps_ask_and_nothing_else() {
    let app = TestApp::start().await;
    let mut spa = details("spa");
    spa.kind = AppKind::Public;
    let client = app.client_with(spa).await;
    let mut admin = app.admin().await;
    let tokens = client.tokens(&app, &mut admin).await;
    assert!(tokens.get("refresh_token").is_some());
    let own = ["/.well-known/openid-configuration", "/oauth/jwks", "/oauth/token", "/oauth/userinfo", "/oauth/revoke"];
    for path in own {
        let request = Request::options(path).header(header::ORIGIN, "https://spa.example.org");
        let answer = app.browser().send(request).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(answer.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
        assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), "{path}");
        assert_eq!(answer.headers["cross-origin-resource-policy"], "cross-origin", "{path}");
    }
    for path in ["/oauth/authorize", "/oauth/continue", "/oauth/logout", "/login", "/account", "/oauth/introspect"] {
        let request = Request::get(path).header(header::ORIGIN, "https://spa.example.org");
        let answer = app.browser().send(request).await;
        assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), "{path}");
    }
    let info = userinfo(&app, text(&tokens, "access_token")).await;
    assert_eq!(info.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
}

/// RFC 6749, 5.1: the scope of an answer is that of the token in it, also where a repeated request names another.
#[tokio::test]
async fn an_answer_names_the_scope_that_its_token_has() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let all = "openid profile email groups offline_access";
    for order in [[None, Some("openid"), Some("openid email"), None], [Some("openid"), None, Some(all), Some("openid")]]
    {
        let tokens = client.tokens(&app, &mut admin).await;
        let refresh = text(&tokens, "refresh_token");
        let mut next = Vec::new();
        for scope in order {
            let mut fields = vec![("grant_type", "refresh_token"), ("refresh_token", refresh)];
            fields.extend(scope.map(|scope| ("scope", scope)));
            let renewed = client.post(&app, "/oauth/token", &fields).await;
            let renewed: Value = serde_json::from_str(&renewed.text).unwrap();
            assert_eq!(renewed["scope"], scope.unwrap_or(all));
            let access = text(&renewed, "access_token");
            assert_eq!(client.introspect(&app, access).await["scope"], renewed["scope"], "{scope:?}");
            let info: Value = serde_json::from_str(&userinfo(&app, access).await.text).unwrap();
            assert_eq!(claims_of(text(&renewed, "id_token")).get("email"), info.get("email"), "{scope:?}");
            next.push(text(&renewed, "refresh_token").to_owned());
        }
        next.dedup();
        assert_eq!(next.len(), 1, "one refresh token takes the place of another");
    }
}

/// RFC 6749, 3.2: what is not known is ignored, however it looks; what is known is said once.
#[tokio::test]
async fn parameters_that_are_not_known_are_ignored_and_the_others_said_once() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    let mut admin = app.admin().await;
    let refresh = text(&client.tokens(&app, &mut admin).await, "refresh_token").to_owned();
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    let more = [("foo", "1"), ("foo", "2"), ("resource[]", "1"), ("resource", "a"), ("resource", "b"), ("groups", "x")];
    let renewed = client.post(&app, "/oauth/token", &[&fields[..], &more].concat()).await;
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text);
    for name in ["grant_type", "refresh_token", "scope", "client_id", "client_secret", "code", "token_type_hint"] {
        let twice = client.post(&app, "/oauth/token", &[&fields[..], &[(name, "a"), (name, "a")]].concat()).await;
        assert_eq!(twice.code().as_deref(), Some("invalid_request"), "{name}");
    }
    for (body, status) in [("foo=%FF&%FF=1&=&&", 200), ("scope=%FF", 400), ("scope=%zz", 400)] {
        let request = Request::post("/oauth/token").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let secret = client.secret.as_deref().unwrap();
        let body =
            format!("grant_type=refresh_token&refresh_token={refresh}&client_id=moodle&client_secret={secret}&{body}");
        let answer = app.browser().send_request(request.body(body.clone().into()).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text);
    }
}
