//! An admin sees where somebody's account is open, and ends it there.

use crate::app::{ADMIN_EMAIL, Answer, OWN_PASSWORD, TestApp};
use axum::http::StatusCode;

const END: &str = "/admin/users/end-session";

/// The sessions that a person's page offers to end.
fn offered_sessions(page: &Answer) -> Vec<String> {
    let after = page.text.split("name=\"session\" value=\"").skip(1);
    after.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_admin_ends_one_session_of_a_person_and_no_other() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut desk = app.member("rui@example.org").await;
    let mut phone = app.browser();
    app.advance(60);
    phone.sign_in("rui@example.org", OWN_PASSWORD).await;
    app.deliver_all().await; // that of another device
    let id = app.id_of("rui@example.org").await;
    let path = format!("/admin/users/{id}");

    let offered = offered_sessions(&admin.get(&path).await);
    assert_eq!(offered.len(), 2);
    // The latest used comes first.
    let fields = [("user", id.as_str()), ("session", offered[0].as_str())];
    let ended = admin.post(END, &fields).await;
    assert_eq!(ended.location(), Some(format!("{path}?notice=session-ended").as_str()), "{}", ended.text);
    let page = admin.get(&path).await;
    assert!(page.says("Sessão encerrada."), "{}", page.text);
    assert_eq!(offered_sessions(&page), offered[1..]);
    assert_eq!(phone.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get("/account").await.status, StatusCode::OK);

    const EVENTS: &str = "SELECT COUNT(*) FROM audit_events WHERE kind = 'sessions_ended'";
    assert_eq!(app.number(EVENTS).await, 1);
    admin.post(END, &fields).await;
    assert_eq!(app.number(EVENTS).await, 1, "sent twice, it is written down once");
    let sql = "SELECT actor FROM audit_events WHERE kind = 'sessions_ended'";
    assert_eq!(app.texts(sql).await, [Some(app.id_of(ADMIN_EMAIL).await.to_string())]);
}

#[tokio::test]
async fn a_handle_ends_nothing_of_another_person_and_members_end_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member("rui@example.org").await;
    let mut ines = app.member("ines@example.org").await;
    let (rui_id, ines_id) = (app.id_of("rui@example.org").await, app.id_of("ines@example.org").await);
    let page = admin.get(&format!("/admin/users/{rui_id}")).await;
    let handle = offered_sessions(&page).remove(0);

    admin.post(END, &[("user", ines_id.as_str()), ("session", &handle)]).await;
    assert_eq!(rui.get("/account").await.status, StatusCode::OK);
    let fields = [("user", rui_id.as_str()), ("session", handle.as_str())];
    assert_eq!(ines.post(END, &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.post(END, &[("user", "nobody"), ("session", &handle)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(rui.get("/account").await.status, StatusCode::OK);
    assert_eq!(ines.get("/account").await.status, StatusCode::OK);

    let own = admin.get(&format!("/admin/users/{}", app.id_of(ADMIN_EMAIL).await)).await;
    assert!(offered_sessions(&own).is_empty(), "the own session ends by signing out");
}
