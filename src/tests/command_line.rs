//! The command line acts on accounts as the pages do: the real program, the same database.

use crate::app::{OWN_PASSWORD, TestApp, new_user};
use crate::program::{self, ProgramOutput};
use chaveiro::domain::{AdminAction, Role, UserStatus};
use chaveiro::server::config::SelfRegistration;
use serde_json::Value;

const MARIA: &str = "maria@example.org";
async fn user(app: &TestApp, arguments: &[&str]) -> ProgramOutput {
    program::run(app, &[&["user"], arguments].concat(), &[]).await
}

/// The program has the machine's clock: what was invited by the stopped one is to last.
async fn start() -> TestApp {
    let years = std::time::Duration::from_secs(100 * 365 * 86400);
    program::start(|settings| settings.temporary_password_ttl = years).await
}

#[tokio::test]
async fn each_action_is_done_and_printed_and_one_that_does_not_apply_fails_in_one_line() {
    let app = start().await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    let id = app.account(MARIA).await.user.id.to_string();
    for (command, action, state) in [
        ("resend", AdminAction::Resend, UserStatus::Waiting),
        ("revoke", AdminAction::Revoke, UserStatus::Revoked),
        ("disable", AdminAction::Disable, UserStatus::Disabled),
        ("enable", AdminAction::Enable, UserStatus::Revoked),
        ("delete", AdminAction::Delete, UserStatus::Deleted),
        ("restore", AdminAction::Restore, UserStatus::Revoked),
        ("unlock", AdminAction::Unlock, UserStatus::Revoked),
    ] {
        let ran = user(&app, &[command, "--email", "MARIA@example.org", "--json"]).await;
        assert!(ran.succeeded && ran.error.is_empty(), "{command}: {}", ran.error);
        let object: Value = serde_json::from_str(&ran.out).expect("an object");
        let expected = serde_json::json!({ "id": id, "email": MARIA, "act": action.as_str(), "done": true });
        assert_eq!(object, expected, "{command}");
        assert_eq!(app.account(MARIA).await.status, state, "{command}");
    }
    for (command, words) in
        [("require-password", "status revoked"), ("enable", "status revoked"), ("restore", "status revoked")]
    {
        let ran = user(&app, &[command, "--email", MARIA]).await;
        assert!(!ran.succeeded && ran.out.is_empty(), "{command}: {}", ran.out);
        assert_eq!(ran.error.trim().lines().count(), 1, "{command}: {}", ran.error);
        assert!(ran.error.contains(words), "{command}: {}", ran.error);
    }
    assert!(user(&app, &["delete", "--email", MARIA]).await.succeeded);
    for (command, hint) in [("resend", true), ("unlock", true), ("delete", false)] {
        let ran = user(&app, &[command, "--email", MARIA]).await;
        assert!(!ran.succeeded && ran.error.contains("status deleted"), "{command}: {}", ran.error);
        assert_eq!(ran.error.contains("chaveiro user restore"), hint, "{command}: {}", ran.error);
    }
    let nobody = user(&app, &["disable", "--email", "quem@example.org"]).await;
    assert!(!nobody.succeeded && nobody.error.contains("no one has the email"), "{}", nobody.error);
}

#[tokio::test]
async fn a_registered_person_is_listed_and_approved_or_refused() {
    let app = program::start(|settings| settings.self_registration = SelfRegistration::Approval).await;
    for email in [MARIA, "ivo@example.org"] {
        app.register(email, OWN_PASSWORD).await;
    }
    let ran = user(&app, &["list", "--status", "pending", "--json"]).await;
    assert!(ran.succeeded, "{}", ran.error);
    let listed: Value = serde_json::from_str(&ran.out).expect("an array");
    let states: Vec<_> = listed.as_array().expect("an array").iter().map(|person| person["state"].clone()).collect();
    assert_eq!(states, ["pending", "pending"]);
    assert!(!user(&app, &["enable", "--email", MARIA]).await.succeeded);

    assert!(user(&app, &["approve", "--email", MARIA]).await.succeeded);
    assert!(user(&app, &["refuse", "--email", "ivo@example.org"]).await.succeeded);

    assert_eq!(app.account(MARIA).await.status, UserStatus::Active);
    assert_eq!(app.account("ivo@example.org").await.status, UserStatus::Deleted);
    let again = user(&app, &["approve", "--email", MARIA]).await;
    assert!(!again.succeeded && again.error.contains("approve doesn't apply"), "{}", again.error);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_account_is_shown_with_its_mail_and_its_history() {
    let app = start().await;
    app.invite(MARIA).await;
    let secret = app.last_password();
    let ran = user(&app, &["show", "--email", MARIA, "--json"]).await;
    assert!(ran.succeeded, "{}", ran.error);
    let object: Value = serde_json::from_str(&ran.out).expect("an object");
    assert_eq!((&object["state"], &object["delivery"]["state"]), (&"invited".into(), &"sent".into()));
    let kinds: Vec<_> =
        object["events"].as_array().expect("events").iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, ["mail_accepted", "temporary_password_drawn", "user_created"]);
    assert!(object["temporary_password_until"].is_string());

    let ran = user(&app, &["show", "--email", MARIA]).await;
    for words in ["Maria Souza", "invited", "Email accepted by the mail server (worker)", "Account created (console)"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(!ran.out.contains(&secret), "a secret is printed");
}

#[tokio::test]
async fn the_list_is_taken_away_as_csv_or_json_and_the_log_says_so() {
    let app = start().await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    let csv = user(&app, &["export"]).await;
    assert!(csv.succeeded && csv.out.contains(MARIA), "{}", csv.error);
    let json = user(&app, &["export", "--json"]).await;
    let found: Value = serde_json::from_str(&json.out).expect("an array");
    assert_eq!(found[0]["email"], MARIA);
    assert_eq!(json.out, user(&app, &["list", "--json"]).await.out);
    let logged = app.texts("SELECT detail FROM audit_events WHERE kind = 'users_exported'").await;
    assert_eq!(logged, [Some("1 row".to_owned()), Some("1 row".to_owned())]);
}

/// A sub-command's help begins with what is its own; the settings have a page.
#[tokio::test]
async fn help_shows_a_commands_own_options_and_the_settings_on_a_page_of_their_own() {
    let app = program::start(|_| ()).await;
    let own = program::run(&app, &["user", "create", "--help"], &[]).await;
    assert!(own.succeeded && own.out.contains("--email") && own.out.contains("chaveiro help settings"), "{}", own.out);
    assert!(!own.out.contains("CHAVEIRO_SMTP_URL") && !own.out.contains("--smtp-url"), "{}", own.out);
    for arguments in [&["help", "settings"][..], &["settings", "--help"], &["settings"], &["--help"]] {
        let settings = program::run(&app, arguments, &[]).await;
        assert!(settings.succeeded && settings.out.contains("CHAVEIRO_SMTP_URL"), "{arguments:?}: {}", settings.out);
        assert!(settings.out.contains("LANG=pt_BR.UTF-8"), "{arguments:?}: {}", settings.out);
    }
    let hidden = program::run(&app, &["user", "list", "--organization", "Aurora"], &[]).await;
    assert!(
        hidden.succeeded,
        "a setting is a flag of every command, also where the help leaves it out: {}",
        hidden.error
    );
}

#[tokio::test]
async fn every_shell_gets_its_completions() {
    let app = program::start(|_| ()).await;
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = program::run(&app, &["completions", shell], &[]).await;
        assert!(script.succeeded && script.out.contains("doctor"), "{shell}: {}", script.error);
    }
}

#[tokio::test]
async fn the_manual_is_one_page_or_one_for_each_command() {
    let app = program::start(|_| ()).await;
    let page = program::run(&app, &["man"], &[]).await;
    assert!(page.succeeded && page.out.contains(".TH chaveiro 1"), "{}", page.error);
    assert!(page.out.contains("CHAVEIRO_PUBLIC_URL") && page.out.contains("Exit status"), "{}", page.out);
    let folder = tempfile::tempdir().expect("a folder");
    let written = program::run(&app, &["man", &folder.path().display().to_string()], &[]).await;
    assert!(written.succeeded && written.out.is_empty(), "{}", written.error);
    let import = std::fs::read_to_string(folder.path().join("chaveiro-user-import.1")).expect("a page of its own");
    assert!(import.contains("dry"), "{import}");
    let nowhere = program::run(&app, &["man", "/nowhere"], &[]).await;
    assert!(!nowhere.succeeded && nowhere.error.contains("cannot write the manual"), "{}", nowhere.error);
}

/// The statuses of sysexits.h that the help names: scripts tell by them what went wrong.
#[tokio::test]
async fn the_exit_status_says_what_was_wrong() {
    let app = program::start(|_| ()).await;
    let manual = program::run(&app, &["--help"], &[]).await;
    assert!(manual.out.contains("64 wrong command line"), "{}", manual.out);
    let folder = tempfile::tempdir().unwrap();
    let gone = || vec![("DATABASE_URL", "sqlite:///dev/null/x.db".to_owned())];
    let missing = || vec![("DATABASE_URL", format!("sqlite://{}", folder.path().join("x.db").display()))];
    let serving = |listen: &str| {
        let smtp = ("CHAVEIRO_SMTP_URL", "smtp://127.0.0.1:25".to_owned());
        vec![smtp, ("CHAVEIRO_LISTEN", listen.to_owned())]
    };
    let other_key = || vec![("CHAVEIRO_SECRET_KEY", "another key of more than thirty-two letters".to_owned())];
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let copy = folder.path().join("copy.bak");
    let copy = copy.to_str().unwrap();
    for (arguments, settings, status) in [
        (&["user", "lsit"][..], vec![], 64),
        (&["user", "show", "--email", MARIA], vec![], 1),
        (&["user", "list"], gone(), 69),
        (&["backup", copy], gone(), 69),
        (&["backup", copy], missing(), 69),
        (&["audit", "verify"], missing(), 69),
        (&["user", "list"], vec![("CHAVEIRO_SESSION_IDLE", "soon".to_owned())], 78),
        (&["user", "list"], other_key(), 78),
        (&["mail", "test", "--to", MARIA], vec![], 78),
        (&["serve"], vec![("CHAVEIRO_LISTEN", "127.0.0.1:0".to_owned())], 78),
        (&["serve"], serving(&taken.local_addr().unwrap().to_string()), 78),
        (&["serve"], serving("192.0.2.1:3000"), 78),
    ] {
        let ran = program::run(&app, arguments, &settings).await;
        assert_eq!(ran.status, Some(status), "{arguments:?}: {}", ran.error);
    }
}

/// Seen: PowerShell puts a byte order mark before what it pipes, and the first admin had a password that nobody can
/// type.
#[tokio::test]
async fn a_password_from_standard_input_is_the_first_line_without_a_byte_order_mark() {
    let app = start().await;
    for (input, password) in [
        (format!("\u{feff}{OWN_PASSWORD}\r\n"), OWN_PASSWORD),
        (format!("{OWN_PASSWORD}\nanother line\n"), OWN_PASSWORD),
        (format!(" {OWN_PASSWORD} \n"), &*format!(" {OWN_PASSWORD} ")),
    ] {
        let email = format!("a{}@example.org", input.len());
        let arguments = ["admin", "create", "--email", &email, "--name", "Ana", "--password-stdin"];
        let ran = program::run_with_input(&app, &arguments, input.as_bytes()).await;
        assert!(ran.succeeded, "{}", ran.error);
        assert_eq!(app.browser().sign_in(&email, password).await.location(), Some("/"), "{input:?}");
    }
}

/// The argument that is wrong is named as the help has it, and so is what it may be.
#[tokio::test]
async fn a_wrong_value_is_reported_with_its_argument() {
    let app = start().await;
    let create = ["user", "create", "--email", MARIA, "--name", "Maria"];
    let proxied = [
        "app",
        "create",
        "--name",
        "Wiki",
        "--home",
        "https://wiki.example.org",
        "--forward-auth",
        "--client-id",
        "wiki",
    ];
    assert!(program::run(&app, &proxied, &[]).await.succeeded);
    for (arguments, words) in [
        (&["mail", "test", "--to", ""][..], "--to: "),
        (&["mail", "retry", "--email", "maria"], "--email: "),
        (&["user", "show", "--email", "maria"], "--email: "),
        (&["user", "list", "--created-from", "2026-13-01"], "--created-from: "),
        (&["user", "list", "--created-from", "2026-12-01", "--created-to", "x"], "--created-to: "),
        (&["user", "export", "--seen-to", "x"], "--seen-to: "),
        (&["user", "list", "--seen-from", "2026-12-02", "--seen-to", "2026-12-01"], "--seen-from, --seen-to: "),
        (&["user", "list", "--group", "a b"], "--group: "),
        (&["user", "list", "--group", "typo"], "there is no group typo"),
        (&["user", "list", "--group", "typo", "--json"], "there is no group typo"),
        (&["user", "export", "--group", "typo"], "there is no group typo"),
        (&["user", "export", "--group", "typo", "--json"], "there is no group typo"),
        (&["group", "create", ""], "<NAME>: "),
        (&["group", "create", "Turma", "--slug", "A B"], "--slug: "),
        (&["group", "show", "A B"], "<SLUG>: "),
        (&["group", "add", "turma", "--email", "bad"], "--email: "),
        (&["app", "delete", ""], "<CLIENT_ID>: "),
        (&["app", "rotate-secret", "wiki"], "app wiki has no client secret: its proxy asks Chaveiro"),
        (&["app", "rotate-secret", "wiki", "--end-old"], "app wiki has no client secret: its proxy asks Chaveiro"),
        (&[&create[..], &["--role", "boss"]].concat(), "--role: use one of admin, member"),
        (&[&create[..], &["--locale", "fr"]].concat(), "--locale: use one of pt-BR, en"),
        (&[&create[..], &["--preset", "short"]].concat(), "--preset: use one of digits:N, "),
        (
            &[
                "app",
                "create",
                "--name",
                "A",
                "--home",
                "https://a.example.org",
                "--redirect-uri",
                "https://a.example.org/c",
                "--algorithm",
                "HS256",
            ],
            "--algorithm: use one of RS256, ES256",
        ),
    ] {
        let ran = program::run(&app, arguments, &[]).await;
        assert_eq!(ran.status, Some(1), "{arguments:?}: {}", ran.error);
        assert!(
            ran.out.is_empty() && ran.error.starts_with(&format!("chaveiro: {words}")),
            "{arguments:?}: {}",
            ran.error
        );
    }
}

/// People read times by their own clock, programs in UTC.
#[tokio::test]
async fn times_are_local_for_people_and_in_utc_for_programs() {
    let app = start().await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    let zone = [("TZ", "America/Sao_Paulo".to_owned())];
    let shown = program::run(&app, &["user", "show", "--email", MARIA], &zone).await;
    assert!(shown.succeeded && shown.out.contains("-03:00"), "{} {}", shown.out, shown.error);
    let for_programs = program::run(&app, &["user", "show", "--email", MARIA, "--json"], &zone).await;
    assert!(for_programs.out.contains("Z\"") && !for_programs.out.contains("-03:00"), "{}", for_programs.out);
    let elsewhere = program::run(&app, &["user", "show", "--email", MARIA], &[("TZ", "UTC".to_owned())]).await;
    assert!(elsewhere.out.contains("Z\n") && !elsewhere.out.contains("-03:00"), "{}", elsewhere.out);
}

/// Days are those of the installation's zone; a span that cannot be meant is refused.
#[tokio::test]
async fn people_are_listed_by_the_days_on_which_they_were_added() {
    let app = start().await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    let day = app.state.settings.time_zone.at(app.state.clock.now()).strftime("%Y-%m-%d").to_string();
    let listed = user(&app, &["list", "--created-from", &day, "--created-to", &day, "--sort", "status"]).await;
    assert!(listed.succeeded && listed.out.contains(MARIA), "{} {}", listed.out, listed.error);
    let before = user(&app, &["list", "--created-to", "2020-01-01"]).await;
    assert!(before.succeeded && before.out.is_empty(), "{} {}", before.out, before.error);
    let reversed = user(&app, &["list", "--created-from", &day, "--created-to", "2020-01-01"]).await;
    assert!(
        !reversed.succeeded && reversed.error.contains("the last day comes before the first"),
        "{}",
        reversed.error
    );
}

#[tokio::test]
async fn an_empty_list_says_so_in_words_and_not_among_the_rows() {
    let app = program::start(|_| ()).await;
    for (arguments, words) in [
        (&["user", "list", "--query", "zzz"][..], "No people found."),
        (&["mail", "list"], "No queued or failed emails found."),
        (&["audit", "list", "--kind", "mail_paused"], "No events found."),
    ] {
        let ran = program::run(&app, arguments, &[]).await;
        assert!(ran.succeeded && ran.out.is_empty() && ran.error.trim() == words, "{arguments:?}: {}", ran.error);
    }
}

/// `chaveiro user list | head` ends as `ls | head` does.
#[tokio::test]
async fn a_command_whose_output_nobody_reads_ends_without_a_word() {
    let app = start().await;
    app.admin().await;
    for arguments in
        [&["user", "list"][..], &["routes", "--json"], &["completions", "bash"], &["man"], &["help", "settings"]]
    {
        let (status, error) = program::run_with_closed_output(&app, arguments).await;
        assert!(matches!(status, Some(0 | 141)), "{arguments:?}: {status:?}");
        assert_eq!(error, "", "{arguments:?}");
    }
}

/// A full disk behind the output: what was done stays done, and the command says what is missing.
#[tokio::test]
async fn a_command_whose_output_cannot_be_written_fails_in_one_line() {
    let app = start().await;
    app.admin().await;
    for arguments in [
        &["user", "list"][..],
        &["user", "create", "--email", "ivo@example.org", "--name", "Ivo Lima"],
        &["user", "show", "--email", "ivo@example.org"],
        &["group", "create", "Turma"],
        &["group", "list", "--json"],
        &["audit", "list"],
        &["routes"],
        &["routes", "--json"],
        &["completions", "bash"],
        &["man"],
        &["settings"],
        &["--help"],
        &["--version"],
    ] {
        let (status, error) = program::run_redirected(&app, ">/dev/full", arguments).await;
        assert_eq!(status, Some(1), "{arguments:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
        assert!(error.contains("standard output"), "{arguments:?}: {error}");
    }
    assert_eq!(app.account("ivo@example.org").await.status, UserStatus::Waiting);
    for (arguments, expected) in [(&["user", "list"][..], 0), (&["user", "disable", "--email", "q@example.org"], 1)] {
        let (status, _) = program::run_redirected(&app, "2>/dev/full", arguments).await;
        assert_eq!(status, Some(expected), "{arguments:?}");
    }
    app.leave_mail();
}
