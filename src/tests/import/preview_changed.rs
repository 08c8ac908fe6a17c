//! An import starts as the preview that was looked at, also where somebody reads the file again meanwhile.

use super::{ACT, another_admin, confirmed, import_id, post_action, previewed, run_job, state_of};
use crate::app::{ADMIN_PASSWORD, Answer, Browser, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::{Role, Timestamp};
use chaveiro::server::session::Admin;
use chaveiro::server::store::imports::{ImportStart, ImportStep};
use std::time::Duration;

const FILE: &str = "nome,e-mail\nEva,eva@example.org\n";

/// What the form on a page that confirms says besides what its admin types.
fn form_on(page: &Answer) -> Vec<(&str, &str)> {
    let form = page.text.split("id=\"confirm\"").nth(1).and_then(|rest| rest.split("</form>").next());
    let form = form.expect("a form that confirms");
    let hidden = form.split("<input").filter(|input| input.contains("type=\"hidden\""));
    let mut fields: Vec<_> = hidden.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect();
    fields.push(("act", "confirm"));
    fields
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let value = tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.expect("the attribute")
}

async fn reread_as(browser: &mut Browser, import: &str, role: &str) -> Answer {
    let form = [("import", import), ("default_role", role), ("default_locale", "en")];
    browser.post("/admin/imports/reread", &form).await
}

async fn page_of(browser: &mut Browser, import: &str) -> Answer {
    browser.get(&format!("/admin/imports/{import}")).await
}

fn changed(import: &str) -> String {
    format!("/admin/imports/{import}?notice=preview-changed")
}

#[tokio::test]
async fn what_another_admin_has_read_otherwise_is_looked_at_before_it_starts() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut bia = another_admin(&app, "bia@example.org").await;
    let id = previewed(&mut admin, FILE).await;
    let shown = page_of(&mut admin, &id).await;
    reread_as(&mut bia, &id, "admin").await;
    let answer = admin.post(ACT, &form_on(&shown)).await;
    assert_eq!(answer.location(), Some(changed(&id).as_str()), "{}", answer.text);
    assert_eq!((run_job(&app).await, state_of(&app, &id).await.as_str()), (vec![], "preview"));

    let now = admin.get(&changed(&id)).await;
    assert!(now.says("A prévia mudou") && now.says("1 pessoa do arquivo será administradora"), "{}", now.text);
    assert!(!page_of(&mut admin, &id).await.says("A prévia mudou"));
    let answer = admin.post(ACT, &form_on(&now)).await;
    assert_eq!(answer.location(), Some(format!("/admin/imports/{id}").as_str()), "{}", answer.text);
    run_job(&app).await;
    assert_eq!(app.account("eva@example.org").await.user.role, Role::Admin);
    app.deliver_all().await;
}

#[tokio::test]
async fn another_tab_counts_and_reading_back_and_forth_does_not_help() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, FILE).await;
    let first = page_of(&mut admin, &id).await;
    reread_as(&mut admin, &id, "admin").await;
    let second = page_of(&mut admin, &id).await;
    reread_as(&mut admin, &id, "member").await;
    for page in [&first, &second] {
        assert_eq!(admin.post(ACT, &form_on(page)).await.location(), Some(changed(&id).as_str()));
    }
    assert_eq!(
        admin.post(ACT, &[("import", &id), ("act", "confirm"), ("version", "x")]).await.location(),
        Some(&*changed(&id))
    );
    let third = page_of(&mut admin, &id).await;
    let started = format!("/admin/imports/{id}");
    assert_eq!(admin.post(ACT, &form_on(&third)).await.location(), Some(started.as_str()));
    // Sent twice.
    assert_eq!(admin.post(ACT, &form_on(&third)).await.location(), Some(started.as_str()));
    run_job(&app).await;
    assert_eq!(app.account("eva@example.org").await.user.role, Role::Member);
    app.deliver_all().await;
}

#[tokio::test]
async fn no_password_is_asked_for_a_preview_that_was_not_shown() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut bia = another_admin(&app, "bia@example.org").await;
    let id = previewed(&mut admin, FILE).await;
    let shown = page_of(&mut admin, &id).await;
    app.advance(11 * 60);
    reread_as(&mut bia, &id, "admin").await;
    assert_eq!(admin.post(ACT, &form_on(&shown)).await.location(), Some(changed(&id).as_str()));
    let now = page_of(&mut admin, &id).await;
    assert_eq!(admin.post(ACT, &form_on(&now)).await.status, StatusCode::FORBIDDEN);
    let with_password = [form_on(&now), vec![("current_password", ADMIN_PASSWORD)]].concat();
    assert_eq!(admin.post(ACT, &with_password).await.location(), Some(format!("/admin/imports/{id}").as_str()));
}

#[tokio::test]
async fn a_form_that_names_no_version_works_unless_another_admin_has_read_the_file_again() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut bia = another_admin(&app, "bia@example.org").await;
    // Uploaded by one and confirmed by the other; read again by who confirms.
    let id = previewed(&mut admin, FILE).await;
    assert_eq!(post_action(&mut bia, &id, "confirm").await.location(), Some(format!("/admin/imports/{id}").as_str()));
    let id = previewed(&mut admin, "nome,e-mail\nRui,rui@example.org\n").await;
    reread_as(&mut bia, &id, "admin").await;
    assert_eq!(post_action(&mut admin, &id, "confirm").await.location(), Some(changed(&id).as_str()));
    assert_eq!(post_action(&mut bia, &id, "confirm").await.location(), Some(format!("/admin/imports/{id}").as_str()));
    run_job(&app).await;
    assert_eq!(app.account("rui@example.org").await.user.role, Role::Admin);
    app.deliver_all().await;
}

/// A session without a recent password once got admins by reading the file again while it confirmed.
#[tokio::test]
async fn confirming_and_reading_again_at_once_makes_no_admin_without_a_password() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for number in 0..40 {
        let id = previewed(&mut admin, format!("nome,e-mail\nEva,eva{number}@example.org\n")).await;
        app.advance(11 * 60);
        let (mut one, mut other) = (admin.clone(), admin.clone());
        // Reading takes longer: now and then it ends between the two statements of the other.
        let confirm = async {
            tokio::time::sleep(Duration::from_micros(200 * number)).await;
            post_action(&mut one, &id, "confirm").await
        };
        tokio::join!(reread_as(&mut other, &id, "admin"), confirm);
        run_job(&app).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE role = 'admin'").await, 1);
    app.deliver_all().await;
}

#[tokio::test]
async fn the_statement_that_starts_an_import_asks_for_its_version_and_for_the_password() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, FILE).await;
    let version = async || app.state.store.find_import(&import_id(&id)).await.unwrap().expect("the import").updated_at;
    let start = async |version: Timestamp, may_make_admins: bool| {
        let step = ImportStep::Start(ImportStart { version, may_make_admins, send_at: None });
        app.state.store.set_import_step(&import_id(&id), step, Admin::from_cli().by()).await.unwrap()
    };
    let read_first = version().await;
    reread_as(&mut admin, &id, "admin").await;
    assert!(!start(read_first, true).await, "another preview starts");
    assert!(!start(version().await, false).await, "admins without a password");
    assert!(start(version().await, true).await);
    run_job(&app).await;
    app.deliver_all().await;
}

#[tokio::test]
async fn what_was_shown_before_the_clock_was_set_back_is_another_version_too() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, FILE).await;
    let shown = page_of(&mut admin, &id).await;
    let ahead = "UPDATE imports SET created_at = created_at + 30000, updated_at = updated_at + 30000";
    app.execute(ahead).await;
    let ahead = page_of(&mut admin, &id).await;
    reread_as(&mut admin, &id, "admin").await;
    for page in [&shown, &ahead] {
        assert_eq!(admin.post(ACT, &form_on(page)).await.location(), Some(changed(&id).as_str()));
    }
    confirmed(&mut admin, "nome,e-mail\nRui,rui@example.org\n").await;
    run_job(&app).await;
    app.deliver_all().await;
}
