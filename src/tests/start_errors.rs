//! What is wrong is said at the start: soon, in one line, where, and what to do.

use crate::app::{database, is_postgres};
use crate::program::refused_start;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;

const SOON: Duration = Duration::from_secs(5);

/// Starts on `url` and holds the refusal against the rule: one line, soon, with these words and without any secret.
async fn refused(url: &str, words: &[&str]) -> String {
    let (output, took) = refused_start(&[("DATABASE_URL", url.to_owned())]).await;
    assert_eq!(output.lines().count(), 1, "{output}");
    assert!(took < SOON, "{took:?}: {output}");
    for word in words {
        assert!(output.contains(word), "{url} should say {word}: {output}");
    }
    for raw in ["geheim", "error returned from database", "os error", "pool timed out", "error communicating", "(code:"]
    {
        assert!(!output.contains(raw), "{raw}: {output}");
    }
    output
}

fn url(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

#[tokio::test]
async fn a_file_that_is_no_database_or_no_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.db");
    std::fs::write(&file, b"no database".repeat(99)).unwrap();
    refused(&url(&file), &["c.db", "no SQLite database", "DATABASE_URL"]).await;
    refused(&url(folder.path()), &[&folder.path().display().to_string(), "is a folder"]).await;
    refused("sqlite:///dev/null/x.db", &["/dev/null", "is a file, not a folder"]).await;
    refused("sqlite:///proc/nowhere/x.db", &["/proc/nowhere"]).await;
    refused(&format!("{}?mode=rw", url(&folder.path().join("missing.db"))), &["missing.db", "question mark"]).await;
}

#[tokio::test]
async fn a_log_without_its_database_is_not_thrown_away_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.db");
    std::fs::write(folder.path().join("c.db-wal"), b"accounts").unwrap();
    refused(&url(&file), &["c.db is missing", "c.db-wal", "put the database back"]).await;
    assert!(!file.exists());
    std::fs::write(&file, b"").unwrap();
    refused(&url(&file), &["c.db is empty", "c.db-wal", "put the database back"]).await;
    refused("sqlite:///proc/x.db", &["/proc/x.db", "name another file in DATABASE_URL"]).await;
}

#[tokio::test]
async fn the_file_of_another_program_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql("CREATE TABLE users (x)").execute(&mut other).await.unwrap();
    sqlx::Connection::close(other).await.unwrap();
    let before = std::fs::read(&file).unwrap();
    refused(&url(&file), &["other.db", "tables of another program"]).await;
    assert!(std::fs::read(&file).unwrap() == before, "it was changed");
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_named_after_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("held.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut holder = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql("CREATE TABLE t (x); BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)").execute(&mut holder).await.unwrap();
    refused(&url(&file), &["held.db", "locked by another program"]).await;
}

/// Root writes everywhere, so the program is started as nobody, from a place that nobody can read.
#[tokio::test]
async fn unwritable_files_and_folders_are_distinguished() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let set = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let program = folder.path().join("chaveiro");
    std::fs::copy(env!("CARGO_BIN_EXE_chaveiro"), &program).unwrap();
    set(&program, 0o755);
    set(folder.path(), 0o755);
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    set(&data, 0o777);
    let file = data.join("c.db");
    std::fs::write(&file, b"").unwrap();
    let run_unprivileged = |arguments: &[&str]| {
        let mut command = std::process::Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program).args(arguments);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("DATABASE_URL", url(&file));
        command.env("CHAVEIRO_SECRET_KEY", "a key of more than thirty-two letters").current_dir(&data);
        let ran = command.output().expect("setpriv, of util-linux");
        assert!(!ran.status.success());
        String::from_utf8_lossy(&ran.stderr).into_owned()
    };
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0);
    if !is_root {
        return;
    }
    let lock = data.join("c.db.lock");
    std::fs::write(&lock, b"").unwrap();
    set(&lock, 0o600);
    set(&file, 0o666);
    let output = run_unprivileged(&["doctor"]);
    assert!(output.contains("c.db.lock") && output.contains("chown") && output.lines().count() == 1, "{output}");
    std::fs::remove_file(&lock).unwrap();
    set(&file, 0o444);
    let output = run_unprivileged(&["doctor"]);
    assert!(output.contains("c.db is read-only") && output.lines().count() == 1, "{output}");
    set(&file, 0o666);
    set(&data, 0o555);
    let output = run_unprivileged(&["doctor"]);
    assert!(
        output.contains("its folder") && output.contains("is read-only") && output.lines().count() == 1,
        "{output}"
    );
    // It is there, for who may look.
    std::fs::write(&file, b"SQLite format 3\0").unwrap();
    set(&data, 0o700);
    for arguments in [&["user", "list"][..], &["backup", "copy.db"], &["audit", "verify"]] {
        let output = run_unprivileged(arguments);
        assert!(output.contains("permission denied") && !output.contains("there is no database"), "{output}");
    }
}

#[tokio::test]
async fn a_postgresql_that_is_not_there_is_named_soon() {
    refused("postgres://u:geheim@127.0.0.1:1/x", &["127.0.0.1:1", "refused", "start PostgreSQL"]).await;
    refused("postgres://u:geheim@no-such-host.invalid/x", &["no-such-host.invalid", "DNS"]).await;
    refused("postgres://u:geheim@[::1]:1/x", &["[::1]:1", "refused", "start PostgreSQL"]).await;
    refused("postgres:///x?host=/nowhere&user=u", &["socket in /nowhere"]).await;
}

/// A server that takes the connection and says nothing, and two that are something else.
#[tokio::test]
async fn a_server_that_is_no_postgresql_is_recognized() {
    use std::io::Write as _;
    for (answer, words) in
        [(None, "does not answer"), (Some("220 mail.example.org ESMTP\r\n"), "PostgreSQL"), (Some(""), "PostgreSQL")]
    {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming().flatten() {
                let mut stream = stream;
                if let Some(answer) = answer {
                    let _ = stream.write_all(answer.as_bytes());
                    let _ = stream.shutdown(std::net::Shutdown::Both);
                }
                kept.push(stream);
            }
        });
        refused(&format!("postgres://u:geheim@127.0.0.1:{port}/x"), &[&format!("127.0.0.1:{port}"), words]).await;
    }
}

#[tokio::test]
async fn refusals_of_postgresql_are_explained() {
    if !is_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let url = url::Url::parse(&database(&folder).await).unwrap();
    let changed = |change: &dyn Fn(&mut url::Url)| {
        let mut url = url.clone();
        change(&mut url);
        url.to_string()
    };
    let port = url.port().unwrap().to_string();
    let wrong = changed(&|url| url.set_password(Some("geheim")).unwrap());
    refused(&wrong, &[&port, "refuses the password of user test", "percent-encoded"]).await;
    let encoded = changed(&|url| url.set_password(Some("%41geheim")).unwrap());
    refused(&encoded, &["written %25"]).await;
    refused(&changed(&|url| url.set_path("nowhere")), &["no database nowhere", "CREATE DATABASE nowhere"]).await;
    refused(&changed(&|url| url.set_query(Some("sslmode=require"))), &["speaks no TLS", "sslmode=disable"]).await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let settings = [
        ("DATABASE_URL", url(&folder.path().join("x.db"))),
        ("CHAVEIRO_LISTEN", address.clone()),
        ("CHAVEIRO_SMPT_URL", "x".to_owned()),
    ];
    let (output, _) = refused_start(&settings).await;
    let lines: Vec<&str> = output.lines().collect();
    let &[unknown, last] = lines.as_slice() else { panic!("{output}") };
    assert!(unknown.contains("CHAVEIRO_SMPT_URL is not a setting; did you mean CHAVEIRO_SMTP_URL?"), "{output}");
    assert!(
        last.contains(&format!("CHAVEIRO_LISTEN: cannot listen on {address}")) && last.contains("another program"),
        "{output}"
    );
}

/// What `chaveiro serve --dev` logs as warnings until it answers.
async fn warnings(settings: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chaveiro"));
    command.args(["serve", "--dev"]).env_clear().env("CHAVEIRO_LISTEN", "127.0.0.1:0").env("RUST_LOG", "warn");
    command.envs(settings.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("the program");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let begun = tokio::time::timeout(Duration::from_secs(30), lines.next_line()).await.expect("it starts in time");
    assert!(begun.unwrap().is_some_and(|line| line.starts_with("Chaveiro is at ")));
    child.kill().await.unwrap();
    let mut logged = String::new();
    child.stderr.take().expect("its log").read_to_string(&mut logged).await.unwrap();
    logged
}

/// Seen: the doctor called it a failure, and the server started without a word.
#[tokio::test]
async fn the_server_warns_of_what_the_doctor_calls_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let usual = [("CHAVEIRO_DATA_DIR", data)];
    assert_eq!(warnings(&usual).await, "");
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
    let warned = warnings(&[usual[0], ("CHAVEIRO_TRUSTED_PROXIES", "0.0.0.0/0")]).await;
    for words in ["other users can replace files in", "chmod 700", "every address is trusted"] {
        assert!(warned.contains(words), "{words}: {warned}");
    }
}

#[tokio::test]
async fn a_new_database_beside_an_earlier_secret_key_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let usual = [("CHAVEIRO_DATA_DIR", folder.path().to_str().unwrap())];
    assert_eq!(warnings(&usual).await, "");
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let file = entry.unwrap().path();
        if file.ends_with("secret.key") {
            std::fs::File::options().write(true).open(file).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        } else if file.is_file() {
            std::fs::remove_file(file).unwrap();
        }
    }
    let warned = warnings(&usual).await;
    assert!(
        warned.contains("the database is new, but the secret key") && warned.contains("restore --help"),
        "{warned}"
    );
    assert_eq!(warnings(&usual).await, "");
}
