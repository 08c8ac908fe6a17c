//! Guesses at temporary passwords: counted for each, and for all short ones together.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, OWN_PASSWORD, TestApp, guess_at, race, secret_in};
use axum::http::StatusCode;
use chaveiro::domain::{Preset, Role};
use chaveiro::server::delivery::Outcome;
use chaveiro::server::email::CapturedMail;

/// Six digits: what has another form is not a guess. Generated once in a million times.
const WRONG: &str = "000000";
const CLOSED: &str = "abra o link do e-mail";
/// On every admin page, meanwhile.
const WARNING: &str = "Senhas temporárias curtas só pelo link do e-mail";

/// Invites so many people; their addresses and temporary passwords.
async fn invite(app: &TestApp, people: usize) -> Vec<(String, String)> {
    let mut invited = Vec::new();
    for number in 0..people {
        let email = format!("pessoa{number}@example.org");
        let temporary = app.invite(&email).await;
        invited.push((email, temporary));
    }
    invited
}

/// One wrong guess at each, twice as long apart as anybody has to wait.
async fn guess_once_each(app: &TestApp, people: &[(String, String)], rounds: usize) {
    for _ in 0..rounds {
        for (email, _) in people {
            app.browser().sign_in(email, WRONG).await;
        }
        app.advance(60);
    }
}

#[tokio::test]
async fn the_daily_budget_of_guesses_stops_short_passwords_on_the_sign_in_page() {
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 12).await;
    let mut admin = app.admin().await;
    let mut member = app.member("ativo@example.org").await;
    let people = invite(&app, 4).await;
    let mails = app.mails().len();

    assert!(!admin.get("/admin/users").await.says(WARNING));
    guess_once_each(&app, &people[..3], 4).await;
    for page in ["/admin", "/admin/users", "/admin/users/new", "/admin/mail", "/admin/audit"] {
        assert!(admin.get(page).await.says(WARNING), "{page}");
    }
    assert!(!member.get("/account").await.says(WARNING));
    assert_eq!(app.state.store.count_code_guesses().await.unwrap(), 12);
    let compared = app.number("SELECT CAST(SUM(attempts) AS BIGINT) FROM temporary_passwords").await;
    assert_eq!(compared, 12);

    // Also the right one, of somebody nobody has guessed at.
    let (email, temporary) = &people[3];
    let closed = app.browser().sign_in(email, temporary).await;
    assert_eq!(closed.status, StatusCode::UNAUTHORIZED);
    assert!(closed.says(CLOSED), "{}", closed.text);
    assert_eq!(
        app.number("SELECT CAST(SUM(attempts) AS BIGINT) FROM temporary_passwords").await,
        12,
        "more were compared"
    );

    // Who guesses cannot tell which account is locked.
    for (email, password) in [("ninguem@example.org", WRONG), ("ativo@example.org", WRONG), (email.as_str(), WRONG)] {
        let answer = app.browser().sign_in(email, password).await;
        assert_eq!((answer.status, answer.says(CLOSED)), (StatusCode::UNAUTHORIZED, true), "{email}");
    }
    // Who has an own password is not concerned.
    assert_eq!(app.browser().sign_in("ativo@example.org", OWN_PASSWORD).await.location(), Some("/"));
    assert_eq!(app.browser().sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await.location(), Some("/"));

    // A new one works here: what is generated meanwhile is not short.
    app.browser().post("/forgot-password", &[("email", &people[2].0)]).await;
    app.deliver_all().await;
    let strong = app.mails().iter().rev().find_map(|mail| secret_in(&mail.text, 10)).expect("a strong one");
    app.advance(3600);
    assert_eq!(app.browser().sign_in(&people[2].0, &strong).await.location(), Some("/first-access"));

    // The administrators hear of it once.
    app.deliver_all().await;
    let is_notice =
        |mail: &CapturedMail| mail.to.contains(ADMIN_EMAIL) && mail.subject.contains("Muitas senhas erradas");
    let notices: Vec<_> = app.mails().into_iter().skip(mails).filter(is_notice).collect();
    assert_eq!(notices.len(), 1);
    assert!(notices[0].text.contains("12 senhas"), "{}", notices[0].text);

    // The window slides: a day after each guess it counts no more.
    app.advance(23 * 3600 - 241);
    assert!(app.browser().sign_in(email, WRONG).await.says(CLOSED), "it opens too early");
    app.advance(120);
    app.state.store.delete_old_code_guesses().await.unwrap();
    let open = app.browser().sign_in("ninguem@example.org", WRONG).await;
    assert!(
        !open.says(CLOSED),
        "it stays closed: {} {}",
        app.state.store.count_code_guesses().await.unwrap(),
        open.text
    );
}

#[tokio::test]
async fn right_ones_do_not_count_and_long_ones_are_not_concerned() {
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 3).await;
    let people = invite(&app, 1).await;
    let (email, temporary) = &people[0];
    for _ in 0..5 {
        assert_eq!(app.browser().sign_in(email, temporary).await.location(), Some("/first-access"));
    }
    assert_eq!(app.state.store.count_code_guesses().await.unwrap(), 0);

    let mut long = crate::app::new_user("Rui Lima", "rui@example.org", Role::Member);
    long.preset = Some(Preset::STRONG);
    app.queue_for(&long).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let strong = secret_in(&app.mails().last().unwrap().text, 10).unwrap();
    for _ in 0..3 {
        app.browser().sign_in(email, WRONG).await;
        app.browser().sign_in("rui@example.org", WRONG).await;
    }
    assert_eq!(app.state.store.count_code_guesses().await.unwrap(), 3, "guesses at a long one count");
    app.advance(3600);
    assert!(app.browser().sign_in(email, temporary).await.says(CLOSED));
    assert_eq!(app.browser().sign_in("rui@example.org", &strong).await.location(), Some("/first-access"));
}

/// A hundred at once, at different people: the count is taken before the look.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_guesses_stay_within_the_daily_budget() {
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 20).await;
    let people = invite(&app, 15).await;
    let compared = race(75, |guess| guess_at(app.state.clone(), people[guess % people.len()].0.clone(), 20));
    assert_eq!(compared.await.into_iter().sum::<usize>(), 20);
    assert_eq!(app.number("SELECT CAST(SUM(attempts) AS BIGINT) FROM temporary_passwords").await, 20);
}

#[tokio::test]
async fn the_count_survives_a_new_start() {
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 4).await;
    let people = invite(&app, 2).await;
    guess_once_each(&app, &people, 2).await;
    let app = app.restarted(|_| ()).await;
    let (email, temporary) = &people[0];
    assert!(app.browser().sign_in(email, temporary).await.says(CLOSED));
}

/// C01: one mail, not one per guess.
#[tokio::test]
async fn running_out_of_attempts_is_notified_once() {
    let app = TestApp::start().await;
    let people = invite(&app, 1).await;
    for _ in 0..9 {
        app.browser().sign_in(&people[0].0, WRONG).await;
        app.advance(3600);
    }
    app.deliver_all().await;
    let mails = app.mails();
    let [_, notice] = mails.as_slice() else { panic!("{} mails", mails.len()) };
    assert!(notice.subject.contains("Muitas tentativas de acesso"), "{}", notice.subject);
    assert!(notice.text.contains("abra o link do e-mail"), "{}", notice.text);
    assert!(!notice.text.contains(&people[0].1), "the temporary password stands in the notice");
}

#[tokio::test]
async fn after_two_that_ran_out_of_tries_the_third_is_strong() {
    let app = TestApp::start().await;
    app.admin().await;
    let email = "maria@example.org";
    app.invite(email).await;
    let id = app.id_of(email).await;
    for time in 1..=2 {
        for _ in 0..5 {
            app.browser().sign_in(email, WRONG).await;
            app.advance(3600);
        }
        let mut admin = app.browser();
        admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
        admin.post("/admin/users/send-again", &[("user", id.as_str())]).await;
        app.deliver_all().await;
        let preset = app.texts("SELECT preset FROM temporary_passwords ORDER BY drawn_at DESC, id DESC LIMIT 1").await;
        let expected = if time == 1 { Preset::default() } else { Preset::STRONG };
        assert_eq!(preset, [Some(expected.to_string())], "after {time}");
    }
    let mails = app.mails();
    let strong =
        mails.iter().rev().find(|mail| mail.to.contains(email)).and_then(|mail| secret_in(&mail.text, 10)).unwrap();
    assert_eq!(app.browser().sign_in(email, &strong).await.location(), Some("/first-access"));
}

/// Else four guesses and a stranger's "forgot my password" would go on for ever.
#[tokio::test]
async fn tries_at_one_persons_short_ones_are_few_however_often_another_is_sent() {
    let app = TestApp::start().await;
    let email = "maria@example.org";
    app.invite(email).await;
    for _ in 0..6 {
        for _ in 0..4 {
            app.browser().sign_in(email, WRONG).await;
            app.advance(901);
        }
        app.advance(6 * 3600);
        app.browser().post("/forgot-password", &[("email", email)]).await;
        app.deliver_all().await;
    }
    let compared = "SELECT CAST(SUM(attempts) AS BIGINT) FROM temporary_passwords WHERE is_short = 1";
    assert_eq!(app.number(compared).await, 8, "at most ten");
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords WHERE is_short = 1").await, 2);
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords WHERE preset = 'unambiguous:10'").await, 5);
}

#[tokio::test]
async fn while_twenty_short_ones_are_alive_the_next_is_strong() {
    let app = TestApp::start().await;
    for number in 0..23 {
        app.queue(&format!("pessoa{number}@example.org")).await;
    }
    assert_eq!(app.deliver_all().await.len(), 23);
    let short = || app.number("SELECT COUNT(*) FROM temporary_passwords WHERE preset = 'digits:6'");
    assert_eq!(short().await, 20);
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords WHERE preset = 'unambiguous:10'").await, 3);

    // When they have ended, short ones are safe again.
    app.advance(25 * 3600);
    app.queue("mais@example.org").await;
    app.deliver_all().await;
    assert_eq!(short().await, 21);
}

#[test]
fn the_odds_follow_from_the_settings() {
    let odds = |preset: &str| Preset::parse(preset).unwrap().odds(100, 5);
    assert_eq!(odds("digits:6"), Some(10_000));
    assert_eq!(odds("digits:8"), Some(1_000_000));
    assert_eq!(odds("unambiguous:10"), Some(57_u64.pow(10) / 5_000_000));
    assert_eq!(odds("cpf"), None);
    assert_eq!(Preset::default().odds(1000, 5), Some(1000));
    for (preset, is_short) in [
        ("digits:6", true),
        ("digits:11", true),
        ("digits:12", false),
        ("words:3", true),
        ("words:4", false),
        ("cpf", true),
    ] {
        assert_eq!(Preset::parse(preset).unwrap().is_short(), is_short, "{preset}");
    }
    assert!(!Preset::STRONG.is_short());
    assert!(Preset::STRONG.entropy_bits() >= 10.0 * 31_f64.log2());
}
