//! Every setting by one rule: nothing means not given, and what cannot be used is one line that helps.

use crate::program;
use chaveiro::domain::Locale;
use chaveiro::server::config::{Config, Kind, SETTINGS, SelfRegistration, Setting, Settings, unknown_settings};
use chaveiro::server::email::Transport;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

const KEY: &str = "a key of more than thirty-two letters";

/// What a setting needs beside it, and how it looks when it is good and when it is not.
struct Case {
    good: String,
    rubbish: Vec<&'static str>,
    beside: Vec<(&'static str, String)>,
}

/// A setting that stands in the table and not here fails the test.
fn case(variable: &str, folder: &Path) -> Case {
    let file = |name: &str, content: &str| {
        let path = folder.join(name);
        std::fs::write(&path, content).expect("a file");
        path.display().to_string()
    };
    let smtp = ("CHAVEIRO_SMTP_URL", "smtps://ana@mail.example.org".to_owned());
    let spans = vec!["soon", "0", "59s", "11y", "-5", "24 hours and a bit", "1,5h"];
    let numbers = vec!["few", "0", "1.5", "-1", "99999999999999999999", "1e3"];
    let (good, rubbish, beside) = match variable {
        "DATABASE_URL" => (
            format!("sqlite://{}", folder.join("other.db").display()),
            vec![
                "data.db",
                "mysql://u:geheim@h/d",
                "sqlite://",
                "sqlite::memory:",
                "sqlite://x.db?mode=ro",
                "sqlite://~/x.db",
                "sqlite://x.db?cache=no",
                "postgres://u:ge#heim@h/d",
                "postgres://u:ge/heim@h/d",
                "postgres://u:ge?heim@h/d",
                "postgres://u:1#geheim@h/d",
                "postgres://u:geheim%@h/d",
                "postgres://u:a@b/geheim@h/d",
                "postgres://u:geheim@h/d?sslmode=perhaps",
                "postgres://u@h/d?passwd=geheim",
                "postgres://u@h/d?sslmode=disable&pasword=geheim",
            ],
            vec![],
        ),
        "DATABASE_URL_FILE" => {
            let url = format!("sqlite://{}\n", folder.join("third.db").display());
            (file("url", &url), vec!["/nowhere/url", "~/url"], vec![])
        }
        "CHAVEIRO_DATA_DIR" => (folder.join("here").display().to_string(), vec!["~/data", "/dev/null/data"], vec![]),
        "CHAVEIRO_LISTEN" => {
            ("[::1]:3000".to_owned(), vec!["everywhere", "3000", "localhost", "127.0.0.1", "1.2.3.4:70000"], vec![])
        }
        "CHAVEIRO_PUBLIC_URL" => (
            "https://contas.example.org".to_owned(),
            vec![
                "contas.example.org",
                "http://contas.example.org",
                "https://a.example.org/b",
                "https://user:geheim@a.example.org",
                "ftp://a.example.org",
                "https://",
            ],
            vec![],
        ),
        "CHAVEIRO_SMTP_URL" => (
            "smtp://127.0.0.1:25".to_owned(),
            vec![
                "mail.example.org",
                "http://mail.example.org",
                "smtps://ana:geheim@mail.example.org",
                "smtp://mail.example.org",
            ],
            vec![],
        ),
        "CHAVEIRO_SMTP_PASSWORD" => ("geheim".to_owned(), vec![], vec![smtp]),
        "CHAVEIRO_SMTP_PASSWORD_FILE" => {
            (file("smtp", "geheim\n"), vec!["/nowhere/smtp", "/tmp", "~/smtp"], vec![smtp])
        }
        "CHAVEIRO_SMTP_CA_FILE" => {
            let pem = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/certificates/authority.pem");
            (
                pem.to_owned(),
                vec!["/nowhere/ca.pem", "/tmp"],
                vec![("CHAVEIRO_SMTP_URL", "smtp://127.0.0.1:25".to_owned())],
            )
        }
        "CHAVEIRO_MAIL_FROM" => {
            ("Contas <contas@example.org>".to_owned(), vec!["contas", "Contas <contas>", "a@b\nBcc: c@d"], vec![])
        }
        "CHAVEIRO_MAIL_REPLY_TO" => ("ajuda@example.org".to_owned(), vec!["ajuda", "a@b\nBcc: c@d"], vec![]),
        "CHAVEIRO_MAIL_PACE" => ("300/min".to_owned(), vec!["fast", "10", "0/s", "10/day", "5000/s", "x/s"], vec![]),
        "CHAVEIRO_ORGANIZATION" => ("Colégio".to_owned(), vec!["two\nlines", "\u{200b}", "\u{202e}oigéloC"], vec![]),
        "CHAVEIRO_LOGO" => {
            let mut picture = std::io::Cursor::new(Vec::new());
            image::DynamicImage::new_rgba8(8, 8).write_to(&mut picture, image::ImageFormat::Png).expect("an image");
            let path = folder.join("logo.png");
            std::fs::write(&path, picture.into_inner()).expect("a file");
            (path.display().to_string(), vec!["/nowhere/logo.png", "/tmp", "~/logo.png", "/etc/hostname"], vec![])
        }
        "CHAVEIRO_ACCENT_COLOR" => ("#1f5f4a".to_owned(), vec!["green", "#12345", "#ffcc00"], vec![]),
        "CHAVEIRO_SECRET_KEY" => (KEY.to_owned(), vec!["short"], vec![]),
        "CHAVEIRO_SECRET_KEY_FILE" => (file("key", KEY), vec!["/nowhere/key", "/tmp", "~/key"], vec![]),
        "CHAVEIRO_TEMPORARY_PASSWORD" => {
            ("words:4".to_owned(), vec!["digits", "digits:5", "digits:x", "cpf", "letters:9", "digits:65"], vec![])
        }
        "CHAVEIRO_TEMPORARY_PASSWORD_TTL" | "CHAVEIRO_SESSION_IDLE" | "CHAVEIRO_SESSION_MAX" => {
            ("36h".to_owned(), spans, vec![])
        }
        "CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS" | "CHAVEIRO_CODE_GUESSES_PER_DAY" | "CHAVEIRO_PARALLEL_HASHES" => {
            ("7".to_owned(), numbers, vec![])
        }
        "CHAVEIRO_IMPORT_ROWS" => {
            ("100000".to_owned(), vec!["many", "0", "-1", "100001", "20.000", "1e5", "5MiB"], vec![])
        }
        "CHAVEIRO_REMINDER_DAYS" => ("7".to_owned(), vec!["0", "weekly", "366", "1.5", "-1"], vec![]),
        "CHAVEIRO_PASSWORD_MIN_LENGTH" => ("12".to_owned(), numbers, vec![]),
        "CHAVEIRO_ARGON2" => {
            ("47104,1,1".to_owned(), vec!["strong", "8,1,1", "19456,2", "19456,2,0", "99999999,2,1"], vec![])
        }
        "CHAVEIRO_SELF_REGISTRATION" => ("approval".to_owned(), vec!["maybe", "2"], vec![]),
        "CHAVEIRO_REGISTRATION_DOMAINS" => {
            ("example.org, example.com".to_owned(), vec!["not a domain!", "*.example.org"], vec![])
        }
        "CHAVEIRO_TRUSTED_PROXIES" => (
            "10.0.0.2, 172.16.0.0/12 fd00::/8; loopback,private".to_owned(),
            vec!["proxy.example.org", "10.0.0.0/33", "10.0.0", "fd00::/129", "all"],
            vec![],
        ),
        "CHAVEIRO_DEFAULT_LOCALE" => ("en".to_owned(), vec!["fr", "C.UTF-8", "klingon!"], vec![]),
        "CHAVEIRO_TIME_ZONE" => {
            ("Europe/Lisbon".to_owned(), vec!["Brasília", "UTC-3", "America/Nowhere", "-03:00"], vec![])
        }
        "CHAVEIRO_AUDIT_RETENTION" => ("2y".to_owned(), vec!["12h", "11years", "forever"], vec![]),
        "CHAVEIRO_LOG_FORMAT" => ("json".to_owned(), vec!["xml", "yes"], vec![]),
        "RUST_LOG" => ("info,chaveiro=debug".to_owned(), vec!["inof", "chaveiro=loud", "=,=", "verbose"], vec![]),
        switch if setting(switch).kind == Kind::Switch => ("on".to_owned(), vec!["maybe", "2", "ja", "yes!"], vec![]),
        other => panic!("{other} is a setting, and this test has no values for it: add them"),
    };
    Case { good, rubbish, beside }
}

fn setting(variable: &str) -> &'static Setting {
    SETTINGS.iter().find(|setting| setting.variable == variable).expect("a setting")
}

/// Reads settings as a start does, those of the log too.
fn read(given: &[(&'static str, OsString)]) -> Result<(Settings, Vec<String>), String> {
    let config = Config::from_values(given.iter().cloned());
    config.is_json_log().map_err(|error| error.to_string())?;
    config.log_filter(true).map_err(|error| error.to_string())?;
    config.checked_with_notes(false).map_err(|error| error.to_string())
}

fn settings(folder: &Path, given: &[(&'static str, &str)]) -> Result<Settings, String> {
    let mut all = base(folder, "");
    all.extend(given.iter().map(|(variable, value)| (*variable, OsString::from(value))));
    read(&all).map(|(settings, _)| settings)
}

/// A data directory, unless the test is about it.
fn base(folder: &Path, about: &str) -> Vec<(&'static str, OsString)> {
    if about == "CHAVEIRO_DATA_DIR" { Vec::new() } else { vec![("CHAVEIRO_DATA_DIR", folder.join("data").into())] }
}

#[test]
fn every_setting_takes_a_good_value_takes_nothing_for_not_given_and_says_what_is_wrong_with_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    for setting in SETTINGS {
        let variable = setting.variable;
        let Case { good, rubbish, beside } = case(variable, folder.path());
        let with = |value: OsString| {
            let mut given = base(folder.path(), variable);
            given.extend(beside.iter().map(|(name, value)| (*name, OsString::from(value))));
            given.push((variable, value));
            read(&given)
        };
        // Taken, also with blanks around it.
        for good in [good.clone(), format!(" {good} ")] {
            with(good.clone().into()).unwrap_or_else(|error| panic!("{variable}={good:?}: {error}"));
        }
        // As if it were not there: what else is given decides, and rubbish would not be taken.
        let without = {
            let mut given = base(folder.path(), variable);
            given.extend(beside.iter().map(|(name, value)| (*name, OsString::from(value))));
            read(&given).map(|_| ())
        };
        // Without a folder of its own it would make one where the tests run.
        if variable != "CHAVEIRO_DATA_DIR" {
            for nothing in ["", " ", "\t\n"] {
                assert_eq!(with(nothing.into()).map(|_| ()), without, "{variable}={nothing:?}");
            }
        }
        for rubbish in rubbish {
            let said = with(rubbish.into()).map(|_| ()).expect_err(&format!("{variable}={rubbish:?} is taken"));
            assert!(said.starts_with(&format!("{variable}: ")), "{variable}={rubbish:?}: {said}");
            assert!(!said.contains('\n') && said.len() < 500, "{said}");
            assert!(!said.contains("geheim"), "{variable}={rubbish:?} repeats a password: {said}");
            let helps = [
                "for example",
                "chmod",
                "give the path",
                "openssl",
                "check the path",
                "write it as smtps://",
                "must start with",
                "set CHAVEIRO",
                "mounted",
            ];
            assert!(helps.iter().any(|help| said.contains(help)), "{variable}={rubbish:?}: {said}");
            for raw in ["error returned", "invalid value", "os error", "Os {", "ParseError", "relative URL"] {
                assert!(!said.contains(raw), "raw words: {said}");
            }
        }
        // Bytes that are no text.
        if !matches!(setting.kind, Kind::Secret | Kind::File) && variable != "CHAVEIRO_DATA_DIR" {
            let said = with(OsString::from_vec(vec![b'a', 0xff])).map(|_| ()).expect_err(variable);
            assert!(said.starts_with(variable) && said.contains("UTF-8"), "{said}");
        }
    }
}

#[test]
fn the_example_of_every_setting_is_one_that_is_taken_and_its_flag_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let password = ("CHAVEIRO_SMTP_PASSWORD", OsString::from("geheim"));
    for setting in SETTINGS.iter().filter(|setting| !matches!(setting.kind, Kind::File)) {
        let mut given =
            if setting.variable == "CHAVEIRO_DATA_DIR" { continue } else { base(folder.path(), setting.variable) };
        if setting.variable == "CHAVEIRO_SMTP_URL" {
            given.push(password.clone());
        }
        if setting.variable == "CHAVEIRO_SMTP_PASSWORD" {
            given.push(("CHAVEIRO_SMTP_URL", "smtps://ana@mail.example.org".into()));
        }
        given.push((setting.variable, setting.example.into()));
        read(&given).unwrap_or_else(|error| panic!("{error}"));
    }
    let said = settings(folder.path(), &[("CHAVEIRO_SESSION_IDLE", "soon")]).err().unwrap();
    assert!(said.contains("--session-idle") && said.contains("write for example 12h"), "{said}");
    let said = settings(folder.path(), &[("CHAVEIRO_SESSION_IDLE", "\"12h\"")]).err().unwrap();
    assert!(said.contains("without the quotation marks"), "{said}");
}

#[test]
fn a_switch_is_on_or_off_in_every_usual_spelling() {
    let folder = tempfile::tempdir().unwrap();
    for switch in SETTINGS.iter().filter(|setting| setting.kind == Kind::Switch) {
        for (text, on) in [
            ("true", true),
            ("TRUE", true),
            ("yes", true),
            ("Yes", true),
            ("on", true),
            ("1", true),
            ("sim", true),
            ("false", false),
            ("False", false),
            ("no", false),
            ("NO", false),
            ("off", false),
            ("0", false),
            ("não", false),
            ("NÃO", false),
        ] {
            let settings =
                settings(folder.path(), &[(switch.variable, text), ("CHAVEIRO_SMTP_URL", "smtp://127.0.0.1:25")])
                    .unwrap();
            let is_on = match switch.variable {
                "CHAVEIRO_ALLOW_CPF" => settings.allow_cpf,
                "CHAVEIRO_ALLOW_HANDOVER" => settings.allow_handover,
                "CHAVEIRO_ALLOW_SELF_DELETION" => settings.allow_self_deletion,
                // What these two allow is tried instead.
                "CHAVEIRO_ALLOW_HTTP" => self::settings(
                    folder.path(),
                    &[(switch.variable, text), ("CHAVEIRO_PUBLIC_URL", "http://a.example.org")],
                )
                .is_ok(),
                "CHAVEIRO_SMTP_ALLOW_PLAINTEXT" => self::settings(
                    folder.path(),
                    &[(switch.variable, text), ("CHAVEIRO_SMTP_URL", "smtp://a.example.org")],
                )
                .is_ok(),
                "CHAVEIRO_SHOW_SETUP_ADDRESS" => settings.show_setup_address,
                other => panic!("{other} is a switch, and this test does not know what it switches: add it"),
            };
            assert_eq!(is_on, on, "{}={text}", switch.variable);
        }
    }
    for (text, expected) in [
        ("ON", SelfRegistration::On),
        ("true", SelfRegistration::On),
        ("no", SelfRegistration::Off),
        ("Approval", SelfRegistration::Approval),
    ] {
        let settings = settings(folder.path(), &[("CHAVEIRO_SELF_REGISTRATION", text)]).unwrap();
        assert_eq!(settings.self_registration, expected, "{text}");
    }
}

#[test]
fn spans_lists_sizes_and_languages_are_read_as_people_write_them() {
    let folder = tempfile::tempdir().unwrap();
    let read = |variable, text| settings(folder.path(), &[(variable, text)]).unwrap_or_else(|error| panic!("{error}"));
    for (text, seconds) in [
        ("3600", 3600),
        ("90s", 90),
        ("15m", 900),
        ("24h", 86_400),
        ("24 h", 86_400),
        ("24H", 86_400),
        ("1day 12h", 129_600),
        ("30D", 2_592_000),
    ] {
        assert_eq!(read("CHAVEIRO_SESSION_MAX", text).session_max, Duration::from_secs(seconds), "{text}");
    }
    for text in [
        "a.example,b.example",
        " a.example , b.example ,",
        "a.example b.example",
        "a.example;\nb.example",
        "@a.example, @b.example",
    ] {
        assert_eq!(
            read("CHAVEIRO_REGISTRATION_DOMAINS", text).registration_domains,
            ["a.example", "b.example"],
            "{text}"
        );
    }
    for text in ["19456,2,1", " 19456 , 2 , 1 ", "19MiB,2,1", "m=19456,t=2,p=1", "19456 2 1"] {
        let params = read("CHAVEIRO_ARGON2", text).argon2;
        assert_eq!((params.memory_kib(), params.passes(), params.lanes()), (19_456, 2, 1), "{text}");
    }
    for (text, locale) in
        [("pt_BR.UTF-8", Locale::PtBr), ("PT-br", Locale::PtBr), ("en_US", Locale::En), ("EN", Locale::En)]
    {
        assert_eq!(read("CHAVEIRO_DEFAULT_LOCALE", text).default_locale, locale, "{text}");
    }
    for text in ["off", "OFF", "0", "no"] {
        assert_eq!(read("CHAVEIRO_MAIL_PACE", text).mail_interval, None, "{text}");
    }
    assert_eq!(read("CHAVEIRO_MAIL_PACE", "60 / MIN").mail_interval, Some(Duration::from_secs(1)));
    assert_eq!(read("CHAVEIRO_TIME_ZONE", "america/manaus").time_zone.name(), "America/Manaus");
    assert_eq!(read("CHAVEIRO_DEFAULT_LOCALE", "pt-BR").time_zone.name(), "America/Sao_Paulo");
}

#[test]
fn a_sender_whose_name_needs_quotation_marks_gets_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    for (text, quoted) in [
        ("Aurora, Ltda <c@example.org>", r#""Aurora, Ltda" <c@example.org>"#),
        ("Aurora: contas <c@example.org>", r#""Aurora: contas" <c@example.org>"#),
        ("Aurora [contas] <c@example.org>", r#""Aurora [contas]" <c@example.org>"#),
    ] {
        let refused = settings(folder.path(), &[("CHAVEIRO_MAIL_FROM", text)]).err().unwrap().to_string();
        assert!(refused.contains("quotation marks") && refused.contains(quoted), "{refused}");
        assert_eq!(refused.lines().count(), 1);
        settings(folder.path(), &[("CHAVEIRO_MAIL_FROM", quoted)]).unwrap_or_else(|error| panic!("{error}"));
    }
    let refused = settings(folder.path(), &[("CHAVEIRO_MAIL_FROM", "Aurora, Ltda <c>")]).err().unwrap().to_string();
    assert!(refused.contains("is not a sender"), "{refused}");
}

#[test]
fn the_data_directory_has_everything_of_ours_and_nobody_else_sees_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a folder with ? and #");
    let settings = read(&[("CHAVEIRO_DATA_DIR", data.clone().into())]).unwrap().0;
    assert!(settings.has_default_database());
    assert!(data.join("secret.key").is_file());
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    let options: sqlx::sqlite::SqliteConnectOptions = settings.database_url.parse().unwrap();
    assert_eq!(options.get_filename(), data.join("chaveiro.db"));
}

/// As Docker, Kubernetes, editors and consoles leave them.
#[test]
fn secret_files_are_taken_as_containers_mount_them_and_what_does_not_belong_is_dropped_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("..2026_data");
    std::fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, folder.path().join("..data")).unwrap();
    let path = folder.path().join("password");
    std::os::unix::fs::symlink("..data/password", &path).unwrap();
    let smtp = ("CHAVEIRO_SMTP_URL", OsString::from("smtps://ana@mail.example.org"));
    let read_file = |content: &[u8], mode: u32| {
        let file = real.join("password");
        let _ = std::fs::remove_file(&file);
        std::fs::write(&file, content).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let mut given = base(folder.path(), "");
        given.extend([
            smtp.clone(),
            ("CHAVEIRO_SECRET_KEY", KEY.into()),
            ("CHAVEIRO_SMTP_PASSWORD_FILE", path.clone().into()),
        ]);
        read(&given).map(|(settings, notes)| {
            let Some(Transport::Smtp(smtp)) = settings.transport else { panic!("a mail server") };
            (smtp.credentials.unwrap().1.as_str().to_owned(), notes.join("; "))
        })
    };
    for (mode, warned) in [(0o400, false), (0o600, false), (0o440, true), (0o444, true), (0o640, true), (0o644, true)] {
        let (password, notes) = read_file(b"geheim", mode).unwrap_or_else(|error| panic!("{mode:o}: {error}"));
        assert_eq!((password.as_str(), notes.contains("others can read")), ("geheim", warned), "{mode:o}: {notes}");
    }
    for (content, dropped) in [
        (&b"geheim\n\n"[..], "line ends"),
        (b"geheim\r\n\n", "line ends"),
        (b" geheim \n", "spaces"),
        (b"\xEF\xBB\xBFgeheim\r\n", "removed a byte order mark"),
    ] {
        let (password, notes) = read_file(content, 0o400).unwrap();
        assert_eq!(password, "geheim", "{content:?}");
        assert!(
            notes.contains(dropped) && notes.contains("CHAVEIRO_SMTP_PASSWORD_FILE") && !notes.contains("geheim"),
            "{notes}"
        );
    }
    for content in [&b"geheim\n"[..], b"geheim\r\n"] {
        // As `openssl rand -base64 32 > FILE` and every editor write it.
        assert_eq!(read_file(content, 0o400).unwrap(), ("geheim".to_owned(), String::new()), "{content:?}");
    }
    let inner = read_file(b"two words \xc3\xa9\n", 0o400).unwrap().0;
    assert_eq!(inner, "two words é", "what is inside stays");
    for (content, mode, said) in [
        (&b"geheim"[..], 0o666, "chmod 600"),
        (b"", 0o400, "is empty"),
        (b" \r\n", 0o400, "is empty"),
        (b"\xff\xfeg\0e\0", 0o400, "UTF-16"),
        (b"\xe9\xe9", 0o400, "UTF-8"),
        (&[b'x'; 70_000], 0o400, "64 KiB"),
    ] {
        let refused = read_file(content, mode).expect_err(said);
        assert!(refused.contains(said) && refused.starts_with("CHAVEIRO_SMTP_PASSWORD_FILE: "), "{refused}");
        assert!(!refused.contains('\n'), "{refused}");
    }
    let mut twice = base(folder.path(), "");
    twice.extend([smtp, ("CHAVEIRO_SMTP_PASSWORD", "x".into()), ("CHAVEIRO_SMTP_PASSWORD_FILE", path.into())]);
    assert!(read(&twice).err().unwrap().contains("set twice"));
}

#[test]
fn an_unknown_variable_is_named_with_the_one_it_was_meant_for() {
    let named = |name: &str, value: &str| unknown_settings([(name, value)].into_iter()).join("\n");
    for (typed, meant) in [
        ("CHAVEIRO_SMPT_URL", "CHAVEIRO_SMTP_URL"),
        ("CHAVEIRO_LISTEN_ADDRESS", "CHAVEIRO_LISTEN"),
        ("CHAVEIRO_DATABASE_URL", "DATABASE_URL"),
        ("CHAVEIRO_TIMEZONE", "CHAVEIRO_TIME_ZONE"),
        ("CHAVEIRO_ORGANISATION", "CHAVEIRO_ORGANIZATION"),
        ("CHAVEIRO_TRUSTED_PROXY", "CHAVEIRO_TRUSTED_PROXIES"),
        ("chaveiro_listen", "CHAVEIRO_LISTEN"),
        ("CHAVEIRO_TEMPORARY_PASSWORD_TRIES", "CHAVEIRO_TEMPORARY_PASSWORD_TTL"),
    ] {
        let said = named(typed, "a secret");
        assert!(said.contains(typed) && said.contains(&format!("did you mean {meant}?")), "{said}");
        assert!(!said.contains("a secret"), "{said}");
    }
    for setting in SETTINGS {
        assert_eq!(named(setting.variable, "x"), "");
    }
    // What Kubernetes sets for a service of this name.
    for (name, value) in [
        ("CHAVEIRO_SERVICE_HOST", "10.0.0.1"),
        ("CHAVEIRO_SERVICE_PORT_HTTP", "3000"),
        ("CHAVEIRO_PORT", "tcp://10.0.0.1:3000"),
        ("CHAVEIRO_PORT_3000_TCP_ADDR", "10.0.0.1"),
        ("PATH", "/bin"),
    ] {
        assert_eq!(named(name, value), "", "{name}");
    }
    assert!(named("CHAVEIRO_PORT", "3000").contains("CHAVEIRO_PORT"));
}

/// The real program: from the command line and the environment, with the words of no library.
#[tokio::test]
async fn the_program_takes_blank_variables_and_flags_and_says_a_bad_one_in_one_line() {
    let app = program::start(|_| ()).await;
    for setting in SETTINGS.iter().filter(|setting| !matches!(setting.variable, "DATABASE_URL" | "CHAVEIRO_SECRET_KEY"))
    {
        let ran = program::run(&app, &["user", "list"], &[(setting.variable, String::new())]).await;
        assert!(ran.succeeded, "{}='': {}", setting.variable, ran.error);
    }
    for switch in SETTINGS.iter().filter(|setting| setting.kind == Kind::Switch) {
        let flag = format!("--{}", switch.flag().unwrap());
        for arguments in [[flag.as_str(), "user", "list"], ["user", "list", flag.as_str()]] {
            let ran = program::run(&app, &arguments, &[]).await;
            assert!(ran.succeeded, "{arguments:?}: {}", ran.error);
        }
        let ran = program::run(&app, &["user", "list", &format!("{flag}=perhaps")], &[]).await;
        assert!(
            !ran.succeeded && ran.error.contains(switch.variable) && ran.error.lines().count() == 1,
            "{}",
            ran.error
        );
    }
    for (variable, value) in [
        ("CHAVEIRO_ALLOW_CPF", "perhaps"),
        ("CHAVEIRO_LOG_FORMAT", "xml"),
        ("RUST_LOG", "inof"),
        ("CHAVEIRO_SESSION_IDLE", "soon"),
    ] {
        let ran = program::run(&app, &["user", "list"], &[(variable, value.to_owned())]).await;
        assert!(!ran.succeeded && ran.error.starts_with(&format!("chaveiro: {variable}: `{value}`")), "{}", ran.error);
        assert_eq!(ran.error.trim().lines().count(), 1, "{}", ran.error);
    }
    let typo = program::run(&app, &["user", "lsit"], &[]).await;
    assert!(!typo.succeeded && typo.error.contains("list"), "{}", typo.error);
}

/// A command's answer would be lost among the lines of its own events.
#[test]
fn commands_log_warnings_unless_more_is_asked_for() {
    let filter = |given: &[(&'static str, OsString)], is_server| {
        Config::from_values(given.iter().cloned()).log_filter(is_server).expect("a filter")
    };
    assert_eq!(filter(&[], true), "info");
    assert_eq!(filter(&[], false), "warn");
    let asked = [("RUST_LOG", "info,chaveiro=debug".into())];
    assert!([true, false].iter().all(|is_server| filter(&asked, *is_server) == "info,chaveiro=debug"));
}
