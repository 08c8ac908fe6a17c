//! How long what stands in files is kept.

use super::{another_admin, confirmed, import_id, people_csv, post_action, previewed, run_job, state_of};
use crate::app::TestApp;
use chaveiro::server::imports::carry_out_next;
use chaveiro::server::rate_limit::{CELLS_KEPT, PREVIEWS_KEPT};
use chaveiro::server::store::imports::{Batch, RowCounts};

const DAY: u64 = 24 * 3600;
const CELLS: &str = "SELECT COUNT(*) FROM import_rows WHERE cells <> ''";

async fn cleanup(app: &TestApp) {
    let now = app.state.clock.now();
    app.state.store.delete_old_imports(now.minus(PREVIEWS_KEPT), now.minus(CELLS_KEPT)).await.unwrap();
}

async fn counts(app: &TestApp, id: &str) -> RowCounts {
    app.state.store.find_row_counts(&import_id(id)).await.unwrap()
}

#[tokio::test]
async fn what_nobody_confirms_is_forgotten_after_a_day_and_cells_after_thirty() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    previewed(&mut admin, people_csv(3)).await;
    previewed(&mut admin, people_csv(2)).await;
    let done = confirmed(&mut admin, "nome,e-mail\nEva,eva@example.org\nAna,ana@\n").await;
    run_job(&app).await;
    cleanup(&app).await;
    assert_eq!(app.number(CELLS).await, 7);
    app.advance(DAY + 1);
    cleanup(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM imports").await, 1);
    assert_eq!(app.number(CELLS).await, 2);
    app.advance(29 * DAY);
    cleanup(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM import_rows WHERE cells = ''").await, 2);
    assert_eq!(counts(&app, &done).await, RowCounts { created: 1, wrong: 1, ..RowCounts::default() });
    app.deliver_all().await;
}

#[tokio::test]
async fn an_import_that_nobody_resumes_is_cancelled_and_its_cells_are_forgotten() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = confirmed(&mut admin, people_csv(150)).await;
    assert_eq!(carry_out_next(&app.state).await.unwrap(), Some(Batch::Made(100)));
    app.advance(1800);
    post_action(&mut admin, &id, "pause").await;
    app.advance(30 * DAY);
    cleanup(&app).await;
    assert_eq!((state_of(&app, &id).await.as_str(), app.number(CELLS).await), ("paused", 150));
    app.advance(1);
    cleanup(&app).await;
    assert_eq!((state_of(&app, &id).await.as_str(), app.number(CELLS).await), ("cancelled", 0));
    assert_eq!(counts(&app, &id).await, RowCounts { created: 100, ready: 50, ..RowCounts::default() });
    let cancelled = app.texts("SELECT actor FROM audit_events WHERE kind = 'import_cancelled'").await;
    assert_eq!(cancelled, [Some("worker".to_owned())]);
    cleanup(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'import_cancelled'").await, 1);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_running_import_keeps_its_cells_however_old_it_is() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = confirmed(&mut admin, people_csv(3)).await;
    app.advance(31 * DAY);
    cleanup(&app).await;
    assert_eq!((state_of(&app, &id).await.as_str(), app.number(CELLS).await), ("running", 3));
    run_job(&app).await;
    assert_eq!(counts(&app, &id).await, RowCounts { created: 3, ..RowCounts::default() });
    app.deliver_all().await;
}

/// More rows than one statement clears, in several imports.
#[tokio::test]
async fn the_cells_of_many_rows_are_forgotten_in_one_round() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for rows in [1500, 700] {
        let id = confirmed(&mut admin, people_csv(rows)).await;
        post_action(&mut admin, &id, "cancel").await;
    }
    app.advance(30 * DAY + 1);
    let mut admin = another_admin(&app, "bia@example.org").await;
    let kept = confirmed(&mut admin, people_csv(2)).await;
    post_action(&mut admin, &kept, "cancel").await;
    cleanup(&app).await;
    assert_eq!((state_of(&app, &kept).await.as_str(), app.number(CELLS).await), ("cancelled", 2));
}
