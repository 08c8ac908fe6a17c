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
    (ran.worked, findings.collect())
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
}

#[tokio::test]
async fn the_doctor_says_what_is_wrong_and_how_to_mend_it() {
    let app = program::start(|_| ()).await;
    let (is_well, findings) = doctor(&app, &[]).await;
    assert!(!is_well);
    assert_eq!(about(&findings, "mail server").0, "bad");
    assert!(about(&findings, "mail server").1.contains("CHAVEIRO_SMTP_URL"));
    assert_eq!(about(&findings, "administrators").0, "look");

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
    assert_eq!(about(&findings, "log").0, "bad");
}

#[tokio::test]
async fn the_overview_says_the_odds_and_when_the_plain_door_is_closed() {
    let app = TestApp::start_with(|settings| settings.code_guesses_per_day = 2).await;
    let mut admin = app.admin().await;
    app.invite("maria@example.org").await;
    let page = admin.get("/admin").await;
    assert!(page.says("menor que 1 em 500.000") && page.says("0 de 2"), "{}", page.text);
    assert!(page.text.contains("href=\"/admin/users?status=invited\""), "{}", page.text);
    for _ in 0..2 {
        app.browser().sign_in("maria@example.org", "wrong").await;
    }
    let page = admin.get("/admin").await;
    assert!(page.says("2 de 2") && page.says("só pelo link do e-mail"), "{}", page.text);
}
