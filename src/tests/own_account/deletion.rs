//! The end of one's own account, where the operator lets people bring it about.

use super::*;
use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD};
use chaveiro::domain::{AdminAction, UserStatus};
use chaveiro::server::store::administration::{ActionOutcome, Refusal};
use chaveiro::server::store::audit::Origin;

async fn delete(browser: &mut Browser, password: &str) -> Answer {
    browser.post("/account/delete", &[("current_password", password)]).await
}

#[tokio::test]
async fn unless_the_operator_allows_it_nobody_deletes_themselves() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    assert!(!rui.get("/account").await.text.contains("/account/delete"));
    assert_eq!(rui.get("/account/delete").await.status, StatusCode::NOT_FOUND);
    assert_eq!(delete(&mut rui, OWN_PASSWORD).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.account(RUI).await.status, UserStatus::Active);
}

#[tokio::test]
async fn a_person_deletes_their_account_is_told_by_mail_and_an_admin_can_restore_it() {
    let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
    let mut rui = app.member(RUI).await;
    assert!(rui.get("/account").await.text.contains("href=\"/account/delete\""));
    assert!(rui.get("/account/delete").await.says("em até 30 dias"));
    for wrong in ["", "errada"] {
        let refused = delete(&mut rui, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(refused.text.contains("action=\"/account/delete\""));
    }
    assert_eq!(app.account(RUI).await.status, UserStatus::Active);

    let before = app.mails().len();
    let done = delete(&mut rui, OWN_PASSWORD).await;
    assert_eq!(done.location(), Some("/login?notice=account-deleted"), "{}", done.text);
    assert!(!rui.cookies.contains_key("session"));
    assert!(rui.get(done.location().unwrap()).await.says("Conta excluída"));
    assert_eq!(app.account(RUI).await.status, UserStatus::Deleted);
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
    app.deliver_all().await;
    assert_eq!(recipients(&app, before), [RUI]);
    let mail = app.mails().last().cloned().unwrap();
    let text = mail.text.replace('\n', " ");
    for words in ["foi excluída em", "(horário de Brasília)", "Por 30 dias", "Se não foi você"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!opens(&app, RUI).await);

    app.apply_action(AdminAction::Restore, RUI).await;
    assert!(opens(&app, RUI).await);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_deletion_with_a_password_that_was_changed_meanwhile_deletes_nothing() {
    let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
    let mut rui = app.member(RUI).await;
    let id = app.id_of(RUI).await;
    let checked = app.state.store.find_user(&id).await.unwrap().unwrap().password_hash.unwrap();
    let fields = [("current_password", OWN_PASSWORD), ("new_password", "nove pontes sobre o rio")];
    assert_eq!(rui.post("/account", &fields).await.status, StatusCode::SEE_OTHER);
    let done = app.state.store.delete_own_account(&id, &checked, &Origin::default()).await.unwrap();
    assert_eq!(done, ActionOutcome::Refused(Refusal::NotFound));
    assert_eq!(app.account(RUI).await.status, UserStatus::Active);
    app.deliver_all().await;
}

/// Who was deleted by an administrator has not asked for it.
#[tokio::test]
async fn a_deletion_by_an_admin_mails_nothing() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    let before = app.mails().len();
    app.apply_action(AdminAction::Delete, RUI).await;
    app.deliver_all().await;
    assert_eq!(app.mails().len(), before);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
    let mut admin = app.admin().await;
    let refused = delete(&mut admin, ADMIN_PASSWORD).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("único administrador"), "{}", refused.text);
    assert_eq!(app.account(ADMIN_EMAIL).await.status, UserStatus::Active);
}
