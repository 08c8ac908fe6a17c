//! The database: opened again, guarded, and never rewritten.

use crate::app::{OWN_PASSWORD, TestApp, database, is_postgres, race};
use axum::http::StatusCode;
use chaveiro::domain::{GroupName, GroupSlug, Timestamp};
use chaveiro::server::clock::Clock;
use chaveiro::server::store::audit::{AuditKey, By};
use chaveiro::server::store::{Store, StoreError};
use sqlx::Connection as _;
use std::time::Duration;

fn clock() -> Clock {
    Clock::stopped_at(Timestamp::from_millis(1_795_000_000_000))
}

fn key() -> AuditKey {
    AuditKey(zeroize::Zeroizing::new([7; 32]))
}

#[tokio::test]
async fn a_database_written_by_a_newer_version_is_refused_in_one_line() {
    let app = TestApp::start().await;
    let newer = if is_postgres() {
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9001, 'later', true, '\\x00', 0)"
    } else {
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9001, 'later', 1, x'00', 0)"
    };
    assert_eq!(app.execute(newer).await, 1);

    let refused = Store::open(&app.state.settings.database_url, clock(), key()).await.err().expect("a refusal");

    assert!(matches!(refused, StoreError::Newer(9001)), "{refused:?}");
    let line = refused.to_string();
    assert!(!line.contains('\n') && line.contains("newer") && line.contains("9001"), "{line}");
}

#[tokio::test]
async fn an_existing_database_is_opened_again_with_everything_in_it() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let before = app.row_counts().await;

    let app = app.restarted(|_| ()).await;

    assert_eq!(app.row_counts().await, before);
    assert_eq!(app.browser().sign_in("rui@example.org", OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_missing_folder_is_made_and_two_openers_at_once_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let url = if is_postgres() {
        database(&folder).await
    } else {
        format!("sqlite://{}", folder.path().join("deep/er/chaveiro.db").display())
    };
    let (first, second) = tokio::join!(Store::open(&url, clock(), key()), Store::open(&url, clock(), key()));
    first.expect("the first").ping().await.unwrap();
    second.expect("the second").ping().await.unwrap();
}

#[tokio::test]
async fn the_log_can_be_added_to_and_nothing_else() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let before = app.texts("SELECT kind FROM audit_events ORDER BY id").await;
    assert!(before.len() > 3);
    let mut attempts = vec![
        "UPDATE audit_events SET actor = 'nobody'",
        "UPDATE audit_events SET kind = 'signed_in' WHERE kind = 'sign_in_failed' OR 1 = 1",
        "DELETE FROM audit_events",
    ];
    if is_postgres() {
        attempts.push("TRUNCATE audit_events");
    }
    for attempt in attempts {
        let refused = sqlx::query(attempt).execute(&mut app.connect().await).await;
        let words = refused.expect_err(attempt).to_string();
        assert!(words.contains("append-only"), "{attempt}: {words}");
    }
    assert_eq!(app.texts("SELECT kind FROM audit_events ORDER BY id").await, before);
    let app = app.restarted(|_| ()).await;
    let again = sqlx::query("DELETE FROM audit_events").execute(&mut app.connect().await).await;
    assert!(again.is_err(), "a new start let the log go");
}

#[tokio::test]
async fn rows_of_an_account_require_it_and_are_deleted_with_it() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    for orphan in [
        "INSERT INTO sessions (token_hash, user_id, purpose, created_at, last_seen_at, address, agent)
         VALUES ('x', 'nobody', 'full', 0, 0, '', '')",
        "INSERT INTO temporary_passwords (id, user_id, outbox_id, preset, drawn_at, expires_at)
         VALUES ('x', 'nobody', 'x', 'digits:6', 0, 0)",
        "INSERT INTO outbox (id, user_id, purpose, state, not_before, created_at, updated_at)
         VALUES ('x', 'nobody', 'password_changed', 'queued', 0, 0, 0)",
    ] {
        let refused = sqlx::query(orphan).execute(&mut app.connect().await).await;
        assert!(refused.is_err(), "{orphan}");
    }
    app.execute("DELETE FROM users").await;
    let left = app.row_counts().await;
    for table in ["sessions", "temporary_passwords", "outbox"] {
        assert!(left.contains(&(table.to_owned(), 0)), "{left:?}");
    }
    assert!(app.number("SELECT COUNT(*) FROM audit_events").await > 3, "the log outlives the account");
}

#[tokio::test]
async fn the_columns_hold_only_words_this_program_knows() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    for nonsense in [
        "UPDATE users SET role = 'owner'",
        "UPDATE users SET locale = 'fr'",
        "UPDATE outbox SET state = 'lost'",
        "UPDATE outbox SET user_id = NULL",
        "UPDATE sessions SET purpose = 'god'",
    ] {
        let refused = sqlx::query(nonsense).execute(&mut app.connect().await).await;
        assert!(refused.is_err(), "{nonsense}");
    }
}

#[tokio::test]
async fn sqlite_writes_ahead_and_waits_for_the_disk() {
    if is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    assert_eq!(app.texts("SELECT journal_mode FROM pragma_journal_mode").await, [Some("wal".to_owned())]);
    assert!(app.folder.path().join("chaveiro.db-wal").exists());
    assert_eq!(app.texts("PRAGMA integrity_check").await, [Some("ok".to_owned())]);
}

/// No commit does it: they would have to wait for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_brings_its_log_back_into_the_file_while_people_write() {
    let app = TestApp::start().await;
    let (store, shutdown) = (app.state.store.clone(), app.state.shutdown.clone());
    let checkpoints = async move { store.checkpoint_until_shutdown(&shutdown).await };
    if is_postgres() {
        return checkpoints.await;
    }
    app.member("rui@example.org").await;
    let alone = app.folder.path().join("alone.db");
    let address = format!("sqlite://{}?immutable=1", alone.display());
    let has_rui = async || {
        std::fs::copy(app.folder.path().join("chaveiro.db"), &alone).unwrap();
        let mut file = sqlx::AnyConnection::connect(&address).await.unwrap();
        let found = sqlx::query("SELECT 1 FROM users WHERE email = 'rui@example.org'").fetch_optional(&mut file).await;
        // Nothing, or half of something, where it is being written.
        matches!(found, Ok(Some(_)))
    };
    assert!(!has_rui().await, "a commit has written the log back");
    let checkpoints = tokio::spawn(checkpoints);
    app.member("ana@example.org").await;
    let found = tokio::time::timeout(Duration::from_secs(20), async {
        while !has_rui().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    assert!(found.await.is_ok(), "what was written stands in the log only");
    app.state.shutdown.cancel();
    checkpoints.await.unwrap();
}

/// Were a transaction to begin by reading, SQLite would refuse its first write
/// when another had written meanwhile: a 503 for no reason.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_writers_at_once_all_succeed() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let answers = race(50, |number| {
        let mut admin = admin.clone();
        let email = format!("person{number}@example.org");
        async move { admin.post_as_program("/admin/users/new", &[("display_name", "Ivo"), ("email", &email)]).await }
    });
    for answer in answers.await {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 50);
    app.deliver_all().await;
}

/// Another process holds the write lock, for a back-up, say.
#[tokio::test]
async fn a_writer_that_times_out_gets_503_with_retry_after_and_reading_continues() {
    if is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut other = app.connect().await;
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();

    let answer =
        admin.post_as_program("/admin/users/new", &[("display_name", "Ivo"), ("email", "ivo@example.org")]).await;

    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(admin.get("/account").await.status, StatusCode::OK, "in WAL mode readers do not wait");
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    let answer =
        admin.post_as_program("/admin/users/new", &[("display_name", "Ivo"), ("email", "ivo@example.org")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_copy_made_while_in_use_is_the_whole_database() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let before = app.row_counts().await;
    let file = app.folder.path().join("copy.db");
    std::fs::File::create(&file).unwrap();
    let is_copied = app.state.store.write_copy(file.to_str().unwrap()).await.unwrap();
    assert_eq!(is_copied, !is_postgres(), "PostgreSQL has a tool of its own");
    if is_postgres() {
        return;
    }
    app.member("after@example.org").await;
    let app = app.restarted(|settings| settings.database_url = format!("sqlite://{}", file.display())).await;
    assert_eq!(app.row_counts().await, before);
    assert_eq!(app.browser().sign_in("rui@example.org", OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
}

/// What pages read again and again is remembered for a second; what this process writes shows at once.
#[tokio::test]
async fn what_another_process_has_written_shows_within_a_second() {
    let app = TestApp::start().await;
    let store = &app.state.store;
    let names = async || store.list_groups().await.unwrap().into_iter().map(|group| group.slug).collect::<Vec<_>>();
    assert!(names().await.is_empty());
    let slug = |slug| GroupSlug::parse(slug).unwrap();
    store.insert_group(&slug("own"), &GroupName::parse("Own").unwrap(), &By::cli()).await.unwrap();
    assert_eq!(names().await, [slug("own")]);

    app.execute(
        "INSERT INTO groups (id, slug, name, sort_name, created_at) VALUES ('019ab000-0000-7000-8000-000000000002', 'other', 'Other', 'other', 1)",
    )
    .await;
    tokio::time::sleep(std::time::Duration::from_millis(1050)).await;
    assert_eq!(names().await, [slug("other"), slug("own")]);
}

/// More statements at a time than there are connections, some of which nobody waits for any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reading_waits_its_turn_and_goes_on_after_statements_that_were_given_up() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        let reads = race(60, |number| {
            let store = app.state.store.clone();
            async move {
                let wait = std::time::Duration::from_micros(if number % 3 == 0 { 50 } else { 9_000_000 });
                tokio::time::timeout(wait, store.count_users_by_status()).await.map(|counts| counts.is_ok())
            }
        });
        let read = reads.await;
        assert!(read.iter().flatten().all(|is_read| *is_read), "{read:?}");
        assert!(read.iter().flatten().count() >= 40, "{read:?}");
    }
}
