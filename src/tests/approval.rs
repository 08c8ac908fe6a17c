//! People who registered and wait for an administrator to let them in.

use crate::app::{ADMIN_EMAIL, Answer, Browser, OWN_PASSWORD, TestApp, new_user, race, token_in};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, Channel, Role, UserStatus};
use chaveiro::server::accounts;
use chaveiro::server::config::SelfRegistration;
use chaveiro::server::session::Admin;

const EVA: &str = "eva@example.org";
const IVO: &str = "ivo@example.org";
const EVAS: &str = "sete pontes sobre o mar";

async fn start() -> TestApp {
    TestApp::start_with(|settings| settings.self_registration = SelfRegistration::Approval).await
}

async fn post_action(browser: &mut Browser, app: &TestApp, action: AdminAction, email: &str) -> Answer {
    let id = app.id_of(email).await;
    browser.post("/admin/users/act", &[("act", action.as_str()), ("users", id.as_str())]).await
}

fn mails_to(app: &TestApp, email: &str) -> Vec<String> {
    app.mails().into_iter().filter(|mail| mail.to == email).map(|mail| mail.subject).collect()
}

#[tokio::test]
async fn a_registration_waits_and_can_sign_in_once_approved() {
    let app = start().await;
    let mut admin = app.admin().await;
    let mut visitor = app.browser();
    let form = [("display_name", "Ivo Reis"), ("email", "ivo@example.org"), ("password", EVAS)];
    visitor.post("/register", &form).await;
    assert!(visitor.get("/register").await.says("Depois, um administrador precisa aprová-lo"));

    let (mut eva, confirmed) = app.register(EVA, EVAS).await;

    assert_eq!(confirmed.location(), Some("/register?notice=pending"), "{}", confirmed.text);
    assert!(!eva.cookies.contains_key("session"), "signed in without being let in: {:?}", eva.cookies);
    let page = eva.get("/register").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Um administrador precisa aprovar seu cadastro. Avisaremos por e-mail."), "{}", page.text);
    assert_eq!(app.account(EVA).await.status, UserStatus::Pending);
    let right = app.browser().sign_in(EVA, EVAS).await;
    let wrong = app.browser().sign_in(EVA, "another than the right one").await;
    assert_eq!((right.status, right.text.len()), (StatusCode::UNAUTHORIZED, wrong.text.len()));

    // The administrator is told, and sees who waits.
    app.deliver_all().await;
    assert_eq!(mails_to(&app, ADMIN_EMAIL), ["Cadastro aguardando aprovação – Instituto Aurora"]);
    let mail = app.mails().into_iter().rev().find(|mail| mail.to == ADMIN_EMAIL).expect("a mail");
    assert!(mail.text.contains("http://localhost:3000/admin/users?status=pending"), "{}", mail.text);
    assert!(!mail.text.contains("Eva"), "what a stranger typed: {}", mail.text);
    let list = admin.get("/admin/users").await;
    assert!(list.text.contains("/admin/users?status=pending"), "no counter: {}", list.text);
    let waiting = admin.get("/admin/users?status=pending").await;
    assert!(waiting.says("Eva Lima") && waiting.says("Aguardando aprovação"), "{}", waiting.text);
    assert!(waiting.text.contains("value=\"approve\"") && waiting.text.contains("value=\"refuse\""));
    assert!(!waiting.says("Ana Admin ") && !waiting.text.contains("value=\"send-again\""));
    let id = app.id_of(EVA).await;
    let person = admin.get(&format!("/admin/users/{id}")).await;
    assert!(person.says("Ela só pode entrar depois que você aprovar."), "{}", person.text);
    for action in ["approve", "refuse"] {
        assert!(person.text.contains(&format!("/admin/users/act?act={action}")), "{action}: {}", person.text);
    }
    assert!(admin.get("/admin/users/export?status=pending").await.text.contains("pending"));
    let question = admin.get(&format!("/admin/users/act?act=approve&user={id}")).await;
    assert!(question.says("Aprovar Eva Lima"), "{}", question.text);

    let approved = post_action(&mut admin, &app, AdminAction::Approve, EVA).await;

    assert_eq!(approved.location(), Some(format!("/admin/users/{id}?notice=approve").as_str()), "{}", approved.text);
    assert!(admin.get(approved.location().unwrap()).await.says("Cadastro de Eva Lima aprovado."));
    app.deliver_all().await;
    assert_eq!(mails_to(&app, EVA).last().map(String::as_str), Some("Seu cadastro foi aprovado – Instituto Aurora"));
    assert_eq!(app.account(EVA).await.status, UserStatus::Active);
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.location(), Some("/"));
    let kinds = app.audit_kinds(&id).await;
    assert!(kinds.iter().any(|kind| kind == "registration_approved"), "{kinds:?}");
}

#[tokio::test]
async fn a_refused_registration_is_notified_and_cannot_sign_in() {
    let app = start().await;
    let mut admin = app.admin().await;
    app.register(EVA, EVAS).await;

    assert_eq!(post_action(&mut admin, &app, AdminAction::Refuse, EVA).await.status, StatusCode::SEE_OTHER);

    app.deliver_all().await;
    assert_eq!(
        mails_to(&app, EVA).last().map(String::as_str),
        Some("Seu cadastro não foi aprovado – Instituto Aurora")
    );
    assert_eq!(app.account(EVA).await.status, UserStatus::Deleted);
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(post_action(&mut admin, &app, AdminAction::Approve, EVA).await.status, StatusCode::CONFLICT);

    // A mistake can be undone: then Eva waits again.
    assert_eq!(post_action(&mut admin, &app, AdminAction::Restore, EVA).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.account(EVA).await.status, UserStatus::Pending);
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.status, StatusCode::UNAUTHORIZED);
    app.apply_action(AdminAction::Approve, EVA).await;
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.location(), Some("/"));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_pending_registration_gets_no_password_by_another_form() {
    let app = start().await;
    app.register(EVA, EVAS).await;
    app.deliver_all().await;
    let before = app.mails().len();

    app.browser().post("/forgot-password", &[("email", EVA)]).await;
    let again = [("display_name", "Eva Lima"), ("email", EVA), ("password", OWN_PASSWORD)];
    assert_eq!(app.browser().post("/register", &again).await.location(), Some("/register?notice=mail-sent"));
    app.deliver_all().await;

    // One notice for both, within the hour, that leads nowhere.
    let mails: Vec<_> = app.mails().drain(before..).collect();
    assert_eq!(mails.len(), 1, "{:?}", mails_to(&app, EVA));
    assert!(mails[0].text.contains("não pode ser usada agora") && !mails[0].text.contains("?t="), "{}", mails[0].text);
    assert_eq!(app.account(EVA).await.status, UserStatus::Pending);
    for action in [
        AdminAction::Enable,
        AdminAction::Resend,
        AdminAction::RequirePassword,
        AdminAction::Unlock,
        AdminAction::Restore,
    ] {
        assert!(!action.applies_to(UserStatus::Pending), "{action:?}");
    }
}

#[tokio::test]
async fn all_administrators_get_one_mail_while_people_wait_not_one_for_each() {
    let app = start().await;
    app.admin().await;
    let other = new_user("Otto Admin", "otto@example.org", Role::Admin);
    let console = Admin::from_cli();
    accounts::create_admin(&app.state, &console, &other, OWN_PASSWORD).await.unwrap();
    // Invited, but not an administrator who could do anything yet.
    let third = new_user("Nina Admin", "nina@example.org", Role::Admin);
    accounts::create_user(&app.state, &console, None, &third, Channel::Mail).await.unwrap();
    app.register(EVA, EVAS).await;
    app.register(IVO, EVAS).await;
    app.deliver_all().await;
    for email in [ADMIN_EMAIL, "otto@example.org"] {
        assert_eq!(
            mails_to(&app, email).iter().filter(|subject| subject.contains("aguardando aprovação")).count(),
            1,
            "{email}"
        );
    }
    assert_eq!(mails_to(&app, "nina@example.org").len(), 1, "the invitation");

    app.apply_action(AdminAction::Approve, EVA).await;
    app.apply_action(AdminAction::Refuse, IVO).await;
    app.register("lia@example.org", EVAS).await;
    app.deliver_all().await;
    assert_eq!(
        mails_to(&app, ADMIN_EMAIL).iter().filter(|subject| subject.contains("aguardando aprovação")).count(),
        2
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_ten_concurrent_confirmations_notifies_the_admins() {
    let app = start().await;
    app.admin().await;
    let mut people = Vec::new();
    for number in 0..10 {
        let (mut browser, email) = (app.browser(), format!("person{number}@example.org"));
        let fields = [("display_name", "Eva Lima"), ("email", email.as_str()), ("password", EVAS)];
        browser.post("/register", &fields).await;
        app.deliver_all().await;
        let token = token_in(&app.mails().pop().expect("a mail").text);
        people.push((browser, token));
    }
    let statuses = race(people.len(), |number| {
        let (mut browser, token) = people[number].clone();
        async move { browser.post_as_program("/register/confirm", &[("t", &token)]).await.status }
    });
    assert_eq!(statuses.await, [StatusCode::SEE_OTHER; 10]);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE standing = 'pending'").await, 10);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox WHERE purpose = 'approval_asked'").await, 1);
    app.deliver_all().await;
}

#[tokio::test]
async fn domains_limit_who_may_wait() {
    let app = TestApp::start_with(|settings| {
        settings.self_registration = SelfRegistration::Approval;
        settings.registration_domains = vec!["example.org".to_owned()];
    })
    .await;
    let fields = [("display_name", "Eva Lima"), ("email", "eva@example.com"), ("password", EVAS)];
    assert_eq!(app.browser().post("/register", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, confirmed) = app.register(EVA, EVAS).await;
    assert_eq!(confirmed.location(), Some("/register?notice=pending"));
}

/// Someone else's registration of the address does not become an account by the wait either.
#[tokio::test]
async fn another_browser_gives_the_password_before_it_waits() {
    let app = start().await;
    let fields = [("display_name", "Eva Lima"), ("email", EVA), ("password", EVAS)];
    app.browser().post("/register", &fields).await;
    app.deliver_all().await;
    let token = token_in(&app.mails().pop().expect("a mail").text);
    let mut phone = app.browser();
    let without = phone.post("/register/confirm", &[("t", &token)]).await;
    // Nothing was typed: that is no wrong attempt.
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_failures").await, 0);
    let wrong = phone.post("/register/confirm", &[("t", token.as_str()), ("password", "outra coisa qualquer")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);
    let with = phone.post("/register/confirm", &[("t", token.as_str()), ("password", EVAS)]).await;
    assert_eq!(with.location(), Some("/register?notice=pending"));
}

#[tokio::test]
async fn pending_registrations_stay_pending_when_approval_is_switched_off() {
    let app = start().await;
    app.register(EVA, EVAS).await;
    let app = app.restarted(|settings| settings.self_registration = SelfRegistration::On).await;
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.status, StatusCode::UNAUTHORIZED);
    app.apply_action(AdminAction::Approve, EVA).await;
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.location(), Some("/"));
    app.deliver_all().await;
}
