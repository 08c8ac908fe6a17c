//! The rows of a file before it is confirmed: all of them, page by page; and what rows get that say nothing.

use super::{confirmed, post_action, previewed, run_job};
use crate::app::{ADMIN_PASSWORD, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::{Locale, Role};

#[tokio::test]
async fn all_rows_are_shown_by_what_becomes_of_them() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("known@example.org").await;
    let mut file = "nome;email;papel;cpf;observação\n".to_owned();
    for number in 1..=60 {
        file += &format!("Pessoa {number:02};p{number}@example.org;;;x\n");
    }
    file +=
        "Chefe;chefe@example.org;administrador;529.982.247-25;x\nMaria;known@example.org;;;x\nErrado;sem-arroba;;;x\n";
    let here = format!("/admin/imports/{}", previewed(&mut admin, &file).await);
    let first = admin.get(&here).await;
    for words in [
        "A criar (61)",
        "Administradores (1)",
        "Já têm conta (1)",
        "Com problema (1)",
        "Pessoa 50",
        "Colunas ignoradas: observação",
    ] {
        assert!(first.says(words), "{words}: {}", first.text);
    }
    assert!(!first.says("Pessoa 51"));
    let next = admin.get(&format!("{here}?rows=ready&from=51")).await;
    assert!(next.says("Pessoa 51") && next.says("Chefe") && next.says("***.982.247-**"), "{}", next.text);
    assert!(!next.says("Pessoa 50") && !next.says("529.982.247-25"), "{}", next.text);
    let admins = admin.get(&format!("{here}?rows=admins")).await;
    assert!(admins.says("chefe@example.org") && !admins.says("p1@example.org"), "{}", admins.text);
    assert!(admin.get(&format!("{here}?rows=known")).await.says("known@example.org"));
    assert!(admin.get(&format!("{here}?rows=wrong")).await.says("sem-arroba"));
    app.deliver_all().await;
}

#[tokio::test]
async fn rows_that_name_no_role_or_language_get_what_was_set_for_the_file() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let file = "name;email;role;language\nAna Reis;ana.reis@example.org;;\nBia Reis;bia@example.org;member;pt-BR\n";
    let import = previewed(&mut admin, file).await;
    let set = [("import", import.as_str()), ("default_role", "admin"), ("default_locale", "en")];
    let answer = admin.post("/admin/imports/reread", &set).await;
    assert_eq!(answer.location(), Some(format!("/admin/imports/{import}").as_str()), "{}", answer.text);
    let page = admin.get(&format!("/admin/imports/{import}?rows=admins")).await;
    assert!(page.says("ana.reis@example.org") && page.says("Administradores (1)"), "{}", page.text);
    let confirm = [("import", import.as_str()), ("act", "confirm"), ("current_password", ADMIN_PASSWORD)];
    admin.post("/admin/imports/act", &confirm).await;
    run_job(&app).await;
    let ana = app.account("ana.reis@example.org").await.user;
    assert_eq!((ana.role, ana.locale), (Role::Admin, Locale::En));
    let bia = app.account("bia@example.org").await.user;
    assert_eq!((bia.role, bia.locale), (Role::Member, Locale::PtBr));
    app.deliver_all().await;

    let other = previewed(&mut admin, "name;email\nCaio;caio@example.org\n").await;
    let odd = [("import", other.as_str()), ("default_role", "king"), ("default_locale", "en")];
    assert_eq!(admin.post("/admin/imports/reread", &odd).await.status, StatusCode::BAD_REQUEST);
    post_action(&mut admin, &other, "discard").await;
}

#[tokio::test]
async fn roles_and_languages_are_read_in_peoples_words() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (number, (role, language, expected)) in [
        ("aluno", "pt_BR.UTF-8", ("member", "pt-BR")),
        ("Usuária", "Português (Brasil)", ("member", "pt-BR")),
        ("USER", "Portuguese (Brazil)", ("member", "pt-BR")),
        ("Professora", "Brazilian Portuguese", ("member", "pt-BR")),
        ("membro", "PT", ("member", "pt-BR")),
        ("Admin", "en-US", ("admin", "en")),
        ("administradora", "Inglês", ("admin", "en")),
        ("Admin", "English (United States)", ("admin", "en")),
        ("student", "en_GB.utf8", ("member", "en")),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("p{number}@example.org");
        confirmed(&mut admin, format!("nome;email;papel;idioma\nP;{email};{role};{language}\n")).await;
        run_job(&app).await;
        let user = app.account(&email).await.user;
        assert_eq!((user.role.as_str(), user.locale.as_str()), expected, "{role}, {language}");
    }
    app.deliver_all().await;
}
