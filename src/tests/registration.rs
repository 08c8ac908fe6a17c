//! Visitors who make an account for themselves.

use crate::app::{Browser, OWN_PASSWORD, TestApp, holds, is_postgres, race};
use axum::http::{Method, Request, StatusCode, header};
use chaveiro::domain::{AdminAction, Locale, UserStatus};
use chaveiro::error::{AppError, Problem};
use chaveiro::locale;
use chaveiro::locale::time::Zone;
use chaveiro::server::config::SelfRegistration;
use chaveiro::server::delivery::Outcome;
use chaveiro::server::keys::Token;

const EVA: &str = "eva@example.org";
const EVAS: &str = "sete pontes sobre o mar";
const ATTACKERS: &str = "nove livros na estante";

fn form<'a>(email: &'a str, password: &'a str) -> [(&'a str, &'a str); 3] {
    [("display_name", "Eva Lima"), ("email", email), ("password", password)]
}

/// Registers and has the mail delivered; returns the token in it.
async fn register(app: &TestApp, browser: &mut Browser, email: &str, password: &str) -> String {
    let answer = browser.post("/register", &form(email, password)).await;
    assert_eq!(answer.location(), Some("/register?notice=mail-sent"), "{}", answer.text);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    token_in(&app.mails().last().expect("a mail").text)
}

fn token_in(text: &str) -> String {
    let start = "http://localhost:3000/register/confirm?t=";
    let (_, rest) = text.split_once(start).expect("a link");
    rest.chars().take_while(|character| !character.is_whitespace()).collect()
}

fn confirm_path(token: &str) -> String {
    format!("/register/confirm?t={token}")
}

#[tokio::test]
async fn where_visitors_may_not_register_neither_page_nor_function_exists() {
    let app = TestApp::start_with(|settings| settings.self_registration = SelfRegistration::Off).await;
    let mut admin = app.admin().await;
    let mut visitor = app.browser();
    let before = app.row_counts().await;
    for browser in [&mut visitor, &mut admin] {
        for path in ["/register", "/register/confirm", "/register/confirm?t=x"] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(browser.post("/register", &form(EVA, EVAS)).await.status, StatusCode::NOT_FOUND);
        let confirm = browser.post_as_program("/register/confirm", &[("t", "x")]).await;
        assert_eq!((confirm.status, confirm.code().as_deref()), (StatusCode::NOT_FOUND, Some("not_found")));
    }
    assert_eq!(app.row_counts().await, before);
    assert!(!visitor.get("/login").await.text.contains("/register"), "a link to nowhere");
}

/// Behind access control as well: switched off means off.
#[tokio::test]
async fn a_link_mailed_before_registration_was_switched_off_makes_no_account() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    let app = app.restarted(|settings| settings.self_registration = SelfRegistration::Off).await;
    let browser = eva.cookies.get("registration").map(String::as_str);
    let origin = chaveiro::server::store::audit::Origin::default();
    let made = chaveiro::server::accounts::confirm_registration(&app.state, &token, browser, EVAS, &origin).await;
    assert_eq!(made.err(), Some(AppError::NotFound));
}

#[tokio::test]
async fn the_answer_is_the_same_for_known_and_unknown_addresses() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    app.invite("maria@example.org").await;
    let mut answers = Vec::new();
    for email in [EVA, "rui@example.org", "maria@example.org"] {
        let mut browser = app.browser();
        let answer = browser.post("/register", &form(email, EVAS)).await;
        let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        let cookies: Vec<_> = browser.cookies.iter().map(|(name, value)| (name.clone(), value.len())).collect();
        answers.push((answer.status, answer.location().map(str::to_owned), names, cookies, answer.text));
    }
    assert_eq!(answers[0].0, StatusCode::SEE_OTHER);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    app.deliver_all().await;
}

#[tokio::test]
async fn one_click_in_the_browser_that_registered_makes_the_account() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, "Eva@Example.org", EVAS).await;
    assert_eq!(app.mails()[0].to, EVA);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0, "nothing exists before the click");
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.status, StatusCode::UNAUTHORIZED);
    let page = eva.open(&confirm_path(&token)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("name=\"password\""), "one click is enough: {}", page.text);

    let answer = eva.post("/register/confirm", &[("t", &token)]).await;

    assert_eq!(answer.location(), Some("/account?notice=registered"), "{}", answer.text);
    assert!(eva.get("/account").await.says("Eva Lima"));
    assert_eq!(app.account(EVA).await.status, UserStatus::Active);
    assert_eq!(app.account(EVA).await.user.role, chaveiro::domain::Role::Member);
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.location(), Some("/"));
    assert_eq!(app.number("SELECT COUNT(*) FROM registrations").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'user_registered'").await, 1);
    app.deliver_all().await;
}

/// Mail scanners follow links before people do.
#[tokio::test]
async fn looking_at_the_link_never_consumes_it() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    let before = app.row_counts().await;
    for agent in ["Mozilla/5.0", "LinkScanner/1.0", ""] {
        for method in [Method::GET, Method::HEAD] {
            for browser in [&mut app.browser(), &mut eva] {
                let request = Request::builder().method(&method).uri(confirm_path(&token));
                let answer =
                    browser.send(request.header(header::USER_AGENT, agent).header(header::ACCEPT, "text/html")).await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{method} by {agent}");
                assert_eq!(answer.headers["referrer-policy"], "no-referrer");
            }
        }
    }
    assert_eq!(app.row_counts().await, before);
    assert_eq!(eva.post("/register/confirm", &[("t", &token)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn another_browser_has_to_give_the_password_that_was_chosen() {
    let app = TestApp::start().await;
    let token = register(&app, &mut app.browser(), EVA, EVAS).await;
    let mut phone = app.browser();
    let page = phone.open(&confirm_path(&token)).await;
    assert!(page.text.contains("name=\"password\""), "the password is not asked for: {}", page.text);

    // What was not typed is no wrong attempt.
    for (fields, status) in [
        (vec![("t", token.as_str())], StatusCode::UNPROCESSABLE_ENTITY),
        (vec![("t", token.as_str()), ("password", "")], StatusCode::UNPROCESSABLE_ENTITY),
        (vec![("t", token.as_str()), ("password", OWN_PASSWORD)], StatusCode::UNAUTHORIZED),
    ] {
        let answer = phone.post("/register/confirm", &fields).await;
        assert_eq!(answer.status, status, "{fields:?}: {}", answer.text);
        assert!(answer.text.contains(&token), "the form has lost its link: {}", answer.text);
    }
    phone.cookies.insert("registration".to_owned(), Token::generate().reveal().to_owned());
    let foreign = phone.post("/register/confirm", &[("t", &token)]).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "any cookie will do");
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);

    let answer = phone.post("/register/confirm", &[("t", token.as_str()), ("password", EVAS)]).await;
    assert_eq!(answer.location(), Some("/account?notice=registered"), "{}", answer.text);
}

#[tokio::test]
async fn passwords_cannot_be_guessed_at_the_link_either() {
    let app = TestApp::start().await;
    let token = register(&app, &mut app.browser(), EVA, EVAS).await;
    for _ in 0..5 {
        let answer = app.browser().post("/register/confirm", &[("t", token.as_str()), ("password", "wrong")]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = app.browser().post("/register/confirm", &[("t", token.as_str()), ("password", EVAS)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "guesses are not counted");
}

/// Somebody types the victim's address with a password of their own and waits
/// for the victim's click.
#[tokio::test]
async fn a_person_who_registers_anothers_address_never_owns_the_account() {
    let app = TestApp::start().await;
    let (mut attacker, mut victim) = (app.browser(), app.browser());
    let first = register(&app, &mut attacker, EVA, ATTACKERS).await;

    // The victim clicks the attacker's mail without having registered.
    assert_eq!(victim.open(&confirm_path(&first)).await.status, StatusCode::OK);
    assert_eq!(victim.post("/register/confirm", &[("t", &first)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    // The victim registers too, and clicks the attacker's mail all the same.
    let second = register(&app, &mut victim, EVA, EVAS).await;
    assert_ne!(first, second);
    assert_eq!(victim.post("/register/confirm", &[("t", &first)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let with_own = victim.post("/register/confirm", &[("t", first.as_str()), ("password", EVAS)]).await;
    assert_eq!(with_own.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);

    let confirmed = victim.post("/register/confirm", &[("t", &second)]).await;
    assert_eq!(confirmed.location(), Some("/account?notice=registered"), "{}", confirmed.text);

    assert_eq!(app.number("SELECT COUNT(*) FROM registrations").await, 0, "the attacker's registration still waits");
    assert_eq!(
        app.browser().sign_in(EVA, ATTACKERS).await.status,
        StatusCode::UNAUTHORIZED,
        "the attacker's password works"
    );
    assert_eq!(app.browser().sign_in(EVA, EVAS).await.location(), Some("/"));
    for (token, status) in [(&first, StatusCode::GONE), (&second, StatusCode::UNAUTHORIZED)] {
        let fields = [("t", token.as_str()), ("password", ATTACKERS)];
        assert_eq!(attacker.post("/register/confirm", &fields).await.status, status, "a link lives on");
    }
    assert!(attacker.get("/account").await.location().is_some_and(|to| to.starts_with("/login")));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_link_is_used_once() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    let mut copy = eva.clone();
    assert_eq!(eva.post("/register/confirm", &[("t", &token)]).await.status, StatusCode::SEE_OTHER);
    let (mut twice, mut stranger) = (copy.clone(), app.browser());
    // A second click of the same browser ends in the account; later, or elsewhere, it does nothing.
    let again = twice.post("/register/confirm", &[("t", &token)]).await;
    assert_eq!(again.location(), Some("/account?notice=registered"), "{}", again.text);
    assert!(stranger.post("/register/confirm", &[("t", &token)]).await.status.is_client_error());
    app.advance(601);
    assert_eq!(copy.post("/register/confirm", &[("t", &token)]).await.status, StatusCode::GONE);
    assert_eq!(copy.open(&confirm_path(&token)).await.status, StatusCode::GONE);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_clicks_at_once_make_one_account() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    let answers = race(10, |_| {
        let (mut eva, token) = (eva.clone(), token.clone());
        async move { eva.post_as_program("/register/confirm", &[("t", &token)]).await }
    });
    for answer in answers.await {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

#[tokio::test]
async fn a_link_ends_after_a_day() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    app.advance(24 * 3600 - 1);
    assert_eq!(eva.open(&confirm_path(&token)).await.status, StatusCode::OK);
    app.advance(1);
    assert_eq!(eva.open(&confirm_path(&token)).await.status, StatusCode::GONE);
    assert_eq!(eva.post("/register/confirm", &[("t", &token)]).await.status, StatusCode::GONE);
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 0);
    app.state.store.delete_expired_registrations().await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM registrations").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 0, "the mail outlives what it is about");

    let again = register(&app, &mut eva, EVA, EVAS).await;
    assert_eq!(eva.post("/register/confirm", &[("t", &again)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn unknown_links_answer_410() {
    let app = TestApp::start().await;
    let guess = Token::generate();
    for token in ["", "x", guess.reveal(), "../../etc/passwd", "é", "' OR 1=1 --"] {
        let answer = app.browser().post("/register/confirm", &[("t", token), ("password", EVAS)]).await;
        assert_eq!(answer.status, StatusCode::GONE, "{token}");
    }
    assert_eq!(app.browser().get("/register/confirm").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn only_addresses_of_the_listed_domains_may_register() {
    let domains = ["example.org".to_owned(), "escola.br".to_owned()];
    let app = TestApp::start_with(|settings| settings.registration_domains = domains.to_vec()).await;
    let reason = locale::problem(Locale::PtBr, &Zone::usual(Locale::PtBr), &Problem::DomainNotAllowed);
    for email in [
        "eva@example.com",
        "eva@notexample.org",
        "eva@example.org.evil.com",
        "eva@sub.example.org",
        "eva@xn--exmple-cua.org",
        "eva@org",
        "example.org@evil.com",
        "eva+example.org@evil.com",
    ] {
        let answer = app.browser().post("/register", &form(email, EVAS)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}: {}", answer.text);
        assert!(email == "eva@org" || answer.says(&reason), "{email}: {}", answer.text);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM registrations").await, 0);
    for email in [EVA, "EVA@ESCOLA.BR"] {
        let answer = app.browser().post("/register", &form(email, EVAS)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}: {}", answer.text);
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn the_owner_of_a_known_address_is_notified_at_most_once_an_hour() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let earlier = app.mails().len();
    for time in 0..3 {
        for _ in 0..4 {
            let answer = app.browser().post("/register", &form("rui@example.org", EVAS)).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        }
        app.deliver_all().await;
        assert_eq!(app.mails().len(), earlier + time + 1, "hour {time}");
        app.advance(3600);
    }
    let mail = app.mails().pop().unwrap();
    assert_eq!(mail.to, "rui@example.org");
    assert!(!mail.text.contains("?t="), "a notice with a token");
    assert_eq!(
        app.browser().sign_in("rui@example.org", OWN_PASSWORD).await.location(),
        Some("/"),
        "nothing has changed"
    );
    assert_eq!(app.number("SELECT COUNT(*) FROM registrations WHERE token_hash IS NOT NULL").await, 0);
    app.deliver_all().await;
}

/// The page says that a message was sent. It must not lead back in, and says whom to ask.
#[tokio::test]
async fn the_owner_of_an_unusable_account_is_notified_at_most_once_an_hour() {
    let app = TestApp::start().await;
    app.invite("canceled@example.org").await;
    app.apply_action(AdminAction::Revoke, "canceled@example.org").await;
    for (email, action) in [("closed@example.org", AdminAction::Disable), ("gone@example.org", AdminAction::Delete)] {
        app.member(email).await;
        app.apply_action(action, email).await;
    }
    app.deliver_all().await;
    for email in ["canceled@example.org", "closed@example.org", "gone@example.org"] {
        let before = app.mails().len();
        for notices in 1..=2 {
            for _ in 0..4 {
                app.browser().post("/register", &form(email, EVAS)).await;
            }
            app.deliver_all().await;
            assert_eq!(app.mails().len(), before + notices, "{email}");
            app.advance(3600);
        }
        let mail = app.mails().pop().unwrap();
        assert_eq!(mail.to, email);
        assert!(mail.text.contains("não pode ser usada agora") && mail.text.contains("fale com"), "{}", mail.text);
        assert!(!mail.text.contains("?t=") && !mail.text.contains("Esqueceu"), "{}", mail.text);
    }
}

#[tokio::test]
async fn confirming_ends_the_session_somebody_else_had_in_this_browser() {
    let app = TestApp::start().await;
    let mut rui = app.member("rui@example.org").await;
    let mut earlier = app.browser();
    earlier.cookies = rui.cookies.clone();
    let token = register(&app, &mut app.browser(), EVA, EVAS).await;
    let confirmed = rui.post("/register/confirm", &[("t", token.as_str()), ("password", EVAS)]).await;
    assert_eq!(confirmed.location(), Some("/account?notice=registered"), "{}", confirmed.text);
    assert!(earlier.get("/account").await.location().is_some_and(|to| to.starts_with("/login")));
}

/// What a request writes is what its time depends on.
#[tokio::test]
async fn a_registration_writes_the_same_for_every_address_also_the_fifth_time() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    app.member("closed@example.org").await;
    app.apply_action(AdminAction::Disable, "closed@example.org").await;
    app.browser().post("/register", &form("first@example.org", EVAS)).await; // sets up the guard of all
    app.deliver_all().await;
    for time in 1..=5 {
        for email in [EVA, "rui@example.org", "closed@example.org"] {
            let before = app.row_counts().await;
            let answer = app.browser().post("/register", &form(email, EVAS)).await;
            assert_eq!(answer.location(), Some("/register?notice=mail-sent"));
            let written: Vec<_> = before
                .into_iter()
                .zip(app.row_counts().await)
                .filter(|(before, after)| before != after)
                .map(|((table, before), (_, after))| (table, after - before))
                .collect();
            let expected = ["outbox", "registration_wishes", "registrations"].map(|table| (table.to_owned(), 1));
            assert_eq!(written, expected, "{email}, time {time}");
            app.deliver_all().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_registrations_of_a_known_address_at_once_send_its_owner_one_mail() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let statuses = race(20, |_| {
        let mut browser = app.browser();
        async move { browser.post("/register", &form("rui@example.org", EVAS)).await.status }
    });
    assert_eq!(statuses.await, [StatusCode::SEE_OTHER; 20]);
    assert_eq!(app.deliver_all().await.iter().filter(|outcome| **outcome == Outcome::Sent).count(), 1);
    assert_eq!(app.mails().last().unwrap().to, "rui@example.org");
}

#[tokio::test]
async fn three_registrations_of_an_address_wait_at_a_time_and_no_more_mails_leave() {
    let app = TestApp::start().await;
    for _ in 0..6 {
        let answer = app.browser().post("/register", &form(EVA, EVAS)).await;
        assert_eq!(answer.location(), Some("/register?notice=mail-sent"), "the visitor is told the same");
    }
    app.deliver_all().await;
    assert_eq!(app.mails().len(), 3);
    assert_eq!(app.number("SELECT COUNT(*) FROM registrations WHERE token_hash IS NOT NULL").await, 3);
    let other = app.browser().post("/register", &form("ivo@example.org", EVAS)).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
    assert_eq!(app.deliver_all().await, [Outcome::Sent], "one address's limit is not another's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_registrations_of_an_address_at_once_fill_nobodys_mailbox() {
    let app = TestApp::start().await;
    let statuses = race(20, |_| {
        let mut browser = app.browser();
        async move { browser.post("/register", &form(EVA, EVAS)).await.status }
    });
    assert_eq!(statuses.await, [StatusCode::SEE_OTHER; 20]);
    app.deliver_all().await;
    assert_eq!(app.mails().len(), 3, "on {}", if is_postgres() { "PostgreSQL" } else { "SQLite" });
}

#[tokio::test]
async fn every_wrong_field_is_named_and_the_own_password_has_the_usual_rules() {
    let app = TestApp::start().await;
    let fields = [("display_name", ""), ("email", "eva"), ("password", "short")];
    let answer = app.browser().post_as_program("/register", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (field, _) in fields {
        assert!(answer.text.contains(&format!("\"field\":\"{field}\"")), "{field}: {}", answer.text);
    }
    for password in ["passwordpassword", "eva lima eva lima", "InstitutoAurora!!", ""] {
        let answer = app.browser().post("/register", &form(EVA, password)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM registrations").await, 0);
}

#[tokio::test]
async fn an_account_made_by_an_admin_meanwhile_is_not_taken_over_by_the_link() {
    let app = TestApp::start().await;
    let mut attacker = app.browser();
    let token = register(&app, &mut attacker, EVA, ATTACKERS).await;
    let temporary = app.invite(EVA).await;

    let answer = attacker.post("/register/confirm", &[("t", token.as_str()), ("password", ATTACKERS)]).await;

    assert_eq!(answer.status, StatusCode::GONE, "{}", answer.text);
    assert_eq!(app.browser().sign_in(EVA, ATTACKERS).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(EVA, &temporary).await.location(), Some("/first-access"));
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

#[tokio::test]
async fn the_links_token_and_the_password_are_stored_as_hashes_only() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    let written = app.written_down().await;
    assert!(written.iter().any(|bytes| holds(bytes, EVA)), "looking in the wrong place");
    for secret in [token.as_str(), EVAS, eva.cookies["registration"].as_str()] {
        assert!(!written.iter().any(|bytes| holds(bytes, secret)), "a secret is stored in clear");
    }
}

#[tokio::test]
async fn the_link_in_the_mail_comes_from_the_settings_not_from_the_request() {
    let app = TestApp::start_with(|settings| settings.dev = false).await;
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form(EVA, EVAS)).finish();
    let request = Request::post("/register")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(body))
        .unwrap();
    assert_eq!(app.browser().send_request(request).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
    let mail = &app.mails()[0];
    assert!(!mail.raw.contains("evil.example") && !mail.text.contains("evil.example"));
    token_in(&mail.text);
}

#[tokio::test]
async fn another_password_than_the_chosen_one_is_called_that() {
    let app = TestApp::start().await;
    let token = register(&app, &mut app.browser(), EVA, EVAS).await;
    let refused = app.browser().post("/register/confirm", &[("t", token.as_str()), ("password", OWN_PASSWORD)]).await;
    let text = refused.text.replace("<!>", "");
    let wrong = "<a href=\"#password\">Esta não é a senha que você escolheu ao se cadastrar.</a>";
    assert!(text.contains(wrong) && text.contains("<a href=\"/register\">cadastre-se de novo</a>"), "{text}");
    assert!(!refused.says("senha temporária"), "{text}");
}

/// Opened twice, reloaded, or come to by "back": the commonest dead link.
#[tokio::test]
async fn a_used_link_says_what_to_do_in_each_case() {
    let app = TestApp::start().await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    eva.post("/register/confirm", &[("t", &token)]).await;
    let own = eva.open(&confirm_path(&token)).await;
    assert_eq!(own.status, StatusCode::GONE);
    assert!(own.says("não precisa mais dele") && own.text.contains("href=\"/account\""), "{}", own.text);
    let elsewhere = app.browser().open(&confirm_path(&token)).await;
    assert!(elsewhere.says("Se você já confirmou o cadastro, entre"), "{}", elsewhere.text);
    assert!(elsewhere.text.contains("href=\"/register\"") && elsewhere.says("Entrar"), "{}", elsewhere.text);
}

#[tokio::test]
async fn a_pending_registration_sent_again_says_that_it_is_pending() {
    let app = TestApp::start_with(|settings| settings.self_registration = SelfRegistration::Approval).await;
    let mut eva = app.browser();
    let token = register(&app, &mut eva, EVA, EVAS).await;
    eva.post("/register/confirm", &[("t", &token)]).await;
    for browser in [&mut eva, &mut app.browser()] {
        let again = browser.open(&confirm_path(&token)).await;
        assert_eq!(again.status, StatusCode::OK);
        assert!(again.says("Aguardando aprovação"), "{}", again.text);
    }
    app.advance(601);
    let later = eva.open(&confirm_path(&token)).await;
    assert_eq!(later.status, StatusCode::GONE);
    assert!(later.says("aguarde a aprovação"), "{}", later.text);
    app.deliver_all().await;
}
