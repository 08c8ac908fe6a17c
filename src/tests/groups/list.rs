//! The people of one group in lists and files.

use super::store::make;
use crate::app::{TestApp, new_user};
use chaveiro::domain::{AdminAction, GroupSlug, Role, StatusFilter, UserSort};
use chaveiro::server::store::user_list::{ListPosition, UserQuery, UserTotal};

async fn found(app: &TestApp, query: UserQuery) -> (UserTotal, Vec<String>) {
    let store = &app.state.store;
    let people = store.list_users(query).await.expect("a list");
    let total = store.count_users(&people).await.expect("a number");
    let rows = store.list_user_rows(&people, &ListPosition::Skip(0), 25).await.expect("rows");
    (total, rows.into_iter().map(|account| account.user.email.as_str().to_owned()).collect())
}

#[tokio::test]
async fn a_list_is_narrowed_down_to_a_group_together_with_all_else() {
    let app = TestApp::start().await;
    make(&app, "turma-1a", "Turma 1A").await;
    make(&app, "vazia", "Vazia").await;
    for (name, email, is_in) in [
        ("Ana Lima", "ana@example.org", true),
        ("Ana Souza", "souza@example.org", false),
        ("Bia Lima", "bia@example.org", true),
        ("Rui Lima", "rui@example.org", true),
    ] {
        let mut person = new_user(name, email, Role::Member);
        if is_in {
            person.groups = [GroupSlug::parse("turma-1a").unwrap()].into();
        }
        app.queue_for(&person).await;
    }
    app.apply_action(AdminAction::Disable, "bia@example.org").await;
    app.apply_action(AdminAction::Delete, "rui@example.org").await;
    let sort = UserSort::parse("name").unwrap();
    let in_group = |words: &str, status, slug: &str| {
        UserQuery::new(words, status, None, sort).in_group(Some(GroupSlug::parse(slug).unwrap()))
    };

    let (total, emails) = found(&app, in_group("", None, "turma-1a")).await;
    assert_eq!((total, emails), (UserTotal::Exactly(2), vec!["ana@example.org".into(), "bia@example.org".into()]));
    let (total, emails) = found(&app, in_group("ana", None, "turma-1a")).await;
    assert_eq!((total, emails), (UserTotal::Exactly(1), vec!["ana@example.org".into()]));
    let (total, emails) = found(&app, in_group("", Some(StatusFilter::Disabled), "turma-1a")).await;
    assert_eq!((total, emails), (UserTotal::Exactly(1), vec!["bia@example.org".into()]));
    let (total, emails) = found(&app, in_group("", Some(StatusFilter::Deleted), "turma-1a")).await;
    assert_eq!((total, emails), (UserTotal::Exactly(1), vec!["rui@example.org".into()]));
    for slug in ["vazia", "nada"] {
        assert_eq!(found(&app, in_group("", None, slug)).await, (UserTotal::Exactly(0), vec![]), "{slug}");
    }
}

#[tokio::test]
async fn a_large_group_is_read_along_the_list() {
    let app = TestApp::start().await;
    make(&app, "todos", "Todos").await;
    app.execute(
        "INSERT INTO users (id, email, display_name, role, locale, created_at, sort_name, standing)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5100)
         SELECT '0190a7c0-0000-7000-8000-' || SUBSTR(CAST(1000000000000 + i AS TEXT), 2), 'zeca' || i || '@example.org',
                'Zeca', 'member', 'pt-BR', 1000 + i, 'zeca', 'waiting' FROM n",
    )
    .await;
    app.execute("INSERT INTO user_groups (group_id, user_id, added_at) SELECT g.id, u.id, 0 FROM groups g, users u")
        .await;
    app.queue("rui@example.org").await;
    let query = UserQuery::new("", None, None, UserSort::NEWEST).in_group(Some(GroupSlug::parse("todos").unwrap()));
    let (total, emails) = found(&app, query).await;
    assert_eq!((total, emails.len()), (UserTotal::Exactly(5100), 25));
    assert_eq!(emails[0], "zeca5100@example.org", "the newest one is not in it");
    let listed = app.state.store.list_group_members(&GroupSlug::parse("todos").unwrap(), 5000, 500).await.unwrap();
    assert_eq!(listed.len(), 100);
}

#[tokio::test]
async fn files_of_people_have_a_column_of_groups_and_ones_own_data_too() {
    let app = TestApp::start().await;
    make(&app, "b", "A primeira").await;
    make(&app, "a", "Outra").await;
    let mut bia = app.member("bia@example.org").await;
    assert!(bia.get("/account/data.json").await.text.contains("\"groups\""));
    let mut rui = new_user("Rui Lima", "rui@example.org", Role::Member);
    rui.groups = ["a", "b"].map(|slug| GroupSlug::parse(slug).unwrap()).into();
    app.queue_for(&rui).await;
    let mut admin = app.admin().await;
    let file = admin.get("/admin/users/export").await;
    let line = file.text.lines().find(|line| line.contains("rui@example.org")).expect("a line");
    assert!(line.ends_with(",queued,\"b, a\""), "{line}");
}
