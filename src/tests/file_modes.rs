//! What we write is nobody else's, and `doctor` says where it is.

use crate::app::{TestApp, is_postgres};
use crate::program;
use chaveiro::server::store::file;
use serde_json::Value;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

async fn files(app: &TestApp, settings: &[(&str, String)]) -> (String, String) {
    let ran = program::run(app, &["doctor", "--json"], settings).await;
    let found: Value = serde_json::from_str(&ran.out).expect("an array");
    let files = found.as_array().unwrap().iter().find(|found| found["about"] == "files").expect("about files");
    let text = |name: &str| files[name].as_str().unwrap().to_owned();
    (text("verdict"), text("words"))
}

/// The folder was there before, with the usual rights, and so were the database's.
#[tokio::test]
async fn no_file_of_ours_can_be_read_by_others_whatever_the_folder() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    let folder = app.folder.path().join("existing");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    let settings = [("DATABASE_URL", format!("sqlite://{}/chaveiro.db", folder.display()))];
    for arguments in [&["user", "list"][..], &["backup", "existing.bak"], &["doctor"]] {
        let mut arguments: Vec<_> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        if let Some(file) = arguments.get_mut(1).filter(|name| name.ends_with(".bak")) {
            *file = folder.join(&*file).to_str().unwrap().to_owned();
        }
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        program::run(&app, &arguments, &settings).await;
    }
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let (path, data) = entry.map(|entry| (entry.path(), entry.metadata().unwrap())).unwrap();
        assert_eq!(data.permissions().mode() & 0o077, 0, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 2, "the database and its copy");
}

#[tokio::test]
async fn the_doctor_looks_at_who_may_read_and_write_what() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    let database = file::path_of(&app.state.settings.database_url).unwrap();
    let set = |path: &std::path::Path, mode| std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let private = || file::all_of(&database).unwrap().iter().for_each(|path| set(path, 0o600));
    private();
    assert_eq!(files(&app, &[]).await.0, "ok");
    let copy = file::beside(&database, ".before-migration-20260101T000000Z-from-0001");
    std::fs::write(&copy, "").unwrap();
    for (path, mode, verdict, words) in [
        (&database, 0o644, "fail", "other users can read"),
        (&database, 0o660, "fail", "other users can change"),
        (&database, 0o640, "warn", "its group can read"),
        (&file::beside(&database, "-wal"), 0o644, "fail", "other users can read"),
        (&copy, 0o644, "fail", "other users can read"),
        (&app.folder.path().to_owned(), 0o770, "fail", "other users can replace"),
    ] {
        private();
        set(path, mode);
        let (found, said) = files(&app, &[]).await;
        set(path, 0o700);
        assert_eq!(found, verdict, "{mode:o} {}: {said}", path.display());
        assert!(said.contains(words) && said.contains(path.to_str().unwrap()) && said.contains("chmod"), "{said}");
    }
    private();
    let key = app.folder.path().join("mounted.key");
    std::fs::write(&key, "a key of more than thirty-two letters").unwrap();
    set(&key, 0o640);
    let settings =
        [("CHAVEIRO_SECRET_KEY", String::new()), ("CHAVEIRO_SECRET_KEY_FILE", key.to_str().unwrap().to_owned())];
    let (found, said) = files(&app, &settings).await;
    assert!(found == "warn" && said.contains("mounted.key"), "{said}");
}
