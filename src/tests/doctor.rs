//! `chaveiro doctor` and `/admin`: how everything stands.

use crate::app::TestApp;
use crate::program;
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use serde_json::Value;

/// What the doctor found, by what it is about; and whether it says that all is well.
async fn doctor(app: &TestApp, settings: &[(&str, String)]) -> (bool, Vec<(String, String, String)>) {
    let ran = program::run(app, &["doctor", "--json"], settings).await;
    let found: Value = serde_json::from_str(&ran.out).expect("an array");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let findings = found.as_array().expect("an array").iter();
    let findings = findings.map(|found| (text(&found["about"]), text(&found["verdict"]), text(&found["words"])));
    (ran.succeeded, findings.collect())
}

fn about<'a>(findings: &'a [(String, String, String)], what: &str) -> (&'a str, &'a str) {
    let found = findings.iter().find(|(about, ..)| about == what);
    let (_, verdict, words) = found.unwrap_or_else(|| panic!("nothing about {what}: {findings:?}"));
    (verdict, words)
}

#[tokio::test]
async fn the_doctor_finds_all_well_where_it_is_and_says_the_odds() {
    let app = program::start(|_| ()).await;
    app.admin().await;
    let sink = SmtpSink::start(Script::default());
    let smtp = [("CHAVEIRO_SMTP_URL", format!("smtp://{}", sink.address()))];
    let (is_well, findings) = doctor(&app, &smtp).await;
    assert!(is_well, "{findings:?}");
    assert!(findings.iter().all(|(_, verdict, _)| verdict == "ok"), "{findings:?}");
    let (_, words) = about(&findings, "temporary passwords");
    assert!(words.contains("below 1 in 10,000") && words.contains("0 of 100"), "{words}");
    assert!(sink.mails().is_empty(), "it sent a mail");

    let stronger =
        [("CHAVEIRO_TEMPORARY_PASSWORD", "digits:8".to_owned()), ("CHAVEIRO_CODE_GUESSES_PER_DAY", "50".to_owned())];
    let (_, findings) = doctor(&app, &[&smtp[..], &stronger[..]].concat()).await;
    assert!(about(&findings, "temporary passwords").1.contains("below 1 in 2,000,000"), "{findings:?}");

    app.execute("UPDATE users SET standing = 'disabled', disabled_at = 1 WHERE role = 'admin'").await;
    let (_, findings) = doctor(&app, &smtp).await;
    assert_eq!(about(&findings, "admins").0, "warn", "one who cannot sign in is none: {findings:?}");
}

#[tokio::test]
async fn the_doctor_says_what_is_wrong_and_how_to_mend_it() {
    let app = program::start(|_| ()).await;
    let (is_well, findings) = doctor(&app, &[]).await;
    assert!(!is_well);
    assert_eq!(about(&findings, "mail server").0, "fail");
    assert!(about(&findings, "mail server").1.contains("CHAVEIRO_SMTP_URL"));
    assert_eq!(about(&findings, "admins").0, "warn");

    // In nobody's memory but the server's: who guessed.
    app.execute("UPDATE audit_head SET seal = 'another'").await;
    let sink = SmtpSink::start(Script::default().at(Stage::Greet, Fault::Answer("554 not you")));
    let settings = [
        ("CHAVEIRO_SMTP_URL", format!("smtp://{}", sink.address())),
        ("CHAVEIRO_PUBLIC_URL", "https://contas.example.org".to_owned()),
    ];
    let (is_well, findings) = doctor(&app, &settings).await;
    assert!(!is_well);
    assert!(about(&findings, "mail server").1.contains("554 not you"), "{findings:?}");
    assert!(about(&findings, "proxies").1.contains("CHAVEIRO_TRUSTED_PROXIES"), "{findings:?}");
    assert_eq!(about(&findings, "audit log").0, "fail");
}

#[tokio::test]
async fn the_doctor_finds_a_damaged_file() {
    if crate::app::is_postgres() {
        return;
    }
    let app = program::start(|_| ()).await;
    app.admin().await;
    for number in 0..30 {
        app.queue(&format!("person{number}@example.org")).await;
    }
    let page = app.number("SELECT rootpage FROM sqlite_master WHERE name = 'users_name'").await;
    app.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
    app.state.store.close().await;
    let file = chaveiro::server::store::file::path_of(&app.state.settings.database_url).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let at = usize::try_from(page - 1).unwrap() * 4096 + 2048;
    bytes[at..at + 2048].fill(7);
    std::fs::write(&file, bytes).unwrap();
    let (is_well, findings) = doctor(&app, &[]).await;
    assert!(!is_well);
    assert_eq!(about(&findings, "database").0, "fail");
    assert!(about(&findings, "database").1.contains("damaged"), "{findings:?}");
}

#[tokio::test]
async fn the_overview_shows_the_odds_and_when_short_passwords_are_blocked() {
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 2).await;
    let mut admin = app.admin().await;
    app.invite("maria@example.org").await;
    let page = admin.get("/admin").await;
    assert!(page.says("menor que 1 em 500.000") && page.says("0 de 2"), "{}", page.text);
    assert!(page.text.contains("href=\"/admin/users?status=invited\""), "{}", page.text);
    for _ in 0..2 {
        app.browser().sign_in("maria@example.org", "000000").await;
    }
    let page = admin.get("/admin").await;
    assert!(page.says("2 de 2") && page.says("só pelo link do e-mail"), "{}", page.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn the_doctor_shows_what_a_visitors_address_would_be() {
    let app = program::start(|_| ()).await;
    app.admin().await;
    let mut visitor = app.browser_at("203.0.113.9");
    visitor.sign_in("nobody@example.org", "wrong").await;
    let shown = async |proxies: &str, url: &str, arguments: &[&str]| {
        let settings = [("CHAVEIRO_TRUSTED_PROXIES", proxies.to_owned()), ("CHAVEIRO_PUBLIC_URL", url.to_owned())];
        let ran = program::run(&app, &[&["doctor", "--json"], arguments].concat(), &settings).await;
        let found: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.error));
        let about = found.as_array().unwrap().iter().find(|found| found["about"] == "proxies").unwrap();
        format!("{} {}", about["verdict"].as_str().unwrap(), about["words"].as_str().unwrap())
    };
    let (https, http) = ("https://contas.example.org", "http://localhost:3000");
    let said = shown("172.16.0.0/12, loopback", https, &[]).await;
    assert!(said.starts_with("ok") && said.contains("172.16.0.0/12, 127.0.0.0/8, ::1"), "{said}");
    assert!(said.contains("The last visitor came from 203.0.113.9"), "{said}");
    let arguments = ["--peer", "172.18.0.3", "--forwarded-for", "198.51.100.1, 203.0.113.7"];
    assert!(shown("private", https, &arguments).await.contains("would count as 203.0.113.7"));
    assert!(shown("", http, &arguments).await.contains("would count as 172.18.0.3"));
    assert!(shown("0.0.0.0/0", https, &[]).await.contains("anyone can fake"));

    app.browser_at("172.18.0.3").sign_in("nobody@example.org", "wrong").await;
    let said = shown("10.0.0.0/8", https, &[]).await;
    assert!(said.starts_with("warn") && said.contains("a private address"), "{said}");
    assert!(shown("private", https, &[]).await.contains("visitors on a private network can fake their address"));
    assert!(shown("private", https, &[]).await.contains("check that it sends X-Forwarded-For"));
}
