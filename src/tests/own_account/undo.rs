//! The way back: a link to the earlier address that undoes the change.

use super::*;
use crate::app::{ADMIN_PASSWORD, password_in};
use chaveiro::domain::AdminAction;

#[tokio::test]
async fn the_earlier_address_takes_the_account_back_and_everybody_is_out() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let undo = change_address(&app, &mut rui, RUI, NEW).await;
    app.advance(HOUR);
    app.browser().post("/forgot-password", &[("email", NEW)]).await;
    app.deliver_all().await;
    let reset = token(&app, NEW, "/reset-password");
    let pending = request_address_change(&app, &mut rui, "third@example.net").await;

    for _ in 0..3 {
        let page = open_link(&app, UNDO, &undo).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(RUI) && !page.says(NEW));
        assert_eq!(
            (&page.headers["cache-control"], &page.headers["referrer-policy"]),
            (&"no-store".parse().unwrap(), &"no-referrer".parse().unwrap())
        );
        assert_eq!(open_link_by_head(&app, UNDO, &undo).await, StatusCode::SEE_OTHER);
    }
    assert!(is_signed_in(&mut rui).await, "looking has ended a session");
    let before = app.mails().len();
    let mut owner = app.browser();
    let done = owner.post(UNDO, &[("t", &undo)]).await;
    assert_eq!(done.location(), Some("/login?notice=email-restored"));
    assert!(owner.get(done.location().unwrap()).await.says("enviamos uma senha temporária"));

    assert!(!is_signed_in(&mut rui).await, "a session lives");
    assert_eq!(follow(&app, CONFIRM, &pending).await, StatusCode::GONE, "what was asked for since lives");
    let fields = [("t", reset.as_str()), ("new_password", "nove pontes sobre o rio")];
    assert_eq!(app.browser().post("/reset-password", &fields).await.status, StatusCode::GONE, "a link lives");
    app.deliver_all().await;
    assert_eq!(recipients(&app, before), [NEW, RUI, RUI], "both are told, and the owner gets a password");
    for mail in app.mails()[before..].iter().filter(|mail| password_in(&mail.text).is_none()) {
        assert!(mail.text.contains("foi desfeita em") && !mail.text.contains("?t="), "{}", mail.text);
    }
    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::SEE_OTHER, "a second click ends elsewhere");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'address_restored'").await, 1);
    assert_eq!(open_link(&app, UNDO, &undo).await.status, StatusCode::GONE);
    let known = rui.cookies["device"].clone();
    assert!(!opens(&app, RUI).await && !opens(&app, NEW).await, "who knew the password is still in");
    take_back(&app, RUI).await;
    app.deliver_all().await;
    let before = app.mails().len();
    rui.sign_in(RUI, OWN_PASSWORD).await;
    assert_ne!(rui.cookies["device"], known, "a browser from before is known still");
    app.deliver_all().await;
    assert_eq!(recipients(&app, before), [RUI], "the sign-in is told of");
}

/// Who has changed the address and then the password had the account back with the next sign-in.
#[tokio::test]
async fn a_password_changed_by_who_changed_the_address_ends_with_the_undoing() {
    const THEIRS: &str = "nove pontes sobre o rio";
    let app = TestApp::start().await;
    let mut thief = app.member(RUI).await;
    let undo = change_address(&app, &mut thief, RUI, NEW).await;
    let changed = thief.post("/account", &[("current_password", OWN_PASSWORD), ("new_password", THEIRS)]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::SEE_OTHER);
    for email in [RUI, NEW] {
        assert_eq!(app.browser().sign_in(email, THEIRS).await.status, StatusCode::UNAUTHORIZED, "{email}");
    }
    take_back(&app, RUI).await;
    app.deliver_all().await;
}

#[tokio::test]
async fn the_undo_link_works_for_three_days() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let in_time = change_address(&app, &mut rui, RUI, NEW).await;
    app.advance(3 * DAY - 60);
    assert_eq!(follow(&app, UNDO, &in_time).await, StatusCode::SEE_OTHER);
    let mut rui = take_back(&app, RUI).await;
    let late = change_address(&app, &mut rui, RUI, "late@example.net").await;
    app.advance(3 * DAY + 60);
    assert_eq!(open_link(&app, UNDO, &late).await.status, StatusCode::GONE);
    assert_eq!(follow(&app, UNDO, &late).await, StatusCode::GONE);
    assert!(opens(&app, "late@example.net").await);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_person_who_moves_an_account_twice_cannot_lock_its_first_owner_out() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let first = change_address(&app, &mut rui, RUI, NEW).await;
    app.advance(60);
    let second = change_address(&app, &mut rui, NEW, "third@example.net").await;
    assert_eq!(follow(&app, UNDO, &first).await, StatusCode::SEE_OTHER);
    assert_eq!(follow(&app, UNDO, &second).await, StatusCode::GONE, "a later way back leads away again");
    let mut rui = take_back(&app, RUI).await;
    app.advance(HOUR);
    let first = change_address(&app, &mut rui, RUI, NEW).await;
    app.advance(60);
    let second = change_address(&app, &mut rui, NEW, "third@example.net").await;
    assert_eq!(follow(&app, UNDO, &second).await, StatusCode::SEE_OTHER);
    assert_eq!(app.account(NEW).await.user.email.as_str(), NEW);
    assert_eq!(follow(&app, UNDO, &first).await, StatusCode::SEE_OTHER, "the first owner is shut out");
    take_back(&app, RUI).await;
    app.deliver_all().await;
}

#[tokio::test]
async fn a_second_change_whose_mail_has_not_left_leads_back_nowhere_after_the_first_was_undone() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let first = change_address(&app, &mut rui, RUI, NEW).await;
    app.advance(60);
    let confirm = request_address_change(&app, &mut rui, "third@example.net").await;
    follow(&app, CONFIRM, &confirm).await; // its notices stay in the outbox
    let before = app.mails().len();
    assert_eq!(follow(&app, UNDO, &first).await, StatusCode::SEE_OTHER);
    app.deliver_all().await;
    assert!(app.mails()[before..].iter().all(|mail| !mail.text.contains(UNDO)), "{:#?}", &app.mails()[before..]);
}

#[tokio::test]
async fn the_undo_link_ends_with_the_account_and_when_somebody_has_the_address() {
    let app = TestApp::start().await;
    for action in [AdminAction::Disable, AdminAction::Delete] {
        let (old, new) = (format!("{}@example.org", action.as_str()), format!("{}@example.net", action.as_str()));
        let mut person = app.member(&old).await;
        let undo = change_address(&app, &mut person, &old, &new).await;
        app.apply_action(action, &new).await;
        assert_eq!(open_link(&app, UNDO, &undo).await.status, StatusCode::GONE, "{action:?}");
        assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::GONE, "{action:?}");
        app.apply_action(if action == AdminAction::Disable { AdminAction::Enable } else { AdminAction::Restore }, &new)
            .await;
        assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::GONE, "{action:?}: it lives again with the account");
    }
    let mut rui = app.member(RUI).await;
    let undo = change_address(&app, &mut rui, RUI, NEW).await;
    app.queue(RUI).await;
    assert_eq!(open_link(&app, UNDO, &undo).await.status, StatusCode::GONE);
    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::GONE);
    assert!(opens(&app, NEW).await);
}

/// An administrator who requires a new password mails a temporary one to
/// wherever the account was moved to: its owner must have it back all the same.
/// Who stole an account, moved it and deleted it as its owner has not cut the owner off.
#[tokio::test]
async fn an_account_deleted_after_its_address_was_changed_is_taken_back_once_it_is_restored() {
    let app = TestApp::start_with(|settings| settings.allow_self_deletion = true).await;
    let mut thief = app.member(RUI).await;
    let undo = change_address(&app, &mut thief, RUI, NEW).await;
    let gone = thief.post("/account/delete", &[("current_password", OWN_PASSWORD)]).await;
    assert_eq!(gone.location(), Some("/login?notice=account-deleted"), "{}", gone.text);
    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::GONE, "while it is deleted nothing is undone");
    app.apply_action(AdminAction::Restore, NEW).await;
    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::SEE_OTHER);
    take_back(&app, RUI).await;
    assert!(!opens(&app, NEW).await);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_person_who_lost_account_and_password_gets_both_back() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let undo = change_address(&app, &mut rui, RUI, NEW).await;
    app.apply_action(AdminAction::RequirePassword, NEW).await;
    app.deliver_all().await;
    let stolen = password_in(&app.mails().last().unwrap().text).expect("a temporary password");
    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::SEE_OTHER);
    app.deliver_all().await;
    let mails = app.mails();
    let mail = mails.iter().rev().find(|mail| mail.to == RUI && password_in(&mail.text).is_some());
    let own = password_in(&mail.expect("a mail with a temporary password").text).unwrap();
    if own != stolen {
        assert_eq!(app.browser().sign_in(RUI, &stolen).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(app.browser().sign_in(RUI, &own).await.location(), Some("/first-access"));
}

/// The earlier mailbox may be why an administrator changes the address: no link
/// leads back to it, and none that went there before does any more.
#[tokio::test]
async fn what_an_administrator_sets_no_link_undoes() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member(RUI).await;
    let undo = change_address(&app, &mut rui, RUI, NEW).await;
    let pending = request_address_change(&app, &mut rui, "third@example.net").await;
    let id = app.id_of(NEW).await;
    let before = app.mails().len();
    let fields = [
        ("user", id.as_str()),
        ("display_name", "Rui Lima"),
        ("email", "set@example.org"),
        ("role", "member"),
        ("locale", "pt-BR"),
        ("current_password", ADMIN_PASSWORD),
    ];
    assert_eq!(admin.post("/admin/users/edit", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::GONE);
    assert_eq!(follow(&app, CONFIRM, &pending).await, StatusCode::GONE);
    app.deliver_all().await;
    assert_eq!(recipients(&app, before), [NEW, "set@example.org"]);
    for mail in &app.mails()[before..] {
        let text = mail.text.replace('\n', " ");
        assert!(!text.contains("?t="), "{text}");
        assert!(text.contains("A administração alterou") && text.contains("(horário de Brasília)"), "{text}");
    }
}

/// Seen: what an admin had canceled began again with the link in the mailbox of before.
#[tokio::test]
async fn no_undo_link_brings_back_an_account_that_an_admin_has_canceled() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let undo = change_address(&app, &mut rui, RUI, NEW).await;
    app.apply_action(AdminAction::RequirePassword, NEW).await;
    app.apply_action(AdminAction::Revoke, NEW).await;
    app.deliver_all().await;
    let before = app.mails().len();

    assert_eq!(follow(&app, UNDO, &undo).await, StatusCode::GONE);

    app.deliver_all().await;
    assert_eq!(app.mails().len(), before, "a mail has left");
    assert_eq!(app.account(NEW).await.status, chaveiro::domain::UserStatus::Revoked);
}
