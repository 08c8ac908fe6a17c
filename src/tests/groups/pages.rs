//! The pages of groups, and the boxes in the forms about a person.

use super::store::{make, slugs_of};
use crate::app::TestApp;
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, GroupSlug};

const LIST: &str = "/admin/groups";

#[tokio::test]
async fn a_group_is_made_renamed_and_deleted_by_forms() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    assert!(admin.get(LIST).await.says("Nenhum grupo ainda"));

    let made = admin.post("/admin/groups/new", &[("group_name", "Turma 1ª A"), ("group_slug", "")]).await;
    assert_eq!(made.location(), Some("/admin/groups/turma-1a-a?notice=created"), "{}", made.text);
    assert!(admin.get("/admin/groups/turma-1a-a").await.says("Agora inclua as pessoas"));
    let listed = admin.get(LIST).await;
    assert!(listed.says("Turma 1ª A") && listed.says("0 pessoas"), "{}", listed.text);

    let renamed = admin.post("/admin/groups/act/rename", &[("group", "turma-1a-a"), ("group_name", "Turma B")]).await;
    assert_eq!(renamed.location(), Some("/admin/groups/turma-1a-a?notice=renamed"), "{}", renamed.text);
    let deleted = admin.post("/admin/groups/act/delete", &[("group", "turma-1a-a")]).await;
    assert_eq!(deleted.location(), Some("/admin/groups?notice=deleted"));
    let again = admin.post("/admin/groups/act/delete", &[("group", "turma-1a-a")]).await;
    assert_eq!(again.location(), Some("/admin/groups?notice=deleted"), "sent twice");
    assert_eq!(admin.get("/admin/groups/turma-1a-a").await.status, StatusCode::NOT_FOUND);
    let kinds = app.texts("SELECT kind FROM audit_events WHERE kind LIKE 'group%' ORDER BY seq").await;
    assert_eq!(kinds, ["group_created", "group_renamed", "group_deleted"].map(|kind| Some(kind.to_owned())));
    let details = app.texts("SELECT detail FROM audit_events WHERE kind = 'group_renamed'").await;
    assert_eq!(details, [Some("turma-1a-a: Turma 1ª A → Turma B".to_owned())]);
    let log = admin.get("/admin/audit").await;
    assert!(log.says("Grupo renomeado") && log.says("Turma 1ª A → Turma B"), "{}", log.text);
    assert!(!log.says("turma-1a-a: Turma"), "{}", log.text);
}

#[tokio::test]
async fn a_refused_form_says_why_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1A").await;
    for (name, slug, why) in [
        ("", "", "Digite o nome do grupo."),
        ("a, b", "", "não pode ter vírgula"),
        ("Nova", "Com Espaço", "Use só letras minúsculas"),
        ("日本", "", "Digite um nome curto"),
        ("TURMA 1a", "", "Já existe um grupo com este nome"),
        ("Outra", "turma-1a", "Já existe um grupo com este nome"),
    ] {
        let refused = admin.post("/admin/groups/new", &[("group_name", name), ("group_slug", slug)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {slug}");
        assert!(refused.says(why), "{name} {slug}: {}", refused.text);
        assert!(name.is_empty() || refused.text.contains(&format!("value=\"{name}\"")), "{}", refused.text);
    }
    let refused = admin.post("/admin/groups/act/rename", &[("group", "turma-1a"), ("group_name", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Digite o nome do grupo.") && refused.says("Excluir grupo"), "its own page again");
    for path in ["/admin/groups/act/rename", "/admin/groups/act/add"] {
        let gone = admin.post(path, &[("group", "nada"), ("group_name", "X"), ("members", "ana@example.org")]).await;
        assert!(gone.status.is_client_error(), "{path}: {}", gone.status);
    }
    assert_eq!(admin.get("/admin/groups/Não%20há").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn people_are_put_in_by_their_addresses_and_taken_out() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1A").await;
    app.queue("rui@example.org").await;
    app.queue("bia@example.org").await;

    let add = [("group", "turma-1a"), ("members", "RUI@example.org;\nbia@example.org, quem@example.org")];
    let refused = admin.post("/admin/groups/act/add", &add).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Ninguém tem uma conta com: quem@example.org"), "{}", refused.text);
    assert!(refused.says("RUI@example.org;"), "what was typed");
    assert!(slugs_of(&app, "rui@example.org").await.is_empty(), "all or nobody");

    let add = [("group", "turma-1a"), ("members", "RUI@example.org;\nbia@example.org")];
    let added = admin.post("/admin/groups/act/add", &add).await;
    assert_eq!(added.location(), Some("/admin/groups/turma-1a?notice=added&done_count=2"), "{}", added.text);
    let again = admin.post("/admin/groups/act/add", &add).await;
    let said = admin.get(again.location().expect("the group")).await;
    assert!(said.says("todas já estavam no grupo"), "{}", said.text);
    let shown = admin.get("/admin/groups/turma-1a").await;
    assert!(shown.says("2 pessoas") && shown.says("rui@example.org"), "{}", shown.text);

    let id = app.id_of("rui@example.org").await;
    let removed = admin.post("/admin/groups/act/remove", &[("group", "turma-1a"), ("member", id.as_str())]).await;
    let location = removed.location().expect("the group");
    assert_eq!(location, format!("/admin/groups/turma-1a?notice=removed&done_count=1&user={id}"));
    let said = admin.get(location).await;
    let name = app.account("rui@example.org").await.user.display_name;
    assert!(said.says(&format!("{} não está mais no grupo.", name.as_str())), "{}", said.text);
    assert!(slugs_of(&app, "rui@example.org").await.is_empty());
    let person = admin.get(&format!("/admin/users/{id}")).await;
    assert!(person.says("Pessoa retirada de um grupo: Turma 1A"), "the timeline: {}", person.text);
}

#[tokio::test]
async fn the_log_names_groups_and_apps_as_people_do() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1ª A").await;
    app.queue("rui@example.org").await;
    let rui = app.id_of("rui@example.org").await;
    let portal =
        [("display_name", "Portal do aluno"), ("client_id", "portal"), ("home_url", "https://portal.example/")];
    let portal = [&portal[..], &[("redirect_uris", "https://portal.example/cb")]].concat();
    assert!(admin.post("/admin/apps/new", &portal).await.status.is_success());
    admin.post("/admin/groups/act/add", &[("group", "turma-1a"), ("members", "rui@example.org")]).await;
    for client_id in ["portal", "-"] {
        let set = admin.post("/admin/groups/act/app", &[("group", "turma-1a"), ("app", client_id)]).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
    }
    let log = admin.get("/admin/audit").await;
    for words in ["Turma 1ª A", "Portal do aluno", "Turma 1ª A: Portal do aluno", "Turma 1ª A: nenhum"] {
        assert!(log.says(words), "{words}: {}", log.text);
    }
    assert!(!log.says("turma-1a"), "{}", log.text);
    assert!(admin.get(&format!("/admin/users/{rui}")).await.says("Pessoa incluída em um grupo: Turma 1ª A"));
    admin.post("/admin/groups/act/rename", &[("group", "turma-1a"), ("group_name", "Turma 2ª A")]).await;
    let person = format!("/admin/users/{rui}");
    assert!(admin.get(&person).await.says("Pessoa incluída em um grupo: Turma 2ª A"));
    admin.post("/admin/groups/act/delete", &[("group", "turma-1a")]).await;
    assert!(admin.get(&person).await.says("Pessoa incluída em um grupo: turma-1a"), "all that is known of it");
    // The class of the next year may be called the same by programs.
    app.advance(60);
    make(&app, "turma-1a", "Turma de 2027").await;
    assert!(admin.get(&person).await.says("Pessoa incluída em um grupo: turma-1a"), "that was another group");
}

/// More than are put in at a time, and nobody of a deleted account.
#[tokio::test]
async fn people_are_added_to_a_group_all_or_none() {
    let app = program::start(|_| ()).await;
    let mut admin = app.admin().await;
    make(&app, "escola", "Escola").await;
    let path = app.folder.path().join("pessoas.csv");
    let rows: String = (0..1200).map(|number| format!("Maria Souza,p{number}@example.org\n")).collect();
    std::fs::write(&path, format!("name,email\n{rows}")).expect("a file");
    let imported = program::run(&app, &["user", "import", &path.display().to_string()], &[]).await;
    assert!(imported.succeeded, "{}", imported.error);
    app.apply_action(AdminAction::Delete, "p7@example.org").await;
    let all = (0..1200).map(|number| format!("p{number}@example.org")).collect::<Vec<_>>().join("\n");
    let refused = admin.post("/admin/groups/act/add", &[("group", "escola"), ("members", &all)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Ninguém tem uma conta com: p7@example.org."), "{}", refused.text);
    let others = all.replace("p7@example.org\n", "");
    let added = admin.post("/admin/groups/act/add", &[("group", "escola"), ("members", &others)]).await;
    assert_eq!(added.location(), Some("/admin/groups/escola?notice=added&done_count=1199"), "{}", added.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM user_groups").await, 1199);
    app.leave_mail();
}

#[tokio::test]
async fn only_admins_see_and_change_groups() {
    let app = TestApp::start().await;
    make(&app, "turma-1a", "Turma 1A").await;
    let mut member = app.member("rui@example.org").await;
    for path in [LIST, "/admin/groups/new", "/admin/groups/assign", "/admin/groups/turma-1a"] {
        assert_eq!(member.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let id = app.id_of("rui@example.org").await;
    let form = [
        ("group", "turma-1a"),
        ("group_name", "X"),
        ("members", "rui@example.org"),
        ("member", id.as_str()),
        ("groups", "turma-1a"),
        ("users", id.as_str()),
        ("app", "-"),
    ];
    for path in ["new", "act/rename", "act/delete", "act/add", "act/remove", "act/app", "assign"] {
        let answer = member.post(&format!("/admin/groups/{path}"), &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(slugs_of(&app, "rui@example.org").await.is_empty());
    assert_eq!(app.number("SELECT COUNT(*) FROM groups").await, 1);
}

#[tokio::test]
async fn boxes_put_a_person_into_groups_from_the_start_and_an_edit_takes_them_out() {
    let app = TestApp::start().await;
    app.leave_mail();
    let mut admin = app.admin().await;
    assert!(!admin.get("/admin/users/new").await.text.contains("name=\"groups\""), "no groups, no boxes");
    for (slug, name) in [("a", "Grupo A"), ("b", "Grupo B"), ("c", "Grupo C")] {
        make(&app, slug, name).await;
    }
    assert!(admin.get("/admin/users/new").await.says("Grupo B"));
    let person = [("display_name", "Rui Lima"), ("email", "rui@example.org"), ("groups", "-")];
    let made = admin.post("/admin/users/new", &[&person[..], &[("groups", "a"), ("groups", "b")]].concat()).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    assert_eq!(slugs_of(&app, "rui@example.org").await, ["a", "b"]);

    let id = app.id_of("rui@example.org").await;
    let shown = admin.get(&format!("/admin/users/{id}")).await;
    assert!(shown.text.contains("href=\"/admin/groups/a\"") && shown.says("Grupo B"), "{}", shown.text);
    let base = [
        ("user", id.as_str()),
        ("display_name", "Rui Lima"),
        ("email", "rui@example.org"),
        ("role", "member"),
        ("locale", "pt-BR"),
    ];
    let refused = [&base[..], &[("groups", "-"), ("groups", "c"), ("groups", "nada")]].concat();
    let refused = admin.post("/admin/users/edit", &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Um dos grupos não existe."), "{}", refused.text);
    for (fields, expected) in [
        (&[("groups", "-"), ("groups", "c")][..], &["c"][..]),
        // Without the field, as programs send it: as before.
        (&[], &["c"]),
        (&[("groups", "-")], &[]),
    ] {
        let saved = admin.post("/admin/users/edit", &[&base[..], fields].concat()).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        assert_eq!(slugs_of(&app, "rui@example.org").await, expected);
    }
    // Any other field twice is no form of ours.
    let twice = [&base[..], &[("role", "admin")]].concat();
    assert_eq!(admin.post("/admin/users/edit", &twice).await.status, StatusCode::BAD_REQUEST);
    app.deliver_all().await;
}

#[tokio::test]
async fn the_list_of_people_is_narrowed_down_to_a_group_and_selected_people_come_into_one() {
    const TITLE: &str = "Incluir 2 pessoas em um grupo ou retirar de um";
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    assert!(!admin.get("/admin/users").await.text.contains("name=\"group\""), "no groups, no filter");
    make(&app, "turma-1a", "Turma 1A").await;
    for email in ["rui@example.org", "bia@example.org", "eva@example.org"] {
        app.queue(email).await;
    }
    let list = admin.get("/admin/users").await;
    assert!(list.text.contains("formaction=\"/admin/groups/assign\"") && list.says("Turma 1A"), "{}", list.text);
    let (rui, bia) = (app.id_of("rui@example.org").await, app.id_of("bia@example.org").await);

    let question = admin.get(&format!("/admin/groups/assign?user={rui}&user={bia}&user=x")).await;
    assert!(question.says(TITLE) && question.text.contains("data-question"), "{}", question.text);
    assert!(question.text.contains("<option value=\"\" selected>Escolha um grupo"), "none at first: {}", question.text);
    assert!(admin.get("/admin/groups/assign").await.says("Nenhuma pessoa selecionada"));
    let users = format!("{rui} {bia}");
    let refused = admin.post("/admin/groups/assign", &[("users", users.as_str()), ("groups", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Escolha um grupo."), "{}", refused.text);
    let refused = admin.post("/admin/groups/assign", &[("users", users.as_str()), ("groups", "nada")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Um dos grupos não existe.") && refused.says(TITLE), "{}", refused.text);
    let form = [("users", users.as_str()), ("groups", "turma-1a"), ("change", "add")];
    let done = admin.post("/admin/groups/assign", &form).await;
    assert_eq!(done.location(), Some("/admin/groups/turma-1a?notice=added&done_count=2"), "{}", done.text);

    let shown = admin.get("/admin/users?group=turma-1a&sort=name").await;
    assert!(shown.says("rui@example.org") && shown.says("bia@example.org"), "{}", shown.text);
    assert!(!shown.says("eva@example.org"), "{}", shown.text);
    assert!(shown.text.contains("/admin/users/export?group=turma-1a"), "the file is of the same list: {}", shown.text);
    let file = admin.get("/admin/users/export?group=turma-1a").await;
    assert_eq!(file.text.lines().count(), 3, "{}", file.text);

    // Everybody the filter finds, taken out again.
    let question = admin.get("/admin/groups/assign?all=1&back=group%3Dturma-1a").await;
    assert!(question.says(TITLE) && !question.text.contains(app.id_of("eva@example.org").await.as_str()));
    let form = [("users", users.as_str()), ("groups", "turma-1a"), ("change", "remove")];
    admin.post("/admin/groups/assign", &form).await;
    assert!(admin.get("/admin/users?group=turma-1a").await.says("Nenhuma pessoa"));
}

/// Of two admins who have the page open, the later one does not undo what the other has saved.
#[tokio::test]
async fn a_page_that_was_open_meanwhile_undoes_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1A").await;
    let page = admin.get("/admin/groups/turma-1a").await;
    assert!(page.text.contains("name=\"shown\" value=\"Turma 1A\""), "{}", page.text);
    admin.post("/admin/groups/act/rename", &[("group", "turma-1a"), ("group_name", "Turma Azul")]).await;
    let old = [("group", "turma-1a"), ("shown", "Turma 1A")];
    let same = admin.post("/admin/groups/act/rename", &[&old[..], &[("group_name", "Turma 1A")]].concat()).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER);
    let question = admin.post("/admin/groups/act/rename", &[&old[..], &[("group_name", "Turma Verde")]].concat()).await;
    assert_eq!(question.status, StatusCode::CONFLICT);
    assert!(
        question.says("Agora: Turma Azul.") && question.text.contains("value=\"Turma Verde\""),
        "{}",
        question.text
    );
    assert!(question.text.contains("name=\"shown\" value=\"Turma Azul\""), "{}", question.text);
    let known = [("group", "turma-1a"), ("shown", "Turma Azul"), ("group_name", "Turma Verde")];
    assert_eq!(admin.post("/admin/groups/act/rename", &known).await.status, StatusCode::SEE_OTHER);
    assert!(admin.get("/admin/groups/turma-1a").await.says("Turma Verde"));
}

/// The slug is free again once a group is deleted.
#[tokio::test]
async fn a_form_that_deletes_a_group_deletes_no_later_one_of_its_name() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1A").await;
    let page = admin.get("/admin/groups/turma-1a").await;
    let (_, form) = page.text.split_once("action=\"/admin/groups/act/delete\"").expect("a form");
    let id =
        form.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    let old = [("group", "turma-1a"), ("id", id.as_str())];
    assert_eq!(admin.post("/admin/groups/act/delete", &old).await.status, StatusCode::SEE_OTHER);
    make(&app, "turma-1a", "Turma 1A").await;
    let late = admin.post("/admin/groups/act/delete", &old).await;
    assert_eq!(late.location(), Some("/admin/groups?notice=deleted"), "what it asks for is done: {}", late.text);
    assert_eq!(admin.get("/admin/groups/turma-1a").await.status, StatusCode::OK, "another group");
    for id in ["x", "\0"] {
        let strange = admin.post("/admin/groups/act/delete", &[old[0], ("id", id)]).await;
        assert!(strange.status.is_client_error() || strange.status == StatusCode::SEE_OTHER, "{}", strange.text);
    }
    assert_eq!(admin.get("/admin/groups/turma-1a").await.status, StatusCode::OK);
}

/// What a form has shown is compared with what is so while the group is held.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_concurrent_group_edits_gets_a_conflict() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 0").await;
    for client_id in ["um", "dois", "tres"] {
        let form = [("display_name", client_id), ("client_id", client_id), ("home_url", "https://portal.example/")];
        let form = [&form[..], &[("redirect_uris", "https://portal.example/cb")]].concat();
        assert!(admin.post("/admin/apps/new", &form).await.status.is_success());
    }
    let mut shown_app = "-".to_owned();
    for round in 0..20 {
        let shown = format!("Turma {round}");
        let names = [format!("Turma {}", round + 1), format!("Outra {round}")];
        let (mut one, mut other) = (admin.clone(), admin.clone());
        let rename = |name| [("group", "turma-1a"), ("shown", shown.as_str()), ("group_name", name)];
        let forms = [rename(&names[0]), rename(&names[1])];
        let rename = "/admin/groups/act/rename";
        let answers = tokio::join!(one.post(rename, &forms[0]), other.post(rename, &forms[1]));
        let mut statuses = [answers.0.status, answers.1.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT], "round {round}");
        admin.post("/admin/groups/act/rename", &[("group", "turma-1a"), ("group_name", &names[0])]).await;

        let others: Vec<_> = ["um", "dois", "tres"].into_iter().filter(|id| *id != shown_app).take(2).collect();
        let choose = |id| [("group", "turma-1a"), ("shown", shown_app.as_str()), ("app", id)];
        let forms = [choose(others[0]), choose(others[1])];
        let app_path = "/admin/groups/act/app";
        let answers = tokio::join!(one.post(app_path, &forms[0]), other.post(app_path, &forms[1]));
        let mut statuses = [answers.0.status, answers.1.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT], "round {round}");
        shown_app = others[usize::from(answers.0.status != StatusCode::SEE_OTHER)].to_owned();
    }
}

#[tokio::test]
async fn removing_a_member_keeps_the_position_in_the_list() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    make(&app, "turma-1a", "Turma 1A").await;
    for email in ["rui@example.org", "bia@example.org"] {
        app.queue(email).await;
    }
    let add = [("group", "turma-1a"), ("members", "rui@example.org bia@example.org")];
    admin.post("/admin/groups/act/add", &add).await;
    let (rui, bia) = (app.id_of("rui@example.org").await, app.id_of("bia@example.org").await);
    let page = admin.get("/admin/groups/turma-1a").await;
    assert!(page.text.contains(&format!("<tr id=\"user-{bia}\">")), "{}", page.text);
    let form = [("group", "turma-1a"), ("member", rui.as_str()), ("page", "2"), ("beside", bia.as_str())];
    let removed = admin.post("/admin/groups/act/remove", &form).await;
    let place = format!("/admin/groups/turma-1a?page=2&notice=removed&done_count=1&user={rui}#user-{bia}");
    assert_eq!(removed.location(), Some(place.as_str()));
}

/// The address of a form stood in the place of a slug: the page of a group called "APP" (the parents' association of
/// many schools) could not be opened.
#[tokio::test]
async fn no_address_of_ours_hides_the_page_of_a_group() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for name in ["APP", "Rename", "Delete", "Add", "Remove", "Act"] {
        admin.post("/admin/groups/new", &[("group_name", name), ("group_slug", "")]).await;
        let page = admin.get(&format!("/admin/groups/{}", name.to_lowercase())).await;
        assert_eq!(page.status, StatusCode::OK, "{name}: {}", page.text);
        assert!(page.says(name), "{name}");
    }
    for route in chaveiro::web::routes::ROUTES.iter() {
        let Some(slug) = route.path.strip_prefix("/admin/groups/").filter(|rest| !rest.contains(['/', '{'])) else {
            continue;
        };
        assert!(GroupSlug::parse(slug).is_err(), "{}", route.path);
    }
}
