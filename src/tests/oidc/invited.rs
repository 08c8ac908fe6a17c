//! The app somebody is invited for: once they have a password, the page leads there.

use super::client::details;
use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp};
use crate::groups::store::make;
use crate::import::{check_file, confirmed, run_job};
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::import::{Column, Wrong};
use chaveiro::domain::{AppAccess, AppAddress, DisplayName, GroupSlug};

/// Where it begins a sign-in, once it is told who signs people in.
const DIARIO: &str = "https://diario.example.org/begin?iss=http%3A%2F%2Flocalhost%3A3000";

/// An app for the people of Turma 1A, called Diário, with an initiate_login_uri.
async fn for_group(app: &TestApp) {
    make(app, "turma-1a", "Turma 1A").await;
    let group = app.state.store.find_group(&GroupSlug::parse("turma-1a").unwrap()).await.unwrap().expect("the group");
    let mut app_details = details("diario");
    app_details.name = DisplayName::parse("Diário").unwrap();
    app_details.initiate_login_uri = Some(AppAddress::parse("https://diario.example.org/begin").unwrap());
    (app_details.access, app_details.groups) = (AppAccess::Groups, vec![group.id]);
    app.client_with(app_details).await;
}

async fn add(admin: &mut Browser, email: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("display_name", "Maria Souza"), ("email", email)];
    fields.extend_from_slice(more);
    admin.post("/admin/users/new", &fields).await
}

/// Delivers what waits, and chooses a password with what came for `email`; the page after that.
async fn after_first_access(app: &TestApp, email: &str) -> Answer {
    app.deliver_all().await;
    let mails = app.mails();
    let mail = mails.iter().rev().find(|mail| mail.to == email).expect("a mail");
    let temporary = crate::app::password_in(&mail.text).expect("a temporary password");
    let mut browser = app.browser();
    browser.sign_in(email, &temporary).await;
    let chosen = browser.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    let begins = chosen.location().expect("a page to begin with").to_owned();
    assert!(begins.ends_with("?notice=password-chosen"), "{begins}");
    app.deliver_all().await;
    browser.get(&begins).await
}

fn offers_app(page: &Answer) -> bool {
    ["Moodle", "Diário"].iter().any(|app| page.says(&format!("Ir para {app}")))
}

#[tokio::test]
async fn a_person_invited_for_an_app_is_led_there() {
    let app = program::start(|_| ()).await;
    let mut admin = app.admin().await;
    assert!(!admin.get("/admin/users/new").await.text.contains("name=\"app\""), "there is none to choose");
    app.client("moodle").await;
    for_group(&app).await;
    let page = admin.get("/admin/users/new").await;
    assert!(page.says("Diário") && page.says("Moodle"), "{}", page.text);

    let made = add(&mut admin, "maria@example.org", &[("app", "moodle")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let page = after_first_access(&app, "maria@example.org").await;
    assert!(page.says("Ir para Moodle") && page.text.contains("href=\"https://moodle.example.org/\""), "{}", page.text);

    let in_group = [("app", "diario"), ("groups", "turma-1a")];
    assert_eq!(add(&mut admin, "rui@example.org", &in_group).await.status, StatusCode::SEE_OTHER);
    let page = after_first_access(&app, "rui@example.org").await;
    assert!(page.says("Ir para Diário") && page.text.contains(DIARIO), "{}", page.text);

    // Without one nothing is offered.
    assert_eq!(add(&mut admin, "eva@example.org", &[("app", "-")]).await.status, StatusCode::SEE_OTHER);
    assert!(!offers_app(&after_first_access(&app, "eva@example.org").await));
    app.deliver_all().await;
}

#[tokio::test]
async fn nobody_is_invited_for_an_app_that_they_may_not_use() {
    let app = program::start(|_| ()).await;
    let mut admin = app.admin().await;
    for_group(&app).await;
    for (chosen, words) in [("diario", "não teria acesso"), ("nobody", "não existe"), ("a b", "não existe")] {
        let refused = add(&mut admin, "maria@example.org", &[("app", chosen)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{chosen}");
        assert!(refused.says(words) && refused.text.contains("id=\"app-error\""), "{chosen}: {}", refused.text);
    }
    // One who is taken out of the group meanwhile is led nowhere.
    let in_group = [("app", "diario"), ("groups", "turma-1a")];
    add(&mut admin, "rui@example.org", &in_group).await;
    let rui = app.id_of("rui@example.org").await.to_string();
    admin.post("/admin/groups/act/remove", &[("group", "turma-1a"), ("member", &rui)]).await;
    assert!(!offers_app(&after_first_access(&app, "rui@example.org").await));
    // Nor is one whose app is gone.
    add(&mut admin, "eva@example.org", &in_group).await;
    let ran = program::run(&app, &["app", "delete", "diario"], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    assert!(!offers_app(&after_first_access(&app, "eva@example.org").await));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_group_has_an_app_for_its_people() {
    let app = program::start(|_| ()).await;
    let mut admin = app.admin().await;
    app.client("moodle").await;
    for_group(&app).await;
    let set = admin.post("/admin/groups/act/app", &[("group", "turma-1a"), ("app", "diario")]).await;
    assert_eq!(set.location(), Some("/admin/groups/turma-1a?notice=app-saved"), "{}", set.text);
    let page = admin.get("/admin/groups/turma-1a?notice=app-saved").await;
    assert!(page.says("Aplicativo do grupo salvo.") && page.says("Diário"), "{}", page.text);
    let (own, of_group) = ([("groups", "turma-1a"), ("app", "moodle")], [("groups", "turma-1a")]);
    add(&mut admin, "maria@example.org", &of_group).await;
    assert!(after_first_access(&app, "maria@example.org").await.says("Ir para Diário"));
    // The person's own goes first.
    add(&mut admin, "rui@example.org", &own).await;
    assert!(after_first_access(&app, "rui@example.org").await.says("Ir para Moodle"));
    let ran = program::run(&app, &["group", "app", "turma-1a"], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    add(&mut admin, "eva@example.org", &of_group).await;
    assert!(!offers_app(&after_first_access(&app, "eva@example.org").await));
    let events = app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'group_app_set'").await;
    assert_eq!(events, 2);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_import_and_the_command_line_name_the_app() {
    let app = program::start(|_| ()).await;
    let mut admin = app.admin().await;
    app.client("moodle").await;
    for_group(&app).await;
    let file = "nome;e-mail;turma;aplicativo\nAna;ana@example.org;;MOODLE\nBia;bia@example.org;turma-1a;diário\n\
                Eva;eva@example.org;;\nLia;lia@example.org;;Diário\nRui;rui@example.org;;Grafana\n";
    let checked = check_file(&app, file).await.expect("a file");
    let wrong: Vec<_> =
        checked.rows.iter().map(|row| row.problems.first().map(|found| (found.column, found.wrong))).collect();
    let of = |wrong| Some((Some(Column::App), wrong));
    assert_eq!(wrong, [None, None, None, of(Wrong::AppClosed), of(Wrong::AppUnknown)]);
    confirmed(&mut admin, file).await;
    run_job(&app).await;
    for (email, words) in [
        ("ana@example.org", Some("Ir para Moodle")),
        ("bia@example.org", Some("Ir para Diário")),
        ("eva@example.org", None),
    ] {
        let page = after_first_access(&app, email).await;
        assert_eq!(offers_app(&page), words.is_some(), "{email}");
        assert!(words.is_none_or(|words| page.says(words)), "{email}: {}", page.text);
    }
    let of = |email| ["user", "create", "--name", "Maria Souza", "--email", email, "--app", "diario"];
    let ran = program::run(&app, &of("maria@example.org"), &[]).await;
    assert!(!ran.succeeded && ran.error.contains("access"), "{}", ran.error);
    let mut in_group = of("maria@example.org").to_vec();
    in_group.extend(["--group", "turma-1a"]);
    let ran = program::run(&app, &in_group, &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    assert!(after_first_access(&app, "maria@example.org").await.says("Ir para Diário"));
    app.deliver_all().await;
}

/// OpenID Connect Core 1.0, 4: `iss` is required.
#[tokio::test]
async fn the_start_address_of_an_app_gets_the_issuer() {
    let app = TestApp::start().await;
    let mut maria = app.member("maria@example.org").await;
    for (number, (begins, opened)) in [
        (None, "https://moodle.example.org/"),
        (Some("https://m.example.org/go"), "https://m.example.org/go?iss=http%3A%2F%2Flocalhost%3A3000"),
        (Some("https://m.example.org/a?x=1"), "https://m.example.org/a?x=1&iss=http%3A%2F%2Flocalhost%3A3000"),
        (Some("https://m.example.org/b?"), "https://m.example.org/b?iss=http%3A%2F%2Flocalhost%3A3000"),
        (Some("https://m.example.org/c?iss=mine"), "https://m.example.org/c?iss=mine"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut app_details = details(&format!("app{number}"));
        app_details.initiate_login_uri = begins.map(|begins| AppAddress::parse(begins).unwrap());
        let client = app.client_with(app_details).await;
        let page = html_escape::decode_html_entities(&maria.get("/apps").await.text).into_owned();
        assert!(page.contains(&format!("href=\"{opened}\"")), "{opened}: {page}");
        // The same where a request is over.
        let mut visitor = app.browser();
        let redirect = visitor.get(&client.authorize_path(&[])).await;
        let next = super::client::parameter(redirect.location().unwrap(), "next").unwrap();
        let page = app.browser().get(&next).await.text;
        assert!(html_escape::decode_html_entities(&page).contains(&format!("href=\"{opened}\"")), "{opened}: {page}");
    }
}
