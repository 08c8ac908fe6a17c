//! People deleted within the last 30 days: who creates or imports them again is told, and shown the way.

use crate::app::{ADMIN_PASSWORD, OWN_PASSWORD, TestApp, new_user};
use crate::import::{confirmed, import_id, post_action, previewed, run_job};
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, Role, UserStatus};

const MARIA: &str = "maria@example.org";
const IVO: &str = "ivo@example.org";

#[tokio::test]
async fn creating_a_deleted_person_again_says_when_and_offers_to_restore_them_in_place() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    let id = app.id_of(MARIA).await.to_string();
    let form = [("display_name", "Maria Souza"), ("email", MARIA)];

    let refused = admin.post("/admin/users/new", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["foi excluída em", "pode ser restaurada até", "Restaurar", "Restaurar e enviar senha temporária"] {
        assert!(refused.says(words), "{words}: {}", refused.text);
    }
    assert!(refused.text.contains(&format!("name=\"users\" value=\"{id}\"")), "{}", refused.text);

    let restored = admin.post("/admin/users/act", &[("act", "restore"), ("users", &id)]).await;
    assert_eq!(restored.location(), Some(format!("/admin/users/{id}?notice=restore").as_str()), "{}", restored.text);
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    let taken = admin.post("/admin/users/new", &form).await;
    assert!(taken.says("Já existe uma conta com este e-mail"), "{}", taken.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn restored_with_a_new_password_the_old_one_opens_nothing_and_a_temporary_one_does() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    let id = app.id_of(MARIA).await;
    app.advance(601);
    let form = [("act", "restore-and-send"), ("users", id.as_str())];
    let asked_at = admin.post("/admin/users/act", &form).await;
    assert_eq!(
        asked_at.status,
        StatusCode::FORBIDDEN,
        "it ends a password, so it asks for the admin's: {}",
        asked_at.text
    );
    let form = [form[0], form[1], ("current_password", ADMIN_PASSWORD)];
    assert_eq!(admin.post("/admin/users/act", &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting);
    app.deliver_all().await;
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(MARIA, &app.last_password()).await.location(), Some("/first-access"));
    let kinds = app.audit_kinds(&id).await;
    for kind in ["user_deleted", "password_required", "user_restored"] {
        assert!(kinds.iter().any(|seen| seen == kind), "{kind}: {kinds:?}");
    }
}

#[tokio::test]
async fn several_deleted_people_are_restored_together_from_their_list() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for email in [MARIA, IVO] {
        app.member(email).await;
        app.apply_action(AdminAction::Delete, email).await;
    }
    let list = admin.get("/admin/users?status=deleted").await;
    for (action, is_offered) in [("restore", true), ("restore-and-send", true), ("delete", false), ("disable", false)] {
        assert_eq!(list.text.contains(&format!("name=\"act\" value=\"{action}\"")), is_offered, "{action}");
    }

    let users = format!("{} {}", app.id_of(MARIA).await, app.id_of(IVO).await);
    let restored = admin.post("/admin/users/act", &[("act", "restore"), ("users", &users)]).await;
    let done = admin.get(restored.location().expect("a list")).await;
    assert!(done.says("Conta restaurada para 2 pessoas"), "{}", done.text);
    for email in [MARIA, IVO] {
        assert_eq!(app.account(email).await.status, UserStatus::Active);
        assert_eq!(app.browser().sign_in(email, OWN_PASSWORD).await.location(), Some("/"));
    }
    app.deliver_all().await;
}

/// In another tab, or by another admin: what "and send" asks for is still to be done.
#[tokio::test]
async fn restored_meanwhile_the_temporary_password_is_sent_all_the_same_and_once() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.invite(MARIA).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    let id = app.id_of(MARIA).await;
    let asked_at = app.state.clock.now().as_millis().to_string();
    let action = |action| [("act", action), ("users", id.as_str()), ("asked", asked_at.as_str())];
    app.advance(1);
    assert_eq!(admin.post("/admin/users/act", &action("restore")).await.status, StatusCode::SEE_OTHER);
    let before = app.mails().len();
    for _ in 0..2 {
        app.advance(1);
        let sent = admin.post("/admin/users/act", &action("restore-and-send")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting);
    }
    app.deliver_all().await;
    assert_eq!(app.mails().len(), before + 1);
}

#[tokio::test]
async fn an_edit_to_a_deleted_persons_address_says_so() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.invite(MARIA).await;
    app.invite(IVO).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    let id = app.id_of(IVO).await.to_string();
    let form =
        [("user", id.as_str()), ("display_name", "Ivo"), ("email", MARIA), ("role", "member"), ("locale", "pt-BR")];
    let refused = admin.post("/admin/users/edit", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("foi excluída em"), "{}", refused.text);
}

#[tokio::test]
async fn an_import_counts_deleted_people_apart_and_restores_all_of_them() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for email in [MARIA, IVO] {
        app.member(email).await;
        app.apply_action(AdminAction::Delete, email).await;
    }
    app.member("rui@example.org").await;
    let file = "nome,email\nMaria,maria@example.org\nIvo,ivo@example.org\nRui,rui@example.org\nEva,eva@example.org\n";
    let id = previewed(&mut admin, file).await;
    let counts = app.state.store.find_row_counts(&import_id(&id)).await.unwrap();
    assert_eq!((counts.ready, counts.known, counts.deleted), (1, 1, 2));
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.says("2 pessoas do arquivo foram excluídas"), "{}", page.text);
    assert!(page.says("Restaurar todas e enviar senhas temporárias"), "{}", page.text);

    // Mails made in one millisecond are not newer or older than each other.
    app.advance(1);
    let restored = post_action(&mut admin, &id, "restore-and-send").await;
    assert_eq!(restored.location(), Some(format!("/admin/imports/{id}?notice=restored").as_str()), "{}", restored.text);
    for email in [MARIA, IVO] {
        assert_eq!(app.account(email).await.status, UserStatus::Waiting, "{email}");
    }
    let counts = app.state.store.find_row_counts(&import_id(&id)).await.unwrap();
    assert_eq!((counts.known, counts.deleted), (3, 0));
    assert!(!admin.get(&format!("/admin/imports/{id}")).await.says("excluídas"));

    // Deleted only after the file was checked.
    let later = confirmed(&mut admin, "nome,email\nLia,lia@example.org\n").await;
    app.queue_for(&new_user("Lia", "lia@example.org", Role::Member)).await;
    app.apply_action(AdminAction::Delete, "lia@example.org").await;
    run_job(&app).await;
    assert_eq!(app.state.store.find_row_counts(&import_id(&later)).await.unwrap().deleted, 1);
    assert_eq!(post_action(&mut admin, &later, "restore").await.status, StatusCode::SEE_OTHER);
    assert_ne!(app.account("lia@example.org").await.status, UserStatus::Deleted);
}

#[tokio::test]
async fn a_deleted_administrator_in_a_file_needs_the_password_before_anybody_is_restored() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    app.queue_for(&new_user("Ivo", IVO, Role::Admin)).await;
    for email in [MARIA, IVO] {
        app.apply_action(AdminAction::Delete, email).await;
    }
    let id = previewed(&mut admin, "nome,email\nMaria,maria@example.org\nIvo,ivo@example.org\n").await;
    // The password was given long ago, and the session is in use.
    app.advance(1000);
    let refused = post_action(&mut admin, &id, "restore").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    assert!(refused.text.contains("name=\"current_password\""), "{}", refused.text);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Deleted, "nobody was restored before the question");
    let form = [("import", id.as_str()), ("act", "restore"), ("current_password", ADMIN_PASSWORD)];
    assert_eq!(admin.post("/admin/imports/act", &form).await.status, StatusCode::SEE_OTHER);
    for email in [MARIA, IVO] {
        assert_ne!(app.account(email).await.status, UserStatus::Deleted, "{email}");
    }
    app.leave_mail();
    app.deliver_all().await;
}

#[tokio::test]
async fn the_command_line_says_it_and_ends_with_an_error_until_somebody_has_decided() {
    let app = program::start(|_| ()).await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    let run = async |arguments: &[&str]| program::run(&app, &[&["user"], arguments].concat(), &[]).await;

    let again = run(&["create", "--email", MARIA, "--name", "Maria"]).await;
    assert!(!again.succeeded && again.out.is_empty());
    for words in
        ["was deleted on", "can be restored until", "chaveiro user restore --email maria@example.org", "--send-again"]
    {
        assert!(again.error.contains(words), "{words}: {}", again.error);
    }

    let file = app.folder.path().join("turma.csv");
    std::fs::write(&file, "nome,email\nMaria,maria@example.org\n").unwrap();
    let file = file.to_str().unwrap();
    for arguments in [&["import", file][..], &["import", file, "--dry-run"]] {
        let unsaid = run(arguments).await;
        assert!(!unsaid.succeeded, "{arguments:?}");
        assert!(unsaid.out.contains("1 deleted") && unsaid.error.contains("--deleted restore"), "{}", unsaid.error);
        assert_eq!(app.account(MARIA).await.status, UserStatus::Deleted);
    }
    let skipped = run(&["import", file, "--deleted", "skip"]).await;
    assert!(skipped.succeeded && skipped.out.contains("1 deleted"), "{} {}", skipped.out, skipped.error);
    let restored = run(&["import", file, "--deleted", "restore-and-send"]).await;
    assert!(restored.succeeded && restored.out.contains("1 restored"), "{} {}", restored.out, restored.error);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting);

    app.apply_action(AdminAction::Delete, MARIA).await;
    let sent = run(&["restore", "--email", MARIA, "--send-again"]).await;
    assert!(sent.succeeded && sent.out.contains("temporary password"), "{} {}", sent.out, sent.error);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting);
}
