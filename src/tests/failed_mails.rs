//! Mails that failed: where they went, and which of them somebody has to act on.

use crate::app::{Browser, TestApp};
use crate::program;
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, DeliveryState, Purpose};
use chaveiro::server::delivery::Outcome;
use chaveiro::server::outbox::count_failed_mails;
use chaveiro::server::store::outbox::{ListedMail, MailFilter};

const WRONG: &str = "naoexiste@example.org";
const RIGHT: &str = "jose@example.org";

async fn listed(app: &TestApp, state: DeliveryState) -> Vec<ListedMail> {
    app.state.store.list_mails(MailFilter::In(state), None, 50).await.unwrap()
}

async fn correct_address(app: &TestApp, admin: &mut Browser, from: &str, to: &str) {
    let id = app.id_of(from).await;
    let fields = [
        ("user", id.as_str()),
        ("display_name", "José Reis"),
        ("email", to),
        ("role", "member"),
        ("locale", "pt-BR"),
        ("cpf", ""),
    ];
    assert_eq!(admin.post("/admin/users/edit", &fields).await.status, StatusCode::SEE_OTHER);
}

/// The mail to José was refused at the wrong address, and the one to the corrected address was accepted.
async fn with_a_corrected_address() -> (TestApp, Browser) {
    let sink = SmtpSink::start(Script::default().to(WRONG, Stage::Rcpt, Fault::Answer("550 5.1.1 no such user")));
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    app.queue(WRONG).await;
    assert_eq!(app.deliver_all().await, [Outcome::Failed]);
    assert_eq!(count_failed_mails(&app.state).await.unwrap(), 1);
    app.advance(60);
    correct_address(&app, &mut admin, WRONG, RIGHT).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    (app, admin)
}

/// The list showed today's address for all mails: it said that the corrected one, which works, was refused.
#[tokio::test]
async fn a_mail_is_listed_with_the_address_it_went_to() {
    let (app, mut admin) = with_a_corrected_address().await;
    let failed = admin.get("/admin/mail?show=failed").await;
    let text = failed.text.replace("<wbr>", "");
    assert!(text.contains(WRONG) && !text.contains(RIGHT), "{text}");
    let sent = admin.get("/admin/mail?show=sent").await;
    assert!(sent.text.replace("<wbr>", "").contains(RIGHT), "{}", sent.text);
    let addresses = async |state| listed(&app, state).await.into_iter().map(|mail| mail.email).collect::<Vec<_>>();
    assert_eq!(addresses(DeliveryState::Failed).await, [WRONG]);
    assert_eq!(addresses(DeliveryState::Sent).await, [RIGHT]);
}

#[tokio::test]
async fn mails_accepted_at_an_earlier_address_are_told_with_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member("rui@example.org").await;
    correct_address(&app, &mut admin, "rui@example.org", "rui.lima@example.org").await;
    let mails = listed(&app, DeliveryState::Sent).await;
    assert!(mails.iter().any(|mail| mail.email == "rui@example.org"), "{mails:?}");
    let id = app.id_of("rui.lima@example.org").await;
    let mails = app.state.store.list_mails_of(&id, 9).await.unwrap();
    let first = mails.iter().find(|mail| mail.purpose == Purpose::TemporaryPassword).expect("the first mail");
    assert_eq!(first.tried_elsewhere.as_deref(), Some("rui@example.org"));
    // One that was not tried goes to the address as of now.
    let queued = app.state.store.list_mails(MailFilter::Open, None, 9).await.unwrap();
    let mut to: Vec<_> = queued.iter().map(|mail| mail.email.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["rui.lima@example.org", "rui@example.org"]);
    let data = rui.get("/account/data.json").await;
    let data: serde_json::Value = serde_json::from_str(&data.text).expect("JSON");
    let mails = data["mails"].as_array().expect("a list");
    let first = mails.iter().find(|mail| mail["purpose"] == "temporary_password").expect("the first mail");
    assert_eq!(first["to_earlier_address"], "rui@example.org");
    app.leave_mail();
}

/// A node of the version before tries a mail again and does not write where to.
#[tokio::test]
async fn an_address_of_an_earlier_attempt_is_not_taken_for_that_of_the_last() {
    let (app, _admin) = with_a_corrected_address().await;
    app.execute("UPDATE outbox SET attempts = attempts + 1 WHERE state = 'failed'").await;
    assert_eq!(listed(&app, DeliveryState::Failed).await[0].email, RIGHT);
    app.execute("UPDATE outbox SET tried_email = NULL, tried_attempt = NULL").await;
    assert_eq!(listed(&app, DeliveryState::Failed).await[0].email, RIGHT);
}

#[tokio::test]
async fn an_address_that_a_mail_went_to_is_erased_with_its_person() {
    let (app, _admin) = with_a_corrected_address().await;
    let tried = "SELECT COUNT(*) FROM outbox WHERE tried_email IS NOT NULL";
    assert_eq!(app.number(tried).await, 2);
    app.apply_action(AdminAction::Delete, RIGHT).await;
    app.advance(AdminAction::GRACE.as_secs() + 60);
    let before = app.state.clock.now().minus(AdminAction::GRACE);
    app.state.store.delete_accounts_deleted_before(before).await.unwrap();
    assert_eq!(app.number(tried).await, 0);
    app.leave_mail();
}

/// Each retry left one more "failed" mail behind, and the overview counted them all beside "1 person".
#[tokio::test]
async fn failed_mails_are_counted_for_as_long_as_somebody_has_to_act_on_them() {
    let sink = SmtpSink::start(Script::default().to(WRONG, Stage::Rcpt, Fault::Answer("550 5.1.1 no such user")));
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    app.queue(WRONG).await;
    for _ in 0..3 {
        app.deliver_all().await;
        app.advance(60);
        assert_eq!(count_failed_mails(&app.state).await.unwrap(), 1);
        admin.post("/admin/mail/retry-all", &[]).await;
    }
    assert_eq!(app.deliver_all().await, [Outcome::Failed]);

    let failed = admin.get("/admin/mail?show=failed").await;
    assert!(failed.text.replace("<!>", "").contains("Falha no envio (1)"), "{}", failed.text);
    assert!(failed.says("1 e-mail precisa de você. Outros 3 não precisam e ficam na lista como histórico."));
    assert_eq!(failed.text.matches("Nada a fazer").count(), 3, "{}", failed.text);
    let overview = admin.get("/admin").await;
    assert!(overview.says("1 e-mail que falhou nas últimas 72 horas precisa de você."), "{}", overview.text);
    let ready = app.browser().get("/readyz").await;
    assert!(!ready.text.contains(r#""mails_given_up_72h":4"#), "{}", ready.text);

    app.advance(60);
    correct_address(&app, &mut admin, WRONG, RIGHT).await;
    app.deliver_all().await;
    assert_eq!(count_failed_mails(&app.state).await.unwrap(), 0);
    let failed = admin.get("/admin/mail?show=failed").await;
    assert!(failed.text.replace("<!>", "").contains("Falha no envio (0)"), "{}", failed.text);
    assert!(failed.says("Nenhum e-mail precisa de você. Outros 4 não precisam"), "{}", failed.text);
    assert!(admin.get("/admin").await.says("Nenhuma falha de envio das últimas 72 horas precisa de você."));
}

/// A notice needs somebody while the address it was refused at is the person's.
#[tokio::test]
async fn a_failed_notice_is_counted_until_a_newer_one_or_another_address_replaces_it() {
    let app = TestApp::start().await;
    let _rui = app.member("rui@example.org").await;
    let count = async || listed(&app, DeliveryState::Failed).await.iter().filter(|mail| mail.needs_action).count();
    let notice = "UPDATE outbox SET state = 'failed', purpose = 'new_device', step = 'recipient', attempts = 1,
                         last_answer = '550 no', tried_email = 'rui@example.org', tried_attempt = 1
                  WHERE id = (SELECT MIN(id) FROM outbox)";
    assert_eq!(app.execute(notice).await, 1);
    assert_eq!(count().await, 1);
    assert_eq!(count_failed_mails(&app.state).await.unwrap(), 1);
    for (settled, back) in [
        ("UPDATE outbox SET earlier_email = 'old@example.org'", "UPDATE outbox SET earlier_email = NULL"),
        (
            "UPDATE outbox SET tried_email = 'old@example.org'",
            "UPDATE outbox SET tried_email = 'rui@example.org' WHERE tried_email = 'old@example.org'",
        ),
        (
            "UPDATE users SET deleted_at = 1 WHERE email = 'rui@example.org'",
            "UPDATE users SET deleted_at = NULL WHERE email = 'rui@example.org'",
        ),
        (
            "UPDATE outbox SET purpose = 'new_device' WHERE state = 'sent'",
            "UPDATE outbox SET purpose = 'password_changed' WHERE state = 'sent'",
        ),
        (
            "UPDATE outbox SET purpose = 'confirm_registration' WHERE state = 'failed'",
            "UPDATE outbox SET purpose = 'new_device' WHERE state = 'failed'",
        ),
    ] {
        app.execute(settled).await;
        assert_eq!(count().await, 0, "{settled}");
        app.execute(back).await;
        assert_eq!(count().await, 1, "{back}");
    }
}

#[tokio::test]
async fn the_command_line_says_which_failed_mails_need_nothing() {
    let app = program::start(|_| ()).await;
    app.queue(WRONG).await;
    app.fail_mail_to(WRONG).await;
    let list = async || program::run(&app, &["mail", "list", "--state", "failed"], &[]).await.out;
    assert!(!list().await.contains("nothing to do"), "{}", list().await);
    app.execute("UPDATE users SET password_hash = 'x' WHERE email = 'naoexiste@example.org'").await;
    assert!(list().await.contains("failed (nothing to do)"), "{}", list().await);
    let json = program::run(&app, &["mail", "list", "--state", "failed", "--json"], &[]).await.out;
    assert!(json.contains(r#""needs_action": false"#), "{json}");
}
