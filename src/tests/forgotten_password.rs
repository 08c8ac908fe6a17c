//! Forgotten passwords: the way back in, which tells nobody who is known here.

use crate::app::{Answer, Browser, OWN_PASSWORD, TestApp, holds, password_in};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, UserStatus};

const MARIA: &str = "maria@example.org";
const RUI: &str = "rui@example.org";
const NEW: &str = "nove pontes sobre o rio";

async fn request_password(app: &TestApp, email: &str) -> Answer {
    app.browser().post("/forgot-password", &[("email", email)]).await
}

/// The token of the newest mail that has a link to set a password.
fn token(app: &TestApp) -> String {
    let mails = app.mails();
    let found = mails.iter().rev().find_map(|mail| mail.text.split("/reset-password?t=").nth(1).map(str::to_owned));
    found.expect("a mail with a link").split_whitespace().next().expect("a token").to_owned()
}

async fn set(app: &TestApp, token: &str, new_password: &str) -> Answer {
    app.browser().post("/reset-password", &[("t", token), ("new_password", new_password)]).await
}

#[tokio::test]
async fn a_person_who_has_a_password_gets_a_link_that_sets_another_and_ends_all_sessions() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let before = app.mails().len();

    assert_eq!(request_password(&app, "Rui@Example.org").await.location(), Some("/forgot-password?notice=mail-sent"));
    app.deliver_all().await;
    assert_eq!(app.mails().len(), before + 1);
    let token = token(&app);
    assert_eq!(rui.get("/account").await.status, StatusCode::OK, "asking alone changes nothing");

    let done = set(&app, &token, NEW).await;
    assert_eq!(done.location(), Some("/login?notice=password-reset"), "{}", done.text);
    assert!(!done.set_cookies().iter().any(|cookie| cookie.starts_with("session=")), "nobody is signed in by it");
    assert!(rui.get("/account").await.location().is_some_and(|to| to.starts_with("/login")));
    assert_eq!(app.browser().sign_in(RUI, OWN_PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(RUI, NEW).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
    assert_eq!(app.mails().len(), before + 3, "the owner is told, also of the other browser");
}

/// Opens the link as a browser does; returns the browser and the page it comes to.
async fn open(app: &TestApp, token: &str) -> (Browser, Answer) {
    let mut browser = app.browser();
    let page = browser.open(&format!("/reset-password?t={token}")).await;
    (browser, page)
}

#[tokio::test]
async fn the_token_leaves_the_address_at_once_for_a_cookie_of_this_browser() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    request_password(&app, RUI).await;
    app.deliver_all().await;
    let token = token(&app);
    let before = app.row_counts().await;

    let mut browser = app.browser();
    let opened = browser.get(&format!("/reset-password?t={token}")).await;
    assert_eq!((opened.status, opened.location()), (StatusCode::SEE_OTHER, Some("/reset-password")));
    assert_eq!(opened.headers["cache-control"], "no-store");
    assert_eq!(opened.headers["referrer-policy"], "no-referrer");
    let [cookie] = &opened.set_cookies()[..] else { panic!("{:?}", opened.headers) };
    for wanted in [&format!("password-link={token}; "), "Max-Age=3600", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(wanted), "{cookie}");
    }
    assert_eq!(app.row_counts().await, before, "looking writes nothing");

    let page = browser.get("/reset-password").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(page.says(RUI) && !page.text.contains(&token), "{}", page.text);
    let refused = browser.post("/reset-password", &[("new_password", "curta")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.text.contains(&token), "{}", refused.text);
    assert_eq!(app.browser().get("/reset-password").await.status, StatusCode::GONE, "another browser has nothing");
    let stranger = app.browser().post("/reset-password", &[("new_password", NEW)]).await;
    assert_eq!(stranger.status, StatusCode::GONE);

    let done = browser.post("/reset-password", &[("new_password", NEW)]).await;
    assert_eq!(done.location(), Some("/login?notice=password-reset"), "{}", done.text);
    assert!(!done.set_cookies().iter().any(|cookie| cookie.starts_with("session=")), "nobody is signed in");
    // Sent twice it ends where it ended; with another password it is used up.
    let again = browser.post("/reset-password", &[("new_password", NEW)]).await;
    assert_eq!(again.location(), Some("/login?notice=password-reset"), "{}", again.text);
    let other = browser.post("/reset-password", &[("new_password", "sete barcas no porto novo")]).await;
    assert_eq!(other.status, StatusCode::GONE);
    let dead = browser.get(&format!("/reset-password?t={token}")).await;
    assert_eq!((dead.status, dead.set_cookies().len()), (StatusCode::GONE, 0));
    app.deliver_all().await;
}

#[tokio::test]
async fn a_link_works_once_within_an_hour_and_looking_at_it_consumes_nothing() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    request_password(&app, RUI).await;
    app.deliver_all().await;
    let first = token(&app);
    for _ in 0..10 {
        assert_eq!(open(&app, &first).await.1.status, StatusCode::OK);
    }
    assert_eq!(set(&app, &first, "curta").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (one, other) = tokio::join!(set(&app, &first, NEW), set(&app, &first, "sete barcas no porto novo"));
    let mut answers = [one.status, other.status];
    answers.sort();
    assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::GONE], "of two at once one wins");
    assert_eq!(set(&app, &first, "nove livros na estante").await.status, StatusCode::GONE);
    assert_eq!(open(&app, &first).await.1.status, StatusCode::GONE);

    app.advance(3601);
    request_password(&app, RUI).await;
    app.deliver_all().await;
    let late = token(&app);
    app.advance(3600 + 60);
    assert_eq!(set(&app, &late, NEW).await.status, StatusCode::GONE);
    for nonsense in ["", "x", "../../etc/passwd", &"A".repeat(43)] {
        assert_eq!(set(&app, nonsense, NEW).await.status, StatusCode::GONE, "{nonsense}");
    }
}

#[tokio::test]
async fn a_person_who_has_not_signed_in_yet_gets_a_new_temporary_password_also_when_it_expired_or_ran_out() {
    let app = TestApp::start().await;
    let first = app.invite(MARIA).await;
    app.advance(25 * 3600);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Expired);

    request_password(&app, MARIA).await;
    app.deliver_all().await;

    let second = password_in(&app.mails().last().unwrap().text).expect("a temporary password");
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
    if first != second {
        assert_eq!(app.browser().sign_in(MARIA, &first).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(app.browser().sign_in(MARIA, &second).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn the_answer_is_the_same_for_everybody_and_links_go_only_to_open_accounts() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    app.invite(MARIA).await;
    app.member("closed@example.org").await;
    app.apply_action(AdminAction::Disable, "closed@example.org").await;
    app.member("gone@example.org").await;
    app.apply_action(AdminAction::Delete, "gone@example.org").await;
    app.invite("canceled@example.org").await;
    app.apply_action(AdminAction::Revoke, "canceled@example.org").await;
    app.deliver_all().await;
    let before = app.mails().len();
    let mut answers = Vec::new();
    let closed = ["closed@example.org", "gone@example.org", "canceled@example.org"];
    for email in [RUI, MARIA].into_iter().chain(closed).chain(["nobody@example.org"]) {
        let answer = request_password(&app, email).await;
        let mut headers: Vec<_> = answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
        headers.sort();
        answers.push((answer.status, answer.location().map(str::to_owned), headers, answer.text));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
    app.deliver_all().await;
    let mails: Vec<_> = app.mails().drain(before..).collect();
    let mut recipients: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    recipients.sort_unstable();
    assert_eq!(recipients, ["canceled@example.org", "closed@example.org", "gone@example.org", MARIA, RUI]);
    for mail in mails.iter().filter(|mail| closed.contains(&mail.to.as_str())) {
        assert!(mail.text.contains("não pode ser usada agora") && !mail.text.contains("?t="), "{}", mail.text);
    }
    for email in closed {
        request_password(&app, email).await;
        app.deliver_all().await;
        assert_eq!(app.mails().len(), before + 5, "{email}: once an hour");
        let kinds = app.audit_kinds(&app.id_of(email).await).await;
        let requests = kinds.iter().filter(|kind| *kind == "password_forgotten").count();
        assert_eq!(requests, 2, "{email}: an admin sees that they asked, and that they asked again in vain");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM password_requests").await, 0, "no stranger's address is kept");
    assert_eq!(request_password(&app, "not an address").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nobodys_mailbox_is_flooded() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    app.advance(24 * 3600);
    let before = app.mails().len();
    let mut sent = Vec::new();
    for _ in 0..9 {
        for _ in 0..4 {
            request_password(&app, RUI).await;
            app.deliver_all().await;
        }
        sent.push(app.mails().len() - before);
        app.advance(3600 + 1);
    }
    assert_eq!(sent[..3], [3, 6, 6], "three an hour, six a day");
    let id = app.id_of(RUI).await;
    let kinds = app.audit_kinds(&id).await;
    let requests = kinds.iter().filter(|kind| *kind == "password_forgotten").count();
    assert_eq!(requests, 6 + 9, "an admin sees each that sent a mail, and once an hour that others asked in vain");
}

#[tokio::test]
async fn a_link_sets_nothing_once_the_password_was_changed_the_account_closed_or_a_new_one_required() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    app.advance(24 * 3600);
    rui.sign_in(RUI, OWN_PASSWORD).await;
    request_password(&app, RUI).await;
    app.deliver_all().await;
    let changed = token(&app);
    let fields = [("current_password", OWN_PASSWORD), ("new_password", NEW)];
    assert_eq!(rui.post("/account", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(set(&app, &changed, "sete barcas no porto novo").await.status, StatusCode::GONE);

    app.advance(24 * 3600);
    request_password(&app, RUI).await;
    app.deliver_all().await;
    let closed = token(&app);
    app.apply_action(AdminAction::Disable, RUI).await;
    assert_eq!(set(&app, &closed, "sete barcas no porto novo").await.status, StatusCode::GONE);
    app.apply_action(AdminAction::Enable, RUI).await;
    app.apply_action(AdminAction::RequirePassword, RUI).await;
    assert_eq!(set(&app, &closed, "sete barcas no porto novo").await.status, StatusCode::GONE);
    assert_ne!(app.account(RUI).await.status, UserStatus::Active, "only the temporary password leads in");
    app.deliver_all().await;
}

/// One link sets its password, and the other has ended: neither waits for the other in vain.
#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_links_used_concurrently_sets_its_password() {
    let app = TestApp::start().await;
    for number in 0..10 {
        let email = format!("maria{number}@example.org");
        app.member(&email).await;
        let mut tokens = Vec::new();
        for _ in 0..2 {
            request_password(&app, &email).await;
            app.deliver_all().await;
            tokens.push(token(&app));
        }
        let (one, other) = tokio::join!(set(&app, &tokens[0], NEW), set(&app, &tokens[1], "dez pontes sobre o rio"));
        let mut answers = [one.status, other.status];
        answers.sort();
        assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::GONE], "{} {}", one.text, other.text);
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn waiting_after_wrong_tries_ends_with_the_new_password_and_the_token_is_nowhere() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    for _ in 0..7 {
        app.browser().sign_in(RUI, "errada").await;
    }
    assert_eq!(app.browser().sign_in(RUI, OWN_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    request_password(&app, RUI).await;
    app.deliver_all().await;
    let token = token(&app);
    let files = app.written_down().await;
    assert!(files.iter().any(|bytes| holds(bytes, RUI)), "looking in the wrong place");
    assert!(!files.iter().any(|bytes| holds(bytes, &token)), "the token is written down");
    assert_eq!(set(&app, &token, NEW).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.browser().sign_in(RUI, NEW).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

/// With one press, without typing the address again; the same page for everybody.
#[tokio::test]
async fn a_person_who_cannot_sign_in_can_ask_for_another_message_on_the_same_page() {
    const BUTTON: &str = "formaction=\"/forgot-password\"";
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    assert!(!app.browser().get("/login").await.text.contains(BUTTON));
    for email in [MARIA, "ninguem@example.org"] {
        let refused = app.browser().sign_in(email, "another than the right one").await;
        assert!(refused.text.contains(BUTTON) && refused.text.contains(email), "{}", refused.text);
    }
    let answer =
        app.browser().post("/forgot-password", &[("email", MARIA), ("password", "000000x"), ("next", "/")]).await;
    assert_eq!(answer.location(), Some("/forgot-password?notice=mail-sent"), "{}", answer.text);
}

/// The address typed may be anybody's: all are told how many emails there are.
#[tokio::test]
async fn the_page_says_how_often_one_may_ask() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.post("/forgot-password", &[("email", "nobody@example.org")]).await;
    let sent = browser.get("/forgot-password").await;
    let words = format!("no máximo {} mensagens por hora", chaveiro::server::rate_limit::MAX_MAILS_AN_HOUR);
    assert!(sent.says(&words) && sent.says("ela continua valendo até expirar"), "{}", sent.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn after_a_reset_the_address_is_filled_in_and_the_used_link_says_what_to_do() {
    let app = TestApp::start().await;
    app.member(RUI).await;
    request_password(&app, RUI).await;
    app.deliver_all().await;
    let token = token(&app);
    let (mut browser, page) = open(&app, &token).await;
    assert!(page.text.contains(&format!("data-email=\"{RUI}\"")), "{}", page.text);
    let done = browser.post("/reset-password", &[("username", RUI), ("new_password", NEW)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let login = browser.get("/login").await;
    assert!(login.text.contains(&format!("value=\"{RUI}\"")) && login.says("Senha alterada"), "{}", login.text);
    assert!(!browser.get("/login").await.text.contains(RUI), "filled in again");

    let other = browser.post("/reset-password", &[("new_password", "sete barcas no porto novo")]).await;
    assert_eq!(other.status, StatusCode::GONE);
    assert!(other.says("Se você já alterou a senha com ele") && other.says("não foi salva"), "{}", other.text);
    let (_, dead) = open(&app, &token).await;
    assert!(dead.text.contains("<a href=\"/forgot-password\">peça outro link</a>"), "{}", dead.text);
    assert!(dead.says("Entrar") && !dead.says("não foi salva"), "{}", dead.text);
    app.deliver_all().await;
}
