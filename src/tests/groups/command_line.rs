//! `chaveiro group`, and groups in `chaveiro user`: the real program.

use super::store::slugs_of;
use crate::app::TestApp;
use crate::program::{self, ProgramOutput};
use serde_json::Value;

async fn run(app: &TestApp, arguments: &[&str]) -> ProgramOutput {
    program::run(app, arguments, &[]).await
}

async fn run_ok(app: &TestApp, arguments: &[&str]) -> String {
    let ran = run(app, arguments).await;
    assert!(ran.succeeded, "{arguments:?}: {}", ran.error);
    ran.out
}

async fn json(app: &TestApp, arguments: &[&str]) -> Value {
    serde_json::from_str(&run_ok(app, &[arguments, &["--json"]].concat()).await).expect("JSON")
}

#[tokio::test]
async fn groups_are_made_filled_listed_renamed_and_deleted_at_the_command_line() {
    let app = program::start(|_| ()).await;
    let made = json(&app, &["group", "create", "Turma 1ª A"]).await;
    assert_eq!((&made["slug"], &made["name"]), (&"turma-1a-a".into(), &"Turma 1ª A".into()));
    run_ok(&app, &["group", "create", "Coral", "--slug", "coro"]).await;
    let twice = run(&app, &["group", "create", "coral"]).await;
    assert!(!twice.succeeded && twice.error.contains("already is a group"), "{}", twice.error);

    let person = ["user", "create", "--name", "Rui Lima", "--email", "rui@example.org"];
    let refused = run(&app, &[&person[..], &["--group", "nada"]].concat()).await;
    assert!(!refused.succeeded && refused.error.contains("--group:"), "{}", refused.error);
    run_ok(&app, &[&person[..], &["--group", "coro"]].concat()).await;
    app.queue("bia@example.org").await;
    let both = ["--email", "rui@example.org", "--email", "bia@example.org"];
    let added = run_ok(&app, &[&["group", "add", "turma-1a-a"][..], &both].concat()).await;
    assert_eq!(added, "2 added to group turma-1a-a\n");
    let again = json(&app, &[&["group", "add", "turma-1a-a"][..], &both[..2]].concat()).await;
    assert_eq!(again["added"], 0);
    assert_eq!(slugs_of(&app, "rui@example.org").await, ["coro", "turma-1a-a"]);

    let listed = json(&app, &["group", "list"]).await;
    assert_eq!((&listed[1]["slug"], &listed[1]["people"]), (&"turma-1a-a".into(), &2.into()));
    let shown = json(&app, &["group", "show", "coro"]).await;
    assert_eq!(shown["people"][0]["email"], "rui@example.org");
    let people = json(&app, &["user", "list", "--group", "coro"]).await;
    assert_eq!(people.as_array().map(Vec::len), Some(1));
    assert_eq!(people[0]["groups"], serde_json::json!(["coro", "turma-1a-a"]));
    let exported = run_ok(&app, &["user", "export", "--group", "coro"]).await;
    assert_eq!(exported.lines().count(), 2, "{exported}");

    run_ok(&app, &["group", "rename", "coro", "Coral da escola"]).await;
    assert_eq!(json(&app, &["group", "show", "coro"]).await["name"], "Coral da escola");
    let removed = run_ok(&app, &["group", "remove", "coro", "--email", "rui@example.org"]).await;
    assert_eq!(removed, "1 removed from group coro\n");
    run_ok(&app, &["group", "delete", "coro"]).await;
    for command in ["show", "delete"] {
        let gone = run(&app, &["group", command, "coro"]).await;
        assert!(!gone.succeeded && gone.error.contains("there is no group coro"), "{}", gone.error);
    }
    let actors = app.texts("SELECT DISTINCT actor FROM audit_events WHERE kind LIKE 'group%'").await;
    assert_eq!(actors, [Some("console".to_owned())]);
}

#[tokio::test]
async fn an_import_makes_groups_only_when_asked_to() {
    let app = program::start(|_| ()).await;
    app.leave_mail();
    let path = app.folder.path().join("pessoas.csv");
    std::fs::write(&path, "nome,e-mail,grupo\nEva,eva@example.org,Coral\n").unwrap();
    let import = ["user", "import", path.to_str().unwrap()];
    let left_out = run_ok(&app, &[&import[..], &["--dry-run"]].concat()).await;
    assert!(left_out.contains("groups that do not exist (left out without --create-groups): Coral\n"), "{left_out}");
    let dry = json(&app, &[&import[..], &["--dry-run", "--create-groups"]].concat()).await;
    assert_eq!((&dry["new_groups"], &dry["groups_created"]), (&serde_json::json!(["Coral"]), &false.into()));
    let made = run_ok(&app, &[&import[..], &["--create-groups"]].concat()).await;
    assert!(made.contains("groups created: Coral\n"), "{made}");
    assert_eq!(slugs_of(&app, "eva@example.org").await, ["coral"]);
    app.deliver_all().await;
}
