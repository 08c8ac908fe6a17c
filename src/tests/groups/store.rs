//! Groups in the database.

use crate::app::{TestApp, new_user};
use chaveiro::domain::{
    AdminAction, AuditKind, Channel, GroupName, GroupSlug, InvalidGroupName, InvalidGroupSlug, Role, UserId,
};
use chaveiro::error::AppError;
use chaveiro::server::accounts::{self, UserEdit};
use chaveiro::server::session::Admin;
use chaveiro::server::store::StoreError;
use chaveiro::server::store::administration::{Change, Edited, Refusal};
use chaveiro::server::store::audit::By;
use chaveiro::server::store::groups::Membership;

fn slug(text: &str) -> GroupSlug {
    GroupSlug::parse(text).expect("a slug")
}

fn name(text: &str) -> GroupName {
    GroupName::parse(text).expect("a name")
}

/// Makes a group as from the command line.
pub async fn make(app: &TestApp, of: &str, called: &str) {
    let made = app.state.store.insert_group(&slug(of), &name(called), &By::cli()).await;
    made.expect("a group");
}

pub async fn slugs_of(app: &TestApp, email: &str) -> Vec<String> {
    let groups = app.state.store.list_groups_of_user(&app.id_of(email).await).await.expect("groups");
    groups.into_iter().map(|group| group.slug.into()).collect()
}

/// Makes these the groups of somebody, as an admin does.
pub async fn set_groups(app: &TestApp, id: &UserId, slugs: &[&str]) {
    let user = app.state.store.find_user(id).await.unwrap().expect("a person");
    let groups = Some(slugs.iter().map(|text| slug(text)).collect());
    let edit = UserEdit { details: user.details(), cpf: Change::Keep, time_zone: Change::Keep, groups, shown: None };
    accounts::edit_user(&app.state, &Admin::from_cli(), id, &edit).await.expect("done");
}

#[test]
fn a_slug_has_one_spelling_and_comes_from_the_name() {
    for good in ["turma-1a", "1", "a", "professores"] {
        assert_eq!(slug(good).as_str(), good);
    }
    assert_eq!(GroupSlug::parse(" "), Err(InvalidGroupSlug::Empty));
    assert_eq!(GroupSlug::parse(&"a".repeat(51)), Err(InvalidGroupSlug::TooLong));
    for bad in ["Turma", "a b", "-a", "a-", "a--b", "ação", "a/b", "a_b"] {
        assert_eq!(GroupSlug::parse(bad), Err(InvalidGroupSlug::Malformed), "{bad}");
    }
    assert_eq!(GroupSlug::parse("new"), Err(InvalidGroupSlug::Reserved));
    for (called, of) in [
        ("Turma 1ª A", Some("turma-1a-a")),
        ("Ação – 2026/2", Some("acao-2026-2")),
        ("  Professores  ", Some("professores")),
        ("日本", None),
        ("New", None),
    ] {
        assert_eq!(GroupSlug::from_name(&name(called)).map(String::from).as_deref(), of, "{called}");
    }
    let long = GroupSlug::from_name(&name(&"abc ".repeat(25))).expect("a slug");
    assert!(long.as_str().len() <= GroupSlug::MAX_LENGTH && !long.as_str().ends_with('-'), "{long}");
}

#[test]
fn a_name_is_one_line_without_what_separates_groups_in_a_cell() {
    assert_eq!(name("  Turma   1A ").as_str(), "Turma 1A");
    assert_eq!(GroupName::parse(" "), Err(InvalidGroupName::Empty));
    assert_eq!(GroupName::parse(&"é".repeat(101)), Err(InvalidGroupName::TooLong));
    assert_eq!(GroupName::parse("a\u{202E}b"), Err(InvalidGroupName::ForbiddenCharacter));
    for separated in ["a, b", "a;b", "a|b"] {
        assert_eq!(GroupName::parse(separated), Err(InvalidGroupName::Separator), "{separated}");
    }
}

#[tokio::test]
async fn two_groups_have_neither_one_slug_nor_one_name_but_for_case_and_accents() {
    let app = TestApp::start().await;
    let store = &app.state.store;
    make(&app, "turma-1a", "Técnicos").await;
    for (of, called) in [("turma-1a", "Outra"), ("outra", "tecnicos")] {
        let twice = store.insert_group(&slug(of), &name(called), &By::cli()).await;
        assert!(matches!(twice, Err(StoreError::GroupTaken)), "{twice:?}");
    }
    make(&app, "outra", "Outra").await;
    let to = |called: &'static str| move |_: &str| Ok::<_, AppError>(name(called));
    let renamed = store.set_group_name(&slug("outra"), to("TÉCNICOS"), &By::cli()).await;
    assert!(matches!(renamed, Err(StoreError::GroupTaken)));
    let renamed = store.set_group_name(&slug("outra"), to("Última"), &By::cli()).await;
    assert!(matches!(renamed, Ok(Edited::Done)));
    let gone = store.set_group_name(&slug("nada"), to("Nada"), &By::cli()).await;
    assert!(matches!(gone, Ok(Edited::Refused(Refusal::NotFound))));
    let names: Vec<String> =
        store.list_groups().await.expect("groups").into_iter().map(|group| group.name.into()).collect();
    assert_eq!(names, ["Técnicos", "Última"]);
}

#[tokio::test]
async fn people_come_into_groups_and_leave_them_and_the_log_says_who_put_whom_where() {
    let app = TestApp::start().await;
    make(&app, "turma-1a", "Turma 1A").await;
    app.queue("rui@example.org").await;
    app.queue("bia@example.org").await;
    let (rui, bia) = (app.id_of("rui@example.org").await, app.id_of("bia@example.org").await);
    let people = [rui.clone(), bia.clone()];
    let store = &app.state.store;
    let change = |change| {
        let people = &people;
        async move {
            let done = store.set_group_members(&slug("turma-1a"), change, people, &By::cli()).await;
            done.expect("an answer")
        }
    };

    assert_eq!(change(Membership::Add).await, Some(2));
    assert_eq!(change(Membership::Add).await, Some(0), "they were in it");
    assert_eq!(store.count_group_members(&slug("turma-1a")).await.unwrap(), 2);
    assert_eq!(store.list_group_members(&slug("turma-1a"), 0, 10).await.unwrap().len(), 2);
    assert_eq!(change(Membership::Remove).await, Some(2));
    assert_eq!(change(Membership::Remove).await, Some(0));
    assert_eq!(app.audit_kinds(&rui).await, ["user_created", "group_member_added", "group_member_removed"]);
    let details = app.texts("SELECT detail FROM audit_events WHERE kind = 'group_member_added' ORDER BY seq").await;
    assert_eq!(details, [Some("turma-1a".to_owned()), Some("turma-1a".to_owned())]);

    let none = store.set_group_members(&slug("nada"), Membership::Add, &people, &By::cli()).await;
    assert_eq!(none.expect("an answer"), None);
}

#[tokio::test]
async fn a_new_person_is_in_their_groups_from_the_start_and_an_edit_changes_them() {
    let app = TestApp::start().await;
    make(&app, "a", "A").await;
    make(&app, "b", "B").await;
    make(&app, "c", "C").await;
    let mut rui = new_user("Rui Lima", "rui@example.org", Role::Member);
    rui.groups = ["a", "b", "gone"].map(slug).into();
    app.queue_for(&rui).await;
    assert_eq!(slugs_of(&app, "rui@example.org").await, ["a", "b"]);

    let id = app.id_of("rui@example.org").await;
    set_groups(&app, &id, &["b", "c", "gone"]).await;

    assert_eq!(slugs_of(&app, "rui@example.org").await, ["b", "c"]);
    let kinds = app.audit_kinds(&id).await;
    assert_eq!(kinds[1..3], [AuditKind::GroupMemberAdded.as_str(); 2]);
    assert_eq!(kinds[3..], [AuditKind::GroupMemberRemoved.as_str(), AuditKind::GroupMemberAdded.as_str()]);
}

#[tokio::test]
async fn deleting_a_group_or_an_account_ends_memberships_and_nothing_else() {
    let app = TestApp::start().await;
    make(&app, "a", "A").await;
    make(&app, "b", "B").await;
    let mut rui = new_user("Rui Lima", "rui@example.org", Role::Member);
    rui.groups = ["a", "b"].map(slug).into();
    accounts::create_user(&app.state, &Admin::from_cli(), None, &rui, Channel::Mail).await.expect("an account");

    assert!(app.state.store.delete_group(&slug("a"), None, &By::cli()).await.unwrap());
    assert!(!app.state.store.delete_group(&slug("a"), None, &By::cli()).await.unwrap());
    assert_eq!(slugs_of(&app, "rui@example.org").await, ["b"]);

    app.apply_action(AdminAction::Delete, "rui@example.org").await;
    let counts = app.state.store.list_groups_with_counts().await.expect("groups");
    assert_eq!((counts.len(), counts[0].1), (1, 0), "the deleted are not counted");
    assert_eq!(app.number("SELECT COUNT(*) FROM user_groups").await, 1, "they can be restored");
    app.advance(AdminAction::GRACE.as_secs() + 60);
    app.state.store.delete_accounts_deleted_before(app.state.clock.now().minus(AdminAction::GRACE)).await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM user_groups").await, 0);
}
