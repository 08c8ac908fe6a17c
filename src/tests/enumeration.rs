//! No endpoint reveals who has an account: all answer alike, whatever an
//! address is here (OWASP ASVS 5.0, 6.3.8). The times are measured by `make bench`.

use crate::app::{Answer, OWN_PASSWORD, TestApp, once_in};
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::{AdminAction, UserStatus};
use chaveiro::server::config::SelfRegistration;

const UNKNOWN: &str = "unknown@example.org";
const PENDING: &str = "pending@example.org";
const WRONG: &str = "000000";

/// An answer without what always differs: the nonce, the name of a form, the address typed, and
/// the registration's new cookie.
pub fn comparable(answer: &Answer, email: &str) -> (StatusCode, Vec<(String, String)>, String) {
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        // Another one for each request.
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| {
            let value = value.to_str().expect("text").replace(nonce, "NONCE");
            let value = if *name == header::SET_COOKIE { value.split('=').next().unwrap().to_owned() } else { value };
            (name.to_string(), value)
        })
        .collect();
    headers.sort();
    let text = answer.text.replace(nonce, "NONCE").replace(once_in(&answer.text).unwrap_or("ONCE"), "ONCE");
    (answer.status, headers, text.replace(email, "EMAIL").replace(&email.replace('@', "%40"), "EMAIL"))
}

/// A member whose own password has ended after a hundred wrong tries, one who
/// waits to be let in, and the others by what was done to them.
async fn everybody() -> (TestApp, Vec<&'static str>) {
    let app = TestApp::start_with(|settings| settings.self_registration = SelfRegistration::Approval).await;
    app.invite("expired@example.org").await;
    app.advance(25 * 3600);
    app.register(PENDING, OWN_PASSWORD).await;
    for email in ["active@example.org", "disabled@example.org", "deleted@example.org", "blocked@example.org"] {
        app.member(email).await;
    }
    app.apply_action(AdminAction::Disable, "disabled@example.org").await;
    app.apply_action(AdminAction::Delete, "deleted@example.org").await;
    for email in ["invited@example.org", "revoked@example.org", "exhausted@example.org"] {
        app.invite(email).await;
    }
    app.apply_action(AdminAction::Revoke, "revoked@example.org").await;
    app.execute(
        "UPDATE temporary_passwords SET attempts = attempts_allowed
         WHERE user_id = (SELECT id FROM users WHERE email = 'exhausted@example.org')",
    )
    .await;
    app.browser().sign_in("blocked@example.org", WRONG).await;
    app.execute("UPDATE sign_in_failures SET failures = 0, not_before = 0, earlier = 100").await;
    app.deliver_all().await;
    app.queue("waiting@example.org").await;
    for (email, state) in [
        ("active@example.org", UserStatus::Active),
        ("disabled@example.org", UserStatus::Disabled),
        ("deleted@example.org", UserStatus::Deleted),
        ("expired@example.org", UserStatus::Expired),
        ("invited@example.org", UserStatus::Invited),
        ("revoked@example.org", UserStatus::Revoked),
        ("waiting@example.org", UserStatus::Waiting),
        (PENDING, UserStatus::Pending),
    ] {
        assert_eq!(app.account(email).await.status, state, "{email} is not what this test needs");
    }
    let known = vec![
        "active@example.org",
        "disabled@example.org",
        "deleted@example.org",
        "blocked@example.org",
        "expired@example.org",
        "invited@example.org",
        "revoked@example.org",
        "exhausted@example.org",
        "waiting@example.org",
        PENDING,
    ];
    (app, known)
}

#[tokio::test]
async fn every_endpoint_answers_the_same_for_known_and_unknown_addresses() {
    let (app, known) = everybody().await;
    let name = ("display_name", "Ada Lima");
    for path in ["/login", "/register", "/forgot-password"] {
        let form = |email| match path {
            "/login" => vec![("email", email), ("password", WRONG)],
            "/register" => vec![("email", email), name, ("password", "sete pontes sobre o mar")],
            _ => vec![("email", email)],
        };
        let page = app.browser().post(path, &form(UNKNOWN)).await;
        let for_programs = app.browser().post_as_program(path, &form(UNKNOWN)).await;
        let expected = if path == "/login" { StatusCode::UNAUTHORIZED } else { StatusCode::SEE_OTHER };
        assert_eq!(page.status, expected, "{}", page.text);
        for email in &known {
            let answer = app.browser().post(path, &form(email)).await;
            assert_eq!(comparable(&answer, email), comparable(&page, UNKNOWN), "{path} tells of {email}");
            let answer = app.browser().post_as_program(path, &form(email)).await;
            assert_eq!(
                comparable(&answer, email),
                comparable(&for_programs, UNKNOWN),
                "{path} tells programs of {email}"
            );
        }
    }
}

/// Nor does the right password open what is closed, or tell of it.
#[tokio::test]
async fn the_right_password_of_a_closed_account_tells_nothing() {
    let (app, _) = everybody().await;
    let expected = app.browser().sign_in(UNKNOWN, OWN_PASSWORD).await;
    for email in ["disabled@example.org", "deleted@example.org", "blocked@example.org", PENDING] {
        let answer = app.browser().sign_in(email, OWN_PASSWORD).await;
        assert_eq!(comparable(&answer, email), comparable(&expected, UNKNOWN), "{email}");
    }
}

/// The way from inside: asking for an address that somebody has.
#[tokio::test]
async fn who_is_in_learns_of_no_other_address_either() {
    let (app, known) = everybody().await;
    let mut expected = None;
    for email in known.into_iter().chain([UNKNOWN]).filter(|email| *email != "active@example.org") {
        let mut active = app.browser();
        app.execute("DELETE FROM address_changes").await;
        assert_eq!(active.sign_in("active@example.org", OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
        let answer = active.post("/account/email", &[("email", email), ("current_password", OWN_PASSWORD)]).await;
        let page = active.get("/account").await;
        let seen = (comparable(&answer, email), page.text.matches(email).count());
        assert_eq!(*expected.get_or_insert(seen.clone()), seen, "{email}");
    }
}

/// A mail that waits now tells that the address somebody has just typed has an account.
#[tokio::test]
async fn how_long_mail_waits_is_reported_to_this_machine_alone() {
    let app = TestApp::start().await;
    app.queue("waiting@example.org").await;
    app.advance(5);
    for mut stranger in [app.browser(), app.browser_at("203.0.113.9"), app.browser_at("10.0.0.7")] {
        let ready = stranger.get("/readyz").await;
        assert_eq!(ready.status, StatusCode::OK);
        assert!(!ready.text.contains("mail"), "{}", ready.text);
    }
    let mut here = app.browser_at("127.0.0.1");
    for header in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
        let passed_on = here.send(Request::get("/readyz").header(header, "203.0.113.9")).await;
        assert!(!passed_on.text.contains("mail"), "{header}: {}", passed_on.text);
    }
    let passed_on = here.send(Request::get("/readyz").header("host", "contas.example.org")).await;
    assert!(!passed_on.text.contains("mail"), "{}", passed_on.text);
    let ready = here.get("/readyz").await;
    assert!(ready.text.contains(r#""oldest_queued_mail_seconds":5"#), "{}", ready.text);
    app.deliver_all().await;
}

/// Ids of one counter would show how many others were drawn between two requests.
#[tokio::test]
async fn the_id_of_a_request_tells_nothing_of_those_before_it() {
    let app = TestApp::start().await;
    let mut ids = std::collections::HashSet::new();
    for _ in 0..20 {
        let answer = app.browser().get("/healthz").await;
        let id = answer.headers["x-request-id"].to_str().expect("text").to_owned();
        assert_eq!(id.len(), 32, "{id}");
        ids.insert(id[..8].to_owned());
    }
    // All within one millisecond of this clock: ids in order would begin alike.
    assert_eq!(ids.len(), 20, "{ids:?}");
}
