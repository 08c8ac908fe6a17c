//! Accounts now, mails later: at the time an admin has chosen, and not before.

use super::{ACT, people_csv, previewed, run_job, state_of};
use crate::app::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::InvalidSendAt;
use chaveiro::domain::{AdminAction, DeliveryState, Locale, UserStatus};
use chaveiro::locale::problems::send_at as problem;
use chaveiro::server::delivery::Outcome;
use chaveiro::server::imports::suggest_send_at;

const ONE: &str = "person-1@example.org";
/// The clock stands at 8:06:40 on November 18, a Wednesday, in Brasília; this is two days later.
const FRIDAY: &str = "2026-11-20T08:00";
const UNTIL_FRIDAY: u64 = 2 * 24 * 3600 - 400;
const IN_WORDS: &str = "20/11/2026 às 08h00 (horário de Brasília)";

async fn confirm(browser: &mut Browser, import: &str, send: &str, send_at: &str) -> Answer {
    browser.post(ACT, &[("import", import), ("act", "confirm"), ("send", send), ("send_at", send_at)]).await
}

/// An import of so many people whose mails leave on Friday.
async fn schedule_import(app: &TestApp, admin: &mut Browser, people: usize) -> String {
    let id = previewed(admin, people_csv(people)).await;
    let answer = confirm(admin, &id, "later", FRIDAY).await;
    assert_eq!(answer.location(), Some(format!("/admin/imports/{id}").as_str()), "{}", answer.text);
    run_job(app).await;
    assert_eq!(state_of(app, &id).await, "done");
    id
}

#[tokio::test]
async fn mails_leave_at_the_chosen_time_not_before_and_are_never_late_until_then() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = schedule_import(&app, &mut admin, 3).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 4, "the accounts are there at once");
    assert_eq!(app.account(ONE).await.status, UserStatus::Waiting);
    for path in [format!("/admin/imports/{id}"), format!("/admin/users/{}", app.id_of(ONE).await)] {
        assert!(admin.get(&path).await.says(IN_WORDS), "{path}");
    }
    let mails = admin.get("/admin/mail").await;
    assert!(mails.text.contains("Será enviado em <time") && mails.says(IN_WORDS), "{}", mails.text);

    // As the worker looks at it again and again, also after hours.
    for seconds in [0, 3600, UNTIL_FRIDAY - 3600 - 1] {
        app.advance(seconds);
        assert_eq!(app.deliver_all().await, []);
    }
    let mut admin = app.sign_in_admin().await;
    for path in ["/admin/users", "/admin/mail", "/admin"] {
        assert!(!admin.get(path).await.says("Os envios estão atrasados"), "{path}");
    }
    let ready: serde_json::Value =
        serde_json::from_str(&app.browser_at("127.0.0.1").get("/readyz").await.text).unwrap();
    assert!(ready["oldest_queued_mail_seconds"].as_u64().is_none_or(|age| age == 0), "{ready}");

    app.deliver_all().await;
    assert_eq!(app.mails().len(), 1, "only the notice of the new sign-in");
    app.advance(1);
    assert_eq!(app.deliver_all().await.len(), 3);
    assert_eq!(app.mails().len(), 4);
    let one = app.account(ONE).await;
    assert_eq!(one.status, UserStatus::Invited);
    let whole_life = app.state.clock.now().plus(app.state.settings.temporary_password_ttl);
    assert_eq!(one.invited_until, Some(whole_life), "waiting takes nothing off its life");
}

#[tokio::test]
async fn mails_that_nobody_takes_after_their_time_are_late_then() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    schedule_import(&app, &mut admin, 3).await;
    app.advance(UNTIL_FRIDAY + 15 * 60 + 1);
    let mut admin = app.sign_in_admin().await;
    assert!(admin.get("/admin/users").await.says("Os envios estão atrasados"));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_mail_that_waits_for_its_time_keeps_no_other_from_leaving() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    schedule_import(&app, &mut admin, 2).await;
    app.queue("eva@example.org").await;
    // Queued by a node whose clock was a year ahead: due at once, unlike those whose time was chosen.
    app.execute("UPDATE outbox SET not_before = not_before + 31536000000 WHERE send_at IS NULL").await;
    assert_eq!(app.deliver_all().await.len(), 1);
    assert_eq!(app.mails().len(), 1);
    app.advance(UNTIL_FRIDAY);
    app.deliver_all().await;
    assert_eq!(app.mails().len(), 3);
}

#[tokio::test]
async fn sending_again_sends_now_and_once() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    schedule_import(&app, &mut admin, 2).await;
    app.apply_action(AdminAction::Resend, ONE).await;
    assert_eq!(app.deliver_all().await.len(), 1);
    assert_eq!(app.account(ONE).await.status, UserStatus::Invited);
    // From the list of mails, the other one.
    let mail = app.account("person-2@example.org").await.delivery.expect("a mail");
    assert!(mail.send_at.is_some());
    admin.post("/admin/mail/retry", &[("mail", mail.id.as_str()), ("show", "open")]).await;
    assert_eq!(app.deliver_all().await.len(), 1);
    app.advance(UNTIL_FRIDAY);
    assert_eq!(app.deliver_all().await, [], "nobody gets another");
}

#[tokio::test]
async fn resending_to_the_marked_ones_of_a_list_sends_now() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    schedule_import(&app, &mut admin, 2).await;
    let users = format!("{} {}", app.id_of(ONE).await, app.id_of("person-2@example.org").await);
    let seen = app.state.clock.now().as_millis().to_string();
    let fields = [("users", users.as_str()), ("act", AdminAction::Resend.as_str()), ("asked", seen.as_str())];
    let answer = admin.post("/admin/users/act", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(app.deliver_all().await.len(), 2);
}

#[tokio::test]
async fn what_ends_an_invitation_withdraws_its_mail() {
    let app = TestApp::start_with(|settings| settings.allow_handover = true).await;
    let mut admin = app.admin().await;
    schedule_import(&app, &mut admin, 4).await;
    app.apply_action(AdminAction::Revoke, ONE).await;
    app.apply_action(AdminAction::Disable, "person-2@example.org").await;
    app.apply_action(AdminAction::Delete, "person-3@example.org").await;
    let four = app.id_of("person-4@example.org").await;
    admin.post("/admin/users/hand-over", &[("user", four.as_str())]).await;
    assert_eq!(app.account(ONE).await.status, UserStatus::Revoked);
    assert_eq!(app.account("person-4@example.org").await.status, UserStatus::Invited);
    // The mail that is sent after a withdrawn one counts, although that was for a later day.
    app.apply_action(AdminAction::Resend, ONE).await;
    let newest = app.account(ONE).await.delivery.expect("a mail");
    assert_eq!((newest.state, newest.send_at), (DeliveryState::Queued, None));
    assert_eq!(app.deliver_all().await.len(), 1);
    app.advance(UNTIL_FRIDAY);
    assert_eq!(app.deliver_all().await, []);
}

#[tokio::test]
async fn a_corrected_address_gets_the_mail_at_the_same_time() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    schedule_import(&app, &mut admin, 1).await;
    let id = app.id_of(ONE).await;
    let fields = [
        ("user", id.as_str()),
        ("display_name", "Pessoa 1"),
        ("email", "one@example.org"),
        ("role", "member"),
        ("locale", "pt-BR"),
        ("cpf", ""),
    ];
    let answer = admin.post("/admin/users/edit", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(app.deliver_all().await, []);
    app.advance(UNTIL_FRIDAY);
    assert_eq!(app.deliver_all().await.len(), 1);
    assert_eq!(app.mails().last().expect("a mail").to, "one@example.org");
}

#[tokio::test]
async fn a_restart_amid_the_import_keeps_the_time() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, people_csv(150)).await;
    confirm(&mut admin, &id, "later", FRIDAY).await;
    chaveiro::server::imports::carry_out_next(&app.state).await.unwrap();
    let app = app.restarted(|_| ()).await;
    app.state.store.set_abandoned_deliveries_due().await.unwrap();
    run_job(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 151);
    assert_eq!(app.deliver_all().await, []);
    app.advance(UNTIL_FRIDAY);
    assert_eq!(app.deliver_all().await.iter().filter(|outcome| **outcome == Outcome::Sent).count(), 150);
}

#[tokio::test]
async fn a_time_that_is_none_is_refused_by_its_field_and_everything_typed_stays() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, "nome,e-mail,grupos\nEva,eva@example.org,Turma 1A\n").await;
    let too_far = "2026-12-18T08:07";
    for (send_at, invalid) in [
        ("", InvalidSendAt::Form),
        ("segunda", InvalidSendAt::Form),
        ("2026-02-30T08:00", InvalidSendAt::Form),
        ("99999-11-20T08:00", InvalidSendAt::Form),
        ("2026-11-18T08:06", InvalidSendAt::Past),
        ("1969-01-01T00:00", InvalidSendAt::Past),
        (too_far, InvalidSendAt::TooFar),
        ("9000-12-31T23:59", InvalidSendAt::TooFar),
    ] {
        let fields = [
            ("import", id.as_str()),
            ("act", "confirm"),
            ("groups", "turma-1a"),
            ("send", "later"),
            ("send_at", send_at),
        ];
        let answer = admin.post(ACT, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{send_at}");
        assert!(answer.says(problem(Locale::PtBr, invalid)), "{send_at}: {}", answer.text);
        assert!(answer.text.contains("href=\"#send_at\"") && answer.text.contains("id=\"send_at-error\""), "{send_at}");
        let is_kept = |field: &str| answer.text.split('<').any(|tag| tag.starts_with(field) && tag.contains("checked"));
        assert!(is_kept("input type=\"radio\" name=\"send\" value=\"later\""), "{send_at}: {}", answer.text);
        assert!(is_kept("input type=\"checkbox\" name=\"groups\""), "{send_at}");
        if !send_at.is_empty() {
            assert!(answer.text.contains(&format!("value=\"{send_at}\"")), "{send_at}");
        }
    }
    let answer = confirm(&mut admin, &id, "sometime", FRIDAY).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text.contains("id=\"send-error\""));
    assert_eq!(state_of(&app, &id).await, "preview");
    // The last minute there is, and a time that the form sends although now is chosen.
    assert!(confirm(&mut admin, &id, "later", "2026-12-18T08:06").await.location().is_some());
    let other = previewed(&mut admin, people_csv(1)).await;
    confirm(&mut admin, &other, "now", "1969-01-01T00:00").await;
    run_job(&app).await;
    assert_eq!(app.deliver_all().await.len(), 1);
    app.leave_mail();
}

#[tokio::test]
async fn the_form_offers_the_next_working_day_at_eight_and_names_the_clock() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, people_csv(1)).await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.text.contains("value=\"2026-11-19T08:00\"") && page.says("Horário de Brasília"), "{}", page.text);
    app.advance(2 * 24 * 3600);
    let zone = &app.state.settings.time_zone;
    assert_eq!(suggest_send_at(zone, app.state.clock.now()), "2026-11-23T08:00", "Monday, on a Friday");
}
