//! Forms whose body comes long after their head: what counts is the session as it is then.

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use chaveiro::domain::{AdminAction, EmailAddress};
use chaveiro::server::access::Access;
use chaveiro::server::keys::Token;
use chaveiro::server::store::audit::Origin;
use chaveiro::server::store::own_passwords::FirstAccess;
use chaveiro::server::store::rate_limit::sign_in::Reservation;
use chaveiro::server::store::sessions::NewSession;
use chaveiro::server::store::sign_ins::SignInForm;
use chaveiro::web::routes::ROUTES;
use futures::stream;
use std::convert::Infallible;
use tokio::sync::oneshot;

const FORM: &str = "application/x-www-form-urlencoded";

/// Posts a form whose body comes once `meanwhile` is done, which begins when the body is waited for.
async fn post_late(
    browser: &mut Browser,
    path: &str,
    body: &'static str,
    meanwhile: impl Future<Output = ()>,
) -> Answer {
    let (ask, is_asked) = oneshot::channel();
    let (let_go, may_go) = oneshot::channel::<()>();
    let body = stream::once(async move {
        let _ = ask.send(());
        let _ = may_go.await;
        Ok::<_, Infallible>(body)
    });
    let meanwhile = async {
        if is_asked.await.is_ok() {
            meanwhile.await;
            let _ = let_go.send(());
        }
    };
    tokio::join!(browser.post_body(path, FORM, Body::from_stream(body)), meanwhile).0
}

#[tokio::test]
async fn an_admin_who_is_none_any_more_when_the_form_has_come_gets_nowhere() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for route in ROUTES.iter().filter(|route| route.access == Access::Admin && route.method == Method::POST) {
        let path = route.path.replace("{id}", "x");
        let demoted = async {
            app.execute("UPDATE users SET role = 'member'").await;
        };
        let answer = post_late(&mut admin, &path, "display_name=Eva&email=eva@example.org&role=admin", demoted).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {}", answer.text);
        app.execute("UPDATE users SET role = 'admin'").await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

#[tokio::test]
async fn a_form_of_a_session_that_ended_meanwhile_does_nothing() {
    let app = TestApp::start().await;
    let mut thief = app.member("ana@example.org").await;
    let mut owner = app.browser();
    owner.sign_in("ana@example.org", OWN_PASSWORD).await;
    let changed = async {
        let fields = [("current_password", OWN_PASSWORD), ("new_password", "outra senha bem comprida")];
        let changed = owner.post("/account", &fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    };
    let fields = "email=thief%40example.org&current_password=quatro+janelas+e+um+rio";
    assert!(fields.ends_with(&OWN_PASSWORD.replace(' ', "+")), "the password of the tests is {OWN_PASSWORD}");
    let answer = post_late(&mut thief, "/account/email", fields, changed).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text.contains("thief@example.org") && !answer.says(OWN_PASSWORD), "{}", answer.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM address_changes").await, 0);
    app.leave_mail();
}

#[tokio::test]
async fn a_first_password_is_not_chosen_in_a_session_whose_invitation_was_canceled_meanwhile() {
    let app = TestApp::start().await;
    let temporary = app.invite("vera@example.org").await;
    let mut stranger = app.browser();
    stranger.sign_in("vera@example.org", &temporary).await;
    let revoked = async {
        app.apply_action(AdminAction::Revoke, "vera@example.org").await;
        app.apply_action(AdminAction::Resend, "vera@example.org").await;
        app.deliver_all().await;
    };
    let fields = "new_password=uma+senha+bem+comprida";
    let answer = post_late(&mut stranger, "/first-access", fields, revoked).await;
    assert!(answer.location().is_some_and(|to| to.starts_with("/login")), "{}", answer.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE password_hash IS NOT NULL").await, 0);
}

/// Between comparing a temporary password and beginning its session, or choosing the own one, an admin may end it.
#[tokio::test]
async fn a_temporary_password_that_ends_while_it_is_compared_lets_nobody_in() {
    let app = TestApp::start().await;
    app.invite("vera@example.org").await;
    let mail = app.mails().pop().expect("a mail");
    let line = mail.text.lines().find(|line| line.contains("/first-access#t=")).expect("a link");
    let link = Token::parse(line.trim().split_once("#t=").expect("a token").1).expect("a token").hash();
    let id = app.id_of("vera@example.org").await;
    let (email, store) = (EmailAddress::parse("vera@example.org").unwrap(), &app.state.store);
    let subject = app.state.keys.failure_subject(email.as_str());
    let form =
        SignInForm { email: &email, subject: &subject, network: None, is_known_device: true, guesses_a_day: 100 };
    let Reservation::Attempt(counted) = store.reserve_sign_in(&form, |_| true).await.unwrap() else {
        panic!("it is not counted");
    };
    app.apply_action(AdminAction::Revoke, "vera@example.org").await;
    app.apply_action(AdminAction::Resend, "vera@example.org").await;
    app.deliver_all().await;

    let (token, origin) = (Token::generate().hash(), Origin::default());
    let session = NewSession { token_hash: &token, user_id: &id, replaces: None, origin: &origin };
    let begins = store.insert_first_access_session(&session, &counted.attempt, &counted.guess).await;
    assert!(!begins.unwrap());
    let hash = app.state.hasher.hash(OWN_PASSWORD).await.unwrap();
    for came_by in [FirstAccess::Link(&link), FirstAccess::Session(&token)] {
        let chosen = store.set_first_password(&id, came_by, &hash, &Token::generate().hash(), &origin).await;
        assert!(!chosen.unwrap(), "{came_by:?}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
}
