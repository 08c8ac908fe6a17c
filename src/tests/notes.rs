//! What admins note about a person.

use crate::app::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, UserId};

async fn note(browser: &mut Browser, id: &UserId, text: &str) -> Answer {
    browser.post("/admin/users/note", &[("user", id.as_str()), ("note", text)]).await
}

#[tokio::test]
async fn a_note_is_kept_shown_changed_and_taken_away() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member("rui@example.org").await;
    let id = app.id_of("rui@example.org").await;
    let path = format!("/admin/users/{id}");

    let saved = note(&mut admin, &id, "Turma nova em março.\r\n<b>Falar</b> com a mãe. ").await;
    assert_eq!(saved.location(), Some(format!("{path}?notice=noted").as_str()), "{}", saved.text);
    let page = admin.get(&path).await;
    assert!(page.says("Anotação salva."));
    assert!(
        page.says("Turma nova em março.\n<b>Falar</b> com a mãe.") && !page.text.contains("<b>Falar"),
        "{}",
        page.text
    );
    assert!(rui.get("/account/data.json").await.text.contains("Turma nova em março."));
    assert!(!rui.get("/account").await.says("Turma nova"));
    note(&mut admin, &id, "Turma nova em março.\n<b>Falar</b> com a mãe.").await;
    note(&mut admin, &id, "").await;
    assert!(!admin.get(&path).await.says("Turma nova"));
    note(&mut admin, &id, " ").await;

    let kinds = app.audit_kinds(&id).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "user_noted").count(), 2, "what changes nothing is not logged");
    let details = app.texts("SELECT detail FROM audit_events WHERE kind = 'user_noted'").await;
    assert_eq!(details, [None, None], "the log keeps no text");
}

#[tokio::test]
async fn a_note_too_long_comes_back_as_it_was_typed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member("rui@example.org").await;
    let id = app.id_of("rui@example.org").await;

    let longest = "é".repeat(2000);
    assert_eq!(note(&mut admin, &id, &longest).await.status, StatusCode::SEE_OTHER);
    let refused = note(&mut admin, &id, &format!("{longest}!")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("no máximo 2.000 caracteres") && refused.text.contains(&format!("{longest}!</textarea>")));
    assert!(note(&mut admin, &id, "a\u{7}b").await.says("caractere invisível"));
    assert_eq!(note(&mut rui, &id, "eu").await.status, StatusCode::FORBIDDEN);
    let nobody = admin.post("/admin/users/note", &[("user", "nobody"), ("note", "x")]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_note_goes_with_its_account() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    let id = app.id_of("rui@example.org").await;
    note(&mut admin, &id, "Sai em julho.").await;
    app.apply_action(AdminAction::Delete, "rui@example.org").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM user_notes").await, 1);
    app.advance(AdminAction::GRACE.as_secs() + 1);
    let before = app.state.clock.now().minus(AdminAction::GRACE);
    app.state.store.delete_accounts_deleted_before(before).await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM user_notes").await, 0);
}

/// Of two admins who have the page open, the later one does not undo what the other has noted.
#[tokio::test]
async fn a_note_that_was_changed_meanwhile_is_asked_about() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    let id = app.id_of("rui@example.org").await;
    assert!(admin.get(&format!("/admin/users/{id}")).await.text.contains("name=\"shown\" value=\"0\""));
    note(&mut admin, &id, "Sai em julho.").await;
    let form = [("user", id.as_str()), ("note", "Fica."), ("shown", "0")];
    let question = admin.post("/admin/users/note", &form).await;
    assert_eq!(question.status, StatusCode::CONFLICT);
    assert!(question.says("Agora: “Sai em julho.”") && question.says("Fica."), "{}", question.text);
    let (_, rest) = question.text.split_once("name=\"shown\" value=\"").expect("when it was changed");
    let known = rest.split('"').next().expect("its end");
    let again = [form[0], form[1], ("shown", known)];
    assert_eq!(admin.post("/admin/users/note", &again).await.status, StatusCode::SEE_OTHER);
}
