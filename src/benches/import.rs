//! How long a file of ten thousand people takes from the upload to the last account.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, TestApp};
use chaveiro::domain::import::ImportId;
use chaveiro::server::imports::carry_out_next;
use std::fmt::Write as _;
use std::time::Instant;

const ROWS: usize = 10_000;

/// Uploads, confirms and carries out; says how long each took.
pub async fn measure(app: &TestApp) {
    let mut file = "nome,e-mail\n".to_owned();
    for number in 0..ROWS {
        writeln!(file, "Pessoa {number} da Silva,importada{number}@escola.example.org").expect("a line");
    }
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"turma.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
    );
    let mut admin = app.browser();
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let begin = Instant::now();
    let answer = admin.post_body("/admin/users/import", "multipart/form-data; boundary=x", body.into_bytes()).await;
    let id = answer.location().and_then(|path| path.strip_prefix("/admin/imports/")).expect("a preview").to_owned();
    let looked_through = begin.elapsed();
    admin.post("/admin/imports/act", &[("import", &id), ("act", "confirm")]).await;
    while carry_out_next(&app.state).await.expect("the database answers").is_some() {}
    let carried_out = begin.elapsed();
    let import = ImportId::parse(&id).expect("an import's id");
    let made = app.state.store.find_row_counts(&import).await.expect("the database answers").created;
    assert_eq!(made, i64::try_from(ROWS).expect("a number"));
    println!(
        "An import of {ROWS} people: checked after {:.1} s, all accounts created after {:.1} s.\n",
        looked_through.as_secs_f64(),
        carried_out.as_secs_f64()
    );
}
