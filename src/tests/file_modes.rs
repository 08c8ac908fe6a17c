//! What we write is nobody else's, and `doctor` says where it is.

use crate::app::{TestApp, is_postgres};
use crate::program;
use chaveiro::server::store::file;
use serde_json::Value;
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

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

/// Root restores for the service: what root makes then must not keep the service out.
#[tokio::test]
async fn a_restored_database_belongs_to_who_had_the_one_before() {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0);
    if is_postgres() || !is_root {
        return;
    }
    const NOBODY: u32 = 65_534;
    let app = program::start(|_| ()).await;
    let database = file::path_of(&app.state.settings.database_url).unwrap();
    let copy = app.folder.path().join("copy.bak");
    assert!(program::run(&app, &["backup", copy.to_str().unwrap()], &[]).await.succeeded);
    app.state.store.close().await;
    std::fs::remove_file(file::beside(&database, ".lock")).unwrap();
    chown(&database, Some(NOBODY), Some(NOBODY)).unwrap();
    std::fs::set_permissions(&database, Permissions::from_mode(0o640)).unwrap();
    let ran = program::run(&app, &["restore", copy.to_str().unwrap()], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    let about = std::fs::metadata(&database).unwrap();
    assert_eq!((about.uid(), about.gid(), about.mode() & 0o777), (NOBODY, NOBODY, 0o640));
    assert_eq!(std::fs::metadata(file::beside(&database, ".lock")).unwrap().uid(), NOBODY);
}

#[tokio::test]
async fn a_lost_key_is_not_replaced_beside_its_database() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    let folder = app.folder.path().to_str().unwrap().to_owned();
    let settings = [("CHAVEIRO_SECRET_KEY", String::new()), ("CHAVEIRO_DATA_DIR", folder)];
    for arguments in [&["user", "list"][..], &["doctor"]] {
        let ran = program::run(&app, arguments, &settings).await;
        assert!(!ran.succeeded && ran.error.trim().lines().count() == 1, "{}", ran.error);
        let words = ["secret.key is missing", "put that file back", "start over"];
        assert!(words.iter().all(|words| ran.error.contains(words)), "{}", ran.error);
        assert!(!ran.error.contains("CHAVEIRO_SECRET_KEY:"), "{}", ran.error);
    }
    assert!(!app.folder.path().join("secret.key").exists());
}

#[tokio::test]
async fn commands_that_need_a_database_make_none_in_the_wrong_folder() {
    let app = program::start(|_| ()).await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let settings = [
        ("DATABASE_URL", String::new()),
        ("CHAVEIRO_SECRET_KEY", String::new()),
        ("CHAVEIRO_DATA_DIR", data.to_str().unwrap().to_owned()),
    ];
    let other = folder.path().join("other").to_str().unwrap().to_owned();
    let copy = folder.path().join("copy.bak");
    let maria = ["--email", "maria@example.org"];
    for (command, arguments) in [
        (&["backup", copy.to_str().unwrap()][..], &[][..]),
        (&["audit", "verify"], &[]),
        (&["audit", "list"], &[]),
        (&["user", "list"], &[]),
        (&["user", "list"], &["--json"]),
        (&["user", "export"], &[]),
        (&["user", "show"], &maria),
        (&["user", "resend"], &maria),
        (&["user", "disable"], &maria),
        (&["group", "list"], &[]),
        (&["group", "show", "turma-1a"], &[]),
        (&["app", "list"], &[]),
        (&["app", "show", "wiki"], &[]),
        (&["mail", "list"], &[]),
        (&["mail", "retry"], &["--all"]),
        (&["mail", "pause"], &[]),
    ] {
        let ran = program::run(&app, &[command, arguments].concat(), &settings).await;
        let words = format!("there is no database at {}", data.join("chaveiro.db").display());
        assert!(ran.status == Some(69) && ran.out.is_empty(), "{command:?}: {:?} {}", ran.status, ran.out);
        assert!(ran.error.contains(&words) && ran.error.trim().lines().count() == 1, "{command:?}: {}", ran.error);
    }
    assert!(!data.exists() && !copy.exists(), "something was made");
    // The first account may be made before the server has run.
    let arguments = [&["user", "create", "--name", "Maria Souza"], &maria[..]].concat();
    let made = program::run(&app, &arguments, &[&settings[..2], &[("CHAVEIRO_DATA_DIR", other)]].concat()).await;
    assert!(made.succeeded, "{}", made.error);
    let doctor = program::run(&app, &["doctor"], &settings).await;
    assert!(doctor.out.contains("warn  ") && doctor.out.contains("new and empty, made just now at"), "{}", doctor.out);
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
