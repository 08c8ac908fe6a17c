//! What people are told by mail: when, from where, and what to do.

use super::*;
use chaveiro::domain::Role;
use chaveiro::server::accounts;
use chaveiro::server::store::audit::Origin;

async fn give_role(app: &TestApp, email: &str, role: &str) {
    let mut admin = app.browser();
    admin.sign_in(crate::app::ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    let id = app.id_of(email).await;
    let fields =
        [("user", id.as_str()), ("display_name", "Rui Lima"), ("email", email), ("role", role), ("locale", "pt-BR")];
    assert_eq!(admin.post("/admin/users/edit", &fields).await.status, StatusCode::SEE_OTHER);
}

fn mails_to(app: &TestApp, to: &str, before: usize) -> Vec<CapturedMail> {
    app.mails().drain(before..).filter(|mail| mail.to == to).collect()
}

#[tokio::test]
async fn a_changed_role_is_mailed_to_the_person() {
    let app = TestApp::start().await;
    app.admin().await;
    app.member(RUI).await;
    for (role, words) in [("admin", "Agora você administra"), ("member", "Agora você acessa só a própria conta")] {
        let before = app.mails().len();
        give_role(&app, RUI, role).await;
        app.deliver_all().await;
        let told = mails_to(&app, RUI, before);
        let [mail] = told.as_slice() else { panic!("{role}: {told:#?}") };
        assert!(mail.subject.starts_with("Suas permissões mudaram"), "{}", mail.subject);
        for words in [words, "(horário de Brasília)", "Se não esperava, avise"] {
            assert!(mail.text.contains(words) && mail.html.contains(words), "{words}: {}", mail.text);
        }
    }
    let before = app.mails().len();
    give_role(&app, RUI, "member").await;
    app.deliver_all().await;
    assert!(mails_to(&app, RUI, before).is_empty(), "nothing changed, yet it was told");
}

#[tokio::test]
async fn a_role_change_before_the_first_sign_in_is_not_notified() {
    let app = TestApp::start().await;
    app.admin().await;
    app.invite("eva@example.org").await;
    let before = app.mails().len();
    give_role(&app, "eva@example.org", "admin").await;
    assert_eq!(app.account("eva@example.org").await.user.role, Role::Admin);
    app.deliver_all().await;
    assert!(mails_to(&app, "eva@example.org", before).is_empty());
}

#[tokio::test]
async fn a_changed_address_is_notified_with_time_and_origin_and_only_the_earlier_one_gets_the_undo_link() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    let before = app.mails().len();
    let origin = Origin { address: Some("203.0.113.7".parse().unwrap()), ..Origin::default() };
    accounts::confirm_address(&app.state, &link, None, OWN_PASSWORD, &origin).await.unwrap();
    app.deliver_all().await;
    for (to, has_link) in [(RUI, true), (NEW, false)] {
        let told = mails_to(&app, to, before);
        let [mail] = told.as_slice() else { panic!("{to}: {told:#?}") };
        for words in ["foi alterado em", "(horário de Brasília)", "203.0.113.7", "Se não foi você"] {
            assert!(mail.text.contains(words) && mail.html.contains(words), "{words}: {}", mail.text);
        }
        assert_eq!(mail.text.contains("?t="), has_link, "{to}: {}", mail.text);
        assert!(!mail.text.contains(OWN_PASSWORD) && !mail.text.contains(&link));
    }
    let before = app.mails().len();
    accounts::undo_address(&app.state, &token(&app, RUI, UNDO), &origin).await.unwrap();
    app.deliver_all().await;
    for to in [RUI, NEW] {
        let mut told = mails_to(&app, to, before);
        told.retain(|mail| password_in(&mail.text).is_none());
        let [mail] = told.as_slice() else { panic!("{to}: {told:#?}") };
        assert!(mail.text.contains("203.0.113.7") && mail.text.contains("foi desfeita em"), "{}", mail.text);
    }
}

#[tokio::test]
async fn each_is_written_to_in_their_language() {
    let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
    let mut rui = app.member(RUI).await;
    rui.post("/language", &[("locale", "en"), ("next", "/account")]).await;
    let undo = change_address(&app, &mut rui, RUI, NEW).await;
    let (mail, _) = link(&app, RUI, UNDO);
    assert!(mail.text.contains("If it wasn't you, undo the change"), "{}", mail.text);
    let page = rui.open(&format!("{UNDO}?t={undo}")).await;
    assert!(page.says("Undo email change"), "{}", page.text);
    rui.post("/account/delete", &[("current_password", OWN_PASSWORD)]).await;
    app.deliver_all().await;
    let mail = app.mails().last().cloned().unwrap();
    assert!(mail.subject.starts_with("Your account was deleted"), "{}", mail.subject);
}

/// Mails are sent in the order in which they were queued: a person who can fill the queue keeps everybody waiting.
#[tokio::test]
async fn changing_the_password_again_and_again_sends_a_few_notices_an_hour() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let notices = async || app.number("SELECT COUNT(*) FROM outbox WHERE purpose = 'password_changed'").await;
    let before = notices().await;
    let mut change = async |count: usize| {
        for _ in 0..count {
            for (old, new) in [(OWN_PASSWORD, "nove pontes sobre o rio"), ("nove pontes sobre o rio", OWN_PASSWORD)] {
                let changed = rui.post("/account", &[("current_password", old), ("new_password", new)]).await;
                assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
            }
        }
    };
    change(4).await;
    assert_eq!(notices().await, 3.max(before), "in the first hour");
    app.advance(HOUR + 1);
    change(1).await;
    assert_eq!(notices().await, 3.max(before) + 2);
    let changes = app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'password_changed'").await;
    assert_eq!(changes, 10, "the log has all of them");
    app.deliver_all().await;
}
