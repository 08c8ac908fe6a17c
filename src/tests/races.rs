//! Two things at once: an action while its mail is on its way, while somebody
//! signs in, and administrators against each other.

use crate::app::{OWN_PASSWORD, TestApp, guess_at, new_user, password_in, race};
use crate::delivery::password_of;
use crate::slow_server::SlowServer;
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, DisplayName, EmailAddress, Locale, Role, UserDetails, UserStatus};
use chaveiro::error::{AppError, Field, FieldError, Problem};
use chaveiro::locale::time::Zone;
use chaveiro::server::accounts::{self, ShownDetails, UserEdit};
use chaveiro::server::delivery::{DeliveryError, Outcome, deliver_next};
use chaveiro::server::email::{SmtpSettings, Transport};
use chaveiro::server::rate_limit::{CODE_GUESSES_IN, FAILURES_KEPT};
use chaveiro::server::session::Admin;
use chaveiro::server::store::administration::Change;
use chaveiro::server::store::rate_limit::sign_in::Reservation;
use std::time::Duration;
use tokio::task::JoinHandle;

const MARIA: &str = "maria@example.org";
const MARIAS_NEW: &str = "maria.souza@example.org";
const ROUNDS: u32 = 50;

fn edited(name: &str, email: &str, role: Role) -> UserEdit {
    let details = UserDetails {
        email: EmailAddress::parse(email).unwrap(),
        display_name: DisplayName::parse(name).unwrap(),
        role,
        locale: Locale::PtBr,
    };
    UserEdit { details, cpf: Change::Keep, time_zone: Change::Keep, groups: None, shown: None }
}

/// Maria's mail is at the mail server, which has not answered yet.
async fn with_a_mail_on_its_way() -> (TestApp, SlowServer, JoinHandle<Result<Outcome, DeliveryError>>) {
    let slow = SlowServer::start().await;
    let smtp = SmtpSettings::parse(&format!("smtp://{}", slow.address), None, false).expect("an address");
    let app = TestApp::start_with(|settings| {
        settings.transport = Some(Transport::Smtp(smtp));
        settings.allow_handover = true;
    })
    .await;
    app.queue(MARIA).await;
    let worker = deliver_one(&app);
    slow.has_received().await;
    app.advance(1);
    (app, slow, worker)
}

fn deliver_one(app: &TestApp) -> JoinHandle<Result<Outcome, DeliveryError>> {
    let state = app.state.clone();
    tokio::spawn(async move { deliver_next(&state).await })
}

#[tokio::test]
async fn a_temporary_password_revoked_while_its_mail_is_sent_does_not_work() {
    for action in [AdminAction::Revoke, AdminAction::Delete] {
        let (app, slow, worker) = with_a_mail_on_its_way().await;
        app.apply_action(action, MARIA).await;
        slow.may_answer();
        assert_eq!(worker.await.unwrap().unwrap(), Outcome::Sent);
        let code = password_of(&slow.mails()[0]);
        assert!(!app.begins_first_access(MARIA, &code).await, "{action:?}: the code works");
        if action == AdminAction::Delete {
            app.apply_action(AdminAction::Restore, MARIA).await;
            assert!(!app.begins_first_access(MARIA, &code).await, "{action:?}: restored, the code works again");
        }
        assert_eq!(
            app.account(MARIA).await.status,
            UserStatus::Revoked,
            "{action:?}: nothing comes, yet it is said to"
        );
        app.advance(3600);
        assert!(app.deliver_all().await.is_empty(), "{action:?}: another one follows");
    }
}

#[tokio::test]
async fn a_disabled_person_cannot_use_the_code_that_arrives_meanwhile() {
    let (app, slow, worker) = with_a_mail_on_its_way().await;
    app.apply_action(AdminAction::Disable, MARIA).await;
    slow.may_answer();
    worker.await.unwrap().unwrap();
    let code = password_of(&slow.mails()[0]);
    assert!(!app.begins_first_access(MARIA, &code).await);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Disabled);
}

#[tokio::test]
async fn the_code_on_its_way_to_an_old_address_is_dead_and_the_new_address_gets_one_that_works() {
    let (app, slow, worker) = with_a_mail_on_its_way().await;
    let id = app.id_of(MARIA).await;
    let moved = edited("Maria Souza", MARIAS_NEW, Role::Member);
    let console = Admin::from_cli();
    accounts::edit_user(&app.state, &console, &id, &moved).await.unwrap();
    slow.may_answer();
    assert_eq!(worker.await.unwrap().unwrap(), Outcome::Sent);
    let old = password_of(&slow.mails()[0]);
    assert!(
        !app.begins_first_access(MARIAS_NEW, &old).await && !app.begins_first_access(MARIA, &old).await,
        "the old code works"
    );
    assert_eq!(app.account(MARIAS_NEW).await.status, UserStatus::Waiting);

    let worker = deliver_one(&app);
    slow.has_received().await;
    slow.may_answer();
    assert_eq!(worker.await.unwrap().unwrap(), Outcome::Sent);
    let mails = slow.mails();
    assert_eq!((mails.len(), mails[1].rcpt.as_slice()), (2, [MARIAS_NEW.to_owned()].as_slice()));
    assert!(app.begins_first_access(MARIAS_NEW, &password_of(&mails[1])).await, "the new code does not work");
}

#[tokio::test]
async fn sending_again_while_a_mail_leaves_sends_it_once_unless_it_was_withdrawn() {
    let (app, slow, worker) = with_a_mail_on_its_way().await;
    app.apply_action(AdminAction::Resend, MARIA).await;
    slow.may_answer();
    assert_eq!(worker.await.unwrap().unwrap(), Outcome::Sent);
    assert!(app.deliver_all().await.is_empty(), "the same again");
    assert!(app.begins_first_access(MARIA, &password_of(&slow.mails()[0])).await);

    let (app, slow, worker) = with_a_mail_on_its_way().await;
    app.apply_action(AdminAction::Revoke, MARIA).await;
    assert_eq!(app.account(MARIA).await.status, UserStatus::Revoked, "it waits for what will not work");
    app.advance(1);
    app.apply_action(AdminAction::Resend, MARIA).await;
    assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting);
    slow.may_answer();
    assert_eq!(worker.await.unwrap().unwrap(), Outcome::Sent);
    let worker = deliver_one(&app);
    slow.has_received().await;
    slow.may_answer();
    assert_eq!(worker.await.unwrap().unwrap(), Outcome::Sent, "the answer was yes and nothing followed");
    let mails = slow.mails();
    assert!(!app.begins_first_access(MARIA, &password_of(&mails[0])).await, "the revoked code works");
    assert!(app.begins_first_access(MARIA, &password_of(&mails[1])).await);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
}

/// The withdrawn one is put off by the mail server, so it seems to wait; nothing may be generated for it.
#[tokio::test]
async fn sending_again_after_a_withdrawn_mail_was_put_off_sends_one_that_works() {
    let (app, slow, worker) = with_a_mail_on_its_way().await;
    app.apply_action(AdminAction::Revoke, MARIA).await;
    slow.answer_now(true);
    assert_eq!(worker.await.unwrap().unwrap(), Outcome::Waiting);
    app.advance(1);
    app.apply_action(AdminAction::Resend, MARIA).await;
    let worker = tokio::spawn({
        let state = app.state.clone();
        async move { while deliver_next(&state).await.unwrap() == Outcome::Obsolete {} }
    });
    slow.has_received().await;
    slow.answer_now(false);
    worker.await.unwrap();
    assert!(app.begins_first_access(MARIA, &password_of(slow.mails().last().unwrap())).await);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
}

#[tokio::test]
async fn a_slip_outlives_the_mail_that_was_on_its_way() {
    let (app, slow, worker) = with_a_mail_on_its_way().await;
    let id = app.id_of(MARIA).await;
    let console = Admin::from_cli();
    let slip = accounts::hand_over(&app.state, &console, &id).await.unwrap();
    slow.may_answer();
    worker.await.unwrap().unwrap();
    assert!(!app.begins_first_access(MARIA, &password_of(&slow.mails()[0])).await, "the mailed code works");
    assert!(app.begins_first_access(MARIA, slip.password.reveal()).await, "the mail has voided the slip");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_revocation_was_answered_no_code_works_even_one_being_generated() {
    let app = TestApp::start().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    for round in 0..ROUNDS {
        app.advance(60);
        app.apply_action(AdminAction::Resend, MARIA).await;
        let seen = app.mails().len();
        let worker = deliver_one(&app);
        let (state, id) = (app.state.clone(), id.clone());
        let revoke =
            tokio::spawn(
                async move { accounts::apply_action(&state, &Admin::from_cli(), AdminAction::Revoke, &id).await },
            );
        let (delivered, revoked) = (worker.await.unwrap(), revoke.await.unwrap());
        assert!(delivered.is_ok(), "round {round}: {delivered:?}");
        assert_eq!(revoked, Ok(()), "round {round}");
        for mail in app.mails().iter().skip(seen) {
            let code = password_in(&mail.text).expect("a code");
            assert!(!app.begins_first_access(MARIA, &code).await, "round {round}: the code works");
        }
        assert_eq!(app.account(MARIA).await.status, UserStatus::Revoked, "round {round}");
        let live = "SELECT COUNT(*) FROM temporary_passwords WHERE hash IS NOT NULL";
        assert_eq!(app.number(live).await, 0, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_disabling_was_answered_there_is_no_session_even_of_a_sign_in_under_way() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    let id = app.id_of(MARIA).await;
    let (mut first, mut second) = (0, 0);
    for round in 0..ROUNDS {
        app.advance(60);
        app.execute("DELETE FROM sign_in_failures").await;
        // Disabling begins now before the sign-in, now between its steps.
        let sign_in_after = Duration::from_micros(200) * (ROUNDS / 2).saturating_sub(round);
        let disable_after = Duration::from_micros(400) * round.saturating_sub(ROUNDS / 2);
        let mut browser = app.browser();
        let sign_in = tokio::spawn(async move {
            tokio::time::sleep(sign_in_after).await;
            let answer = browser.sign_in(MARIA, OWN_PASSWORD).await;
            (browser, answer)
        });
        let (state, id) = (app.state.clone(), id.clone());
        let disable = tokio::spawn(async move {
            tokio::time::sleep(disable_after).await;
            accounts::apply_action(&state, &Admin::from_cli(), AdminAction::Disable, &id).await
        });
        assert_eq!(disable.await.unwrap(), Ok(()), "round {round}");
        let (mut browser, answer) = sign_in.await.unwrap();
        let came_in = answer.status == StatusCode::SEE_OTHER;
        *(if came_in { &mut first } else { &mut second }) += 1;
        assert!(browser.get("/account").await.location().is_some_and(|to| to.starts_with("/login")), "round {round}");
        assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0, "round {round}");
        app.apply_action(AdminAction::Enable, MARIA).await;
    }
    assert!(first > 0 && second > 0, "nobody raced: {first} came in first, {second} did not come in");
    app.deliver_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_administrators_who_remove_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    let people = [("Ana Admin", "ana@example.org"), ("Bia Admin", "bia@example.org")];
    for (name, email) in people {
        let admin = new_user(name, email, Role::Admin);
        let console = Admin::from_cli();
        accounts::create_admin(&app.state, &console, &admin, OWN_PASSWORD).await.expect("an administrator");
    }
    for round in 0..ROUNDS {
        app.advance(1);
        let mut removals = Vec::new();
        for (number, (name, email)) in people.into_iter().enumerate() {
            let (state, id) = (app.state.clone(), app.id_of(email).await);
            let choice = (round as usize + number * (round as usize / 4)) % 4;
            removals.push(tokio::spawn(async move {
                let console = Admin::from_cli();
                match [Some(AdminAction::Disable), Some(AdminAction::Delete), Some(AdminAction::RequirePassword), None]
                    [choice]
                {
                    Some(action) => accounts::apply_action(&state, &console, action, &id).await,
                    None => {
                        let member = edited(name, email, Role::Member);
                        accounts::edit_user(&state, &console, &id, &member).await
                    }
                }
            }));
        }
        let mut outcomes = Vec::new();
        for removal in removals {
            outcomes.push(removal.await.unwrap());
        }
        outcomes.sort_by_key(Result::is_err);
        assert_eq!(outcomes, [Ok(()), Err(AppError::LastAdmin)], "round {round}");
        let left = "SELECT COUNT(*) FROM users WHERE role = 'admin' AND standing = 'active'";
        assert_eq!(app.number(left).await, 1, "round {round}");
        app.execute(
            "UPDATE users SET role = 'admin', standing = 'active', disabled_at = NULL, deleted_at = NULL,
                              password_hash = (SELECT MAX(password_hash) FROM users)",
        )
        .await;
    }
    app.deliver_all().await;
}

/// What a form has shown is compared with what is so while the account is held.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_concurrent_edits_of_a_field_gets_a_conflict() {
    let app = TestApp::start().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    let names = ["America/Manaus", "America/Bahia", "America/Recife"];
    let mut now = String::new();
    for round in 0..20 {
        let mut edits = Vec::new();
        for name in names.into_iter().filter(|name| *name != now).take(2) {
            let shown = ShownDetails {
                display_name: "Maria Souza".to_owned(),
                email: MARIA.to_owned(),
                role: "member".to_owned(),
                locale: "pt-BR".to_owned(),
                time_zone: now.clone(),
                cpf: String::new(),
                groups: Vec::new(),
            };
            let edit = UserEdit {
                time_zone: Change::Set(Zone::parse(name).unwrap()),
                shown: Some(shown),
                ..edited("Maria Souza", MARIA, Role::Member)
            };
            let (state, id) = (app.state.clone(), id.clone());
            edits.push(tokio::spawn(async move { accounts::edit_user(&state, &Admin::from_cli(), &id, &edit).await }));
        }
        let mut outcomes = Vec::new();
        for edit in edits {
            outcomes.push(edit.await.unwrap());
        }
        outcomes.sort_by_key(Result::is_err);
        now = app.account(MARIA).await.user.time_zone.expect("a zone").name().to_owned();
        let told = FieldError { field: Field::TimeZone, problem: Problem::ChangedMeanwhile { now: now.clone() } };
        assert_eq!(outcomes, [Ok(()), Err(AppError::ChangedMeanwhile(vec![told]))], "round {round}");
    }
    app.deliver_all().await;
}

/// A window ends while people guess: the count of what came before must not be
/// lost between reading and writing (Keycloak's #52646).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tries_at_once_with_the_end_of_their_window_are_all_counted() {
    let app = TestApp::start().await;
    for round in 0..10 {
        app.execute("DELETE FROM sign_in_failures").await;
        assert!(matches!(
            app.state.store.reserve_attempt("somebody", None, true).await.unwrap(),
            Reservation::Attempt(_)
        ));
        app.execute("UPDATE sign_in_failures SET failures = 50, is_known = 1").await;
        app.advance(FAILURES_KEPT.as_secs() + 1);
        let before = app.state.clock.now().minus(FAILURES_KEPT);
        let tries = race(20, |number| {
            let store = app.state.store.clone();
            async move {
                if number % 4 == 0 {
                    store.delete_old_sign_in_failures(before).await.unwrap();
                    return false;
                }
                let tried = store.reserve_attempt("somebody", None, true).await.unwrap();
                matches!(tried, Reservation::Attempt(_))
            }
        });
        let taken = tries.await.into_iter().filter(|is_taken| *is_taken).count();
        let counted = app.number("SELECT failures + earlier FROM sign_in_failures").await;
        assert_eq!((taken, counted), (15, 65), "round {round}");
    }
}

/// The same of the day's budget of guesses at short temporary passwords.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_at_once_with_the_end_of_a_day_stay_within_the_budget_of_the_next() {
    let app = TestApp::start().await;
    let emails: Vec<_> = (0..6).map(|number| format!("person{number}@example.org")).collect();
    for email in &emails {
        app.invite(email).await;
    }
    for email in &emails {
        guess_at(app.state.clone(), email.clone(), 10).await;
    }
    app.advance(CODE_GUESSES_IN.as_secs() - 1);
    app.execute("UPDATE temporary_passwords SET expires_at = expires_at + 86400000").await;
    for email in &emails[..4] {
        assert_eq!(guess_at(app.state.clone(), email.clone(), 10).await, 1);
    }
    app.advance(1);
    let compared = race(60, |number| {
        let (state, email) = (app.state.clone(), emails[number % emails.len()].clone());
        async move {
            if number % 5 == 0 {
                state.store.delete_old_code_guesses().await.unwrap();
                return 0;
            }
            guess_at(state, email, 10).await
        }
    });
    assert_eq!(compared.await.into_iter().sum::<usize>(), 6, "four of the last second of the day before count still");
    assert_eq!(app.state.store.count_code_guesses().await.unwrap(), 10);
}
