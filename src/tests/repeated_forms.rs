//! A form sent twice, one after the other or at once, ends where it ended the first time.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Browser, OWN_PASSWORD, TestApp, once_in, token_in};
use crate::first_access_link::{last_link, open};
use crate::import::previewed;
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, UserStatus};
use chaveiro::server::keys::Token;
use chaveiro::server::rate_limit::PASSWORD_REQUESTS_OF_NETWORK;
use std::time::Duration;

const MARIA: &str = "maria@example.org";
const NEW: &str = "sete barcas no porto novo";

/// Sends a form twice from one browser: the second time with the cookies of the first. Gives back
/// both locations, and the browser as the second answer leaves it.
async fn twice(browser: &Browser, path: &str, fields: &[(&str, &str)], is_at_once: bool) -> ([String; 2], Browser) {
    let (mut first, mut second) = (browser.clone(), browser.clone());
    let answers = if is_at_once {
        tokio::join!(first.post(path, fields), second.post(path, fields))
    } else {
        (first.post(path, fields).await, second.post(path, fields).await)
    };
    let to = |answer: &crate::app::Answer| {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text);
        answer.location().unwrap_or_default().to_owned()
    };
    ([to(&answers.0), to(&answers.1)], second)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_first_access_sent_twice_ends_in_the_account() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let temporary = app.invite(MARIA).await;
        let mut maria = app.browser();
        maria.sign_in(MARIA, &temporary).await;
        let form = [("new_password", OWN_PASSWORD)];
        let (to, mut second) = twice(&maria, "/first-access", &form, is_at_once).await;
        assert_eq!(to, ["/account?notice=password-chosen", "/account?notice=password-chosen"], "{is_at_once}");
        assert_eq!(second.get("/account").await.status, StatusCode::OK, "{is_at_once}");
        assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
        app.deliver_all().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_first_access_by_the_link_sent_twice_ends_in_the_account() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let temporary = app.invite(MARIA).await;
        let (maria, _) = open(&app, &last_link(&app)).await;
        let form = [("username", MARIA), ("password", temporary.as_str()), ("new_password", OWN_PASSWORD)];
        let (to, mut second) = twice(&maria, "/first-access", &form, is_at_once).await;
        assert_eq!(to, ["/account?notice=password-chosen", "/account?notice=password-chosen"], "{is_at_once}");
        assert_eq!(second.get("/account").await.status, StatusCode::OK, "{is_at_once}");
        app.deliver_all().await;
    }
}

/// A person who corrects the password between two clicks has to know which one is valid.
#[tokio::test]
async fn a_second_form_with_another_password_says_that_the_first_one_holds() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let mut maria = app.browser();
    maria.sign_in(MARIA, &temporary).await;
    let mut later = maria.clone();
    maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    let other = later.post("/first-access", &[("new_password", NEW)]).await;
    assert_eq!(other.location(), Some("/login?notice=already-chosen"), "{}", other.text);
    assert!(later.get("/login").await.says("Sua senha já foi criada"));
    assert_eq!(app.browser().sign_in(MARIA, NEW).await.status, StatusCode::UNAUTHORIZED);
    app.deliver_all().await;
}

/// The cookie of a session that a first access has ended opens the account only beside the password,
/// for some minutes, and to nobody who tries passwords.
#[tokio::test]
async fn an_ended_session_alone_authorizes_nothing() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let mut maria = app.browser();
    maria.sign_in(MARIA, &temporary).await;
    let ended = maria.clone();
    maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(ended.clone().get("/account").await.location(), Some("/login?next=%2Faccount&notice=session-ended"));
    for _ in 0..7 {
        ended.clone().post("/first-access", &[("new_password", NEW)]).await;
    }
    let waits = ended.clone().post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS, "{}", waits.text);
    app.advance(601);
    let late = ended.clone().post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(late.location(), Some("/login?notice=not-saved"));

    // Nor once its owner has signed out.
    let temporary = app.invite("ivo@example.org").await;
    let mut ivo = app.browser();
    ivo.sign_in("ivo@example.org", &temporary).await;
    let ended = ivo.clone();
    ivo.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    ivo.post("/logout", &[]).await;
    let after = ended.clone().post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(after.location(), Some("/login?notice=not-saved"));
    app.deliver_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn setting_up_sent_twice_makes_one_administrator_who_is_signed_in() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let token = Token::generate();
        let end = app.state.clock.now().plus(Duration::from_secs(1800));
        app.state.store.insert_setup_link(&token.hash(), end).await.unwrap();
        let form =
            [("t", token.reveal()), ("display_name", "Ana"), ("email", ADMIN_EMAIL), ("password", ADMIN_PASSWORD)];
        let (to, mut second) = twice(&app.browser(), "/setup", &form, is_at_once).await;
        assert_eq!(to, ["/admin/users?notice=set-up", "/admin/users?notice=set-up"], "{is_at_once}");
        assert_eq!(second.get("/admin/users").await.status, StatusCode::OK, "{is_at_once}");
        assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
        let guess = [("t", token.reveal()), ("display_name", "Ana"), ("email", ADMIN_EMAIL), ("password", NEW)];
        assert_eq!(app.browser().post("/setup", &guess).await.status, StatusCode::GONE);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_registration_confirmed_twice_ends_in_the_account() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let mut eva = app.browser();
        let form = [("display_name", "Eva Lima"), ("email", MARIA), ("password", OWN_PASSWORD)];
        eva.post("/register", &form).await;
        app.deliver_all().await;
        let token = token_in(&app.mails().last().unwrap().text);
        let (to, mut second) = twice(&eva, "/register/confirm", &[("t", &token)], is_at_once).await;
        assert_eq!(to, ["/account?notice=registered", "/account?notice=registered"], "{is_at_once}");
        assert_eq!(second.get("/account").await.status, StatusCode::OK, "{is_at_once}");
        // Another browser needs the password, as the first time.
        let mut other = app.browser();
        let without = other.post("/register/confirm", &[("t", &token)]).await;
        assert!(without.status.is_client_error(), "{}", without.text);
        let wrong = other.post("/register/confirm", &[("t", &token), ("password", NEW)]).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_registration_sent_twice_ends_with_the_same_words() {
    let app = TestApp::start().await;
    let form = [("display_name", "Eva Lima"), ("email", MARIA), ("password", OWN_PASSWORD)];
    let (to, mut second) = twice(&app.browser(), "/register", &form, false).await;
    assert_eq!(to, ["/register?notice=mail-sent", "/register?notice=mail-sent"]);
    app.deliver_all().await;
    // The mail of either leads in.
    let token = token_in(&app.mails().first().unwrap().text);
    let form = [("t", token.as_str()), ("password", OWN_PASSWORD)];
    assert_eq!(second.post("/register/confirm", &form).await.location(), Some("/account?notice=registered"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_set_by_the_link_twice_or_changed_twice_is_that_password() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let maria = app.member(MARIA).await;
        let form = [("current_password", OWN_PASSWORD), ("new_password", NEW)];
        let (to, mut second) = twice(&maria, "/account", &form, is_at_once).await;
        assert_eq!(to, ["/account?notice=password-changed", "/account?notice=password-changed"], "{is_at_once}");
        assert_eq!(second.get("/account").await.status, StatusCode::OK, "{is_at_once}");

        app.browser().post("/forgot-password", &[("email", MARIA)]).await;
        app.deliver_all().await;
        let mails = app.mails();
        let token = mails.iter().rev().find(|mail| mail.text.contains("?t=")).map(|mail| token_in(&mail.text)).unwrap();
        let form = [("t", token.as_str()), ("new_password", OWN_PASSWORD)];
        let (to, _) = twice(&app.browser(), "/reset-password", &form, is_at_once).await;
        assert_eq!(to, ["/login?notice=password-reset", "/login?notice=password-reset"], "{is_at_once}");
        assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
        app.deliver_all().await;
    }
}

#[tokio::test]
async fn another_address_confirmed_or_undone_twice_is_that_address() {
    let app = TestApp::start().await;
    let mut maria = app.member(MARIA).await;
    let new = "maria.souza@example.org";
    maria.post("/account/email", &[("email", new), ("current_password", OWN_PASSWORD)]).await;
    app.deliver_all().await;
    let token = token_in(&app.mails().last().unwrap().text);
    let (to, _) =
        twice(&app.browser(), "/account/email/confirm", &[("t", &token), ("password", OWN_PASSWORD)], false).await;
    assert_eq!(to, ["/login?notice=email-changed", "/login?notice=email-changed"]);
    app.deliver_all().await;
    let mails = app.mails();
    let undo = mails.iter().rev().find(|mail| mail.text.contains("/undo?t=")).map(|mail| token_in(&mail.text)).unwrap();
    let (to, _) = twice(&app.browser(), "/account/email/undo", &[("t", &undo)], false).await;
    assert_eq!(to, ["/login?notice=email-restored", "/login?notice=email-restored"]);
    assert_eq!(app.account(MARIA).await.user.email.as_str(), MARIA);
    app.advance(601);
    assert_eq!(app.browser().post("/account/email/undo", &[("t", &undo)]).await.status, StatusCode::GONE);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_action_sent_twice_shows_that_it_is_done() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for action in [
        AdminAction::Revoke,
        AdminAction::Disable,
        AdminAction::Enable,
        AdminAction::Delete,
        AdminAction::Restore,
        AdminAction::Unlock,
    ] {
        if app.number("SELECT COUNT(*) FROM users").await == 1 {
            app.invite(MARIA).await;
        }
        let id = app.id_of(MARIA).await.to_string();
        let form = [("act", action.as_str()), ("users", &id), ("current_password", ADMIN_PASSWORD)];
        let (to, _) = twice(&admin, "/admin/users/act", &form, false).await;
        let expected = format!("/admin/users/{id}?notice={}", action.as_str());
        assert_eq!(to, [expected.clone(), expected], "{action:?}");
        app.advance(601);
    }
    // Not what somebody else has done, nor what was done long ago.
    let id = app.id_of(MARIA).await.to_string();
    app.apply_action(AdminAction::Disable, MARIA).await;
    let form = [("act", "disable"), ("users", id.as_str())];
    assert_eq!(admin.clone().post("/admin/users/act", &form).await.status, StatusCode::CONFLICT);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Disabled);
}

/// Answered late, a question does not do again what another admin has done and taken back since.
#[tokio::test]
async fn what_was_done_and_undone_while_a_question_was_open_is_asked_again() {
    use AdminAction::{Delete, Disable, Enable, RequirePassword, Restore};
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (action, before, undone, notice) in [
        (Disable, None, Enable, "o acesso foi desativado e reativado. Estado atual: Acesso ativo."),
        (Enable, Some(Disable), Disable, "o acesso foi reativado e desativado de novo. Estado atual: Desativado."),
        (Delete, None, Restore, "a conta foi excluída e restaurada. Estado atual: Acesso ativo."),
        (Restore, Some(Delete), Delete, "a conta foi restaurada e excluída de novo. Estado atual: Excluído."),
    ] {
        let email = format!("{}@example.org", action.as_str());
        app.member(&email).await;
        if let Some(before) = before {
            app.apply_action(before, &email).await;
        }
        let id = app.id_of(&email).await.to_string();
        let page = admin.get(&format!("/admin/users/act?act={}&user={id}", action.as_str())).await;
        let shown_at_in = |page: &str| {
            page.split("name=\"asked\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
        };
        let shown_at = shown_at_in(&page.text);
        app.advance(60);
        app.apply_action(action, &email).await;
        app.apply_action(undone, &email).await;
        let state = app.account(&email).await.status;
        app.advance(60);
        let form = |shown_at| {
            let who = [("act", action.as_str()), ("users", id.as_str()), ("current_password", ADMIN_PASSWORD)];
            who.into_iter().chain([("asked", shown_at)]).collect::<Vec<_>>()
        };
        let late = admin.post("/admin/users/act", &form(&shown_at)).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{action:?}: {}", late.text);
        assert!(late.says(notice), "{action:?}: {}", late.text);
        assert_eq!(app.account(&email).await.status, state, "{action:?}");
        // Who has read that and says yes again is believed.
        let again = admin.post("/admin/users/act", &form(&shown_at_in(&late.text))).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{action:?}: {}", again.text);
        assert_ne!(app.account(&email).await.status, state, "{action:?}");
    }

    // Of several, those it happened to are named; a new password that somebody has chosen meanwhile stays.
    let shown_at = app.state.clock.now().as_millis().to_string();
    app.member("rui@example.org").await;
    app.member(MARIA).await;
    app.advance(60);
    app.apply_action(RequirePassword, MARIA).await;
    app.deliver_all().await;
    let mut maria = app.browser();
    maria.sign_in(MARIA, &app.last_password()).await;
    maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    let users = format!("{} {}", app.id_of(MARIA).await, app.id_of("rui@example.org").await);
    let form =
        [("act", "require-password"), ("users", &users), ("asked", &shown_at), ("current_password", ADMIN_PASSWORD)];
    let done = admin.post("/admin/users/act", &form).await;
    let list = admin.get(done.location().expect("the list")).await;
    assert!(list.says("isto foi feito e desfeito enquanto a pergunta estava aberta"), "{}", list.text);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Active);
    assert_eq!(app.account("rui@example.org").await.status, UserStatus::Waiting);
    app.deliver_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_group_made_twice_is_one_group() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let mut admin = app.admin().await;
        let page = admin.get("/admin/groups/new").await.text;
        let id = page.split_once("name=\"group\" value=\"").and_then(|(_, rest)| rest.split('"').next());
        let form = [("group", id.expect("an id")), ("group_name", "Turma 1ª A"), ("group_slug", "")];
        let (to, _) = twice(&admin, "/admin/groups/new", &form, is_at_once).await;
        assert_eq!(to, ["/admin/groups/turma-1a-a?notice=created"; 2], "{is_at_once}");
        assert_eq!(app.number("SELECT COUNT(*) FROM groups").await, 1);
        assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'group_created'").await, 1);
        // Another form with this name is told so.
        let other = admin.post("/admin/groups/new", &form[1..]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// The question about several people has seen no mail queued after it was asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_people_asked_about_twice_get_one_mail_each() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let mut admin = app.admin().await;
        app.invite(MARIA).await;
        app.invite("ivo@example.org").await;
        app.advance(60);
        let users = format!("{} {}", app.id_of(MARIA).await, app.id_of("ivo@example.org").await);
        let question = format!("/admin/users/act?act=send-again&user={}", users.replace(' ', "&user="));
        let page = admin.get(&question).await;
        let shown_at =
            page.text.split("name=\"asked\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        app.advance(30);
        let before = app.mails().len();
        let form = [("act", "send-again"), ("users", users.as_str()), ("asked", shown_at)];
        let (to, _) = twice(&admin, "/admin/users/act", &form, false).await;
        assert_eq!(to[0], to[1]);
        app.deliver_all().await;
        twice(&admin, "/admin/users/act", &form, is_at_once).await;
        app.deliver_all().await;
        assert_eq!(app.mails().len(), before + 2, "{is_at_once}");
        // A new page makes it another request.
        let later = (app.state.clock.now().as_millis() + 1).to_string();
        app.advance(30);
        let form = [("act", "send-again"), ("users", users.as_str()), ("asked", later.as_str())];
        twice(&admin, "/admin/users/act", &form, is_at_once).await;
        app.deliver_all().await;
        assert_eq!(app.mails().len(), before + 4, "{is_at_once}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_own_account_deleted_twice_is_deleted() {
    for is_at_once in [false, true] {
        let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
        let _admin = app.admin().await;
        let maria = app.member(MARIA).await;
        let (to, mut second) =
            twice(&maria, "/account/delete", &[("current_password", OWN_PASSWORD)], is_at_once).await;
        assert_eq!(to, ["/login?notice=account-deleted", "/login?notice=account-deleted"], "{is_at_once}");
        assert_ne!(second.get("/account").await.status, StatusCode::OK);
        app.deliver_all().await;
    }
}

#[tokio::test]
async fn ending_a_session_twice_ends_it() {
    let app = TestApp::start().await;
    let maria = app.member(MARIA).await;
    app.browser().sign_in(MARIA, OWN_PASSWORD).await;
    let page = maria.clone().get("/account").await;
    let handle = page.text.split("name=\"session\" value=\"").nth(1).map(|rest| rest[..32].to_owned()).unwrap();
    let (to, _) = twice(&maria, "/account/end-session", &[("session", &handle)], false).await;
    assert_eq!(to, ["/account?notice=session-ended", "/account?notice=session-ended"]);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_import_confirmed_or_discarded_twice_ends_on_its_page() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, "nome,email\nEva,eva@example.org\n").await;
    let first = format!("/admin/imports/{id}");
    let (to, _) = twice(&admin, "/admin/imports/act", &[("import", &id), ("act", "confirm")], false).await;
    assert_eq!(to, [first.clone(), first], "somebody else seems to have been faster");

    let id = previewed(&mut admin, "nome,email\nIvo,ivo@example.org\n").await;
    let (to, _) = twice(&admin, "/admin/imports/act", &[("import", &id), ("act", "discard")], false).await;
    assert_eq!(to, ["/admin/users/import?notice=discarded", "/admin/users/import?notice=discarded"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_registration_sent_twice_mails_one_link_that_works() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let mut eva = app.browser();
        let once = once_in(&eva.get("/register").await.text).expect("a name").to_owned();
        let form = |email: &'static str, password: &'static str, once: &str| {
            [("display_name", "Eva Lima"), ("email", email), ("password", password), ("once", once)]
                .map(|(name, value)| (name, value.to_owned()))
        };
        let send = async |browser: &mut Browser, form: [(&str, String); 4]| {
            let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
            browser.post("/register", &form).await.location().map(str::to_owned)
        };
        let (mut first, mut second) = (eva.clone(), eva.clone());
        let same = || form(MARIA, OWN_PASSWORD, &once);
        let sent = if is_at_once {
            tokio::join!(send(&mut first, same()), send(&mut second, same()))
        } else {
            let sent = send(&mut first, same()).await;
            app.deliver_all().await;
            (sent, send(&mut second, same()).await)
        };
        let expected = Some("/register?notice=mail-sent".to_owned());
        assert_eq!(sent, (expected.clone(), expected));
        app.deliver_all().await;
        assert_eq!(app.mails().len(), 1, "{is_at_once}");
        assert_eq!(app.number("SELECT COUNT(*) FROM registrations").await, 1);
        if !is_at_once {
            assert_eq!(app.number("SELECT COUNT(*) FROM registration_wishes").await, 1, "a double click counts once");
        }
        let token = token_in(&app.mails()[0].text);
        for browser in [&mut first.clone(), &mut second.clone()] {
            let page = browser.open(&format!("/register/confirm?t={token}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.text.contains("name=\"password\""), "either answer makes it one click: {}", page.text);
        }

        // Corrected after "back" it is another form; so is the same after a while.
        send(&mut first, form(MARIA, NEW, &once)).await;
        app.deliver_all().await;
        assert_eq!(app.mails().len(), 2, "{is_at_once}");
        app.advance(3601);
        for _ in 0..2 {
            send(&mut second, same()).await;
            app.deliver_all().await;
        }
        assert_eq!(app.mails().len(), 3, "{is_at_once}");
        let earlier = first.open(&format!("/register/confirm?t={token}")).await;
        assert_eq!(earlier.status, StatusCode::OK, "the link of an earlier mail works on");
        let token = token_in(&app.mails()[2].text);
        let confirmed = second.post("/register/confirm", &[("t", &token)]).await;
        assert_eq!(confirmed.location(), Some("/account?notice=registered"), "{}", confirmed.text);
        assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
        app.deliver_all().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_asked_for_twice_by_one_form_is_mailed_once() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        app.member(MARIA).await;
        app.member("rui@example.org").await;
        app.deliver_all().await;
        app.advance(24 * 3600);
        let before = app.mails().len();
        let refused = app.browser().sign_in(MARIA, "another than the right one").await;
        for page in [app.browser().get("/forgot-password").await, refused] {
            let once = once_in(&page.text).expect("a name").to_owned();
            let form = [("email", MARIA), ("once", once.as_str())];
            let ask = async |form: &[(&str, &str)]| {
                let answer = app.browser().post("/forgot-password", form).await;
                assert_eq!(answer.location(), Some("/forgot-password?notice=mail-sent"), "{}", answer.text);
            };
            if is_at_once {
                tokio::join!(ask(&form), ask(&form));
            } else {
                ask(&form).await;
                app.deliver_all().await;
                ask(&form).await;
            }
            app.deliver_all().await;
        }
        assert_eq!(app.mails().len(), before + 2, "{is_at_once}");

        // Corrected after "back" it is another form; so is the same after a while.
        let once = once_in(&app.browser().get("/forgot-password").await.text).expect("a name").to_owned();
        for (email, mails) in [("nobody@example.org", 2), ("rui@example.org", 3), ("rui@example.org", 3)] {
            app.browser().post("/forgot-password", &[("email", email), ("once", &once)]).await;
            app.deliver_all().await;
            assert_eq!(app.mails().len(), before + mails, "{email}");
        }
        app.advance(601);
        app.browser().post("/forgot-password", &[("email", "rui@example.org"), ("once", &once)]).await;
        app.deliver_all().await;
        assert_eq!(app.mails().len(), before + 4);
    }
}

#[tokio::test]
async fn the_last_form_that_a_network_may_send_ends_as_it_did_when_sent_twice() {
    let app = TestApp::start().await;
    let mut browser = app.browser_at("203.0.113.7");
    for number in 1..PASSWORD_REQUESTS_OF_NETWORK {
        let email = format!("p{number}@example.org");
        assert_eq!(browser.post("/forgot-password", &[("email", &email)]).await.status, StatusCode::SEE_OTHER);
    }
    let once = once_in(&app.browser().get("/forgot-password").await.text).expect("a name").to_owned();
    for _ in 0..2 {
        let last = browser.post("/forgot-password", &[("email", MARIA), ("once", &once)]).await;
        assert_eq!(last.location(), Some("/forgot-password?notice=mail-sent"), "{}", last.text);
    }
    let more = browser.post("/forgot-password", &[("email", MARIA)]).await;
    assert_eq!(more.status, StatusCode::TOO_MANY_REQUESTS);
    app.deliver_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_address_asked_for_twice_by_one_form_is_mailed_once() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let mut maria = app.member(MARIA).await;
        let before = app.mails().len();
        let once = once_in(&maria.get("/account/email").await.text).expect("a name").to_owned();
        let new = "maria.souza@example.org";
        let form = [("email", new), ("current_password", OWN_PASSWORD), ("once", once.as_str())];
        let expected = ["/account?notice=email-asked"; 2];
        if is_at_once {
            assert_eq!(twice(&maria, "/account/email", &form, true).await.0, expected);
        } else {
            maria.post("/account/email", &form).await;
            app.deliver_all().await;
            assert_eq!(twice(&maria, "/account/email", &form, false).await.0, expected);
        }
        app.deliver_all().await;
        assert_eq!(app.mails().len(), before + 1, "{is_at_once}");
        assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'address_change_asked'").await, 1);

        // After a while it is another request, and two clicks are one still.
        if !is_at_once {
            app.advance(601);
            twice(&maria, "/account/email", &form, false).await;
            twice(&maria, "/account/email", &form, true).await;
            app.deliver_all().await;
            assert_eq!(app.mails().len(), before + 2, "the second click has ended the link of the first");
            app.advance(24 * 3600);
            let mut again = app.browser();
            again.sign_in(MARIA, OWN_PASSWORD).await;
            maria = again;
            app.deliver_all().await;
        }
        let before = app.mails().len() - 1;

        // Once it was taken back, the form asks anew.
        maria.post("/account/email/cancel", &[]).await;
        maria.post("/account/email", &form).await;
        app.deliver_all().await;
        assert_eq!(app.mails().len(), before + 2, "{is_at_once}");
        let token = token_in(&app.mails().last().unwrap().text);
        let confirmed = maria.post("/account/email/confirm", &[("t", &token)]).await;
        assert_eq!(confirmed.location(), Some("/account?notice=email-changed"), "{}", confirmed.text);
        app.deliver_all().await;
    }
}

/// A test mail has no row in the queue that could tell that it is the same one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_test_mail_asked_for_twice_by_one_form_is_sent_once() {
    for is_at_once in [false, true] {
        let app = TestApp::start().await;
        let mut admin = app.admin().await;
        let before = app.mails().len();
        let once = once_in(&admin.get("/admin/mail").await.text).expect("a name").to_owned();
        let form = [("email", MARIA), ("once", once.as_str())];
        let (mut to, _) = twice(&admin, "/admin/mail", &form, is_at_once).await;
        to.sort();
        assert_eq!(to, ["/admin/mail?notice=tested", "/admin/mail?notice=tested-before"], "{is_at_once}");
        assert_eq!(app.mails().len(), before + 1, "{is_at_once}");
        assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'mail_tested'").await, 1);

        // To another address it is another one; so is the same after a while.
        admin.post("/admin/mail", &[("email", "ivo@example.org"), ("once", &once)]).await;
        app.advance(601);
        twice(&admin, "/admin/mail", &form, is_at_once).await;
        assert_eq!(app.mails().len(), before + 3, "{is_at_once}");

        let once = once_in(&admin.get("/admin/appearance").await.text).expect("a name").to_owned();
        let form = [("organization_name", "Colégio Aurora"), ("once", once.as_str())];
        let (mut first, mut second) = (admin.clone(), admin.clone());
        let send = "/admin/appearance/send";
        let answers = tokio::join!(first.post(send, &form), second.post(send, &form));
        let said = |answer: &crate::app::Answer, words| usize::from(answer.says(words));
        for words in ["E-mail de exemplo enviado", "enviamos um só e-mail de exemplo"] {
            assert_eq!(said(&answers.0, words) + said(&answers.1, words), 1, "{words}: {}", answers.0.text);
        }
        assert_eq!(app.mails().len(), before + 4, "{is_at_once}");
    }
}

/// What was refused may be tried again by the same form, after "back" for instance.
#[tokio::test]
async fn a_test_mail_that_was_refused_is_tried_again_by_the_same_form() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = TestApp::start_with_smtp(closed, |_| ()).await;
    let mut admin = app.admin().await;
    let once = once_in(&admin.get("/admin/mail").await.text).expect("a name").to_owned();
    for times in 1..3 {
        let refused = admin.post("/admin/mail", &[("email", MARIA), ("once", &once)]).await;
        assert!(refused.says("O teste falhou"), "{}", refused.text);
        let failed = app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'mail_test_failed'").await;
        assert_eq!(failed, times);
    }
}

/// Those of no known network have no limit, and so nothing to wait for.
#[tokio::test]
async fn requests_of_no_known_network_share_no_lock() {
    let app = TestApp::start().await;
    let once = once_in(&app.browser().get("/forgot-password").await.text).expect("a name").to_owned();
    app.browser().post("/forgot-password", &[("email", MARIA), ("once", &once)]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM network_tries").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM limit_guards WHERE name LIKE 'password requests%'").await, 0);
}
