//! Short transactions that are committed together: each is answered by what became of itself.

use crate::app::{TestApp, is_postgres, new_user, race};
use chaveiro::domain::{Channel, Role, UserId};
use chaveiro::error::AppError;
use chaveiro::server::session::Admin;
use chaveiro::server::store::audit::Chain;
use chaveiro::server::{AppState, accounts};
use std::time::{Duration, Instant};

const AT_ONCE: usize = 64;

fn email(number: usize) -> String {
    format!("person{number}@example.org")
}

async fn invite(state: AppState, email: String) -> Result<(), AppError> {
    invite_as(state, None, email).await
}

/// From a form that knows which account it will make.
async fn invite_as(state: AppState, id: Option<UserId>, email: String) -> Result<(), AppError> {
    let user = new_user("Maria Souza", &email, Role::Member);
    accounts::create_user(&state, &Admin::from_cli(), id, &user, Channel::Mail).await.map(drop)
}

/// Whether every account that is there has its mail and its event, and the log holds together.
async fn is_whole(app: &TestApp, accounts: usize) -> bool {
    let accounts = i64::try_from(accounts).expect("few");
    let intact = matches!(app.state.store.verify_audit_log(None).await, Ok(Chain::Intact { .. }));
    intact
        && app.number("SELECT COUNT(*) FROM users").await == accounts
        && app.number("SELECT COUNT(*) FROM outbox").await == accounts
        && app.number("SELECT COUNT(*) FROM audit_log WHERE kind = 'user_created'").await == accounts
}

async fn exists(app: &TestApp, email: &str) -> bool {
    app.texts("SELECT email FROM users").await.contains(&Some(email.to_owned()))
}

/// Every second one asks for an address that another has.
#[tokio::test]
async fn one_that_is_refused_takes_no_other_along() {
    let app = TestApp::start().await;
    app.leave_mail();
    let state = app.state.clone();
    let outcomes = race(AT_ONCE, |number| invite(state.clone(), email(number / 2))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), AT_ONCE / 2);
    assert!(is_whole(&app, AT_ONCE / 2).await);
}

/// The second of them is refused because of the first, which is committed with it.
#[tokio::test]
async fn a_form_sent_twice_at_once_is_accepted_twice() {
    let app = TestApp::start().await;
    app.leave_mail();
    let ids: Vec<UserId> = (0..AT_ONCE / 2).map(|_| UserId::parse(&app.state.clock.new_id()).expect("an id")).collect();
    let state = app.state.clone();
    let outcomes =
        race(AT_ONCE, |number| invite_as(state.clone(), Some(ids[number / 2].clone()), email(number / 2))).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!(is_whole(&app, AT_ONCE / 2).await);
}

/// Every second browser is closed, at the worst moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_given_up_takes_no_other_along() {
    let app = TestApp::start().await;
    app.leave_mail();
    for round in 0..40 {
        let start = round * AT_ONCE;
        let tasks: Vec<_> =
            (0..AT_ONCE).map(|number| tokio::spawn(invite(app.state.clone(), email(start + number)))).collect();
        for task in tasks.iter().step_by(2) {
            // Finer than a timer.
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_micros(20 * round as u64) {
                tokio::task::yield_now().await;
            }
            task.abort();
        }
        for (number, task) in tasks.into_iter().enumerate() {
            let Ok(outcome) = task.await else { continue };
            outcome.expect("room for all");
            assert!(exists(&app, &email(start + number)).await, "{number} was answered and is not there");
        }
    }
    let accounts = app.number("SELECT COUNT(*) FROM users").await;
    assert!(is_whole(&app, usize::try_from(accounts).expect("few")).await);
}

/// As SQLite does where the disk is full, in the middle of those that are committed together.
#[tokio::test]
async fn a_transaction_ended_by_the_database_is_reported_as_failed() {
    if is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    app.leave_mail();
    app.execute(
        "CREATE TRIGGER no_room BEFORE INSERT ON users WHEN NEW.email LIKE '%9@example.org'
         BEGIN SELECT RAISE(ROLLBACK, 'no room'); END",
    )
    .await;
    let state = app.state.clone();
    let outcomes = race(AT_ONCE, |number| invite(state.clone(), email(number))).await;
    let mut accounts = 0;
    for (number, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.is_ok(), exists(&app, &email(number)).await, "{number}: {outcome:?}");
        accounts += usize::from(outcome.is_ok());
    }
    assert!(outcomes[9].is_err() && accounts > 0, "{accounts}");
    assert!(is_whole(&app, accounts).await);

    app.execute("DROP TRIGGER no_room").await;
    let state = app.state.clone();
    let outcomes = race(AT_ONCE, |number| invite(state.clone(), email(1000 + number))).await;
    assert!(outcomes.iter().all(Result::is_ok), "the connection is spoilt");
    assert!(is_whole(&app, accounts + AT_ONCE).await);
}
