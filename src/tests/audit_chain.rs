//! The log as a chain: whole after everything, and broken where somebody broke it.

use crate::app::{ADMIN_PASSWORD, OWN_PASSWORD, TestApp, database, is_postgres, race};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, AuditKind, Timestamp, UserId};
use chaveiro::server::clock::Clock;
use chaveiro::server::store::Store;
use chaveiro::server::store::audit::{AuditEvent, AuditKey, Broken, By, Chain, ChainHead};
use sqlx::{AnyConnection, Connection, Row as _};
use std::collections::BTreeSet;

/// Invited, delivered, in, chosen, changed, and what admins do.
async fn journey() -> TestApp {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member("rui@example.org").await;
    let other = "sete barcos em mar aberto";
    let changed = rui.post("/account", &[("current_password", OWN_PASSWORD), ("new_password", other)]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    app.deliver_all().await;
    admin.post("/admin/confirm-password", &[("current_password", ADMIN_PASSWORD)]).await;
    app.invite("maria@example.org").await;
    for action in
        [AdminAction::Revoke, AdminAction::Resend, AdminAction::Unlock, AdminAction::Delete, AdminAction::Restore]
    {
        app.apply_action(action, "maria@example.org").await;
    }
    for action in [AdminAction::Disable, AdminAction::Enable, AdminAction::RequirePassword] {
        app.apply_action(action, "rui@example.org").await;
    }
    app.deliver_all().await;
    app
}

async fn verify(app: &TestApp) -> Chain {
    app.state.store.link_events().await.expect("the database answers");
    app.state.store.verify_audit_log(None).await.expect("the database answers")
}

fn head(chain: &Chain) -> ChainHead {
    match chain {
        Chain::Intact { head_seq, head_hash, .. } => ChainHead { seq: *head_seq, hash: head_hash.clone() },
        Chain::Broken { .. } | Chain::NotedRemoved { .. } => panic!("{chain:?}"),
    }
}

/// What the triggers refuse is done all the same, as by somebody with the database file.
async fn tamper(app: &TestApp, statements: &[&'static str]) {
    let mut connection = app.connect().await;
    let let_go = if is_postgres() {
        "ALTER TABLE audit_events DISABLE TRIGGER ALL"
    } else {
        "DROP TRIGGER audit_events_no_update; DROP TRIGGER audit_events_no_early_delete; DROP TRIGGER audit_events_no_replace"
    };
    sqlx::raw_sql(let_go).execute(&mut connection).await.unwrap();
    for statement in statements {
        let done = sqlx::raw_sql(*statement).execute(&mut connection).await.unwrap();
        assert!(done.rows_affected() > 0, "{statement}");
    }
}

#[tokio::test]
async fn the_log_of_a_whole_journey_is_intact_and_says_where_it_ends() {
    let app = journey().await;
    let chain = verify(&app).await;
    let count = app.number("SELECT COUNT(*) FROM audit_events").await;
    let hashes = app.texts("SELECT hash FROM audit_events ORDER BY seq").await;
    let last = hashes.last().cloned().flatten().unwrap();
    assert!(count > 20, "{count}");
    assert_eq!(
        chain,
        Chain::Intact { events: count, head_seq: count, head_hash: last, before_chain: 0, removed: 0, unlinked: 0 }
    );
    assert_eq!(hashes.iter().collect::<BTreeSet<_>>().len(), hashes.len());

    let app = app.restarted(|_| ()).await;
    assert_eq!(verify(&app).await, chain, "a new start is no event and breaks nothing");
}

#[tokio::test]
async fn an_empty_log_is_intact() {
    let app = TestApp::start().await;
    let chain = verify(&app).await;
    assert_eq!(
        chain,
        Chain::Intact { events: 0, head_seq: 0, head_hash: String::new(), before_chain: 0, removed: 0, unlinked: 0 }
    );
}

/// Each change with its triggers gone, where it shows, and as what. Row 9 is in the middle.
#[tokio::test]
async fn every_kind_of_tampering_is_found_and_located() {
    let tampered: [(&[&'static str], i64, Broken); 15] = [
        (&["UPDATE audit_events SET detail = 'nothing to see' WHERE seq = 9"], 9, Broken::Changed),
        (
            &[
                "INSERT INTO audit_events (seq, id, at, kind, actor, hash) SELECT -7, 'forged', at, kind, actor, hash FROM audit_events WHERE seq = 9",
            ],
            -7,
            Broken::Added,
        ),
        (
            &[
                "INSERT INTO audit_events (seq, id, at, kind, actor, hash) SELECT 0, 'forged', at, kind, actor, hash FROM audit_events WHERE seq = 1",
            ],
            0,
            Broken::Added,
        ),
        (&["UPDATE audit_events SET at = at + 1 WHERE seq = 9"], 9, Broken::Changed),
        (&["UPDATE audit_events SET actor = 'worker' WHERE seq = 1"], 1, Broken::Changed),
        // An empty value is not a missing one.
        (&["UPDATE audit_events SET request_id = '' WHERE seq = 1 AND request_id IS NULL"], 1, Broken::Changed),
        (&["DELETE FROM audit_events WHERE seq = 9"], 9, Broken::Missing),
        (&["DELETE FROM audit_events WHERE seq = 1"], 1, Broken::Missing),
        (
            &["DELETE FROM audit_events WHERE seq = 9", "UPDATE audit_events SET seq = seq - 1 WHERE seq = 10"],
            9,
            Broken::Changed,
        ),
        (
            &[
                "UPDATE audit_events SET seq = 0 WHERE seq = 9",
                "UPDATE audit_events SET seq = 9 WHERE seq = 10",
                "UPDATE audit_events SET seq = 10 WHERE seq = 0",
            ],
            9,
            Broken::Changed,
        ),
        (&["UPDATE audit_events SET hash = '' WHERE seq = 9"], 9, Broken::Changed),
        (&["UPDATE audit_events SET hash = ''"], 1, Broken::Changed),
        (
            &["UPDATE audit_events SET hash = ''", "UPDATE audit_head SET hash = '', before_chain = seq"],
            // Filled in below: the end.
            -1,
            Broken::NotTheEnd,
        ),
        (
            &["UPDATE audit_events SET hash = ''", "UPDATE audit_head SET hash = '', before_chain = seq, seal = ''"],
            -1,
            Broken::NotTheBeginning,
        ),
        (&["UPDATE audit_head SET seal = (SELECT hash FROM audit_events WHERE seq = 3)"], -1, Broken::NotTheEnd),
    ];
    for (statements, seq, why) in tampered {
        let app = journey().await;
        let end = head(&verify(&app).await).seq;
        tamper(&app, statements).await;
        let seq = if seq == -1 { end } else { seq };
        assert_eq!(verify(&app).await, Chain::Broken { seq, why }, "{statements:?}");
        // Neither a restart nor new events repair it.
        let app = app.restarted(|_| ()).await;
        app.queue("later@example.org").await;
        assert!(matches!(verify(&app).await, Chain::Broken { .. }), "{statements:?} was forgotten");
    }
}

#[tokio::test]
async fn a_forged_row_at_the_end_is_found_with_and_without_the_head_moved() {
    const FORGED: &str = "INSERT INTO audit_events (seq, id, at, kind, actor, target, hash)
         SELECT seq + 1, 'x', 0, 'signed_in', 'visitor', NULL, hash FROM audit_head";
    for (statements, why) in
        [(&[FORGED][..], Broken::Changed), (&[FORGED, "UPDATE audit_head SET seq = seq + 1"][..], Broken::Changed)]
    {
        let app = journey().await;
        let end = head(&verify(&app).await).seq;
        tamper(&app, statements).await;
        assert_eq!(verify(&app).await, Chain::Broken { seq: end + 1, why }, "{statements:?}");
    }
}

#[tokio::test]
async fn an_end_that_was_cut_off_is_found_also_when_the_head_was_moved_back() {
    let app = journey().await;
    let end = head(&verify(&app).await).seq;
    tamper(&app, &["DELETE FROM audit_events WHERE seq = (SELECT seq FROM audit_head)"]).await;
    assert_eq!(verify(&app).await, Chain::Broken { seq: end, why: Broken::Missing });

    let moved = "UPDATE audit_head SET seq = seq - 1, hash = (SELECT hash FROM audit_events ORDER BY seq DESC LIMIT 1)";
    sqlx::query(moved).execute(&mut app.connect().await).await.unwrap();
    assert_eq!(verify(&app).await, Chain::Broken { seq: end - 1, why: Broken::NotTheEnd });

    app.queue("later@example.org").await;
    let later = verify(&app).await;
    assert!(matches!(later, Chain::Broken { why: Broken::NotTheEnd, .. }), "the next event sealed it anew: {later:?}");
}

/// A whole restored database has its seal as well: only a
/// head that was noted elsewhere shows it.
#[tokio::test]
async fn a_log_put_back_to_an_earlier_day_does_not_hold_the_head_that_was_noted() {
    let app = journey().await;
    let early = verify(&app).await;
    app.execute("CREATE TABLE kept AS SELECT * FROM audit_head").await;
    app.queue("later@example.org").await;
    let late = head(&verify(&app).await);
    let store = &app.state.store;
    assert_eq!(head(&store.verify_audit_log(Some(&head(&early))).await.unwrap()), late);
    assert_eq!(head(&store.verify_audit_log(Some(&late)).await.unwrap()), late);

    let back = "DELETE FROM audit_events WHERE seq > (SELECT seq FROM kept)";
    tamper(&app, &[back, "DELETE FROM audit_head", "INSERT INTO audit_head SELECT * FROM kept"]).await;

    assert_eq!(verify(&app).await, early, "from inside nothing is to be seen");
    let end = head(&early).seq;
    let found = store.verify_audit_log(Some(&late)).await.unwrap();
    assert_eq!(found, Chain::Broken { seq: end + 1, why: Broken::Missing });
    let other = ChainHead { seq: 3, hash: "0".repeat(64) };
    let found = store.verify_audit_log(Some(&other)).await.unwrap();
    assert_eq!(found, Chain::Broken { seq: 3, why: Broken::NotAsNoted });
}

#[test]
fn a_noted_head_is_a_number_and_a_hash() {
    let hash = "ab".repeat(32);
    assert_eq!(ChainHead::parse(&format!(" 12:{} ", hash.to_uppercase())), Some(ChainHead { seq: 12, hash }));
    for nonsense in ["", "12", "12:", "0:ab", "x:ab", "12:zz"] {
        assert_eq!(ChainHead::parse(nonsense), None, "{nonsense}");
    }
}

/// Killed at the worst moment of its first start, a program must not find its log broken for ever. But where there
/// is anything, a missing seal was taken away.
#[tokio::test]
async fn a_first_start_that_was_ended_before_the_seal_is_finished_by_the_next_one() {
    let app = TestApp::start().await;
    app.execute("UPDATE audit_head SET seal = ''").await;
    let app = app.restarted(|_| ()).await;
    app.admin().await;
    assert!(matches!(verify(&app).await, Chain::Intact { .. }), "the log of a new database is broken");

    let app = TestApp::start().await;
    app.admin().await;
    verify(&app).await;
    tamper(&app, &["DELETE FROM audit_events", "UPDATE audit_head SET seq = 0, hash = '', seal = ''"]).await;
    let app = app.restarted(|_| ()).await;
    app.queue("later@example.org").await;
    assert!(matches!(verify(&app).await, Chain::Broken { .. }), "a log that was taken away begins anew");
}

#[tokio::test]
async fn under_another_secret_key_nothing_fits() {
    let app = journey().await;
    assert!(matches!(verify(&app).await, Chain::Intact { .. }));
    let key = AuditKey(zeroize::Zeroizing::new([9; 32]));
    let other = Store::open(&app.state.settings.database_url, app.state.clock.clone(), key).await.unwrap();
    assert_eq!(other.verify_audit_log(None).await.unwrap(), Chain::Broken { seq: 1, why: Broken::Changed });
}

/// `INSERT OR REPLACE` deletes without asking SQLite's trigger of deletions.
#[tokio::test]
async fn a_line_cannot_be_replaced_either() {
    let app = journey().await;
    let (replace, update) = if is_postgres() {
        (
            "UPDATE audit_events SET seq = seq + 1000",
            "INSERT INTO audit_events (seq, id, at, kind, actor, hash)
          VALUES (3, 'x', 0, 'signed_in', 'visitor', '') ON CONFLICT (seq) DO UPDATE SET id = 'x'",
        )
    } else {
        (
            "INSERT OR REPLACE INTO audit_events (seq, id, at, kind, actor, hash) VALUES (3, 'x', 0, 'signed_in', 'visitor', '')",
            "INSERT INTO audit_events (seq, id, at, kind, actor, hash)
          VALUES (3, 'x', 0, 'signed_in', 'visitor', '') ON CONFLICT (seq) DO UPDATE SET id = 'x'",
        )
    };
    for attempt in [replace, update] {
        let refused = sqlx::query(attempt).execute(&mut app.connect().await).await;
        let words = refused.expect_err(attempt).to_string();
        assert!(words.contains("append-only"), "{attempt}: {words}");
    }
    assert!(matches!(verify(&app).await, Chain::Intact { .. }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_transactions_at_once_make_one_chain_without_gaps() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let before = head(&verify(&app).await).seq;
    let writers = race(50, |number| {
        let (state, mut admin) = (app.state.clone(), admin.clone());
        async move {
            let email = format!("person{number}@example.org");
            let fields = [("display_name", "Ivo"), ("email", email.as_str())];
            let made = admin.post_as_program("/admin/users/new", &fields);
            let by = By::worker();
            let event = AuditEvent { kind: AuditKind::MailTested, by: &by, target: None, detail: None };
            let (made, written) = tokio::join!(made, state.store.insert_audit_event(event));
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
            written.expect("an event");
        }
    });
    writers.await;
    assert_eq!(head(&verify(&app).await).seq, before + 100);
    app.deliver_all().await;
}

#[tokio::test]
async fn what_was_taken_back_leaves_no_gap() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("ivo@example.org").await;
    let before = head(&verify(&app).await);
    let again =
        admin.post_as_program("/admin/users/new", &[("display_name", "Ivo"), ("email", "ivo@example.org")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text);
    assert_eq!(head(&verify(&app).await), before);
    app.queue("eva@example.org").await;
    assert_eq!(head(&verify(&app).await).seq, before.seq + 1);
}

/// A database as the first version left it: its schema, people, and a log without a chain.
async fn earlier_database(folder: &tempfile::TempDir) -> String {
    let url = database(folder).await;
    let made = if is_postgres() { url.clone() } else { format!("{url}?mode=rwc") };
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&made).await.unwrap();
    let first = sqlx::migrate!("src/server/store/migrations").iter().next().cloned().unwrap();
    sqlx::migrate::Migrator::with_migrations(vec![first]).run(&pool).await.unwrap();
    let rui = "019ab000-0000-7000-8000-000000000001";
    let user = "INSERT INTO users (id, email, display_name, role, locale, created_at)
                VALUES ($1, 'rui@example.org', 'Rui', 'member', 'pt-BR', 1)";
    sqlx::query(user).bind(rui).execute(&pool).await.unwrap();
    for number in 1..=7_i64 {
        sqlx::query(
            "INSERT INTO audit_events (id, at, kind, actor, target) VALUES ($1, $2, 'user_created', 'console', $3)",
        )
        .bind(format!("019ab000-0000-7000-8000-0000000001{number:02}"))
        .bind(100 - number)
        .bind(rui)
        .execute(&pool)
        .await
        .unwrap();
    }
    pool.close().await;
    url
}

#[tokio::test]
async fn an_earlier_database_keeps_its_lines_and_is_chained_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let url = earlier_database(&folder).await;
    let clock = Clock::stopped_at(Timestamp::from_millis(1_795_000_000_000));
    let open = || Store::open(&url, clock.clone(), AuditKey(zeroize::Zeroizing::new([7; 32])));

    let store = open().await.expect("an upgrade");
    let none =
        Chain::Intact { events: 0, head_seq: 7, head_hash: String::new(), before_chain: 7, removed: 0, unlinked: 0 };
    assert_eq!(store.verify_audit_log(None).await.unwrap(), none);

    let rui = UserId::parse("019ab000-0000-7000-8000-000000000001").unwrap();
    let by = By::cli();
    for kind in [AuditKind::UserDisabled, AuditKind::UserEnabled] {
        let event = AuditEvent { kind, by: &by, target: Some(&rui), detail: None };
        store.insert_audit_event(event).await.unwrap();
    }
    store.close().await;
    let store = open().await.expect("it opens again");
    store.link_events().await.unwrap();
    let chain = store.verify_audit_log(None).await.unwrap();
    assert!(matches!(chain, Chain::Intact { events: 2, head_seq: 9, before_chain: 7, .. }), "{chain:?}");
    let mut connection = <AnyConnection as Connection>::connect(&url).await.unwrap();
    let kinds = sqlx::query("SELECT kind FROM audit_events WHERE target = $1 ORDER BY seq")
        .bind(rui.as_str().to_owned())
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(kinds.len(), 9);
    assert_eq!(kinds.last().unwrap().get::<String, _>("kind"), "user_enabled");
}
