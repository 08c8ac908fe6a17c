//! Groups named by a file of people.

use super::store::{make, slugs_of};
use crate::app::TestApp;
use crate::import::{ACT, check_file, confirmed, previewed, run_job};
use axum::http::StatusCode;
use chaveiro::domain::InvalidGroupName;
use chaveiro::domain::import::{Column, RowState, Wrong};

const FILE: &str = "nome;e-mail;turma\nAna;ana@example.org;Turma 1A, Professores\nBia;bia@example.org;turma-1a|Coral\n\
                    Eva;eva@example.org;\nRui;rui@example.org;CORAL\n";

async fn names_of_groups(app: &TestApp) -> Vec<String> {
    app.state.store.list_groups().await.expect("groups").into_iter().map(|group| group.name.into()).collect()
}

#[tokio::test]
async fn a_column_of_groups_has_many_names_and_cells_many_groups() {
    let app = TestApp::start().await;
    for name in ["groups", "Grupos", "grupo", "GROUP", "turma", "Turmas", "Class", "cohort1", "Coorte"] {
        let file = format!("nome;e-mail;{name}\nEva;eva@example.org;A, B|C|a\n");
        let checked = check_file(&app, file).await.expect("a file");
        let new: Vec<&str> = checked.layout.new_groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(new, ["A", "B", "C"], "{name}");
        assert!(checked.layout.ignored().is_empty(), "{name}");
    }
    // Two such columns are no trouble, and quotes keep a semicolon in a cell.
    let checked = check_file(&app, "nome,e-mail,grupo,turma\nEva,eva@example.org,\"A;B\",C\n").await.expect("a file");
    assert_eq!(checked.layout.new_groups.len(), 3);
    let checked = check_file(&app, format!("nome,e-mail,grupo\nEva,eva@example.org,{}\n", "x".repeat(101))).await;
    let row = &checked.expect("a file").rows[0];
    assert_eq!(row.state, RowState::Wrong);
    assert_eq!(row.problems[0].column, Some(Column::Groups));
    assert_eq!(row.problems[0].wrong, Wrong::Group(InvalidGroupName::TooLong));
}

#[tokio::test]
async fn unknown_groups_are_listed_ticked_and_made_only_when_they_stay_so() {
    let app = TestApp::start().await;
    app.leave_mail();
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1A").await;

    let id = previewed(&mut admin, FILE).await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.says("Grupos que ainda não existem") && page.says("Professores") && page.says("Coral"));
    assert!(!page.text.contains("value=\"turma-1a\""), "it exists");
    for slug in ["professores", "coral"] {
        assert!(page.text.contains(&format!("value=\"{slug}\" checked")), "{slug}: {}", page.text);
    }
    assert_eq!(names_of_groups(&app).await, ["Turma 1A"], "a preview makes nothing");

    // A form that is refused keeps what was unticked.
    let untouched =
        [("import", id.as_str()), ("act", "confirm"), ("groups", "coral"), ("send", "later"), ("send_at", "")];
    let refused = admin.post(ACT, &untouched).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"coral\" checked"), "{}", refused.text);
    assert!(!refused.text.contains("value=\"professores\" checked"), "{}", refused.text);

    // The second stays ticked, and one that the file does not name is nobody's.
    let ticked = [("import", id.as_str()), ("act", "confirm"), ("groups", "coral"), ("groups", "admins")];
    let answer = admin.post(ACT, &ticked).await;
    let result = format!("/admin/imports/{id}?notice=groups-made&done_count=1");
    assert_eq!(answer.location(), Some(result.as_str()), "{}", answer.text);
    assert!(admin.get(&result).await.says("1 grupo criado."));
    run_job(&app).await;

    assert_eq!(names_of_groups(&app).await, ["Coral", "Turma 1A"]);
    for (email, expected) in [
        ("ana@example.org", &["turma-1a"][..]),
        ("bia@example.org", &["coral", "turma-1a"]),
        ("eva@example.org", &[]),
        ("rui@example.org", &["coral"]),
    ] {
        assert_eq!(slugs_of(&app, email).await, expected, "{email}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'group_member_added'").await, 4);
    let bia = app.id_of("bia@example.org").await;
    assert_eq!(app.audit_kinds(&bia).await, ["user_created", "group_member_added", "group_member_added"]);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_import_without_ticks_makes_no_group_and_one_made_meanwhile_is_used() {
    let app = TestApp::start().await;
    app.leave_mail();
    let mut admin = app.admin().await;
    confirmed(&mut admin, FILE).await;
    make(&app, "coral", "coral").await;
    run_job(&app).await;
    assert_eq!(names_of_groups(&app).await, ["coral"]);
    assert_eq!(slugs_of(&app, "rui@example.org").await, ["coral"]);
    assert!(slugs_of(&app, "ana@example.org").await.is_empty());
    app.deliver_all().await;
}

#[tokio::test]
async fn slugs_of_new_groups_are_free_ones() {
    let app = TestApp::start().await;
    make(&app, "c", "Corredores").await;
    let checked = check_file(&app, "nome;e-mail;turma\nEva;eva@example.org;C++|C#|日本|中国\n").await.expect("a file");
    let slugs: Vec<&str> = checked.layout.new_groups.iter().map(|group| group.slug.as_str()).collect();
    assert_eq!(slugs, ["c-2", "c-3", "grupo-1", "grupo-2"]);
}

#[tokio::test]
async fn people_who_have_an_account_stay_as_they_are_and_the_preview_says_so() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1A").await;
    app.queue("ana@example.org").await;
    let id =
        previewed(&mut admin, "nome;e-mail;turma\nAna;ana@example.org;Turma 1A\nEva;eva@example.org;Turma 1A\n").await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.says("Quem já tem conta fica como está"), "{}", page.text);
    admin.post(ACT, &[("import", id.as_str()), ("act", "confirm")]).await;
    run_job(&app).await;
    assert!(slugs_of(&app, "ana@example.org").await.is_empty());
    assert_eq!(slugs_of(&app, "eva@example.org").await, ["turma-1a"]);
    let id = previewed(&mut admin, "nome;e-mail\nRui;rui@example.org\n").await;
    assert!(!admin.get(&format!("/admin/imports/{id}")).await.says("Quem já tem conta"));
}

#[tokio::test]
async fn what_says_that_there_is_no_group_names_none() {
    let app = TestApp::start().await;
    for none in ["-", "N/A", "NULL", "Nenhuma", "sem turma", "none", "#N/D", "No groups", "Nenhum grupo"] {
        let checked =
            check_file(&app, format!("nome;e-mail;turma\nAna;ana@example.org;{none}\n")).await.expect("a file");
        let row = &checked.rows[0];
        assert!(row.state == RowState::Ready && checked.layout.new_groups.is_empty(), "{none}: {:?}", row.problems);
    }
    // Unless a group is called that.
    make(&app, "sem-turma", "Sem turma").await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, "nome;e-mail;turma\nAna;ana@example.org;sem turma\n").await;
    admin.post(ACT, &[("import", id.as_str()), ("act", "confirm")]).await;
    run_job(&app).await;
    assert_eq!(slugs_of(&app, "ana@example.org").await, ["sem-turma"]);
    app.leave_mail();
}
