//! Refusals that are about us: nobody's mail is given up, and everybody who asks is told once.

use crate::app::TestApp;
use crate::program;
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use chaveiro::domain::DeliveryState;
use chaveiro::server::accounts;
use chaveiro::server::clock::Clock;
use chaveiro::server::delivery::Outcome;
use chaveiro::server::session::Admin;
use chaveiro::server::store::outbox::Seen;
use std::collections::BTreeSet;
use std::time::Duration;

async fn queue(app: &TestApp, people: std::ops::Range<usize>) -> Vec<String> {
    let people: Vec<String> = people.map(|number| format!("person{number}@example.org")).collect();
    for email in &people {
        app.queue(email).await;
        app.state.clock.advance(Duration::from_millis(1));
    }
    people
}

async fn state_of(app: &TestApp, email: &str) -> DeliveryState {
    app.account(email).await.delivery.expect("a delivery").state
}

async fn failed(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM outbox WHERE state = 'failed'").await
}

/// Seen: a daily limit gave up every mail of an import while `doctor` said "ok".
#[tokio::test]
async fn a_refusal_about_us_gives_up_nobodys_mail_wherever_it_comes() {
    for (stage, words, reason, to_do) in [
        (Stage::Ack, "550 5.4.5 Daily user sending limit exceeded.", "limite de envio", "CHAVEIRO_MAIL_PACE"),
        (
            Stage::Ack,
            "554 5.2.252 SendAsDenied; not allowed to send as contas@example.org",
            "remetente",
            "CHAVEIRO_MAIL_FROM",
        ),
        (Stage::Rcpt, "554 5.7.1 <x@example.org>: Relay access denied", "relay negado", "CHAVEIRO_SMTP_PASSWORD"),
        (Stage::Rcpt, "530 5.7.1 Authentication required", "usuário e senha", "CHAVEIRO_SMTP_URL"),
        (Stage::Data, "550 5.7.1 Client host [203.0.113.9] blocked", "bloqueou nosso endereço", "desbloqueio"),
        (Stage::Rcpt, "450 4.7.1 Error: too much mail", "limite de envio", "CHAVEIRO_MAIL_PACE"),
    ] {
        let sink = SmtpSink::start(Script::default().at(stage, Fault::Answer(words)));
        let app = TestApp::start_with_sink(&sink).await;
        let mut admin = app.admin().await;
        let people = queue(&app, 0..5).await;
        assert_eq!(app.deliver_all().await, [Outcome::Waiting; 2], "{words}: the others wait behind the first two");

        // A day of probes, and then four days more: no time runs out.
        for hours in (0..24).chain([96]) {
            app.advance(60 + hours * 3600);
            app.deliver_all().await;
        }
        assert_eq!(failed(&app).await, 0, "{words}");
        let pause = app.state.store.find_pause().await.unwrap().expect("a pause");
        assert_eq!(pause.answer, words);
        admin.sign_in(crate::app::ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
        let page = admin.get("/admin/mail").await;
        assert!(page.says(reason) && page.says(to_do), "{words}: {}", page.text);
        assert!(admin.get("/admin").await.says("Os e-mails não estão sendo enviados"), "{words}");
        let id = app.id_of(&people[0]).await;
        assert!(!admin.get(&format!("/admin/users/{id}")).await.says("Talvez ele não exista"), "{words}");

        sink.set_script(Script::default());
        app.advance(60);
        app.deliver_all().await;
        app.advance(31 * 60);
        app.deliver_all().await;
        let reached: BTreeSet<_> = sink.mails().into_iter().flat_map(|mail| mail.rcpt).collect();
        assert_eq!((reached.len(), sink.mails().len()), (5, 5), "{words}: each once");
        assert!(app.state.store.find_pause().await.unwrap().is_none(), "{words}");
    }
}

/// It may be about this one mail after all: the others get theirs meanwhile.
#[tokio::test]
async fn one_mail_that_is_always_refused_for_our_sake_keeps_nobody_waiting_for_long() {
    let poison = "person0@example.org";
    let sink = SmtpSink::start(Script::default().to(poison, Stage::Ack, Fault::Answer("554 5.7.1 against our rules")));
    let app = TestApp::start_with_sink(&sink).await;
    let people = queue(&app, 0..6).await;
    for _ in 0..60 {
        app.deliver_all().await;
        app.advance(60);
    }
    for email in &people[1..] {
        assert_eq!(state_of(&app, email).await, DeliveryState::Sent, "{email}");
    }
    assert_eq!(state_of(&app, poison).await, DeliveryState::Waiting);
    let tries = app.account(poison).await.delivery.expect("a delivery").attempts;
    assert!((3..20).contains(&tries), "{tries} tries in an hour");
    app.queue("late@example.org").await;
    for _ in 0..3 {
        app.deliver_all().await;
        app.advance(60);
    }
    assert_eq!(state_of(&app, "late@example.org").await, DeliveryState::Sent);
}

/// While others get theirs, it is about this one in the end: its person is told.
#[tokio::test]
async fn one_mail_that_is_refused_for_our_sake_again_and_again_while_others_are_taken_is_given_up() {
    let poison = "person0@example.org";
    let sink = SmtpSink::start(Script::default().to(poison, Stage::Rcpt, Fault::Answer("550 5.7.1 against our rules")));
    let app = TestApp::start_with_sink(&sink).await;
    queue(&app, 0..1).await;
    for number in 1..60 {
        queue(&app, number..number + 1).await;
        app.deliver_all().await;
        app.advance(60);
    }
    let delivery = app.account(poison).await.delivery.expect("a delivery");
    assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Failed, 6));
    assert_eq!(failed(&app).await, 1);
}

/// An admin's pause and its end say nothing of the mail server, which still refuses everybody.
#[tokio::test]
async fn an_admins_pause_gives_up_nobodys_mail() {
    let sink = SmtpSink::start(Script::default().at(Stage::Rcpt, Fault::Answer("550 computer says no")));
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    queue(&app, 0..8).await;
    app.deliver_all().await;
    admin.post("/admin/mail/pause", &[]).await;
    assert!(admin.get("/admin/mail").await.says("Pausado"));
    admin.post("/admin/mail/resume", &[]).await;
    for _ in 0..5 {
        app.deliver_all().await;
        app.advance(60);
    }
    assert_eq!(failed(&app).await, 0);
    assert!(app.state.store.find_pause().await.unwrap().is_some_and(|pause| !pause.by_operator));
    app.leave_mail();
}

/// The net below: words that nobody has foreseen.
#[tokio::test]
async fn the_same_refusal_for_three_people_in_a_row_stops_the_queue() {
    for stage in [Stage::Rcpt, Stage::Ack] {
        let sink = SmtpSink::start(Script::default().at(stage, Fault::Answer("550 computer says no")));
        let app = TestApp::start_with_sink(&sink).await;
        let mut admin = app.admin().await;
        queue(&app, 0..8).await;
        let outcomes = app.deliver_all().await;
        assert_eq!(outcomes[..3], [Outcome::Failed, Outcome::Failed, Outcome::Waiting]);
        assert!(outcomes[3..].iter().all(|outcome| *outcome == Outcome::Waiting), "{outcomes:?}");
        assert_eq!(failed(&app).await, 0, "those before the third wait, too");
        for _ in 0..10 {
            app.advance(60);
            app.deliver_all().await;
        }
        assert_eq!(failed(&app).await, 0, "nobody's mail is given up");
        let page = admin.get("/admin/mail").await;
        assert!(page.says("várias pessoas seguidas") && page.says("550 computer says no"), "{}", page.text);
        let ready = app.browser_at("127.0.0.1").get("/readyz").await;
        assert!(ready.text.contains(r#""mails_given_up_72h":0"#), "{}", ready.text);
        assert!(ready.text.contains(r#""mail_paused":true"#), "{}", ready.text);

        sink.set_script(Script::default());
        admin.post("/admin/mail/retry-all", &[]).await;
        app.deliver_all().await;
        let reached: BTreeSet<_> = sink.mails().into_iter().flat_map(|mail| mail.rcpt).collect();
        assert_eq!((reached.len(), sink.mails().len()), (8, 8), "each once");
    }
}

/// People who have left, in words that nobody has foreseen: they are told from an outage of ours by the mails of
/// others.
#[tokio::test]
async fn people_who_are_refused_alike_keep_nobody_else_waiting_and_are_given_up() {
    let gone = |number: usize| format!("person{number}@example.org");
    let script = (0..4).fold(Script::default(), |script, number| {
        script.to(&gone(number), Stage::Rcpt, Fault::Answer("550 computer says no"))
    });
    let sink = SmtpSink::start(script);
    let app = TestApp::start_with_sink(&sink).await;
    let people = queue(&app, 0..9).await;
    app.deliver_all().await;
    for email in &people[4..] {
        assert_eq!(state_of(&app, email).await, DeliveryState::Sent, "{email}");
    }
    for _ in 0..3 {
        app.advance(60);
        app.deliver_all().await;
    }
    assert_eq!(failed(&app).await, 4, "all who were refused");
    assert!(app.state.store.find_pause().await.unwrap().is_none());
    let kinds = app.audit_kinds(&app.id_of(&people[0]).await).await;
    let about_mail: Vec<_> = kinds.iter().filter(|kind| kind.starts_with("mail_")).collect();
    assert_eq!(about_mail, ["mail_failed", "mail_retried", "mail_failed"]);
}

/// Of one recipient, in the words of a server that wants us to sign in: the next mail shows that it is not so.
#[tokio::test]
async fn one_recipient_refused_for_our_sake_stops_nobodys_mail() {
    let odd = "person0@example.org";
    let words = "550 5.7.1 authentication required for this one";
    let sink = SmtpSink::start(Script::default().to(odd, Stage::Rcpt, Fault::Answer(words)));
    let app = TestApp::start_with_sink(&sink).await;
    let people = queue(&app, 0..4).await;
    app.deliver_all().await;
    for email in &people[1..] {
        assert_eq!(state_of(&app, email).await, DeliveryState::Sent, "{email}: at once");
    }
    assert!(app.state.store.find_pause().await.unwrap().is_none());
}

#[tokio::test]
async fn refusals_of_other_words_of_one_person_or_with_a_success_between_them_stop_nothing() {
    let script = ["550 computer says no", "554 something else", "550 computer says no", "550 5.0.0 computer says no"]
        .into_iter()
        .enumerate()
        .fold(Script::default(), |script, (number, words)| {
            script.to(&format!("person{number}@example.org"), Stage::Rcpt, Fault::Answer(words))
        });
    let sink = SmtpSink::start(script);
    let app = TestApp::start_with_sink(&sink).await;
    queue(&app, 0..4).await;
    assert_eq!(app.deliver_all().await, [Outcome::Failed; 4], "other words");

    let no = || Fault::Answer("550 computer says no");
    let odd = |number: usize| format!("person{number}@example.org");
    let script =
        (0..9).filter(|number| number % 3 != 2).fold(Script::default(), |s, n| s.to(&odd(n), Stage::Rcpt, no()));
    let sink = SmtpSink::start(script);
    let app = TestApp::start_with_sink(&sink).await;
    for number in 0..9 {
        queue(&app, number..number + 1).await;
        app.deliver_all().await;
        app.advance(1);
    }
    assert_eq!(failed(&app).await, 6, "two in a row each");

    let sink = SmtpSink::start(Script::default().at(Stage::Rcpt, no()));
    let app = TestApp::start_with_sink(&sink).await;
    let people = queue(&app, 0..1).await;
    let id = app.id_of(&people[0]).await;
    for _ in 0..4 {
        assert_eq!(app.deliver_all().await, [Outcome::Failed], "one person's only");
        app.advance(1);
        accounts::resend_temporary_password(&app.state, &Admin::from_cli(), &id, Seen::Unknown)
            .await
            .expect("another mail");
    }
    app.leave_mail();
}

/// A list of people who have left is no reason to stop, a server that knows nobody is.
#[tokio::test]
async fn addresses_of_nobody_stop_the_queue_only_after_many() {
    let sink = SmtpSink::start(Script::default().at(Stage::Rcpt, Fault::Answer("550 5.1.1 no such user")));
    let app = TestApp::start_with_sink(&sink).await;
    queue(&app, 0..14).await;
    let outcomes = app.deliver_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Failed).count(), 9, "{outcomes:?}");
    assert!(app.state.store.find_pause().await.unwrap().is_some());
    app.leave_mail();
}

/// Several workers at once: each sees the refusals before its own.
#[tokio::test]
async fn similar_refusals_at_the_same_time_fail_no_mail() {
    let sink = SmtpSink::start(Script::default().at(Stage::Rcpt, Fault::Answer("550 computer says no")));
    let app = TestApp::start_with_sink(&sink).await;
    queue(&app, 0..8).await;
    let rounds = (0..8).map(|_| chaveiro::server::delivery::deliver_next(&app.state));
    for outcome in futures::future::join_all(rounds).await {
        outcome.unwrap();
    }
    app.deliver_all().await;
    assert_eq!(failed(&app).await, 0);
    // The server refuses everybody: all wait.
    app.leave_mail();
}

#[tokio::test]
async fn the_doctor_says_why_the_queue_is_paused_and_counts_failed_deliveries() {
    let app = program::start(|_| ()).await;
    app.admin().await;
    let sink = SmtpSink::start(Script::default());
    let smtp = [("CHAVEIRO_SMTP_URL", format!("smtp://{}", sink.address()))];
    let doctor = async |app: &TestApp| program::run(app, &["doctor"], &smtp).await.out;
    assert!(doctor(&app).await.contains("none left to handle in the last 72 hours"));
    app.state
        .store
        .set_pause(
            "final_answer",
            "550 5.4.5 Daily sending limit exceeded",
            app.state.clock.now(),
            app.state.clock.now(),
        )
        .await
        .unwrap();
    app.queue("maria@example.org").await;
    // The program's clock is the real one.
    let now = Clock::system().now().as_millis();
    let failed = format!("UPDATE outbox SET state = 'failed', last_answer = '550 no', updated_at = {now}");
    app.execute(failed.leak()).await;
    let out = doctor(&app).await;
    assert!(out.contains("sending limit") && out.contains("CHAVEIRO_MAIL_PACE") && out.contains("550 5.4.5"), "{out}");
    assert!(out.contains("1 failed email needs your attention (last 72 hours)"), "{out}");
    app.execute("UPDATE outbox SET updated_at = updated_at - 259300000").await;
    assert!(doctor(&app).await.contains("none left to handle in the last 72 hours"));
}

/// "New password requested on the sign-in page", and no mail after it.
#[tokio::test]
async fn the_history_says_when_nothing_was_mailed_and_from_when_on_the_next_one_leaves() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    let id = app.id_of("rui@example.org").await;
    app.advance(86400);
    for _ in 0..4 {
        app.browser().post("/forgot-password", &[("email", "rui@example.org")]).await;
        app.deliver_all().await;
        app.advance(60);
    }
    admin.sign_in(crate::app::ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    let page = admin.get(&format!("/admin/users/{id}")).await;
    assert!(page.says("Nada foi enviado: este endereço atingiu o limite de e-mails"), "{}", page.text);
    let detail = "SELECT detail FROM audit_events WHERE kind = 'password_forgotten' ORDER BY seq DESC LIMIT 1";
    let detail = app.texts(detail).await.remove(0).expect("a detail");
    let next = detail.strip_prefix("too many mails; next from ").expect("a time").to_owned();
    let hour = chaveiro::locale::nothing_mailed::nothing_mailed(
        chaveiro::domain::Locale::PtBr,
        &chaveiro::locale::time::Zone::usual(chaveiro::domain::Locale::PtBr),
        &detail,
    )
    .expect("words");
    assert!(page.says(hour.split_once("a partir de ").expect("a time").1), "{hour}");
    assert!(admin.get("/admin/audit").await.says("este endereço atingiu o limite"));

    // It is true: a second before nothing leaves, and then one does.
    let now = app.state.clock.now();
    let next: jiff::Timestamp = next.parse().expect("a time");
    let wait = next.as_millisecond() - now.as_millis();
    assert!((0..=3_600_000).contains(&wait), "{wait}");
    let mails = app.mails().len();
    app.state.clock.advance(Duration::from_millis(u64::try_from(wait - 1500).unwrap()));
    app.browser().post("/forgot-password", &[("email", "rui@example.org")]).await;
    app.deliver_all().await;
    assert_eq!(app.mails().len(), mails, "too early");
    app.state.clock.advance(Duration::from_millis(1500));
    app.browser().post("/forgot-password", &[("email", "rui@example.org")]).await;
    app.deliver_all().await;
    assert_eq!(app.mails().len(), mails + 1);
}

/// Another address helps only where the mail server does not know this one.
#[tokio::test]
async fn the_page_of_a_person_offers_what_helps_against_the_failure() {
    for (stage, words, first, advice) in [
        (Stage::Rcpt, "550 5.1.1 no such user", "Corrigir o e-mail e reenviar", "corrija-o"),
        (Stage::Rcpt, "552 5.2.2 mailbox full", "Reenviar senha temporária", "liberar espaço"),
        (Stage::Data, "554 5.6.0 not a mail I can take", "Reenviar senha temporária", "Resolva o problema"),
    ] {
        let sink = SmtpSink::start(Script::default().at(stage, Fault::Answer(words)));
        let app = TestApp::start_with_sink(&sink).await;
        let mut admin = app.admin().await;
        let people = queue(&app, 0..1).await;
        assert_eq!(app.deliver_all().await, [Outcome::Failed], "{words}");
        let page = admin.get(&format!("/admin/users/{}", app.id_of(&people[0]).await)).await;
        let (_, next) = page.text.split_once("class=\"frame next\"").expect("the next step");
        let (_, button) = next.split_once("class=\"button\"").expect("a button");
        let button = button.split("</a>").next().unwrap();
        assert!(button.contains(first), "{words}: {button}");
        assert!(page.says(advice) && page.says("não vamos tentar de novo automaticamente"), "{words}: {}", page.text);
        app.leave_mail();
    }
}
