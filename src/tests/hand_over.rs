//! Handing a temporary password over in person: shown once, kept nowhere.

use crate::app::{ADMIN_PASSWORD, Answer, Browser, TestApp, holds, is_postgres, new_user};
use axum::http::{StatusCode, header};
use chaveiro::domain::{AdminAction, Role, UserId, UserStatus};

const MARIA: &str = "maria@example.org";

async fn allowed() -> TestApp {
    TestApp::start_with(|settings| settings.allow_handover = true).await
}

async fn hand_over(browser: &mut Browser, id: &UserId) -> Answer {
    browser.post("/admin/users/hand-over", &[("user", id.as_str())]).await
}

fn code_on(slip: &Answer) -> String {
    let after = slip.text.split("<code>").nth(1).expect("a code");
    after.split("</code>").next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_person_without_a_mailbox_gets_a_slip_and_comes_in_with_it() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    assert!(admin.get("/admin/users/new").await.text.contains("name=\"channel\""));
    let form = [("display_name", "Maria Souza"), ("email", MARIA), ("channel", "in-person")];
    let made = admin.post("/admin/users/new", &form).await;
    let id = app.id_of(MARIA).await;
    assert_eq!(made.location(), Some(format!("/admin/users/{id}?notice=created-in-person").as_str()), "{}", made.text);
    assert!(app.deliver_all().await.is_empty(), "a mail leaves");
    let page = admin.get(made.location().unwrap()).await;
    assert!(page.says("sem enviar e-mail") && page.says("Entregar em mãos"), "{}", page.text);
    for path in [format!("/admin/users/{id}"), "/admin/users?sort=name".to_owned()] {
        let page = admin.get(&path).await;
        assert_eq!(page.text.matches("Nada enviado").count(), 1, "{path}: {}", page.text);
    }
    let question = admin.get(&format!("/admin/users/{id}/hand-over")).await;
    assert!(question.text.contains("data-question") && question.says("uma única vez"), "{}", question.text);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting, "asking generates nothing");

    let slip = hand_over(&mut admin, &id).await;
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.text);
    assert_eq!(slip.headers[header::CACHE_CONTROL], "no-store");
    let code = code_on(&slip);
    assert_eq!(code.len(), 6);
    for words in ["http://localhost:3000/login", MARIA, "Vale até", "uma única vez"] {
        assert!(slip.says(words), "{words}: {}", slip.text);
    }
    assert_eq!(slip.text.matches(&code).count(), 1, "the code stands somewhere else too");
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
    let mut maria = app.browser();
    assert_eq!(maria.sign_in(MARIA, &code).await.location(), Some("/first-access"));
    let kinds = app.audit_kinds(&id).await;
    assert_eq!(kinds, ["user_created", "temporary_password_revealed", "signed_in"]);
    assert!(admin.get(&format!("/admin/users/{id}")).await.says("mostrada para entregar em mãos"));
}

/// Nothing tells any more to send a mail, which would end the code of the slip.
#[tokio::test]
async fn after_a_slip_the_mail_that_failed_is_history() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    app.fail_mail_to(MARIA).await;
    let id = app.id_of(MARIA).await;
    assert_eq!(app.account(MARIA).await.status, UserStatus::Failed);
    let person = format!("/admin/users/{id}");
    assert!(admin.get(&person).await.says("corrija-o"), "nothing says what to do");

    app.advance(1);
    let code = code_on(&hand_over(&mut admin, &id).await);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
    let page = admin.get(&person).await;
    assert!(!page.says("corrija-o"), "{}", page.text);
    let list = admin.get("/admin/users").await;
    assert!(!list.says("User unknown") && !list.text.contains("?status=failed"), "{}", list.text);
    assert_eq!(app.browser().sign_in(MARIA, &code).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn the_code_is_on_no_disk_and_on_no_other_page() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    let id = app.id_of(MARIA).await;
    // Twelve letters: six digits would be found in some hash by chance.
    let app = app.restarted(|settings| settings.preset = chaveiro::domain::Preset::Unambiguous(12)).await;
    let mut restarted = app.browser();
    restarted.cookies = std::mem::take(&mut admin.cookies);
    let slip = hand_over(&mut restarted, &id).await;
    let code = code_on(&slip);
    assert_eq!(code.len(), 12, "{}", slip.text);
    assert!(holds(slip.text.as_bytes(), &code), "the test would not find it");
    for path in [format!("/admin/users/{id}"), format!("/admin/users/{id}/hand-over"), "/admin/users".to_owned()] {
        assert!(!holds(restarted.get(&path).await.text.as_bytes(), &code), "{path} shows it again");
    }
    for bytes in app.written_down().await {
        assert!(!holds(&bytes, &code), "the code was written down");
    }
    assert!(is_postgres() || !app.written_down().await.is_empty());
}

#[tokio::test]
async fn another_slip_voids_the_first_and_the_mail_that_was_under_way() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    let mailed = app.invite(MARIA).await;
    app.advance(1);
    app.apply_action(AdminAction::Resend, MARIA).await;
    let id = app.id_of(MARIA).await;
    let first = code_on(&hand_over(&mut admin, &id).await);
    app.advance(1);
    let second = code_on(&hand_over(&mut admin, &id).await);
    assert_eq!(app.deliver_all().await, [], "the mail that was queued leaves");
    for dead in [&mailed, &first] {
        app.advance(1);
        assert_eq!(app.browser().sign_in(MARIA, dead).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(app.browser().sign_in(MARIA, &second).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn handing_over_needs_the_setting_a_fitting_state_and_a_fresh_password() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    assert_eq!(hand_over(&mut admin, &id).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get(&format!("/admin/users/{id}/hand-over")).await.status, StatusCode::NOT_FOUND);
    assert!(!admin.get("/admin/users/new").await.text.contains("name=\"channel\""));
    assert!(!admin.get(&format!("/admin/users/{id}")).await.says("Entregar em mãos"));
    let form = [("display_name", "Rui"), ("email", "rui@example.org"), ("channel", "in-person")];
    assert_eq!(admin.post("/admin/users/new", &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let app = allowed().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    app.advance(660);
    let missing = hand_over(&mut admin, &id).await;
    assert_eq!(missing.status, StatusCode::FORBIDDEN);
    assert!(missing.text.contains("name=\"current_password\"") && !missing.text.contains("<code>"), "{}", missing.text);
    let form = [("user", id.as_str()), ("current_password", ADMIN_PASSWORD)];
    assert_eq!(admin.post("/admin/users/hand-over", &form).await.status, StatusCode::OK);
    app.apply_action(AdminAction::Disable, MARIA).await;
    assert_eq!(hand_over(&mut admin, &id).await.status, StatusCode::CONFLICT);
    let nobody = UserId::parse("0190a7c0-0000-7000-8000-000000000000").unwrap();
    assert_eq!(hand_over(&mut admin, &nobody).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_slip_is_handed_to_no_other_site() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    let request = axum::http::Request::post("/admin/users/hand-over")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(axum::body::Body::from(format!("user={id}")))
        .unwrap();
    assert_eq!(admin.send_request(request).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting, "a code was generated");
}

/// The name and the code of each slip, in their order.
fn codes_on(sheets: &Answer) -> Vec<(String, String)> {
    let inside = |text: &str, from: &str, to: &str| {
        text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default().to_owned()
    };
    sheets
        .text
        .split("<article ")
        .skip(1)
        .map(|card| (inside(card, "<h2>", "</h2>"), inside(card, "<code translate=\"no\">", "</code>")))
        .collect()
}

#[tokio::test]
async fn slips_of_several_are_sorted_shown_once_and_each_logged() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    let maria = app.id_of(MARIA).await;
    let mut ids = Vec::new();
    for (name, email) in
        [("Zoé Lima", "zoe@example.org"), ("Água Viva", "agua@example.org"), ("Bruno", "bruno@example.org")]
    {
        app.queue_for(&new_user(name, email, Role::Member)).await;
        ids.push(app.id_of(email).await);
    }
    ids.push(maria);
    let query: Vec<String> = ids.iter().map(|id| format!("user={id}")).collect();
    let question = admin.get(&format!("/admin/users/slips?{}", query.join("&"))).await;
    assert!(
        question.says("Imprimir folhas de acesso: 3 pessoas") && question.text.contains("data-question"),
        "{}",
        question.text
    );
    assert!(question.says("Maria Souza: estado"), "who has access is left out: {}", question.text);

    let users = ids.iter().map(UserId::as_str).collect::<Vec<_>>().join(" ");
    let sheets = admin.post("/admin/users/slips", &[("users", &users), ("per_sheet", "8")]).await;
    assert_eq!(sheets.status, StatusCode::OK, "{}", sheets.text);
    assert_eq!(sheets.headers[header::CACHE_CONTROL], "no-store");
    let codes = codes_on(&sheets);
    let names: Vec<&str> = codes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Água Viva", "Bruno", "Zoé Lima"]);
    assert!(sheets.says("sheets-8") && sheets.says("Maria Souza: já tem acesso"), "{}", sheets.text);
    for (_, code) in &codes {
        assert_eq!(sheets.text.matches(code.as_str()).count(), 1, "a code stands somewhere else too");
    }
    for id in &ids[..3] {
        assert!(app.audit_kinds(id).await.contains(&"temporary_password_revealed".to_owned()));
    }
    assert!(
        app.deliver_all().await.iter().all(|outcome| *outcome != chaveiro::server::delivery::Outcome::Sent),
        "a mail leaves"
    );
    let answer = app.browser().sign_in("bruno@example.org", &codes[1].1).await;
    assert_eq!(answer.location(), Some("/first-access"));

    // Once more: other codes, and the earlier ones are dead.
    let again = codes_on(&admin.post("/admin/users/slips", &[("users", ids[0].as_str())]).await);
    assert_eq!(again.len(), 1);
    assert_ne!(app.browser().sign_in("zoe@example.org", &codes[2].1).await.location(), Some("/first-access"));
    assert_eq!(app.browser().sign_in("zoe@example.org", &again[0].1).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn slips_need_the_setting_the_password_and_an_admin() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    assert_eq!(admin.get(&format!("/admin/users/slips?user={id}")).await.status, StatusCode::NOT_FOUND);
    let form = [("users", id.as_str())];
    assert_eq!(admin.post("/admin/users/slips", &form).await.status, StatusCode::NOT_FOUND);
    assert!(!admin.get("/admin/users").await.text.contains("/admin/users/slips"));

    let app = allowed().await;
    let mut admin = app.admin().await;
    let mut member = app.member("bia@example.org").await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    let form = [("users", id.as_str())];
    assert_eq!(member.post("/admin/users/slips", &form).await.status, StatusCode::FORBIDDEN);
    assert!(admin.get("/admin/users").await.text.contains("/admin/users/slips"));
    app.advance(16 * 60);
    let question = admin.post("/admin/users/slips", &form).await;
    assert_eq!(question.status, StatusCode::FORBIDDEN, "the password was given too long ago");
    assert!(question.says("current_password") && question.says("Maria Souza"), "{}", question.text);
    let confirmed = [("users", id.as_str()), ("current_password", ADMIN_PASSWORD)];
    assert_eq!(codes_on(&admin.post("/admin/users/slips", &confirmed).await).len(), 1);
    let nobody = [("users", "01890000-0000-7000-8000-000000000000")];
    assert_eq!(codes_on(&admin.post("/admin/users/slips", &nobody).await).len(), 0);
    assert_eq!(admin.post("/admin/users/slips", &[("users", "nobody")]).await.status, StatusCode::BAD_REQUEST);
}

/// The code leads to the site and to nothing else: a photo of the sheet's code gives nobody the password.
#[tokio::test]
async fn the_qr_code_is_the_address_of_the_site_and_holds_no_secret() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    let (_, path) = chaveiro::ui::components::qr::drawing("http://localhost:3000/login").expect("a code");
    let slip = hand_over(&mut admin, &id).await;
    let sheets = admin.post("/admin/users/slips", &[("users", id.as_str())]).await;
    for answer in [&slip, &sheets] {
        assert!(answer.text.contains(&format!("d=\"{path}\"")), "another code");
        assert_eq!(answer.text.matches("id=\"qr\"").count(), 1);
    }
}

#[tokio::test]
async fn slips_of_an_import_are_those_of_the_people_it_made() {
    let app = allowed().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let file =
        "nome;email\nBruno Reis;bruno@example.org\nMaria Souza;maria@example.org\nAna Reis;ana.reis@example.org\n";
    let import = crate::import::confirmed(&mut admin, file).await;
    crate::import::run_job(&app).await;
    let report = admin.get(&format!("/admin/imports/{import}")).await;
    assert!(report.text.contains(&format!("/admin/users/slips?import={import}")), "{}", report.text);
    let question = admin.get(&format!("/admin/users/slips?import={import}")).await;
    assert!(
        question.says("2 pessoas") && question.says("bruno@example.org") && !question.says(MARIA),
        "{}",
        question.text
    );
    assert!(question.text.contains(&format!("href=\"/admin/imports/{import}\"")), "no way back");
}
