//! Imports: read, checked, confirmed, and carried out.

mod addresses;
mod carrying_out;
mod cells;
mod command_line;
mod exports;
mod files;
mod jobs;
mod known;
mod limits;
mod made;
mod old_workbooks;
mod pages;
mod preview_changed;
mod repaired;
mod retention;
mod rows;
mod send_later;
mod sheets;
mod spellings;
mod workbooks;

use crate::app::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::Role;
use chaveiro::domain::import::{FileLimits, FileProblem, ImportId};
use chaveiro::server::imports::{CheckedFile, CheckedRow, NotRead, carry_out_next};
use chaveiro::server::store::imports::Batch;

/// Those of every test that sets no others.
pub const LIMITS: FileLimits = FileLimits::of_rows(20_000);
pub const UPLOAD: &str = "/admin/users/import";
pub const ACT: &str = "/admin/imports/act";

/// A form with a file in it, as browsers send it.
pub async fn upload(browser: &mut Browser, file: impl AsRef<[u8]>) -> Answer {
    let (head, tail) = (
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"turma.csv\"\r\nContent-Type: text/csv\r\n\r\n",
        "\r\n--x--\r\n",
    );
    let body = [head.as_bytes(), file.as_ref(), tail.as_bytes()].concat();
    browser.post_body(UPLOAD, "multipart/form-data; boundary=x", body).await
}

/// Uploads a file that is accepted; returns the import's identifier.
pub async fn previewed(browser: &mut Browser, file: impl AsRef<[u8]>) -> String {
    let answer = upload(browser, file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let id = answer.location().and_then(|path| path.strip_prefix("/admin/imports/"));
    id.expect("the address of an import").to_owned()
}

pub async fn post_action(browser: &mut Browser, import: &str, action: &str) -> Answer {
    browser.post(ACT, &[("import", import), ("act", action)]).await
}

/// Uploads and confirms.
pub async fn confirmed(browser: &mut Browser, file: impl AsRef<[u8]>) -> String {
    let id = previewed(browser, file).await;
    let answer = post_action(browser, &id, "confirm").await;
    assert_eq!(answer.location(), Some(format!("/admin/imports/{id}").as_str()), "{}", answer.text);
    id
}

/// Runs the job by hand until no import is running.
pub async fn run_job(app: &TestApp) -> Vec<Batch> {
    let mut batches = Vec::new();
    while let Some(batch) = carry_out_next(&app.state).await.expect("the database answers") {
        batches.push(batch);
        assert!(batches.len() < 500, "the job goes round in circles");
    }
    batches
}

pub async fn check_file(app: &TestApp, file: impl AsRef<[u8]>) -> Result<CheckedFile, NotRead> {
    chaveiro::server::imports::check_file(&app.state, file.as_ref().to_vec(), None).await
}

/// A file that is read, row by row.
pub async fn rows(app: &TestApp, file: impl AsRef<[u8]>) -> Vec<CheckedRow> {
    match check_file(app, file).await {
        Ok(checked) => checked.rows,
        Err(refused) => panic!("refused: {refused:?}"),
    }
}

/// Why a file is refused.
pub async fn refusal(app: &TestApp, file: impl AsRef<[u8]>) -> FileProblem {
    match check_file(app, file).await {
        Err(NotRead::File(problem)) => problem,
        Err(other) => panic!("{other:?}"),
        Ok(checked) => panic!("accepted with {} rows", checked.rows.len()),
    }
}

/// A file with so many people, who are called `person-1@example.org` and so on.
pub fn people_csv(size: usize) -> String {
    let rows = (1..=size).map(|number| format!("Pessoa {number},person-{number}@example.org\n"));
    std::iter::once("nome,e-mail\n".to_owned()).chain(rows).collect()
}

/// The id of an import, as its address has it.
pub fn import_id(text: &str) -> ImportId {
    ImportId::parse(text).expect("an import's id")
}

pub async fn state_of(app: &TestApp, import: &str) -> String {
    let import = app.state.store.find_import(&import_id(import)).await.unwrap().expect("the import");
    import.state.as_str().to_owned()
}

/// An administrator who is signed in, besides the first.
pub async fn another_admin(app: &TestApp, email: &str) -> Browser {
    use crate::app::{ADMIN_PASSWORD, new_user};
    use chaveiro::server::{accounts, session::Admin};
    let admin = new_user("Bia Admin", email, Role::Admin);
    accounts::create_admin(&app.state, &Admin::from_cli(), &admin, ADMIN_PASSWORD).await.expect("an administrator");
    let mut browser = app.browser();
    browser.sign_in(email, ADMIN_PASSWORD).await;
    browser
}
