//! Whether time tells what an address is here: for each endpoint, how well the time
//! of one answer tells each two states of an account apart.
//!
//! The measure is the area under the ROC curve (AUC): 0.5 is a coin, 1 is
//! certainty. `make bench` runs it on both databases; the goal is 0.45 to 0.55
//! in the worst pair, whether emails are accepted or there is no mail server (OWASP ASVS 5.0,
//! 6.3.8, asks that time tells nothing; the figure is ours: what a few hundred
//! answers still scatter). The delivery workers run meanwhile, as they do in life.

#[path = "../tests/app.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod app;

use app::{Browser, OWN_PASSWORD, TestApp};
use chaveiro::domain::AdminAction;
use chaveiro::server::delivery;
use chaveiro::server::email::{SmtpSettings, Transport};
use chaveiro::server::password::argon2_params;
use rand::seq::SliceRandom as _;
use std::time::{Duration, Instant};

/// Samples of each state at each endpoint.
const SAMPLES: usize = 500;
/// Accounts of each state: each is asked for in turn.
const ACCOUNTS: usize = 25;
const STATES: [&str; 7] = ["unknown", "active", "invited", "expired", "disabled", "blocked", "deleted"];

#[derive(Clone, Copy)]
enum Endpoint {
    SignIn,
    Register,
    Forgot,
}

impl Endpoint {
    const ALL: [Self; 3] = [Self::SignIn, Self::Register, Self::Forgot];

    const fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/login",
            Self::Register => "/register",
            Self::Forgot => "/forgot-password",
        }
    }

    async fn request(self, mut visitor: Browser, email: &str) -> Duration {
        let password = ("password", "another than the right one");
        let begin = Instant::now();
        let answer = match self {
            Self::SignIn => visitor.post(self.path(), &[("email", email), password]).await,
            Self::Register => {
                visitor.post(self.path(), &[("email", email), ("display_name", "Ada Lima"), password]).await
            }
            Self::Forgot => visitor.post(self.path(), &[("email", email)]).await,
        };
        let took = begin.elapsed();
        let expected = if matches!(self, Self::SignIn) { 401 } else { 303 };
        assert_eq!(answer.status.as_u16(), expected, "{} {email}: {}", self.path(), answer.text);
        took
    }
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know whether it compiles.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    // The cost of a hash is the real one: it is what people wait for.
    let app = TestApp::start_with(|settings| {
        settings.argon2 = argon2_params(19456, 2, 1).expect("parameters");
    })
    .await;
    fill(&app).await;
    println!("| endpoint | emails | worst pair | AUC | p50 of each |");
    println!("| --- | --- | --- | ---: | --- |");
    measure(&app, "accepted").await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port");
    let app = app.restarted(|settings| settings.transport = Some(refusing(nobody))).await;
    measure(&app, "no server").await;
}

/// A mail server that is down: nothing listens at `address`.
fn refusing(address: std::net::SocketAddr) -> Transport {
    Transport::Smtp(SmtpSettings::parse(&format!("smtp://{address}"), None, false).expect("an address"))
}

/// Measures every endpoint, or those whose paths the arguments name, with workers
/// that try to send what the requests queue.
async fn measure(app: &TestApp, mails: &str) {
    let workers = tokio::spawn(delivery::deliver_until_shutdown(app.state.clone()));
    let mut connection = app.connect().await;
    let only: Vec<String> = std::env::args().skip(1).filter(|argument| argument.starts_with('/')).collect();
    for endpoint in
        Endpoint::ALL.into_iter().filter(|endpoint| only.is_empty() || only.iter().any(|path| path == endpoint.path()))
    {
        let mut times: Vec<Vec<Duration>> = vec![Vec::with_capacity(SAMPLES); STATES.len()];
        for round in 0..=SAMPLES {
            // What one sample leaves behind must not change the next.
            workers_idle(&mut connection).await;
            reset(&mut connection).await;
            // Nobody always comes after the same one.
            let mut turns: Vec<usize> = (0..STATES.len()).collect();
            turns.shuffle(&mut rand::rand_core::UnwrapErr(rand::rngs::SysRng));
            for state in turns {
                let email = address(STATES[state], round % ACCOUNTS);
                // What the one before has left to the workers must not count for this one, nor, where an answer is
                // quick, what their hashes have left in the caches: before each, there is a request for the same unknown address.
                workers_idle(&mut connection).await;
                if matches!(endpoint, Endpoint::Forgot) {
                    endpoint.request(app.browser(), "unknown@example.org").await;
                    workers_idle(&mut connection).await;
                }
                let took = endpoint.request(app.browser(), &email).await;
                // The first round fills the caches.
                if round > 0 {
                    times[state].push(took);
                }
            }
        }
        report(endpoint, mails, &mut times);
    }
    app.state.shutdown.cancel();
    workers.await.expect("the workers end");
}

fn address(state: &str, number: usize) -> String {
    format!("{state}{number}@example.org")
}

/// Brings accounts into each state, through the verbs where those lead there.
async fn fill(app: &TestApp) {
    for state in STATES.iter().filter(|state| **state != "unknown") {
        for number in 0..ACCOUNTS {
            let email = address(state, number);
            match *state {
                "invited" | "expired" => {
                    app.queue(&email).await;
                    app.deliver_all().await;
                }
                _ => {
                    app.queue(&email).await;
                    app.deliver_all().await;
                    let mails = app.mails();
                    let text = &mails.last().expect("a mail").text;
                    let secret = app::secret_in(text, 6).or_else(|| app::secret_in(text, 10)).expect("a secret");
                    let mut browser = app.browser();
                    browser.sign_in(&email, &secret).await;
                    browser.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
                    app.deliver_all().await;
                }
            }
            match *state {
                "disabled" => app.apply_action(AdminAction::Disable, &email).await,
                "deleted" => app.apply_action(AdminAction::Delete, &email).await,
                _ => {}
            }
        }
    }
    let mut connection = app.connect().await;
    for number in 0..ACCOUNTS {
        sqlx::query("INSERT INTO sign_in_failures (subject, failures, not_before, updated_at, earlier) VALUES ($1, 0, 0, 0, 100)")
            .bind(app.state.keys.failure_subject(&address("blocked", number)))
            .execute(&mut connection)
            .await
            .expect("a row");
    }
}

/// Waits until the workers have nothing to do.
async fn workers_idle(connection: &mut sqlx::AnyConnection) {
    const BUSY: &str = "SELECT (SELECT COUNT(*) FROM password_requests)
                             + (SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending'))";
    loop {
        let row = sqlx::query(BUSY).fetch_one(&mut *connection).await.expect("an answer");
        if sqlx::Row::get::<i64, _>(&row, 0) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Forgets the tries and the mails, and leaves the `blocked` at their hundred.
async fn reset(connection: &mut sqlx::AnyConnection) {
    sqlx::raw_sql(
        "BEGIN;
         DELETE FROM sign_in_failures WHERE earlier = 0;
         UPDATE sign_in_failures SET failures = 0, not_before = 0;
         DELETE FROM code_guesses;
         DELETE FROM registration_wishes;
         DELETE FROM outbox;
         DELETE FROM registrations;
         UPDATE temporary_passwords SET attempts = 0;
         UPDATE temporary_passwords SET expires_at = 1 WHERE user_id IN (SELECT id FROM users WHERE email LIKE 'expired%');
         COMMIT;",
    )
    .execute(connection)
    .await
    .expect("as before");
}

fn report(endpoint: Endpoint, mails: &str, times: &mut [Vec<Duration>]) {
    let mut worst = (0.5_f64, 0, 1);
    for first in 0..times.len() {
        for second in first + 1..times.len() {
            let found = auc(&times[first], &times[second]);
            if (found - 0.5).abs() >= (worst.0 - 0.5).abs() {
                worst = (found, first, second);
            }
        }
    }
    let medians: Vec<String> = times
        .iter_mut()
        .zip(STATES)
        .map(|(times, state)| {
            times.sort_unstable();
            format!("{state} {:.1} ms", times[times.len() / 2].as_secs_f64() * 1000.0)
        })
        .collect();
    println!(
        "| `{}` | {mails} | {} / {} | {:.3} | {} |",
        endpoint.path(),
        STATES[worst.1],
        STATES[worst.2],
        worst.0,
        medians.join(", ")
    );
}

/// How often a time of the first is the longer one (Mann and Whitney 1947); a draw counts half.
fn auc(first: &[Duration], second: &[Duration]) -> f64 {
    let mut longer = 0.0;
    for one in first {
        for other in second {
            longer += match one.cmp(other) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    longer / (first.len() * second.len()) as f64
}
