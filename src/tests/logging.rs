//! The program's own log: what stands in it, and what never does.

use crate::app::{ADMIN_EMAIL, OWN_PASSWORD, TestApp, is_postgres, new_user};
use crate::program::{self, Served};
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use axum::http::{Request, StatusCode};
use chaveiro::domain::Role;
use chaveiro::server::cleanup::clean_up;
use chaveiro::server::config::TrustedProxies;
use std::cell::RefCell;
use std::io::Write;
use std::sync::Once;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// What is logged while this lives, by the thread on which its test runs alone:
/// all that the program would log if asked for everything.
struct Log;

impl Log {
    fn start() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let is_wanted = dynamic_filter_fn(|_, _| LINES.with_borrow(Option::is_some));
            let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(|| Lines).with_filter(is_wanted);
            tracing_subscriber::registry().with(chaveiro::cli::log::filter("trace").unwrap()).with(lines).init();
        });
        LINES.set(Some(Vec::new()));
        Self
    }

    fn lines_with(&self, words: &str) -> Vec<String> {
        let text = LINES.with_borrow(|lines| String::from_utf8(lines.clone().unwrap_or_default()).expect("text"));
        text.lines().filter(|line| line.contains(words)).map(str::to_owned).collect()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.get_or_insert_default().extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn one_line_a_request_says_what_came_of_it_and_who_asked() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = app.id_of(ADMIN_EMAIL).await;
    let log = Log::start();

    let answer = admin.get("/admin/users?q=maria").await;

    let lines = log.lines_with("GET /admin/users: 200");
    assert_eq!(lines.len(), 1, "{lines:?}");
    let request = answer.headers["x-request-id"].to_str().unwrap();
    for part in [request, id.as_str(), "status=200", "ms=", "route=\"/admin/users\""] {
        assert!(lines[0].contains(part), "{part} is missing: {}", lines[0]);
    }
}

#[tokio::test]
async fn in_development_an_answer_tells_admins_where_its_time_went() {
    let app = TestApp::start().await;
    let timing = |answer: &crate::app::Answer| {
        answer.headers.get("server-timing").map(|value| value.to_str().unwrap().to_owned())
    };
    let mut admin = app.admin().await;
    let list = timing(&admin.get("/admin/users").await).expect("a header");
    assert!(list.starts_with("total;dur=") && list.contains(", read;dur=") && !list.contains("hash"), "{list}");
    let fields = [("display_name", "Maria Souza"), ("email", "maria@example.org")];
    let made = timing(&admin.post("/admin/users/new", &fields).await).expect("a header");
    assert!(made.contains(", write;dur="), "{made}");
    let elsewhere = [
        app.browser().sign_in(ADMIN_EMAIL, "not it").await,
        admin.get("/account").await,
        app.browser().get("/admin").await,
    ];
    assert!(elsewhere.iter().all(|answer| timing(answer).is_none()), "times would tell which accounts there are");
    app.deliver_all().await;

    let app = TestApp::start_with(|settings| settings.dev = false).await;
    assert_eq!(timing(&app.admin().await.get("/admin/users").await), None);
}

#[tokio::test]
async fn a_token_in_an_address_and_a_password_in_a_form_stay_out_of_the_log() {
    let app = TestApp::start().await;
    app.member("maria@example.org").await;
    let log = Log::start();

    app.browser().get("/reset-password?t=tokentokentoken").await;
    app.browser().get("/admin/users/x/maria@example.org").await;
    app.browser().sign_in("maria@example.org", OWN_PASSWORD).await;

    assert_eq!(log.lines_with("POST /login: 303").len(), 1);
    for secret in ["tokentokentoken", OWN_PASSWORD, "maria@example.org"] {
        let lines = log.lines_with(secret);
        assert!(lines.is_empty(), "{lines:?}");
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn only_a_trusted_proxy_names_a_request() {
    const PROXY: &str = "192.0.2.80";
    let app = TestApp::start_with(|settings| {
        settings.trusted_proxies = TrustedProxies::parse(std::iter::once(PROXY)).unwrap()
    })
    .await;
    for (from, given, is_kept) in [
        (PROXY, "abc-123", true),
        (PROXY, "two words", false),
        (PROXY, &"x".repeat(65), false),
        ("192.0.2.99", "abc-123", false),
    ] {
        let answer = app.browser_at(from).send(Request::get("/login").header("x-request-id", given)).await;
        assert_eq!(answer.headers["x-request-id"] == *given, is_kept, "{from} {given}");
    }
}

/// A rolled-back action once stood in the log as done.
#[tokio::test]
async fn rolled_back_events_are_not_logged() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    if is_postgres() {
        app.execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$")
            .await;
        // As late as can be: at the commit.
        app.execute(
            "CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON audit_unlinked DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION fail()",
        )
        .await;
    } else {
        app.execute("CREATE TRIGGER fail BEFORE UPDATE OF seal ON audit_head BEGIN SELECT RAISE(ABORT, 'no'); END")
            .await;
    }
    let log = Log::start();
    let form =
        [("display_name", "Maria Souza"), ("email", "maria@example.org"), ("role", "member"), ("locale", "pt-BR")];

    let refused = admin.post("/admin/users/new", &form).await;

    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", refused.text);
    assert_eq!(log.lines_with("user_created").len(), 0, "{:?}", log.lines_with("user_created"));
    assert_eq!(log.lines_with("request failed").len(), 1);
}

#[tokio::test]
async fn a_mail_is_logged_with_its_kind_and_its_attempt_and_without_its_address() {
    let app = TestApp::start().await;
    app.queue("maria@example.org").await;
    let log = Log::start();

    app.deliver_all().await;

    let lines = log.lines_with("was taken by the mail server");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("kind=\"temporary_password\"") && lines[0].contains("attempt=1"), "{}", lines[0]);
    assert!(log.lines_with("maria@example.org").is_empty());
}

/// Mail servers repeat the address they refuse, and some the name of who it is. The database keeps their words.
#[tokio::test]
async fn the_answer_of_a_mail_server_is_logged_without_addresses_and_names() {
    for (answer, logged) in [
        (
            "550 5.1.1 <zuleica.prado@segredo.example>: Recipient address rejected: User unknown",
            "550 5.1.1 <…>: Recipient address rejected: User unknown",
        ),
        ("550 5.1.1 ZULEICA.PRADO@Segredo.example... User unknown", "550 5.1.1 … User unknown"),
        ("550 5.1.1 \"zuleica prado\"@segredo.example unknown", "550 5.1.1 … unknown"),
        ("550 5.1.1 user Zuleica.Prado is unknown here", "550 5.1.1 user … is unknown here"),
        ("552 5.2.2 the mailbox of ZULEICA CONCEICAO is full", "552 5.2.2 the mailbox of … is full"),
        ("552 5.2.2 Conceição, Zuleica: full", "552 5.2.2 …, …: full"),
        ("550 5.1.1 to=<zuleica.prado@[192.0.2.1]>, other@elsewhere.example @ 10:00", "550 5.1.1 to=<…>, … @ 10:00"),
    ] {
        let sink = SmtpSink::start(Script::default().at(Stage::Rcpt, Fault::Answer(answer)));
        let app = TestApp::start_with_smtp(sink.address(), |_| ()).await;
        let person = new_user("Zuleica Conceição", "zuleica.prado@segredo.example", Role::Member);
        app.queue_for(&person).await;
        let log = Log::start();

        app.deliver_all().await;

        let lines = log.lines_with("was not taken at step recipient");
        assert!(lines.len() == 1 && lines[0].contains(logged), "{lines:?}");
        for part in ["zuleica", "prado@", "segredo.example>", "elsewhere", "conceic"] {
            assert!(!log.lines_with("").concat().to_lowercase().contains(part), "{part}: {lines:?}");
        }
        let kept = app.account("zuleica.prado@segredo.example").await.delivery.and_then(|mail| mail.last_answer);
        assert_eq!(kept.as_deref(), Some(answer));
    }
    // A test mail is one more.
    let answer = "550 5.1.1 <zuleica@segredo.example>: zuleica is unknown";
    let sink = SmtpSink::start(Script::default().at(Stage::Rcpt, Fault::Answer(answer)));
    let app = TestApp::start_with_smtp(sink.address(), |_| ()).await;
    let mut admin = app.admin().await;
    let log = Log::start();
    let page = admin.post("/admin/mail", &[("email", "zuleica@segredo.example")]).await;
    assert!(page.says("zuleica@segredo.example"), "{}", page.text);
    assert_eq!(log.lines_with("550 5.1.1 <…>: … is unknown").len(), 1, "{:?}", log.lines_with("test mail"));
    assert!(log.lines_with("zuleica").is_empty());
}

/// Once the first one that failed stopped all that came after it.
#[tokio::test]
async fn a_step_of_the_cleanup_that_fails_is_logged_by_name_and_the_others_are_done() {
    let app = TestApp::start().await;
    app.member("maria@example.org").await;
    app.advance(400 * 86400);
    app.execute("ALTER TABLE code_guesses RENAME TO elsewhere").await;
    let log = Log::start();

    clean_up(&app.state).await;

    let lines = log.lines_with("cannot clean up");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("WARN") && lines[0].contains("guesses at short temporary passwords"), "{}", lines[0]);
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 0);
}

#[tokio::test]
async fn a_hash_that_cannot_be_read_is_logged_with_whose_it_is_and_opens_nothing() {
    let app = TestApp::start().await;
    app.member("maria@example.org").await;
    app.execute("UPDATE users SET password_hash = 'rubbish' WHERE email = 'maria@example.org'").await;
    let id = app.id_of("maria@example.org").await;
    let log = Log::start();

    let answer = app.browser().sign_in("maria@example.org", OWN_PASSWORD).await;

    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(log.lines_with(&format!("password hash of user {id} cannot be read")).len(), 1);
}

#[tokio::test]
async fn a_log_that_cannot_be_written_ends_nothing() {
    let app = program::start(|_| ()).await;
    for no_log in ["exec 2>/dev/full", "exec 2>&-"] {
        let served = Served::start_after(&app, no_log, &[("RUST_LOG", "info".to_owned())]).await;
        for _ in 0..3 {
            let answer = program::get(served.address, "/login").await;
            assert!(
                answer.is_some_and(|answer| answer.status.is_success() || answer.status.is_redirection()),
                "{no_log}"
            );
        }
    }
}
