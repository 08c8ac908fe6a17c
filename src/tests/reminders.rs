//! Reminders to people who have not come in.

use crate::app::{TestApp, new_user};
use chaveiro::domain::{AdminAction, Role, UserStatus};
use chaveiro::server::delivery::Outcome;
use chaveiro::server::reminders::remind_all;
use chaveiro::server::{AppState, accounts};
use std::time::Duration;

const MARIA: &str = "maria@example.org";
const DAY: u64 = 24 * 60 * 60;

async fn start_with_weekly_reminders() -> TestApp {
    TestApp::start_with(|settings| settings.reminder_after = Some(Duration::from_secs(7 * DAY))).await
}

async fn remind(app: &TestApp) -> usize {
    remind_all(&app.state).await.expect("the database answers")
}

#[tokio::test]
async fn people_who_have_not_signed_in_get_three_reminders_at_most() {
    let app = start_with_weekly_reminders().await;
    let first = app.invite(MARIA).await;
    let id = app.id_of(MARIA).await;
    app.advance(7 * DAY - 60);
    assert_eq!(remind(&app).await, 0, "too early");
    let mut before = first;
    for number in 1..=3 {
        app.advance(120);
        assert_eq!(remind(&app).await, 1, "reminder {number}");
        assert_eq!(remind(&app).await, 0, "it is queued already");
        assert_eq!(app.deliver_all().await, [Outcome::Sent]);
        let mail = app.mails().pop().expect("a mail");
        assert!(mail.subject.starts_with("Lembrete: crie sua senha"), "{}", mail.subject);
        assert!(mail.text.contains("você ainda não entrou"), "{}", mail.text);
        let fresh = app.last_password();
        assert_ne!(fresh, before);
        before = fresh;
        assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
        app.advance(60);
        assert_eq!(remind(&app).await, 0, "just reminded");
        app.advance(7 * DAY - 60);
    }
    app.advance(30 * DAY);
    assert_eq!(remind(&app).await, 0, "three are enough");
    let details = app.texts("SELECT detail FROM audit_events WHERE kind = 'reminder_queued' ORDER BY seq").await;
    assert_eq!(details, ["1/3", "2/3", "3/3"].map(|detail| Some(detail.to_owned())));
    assert!(app.audit_kinds(&id).await.contains(&"reminder_queued".to_owned()));
    let mut admin = app.admin().await;
    assert!(admin.get(&format!("/admin/users/{id}")).await.says("Lembrete na fila de envio"));
}

#[tokio::test]
async fn the_password_of_a_reminder_opens_the_account_and_ends_the_reminders() {
    let app = start_with_weekly_reminders().await;
    app.invite(MARIA).await;
    app.advance(8 * DAY);
    remind(&app).await;
    app.deliver_all().await;
    let mut maria = app.browser();
    let entered = maria.sign_in(MARIA, &app.last_password()).await;
    assert_eq!(entered.location(), Some("/first-access"), "{}", entered.text);
    maria.post("/first-access", &[("new_password", crate::app::OWN_PASSWORD)]).await;
    app.deliver_all().await;
    app.advance(30 * DAY);
    assert_eq!(remind(&app).await, 0);
}

#[tokio::test]
async fn nobody_is_reminded_whom_an_admin_has_to_look_at() {
    let app = TestApp::start_with(|settings| {
        settings.reminder_after = Some(Duration::from_secs(7 * DAY));
        settings.allow_handover = true;
    })
    .await;
    app.member("active@example.org").await;
    for email in ["revoked@example.org", "disabled@example.org", "deleted@example.org", "slip@example.org"] {
        app.invite(email).await;
    }
    app.apply_action(AdminAction::Revoke, "revoked@example.org").await;
    app.apply_action(AdminAction::Disable, "disabled@example.org").await;
    app.apply_action(AdminAction::Delete, "deleted@example.org").await;
    let admin = chaveiro::server::session::Admin::from_cli();
    accounts::hand_over(&app.state, &admin, &app.id_of("slip@example.org").await).await.expect("a slip");
    app.queue_for(&new_user("Falha", "failed@example.org", Role::Member)).await;
    app.fail_mail_to("failed@example.org").await;
    app.queue_for(&new_user("Fila", "queued@example.org", Role::Member)).await;
    app.queue_for(&new_user("Fila", "late@example.org", Role::Member)).await;
    app.advance(20 * DAY);
    assert_eq!(remind(&app).await, 0);
    app.leave_mail();
}

#[tokio::test]
async fn off_reminds_nobody_and_a_pause_holds_reminders_back() {
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    app.advance(100 * DAY);
    assert_eq!(remind(&app).await, 0);

    let app = app.restarted(|settings| settings.reminder_after = Some(Duration::from_secs(7 * DAY))).await;
    let admin = chaveiro::server::session::Admin::from_cli();
    chaveiro::server::outbox::pause(&app.state, &admin).await.expect("a pause");
    assert_eq!(remind(&app).await, 0);
    chaveiro::server::outbox::resume(&app.state, &admin).await.expect("no pause");
    assert_eq!(remind(&app).await, 1);
    app.deliver_all().await;
}

/// Two nodes look at the same moment; each person gets one mail.
#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_remind_each_person_once() {
    let app = start_with_weekly_reminders().await;
    for number in 0..12 {
        app.invite(&format!("pessoa{number}@example.org")).await;
    }
    app.advance(8 * DAY);
    let other = AppState::open((*app.state.settings).clone(), app.state.clock.clone()).await.expect("a second node");
    let (one, two) = tokio::join!(
        tokio::spawn({
            let state = app.state.clone();
            async move { remind_all(&state).await }
        }),
        tokio::spawn(async move { remind_all(&other).await }),
    );
    let count = one.expect("no panic").expect("an answer") + two.expect("no panic").expect("an answer");
    assert_eq!(count, 12);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'reminder_queued'").await, 12);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox WHERE state = 'queued'").await, 12);
    assert_eq!(app.number("SELECT MAX(reminders) FROM users").await, 1);
    app.deliver_all().await;
}

/// A row written by hand, or by another version.
#[tokio::test]
async fn a_person_who_cannot_be_read_keeps_nobody_from_being_reminded() {
    let app = start_with_weekly_reminders().await;
    app.invite(MARIA).await;
    app.advance(8 * DAY);
    app.execute(
        "INSERT INTO users (id, email, display_name, role, locale, created_at, standing, mail_state, invited_until)
         VALUES ('damaged', 'x@example.org', 'X', 'member', 'en', 0, 'invited', 'sent', 1)",
    )
    .await;
    assert_eq!(remind(&app).await, 1);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
}
