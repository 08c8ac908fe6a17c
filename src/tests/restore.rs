//! `chaveiro restore`, copies laid by hand, and the copies made before migrations.

use crate::app::{OWN_PASSWORD, TestApp, is_postgres};
use crate::program::{self, ProgramOutput};
use axum::http::StatusCode;
use chaveiro::domain::DeliveryState;
use chaveiro::server::store::{Store, audit::AuditKey, file};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

const MARIA: &str = "maria@example.org";

fn database(app: &TestApp) -> PathBuf {
    file::path_of(&app.state.settings.database_url).expect("a file")
}

/// The names in the folder that begin with the database's.
fn names(app: &TestApp) -> Vec<String> {
    let names = file::all_of(&database(app)).unwrap();
    names.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

async fn backup(app: &TestApp) -> PathBuf {
    let copy = app.folder.path().join("copy.bak");
    let ran = program::run(app, &["backup", copy.to_str().unwrap()], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    copy
}

/// Restores with the program while nothing else is open, and opens what is there then.
async fn restored(app: TestApp, copy: &Path, more: &[&str]) -> TestApp {
    app.state.store.close().await;
    let arguments = [&["restore", copy.to_str().unwrap()], more].concat();
    let mut ran = program::run(&app, &arguments, &[]).await;
    // The threads of SQLite's connections may need a moment to close the file.
    for _ in 0..20 {
        if ran.error.contains("stop it first") {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            ran = program::run(&app, &arguments, &[]).await;
        }
    }
    assert!(ran.succeeded, "{}", ran.error);
    app.restarted(|_| ()).await
}

fn is_one_line(ran: &ProgramOutput, words: &[&str]) {
    assert!(!ran.succeeded && ran.out.is_empty(), "{}", ran.out);
    assert_eq!(ran.error.trim().lines().count(), 1, "{}", ran.error);
    for words in words {
        assert!(ran.error.contains(words), "{words}: {}", ran.error);
    }
}

#[tokio::test]
async fn a_copy_takes_the_place_of_the_database_and_no_mail_leaves_twice() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    let mut rui = app.member("rui@example.org").await;
    app.browser().post("/forgot-password", &[("email", "rui@example.org")]).await;
    app.deliver_all().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM password_links").await, 1);
    app.queue(MARIA).await;
    let copy = backup(&app).await;
    app.deliver_all().await;
    app.member("later@example.org").await;

    // The test's own connections are a server's, to the program.
    let refused = program::run(&app, &["restore", copy.to_str().unwrap()], &[]).await;
    is_one_line(&refused, &["uses", "stop it first"]);

    app.state.store.close().await;
    let ran = program::run(&app, &["restore", copy.to_str().unwrap()], &[]).await;
    assert!(ran.succeeded && ran.out.contains("`chaveiro mail retry --all`"), "{} {}", ran.out, ran.error);
    let app = app.restarted(|_| ()).await;

    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 2);
    assert_eq!(app.number("SELECT COUNT(*) FROM password_links").await, 0, "one that was used since would work again");
    let mails = app.mails().len();
    app.deliver_all().await;
    assert_eq!(app.mails().len(), mails, "a mail left twice");
    assert_eq!(app.browser().sign_in("rui@example.org", OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_ne!(rui.get("/account").await.status, StatusCode::OK, "a session that may have ended since");
    let delivery = app.account(MARIA).await.delivery.expect("a mail");
    assert_eq!((delivery.state, delivery.step.as_deref()), (DeliveryState::Failed, Some("restored")));
    let logged = app.texts("SELECT detail FROM audit_events WHERE kind = 'database_restored'").await;
    assert_eq!(logged, [Some("mails held: 1".to_owned())]);

    app.deliver_all().await;
    let mails = app.mails().len();
    let ran = program::run(&app, &["mail", "retry", "--all"], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    app.deliver_all().await;
    assert_eq!(app.mails().len(), mails + 1, "an admin decides");

    let kept: Vec<_> = names(&app).into_iter().filter(|name| name.contains(".replaced-")).collect();
    assert_eq!(kept.len(), 1, "{:?}", names(&app));
    assert!(names(&app).iter().all(|name| !name.contains("restoring")), "{:?}", names(&app));
    let url = format!("sqlite://{}", app.folder.path().join(&kept[0]).display());
    let app = app.restarted(|settings| settings.database_url = url).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 3, "what was there before is whole");
}

/// The second takes nothing of what the first has kept, even in the same second or under a clock set back.
#[test]
fn a_file_that_is_kept_takes_no_others_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chaveiro.db");
    for content in ["first", "second", "third"] {
        let _ = std::fs::remove_file(&path);
        std::fs::write(&path, content).unwrap();
        let kept = file::keep_beside(&path, ".replaced-20261130T050807Z").unwrap();
        assert_eq!(std::fs::read_to_string(kept).unwrap(), content);
    }
    let kept = file::all_of(&path).unwrap();
    let contents: Vec<_> = kept[1..].iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert_eq!(contents, ["first", "second", "third"]);
}

/// A server that opened the database by another name is noticed all the same, and a link to it stays one.
#[tokio::test]
async fn a_database_with_several_names_is_one() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    app.member("rui@example.org").await;
    let copy = backup(&app).await;
    app.member("later@example.org").await;
    let (main, folder) = (database(&app), app.folder.path().to_owned());
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.db");
    let chain = folder.join("chain.db");
    std::os::unix::fs::symlink(&main, &link).unwrap();
    std::os::unix::fs::symlink(&link, &chain).unwrap();
    let spelled = folder.join(".").join(main.file_name().unwrap());
    let url = |path: &Path| [("DATABASE_URL", format!("sqlite://{}", path.display()))];
    let copy = copy.to_str().unwrap();
    for name in [&link, &chain, &spelled] {
        let ran = program::run(&app, &["restore", copy], &url(name)).await;
        is_one_line(&ran, &["uses", "stop it first"]);
    }
    let hard = folder.join("hard.db");
    std::fs::hard_link(&main, &hard).unwrap();
    for name in [&hard, &link] {
        // The server's lock is beside the other name.
        let ran = program::run(&app, &["restore", copy], &url(name)).await;
        assert!(!ran.succeeded && app.number("SELECT COUNT(*) FROM users").await == 2, "{}", ran.error);
    }
    app.state.store.close().await;
    let ran = program::run(&app, &["restore", copy], &url(&main)).await;
    is_one_line(&ran, &["another name", "find / -xdev -samefile"]);
    std::fs::remove_file(&hard).unwrap();

    let ran = program::run(&app, &["restore", copy], &url(&chain)).await;
    assert!(ran.succeeded && ran.out.contains(": 1 account;"), "{} {}", ran.out, ran.error);
    assert_eq!(std::fs::read_link(&chain).unwrap(), link);
    assert!(std::fs::symlink_metadata(&main).unwrap().is_file(), "the file is where it was");
    assert!(std::fs::read_dir(elsewhere.path()).unwrap().count() == 1, "something lies beside the link");
    let app = app.restarted(|_| ()).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

/// What an interrupted restore leaves, the database with a second name of ours, is no obstacle to the next one.
#[tokio::test]
async fn a_restore_that_was_interrupted_can_be_done_again() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    let copy = backup(&app).await;
    app.state.store.close().await;
    let main = database(&app);
    file::keep_beside(&main, ".replaced-20261130T050807Z").unwrap();
    let app = restored(app, &copy, &[]).await;
    assert_eq!(names(&app).iter().filter(|name| name.contains(".replaced-")).count(), 2, "{:?}", names(&app));
}

#[tokio::test]
async fn mails_go_on_when_the_operator_says_so() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    app.queue(MARIA).await;
    let copy = backup(&app).await;
    let app = restored(app, &copy, &["--resume-mails"]).await;
    app.deliver_all().await;
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_no_copy_of_this_database_changes_nothing() {
    let app = program::start(|_| ()).await;
    app.member("rui@example.org").await;
    if is_postgres() {
        let ran = program::run(&app, &["restore", "copy.bak"], &[]).await;
        is_one_line(&ran, &["pg_dump", "pg_restore"]);
        return;
    }
    let copy = backup(&app).await;
    let folder = app.folder.path().to_owned();
    let main = database(&app);
    app.state.store.close().await;
    let before = std::fs::read(&main).unwrap();
    let whole = std::fs::read(&copy).unwrap();
    let other = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut damaged = whole.clone();
    damaged[4096..].fill(7);
    let text = other(
        "text.bak",
        b"not a database at all, and long enough to have a header of a hundred bytes, which this has now",
    );
    let empty = other("empty.bak", b"");
    let damaged = other("damaged.bak", &damaged);
    let mut in_one_page = whole.clone();
    let page = whole.len() / 2 / 4096 * 4096;
    in_one_page[page..page + 4096].fill(7);
    let in_one_page = other("one_page.bak", &in_one_page);
    let cut = other("cut.bak", &whole[..whole.len() / 2]);
    for (path, words) in [
        (&text, "no copy of a Chaveiro database"),
        (&empty, "no copy of a Chaveiro database"),
        (&damaged, "damaged"),
        (&in_one_page, "damaged"),
        (&cut, "damaged"),
        (&folder.join("missing.bak"), "cannot read"),
        (&folder, "it is a folder"),
        (&PathBuf::from("/dev/null"), "no regular file"),
        (&main, "the database itself"),
    ] {
        let ran = program::run(&app, &["restore", path.to_str().unwrap()], &[]).await;
        is_one_line(&ran, &[words]);
    }
    let portuguese = [("LANG", "pt_BR.UTF-8".to_owned())];
    for (path, words) in [
        (&folder, "é uma pasta"),
        (&folder.join("missing.bak"), "não foi possível ler"),
        (&text, "não é um arquivo SQLite"),
    ] {
        let ran = program::run(&app, &["restore", path.to_str().unwrap()], &portuguese).await;
        is_one_line(&ran, &[words]);
    }
    let key = [("CHAVEIRO_SECRET_KEY", "another key of more than thirty-two letters".to_owned())];
    let ran = program::run(&app, &["restore", copy.to_str().unwrap()], &key).await;
    is_one_line(&ran, &["CHAVEIRO_SECRET_KEY", "not the key"]);
    assert_eq!(ran.status, Some(78));
    assert_eq!(std::fs::read(&main).unwrap(), before);
    let left: Vec<_> = file::all_of(&main).unwrap();
    assert!(left.iter().all(|path| !path.to_str().unwrap().contains("restoring")), "{left:?}");
}

/// `cp data/chaveiro.db*` into one folder, of a running server and then of one that was stopped.
#[tokio::test]
async fn the_log_of_an_earlier_copy_beside_a_good_one_is_left_out() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    app.member("rui@example.org").await;
    let (main, folder) = (database(&app), tempfile::tempdir().unwrap());
    let copy = folder.path().join("chaveiro.db");
    std::fs::copy(file::beside(&main, "-wal"), file::beside(&copy, "-wal")).unwrap();
    for number in 0..20 {
        app.queue(&format!("person{number}@example.org")).await;
    }
    app.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
    std::fs::copy(&main, &copy).unwrap();
    let app = restored(app, &copy, &[]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 21);
}

/// What the server writes from then on is lost when it ends.
#[tokio::test]
async fn a_copy_moved_over_the_database_of_a_running_server_is_noticed() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    app.admin().await;
    let copy = backup(&app).await;
    assert_eq!(app.browser().get("/readyz").await.status, StatusCode::OK);
    std::fs::rename(&copy, database(&app)).unwrap();
    assert_eq!(app.browser().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

/// SQLite reads the log it finds into whatever file has the name: the copy was spoiled.
#[tokio::test]
async fn a_copy_laid_over_the_database_by_hand_is_noticed_and_can_then_be_restored() {
    if is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    app.member("rui@example.org").await;
    let copy = backup(&app).await;
    let main = database(&app);
    app.member("later@example.org").await;
    // As a server that was killed leaves it.
    let log = std::fs::read(file::beside(&main, "-wal")).unwrap();
    let raw = std::fs::read(&main).unwrap();
    assert!(!log.is_empty());
    app.state.store.close().await;

    let ran = program::run(&app, &["user", "list"], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);

    // First a file that `backup` wrote, then a raw one from another time.
    let mut other = raw.clone();
    other.iter_mut().skip(200).for_each(|byte| *byte ^= 1);
    for (laid, is_raw) in [(std::fs::read(&copy).unwrap(), false), (other, true)] {
        std::fs::write(&main, &laid).unwrap();
        std::fs::write(file::beside(&main, "-wal"), &log).unwrap();
        let _ = std::fs::remove_file(file::beside(&main, "-shm"));
        if is_raw {
            let modified = std::fs::metadata(&main).unwrap().modified().unwrap();
            let later = modified + Duration::from_secs(60);
            std::fs::File::options().write(true).open(&main).unwrap().set_modified(later).unwrap();
        }
        let ran = program::run(&app, &["user", "list"], &[]).await;
        is_one_line(&ran, &["chaveiro.db-wal", "chaveiro restore"]);
        assert_eq!(std::fs::read(&main).unwrap(), laid, "the copy was touched");
    }
    // What a killed server leaves is its own, whenever it is looked at.
    std::fs::write(&main, &raw).unwrap();
    let ran = program::run(&app, &["user", "list"], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    assert!(ran.out.contains("later@example.org"));

    std::fs::write(file::beside(&main, "-wal"), &log).unwrap();
    std::fs::copy(&copy, &main).unwrap();
    let ran = program::run(&app, &["restore", copy.to_str().unwrap()], &[]).await;
    assert!(ran.succeeded, "{}", ran.error);
    let app = app.restarted(|_| ()).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

#[tokio::test]
async fn a_copy_is_kept_before_migrations_and_three_of_them() {
    if is_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let migrations = folder.path().join("migrations");
    std::fs::create_dir(&migrations).unwrap();
    let all = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/server/store/migrations")).unwrap();
    for path in all.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.as_str() < "0007" {
            std::fs::copy(&path, migrations.join(name)).unwrap();
        }
    }
    let path = folder.path().join("chaveiro.db");
    let url = format!("sqlite://{}", path.display());
    sqlx::any::install_default_drivers();
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&format!("{url}?mode=rwc")).await.unwrap();
    let earlier = sqlx::migrate::Migrator::new(migrations.as_path()).await.unwrap();
    earlier.run(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    // Three of a clock that was ahead of this one: what is made now stays all the same.
    for year in 2050..2053 {
        std::fs::write(folder.path().join(format!("chaveiro.db.before-migration-{year}0101T000000Z-from-0001")), "")
            .unwrap();
    }
    let open =
        || Store::open(&url, chaveiro::server::clock::Clock::system(), AuditKey(zeroize::Zeroizing::new([7; 32])));

    open().await.unwrap().close().await;

    let copies = || {
        let mut copies = file::all_of(&path).unwrap();
        copies.retain(|path| path.to_str().unwrap().contains(".before-migration-"));
        copies
    };
    let kept = copies();
    assert_eq!(kept.len(), file::COPIES_KEPT, "{kept:?}");
    let newest = &kept[0];
    assert!(newest.to_str().unwrap().ends_with("Z-from-0006"), "{newest:?}");
    assert_eq!(std::fs::metadata(newest).unwrap().permissions().mode() & 0o777, 0o600);
    let mut copy =
        <sqlx::AnyConnection as sqlx::Connection>::connect(&format!("sqlite://{}", newest.display())).await.unwrap();
    let row = sqlx::query("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(&mut copy).await.unwrap();
    assert_eq!(sqlx::Row::get::<i64, _>(&row, 0), 6);

    open().await.unwrap().close().await;
    assert_eq!(copies(), kept, "nothing changed, so nothing is copied");
}

#[tokio::test]
async fn the_help_of_a_backup_says_how_to_put_it_back() {
    let app = program::start(|_| {}).await;
    let help = program::run(&app, &["backup", "--help"], &[]).await.out;
    let own = help.split("Settings:").next().unwrap();
    assert!(own.contains("Restore it with `chaveiro restore FILE`"), "{own}");
    let help = program::run(&app, &["restore", "--help"], &[]).await.out;
    assert!(help.contains("Stop the server first"), "{help}");
}
