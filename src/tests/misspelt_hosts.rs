//! Addresses that look like those of a big mail provider but for one slip: asked about, never corrected.

use crate::app::{ADMIN_PASSWORD, Browser, OWN_PASSWORD, TestApp};
use crate::import::{check_file, previewed};
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::{EmailAddress, Role};
use chaveiro::server::keys::Token;
use std::time::Duration;

fn suggested_host(host: &str) -> Option<String> {
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
        ("hotmail.com.rb", "hotmail.com.br"),
        // Endings that no host has.
        ("escola.con", "escola.com"),
        ("escola.con.br", "escola.com.br"),
        ("alunos.escola.edu.rb", "alunos.escola.edu.br"),
        ("example.ogr", "example.org"),
        ("example.nte", "example.net"),
    ] {
        assert_eq!(suggested_host(typed).as_deref(), Some(wanted), "{typed}");
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
        "empresa.co",
        "empresa.cm",
        "empresa.com.bt",
        "con.example.org",
        "comm.example",
    ] {
        assert_eq!(suggested_host(host), None, "{host}");
    }
}

#[tokio::test]
async fn who_adds_a_person_is_asked_once_and_may_insist() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let form = |email, more: &[(&'static str, &'static str)]| {
        [&[("display_name", "Ana Lima"), ("email", email)][..], more].concat()
    };
    let question = admin.post("/admin/users/new", &form("Ana@gmial.com", &[])).await;
    assert_eq!(question.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        question.says("Você quis dizer ana@gmail.com?") && question.text.contains("value=\"Ana@gmial.com\""),
        "{}",
        question.text
    );
    assert!(question.text.contains("name=\"sure_email\" value=\"ana@gmial.com\""), "{}", question.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);

    // Another slip is another question.
    let other = admin.post("/admin/users/new", &form("ana@gmail.con", &[("sure_email", "ana@gmial.com")])).await;
    assert!(other.says("Você quis dizer ana@gmail.com?"), "{}", other.text);
    // The answer outlives a refusal for something else.
    let refused = admin
        .post("/admin/users/new", &[("display_name", ""), ("email", "ana@gmial.com"), ("sure_email", "ana@gmial.com")])
        .await;
    assert!(
        refused.text.contains("name=\"sure_email\" value=\"ana@gmial.com\"") && !refused.says("Você quis dizer"),
        "{}",
        refused.text
    );

    let insisted = admin.post("/admin/users/new", &form("ana@gmial.com", &[("sure_email", "ana@gmial.com")])).await;
    assert_eq!(insisted.status, StatusCode::SEE_OTHER, "{}", insisted.text);
    assert_eq!(app.account("ana@gmial.com").await.user.email.host(), "gmial.com");
    let corrected = admin.post("/admin/users/new", &form("ana@gmail.com", &[("sure_email", "ana@gmial.com")])).await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text);
    app.deliver_all().await;
}

/// A form with an address that looks mistyped asks, and does it when it is sent again.
async fn assert_asks_once(browser: &mut Browser, path: &str, fields: &[(&str, &str)], typed: &str) {
    let form = |more: &[(&'static str, &'static str)]| {
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        fields.chain([("email".to_owned(), typed.to_owned())]).chain(more).collect::<Vec<_>>()
    };
    let send = async |browser: &mut Browser, form: Vec<(String, String)>| {
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(path, &form).await
    };
    let question = send(browser, form(&[])).await;
    assert_eq!(question.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", question.text);
    assert!(question.says("Você quis dizer eva@gmail.com?"), "{path}: {}", question.text);
    assert!(question.text.contains("name=\"sure_email\" value=\"eva@gmial.com\""), "{path}: {}", question.text);
    let insisted = send(browser, form(&[("sure_email", "eva@gmial.com")])).await;
    assert_eq!(insisted.status, StatusCode::SEE_OTHER, "{path}: {}", insisted.text);
}

#[tokio::test]
async fn every_form_that_takes_a_new_address_asks_once() {
    const TYPED: &str = "eva@gmial.com";
    let app = TestApp::start().await;
    let setup = Token::generate();
    let end = app.state.clock.now().plus(Duration::from_secs(1800));
    app.state.store.insert_setup_link(&setup.hash(), end).await.unwrap();
    let fields = [("t", setup.reveal()), ("display_name", "Ana"), ("password", ADMIN_PASSWORD)];
    assert_asks_once(&mut app.browser(), "/setup", &fields, TYPED).await;
    assert_eq!(app.account(TYPED).await.user.role, Role::Admin);

    let app = TestApp::start().await;
    let fields = [("display_name", "Eva Lima"), ("password", OWN_PASSWORD)];
    assert_asks_once(&mut app.browser(), "/register", &fields, TYPED).await;
    app.deliver_all().await;
    assert_eq!(app.mails().last().unwrap().to, TYPED);

    let mut eva = app.member("eva@example.org").await;
    assert_asks_once(&mut eva, "/account/email", &[("current_password", OWN_PASSWORD)], TYPED).await;
    app.deliver_all().await;
    assert_eq!(app.mails().last().unwrap().to, TYPED);

    let mut admin = app.admin().await;
    let id = app.id_of("eva@example.org").await.to_string();
    let fields = [
        ("user", id.as_str()),
        ("display_name", "Eva"),
        ("role", "member"),
        ("locale", "pt-BR"),
        ("current_password", ADMIN_PASSWORD),
    ];
    assert_asks_once(&mut admin, "/admin/users/edit", &fields, TYPED).await;
    assert_eq!(app.id_of(TYPED).await.to_string(), id);
    // The one there is was decided on before.
    let kept = admin.post("/admin/users/edit", &[&fields[..], &[("email", TYPED)]].concat()).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    app.deliver_all().await;
}

/// A host that the operator has named is meant.
#[tokio::test]
async fn a_domain_that_may_register_is_not_asked_about() {
    let app = TestApp::start_with(|settings| settings.registration_domains = vec!["gmial.com".to_owned()]).await;
    let form = [("display_name", "Eva Lima"), ("email", "eva@gmial.com"), ("password", OWN_PASSWORD)];
    assert_eq!(app.browser().post("/register", &form).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn the_command_line_asks_before_it_adds_a_person() {
    let app = program::start(|_| ()).await;
    for command in [["user", "create"], ["admin", "invite"]] {
        let arguments = |email: &'static str| [&command[..], &["--name", "Eva Lima", "--email", email]].concat();
        let question = program::run(&app, &arguments("eva@gmial.com"), &[]).await;
        assert!(
            !question.succeeded
                && question.error.contains("did you mean eva@gmail.com?")
                && question.error.contains("--yes"),
            "{} {}",
            question.out,
            question.error
        );
        assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);
    }
    let sure = program::run(&app, &["user", "create", "--name", "Eva", "--email", "eva@gmial.com", "--yes"], &[]).await;
    assert!(sure.succeeded, "{}", sure.error);
    let admin = ["admin", "create", "--name", "Bia", "--email", "bia@yaho.com", "--password-stdin"];
    let question = program::run(&app, &admin, &[]).await;
    assert!(!question.succeeded && question.error.contains("bia@yahoo.com"), "{}", question.error);
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
    assert!(check_file(&app, "nome,email\nEva,eva@gmail.com\n").await.unwrap().layout.doubts().is_empty());
    app.deliver_all().await;
}

/// In our own export somebody has insisted before.
#[tokio::test]
async fn the_command_line_asks_about_a_file_and_not_about_our_own_export() {
    let app = program::start(|_| ()).await;
    let path = app.folder.path().join("turma.csv");
    let file = path.to_str().unwrap();
    std::fs::write(&path, "nome,email\nAna,ana@gmial.com\n").unwrap();
    let question = program::run(&app, &["user", "import", file], &[]).await;
    assert!(
        !question.succeeded && question.error.contains("gmial.com → gmail.com"),
        "{} {}",
        question.out,
        question.error
    );
    let sure = program::run(&app, &["user", "import", file, "--yes"], &[]).await;
    assert!(sure.succeeded, "{}", sure.error);

    let export = program::run(&app, &["user", "export"], &[]).await.out;
    assert!(export.contains("ana@gmial.com"), "{export}");
    let there = program::start(|_| ()).await;
    std::fs::write(&path, export).unwrap();
    let moved = program::run(&there, &["user", "import", file], &[]).await;
    assert!(moved.succeeded && moved.out.contains("1 created"), "{} {}", moved.out, moved.error);
    app.deliver_all().await;
    there.deliver_all().await;
}
