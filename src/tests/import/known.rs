//! People in a file who have an account already: how they stand, and what to do for them.

use super::{confirmed, import_id, post_action, previewed, run_job};
use crate::app::{TestApp, new_user};
use crate::program;
use chaveiro::domain::{AdminAction, Role};
use serde_json::Value;

const FILE: &str = "nome;e-mail\nAna;active@example.org\nBia;disabled@example.org\nEva;revoked@example.org\n\
                    Lia;expired@example.org\nRui;deleted@example.org\nIvo;new@example.org\n";

/// People who stand in each way that matters.
async fn people(app: &TestApp) {
    for email in ["active@example.org", "disabled@example.org", "deleted@example.org"] {
        app.member(email).await;
    }
    app.invite("expired@example.org").await;
    app.advance(25 * 3600);
    app.invite("revoked@example.org").await;
    app.apply_action(AdminAction::Disable, "disabled@example.org").await;
    app.apply_action(AdminAction::Delete, "deleted@example.org").await;
    app.apply_action(AdminAction::Revoke, "revoked@example.org").await;
}

#[tokio::test]
async fn the_preview_says_who_has_an_account_and_cannot_sign_in_and_what_to_do() {
    let app = TestApp::start().await;
    people(&app).await;
    let mut admin = app.admin().await;
    let here = format!("/admin/imports/{}", previewed(&mut admin, FILE).await);
    let page = admin.get(&here).await;
    for words in [
        "1 conta a criar",
        "4 pessoas já têm conta",
        "1 conta excluída",
        "Há pessoas que têm conta, mas não conseguem entrar",
        "Desativado (1 pessoa): reative o acesso.",
        "Convite expirado (1 pessoa): reenvie a senha temporária.",
        "Convite cancelado (1 pessoa): reenvie a senha temporária.",
    ] {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    assert!(!page.says("Acesso ativo"), "{}", page.text);
    let known = admin.get(&format!("{here}?rows=known")).await;
    let id = app.id_of("disabled@example.org").await;
    assert!(known.text.contains(&format!("href=\"/admin/users/{id}\"")), "{}", known.text);
    assert!(known.text.contains("Desativado</a> – reative o acesso"), "{}", known.text);
    for words in ["Acesso ativo", "Convite expirado", "Excluído"] {
        assert!(known.says(words), "{words}: {}", known.text);
    }
    // It is looked up anew: somebody may have done it meanwhile.
    app.apply_action(AdminAction::Enable, "disabled@example.org").await;
    assert!(!admin.get(&here).await.says("Desativado (1 pessoa)"));
    admin.post("/language", &[("locale", "en"), ("next", "/")]).await;
    assert!(admin.get(&here).await.says("Invitation canceled (1 person): resend the temporary password."));
    app.deliver_all().await;
}

#[tokio::test]
async fn where_all_can_sign_in_or_will_get_an_email_nothing_is_said() {
    let app = TestApp::start().await;
    app.member("active@example.org").await;
    let mut admin = app.admin().await;
    app.invite("invited@example.org").await;
    app.queue("waiting@example.org").await;
    let file = "nome;e-mail\nAna;active@example.org\nBia;invited@example.org\nEva;waiting@example.org\n";
    let here = format!("/admin/imports/{}", previewed(&mut admin, file).await);
    let page = admin.get(&here).await;
    assert!(page.says("3 pessoas já têm conta") && !page.says("não conseguem entrar"), "{}", page.text);
    app.deliver_all().await;
}

/// Who got an account between the preview and the import is known by it as well.
#[tokio::test]
async fn people_added_meanwhile_are_counted_as_the_others() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = confirmed(&mut admin, "nome;e-mail\nAna;ana@example.org\nEva;eva@example.org\n").await;
    app.queue_for(&new_user("Ana", "ana@example.org", Role::Member)).await;
    run_job(&app).await;
    let counts = app.state.store.find_row_counts(&import_id(&id)).await.unwrap();
    assert_eq!((counts.known, counts.deleted, counts.created), (1, 0, 1));
    app.apply_action(AdminAction::Delete, "ana@example.org").await;
    assert_eq!(app.state.store.find_row_counts(&import_id(&id)).await.unwrap().deleted, 1);
    post_action(&mut admin, &id, "restore").await;
    app.deliver_all().await;
}

#[tokio::test]
async fn the_command_line_says_it_too() {
    let app = program::start(|_| ()).await;
    app.queue("revoked@example.org").await;
    app.apply_action(AdminAction::Revoke, "revoked@example.org").await;
    app.queue("waiting@example.org").await;
    let path = app.folder.path().join("turma.csv");
    std::fs::write(&path, "nome;e-mail\nAna;revoked@example.org\nBia;waiting@example.org\n").unwrap();
    let run = async |arguments: &[&str], language: &str| {
        let named = ["user", "import", path.to_str().unwrap()];
        program::run(&app, &[&named, arguments].concat(), &[("LANG", language.to_owned())]).await
    };
    for (language, words) in [
        ("C", "have an account but can't sign in: Invitation canceled (1 person): resend the temporary password.\n"),
        (
            "pt_BR.UTF-8",
            "têm conta, mas não conseguem entrar: Convite cancelado (1 pessoa): reenvie a senha temporária.\n",
        ),
    ] {
        for arguments in [&["--dry-run"][..], &[]] {
            let ran = run(arguments, language).await;
            assert!(ran.succeeded && ran.out.contains(words), "{}{}", ran.out, ran.error);
        }
    }
    let report: Value = serde_json::from_str(&run(&["--json"], "C").await.out).expect("an object");
    assert_eq!(report["already_there_by_state"], serde_json::json!({ "revoked": 1, "waiting": 1 }));
    app.leave_mail();
}
