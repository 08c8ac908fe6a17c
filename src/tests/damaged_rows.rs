//! Rows written by hand, or by another version: each harms itself only.

use crate::app::{TestApp, is_postgres};
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::{DeliveryState, UserId, UserStatus};
use chaveiro::server::delivery::Outcome;
use chaveiro::server::store::audit::Chain;
use chaveiro::server::store::imports::Batch;
use serde_json::Value;

/// What somebody may have done to a row; on SQLite also what PostgreSQL's types refuse.
fn damages() -> Vec<(&'static str, &'static str)> {
    let mut damages = vec![
        ("email", "UPDATE users SET email = 'not an address' WHERE email = 'rui@example.org'"),
        ("email", "UPDATE users SET email = '' WHERE email = 'rui@example.org'"),
        ("display_name", "UPDATE users SET display_name = '' WHERE email = 'rui@example.org'"),
        ("display_name", "UPDATE users SET display_name = 'a' || chr(10) || 'b' WHERE email = 'rui@example.org'"),
        ("standing", "UPDATE users SET standing = 'asleep' WHERE email = 'rui@example.org'"),
        ("created_at", "UPDATE users SET created_at = 9223372036854775807 WHERE email = 'rui@example.org'"),
        ("created_at", "UPDATE users SET created_at = -1 WHERE email = 'rui@example.org'"),
        ("last_sign_in_at", "UPDATE users SET last_sign_in_at = -9223372036854775807 WHERE email = 'rui@example.org'"),
    ];
    if !is_postgres() {
        damages.retain(|(_, sql)| !sql.contains("chr("));
        damages.extend([
            ("display_name", "UPDATE users SET display_name = 'a' || char(10) || 'b' WHERE email = 'rui@example.org'"),
            ("created_at", "UPDATE users SET created_at = 'yesterday' WHERE email = 'rui@example.org'"),
            ("last_sign_in_at", "UPDATE users SET last_sign_in_at = 'never' WHERE email = 'rui@example.org'"),
            ("password_hash", "UPDATE users SET password_hash = x'00ff' WHERE email = 'rui@example.org'"),
        ]);
    }
    damages
}

#[tokio::test]
async fn a_damaged_account_is_shown_as_such_and_the_others_as_ever() {
    for (column, damage) in damages() {
        let app = TestApp::start().await;
        let mut admin = app.admin().await;
        for email in ["eva@example.org", "rui@example.org", "zoe@example.org"] {
            app.queue(email).await;
        }
        let id = app.id_of("rui@example.org").await;
        assert_eq!(app.execute(damage).await, 1, "{damage}");
        for sort in ["created", "-created", "name", "-name", "email", "-email", "last_sign_in"] {
            let list = admin.get(&format!("/admin/users?sort={sort}")).await;
            assert_eq!(list.status, StatusCode::OK, "{damage}: {}", list.text);
            assert!(list.says("Registro danificado") && list.text.contains(id.as_str()), "{damage}: {}", list.text);
            assert!(list.says("eva@example.org") && list.says("zoe@example.org"), "{damage}");
        }
        let person = admin.get(&format!("/admin/users/{id}")).await;
        assert_eq!(person.status, StatusCode::OK, "{damage}: {}", person.text);
        assert!(person.says("Registro danificado") && person.says(column), "{damage}: {}", person.text);
        for path in ["/admin", "/admin/mail", "/admin/audit", &format!("/admin/users/{id}/edit"), "/readyz"] {
            assert_eq!(admin.get(path).await.status, StatusCode::OK, "{damage}: {path}");
        }
        let export = admin.get("/admin/users/export").await;
        assert_eq!(export.text.lines().count(), 5, "{damage}: {}", export.text);
        let row = export.text.lines().find(|line| line.starts_with(id.as_str())).expect("its row");
        assert!(row.contains(",broken,"), "{damage}: {row}");
        assert_eq!(admin.get("/admin/audit/export").await.status, StatusCode::OK, "{damage}");
    }
}

#[tokio::test]
async fn a_mail_to_a_damaged_account_fails_with_the_reason_and_the_others_leave() {
    for damage in [
        "UPDATE users SET email = 'not an address' WHERE email = 'rui@example.org'",
        "UPDATE users SET display_name = '' WHERE email = 'rui@example.org'",
        "UPDATE outbox SET preset = 'hunter2' WHERE user_id = (SELECT id FROM users WHERE email = 'rui@example.org')",
        "UPDATE outbox SET created_at = -1 WHERE user_id = (SELECT id FROM users WHERE email = 'rui@example.org')",
        "UPDATE outbox SET purpose = 'password_changed', earlier_email = 'nobody'
         WHERE user_id = (SELECT id FROM users WHERE email = 'rui@example.org')",
    ] {
        let app = TestApp::start().await;
        let mut admin = app.admin().await;
        for email in ["eva@example.org", "rui@example.org", "zoe@example.org"] {
            app.queue(email).await;
        }
        let id = app.id_of("rui@example.org").await;
        assert_eq!(app.execute(damage).await, 1, "{damage}");
        let mut outcomes = app.deliver_all().await;
        outcomes.sort_by_key(|outcome| format!("{outcome:?}"));
        assert_eq!(outcomes, [Outcome::Failed, Outcome::Sent, Outcome::Sent], "{damage}");
        assert_eq!(app.mails().len(), 2, "{damage}");
        let mails = app.state.store.list_mails_of(&id, 9).await.unwrap();
        assert_eq!(mails[0].state, DeliveryState::Failed, "{damage}");
        assert!(mails[0].last_answer.ends_with("holds an impossible value"), "{damage}: {}", mails[0].last_answer);
        let page = admin.get("/admin/mail?show=failed").await;
        assert_eq!(page.status, StatusCode::OK, "{damage}");
        assert!(page.says("holds an impossible value"), "{damage}: {}", page.text);
        // Nothing comes back.
        app.advance(600);
        assert_eq!(app.deliver_all().await, [], "{damage}");
    }
}

#[tokio::test]
async fn an_admin_can_put_a_damaged_account_right_and_delete_one() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("rui@example.org").await;
    let id = app.id_of("rui@example.org").await;
    app.execute("UPDATE users SET email = 'x', display_name = '' WHERE email = 'rui@example.org'").await;
    app.deliver_all().await;
    let fields = [
        ("user", id.as_str()),
        ("display_name", "Rui"),
        ("email", "rui@example.org"),
        ("role", "member"),
        ("locale", "pt-BR"),
    ];
    let saved = admin.post("/admin/users/edit", &fields).await;
    assert_eq!(saved.location(), Some(format!("/admin/users/{id}?notice=saved-and-sent").as_str()), "{}", saved.text);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert!(!admin.get(&format!("/admin/users/{id}")).await.says("Registro danificado"));
    app.execute("UPDATE users SET standing = 'asleep' WHERE email = 'rui@example.org'").await;
    let gone = admin.post("/admin/users/act", &[("act", "delete"), ("users", id.as_str())]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE standing = 'deleted'").await, 1);
}

#[tokio::test]
async fn the_command_line_goes_on_past_damaged_rows() {
    let app = program::start(|_| ()).await;
    app.queue("rui@example.org").await;
    app.queue("eva@example.org").await;
    app.execute("UPDATE users SET email = 'not an address' WHERE email = 'rui@example.org'").await;
    let listed = program::run(&app, &["user", "list", "--json"], &[]).await;
    assert!(listed.succeeded, "{}", listed.error);
    let people: Value = serde_json::from_str(&listed.out).expect("an array");
    let rui = people.as_array().unwrap().iter().find(|one| one["email"] == "not an address").expect("the damaged one");
    assert_eq!((&rui["state"], &rui["broken"]), (&"broken".into(), &serde_json::json!(["email"])));
    for arguments in
        [&["user", "list"][..], &["user", "export"], &["audit", "list"], &["audit", "verify"], &["mail", "list"]]
    {
        let ran = program::run(&app, arguments, &[]).await;
        assert!(ran.succeeded, "{arguments:?}: {}", ran.error);
    }
}

/// Once it stopped the cleanup of everything else, each minute.
#[tokio::test]
async fn a_temporary_password_of_a_damaged_person_keeps_no_other_one_from_being_cleaned_up() {
    let app = TestApp::start().await;
    app.invite("eva@example.org").await;
    app.execute(
        "INSERT INTO users (id, email, display_name, role, locale, created_at)
         VALUES ('damaged', 'x@example.org', 'X', 'member', 'en', 0)",
    )
    .await;
    app.execute("UPDATE temporary_passwords SET hash = NULL").await;
    app.execute(
        "INSERT INTO temporary_passwords (id, user_id, outbox_id, preset, attempts_allowed, drawn_at, delivered_at, expires_at)
         SELECT 'damaged', 'damaged', outbox_id, preset, attempts_allowed, drawn_at, delivered_at, expires_at
         FROM temporary_passwords",
    )
    .await;
    app.state.store.delete_spent_hashes().await.expect("it goes on");
    assert_eq!(app.account("eva@example.org").await.status, UserStatus::Expired);
}

/// The worst place: every row is read when the program starts after an upgrade.
#[tokio::test]
async fn a_damaged_row_keeps_nobody_from_starting() {
    let app = TestApp::start().await;
    app.queue("rui@example.org").await;
    app.queue("eva@example.org").await;
    app.execute("UPDATE users SET email = 'x', display_name = '' WHERE email = 'rui@example.org'").await;
    app.execute("UPDATE search_index SET version = 0").await;
    let app = app.restarted(|_| ()).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM search_index WHERE version > 0").await, 1);
    assert_eq!(app.deliver_all().await.len(), 2);
}

#[tokio::test]
async fn a_damaged_import_is_shown_and_the_others_go_on() {
    use crate::import::{confirmed, people_csv, previewed, run_job};
    let app = TestApp::start().await;
    app.leave_mail();
    let mut admin = app.admin().await;
    let first = previewed(&mut admin, people_csv(2)).await;
    app.execute("UPDATE imports SET actor = 'nobody', header = '{', created_at = -1").await;
    app.execute("UPDATE import_rows SET problem = '{', cells = 'x' WHERE line = 2").await;
    let second = confirmed(&mut admin, "nome,e-mail\nEva,eva@example.org\n").await;
    assert_eq!(run_job(&app).await, [Batch::Made(1), Batch::Finished]);
    for path in ["/admin/users/import", &format!("/admin/imports/{first}"), &format!("/admin/imports/{second}")] {
        assert_eq!(admin.get(path).await.status, StatusCode::OK, "{path}");
    }
    crate::import::post_action(&mut admin, &first, "confirm").await;
    run_job(&app).await;
    let page = admin.get(&format!("/admin/imports/{first}")).await;
    assert!(page.says("Não foi possível ler esta linha"), "{}", page.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 2);
}

#[tokio::test]
async fn a_session_that_cannot_be_read_is_none() {
    if is_postgres() {
        // Its types let nobody write such a row.
        return;
    }
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut other = app.member("eva@example.org").await;
    app.execute(
        "UPDATE sessions SET last_seen_at = 'x' WHERE user_id = (SELECT id FROM users WHERE email = 'eva@example.org')",
    )
    .await;
    assert!(other.get("/account").await.location().is_some_and(|to| to.starts_with("/login")));
    let id: UserId = app.id_of("eva@example.org").await;
    assert_eq!(admin.get(&format!("/admin/users/{id}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_line_of_the_log_that_cannot_be_read_is_shown_and_found_by_the_check() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("eva@example.org").await;
    let id = app.id_of("eva@example.org").await;
    app.execute(if is_postgres() {
        "ALTER TABLE audit_events DISABLE TRIGGER USER"
    } else {
        "DROP TRIGGER audit_events_no_update"
    })
    .await;
    app.execute(
        "UPDATE audit_events SET kind = 'flew', actor = 'a bird', at = 9223372036854775807 WHERE kind = 'user_created'",
    )
    .await;
    for path in ["/admin/audit", "/admin/audit/export", &format!("/admin/users/{id}")] {
        let page = admin.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        assert!(page.says("flew"), "{path}: {}", page.text);
    }
    assert!(matches!(app.state.store.verify_audit_log(None).await.unwrap(), Chain::Broken { .. }));
}
