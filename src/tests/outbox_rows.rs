//! Rows of the outbox that no version writes, and rows that only another version writes.

use crate::app::{Browser, TestApp, database, is_postgres};
use axum::http::StatusCode;
use chaveiro::domain::{Timestamp, UserId};
use chaveiro::server::clock::Clock;
use chaveiro::server::delivery::Outcome;
use chaveiro::server::store::Store;
use chaveiro::server::store::audit::AuditKey;

const RUI: &str = "rui@example.org";
const NEW: &str = "rui.lima@example.org";

async fn edit(admin: &mut Browser, id: &UserId, email: &str, role: &str) {
    let fields = [
        ("user", id.as_str()),
        ("display_name", "Rui Lima"),
        ("email", email),
        ("role", role),
        ("locale", "pt-BR"),
        ("cpf", ""),
    ];
    assert_eq!(admin.post("/admin/users/edit", &fields).await.status, StatusCode::SEE_OTHER);
}

/// Rui, who has a password, and the administrator who edits him.
async fn start() -> (TestApp, Browser, UserId) {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.member(RUI).await;
    let id = app.id_of(RUI).await;
    (app, admin, id)
}

/// Before, an earlier address that could not be read sent its notice to the new one.
#[tokio::test]
async fn a_notice_whose_earlier_address_cannot_be_read_goes_nowhere_and_says_why() {
    let (app, mut admin, id) = start().await;
    edit(&mut admin, &id, NEW, "member").await;
    let spoiled = "UPDATE outbox SET earlier_email = 'nobody at all', not_before = 0 WHERE earlier_email IS NOT NULL";
    assert_eq!(app.execute(spoiled).await, 1);
    let before = app.mails().len();

    // The others leave, and nothing else.
    let mut outcomes = app.deliver_all().await;
    outcomes.sort_by_key(|outcome| *outcome == Outcome::Sent);
    assert_eq!(outcomes, [Outcome::Failed, Outcome::Sent]);
    let sent: Vec<_> = app.mails().split_off(before).into_iter().map(|mail| mail.to).collect();
    assert_eq!(sent, [NEW]);
    let left = app.texts("SELECT last_answer FROM outbox WHERE state = 'failed' AND step = 'read'").await;
    assert_eq!(left, [Some("outbox.earlier_email holds an impossible value".to_owned())]);
    assert_eq!(app.audit_kinds(&id).await.iter().filter(|kind| *kind == "mail_failed").count(), 1);
    assert!(
        admin.get("/admin/mail?show=failed").await.says("Não foi possível ler os dados guardados"),
        "the list does not say why"
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_never_taken_for_what_is_missing() {
    for (column, spoiled) in [
        ("preset", "UPDATE outbox SET preset = 'digits:zero', not_before = 0 WHERE state = 'queued'"),
        ("origin", "UPDATE outbox SET origin = 'the moon', not_before = 0 WHERE state = 'queued'"),
        ("payload", "UPDATE outbox SET payload = '{', not_before = 0 WHERE state = 'queued'"),
    ] {
        let app = TestApp::start().await;
        app.queue(RUI).await;
        assert_eq!(app.execute(spoiled).await, 1);
        assert_eq!(app.deliver_all().await, [Outcome::Failed], "{column}");
        let why = app.texts("SELECT last_answer FROM outbox").await;
        assert_eq!(why, [Some(format!("outbox.{column} holds an impossible value"))]);
        assert!(app.mails().is_empty(), "{column}");
    }
}

/// A mail of a kind that needs an account, queued for a registration, or the other way round.
#[tokio::test]
async fn a_mail_for_somebody_its_kind_does_not_know_fails() {
    let app = TestApp::start().await;
    app.queue(RUI).await;
    assert_eq!(app.execute("UPDATE outbox SET purpose = 'confirm_registration'").await, 1);
    assert_eq!(app.deliver_all().await, [Outcome::Failed]);
    assert!(app.mails().is_empty());
}

/// While nodes of two versions run side by side, the older one leaves the newer one's mails alone.
#[tokio::test]
async fn a_mail_of_an_unknown_kind_waits_for_a_version_that_knows_it() {
    let app = TestApp::start().await;
    app.queue(RUI).await;
    assert_eq!(app.execute("UPDATE outbox SET purpose = 'reminder', not_before = 0").await, 1);
    app.queue("eva@example.org").await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert_eq!(app.mails().len(), 1);
    assert_eq!(app.texts("SELECT state FROM outbox WHERE purpose = 'reminder'").await, [Some("queued".to_owned())]);
    app.leave_mail();
}

#[tokio::test]
async fn a_notice_of_a_role_tells_of_the_role_given_then() {
    let (app, mut admin, id) = start().await;
    edit(&mut admin, &id, RUI, "admin").await;
    edit(&mut admin, &id, RUI, "member").await;
    let before = app.mails().len();
    app.deliver_all().await;
    let mut sent: Vec<_> = app.mails().split_off(before).into_iter().map(|mail| mail.text).collect();
    sent.sort_by_key(|text| !text.contains("Agora você administra"));
    let [given, taken] = sent.as_slice() else { panic!("{sent:#?}") };
    assert!(given.contains("Agora você administra"), "{given}");
    assert!(taken.contains("Agora você acessa só a própria conta"), "{taken}");

    // One that the version before has queued tells of the role as of now.
    edit(&mut admin, &id, RUI, "admin").await;
    app.execute("UPDATE outbox SET payload = NULL").await;
    app.deliver_all().await;
    assert!(app.mails().last().unwrap().text.contains("Agora você administra"));
    edit(&mut admin, &id, RUI, "member").await;
    app.execute("UPDATE outbox SET payload = '{\"role\":\"owner\"}' WHERE state = 'queued'").await;
    assert_eq!(app.deliver_all().await, [Outcome::Failed], "an unreadable role is not a guess");
}

/// The table was laid out anew to drop the list of kinds: nothing of it is lost.
#[tokio::test]
async fn mails_that_the_version_before_has_queued_are_kept_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let url = database(&folder).await;
    let made = if is_postgres() { url.clone() } else { format!("{url}?mode=rwc") };
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&made).await.unwrap();
    let before = sqlx::migrate!("src/server/store/migrations").iter().take(11).cloned().collect();
    sqlx::migrate::Migrator::with_migrations(before).run(&pool).await.unwrap();
    for sql in [
        "INSERT INTO users (id, email, display_name, role, locale, created_at)
         VALUES ('019ab000-0000-7000-8000-000000000001', 'rui@example.org', 'Rui', 'member', 'pt-BR', 1)",
        "INSERT INTO outbox (id, user_id, purpose, preset, origin, earlier_email, state, attempts, not_before, step,
                             last_answer, held_by_server, withdrawn, created_at, updated_at)
         VALUES ('m', '019ab000-0000-7000-8000-000000000001', 'address_changed', 'digits:8', '203.0.113.7',
                 'old@example.org', 'waiting', 3, 40, 'data', '450 later', 1, 1, 10, 20)",
    ] {
        sqlx::query(sql).execute(&pool).await.unwrap();
    }
    let everything =
        "SELECT id || ' ' || user_id || ' ' || purpose || ' ' || preset || ' ' || origin || ' ' || earlier_email
                      || ' ' || state || ' ' || CAST(attempts AS TEXT) || ' ' || CAST(not_before AS TEXT) || ' ' || step
                      || ' ' || last_answer || ' ' || CAST(held_by_server AS TEXT) || ' ' || CAST(withdrawn AS TEXT)
                      || ' ' || CAST(created_at AS TEXT) || ' ' || CAST(updated_at AS TEXT) AS row FROM outbox";
    let read = async || {
        let row = sqlx::query(everything).fetch_one(&pool).await.unwrap();
        sqlx::Row::get::<String, _>(&row, 0)
    };
    let was = read().await;

    let clock = Clock::stopped_at(Timestamp::from_millis(1_795_000_000_000));
    let store = Store::open(&url, clock, AuditKey(zeroize::Zeroizing::new([7; 32]))).await.expect("an upgrade");

    assert_eq!(read().await, was);
    let another = "INSERT INTO outbox (id, user_id, purpose, state, not_before, created_at, updated_at)
                   VALUES ('n', '019ab000-0000-7000-8000-000000000001', 'a_kind_of_next_year', 'queued', 0, 0, 0)";
    sqlx::query(another).execute(&pool).await.expect("the list of kinds is open");
    store.close().await;
    pool.close().await;
}
