//! Columns of what people do somewhere: roles, or jobs that are none.

use super::check_file;
use crate::app::TestApp;
use chaveiro::domain::import::{Doubt, DoubtKind, RowState};

/// In "Função" people write what somebody does, and an office has an "Administrador" as it has a "Secretária".
#[tokio::test]
async fn jobs_reject_nobody_and_make_no_admins_and_somebody_is_asked() {
    let app = TestApp::start().await;
    for (heading, cells, are_jobs) in [
        ("Função", ["Administrador", "Secretária"], true),
        ("Função", ["Assistente administrativo", "Adm"], true),
        ("Perfil", ["Diretora", "Administradora"], true),
        ("Role", ["Admin", "Presenter"], true),
        ("Função", ["Usuário", "Diretora"], false),
        ("Função", ["Professora", "Secretária"], false),
        ("Cargo", ["Administrador", "Secretária"], false),
    ] {
        let [one, other] = cells;
        let file = format!(
            "Nome;E-mail;{heading}\nAna;ana@example.org;{one}\nEva;eva@example.org;{other}\nRui;rui@example.org;\n"
        );
        let checked = check_file(&app, &file).await.expect("a file");
        assert!(checked.rows.iter().all(|row| row.state == RowState::Ready && !row.is_admin), "{file}");
        assert_eq!(checked.layout.ignored(), [heading], "{file}");
        let doubts: Vec<Doubt> =
            are_jobs.then(|| Doubt { column: heading.to_owned(), kind: DoubtKind::Jobs }).into_iter().collect();
        assert_eq!(checked.layout.doubts(), doubts, "{file}");
    }
    // Where all are roles, or nothing, they are meant.
    for (heading, other) in [("Função", "Professora"), ("Perfil", ""), ("Role", "user")] {
        let file = format!("Nome;E-mail;{heading}\nAna;ana@example.org;Administrador\nEva;eva@example.org;{other}\n");
        let checked = check_file(&app, &file).await.expect("a file");
        assert!(checked.rows[0].is_admin && !checked.rows[1].is_admin && checked.layout.doubts().is_empty(), "{file}");
    }
    // A column that says the role goes before it.
    let file =
        "Nome;E-mail;Papel;Função\nAna;ana@example.org;administrador;Administradora\nEva;eva@example.org;;Secretária\n";
    let checked = check_file(&app, file).await.expect("a file");
    assert!(checked.rows[0].is_admin && checked.layout.doubts().is_empty());
}
