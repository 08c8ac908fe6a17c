//! Addresses that look like those of a big mail provider but for one slip: asked about, never corrected.

use crate::app::TestApp;
use crate::import::{look, previewed};
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::EmailAddress;

fn meant(host: &str) -> Option<String> {
    let email = EmailAddress::parse(&format!("ana@{host}")).expect("an address");
    Some(email.probably_meant()?.host().to_owned())
}

#[test]
fn one_slip_in_the_host_of_a_big_provider_is_noticed() {
    for (typed, wanted) in [
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("gmial.com", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmail.con", "hotmail.com"),
        ("hotmail.com.b", "hotmail.com.br"),
        ("hotnail.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("outllook.com.br", "outlook.com.br"),
        ("yaho.com.br", "yahoo.com.br"),
        ("yahoo.con.br", "yahoo.com.br"),
        ("yhaoo.com", "yahoo.com"),
        ("iclod.com", "icloud.com"),
        ("gmial.con", "gmail.com"),
    ] {
        assert_eq!(meant(typed).as_deref(), Some(wanted), "{typed}");
    }
}

#[test]
fn hosts_that_exist_are_left_alone() {
    for host in [
        "gmail.com",
        "hotmail.com",
        "hotmail.com.br",
        "outlook.com",
        "outlook.com.br",
        "yahoo.com",
        "yahoo.com.br",
        "icloud.com",
        "protonmail.com",
        "gmx.com",
        "gmx.net",
        "ymail.com",
        "email.com",
        "mail.com",
        "hotmail.co.uk",
        "hotmail.fr",
        "live.com",
        "msn.com",
        "me.com",
        "yahoo.com.ar",
        "yahoo.com.tr",
        "yahoo.co.uk",
        "yahoo.fr",
        "outlook.pt",
        "outlook.es",
        "googlemail.com",
        "cloud.com",
        "uol.com.br",
        "bol.com.br",
        "terra.com.br",
        "ig.com.br",
        "globo.com",
        "proton.me",
        "example.org",
        "mail.gmail.example.org",
        "zmail.com",
        "rocketmail.com",
    ] {
        assert_eq!(meant(host), None, "{host}");
    }
}

#[tokio::test]
async fn who_adds_a_person_is_asked_once_and_may_insist() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let form = |email, more: &[(&'static str, &'static str)]| {
        [&[("display_name", "Ana Lima"), ("email", email)][..], more].concat()
    };
    let asked = admin.post("/admin/users/new", &form("Ana@gmial.com", &[])).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.says("Você quis dizer ana@gmail.com?") && asked.text.contains("value=\"Ana@gmial.com\""),
        "{}",
        asked.text
    );
    assert!(asked.text.contains("name=\"sure\" value=\"ana@gmial.com\""), "{}", asked.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);

    // Another slip is another question.
    let other = admin.post("/admin/users/new", &form("ana@gmail.con", &[("sure", "ana@gmial.com")])).await;
    assert!(other.says("Você quis dizer ana@gmail.com?"), "{}", other.text);
    // The answer outlives a refusal for something else.
    let refused = admin
        .post("/admin/users/new", &[("display_name", ""), ("email", "ana@gmial.com"), ("sure", "ana@gmial.com")])
        .await;
    assert!(
        refused.text.contains("name=\"sure\" value=\"ana@gmial.com\"") && !refused.says("Você quis dizer"),
        "{}",
        refused.text
    );

    let insisted = admin.post("/admin/users/new", &form("ana@gmial.com", &[("sure", "ana@gmial.com")])).await;
    assert_eq!(insisted.status, StatusCode::SEE_OTHER, "{}", insisted.text);
    assert_eq!(app.account("ana@gmial.com").await.user.email.host(), "gmial.com");
    let corrected = admin.post("/admin/users/new", &form("ana@gmail.com", &[("sure", "ana@gmial.com")])).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_import_counts_and_lists_the_rows() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("rui@gmial.com").await;
    let file = "nome,email\nAna,ana@gmial.com\nEva,eva@gmail.com\nRui,rui@gmial.com\nBia,bia@yaho.com.br\n";
    let id = previewed(&mut admin, file).await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    let words =
        "2 linhas têm um e-mail que parece digitado errado: 2 (gmial.com → gmail.com), 5 (yaho.com.br → yahoo.com.br).";
    assert!(page.says(words), "{}", page.text);
    assert!(look(&app, "nome,email\nEva,eva@gmail.com\n").await.unwrap().layout.doubts().is_empty());
    app.deliver_all().await;
}

/// In our own export somebody has insisted before.
#[tokio::test]
async fn the_command_line_asks_about_a_file_and_not_about_our_own_export() {
    let app = program::start(|_| ()).await;
    let path = app.folder.path().join("turma.csv");
    let file = path.to_str().unwrap();
    std::fs::write(&path, "nome,email\nAna,ana@gmial.com\n").unwrap();
    let asked = program::run(&app, &["user", "import", file], &[]).await;
    assert!(!asked.worked && asked.error.contains("gmial.com → gmail.com"), "{} {}", asked.out, asked.error);
    let sure = program::run(&app, &["user", "import", file, "--yes"], &[]).await;
    assert!(sure.worked, "{}", sure.error);

    let export = program::run(&app, &["user", "export"], &[]).await.out;
    assert!(export.contains("ana@gmial.com"), "{export}");
    let there = program::start(|_| ()).await;
    std::fs::write(&path, export).unwrap();
    let moved = program::run(&there, &["user", "import", file], &[]).await;
    assert!(moved.worked && moved.out.contains("1 created"), "{} {}", moved.out, moved.error);
    app.deliver_all().await;
    there.deliver_all().await;
}
