//! Several at once: what they do to the address of an account.

use super::*;

const ROUNDS: u32 = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_concurrent_confirmations_end_alike_and_each_address_is_notified_once() {
    let app = TestApp::start().await;
    for round in 0..ROUNDS {
        let (old, new) = (format!("old{round}@example.org"), format!("new{round}@example.net"));
        let mut person = app.member(&old).await;
        let link = request_address_change(&app, &mut person, &new).await;
        let before = app.mails().len();
        let answers = race(2, |_| {
            let (mut browser, link) = (app.browser(), link.clone());
            async move { browser.post(CONFIRM, &[("t", &link), ("password", OWN_PASSWORD)]).await.status }
        });
        assert_eq!(answers.await, [StatusCode::SEE_OTHER; 2], "round {round}");
        app.deliver_all().await;
        assert_eq!(recipients(&app, before), [new, old], "round {round}");
    }
}

/// CVE-2026-32700 (Devise): a change at the moment of a confirmation made an
/// address the account's that nobody had confirmed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_the_address_of_the_link_that_was_used_is_ever_set() {
    let app = TestApp::start().await;
    let (mut confirmed, mut replaced) = (0, 0);
    for round in 0..ROUNDS {
        let old = format!("old{round}@example.org");
        let (own, foreign) = (format!("own{round}@example.net"), format!("foreign{round}@example.net"));
        let mut person = app.member(&old).await;
        let id = app.id_of(&old).await;
        let link = request_address_change(&app, &mut person, &own).await;
        let mut browser = app.browser();
        let confirm = tokio::spawn(async move {
            // Now earlier, now later than the other's steps.
            tokio::time::sleep(std::time::Duration::from_micros(u64::from(round) * 150)).await;
            browser.post(CONFIRM, &[("t", &link), ("password", OWN_PASSWORD)]).await.status
        });
        let change = {
            let foreign = foreign.clone();
            tokio::spawn(async move { request_address(&mut person, &foreign).await.status })
        };
        assert_eq!(change.await.unwrap(), StatusCode::SEE_OTHER, "round {round}");
        let email = match confirm.await.unwrap() {
            StatusCode::SEE_OTHER => {
                confirmed += 1;
                &own
            }
            StatusCode::GONE => {
                replaced += 1;
                &old
            }
            other => panic!("round {round}: {other}"),
        };
        let user = app.state.store.find_user(&id).await.unwrap().expect("the account");
        assert_eq!(user.email.as_str(), email, "round {round}");
        app.deliver_all().await;
    }
    assert_eq!(confirmed + replaced, ROUNDS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_concurrent_confirmations_gets_the_address() {
    let app = TestApp::start().await;
    for round in 0..ROUNDS {
        let shared = format!("shared{round}@example.net");
        let mut links = Vec::new();
        for name in ["eva", "ian"] {
            let mut person = app.member(&format!("{name}{round}@example.org")).await;
            links.push(request_address_change(&app, &mut person, &shared).await);
        }
        let answers = race(2, |number| {
            let (mut browser, link) = (app.browser(), links[number].clone());
            async move { browser.post(CONFIRM, &[("t", &link), ("password", OWN_PASSWORD)]).await.status }
        });
        let mut answers = answers.await;
        answers.sort();
        assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::GONE], "round {round}");
        app.deliver_all().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_undoings_at_once_end_alike() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let undo = change_address(&app, &mut rui, RUI, NEW).await;
    let answers = race(2, |_| {
        let (mut browser, undo) = (app.browser(), undo.clone());
        async move { browser.post(UNDO, &[("t", &undo)]).await.status }
    });
    assert_eq!(answers.await, [StatusCode::SEE_OTHER; 2]);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'address_restored'").await, 1);
    app.deliver_all().await;
}

/// Giving out a code holds the session and refers to the account; undoing ends the session of the account
/// it changes. Neither waits for who waits for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn apps_are_opened_while_an_address_goes_back() {
    let app = TestApp::start().await;
    let client = app.client("moodle").await;
    for round in 0..ROUNDS {
        let (old, new) = (format!("old{round}@example.org"), format!("new{round}@example.net"));
        let mut person = app.member(&old).await;
        let undo = change_address(&app, &mut person, &old, &new).await;
        let mut browser = app.browser();
        let undoing = tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_micros(u64::from(round) * 150)).await;
            browser.post(UNDO, &[("t", &undo)]).await.status
        });
        let opening: Vec<_> = (0..4)
            .map(|_| {
                let (mut tab, path) = (person.clone(), client.authorize_path(&[]));
                tokio::spawn(async move { tab.get(&path).await.status })
            })
            .collect();
        assert_eq!(undoing.await.unwrap(), StatusCode::SEE_OTHER, "round {round}");
        for opened in opening {
            assert_eq!(opened.await.unwrap(), StatusCode::SEE_OTHER, "round {round}");
        }
        app.deliver_all().await;
    }
}
