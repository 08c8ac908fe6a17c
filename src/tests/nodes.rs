//! Two nodes on one database.

use crate::app::{TestApp, is_postgres};
use chaveiro::server::{AppState, nodes};
use std::time::Duration;

/// Whether `state` hears of something within two seconds.
async fn receives_change(changes: &mut tokio::sync::watch::Receiver<u64>) -> bool {
    tokio::time::timeout(Duration::from_secs(2), changes.changed()).await.is_ok()
}

#[tokio::test]
async fn a_change_on_one_node_reaches_the_other_and_does_not_come_back() {
    let app = TestApp::start().await;
    let first = app.state.clone();
    let second = AppState::open((*first.settings).clone(), first.clock.clone()).await.expect("a second node");
    let sharing = [first.clone(), second.clone()].map(|state| tokio::spawn(nodes::share_changes_until_shutdown(state)));
    if !is_postgres() {
        for task in sharing {
            tokio::time::timeout(Duration::from_secs(10), task).await.expect("SQLite has one node").unwrap();
        }
        return;
    }
    let mut heard = second.changes.subscribe();
    let mut is_told = false;
    for _ in 0..30 {
        first.notify();
        is_told = receives_change(&mut heard).await;
        if is_told {
            break;
        }
    }
    assert!(is_told, "the other node hears of a change");

    let own = *first.changes.borrow();
    first.notify();
    assert!(receives_change(&mut heard).await);
    // Notices come in the order in which they were sent: its own would be here before this one.
    let mut answered = first.changes.subscribe();
    second.notify();
    assert!(receives_change(&mut answered).await);
    assert_eq!(*first.changes.borrow(), own + 2, "what it told does not come back");

    for (state, task) in [first, second].into_iter().zip(sharing) {
        state.shutdown.cancel();
        task.await.unwrap();
    }
}
