//! The pages: who may use them, what they say, and the files they give.

use super::{ACT, UPLOAD, confirmed, import_id, people_csv, post_action, previewed, run_job, upload};
use crate::app::{ADMIN_PASSWORD, Browser, TestApp};
use axum::http::{StatusCode, header};
use chaveiro::domain::import::FileProblem;
use chaveiro::domain::{Locale, Role};
use chaveiro::locale::import::{file_problem, reason as reason_heading};

const MULTIPART: &str = "multipart/form-data; boundary=x";

#[tokio::test]
async fn members_visitors_and_temporary_sessions_are_refused_before_a_file_is_read() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, people_csv(1)).await;
    let mut member = app.member("rui@example.org").await;
    let temporary = app.invite("maria@example.org").await;
    let mut newcomer = app.browser();
    newcomer.sign_in("maria@example.org", &temporary).await;
    let before = app.row_counts().await;
    for path in [UPLOAD, &format!("/admin/imports/{id}"), &format!("/admin/imports/{id}/rejected.csv")] {
        assert_eq!(member.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(newcomer.get(path).await.location(), Some("/first-access"), "{path}");
        assert!(app.browser().get(path).await.location().is_some_and(|to| to.starts_with("/login")), "{path}");
    }
    assert_eq!(upload(&mut member, people_csv(1)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(upload(&mut newcomer, people_csv(1)).await.location(), Some("/first-access"));
    let visitor = upload(&mut app.browser(), people_csv(1)).await;
    assert!(visitor.location().is_some_and(|to| to.starts_with("/login")), "{}", visitor.text);
    assert_eq!(post_action(&mut member, &id, "confirm").await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn a_refused_file_brings_the_page_again_with_the_reason() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut too_large = people_csv(1).into_bytes();
    too_large.resize(5 * 1024 * 1024 + 1, b'\n');
    let no_file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
    let limits = app.state.settings.import_limits;
    let answers = [
        (upload(&mut admin, &too_large).await, StatusCode::PAYLOAD_TOO_LARGE, FileProblem::TooLarge(limits)),
        (upload(&mut admin, vec![b'\n'; 9 << 20]).await, StatusCode::PAYLOAD_TOO_LARGE, FileProblem::TooLarge(limits)),
        (
            upload(&mut admin, people_csv(20_001)).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            FileProblem::TooManyRows(limits),
        ),
        (upload(&mut admin, b"PK\x03\x04\0\0").await, StatusCode::UNSUPPORTED_MEDIA_TYPE, FileProblem::NotText),
        (upload(&mut admin, "").await, StatusCode::UNPROCESSABLE_ENTITY, FileProblem::Empty),
        (admin.post_body(UPLOAD, MULTIPART, no_file).await, StatusCode::UNPROCESSABLE_ENTITY, FileProblem::Missing),
        (admin.post_body(UPLOAD, MULTIPART, "--x--\r\n").await, StatusCode::UNPROCESSABLE_ENTITY, FileProblem::Missing),
        (admin.post_body(UPLOAD, MULTIPART, people_csv(1)).await, StatusCode::BAD_REQUEST, FileProblem::NotSent),
        (admin.post(UPLOAD, &[("file", "x")]).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, FileProblem::NotSent),
    ];
    for (answer, status, problem) in answers {
        assert_eq!(answer.status, status, "{problem:?}");
        assert!(answer.says(&file_problem(Locale::PtBr, &problem)), "{problem:?}: {}", answer.text);
        assert!(answer.text.contains("<title>Erro: ") && answer.text.contains("href=\"#file\""), "{problem:?}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM imports").await, 0);
}

#[tokio::test]
async fn the_preview_shows_what_would_happen_and_each_problem_with_its_value_escaped_and_cut() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("known@example.org").await;
    let long = "x".repeat(300);
    let id = previewed(
        &mut admin,
        format!(
            "nome,e-mail,turno\nEva,eva@example.org,7\nKai,known@example.org,7\nAna,<script>alert(1)</script>,7\nRui,{long},7\n"
        ),
    )
    .await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    for words in [
        "1 conta a criar",
        "1 pessoa já tem conta",
        "2 linhas com problema",
        "2 linhas com problema ficam de fora",
        "Criar 1 conta",
        "turno",
    ] {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>alert"));
    assert!(page.says(&format!("{}…", "x".repeat(60))) && !page.text.contains(&"x".repeat(61)));
    assert!(page.text.contains("turma.csv") && !page.text.contains("data-live"));
    assert!(admin.get(UPLOAD).await.text.contains(&id));

    let answer = post_action(&mut admin, &id, "discard").await;
    assert_eq!(answer.location(), Some("/admin/users/import?notice=discarded"));
    assert_eq!(admin.get(&format!("/admin/imports/{id}")).await.status, StatusCode::NOT_FOUND);
    assert!(admin.get("/admin/users/import").await.says("Nenhuma conta foi criada"));
}

#[tokio::test]
async fn rejected_rows_are_shown_a_hundred_at_a_time() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let file: String =
        std::iter::once("nome,e-mail\n".to_owned()).chain((0..230).map(|n| format!("P,wrong{n}\n"))).collect();
    let id = previewed(&mut admin, file).await;
    let count = |text: &str| text.matches(">wrong").count();
    let mut path = format!("/admin/imports/{id}");
    let mut seen = Vec::new();
    loop {
        let page = admin.get(&path).await;
        seen.push(count(&page.text));
        let Some((_, rest)) = page.text.split_once("rel=\"next\" href=\"") else { break };
        path = rest.split(['#', '"']).next().unwrap().to_owned();
        assert!(seen.len() < 5);
    }
    assert_eq!(seen, [100, 100, 30]);
}

async fn page_after_run(app: &TestApp, admin: &mut Browser, id: &str) -> String {
    run_job(app).await;
    admin.get(&format!("/admin/imports/{id}")).await.text
}

#[tokio::test]
async fn a_running_import_shows_its_progress_and_a_finished_one_tells_created_from_delivered() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = confirmed(&mut admin, people_csv(120)).await;
    chaveiro::server::imports::carry_out_next(&app.state).await.unwrap();
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.says("100 de 120") && page.text.contains("<progress"), "{}", page.text);
    assert!(page.text.contains(&format!("data-live=\"import:{id}\"")) && page.says("Importação: 75% concluída."));
    let before = page_after_run(&app, &mut admin, &id).await;
    assert!(
        before.contains("<dt>Criadas</dt><dd>120</dd>") && before.contains("<dt>Na fila</dt><dd>120</dd>"),
        "{before}"
    );
    app.deliver_all().await;
    let after = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(after.text.contains("<dt>Aceitos pelo servidor</dt><dd>120</dd>"), "{}", after.text);
    assert!(after.says("Importação concluída.") && !after.text.contains("<progress"));
}

#[tokio::test]
async fn a_row_that_makes_an_administrator_needs_the_own_password_and_nothing_starts_without() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id =
        previewed(&mut admin, "nome,e-mail,papel\nEva,eva@example.org,Administradora\nRui,rui@example.org,membro\n")
            .await;
    app.advance(11 * 60);
    let refused = post_action(&mut admin, &id, "confirm").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.text.contains("name=\"current_password\"") && refused.says("1 pessoa do arquivo será administradora"),
        "{}",
        refused.text
    );
    let wrong =
        admin.post(ACT, &[("import", &id), ("act", "confirm"), ("current_password", "outra senha qualquer")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(run_job(&app).await, []);
    app.advance(60);
    let done = admin.post(ACT, &[("import", &id), ("act", "confirm"), ("current_password", ADMIN_PASSWORD)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    run_job(&app).await;
    assert_eq!(app.account("eva@example.org").await.user.role, Role::Admin);
    assert_eq!(app.account("rui@example.org").await.user.role, Role::Member);
    app.deliver_all().await;
}

#[tokio::test]
async fn without_such_rows_no_password_is_asked_for() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, people_csv(2)).await;
    app.advance(11 * 60);
    assert_eq!(post_action(&mut admin, &id, "confirm").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn actions_and_imports_that_do_not_exist_are_refused() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, people_csv(1)).await;
    assert_eq!(post_action(&mut admin, &id, "explode").await.status, StatusCode::BAD_REQUEST);
    for other in ["0190a7c0-0000-7000-8000-000000000000", "x", "../users"] {
        assert_eq!(post_action(&mut admin, other, "confirm").await.status, StatusCode::NOT_FOUND, "{other}");
        assert_eq!(admin.get(&format!("/admin/imports/{other}")).await.status, StatusCode::NOT_FOUND, "{other}");
    }
    assert_eq!(admin.get(&format!("/admin/imports/{id}/rejected.csv")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rejected_rows_come_as_a_file_that_can_be_mended_and_uploaded_again() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let file = "nome;e-mail;nota\n=Eva;eva@;\"a;b\nc\"\nRui;rui@example.org;x\n@Ana;ana@example;+1\n";
    let id = confirmed(&mut admin, file).await;
    run_job(&app).await;
    let answer = admin.get(&format!("/admin/imports/{id}/rejected.csv")).await;
    assert_eq!(answer.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"chaveiro-rejected.csv\"");
    assert!(answer.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
    let reason = "Digite um e-mail completo, como nome@exemplo.com.br.";
    let expected = format!(
        "\u{FEFF}{};nome;e-mail;nota\r\n\"{reason}\";'=Eva;eva@;\"a;b\nc\"\r\n\"{reason}\";'@Ana;ana@example;'+1\r\n",
        reason_heading(Locale::PtBr)
    );
    assert_eq!(answer.text, expected);

    // Once wrong again, so that the reason is not there twice; then fixed.
    let again = previewed(&mut admin, &answer.text).await;
    let once_more = admin.get(&format!("/admin/imports/{again}/rejected.csv")).await;
    assert_eq!(once_more.text, expected);
    let mended = answer.text.replace("eva@;", "eva@example.org;").replace("ana@example;", "ana@example.org;");
    confirmed(&mut admin, mended).await;
    run_job(&app).await;
    assert_eq!(app.account("eva@example.org").await.user.display_name.as_str(), "=Eva");
    assert_eq!(app.account("ana@example.org").await.user.display_name.as_str(), "@Ana");
    app.deliver_all().await;
}

/// Names, addresses and CPFs of people leave with it, as with the list of people.
#[tokio::test]
async fn rejected_rows_leave_after_the_password_was_given_and_the_log_says_so() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id =
        previewed(&mut admin, "nome;e-mail;cpf\nEva;eva@;529.982.247-25\nRui;rui@example.org;529.982.247-24\n").await;
    let (page, file) = (format!("/admin/imports/{id}"), format!("/admin/imports/{id}/rejected.csv"));
    let count = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rejected_rows_exported'";
    app.advance(11 * 60);
    let ask = format!("/admin/confirm-password?next={page}");
    assert!(admin.get(&page).await.text.contains(&format!("href=\"{ask}\" data-dialog")));
    assert_eq!(admin.get(&file).await.location(), Some(ask.as_str()));
    assert_eq!(app.number(count).await, 0);

    let form = [("current_password", ADMIN_PASSWORD), ("next", &page)];
    let confirmed = admin.post("/admin/confirm-password", &form).await;
    assert_eq!(confirmed.location(), Some(format!("{page}?notice=confirmed").as_str()), "{}", confirmed.text);
    let back = admin.get(&page).await;
    assert!(back.says("Agora você pode continuar") && back.text.contains(&format!("href=\"{file}\"")), "{}", back.text);
    let head = axum::http::Request::head(&file).body(axum::body::Body::empty()).unwrap();
    assert_eq!(admin.send_request(head).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(app.number(count).await, 0);
    let text = admin.get(&file).await.text;
    assert!(text.contains("529.982.247-24") && text.contains("Eva"), "{text}");
    let logged = app.texts("SELECT detail FROM audit_events WHERE kind = 'rejected_rows_exported'").await;
    assert_eq!(logged, [Some(format!("import {id}: 2 rows"))]);
    let log = admin.get("/admin/audit").await;
    assert!(log.says("Linhas rejeitadas baixadas") && log.says("2 linhas"), "{}", log.text);
    admin.post("/language", &[("locale", "en")]).await;
    let log = admin.get("/admin/audit").await;
    assert!(log.says("Rejected rows downloaded") && log.says("2 rows"), "{}", log.text);
}

#[tokio::test]
async fn the_template_is_read_in_both_languages_and_its_example_is_left_out() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (locale, header) in [("pt-BR", "nome;e-mail;papel;idioma"), ("en", "name,email,role,language")] {
        admin.post("/language", &[("locale", locale), ("next", UPLOAD)]).await;
        let template = admin.get("/admin/users/import/template.csv").await;
        assert!(template.text.starts_with(&format!("\u{FEFF}{header}\r\n")), "{}", template.text);
        let separator = if locale == "en" { "," } else { ";" };
        let person = ["Eva", &format!("eva-{locale}@example.org").to_lowercase(), "", "\r\n"].join(separator);
        let id = previewed(&mut admin, format!("{}{person}", template.text)).await;
        let counts = app.state.store.find_row_counts(&import_id(&id)).await.unwrap();
        assert_eq!((counts.ready, counts.wrong), (1, 1), "{locale}");
    }
}

/// A spreadsheet opens a file in one column when another separator than its own stands in it.
#[tokio::test]
async fn rejected_rows_are_separated_as_their_file_and_those_of_a_workbook_by_the_language() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let workbook = super::made::xlsx(&[("1A", "Nome|E-mail|Nota\nJoão|nobody|a|b")]);
    for (file, locale, header) in [
        (b"Nome;E-mail\nJo\xE3o;nobody\n".to_vec(), "en", "reason;Nome;E-mail"),
        ("Nome,E-mail\nJoão,nobody\n".into(), "pt-BR", "motivo,Nome,E-mail"),
        ("Nome\tE-mail\nJoão\tnobody\n".into(), "pt-BR", "motivo\tNome\tE-mail"),
        ("Nome|E-mail|x\nJoão|nobody|\"a|b\"\n".into(), "en", "reason|Nome|E-mail|x"),
        ("\"Nome;E-mail\"\n\"João;nobody\"\n".into(), "en", "reason;Nome;E-mail"),
        (workbook.clone(), "pt-BR", "motivo;Nome;E-mail;Nota;"),
        (workbook, "en", "reason,Nome,E-mail,Nota,"),
    ] {
        admin.post("/language", &[("locale", locale), ("next", UPLOAD)]).await;
        let id = previewed(&mut admin, &file).await;
        let text = admin.get(&format!("/admin/imports/{id}/rejected.csv")).await.text;
        assert!(text.starts_with(&format!("\u{feff}{header}\r\n")) && text.contains("João"), "{text:?}");
        let again = previewed(&mut admin, &text).await;
        assert_eq!(admin.get(&format!("/admin/imports/{again}/rejected.csv")).await.text, text);
    }
}

/// A long address breaks: it would push the other columns out of sight.
#[tokio::test]
async fn addresses_in_the_preview_may_break() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, "nome,email,papel\nEva,eva@alunos.escola.example.org,membro\n").await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(page.text.contains("eva@<wbr>alunos.<wbr>escola.<wbr>example.<wbr>org"), "{}", page.text);
}

/// All are added in the same millisecond.
#[tokio::test]
async fn people_of_a_file_are_listed_in_its_order() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.advance(60);
    let emails: Vec<String> = (0..40).map(|number| format!("aluno{number:02}@example.org")).collect();
    let rows: String = emails.iter().map(|email| format!("Aluno,{email}\n")).collect();
    confirmed(&mut admin, format!("nome,email\n{rows}")).await;
    run_job(&app).await;
    let page = admin.get("/admin/users?per=50&sort=-created&q=aluno").await.text.replace("<wbr>", "");
    let places: Vec<usize> = emails.iter().map(|email| page.find(email.as_str()).expect("a row")).collect();
    assert!(places.is_sorted(), "{places:?}");
    app.deliver_all().await;
}
