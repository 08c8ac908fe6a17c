//! Old events are removed, and what remains of the log still verifies.

use crate::app::{TestApp, race};
use chaveiro::server::store::audit::{Broken, Chain, ChainHead, EventFilter};
use std::time::Duration;

const DAY: u64 = 24 * 3600;

async fn verify(app: &TestApp, noted: Option<&ChainHead>) -> Chain {
    app.state.store.link_events().await.expect("the database answers");
    app.state.store.verify_audit_log(noted).await.expect("the database answers")
}

async fn head(app: &TestApp) -> ChainHead {
    match verify(app, None).await {
        Chain::Intact { head_seq, head_hash, .. } => ChainHead { seq: head_seq, hash: head_hash },
        broken => panic!("{broken:?}"),
    }
}

/// Removes what is older than 400 days, as the hourly cleanup does.
async fn prune(app: &TestApp) -> u64 {
    app.state.store.link_events().await.expect("the database answers");
    let before = app.state.clock.now().minus(Duration::from_secs(400 * DAY));
    app.state.store.delete_old_events(before).await.expect("the database answers")
}

/// A log with events 401 days old and new ones; returns the end of the old part.
async fn start_with_old_events() -> (TestApp, ChainHead) {
    let app = TestApp::start().await;
    app.invite("maria@example.org").await;
    app.deliver_all().await;
    let old = head(&app).await;
    app.advance(DAY * 401);
    app.invite("rui@example.org").await;
    app.deliver_all().await;
    (app, old)
}

#[tokio::test]
async fn events_past_their_time_are_removed_and_the_rest_verifies() {
    let (app, old) = start_with_old_events().await;
    let all = head(&app).await;
    assert_eq!(prune(&app).await, u64::try_from(old.seq).unwrap());
    assert_eq!(app.number("SELECT MIN(seq) FROM audit_events").await, old.seq + 1);
    let Chain::Intact { events, head_seq, removed, before_chain, .. } = verify(&app, None).await else {
        panic!("broken by its own retention");
    };
    assert_eq!((removed, before_chain), (old.seq, 0));
    // The removal is an event as well.
    assert_eq!((events, head_seq), (all.seq + 1 - old.seq, all.seq + 1));
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'audit_pruned'").await, 1);
    assert_eq!(prune(&app).await, 0, "nothing more is old");
    // A page or a file that has come as far as an event that is gone by now does not begin again.
    let older = EventFilter { before: Some(old.seq), ..EventFilter::default() };
    assert!(app.state.store.list_events(&older, 10).await.unwrap().is_empty());

    // A head that was noted elsewhere still counts, until it is removed itself.
    assert!(matches!(verify(&app, Some(&all)).await, Chain::Intact { .. }));
    assert!(matches!(verify(&app, Some(&old)).await, Chain::Intact { .. }), "the last one removed is known");
    let earlier = ChainHead { seq: 1, hash: old.hash.clone() };
    assert_eq!(verify(&app, Some(&earlier)).await, Chain::NotedRemoved { first: old.seq + 1 });
    let wrong = ChainHead { seq: old.seq, hash: all.hash };
    assert_eq!(verify(&app, Some(&wrong)).await, Chain::Broken { seq: old.seq, why: Broken::NotAsNoted });

    app.advance(DAY * 401);
    assert!(prune(&app).await > 0, "and again a year later");
    assert!(matches!(verify(&app, None).await, Chain::Intact { .. }));
}

#[tokio::test]
async fn nobody_without_the_key_moves_the_beginning() {
    let (app, old) = start_with_old_events().await;
    prune(&app).await;
    // The triggers believe the anchor, the seal does not.
    app.execute("UPDATE audit_anchor SET seq = seq + 1").await;
    app.execute("DELETE FROM audit_events WHERE seq = (SELECT MIN(seq) FROM audit_events)").await;
    assert_eq!(verify(&app, None).await, Chain::Broken { seq: 1, why: Broken::NotTheBeginning });
    app.advance(DAY * 401);
    assert_eq!(prune(&app).await, 0, "a log that was tampered with is kept as it is");

    app.execute("UPDATE audit_anchor SET seq = 0, hash = '', seal = ''").await;
    assert_eq!(verify(&app, None).await, Chain::Broken { seq: 1, why: Broken::Missing });
    assert!(old.seq > 0);
}

#[tokio::test]
async fn an_event_before_its_time_cannot_be_deleted() {
    let (app, old) = start_with_old_events().await;
    prune(&app).await;
    let delete = "DELETE FROM audit_events WHERE seq = (SELECT MAX(seq) FROM audit_events)";
    let refused = sqlx::query(delete).execute(&mut app.connect().await).await.expect_err("refused");
    assert!(refused.to_string().contains("append-only"), "{refused}");
    assert!(matches!(verify(&app, Some(&old)).await, Chain::Intact { .. }));
}

#[tokio::test]
async fn two_nodes_remove_each_event_once() {
    let (app, old) = start_with_old_events().await;
    app.state.store.link_events().await.expect("the database answers");
    let before = app.state.clock.now().minus(Duration::from_secs(400 * DAY));
    let removed = race(8, |_| {
        let state = app.state.clone();
        async move { state.store.delete_old_events(before).await.expect("the database answers") }
    });
    assert_eq!(removed.await.into_iter().sum::<u64>(), u64::try_from(old.seq).unwrap());
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'audit_pruned'").await, 1);
    assert!(matches!(verify(&app, None).await, Chain::Intact { .. }));
}

#[tokio::test]
async fn the_page_says_what_is_removed() {
    for (days, words) in
        [(Some(1), Some("Eventos com mais de 1 dia são")), (Some(400), Some("mais de 400 dias")), (None, None)]
    {
        let app =
            TestApp::start_with(|settings| settings.audit_retention = days.map(|days| Duration::from_secs(days * DAY)))
                .await;
        let page = app.admin().await.get("/admin/audit").await;
        assert!(page.says("Ninguém pode alterar nem apagar este histórico."), "{}", page.text);
        match words {
            Some(words) => assert!(page.says(words), "{days:?}: {}", page.text),
            None => assert!(!page.says("removidos automaticamente"), "{}", page.text),
        }
    }
}
