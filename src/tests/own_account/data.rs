//! What is known of a person, as a file for themselves.

use super::*;
use crate::app::{ADMIN_EMAIL, is_postgres};
use chaveiro::domain::AuditKind;
use chaveiro::server::accounts;
use chaveiro::server::keys::Token;
use chaveiro::server::session::{self, RequestedBy};
use chaveiro::server::store::audit::{AuditEvent, By, Origin};
use futures::StreamExt as _;

#[tokio::test]
async fn a_person_takes_along_what_is_known_of_them_and_no_secret() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("eva@example.org").await;
    let mut rui = app.member(RUI).await;
    let id = app.id_of(RUI).await;
    let role =
        [("user", id.as_str()), ("display_name", "Rui Lima"), ("email", RUI), ("role", "admin"), ("locale", "en")];
    assert_eq!(admin.post("/admin/users/edit", &role).await.status, StatusCode::SEE_OTHER);
    rui.sign_in(RUI, OWN_PASSWORD).await;
    let mut elsewhere = app.browser();
    elsewhere.sign_in(RUI, OWN_PASSWORD).await;
    app.browser().sign_in(RUI, "errada").await;
    let link = request_address_change(&app, &mut rui, NEW).await;

    let answer = rui.get("/account/data.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"chaveiro-account.json\"");
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.headers["cache-control"], "no-store");
    let data: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
    assert_eq!(data["account"]["email"], RUI);
    assert_eq!(data["account"]["display_name"], "Rui Lima");
    assert_eq!(data["account"]["role"], "admin");
    assert_eq!(data["account"]["email_to_be_confirmed"], NEW);
    assert_eq!(data["sessions"].as_array().map(Vec::len), Some(2));
    assert_eq!(data["devices"].as_array().map(Vec::len), Some(2));
    let all = |part: &str, field: &str| -> Vec<String> {
        let values = data[part].as_array().expect("a list").iter();
        values.map(|value| value[field].as_str().unwrap_or_default().to_owned()).collect()
    };
    for purpose in ["temporary_password", "password_chosen", "new_device"] {
        assert!(all("mails", "purpose").iter().any(|found| found == purpose), "{purpose}: {}", answer.text);
    }
    for kind in ["signed_in", "sign_in_failed", "password_chosen", "role_changed", "own_data_exported"] {
        assert!(all("events", "kind").iter().any(|found| found == kind), "{kind}: {}", answer.text);
    }
    assert!(all("events", "by").iter().any(|by| by == "administrator"));

    let mut secrets = vec!["$argon2".to_owned(), OWN_PASSWORD.to_owned(), link.clone()];
    for token in [&rui.cookies["session"], &elsewhere.cookies["session"], &rui.cookies["device"], &link] {
        secrets.push(token.clone());
        secrets.push(Token::parse(token).expect("a token").hash());
    }
    secrets
        .extend(app.texts("SELECT hash FROM audit_events").await.into_iter().flatten().filter(|hash| !hash.is_empty()));
    secrets.extend(["eva@example.org".to_owned(), ADMIN_EMAIL.to_owned(), "Ana Admin".to_owned()]);
    secrets.push(app.account(ADMIN_EMAIL).await.user.id.to_string());
    for secret in &secrets {
        assert!(!answer.text.contains(secret.as_str()), "it holds {secret}: {}", answer.text);
    }
    app.deliver_all().await;
}

/// What became of the mail to a typed address would tell who is known here.
#[tokio::test]
async fn the_file_does_not_tell_whether_somebody_has_a_typed_address() {
    let app = TestApp::start().await;
    app.member("taken@example.org").await;
    app.advance(DAY);
    let mut files = Vec::new();
    for (name, typed) in [("one", "taken@example.org"), ("two", "free1@example.org")] {
        let email = format!("{name}@example.org");
        let mut person = app.member(&email).await;
        request_address(&mut person, typed).await;
        app.deliver_all().await;
        let id = app.account(&email).await.user.id.to_string();
        let text = person.get("/account/data.json").await.text;
        let text = text.replace(&email, "…").replace(typed, "…").replace(&id, "…");
        let mut data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        // Mails of the same moment stand in no order.
        data["mails"].as_array_mut().expect("a list").sort_by_key(ToString::to_string);
        files.push(data.to_string());
    }
    assert_eq!(files[0], files[1]);
    assert!(files[0].contains("address_change_asked"));
}

/// A table of people that is new stands in the file, or here with the reason why not.
#[tokio::test]
async fn everything_kept_of_people_is_in_the_file_or_left_out_for_a_reason() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let data: serde_json::Value = serde_json::from_str(&rui.get("/account/data.json").await.text).expect("JSON");
    let told = [
        ("sessions", "sessions"),
        ("devices", "devices"),
        ("outbox", "mails"),
        ("user_groups", "groups"),
        ("app_uses", "apps"),
        ("user_notes", "note"),
    ];
    for (table, part) in told {
        assert!(data.get(part).is_some(), "{table} is told as {part}");
    }
    // Secrets as hashes, and what `account`, `mails` or `events` tell already.
    let left_out = [
        "access_tokens",
        "address_changes",
        "address_undos",
        "app_sessions",
        "authorization_codes",
        "forward_auth_cookies",
        "import_rows",
        "password_links",
        "refresh_tokens",
        "sign_in_failures",
        "temporary_passwords",
        "used_tokens",
        "user_words",
    ];
    let sql = if is_postgres() {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.columns WHERE column_name = 'user_id' AND table_schema = current_schema()"
    } else {
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'user_id'"
    };
    for table in app.texts(sql).await.into_iter().flatten() {
        let is_told = told.iter().any(|(known, _)| *known == table) || left_out.contains(&table.as_str());
        assert!(is_told, "{table} is not in the file");
    }
}

#[tokio::test]
async fn a_long_history_is_shown_whole() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let (id, origin) = (app.id_of(RUI).await, Origin::default());
    for _ in 0..1010 {
        let kind = AuditKind::SignInFailed;
        let event = AuditEvent { kind, by: &By::visitor(&origin), target: Some(&id), detail: None };
        app.state.store.insert_audit_event(event).await.unwrap();
    }
    let data: serde_json::Value = serde_json::from_str(&rui.get("/account/data.json").await.text).expect("JSON");
    let logged = app.number("SELECT COUNT(*) FROM audit_events WHERE target IS NOT NULL").await;
    assert_eq!(data["events"].as_array().map(Vec::len), usize::try_from(logged).ok());
    assert!(logged > 1010);
}

/// It is read and sent a part at a time: many at once would else fill the memory.
#[tokio::test]
async fn a_long_history_is_sent_in_parts_and_ends_with_the_session() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let (id, origin) = (app.id_of(RUI).await, Origin::default());
    for _ in 0..1010 {
        let event =
            AuditEvent { kind: AuditKind::SignInFailed, by: &By::visitor(&origin), target: Some(&id), detail: None };
        app.state.store.insert_audit_event(event).await.unwrap();
    }
    rui.get("/account").await;
    let session =
        session::find(&app.state, &rui.cookies["session"], RequestedBy::Person).await.unwrap().expect("a session");
    let parts: Vec<_> = accounts::own_data(&app.state, &session, &origin).await.unwrap().collect().await;
    let parts: Vec<String> = parts.into_iter().map(Result::unwrap).collect();
    assert!(parts.len() >= 5, "{}", parts.len());
    let longest = parts.iter().map(String::len).max().unwrap_or_default();
    assert!(longest * 2 < parts.iter().map(String::len).sum(), "one part holds most of it: {longest}");

    let mut rest = Box::pin(accounts::own_data(&app.state, &session, &origin).await.unwrap());
    assert!(rest.next().await.is_some_and(|part| part.is_ok()) && rest.next().await.is_some_and(|part| part.is_ok()));
    app.execute("DELETE FROM sessions").await;
    assert!(rest.next().await.is_some_and(|part| part.is_err()), "it goes on after the session");
}

/// One line tells it; who asks again and again would fill the disk.
#[tokio::test]
async fn that_a_person_took_their_data_along_is_logged_once_an_hour() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let count = "SELECT COUNT(*) FROM audit_log WHERE kind = 'own_data_exported'";
    for _ in 0..3 {
        assert_eq!(rui.get("/account/data.json").await.status, StatusCode::OK);
    }
    assert_eq!(app.number(count).await, 1);
    app.advance(HOUR + 1);
    rui.get("/account/data.json").await;
    assert_eq!(app.number(count).await, 2);
}

#[tokio::test]
async fn the_file_is_for_who_is_signed_in_and_the_page_leads_to_it() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    assert!(rui.get("/account").await.text.contains("href=\"/account/data.json\""));
    let visitor = app.browser().get("/account/data.json").await;
    assert!(visitor.location().is_some_and(|to| to.starts_with("/login")));
}
